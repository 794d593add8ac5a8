/* SPDX-License-Identifier: BSD-3-Clause */
#include "path.h"

#include <math.h>

#include <hop/trajectory.h>

#include "math/complexes.h"

#define INLINED __attribute__((always_inline)) static inline

/* x, y and z of as many ions as a register holds. */
typedef struct vectors {
    hopi_some x, y, z;
} vectors;

/* Ions that stand in a row are three registers, whose lanes are sorted. */
static inline vectors load_row(const double *at)
{
    const hopi_some a = hopi_load_some(at), b = hopi_load_some(at + HOPI_SOME),
                    c = hopi_load_some(at + 2 * HOPI_SOME);
#if HOPI_LANES >= 4
    const hopi_some x = __builtin_shufflevector(a, b, 0, 1, 6, 3),
                    y = __builtin_shufflevector(a, b, 4, 1, 2, 7),
                    z = __builtin_shufflevector(a, b, 0, 5, 2, 3);
    const hopi_some xc = __builtin_shufflevector(x, c, 0, 5, 2, 3),
                    yc = __builtin_shufflevector(y, c, 0, 1, 6, 3),
                    zc = __builtin_shufflevector(z, c, 4, 1, 2, 7);
    return (vectors){__builtin_shufflevector(xc, xc, 0, 3, 2, 1),
                     __builtin_shufflevector(yc, yc, 1, 0, 3, 2),
                     __builtin_shufflevector(zc, zc, 2, 1, 0, 3)};
#else
    return (vectors){{a[0], b[1]}, {a[1], c[0]}, {b[0], c[1]}};
#endif
}

/* Ions of a walk that are next to be looked at. */
typedef struct some_ions {
    const size_t *index;
    int is_row; /* neighbours in each frame */
} some_ions;

static inline vectors load_ions(const double *frame, some_ions ions)
{
    const size_t *index = ions.index;
    if (ions.is_row) {
        return load_row(frame + 3 * index[0]);
    }
    const double *a = frame + 3 * index[0], *b = frame + 3 * index[1];
#if HOPI_LANES >= 4
    const double *c = frame + 3 * index[2], *d = frame + 3 * index[3];
    return (vectors){{a[0], b[0], c[0], d[0]}, {a[1], b[1], c[1], d[1]}, {a[2], b[2], c[2], d[2]}};
#else
    return (vectors){{a[0], b[0]}, {a[1], b[1]}, {a[2], b[2]}};
#endif
}

/* Asks for the next numbers, by lines of a cache. */
static inline void look_ahead(hopi_ahead *ahead)
{
    const size_t share = ahead->share * HOPI_SOME / HOPI_GROUP;
    if (ahead->next) {
        for (size_t i = 0; i < share; i += 8) {
            __builtin_prefetch(ahead->next + i);
        }
        ahead->next += share;
        if (ahead->next >= ahead->row_end && --ahead->rows == 0) {
            ahead->next = NULL;
        } else if (ahead->next >= ahead->row_end) {
            ahead->next = ahead->row_end + ahead->stride - ahead->row;
            ahead->row_end += ahead->stride;
        }
    }
}

static inline vectors subtract(vectors a, vectors b)
{
    return (vectors){a.x - b.x, a.y - b.y, a.z - b.z};
}

/* Each vector is a row that is multiplied by m. */
static inline vectors times_matrix(vectors v, const double m[9])
{
    return (vectors){v.x * m[0] + v.y * m[3] + v.z * m[6], v.x * m[1] + v.y * m[4] + v.z * m[7],
                     v.x * m[2] + v.y * m[5] + v.z * m[8]};
}

static inline hopi_some length2(vectors v)
{
    return v.x * v.x + v.y * v.y + v.z * v.z;
}

static inline int any(hopi_mask mask)
{
#if defined(__AVX2__)
    return __builtin_ia32_movmskpd256((hopi_some)mask) != 0;
#else
    long long all = 0;
    for (size_t l = 0; l < HOPI_SOME; l++) {
        all |= mask[l];
    }
    return all != 0;
#endif
}

/* Whether a number is not within the limits, NaN included. */
static inline int any_beyond(vectors v, double limit)
{
    return any(~(hopi_mask)(v.x <= limit) | ~(hopi_mask)(v.x >= -limit)
               | ~(hopi_mask)(v.y <= limit) | ~(hopi_mask)(v.y >= -limit)
               | ~(hopi_mask)(v.z <= limit) | ~(hopi_mask)(v.z >= -limit));
}

