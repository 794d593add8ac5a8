/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>

#include "base/constants.h"
#include "batch.h"
#include "spectrum/handle.h"

/* A group of more numbers than MOST_AHEAD would push the one at work out of the caches. */
enum { FEWEST_FOR_LANES = 8, LINE_BYTES = 64, MOST_AHEAD = 2048 };

#define MOST_RATIO 1e100

typedef hopi_batch_group group;

/* Which of the values of a lane a key is; HOPI_LANE_VALUES: none of them. */
static int lane_value_of(int32_t key)
{
    switch (key) {
    case HOP_SIGMA_DC:
        return HOPI_LANE_SIGMA_DC;
    case HOP_LN_SIGMA_DC:
        return HOPI_LANE_LN_SIGMA_DC;
    case HOP_A_J:
        return HOPI_LANE_A_J;
    case HOP_OMEGA_P:
        return HOPI_LANE_OMEGA_P;
    case HOP_F_P:
        return HOPI_LANE_F_P;
    case HOP_LN_OMEGA_P:
        return HOPI_LANE_LN_OMEGA_P;
    case HOP_N:
        return HOPI_LANE_N;
    case HOP_RSS:
        return HOPI_LANE_RSS;
    case HOP_F_DISPERSION:
        return HOPI_LANE_F_DISPERSION;
    default:
        return HOPI_LANE_VALUES;
    }
}

/* What hop_jpl_value() needs to know for the keys that are no values of a lane. */
static hop_jpl make_fit(const hopi_batch *b, const hopi_lane_results *found, size_t j)
{
    const double(*column)[HOPI_MOST_LANES] = found->column;
    const double points = (double)b->grid->count;
    return (hop_jpl){
        .settings = *b->settings,
        .window = hopi_jpl_no_window,
        .temperature_k = NAN,
        .f_min_hz = b->grid->freq_hz[0],
        .f_max_hz = b->grid->freq_hz[b->grid->count - 1],
        .points = points,
        .dof = points - 3.0,
        .rank = 3.0,
        .rss = found->value[HOPI_LANE_RSS][j],
        .columns = {.g_mean = column[HOPI_LANE_G_MEAN][j],
                    .p_mean = column[HOPI_LANE_P_MEAN][j],
                    .kappa = column[HOPI_LANE_KAPPA][j],
                    .norm1 = column[HOPI_LANE_NORM_1][j],
                    .norm_h = column[HOPI_LANE_NORM_H][j],
                    .norm_p = column[HOPI_LANE_NORM_P][j]},
        .robust_scale = NAN,
        .outliers = NAN,
    };
}

static void write_key(hopi_batch *b, const group *rows, size_t k, const hopi_lane_results *found)
{
    const int at = lane_value_of(b->keys[k]);
    for (size_t j = 0; j < rows->count; j++) {
        const size_t place = rows->rows[j] * b->key_count + k;
        if (!found->is_found[j]) {
            continue;
        }
        if (at < HOPI_LANE_VALUES) {
            b->values[place] = found->value[at][j];
        } else {
            const hop_jpl fit = make_fit(b, found, j);
            b->values[place] = hop_jpl_value(&fit, b->keys[k]);
        }
        if (b->errors) {
            b->errors[place] = at < HOPI_LANE_PARAMETERS ? found->error[at][j] : NAN;
        }
    }
}

static void write_rest(hopi_batch *b, size_t row, const hopi_lane_results *found, size_t j)
{
    for (size_t k = 0; b->covariances && k < 9; k++) {
        b->covariances[row * 9 + k] = found->covariance[k][j];
    }
    if (b->flags) {
        b->flags[row] = found->flags[j];
    }
    if (b->statuses) {
        b->statuses[row] = HOP_OK;
    }
}

/*
 * Fits a group and writes what was found; what was not stays in it. The group from row `next`
 * on comes after it.
 */
