/* SPDX-License-Identifier: BSD-3-Clause */
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

static motion make_motion(size_t ions, size_t frames)
{
    motion m = {ions, frames, calloc(ions * frames * 3, sizeof(double))};
    ck_assert_ptr_nonnull(m.x);
    return m;
}

static double *at(const motion *m, size_t frame, size_t ion)
{
    return m->x + 3 * (frame * m->ions + ion);
}

static double uniform(uint32_t ion, uint32_t which)
{
    double z[2];
    hopi_random_normal_pair(11, ion, which, z);
    return 0.5 * erfc(-z[0] / sqrt(2.0));
}

/* Ions that swing with frequencies f (1 + ion/10) Hz about fixed places, in 3 directions. */
static motion make_harmonic(size_t ions, size_t frames, double freq_hz, double amplitude)
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

static hop_vibration_options *make_options(int32_t parts)
{
    hop_vibration_options *o = NULL;
    ck_assert_int_eq(hop_vibration_options_create(NULL, &o), HOP_OK);
    ck_assert_int_eq(hop_vibration_options_set_frame_interval(NULL, o, dt_s), HOP_OK);
    ck_assert_int_eq(hop_vibration_options_set_parts(NULL, o, parts), HOP_OK);
    return o;
}

/* All ions mobile; released with the options. */
static hop_vibration *analyse(const motion *m, hop_vibration_options *o, int32_t kind,
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

/* science.md §11 in its own words: the periodogram by its definition. */
static double restated_frequency(const motion *m, size_t ion)
{
    const size_t n = m->frames;
    double *s = calloc(n, sizeof *s), mean = 0.0, before = 0.0, f_power = 0.0, all = 0.0;
    ck_assert_ptr_nonnull(s);
    for (size_t t = 0; t < n; t++) {
        const double *r = at(m, t, ion), *r0 = at(m, 0, ion);
        const double d = sqrt((r[0] - r0[0]) * (r[0] - r0[0]) + (r[1] - r0[1]) * (r[1] - r0[1])
                              + (r[2] - r0[2]) * (r[2] - r0[2]));
        s[t] = d - before;
        before = d;
        mean += s[t] / (double)n;
    }
    for (size_t k = 0; k <= n / 2; k++) {
        double re = 0.0, im = 0.0;
        for (size_t t = 0; t < n; t++) {
            const double angle = 2.0 * pi * (double)(k * t % n) / (double)n;
            re += (s[t] - mean) * cos(angle);
            im += (s[t] - mean) * sin(angle);
        }
        const double power = (k == 0 || 2 * k == n ? 1.0 : 2.0) * (re * re + im * im);
        f_power += (double)k / ((double)n * dt_s) * power;
        all += power;
    }
    free(s);
    return f_power / all;
}

START_TEST(test_vibration_scalar_is_the_periodogram_by_its_definition)
{
    const size_t lengths[] = {64, 97, 150, 211};
    for (size_t i = 0; i < 4; i++) {
        motion m = make_harmonic(11, lengths[i], 7e12, 0.2);
        hop_vibration *v = analyse(&m, make_options(HOP_MOTION_SCALAR), HOP_COORDINATES_UNWRAPPED,
                                   NULL);
        double mean = 0.0;
        for (size_t ion = 0; ion < m.ions; ion++) {
            const double expected = restated_frequency(&m, ion);
            mean += expected / (double)m.ions;
            /* Two sums of 200 terms each; s itself is a difference of numbers of its size. */
            hopt_assert_relative(
                hop_vibration_ion_value(v, ion, HOP_ATTEMPT_FREQUENCY_SCALAR), expected, 1e-11);
        }
        hopt_assert_relative(hop_vibration_value(v, HOP_ATTEMPT_FREQUENCY_SCALAR), mean, 1e-11);
        hop_vibration_destroy(v);
        free(m.x);
    }
}
END_TEST

START_TEST(test_vibration_scalar_of_site_bound_ions_reads_1_7_to_2_1_times_too_high)
{
    motion m = make_harmonic(40, 4000, 5e12, 0.2);
    hop_vibration *v = analyse(&m, make_options(HOP_MOTION_ALL), HOP_COORDINATES_UNWRAPPED, NULL);
    double ratio = 0.0;
    for (size_t i = 0; i < m.ions; i++) {
        const double f = 5e12 * (1.0 + 0.1 * (double)i);
        ratio += hop_vibration_ion_value(v, i, HOP_ATTEMPT_FREQUENCY_SCALAR) / f
                 / (double)m.ions;
        /* A line under a Hann window, 40 periods or more: what leaks falls as f⁻⁶. */
        hopt_assert_relative(hop_vibration_ion_value(v, i, HOP_ATTEMPT_FREQUENCY_VECTOR), f,
                             1e-4);
    }
    ck_assert_double_ge(ratio, 1.7);
    ck_assert_double_le(ratio, 2.1);
    ck_assert_uint_ne(hop_vibration_warnings(v) & HOP_VIBRATION_STUCK_IONS, 0);
    ck_assert_double_eq(hop_vibration_value(v, HOP_STUCK_IONS), 40.0);
    hop_vibration_destroy(v);
    free(m.x);
}
END_TEST

START_TEST(test_vibration_scalar_of_ion_far_from_its_start_reads_its_frequency)
{
    motion m = make_harmonic(1, 6000, 5e12, 0.2);
    /* After one step of 8 Å the distance swings once a period. */
    for (size_t t = 1; t < m.frames; t++) {
        at(&m, t, 0)[0] += 8.0;
    }
    hop_vibration_options *o = make_options(HOP_MOTION_SCALAR);
    hop_vibration *v = analyse(&m, o, HOP_COORDINATES_UNWRAPPED, NULL);
    double freq[3000], density[3000], peak = 0.0;
    size_t count = 0, best = 0;
    ck_assert_int_eq(hop_vibration_spectrum(v, HOP_MOTION_SCALAR, freq, density, 3000, &count),
                     HOP_OK);
    for (size_t k = 0; k < count; k++) {
        if (density[k] > peak) {
            peak = density[k];
            best = k;
        }
    }
    hopt_assert_relative(freq[best], 5e12, 1e-3);
    ck_assert_uint_eq(hop_vibration_warnings(v) & HOP_VIBRATION_STUCK_IONS, 0);
    hop_vibration_destroy(v);
    free(m.x);
}
END_TEST

/* Longest runs of one sign, a zero by itself: in plain words, once more. */
static double restated_amplitude(const motion *m)
{
    double n = 0.0, sum = 0.0, sum2 = 0.0;
    for (size_t i = 0; i < m->ions; i++) {
        double before = 0.0, run = 0.0, sign = 2.0;
        for (size_t t = 0; t <= m->frames; t++) {
            double s = NAN;
            if (t < m->frames) {
                const double *r = at(m, t, i), *r0 = at(m, 0, i);
                const double d = sqrt(pow(r[0] - r0[0], 2) + pow(r[1] - r0[1], 2)
                                      + pow(r[2] - r0[2], 2));
                s = d - before;
                before = d;
            }
            const double own = s > 0.0 ? 1.0 : s < 0.0 ? -1.0 : 0.0;
            if (t < m->frames && own == sign && own != 0.0) {
                run += s;
                continue;
            }
            if (t > 0) {
                n += 1.0;
                sum += run;
                sum2 += run * run;
            }
            run = s;
            sign = own;
        }
    }
    return sqrt(sum2 / n - sum / n * (sum / n));
}

START_TEST(test_vibration_amplitude_is_the_deviation_of_runs_of_one_sign)
{
    motion m = make_harmonic(9, 500, 9e12, 0.15);
    for (size_t t = 100; t < 103; t++) {
        memcpy(at(&m, t, 4), at(&m, 99, 4), 3 * sizeof(double));
    }
    hop_vibration *v = analyse(&m, make_options(HOP_MOTION_AMPLITUDE), HOP_COORDINATES_UNWRAPPED,
                               NULL);
    /* Sums of a hundred steps each way. */
    hopt_assert_relative(hop_vibration_value(v, HOP_VIBRATION_AMPLITUDE),
                         1e-10 * restated_amplitude(&m), 1e-11);
    ck_assert_double_gt(hop_vibration_standard_error(v, HOP_VIBRATION_AMPLITUDE), 0.0);
    double lower[200], counts[200], all = 0.0, sum2 = 0.0, sum = 0.0;
    size_t count = 0;
    ck_assert_int_eq(hop_vibration_histogram(v, lower, counts, 200, &count), HOP_OK);
    ck_assert_uint_eq(count, 200);
    for (size_t b = 0; b < 200; b++) {
        const double middle = lower[b] + 1e-12;
        all += counts[b];
        sum += counts[b] * middle;
        sum2 += counts[b] * middle * middle;
    }
    /* From bins of 0.02 Å: an amplitude of 0.2 Å to a per cent. */
    hopt_assert_relative(sqrt(sum2 / all - sum / all * (sum / all)),
                         hop_vibration_value(v, HOP_VIBRATION_AMPLITUDE), 0.02);
    hop_vibration_destroy(v);
    free(m.x);
}
END_TEST

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

/* A walk of independent steps: MSD = 6 D t exactly in the mean. */
START_TEST(test_vibration_diffusivity_of_a_random_walk_is_known_within_its_error)
{
    motion m = make_motion(64, 5000);
    for (uint32_t i = 0; i < m.ions; i++) {
        for (uint32_t t = 1; t < m.frames; t++) {
            double z[4];
            hopi_random_normal_pair(3, i, 2 * t, z);
            hopi_random_normal_pair(3, i, 2 * t + 1, z + 2);
            for (size_t c = 0; c < 3; c++) {
                at(&m, t, i)[c] = at(&m, t - 1, i)[c] + 0.1 * z[c];
            }
        }
    }
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
    motion m = make_motion(32, 2000);
    for (uint32_t i = 0; i < m.ions; i++) {
        for (uint32_t t = 0; t < m.frames; t++) {
            double z[4];
            hopi_random_normal_pair(5, i, 2 * t, z);
            hopi_random_normal_pair(5, i, 2 * t + 1, z + 2);
            for (size_t c = 0; c < 3; c++) {
                at(&m, t, i)[c] = 0.1 * z[c];
            }
        }
    }
    hop_vibration *v = analyse(&m, make_options(HOP_MOTION_MSD), HOP_COORDINATES_UNWRAPPED, NULL);
    ck_assert_uint_ne(hop_vibration_warnings(v) & HOP_VIBRATION_NO_DIFFUSION, 0);
    hop_vibration_destroy(v);
    free(m.x);
}
END_TEST

START_TEST(test_vibration_results_do_not_depend_on_threads_to_the_last_bit)
{
    motion m = make_harmonic(37, 700, 5e12, 0.2);
    double values[2][5];
    const int32_t keys[5] = {HOP_ATTEMPT_FREQUENCY_SCALAR, HOP_ATTEMPT_FREQUENCY_VECTOR,
                             HOP_VIBRATION_AMPLITUDE, HOP_MSD_END, HOP_TRACER_DIFFUSIVITY};
    int32_t roles[37];
    for (size_t i = 0; i < 37; i++) {
        roles[i] = i < 30 ? HOP_ROLE_MOBILE : HOP_ROLE_FRAMEWORK;
    }
    for (int k = 0; k < 2; k++) {
        hop_ctx *ctx = NULL;
        hop_vibration_run *run = NULL;
        hop_vibration *v = NULL;
        hop_vibration_options *o = make_options(HOP_MOTION_ALL);
        ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
        ck_assert_int_eq(hop_ctx_set_threads(ctx, k == 0 ? 1 : 5), HOP_OK);
        ck_assert_int_eq(hop_vibration_begin(ctx, o, 37, roles, NULL, &run), HOP_OK);
        ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_UNWRAPPED, 700, m.x, 0,
                                           NULL), HOP_OK);
        ck_assert_int_eq(hop_vibration_finish(ctx, run, &v), HOP_OK);
        for (size_t i = 0; i < 5; i++) {
            values[k][i] = hop_vibration_value(v, keys[i]);
        }
        hop_vibration_destroy(v);
        hop_vibration_run_destroy(run);
        hop_vibration_options_destroy(o);
        hop_ctx_destroy(ctx);
    }
    ck_assert_mem_eq(values[0], values[1], sizeof values[0]);
    free(m.x);
}
END_TEST

