/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include <hop/hop.h>

#include "jpl/kernels.h"
#include "support.h"

/* The loops of each instruction set that this machine runs. */
enum { POINTS = 61, PADDED = 64 };

static int32_t best_set(void)
{
    return hop_ctx_instructions(NULL);
}

START_TEST(test_ctx_set_instructions_known_sets_are_used)
{
    hop_ctx *ctx = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_ctx_instructions(ctx), best_set());
    for (int32_t set = HOP_INSTRUCTIONS_BASELINE; set <= best_set(); set++) {
        ck_assert_int_eq(hop_ctx_set_instructions(ctx, set), HOP_OK);
        ck_assert_int_eq(hop_ctx_instructions(ctx), set);
    }
    ck_assert_int_eq(hop_ctx_set_instructions(ctx, HOP_INSTRUCTIONS_BEST), HOP_OK);
    ck_assert_int_eq(hop_ctx_instructions(ctx), best_set());
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_ctx_set_instructions_unknown_set_is_refused)
{
    hop_ctx *ctx = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_ctx_set_instructions(ctx, -1), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_ctx_set_instructions(ctx, 4), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(hop_ctx_error(ctx), "instructions 4"));
    if (best_set() < HOP_INSTRUCTIONS_AVX512) {
        ck_assert_int_eq(hop_ctx_set_instructions(ctx, HOP_INSTRUCTIONS_AVX512),
                         HOP_ERR_OUT_OF_RANGE);
    }
    ck_assert_int_eq(hop_ctx_set_instructions(NULL, 0), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_ctx_instructions(ctx), best_set());
    hop_ctx_destroy(ctx);
}
END_TEST

/* 100 decades of frequency and n up to 2 ask for |x| of at most 231. */
START_TEST(test_powers_whole_range_agree_with_long_double)
{
    for (int32_t set = HOP_INSTRUCTIONS_BASELINE; set <= best_set(); set++) {
        double worst = 0.0;
        for (int row = 0; row < 2000; row++) {
            double x[HOPI_PADDING], g[HOPI_PADDING];
            for (int k = 0; k < HOPI_PADDING; k++) {
                x[k] = (row - 1000.0) * 0.7 + 0.0871 * k;
            }
            const hopi_points points = {.padded = HOPI_PADDING, .L = x};
            hopi_kernels_of(set)->powers(&points, 1.0, g);
            for (int k = 0; k < HOPI_PADDING; k++) {
                const long double expected = expl(x[k]);
                worst = fmax(worst, (double)fabsl(g[k] / expected - 1.0L));
            }
        }
        /* Less than two units in the last place; measured 0.9. */
        ck_assert_msg(worst < 4e-16, "set %d: exp is off by %.3g", (int)set, worst);
    }
}
END_TEST

typedef struct data {
    double L[PADDED], y[PADDED], c[PADDED];
    hopi_points points;
} data;

static data make_data(void)
{
    data d = {{0}, {0}, {0}, {0}};
    d.points = (hopi_points){PADDED, NULL, NULL, NULL, 0.0, 0.0};
    double cy = 0.0;
    for (int k = 0; k < POINTS; k++) {
        d.L[k] = 0.27 * (k - POINTS / 2);
        d.y[k] = 1.0 + exp(0.7 * (d.L[k] - 2.0)) + 0.01 * sin(3.0 * k * k);
        d.c[k] = 1.0 / (d.y[k] * d.y[k]);
        d.points.c_sum += d.c[k];
        cy += d.c[k] * d.y[k];
    }
    d.points.y_mean = cy / d.points.c_sum;
    return d;
}

static hopi_points points_of(const data *d)
{
    hopi_points points = d->points;
    points.L = d->L;
    points.y = d->y;
    points.c = d->c;
    return points;
}

/* E(n) = b²/a by plain sums in long double. */
static long double explained(const data *d, long double n)
{
    long double C = 0, g1 = 0, cy = 0, b = 0, a = 0;
    for (int k = 0; k < POINTS; k++) {
        C += d->c[k];
        cy += (long double)d->c[k] * d->y[k];
        g1 += d->c[k] * expl(n * d->L[k]);
    }
    for (int k = 0; k < POINTS; k++) {
        const long double h = expl(n * d->L[k]) - g1 / C;
        b += d->c[k] * (d->y[k] - cy / C) * h;
        a += d->c[k] * h * h;
    }
    return b * b / a;
}

