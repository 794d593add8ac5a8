/* SPDX-License-Identifier: BSD-3-Clause */
#include "study_report.h"

#include <math.h>
#include <string.h>

#include "fit_report.h"
#include "kk_report.h"
#include "number.h"
#include "text_table.h"

static void print_value(FILE *file, const char *name, double value, double standard_error,
                        const char *unit)
{
    char text[NUMBER_TEXT_SIZE];
    value_text(value, standard_error, text);
    fprintf(file, "  %s = %s%s%s\n", name, text, unit[0] ? " " : "", unit);
}

static void print_flags(FILE *file, uint32_t flags)
{
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if ((flags & bit) && hop_flag_meaning(bit)) {
            fprintf(file, "  note: %s\n", hop_flag_meaning(bit));
        }
    }
}

static void print_room_temperature(FILE *file, const sample_result *r, const hop_arrhenius *a)
{
    const double room_k = 25 + ZERO_CELSIUS_IN_KELVIN;
    double ln[2], covariance[4];
    char sigma[NUMBER_TEXT_SIZE], f_p[NUMBER_TEXT_SIZE];
    if (hop_arrhenius_predict(a, room_k, ln, covariance) != HOP_OK) {
        return;
    }
    const double sigma_S_per_cm = line_conductivity(r, room_k, ln[0]) / 100, f_p_Hz = exp(ln[1]);
    value_text(sigma_S_per_cm, sigma_S_per_cm * sqrt(covariance[0]), sigma);
    value_text(f_p_Hz, f_p_Hz * sqrt(covariance[3]), f_p);
    fprintf(file, "  on the lines at 25 °C: σ_dc = %s S/cm, f_p = %s Hz\n", sigma, f_p);
}

static void print_textbook(FILE *file, const hop_arrhenius *a)
{
    char e_a[NUMBER_TEXT_SIZE], e_m[NUMBER_TEXT_SIZE];
    value_text(hop_arrhenius_value(a, HOP_E_A), hop_arrhenius_standard_error(a, HOP_E_A), e_a);
    value_text(hop_arrhenius_value(a, HOP_E_M), hop_arrhenius_standard_error(a, HOP_E_M), e_m);
    fprintf(file, "  for comparison, two unweighted lines: E_a = %s eV, E_m = %s eV\n", e_a, e_m);
}

/* Limits bound E_m from one side only, which ± does not show. */
static void print_skew_interval(FILE *file, const hop_arrhenius *a)
{
    double lower, upper;
    if (hop_arrhenius_interval(a, HOP_E_M, 0.95, &lower, &upper) == HOP_OK && isfinite(lower)
        && isfinite(upper)) {
        fprintf(file, "  E_m: 95 %% likelihood interval %.4f to %.4f eV\n", lower, upper);
    }
}

static void print_arrhenius(FILE *file, const sample_result *r)
{
    const hop_study *study = r->study;
    static const struct {
        int32_t key;
        const char *name, *unit;
    } rows[] = {{HOP_E_A, "E_a          ", "eV"},
                {HOP_E_M, "E_m          ", "eV"},
                {HOP_E_F, "E_f = E_a-E_m", "eV"}};
    const hop_arrhenius *a = hop_study_arrhenius(study);
    if (!a) {
        fputs("\nArrhenius lines: none\n", file);
        return;
    }
    fprintf(file, "\nArrhenius lines (%s%s, %.0f conductivities, %.0f hopping frequencies",
            choice_name(arrhenius_methods, hop_arrhenius_method(a)),
            r->arrhenius.quantity == HOP_ARRHENIUS_SIGMA ? ", ln σ instead of ln(σT)" : "",
            hop_arrhenius_value(a, HOP_POINTS_SIGMA), hop_arrhenius_value(a, HOP_POINTS_F_P));
    const double limits = hop_arrhenius_value(a, HOP_POINTS_CENSORED);
    if (limits > 0) {
        fprintf(file, ", %.0f limit%s", limits, limits > 1 ? "s" : "");
    }
    const double dof = hop_arrhenius_value(a, HOP_DOF);
    if (dof > 0 && hop_arrhenius_method(a) != HOP_ARRHENIUS_UNWEIGHTED) {
        fprintf(file, ", chi2/dof %.3g", hop_arrhenius_value(a, HOP_RSS) / dof);
    }
    fputs(")\n", file);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        print_value(file, rows[i].name, hop_arrhenius_value(a, rows[i].key),
                    hop_arrhenius_standard_error(a, rows[i].key), rows[i].unit);
    }
    if (limits > 0) {
        print_skew_interval(file, a);
    }
    print_room_temperature(file, r, a);
    if (hop_study_textbook(study)) {
        print_textbook(file, hop_study_textbook(study));
    }
    print_flags(file, hop_arrhenius_flags(a));
    arrhenius_replaced_print(&r->line, &r->plan->arrhenius, file);
    alternatives_print(r, file);
}

