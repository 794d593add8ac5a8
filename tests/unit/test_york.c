/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "math/random.h"
#include "math/york.h"
#include "support.h"

enum { PEARSON = 10 };

/* K. Pearson, Philos. Mag. 1901, 2, 559, with the weights of D. York, Can. J. Phys. 1966, 44, 1079. */
static void make_pearson(hopi_york_point *points)
{
    const double x[PEARSON] = {0.0, 0.9, 1.8, 2.6, 3.3, 4.4, 5.2, 6.1, 6.5, 7.4};
    const double y[PEARSON] = {5.9, 5.4, 4.4, 4.6, 3.5, 3.7, 2.8, 2.8, 2.4, 1.5};
    const double w_x[PEARSON] = {1000, 1000, 500, 800, 200, 80, 60, 20, 1.8, 1};
    const double w_y[PEARSON] = {1, 1.8, 4, 8, 20, 20, 70, 70, 100, 500};
    for (int k = 0; k < PEARSON; k++) {
        points[k] = (hopi_york_point){x[k], y[k], 1.0 / w_x[k], 1.0 / w_y[k], 0.0};
    }
}

START_TEST(test_york_fit_pearsons_data_with_yorks_weights_is_the_published_line)
{
    hopi_york_point points[PEARSON];
    hopi_york_line line;
    make_pearson(points);
    hopi_york_fit(PEARSON, points, &line);
    /* Williamson, Can. J. Phys. 1968, 46, 1845: printed to 11 digits. */
    ck_assert_double_eq_tol(line.slope, -0.48053340745, 5e-12);
    ck_assert_double_eq_tol(line.intercept, 5.47991022403, 5e-12);
    ck_assert_double_eq_tol(line.chi2, 11.8663531941, 5e-11);
    /* York et al. 2004 print 0.058 and 0.295; six digits from other programs. */
    ck_assert_double_eq_tol(sqrt(line.var_slope), 0.057985, 5e-7);
    ck_assert_double_eq_tol(sqrt(line.var_intercept), 0.294971, 5e-7);
    ck_assert_double_gt(line.second_chi2, 2.0 * line.chi2);
}
END_TEST

START_TEST(test_york_fit_swapped_axes_is_the_same_line)
{
    hopi_york_point points[PEARSON], swapped[PEARSON];
    hopi_york_line line, other;
    make_pearson(points);
    for (int k = 0; k < PEARSON; k++) {
        const hopi_york_point p = points[k];
        swapped[k] = (hopi_york_point){p.y, p.x, p.var_y, p.var_x, p.cov};
    }
    hopi_york_fit(PEARSON, points, &line);
    hopi_york_fit(PEARSON, swapped, &other);
    /* The slope is the root of a function that rounds at about 10⁻¹⁵ of its terms. */
    hopt_assert_relative(other.slope, 1.0 / line.slope, 1e-13);
    hopt_assert_relative(other.intercept, -line.intercept / line.slope, 1e-13);
    hopt_assert_relative(other.chi2, line.chi2, 1e-13);
    hopt_assert_relative(other.var_slope, line.var_slope / pow(line.slope, 4.0), 1e-12);
}
END_TEST

/* y + k x in the place of y makes errors that are correlated, and a slope that is k larger. */
START_TEST(test_york_fit_sheared_points_use_the_correlation)
{
    const double shears[] = {-3.0, 0.7, 40.0};
    hopi_york_point points[PEARSON], sheared[PEARSON];
    hopi_york_line line, other;
    make_pearson(points);
    hopi_york_fit(PEARSON, points, &line);
    for (int i = 0; i < 3; i++) {
        const double shear = shears[i];
        for (int k = 0; k < PEARSON; k++) {
            const hopi_york_point p = points[k];
            sheared[k] = (hopi_york_point){p.x, p.y + shear * p.x, p.var_x,
                                           p.var_y + shear * shear * p.var_x, shear * p.var_x};
        }
        hopi_york_fit(PEARSON, sheared, &other);
        /* The shear of 40 leaves 10⁻¹⁶·40²·var_x/var_y ≈ 10⁻¹¹ of the smallest var(y − bx). */
        ck_assert_double_eq_tol(other.slope, line.slope + shear, 1e-10);
        ck_assert_double_eq_tol(other.intercept, line.intercept, 1e-9);
        hopt_assert_relative(other.chi2, line.chi2, 1e-9);
        hopt_assert_relative(other.var_slope, line.var_slope, 1e-9);
        hopt_assert_relative(other.var_intercept, line.var_intercept, 1e-9);
    }
}
END_TEST