static void fit_group(hopi_batch *b, size_t worker, int is_thorough, size_t next, group *rows)
{
    const size_t n = b->grid->count, lanes = b->kernels->lanes->lanes;
    const int has_next = next + lanes <= b->spectra && lanes * n <= MOST_AHEAD;
    hopi_lane_rows data; /* of its arrays only what is used is set */
    data.has_s = b->sd != NULL;
    data.next_y = has_next ? b->sigma + next * n : NULL;
    data.next_s = has_next && b->sd ? b->sd + next * n : NULL;
    for (size_t j = 0; j < lanes; j++) {
        const size_t row = rows->rows[j < rows->count ? j : 0];
        data.y[j] = b->sigma + row * n;
        data.s[j] = b->sd ? b->sd + row * n : NULL;
    }
    hopi_lane_results found;
    b->kernels->lanes->fit(&b->lane_grid, &data, is_thorough,
                           b->lane_work + worker * b->lane_size, &found);
    for (size_t k = 0; k < b->key_count; k++) {
        write_key(b, rows, k, &found);
    }
    const group all = *rows;
    rows->count = 0;
    for (size_t j = 0; j < all.count; j++) {
        if (found.is_found[j]) {
            write_rest(b, all.rows[j], &found, j);
        } else {
            rows->rows[rows->count++] = all.rows[j];
        }
    }
}

void hopi_batch_fit_waiting(hopi_batch *b, size_t worker)
{
    group *waiting = &b->waiting[worker];
    if (waiting->count > 0) {
        fit_group(b, worker, 1, b->spectra, waiting);
    }
    for (size_t j = 0; j < waiting->count; j++) {
        hopi_batch_fit_row(b, worker, waiting->rows[j]);
    }
    waiting->count = 0;
}

/* Spectra without a clear dispersion wait until there are enough of them for the lanes. */
void hopi_batch_fit_in_lanes(hopi_batch *b, size_t worker, size_t begin, size_t end)
{
    const size_t lanes = b->kernels->lanes->lanes;
    group *waiting = &b->waiting[worker];
    for (size_t row = begin; row < end;) {
        group next = {0};
        while (next.count < lanes && row < end) {
            next.rows[next.count++] = row++;
        }
        fit_group(b, worker, 0, row, &next);
        for (size_t j = 0; j < next.count; j++) {
            waiting->rows[waiting->count++] = next.rows[j];
            if (waiting->count == lanes) {
                hopi_batch_fit_waiting(b, worker);
            }
        }
    }
}

/* Lanes are for plain least squares of all points on a grid of measurable frequencies. */
int hopi_batch_can_use_lanes(const hopi_batch *b)
{
    const size_t n = b->grid->count;
    const double *f_hz = b->grid->freq_hz;
    const int32_t weighting = b->settings->weighting;
    return b->settings->loss == HOP_LOSS_SQUARE && weighting != HOP_WEIGHTING_FITTED
           && n >= FEWEST_FOR_LANES && f_hz[0] >= b->settings->f_min_hz
           && f_hz[n - 1] <= b->settings->f_max_hz && f_hz[n - 1] / f_hz[0] < MOST_RATIO;
}

int hopi_batch_prepare_lanes(hopi_allocator allocator, size_t workers, hopi_batch *b)
{
    const size_t n = b->grid->count, lanes = b->kernels->lanes->lanes;
    const size_t line = LINE_BYTES / sizeof(double);
    const size_t most_arrays = HOPI_LANE_ARRAYS + HOPI_LANE_TABLES;
    int is_sorted = 1;
    for (size_t k = 0; k < n; k++) {
        is_sorted &= b->grid->order[k] == k;
    }
    b->lane_grid = (hopi_lane_grid){
        .count = n,
        .L = b->grid->ln_f,
        .ln_omega_ref = b->grid->ln_f_ref + log(2.0 * HOPI_PI),
        .order = b->grid->order,
        .is_sorted = is_sorted,
        .is_unit = b->settings->weighting == HOP_WEIGHTING_UNIT,
        .is_absolute = b->settings->weighting == HOP_WEIGHTING_GIVEN,
        .n_min = b->settings->n_min,
        .n_max = b->settings->n_max,
    };
    hopi_lane_grid_prepare(&b->lane_grid);
    if (n > PTRDIFF_MAX / (most_arrays * HOPI_MOST_LANES * sizeof(double))) {
        return 0;
    }
    b->lane_size = ((HOPI_LANE_ARRAYS * lanes + HOPI_LANE_TABLES) * n + line - 1) / line * line;
    b->lane_block = hopi_allocate(allocator, workers * b->lane_size + line, sizeof(double));
    const uintptr_t place = (uintptr_t)b->lane_block;
    b->lane_work = b->lane_block ? (double *)((place + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES)
                                 : NULL;
    return b->lane_block != NULL;
}
