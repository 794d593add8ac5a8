/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPT_INSTRUMENT_H
#define HOPT_INSTRUMENT_H

#include <stddef.h>
#include <stdint.h>

/* Binary files as instruments write them, made by the tests. */
typedef struct hopt_bytes {
    unsigned char data[1 << 16];
    size_t size;
} hopt_bytes;

void hopt_put(hopt_bytes *b, const void *data, size_t size);
void hopt_put_little(hopt_bytes *b, size_t width, uint64_t value);
void hopt_put_big(hopt_bytes *b, size_t width, uint64_t value);
void hopt_put_float(hopt_bytes *b, float value); /* little-endian */
void hopt_put_little_double(hopt_bytes *b, double value);
void hopt_put_big_double(hopt_bytes *b, double value);

/* Zahner .ism of n points; texts in their order up to NULL, with the case that people read. */
void hopt_make_ism(hopt_bytes *b, size_t n, const double *freq_hz, const double *modulus_ohm,
                   const double *phase_rad, const char *const *texts);

/* One column of an .mpr: its type and what a point holds, a float, a double or an integer. */
typedef struct hopt_mpr_column {
    uint16_t type;
    char kind; /* 'b' byte of flags, 'f', 'd', 's' 16 bits; '-': a further flag, no bytes */
    const double *values;
} hopt_mpr_column;

enum { HOPT_MPR_OLD = 2, HOPT_MPR_3 = 3, HOPT_MPR_11_50 = 11 };

/*
 * EC-Lab .mpr of the technique (0x1D is PEIS): settings, data, log. The version
 * of the data module decides its layout: HOPT_MPR_OLD, HOPT_MPR_3, or
 * HOPT_MPR_11_50 with the longer module headers and the types of columns big-endian.
 */
void hopt_make_mpr(hopt_bytes *b, int version, unsigned technique, size_t n,
                   const hopt_mpr_column *columns, size_t column_count);

#endif
