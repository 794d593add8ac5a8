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
    HOPI_PURE_NUMBER
} hopi_dimension;

hopi_dimension hopi_dimension_of(hopi_quantity quantity);

/*
 * Reads a unit in ASCII, such as "kHz", "mS/cm", "S cm^-1" or "degC":
 * SI = number · 10^power + offset. Answers 0 for one that is not known, and
 * for "mhz", which people write for both MHz and mHz.
 */
int hopi_unit_parse(hopi_dimension dimension, const char *text, int *power, double *offset);

/* The units of a dimension for an error text. */
const char *hopi_unit_names(hopi_dimension dimension);

/* number · 10^power with one rounding. */
double hopi_unit_apply(int power, double number);

#endif
