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

/* Sums over the points, and the highest bit of signs where s < 0 or c = 0. */
typedef struct tally {
    vector c, cy;
    hopi_words signs;
} tally;

/* One point of all rows. */
static inline void take(block *t, size_t k, vector y, vector scale, tally *sum)
{
    const vector c = 1.0 / (scale * scale);
    t->y[k] = y;
    t->c[k] = c;
    sum->c += c;
    sum->cy += c * y;
    sum->signs |= (hopi_words)scale | ((hopi_words)c - 1);
}

/* The points from `first` on, but for the first `skipped`. */
static inline void take_tile(block *t, const hopi_lane_rows *rows, int has_s, int is_unit,
                             size_t first, size_t skipped, tally *sum)
{
    vector y[LANES], s[LANES];
    interleave(t->grid, rows->y, first, y);
    if (has_s) {
        interleave(t->grid, rows->s, first, s);
    }
    for (size_t i = skipped; i < LANES; i++) {
        take(t, first + i, y[i], has_s ? s[i] : is_unit ? hopi_spread(1.0) : y[i], sum);
    }
}

/* The last tile ends with the last point and begins with some that are there already. */
static inline tally take_all(block *t, const hopi_lane_rows *rows, int has_s, int is_unit)
{
    tally sum = {{0}, {0}, {0}};
    const size_t count = t->grid->count, rest = count % LANES;
    for (size_t first = 0; first + LANES <= count; first += LANES) {
        take_tile(t, rows, has_s, is_unit, first, 0, &sum);
    }
    if (rest > 0) {
        take_tile(t, rows, has_s, is_unit, count - LANES, LANES - rest, &sum);
    }
    return sum;
}

/* Data and weights; answers which rows are finite and can be weighted. */
static mask load(block *t, const hopi_lane_rows *rows)
{
    const double lightest = 1e-280, heaviest = 1e280;
    /* A call for each kind of weights, so that the loops have no branches. */
    const tally sum = rows->has_s        ? take_all(t, rows, 1, 0)
                      : t->grid->is_unit ? take_all(t, rows, 0, 1)
                                         : take_all(t, rows, 0, 0);
    t->c_sum = sum.c;
    t->c_inverse = 1.0 / sum.c;
    t->y_mean = sum.cy * t->c_inverse;
    return ((mask)sum.signs >= 0) & (sum.c > lightest) & (sum.c < heaviest) & (t->y_mean > 0.0);
}

/*
 * Data about their mean. Meanwhile the rows of the next fit come from memory: asking for all
 * of them at once would fill the queue of the cache.
 */
static void centre(block *t, const hopi_lane_rows *rows)
{
    vector sum = {0};
    for (size_t k = 0; k < t->grid->count; k++) {
        const vector v = t->y[k] - t->y_mean, d = t->c[k] * v;
        t->d[k] = d;
        sum += d * v;
        if (rows->next_y) {
            __builtin_prefetch(rows->next_y + k * LANES, 0, 2);
        }
        if (rows->next_s) {
            __builtin_prefetch(rows->next_s + k * LANES, 0, 2);
        }
    }
    t->constant_ssr = sum;
}

/* Takes neighbours together. */
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
                c_sum += t->c[k];
                d_sum += t->d[k];
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

static void fit(const hopi_lane_grid *grid, const hopi_lane_rows *rows, int is_thorough,
                double *work, hopi_lane_results *out)
{
    block t; /* large, as p is: only what is used is set */
    hopi_lane_place p;
    t.grid = grid;
    t.y = (vector *)(void *)work;
    t.c = t.y + grid->count;
    t.d = t.c + grid->count;
    t.power[0] = (double *)(void *)(t.d + grid->count);
    t.power[1] = t.power[0] + grid->count;
    t.ratio = t.power[1] + grid->count;
    p.is_good = load(&t, rows);
    centre(&t, rows);
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
