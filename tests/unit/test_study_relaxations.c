/* SPDX-License-Identifier: BSD-3-Clause */
/* What distributions of relaxation times say in the verdict of a study. */
#include <complex.h>
#include <math.h>

#include <hop/hop.h>

#include "math/random.h"
#include "support.h"

enum { N = 2, POINTS = 61 };

typedef struct cell {
    double second_arc_ohm, L, inverse_Q;
} cell;

/* 10 kΩ ∥ CPE, on demand a second arc a hundred times slower, leads and electrode; 0.3 % noise. */
static hop_spectrum *make_cell(const cell *c, int k)
{
    const double tau = 2e-6 / pow(10.0, 0.3 * k);
    double f[POINTS], re[POINTS], im[POINTS];
    hop_spectrum *s = NULL;
    hopt_log_grid(1e1, 1e7, POINTS, f);
    for (int i = 0; i < POINTS; i++) {
        const double complex p = 2.0 * acos(-1.0) * f[i] * I;
        double z[2];
        double complex sum = 1e4 / (1.0 + cpow(p * tau, 0.8)) + p * c->L
                             + c->inverse_Q * cpow(p, -0.85)
                             + c->second_arc_ohm / (1.0 + cpow(p * 100.0 * tau, 0.9));
        hopi_random_normal_pair(8, (uint32_t)k, (uint64_t)i, z);
        sum += 0.003 * cabs(sum) * (z[0] + I * z[1]);
        re[i] = creal(sum);
        im[i] = cimag(sum);
    }
    ck_assert_int_eq(hop_spectrum_from_impedance(NULL, POINTS, f, re, im, 1e-3, 1e-4,
                                                 300.0 + 20.0 * k, &s),
                     HOP_OK);
    return s;
}

static const uint32_t all = HOP_REASON_RELAXATIONS | HOP_REASON_INDUCTANCE | HOP_REASON_ELECTRODE;

static hop_study *analyze(const cell *c, int32_t on)
{
    hop_study_options *options = NULL;
    hop_spectrum *spectra[N];
    hop_study *study = NULL;
    ck_assert_int_eq(hop_study_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_study_options_set_arc_test(NULL, options, 0), HOP_OK);
    ck_assert_int_eq(hop_study_options_set_relaxations(NULL, options, on), HOP_OK);
    for (int k = 0; k < N; k++) {
        spectra[k] = make_cell(c, k);
    }
    ck_assert_int_eq(hop_study_analyze(NULL, N, (const hop_spectrum *const *)spectra, options,
                                       &study),
                     HOP_OK);
    for (int k = 0; k < N; k++) {
        hop_spectrum_destroy(spectra[k]);
    }
    hop_study_options_destroy(options);
    return study;
}

static void assert_reasons(const cell *c, uint32_t expected)
{
    hop_study *study = analyze(c, 1);
    for (size_t i = 0; i < N; i++) {
        ck_assert_uint_eq(hop_study_spectrum_reasons(study, i) & all, expected);
    }
    ck_assert_uint_eq(hop_study_reasons(study) & all, expected);
    hop_study_destroy(study);
}

START_TEST(test_study_one_arc_has_one_relaxation)
{
    const cell c = {0.0, 1e-8, 0.0};
    hop_study *study = analyze(&c, 1);
    ck_assert_uint_eq(hop_study_reasons(study) & all, 0);
    ck_assert_ptr_nonnull(hop_study_drt(study, N - 1));
    ck_assert_double_eq(hop_drt_value(hop_study_drt(study, 0), HOP_PEAK_COUNT), 1.0);
    /* The arc and what noise puts beside it. */
    hopt_assert_relative(hop_drt_value(hop_study_drt(study, 0), HOP_R_POL), 1e4, 0.05);
    ck_assert_ptr_null(hop_study_drt(study, N));
    ck_assert_ptr_null(hop_study_drt(NULL, 0));
    hop_study_destroy(study);
}
END_TEST

START_TEST(test_study_two_arcs_are_several_relaxations)
{
    assert_reasons(&(cell){8e3, 1e-8, 0.0}, HOP_REASON_RELAXATIONS);
}
END_TEST

START_TEST(test_study_long_leads_are_a_series_inductance)
{
    assert_reasons(&(cell){0.0, 2e-5, 0.0}, HOP_REASON_INDUCTANCE);
}
END_TEST

