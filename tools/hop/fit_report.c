/* SPDX-License-Identifier: BSD-3-Clause */
#include "fit_report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extractor_report.h"
#include "number.h"
#include "paths.h"
#include "text_table.h"

uint32_t fit_flags(const fit_result *r)
{
    return hop_jpl_flags(r->fit) | hop_hopping_flags(r->hopping)
           | hop_bootstrap_flags(r->bootstrap);
}

void flag_letters(uint32_t flags, uint32_t all, char text[FLAG_LETTERS_SIZE])
{
    char letter = 'a';
    size_t length = 0;
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if (flags & bit) {
            text[length++] = letter;
        }
        letter = (char)(letter + ((all & bit) != 0));
    }
    text[length] = '\0';
}

void flags_print(uint32_t all, FILE *file)
{
    char letter = 'a';
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if (all & bit) {
            fprintf(file, "  %c  %s: %s\n", letter++, hop_flag_name(bit), hop_flag_meaning(bit));
        }
    }
}

void frequency_text(const hop_hopping *h, char text[NUMBER_TEXT_SIZE])
{
    const double value = hopping_number(h, HOP_F_P);
    if (!isnan(value)) {
        value_text(value, hop_hopping_standard_error(h, HOP_F_P), text);
        return;
    }
    double lower = NAN, upper = NAN;
    hop_hopping_interval(h, HOP_F_P, 0.95, &lower, &upper);
    limit_text(lower, upper, text);
}

/* Relative scatter about the curve, where the weighting makes the residuals relative. */
static void scatter_text(const hop_jpl *fit, char text[NUMBER_TEXT_SIZE])
{
    const double chi2 = hop_jpl_value(fit, HOP_REDUCED_CHI2);
    const int32_t weighting = hop_jpl_weighting(fit);
    const bool relative = weighting != HOP_WEIGHTING_UNIT && weighting != HOP_WEIGHTING_GIVEN;
    if (relative && isfinite(chi2)) {
        snprintf(text, NUMBER_TEXT_SIZE, "%.2g", 100 * sqrt(chi2));
    } else {
        snprintf(text, NUMBER_TEXT_SIZE, "-");
    }
}

static void add_row(text_table *table, const fit_result *r, uint32_t all_flags, bool short_names)
{
    char text[NUMBER_TEXT_SIZE], letters[FLAG_LETTERS_SIZE];
    const hop_jpl *fit = r->fit;
    char *label = spectrum_label(r->spectrum);
    table_cell(table, "%s", short_names ? path_name(label) : label);
    free(label);
    const double celsius = hop_jpl_value(fit, HOP_TEMPERATURE) - ZERO_CELSIUS_IN_KELVIN;
    isnan(celsius) ? table_cell(table, "-") : table_cell(table, "%.2f", celsius);
    table_value(table, hop_jpl_value(fit, HOP_SIGMA_DC) / 100,
                hop_jpl_standard_error(fit, HOP_SIGMA_DC) / 100);
    frequency_text(r->hopping, text);
    table_cell(table, "%s", text);
    table_value(table, hop_jpl_value(fit, HOP_N), hop_jpl_standard_error(fit, HOP_N));
    table_cell(table, "%.0f", hop_jpl_value(fit, HOP_POINTS));
    scatter_text(fit, text);
    table_cell(table, "%s", text);
    table_cell(table, "%s", hop_state_name(hop_hopping_state(r->hopping)));
    flag_letters(fit_flags(r), all_flags, letters);
    table_cell(table, "%s", letters);
}

