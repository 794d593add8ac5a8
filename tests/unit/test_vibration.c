/* SPDX-License-Identifier: BSD-3-Clause */
#include "motion.h"

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

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("vibration", &tcase);
    tcase_add_test(tcase, test_vibration_scalar_is_the_periodogram_by_its_definition);
    tcase_add_test(tcase, test_vibration_scalar_of_site_bound_ions_reads_1_7_to_2_1_times_too_high);
    tcase_add_test(tcase, test_vibration_scalar_of_ion_far_from_its_start_reads_its_frequency);
    tcase_add_test(tcase, test_vibration_amplitude_is_the_deviation_of_runs_of_one_sign);
    tcase_add_test(tcase, test_vibration_velocities_give_the_spectrum_of_positions);
    tcase_add_test(tcase, test_vibration_ion_at_rest_has_no_frequency_and_is_left_out);
    tcase_add_test(tcase, test_vibration_coarse_short_and_ambiguous_runs_are_warned_about);
    return hopt_run(suite);
}