/* 1/Q ω^−0.85 is 45 kΩ at 10 Hz. */
START_TEST(test_study_blocking_electrode_dominates)
{
    assert_reasons(&(cell){0.0, 1e-8, 1.5e6}, HOP_REASON_ELECTRODE);
}
END_TEST

/* The numbers of an impedance, as a measurement of something else. */
static hop_spectrum *represent(const hop_spectrum *s, int32_t representation)
{
    typedef hop_status (*maker)(hop_ctx *, size_t, const double *, const double *, const double *,
                                double, double, double, hop_spectrum **);
    static const maker makers[] = {
        [HOP_IMPEDANCE] = hop_spectrum_from_impedance,
        [HOP_ADMITTANCE] = hop_spectrum_from_admittance,
        [HOP_CONDUCTIVITY] = hop_spectrum_from_conductivity,
        [HOP_PERMITTIVITY] = hop_spectrum_from_permittivity,
        [HOP_MODULUS] = hop_spectrum_from_modulus};
    double f[POINTS], re[POINTS], im[POINTS];
    hop_spectrum *out = NULL;
    ck_assert_int_eq(hop_spectrum_frequencies(s, f, POINTS, NULL), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, representation, re, im, POINTS, NULL), HOP_OK);
    ck_assert_int_eq(makers[representation](NULL, POINTS, f, re, im, 1e-3, 1e-4,
                                            hop_spectrum_temperature(s), &out),
                     HOP_OK);
    return out;
}

/* A second arc, long leads and an electrode: they are those of Z, whatever was measured. */
START_TEST(test_study_verdict_is_the_same_for_every_representation)
{
    const uint32_t expected = all | HOP_REASON_SECOND_ARC | HOP_REASON_INDUCTIVE;
    const cell c = {8e3, 2e-5, 1.5e6};
    hop_spectrum *spectra[N];
    hop_study *study = NULL;
    for (int k = 0; k < N; k++) {
        hop_spectrum *s = make_cell(&c, k);
        spectra[k] = represent(s, _i);
        hop_spectrum_destroy(s);
    }
    ck_assert_int_eq(hop_study_analyze(NULL, N, (const hop_spectrum *const *)spectra, NULL,
                                       &study),
                     HOP_OK);
    for (int k = 0; k < N; k++) {
        ck_assert_uint_eq(hop_study_spectrum_reasons(study, (size_t)k) & expected, expected);
        ck_assert_ptr_nonnull(hop_study_drt(study, (size_t)k));
        hop_spectrum_destroy(spectra[k]);
    }
    hop_study_destroy(study);
}
END_TEST

START_TEST(test_study_conductivity_without_geometry_has_no_relaxations)
{
    const cell c = {8e3, 2e-5, 1.5e6};
    hop_spectrum *spectra[N];
    hop_study *study = NULL;
    for (int k = 0; k < N; k++) {
        hop_spectrum *s = make_cell(&c, k);
        double f[POINTS], re[POINTS], im[POINTS];
        ck_assert_int_eq(hop_spectrum_frequencies(s, f, POINTS, NULL), HOP_OK);
        ck_assert_int_eq(hop_spectrum_values(s, HOP_CONDUCTIVITY, re, im, POINTS, NULL), HOP_OK);
        ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, POINTS, f, re, im, NAN, NAN,
                                                        hop_spectrum_temperature(s), &spectra[k]),
                         HOP_OK);
        hop_spectrum_destroy(s);
    }
    ck_assert_int_eq(hop_study_analyze(NULL, N, (const hop_spectrum *const *)spectra, NULL,
                                       &study),
                     HOP_OK);
    for (int k = 0; k < N; k++) {
        ck_assert_ptr_null(hop_study_drt(study, (size_t)k));
        ck_assert_double_nan(hop_study_arc_evidence(study, (size_t)k));
        hop_spectrum_destroy(spectra[k]);
    }
    ck_assert_uint_eq(hop_study_reasons(study) & (all | HOP_REASON_INDUCTIVE), 0);
    hop_study_destroy(study);
}
END_TEST

