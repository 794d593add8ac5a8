/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_READ_OPTIONS_H
#define HOPI_READ_OPTIONS_H

#include "format.h"

struct hop_read_options {
    hopi_allocator allocator;
    const hopi_format *format; /* NULL: recognise */
    char delimiter, mark;      /* 0: recognise */
    char *columns;             /* NULL: the header of the file */
    int32_t sign, duplicates;
    int ignores_temperature;
};

/* The rules of options, and the defaults for NULL. */
int hopi_takes_temperature(const hop_read_options *options);
int32_t hopi_sign_rule(const hop_read_options *options);
int32_t hopi_duplicates_rule(const hop_read_options *options);

#endif
