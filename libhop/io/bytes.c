/* SPDX-License-Identifier: BSD-3-Clause */
#include "bytes.h"

#include <float.h>
#include <string.h>

/* Where float and double are something else, the bits must not be taken for them. */
_Static_assert(sizeof(float) == 4 && FLT_MANT_DIG == 24, "float is not IEEE 754 binary32");
_Static_assert(sizeof(double) == 8 && DBL_MANT_DIG == 53, "double is not IEEE 754 binary64");

int hopi_bytes_has(const hopi_bytes *bytes, uint64_t count, size_t element_size)
{
    return count <= (bytes->size - bytes->at) / element_size;
}

int hopi_bytes_skip(hopi_bytes *bytes, size_t count)
{
    if (!hopi_bytes_has(bytes, count, 1)) {
        return 0;
    }
    bytes->at += count;
    return 1;
}

int hopi_bytes_little(hopi_bytes *bytes, size_t width, uint64_t *value)
{
    if (!hopi_bytes_has(bytes, width, 1)) {
        return 0;
    }
    uint64_t sum = 0;
    for (size_t i = width; i-- > 0;) {
        sum = sum << 8 | bytes->data[bytes->at + i];
    }
    bytes->at += width;
    *value = sum;
    return 1;
}

int hopi_bytes_big(hopi_bytes *bytes, size_t width, uint64_t *value)
{
    if (!hopi_bytes_has(bytes, width, 1)) {
        return 0;
    }
    uint64_t sum = 0;
    for (size_t i = 0; i < width; i++) {
        sum = sum << 8 | bytes->data[bytes->at + i];
    }
    bytes->at += width;
    *value = sum;
    return 1;
}

int hopi_bytes_little_float(hopi_bytes *bytes, double *value)
{
    uint64_t bits = 0;
    if (!hopi_bytes_little(bytes, 4, &bits)) {
        return 0;
    }
    const uint32_t narrow = (uint32_t)bits;
    float number = 0.0f;
    memcpy(&number, &narrow, sizeof number);
    *value = (double)number;
    return 1;
}

static double of_bits(uint64_t bits)
{
    double number = 0.0;
    memcpy(&number, &bits, sizeof number);
    return number;
}

int hopi_bytes_little_double(hopi_bytes *bytes, double *value)
{
    uint64_t bits = 0;
    if (!hopi_bytes_little(bytes, 8, &bits)) {
        return 0;
    }
    *value = of_bits(bits);
    return 1;
}

int hopi_bytes_big_double(hopi_bytes *bytes, double *value)
{
    uint64_t bits = 0;
    if (!hopi_bytes_big(bytes, 8, &bits)) {
        return 0;
    }
    *value = of_bits(bits);
    return 1;
}
