/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_NUMBER_H
#define HOPI_NUMBER_H

typedef enum hopi_number_kind {
    HOPI_NUMBER_NONE, /* no number at this place */
    HOPI_NUMBER_FINITE,
    HOPI_NUMBER_NOT_FINITE, /* nan, inf or infinity spelled out */
    HOPI_NUMBER_TOO_LARGE   /* digits that exceed the largest double */
} hopi_number_kind;

/*
 * Reads the decimal number at the start of [text, end): sign, digits with the
 * decimal mark given ('.' or ','), exponent with e or E; no hexadecimal, no
 * white space. *stop is the first byte that is not part of it. The value is
 * the nearest double (ties to even) in every locale; what is too small for a
 * double is zero.
 */
hopi_number_kind hopi_parse_number(const char *text, const char *end, char mark, double *value,
                                   const char **stop);

enum { HOPI_NUMBER_TEXT = 40 };

/*
 * Writes a finite value with that many significant digits (17 or fewer) and a
 * decimal point in every locale; 17 digits read back as the same double.
 */
void hopi_format_number(char text[HOPI_NUMBER_TEXT], double value, int digits);

#endif
