/* SPDX-License-Identifier: BSD-3-Clause */
#include "lanes.h"

#include "lane_block.h"

/* Rows side by side, the points of each in ascending order of frequency. */
static void interleave(const hopi_lane_grid *grid, const double *const *rows, vector *to)
{
    if (!grid->is_sorted) {
        for (size_t k = 0; k < grid->count; k++) {
            for (int j = 0; j < LANES; j++) {
                to[k][j] = rows[j][grid->order[k]];
            }
        }
        return;
    }
    for (size_t next = 0; next < grid->count; next += LANES) {
        /* The last tile ends with the last point and does some twice. */
        const size_t k = next + LANES <= grid->count ? next : grid->count - LANES;
        vector tile[LANES];
        for (int j = 0; j < LANES; j++) {
            tile[j] = hopi_load(rows[j] + k);
        }
        hopi_transpose(tile);
        memcpy(to + k, tile, sizeof tile);
    }
}

/* Data and weights; answers which rows are finite and can be weighted. */
static mask load(hopi_lane_block *t, const double *const *rows, const double *const *sd)
{
    const double smallest = 1e-140, largest = 1e140;
    const int is_unit = t->grid->is_unit;
    const vector one = hopi_spread(1.0);
    interleave(t->grid, rows, t->v);
    if (sd) {
        interleave(t->grid, sd, t->c);
    }
    vector c_sum = {0}, cy_sum = {0};
    mask is_good = ~(mask){0};
    for (size_t k = 0; k < t->grid->count; k++) {
        const vector y = t->v[k], s = sd ? t->c[k] : is_unit ? one : y;
        is_good &= (s > smallest) & (s < largest) & (hopi_absolute(y) < largest);
        const vector c = 1.0 / (s * s);
        t->c[k] = c;
        c_sum += c;
        cy_sum += c * y;
    }
    t->c_sum = c_sum;
    t->c_inverse = 1.0 / c_sum;
    t->y_mean = cy_sum * t->c_inverse;
    return is_good & (t->y_mean > 0.0);
}

/* Centres the data and takes neighbours together. */
static void bin(hopi_lane_block *t)
{
    const hopi_lane_grid *grid = t->grid;
    size_t k = 0, at = 0;
    for (size_t j = 0; j < grid->wide; j++) {
        vector wide_c = {0}, wide_d = {0};
        for (int i = 0; i < HOPI_WIDE_RATIO && k < grid->count; i++, at++) {
            const size_t left = grid->count - k;
            const size_t end = k + (left < grid->fine_size ? left : grid->fine_size);
            vector c_sum = {0}, d_sum = {0};
            for (; k < end; k++) {
                const vector v = t->v[k] - t->y_mean, c = t->c[k], d = c * v;
                t->v[k] = v;
                t->d[k] = d;
                c_sum += c;
                d_sum += d;
            }
            t->c_fine[at] = c_sum;
            t->d_fine[at] = d_sum;
            wide_c += c_sum;
            wide_d += d_sum;
        }
        t->c_wide[j] = wide_c;
        t->d_wide[j] = wide_d;
    }
}

static void fit(const hopi_lane_grid *grid, const double *const *rows, const double *const *sd,
                int is_thorough, double *work, hopi_lane_results *out)
{
    hopi_lane_block t = {.grid = grid};
    t.v = (vector *)(void *)work;
    t.c = t.v + grid->count;
    t.d = t.c + grid->count;
    t.power = (double *)(void *)(t.d + grid->count);
    t.ratio = t.power + grid->count;
    hopi_lane_place p = {.is_good = load(&t, rows, sd)};
    bin(&t);
    if (is_thorough) {
        hopi_lane_start_anywhere(&t, &p);
    } else {
        hopi_lane_start_clear(&t, &p);
    }
    hopi_lane_search(&t, is_thorough, &p);
    hopi_lane_describe(&t, &p, is_thorough, out);
}

const hopi_lane_kernel HOPI_LANE_KERNEL = {LANES, fit};
