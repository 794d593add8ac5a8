/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include <hop/hop.h>

#include "support.h"

enum { N = 9 };

static const double k_B = 1.380649e-23 / 1.602176634e-19;
static const double sd = 0.01;

static double temperature_of(int k)
{
    return 240.0 + 20.0 * k;
}

/* A disturbance of the size of the error that no curve follows. */
static double disturbance(int k)
{
    return 0.7 * sd * sin(1.0 + 2.3 * k * k);
}

static double line(double T)
{
    return 12.0 - 0.4 / (k_B * T);
}

static double vft(double T)
{
    return 4.0 - 1200.0 / (T - 150.0);
}

static double segments(double T)
{
    const double x = 1.0 / (k_B * T), x_break = 1.0 / (k_B * 322.0);
    return -2.0 - (x < x_break ? 0.30 : 0.45) * (x - x_break);
}

/* A series of ln f_p on a curve, in falling order of temperature if asked. */
static hop_series *series_of(double (*curve)(double), int count, int has_errors, double noise,
                             int is_falling)
{
    const double v[4] = {sd * sd, 0.0, 0.0, sd * sd};
    hop_series *series = NULL;
    ck_assert_int_eq(hop_series_create(NULL, &series), HOP_OK);
    for (int i = 0; i < count; i++) {
        const int k = is_falling ? count - 1 - i : i;
        const double T = temperature_of(k), y = curve(T) + noise * disturbance(k);
        ck_assert_int_eq(hop_series_add(NULL, series, T, y - log(T), y, has_errors ? v : NULL),
                         HOP_OK);
    }
    return series;
}

static hop_alternatives *compared(double (*curve)(double), int count, int has_errors,
                                  double noise)
{
    hop_alternatives *alt = NULL;
    hop_series *series = series_of(curve, count, has_errors, noise, 0);
    ck_assert_int_eq(hop_arrhenius_alternatives(NULL, series, HOP_ARRHENIUS_F_P, &alt), HOP_OK);
    hop_series_destroy(series);
    return alt;
}

static void assert_within_errors(const hop_alternatives *alt, int32_t curve, int32_t key,
                                 double truth)
{
    const double off = hop_alternatives_value(alt, curve, key) - truth;
    const double error = hop_alternatives_standard_error(alt, curve, key);
    ck_assert_msg(error > 0.0 && fabs(off) < 3.0 * error, "key %d: off by %g, error %g", key, off,
                  error);
}

START_TEST(test_alternatives_straight_data_prefer_the_line)
{
    for (int has_errors = 0; has_errors < 2; has_errors++) {
        hop_alternatives *alt = compared(line, N, has_errors, 1.0);
        ck_assert_int_eq(hop_alternatives_best(alt), HOP_CURVE_LINE);
        assert_within_errors(alt, HOP_CURVE_LINE, HOP_ENERGY, 0.4);
        ck_assert(hop_alternatives_value(alt, HOP_CURVE_LINE, HOP_EVIDENCE) > 0.5);
        hop_alternatives_destroy(alt);
    }
}
END_TEST

START_TEST(test_alternatives_vft_data_prefer_vft)
{
    hop_alternatives *alt = compared(vft, N, 1, 1.0);
    ck_assert_int_eq(hop_alternatives_best(alt), HOP_CURVE_VFT);
    assert_within_errors(alt, HOP_CURVE_VFT, HOP_VFT_B, 1200.0);
    assert_within_errors(alt, HOP_CURVE_VFT, HOP_VFT_T_0, 150.0);
    assert_within_errors(alt, HOP_CURVE_VFT, HOP_INTERCEPT, 4.0);
    hop_alternatives_destroy(alt);
}
END_TEST

START_TEST(test_alternatives_bent_data_prefer_two_segments)
{
    hop_alternatives *alt = compared(segments, N, 1, 1.0);
    ck_assert_int_eq(hop_alternatives_best(alt), HOP_CURVE_SEGMENTS);
    assert_within_errors(alt, HOP_CURVE_SEGMENTS, HOP_ENERGY_HOT, 0.30);
    assert_within_errors(alt, HOP_CURVE_SEGMENTS, HOP_ENERGY_COLD, 0.45);
    assert_within_errors(alt, HOP_CURVE_SEGMENTS, HOP_BREAK_TEMPERATURE, 322.0);
    hop_alternatives_destroy(alt);
}
END_TEST