START_TEST(test_vibration_blocks_agree_with_the_whole_run)
{
    motion m = make_harmonic(16, 4096, 5e12, 0.2);
    hop_vibration *whole = analyse(&m, make_options(HOP_MOTION_ALL), HOP_COORDINATES_UNWRAPPED,
                                   NULL);
    hop_vibration_options *o = make_options(HOP_MOTION_ALL);
    ck_assert_int_eq(hop_vibration_options_set_block_frames(NULL, o, 1000), HOP_OK);
    hop_vibration *blocks = analyse(&m, o, HOP_COORDINATES_UNWRAPPED, NULL);
    ck_assert_double_eq(hop_vibration_value(blocks, HOP_BLOCKS), 4.0);
    ck_assert_double_eq(hop_vibration_value(blocks, HOP_BLOCK_FRAMES), 1000.0);
    ck_assert_uint_ne(hop_vibration_warnings(blocks) & HOP_VIBRATION_REST_LEFT_OUT, 0);
    /* Lines of 5 to 12.5 THz in bins of 0.5 THz instead of 0.1 THz. */
    hopt_assert_relative(hop_vibration_value(blocks, HOP_ATTEMPT_FREQUENCY_VECTOR),
                         hop_vibration_value(whole, HOP_ATTEMPT_FREQUENCY_VECTOR), 1e-3);
    hopt_assert_relative(hop_vibration_value(blocks, HOP_ATTEMPT_FREQUENCY_SCALAR),
                         hop_vibration_value(whole, HOP_ATTEMPT_FREQUENCY_SCALAR), 0.05);
    /* Paths and runs go on over the ends of blocks: the same but for the order of sums. */
    hopt_assert_relative(hop_vibration_value(blocks, HOP_VIBRATION_AMPLITUDE),
                         hop_vibration_value(whole, HOP_VIBRATION_AMPLITUDE), 1e-12);
    ck_assert_double_eq(hop_vibration_value(blocks, HOP_MSD_END),
                        hop_vibration_value(whole, HOP_MSD_END));
    hop_vibration_destroy(whole);
    hop_vibration_destroy(blocks);
    free(m.x);
}
END_TEST

