/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Times of what stands around a fit: bootstrap, profile, fit window, lines over temperatures,
 * whole cells. The cell's data are printed first, for around_restated.py.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "timing.h"

enum { POINTS = 61, CELL_POINTS = 71, TEMPERATURES = 15, REPLICATES = 2000, ROUNDS = 31 };

static hop_ctx *ctx;

static void end_on(hop_status status)
{
    if (status != HOP_OK) {
        fprintf(stderr, "hop-around-speed: %s\n", hop_ctx_error(ctx));
        exit(1);
    }
}

typedef struct setting {
    int32_t parameter;
    double value;
} setting;

static hop_spectrum *simulate(int32_t model, const setting *settings, size_t count,
                              size_t points, double lowest_hz, double decades)
{
    hop_simulation *simulation = NULL;
    hop_spectrum *s = NULL;
    double *freq_hz = malloc(points * sizeof *freq_hz);
    for (size_t k = 0; k < points; k++) {
        freq_hz[k] = lowest_hz * pow(10.0, decades * (double)k / (double)(points - 1));
    }
    end_on(hop_simulation_create(ctx, model, &simulation));
    for (size_t k = 0; k < count; k++) {
        end_on(hop_simulation_set(ctx, simulation, settings[k].parameter, settings[k].value));
    }
    end_on(hop_simulation_run(ctx, simulation, points, freq_hz, &s));
    hop_simulation_destroy(simulation);
    free(freq_hz);
    return s;
}

/* What is timed: some work on the data of a case, repeated. */
typedef struct work {
    const char *name;
    void (*run)(const void *data);
    const void *data;
    int repeats, units; /* calls a round; units of one call, of which the time is told */
} work;

static double time_of(const work *w)
{
    const double start = processor_ns();
    for (int k = 0; k < w->repeats; k++) {
        w->run(w->data);
    }
    return 1e-3 * (processor_ns() - start) / w->repeats / w->units;
}

static void run_bootstrap(const hop_jpl *fit, int32_t kind)
{
    hop_bootstrap_options *options = NULL;
    hop_bootstrap *b = NULL;
    end_on(hop_bootstrap_options_create(ctx, &options));
    end_on(hop_bootstrap_options_set_kind(ctx, options, kind));
    end_on(hop_bootstrap_options_set_replicates(ctx, options, REPLICATES));
    end_on(hop_jpl_bootstrap(ctx, fit, options, &b));
    hop_bootstrap_destroy(b);
    hop_bootstrap_options_destroy(options);
}

static void run_wild(const void *fit)
{
    run_bootstrap(fit, HOP_BOOTSTRAP_WILD);
}

static void run_parametric(const void *fit)
{
    run_bootstrap(fit, HOP_BOOTSTRAP_PARAMETRIC);
}

static void run_profile(const void *fit)
{
    double lower, upper;
    end_on(hop_jpl_interval(fit, HOP_F_P, 0.95, HOP_INTERVAL_PROFILE, &lower, &upper));
}

static void run_fit(const void *spectrum)
{
    hop_jpl *fit = NULL;
    end_on(hop_jpl_fit(ctx, spectrum, NULL, &fit));
    hop_jpl_destroy(fit);
}

static void run_window(const void *spectrum)
{
    hop_jpl_options *options = NULL;
    hop_jpl *fit = NULL;
    end_on(hop_jpl_options_create(ctx, &options));
    end_on(hop_jpl_options_set_window(ctx, options, HOP_WINDOW_AUTO));
    end_on(hop_jpl_fit(ctx, spectrum, options, &fit));
    hop_jpl_destroy(fit);
    hop_jpl_options_destroy(options);
}

static void run_lines(const void *series)
{
    hop_arrhenius *a = NULL;
    end_on(hop_arrhenius_fit(ctx, series, NULL, &a));
    hop_arrhenius_destroy(a);
}

static hop_model *fit_cell(const void *spectrum)
{
    hop_model_options *options = NULL;
    hop_model *model = NULL;
    end_on(hop_model_options_create(ctx, &options));
    end_on(hop_model_options_set_model(ctx, options, HOP_MODEL_CELL));
    end_on(hop_model_fit(ctx, spectrum, options, &model));
    hop_model_options_destroy(options);
    return model;
}

static void run_cell(const void *spectrum)
{
    hop_model_destroy(fit_cell(spectrum));
}

