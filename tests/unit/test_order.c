/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "math/order.h"
#include "math/random.h"
#include "support.h"

enum { MANY = 1000 };

START_TEST(test_sort_orders_any_number_of_values)
{
    double values[MANY];
    for (size_t count = 0; count <= MANY; count = count < 9 ? count + 1 : count * 3) {
        double sum = 0.0, sorted_sum = 0.0;
        for (size_t k = 0; k < count; k++) {
            double pair[2];
            hopi_random_normal_pair(1, 2, k, pair);
            /* Whole numbers, so that some are equal and sums are exact. */
            values[k] = floor(20.0 * pair[0]);
            sum += values[k];
        }
        hopi_sort(values, count);
        for (size_t k = 0; k < count; k++) {
            ck_assert(k == 0 || values[k - 1] <= values[k]);
            sorted_sum += values[k];
        }
        ck_assert_double_eq(sum, sorted_sum);
    }
}
END_TEST

START_TEST(test_sort_puts_infinities_at_the_ends)
{
    double values[] = {3.0, INFINITY, -1.0, -INFINITY, 2.0};
    const double sorted[] = {-INFINITY, -1.0, 2.0, 3.0, INFINITY};
    hopi_sort(values, 5);
    for (int k = 0; k < 5; k++) {
        ck_assert_double_eq(values[k], sorted[k]);
    }
}
END_TEST

START_TEST(test_median_of_even_number_is_the_mean_of_two)
{
    const double values[] = {1.0, 2.0, 4.0, 9.0};
    ck_assert_double_eq(hopi_median_of_sorted(values, 4), 3.0);
    ck_assert_double_eq(hopi_median_of_sorted(values, 3), 2.0);
    ck_assert_double_eq(hopi_median_of_sorted(values, 1), 1.0);
}
END_TEST

START_TEST(test_quantile_interpolates_and_ends_with_the_values)
{
    const double values[] = {1.0, 2.0, 4.0, 9.0};
    ck_assert_double_eq(hopi_quantile_of_sorted(values, 4, 0.2), 1.0);
    ck_assert_double_eq(hopi_quantile_of_sorted(values, 4, 0.5), 3.0);
    ck_assert_double_eq_tol(hopi_quantile_of_sorted(values, 4, 0.7), 6.5, 1e-14);
    ck_assert(isnan(hopi_quantile_of_sorted(values, 4, 0.19)));
    ck_assert(isnan(hopi_quantile_of_sorted(values, 4, 0.81)));
    ck_assert(isnan(hopi_quantile_of_sorted(values, 0, 0.5)));
}
END_TEST

START_TEST(test_quantile_between_infinities_is_no_nan)
{
    const double values[] = {-INFINITY, -INFINITY, 1.0, INFINITY, INFINITY};
    ck_assert_double_eq(hopi_quantile_of_sorted(values, 5, 0.2), -INFINITY);
    ck_assert_double_eq(hopi_quantile_of_sorted(values, 5, 0.4), -INFINITY);
    ck_assert_double_eq(hopi_quantile_of_sorted(values, 5, 0.55), INFINITY);
    ck_assert_double_eq(hopi_quantile_of_sorted(values, 5, 0.8), INFINITY);
}
END_TEST

START_TEST(test_quantile_is_that_of_the_sorted_values)
{
    double values[MANY], sorted[MANY];
    for (size_t all = 1; all <= MANY; all = 3 * all + 1) {
        size_t count = 0;
        for (size_t k = 0; k < all; k++) {
            double pair[2];
            hopi_random_normal_pair(1, 3, k, pair);
            /* Equal ones, outliers, infinite ones, and such as are no number. */
            values[k] = k % 7 == 0 ? floor(pair[0]) : k % 11 == 0 ? 1e300 * pair[0] : pair[0];
            values[k] = k % 13 == 0 ? INFINITY : k % 17 == 0 ? -INFINITY : values[k];
            values[k] = k % 19 == 5 ? NAN : values[k];
            if (!isnan(values[k])) {
                sorted[count++] = values[k];
            }
        }
        hopi_sort(sorted, count);
        for (double p = 0.0; p <= 1.0; p += 0.003) {
            const double expected = hopi_quantile_of_sorted(sorted, count, p);
            const double found = hopi_quantile(values, count, all, p);
            ck_assert(found == expected || (isnan(found) && isnan(expected)));
        }
    }
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("order", &tcase);
    tcase_add_test(tcase, test_sort_orders_any_number_of_values);
    tcase_add_test(tcase, test_sort_puts_infinities_at_the_ends);
    tcase_add_test(tcase, test_median_of_even_number_is_the_mean_of_two);
    tcase_add_test(tcase, test_quantile_interpolates_and_ends_with_the_values);
    tcase_add_test(tcase, test_quantile_between_infinities_is_no_nan);
    tcase_add_test(tcase, test_quantile_is_that_of_the_sorted_values);
    return hopt_run(suite);
}
