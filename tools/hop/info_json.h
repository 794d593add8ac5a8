/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef INFO_JSON_H
#define INFO_JSON_H

#include <jansson.h>

#include "program.h"

/* A file and the temperatures of its spectra. */
typedef struct info_file {
    const char *path;
    hop_file *file;
    struct {
        double kelvin; /* NaN: not known */
        const char *source;
    } *temperatures;
} info_file;

json_t *info_json(const info_file *f);

#endif
