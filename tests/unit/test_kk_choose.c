/* SPDX-License-Identifier: BSD-3-Clause */
/* How many elements the chain of a Kramers–Kronig test takes. */
#include "kk/chain.h"
#include "kk_data.h"

START_TEST(test_mu_of_signs_is_the_published_ratio)
{
    const double mixed[] = {1.0, -0.25, 3.0}, negative[] = {-1.0, -2.0};
    ck_assert_double_eq(hopi_kk_mu(3, mixed), 1.0 - 0.25 / 4.0);
    ck_assert_double_eq(hopi_kk_mu(1, mixed), 1.0);
    ck_assert(hopi_kk_mu(2, negative) == -INFINITY);
}
END_TEST

START_TEST(test_kk_test_mu_takes_the_first_m_below_c)
{
    data d = on_grid(1e-1, 1e6);
    for (size_t i = 0; i < d.count; i++) {
        d.z[i] = 10 + 100 / (1 + cpow(I * two_pi * d.freq_hz[i] * 1e-3, 0.7));
    }
    add_noise(&d, 0.002, 1);
    hop_kk_options *o = published(HOP_KK_REAL);
    ck_assert_int_eq(hop_kk_options_set_mu(NULL, o, NAN, 0), HOP_OK);
    hop_kk *kk = test_of(&d, o);
    const int m = (int)hop_kk_value(kk, HOP_KK_M);
    ck_assert_int_ge(m, 3);
    ck_assert_double_le(hop_kk_value(kk, HOP_KK_MU), 0.85);
    for (int k = 1; k < m; k++) {
        ck_assert_int_eq(hop_kk_options_set_m(NULL, o, k), HOP_OK);
        hop_kk *fixed = test_of(&d, o);
        ck_assert_double_gt(hop_kk_value(fixed, HOP_KK_MU), 0.85);
        hop_kk_destroy(fixed);
    }
    ck_assert_uint_eq(hop_kk_warnings(kk), HOP_KK_ONE_PART);
    hop_kk_destroy(kk);
    hop_kk_options_set_mu(NULL, o, 0.85, m - 1);
    kk = test_of(&d, o);
    ck_assert_double_eq(hop_kk_value(kk, HOP_KK_M), m - 1);
    ck_assert_uint_eq(hop_kk_warnings(kk), HOP_KK_ONE_PART | HOP_KK_MU_NOT_REACHED);
    hop_kk_destroy(kk);
    hop_kk_options_destroy(o);
}
END_TEST

/* Without noise μ stays near 1 for long, so the search goes on from three a decade. */
START_TEST(test_kk_test_default_takes_the_first_dense_m_below_c)
{
    enum { DENSE = 25 }; /* seven decades, and half a decade at both ends */
    const double noises[2] = {0.01, 2e-4};
    for (int i = 0; i < 2; i++) {
        data d = make_cell();
        add_noise(&d, noises[i], 2);
        hop_kk_options *o = make_options();
        hop_kk *kk = test_of(&d, NULL);
        const int m = (int)hop_kk_value(kk, HOP_KK_M);
        ck_assert_double_le(hop_kk_value(kk, HOP_KK_MU), 0.85);
        ck_assert_uint_eq(hop_kk_warnings(kk), 0);
        if (i == 0) {
            ck_assert_int_eq(m, DENSE);
        } else {
            ck_assert_int_gt(m, DENSE);
        }
        for (int k = DENSE; k < m; k++) {
            ck_assert_int_eq(hop_kk_options_set_m(NULL, o, k), HOP_OK);
            hop_kk *fixed = test_of(&d, o);
            ck_assert_double_gt(hop_kk_value(fixed, HOP_KK_MU), 0.85);
            hop_kk_destroy(fixed);
        }
        hop_kk_destroy(kk);
        hop_kk_options_destroy(o);
    }
}
END_TEST

