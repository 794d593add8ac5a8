/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_UNIT_H
#define HOPI_UNIT_H

#include "column.h"

typedef enum hopi_dimension {
    HOPI_HERTZ,
    HOPI_OHM,
    HOPI_SIEMENS,
    HOPI_SIEMENS_PER_METRE,
    HOPI_KELVIN,
    HOPI_PURE_NUMBER,
    HOPI_DEGREE
} hopi_dimension;

hopi_dimension hopi_dimension_of(hopi_quantity quantity);

typedef struct hopi_unit {
    int power; /* SI = number · 10^power + offset */
    double offset;
    hopi_geometry geometry;
} hopi_unit;

/*
 * Reads a unit in ASCII, such as "kHz", "mS/cm", "S cm^-1", "Ohm*cm^2" or
 * "degC". Answers 0 for one that is not known, and for "mhz", which people
 * write for both MHz and mHz.
 */
int hopi_unit_read(hopi_dimension dimension, const char *text, hopi_unit *out);

/* As hopi_unit_read(), for units without a geometry. */
int hopi_unit_parse(hopi_dimension dimension, const char *text, int *power, double *offset);

/* The units of a dimension for an error text. */
const char *hopi_unit_names(hopi_dimension dimension);

/* number · 10^power with one rounding. */
double hopi_unit_apply(int power, double number);

#endif