static double slope_of(const hopi_sums *s)
{
    const double A = s->b / s->a;
    return A * (2.0 * s->b1 - A * s->a1);
}

static double curvature_of(const hopi_sums *s)
{
    const double A = s->b / s->a, A1 = (s->b1 - A * s->a1) / s->a;
    return A1 * (2.0 * s->b1 - A * s->a1) + A * (2.0 * s->b2 - A1 * s->a1 - A * s->a2);
}

START_TEST(test_sums_give_the_derivatives_of_what_is_explained)
{
    const data d = make_data();
    const hopi_points points = points_of(&d);
    const long double n = 0.5L, step = 1e-4L;
    const long double low = explained(&d, n - step), mid = explained(&d, n);
    const long double high = explained(&d, n + step);
    for (int32_t set = HOP_INSTRUCTIONS_BASELINE; set <= best_set(); set++) {
        const hopi_kernels *kernels = hopi_kernels_of(set);
        double g[PADDED];
        hopi_sums both[2];
        kernels->sums(&points, 0.5, &both[0]);
        kernels->powers(&points, 0.5, g);
        kernels->centred_sums(&points, g, &both[1]);
        for (int i = 0; i < 2; i++) {
            hopt_assert_relative(both[i].b * both[i].b / both[i].a, (double)mid, 1e-14);
            /* The differences are off by step²/6 and step²/12 of derivatives ≈ 100 times larger. */
            hopt_assert_relative(slope_of(&both[i]), (double)((high - low) / (2 * step)), 1e-6);
            hopt_assert_relative(curvature_of(&both[i]),
                                 (double)((high - 2 * mid + low) / (step * step)), 1e-6);
        }
    }
}
END_TEST

START_TEST(test_scan_nodes_are_those_of_the_sums)
{
    const data d = make_data();
    const hopi_points points = points_of(&d);
    for (int32_t set = HOP_INSTRUCTIONS_BASELINE; set <= best_set(); set++) {
        const hopi_kernels *kernels = hopi_kernels_of(set);
        for (int i = 0; i < 2; i++) {
            const double first = i == 0 ? 0.1 : 0.4, step = 0.1;
            enum { COUNT = 2 * HOPI_SCAN_NODES - 3 };
            double power[PADDED], ratio[PADDED];
            hopi_node nodes[2 * HOPI_SCAN_NODES];
            kernels->scan(&points, first, step, COUNT, power, ratio, nodes);
            for (int j = 0; j < COUNT; j++) {
                hopi_sums sums;
                kernels->sums(&points, first + j * step, &sums);
                /* Thirteen multiplications, and the cancellation of one-pass sums. */
                hopt_assert_relative(nodes[j].b, sums.b, 1e-13);
                hopt_assert_relative(nodes[j].a, sums.a, 1e-13);
                hopt_assert_relative(nodes[j].g_mean, sums.g_mean, 1e-14);
            }
        }
    }
}
END_TEST

START_TEST(test_bins_keep_the_sums_and_their_order)
{
    const data d = make_data();
    const hopi_points points = points_of(&d);
    for (int32_t set = HOP_INSTRUCTIONS_BASELINE; set <= best_set(); set++) {
        double work[3][PADDED];
        hopi_bins bins;
        hopi_kernels_of(set)->bin(&points, work[0], work[1], work[2], &bins);
        const hopi_points *both[2] = {&bins.points, &bins.wide_points};
        for (int i = 0; i < 2; i++) {
            double c = 0.0, cy = 0.0;
            for (size_t k = 0; k < both[i]->padded; k++) {
                c += both[i]->c[k];
                cy += both[i]->c[k] * both[i]->y[k];
                ck_assert(k == 0 || both[i]->c[k] == 0.0 || both[i]->L[k] > both[i]->L[k - 1]);
            }
            hopt_assert_relative(c, d.points.c_sum, 1e-14);
            hopt_assert_relative(cy / c, d.points.y_mean, 1e-14);
        }
        ck_assert_uint_le(bins.wide_points.padded, HOPI_WIDE_BINS);
    }
}
END_TEST

