/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "jpl/handle.h"
#include "jpl/replicate.h"
#include "math/random.h"
#include "support.h"

enum { N = 41, REPLICATES = 100 };

static const uint32_t seed = 12345;
static const int32_t keys[] = {HOP_SIGMA_DC, HOP_A_J, HOP_N, HOP_OMEGA_P,
                               HOP_F_P, HOP_LN_SIGMA_DC, HOP_LN_OMEGA_P};

static hop_ctx *ctx;
static hop_bootstrap_options *options;
static double freq[N], y[N];

static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_bootstrap_options_create(ctx, &options), HOP_OK);
    hop_bootstrap_options_set_replicates(ctx, options, REPLICATES);
    hop_bootstrap_options_set_seed(ctx, options, seed);
    hopt_log_grid(1e2, 1e7, N, freq);
    for (int k = 0; k < N; k++) {
        y[k] = 2e-3 * (1.0 + pow(freq[k] / 1e6, 0.7)) * (1.0 + 0.02 * sin(1.0 + 2.3 * k * k));
    }
}

static void tear_down(void)
{
    hop_bootstrap_options_destroy(options);
    hop_ctx_destroy(ctx);
}

static hop_jpl *fitted(void)
{
    hop_spectrum *s = NULL;
    hop_jpl *fit = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, N, freq, y, NULL, NAN, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(ctx, s, NULL, &fit), HOP_OK);
    hop_spectrum_destroy(s);
    return fit;
}

static hop_bootstrap *bootstrap(const hop_jpl *fit)
{
    hop_bootstrap *b = NULL;
    const hop_status status = hop_jpl_bootstrap(ctx, fit, options, &b);
    ck_assert_msg(status == HOP_OK, "%s", hop_ctx_error(ctx));
    return b;
}

static void values_of(const hop_bootstrap *b, int32_t key, double *out)
{
    size_t count = 0;
    ck_assert_int_eq(hop_bootstrap_values(b, key, out, REPLICATES, &count), HOP_OK);
    ck_assert_uint_eq(count, REPLICATES);
}

/* The data of a replicate, fitted with the standard deviations y of its fit. */
static hop_jpl *fit_data(const double *data)
{
    hop_spectrum *s = NULL, *t = NULL;
    hop_jpl_options *o = NULL;
    hop_jpl *fit = NULL;
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, N, freq, data, NULL, NAN, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_spectrum_with_standard_deviations(ctx, s, N, y, &t), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_create(ctx, &o), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_set_weighting(ctx, o, HOP_WEIGHTING_GIVEN), HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(ctx, t, o, &fit), HOP_OK);
    hop_jpl_options_destroy(o);
    hop_spectrum_destroy(t);
    hop_spectrum_destroy(s);
    return fit;
}

static void assert_replicate(const hop_bootstrap *b, int index, const double *data)
{
    hop_jpl *fit = fit_data(data);
    double values[REPLICATES];
    for (int k = 0; k < 7; k++) {
        values_of(b, keys[k], values);
        /* Both searches end within 1e-13 of n, times the condition of 1e3. */
        hopt_assert_relative(values[index], hop_jpl_value(fit, keys[k]), 1e-9);
    }
    hop_jpl_destroy(fit);
}

/* What hop_jpl_bootstrap() makes replicates from. */
typedef struct source {
    hopi_jpl_replicates all;
    hopi_jpl_expansion expansion;
    double *memory, *workspace, *work;
} source;

static void open_source(source *t, const hop_jpl *fit, int is_wild)
{
    const hopi_jpl_region *region = &fit->region;
    const double s = sqrt(hop_jpl_value(fit, HOP_REDUCED_CHI2));
    const size_t size = region->padded * sizeof *t->memory;
    t->memory = calloc(1 + HOPI_EXPANSION_ARRAYS, size);
    t->workspace = calloc(HOPI_JPL_REPLICATE_ARRAYS, size);
    t->work = calloc(HOPI_REPLICATE_WORK, sizeof *t->work);
    if (is_wild) {
        hopi_jpl_wild_spread(region, t->memory);
    }
    for (size_t k = 0; !is_wild && k < region->count; k++) {
        t->memory[k] = s / sqrt(region->c[k]);
    }
    t->all = (hopi_jpl_replicates){region, t->memory, is_wild, seed, &t->expansion};
    region->kernels->replicates->expand(region, t->memory, is_wild, seed,
                                        t->memory + region->padded, &t->expansion);
}

