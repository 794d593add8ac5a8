/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_DECIMAL_H
#define HOPI_DECIMAL_H

#include <stdint.h>

/*
 * w · 10^q to the nearest double (ties to even), for all that measurements
 * hold. Answers 0 where it takes longer arithmetic to decide.
 */
int hopi_decimal_to_double(uint64_t w, int q, double *value);

#endif
