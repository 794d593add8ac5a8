/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Times of the linear Kramers-Kronig test. The spectrum is printed first, so that
 * kk_restated.py does the same sums on the same numbers in the same run.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "timing.h"

enum { POINTS = 81, REPEATS = 400 };

static void end_on(hop_ctx *ctx, hop_status status)
{
    if (status != HOP_OK) {
        fprintf(stderr, "hop-kk-speed: %s\n", hop_ctx_error(ctx));
        exit(1);
    }
}

/* A bulk of 0.2 MΩ with n = 0.6 and a grain boundary, 0.01 Hz to 1 MHz, 0.5 % noise. */
static hop_spectrum *make_spectrum(hop_ctx *ctx)
{
    static const struct {
        int32_t parameter;
        double value;
    } values[] = {{HOP_SIM_SIGMA_DC, 1e-4}, {HOP_SIM_F_P, 1e4}, {HOP_SIM_N, 0.6},
                  {HOP_SIM_THICKNESS, 1e-3}, {HOP_SIM_AREA, 5e-5}, {HOP_SIM_GB_R, 4e5},
                  {HOP_SIM_GB_Q, 1e-7}, {HOP_SIM_GB_ALPHA, 0.7}, {HOP_SIM_NOISE, 0.005}};
    double freq_hz[POINTS];
    for (int k = 0; k < POINTS; k++) {
        freq_hz[k] = pow(10.0, -2.0 + 0.1 * k);
    }
    hop_simulation *simulation = NULL;
    hop_spectrum *s = NULL;
    end_on(ctx, hop_simulation_create(ctx, HOP_MODEL_CELL, &simulation));
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        end_on(ctx, hop_simulation_set(ctx, simulation, values[i].parameter, values[i].value));
    }
    end_on(ctx, hop_simulation_run(ctx, simulation, POINTS, freq_hz, &s));
    hop_simulation_destroy(simulation);
    return s;
}

static void print_spectrum(const hop_spectrum *s)
{
    double f[POINTS], re[POINTS], im[POINTS];
    if (hop_spectrum_frequencies(s, f, POINTS, NULL) != HOP_OK
        || hop_spectrum_values(s, HOP_IMPEDANCE, re, im, POINTS, NULL) != HOP_OK) {
        exit(1);
    }
    for (int k = 0; k < POINTS; k++) {
        printf("point %.17g %.17g %.17g\n", f[k], re[k], im[k]);
    }
}

/* Median over the repeats of one whole call, memory and result included. */
static void time_test(hop_ctx *ctx, const char *name, const hop_spectrum *s,
                      const hop_kk_options *options)
{
    static double us[REPEATS];
    double m = 0.0, mu = 0.0, chi2 = 0.0;
    for (int k = 0; k < REPEATS; k++) {
        hop_kk *kk = NULL;
        const double start = processor_ns();
        end_on(ctx, hop_kk_test(ctx, s, options, &kk));
        us[k] = 1e-3 * (processor_ns() - start);
        m = hop_kk_value(kk, HOP_KK_M);
        mu = hop_kk_value(kk, HOP_KK_MU);
        chi2 = hop_kk_value(kk, HOP_KK_PSEUDO_CHI2);
        hop_kk_destroy(kk);
    }
    printf("%s %.17g %.17g %.17g %.17g\n", name, median_of(REPEATS, us), m, mu, chi2);
}

int main(void)
{
    static const struct {
        const char *name;
        int32_t part;
    } parts[] = {{"real", HOP_KK_REAL}, {"complex", HOP_KK_COMPLEX}};
    hop_ctx *ctx = NULL;
    hop_kk_options *o = NULL;
    end_on(ctx, hop_ctx_create(&ctx));
    end_on(ctx, hop_kk_options_create(ctx, &o));
    end_on(ctx, hop_kk_options_set_terms(ctx, o, HOP_KK_RISING));
    end_on(ctx, hop_kk_options_set_extension(ctx, o, 0.0));
    end_on(ctx, hop_kk_options_set_least_density(ctx, o, 0.0));
    hop_spectrum *s = make_spectrum(ctx);
    print_spectrum(s);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        char name[40];
        end_on(ctx, hop_kk_options_set_part(ctx, o, parts[i].part));
        end_on(ctx, hop_kk_options_set_mu(ctx, o, NAN, 0));
        snprintf(name, sizeof name, "%s-mu", parts[i].name);
        time_test(ctx, name, s, o);
        end_on(ctx, hop_kk_options_set_m(ctx, o, 16));
        snprintf(name, sizeof name, "%s-16", parts[i].name);
        time_test(ctx, name, s, o);
    }
    time_test(ctx, "default", s, NULL);
    hop_spectrum_destroy(s);
    hop_kk_options_destroy(o);
    hop_ctx_destroy(ctx);
    return 0;
}
