/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "arrhenius_fits.h"

enum { N = 7, P = 4 };

typedef struct point {
    double T, ln_sigma, ln_f;
    double v[4];
} point;

static point points[N];

/* E_a = 0.35 eV, E_m = 0.31 eV with a disturbance of the size of the errors. */
static void set_up_points(void)
{
    set_up();
    for (int k = 0; k < N; k++) {
        const double T = 248.15 + 15.0 * k;
        const double s0 = 0.02 * (1.0 + 0.3 * sin(2.0 * k)), s1 = 0.05 * (1.0 + 0.3 * cos(k));
        const double r = 0.7 + 0.2 * sin(5.0 * k);
        points[k] = (point){
            .T = T,
            .ln_sigma = 10.0 - 0.35 / (k_B * T) - log(T) + 0.015 * sin(1.0 + 2.3 * k * k),
            .ln_f = 27.0 - 0.31 / (k_B * T) + 0.03 * sin(2.0 + 3.1 * k * k),
            .v = {s0 * s0, r * s0 * s1, r * s0 * s1, s1 * s1},
        };
    }
}

/* The first `rates` of `count` points with f_p, the others with a limit. */
static hop_series *series_of(int count, int rates)
{
    hop_series *series = NULL;
    ck_assert_int_eq(hop_series_create(ctx, &series), HOP_OK);
    for (int k = 0; k < count; k++) {
        const point *p = &points[k];
        const hop_status status =
            k < rates ? hop_series_add(ctx, series, p->T, p->ln_sigma, p->ln_f, p->v)
                      : hop_series_add_limit(ctx, series, p->T, p->ln_sigma, p->v[0],
                                             HOP_STATE_LOWER_LIMIT, p->ln_f);
        ck_assert_int_eq(status, HOP_OK);
    }
    return series;
}

static hop_arrhenius *fitted(int count, int rates)
{
    return fit_series(series_of(count, rates));
}

static hop_line *line_of(int count, int which, int is_weighted)
{
    double T[N], y[N], sd[N];
    hop_line *line = NULL;
    for (int k = 0; k < count; k++) {
        const point *p = &points[k];
        const double values[] = {p->ln_sigma + log(p->T), p->ln_f,
                                 p->ln_sigma + log(p->T) - p->ln_f};
        T[k] = p->T;
        y[k] = values[which];
        sd[k] = which < 2 ? sqrt(p->v[3 * which]) : sqrt(p->v[0] + p->v[3] - 2.0 * p->v[1]);
    }
    ck_assert_int_eq(hop_arrhenius_line(ctx, (size_t)count, T, y, is_weighted ? sd : NULL, &line),
                     HOP_OK);
    return line;
}

/* Generalised least squares once more: normal equations in long double. */
typedef struct solution {
    double parameters[P];  /* E_a, ln σ₀, E_m, ln f_e */
    double covariance[P * P];
    double chi2;
} solution;

static void invert(long double M[P][P], long double out[P][P])
{
    for (int i = 0; i < P; i++) {
        for (int j = 0; j < P; j++) {
            out[i][j] = i == j;
        }
    }
    for (int i = 0; i < P; i++) {
        const long double pivot = M[i][i];
        for (int j = 0; j < P; j++) {
            M[i][j] /= pivot;
            out[i][j] /= pivot;
        }
        for (int r = 0; r < P; r++) {
            const long double factor = r == i ? 0.0L : M[r][i];
            for (int j = 0; j < P; j++) {
                M[r][j] -= factor * M[i][j];
                out[r][j] -= factor * out[i][j];
            }
        }
    }
}

/* Rows of the design and the inverse of the 2 × 2 covariance of one point. */
static void describe(const point *p, long double J[2][P], long double W[2][2], long double y[2])
{
    const long double x = 1.0L / ((long double)k_B * p->T);
    const long double determinant = (long double)p->v[0] * p->v[3] - (long double)p->v[1] * p->v[2];
    memset(J, 0, 2 * sizeof J[0]);
    J[0][0] = J[1][2] = -x;
    J[0][1] = J[1][3] = 1.0L;
    W[0][0] = p->v[3] / determinant;
    W[1][1] = p->v[0] / determinant;
    W[0][1] = W[1][0] = -p->v[1] / determinant;
    y[0] = p->ln_sigma + logl(p->T);
    y[1] = p->ln_f;
}