START_TEST(test_york_fit_exact_x_is_weighted_least_squares)
{
    hopi_york_point points[PEARSON];
    hopi_york_line line;
    double s = 0.0, sx = 0.0, sy = 0.0, sxx = 0.0, sxy = 0.0;
    make_pearson(points);
    for (int k = 0; k < PEARSON; k++) {
        points[k].var_x = 0.0;
        const double w = 1.0 / points[k].var_y;
        s += w;
        sx += w * points[k].x;
        sy += w * points[k].y;
        sxx += w * points[k].x * points[k].x;
        sxy += w * points[k].x * points[k].y;
    }
    hopi_york_fit(PEARSON, points, &line);
    const double determinant = s * sxx - sx * sx;
    hopt_assert_relative(line.slope, (s * sxy - sx * sy) / determinant, 1e-13);
    hopt_assert_relative(line.intercept, (sxx * sy - sx * sxy) / determinant, 1e-13);
    hopt_assert_relative(line.var_slope, s / determinant, 1e-13);
    hopt_assert_relative(line.var_intercept, sxx / determinant, 1e-13);
}
END_TEST

/* The sum of squares by brute force: each true point moved along the line to where it is nearest. */
static double sum_of_squares(int n, const hopi_york_point *points, double slope, double intercept)
{
    double sum = 0.0;
    for (int k = 0; k < n; k++) {
        const hopi_york_point *p = &points[k];
        const double determinant = p->var_x * p->var_y - p->cov * p->cov;
        const double a = p->var_y / determinant, b = -p->cov / determinant,
                     c = p->var_x / determinant;
        const double y0 = intercept + slope * p->x - p->y;
        /* (t, y0 + slope t) as the distance from the point: a quadratic in t. */
        const double t = -(b + c * slope) * y0 / (a + 2.0 * b * slope + c * slope * slope);
        const double dy = y0 + slope * t;
        sum += a * t * t + 2.0 * b * t * dy + c * dy * dy;
    }
    return sum;
}

START_TEST(test_york_fit_random_points_is_the_lowest_of_all_lines)
{
    enum { N = 6 };
    for (uint32_t i = 0; i < 20; i++) {
        hopi_york_point points[N];
        hopi_york_line line;
        for (uint32_t k = 0; k < N; k++) {
            double z[4];
            hopi_random_normal_pair(31, i, 2 * k, z);
            hopi_random_normal_pair(31, i, 2 * k + 1, z + 2);
            const double sd_x = 0.3 * exp(0.7 * z[2]), sd_y = 0.5 * exp(0.7 * z[3]);
            points[k] = (hopi_york_point){k + sd_x * z[0], 0.4 * k + sd_y * z[1], sd_x * sd_x,
                                          sd_y * sd_y, 0.9 * tanh(z[2] - z[3]) * sd_x * sd_y};
        }
        hopi_york_fit(N, points, &line);
        ck_assert_int_eq(line.has_minimum, 1);
        hopt_assert_relative(sum_of_squares(N, points, line.slope, line.intercept), line.chi2,
                             1e-10);
        for (int step = -300; step <= 300; step++) {
            const double slope = tan(step * 1.5707 / 300.0);
            for (int other = -10; other <= 10; other++) {
                const double intercept = line.intercept + 2.5 * (line.slope - slope) + 0.1 * other;
                ck_assert_double_ge(sum_of_squares(N, points, slope, intercept),
                                    line.chi2 * (1.0 - 1e-12));
            }
        }
    }
}
END_TEST

START_TEST(test_york_slopes_within_ends_where_the_sum_of_squares_is_the_limit)
{
    hopi_york_point points[PEARSON];
    hopi_york_line line;
    double lower, upper;
    make_pearson(points);
    hopi_york_fit(PEARSON, points, &line);
    hopi_york_slopes_within(PEARSON, points, line.chi2 + 4.0, line.slope, &lower, &upper);
    /* About two standard errors to either side; errors of x make it lopsided. */
    ck_assert_double_lt(lower, line.slope - 1.6 * sqrt(line.var_slope));
    ck_assert_double_gt(upper, line.slope + 1.6 * sqrt(line.var_slope));
    const double ends[2] = {lower, upper};
    for (int i = 0; i < 2; i++) {
        /* At a given slope the best intercept is a weighted mean. */
        double weights = 0.0, sum = 0.0;
        for (int k = 0; k < PEARSON; k++) {
            const double w = 1.0 / (points[k].var_y + ends[i] * ends[i] * points[k].var_x);
            weights += w;
            sum += w * (points[k].y - ends[i] * points[k].x);
        }
        hopt_assert_relative(sum_of_squares(PEARSON, points, ends[i], sum / weights),
                             line.chi2 + 4.0, 1e-12);
    }
    hopi_york_slopes_within(PEARSON, points, 1e9, line.slope, &lower, &upper);
    ck_assert(lower == -INFINITY && upper == INFINITY);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("york", &tcase);
    tcase_add_test(tcase, test_york_fit_pearsons_data_with_yorks_weights_is_the_published_line);
    tcase_add_test(tcase, test_york_fit_swapped_axes_is_the_same_line);
    tcase_add_test(tcase, test_york_fit_sheared_points_use_the_correlation);
    tcase_add_test(tcase, test_york_fit_exact_x_is_weighted_least_squares);
    tcase_add_test(tcase, test_york_fit_random_points_is_the_lowest_of_all_lines);
    tcase_add_test(tcase, test_york_slopes_within_ends_where_the_sum_of_squares_is_the_limit);
    return hopt_run(suite);
}
