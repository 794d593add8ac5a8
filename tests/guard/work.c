/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * guard-work NAME: a fixed work, of which test_instructions.py counts the instructions. Only
 * counted() counts: data and contexts are made before it.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

enum { POINTS = 61, CELL_POINTS = 71, SPECTRA = 400, TEMPERATURES = 15, IONS = 16, FRAMES = 1000 };

static hop_ctx *ctx;

static void end_on(hop_status status)
{
    if (status != HOP_OK) {
        fprintf(stderr, "guard-work: %s\n", hop_ctx_error(ctx));
        exit(1);
    }
}

/* SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
static double uniform(uint64_t number)
{
    uint64_t z = (number + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

typedef struct data {
    hop_spectrum *spectra[SPECTRA]; /* power laws, f_p 1 kHz to 1 GHz, 2 % noise */
    hop_spectrum *cell;
    double freq_hz[POINTS], sigma[SPECTRA * POINTS];
    hop_jpl *fit;
    hop_series *series;
    char *text; /* a CSV file */
    double *positions;
} data;

static data d;

static void make_spectra(void)
{
    for (size_t k = 0; k < POINTS; k++) {
        d.freq_hz[k] = pow(10.0, 7.0 * (double)k / (POINTS - 1));
    }
    for (size_t i = 0; i < SPECTRA; i++) {
        const double f_p = pow(10.0, 3.0 + 6.0 * uniform(2 * i)), n = 0.3 + 0.7 * uniform(2 * i + 1);
        for (size_t k = 0; k < POINTS; k++) {
            const double noise = uniform(10000 + i * POINTS + k) - 0.5;
            d.sigma[i * POINTS + k] = 1e-4 * (1.0 + pow(d.freq_hz[k] / f_p, n))
                                      * (1.0 + 0.07 * noise);
        }
        end_on(hop_spectrum_from_conductivity(ctx, POINTS, d.freq_hz, d.sigma + i * POINTS, NULL,
                                              NAN, NAN, NAN, &d.spectra[i]));
    }
    end_on(hop_jpl_fit(ctx, d.spectra[3], NULL, &d.fit));
}

static void make_cell(void)
{
    static const struct {
        int32_t parameter;
        double value;
    } settings[] = {{HOP_SIM_SIGMA_DC, 1e-3}, {HOP_SIM_F_P, 3e4}, {HOP_SIM_N, 0.65},
                    {HOP_SIM_EPS_INF, 40.0}, {HOP_SIM_LEAD_L, 2e-6}, {HOP_SIM_LEAD_R, 60.0},
                    {HOP_SIM_ELECTRODE_Q, 2e-6}, {HOP_SIM_ELECTRODE_ALPHA, 0.85},
                    {HOP_SIM_THICKNESS, 1e-3}, {HOP_SIM_AREA, 7.85e-5}, {HOP_SIM_NOISE, 0.005}};
    double freq_hz[CELL_POINTS];
    hop_simulation *simulation = NULL;
    for (size_t k = 0; k < CELL_POINTS; k++) {
        freq_hz[k] = pow(10.0, 7.0 * (double)k / (CELL_POINTS - 1));
    }
    end_on(hop_simulation_create(ctx, HOP_MODEL_CELL, &simulation));
    for (size_t k = 0; k < sizeof settings / sizeof *settings; k++) {
        end_on(hop_simulation_set(ctx, simulation, settings[k].parameter, settings[k].value));
    }
    end_on(hop_simulation_run(ctx, simulation, CELL_POINTS, freq_hz, &d.cell));
    hop_simulation_destroy(simulation);
}

static void make_series(void)
{
    const double covariance[4] = {1e-4, 1.6e-4, 1.6e-4, 4e-4};
    end_on(hop_series_create(ctx, &d.series));
    for (int k = 0; k < TEMPERATURES; k++) {
        const double T = 260.0 + 10.0 * k, per_kT = 1.0 / (8.617333262e-5 * T);
        end_on(hop_series_add(ctx, d.series, T, 8.0 - 0.45 * per_kT + 0.01 * sin(3.0 * k),
                              30.0 - 0.42 * per_kT + 0.02 * cos(5.0 * k), covariance));
    }
}

static void make_text(void)
{
    const size_t line = 64;
    d.text = calloc(SPECTRA / 8 * POINTS + 1, line);
    char *end = d.text + sprintf(d.text, "cycle,frequency_Hz,z_re_ohm,z_im_ohm\n");
    for (size_t i = 0; i < SPECTRA / 8; i++) {
        for (size_t k = 0; k < POINTS; k++) {
            end += sprintf(end, "%d,%.6g,%.8g,%.8g\n", (int)i + 1, d.freq_hz[k],
                           1e3 + 100.0 * uniform(k), -50.0 * uniform(1000 + k));
        }
    }
}

static void make_positions(void)
{
    d.positions = malloc(3 * IONS * FRAMES * sizeof *d.positions);
    for (size_t t = 0; t < FRAMES; t++) {
        for (size_t j = 0; j < 3 * IONS; j++) {
            d.positions[t * 3 * IONS + j] = 5.0 + 0.3 * sin(0.21 * (double)t + (double)(j * j))
                                            + 0.1 * uniform(j);
        }
    }
}

static void run_fit(void)
{
    for (size_t i = 0; i < SPECTRA; i++) {
        hop_jpl *fit = NULL;
        end_on(hop_jpl_fit(ctx, d.spectra[i], NULL, &fit));
        hop_jpl_destroy(fit);
    }
}