static solution solve_again(void)
{
    long double M[P][P] = {{0.0L}}, b[P] = {0.0L}, inverse[P][P], chi2 = 0.0L;
    long double J[2][P], W[2][2], y[2], parameters[P] = {0.0L};
    for (int k = 0; k < N; k++) {
        describe(&points[k], J, W, y);
        for (int i = 0; i < P; i++) {
            for (int m = 0; m < 4; m++) {
                b[i] += J[m / 2][i] * W[m / 2][m % 2] * y[m % 2];
                for (int j = 0; j < P; j++) {
                    M[i][j] += J[m / 2][i] * W[m / 2][m % 2] * J[m % 2][j];
                }
            }
        }
    }
    invert(M, inverse);
    solution s;
    for (int i = 0; i < P; i++) {
        for (int j = 0; j < P; j++) {
            parameters[i] += inverse[i][j] * b[j];
            s.covariance[P * i + j] = (double)inverse[i][j];
        }
        s.parameters[i] = (double)parameters[i];
    }
    for (int k = 0; k < N; k++) {
        long double r[2];
        describe(&points[k], J, W, y);
        for (int i = 0; i < 2; i++) {
            r[i] = y[i];
            for (int j = 0; j < P; j++) {
                r[i] -= J[i][j] * parameters[j];
            }
        }
        chi2 += r[0] * r[0] * W[0][0] + 2.0L * r[0] * r[1] * W[0][1] + r[1] * r[1] * W[1][1];
    }
    s.chi2 = (double)chi2;
    return s;
}

static const int32_t keys[P] = {HOP_E_A, HOP_LN_SIGMA_0, HOP_E_M, HOP_LN_F_E};

START_TEST(test_fit_exact_lines_are_recovered_by_every_method)
{
    const double expected[P] = {0.35, 10.0, 0.31, 27.0};
    for (int k = 0; k < N; k++) {
        points[k].ln_sigma = 10.0 - 0.35 / (k_B * points[k].T) - log(points[k].T);
        points[k].ln_f = 27.0 - 0.31 / (k_B * points[k].T);
    }
    for (int32_t m = HOP_ARRHENIUS_JOINT; m <= HOP_ARRHENIUS_UNWEIGHTED; m++) {
        set_method(m, HOP_BIRGE_NEVER);
        hop_arrhenius *a = fitted(N, N);
        ck_assert_int_eq(hop_arrhenius_method(a), m);
        for (int i = 0; i < P; i++) {
            /* y rounds to 1e-15 and x spans a quarter of itself. */
            hopt_assert_relative(hop_arrhenius_value(a, keys[i]), expected[i], 1e-12);
        }
        hopt_assert_relative(hop_arrhenius_value(a, HOP_E_F), 0.04, 1e-11);
        hop_arrhenius_destroy(a);
    }
}
END_TEST

START_TEST(test_fit_joint_agrees_with_the_normal_equations)
{
    set_method(HOP_ARRHENIUS_JOINT, HOP_BIRGE_NEVER);
    hop_arrhenius *a = fitted(N, N);
    const solution s = solve_again();
    double v[P * P];
    ck_assert_int_eq(hop_arrhenius_covariance(a, v), HOP_OK);
    for (int i = 0; i < P; i++) {
        hopt_assert_relative(hop_arrhenius_value(a, keys[i]), s.parameters[i], 1e-12);
        hopt_assert_relative(hop_arrhenius_standard_error(a, keys[i]),
                             sqrt(s.covariance[(P + 1) * i]), 1e-11);
    }
    for (int i = 0; i < P * P; i++) {
        /* Uncentred normal equations have a condition of 1e7; long double leaves 1e-12. */
        hopt_assert_relative(v[i], s.covariance[i], 1e-10);
    }
    hopt_assert_relative(hop_arrhenius_value(a, HOP_RSS), s.chi2, 1e-10);
    ck_assert(hop_arrhenius_value(a, HOP_DOF) == 2.0 * N - P);
    ck_assert(hop_arrhenius_value(a, HOP_RANK) == P);
    hopt_assert_relative(hop_arrhenius_value(a, HOP_BIRGE), sqrt(s.chi2 / (2.0 * N - P)), 1e-10);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_fit_without_options_is_joint_with_significant_birge)
{
    hop_series *series = series_of(N, N);
    hop_arrhenius *by_default = NULL;
    ck_assert_int_eq(hop_arrhenius_fit(ctx, series, NULL, &by_default), HOP_OK);
    set_method(HOP_ARRHENIUS_JOINT, HOP_BIRGE_SIGNIFICANT);
    hop_arrhenius *stated = fit_series(series);
    ck_assert_int_eq(hop_arrhenius_method(by_default), HOP_ARRHENIUS_JOINT);
    ck_assert(hop_arrhenius_standard_error(by_default, HOP_E_F)
              == hop_arrhenius_standard_error(stated, HOP_E_F));
    hop_arrhenius_destroy(by_default);
    hop_arrhenius_destroy(stated);
}
END_TEST

