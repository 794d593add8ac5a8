/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_GUNZIP_H
#define HOPI_GUNZIP_H

#include <stddef.h>

#include "base/context.h"

/* Unpacks gzip piece by piece; several members one after the other are one text. */
typedef struct hopi_gunzip hopi_gunzip;

typedef enum hopi_gunzip_state {
    HOPI_GUNZIP_GOING,
    HOPI_GUNZIP_ENDED, /* a member ended where the input did */
    HOPI_GUNZIP_DAMAGED,
    HOPI_GUNZIP_OUT_OF_MEMORY
} hopi_gunzip_state;

int hopi_is_gzip(const char *data, size_t size);

/* NULL where the library was built without zlib or there is no memory. */
hopi_gunzip *hopi_gunzip_create(hopi_allocator allocator);
int hopi_gunzip_is_supported(void);

/* Unpacks from [*in, *in + *in_size), which moves on, at most capacity bytes. */
hopi_gunzip_state hopi_gunzip_step(hopi_gunzip *g, const char **in, size_t *in_size, char *out,
                                   size_t capacity, size_t *out_size);

void hopi_gunzip_destroy(hopi_gunzip *g);

#endif