static void run_batch(void)
{
    static const int32_t keys[] = {HOP_LN_SIGMA_DC, HOP_LN_OMEGA_P, HOP_N};
    static double values[3 * SPECTRA], errors[3 * SPECTRA];
    static uint32_t flags[SPECTRA];
    end_on(hop_jpl_fit_batch(ctx, POINTS, d.freq_hz, SPECTRA, d.sigma, NULL, NULL, 3, keys,
                             values, errors, NULL, flags, NULL));
}

static void run_bootstrap(int32_t kind)
{
    hop_bootstrap_options *options = NULL;
    hop_bootstrap *b = NULL;
    end_on(hop_bootstrap_options_create(ctx, &options));
    end_on(hop_bootstrap_options_set_kind(ctx, options, kind));
    end_on(hop_jpl_bootstrap(ctx, d.fit, options, &b));
    hop_bootstrap_destroy(b);
    hop_bootstrap_options_destroy(options);
}

static void run_wild(void)
{
    run_bootstrap(HOP_BOOTSTRAP_WILD);
}

static void run_parametric(void)
{
    run_bootstrap(HOP_BOOTSTRAP_PARAMETRIC);
}

static void run_profile(void)
{
    double lower, upper;
    end_on(hop_jpl_interval(d.fit, HOP_F_P, 0.95, HOP_INTERVAL_PROFILE, &lower, &upper));
}

static void run_window(void)
{
    hop_jpl_options *options = NULL;
    hop_jpl *fit = NULL;
    end_on(hop_jpl_options_create(ctx, &options));
    end_on(hop_jpl_options_set_window(ctx, options, HOP_WINDOW_AUTO));
    end_on(hop_jpl_fit(ctx, d.cell, options, &fit));
    hop_jpl_destroy(fit);
    hop_jpl_options_destroy(options);
}

static void run_arrhenius(void)
{
    hop_arrhenius *a = NULL;
    end_on(hop_arrhenius_fit(ctx, d.series, NULL, &a));
    hop_arrhenius_destroy(a);
}

static void run_cell(void)
{
    hop_model_options *options = NULL;
    hop_model *model = NULL;
    end_on(hop_model_options_create(ctx, &options));
    end_on(hop_model_options_set_model(ctx, options, HOP_MODEL_CELL));
    end_on(hop_model_fit(ctx, d.cell, options, &model));
    hop_model_destroy(model);
    hop_model_options_destroy(options);
}

static void run_kk(void)
{
    hop_kk *kk = NULL;
    end_on(hop_kk_test(ctx, d.cell, NULL, &kk));
    hop_kk_destroy(kk);
}

static void run_drt(void)
{
    hop_drt *drt = NULL;
    end_on(hop_drt_calculate(ctx, d.cell, NULL, &drt));
    hop_drt_destroy(drt);
}

static void run_vibration(void)
{
    static const double cell[9] = {20.0, 0, 0, 0, 20.0, 0, 0, 0, 20.0};
    int32_t roles[IONS];
    hop_vibration_options *options = NULL;
    hop_vibration_run *run = NULL;
    hop_vibration *v = NULL;
    for (size_t i = 0; i < IONS; i++) {
        roles[i] = HOP_ROLE_MOBILE;
    }
    end_on(hop_vibration_options_create(ctx, &options));
    end_on(hop_vibration_options_set_frame_interval(ctx, options, 2e-15));
    end_on(hop_vibration_options_set_parts(ctx, options, HOP_MOTION_SCALAR));
    end_on(hop_vibration_options_set_blocks(ctx, options, 0));
    end_on(hop_vibration_begin(ctx, options, IONS, roles, NULL, &run));
    end_on(hop_vibration_add(ctx, run, HOP_COORDINATES_CARTESIAN, FRAMES, d.positions, 1, cell));
    end_on(hop_vibration_finish(ctx, run, &v));
    hop_vibration_destroy(v);
    hop_vibration_run_destroy(run);
    hop_vibration_options_destroy(options);
}

static void run_reading(void)
{
    hop_file *file = NULL;
    end_on(hop_read_memory(ctx, "work.csv", d.text, strlen(d.text), &file));
    hop_file_destroy(file);
}

static const struct {
    const char *name;
    void (*run)(void);
} works[] = {
    {"fit", run_fit},             {"batch", run_batch},         {"bootstrap-wild", run_wild},
    {"bootstrap-parametric", run_parametric}, {"profile", run_profile},
    {"window", run_window},       {"arrhenius", run_arrhenius}, {"cell", run_cell},
    {"kk", run_kk},               {"drt", run_drt},             {"vibration", run_vibration},
    {"reading", run_reading},
};

/* callgrind collects in here alone. */
__attribute__((noinline)) void counted(void (*run)(void));

void counted(void (*run)(void))
{
    run();
}

int main(int argc, char **argv)
{
    const size_t count = sizeof works / sizeof *works;
    if (argc != 2) {
        for (size_t k = 0; k < count; k++) {
            puts(works[k].name);
        }
        return 0;
    }
    end_on(hop_ctx_create(&ctx));
    if (hop_ctx_set_instructions(ctx, HOP_INSTRUCTIONS_AVX2) != HOP_OK) {
        return 77;
    }
    make_spectra();
    make_cell();
    make_series();
    make_text();
    make_positions();
    for (size_t k = 0; k < count; k++) {
        if (strcmp(works[k].name, argv[1]) == 0) {
            counted(works[k].run);
        }
    }
    free(d.positions);
    free(d.text);
    hop_series_destroy(d.series);
    hop_jpl_destroy(d.fit);
    hop_spectrum_destroy(d.cell);
    for (size_t i = 0; i < SPECTRA; i++) {
        hop_spectrum_destroy(d.spectra[i]);
    }
    hop_ctx_destroy(ctx);
    return 0;
}