START_TEST(test_vibration_single_precision_agrees_to_six_digits)
{
    motion m = make_harmonic(16, 2000, 5e12, 0.2);
    hop_vibration *exact = analyse(&m, make_options(HOP_MOTION_ALL), HOP_COORDINATES_UNWRAPPED,
                                   NULL);
    hop_vibration_options *o = make_options(HOP_MOTION_ALL);
    ck_assert_int_eq(hop_vibration_options_set_precision(NULL, o, HOP_PRECISION_SINGLE), HOP_OK);
    hop_vibration *single = analyse(&m, o, HOP_COORDINATES_UNWRAPPED, NULL);
    /* Positions of 0.4 Å to 3·10⁻⁸ Å against steps of 10⁻² Å. */
    hopt_assert_relative(hop_vibration_value(single, HOP_ATTEMPT_FREQUENCY_SCALAR),
                         hop_vibration_value(exact, HOP_ATTEMPT_FREQUENCY_SCALAR), 1e-5);
    hopt_assert_relative(hop_vibration_value(single, HOP_ATTEMPT_FREQUENCY_VECTOR),
                         hop_vibration_value(exact, HOP_ATTEMPT_FREQUENCY_VECTOR), 1e-5);
    hop_vibration_destroy(exact);
    hop_vibration_destroy(single);
    free(m.x);
}
END_TEST

