/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_COLUMN_H
#define HOPI_COLUMN_H

#include <stddef.h>
#include <stdint.h>

typedef enum hopi_quantity {
    HOPI_UNKNOWN,
    HOPI_FREQUENCY,
    HOPI_TEMPERATURE,
    HOPI_SD_SIGMA,
    HOPI_CYCLE,
    HOPI_Z_ABS,
    HOPI_Z_PHASE,
    HOPI_SOME_RE, /* "Real", "Imag": parts of something that the name leaves open */
    HOPI_SOME_IM,
    /* Real and imaginary part of HOP_IMPEDANCE … HOP_MODULUS, in that order. */
    HOPI_Z_RE,
    HOPI_Z_IM,
    HOPI_Y_RE,
    HOPI_Y_IM,
    HOPI_SIGMA_RE,
    HOPI_SIGMA_IM,
    HOPI_EPS_RE,
    HOPI_EPS_IM,
    HOPI_M_RE,
    HOPI_M_IM
} hopi_quantity;

typedef enum hopi_unit_state {
    HOPI_UNIT_KNOWN,
    HOPI_UNIT_MISSING,
    HOPI_UNIT_UNKNOWN
} hopi_unit_state;

/* What an impedance or admittance is multiplied with. */
typedef enum hopi_geometry {
    HOPI_BARE,
    HOPI_AREA,           /* Ω m², S/m² */
    HOPI_AREA_PER_LENGTH /* Ω m */
} hopi_geometry;

enum { HOPI_UNIT_TEXT = 48 };

/* What a column holds: value in SI = sign · number · 10^power + offset; angles in degrees. */
typedef struct hopi_column {
    hopi_quantity quantity;
    hopi_unit_state unit_state;
    hopi_geometry geometry;
    int has_explicit_sign; /* a minus, or the canonical name: not to be doubted */
    int sign, power;
    double offset;
    char unit[HOPI_UNIT_TEXT]; /* as written, where it is not known */
} hopi_column;

/*
 * Understands a column's name: `z_re_ohm`, `Freq. [kHz]`, `-Im(Z)/Ohm`,
 * `σ' (mS cm⁻¹)`. Names are read in upper and lower case alike, prefixes of
 * units are not (mHz is not MHz).
 */
hopi_column hopi_column_of(const char *name, size_t length);

/* Gives a column a unit that stands elsewhere, such as in a line of units; 0 if it is not known. */
int hopi_column_set_unit(hopi_column *column, const char *unit, size_t length);

/* The part of a representation that a quantity is. */
hopi_quantity hopi_part(int32_t representation, int is_imaginary);
int32_t hopi_representation_of(hopi_quantity quantity);

/* Canonical column name, such as "z_re_ohm"; the units that are read. */
const char *hopi_column_name(hopi_quantity quantity);
const char *hopi_known_units(hopi_quantity quantity);

/* A number of that column in SI. */
double hopi_column_value(const hopi_column *column, double number);

#endif
