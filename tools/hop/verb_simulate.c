/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_out.h"
#include "options.h"
#include "paths.h"
#include "simulate_yaml.h"

static const char usage[] =
    "hop simulate - make spectra from known parameters, and the study file to analyse them\n"
    "\n"
    "Usage: hop simulate PARAMETERS.yaml -o DIR\n"
    "\n"
    "  -o, --output DIR             folder for the spectra and study.yaml; made if needed\n"
    "\n"
    "docs/simulate-file.md explains the parameter file. A file that exists is never\n"
    "overwritten. The same file and seed make the same spectra on every machine.\n"
    "Exit code: 0 done, 1 failed, 2 wrong usage, 3 unreadable input.\n"
    "\n"
    "Example, in the folder of the sources:\n"
    "  hop simulate examples/data/paper.yaml -o simulated\n";

/* The random stream of a spectrum: samples never share one. */
enum { STREAMS_PER_SAMPLE = 1000 };

typedef struct simulation_grid {
    double *freq_Hz;
    size_t count;
} simulation_grid;

static simulation_grid make_grid(const simulation_plan *plan)
{
    const double decades = log10(plan->f_max_Hz / plan->f_min_Hz);
    const size_t steps = (size_t)fmax(1, round(decades * plan->points_per_decade));
    simulation_grid grid = {allocate(steps + 1, sizeof(double)), steps + 1};
    for (size_t k = 0; k < steps; k++) {
        grid.freq_Hz[k] = plan->f_min_Hz * pow(10, decades * (double)k / (double)steps);
    }
    grid.freq_Hz[steps] = plan->f_max_Hz;
    return grid;
}

static hop_status set_parameters(hop_ctx *ctx, const simulated_sample *s, double temperature_k,
                                 double noise, hop_simulation *simulation)
{
    const bool has_boundary = isfinite(s->grain_boundary_conductance.value);
    const struct {
        int32_t parameter;
        double value;
    } values[] = {
        {HOP_SIM_SIGMA_DC, arrhenius_law_at(&s->sigma_T, temperature_k) / temperature_k},
        {HOP_SIM_F_P, arrhenius_law_at(&s->f_p, temperature_k)},
        {HOP_SIM_N, s->n + s->n_per_K * (temperature_k - s->n_reference_k)},
        {HOP_SIM_TEMPERATURE, temperature_k},
        {HOP_SIM_THICKNESS, s->geometry.thickness_m},
        {HOP_SIM_AREA, s->geometry.area_m2},
        {HOP_SIM_NOISE, noise},
        {HOP_SIM_EPS_INF, s->eps_inf},
        {HOP_SIM_LEAD_L, s->lead_inductance_H},
        {HOP_SIM_LEAD_R, s->lead_resistance_ohm},
        {HOP_SIM_ELECTRODE_Q, s->electrode_Q},
        {HOP_SIM_ELECTRODE_ALPHA, s->electrode_alpha},
        {HOP_SIM_GB_R, has_boundary ? 1 / arrhenius_law_at(&s->grain_boundary_conductance,
                                                           temperature_k)
                                    : NAN},
        {HOP_SIM_GB_Q, s->grain_boundary_Q},
        {HOP_SIM_GB_ALPHA, s->grain_boundary_alpha},
    };
    hop_status status = HOP_OK;
    for (size_t i = 0; status == HOP_OK && i < sizeof values / sizeof values[0]; i++) {
        if (!isnan(values[i].value)) {
            status = hop_simulation_set(ctx, simulation, values[i].parameter, values[i].value);
        }
    }
    return status;
}

static int make_spectrum(hop_ctx *ctx, const simulation_plan *plan, const simulation_grid *grid,
                         size_t i, size_t j, const char *path)
{
    const simulated_sample *s = &plan->samples[i];
    const double temperature_k = s->temperatures_k[j];
    hop_simulation *simulation = NULL;
    hop_spectrum *spectrum = NULL;
    const uint32_t stream = (uint32_t)(i * STREAMS_PER_SAMPLE + j);
    hop_status status = hop_simulation_create(ctx, s->model, &simulation);
    if (status == HOP_OK) {
        status = set_parameters(ctx, s, temperature_k, plan->noise, simulation);
    }
    if (status == HOP_OK) {
        status = hop_simulation_set_seed(ctx, simulation, plan->seed, stream);
    }
    if (status == HOP_OK) {
        status = hop_simulation_run(ctx, simulation, grid->count, grid->freq_Hz, &spectrum);
    }
    const bool is_made = status == HOP_OK;
    if (!is_made) {
        complain("sample '%s' at %g degrees C: %s", s->name,
                 temperature_k - ZERO_CELSIUS_IN_KELVIN, hop_ctx_error(ctx));
    } else {
        status = hop_write_table(ctx, spectrum, hop_spectrum_representation(spectrum), path);
    }
    if (is_made && status != HOP_OK) {
        complain("%s", hop_ctx_error(ctx));
    }
    hop_spectrum_destroy(spectrum);
    hop_simulation_destroy(simulation);
    return status == HOP_OK ? DONE : status == HOP_ERR_FILE_OPEN ? WRONG_USAGE : ANALYSIS_FAILED;
}