static hop_jpl *fit_of(const hop_spectrum *s)
{
    hop_jpl *fit = NULL;
    end_on(hop_jpl_fit(ctx, s, NULL, &fit));
    return fit;
}

/* Two lines with their joint errors, as fits of spectra have them. */
static hop_series *make_series(void)
{
    hop_series *series = NULL;
    end_on(hop_series_create(ctx, &series));
    for (int k = 0; k < TEMPERATURES; k++) {
        const double T = 260.0 + 10.0 * k, per_kT = 1.0 / (8.617333262e-5 * T);
        const double wave = sin(3.0 * k * k);
        const double covariance[4] = {1e-4, 1.6e-4, 1.6e-4, 4e-4};
        end_on(hop_series_add(ctx, series, T, 8.0 - 0.45 * per_kT + 0.01 * wave,
                              30.0 - 0.42 * per_kT + 0.02 * wave * wave, covariance));
    }
    return series;
}

static void print_cell(const hop_spectrum *s)
{
    double f[CELL_POINTS], re[CELL_POINTS], im[CELL_POINTS];
    end_on(hop_spectrum_frequencies(s, f, CELL_POINTS, NULL));
    end_on(hop_spectrum_values(s, HOP_IMPEDANCE, re, im, CELL_POINTS, NULL));
    for (int k = 0; k < CELL_POINTS; k++) {
        printf("point %.17g %.17g %.17g\n", f[k], re[k], im[k]);
    }
    hop_model *model = fit_cell(s);
    printf("cell %.17g %.17g %.17g\n", hop_model_value(model, HOP_STARTS),
           hop_model_value(model, HOP_STARTS_AT_BEST), hop_model_value(model, HOP_RSS));
    hop_model_destroy(model);
}

int main(int argc, char **argv)
{
    static const setting power_law[] = {{HOP_SIM_SIGMA_DC, 1e-4}, {HOP_SIM_F_P, 1e5},
                                        {HOP_SIM_N, 0.62}, {HOP_SIM_NOISE, 0.01}};
    static const setting cell[] = {
        {HOP_SIM_SIGMA_DC, 1e-3}, {HOP_SIM_F_P, 3e4}, {HOP_SIM_N, 0.65},
        {HOP_SIM_EPS_INF, 40.0}, {HOP_SIM_LEAD_L, 2e-6}, {HOP_SIM_LEAD_R, 60.0},
        {HOP_SIM_ELECTRODE_Q, 2e-6}, {HOP_SIM_ELECTRODE_ALPHA, 0.85},
        {HOP_SIM_THICKNESS, 1e-3}, {HOP_SIM_AREA, 7.85e-5}, {HOP_SIM_NOISE, 0.005}};
    end_on(hop_ctx_create(&ctx));
    hop_spectrum *spectrum = simulate(HOP_MODEL_JPL, power_law, 4, POINTS, 1.0, 7.0);
    hop_spectrum *measured = simulate(HOP_MODEL_CELL, cell, 11, CELL_POINTS, 1.0, 7.0);
    hop_jpl *fit = fit_of(spectrum);
    hop_series *series = make_series();
    print_cell(measured);
    const work works[] = {
        {"fit", run_fit, spectrum, 300, 1},
        {"bootstrap-wild", run_wild, fit, 3, REPLICATES},
        {"bootstrap-parametric", run_parametric, fit, 3, REPLICATES},
        {"profile", run_profile, fit, 30, 1},
        {"windows-power-law", run_window, spectrum, 3, 1},
        {"windows-cell", run_window, measured, 3, 1},
        {"arrhenius", run_lines, series, 30, 1},
        {"cell", run_cell, measured, 1, 1},
    };
    enum { WORKS = sizeof works / sizeof *works };
    static double us[WORKS][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t k = 0; k < WORKS; k++) {
            if (argc < 2 || strcmp(argv[1], works[k].name) == 0) {
                us[k][round] = time_of(&works[k]);
            }
        }
    }
    for (size_t k = 0; k < WORKS; k++) {
        qsort(us[k], ROUNDS, sizeof us[k][0], by_size);
        printf("%s %.6g %.6g\n", works[k].name, us[k][ROUNDS / 2], us[k][0]);
    }
    hop_series_destroy(series);
    hop_jpl_destroy(fit);
    hop_spectrum_destroy(measured);
    hop_spectrum_destroy(spectrum);
    hop_ctx_destroy(ctx);
    return 0;
}
