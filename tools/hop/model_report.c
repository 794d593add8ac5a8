/* SPDX-License-Identifier: BSD-3-Clause */
#include "model_report.h"

#include <math.h>
#include <stdlib.h>

#include "fit_report.h"
#include "json_out.h"
#include "number.h"
#include "text_table.h"

/* Every quantity that a model can have, in the order in which they are shown. */
static const int32_t quantities[] = {
    HOP_SIGMA_DC, HOP_A_J, HOP_N, HOP_F_P, HOP_OMEGA_P, HOP_F_C, HOP_OMEGA_C, HOP_F_M, HOP_OMEGA_M,
    HOP_A_STAR, HOP_B_NCL, HOP_A_2, HOP_N_2, HOP_EPS_INF, HOP_LEAD_L, HOP_LEAD_R, HOP_ELECTRODE_Q,
    HOP_ELECTRODE_ALPHA, HOP_GB_R, HOP_GB_Q, HOP_GB_ALPHA, HOP_SIGMA_TOTAL,
};

enum { QUANTITY_COUNT = sizeof quantities / sizeof quantities[0] };

static const double confidence_level = 0.95;

/* The place of a key among the fitted parameters; their number if it is none. */
static size_t place_of(const hop_model *m, int32_t key)
{
    size_t i = 0;
    while (i < hop_model_parameter_count(m) && hop_model_parameter(m, i) != key) {
        i++;
    }
    return i;
}

static bool is_fitted(const hop_model *m, int32_t key)
{
    return place_of(m, key) < hop_model_parameter_count(m);
}

static json_t *parameter_json(const hop_model *m, int32_t key)
{
    double lower = NAN, upper = NAN;
    hop_model_interval(m, key, confidence_level, HOP_INTERVAL_LINEARISED, &lower, &upper);
    return json_interval(hop_model_value(m, key), hop_model_standard_error(m, key), lower, upper);
}

/* What the model has; a fitted parameter is named even if the data do not give it. */
static json_t *parameters_json(const hop_model *m)
{
    json_t *parameters = json_or_end(json_object());
    for (size_t i = 0; i < QUANTITY_COUNT; i++) {
        const int32_t key = quantities[i];
        const bool in_all = key == HOP_SIGMA_DC || key == HOP_F_P || key == HOP_OMEGA_P;
        if (in_all || is_fitted(m, key) || !isnan(hop_model_value(m, key))) {
            json_put(parameters, hop_quantity_name(key), parameter_json(m, key));
        }
    }
    return parameters;
}

int32_t model_f_p_state(const hop_model *m)
{
    double lower = NAN, upper = NAN;
    const double f_p_Hz = hop_model_value(m, HOP_F_P);
    hop_model_interval(m, HOP_F_P, confidence_level, HOP_INTERVAL_LINEARISED, &lower, &upper);
    if (!(f_p_Hz > 0) || !(upper < 1e3 * lower)) {
        return HOP_STATE_NONE;
    }
    const bool inside = f_p_Hz >= hop_model_value(m, HOP_F_MIN)
                        && f_p_Hz <= hop_model_value(m, HOP_F_MAX);
    return inside ? HOP_STATE_MEASURED : HOP_STATE_EXTRAPOLATED;
}

static double *covariance_of(const hop_model *m)
{
    const size_t n = hop_model_parameter_count(m);
    double *covariance = allocate(n * n, sizeof *covariance);
    hop_model_covariance(m, covariance, n * n, NULL);
    return covariance;
}

/* {"of": names, "matrix": rows}: of ln of positive parameters, of exponents themselves. */
static json_t *covariance_json(const hop_model *m, const double *covariance)
{
    const size_t n = hop_model_parameter_count(m);
    json_t *o = json_or_end(json_object()), *names = json_or_end(json_array());
    for (size_t i = 0; i < n; i++) {
        json_add(names, json_text(hop_quantity_name(hop_model_parameter(m, i))));
    }
    json_put(o, "of", names);
    json_put(o, "matrix", json_matrix(covariance, n));
    return o;
}

/* The part that every fit has; null for a model without an exponent. */
static json_t *common_covariance_json(const hop_model *m, const double *covariance)
{
    static const int32_t keys[] = {HOP_SIGMA_DC, HOP_OMEGA_P, HOP_N};
    const size_t n = hop_model_parameter_count(m);
    double part[9];
    for (size_t i = 0; i < 9; i++) {
        const size_t row = place_of(m, keys[i / 3]), column = place_of(m, keys[i % 3]);
        if (row == n || column == n) {
            return json_null();
        }
        part[i] = covariance[n * row + column];
    }
    return json_matrix(part, 3);
}

static json_t *window_json(const hop_model *m)
{
    json_t *window = json_or_end(json_object());
    json_put(window, "f_min_Hz", json_number(hop_model_value(m, HOP_F_MIN)));
    json_put(window, "f_max_Hz", json_number(hop_model_value(m, HOP_F_MAX)));
    json_put(window, "points", json_count(hop_model_value(m, HOP_POINTS)));
    json_put(window, "excluded", json_count(hop_model_value(m, HOP_EXCLUDED)));
    json_put(window, "method", json_text("given"));
    return window;
}