static void close_source(source *t)
{
    free(t->memory);
    free(t->workspace);
    free(t->work);
}

START_TEST(test_bootstrap_parametric_replicates_are_fits_of_their_residuals)
{
    hop_bootstrap_options_set_kind(ctx, options, HOP_BOOTSTRAP_PARAMETRIC);
    hop_jpl *fit = fitted();
    hop_bootstrap *b = bootstrap(fit);
    source t;
    open_source(&t, fit, 0);
    for (uint32_t i = 0; i < REPLICATES; i += 9) {
        double data[N], residuals[N];
        hop_jpl_evaluate(fit, N, freq, data);
        hopi_jpl_draw_residuals(&t.all, i, residuals);
        for (uint32_t k = 0; k < N; k++) {
            data[k] += fit->region.scale * residuals[k];
        }
        assert_replicate(b, (int)i, data);
    }
    close_source(&t);
    hop_bootstrap_destroy(b);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_draw_residuals_parametric_are_independent_normal_numbers)
{
    enum { MANY = 4000 };
    static double products[N][N], fourth[N];
    hop_jpl *fit = fitted();
    source t;
    open_source(&t, fit, 0);
    for (uint32_t i = 0; i < MANY; i++) {
        double e[N];
        hopi_jpl_draw_residuals(&t.all, i, e);
        for (int k = 0; k < N; k++) {
            e[k] /= t.all.spread[k];
            fourth[k] += e[k] * e[k] * e[k] * e[k] / MANY;
            for (int j = 0; j <= k; j++) {
                products[k][j] += e[k] * e[j] / MANY;
            }
        }
    }
    /* Six standard deviations: 1 for a product, √2 for a square, √96 for a fourth power. */
    const double deviation = 6.0 / sqrt(MANY);
    for (int k = 0; k < N; k++) {
        ck_assert_double_eq_tol(fourth[k], 3.0, sqrt(96.0) * deviation);
        for (int j = 0; j <= k; j++) {
            ck_assert_double_eq_tol(products[k][j], j == k, sqrt(1.0 + (j == k)) * deviation);
        }
    }
    close_source(&t);
    hop_jpl_destroy(fit);
}
END_TEST

/* Of a group of replicates, those that the expansion reaches; each must be the whole fit. */
static int check_group(const hop_jpl *fit, int is_wild)
{
    source t;
    hopi_replicate_fits near;
    int reached = 0;
    open_source(&t, fit, is_wild);
    fit->region.kernels->replicates->fit(&t.expansion, 256, t.work, &near);
    for (uint32_t i = 0; i < HOPI_REPLICATE_GROUP; i++) {
        const hopi_jpl_replicate whole = hopi_jpl_make_replicate(&t.all, t.workspace, 256 + i);
        for (int j = 0; j < 4 && near.is_reached[i]; j++) {
            /* 1e-13 of n by the search that compares, times the condition of 1e3. */
            ck_assert_double_eq_tol(near.value[j][i], whole.value[j], 1e-9);
        }
        reached += near.is_reached[i];
    }
    close_source(&t);
    return reached;
}

