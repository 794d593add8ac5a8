/* SPDX-License-Identifier: BSD-3-Clause */
#include "path.h"

#include <math.h>
#include <string.h>

#include <hop/trajectory.h>

#include "math/lanes.h"

enum { REGISTERS = HOPI_GROUP / HOPI_SOME };

/* x, y and z of eight ions. */
typedef struct vectors {
    hopi_some c[3][REGISTERS];
} vectors;

static inline vectors load_ions(const double *frame, const size_t index[HOPI_GROUP])
{
    vectors out;
    for (size_t r = 0; r < REGISTERS; r++) {
        for (size_t l = 0; l < HOPI_SOME; l++) {
            const double *ion = frame + 3 * index[r * HOPI_SOME + l];
            out.c[0][r][l] = ion[0];
            out.c[1][r][l] = ion[1];
            out.c[2][r][l] = ion[2];
        }
    }
    return out;
}

static inline vectors subtract(const vectors *a, const vectors *b)
{
    vectors out;
    for (size_t r = 0; r < REGISTERS; r++) {
        out.c[0][r] = a->c[0][r] - b->c[0][r];
        out.c[1][r] = a->c[1][r] - b->c[1][r];
        out.c[2][r] = a->c[2][r] - b->c[2][r];
    }
    return out;
}

/* Each vector is a row that is multiplied by m. */
static inline vectors times_matrix(const vectors *in, const double m[9])
{
    vectors out;
    for (size_t r = 0; r < REGISTERS; r++) {
        const hopi_some a = in->c[0][r], b = in->c[1][r], c = in->c[2][r];
        out.c[0][r] = a * m[0] + b * m[3] + c * m[6];
        out.c[1][r] = a * m[1] + b * m[4] + c * m[7];
        out.c[2][r] = a * m[2] + b * m[5] + c * m[8];
    }
    return out;
}

static inline hopi_some length2(const vectors *v, size_t r)
{
    return v->c[0][r] * v->c[0][r] + v->c[1][r] * v->c[1][r] + v->c[2][r] * v->c[2][r];
}

static inline int any(hopi_mask mask)
{
    long long bits = 0;
    for (size_t l = 0; l < HOPI_SOME; l++) {
        bits |= mask[l];
    }
    return bits != 0;
}

/* Where a number is not within the limit, NaN included. */
static inline int any_longer(const vectors *v, double limit2)
{
    hopi_mask beyond = {0};
    for (size_t r = 0; r < REGISTERS; r++) {
        beyond |= ~(hopi_mask)(length2(v, r) <= limit2);
    }
    return any(beyond);
}

static inline int any_beyond(const vectors *v, double limit)
{
    hopi_mask beyond = {0};
    for (size_t c = 0; c < 3; c++) {
        for (size_t r = 0; r < REGISTERS; r++) {
            beyond |= ~(hopi_mask)(v->c[c][r] <= limit) | ~(hopi_mask)(v->c[c][r] >= -limit);
        }
    }
    return any(beyond);
}

static size_t take_nearest_image(vectors *step, size_t used)
{
    double plain[3][HOPI_GROUP];
    memcpy(plain, step, sizeof plain);
    const size_t ambiguous = hopi_nearest_image(plain, used);
    memcpy(step, plain, sizeof plain);
    return ambiguous;
}

/* A frame and its cell. */
typedef struct moment {
    vectors at;
    const hopi_cell *cell;
} moment;

static inline size_t find_step(int32_t kind, const moment *before, const moment *now,
                               size_t used, vectors *step)
{
    size_t ambiguous = 0;
    *step = subtract(&now->at, &before->at);
    if (kind == HOP_COORDINATES_UNWRAPPED) {
        return 0;
    }
    if (kind == HOP_COORDINATES_CARTESIAN && hopi_cell_equals(before->cell, now->cell)) {
        if (any_longer(step, now->cell->safe2)) {
            *step = times_matrix(step, now->cell->inverse);
            ambiguous = take_nearest_image(step, used);
            *step = times_matrix(step, now->cell->rows);
        }
        return ambiguous;
    }
    if (kind == HOP_COORDINATES_CARTESIAN) {
        const vectors from = times_matrix(&before->at, before->cell->inverse);
        const vectors to = times_matrix(&now->at, now->cell->inverse);
        *step = subtract(&to, &from);
    }
    if (kind != HOP_COORDINATES_FRACTIONAL_UNWRAPPED && any_beyond(step, HOPI_AMBIGUOUS_SHARE)) {
        ambiguous = take_nearest_image(step, used);
    }
    *step = times_matrix(step, now->cell->rows);
    return ambiguous;
}

static const hopi_cell *cell_of(const hopi_slab *slab, size_t frame)
{
    return slab->cells ? &slab->cells[frame * slab->cell_stride] : NULL;
}

static inline moment moment_at(const hopi_slab *slab, size_t t, const size_t *index)
{
    return (moment){load_ions(slab->values + 3 * slab->ions * t, index), cell_of(slab, t)};
}

