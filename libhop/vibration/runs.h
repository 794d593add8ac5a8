/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_VIBRATION_RUNS_H
#define HOPI_VIBRATION_RUNS_H

#include "frames.h"

enum { HOPI_HISTOGRAM_BINS = 200 };

/* Runs of steps of one sign of eight ions, from block to block. */
typedef struct hopi_runs {
    double current[HOPI_GROUP]; /* sum of the run that goes on */
    int is_open[HOPI_GROUP];
    double count[HOPI_GROUP], sum[HOPI_GROUP], sum2[HOPI_GROUP];
    double histogram[HOPI_HISTOGRAM_BINS];
} hopi_runs;

/* Goes on with n steps of the first `used` ions; bin is the width of the histogram. */
void hopi_runs_add(hopi_runs *runs, size_t used, size_t n, const double *steps, double bin);

/* Closes the runs that are open. */
void hopi_runs_end(hopi_runs *runs, size_t used, double bin);

/*
 * Standard deviation of all sums of runs (n in the denominator) of `count` ions, and its
 * error by leaving out one ion at a time; NaN where there is none. Each of the arrays
 * holds a number an ion.
 */
void hopi_runs_amplitude(size_t count, const double *counts, const double *sums,
                         const double *sums2, double *amplitude, double *error);

#endif