static vectors nearest_image(vectors step, size_t used, size_t *ambiguous)
{
    double plain[3][HOPI_SOME];
    hopi_store_some(plain[0], step.x);
    hopi_store_some(plain[1], step.y);
    hopi_store_some(plain[2], step.z);
    *ambiguous += hopi_nearest_image(plain[0], HOPI_SOME, used);
    return (vectors){hopi_load_some(plain[0]), hopi_load_some(plain[1]),
                     hopi_load_some(plain[2])};
}

/* Ions of a frame and its cell. */
typedef struct moment {
    vectors at;
    const hopi_cell *cell;
} moment;

/* Inlined, or each call would pass its registers through memory. */
INLINED vectors find_step(int32_t kind, moment before,
                                                               moment now, size_t used,
                                                               size_t *ambiguous)
{
    vectors step = subtract(now.at, before.at);
    if (kind == HOP_COORDINATES_UNWRAPPED) {
        return step;
    }
    if (kind == HOP_COORDINATES_CARTESIAN
        && (before.cell == now.cell || hopi_cell_equals(before.cell, now.cell))) {
        if (any(~(hopi_mask)(length2(step) <= now.cell->safe2))) {
            step = nearest_image(times_matrix(step, now.cell->inverse), used, ambiguous);
            step = times_matrix(step, now.cell->rows);
        }
        return step;
    }
    if (kind == HOP_COORDINATES_CARTESIAN) {
        step = subtract(times_matrix(now.at, now.cell->inverse),
                        times_matrix(before.at, before.cell->inverse));
    }
    if (kind != HOP_COORDINATES_FRACTIONAL_UNWRAPPED && any_beyond(step, HOPI_AMBIGUOUS_SHARE)) {
        step = nearest_image(step, used, ambiguous);
    }
    return times_matrix(step, now.cell->rows);
}

static inline const hopi_cell *cell_of(const hopi_slab *slab, size_t frame)
{
    return slab->cells ? &slab->cells[frame * slab->cell_stride] : NULL;
}

static inline moment moment_at(const hopi_slab *slab, size_t t, some_ions ions)
{
    return (moment){load_ions(slab->values + 3 * slab->ions * t, ions), cell_of(slab, t)};
}

/* The frame before frame t of a slab; itself if it is the very first. */
static inline moment moment_before(const hopi_slab *slab, size_t t, some_ions ions)
{
    if (t > 0 || !slab->before) {
        return moment_at(slab, t > 0 ? t - 1 : 0, ions);
    }
    return (moment){load_ions(slab->before, ions), slab->cell_before};
}

static inline vectors subtract_drift(vectors v, const double drift[3])
{
    return (vectors){v.x - drift[0], v.y - drift[1], v.z - drift[2]};
}

static inline hopi_some larger(hopi_some a, hopi_some b)
{
    const hopi_mask is_a = (hopi_mask)(a > b);
    return (hopi_some)(((hopi_mask)a & is_a) | ((hopi_mask)b & ~is_a));
}

static inline void store_vectors(double *const out[3], size_t place, vectors v)
{
    hopi_store_some(out[0] + place, v.x);
    hopi_store_some(out[1] + place, v.y);
    hopi_store_some(out[2] + place, v.z);
}

static inline hopi_some roots_of(hopi_some x)
{
    hopi_some out;
    for (size_t l = 0; l < HOPI_SOME; l++) {
        out[l] = sqrt(x[l]);
    }
    return out;
}

/* The ions of lanes first … first + HOPI_SOME − 1, all that is known of them in registers. */
INLINED void follow_some(const hopi_slab *slab, size_t begin, size_t end, size_t first,
                         some_ions ions, hopi_walk *walk, int wants_steps, hopi_ahead *ahead,
                         double *const out[3])
{
    const size_t used = walk->used > first ? walk->used - first : 0;
    const hopi_some zero = {0.0}, one = zero + 1.0;
    double *const position[3] = {walk->position[0], walk->position[1], walk->position[2]};
    vectors at = {hopi_load_some(position[0] + first), hopi_load_some(position[1] + first),
                  hopi_load_some(position[2] + first)};
    hopi_some farthest2 = hopi_load_some(walk->farthest2 + first);
    hopi_some largest2 = hopi_load_some(walk->largest2 + first);
    hopi_some moved = hopi_load_some(walk->moved + first);
    hopi_some distance = roots_of(length2(at));
    hopi_ahead reading = *ahead;
    size_t ambiguous = 0;
    moment before = moment_before(slab, begin, ions);
    for (size_t t = begin; t < end; t++) {
        const moment now = moment_at(slab, t, ions);
        look_ahead(&reading);
        vectors step = find_step(slab->kind, before, now, used, &ambiguous);
        const hopi_some step2 = length2(step);
        largest2 = larger(step2, largest2);
        moved += (hopi_some)((hopi_mask)one & (hopi_mask)(step2 > 0.0));
        if (slab->drift) {
            step = subtract_drift(step, slab->drift + 3 * (t - begin));
        }
        at = (vectors){at.x + step.x, at.y + step.y, at.z + step.z};
        const hopi_some far2 = length2(at);
        farthest2 = larger(far2, farthest2);
        if (wants_steps) {
            const hopi_some distance_before = distance;
            distance = roots_of(far2);
            hopi_store_some(out[0] + HOPI_GROUP * (t - begin) + first,
                            distance - distance_before);
        } else {
            store_vectors(out, HOPI_GROUP * (t - begin) + first, at);
        }
        before = now;
    }
    store_vectors(position, first, at);
    hopi_store_some(walk->farthest2 + first, farthest2);
    hopi_store_some(walk->largest2 + first, largest2);
    hopi_store_some(walk->moved + first, moved);
    walk->ambiguous += ambiguous;
    *ahead = reading;
}

