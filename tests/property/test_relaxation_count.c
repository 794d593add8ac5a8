/* SPDX-License-Identifier: BSD-3-Clause */
/* How often the verdict counts several relaxations where there is one, and where there are two. */
#include <complex.h>
#include <math.h>
#include <stdio.h>

#include <hop/hop.h>

#include "math/random.h"
#include "support.h"

enum { POINTS = 61, CELLS = 120 };

static const double two_pi = 6.28318530717958647692;

/* Uniform in (low, high), from the normal distribution of a numbered stream. */
static double uniform(uint32_t cell, uint64_t index, double low, double high)
{
    double pair[2];
    hopi_random_normal_pair(47, cell, index, pair);
    return low + (high - low) * 0.5 * erfc(-pair[0] / sqrt(2.0));
}

typedef struct measurement {
    int arcs;
    double noise_percent;
    int least_percent, most_percent; /* that are said to have several relaxations */
} measurement;

/*
 * 10 Hz to 10 MHz. A bulk arc, on demand a second one 10 to 1,000 times slower with 0.4 to
 * 2.5 of its resistance, both inside the window; leads, and a CPE electrode that is seen at
 * the low end.
 */
static double complex cell_at(const measurement *m, uint32_t cell, double f)
{
    const double complex s = I * two_pi * f;
    const double R = pow(10.0, uniform(cell, 0, 3.0, 6.0));
    const double f_bulk = pow(10.0, uniform(cell, 1, 4.5, 6.0));
    const double slower = pow(10.0, uniform(cell, 2, 1.0, 3.0));
    double complex z = R / (1.0 + cpow(s / (two_pi * f_bulk), uniform(cell, 3, 0.75, 1.0)));
    if (m->arcs > 1) {
        z += R * pow(10.0, uniform(cell, 4, -0.4, 0.4))
             / (1.0 + cpow(s / (two_pi * f_bulk / slower), uniform(cell, 5, 0.75, 1.0)));
    }
    const double at_10_hz = R * pow(10.0, uniform(cell, 6, -2.0, 0.0));
    return z + s * 1e-7 + at_10_hz * cpow(s / (two_pi * 10.0), -uniform(cell, 7, 0.7, 0.95));
}

static hop_spectrum *measure(const measurement *m, uint32_t cell, double temperature_k)
{
    double f[POINTS], re[POINTS], im[POINTS];
    hop_spectrum *s = NULL;
    hopt_log_grid(1e1, 1e7, POINTS, f);
    for (size_t i = 0; i < POINTS; i++) {
        double pair[2];
        hopi_random_normal_pair(53, cell, i, pair);
        const double complex z = cell_at(m, cell, f[i]);
        const double sd = 0.01 * m->noise_percent * cabs(z);
        re[i] = creal(z) + sd * pair[0];
        im[i] = cimag(z) + sd * pair[1];
    }
    ck_assert_int_eq(hop_spectrum_from_impedance(NULL, POINTS, f, re, im, 1e-3, 1e-4,
                                                 temperature_k, &s),
                     HOP_OK);
    return s;
}

static hop_study_options *relaxations_alone(void)
{
    hop_study_options *o = NULL;
    ck_assert_int_eq(hop_study_options_create(NULL, &o), HOP_OK);
    ck_assert_int_eq(hop_study_options_set_arc_test(NULL, o, 0), HOP_OK);
    return o;
}

/* 0, 3, 120 and 117 of 120 when written; where the share is 2.5 %, 10 come once in 1,000. */
static const measurement measurements[] = {
    {1, 0.2, 0, 2}, {1, 1.0, 0, 8}, {2, 0.2, 98, 100}, {2, 1.0, 92, 100}};

START_TEST(test_study_counts_relaxations_as_often_as_the_page_says)
{
    const measurement *m = &measurements[_i];
    hop_spectrum *spectra[CELLS];
    hop_study_options *o = relaxations_alone();
    hop_study *study = NULL;
    int several = 0;
    for (uint32_t k = 0; k < CELLS; k++) {
        spectra[k] = measure(m, k, 250.0 + k);
    }
    ck_assert_int_eq(hop_study_analyze(NULL, CELLS, (const hop_spectrum *const *)spectra, o,
                                       &study),
                     HOP_OK);
    for (size_t k = 0; k < CELLS; k++) {
        several += (hop_study_spectrum_reasons(study, k) & HOP_REASON_RELAXATIONS) != 0;
        hop_spectrum_destroy(spectra[k]);
    }
    printf("%d arc(s), %g %% noise: %d of %d cells have several relaxations\n", m->arcs,
           m->noise_percent, several, CELLS);
    ck_assert_int_ge(100 * several, m->least_percent * CELLS);
    ck_assert_int_le(100 * several, m->most_percent * CELLS);
    hop_study_destroy(study);
    hop_study_options_destroy(o);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("relaxation_count", &tcase);
    tcase_set_timeout(tcase, 300);
    tcase_add_loop_test(tcase, test_study_counts_relaxations_as_often_as_the_page_says, 0,
                        sizeof measurements / sizeof measurements[0]);
    return hopt_run(suite);
}
