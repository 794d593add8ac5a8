/* SPDX-License-Identifier: BSD-3-Clause */
#include "motion.h"

/* Wraps into a cell whose rows are given, at each frame stretched by 1 + breath·sin. */
static void wrap(motion *m, const double cell[9], double *cells, double breath, int fractional)
{
    for (size_t t = 0; t < m->frames; t++) {
        const double stretch = 1.0 + breath * sin(0.3 * (double)t);
        for (size_t i = 0; i < 9; i++) {
            cells[9 * t + i] = stretch * cell[i];
        }
        for (size_t i = 0; i < m->ions; i++) {
            double *r = at(m, t, i), f[3];
            /* A lower triangular cell is solved from the last row up. */
            f[2] = r[2] / cell[8];
            f[1] = (r[1] - f[2] * cell[7]) / cell[4];
            f[0] = (r[0] - f[1] * cell[3] - f[2] * cell[6]) / cell[0];
            for (size_t c = 0; c < 3; c++) {
                f[c] -= floor(f[c]);
            }
            for (size_t c = 0; c < 3; c++) {
                r[c] = fractional ? f[c]
                                  : stretch * (f[0] * cell[c] + f[1] * cell[3 + c]
                                               + f[2] * cell[6 + c]);
            }
        }
    }
}

START_TEST(test_vibration_wrapped_and_unwrapped_paths_agree_in_tilted_and_breathing_cells)
{
    const double cell[9] = {6.0, 0, 0, 1.5, 5.5, 0, -1.0, 2.0, 7.0};
    motion m = make_harmonic(10, 300, 6e12, 0.3);
    for (size_t t = 0; t < m.frames; t++) {
        for (size_t i = 0; i < m.ions; i++) {
            at(&m, t, i)[i % 3] += 0.05 * (double)t;
        }
    }
    hop_vibration *free_path = analyse(&m, make_options(HOP_MOTION_ALL), HOP_COORDINATES_UNWRAPPED,
                                       NULL);
    double *cells = calloc(9 * m.frames, sizeof *cells);
    ck_assert_ptr_nonnull(cells);
    for (int fractional = 0; fractional < 2; fractional++) {
        motion wrapped = make_motion(m.ions, m.frames);
        memcpy(wrapped.x, m.x, 3 * m.ions * m.frames * sizeof *m.x);
        wrap(&wrapped, cell, cells, 0.0, fractional);
        hop_vibration *v = analyse(&wrapped, make_options(HOP_MOTION_ALL),
                                   fractional ? HOP_COORDINATES_FRACTIONAL
                                              : HOP_COORDINATES_CARTESIAN, cell);
        const int32_t keys[] = {HOP_ATTEMPT_FREQUENCY_SCALAR, HOP_ATTEMPT_FREQUENCY_VECTOR,
                                HOP_VIBRATION_AMPLITUDE, HOP_MSD_END, HOP_TRACER_DIFFUSIVITY};
        for (size_t k = 0; k < 5; k++) {
            /* Roundings of 300 steps of numbers of 10 Å, differences of 0.1 Å. */
            hopt_assert_relative(hop_vibration_value(v, keys[k]),
                                 hop_vibration_value(free_path, keys[k]), 1e-9);
        }
        ck_assert_double_eq(hop_vibration_value(v, HOP_AMBIGUOUS_STEPS), 0.0);
        hop_vibration_destroy(v);
        free(wrapped.x);
    }
    hop_vibration_destroy(free_path);
    free(cells);
    free(m.x);
}
END_TEST

