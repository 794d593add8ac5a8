/* SPDX-License-Identifier: BSD-3-Clause */
#include "kk_report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "fit_report.h"
#include "json_out.h"
#include "paths.h"
#include "text_table.h"

static const int32_t keys[] = {HOP_KK_MU, HOP_KK_PSEUDO_CHI2, HOP_KK_NOISE, HOP_KK_LOCAL_NOISE,
                               HOP_KK_TOLERANCE, HOP_KK_MEAN_TOLERANCE, HOP_KK_MAX_RESIDUAL,
                               HOP_KK_MAX_RESIDUAL_F, HOP_KK_MAX_MEAN_RESIDUAL, HOP_KK_CHAIN_R,
                               HOP_KK_CHAIN_L, HOP_KK_CHAIN_C};

/* Frequencies and residuals of a test, in arrays of its own. */
typedef struct points {
    size_t count;
    double *frequency_Hz, *re_percent, *im_percent;
} points;

static points points_of(const hop_kk *test)
{
    points p = {0};
    hop_kk_residuals(test, NULL, NULL, NULL, 0, &p.count);
    p.frequency_Hz = allocate(p.count, 3 * sizeof *p.frequency_Hz);
    p.re_percent = p.frequency_Hz + p.count;
    p.im_percent = p.frequency_Hz + 2 * p.count;
    hop_kk_residuals(test, p.frequency_Hz, p.re_percent, p.im_percent, p.count, NULL);
    return p;
}

/* The largest deviation from Z-HIT in the range that was fitted to nothing. */
static double largest(const double *values, size_t count)
{
    double out = NAN;
    for (size_t i = 0; values && i < count; i++) {
        out = fmax(out, fabs(values[i]));
    }
    return out;
}

static const char *verdict(const hop_kk *test)
{
    const int32_t passes = hop_kk_passes(test);
    return passes == 1 ? "pass" : passes == 0 ? "FAIL" : "not decided";
}

static void add_row(text_table *table, const kk_result *r)
{
    const hop_kk *t = r->test;
    const size_t count = (size_t)hop_kk_value(t, HOP_POINTS);
    const double zhit = largest(r->zhit_percent, count);
    const double celsius =
        hop_spectrum_temperature(r->spectrum->fitted) - ZERO_CELSIUS_IN_KELVIN;
    char *label = spectrum_name(r->spectrum);
    table_cell(table, "%s", label);
    free(label);
    table_cell(table, "%s", verdict(t));
    isnan(celsius) ? table_cell(table, "-") : table_cell(table, "%.2f", celsius);
    table_cell(table, "%zu", count);
    table_cell(table, "%.0f", hop_kk_value(t, HOP_KK_M));
    table_cell(table, "%.3f", hop_kk_value(t, HOP_KK_MU));
    table_cell(table, "%.2g", hop_kk_value(t, HOP_KK_NOISE));
    table_cell(table, "%.2g", hop_kk_value(t, HOP_KK_LOCAL_NOISE));
    table_cell(table, "%.2g", hop_kk_value(t, HOP_KK_TOLERANCE));
    table_cell(table, "%.2g", hop_kk_value(t, HOP_KK_MAX_RESIDUAL));
    table_cell(table, "%.3g", hop_kk_value(t, HOP_KK_MAX_RESIDUAL_F));
    table_cell(table, "%.0f", hop_kk_value(t, HOP_KK_FAILING));
    isnan(zhit) ? table_cell(table, "-") : table_cell(table, "%.2g", zhit);
}

/* "fails at 0.1 … 31 Hz, 50 Hz" */
static void print_failing(const kk_result *r)
{
    points p = points_of(r->test);
    char *label = spectrum_name(r->spectrum);
    printf("  %s: fails at", label);
    const char *separator = " ";
    for (size_t i = 0; i < p.count; i++) {
        size_t last = i;
        if (!hop_kk_point_fails(r->test, i)) {
            continue;
        }
        while (hop_kk_point_fails(r->test, last + 1)) {
            last++;
        }
        printf("%s%.3g", separator, p.frequency_Hz[i]);
        if (last > i) {
            printf(" … %.3g", p.frequency_Hz[last]);
        }
        printf(" Hz");
        separator = ", ";
        i = last;
    }
    putchar('\n');
    free(label);
    free(p.frequency_Hz);
}

static void print_notes(const kk_result *results, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (results[i].test && hop_kk_passes(results[i].test) == 0) {
            print_failing(&results[i]);
        }
    }
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        for (size_t i = 0; hop_kk_warning_name(bit) && i < count; i++) {
            if (hop_kk_warnings(results[i].test) & bit) {
                char *label = spectrum_name(results[i].spectrum);
                printf("  %s: %s\n", label, hop_kk_warning_meaning(bit));
                free(label);
            }
        }
    }
}

void kk_print(const kk_result *results, size_t count)
{
    static const char *const headers[] = {"spectrum", "Kramers-Kronig", "T/°C", "points", "M", "µ",
                                          "noise/%", "local/%", "tolerance/%", "largest/%",
                                          "at/Hz", "failing", "Z-HIT/%"};
    text_table *table = table_make(sizeof headers / sizeof headers[0], headers, 2);
    for (size_t i = 0; i < count; i++) {
        if (results[i].test) {
            add_row(table, &results[i]);
        }
    }
    table_print(table, stdout);
    table_free(table);
    print_notes(results, count);
}

