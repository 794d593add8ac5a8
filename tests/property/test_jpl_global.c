/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "support.h"

/*
 * The fit against a search by brute force: SSR(n) on 991 nodes of n, solved as
 * a non-negative problem of two columns by trying all four active sets, then
 * golden sections around every local minimum. It shares no code with the fit.
 * Each spectrum is fitted in every instruction set that the machine has, alone and in a batch.
 */
enum { POINTS = 61, NODES = 991, SECTIONS = 80, MOST_SETS = 3 };

static const double n_low = 0.01, n_high = 1.0;
static const double f_low = 1.0, f_high = 1e7;

typedef struct grid {
    double freq_hz[POINTS];
    double x[POINTS]; /* ln of the frequency relative to the middle of the window */
    double power[NODES][POINTS];
} grid;

static double node(int j)
{
    return n_low + (n_high - n_low) * j / (NODES - 1);
}

static void fill_powers(const grid *g, double n, double *power)
{
    for (int k = 0; k < POINTS; k++) {
        power[k] = exp(n * g->x[k]);
    }
}

static double ssr_of(const double *y, const double *power, double s, double A)
{
    double ssr = 0.0;
    for (int k = 0; k < POINTS; k++) {
        const double r = 1.0 - (s + A * power[k]) / y[k];
        ssr += r * r;
    }
    return ssr;
}

/* Smallest SSR over s ≥ 0, A ≥ 0 for the columns 1/y and power/y. */
static double best_ssr(const double *y, const double *power)
{
    double w0 = 0.0, w1 = 0.0, w2 = 0.0, b0 = 0.0, b1 = 0.0;
    for (int k = 0; k < POINTS; k++) {
        const double u = 1.0 / y[k], v = power[k] / y[k];
        w0 += u * u;
        w1 += u * v;
        w2 += v * v;
        b0 += u;
        b1 += v;
    }
    const double determinant = w0 * w2 - w1 * w1;
    const double s = (b0 * w2 - b1 * w1) / determinant, A = (b1 * w0 - b0 * w1) / determinant;
    if (s >= 0.0 && A >= 0.0) {
        return ssr_of(y, power, s, A);
    }
    return fmin(ssr_of(y, power, b0 / w0, 0.0), ssr_of(y, power, 0.0, b1 / w2));
}

static double golden_section(const grid *g, const double *y, double low, double high)
{
    const double share = 0.6180339887498949;
    double power[POINTS];
    double a = high - share * (high - low), b = low + share * (high - low);
    fill_powers(g, a, power);
    double fa = best_ssr(y, power);
    fill_powers(g, b, power);
    double fb = best_ssr(y, power);
    double best = fmin(fa, fb);
    for (int k = 0; k < SECTIONS; k++) {
        if (fa < fb) {
            high = b;
            b = a;
            fb = fa;
            a = high - share * (high - low);
            fill_powers(g, a, power);
            fa = best_ssr(y, power);
        } else {
            low = a;
            a = b;
            fa = fb;
            b = low + share * (high - low);
            fill_powers(g, b, power);
            fb = best_ssr(y, power);
        }
        best = fmin(best, fmin(fa, fb));
    }
    return best;
}

static double brute_force(const grid *g, const double *y)
{
    static double ssr[NODES];
    for (int j = 0; j < NODES; j++) {
        ssr[j] = best_ssr(y, g->power[j]);
    }
    double best = fmin(ssr[0], ssr[NODES - 1]);
    for (int j = 0; j < NODES; j++) {
        const int is_low = (j == 0 || ssr[j] <= ssr[j - 1])
                           && (j == NODES - 1 || ssr[j] <= ssr[j + 1]);
        if (is_low) {
            best = fmin(best, golden_section(g, y, node(j > 0 ? j - 1 : 0),
                                             node(j < NODES - 1 ? j + 1 : j)));
        }
    }
    return best;
}

/* A linear congruential generator (Knuth's MMIX) is enough to pick parameters. */
static double uniform(uint64_t *state, double low, double high)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return low + (high - low) * (double)(*state >> 11) / 9007199254740992.0;
}

static hop_spectrum *random_spectrum(const grid *g, uint32_t number, uint64_t *state)
{
    hop_simulation *simulation = NULL;
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_simulation_create(NULL, HOP_MODEL_JPL, &simulation), HOP_OK);
    const double f_p = exp(uniform(state, log(1e3), log(1e2 * f_high)));
    hop_simulation_set(NULL, simulation, HOP_SIM_SIGMA_DC, exp(uniform(state, -20.0, 2.0)));
    hop_simulation_set(NULL, simulation, HOP_SIM_F_P, f_p);
    hop_simulation_set(NULL, simulation, HOP_SIM_N, uniform(state, 0.3, 1.0));
    hop_simulation_set(NULL, simulation, HOP_SIM_NOISE, uniform(state, 0.005, 0.05));
    hop_simulation_set_seed(NULL, simulation, 20231, number);
    ck_assert_int_eq(hop_simulation_run(NULL, simulation, POINTS, g->freq_hz, &s), HOP_OK);
    hop_simulation_destroy(simulation);
    return s;
}

static int open_contexts(hop_ctx **contexts)
{
    const int sets = hop_ctx_instructions(NULL);
    ck_assert_int_le(sets, MOST_SETS);
    for (int j = 0; j < sets; j++) {
        ck_assert_int_eq(hop_ctx_create(&contexts[j]), HOP_OK);
        ck_assert_int_eq(hop_ctx_set_instructions(contexts[j], j + 1), HOP_OK);
    }
    return sets;
}