static hop_vibration *analyse_cells(const motion *m, int32_t kind, const double *cells)
{
    hop_vibration_options *o = make_options(HOP_MOTION_ALL);
    hop_vibration_run *run = NULL;
    hop_vibration *v = NULL;
    int32_t roles[4] = {HOP_ROLE_MOBILE, HOP_ROLE_MOBILE, HOP_ROLE_MOBILE, HOP_ROLE_MOBILE};
    ck_assert_int_eq(hop_vibration_begin(NULL, o, m->ions, roles, NULL, &run), HOP_OK);
    /* In uneven calls: where a call ends must not matter. */
    for (size_t t = 0; t < m->frames;) {
        const size_t n = t % 3 == 0 && t + 7 <= m->frames ? 7 : 1;
        ck_assert_int_eq(hop_vibration_add(NULL, run, kind, n, at(m, t, 0), n, cells + 9 * t),
                         HOP_OK);
        t += n;
    }
    ck_assert_int_eq(hop_vibration_finish(NULL, run, &v), HOP_OK);
    hop_vibration_run_destroy(run);
    hop_vibration_options_destroy(o);
    return v;
}

START_TEST(test_vibration_cell_that_breathes_moves_no_ion)
{
    const double cell[9] = {6.0, 0, 0, 1.5, 5.5, 0, -1.0, 2.0, 7.0};
    for (int fractional = 0; fractional < 2; fractional++) {
        motion m = make_harmonic(4, 200, 6e12, 1e-3);
        double *cells = calloc(9 * m.frames, sizeof *cells);
        ck_assert_ptr_nonnull(cells);
        wrap(&m, cell, cells, 0.05, fractional);
        hop_vibration *v = analyse_cells(&m, fractional ? HOP_COORDINATES_FRACTIONAL
                                                        : HOP_COORDINATES_CARTESIAN, cells);
        /* A swing of 10⁻³ Å while the cell changes by 0.3 Å: farthest 2·√3·10⁻³ Å, and 5 %. */
        for (size_t i = 0; i < 4; i++) {
            ck_assert_double_lt(hop_vibration_ion_value(v, i, HOP_FARTHEST), 4e-13);
        }
        hop_vibration_destroy(v);
        free(cells);
        free(m.x);
    }
}
END_TEST

START_TEST(test_vibration_drift_of_the_framework_is_taken_off_by_mass)
{
    enum { IONS = 21 };
    motion still = make_harmonic(IONS, 256, 8e12, 0.1), moving = make_harmonic(IONS, 256, 8e12, 0.1);
    int32_t roles[IONS];
    double masses[IONS];
    hop_vibration *v[2] = {NULL, NULL};
    for (size_t i = 0; i < IONS; i++) {
        roles[i] = i < 5 ? HOP_ROLE_MOBILE : HOP_ROLE_FRAMEWORK;
        masses[i] = 1.0 + (double)i;
    }
    for (size_t t = 0; t < 256; t++) {
        /* A framework whose centre of mass stands still by itself. */
        double sum[3] = {0.0}, mass = 0.0;
        for (size_t i = 5; i < IONS; i++) {
            for (size_t c = 0; c < 3; c++) {
                sum[c] += masses[i] * at(&still, t, i)[c];
            }
            mass += masses[i];
        }
        for (size_t i = 0; i < IONS; i++) {
            for (size_t c = 0; c < 3; c++) {
                at(&still, t, i)[c] -= i < 5 ? 0.0 : sum[c] / mass;
                at(&moving, t, i)[c] = at(&still, t, i)[c] + 0.02 * (double)t * (double)(c + 1);
            }
        }
    }
    for (int k = 0; k < 2; k++) {
        hop_vibration_options *o = make_options(HOP_MOTION_ALL);
        hop_vibration_run *run = NULL;
        ck_assert_int_eq(hop_vibration_begin(NULL, o, IONS, roles, masses, &run), HOP_OK);
        ck_assert_int_eq(hop_vibration_add(NULL, run, HOP_COORDINATES_UNWRAPPED, 256,
                                           k ? moving.x : still.x, 0, NULL), HOP_OK);
        ck_assert_int_eq(hop_vibration_finish(NULL, run, &v[k]), HOP_OK);
        hop_vibration_run_destroy(run);
        hop_vibration_options_destroy(o);
        ck_assert_uint_eq(hop_vibration_warnings(v[k])
                              & (HOP_VIBRATION_DRIFT_KEPT | HOP_VIBRATION_DRIFT_UNWEIGHTED), 0);
    }
    ck_assert_uint_eq(hop_vibration_ions(v[0]), 5);
    for (size_t i = 0; i < 5; i++) {
        ck_assert_uint_eq(hop_vibration_ion_index(v[0], i), i);
        hopt_assert_relative(hop_vibration_ion_value(v[1], i, HOP_MSD_END),
                             hop_vibration_ion_value(v[0], i, HOP_MSD_END), 1e-9);
    }
    hopt_assert_relative(hop_vibration_value(v[1], HOP_ATTEMPT_FREQUENCY_SCALAR),
                         hop_vibration_value(v[0], HOP_ATTEMPT_FREQUENCY_SCALAR), 1e-9);
    hop_vibration_destroy(v[0]);
    hop_vibration_destroy(v[1]);
    free(still.x);
    free(moving.x);
}
END_TEST

