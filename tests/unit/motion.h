/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPT_MOTION_H
#define HOPT_MOTION_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "math/random.h"
#include "support.h"

static const double pi = 3.14159265358979323846;
static const double dt_s = 2e-15;

typedef struct motion {
    size_t ions, frames;
    double *x; /* frames × ions × 3, in Å */
} motion;

static inline motion make_motion(size_t ions, size_t frames)
{
    motion m = {ions, frames, calloc(ions * frames * 3, sizeof(double))};
    ck_assert_ptr_nonnull(m.x);
    return m;
}

static inline double *at(const motion *m, size_t frame, size_t ion)
{
    return m->x + 3 * (frame * m->ions + ion);
}

static inline double uniform(uint32_t ion, uint32_t which)
{
    double z[2];
    hopi_random_normal_pair(11, ion, which, z);
    return 0.5 * erfc(-z[0] / sqrt(2.0));
}

/* Ions that swing with frequencies f (1 + ion/10) Hz about fixed places, in 3 directions. */
static inline motion make_harmonic(size_t ions, size_t frames, double freq_hz, double amplitude)
{
    motion m = make_motion(ions, frames);
    for (uint32_t i = 0; i < ions; i++) {
        for (uint32_t c = 0; c < 3; c++) {
            const double phase = 2.0 * pi * uniform(i, c), place = 10.0 * uniform(i, 10 + c);
            const double f = freq_hz * (1.0 + 0.1 * i) * dt_s;
            for (size_t t = 0; t < frames; t++) {
                at(&m, t, i)[c] = place + amplitude * sin(2.0 * pi * f * (double)t + phase);
            }
        }
    }
    return m;
}

static inline hop_vibration_options *make_options(int32_t parts)
{
    hop_vibration_options *o = NULL;
    ck_assert_int_eq(hop_vibration_options_create(NULL, &o), HOP_OK);
    ck_assert_int_eq(hop_vibration_options_set_frame_interval(NULL, o, dt_s), HOP_OK);
    ck_assert_int_eq(hop_vibration_options_set_parts(NULL, o, parts), HOP_OK);
    return o;
}

/* All ions mobile; released with the options. */
static inline hop_vibration *analyse(const motion *m, hop_vibration_options *o, int32_t kind,
                              const double *cell)
{
    hop_vibration_run *run = NULL;
    hop_vibration *v = NULL;
    int32_t *roles = calloc(m->ions, sizeof *roles);
    ck_assert_ptr_nonnull(roles);
    for (size_t i = 0; i < m->ions; i++) {
        roles[i] = HOP_ROLE_MOBILE;
    }
    ck_assert_int_eq(hop_vibration_begin(NULL, o, m->ions, roles, NULL, &run), HOP_OK);
    ck_assert_int_eq(hop_vibration_add(NULL, run, kind, m->frames, m->x, cell ? 1 : 0, cell),
                     HOP_OK);
    ck_assert_int_eq(hop_vibration_finish(NULL, run, &v), HOP_OK);
    hop_vibration_run_destroy(run);
    hop_vibration_options_destroy(o);
    free(roles);
    return v;
}

#endif