START_TEST(test_alternatives_vft_minimum_is_below_every_T_0)
{
    hop_alternatives *alt = compared(vft, N, 1, 5.0);
    const double rss = hop_alternatives_value(alt, HOP_CURVE_VFT, HOP_RSS);
    /* The best straight line in 1/(T − T₀) for each T₀, by the textbook. */
    for (double T_0 = 0.0; T_0 < 239.0; T_0 += 0.25) {
        double s1 = 0.0, su = 0.0, suu = 0.0, sy = 0.0, suy = 0.0, syy = 0.0;
        for (int k = 0; k < N; k++) {
            const double u = 1.0 / (temperature_of(k) - T_0);
            const double y = vft(temperature_of(k)) + 5.0 * disturbance(k);
            s1 += 1.0;
            su += u;
            sy += y;
        }
        for (int k = 0; k < N; k++) {
            const double u = 1.0 / (temperature_of(k) - T_0) - su / s1;
            const double y = vft(temperature_of(k)) + 5.0 * disturbance(k) - sy / s1;
            suu += u * u;
            suy += u * y;
            syy += y * y;
        }
        ck_assert_double_ge((syy - suy * suy / suu) / (sd * sd), rss * (1.0 - 1e-9));
    }
    hop_alternatives_destroy(alt);
}
END_TEST

START_TEST(test_alternatives_evidence_adds_up_to_one)
{
    hop_alternatives *alt = compared(vft, N, 1, 1.0);
    double sum = 0.0;
    for (int32_t curve = HOP_CURVE_LINE; curve <= HOP_CURVE_SEGMENTS; curve++) {
        sum += hop_alternatives_value(alt, curve, HOP_EVIDENCE);
    }
    /* Three roundings. */
    hopt_assert_relative(sum, 1.0, 1e-15);
    hop_alternatives_destroy(alt);
}
END_TEST

START_TEST(test_alternatives_few_temperatures_are_flagged_and_have_no_numbers)
{
    hop_alternatives *alt = compared(line, 5, 1, 1.0);
    ck_assert_uint_eq(hop_alternatives_flags(alt, HOP_CURVE_VFT) & HOP_FLAG_TOO_FEW_FOR_MODEL, 0);
    ck_assert_uint_eq(hop_alternatives_flags(alt, HOP_CURVE_SEGMENTS), HOP_FLAG_TOO_FEW_FOR_MODEL);
    ck_assert(isnan(hop_alternatives_value(alt, HOP_CURVE_SEGMENTS, HOP_ENERGY_HOT)));
    ck_assert(isnan(hop_alternatives_value(alt, HOP_CURVE_SEGMENTS, HOP_AICC)));
    hop_alternatives_destroy(alt);
    alt = compared(line, 4, 1, 1.0);
    ck_assert_uint_eq(hop_alternatives_flags(alt, HOP_CURVE_VFT), HOP_FLAG_TOO_FEW_FOR_MODEL);
    ck_assert(hop_alternatives_value(alt, HOP_CURVE_LINE, HOP_EVIDENCE) == 1.0);
    hop_alternatives_destroy(alt);
}
END_TEST

START_TEST(test_alternatives_exact_line_is_flagged_and_preferred)
{
    hop_alternatives *alt = compared(line, N, 1, 0.0);
    ck_assert_int_eq(hop_alternatives_best(alt), HOP_CURVE_LINE);
    ck_assert(hop_alternatives_flags(alt, HOP_CURVE_LINE) & HOP_FLAG_EXACT_FIT);
    /* T₀ = 0 is the line itself. */
    ck_assert(hop_alternatives_value(alt, HOP_CURVE_VFT, HOP_VFT_T_0) < 1.0);
    hop_alternatives_destroy(alt);
}
END_TEST