/* Normal steps of 0.1 Å from the frame before, or from a fixed place. */
static motion make_random(size_t ions, size_t frames, uint32_t seed, int is_walk)
{
    motion m = make_motion(ions, frames);
    for (uint32_t i = 0; i < m.ions; i++) {
        for (uint32_t t = 1; t < m.frames; t++) {
            double z[4];
            hopi_random_normal_pair(seed, i, 2 * t, z);
            hopi_random_normal_pair(seed, i, 2 * t + 1, z + 2);
            for (size_t c = 0; c < 3; c++) {
                at(&m, t, i)[c] = (is_walk ? at(&m, t - 1, i)[c] : 0.0) + 0.1 * z[c];
            }
        }
    }
    return m;
}

/* A walk of independent steps: MSD = 6 D t exactly in the mean. */
START_TEST(test_vibration_diffusivity_of_a_random_walk_is_known_within_its_error)
{
    motion m = make_random(64, 5000, 3, 1);
    hop_vibration *v = analyse(&m, make_options(HOP_MOTION_MSD), HOP_COORDINATES_UNWRAPPED, NULL);
    /* ⟨Δx²⟩/(2Δt) of each direction. */
    const double expected = 0.01 * 1e-20 / (2.0 * dt_s);
    const double value = hop_vibration_value(v, HOP_TRACER_DIFFUSIVITY);
    const double error = hop_vibration_block_error(v, HOP_TRACER_DIFFUSIVITY);
    ck_assert_double_lt(fabs(value - expected), 4.0 * error);
    ck_assert_double_lt(error, 0.1 * expected);
    double lag[24], msd[24], msd_error[24];
    size_t count = 0;
    ck_assert_int_eq(hop_vibration_msd(v, lag, msd, msd_error, 24, &count), HOP_OK);
    ck_assert_uint_gt(count, 15);
    /* One step: 128 origins × 64 ions × 5 blocks of variance 2/3: 0.5 %. */
    hopt_assert_relative(msd[0], 6.0 * expected * lag[0], 0.02);
    ck_assert_uint_eq(hop_vibration_warnings(v) & HOP_VIBRATION_NO_DIFFUSION, 0);
    hop_vibration_destroy(v);
    free(m.x);
}
END_TEST

START_TEST(test_vibration_diffusivity_of_ions_that_jitter_is_nothing)
{
    motion m = make_random(32, 2000, 5, 0);
    hop_vibration *v = analyse(&m, make_options(HOP_MOTION_MSD), HOP_COORDINATES_UNWRAPPED, NULL);
    ck_assert_uint_ne(hop_vibration_warnings(v) & HOP_VIBRATION_NO_DIFFUSION, 0);
    hop_vibration_destroy(v);
    free(m.x);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("vibration_paths", &tcase);
    tcase_add_test(tcase, test_vibration_wrapped_and_unwrapped_paths_agree_in_tilted_and_breathing_cells);
    tcase_add_test(tcase, test_vibration_cell_that_breathes_moves_no_ion);
    tcase_add_test(tcase, test_vibration_drift_of_the_framework_is_taken_off_by_mass);
    tcase_add_test(tcase, test_vibration_diffusivity_of_a_random_walk_is_known_within_its_error);
    tcase_add_test(tcase, test_vibration_diffusivity_of_ions_that_jitter_is_nothing);
    return hopt_run(suite);
}