/* Once for files that follow each other and say the same. */
static void print_replaced_reading(const sample_result *r, FILE *file)
{
    for (size_t k = 0; k < READING_COUNT; k++) {
        const reading_setting *s = &reading_list[k];
        const char *told = "";
        for (size_t i = 0; i < r->plan->count; i++) {
            const study_file *f = &r->plan->files[i];
            const char *value = reading_value(&f->read, s);
            if (reading_replaced(&r->read, &f->read, s) && strcmp(value, told) != 0) {
                fprintf(file, "  note: --%s %s goes before %s: %s of the study file (%s)\n",
                        s->option, reading_value(&r->read, s), s->key, value, f->path);
                told = value;
            }
        }
    }
}

/* The number, or the one bound that a limit of f_p leaves. */
static void add_quantity(text_table *table, const hop_transport *t, size_t i, int32_t key,
                         double scale)
{
    double lower = NAN, upper = NAN;
    char text[NUMBER_TEXT_SIZE];
    const double value = hop_transport_value(t, i, key);
    if (isfinite(value)) {
        table_value(table, scale * value, scale * hop_transport_standard_error(t, i, key));
        return;
    }
    hop_transport_interval(t, i, key, 0.95, &lower, &upper);
    if (key == HOP_DELTA_S_M && isfinite(lower)) {
        table_cell(table, "> %.3g", lower);
        return;
    }
    limit_text(scale * lower, scale * upper, text);
    table_cell(table, "%s", text);
}

static void print_transport_table(FILE *file, const hop_transport *t)
{
    static const struct {
        int32_t key;
        const char *header;
        double scale; /* from the unit of the library to that of the header */
    } columns[] = {{HOP_DELTA_S_M, "ΔS_m/k_B", 1},
                   {HOP_EXP_DELTA_S_M, "exp(ΔS_m/k_B)", 1},
                   {HOP_C, "C/(S cm^-1 Hz^-1 K)", 1e-2},
                   {HOP_K, "K/(S cm^-1 Hz^-1 K)", 1e-2},
                   {HOP_CARRIER_DENSITY, "n_c/cm^-3", 1e-6},
                   {HOP_DIFFUSIVITY, "D/(cm^2/s)", 1e4},
                   {HOP_DIFFUSIVITY_SIGMA, "D_σ/(cm^2/s)", 1e4},
                   {HOP_CARRIER_FRACTION, "n_c/n_ions", 1}};
    const bool has_entropy = isfinite(hop_transport_intercept_value(t, HOP_DELTA_S_M));
    const bool has_carrier = isfinite(hop_transport_intercept_value(t, HOP_CARRIER_DENSITY));
    const bool has_ions = isfinite(hop_transport_intercept_value(t, HOP_CARRIER_FRACTION));
    const size_t first = has_entropy ? 0 : 2, end = !has_carrier ? 4 : has_ions ? 8 : 7;
    const char *headers[9] = {"T/°C"};
    for (size_t k = first; k < end; k++) {
        headers[1 + k - first] = columns[k].header;
    }
    text_table *table = table_make(1 + end - first, headers, 0);
    for (size_t i = 0; i < hop_transport_count(t); i++) {
        table_cell(table, "%.2f", hop_transport_temperature(t, i) - ZERO_CELSIUS_IN_KELVIN);
        for (size_t k = first; k < end; k++) {
            add_quantity(table, t, i, columns[k].key, columns[k].scale);
        }
    }
    table_print(table, file);
    table_free(table);
}