START_TEST(test_vibration_velocities_give_the_spectrum_of_positions)
{
    motion m = make_harmonic(12, 3000, 20e12, 0.2), velocity = make_motion(12, 3000);
    for (uint32_t i = 0; i < 12; i++) {
        for (uint32_t c = 0; c < 3; c++) {
            const double phase = 2.0 * pi * uniform(i, c), f = 20e12 * (1.0 + 0.1 * i) * dt_s;
            for (size_t t = 0; t < 3000; t++) {
                at(&velocity, t, i)[c] =
                    0.4 * pi * f / dt_s * cos(2.0 * pi * f * (double)t + phase);
            }
        }
    }
    hop_vibration *a = analyse(&m, make_options(HOP_MOTION_ALL), HOP_COORDINATES_UNWRAPPED, NULL);
    hop_vibration *b = analyse(&velocity, make_options(HOP_MOTION_ALL), HOP_COORDINATES_VELOCITY,
                               NULL);
    ck_assert_int_eq(hop_vibration_parts(b), HOP_MOTION_VECTOR);
    ck_assert_double_nan(hop_vibration_value(b, HOP_ATTEMPT_FREQUENCY_SCALAR));
    ck_assert_double_nan(hop_vibration_value(b, HOP_MSD_END));
    hopt_assert_relative(hop_vibration_value(b, HOP_ATTEMPT_FREQUENCY_VECTOR),
                         hop_vibration_value(a, HOP_ATTEMPT_FREQUENCY_VECTOR), 1e-5);
    double freq[1500], density[1500], sum = 0.0;
    size_t count = 0;
    ck_assert_int_eq(hop_vibration_spectrum(b, HOP_MOTION_VECTOR, freq, density, 1500, &count),
                     HOP_OK);
    ck_assert_uint_eq(count, 1500);
    for (size_t k = 0; k < count; k++) {
        sum += density[k] * freq[0];
    }
    hopt_assert_relative(sum, 1.0, 1e-12);
    hop_vibration_destroy(a);
    hop_vibration_destroy(b);
    free(m.x);
    free(velocity.x);
}
END_TEST

