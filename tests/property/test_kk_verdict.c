/* SPDX-License-Identifier: BSD-3-Clause */
/* How often the default Kramers-Kronig test fails clean cells, and finds drifting ones. */
#include <complex.h>
#include <math.h>
#include <stdio.h>

#include <hop/hop.h>

#include "math/random.h"
#include "support.h"

enum { MOST_POINTS = 141, CELLS = 3000 };

static const double two_pi = 6.28318530717958647692;

/* Uniform in (low, high), from the normal distribution of a numbered stream. */
static double uniform(uint32_t cell, uint64_t index, double low, double high)
{
    double pair[2];
    hopi_random_normal_pair(23, cell, index, pair);
    return low + (high - low) * 0.5 * erfc(-pair[0] / sqrt(2.0));
}

static int has_leads(uint32_t cell)
{
    return uniform(cell, 11, 0, 1) < 0.5;
}

/* Bulk, often a grain boundary, a blocking electrode and leads; every number drawn at random. */
static double complex cell_at(uint32_t cell, double f)
{
    const double complex s = I * two_pi * f;
    const double R = pow(10, uniform(cell, 0, 2, 6)), f_p = pow(10, uniform(cell, 1, 2, 8));
    const double n = uniform(cell, 2, 0.55, 0.98);
    const double complex reduced = s / (two_pi * f_p);
    double complex z = R / (1 + 0.3 * cpow(reduced, n) / cos(n * two_pi / 4)
                            + pow(10, uniform(cell, 3, -3, 0.5)) * reduced);
    if (uniform(cell, 4, 0, 1) < 0.7) {
        const double f_e = pow(10, uniform(cell, 5, -3, 4));
        z += 0.3 * R / cpow(s / (two_pi * f_e), uniform(cell, 6, 0.6, 1));
    }
    if (uniform(cell, 7, 0, 1) < 0.5) {
        const double f_gb = f_p * pow(10, uniform(cell, 8, -4, -1));
        z += R * pow(10, uniform(cell, 9, -1, 1))
             / (1 + cpow(s / (two_pi * f_gb), uniform(cell, 10, 0.6, 1)));
    }
    return z + (has_leads(cell) ? s * pow(10, uniform(cell, 12, -8, -6)) : 0);
}

/* In per cent; drift is that of R from the first (highest) to the last point of the sweep. */
typedef struct measurement {
    double f_min_hz, f_max_hz;
    size_t points;
    double noise_percent, drift_percent;
} measurement;

static hop_spectrum *measure(const measurement *m, uint32_t cell)
{
    double f[MOST_POINTS], re[MOST_POINTS], im[MOST_POINTS], total = 0.0, seconds = 0.0;
    hop_spectrum *s = NULL;
    hopt_log_grid(m->f_min_hz, m->f_max_hz, m->points, f);
    for (size_t i = 0; i < m->points; i++) {
        total += fmax(1.0, 5.0 / f[i]);
    }
    for (size_t i = m->points; i-- > 0;) {
        double pair[2];
        hopi_random_normal_pair(29, cell, i, pair);
        seconds += fmax(1.0, 5.0 / f[i]);
        const double complex z = cell_at(cell, f[i])
                                 * (1 + 0.01 * m->drift_percent * seconds / total);
        re[i] = creal(z) + 0.01 * m->noise_percent * cabs(z) * pair[0];
        im[i] = cimag(z) + 0.01 * m->noise_percent * cabs(z) * pair[1];
    }
    ck_assert_int_eq(hop_spectrum_from_impedance(NULL, m->points, f, re, im, NAN, NAN, NAN, &s),
                     HOP_OK);
    return s;
}

/* How many of the cells fail, by the default test or one with other options. */
static int failures(const measurement *m, int cells, const hop_kk_options *options)
{
    int failing = 0;
    for (int i = 0; i < cells; i++) {
        hop_spectrum *s = measure(m, (uint32_t)i);
        hop_kk *kk = NULL;
        ck_assert_int_eq(hop_kk_test(NULL, s, options, &kk), HOP_OK);
        ck_assert_int_ne(hop_kk_passes(kk), -1);
        failing += hop_kk_passes(kk) == 0;
        hop_kk_destroy(kk);
        hop_spectrum_destroy(s);
    }
    return failing;
}

static const measurement clean[] = {{1e0, 1e7, 71, 0, 0},     {1e0, 1e7, 71, 0.2, 0},
                                    {1e-1, 1e6, 141, 1, 0},   {1e1, 1e6, 41, 3, 0},
                                    {1e-1, 1e6, 36, 1, 0},
                                    {1e0, 1e7, 71, 3, 0}};

START_TEST(test_kk_clean_cells_almost_never_fail)
{
    const int cells = _i == 0 ? CELLS / 10 : CELLS;
    const int failing = failures(&clean[_i], cells, NULL);
    printf("%g to %g Hz, %zu points, %g %% noise: %d of %d fail\n", clean[_i].f_min_hz,
           clean[_i].f_max_hz, clean[_i].points, clean[_i].noise_percent, failing, cells);
    /* At 1 in 1,000, more than 9 of 3,000 come by chance once in 1,000; without noise, never. */
    ck_assert_int_le(failing, _i == 0 ? 0 : 9);
}
END_TEST