static void print_intercepts(FILE *file, const hop_transport *t)
{
    static const struct {
        int32_t key;
        const char *name, *unit;
    } rows[] = {{HOP_DELTA_S_M, "ΔS_m/k_B     ", ""},
                {HOP_DELTA_S_M_MOLAR, "ΔS_m         ", "J/(mol K)"},
                {HOP_DELTA_S_M_MEV, "ΔS_m         ", "meV/K"},
                {HOP_EXP_DELTA_S_M, "exp(ΔS_m/k_B)", ""}};
    char text[NUMBER_TEXT_SIZE];
    const double entropy = hop_transport_intercept_value(t, HOP_DELTA_S_M);
    fputs("  from the intercepts of the lines:\n", file);
    if (isfinite(entropy)) {
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            print_value(file, rows[i].name, hop_transport_intercept_value(t, rows[i].key),
                        hop_transport_intercept_standard_error(t, rows[i].key), rows[i].unit);
        }
    }
    value_text(1e-2 * hop_transport_intercept_value(t, HOP_C),
               1e-2 * hop_transport_intercept_standard_error(t, HOP_C), text);
    fprintf(file, "  C             = %s S cm^-1 Hz^-1 K\n", text);
}

static void print_transport(FILE *file, const sample_result *r, int32_t convention)
{
    const hop_transport *t = hop_study_transport(r->study);
    if (!t) {
        return;
    }
    fprintf(file, "\nMigration entropy and concentration factor (%s)\n",
            convention == HOP_CONVENTION_ANGULAR
                ? "angular convention: ω_p in rad/s against ν0 in Hz"
                : "ordinary convention: f_p and ν0 both in Hz");
    if (isnan(r->plan->attempt.nu0_Hz)) {
        fputs("  no attempt_frequency in the study file: no entropy\n", file);
    } else {
        char text[NUMBER_TEXT_SIZE];
        value_text(r->plan->attempt.nu0_Hz, r->plan->attempt.standard_error_Hz, text);
        fprintf(file, "  ν0 = %s Hz\n", text);
        if (r->plan->attempt_source) {
            fprintf(file, "    %s\n", r->plan->attempt_source);
        }
    }
    print_transport_table(file, t);
    print_intercepts(file, t);
}

static void print_verdict(FILE *file, const hop_study *study)
{
    const uint32_t reasons = hop_study_reasons(study);
    fprintf(file, "\nVerdict: the method is %sapplicable%s\n",
            hop_study_applicable(study) ? "" : "not ", reasons ? "" : ", no objection");
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if (reasons & bit) {
            fprintf(file, "  %s: %s\n", hop_reason_name(bit), hop_reason_meaning(bit));
        }
    }
}

void sample_print(const sample_result *r, int32_t convention, FILE *file)
{
    fprintf(file, "== %s ==\n\n", r->plan->name);
    fit_table_print(r->fits, r->spectra.count, true, file);
    fit_intervals_print(r->fits, r->spectra.count, true, file);
    temperature_sources_print(&r->spectra, file);
    print_replaced_reading(r, file);
    print_arrhenius(file, r);
    global_print(r, file);
    print_transport(file, r, convention);
    temperature_decomposition_print(r, file);
    kk_study_print(r->study, &r->spectra, file);
    print_verdict(file, r->study);
    fputc('\n', file);
}