static hop_jpl *fit_noisy(size_t count, double noise, int32_t instructions)
{
    hop_spectrum *s = NULL;
    hop_jpl *fit = NULL;
    double *f = calloc(2 * count, sizeof *f), *data = f + count;
    hopt_log_grid(1e2, 1e7, count, f);
    for (size_t k = 0; k < count; k++) {
        data[k] = 2e-3 * (1.0 + pow(f[k] / 1e6, 0.7)) * (1.0 + noise * sin(1.0 + 2.3 * (double)(k * k)));
    }
    ck_assert_int_eq(hop_ctx_set_instructions(ctx, instructions), HOP_OK);
    ck_assert_int_eq(hop_spectrum_from_conductivity(ctx, count, f, data, NULL, NAN, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(ctx, s, NULL, &fit), HOP_OK);
    hop_spectrum_destroy(s);
    free(f);
    return fit;
}

START_TEST(test_replicates_near_a_fit_are_those_of_the_whole_search)
{
    const struct {
        size_t count;
        double noise;
        int fewest; /* that must be reached */
    } cases[] = {{41, 0.02, HOPI_REPLICATE_GROUP}, {6, 1e-3, HOPI_REPLICATE_GROUP},
                 {200, 1e-6, HOPI_REPLICATE_GROUP}, {133, 0.2, 100}, {12, 0.1, 20}};
    const int32_t best = hop_ctx_instructions(ctx);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int32_t set = HOP_INSTRUCTIONS_BASELINE; set <= best; set++) {
            hop_jpl *fit = fit_noisy(cases[i].count, cases[i].noise, set);
            ck_assert_int_ge(check_group(fit, 1), cases[i].fewest);
            ck_assert_int_ge(check_group(fit, 0), cases[i].fewest);
            hop_jpl_destroy(fit);
        }
    }
}
END_TEST

/* ∂m/∂(σ, A, n) by central differences; the leverage by Cramer's rule on 3 × 3 sums. */
static void find_leverages(const hop_jpl *fit, double *leverage)
{
    double J[N][3], M[3][3] = {{0}}, C[3][3];
    const double A = hop_jpl_value(fit, HOP_A_J), n = hop_jpl_value(fit, HOP_N), step = 1e-5;
    for (int k = 0; k < N; k++) {
        const double ln_omega = log(2.0 * acos(-1.0) * freq[k]);
        J[k][0] = 1.0 / y[k];
        J[k][1] = A * exp(n * ln_omega) / y[k];
        J[k][2] = A * (exp((n + step) * ln_omega) - exp((n - step) * ln_omega)) / (2 * step * y[k]);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                M[i][j] += J[k][i] * J[k][j];
            }
        }
    }
    double det = 0.0;
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            const int a = (i + 1) % 3, b = (i + 2) % 3, c = (j + 1) % 3, d = (j + 2) % 3;
            C[i][j] = M[a][c] * M[b][d] - M[a][d] * M[b][c];
        }
        det += i == 0 ? M[0][0] * C[0][0] + M[0][1] * C[0][1] + M[0][2] * C[0][2] : 0.0;
    }
    for (int k = 0; k < N; k++) {
        leverage[k] = 0.0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                leverage[k] += J[k][i] * C[i][j] / det * J[k][j];
            }
        }
    }
}