START_TEST(test_alternatives_order_of_points_changes_no_bit)
{
    const int32_t keys[] = {HOP_RSS, HOP_AICC, HOP_BIC, HOP_ENERGY_HOT, HOP_BREAK_TEMPERATURE};
    hop_alternatives *a = NULL, *b = NULL;
    hop_series *rising = series_of(segments, N, 1, 1.0, 0);
    hop_series *falling = series_of(segments, N, 1, 1.0, 1);
    ck_assert_int_eq(hop_arrhenius_alternatives(NULL, rising, HOP_ARRHENIUS_SIGMA_T, &a), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_alternatives(NULL, falling, HOP_ARRHENIUS_SIGMA_T, &b), HOP_OK);
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        ck_assert_double_eq(hop_alternatives_value(a, HOP_CURVE_SEGMENTS, keys[k]),
                            hop_alternatives_value(b, HOP_CURVE_SEGMENTS, keys[k]));
    }
    hop_alternatives_destroy(a);
    hop_alternatives_destroy(b);
    hop_series_destroy(rising);
    hop_series_destroy(falling);
}
END_TEST

START_TEST(test_alternatives_evaluate_is_the_curve)
{
    double y;
    hop_alternatives *alt = compared(vft, N, 1, 0.0);
    ck_assert_int_eq(hop_alternatives_evaluate(alt, HOP_CURVE_VFT, 333.0, &y), HOP_OK);
    /* The golden section finds T₀ to about the root of rounding. */
    ck_assert_double_le(fabs(y - vft(333.0)), 1e-7);
    ck_assert_int_eq(hop_alternatives_evaluate(alt, HOP_CURVE_VFT, 140.0, &y),
                     HOP_ERR_BAD_TEMPERATURE);
    ck_assert_int_eq(hop_alternatives_evaluate(alt, 4, 300.0, &y), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_alternatives_evaluate(alt, HOP_CURVE_VFT, 300.0, NULL),
                     HOP_ERR_NULL_ARGUMENT);
    hop_alternatives_destroy(alt);
}
END_TEST

START_TEST(test_alternatives_bad_arguments_are_errors)
{
    hop_alternatives *alt = NULL;
    hop_series *series = series_of(line, 1, 1, 0.0, 0);
    ck_assert_int_eq(hop_arrhenius_alternatives(NULL, series, HOP_ARRHENIUS_F_P, &alt),
                     HOP_ERR_TOO_FEW_TEMPERATURES);
    ck_assert_int_eq(hop_arrhenius_alternatives(NULL, series, 4, &alt), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_arrhenius_alternatives(NULL, NULL, 1, &alt), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_arrhenius_alternatives(NULL, series, 1, NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_ptr_null(alt);
    ck_assert(isnan(hop_alternatives_value(NULL, HOP_CURVE_LINE, HOP_RSS)));
    ck_assert(isnan(hop_alternatives_standard_error(NULL, HOP_CURVE_LINE, HOP_ENERGY)));
    ck_assert_uint_eq(hop_alternatives_flags(NULL, HOP_CURVE_LINE), 0);
    ck_assert_int_eq(hop_alternatives_best(NULL), 0);
    hop_series_destroy(series);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("alternatives", &tcase);
    tcase_add_test(tcase, test_alternatives_straight_data_prefer_the_line);
    tcase_add_test(tcase, test_alternatives_vft_data_prefer_vft);
    tcase_add_test(tcase, test_alternatives_bent_data_prefer_two_segments);
    tcase_add_test(tcase, test_alternatives_vft_minimum_is_below_every_T_0);
    tcase_add_test(tcase, test_alternatives_evidence_adds_up_to_one);
    tcase_add_test(tcase, test_alternatives_few_temperatures_are_flagged_and_have_no_numbers);
    tcase_add_test(tcase, test_alternatives_exact_line_is_flagged_and_preferred);
    tcase_add_test(tcase, test_alternatives_order_of_points_changes_no_bit);
    tcase_add_test(tcase, test_alternatives_evaluate_is_the_curve);
    tcase_add_test(tcase, test_alternatives_bad_arguments_are_errors);
    return hopt_run(suite);
}
