/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>

#include "fit_report.h"
#include "model_report.h"
#include "paths.h"

static void write_parameters(const model_result *r, FILE *file)
{
    const hop_model *m = r->model;
    for (size_t i = 0; i < hop_model_parameter_count(m); i++) {
        const int32_t key = hop_model_parameter(m, i);
        double lower = NAN, upper = NAN;
        hop_model_interval(m, key, 0.95, HOP_INTERVAL_LINEARISED, &lower, &upper);
        csv_text(file, r->spectrum->file);
        fprintf(file, ",%zu", r->spectrum->number);
        csv_number(file, hop_model_value(m, HOP_TEMPERATURE));
        fprintf(file, ",%s,%s", choice_name(fit_models, r->choice), hop_quantity_name(key));
        csv_number(file, hop_model_value(m, key));
        csv_number(file, hop_model_standard_error(m, key));
        csv_number(file, lower);
        csv_number(file, upper);
        csv_number(file, hop_model_value(m, HOP_AICC));
        fputc('\n', file);
    }
}

static int write_table(const char *folder, const model_result *results, size_t count, bool force)
{
    char *path = path_join(folder, "models.csv");
    FILE *file = file_make(path, force);
    int code = WRONG_USAGE;
    if (file) {
        fputs("file,spectrum,temperature_K,model,parameter,value,standard_error,lower,upper,aicc\n",
              file);
        for (size_t i = 0; i < count; i++) {
            write_parameters(&results[i], file);
        }
        code = file_finish(file, path) ? DONE : ANALYSIS_FAILED;
    }
    free(path);
    return code;
}

typedef struct curve {
    double *freq_Hz, *re, *im, *fitted_re, *fitted_im;
    size_t count;
} curve;

static void curve_free(curve *c)
{
    free(c->freq_Hz);
    free(c->re);
    free(c->im);
    free(c->fitted_re);
    free(c->fitted_im);
}

static hop_status fill_curve(const model_result *r, curve *c)
{
    const hop_spectrum *s = r->spectrum->measured;
    const bool is_complex = model_is_of_impedance(r->choice);
    const int32_t representation = is_complex ? HOP_IMPEDANCE : HOP_CONDUCTIVITY;
    c->count = hop_spectrum_count(s);
    double **columns[] = {&c->freq_Hz, &c->re, &c->im, &c->fitted_re, &c->fitted_im};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        *columns[i] = allocate(c->count, sizeof(double));
    }
    hop_status status = hop_spectrum_frequencies(s, c->freq_Hz, c->count, NULL);
    if (status == HOP_OK) {
        status = hop_spectrum_values(s, representation, c->re, is_complex ? c->im : NULL,
                                     c->count, NULL);
    }
    return status != HOP_OK ? status
                            : hop_model_evaluate(r->model, c->count, c->freq_Hz, representation,
                                                 c->fitted_re, is_complex ? c->fitted_im : NULL);
}

static void print_curve(const model_result *r, const curve *c, FILE *file)
{
    const double f_min = hop_model_value(r->model, HOP_F_MIN);
    const double f_max = hop_model_value(r->model, HOP_F_MAX);
    const bool is_complex = model_is_of_impedance(r->choice);
    fputs(is_complex ? "frequency_Hz,z_re_ohm,z_im_ohm,fitted_z_re_ohm,fitted_z_im_ohm,in_window\n"
                     : "frequency_Hz,sigma_S_per_m,fitted_sigma_S_per_m,in_window\n", file);
    for (size_t k = 0; k < c->count; k++) {
        fprintf(file, "%.17g,%.17g", c->freq_Hz[k], c->re[k]);
        if (is_complex) {
            csv_number(file, c->im[k]);
        }
        csv_number(file, c->fitted_re[k]);
        if (is_complex) {
            csv_number(file, c->fitted_im[k]);
        }
        fprintf(file, ",%d\n", c->freq_Hz[k] >= f_min && c->freq_Hz[k] <= f_max);
    }
}

static int write_curve(const char *folder, size_t number, const model_result *r, bool force)
{
    curve c = {0};
    const hop_status status = fill_curve(r, &c);
    char *path = curve_path_make(folder, number, r->spectrum);
    FILE *file = path ? file_make(path, force) : NULL;
    int code = WRONG_USAGE;
    if (file && status == HOP_OK) {
        print_curve(r, &c, file);
    } else if (file) {
        complain("%s: %s", r->spectrum->file, hop_status_message(status));
    }
    if (file) {
        code = file_finish(file, path) && status == HOP_OK ? DONE : ANALYSIS_FAILED;
    }
    free(path);
    curve_free(&c);
    return code;
}

int model_csv_write(const char *folder, const model_result *results, size_t count, bool force)
{
    int code = folder_make(folder) ? write_table(folder, results, count, force) : WRONG_USAGE;
    for (size_t i = 0; code == DONE && i < count; i++) {
        code = write_curve(folder, i + 1, &results[i], force);
    }
    return code;
}