START_TEST(test_bootstrap_wild_replicates_are_fits_of_residuals_with_random_signs)
{
    hop_jpl *fit = fitted();
    hop_bootstrap *b = bootstrap(fit);
    double leverage[N], model[N];
    find_leverages(fit, leverage);
    hop_jpl_evaluate(fit, N, freq, model);
    for (uint32_t i = 0; i < REPLICATES; i += 9) {
        const uint32_t counter[4] = {0, 0, i, 0}, key[2] = {seed, 0xB007u};
        uint32_t words[4];
        double data[N];
        hopi_philox4x32(counter, key, words);
        for (uint32_t k = 0; k < N; k++) {
            const double residual = (y[k] - model[k]) / (1.0 - leverage[k]);
            data[k] = model[k] + ((words[k / 32] >> (k % 32)) & 1u ? residual : -residual);
        }
        hop_jpl *again = fit_data(data);
        double values[REPLICATES];
        values_of(b, HOP_N, values);
        /* The central difference leaves 1e-9 of the leverage, the residuals 2 % of y. */
        hopt_assert_relative(values[i], hop_jpl_value(again, HOP_N), 1e-8);
        values_of(b, HOP_F_P, values);
        hopt_assert_relative(values[i], hop_jpl_value(again, HOP_F_P), 1e-7);
        hop_jpl_destroy(again);
    }
    hop_bootstrap_destroy(b);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_bootstrap_is_the_same_on_one_two_and_three_threads)
{
    hop_jpl *fit = fitted();
    for (int32_t kind = HOP_BOOTSTRAP_WILD; kind <= HOP_BOOTSTRAP_PARAMETRIC; kind++) {
        double values[3][REPLICATES];
        hop_bootstrap_options_set_kind(ctx, options, kind);
        for (int32_t threads = 1; threads <= 3; threads++) {
            hop_ctx_set_threads(ctx, threads);
            hop_bootstrap *b = bootstrap(fit);
            ck_assert_int_eq(hop_bootstrap_kind(b), kind);
            values_of(b, HOP_LN_OMEGA_P, values[threads - 1]);
            hop_bootstrap_destroy(b);
        }
        ck_assert_mem_eq(values[0], values[1], sizeof values[0]);
        ck_assert_mem_eq(values[0], values[2], sizeof values[0]);
    }
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_bootstrap_more_replicates_keep_the_first_ones)
{
    double few[REPLICATES], more[3 * REPLICATES];
    hop_jpl *fit = fitted();
    hop_bootstrap *b = bootstrap(fit);
    values_of(b, HOP_N, few);
    hop_bootstrap_destroy(b);
    hop_bootstrap_options_set_replicates(ctx, options, 3 * REPLICATES);
    b = bootstrap(fit);
    ck_assert_int_eq(hop_bootstrap_values(b, HOP_N, more, 3 * REPLICATES, NULL), HOP_OK);
    ck_assert_mem_eq(few, more, sizeof few);
    hop_bootstrap_options_set_seed(ctx, options, seed + 1);
    hop_bootstrap_destroy(b);
    b = bootstrap(fit);
    hop_bootstrap_values(b, HOP_N, more, 3 * REPLICATES, NULL);
    ck_assert_mem_ne(few, more, sizeof few);
    hop_bootstrap_destroy(b);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_standard_error_is_that_of_the_covariance_for_small_noise)
{
    enum { MANY = 20000 };
    hop_bootstrap_options_set_kind(ctx, options, HOP_BOOTSTRAP_PARAMETRIC);
    hop_bootstrap_options_set_replicates(ctx, options, MANY);
    hop_jpl *fit = fitted();
    hop_bootstrap *b = bootstrap(fit);
    for (int k = 0; k < 7; k++) {
        /* The sd of an sd is 1/sqrt(2 MANY) = 0.5 %; curvature adds about the same. */
        hopt_assert_relative(hop_bootstrap_standard_error(b, keys[k]),
                             hop_jpl_standard_error(fit, keys[k]), 0.03);
    }
    hop_bootstrap_destroy(b);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_interval_takes_quantiles_of_the_replicates)
{
    double values[REPLICATES], lower, upper;
    hop_jpl *fit = fitted();
    hop_bootstrap *b = bootstrap(fit);
    values_of(b, HOP_F_P, values);
    ck_assert_int_eq(hop_bootstrap_interval(b, HOP_F_P, 0.8, &lower, &upper), HOP_OK);
    int below = 0, above = 0;
    for (int k = 0; k < REPLICATES; k++) {
        below += values[k] < lower;
        above += values[k] > upper;
    }
    /* Φ(−t) of 38 degrees of freedom is 0.0961: between values 9 and 10 of 100. */
    ck_assert_int_eq(below, 9);
    ck_assert_int_eq(above, 9);
    hop_bootstrap_destroy(b);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_interval_without_dispersion_is_open_above)
{
    for (int k = 0; k < N; k++) {
        y[k] = 3.0 + 0.01 * sin(2.0 * k * k);
    }
    double lower, upper;
    hop_jpl *fit = fitted();
    hop_bootstrap *b = bootstrap(fit);
    ck_assert(hop_bootstrap_flags(b) & HOP_FLAG_REPLICATES_DEGENERATE);
    ck_assert_int_eq(hop_bootstrap_interval(b, HOP_F_P, 0.9, &lower, &upper), HOP_OK);
    ck_assert(isinf(upper));
    ck_assert_int_eq(hop_bootstrap_interval(b, HOP_A_J, 0.9, &lower, &upper), HOP_OK);
    ck_assert_double_eq(lower, 0.0);
    ck_assert_int_eq(hop_bootstrap_interval(b, HOP_N, 0.9, &lower, &upper), HOP_OK);
    ck_assert_double_eq(lower, 0.01);
    ck_assert_double_eq(upper, 1.0);
    ck_assert(isnan(hop_bootstrap_standard_error(b, HOP_N)));
    hop_bootstrap_destroy(b);
    hop_jpl_destroy(fit);
}
END_TEST

