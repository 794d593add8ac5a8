/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Times of distributions of relaxation times. The spectra are printed first, so that
 * drt_restated.py does the same sums on the same numbers in the same run.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <hop/hop.h>

#include "drt/prepare.h"
#include "math/random.h"

enum { POINTS = 81, SPECTRA = 500, ROUNDS = 15, PRINTED = 5, SEARCHES = 2000 };

static const double pi = 3.14159265358979323846;

static uint64_t drawn;

static void end_on(hop_status status)
{
    if (status != HOP_OK) {
        fprintf(stderr, "hop-drt-speed: %s\n", hop_status_message(status));
        exit(1);
    }
}

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return 1e6 * (double)t.tv_sec + 1e-3 * (double)t.tv_nsec;
}

static double uniform(double low, double high)
{
    double pair[2];
    hopi_random_normal_pair(3, 1, drawn++, pair);
    return low + (high - low) * 0.5 * erfc(-pair[0] / sqrt(2.0));
}

/* One to three arcs of 10 to 100 Ω behind 10 Ω and up to 0.5 µH, 0.3 Ω of noise. */
static hop_spectrum *make_spectrum(int is_printed)
{
    double freq[POINTS], re[POINTS], im[POINTS], R[3], tau[3], phi[3];
    const int arcs = 1 + (int)uniform(0.0, 3.0);
    const double L = uniform(0.0, 5e-7);
    hop_spectrum *s = NULL;
    for (int i = 0; i < arcs; i++) {
        R[i] = uniform(10.0, 100.0);
        tau[i] = pow(10.0, uniform(-5.0, 1.0));
        phi[i] = uniform(0.6, 1.0);
    }
    for (int k = 0; k < POINTS; k++) {
        freq[k] = pow(10.0, -2.0 + 0.1 * k);
        const double omega = 2.0 * pi * freq[k];
        double z[2];
        hopi_random_normal_pair(4, 2, drawn++, z);
        re[k] = 10.0 + 0.3 * z[0];
        im[k] = omega * L + 0.3 * z[1];
        for (int i = 0; i < arcs; i++) {
            const double q = pow(omega * tau[i], phi[i]), angle = 0.5 * pi * phi[i];
            const double a = 1.0 + q * cos(angle), b = q * sin(angle);
            re[k] += R[i] * a / (a * a + b * b);
            im[k] -= R[i] * b / (a * a + b * b);
        }
        if (is_printed) {
            printf("point %.17g %.17g %.17g\n", freq[k], re[k], im[k]);
        }
    }
    end_on(hop_spectrum_from_impedance(NULL, POINTS, freq, re, im, NAN, NAN, NAN, &s));
    return s;
}

/* Order 2, unit weights and the 81 time constants 1/f, as the public program has them. */
static hop_drt_options *make_options(int32_t method, double lambda)
{
    hop_drt_options *o = NULL;
    end_on(hop_drt_options_create(NULL, &o));
    end_on(hop_drt_options_set_order(NULL, o, 2));
    end_on(hop_drt_options_set_weighting(NULL, o, HOP_DRT_WEIGHT_UNIT));
    end_on(hop_drt_options_set_tau(NULL, o, 1e-6, 1e2, POINTS));
    end_on(hop_drt_options_set_lambda(NULL, o, method, lambda));
    return o;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, ascending);
    return values[count / 2];
}

static void time_cold(hop_spectrum *const *spectra, const hop_drt_options *o)
{
    double times[SPECTRA];
    for (int i = 0; i < SPECTRA; i++) {
        hop_drt *drt = NULL;
        const double start = now_us();
        end_on(hop_drt_calculate(NULL, spectra[i], o, &drt));
        times[i] = now_us() - start;
        hop_drt_destroy(drt);
    }
    printf("cold_us %.2f\n", median(times, SPECTRA));
}

/* The whole batch, so that what is made once counts with a five-hundredth. */
static void time_batch(hop_spectrum *const *spectra, const hop_drt_options *o, const char *name)
{
    double times[ROUNDS], kkt = 0.0;
    for (int round = 0; round < ROUNDS; round++) {
        hop_drt_set *set = NULL;
        const double start = now_us();
        end_on(hop_drt_batch(NULL, SPECTRA, (const hop_spectrum *const *)spectra, o, &set));
        times[round] = (now_us() - start) / SPECTRA;
        for (size_t i = 0; i < SPECTRA; i++) {
            kkt = fmax(kkt, hop_drt_value(hop_drt_set_get(set, i), HOP_KKT));
        }
        hop_drt_set_destroy(set);
    }
    printf("%s_us %.2f\n%s_kkt %.3g\n", name, median(times, ROUNDS), name, kkt);
}

/* The search for λ alone, of one spectrum whose grid is prepared. */
static void time_search(const hop_spectrum *s, const hop_drt_options *o)
{
    const hopi_drt_settings *settings = &o->settings;
    const hopi_allocator allocator = hopi_allocator_of(NULL);
    hopi_drt_grid grid;
    hopi_drt_sizes sizes = {0};
    hopi_drt_bench bench;
    hop_drt *drt = NULL;
    double times[ROUNDS];
    end_on(hopi_drt_grid_make(NULL, s, settings, &grid));
    end_on(hopi_drt_handle_make(NULL, s, &grid, settings, &drt));
    hopi_drt_sizes_add(&grid, settings, &sizes);
    if (!hopi_drt_bench_make(allocator, &sizes, 1, &bench)) {
        exit(1);
    }
    hopi_drt_bench_use(&bench, &grid, settings);
    hopi_drt_calculate_one(&bench, drt);
    for (int round = 0; round < ROUNDS; round++) {
        const double start = now_us();
        for (int i = 0; i < SEARCHES; i++) {
            hopi_ridge_project(&bench.work.ridge, bench.work.Ab, bench.work.z);
            hopi_drt_choose_lambda(&bench.work, &drt->solution);
        }
        times[round] = (now_us() - start) / SEARCHES;
    }
    printf("search_us %.3f\n", median(times, ROUNDS));
    hopi_drt_bench_release(allocator, &bench);
    hopi_drt_grid_release(allocator, &grid);
    hop_drt_destroy(drt);
}

int main(void)
{
    hop_spectrum *spectra[SPECTRA];
    hop_drt_options *given = make_options(HOP_DRT_GIVEN, 1e-3);
    hop_drt_options *gcv = make_options(HOP_DRT_GCV, NAN);
    for (int i = 0; i < SPECTRA; i++) {
        spectra[i] = make_spectrum(i < PRINTED);
    }
    time_cold(spectra, given);
    time_batch(spectra, given, "batch");
    time_batch(spectra, gcv, "batch_gcv");
    time_search(spectra[0], gcv);
    for (int i = 0; i < PRINTED; i++) {
        hop_drt *drt = NULL;
        end_on(hop_drt_calculate(NULL, spectra[i], given, &drt));
        printf("R_pol %.17g\n", hop_drt_value(drt, HOP_R_POL));
        hop_drt_destroy(drt);
        end_on(hop_drt_calculate(NULL, spectra[i], gcv, &drt));
        printf("lambda %.17g\n", hop_drt_value(drt, HOP_LAMBDA));
        hop_drt_destroy(drt);
    }
    for (int i = 0; i < SPECTRA; i++) {
        hop_spectrum_destroy(spectra[i]);
    }
    hop_drt_options_destroy(given);
    hop_drt_options_destroy(gcv);
    return 0;
}