static void assert_lines(int32_t method, int is_weighted)
{
    set_method(method, HOP_BIRGE_NEVER);
    hop_arrhenius *a = fitted(N, N);
    for (int which = 0; which < 2; which++) {
        hop_line *line = line_of(N, which, is_weighted);
        const int32_t energy = keys[2 * which], intercept = keys[2 * which + 1];
        hopt_assert_relative(hop_arrhenius_value(a, energy), hop_line_value(line, HOP_ENERGY),
                             1e-12);
        hopt_assert_relative(hop_arrhenius_value(a, intercept),
                             hop_line_value(line, HOP_INTERCEPT), 1e-12);
        hopt_assert_relative(hop_arrhenius_standard_error(a, energy),
                             hop_line_standard_error(line, HOP_ENERGY), 1e-11);
        hopt_assert_relative(hop_arrhenius_standard_error(a, intercept),
                             hop_line_standard_error(line, HOP_INTERCEPT), 1e-11);
        hop_line_destroy(line);
    }
    hop_arrhenius_destroy(a);
}

START_TEST(test_fit_weighted_is_two_weighted_lines)
{
    assert_lines(HOP_ARRHENIUS_WEIGHTED, 1);
}
END_TEST

START_TEST(test_fit_unweighted_is_two_textbook_lines)
{
    assert_lines(HOP_ARRHENIUS_UNWEIGHTED, 0);
}
END_TEST

START_TEST(test_fit_joint_of_uncorrelated_points_is_the_weighted_fit)
{
    for (int k = 0; k < N; k++) {
        points[k].v[1] = points[k].v[2] = 0.0;
    }
    set_method(HOP_ARRHENIUS_JOINT, HOP_BIRGE_NEVER);
    hop_arrhenius *joint = fitted(N, N);
    set_method(HOP_ARRHENIUS_WEIGHTED, HOP_BIRGE_NEVER);
    hop_arrhenius *weighted = fitted(N, N);
    double v[P * P], w[P * P];
    hop_arrhenius_covariance(joint, v);
    hop_arrhenius_covariance(weighted, w);
    for (int i = 0; i < P; i++) {
        hopt_assert_relative(hop_arrhenius_value(joint, keys[i]),
                             hop_arrhenius_value(weighted, keys[i]), 1e-12);
        for (int j = 0; j < P; j++) {
            ck_assert_double_le(fabs(v[P * i + j] - w[P * i + j]),
                                1e-11 * sqrt(v[(P + 1) * i] * v[(P + 1) * j]));
        }
    }
    hop_arrhenius_destroy(joint);
    hop_arrhenius_destroy(weighted);
}
END_TEST

START_TEST(test_formation_error_is_smaller_than_in_quadrature_for_positive_covariance)
{
    for (int32_t m = HOP_ARRHENIUS_JOINT; m <= HOP_ARRHENIUS_WEIGHTED; m++) {
        set_method(m, HOP_BIRGE_NEVER);
        hop_arrhenius *a = fitted(N, N);
        ck_assert_double_lt(hop_arrhenius_standard_error(a, HOP_E_F),
                            hypot(hop_arrhenius_standard_error(a, HOP_E_A),
                                  hop_arrhenius_standard_error(a, HOP_E_M)));
        hop_arrhenius_destroy(a);
    }
}
END_TEST

