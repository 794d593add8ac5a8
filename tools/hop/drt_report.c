/* SPDX-License-Identifier: BSD-3-Clause */
#include "drt_report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "fit_report.h"
#include "json_out.h"
#include "paths.h"
#include "text_table.h"

enum { PER_DECADE = 20 };

static const int32_t peak_keys[] = {HOP_TAU, HOP_F_PEAK, HOP_R_PEAK, HOP_SHARE, HOP_GAMMA_PEAK,
                                    HOP_DEPTH, HOP_TAU_FIT, HOP_R_FIT, HOP_WIDTH_FIT};
enum { PEAK_KEYS = sizeof peak_keys / sizeof peak_keys[0] };

static size_t peaks_of(const hop_drt *drt)
{
    return drt ? (size_t)hop_drt_value(drt, HOP_PEAK_COUNT) : 0;
}

static void add_number(text_table *table, const char *format, double value)
{
    char text[NUMBER_TEXT_SIZE];
    snprintf(text, sizeof text, format, value);
    table_cell(table, "%s", isfinite(value) ? text : "-");
}

static void print_spectra(const drt_result *results, size_t count)
{
    static const char *const headers[] = {"spectrum", "T/°C", "λ", "by", "R_∞/Ω", "R_pol/Ω",
                                          "L/H", "C_s/F", "Q/S s^α", "α", "peaks", "misfit/%"};
    text_table *table = table_make(sizeof headers / sizeof headers[0], headers, 1);
    for (size_t i = 0; i < count; i++) {
        const hop_drt *d = results[i].drt;
        if (!d) {
            continue;
        }
        char *label = spectrum_name(results[i].spectrum);
        table_cell(table, "%s", label);
        free(label);
        add_number(table, "%.2f", hop_spectrum_temperature(results[i].spectrum->fitted)
                                      - ZERO_CELSIUS_IN_KELVIN);
        add_number(table, "%.2g", hop_drt_value(d, HOP_LAMBDA));
        table_cell(table, "%s", hop_drt_lambda_name(hop_drt_lambda_method(d)));
        add_number(table, "%.4g", hop_drt_value(d, HOP_R_INF));
        add_number(table, "%.4g", hop_drt_value(d, HOP_R_POL));
        add_number(table, "%.3g", hop_drt_value(d, HOP_LEAD_L));
        add_number(table, "%.3g", hop_drt_value(d, HOP_C_S));
        add_number(table, "%.3g", hop_drt_value(d, HOP_ELECTRODE_Q));
        add_number(table, "%.3f", hop_drt_value(d, HOP_ELECTRODE_ALPHA));
        table_cell(table, "%zu", peaks_of(d));
        add_number(table, "%.2g", 100 * hop_drt_value(d, HOP_RMS_RESIDUAL));
    }
    table_print(table, stdout);
    table_free(table);
}

static void print_peaks(const drt_result *results, size_t count)
{
    static const char *const headers[] = {"peak of", "τ/s", "f/Hz", "R/Ω", "share/%",
                                          "R of its Gaussian/Ω", "width/decades"};
    text_table *table = table_make(sizeof headers / sizeof headers[0], headers, 1);
    size_t printed = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < peaks_of(results[i].drt); k++, printed++) {
            const hop_drt *d = results[i].drt;
            char *label = spectrum_name(results[i].spectrum);
            table_cell(table, "%s", label);
            free(label);
            add_number(table, "%.3g", hop_drt_peak(d, k, HOP_TAU));
            add_number(table, "%.3g", hop_drt_peak(d, k, HOP_F_PEAK));
            add_number(table, "%.4g", hop_drt_peak(d, k, HOP_R_PEAK));
            add_number(table, "%.1f", 100 * hop_drt_peak(d, k, HOP_SHARE));
            add_number(table, "%.4g", hop_drt_peak(d, k, HOP_R_FIT));
            add_number(table, "%.2f", hop_drt_peak(d, k, HOP_WIDTH_FIT) / log(10.0));
        }
    }
    if (printed > 0) {
        putchar('\n');
        table_print(table, stdout);
    }
    table_free(table);
}