static int spectra_to_try(void)
{
    const char *text = getenv("HOP_TEST_SPECTRA");
    return text ? atoi(text) : 10000;
}

static int spectra;
static grid g;
static double *rows, *best_rss; /* σ′ of all spectra, and the least sums of squares */

/* Brute force takes most of the time: both tests use its result. */
static void make_references(void)
{
    uint64_t state = 1;
    spectra = spectra_to_try();
    rows = calloc((size_t)spectra, POINTS * sizeof *rows);
    best_rss = calloc((size_t)spectra, sizeof *best_rss);
    ck_assert(rows && best_rss);
    hopt_log_grid(f_low, f_high, POINTS, g.freq_hz);
    for (int k = 0; k < POINTS; k++) {
        g.x[k] = log(g.freq_hz[k] / sqrt(f_low * f_high));
    }
    for (int j = 0; j < NODES; j++) {
        fill_powers(&g, node(j), g.power[j]);
    }
    for (int i = 0; i < spectra; i++) {
        hop_spectrum *s = random_spectrum(&g, (uint32_t)i, &state);
        double *y = rows + (size_t)i * POINTS;
        ck_assert_int_eq(hop_spectrum_values(s, HOP_CONDUCTIVITY, y, NULL, POINTS, NULL), HOP_OK);
        best_rss[i] = brute_force(&g, y);
        hop_spectrum_destroy(s);
    }
}

static void release_references(void)
{
    free(rows);
    free(best_rss);
}

typedef struct summary {
    double worst, best;
    int several, without, at_bound;
} summary;

static void check_fit(int i, int set, double rss, uint32_t flags, summary *all)
{
    const double excess = rss / best_rss[i] - 1.0;
    /* Both sums carry 61 roundings of 1e-16; golden sections stop 1e-15 above the minimum. */
    ck_assert_msg(excess < 1e-12, "spectrum %d, set %d: SSR %.3g above brute force, flags %x", i,
                  set, excess, flags);
    ck_assert_msg(excess > -1e-9, "spectrum %d: brute force missed the minimum by %.3g", i, excess);
    all->worst = fmax(all->worst, excess);
    all->best = fmin(all->best, excess);
    all->several += (flags & HOP_FLAG_MULTIPLE_MINIMA) != 0;
    all->without += (flags & HOP_FLAG_NO_DISPERSION) != 0;
    all->at_bound += (flags & (HOP_FLAG_N_AT_LOWER_BOUND | HOP_FLAG_N_AT_UPPER_BOUND)) != 0;
}

static void print_summary(const char *what, const summary *all, int sets)
{
    printf("%s, %d spectra in %d sets: SSR excess %.1e to %.1e; %d with several minima, "
           "%d without dispersion, %d at a bound of n\n",
           what, spectra, sets, all->best, all->worst, all->several / sets, all->without / sets,
           all->at_bound / sets);
}

START_TEST(test_jpl_fit_random_spectra_finds_global_minimum)
{
    hop_ctx *contexts[MOST_SETS];
    const int sets = open_contexts(contexts);
    summary all = {0};
    for (int i = 0; i < spectra; i++) {
        hop_spectrum *s = NULL;
        uint32_t flags = 0;
        ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, POINTS, g.freq_hz,
                                                        rows + (size_t)i * POINTS, NULL, NAN, NAN,
                                                        NAN, &s),
                         HOP_OK);
        for (int j = 0; j < sets; j++) {
            hop_jpl *fit = NULL;
            ck_assert_int_eq(hop_jpl_fit(contexts[j], s, NULL, &fit), HOP_OK);
            ck_assert(j == 0 || flags == hop_jpl_flags(fit));
            flags = hop_jpl_flags(fit);
            check_fit(i, j + 1, hop_jpl_value(fit, HOP_RSS), flags, &all);
            hop_jpl_destroy(fit);
        }
        hop_spectrum_destroy(s);
    }
    for (int j = 0; j < sets; j++) {
        hop_ctx_destroy(contexts[j]);
    }
    print_summary("single", &all, sets);
}
END_TEST

START_TEST(test_jpl_fit_batch_random_spectra_finds_global_minimum)
{
    static const int32_t key = HOP_RSS;
    hop_ctx *contexts[MOST_SETS];
    const int sets = open_contexts(contexts);
    summary all = {0};
    double *rss = calloc((size_t)spectra, sizeof *rss);
    uint32_t *flags = calloc((size_t)spectra, sizeof *flags);
    ck_assert(rss && flags);
    for (int j = 0; j < sets; j++) {
        ck_assert_int_eq(hop_jpl_fit_batch(contexts[j], POINTS, g.freq_hz, (size_t)spectra, rows,
                                           NULL, NULL, 1, &key, rss, NULL, NULL, flags, NULL),
                         HOP_OK);
        for (int i = 0; i < spectra; i++) {
            check_fit(i, j + 1, rss[i], flags[i], &all);
        }
        hop_ctx_destroy(contexts[j]);
    }
    free(rss);
    free(flags);
    print_summary("batch", &all, sets);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("jpl-global", &tcase);
    tcase_add_unchecked_fixture(tcase, make_references, release_references);
    tcase_add_test(tcase, test_jpl_fit_random_spectra_finds_global_minimum);
    tcase_add_test(tcase, test_jpl_fit_batch_random_spectra_finds_global_minimum);
    return hopt_run(suite);
}