/* μ of M elements by singular values, as the published program's pseudo-inverse has it. */
static double mu_by_singular_values(const data *d, int m)
{
    static double a[POINTS * 40], b[POINTS], singular[40], work[4000];
    const lapack_int columns = m + 1;
    lapack_int rank;
    const double first = 1 / (two_pi * d->freq_hz[POINTS - 1]), last = 1 / (two_pi * d->freq_hz[0]);
    for (int i = 0; i < POINTS; i++) {
        const double modulus = cabs(d->z[i]);
        a[i] = 1 / modulus;
        for (int k = 0; k < m; k++) {
            const double tau = m == 1 ? last : first * pow(last / first, k / (m - 1.0));
            a[(k + 1) * POINTS + i] = creal(1 / (1 + two_pi * I * d->freq_hz[i] * tau)) / modulus;
        }
        b[i] = creal(d->z[i]) / modulus;
    }
    ck_assert_int_eq(LAPACKE_dgelss_work(LAPACK_COL_MAJOR, POINTS, columns, 1, a, POINTS, b, POINTS,
                                         singular, 1e-15, &rank, work, 4000),
                     0);
    return hopi_kk_mu((size_t)m, b + 1);
}

START_TEST(test_kk_test_mu_is_that_of_the_published_algorithm)
{
    data d = on_grid(1e-1, 1e6);
    for (size_t i = 0; i < d.count; i++) {
        d.z[i] = 10 + 100 / (1 + cpow(I * two_pi * d.freq_hz[i] * 1e-3, 0.6))
                 + 200 / (1 + cpow(I * two_pi * d.freq_hz[i] * 1e-1, 0.7));
    }
    add_noise(&d, 0.003, 13);
    hop_kk_options *o = published(HOP_KK_REAL);
    for (int m = 1; m <= 30; m++) {
        ck_assert_int_eq(hop_kk_options_set_m(NULL, o, m), HOP_OK);
        hop_kk *kk = test_of(&d, o);
        ck_assert_double_eq_tol(hop_kk_value(kk, HOP_KK_MU), mu_by_singular_values(&d, m), 1e-9);
        hop_kk_destroy(kk);
    }
    hop_kk_options_destroy(o);
}
END_TEST

START_TEST(test_kk_test_least_noise_is_the_best_of_all_fixed)
{
    data d = make_cell();
    add_noise(&d, 0.01, 2);
    hop_kk_options *o = make_options();
    ck_assert_int_eq(hop_kk_options_set_least_noise(NULL, o, 40), HOP_OK);
    hop_kk *kk = test_of(&d, o);
    const double best = hop_kk_value(kk, HOP_KK_NOISE), m = hop_kk_value(kk, HOP_KK_M);
    for (int k = 1; k <= 40; k++) {
        ck_assert_int_eq(hop_kk_options_set_m(NULL, o, k), HOP_OK);
        hop_kk *fixed = test_of(&d, o);
        const double noise = hop_kk_value(fixed, HOP_KK_NOISE);
        ck_assert(k == (int)m ? noise == best : noise > best);
        hop_kk_destroy(fixed);
    }
    /* 142 numbers, some 25 of them fitted away: the deviation is known to 1/√(2·117) = 7 %. */
    hopt_assert_relative(best, 1.0, 0.2);
    hop_kk_destroy(kk);
    hop_kk_options_destroy(o);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("kk_choose", &tcase);
    tcase_add_test(tcase, test_mu_of_signs_is_the_published_ratio);
    tcase_add_test(tcase, test_kk_test_mu_takes_the_first_m_below_c);
    tcase_add_test(tcase, test_kk_test_default_takes_the_first_dense_m_below_c);
    tcase_add_test(tcase, test_kk_test_mu_is_that_of_the_published_algorithm);
    tcase_add_test(tcase, test_kk_test_least_noise_is_the_best_of_all_fixed);
    return hopt_run(suite);
}
