/* SPDX-License-Identifier: BSD-3-Clause */
#include "spectrum.h"

#include "base/instructions.h"
#include "series.h"

size_t hopi_spectrum_memory(size_t length)
{
    return hopi_fourier_memory(length) + length + length / 2 + 1;
}

void hopi_spectrum_plan(hopi_spectrum *plan, size_t length, int32_t instructions,
                        int wants_window, int wants_gain, double *memory, double *workspace)
{
    double *rest = memory + hopi_fourier_memory(length);
    *plan = (hopi_spectrum){.add = HOPI_VERSION_FOR(instructions, hopi_power_add)};
    hopi_fourier_plan(&plan->fourier, length, instructions, memory, workspace);
    plan->places = length / plan->fourier.rows * (plan->fourier.rows / 2 + 1);
    if (wants_window || wants_gain) {
        hopi_series_window(length, rest);
        plan->window = rest;
    }
    if (wants_gain) {
        plan->gain = rest + length;
        hopi_power_gain(length, plan->window, plan->gain);
    }
}

/* The first of n items of a share. */
static size_t first_of(hopi_share share, size_t n)
{
    return n / share.shares * share.which + n % share.shares * share.which / share.shares;
}

static size_t end_of(hopi_share share, size_t n)
{
    return first_of((hopi_share){share.which + 1, share.shares}, n);
}

void hopi_spectrum_columns(const hopi_spectrum *plan, hopi_share share, double *series,
                           double *workspace)
{
    const size_t columns = hopi_fourier_columns(&plan->fourier);
    hopi_fourier_start(&plan->fourier, first_of(share, columns), end_of(share, columns), series,
                       workspace);
}

/* Bins of row r, which stand against those of row rows − r, from the last down. */
static hopi_power_bins bins_of_row(const hopi_fourier *f, size_t r, const double *series)
{
    const size_t rows = f->rows, columns = f->length / rows;
    const double *row = series + HOPI_ELEMENT * columns * r;
    const double *other = series + HOPI_ELEMENT * columns * (rows - r);
    if (r == 0) {
        /* Bin 0 is the mean, which has no part in this. */
        return (hopi_power_bins){f->length, rows, rows, columns / 2, row + HOPI_ELEMENT,
                                 row + HOPI_ELEMENT * (columns - 1)};
    }
    return (hopi_power_bins){f->length, r, rows, 2 * r == rows ? (columns + 1) / 2 : columns,
                             row, other + HOPI_ELEMENT * (columns - 1)};
}

void hopi_spectrum_rows(const hopi_spectrum *plan, hopi_share share, const double *gain,
                        size_t used, double *series, double *workspace, hopi_bands *bands,
                        double *density)
{
    const hopi_fourier *f = &plan->fourier;
    const size_t columns = f->length / f->rows, end = end_of(share, f->rows / 2 + 1);
    for (size_t r = first_of(share, f->rows / 2 + 1); r < end; r++) {
        const hopi_power_bins bins = bins_of_row(f, r, series);
        hopi_fourier_row(f, r, series, workspace);
        if (r > 0 && 2 * r < f->rows) {
            hopi_fourier_row(f, f->rows - r, series, workspace);
        }
        /* Row 0 begins after bin 0. */
        plan->add(&bins, gain, used, bands, density ? density + r * columns + (r == 0) : NULL);
    }
}

void hopi_spectrum_sort(const hopi_spectrum *plan, const double *density, double *to)
{
    const hopi_fourier *f = &plan->fourier;
    const size_t n = f->length, rows = f->rows, columns = n / rows;
    for (size_t r = 0; 2 * r <= rows; r++) {
        /* Half of rows 0 and rows/2 mirrors the other half. */
        const size_t places = r == 0 ? columns / 2 + 1 : 2 * r == rows ? (columns + 1) / 2 : columns;
        for (size_t i = r == 0; i < places; i++) {
            const size_t bin = r + rows * i;
            to[2 * bin > n ? n - bin : bin] += density[r * columns + i];
        }
    }
}