static double celsius_of(double temperature_k)
{
    return round(1e6 * (temperature_k - ZERO_CELSIUS_IN_KELVIN)) / 1e6;
}

static char *spectrum_name(const simulated_sample *s, size_t j)
{
    char *name = file_name_of(s->name);
    char *whole = text_of("%s_%gC.csv", name, celsius_of(s->temperatures_k[j]));
    free(name);
    return whole;
}

/* A JSON text is a YAML text in double quotes. */
static void write_quoted(FILE *file, const char *text)
{
    json_t *value = json_text(text);
    char *quoted = json_dumps(value, JSON_ENCODE_ANY);
    json_decref(value);
    fputs(quoted ? quoted : "\"\"", file);
    free(quoted);
}

static void write_sample(const simulated_sample *s, FILE *file)
{
    fputs("  - name: ", file);
    write_quoted(file, s->name);
    fputc('\n', file);
    if (!isnan(s->geometry.thickness_m)) {
        fprintf(file, "    geometry: {thickness_mm: %.15g, area_cm2: %.15g}\n",
                1e3 * s->geometry.thickness_m, 1e4 * s->geometry.area_m2);
    }
    if (s->fit.has_window && s->fit.f_max_Hz < INFINITY) {
        fprintf(file, "    fit: {window: [%.15g, %.15g]}\n", s->fit.f_min_Hz, s->fit.f_max_Hz);
    } else if (s->fit.has_window) {
        fprintf(file, "    fit: {window: \"%.15g:\"}\n", s->fit.f_min_Hz);
    }
    if (!isnan(s->attempt.nu0_Hz)) {
        fprintf(file, "    attempt_frequency: {value_Hz: %.15g, standard_error_Hz: %.15g}\n",
                s->attempt.nu0_Hz, s->attempt.standard_error_Hz);
    }
    fputs("    spectra:\n", file);
    for (size_t j = 0; j < s->temperature_count; j++) {
        char *name = spectrum_name(s, j);
        fprintf(file, "      - {file: \"%s\", temperature_C: %.15g}\n", name,
                celsius_of(s->temperatures_k[j]));
        free(name);
    }
}

static int write_study(const simulation_plan *plan, const char *folder)
{
    char *path = path_join(folder, "study.yaml");
    FILE *file = file_make(path, false);
    int code = WRONG_USAGE;
    if (file) {
        fputs("# Made by hop simulate; hop analyze takes it as it is.\ntitle: ", file);
        write_quoted(file, plan->title);
        fputs("\nsamples:\n", file);
        for (size_t i = 0; i < plan->count; i++) {
            write_sample(&plan->samples[i], file);
        }
        code = file_finish(file, path) ? DONE : ANALYSIS_FAILED;
    }
    free(path);
    return code;
}

static int simulate(hop_ctx *ctx, const simulation_plan *plan, const char *folder)
{
    simulation_grid grid = make_grid(plan);
    size_t count = 0;
    int code = folder_make(folder) ? write_study(plan, folder) : WRONG_USAGE;
    for (size_t i = 0; i < plan->count; i++) {
        for (size_t j = 0; code == DONE && j < plan->samples[i].temperature_count; j++) {
            char *name = spectrum_name(&plan->samples[i], j);
            char *path = path_join(folder, name);
            code = make_spectrum(ctx, plan, &grid, i, j, path);
            count += code == DONE;
            free(path);
            free(name);
        }
    }
    free(grid.freq_Hz);
    if (code == DONE) {
        printf("%zu spectra of %zu points and study.yaml are in %s\n", count, grid.count, folder);
    }
    return code;
}

int verb_simulate(hop_ctx *ctx, int argc, char **argv)
{
    options o;
    simulation_plan plan;
    int code = options_read(&o, "o", argc, argv);
    if (code != DONE || o.help) {
        fputs(code == DONE ? usage : "", stdout);
        return code;
    }
    if (o.file_count != 1 || !o.output) {
        return wrong_usage(o.verb, o.output ? "more than one file was named, expected one"
                                            : "-o DIR is missing");
    }
    code = simulation_plan_read(o.files[0], &plan);
    if (code == DONE) {
        code = simulate(ctx, &plan, o.output);
        simulation_plan_free(&plan);
    }
    return code;
}