json_t *model_json(const model_result *r)
{
    static const int32_t qualities[] = {HOP_REDUCED_CHI2, HOP_AICC, HOP_BIC, HOP_CONDITION};
    static const int32_t counts[] = {HOP_RANK, HOP_STARTS, HOP_STARTS_AT_BEST};
    const hop_model *m = r->model;
    double *covariance = covariance_of(m);
    json_t *o = json_or_end(json_object());
    json_put(o, "file", json_text(r->spectrum->file));
    json_put(o, "spectrum", json_count((double)r->spectrum->number));
    json_put(o, "temperature_K", json_number(hop_model_value(m, HOP_TEMPERATURE)));
    json_put(o, "temperature_source", json_text(r->spectrum->temperature_source));
    json_put(o, "model", json_text(choice_name(fit_models, r->choice)));
    json_put(o, "weighting", json_text(choice_name(weightings, hop_model_weighting(m))));
    json_put(o, "window", window_json(m));
    json_put(o, "rss", json_number(hop_model_value(m, HOP_RSS)));
    json_put(o, "dof", json_count(hop_model_value(m, HOP_DOF)));
    for (size_t i = 0; i < sizeof qualities / sizeof qualities[0]; i++) {
        json_put(o, hop_quantity_name(qualities[i]), json_number(hop_model_value(m, qualities[i])));
    }
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        json_put(o, hop_quantity_name(counts[i]), json_count(hop_model_value(m, counts[i])));
    }
    json_put(o, "parameters", parameters_json(m));
    json_put(o, "standard_error_ln_omega_p",
             json_number(hop_model_standard_error(m, HOP_LN_OMEGA_P)));
    json_put(o, "covariance_ln_sigma_dc_ln_omega_p_n", common_covariance_json(m, covariance));
    json_put(o, "covariance", covariance_json(m, covariance));
    json_put(o, "f_p_state", json_text(hop_state_name(model_f_p_state(m))));
    json_put(o, "interval", json_text(choice_name(interval_methods, HOP_INTERVAL_LINEARISED)));
    json_put(o, "flags", json_bits(hop_model_flags(m), hop_flag_name));
    free(covariance);
    return o;
}

void model_f_p_cell(text_table *table, const hop_model *m)
{
    const bool is_known = model_f_p_state(m) != HOP_STATE_NONE;
    table_value(table, is_known ? hop_model_value(m, HOP_F_P) : NAN,
                hop_model_standard_error(m, HOP_F_P));
}

static void add_scatter(text_table *table, const hop_model *m)
{
    const double chi2 = hop_model_value(m, HOP_REDUCED_CHI2);
    const int32_t weighting = hop_model_weighting(m);
    if (isfinite(chi2)
        && (weighting == HOP_WEIGHTING_PROPORTIONAL || weighting == HOP_WEIGHTING_MODULUS)) {
        table_cell(table, "%.2g", 100 * sqrt(chi2));
    } else {
        table_cell(table, "-");
    }
}

static void add_row(text_table *table, const model_result *r, uint32_t all_flags)
{
    char letters[FLAG_LETTERS_SIZE];
    const hop_model *m = r->model;
    char *label = spectrum_label(r->spectrum);
    table_cell(table, "%s", label);
    free(label);
    const double celsius = hop_model_value(m, HOP_TEMPERATURE) - ZERO_CELSIUS_IN_KELVIN;
    isnan(celsius) ? table_cell(table, "-") : table_cell(table, "%.2f", celsius);
    table_value(table, hop_model_value(m, HOP_SIGMA_DC) / 100,
                hop_model_standard_error(m, HOP_SIGMA_DC) / 100);
    model_f_p_cell(table, m);
    table_value(table, hop_model_value(m, HOP_N), hop_model_standard_error(m, HOP_N));
    table_cell(table, "%.0f", hop_model_value(m, HOP_POINTS));
    add_scatter(table, m);
    table_cell(table, "%s", hop_state_name(model_f_p_state(m)));
    flag_letters(hop_model_flags(m), all_flags, letters);
    table_cell(table, "%s", letters);
}

static bool is_in_first_table(int32_t key)
{
    return key == HOP_SIGMA_DC || key == HOP_OMEGA_P || key == HOP_N;
}

/* The fitted parameters that the first table leaves out, one column each. */
static void print_other_parameters(const model_result *results, size_t count, FILE *file)
{
    const hop_model *first = results[0].model;
    int32_t keys[QUANTITY_COUNT];
    char *headers[QUANTITY_COUNT + 1] = {text_of("spectrum")};
    size_t columns = 0;
    for (size_t i = 0; i < QUANTITY_COUNT; i++) {
        if (is_fitted(first, quantities[i]) && !is_in_first_table(quantities[i])) {
            keys[columns++] = quantities[i];
            headers[columns] = text_of("%s", hop_quantity_name(quantities[i]));
        }
    }
    text_table *table = table_make(columns + 1, (const char *const *)headers, 1);
    for (size_t i = 0; i < count; i++) {
        char *label = spectrum_label(results[i].spectrum);
        table_cell(table, "%s", label);
        free(label);
        for (size_t k = 0; k < columns; k++) {
            table_value(table, hop_model_value(results[i].model, keys[k]),
                        hop_model_standard_error(results[i].model, keys[k]));
        }
    }
    if (columns > 0) {
        fputc('\n', file);
        table_print(table, file);
    }
    table_free(table);
    for (size_t i = 0; i <= columns; i++) {
        free(headers[i]);
    }
}

void model_table_print(const model_result *results, size_t count, FILE *file)
{
    static const char *const headers[] = {"spectrum", "T/°C", "σ_dc/(S/cm)", "f_p/Hz", "n",
                                          "points", "scatter/%", "f_p is", "flags"};
    uint32_t all_flags = 0;
    for (size_t i = 0; i < count; i++) {
        all_flags |= hop_model_flags(results[i].model);
    }
    text_table *table = table_make(sizeof headers / sizeof headers[0], headers, 1);
    for (size_t i = 0; i < count; i++) {
        add_row(table, &results[i], all_flags);
    }
    fprintf(file, "Model %s\n", choice_name(fit_models, results[0].choice));
    table_print(table, file);
    table_free(table);
    print_other_parameters(results, count, file);
    flags_print(all_flags, file);
}
