/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "jpl/window.h"
#include "support.h"

/* The windows of hopi_window_search() beside χ² of each window on 2,000 values of n. */
enum { MOST = 40, NODES = 2000, COMPARED = 6 };

typedef struct case_data {
    double L[MOST], re[MOST], im[MOST], c[MOST];
    hopi_window_data data;
} case_data;

static double noise_of(uint64_t number)
{
    uint64_t z = (number + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    return (double)((z ^ (z >> 27)) >> 11) / 9007199254740992.0 - 0.5;
}

/* A power law behind an electrode, which bends σ′ down at the low end. */
static void fill(case_data *d, size_t count, int has_im, double electrode, int32_t instructions)
{
    double mean = 0.0;
    for (size_t k = 0; k < count; k++) {
        d->L[k] = 0.4 * (double)k;
        mean += d->L[k] / (double)count;
    }
    for (size_t k = 0; k < MOST; k++) {
        d->L[k] = k < count ? d->L[k] - mean : 0.0;
    }
    for (size_t k = 0; k < count; k++) {
        const double w = exp(d->L[k]), power = 0.5 * pow(w, 0.7);
        d->re[k] = (1.0 + power) / (1.0 + electrode / w) * (1.0 + 0.03 * noise_of(2 * k));
        d->im[k] = 1.3 * power + 0.02 * w + 0.03 * d->re[k] * noise_of(2 * k + 1);
        d->c[k] = 1.0 / (d->re[k] * d->re[k] + (has_im ? d->im[k] * d->im[k] : 0.0));
    }
    d->data = (hopi_window_data){.kernels = hopi_kernels_of(instructions), .count = count,
                                 .L = d->L, .re = d->re, .im = has_im ? d->im : NULL, .c = d->c,
                                 .n_min = 0.01, .n_max = 1.0};
}

typedef long double sum;

/* What two columns with coefficients ≥ 0 explain; *both: neither is zero. */
static sum explained(sum aa, sum ab, sum bb, sum ay, sum by, int *both)
{
    const sum det = aa * bb - ab * ab, p = ay * bb - by * ab, q = by * aa - ay * ab;
    *both = det > 1e-12L * aa * bb && p > 0.0L && q > 0.0L;
    const sum only_a = ay > 0.0L ? ay * ay / aa : 0.0L, only_b = by > 0.0L ? by * by / bb : 0.0L;
    return *both ? (p * ay + q * by) / det : fmaxl(only_a, only_b);
}

static double chi2_at(const hopi_window_data *d, size_t first, size_t count, double n)
{
    sum c = 0, g = 0, gg = 0, y = 0, gy = 0, yy = 0, gw = 0, ww = 0, gz = 0, wz = 0, zz = 0;
    for (size_t k = first; k < first + count; k++) {
        const sum u = d->c[k], p = expl(n * d->L[k]), w = expl(d->L[k]), z = d->im ? d->im[k] : 0.0;
        c += u, g += u * p, gg += u * p * p, y += u * d->re[k], gy += u * p * d->re[k];
        yy += u * d->re[k] * d->re[k], gw += u * p * w, ww += u * w * w, gz += u * p * z;
        wz += u * w * z, zz += u * z * z;
    }
    int both, unused;
    sum chi2 = yy - explained(c, g, gg, y, gy, &both);
    chi2 += d->im ? zz - explained(gg, gw, ww, gz, wz, &unused) : 0.0L;
    return both ? (double)chi2 : INFINITY;
}

static double aic_of(const hopi_window_data *d, size_t first, size_t count, double unit)
{
    double least = INFINITY;
    for (int i = 0; i <= NODES; i++) {
        const double n = d->n_min + (d->n_max - d->n_min) * i / NODES;
        least = fmin(least, chi2_at(d, first, count, n));
    }
    return least / unit + (d->im ? 4.0 : 2.0) * (double)(d->count - count);
}

static void check(size_t count, int has_im, double electrode, int32_t instructions)
{
    static case_data d;
    static hopi_window_candidate list[HOPI_WINDOW_LISTED];
    fill(&d, count, has_im, electrode, instructions);
    double *work = calloc(hopi_window_workspace(count), sizeof *work);
    const double noise = hopi_window_noise(&d.data, work), unit = noise * noise + 0.005 * 0.005;
    const size_t listed = hopi_window_search(&d.data, noise, work, list);
    ck_assert_uint_ge(listed, 2);
    const double best = aic_of(&d.data, list[0].first, list[0].count, unit);
    ck_assert_double_eq(list[0].aic, 0.0);
    for (size_t i = 1; i < listed && i < COMPARED; i++) {
        ck_assert(list[i].aic >= list[i - 1].aic);
        /* Nodes 5e-4 apart miss the best n by a tenth of its error, χ² by a hundredth. */
        ck_assert_double_eq_tol(list[i].aic,
                                aic_of(&d.data, list[i].first, list[i].count, unit) - best, 0.02);
    }
    /* No window of the data is better than the best of the list. */
    for (size_t a = 0; a + HOPI_WINDOW_FEWEST_POINTS <= count; a += 3) {
        for (size_t b = a + HOPI_WINDOW_FEWEST_POINTS; b <= count; b += 3) {
            ck_assert_double_ge(aic_of(&d.data, a, b - a, unit), best - 0.02);
        }
    }
    free(work);
}

START_TEST(test_window_search_lists_the_windows_of_the_lowest_aic)
{
    for (int32_t set = HOP_INSTRUCTIONS_BASELINE; set <= hop_ctx_instructions(NULL); set++) {
        check(30, 0, 0.0, set);
        check(33, 1, 0.02, set);
    }
}
END_TEST

START_TEST(test_window_search_cuts_off_what_an_electrode_distorts)
{
    static case_data d;
    static hopi_window_candidate list[HOPI_WINDOW_LISTED];
    fill(&d, MOST, 1, 0.03, HOP_INSTRUCTIONS_BASELINE);
    double *work = calloc(hopi_window_workspace(MOST), sizeof *work);
    const double noise = hopi_window_noise(&d.data, work);
    ck_assert_uint_gt(hopi_window_search(&d.data, noise, work, list), 0);
    /* Where the electrode takes 10 % and more. */
    ck_assert_double_gt(exp(d.L[list[0].first]), 0.2);
    free(work);
}
END_TEST

START_TEST(test_window_search_without_dispersion_finds_nothing)
{
    static case_data d;
    static hopi_window_candidate list[HOPI_WINDOW_LISTED];
    fill(&d, 20, 0, 0.0, HOP_INSTRUCTIONS_BASELINE);
    for (size_t k = 0; k < 20; k++) {
        d.re[k] = 2.0 - 0.05 * (double)k;
    }
    double *work = calloc(hopi_window_workspace(20), sizeof *work);
    ck_assert_uint_eq(hopi_window_search(&d.data, 0.01, work, list), 0);
    free(work);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("window_search", &tcase);
    tcase_add_test(tcase, test_window_search_lists_the_windows_of_the_lowest_aic);
    tcase_add_test(tcase, test_window_search_cuts_off_what_an_electrode_distorts);
    tcase_add_test(tcase, test_window_search_without_dispersion_finds_nothing);
    return hopt_run(suite);
}
