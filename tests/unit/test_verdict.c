/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/study.h>

#include "study/verdict.h"
#include "support.h"

enum { N = 3 };

/* A sample with nothing to complain about. */
static hopi_verdict_point points[N];
static hopi_verdict_lines lines;

static void set_up(void)
{
    for (int k = 0; k < N; k++) {
        points[k] = (hopi_verdict_point){
            .n = 0.7, .n_error = 0.01, .has_plateau = 1, .has_rate = 1};
    }
    lines = (hopi_verdict_lines){
        .has_lines = 1, .has_rate_line = 1, .E_f_eV = 0.04, .E_f_error_eV = 0.01};
}

static void assert_verdict(uint32_t reasons, int forbids)
{
    const uint32_t found = hopi_verdict(N, points, &lines);
    ck_assert_uint_eq(found, reasons);
    ck_assert_int_eq(hopi_verdict_forbids(found), forbids);
}

START_TEST(test_verdict_nothing_to_complain_about_is_applicable)
{
    assert_verdict(0, 0);
}
END_TEST

START_TEST(test_verdict_no_lines_forbids)
{
    lines.has_lines = lines.has_rate_line = 0;
    lines.E_f_eV = lines.E_f_error_eV = NAN;
    assert_verdict(HOP_REASON_TOO_FEW_TEMPERATURES, 1);
}
END_TEST

START_TEST(test_verdict_no_rate_line_forbids)
{
    lines.has_rate_line = 0;
    points[0].has_rate = points[1].has_rate = 0;
    assert_verdict(HOP_REASON_TOO_FEW_HOPPING_FREQUENCIES | HOP_REASON_LIMITS, 1);
}
END_TEST

START_TEST(test_verdict_e_m_above_e_a_by_more_than_two_errors_forbids)
{
    lines.E_f_eV = -0.0201;
    assert_verdict(HOP_REASON_E_M_ABOVE_E_A, 1);
}
END_TEST

START_TEST(test_verdict_e_m_above_e_a_within_two_errors_is_applicable)
{
    lines.E_f_eV = -0.0199;
    assert_verdict(0, 0);
}
END_TEST

START_TEST(test_verdict_e_m_above_e_a_without_an_error_forbids)
{
    lines.E_f_eV = -1e-6;
    lines.E_f_error_eV = NAN;
    assert_verdict(HOP_REASON_E_M_ABOVE_E_A, 1);
}
END_TEST

START_TEST(test_verdict_exponents_beyond_their_errors_drift)
{
    points[1].n = 0.85;
    assert_verdict(HOP_REASON_EXPONENT_DRIFT, 0);
}
END_TEST

START_TEST(test_verdict_exponents_within_a_tenth_do_not_drift)
{
    points[1].n = 0.799;
    assert_verdict(0, 0);
}
END_TEST

START_TEST(test_verdict_exponents_within_their_errors_do_not_drift)
{
    points[1].n = 0.85;
    points[1].n_error = 0.06;
    assert_verdict(0, 0);
}
END_TEST

START_TEST(test_verdict_exponent_of_a_limit_does_not_count)
{
    points[1].n = 0.95;
    points[1].has_rate = 0;
    assert_verdict(HOP_REASON_LIMITS, 0);
}
END_TEST

START_TEST(test_verdict_no_plateau_is_said)
{
    points[2].has_plateau = points[2].has_rate = 0;
    points[2].n_error = NAN;
    assert_verdict(HOP_REASON_NO_PLATEAU | HOP_REASON_LIMITS, 0);
}
END_TEST

START_TEST(test_verdict_limit_is_said)
{
    points[0].has_rate = 0;
    assert_verdict(HOP_REASON_LIMITS, 0);
}
END_TEST

START_TEST(test_verdict_overdispersed_is_said)
{
    lines.is_overdispersed = 1;
    assert_verdict(HOP_REASON_OVERDISPERSED, 0);
}
END_TEST

START_TEST(test_verdict_e_m_above_e_a_with_drifting_n_is_a_grain_boundary)
{
    lines.E_f_eV = -0.08;
    points[0].n = 0.61;
    points[2].n = 0.85;
    assert_verdict(HOP_REASON_E_M_ABOVE_E_A | HOP_REASON_EXPONENT_DRIFT
                       | HOP_REASON_GRAIN_BOUNDARY,
                   1);
}
END_TEST

START_TEST(test_verdict_second_arc_in_one_spectrum_is_said)
{
    points[1].arc_evidence = 20.1;
    points[1].arc_share = 0.06;
    assert_verdict(HOP_REASON_SECOND_ARC, 0);
}
END_TEST

START_TEST(test_verdict_second_arc_in_most_spectra_is_a_grain_boundary)
{
    points[0].arc_evidence = points[1].arc_evidence = 300.0;
    points[0].arc_share = points[1].arc_share = 0.5;
    assert_verdict(HOP_REASON_SECOND_ARC | HOP_REASON_GRAIN_BOUNDARY, 1);
}
END_TEST

START_TEST(test_verdict_second_arc_of_little_weight_is_not_said)
{
    points[0].arc_evidence = points[1].arc_evidence = 300.0;
    points[0].arc_share = points[1].arc_share = 0.04;
    assert_verdict(0, 0);
}
END_TEST

START_TEST(test_verdict_arc_that_was_not_tested_is_not_said)
{
    points[0].arc_evidence = points[0].arc_share = NAN;
    assert_verdict(0, 0);
}
END_TEST

