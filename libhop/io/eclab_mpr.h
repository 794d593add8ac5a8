/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ECLAB_MPR_H
#define HOPI_ECLAB_MPR_H

#include "bytes.h"
#include "format.h"

typedef struct hopi_mpr {
    hopi_source *source;
    hop_file *file;
    hopi_bytes bytes; /* the whole file */
} hopi_mpr;

typedef struct hopi_mpr_module {
    int is_found;
    char name[26]; /* long name, padded with blanks */
    char date[9];
    uint32_t version;
    size_t start, length; /* of its content; length as stated */
    size_t available;     /* of it in the file */
} hopi_mpr_module;

/* The next module, bytes then behind it; is_found is 0 at the end of the file. */
hop_status hopi_mpr_next(const hopi_mpr *m, hopi_bytes *bytes, hopi_mpr_module *module);

/* Reads the points of the module "VMP data". */
hop_status hopi_mpr_read_data(hopi_mpr *m, const hopi_mpr_module *module);

hop_status hopi_mpr_fail(const hopi_mpr *m, size_t at, const char *text);

#endif
