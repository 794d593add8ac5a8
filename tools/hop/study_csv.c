/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>

#include "fit_report.h"
#include "number.h"
#include "paths.h"
#include "study_report.h"

static void write_fits(const sample_result *r, FILE *file)
{
    for (size_t i = 0; i < r->spectra.count; i++) {
        fit_csv_line(r->plan->name, &r->fits[i], file);
    }
}

static void write_lines(const char *sample, const hop_arrhenius *a, FILE *file)
{
    static const int32_t keys[] = {HOP_E_A, HOP_E_M, HOP_E_F, HOP_LN_SIGMA_0, HOP_LN_F_E};
    if (!a) {
        return;
    }
    csv_text(file, sample);
    fprintf(file, ",%s", choice_name(arrhenius_methods, hop_arrhenius_method(a)));
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        csv_number(file, hop_arrhenius_value(a, keys[i]));
        csv_number(file, hop_arrhenius_standard_error(a, keys[i]));
    }
    csv_number(file, hop_arrhenius_value(a, HOP_RSS));
    csv_number(file, hop_arrhenius_value(a, HOP_DOF));
    csv_number(file, hop_arrhenius_value(a, HOP_POINTS_SIGMA));
    csv_number(file, hop_arrhenius_value(a, HOP_POINTS_F_P));
    fputc('\n', file);
}

static void write_arrhenius(const sample_result *r, FILE *file)
{
    write_lines(r->plan->name, hop_study_arrhenius(r->study), file);
    write_lines(r->plan->name, hop_study_textbook(r->study), file);
}

static void write_transport(const sample_result *r, FILE *file)
{
    const hop_transport *t = hop_study_transport(r->study);
    for (size_t i = 0; i < hop_transport_count(t); i++) {
        csv_text(file, r->plan->name);
        csv_number(file, hop_transport_temperature(t, i));
        fprintf(file, ",%s", hop_state_name(hop_transport_state(t, i)));
        for (size_t k = 0; k < transport_key_count; k++) {
            double lower = NAN, upper = NAN;
            hop_transport_interval(t, i, transport_keys[k], 0.95, &lower, &upper);
            csv_number(file, hop_transport_value(t, i, transport_keys[k]));
            csv_number(file, hop_transport_standard_error(t, i, transport_keys[k]));
            csv_number(file, lower);
            csv_number(file, upper);
        }
        fputc('\n', file);
    }
}

static void transport_header(FILE *file)
{
    fputs("sample,temperature_K,f_p_state", file);
    for (size_t k = 0; k < transport_key_count; k++) {
        const char *name = hop_quantity_name(transport_keys[k]);
        fprintf(file, ",%s,%s_standard_error,%s_lower,%s_upper", name, name, name, name);
    }
    fputc('\n', file);
}

static void arrhenius_header(FILE *file)
{
    fputs("sample,method,E_a_eV,E_a_standard_error,E_m_eV,E_m_standard_error,"
          "E_f_eV,E_f_standard_error,ln_sigma_0,ln_sigma_0_standard_error,"
          "ln_f_e,ln_f_e_standard_error,chi2,dof,points_sigma,points_f_p\n", file);
}

static void bands_header(FILE *file)
{
    fputs("sample,line,temperature_K,ln_value,ln_lower,ln_upper\n", file);
}

static void write_band(const sample_result *r, int32_t key, const char *line, double temperature_k,
                       FILE *file)
{
    const hop_arrhenius *a = hop_study_arrhenius(r->study);
    double ln[2] = {NAN, NAN}, lower = NAN, upper = NAN;
    hop_arrhenius_predict(a, temperature_k, ln, NULL);
    hop_arrhenius_band(a, key, temperature_k, 0.95, 0, &lower, &upper);
    csv_text(file, r->plan->name);
    fprintf(file, ",%s", line);
    csv_number(file, temperature_k);
    csv_number(file, ln[key == HOP_LN_F_P]);
    csv_number(file, lower);
    csv_number(file, upper);
    fputc('\n', file);
}

/* The 95 % bands of both lines at equal steps of 1/T, from the highest to the lowest temperature. */
static void write_bands(const sample_result *r, FILE *file)
{
    enum { STEPS = 40 };
    double low_k = INFINITY, high_k = 0;
    for (size_t i = 0; i < r->spectra.count; i++) {
        const double temperature_k = hop_spectrum_temperature(r->spectra.items[i].measured);
        low_k = fmin(low_k, temperature_k);
        high_k = fmax(high_k, temperature_k);
    }
    for (int k = 0; hop_study_arrhenius(r->study) && k <= STEPS; k++) {
        const double temperature_k = STEPS / ((STEPS - k) / high_k + k / low_k);
        const bool is_sigma = r->arrhenius.quantity == HOP_ARRHENIUS_SIGMA;
        write_band(r, HOP_LN_SIGMA_T, is_sigma ? "sigma" : "sigma_T", temperature_k, file);
        write_band(r, HOP_LN_F_P, "f_p", temperature_k, file);
    }
}

static int write_file(const char *folder, const char *name, void (*header)(FILE *),
                      void (*lines)(const sample_result *, FILE *), const sample_result *samples,
                      size_t count, bool force)
{
    char *path = path_join(folder, name);
    FILE *file = file_make(path, force);
    int code = WRONG_USAGE;
    if (file) {
        header(file);
        for (size_t i = 0; i < count; i++) {
            lines(&samples[i], file);
        }
        code = file_finish(file, path) ? DONE : ANALYSIS_FAILED;
    }
    free(path);
    return code;
}

int study_csv_write(hop_ctx *ctx, const char *folder, const sample_result *samples, size_t count,
                    bool force)
{
    size_t number = 0;
    int code = folder_make(folder) ? DONE : WRONG_USAGE;
    if (code == DONE) {
        code = write_file(folder, "fits.csv", fit_csv_header, write_fits, samples, count, force);
    }
    if (code == DONE) {
        code = write_file(folder, "arrhenius.csv", arrhenius_header, write_arrhenius, samples,
                          count, force);
    }
    if (code == DONE) {
        code = write_file(folder, "transport.csv", transport_header, write_transport, samples,
                          count, force);
    }
    if (code == DONE) {
        code = write_file(folder, "bands.csv", bands_header, write_bands, samples, count, force);
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; code == DONE && j < samples[i].spectra.count; j++) {
            code = curve_csv_write(ctx, folder, ++number, &samples[i].fits[j], force);
        }
    }
    return code;
}
