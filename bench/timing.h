/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_BENCH_TIMING_H
#define HOP_BENCH_TIMING_H

#include <stdlib.h>
#include <time.h>

static inline double clock_ns(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

/* Of this program alone, as time.process_time() of Python is: others do not count. */
static inline double processor_ns(void)
{
    return clock_ns(CLOCK_PROCESS_CPUTIME_ID);
}

static inline double wall_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

static inline int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts them. */
static inline double median_of(size_t count, double *values)
{
    qsort(values, count, sizeof *values, by_size);
    return values[count / 2];
}

#endif