void fit_table_print(const fit_result *results, size_t count, bool short_names, FILE *file)
{
    static const char *const headers[] = {"spectrum", "T/°C", "σ_dc/(S/cm)", "f_p/Hz", "n",
                                          "points", "scatter/%", "f_p is", "flags"};
    uint32_t all_flags = 0;
    for (size_t i = 0; i < count; i++) {
        all_flags |= fit_flags(&results[i]);
    }
    text_table *table = table_make(sizeof headers / sizeof headers[0], headers, 1);
    for (size_t i = 0; i < count; i++) {
        add_row(table, &results[i], all_flags, short_names);
    }
    table_print(table, file);
    table_free(table);
    flags_print(all_flags, file);
    if (count > 0 && hop_hopping_extractor(results[0].hopping) != HOP_EXTRACTOR_FIT) {
        fprintf(file, "  f_p by %s\n",
                hop_extractor_name(hop_hopping_extractor(results[0].hopping)));
    }
    extractors_print(results, count, short_names, file);
}

static void add_interval(text_table *table, double lower, double upper, double scale)
{
    char low[NUMBER_TEXT_SIZE] = "0", high[NUMBER_TEXT_SIZE] = "∞";
    if (isnan(lower) || isnan(upper)) {
        table_cell(table, "-");
        return;
    }
    if (lower > 0) {
        snprintf(low, sizeof low, "%.4g", scale * lower);
    }
    if (isfinite(upper)) {
        snprintf(high, sizeof high, "%.4g", scale * upper);
    }
    table_cell(table, "%s to %s", low, high);
}

void fit_intervals_print(const fit_result *results, size_t count, bool short_names, FILE *file)
{
    static const struct {
        int32_t key;
        double scale; /* from the unit of the library to that of the header */
    } columns[] = {{HOP_SIGMA_DC, 1e-2}, {HOP_F_P, 1}, {HOP_N, 1}};
    static const char *const headers[] = {"spectrum", "σ_dc/(S/cm)", "f_p/Hz", "n"};
    if (count == 0 || !results[0].interval) {
        return;
    }
    text_table *table = table_make(sizeof headers / sizeof headers[0], headers, 1);
    for (size_t i = 0; i < count; i++) {
        char *label = spectrum_label(results[i].spectrum);
        table_cell(table, "%s", short_names ? path_name(label) : label);
        free(label);
        for (size_t k = 0; k < sizeof columns / sizeof columns[0]; k++) {
            double lower, upper;
            fit_interval(&results[i], columns[k].key, &lower, &upper);
            add_interval(table, lower, upper, columns[k].scale);
        }
    }
    fprintf(file, "\n95 %% intervals (%s)\n", choice_name(interval_methods, results[0].interval));
    table_print(table, file);
    table_free(table);
}

void csv_text(FILE *file, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, file);
        return;
    }
    fputc('"', file);
    for (; *text; text++) {
        fputs(*text == '"' ? "\"\"" : (char[]){*text, '\0'}, file);
    }
    fputc('"', file);
}

void csv_number(FILE *file, double value)
{
    if (isfinite(value)) {
        fprintf(file, ",%.17g", value);
    } else {
        fputc(',', file);
    }
}

void fit_csv_header(FILE *file)
{
    fputs("sample,file,spectrum,temperature_K,weighting,f_min_Hz,f_max_Hz,points,"
          "sigma_dc_S_per_m,sigma_dc_standard_error,A_J,A_J_standard_error,n,n_standard_error,"
          "f_p_state,f_p_Hz,f_p_standard_error,f_p_lower,f_p_upper,"
          "crossing_state,crossing_f_p_Hz,rss,dof,flags\n", file);
}

static void csv_hopping(const hop_hopping *h, FILE *file)
{
    double lower = NAN, upper = NAN;
    hop_hopping_interval(h, HOP_F_P, 0.95, &lower, &upper);
    const double value = hopping_number(h, HOP_F_P);
    fprintf(file, ",%s", hop_state_name(hop_hopping_state(h)));
    csv_number(file, value);
    csv_number(file, isnan(value) ? NAN : hop_hopping_standard_error(h, HOP_F_P));
    csv_number(file, lower > 0 ? lower : NAN);
    csv_number(file, upper);
}