START_TEST(test_move_gives_the_powers_at_the_new_n)
{
    const data d = make_data();
    const hopi_points points = points_of(&d);
    for (int32_t set = HOP_INSTRUCTIONS_BASELINE; set <= best_set(); set++) {
        const hopi_kernels *kernels = hopi_kernels_of(set);
        const double change = 1e-5; /* |change·L| is 8e-5 at most */
        double moved[PADDED], g[PADDED];
        kernels->powers(&points, 0.7, moved);
        kernels->move(&points, change, moved);
        kernels->powers(&points, 0.7 + change, g);
        for (int k = 0; k < POINTS; k++) {
            /* Two exponentials and a product, and n·L ≤ 6 with its rounding. */
            hopt_assert_relative(moved[k], g[k], 4e-15);
        }
    }
}
END_TEST

/* Means that are off by 1e-5, as those of a search are, cost no digits, nor does a step. */
START_TEST(test_finish_takes_the_columns_at_the_minimum)
{
    const data d = make_data();
    const hopi_points points = points_of(&d);
    for (int32_t set = HOP_INSTRUCTIONS_BASELINE; set <= best_set(); set++) {
        const hopi_kernels *kernels = hopi_kernels_of(set);
        double g[PADDED], n = 0.7;
        hopi_arrival to;
        hopi_jacobian at_minimum, b;
        hopi_sums sums;
        for (int k = 0; k < 6; k++) {
            kernels->powers(&points, n, g);
            kernels->centred_sums(&points, g, &sums);
            n -= slope_of(&sums) / curvature_of(&sums);
        }
        kernels->columns(&points, g, &at_minimum);
        const hopi_jacobian *a = &at_minimum;
        const double off = 1.0 + 1e-5, away = 5e-8;
        const hopi_place place = {n + away, sums.b / sums.a * off, a->g_mean * off,
                                  a->p_mean * off, a->kappa * off};
        kernels->finish(&points, &place, g, &b, &to);
        /* What is left is of the order of (away·L)² = 2e-13. */
        ck_assert(fabs(to.step + away) < 1e-13);
        hopt_assert_relative(to.curvature, curvature_of(&sums), 1e-5);
        hopt_assert_relative(b.norm_h, a->norm_h, 1e-12);
        hopt_assert_relative(b.norm_p, a->norm_p, 1e-12);
        hopt_assert_relative(b.kappa, a->kappa, 1e-12);
        hopt_assert_relative(b.along_h / b.norm_h, sums.b / sums.a, 1e-12);
        hopt_assert_relative(b.g_mean, a->g_mean, 1e-12);
        hopt_assert_relative(b.p_mean, a->p_mean, 1e-12);
    }
}
END_TEST

START_TEST(test_extremes_any_count_are_the_extremes)
{
    double x[40];
    for (int k = 0; k < 40; k++) {
        x[k] = sin(11.0 * k * k + 1.0);
    }
    for (int32_t set = HOP_INSTRUCTIONS_BASELINE; set <= best_set(); set++) {
        for (size_t count = 1; count <= 40; count++) {
            double low, high, expected_low = x[0], expected_high = x[0];
            for (size_t k = 1; k < count; k++) {
                expected_low = fmin(expected_low, x[k]);
                expected_high = fmax(expected_high, x[k]);
            }
            hopi_kernels_of(set)->extremes(count, x, &low, &high);
            ck_assert(low == expected_low && high == expected_high);
        }
    }
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("kernels", &tcase);
    tcase_add_test(tcase, test_ctx_set_instructions_known_sets_are_used);
    tcase_add_test(tcase, test_ctx_set_instructions_unknown_set_is_refused);
    tcase_add_test(tcase, test_powers_whole_range_agree_with_long_double);
    tcase_add_test(tcase, test_sums_give_the_derivatives_of_what_is_explained);
    tcase_add_test(tcase, test_scan_nodes_are_those_of_the_sums);
    tcase_add_test(tcase, test_bins_keep_the_sums_and_their_order);
    tcase_add_test(tcase, test_move_gives_the_powers_at_the_new_n);
    tcase_add_test(tcase, test_finish_takes_the_columns_at_the_minimum);
    tcase_add_test(tcase, test_extremes_any_count_are_the_extremes);
    return hopt_run(suite);
}