/* The frame before frame t of a slab; itself if it is the very first. */
static inline moment moment_before(const hopi_slab *slab, size_t t, const size_t *index)
{
    if (t > 0 || !slab->before) {
        return moment_at(slab, t > 0 ? t - 1 : 0, index);
    }
    return (moment){load_ions(slab->before, index), slab->cell_before};
}

static inline hopi_some larger(hopi_some a, hopi_some b)
{
    const hopi_mask is_a = (hopi_mask)(a > b);
    return (hopi_some)(((hopi_mask)a & is_a) | ((hopi_mask)b & ~is_a));
}

/* A walk in registers. */
typedef struct walk_state {
    vectors position;
    hopi_some farthest2[REGISTERS], largest2[REGISTERS], moved[REGISTERS];
} walk_state;

static inline void walk_on(walk_state *walk, const vectors *step, const double *drift)
{
    const hopi_some zero = {0.0};
    for (size_t r = 0; r < REGISTERS; r++) {
        const hopi_some step2 = length2(step, r);
        walk->largest2[r] = larger(step2, walk->largest2[r]);
        walk->moved[r] += (hopi_some)((hopi_mask)(zero + 1.0) & (hopi_mask)(step2 > 0.0));
        for (size_t c = 0; c < 3; c++) {
            walk->position.c[c][r] += step->c[c][r] - (drift ? drift[c] : 0.0);
        }
        walk->farthest2[r] = larger(length2(&walk->position, r), walk->farthest2[r]);
    }
}

static inline void write_out(const vectors *v, size_t t, int wants_distance,
                             double *const out[3])
{
    for (size_t r = 0; r < REGISTERS; r++) {
        const size_t place = HOPI_GROUP * t + HOPI_SOME * r;
        if (wants_distance) {
            hopi_store_some(out[0] + place, length2(v, r));
            continue;
        }
        for (size_t c = 0; c < 3; c++) {
            hopi_store_some(out[c] + place, v->c[c][r]);
        }
    }
    for (size_t l = 0; wants_distance && l < HOPI_GROUP; l++) {
        out[0][HOPI_GROUP * t + l] = sqrt(out[0][HOPI_GROUP * t + l]);
    }
}

static void follow_velocities(const hopi_slab *slab, size_t begin, size_t end, hopi_walk *walk,
                              double *const out[3])
{
    for (size_t t = begin; t < end; t++) {
        moment now = moment_at(slab, t, walk->index);
        for (size_t c = 0; slab->drift && c < 3; c++) {
            for (size_t r = 0; r < REGISTERS; r++) {
                now.at.c[c][r] -= slab->drift[3 * t + c];
            }
        }
        write_out(&now.at, t - begin, 0, out);
        memcpy(walk->position, &now.at, sizeof walk->position);
    }
}

void HOPI_KERNEL(hopi_path_follow)(const hopi_slab *slab, size_t begin, size_t end,
                                   hopi_walk *walk, int wants_distance, double *const out[3])
{
    if (slab->kind == HOP_COORDINATES_VELOCITY) {
        follow_velocities(slab, begin, end, walk, out);
        return;
    }
    walk_state state;
    memcpy(&state.position, walk->position, sizeof state.position);
    memcpy(state.farthest2, walk->farthest2, sizeof state.farthest2);
    memcpy(state.largest2, walk->largest2, sizeof state.largest2);
    memcpy(state.moved, walk->moved, sizeof state.moved);
    moment before = moment_before(slab, begin, walk->index);
    for (size_t t = begin; t < end; t++) {
        vectors step;
        const moment now = moment_at(slab, t, walk->index);
        walk->ambiguous += find_step(slab->kind, &before, &now, walk->used, &step);
        walk_on(&state, &step, slab->drift ? slab->drift + 3 * t : NULL);
        write_out(&state.position, t - begin, wants_distance, out);
        before = now;
    }
    memcpy(walk->position, &state.position, sizeof state.position);
    memcpy(walk->farthest2, state.farthest2, sizeof state.farthest2);
    memcpy(walk->largest2, state.largest2, sizeof state.largest2);
    memcpy(walk->moved, state.moved, sizeof state.moved);
}

void HOPI_KERNEL(hopi_path_drift)(const hopi_slab *slab, size_t begin, size_t end,
                                  const size_t *index, const double *weights, size_t count,
                                  double *drift)
{
    for (size_t t = begin; t < end; t++) {
        double sum[3] = {0.0, 0.0, 0.0}, weight = 0.0;
        for (size_t i = 0; i < count; i += HOPI_GROUP) {
            const moment now = moment_at(slab, t, index + i);
            vectors step = now.at;
            double plain[3][HOPI_GROUP];
            if (slab->kind != HOP_COORDINATES_VELOCITY) {
                const moment before = moment_before(slab, t, index + i);
                find_step(slab->kind, &before, &now, 0, &step);
            }
            memcpy(plain, &step, sizeof plain);
            for (size_t l = 0; l < HOPI_GROUP; l++) {
                for (size_t c = 0; c < 3; c++) {
                    sum[c] += weights[i + l] * plain[c][l];
                }
                weight += weights[i + l];
            }
        }
        for (size_t c = 0; c < 3; c++) {
            drift[3 * t + c] = sum[c] / weight;
        }
    }
}