static void follow_velocities(const hopi_slab *slab, size_t begin, size_t end, size_t first,
                              some_ions ions, hopi_walk *walk, double *const out[3])
{
    double *const position[3] = {walk->position[0], walk->position[1], walk->position[2]};
    for (size_t t = begin; t < end; t++) {
        vectors now = moment_at(slab, t, ions).at;
        if (slab->drift) {
            now = subtract_drift(now, slab->drift + 3 * (t - begin));
        }
        store_vectors(out, HOPI_GROUP * (t - begin) + first, now);
        store_vectors(position, first, now);
    }
}

/* Lanes without an ion stand still. */
static void fill_unused(size_t begin, size_t end, size_t first, int wants_steps,
                        double *const out[3])
{
    for (size_t c = 0; c < (wants_steps ? 1 : 3); c++) {
        for (size_t t = begin; t < end; t++) {
            hopi_store_some(out[c] + HOPI_GROUP * (t - begin) + first, (hopi_some){0.0});
        }
    }
}

void HOPI_AT_LEVEL(hopi_path_follow)(const hopi_slab *slab, size_t begin, size_t end,
                                   hopi_walk *walk, int wants_steps, hopi_ahead *ahead,
                                   double *const out[3])
{
    for (size_t l = 0; l < HOPI_GROUP; l += HOPI_SOME) {
        const size_t *index = walk->index + l;
        const int is_row = index[HOPI_SOME - 1] - index[0] == HOPI_SOME - 1;
        const some_ions ions = {index, is_row};
        if (l >= walk->used) {
            fill_unused(begin, end, l, wants_steps, out);
        } else if (slab->kind == HOP_COORDINATES_VELOCITY) {
            follow_velocities(slab, begin, end, l, ions, walk, out);
        } else if (is_row && wants_steps) {
            follow_some(slab, begin, end, l, (some_ions){index, 1}, walk, 1, ahead, out);
        } else {
            follow_some(slab, begin, end, l, ions, walk, wants_steps, ahead, out);
        }
    }
}

void HOPI_AT_LEVEL(hopi_path_steps)(size_t n, const double *x, const double *y, const double *z,
                                  double before[HOPI_GROUP], double *steps)
{
    for (size_t l = 0; l < HOPI_GROUP; l += HOPI_SOME) {
        hopi_some distance = hopi_load_some(before + l);
        for (size_t i = l; i < HOPI_GROUP * n; i += HOPI_GROUP) {
            const hopi_some last = distance;
            distance = roots_of(length2((vectors){hopi_load_some(x + i), hopi_load_some(y + i),
                                                  hopi_load_some(z + i)}));
            hopi_store_some(steps + i, distance - last);
        }
        hopi_store_some(before + l, distance);
    }
}

void HOPI_AT_LEVEL(hopi_path_drift)(const hopi_slab *slab, size_t begin, size_t end,
                                  const size_t *index, const double *weights, size_t count,
                                  double *drift)
{
    for (size_t t = begin; t < end; t++) {
        double sum[3] = {0.0, 0.0, 0.0}, weight = 0.0;
        size_t ambiguous = 0;
        for (size_t i = 0; i < count; i += HOPI_SOME) {
            const some_ions ions = {index + i, 0};
            const moment now = moment_at(slab, t, ions);
            vectors step = now.at;
            if (slab->kind != HOP_COORDINATES_VELOCITY) {
                step = find_step(slab->kind, moment_before(slab, t, ions), now, 0,
                                 &ambiguous);
            }
            for (size_t l = 0; l < HOPI_SOME; l++) {
                sum[0] += weights[i + l] * step.x[l];
                sum[1] += weights[i + l] * step.y[l];
                sum[2] += weights[i + l] * step.z[l];
                weight += weights[i + l];
            }
        }
        for (size_t c = 0; c < 3; c++) {
            drift[3 * (t - begin) + c] = sum[c] / weight;
        }
    }
}