START_TEST(test_verdict_of_spectrum_says_what_its_flags_say)
{
    points[0].flags = HOP_FLAG_NO_DISPERSION | HOP_FLAG_WINDOW_DOMINATED | HOP_FLAG_LOW_END_CUT;
    points[0].is_inductive = 1;
    points[0].has_rate = 0;
    ck_assert_uint_eq(hopi_verdict_of_spectrum(&points[0]),
                      HOP_REASON_NO_DISPERSION | HOP_REASON_WINDOW_DOMINATED
                          | HOP_REASON_INDUCTIVE | HOP_REASON_LIMITS);
    points[2].flags = HOP_FLAG_WEAK_DISPERSION;
    ck_assert_uint_eq(hopi_verdict_of_spectrum(&points[2]), HOP_REASON_NO_DISPERSION);
    ck_assert_uint_eq(hopi_verdict_of_spectrum(&points[1]), 0);
}
END_TEST

START_TEST(test_reason_name_and_meaning_of_every_reason_and_of_nothing_else)
{
#define CHECK_REASON(constant, bit, name, forbids, meaning)     \
    ck_assert_str_eq(hop_reason_name(constant), name);          \
    ck_assert_str_eq(hop_reason_meaning(constant), meaning);    \
    ck_assert_int_eq(hopi_verdict_forbids(constant), forbids);
    HOP_REASON_LIST(CHECK_REASON)
#undef CHECK_REASON
    ck_assert_ptr_null(hop_reason_name(0));
    ck_assert_ptr_null(hop_reason_name(3));
    ck_assert_ptr_null(hop_reason_meaning(1u << 31));
}
END_TEST

START_TEST(test_verdict_relaxations_leads_and_electrodes_are_told)
{
    points[0].relaxations = 2;
    points[1].inductance_share = 0.06;
    points[2].electrode_share = 0.6;
    ck_assert_uint_eq(hopi_verdict_of_spectrum(&points[0]), HOP_REASON_RELAXATIONS);
    ck_assert_uint_eq(hopi_verdict_of_spectrum(&points[1]), HOP_REASON_INDUCTANCE);
    ck_assert_uint_eq(hopi_verdict_of_spectrum(&points[2]), HOP_REASON_ELECTRODE);
    assert_verdict(HOP_REASON_RELAXATIONS | HOP_REASON_INDUCTANCE | HOP_REASON_ELECTRODE, 0);
}
END_TEST

START_TEST(test_verdict_little_of_each_is_not_told)
{
    points[0].relaxations = 1;
    points[1].inductance_share = 0.04;
    points[2].electrode_share = 0.4;
    assert_verdict(0, 0);
}
END_TEST

START_TEST(test_verdict_one_spectrum_against_kramers_kronig_is_told)
{
    points[1].violates_kk = 1;
    ck_assert_uint_eq(hopi_verdict_of_spectrum(&points[1]), HOP_REASON_KRAMERS_KRONIG);
    assert_verdict(HOP_REASON_KRAMERS_KRONIG, 0);
}
END_TEST

START_TEST(test_verdict_most_spectra_against_kramers_kronig_forbid)
{
    points[0].violates_kk = points[2].violates_kk = 1;
    assert_verdict(HOP_REASON_KRAMERS_KRONIG | HOP_REASON_KRAMERS_KRONIG_MOSTLY, 1);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("verdict", &tcase);
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_test(tcase, test_verdict_nothing_to_complain_about_is_applicable);
    tcase_add_test(tcase, test_verdict_no_lines_forbids);
    tcase_add_test(tcase, test_verdict_relaxations_leads_and_electrodes_are_told);
    tcase_add_test(tcase, test_verdict_little_of_each_is_not_told);
    tcase_add_test(tcase, test_verdict_one_spectrum_against_kramers_kronig_is_told);
    tcase_add_test(tcase, test_verdict_most_spectra_against_kramers_kronig_forbid);
    tcase_add_test(tcase, test_verdict_no_rate_line_forbids);
    tcase_add_test(tcase, test_verdict_e_m_above_e_a_by_more_than_two_errors_forbids);
    tcase_add_test(tcase, test_verdict_e_m_above_e_a_within_two_errors_is_applicable);
    tcase_add_test(tcase, test_verdict_e_m_above_e_a_without_an_error_forbids);
    tcase_add_test(tcase, test_verdict_exponents_beyond_their_errors_drift);
    tcase_add_test(tcase, test_verdict_exponents_within_a_tenth_do_not_drift);
    tcase_add_test(tcase, test_verdict_exponents_within_their_errors_do_not_drift);
    tcase_add_test(tcase, test_verdict_exponent_of_a_limit_does_not_count);
    tcase_add_test(tcase, test_verdict_no_plateau_is_said);
    tcase_add_test(tcase, test_verdict_limit_is_said);
    tcase_add_test(tcase, test_verdict_overdispersed_is_said);
    tcase_add_test(tcase, test_verdict_e_m_above_e_a_with_drifting_n_is_a_grain_boundary);
    tcase_add_test(tcase, test_verdict_second_arc_in_one_spectrum_is_said);
    tcase_add_test(tcase, test_verdict_second_arc_in_most_spectra_is_a_grain_boundary);
    tcase_add_test(tcase, test_verdict_second_arc_of_little_weight_is_not_said);
    tcase_add_test(tcase, test_verdict_arc_that_was_not_tested_is_not_said);
    tcase_add_test(tcase, test_verdict_of_spectrum_says_what_its_flags_say);
    tcase_add_test(tcase, test_reason_name_and_meaning_of_every_reason_and_of_nothing_else);
    return hopt_run(suite);
}