/* Leads resonate with the capacitance of the cell: Y is then none of relaxations. */
START_TEST(test_kk_clean_admittances_of_cells_with_leads_alone_fail)
{
    enum { FEWER = 300 };
    hop_kk_options *o = NULL;
    int failing[2] = {0, 0}, cells[2] = {0, 0};
    ck_assert_int_eq(hop_kk_options_create(NULL, &o), HOP_OK);
    ck_assert_int_eq(hop_kk_options_set_representation(NULL, o, HOP_ADMITTANCE), HOP_OK);
    for (uint32_t i = 0; i < FEWER; i++) {
        hop_spectrum *s = measure(&clean[_i], i);
        hop_kk *kk = NULL;
        ck_assert_int_eq(hop_kk_test(NULL, s, o, &kk), HOP_OK);
        cells[has_leads(i)]++;
        failing[has_leads(i)] += hop_kk_passes(kk) == 0;
        hop_kk_destroy(kk);
        hop_spectrum_destroy(s);
    }
    printf("Y, %g %% noise: %d of %d without leads fail, %d of %d with\n", clean[_i].noise_percent,
           failing[0], cells[0], failing[1], cells[1]);
    /* At 1 in 1,000, two of 150 come by chance once in 100. */
    ck_assert_int_le(failing[0], _i == 0 ? 0 : 2);
    hop_kk_options_destroy(o);
}
END_TEST

/* What lies beyond the frequencies is not known, and one part rests on it for the other. */
START_TEST(test_kk_one_part_does_not_decide)
{
    enum { FEWER = 100 };
    hop_kk_options *o = NULL;
    int off = 0;
    ck_assert_int_eq(hop_kk_options_create(NULL, &o), HOP_OK);
    ck_assert_int_eq(hop_kk_options_set_part(NULL, o, _i), HOP_OK);
    for (uint32_t i = 0; i < FEWER; i++) {
        hop_spectrum *s = measure(&clean[1], i);
        hop_kk *kk = NULL;
        ck_assert_int_eq(hop_kk_test(NULL, s, o, &kk), HOP_OK);
        ck_assert_int_eq(hop_kk_passes(kk), -1);
        ck_assert_uint_eq(hop_kk_warnings(kk) & HOP_KK_ONE_PART, HOP_KK_ONE_PART);
        off += hop_kk_value(kk, HOP_KK_FAILING) > 0.0;
        hop_kk_destroy(kk);
        hop_spectrum_destroy(s);
    }
    printf("%s part, %g %% noise: %d of %d clean cells have points off\n",
           _i == HOP_KK_REAL ? "real" : "imaginary", clean[1].noise_percent, off, (int)FEWER);
    /* Were they few, the rule would have no reason. */
    ck_assert_int_gt(off, FEWER / 2);
    hop_spectrum *s = measure(&clean[1], 0);
    hop_kk *kk = NULL;
    ck_assert_int_eq(hop_kk_options_set_tolerance(NULL, o, 1e3), HOP_OK);
    ck_assert_int_eq(hop_kk_test(NULL, s, o, &kk), HOP_OK);
    ck_assert_int_eq(hop_kk_passes(kk), 1);
    hop_kk_destroy(kk);
    hop_spectrum_destroy(s);
    hop_kk_options_destroy(o);
}
END_TEST

/* Share in % that must at least be found. */
static const struct {
    measurement m;
    int found_percent;
} drifting[] = {{{1e-1, 1e6, 71, 0.2, 10}, 35},
                {{1e-1, 1e6, 71, 0.2, 20}, 99},
                {{1e1, 1e6, 41, 0.2, 10}, 99},
                {{1e1, 1e6, 41, 1, 10}, 15},
                {{1e-1, 1e6, 71, 1, 30}, 30},
                {{1e1, 1e6, 41, 1, 30}, 90}};

START_TEST(test_kk_drifting_cells_are_found)
{
    const int cells = 300, failing = failures(&drifting[_i].m, cells, NULL);
    printf("%g %% drift, %g %% noise: %d of %d found\n", drifting[_i].m.drift_percent,
           drifting[_i].m.noise_percent, failing, cells);
    ck_assert_int_ge(100 * failing, cells * drifting[_i].found_percent);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("kk_verdict", &tcase);
    tcase_set_timeout(tcase, 300);
    tcase_add_loop_test(tcase, test_kk_clean_cells_almost_never_fail, 0,
                        sizeof clean / sizeof clean[0]);
    tcase_add_loop_test(tcase, test_kk_clean_admittances_of_cells_with_leads_alone_fail, 0, 4);
    tcase_add_loop_test(tcase, test_kk_one_part_does_not_decide, HOP_KK_REAL,
                        HOP_KK_IMAGINARY + 1);
    tcase_add_loop_test(tcase, test_kk_drifting_cells_are_found, 0,
                        sizeof drifting / sizeof drifting[0]);
    return hopt_run(suite);
}