void drt_print(const drt_result *results, size_t count)
{
    print_spectra(results, count);
    print_peaks(results, count);
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        for (size_t i = 0; hop_drt_warning_name(bit) && i < count; i++) {
            if (hop_drt_warnings(results[i].drt) & bit) {
                char *label = spectrum_name(results[i].spectrum);
                printf("  %s: %s\n", label, hop_drt_warning_meaning(bit));
                free(label);
            }
        }
    }
}

/* tau, gamma and the band of a distribution in one block; the band is NaN where there is none. */
typedef struct curve {
    size_t count;
    double *tau_s, *gamma_ohm, *lower_ohm, *upper_ohm;
} curve;

static curve curve_of(const hop_drt *d, double level)
{
    curve c = {0};
    hop_drt_gamma(d, NULL, NULL, 0, &c.count);
    c.tau_s = allocate(c.count, 4 * sizeof *c.tau_s);
    c.gamma_ohm = c.tau_s + c.count;
    c.lower_ohm = c.tau_s + 2 * c.count;
    c.upper_ohm = c.tau_s + 3 * c.count;
    hop_drt_gamma(d, c.tau_s, c.gamma_ohm, c.count, NULL);
    if (hop_drt_band(d, level, c.lower_ohm, c.upper_ohm, c.count, NULL) != HOP_OK) {
        for (size_t j = 0; j < c.count; j++) {
            c.lower_ohm[j] = c.upper_ohm[j] = NAN;
        }
    }
    return c;
}

static json_t *peaks_json(const hop_drt *d)
{
    json_t *list = json_or_end(json_array());
    for (size_t k = 0; k < peaks_of(d); k++) {
        json_t *o = json_or_end(json_object());
        for (size_t i = 0; i < PEAK_KEYS; i++) {
            json_put(o, hop_quantity_name(peak_keys[i]),
                     json_number(hop_drt_peak(d, k, peak_keys[i])));
        }
        json_add(list, o);
    }
    return list;
}

static void put_numbers(json_t *o, const hop_drt *d)
{
    static const int32_t keys[] = {HOP_R_INF, HOP_LEAD_L, HOP_C_S, HOP_ELECTRODE_Q,
                                   HOP_ELECTRODE_ALPHA, HOP_R_POL, HOP_RMS_RESIDUAL,
                                   HOP_NOISE_OHM, HOP_EFFECTIVE_DOF, HOP_KKT};
    json_put(o, "lambda", json_number(hop_drt_value(d, HOP_LAMBDA)));
    json_put(o, "lambda_method", json_text(hop_drt_lambda_name(hop_drt_lambda_method(d))));
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        const char *name = keys[k] == HOP_LEAD_L ? "L_H" : hop_quantity_name(keys[k]);
        json_put(o, name, json_number(hop_drt_value(d, keys[k])));
    }
}

json_t *drt_summary_json(const hop_drt *drt)
{
    if (!drt) {
        return json_or_end(json_null());
    }
    json_t *o = json_or_end(json_object());
    put_numbers(o, drt);
    json_put(o, "peaks", peaks_json(drt));
    json_put(o, "warnings", json_bits(hop_drt_warnings(drt), hop_drt_warning_name));
    return o;
}

static json_t *lambda_curve_json(const hop_drt *d)
{
    size_t count = 0;
    hop_drt_lambda_curve(d, NULL, NULL, 0, &count);
    if (count == 0) {
        return json_or_end(json_null());
    }
    double *lambda = allocate(count, 2 * sizeof *lambda), *score = lambda + count;
    hop_drt_lambda_curve(d, lambda, score, count, NULL);
    json_t *o = json_or_end(json_object());
    json_put(o, "lambda", json_numbers(lambda, count));
    json_put(o, "score", json_numbers(score, count));
    free(lambda);
    return o;
}