static int32_t stop(void *user, double fraction)
{
    (void)fraction;
    return ++*(int *)user == 2;
}

START_TEST(test_bootstrap_cancelled_gives_nothing)
{
    int calls = 0;
    hop_jpl *fit = fitted();
    hop_bootstrap *b = (hop_bootstrap *)fit;
    hop_bootstrap_options_set_replicates(ctx, options, 3 * REPLICATES);
    hop_ctx_set_progress(ctx, stop, &calls);
    ck_assert_int_eq(hop_jpl_bootstrap(ctx, fit, options, &b), HOP_ERR_CANCELLED);
    ck_assert_ptr_null(b);
    ck_assert_int_eq(calls, 2);
    hop_jpl_destroy(fit);
}
END_TEST

START_TEST(test_bad_arguments_are_errors)
{
    double lower, upper, values[1];
    hop_jpl *fit = fitted();
    hop_bootstrap *b = (hop_bootstrap *)fit;
    ck_assert_int_eq(hop_jpl_bootstrap(ctx, NULL, NULL, &b), HOP_ERR_NULL_ARGUMENT);
    ck_assert_ptr_null(b);
    ck_assert_int_eq(hop_jpl_bootstrap(ctx, fit, NULL, NULL), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_bootstrap_options_set_kind(ctx, options, 3), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_bootstrap_options_set_replicates(ctx, options, 9), HOP_ERR_OUT_OF_RANGE);
    ck_assert_str_eq(hop_ctx_error(ctx), "9 replicates: expected 10 to 10000000");
    b = bootstrap(fit);
    ck_assert_int_eq(hop_bootstrap_interval(b, HOP_RSS, 0.9, &lower, &upper),
                     HOP_ERR_UNKNOWN_KEY);
    ck_assert_int_eq(hop_bootstrap_interval(b, HOP_N, 1.0, &lower, &upper), HOP_ERR_OUT_OF_RANGE);
    /* 100 replicates have no quantile of 0.0005. */
    ck_assert_int_eq(hop_bootstrap_interval(b, HOP_N, 0.999, &lower, &upper),
                     HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_bootstrap_values(b, HOP_N, values, 1, NULL), HOP_ERR_CAPACITY);
    ck_assert(isnan(hop_bootstrap_standard_error(b, HOP_RSS)));
    ck_assert(isnan(hop_bootstrap_standard_error(NULL, HOP_N)));
    ck_assert_int_eq(hop_bootstrap_kind(NULL), 0);
    ck_assert_uint_eq(hop_bootstrap_flags(NULL), 0);
    hop_bootstrap_destroy(NULL);
    hop_bootstrap_options_destroy(NULL);
    hop_bootstrap_destroy(b);
    hop_jpl_destroy(fit);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("bootstrap", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_bootstrap_parametric_replicates_are_fits_of_their_residuals);
    tcase_add_test(tcase, test_draw_residuals_parametric_are_independent_normal_numbers);
    tcase_add_test(tcase, test_replicates_near_a_fit_are_those_of_the_whole_search);
    tcase_add_test(tcase, test_bootstrap_wild_replicates_are_fits_of_residuals_with_random_signs);
    tcase_add_test(tcase, test_bootstrap_is_the_same_on_one_two_and_three_threads);
    tcase_add_test(tcase, test_bootstrap_more_replicates_keep_the_first_ones);
    tcase_add_test(tcase, test_standard_error_is_that_of_the_covariance_for_small_noise);
    tcase_add_test(tcase, test_interval_takes_quantiles_of_the_replicates);
    tcase_add_test(tcase, test_interval_without_dispersion_is_open_above);
    tcase_add_test(tcase, test_bootstrap_cancelled_gives_nothing);
    tcase_add_test(tcase, test_bad_arguments_are_errors);
    return hopt_run(suite);
}
