/* SPDX-License-Identifier: BSD-3-Clause */
#include "lanes.h"

#include "lane_block.h"

typedef hopi_lane_block block;

/* LANES neighbouring points of all rows, in ascending order of frequency: a vector a point. */
static inline void interleave(const hopi_lane_grid *grid, const double *const *rows, size_t k,
                              vector tile[LANES])
{
    if (grid->is_sorted) {
        for (int j = 0; j < LANES; j++) {
            tile[j] = hopi_load(rows[j] + k);
        }
        hopi_transpose(tile);
        return;
    }
    for (size_t i = 0; i < LANES; i++) {
        double point[LANES];
        for (int j = 0; j < LANES; j++) {
            point[j] = rows[j][grid->order[k + i]];
        }
        tile[i] = hopi_load(point);
    }
}

/* Data and weights; answers which rows are finite and can be weighted. */
static mask load(block *t, const double *const *rows, const double *const *sd)
{
    const double lightest = 1e-280, heaviest = 1e280;
    const size_t count = t->grid->count;
    const int is_unit = t->grid->is_unit;
    const vector one = hopi_spread(1.0);
    vector c_sum = {0}, cy_sum = {0}, y[LANES], s[LANES];
    hopi_words signs = {0}; /* the highest bit is set where s < 0 or c = 0 */
    for (size_t next = 0; next < count; next += LANES) {
        /* The last tile ends with the last point and may hold some again. */
        const size_t first = next + LANES <= count ? next : count - LANES;
        interleave(t->grid, rows, first, y);
        if (sd) {
            interleave(t->grid, sd, first, s);
        }
        for (size_t i = 0; i < LANES; i++) {
            if (first + i < next) {
                continue;
            }
            const vector scale = sd ? s[i] : is_unit ? one : y[i], c = 1.0 / (scale * scale);
            t->y[first + i] = y[i];
            t->c[first + i] = c;
            c_sum += c;
            cy_sum += c * y[i];
            signs |= (hopi_words)scale | ((hopi_words)c - 1);
        }
    }
    t->c_sum = c_sum;
    t->c_inverse = 1.0 / c_sum;
    t->y_mean = cy_sum * t->c_inverse;
    return ((mask)signs >= 0) & (c_sum > lightest) & (c_sum < heaviest) & (t->y_mean > 0.0);
}

/* Centres the data and takes neighbours together. */
static void bin(block *t)
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
                const vector c = t->c[k], d = c * (t->y[k] - t->y_mean);
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
    block t; /* large: only what is used is set */
    t.grid = grid;
    t.y = (vector *)(void *)work;
    t.c = t.y + grid->count;
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

const hopi_lane_kernel HOPI_AT_LEVEL(hopi_lane_kernel) = {LANES, fit};