static void put_impedance(json_t *o, const drt_result *r)
{
    const size_t count = hop_spectrum_count(r->spectrum->fitted);
    double *f_Hz = allocate(count, 3 * sizeof *f_Hz);
    double *re = f_Hz + count, *im = f_Hz + 2 * count;
    hop_spectrum_frequencies(r->spectrum->fitted, f_Hz, count, NULL);
    hop_drt_impedance(r->drt, re, im, count, NULL);
    json_put(o, "frequency_Hz", json_numbers(f_Hz, count));
    json_put(o, "z_re_ohm", json_numbers(re, count));
    json_put(o, "z_im_ohm", json_numbers(im, count));
    free(f_Hz);
}

static json_t *result_json(const drt_result *r, const drt_settings *how)
{
    const curve c = curve_of(r->drt, how->level);
    json_t *o = json_or_end(json_object());
    json_put(o, "file", json_text(r->spectrum->file));
    json_put(o, "spectrum", json_count((double)r->spectrum->number));
    json_put(o, "temperature_K", json_number(hop_spectrum_temperature(r->spectrum->fitted)));
    json_put(o, "temperature_source", json_text(r->spectrum->temperature_source));
    put_numbers(o, r->drt);
    json_put(o, "basis",
             json_text(choice_name(drt_bases, how->basis ? how->basis : HOP_DRT_GAUSSIAN)));
    json_put(o, "order", json_count(how->order_plus_one ? how->order_plus_one - 1 : 1));
    json_put(o, "points", json_count(hop_drt_value(r->drt, HOP_POINTS)));
    json_put(o, "tau_s", json_numbers(c.tau_s, c.count));
    json_put(o, "gamma_ohm", json_numbers(c.gamma_ohm, c.count));
    json_put(o, "level", json_number(how->samples ? how->level : NAN));
    json_put(o, "lower_ohm", json_numbers(c.lower_ohm, c.count));
    json_put(o, "upper_ohm", json_numbers(c.upper_ohm, c.count));
    json_put(o, "effective_samples", json_number(hop_drt_value(r->drt, HOP_EFFECTIVE_SAMPLES)));
    json_put(o, "peaks", peaks_json(r->drt));
    json_put(o, "lambda_curve", lambda_curve_json(r->drt));
    put_impedance(o, r);
    json_put(o, "warnings", json_bits(hop_drt_warnings(r->drt), hop_drt_warning_name));
    free(c.tau_s);
    return o;
}

/* The widest range of tau, equally spaced in its logarithm. */
static double *common_tau(const hop_drt *const *drts, size_t count, size_t *points)
{
    double first = INFINITY, last = 0.0;
    for (size_t i = 0; i < count; i++) {
        const curve c = curve_of(drts[i], 0.5);
        first = fmin(first, c.tau_s[0]);
        last = fmax(last, c.tau_s[c.count - 1]);
        free(c.tau_s);
    }
    *points = (size_t)ceil(PER_DECADE * log10(last / first)) + 1;
    double *tau_s = allocate(*points, sizeof *tau_s);
    for (size_t k = 0; k < *points; k++) {
        tau_s[k] = first * pow(last / first, (double)k / (double)(*points - 1));
    }
    return tau_s;
}

/* Places in ascending temperature; equal ones stay as they are. */
static size_t *by_temperature(const double *temperatures_K, size_t count)
{
    size_t *order = allocate(count, sizeof *order);
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && temperatures_K[order[at - 1]] > temperatures_K[i]; at--) {
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
    return order;
}

json_t *drt_map_json(const double *temperatures_K, const hop_drt *const *drts, size_t count)
{
    if (count < 2) {
        return json_or_end(json_null());
    }
    size_t points;
    double *tau_s = common_tau(drts, count, &points);
    double *gamma = allocate(points, sizeof *gamma);
    size_t *order = by_temperature(temperatures_K, count);
    json_t *o = json_or_end(json_object()), *rows = json_or_end(json_array());
    json_t *temperatures = json_or_end(json_array());
    for (size_t i = 0; i < count; i++) {
        hop_drt_evaluate(drts[order[i]], points, tau_s, gamma);
        json_add(rows, json_numbers(gamma, points));
        json_add(temperatures, json_number(temperatures_K[order[i]]));
    }
    free(order);
    json_put(o, "temperature_K", temperatures);
    json_put(o, "tau_s", json_numbers(tau_s, points));
    json_put(o, "gamma_ohm", rows);
    free(gamma);
    free(tau_s);
    return o;
}