START_TEST(test_study_relaxations_can_be_left_out)
{
    hop_study_options *options = NULL;
    hop_study *study = analyze(&(cell){8e3, 2e-5, 1.5e6}, 0);
    ck_assert_uint_eq(hop_study_reasons(study) & all, 0);
    ck_assert_ptr_null(hop_study_drt(study, 0));
    hop_study_destroy(study);
    ck_assert_int_eq(hop_study_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_study_options_set_relaxations(NULL, options, 2),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_study_options_set_relaxations(NULL, NULL, 1), HOP_ERR_NULL_ARGUMENT);
    hop_study_options_destroy(options);
}
END_TEST

static double aicc_of(const hop_spectrum *s, uint32_t extra)
{
    hop_model_options *options = NULL;
    hop_model *model = NULL;
    const uint32_t parts = HOP_PART_EPS_INF | HOP_PART_LEAD_L | HOP_PART_ELECTRODE | extra;
    ck_assert_int_eq(hop_model_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_model_options_set_model(NULL, options, HOP_MODEL_CELL), HOP_OK);
    ck_assert_int_eq(hop_model_options_set_parts(NULL, options, parts), HOP_OK);
    ck_assert_int_eq(hop_model_fit(NULL, s, options, &model), HOP_OK);
    const double aicc = hop_model_value(model, HOP_AICC);
    hop_model_destroy(model);
    hop_model_options_destroy(options);
    return aicc;
}

static hop_study *test_arcs(const cell *c)
{
    hop_spectrum *s = make_cell(c, 1);
    const hop_spectrum *const spectra[] = {s};
    hop_study_options *options = NULL;
    hop_study *study = NULL;
    ck_assert_int_eq(hop_study_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_study_options_set_relaxations(NULL, options, 0), HOP_OK);
    ck_assert_int_eq(hop_study_analyze(NULL, 1, spectra, options, &study), HOP_OK);
    hop_study_options_destroy(options);
    hop_spectrum_destroy(s);
    return study;
}

START_TEST(test_study_arc_evidence_is_that_of_two_fits_of_the_cell)
{
    const cell cells[] = {{8e3, 2e-6, 1.5e5}, {800.0, 2e-6, 1.5e5}, {3e4, 2e-6, 1.5e4}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        hop_spectrum *s = make_cell(&cells[i], 1);
        hop_study *study = test_arcs(&cells[i]);
        const double expected = aicc_of(s, 0) - aicc_of(s, HOP_PART_GRAIN_BOUNDARY);
        ck_assert_double_gt(expected, 50.0);
        /* The evidence is 122 ln of a sum of squares, of which searches leave 1e-6 at most. */
        ck_assert_double_eq_tol(hop_study_arc_evidence(study, 0), expected, 1e-3);
        ck_assert(hop_study_spectrum_reasons(study, 0) & HOP_REASON_SECOND_ARC);
        hop_study_destroy(study);
        hop_spectrum_destroy(s);
    }
}
END_TEST

START_TEST(test_study_one_arc_has_no_evidence_of_a_second)
{
    const cell cells[] = {{0.0, 2e-6, 1.5e5}, {0.0, 1e-8, 0.0}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        hop_study *study = test_arcs(&cells[i]);
        ck_assert_double_le(hop_study_arc_evidence(study, 0), 20.0);
        ck_assert(!(hop_study_spectrum_reasons(study, 0) & HOP_REASON_SECOND_ARC));
        hop_study_destroy(study);
    }
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("study_relaxations", &tcase);
    tcase_add_test(tcase, test_study_one_arc_has_one_relaxation);
    tcase_add_test(tcase, test_study_two_arcs_are_several_relaxations);
    tcase_add_test(tcase, test_study_long_leads_are_a_series_inductance);
    tcase_add_test(tcase, test_study_blocking_electrode_dominates);
    tcase_add_loop_test(tcase, test_study_verdict_is_the_same_for_every_representation,
                        HOP_IMPEDANCE, HOP_MODULUS + 1);
    tcase_add_test(tcase, test_study_conductivity_without_geometry_has_no_relaxations);
    tcase_add_test(tcase, test_study_relaxations_can_be_left_out);
    tcase_add_test(tcase, test_study_arc_evidence_is_that_of_two_fits_of_the_cell);
    tcase_add_test(tcase, test_study_one_arc_has_no_evidence_of_a_second);
    return hopt_run(suite);
}