START_TEST(test_formation_unweighted_is_the_regression_of_the_difference)
{
    set_method(HOP_ARRHENIUS_UNWEIGHTED, HOP_BIRGE_NEVER);
    hop_arrhenius *a = fitted(N, N);
    hop_line *line = line_of(N, 2, 0);
    hopt_assert_relative(hop_arrhenius_value(a, HOP_E_F), hop_line_value(line, HOP_ENERGY), 1e-11);
    hopt_assert_relative(hop_arrhenius_standard_error(a, HOP_E_F),
                         hop_line_standard_error(line, HOP_ENERGY), 1e-11);
    hop_arrhenius_destroy(a);
    hop_line_destroy(line);
}
END_TEST

START_TEST(test_fit_does_not_depend_on_the_order_of_points)
{
    set_method(HOP_ARRHENIUS_JOINT, HOP_BIRGE_NEVER);
    hop_arrhenius *a = fitted(N, N);
    for (int k = 0; k < N / 2; k++) {
        const point p = points[k];
        points[k] = points[N - 1 - k];
        points[N - 1 - k] = p;
    }
    hop_arrhenius *b = fitted(N, N);
    for (int i = 0; i < P; i++) {
        hopt_assert_relative(hop_arrhenius_value(a, keys[i]), hop_arrhenius_value(b, keys[i]),
                             1e-13);
        hopt_assert_relative(hop_arrhenius_standard_error(a, keys[i]),
                             hop_arrhenius_standard_error(b, keys[i]), 1e-12);
    }
    hop_arrhenius_destroy(a);
    hop_arrhenius_destroy(b);
}
END_TEST

START_TEST(test_fit_limits_are_left_out_of_the_rate_line_and_flagged)
{
    set_method(HOP_ARRHENIUS_WEIGHTED, HOP_BIRGE_NEVER);
    ck_assert_int_eq(hop_arrhenius_options_set_limits(ctx, options, HOP_LIMITS_DROP, NAN),
                     HOP_OK);
    hop_arrhenius *a = fitted(N, 4);
    hop_line *sigma = line_of(N, 0, 1), *rate = line_of(4, 1, 1);
    ck_assert_uint_eq(hop_arrhenius_flags(a), HOP_FLAG_LIMITS_LEFT_OUT);
    ck_assert(hop_arrhenius_value(a, HOP_POINTS_SIGMA) == N);
    ck_assert(hop_arrhenius_value(a, HOP_POINTS_F_P) == 4.0);
    ck_assert(hop_arrhenius_value(a, HOP_DOF) == N + 4.0 - P);
    hopt_assert_relative(hop_arrhenius_value(a, HOP_E_A), hop_line_value(sigma, HOP_ENERGY), 1e-12);
    hopt_assert_relative(hop_arrhenius_value(a, HOP_E_M), hop_line_value(rate, HOP_ENERGY), 1e-12);
    hop_line_destroy(sigma);
    hop_line_destroy(rate);
    hop_arrhenius_destroy(a);
}
END_TEST

static void assert_no_rate_line(const hop_arrhenius *a)
{
    double v[P * P];
    ck_assert(hop_arrhenius_flags(a) & HOP_FLAG_E_M_UNDETERMINED);
    ck_assert(isnan(hop_arrhenius_value(a, HOP_E_M)) && isnan(hop_arrhenius_value(a, HOP_E_F)));
    ck_assert(isnan(hop_arrhenius_value(a, HOP_LN_F_E)));
    ck_assert(isnan(hop_arrhenius_standard_error(a, HOP_E_F)));
    hop_arrhenius_covariance(a, v);
    for (int i = 0; i < P * P; i++) {
        const int is_known = i / P < 2 && i % P < 2;
        ck_assert_int_eq(isnan(v[i]) == 0, is_known);
    }
}

START_TEST(test_fit_one_hopping_frequency_leaves_e_m_undetermined)
{
    for (int32_t m = HOP_ARRHENIUS_JOINT; m <= HOP_ARRHENIUS_UNWEIGHTED; m++) {
        set_method(m, HOP_BIRGE_NEVER);
        hop_arrhenius *a = fitted(N, 1);
        hop_line *sigma = line_of(N, 0, m != HOP_ARRHENIUS_UNWEIGHTED);
        assert_no_rate_line(a);
        hopt_assert_relative(hop_arrhenius_value(a, HOP_E_A), hop_line_value(sigma, HOP_ENERGY),
                             1e-12);
        hopt_assert_relative(hop_arrhenius_standard_error(a, HOP_E_A),
                             hop_line_standard_error(sigma, HOP_ENERGY), 1e-11);
        hop_line_destroy(sigma);
        hop_arrhenius_destroy(a);
    }
}
END_TEST