START_TEST(test_vibration_coarse_short_and_ambiguous_runs_are_warned_about)
{
    /* 200 THz is 0.8 of the Nyquist frequency of 2 fs; 64 frames are 26 periods of it. */
    motion fast = make_harmonic(1, 2000, 200e12, 0.2);
    hop_vibration *v = analyse(&fast, make_options(HOP_MOTION_ALL), HOP_COORDINATES_UNWRAPPED,
                               NULL);
    ck_assert_uint_ne(hop_vibration_warnings(v) & HOP_VIBRATION_COARSE_SAMPLING, 0);
    ck_assert_uint_eq(hop_vibration_warnings(v) & HOP_VIBRATION_SHORT_RUN, 0);
    hop_vibration_destroy(v);
    motion slow = make_harmonic(1, 2000, 2e12, 0.2);
    v = analyse(&slow, make_options(HOP_MOTION_ALL), HOP_COORDINATES_UNWRAPPED, NULL);
    ck_assert_uint_eq(hop_vibration_warnings(v) & HOP_VIBRATION_COARSE_SAMPLING, 0);
    ck_assert_uint_ne(hop_vibration_warnings(v) & HOP_VIBRATION_SHORT_RUN, 0);
    ck_assert_uint_ne(hop_vibration_warnings(v) & HOP_VIBRATION_DRIFT_KEPT, 0);
    hop_vibration_destroy(v);
    /* The same swing in a cell of 0.5 Å. */
    const double cell[9] = {0.5, 0, 0, 0, 0.5, 0, 0, 0, 0.5};
    v = analyse(&fast, make_options(HOP_MOTION_ALL), HOP_COORDINATES_CARTESIAN, cell);
    ck_assert_uint_ne(hop_vibration_warnings(v) & HOP_VIBRATION_AMBIGUOUS_STEPS, 0);
    ck_assert_double_gt(hop_vibration_value(v, HOP_AMBIGUOUS_STEPS), 0.0);
    hop_vibration_destroy(v);
    free(fast.x);
    free(slow.x);
}
END_TEST

