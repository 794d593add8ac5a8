/* SPDX-License-Identifier: BSD-3-Clause */
#include "instrument.h"

#include <string.h>

#include <check.h>

void hopt_put(hopt_bytes *b, const void *data, size_t size)
{
    ck_assert(size <= sizeof b->data - b->size);
    memcpy(b->data + b->size, data, size);
    b->size += size;
}

void hopt_put_little(hopt_bytes *b, size_t width, uint64_t value)
{
    for (size_t i = 0; i < width; i++) {
        const unsigned char byte = (unsigned char)(value >> (8 * i));
        hopt_put(b, &byte, 1);
    }
}

void hopt_put_big(hopt_bytes *b, size_t width, uint64_t value)
{
    for (size_t i = width; i-- > 0;) {
        const unsigned char byte = (unsigned char)(value >> (8 * i));
        hopt_put(b, &byte, 1);
    }
}

void hopt_put_float(hopt_bytes *b, float value)
{
    uint32_t bits = 0;
    memcpy(&bits, &value, sizeof bits);
    hopt_put_little(b, 4, bits);
}

static uint64_t bits_of(double value)
{
    uint64_t bits = 0;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

void hopt_put_little_double(hopt_bytes *b, double value)
{
    hopt_put_little(b, 8, bits_of(value));
}

void hopt_put_big_double(hopt_bytes *b, double value)
{
    hopt_put_big(b, 8, bits_of(value));
}

static void put_doubles(hopt_bytes *b, size_t n, const double *values)
{
    for (size_t i = 0; i < n; i++) {
        hopt_put_big_double(b, values[i]);
    }
}

static void put_zahner_text(hopt_bytes *b, const char *text)
{
    const size_t length = strlen(text);
    hopt_put_big(b, 2, length);
    for (size_t i = 0; i < length; i++) {
        const char c = text[i];
        const char swapped = c >= 'a' && c <= 'z'   ? (char)(c - 'a' + 'A')
                             : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a')
                                                    : c;
        hopt_put(b, &swapped, 1);
    }
}

void hopt_make_ism(hopt_bytes *b, size_t n, const double *freq_hz, const double *modulus_ohm,
                   const double *phase_rad, const char *const *texts)
{
    b->size = 0;
    hopt_put(b, "\x00\x00\xFF\xFF\xFF\xFE", 6);
    hopt_put_big(b, 6, n - 1);
    put_doubles(b, n, freq_hz);
    put_doubles(b, n, modulus_ohm);
    put_doubles(b, n, phase_rad);
    for (size_t i = 0; i < n; i++) {
        hopt_put_big_double(b, 1.4e9 + (double)i);
    }
    for (size_t i = 0; i < n; i++) {
        hopt_put_big(b, 2, 1000);
    }
    for (; *texts; texts++) {
        put_zahner_text(b, *texts);
    }
}

static void put_padded(hopt_bytes *b, const char *text, size_t width)
{
    const size_t length = strlen(text);
    hopt_put(b, text, length);
    for (size_t i = length; i < width; i++) {
        hopt_put(b, " ", 1);
    }
}

static void put_zeros(hopt_bytes *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        hopt_put(b, "", 1);
    }
}

/* Header of a module; answers where its length stands. */
static size_t begin_module(hopt_bytes *b, int version, const char *short_name, const char *name,
                           unsigned number)
{
    hopt_put(b, "MODULE", 6);
    put_padded(b, short_name, 10);
    put_padded(b, name, 25);
    if (version >= HOPT_MPR_11_50) {
        hopt_put_little(b, 4, 0xFFFFFFFF);
    }
    const size_t length_at = b->size;
    hopt_put_little(b, 4, 0);
    if (version >= HOPT_MPR_11_50) {
        hopt_put_little(b, 4, 0);
    }
    hopt_put_little(b, 4, number);
    hopt_put(b, "11/23/26", 8);
    return length_at;
}

static void end_module(hopt_bytes *b, int version, size_t length_at)
{
    const size_t start = length_at + 4 + 4 + (version >= HOPT_MPR_11_50 ? 4 : 0) + 8;
    const size_t length = b->size - start;
    for (size_t i = 0; i < 4; i++) {
        b->data[length_at + i] = (unsigned char)(length >> (8 * i));
    }
}

static void put_point(hopt_bytes *b, const hopt_mpr_column *columns, size_t count, size_t i)
{
    for (size_t c = 0; c < count; c++) {
        const double value = columns[c].values ? columns[c].values[i] : 0.0;
        switch (columns[c].kind) {
        case 'b':
            hopt_put_little(b, 1, (uint64_t)value);
            break;
        case 's':
            hopt_put_little(b, 2, (uint64_t)value);
            break;
        case 'f':
            hopt_put_float(b, (float)value);
            break;
        case 'd':
            hopt_put_little_double(b, value);
            break;
        default:
            break;
        }
    }
}

void hopt_make_mpr(hopt_bytes *b, int version, unsigned technique, size_t n,
                   const hopt_mpr_column *columns, size_t column_count)
{
    const size_t data_start = version == HOPT_MPR_OLD ? 0x195
                              : version == HOPT_MPR_3 ? 0x196
                                                      : 0x3EF;
    b->size = 0;
    put_padded(b, "BIO-LOGIC MODULAR FILE\x1A", 48);
    put_zeros(b, 4);
    size_t length_at = begin_module(b, version, "VMP Set", "VMP settings", 1);
    hopt_put_little(b, 1, technique);
    hopt_put_little(b, 1, 9);
    hopt_put(b, "dry cell\xB5", 9);
    put_zeros(b, 600);
    end_module(b, version, length_at);
    length_at = begin_module(b, version, "VMP data", "VMP data", (unsigned)version);
    const size_t start = b->size;
    hopt_put_little(b, 4, n);
    hopt_put_little(b, 1, column_count);
    for (size_t c = 0; c < column_count; c++) {
        (version < HOPT_MPR_11_50 ? hopt_put_little : hopt_put_big)(b, 2, columns[c].type);
    }
    put_zeros(b, data_start - (b->size - start));
    for (size_t i = 0; i < n; i++) {
        put_point(b, columns, column_count, i);
    }
    end_module(b, version, length_at);
    length_at = begin_module(b, version, "VMP LOG", "VMP LOG", 0);
    put_zeros(b, 100);
    end_module(b, version, length_at);
}