START_TEST(test_fit_hopping_frequencies_at_one_temperature_leave_e_m_undetermined)
{
    points[1].T = points[0].T;
    hop_arrhenius *a = fitted(N, 2);
    assert_no_rate_line(a);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_fit_unweighted_two_hopping_frequencies_keep_the_error_of_e_a)
{
    set_method(HOP_ARRHENIUS_UNWEIGHTED, HOP_BIRGE_NEVER);
    hop_arrhenius *a = fitted(N, 2);
    hop_line *sigma = line_of(N, 0, 0);
    hopt_assert_relative(hop_arrhenius_standard_error(a, HOP_E_A),
                         hop_line_standard_error(sigma, HOP_ENERGY), 1e-11);
    ck_assert(isfinite(hop_arrhenius_value(a, HOP_E_M)));
    ck_assert(isnan(hop_arrhenius_standard_error(a, HOP_E_M)));
    ck_assert(hop_arrhenius_flags(a) & HOP_FLAG_NO_DEGREES_OF_FREEDOM);
    hop_line_destroy(sigma);
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_fit_two_temperatures_weighted_has_errors_and_a_flag)
{
    set_method(HOP_ARRHENIUS_JOINT, HOP_BIRGE_SIGNIFICANT);
    hop_arrhenius *a = fitted(2, 2);
    ck_assert_uint_eq(hop_arrhenius_flags(a),
                      HOP_FLAG_TWO_TEMPERATURES | HOP_FLAG_NO_DEGREES_OF_FREEDOM);
    const double dx = 1.0 / (k_B * points[0].T) - 1.0 / (k_B * points[1].T);
    hopt_assert_relative(hop_arrhenius_standard_error(a, HOP_E_A),
                         sqrt(points[0].v[0] + points[1].v[0]) / dx, 1e-11);
    ck_assert(isnan(hop_arrhenius_value(a, HOP_BIRGE)));
    hop_arrhenius_destroy(a);
}
END_TEST

START_TEST(test_fit_two_temperatures_unweighted_has_no_errors_and_a_flag)
{
    set_method(HOP_ARRHENIUS_UNWEIGHTED, HOP_BIRGE_SIGNIFICANT);
    hop_arrhenius *a = fitted(2, 2);
    ck_assert_uint_eq(hop_arrhenius_flags(a),
                      HOP_FLAG_TWO_TEMPERATURES | HOP_FLAG_NO_DEGREES_OF_FREEDOM);
    for (int i = 0; i < P; i++) {
        ck_assert(isnan(hop_arrhenius_standard_error(a, keys[i])));
    }
    hop_arrhenius_destroy(a);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("arrhenius", &tcase);
    tcase_add_checked_fixture(tcase, set_up_points, tear_down);
    tcase_add_test(tcase, test_fit_exact_lines_are_recovered_by_every_method);
    tcase_add_test(tcase, test_fit_joint_agrees_with_the_normal_equations);
    tcase_add_test(tcase, test_fit_without_options_is_joint_with_significant_birge);
    tcase_add_test(tcase, test_fit_weighted_is_two_weighted_lines);
    tcase_add_test(tcase, test_fit_unweighted_is_two_textbook_lines);
    tcase_add_test(tcase, test_fit_joint_of_uncorrelated_points_is_the_weighted_fit);
    tcase_add_test(tcase,
                   test_formation_error_is_smaller_than_in_quadrature_for_positive_covariance);
    tcase_add_test(tcase, test_formation_unweighted_is_the_regression_of_the_difference);
    tcase_add_test(tcase, test_fit_does_not_depend_on_the_order_of_points);
    tcase_add_test(tcase, test_fit_limits_are_left_out_of_the_rate_line_and_flagged);
    tcase_add_test(tcase, test_fit_one_hopping_frequency_leaves_e_m_undetermined);
    tcase_add_test(tcase, test_fit_hopping_frequencies_at_one_temperature_leave_e_m_undetermined);
    tcase_add_test(tcase, test_fit_unweighted_two_hopping_frequencies_keep_the_error_of_e_a);
    tcase_add_test(tcase, test_fit_two_temperatures_weighted_has_errors_and_a_flag);
    tcase_add_test(tcase, test_fit_two_temperatures_unweighted_has_no_errors_and_a_flag);
    return hopt_run(suite);
}