void kk_study_print(const hop_study *study, const spectrum_list *spectra, FILE *file)
{
    size_t tested = 0, passing = 0;
    for (size_t i = 0; i < hop_study_count(study); i++) {
        const int32_t passes = hop_kk_passes(hop_study_kk(study, i));
        tested += passes >= 0;
        passing += passes == 1;
    }
    if (tested == 0) {
        return;
    }
    fprintf(file, "\nKramers-Kronig: %zu of %zu spectra pass\n", passing, tested);
    for (size_t i = 0; i < hop_study_count(study); i++) {
        const hop_kk *test = hop_study_kk(study, i);
        if (hop_kk_passes(test) == 0) {
            char *label = spectrum_label(&spectra->items[i]);
            fprintf(file, "  %s: %.0f points fail, the largest residual is %.2g %% at %.3g Hz%s\n",
                    path_name(label), hop_kk_value(test, HOP_KK_FAILING),
                    hop_kk_value(test, HOP_KK_MAX_RESIDUAL),
                    hop_kk_value(test, HOP_KK_MAX_RESIDUAL_F),
                    hop_kk_warnings(test) & HOP_KK_CONJUGATE
                        ? "; the sign of the imaginary part is reversed" : "");
            free(label);
        }
    }
}

static json_t *pass_json(const hop_kk *test)
{
    const int32_t passes = hop_kk_passes(test);
    return json_or_end(passes < 0 ? json_null() : json_boolean(passes));
}

static json_t *failing_json(const hop_kk *test, size_t count)
{
    json_t *list = json_or_end(json_array());
    for (size_t i = 0; i < count; i++) {
        json_add(list, json_or_end(json_boolean(hop_kk_point_fails(test, i))));
    }
    return list;
}

static void put_numbers(json_t *o, const hop_kk *test)
{
    json_put(o, "M", json_count(hop_kk_value(test, HOP_KK_M)));
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        json_put(o, hop_quantity_name(keys[k]), json_number(hop_kk_value(test, keys[k])));
    }
    json_put(o, "points", json_count(hop_kk_value(test, HOP_POINTS)));
    json_put(o, "dof", json_count(hop_kk_value(test, HOP_DOF)));
    json_put(o, "failing_points", json_count(hop_kk_value(test, HOP_KK_FAILING)));
}

json_t *kk_summary_json(const hop_kk *test)
{
    if (!test) {
        return json_or_end(json_null());
    }
    json_t *o = json_or_end(json_object());
    put_numbers(o, test);
    json_put(o, "pass", pass_json(test));
    json_put(o, "warnings", json_bits(hop_kk_warnings(test), hop_kk_warning_name));
    return o;
}

static json_t *result_json(const kk_result *r, const kk_settings *how)
{
    points p = points_of(r->test);
    json_t *o = json_or_end(json_object());
    json_put(o, "file", json_text(r->spectrum->file));
    json_put(o, "spectrum", json_count((double)r->spectrum->number));
    json_put(o, "temperature_K", json_number(hop_spectrum_temperature(r->spectrum->fitted)));
    json_put(o, "temperature_source", json_text(r->spectrum->temperature_source));
    json_put(o, "of", json_text(how->of_admittance ? "admittance" : "impedance"));
    json_put(o, "part", json_text(choice_name(kk_parts, how->part ? how->part : HOP_KK_COMPLEX)));
    put_numbers(o, r->test);
    json_put(o, "frequency_Hz", json_numbers(p.frequency_Hz, p.count));
    json_put(o, "residual_re_percent", json_numbers(p.re_percent, p.count));
    json_put(o, "residual_im_percent", json_numbers(p.im_percent, p.count));
    json_put(o, "fails", failing_json(r->test, p.count));
    json_put(o, "zhit_percent",
             r->zhit_percent ? json_numbers(r->zhit_percent, p.count) : json_or_end(json_null()));
    json_put(o, "pass", pass_json(r->test));
    json_put(o, "warnings", json_bits(hop_kk_warnings(r->test), hop_kk_warning_name));
    free(p.frequency_Hz);
    return o;
}

int kk_write_json(const kk_result *results, size_t count, const kk_settings *how,
                  const char *path, bool force)
{
    json_t *document = json_or_end(json_object()), *list = json_or_end(json_array());
    for (size_t i = 0; i < count; i++) {
        if (results[i].test) {
            json_add(list, result_json(&results[i], how));
        }
    }
    json_put(document, "schema", json_text("hop.kk/1"));
    json_put(document, "spectra", list);
    const int code = json_write(document, path, force);
    json_decref(document);
    return code;
}

static void write_lines(FILE *file, const kk_result *r)
{
    points p = points_of(r->test);
    for (size_t i = 0; i < p.count; i++) {
        csv_text(file, r->spectrum->file);
        fprintf(file, ",%zu", r->spectrum->number);
        csv_number(file, hop_spectrum_temperature(r->spectrum->fitted));
        csv_number(file, p.frequency_Hz[i]);
        csv_number(file, p.re_percent[i]);
        csv_number(file, p.im_percent[i]);
        csv_number(file, r->zhit_percent ? r->zhit_percent[i] : NAN);
        fprintf(file, ",%d\n", (int)hop_kk_point_fails(r->test, i));
    }
    free(p.frequency_Hz);
}

int kk_write_csv(const kk_result *results, size_t count, const char *folder, bool force)
{
    char *path = path_join(folder, "kk.csv");
    FILE *file = folder_make(folder) ? file_make(path, force) : NULL;
    int code = WRONG_USAGE;
    if (file) {
        fputs("file,spectrum,temperature_K,frequency_Hz,residual_re_percent,residual_im_percent,"
              "zhit_percent,fails\n", file);
        for (size_t i = 0; i < count; i++) {
            if (results[i].test) {
                write_lines(file, &results[i]);
            }
        }
        code = file_finish(file, path) ? DONE : ANALYSIS_FAILED;
    }
    free(path);
    return code;
}