void fit_csv_line(const char *sample, const fit_result *r, FILE *file)
{
    static const int32_t keys[] = {HOP_SIGMA_DC, HOP_A_J, HOP_N};
    const hop_jpl *fit = r->fit;
    csv_text(file, sample);
    fputc(',', file);
    csv_text(file, r->spectrum->file);
    fprintf(file, ",%zu", r->spectrum->number);
    csv_number(file, hop_jpl_value(fit, HOP_TEMPERATURE));
    fprintf(file, ",%s", choice_name(weightings, hop_jpl_weighting(fit)));
    csv_number(file, hop_jpl_value(fit, HOP_F_MIN));
    csv_number(file, hop_jpl_value(fit, HOP_F_MAX));
    csv_number(file, hop_jpl_value(fit, HOP_POINTS));
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        csv_number(file, hop_jpl_value(fit, keys[i]));
        csv_number(file, hop_jpl_standard_error(fit, keys[i]));
    }
    csv_hopping(r->hopping, file);
    fprintf(file, ",%s", hop_state_name(hop_hopping_state(r->crossing)));
    csv_number(file, hopping_number(r->crossing, HOP_F_P));
    csv_number(file, hop_jpl_value(fit, HOP_RSS));
    csv_number(file, hop_jpl_value(fit, HOP_DOF));
    fputc(',', file);
    const char *separator = "";
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if (fit_flags(r) & bit) {
            fprintf(file, "%s%s", separator, hop_flag_name(bit));
            separator = " ";
        }
    }
    fputc('\n', file);
}

static int write_curve(hop_ctx *ctx, const fit_result *r, FILE *file)
{
    const hop_spectrum *s = r->spectrum->measured;
    const size_t n = hop_spectrum_count(s);
    const double f_min = hop_jpl_value(r->fit, HOP_F_MIN);
    const double f_max = hop_jpl_value(r->fit, HOP_F_MAX);
    double *freq_Hz = allocate(n, sizeof(double)), *measured = allocate(n, sizeof(double));
    double *fitted = allocate(n, sizeof(double));
    int code = DONE;
    if (hop_spectrum_frequencies(s, freq_Hz, n, NULL) != HOP_OK
        || hop_spectrum_values(s, HOP_CONDUCTIVITY, measured, NULL, n, NULL) != HOP_OK
        || hop_jpl_evaluate(r->fit, n, freq_Hz, fitted) != HOP_OK) {
        complain("%s: %s", r->spectrum->file, hop_ctx_error(ctx));
        code = ANALYSIS_FAILED;
    }
    fputs("frequency_Hz,sigma_S_per_m,fitted_sigma_S_per_m,in_window\n", file);
    for (size_t k = 0; code == DONE && k < n; k++) {
        const int in_window = freq_Hz[k] >= f_min && freq_Hz[k] <= f_max;
        fprintf(file, "%.17g,%.17g,%.17g,%d\n", freq_Hz[k], measured[k], fitted[k], in_window);
    }
    free(freq_Hz);
    free(measured);
    free(fitted);
    return code;
}

char *curve_path_make(const char *folder, size_t number, const loaded_spectrum *s)
{
    char *curves = path_join(folder, "curves");
    char *name = file_name_of(path_name(s->file));
    char *path = folder_make(curves) ? text_of("%s/%03zu-%s.csv", curves, number, name) : NULL;
    free(name);
    free(curves);
    return path;
}

int curve_csv_write(hop_ctx *ctx, const char *folder, size_t number, const fit_result *r,
                    bool force)
{
    char *path = curve_path_make(folder, number, r->spectrum);
    FILE *file = path ? file_make(path, force) : NULL;
    int code = WRONG_USAGE;
    if (file) {
        code = write_curve(ctx, r, file);
        code = file_finish(file, path) ? code : ANALYSIS_FAILED;
    }
    free(path);
    return code;
}