START_TEST(test_vibration_ion_at_rest_has_no_frequency_and_is_left_out)
{
    motion m = make_harmonic(3, 400, 20e12, 0.2);
    for (size_t t = 0; t < 400; t++) {
        memset(at(&m, t, 1), 0, 3 * sizeof(double));
        memcpy(at(&m, t, 0), at(&m, t - t % 2, 0), 3 * sizeof(double));
        memcpy(at(&m, t, 2), at(&m, t - t % 2, 2), 3 * sizeof(double));
    }
    hop_vibration *v = analyse(&m, make_options(HOP_MOTION_ALL), HOP_COORDINATES_UNWRAPPED, NULL);
    ck_assert_double_nan(hop_vibration_ion_value(v, 1, HOP_ATTEMPT_FREQUENCY_SCALAR));
    hopt_assert_relative(hop_vibration_value(v, HOP_ATTEMPT_FREQUENCY_SCALAR),
                         0.5 * (hop_vibration_ion_value(v, 0, HOP_ATTEMPT_FREQUENCY_SCALAR)
                                + hop_vibration_ion_value(v, 2, HOP_ATTEMPT_FREQUENCY_SCALAR)),
                         1e-14);
    ck_assert_uint_ne(hop_vibration_warnings(v) & HOP_VIBRATION_AT_REST, 0);
    /* Each frame stands twice. */
    ck_assert_uint_ne(hop_vibration_warnings(v) & HOP_VIBRATION_REPEATED_FRAMES, 0);
    hop_vibration_destroy(v);
    free(m.x);
}
END_TEST

START_TEST(test_vibration_skipped_frames_take_no_part)
{
    motion m = make_harmonic(5, 500, 20e12, 0.2);
    motion late = make_motion(5, 400);
    memcpy(late.x, at(&m, 100, 0), 400 * 15 * sizeof(double));
    hop_vibration_options *o = make_options(HOP_MOTION_ALL);
    ck_assert_int_eq(hop_vibration_options_set_skip(NULL, o, 100), HOP_OK);
    hop_vibration *a = analyse(&m, o, HOP_COORDINATES_UNWRAPPED, NULL);
    hop_vibration *b = analyse(&late, make_options(HOP_MOTION_ALL), HOP_COORDINATES_UNWRAPPED,
                               NULL);
    ck_assert_double_eq(hop_vibration_value(a, HOP_FRAMES), 400.0);
    ck_assert_double_eq(hop_vibration_value(a, HOP_ATTEMPT_FREQUENCY_SCALAR),
                        hop_vibration_value(b, HOP_ATTEMPT_FREQUENCY_SCALAR));
    hop_vibration_destroy(a);
    hop_vibration_destroy(b);
    free(m.x);
    free(late.x);
}
END_TEST

START_TEST(test_vibration_length_unit_scales_lengths_only)
{
    motion m = make_harmonic(5, 500, 20e12, 0.2), in_m = make_motion(5, 500);
    for (size_t i = 0; i < 500 * 15; i++) {
        in_m.x[i] = 1e-10 * m.x[i];
    }
    hop_vibration_options *o = make_options(HOP_MOTION_ALL);
    ck_assert_int_eq(hop_vibration_options_set_length_unit(NULL, o, 1.0), HOP_OK);
    hop_vibration *a = analyse(&in_m, o, HOP_COORDINATES_UNWRAPPED, NULL);
    hop_vibration *b = analyse(&m, make_options(HOP_MOTION_ALL), HOP_COORDINATES_UNWRAPPED, NULL);
    const int32_t keys[] = {HOP_ATTEMPT_FREQUENCY_SCALAR, HOP_VIBRATION_AMPLITUDE, HOP_MSD_END,
                            HOP_LARGEST_STEP};
    for (size_t i = 0; i < 4; i++) {
        hopt_assert_relative(hop_vibration_value(a, keys[i]), hop_vibration_value(b, keys[i]),
                             1e-11);
    }
    hop_vibration_destroy(a);
    hop_vibration_destroy(b);
    free(m.x);
    free(in_m.x);
}
END_TEST