/* The map of all results that have a temperature. */
static json_t *map_of(const drt_result *results, size_t count)
{
    double *temperatures = allocate(count, sizeof *temperatures);
    const hop_drt **drts = allocate(count, sizeof *drts);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const double T = hop_spectrum_temperature(results[i].spectrum->fitted);
        if (results[i].drt && !isnan(T)) {
            temperatures[used] = T;
            drts[used++] = results[i].drt;
        }
    }
    json_t *map = drt_map_json(temperatures, drts, used);
    free(drts);
    free(temperatures);
    return map;
}

int drt_write_json(const drt_result *results, size_t count, const drt_settings *how,
                   const char *path, bool force)
{
    json_t *document = json_or_end(json_object()), *list = json_or_end(json_array());
    for (size_t i = 0; i < count; i++) {
        if (results[i].drt) {
            json_add(list, result_json(&results[i], how));
        }
    }
    json_put(document, "schema", json_text("hop.drt/1"));
    json_put(document, "spectra", list);
    json_put(document, "map", map_of(results, count));
    const int code = json_write(document, path, force);
    json_decref(document);
    return code;
}

static void write_curve(FILE *file, const drt_result *r, const drt_settings *how)
{
    const curve c = curve_of(r->drt, how->level);
    for (size_t j = 0; j < c.count; j++) {
        csv_text(file, r->spectrum->file);
        fprintf(file, ",%zu", r->spectrum->number);
        csv_number(file, hop_spectrum_temperature(r->spectrum->fitted));
        csv_number(file, c.tau_s[j]);
        csv_number(file, c.gamma_ohm[j]);
        csv_number(file, c.lower_ohm[j]);
        csv_number(file, c.upper_ohm[j]);
        fputc('\n', file);
    }
    free(c.tau_s);
}

static void write_peaks(FILE *file, const drt_result *r, const drt_settings *how)
{
    (void)how;
    for (size_t k = 0; k < peaks_of(r->drt); k++) {
        csv_text(file, r->spectrum->file);
        fprintf(file, ",%zu", r->spectrum->number);
        csv_number(file, hop_spectrum_temperature(r->spectrum->fitted));
        for (size_t i = 0; i < PEAK_KEYS; i++) {
            csv_number(file, hop_drt_peak(r->drt, k, peak_keys[i]));
        }
        fputc('\n', file);
    }
}

static int write_file(const drt_result *results, size_t count, const drt_settings *how,
                      void (*lines)(FILE *, const drt_result *, const drt_settings *),
                      const char *folder, const char *name, const char *columns, bool force)
{
    char *path = path_join(folder, name);
    FILE *file = file_make(path, force);
    int code = WRONG_USAGE;
    if (file) {
        fprintf(file, "file,spectrum,temperature_K,%s\n", columns);
        for (size_t i = 0; i < count; i++) {
            if (results[i].drt) {
                lines(file, &results[i], how);
            }
        }
        code = file_finish(file, path) ? DONE : ANALYSIS_FAILED;
    }
    free(path);
    return code;
}

int drt_write_csv(const drt_result *results, size_t count, const drt_settings *how,
                  const char *folder, bool force)
{
    int code = folder_make(folder) ? DONE : WRONG_USAGE;
    if (code == DONE) {
        code = write_file(results, count, how, write_curve, folder, "drt.csv",
                          "tau_s,gamma_ohm,lower_ohm,upper_ohm", force);
    }
    if (code == DONE) {
        code = write_file(results, count, how, write_peaks, folder, "drt_peaks.csv",
                          "tau_s,f_Hz,R_ohm,share,gamma_ohm,depth,tau_fit_s,R_fit_ohm,width_fit",
                          force);
    }
    return code;
}
