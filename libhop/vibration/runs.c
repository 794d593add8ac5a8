/* SPDX-License-Identifier: BSD-3-Clause */
#include "runs.h"

#include <math.h>

static void close_run(hopi_runs *runs, size_t l, double bin)
{
    const double sum = runs->current[l];
    const double place = floor(sum / bin) + HOPI_HISTOGRAM_BINS / 2;
    const double last = HOPI_HISTOGRAM_BINS - 1;
    runs->count[l] += 1.0;
    runs->sum[l] += sum;
    runs->sum2[l] += sum * sum;
    runs->histogram[place < 0.0 ? 0 : place > last ? HOPI_HISTOGRAM_BINS - 1 : (size_t)place] +=
        1.0;
}

void hopi_runs_add(hopi_runs *runs, size_t used, size_t n, const double *steps, double bin)
{
    for (size_t l = 0; l < used; l++) {
        double current = runs->current[l];
        int is_open = runs->is_open[l];
        for (size_t t = 0; t < n; t++) {
            const double s = steps[HOPI_GROUP * t + l];
            if ((s > 0.0 && current > 0.0) || (s < 0.0 && current < 0.0)) {
                current += s;
                continue;
            }
            if (is_open) {
                runs->current[l] = current;
                close_run(runs, l, bin);
            }
            current = s;
            is_open = 1;
        }
        runs->current[l] = current;
        runs->is_open[l] = is_open;
    }
}

void hopi_runs_end(hopi_runs *runs, size_t used, double bin)
{
    for (size_t l = 0; l < used; l++) {
        if (runs->is_open[l]) {
            close_run(runs, l, bin);
            runs->is_open[l] = 0;
            runs->current[l] = 0.0;
        }
    }
}

static double deviation(double count, double sum, double sum2)
{
    const double mean = sum / count, variance = sum2 / count - mean * mean;
    return count > 0.0 ? sqrt(fmax(variance, 0.0)) : NAN;
}

void hopi_runs_amplitude(size_t count, const double *counts, const double *sums,
                         const double *sums2, double *amplitude, double *error)
{
    double n = 0.0, sum = 0.0, sum2 = 0.0, mean = 0.0, scatter = 0.0;
    for (size_t i = 0; i < count; i++) {
        n += counts[i];
        sum += sums[i];
        sum2 += sums2[i];
    }
    *amplitude = deviation(n, sum, sum2);
    for (size_t i = 0; i < count; i++) {
        mean += deviation(n - counts[i], sum - sums[i], sum2 - sums2[i]) / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        const double without = deviation(n - counts[i], sum - sums[i], sum2 - sums2[i]);
        scatter += (without - mean) * (without - mean);
    }
    *error = count > 1 ? sqrt(scatter * (double)(count - 1) / (double)count) : NAN;
}