static int32_t cancel(void *user, double fraction)
{
    (void)fraction;
    return ++*(int *)user > 2;
}

START_TEST(test_vibration_cancelled_call_ends_the_run)
{
    motion m = make_harmonic(40, 300, 5e12, 0.2);
    int32_t roles[40];
    int calls = 0;
    hop_ctx *ctx = NULL;
    hop_vibration_run *run = NULL;
    hop_vibration *v = (hop_vibration *)&m;
    hop_vibration_options *o = make_options(HOP_MOTION_ALL);
    for (size_t i = 0; i < 40; i++) {
        roles[i] = HOP_ROLE_MOBILE;
    }
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_vibration_begin(ctx, o, 40, roles, NULL, &run), HOP_OK);
    ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_UNWRAPPED, 300, m.x, 0, NULL),
                     HOP_OK);
    ck_assert_int_eq(hop_ctx_set_progress(ctx, cancel, &calls), HOP_OK);
    ck_assert_int_eq(hop_vibration_finish(ctx, run, &v), HOP_ERR_CANCELLED);
    ck_assert_ptr_null(v);
    ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_UNWRAPPED, 1, m.x, 0, NULL),
                     HOP_ERR_INVALID_ARGUMENT);
    hop_vibration_run_destroy(run);
    hop_vibration_options_destroy(o);
    hop_ctx_destroy(ctx);
    free(m.x);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("vibration", &tcase);
    tcase_add_test(tcase, test_vibration_scalar_is_the_periodogram_by_its_definition);
    tcase_add_test(tcase, test_vibration_scalar_of_site_bound_ions_reads_1_7_to_2_1_times_too_high);
    tcase_add_test(tcase, test_vibration_scalar_of_ion_far_from_its_start_reads_its_frequency);
    tcase_add_test(tcase, test_vibration_amplitude_is_the_deviation_of_runs_of_one_sign);
    tcase_add_test(tcase, test_vibration_wrapped_and_unwrapped_paths_agree_in_tilted_and_breathing_cells);
    tcase_add_test(tcase, test_vibration_cell_that_breathes_moves_no_ion);
    tcase_add_test(tcase, test_vibration_drift_of_the_framework_is_taken_off_by_mass);
    tcase_add_test(tcase, test_vibration_diffusivity_of_a_random_walk_is_known_within_its_error);
    tcase_add_test(tcase, test_vibration_diffusivity_of_ions_that_jitter_is_nothing);
    tcase_add_test(tcase, test_vibration_results_do_not_depend_on_threads_to_the_last_bit);
    tcase_add_test(tcase, test_vibration_blocks_agree_with_the_whole_run);
    tcase_add_test(tcase, test_vibration_single_precision_agrees_to_six_digits);
    tcase_add_test(tcase, test_vibration_velocities_give_the_spectrum_of_positions);
    tcase_add_test(tcase, test_vibration_coarse_short_and_ambiguous_runs_are_warned_about);
    tcase_add_test(tcase, test_vibration_ion_at_rest_has_no_frequency_and_is_left_out);
    tcase_add_test(tcase, test_vibration_skipped_frames_take_no_part);
    tcase_add_test(tcase, test_vibration_length_unit_scales_lengths_only);
    tcase_add_test(tcase, test_vibration_cancelled_call_ends_the_run);
    return hopt_run(suite);
}
