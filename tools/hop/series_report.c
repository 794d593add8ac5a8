/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>

#include "json_out.h"
#include "study_report.h"

static const struct {
    int32_t curve;
    const char *name;
    int32_t keys[4]; /* its parameters, ended by 0 */
} curves[] = {{HOP_CURVE_LINE, "line", {HOP_INTERCEPT, HOP_ENERGY, 0, 0}},
              {HOP_CURVE_VFT, "vft", {HOP_INTERCEPT, HOP_VFT_B, HOP_VFT_T_0, 0}},
              {HOP_CURVE_SEGMENTS,
               "segments",
               {HOP_ENERGY_HOT, HOP_ENERGY_COLD, HOP_BREAK_TEMPERATURE, 0}}};

enum { CURVE_COUNT = sizeof curves / sizeof curves[0] };

static const struct {
    int32_t quantity;
    const char *json_name, *shown;
} quantities[] = {{HOP_ARRHENIUS_SIGMA_T, "sigma_T", "ln(σT)"},
                  {HOP_ARRHENIUS_SIGMA, "sigma", "ln σ"},
                  {HOP_ARRHENIUS_F_P, "f_p", "ln f_p"}};

enum { QUANTITY_COUNT = sizeof quantities / sizeof quantities[0] };

/* What stands on the lines: one of the first two, and f_p. */
static bool is_on_a_line(const sample_result *r, int32_t quantity)
{
    return quantity == HOP_ARRHENIUS_F_P || quantity == r->arrhenius.quantity;
}

double line_conductivity(const sample_result *r, double temperature_k, double ln_value)
{
    return exp(ln_value) / (r->arrhenius.quantity == HOP_ARRHENIUS_SIGMA ? 1 : temperature_k);
}

static const char *curve_name(int32_t curve)
{
    size_t i = 0;
    while (i < CURVE_COUNT - 1 && curves[i].curve != curve) {
        i++;
    }
    return curves[i].name;
}

/* The points of the Arrhenius lines again, to hold curves against them; NULL if there are none. */
static hop_series *series_of(const sample_result *r)
{
    hop_series *series = NULL;
    if (hop_series_create(NULL, &series) != HOP_OK) {
        return NULL;
    }
    hop_series_set_temperature_error(NULL, series, r->arrhenius.temperature_error_K);
    hop_series_set_temperature_offset_error(NULL, series,
                                            r->arrhenius.temperature_offset_error_K);
    for (size_t i = 0; i < r->spectra.count; i++) {
        hop_series_add_fit(NULL, series, r->fits[i].fit, r->fits[i].hopping);
    }
    return series;
}

static json_t *curve_json(const hop_alternatives *a, size_t i)
{
    static const int32_t qualities[] = {HOP_AICC, HOP_BIC, HOP_EVIDENCE};
    json_t *o = json_or_end(json_object());
    for (const int32_t *key = curves[i].keys; *key; key++) {
        json_put(o, hop_quantity_name(*key),
                 json_estimate(hop_alternatives_value(a, curves[i].curve, *key),
                               hop_alternatives_standard_error(a, curves[i].curve, *key)));
    }
    for (size_t k = 0; k < sizeof qualities / sizeof qualities[0]; k++) {
        json_put(o, hop_quantity_name(qualities[k]),
                 json_number(hop_alternatives_value(a, curves[i].curve, qualities[k])));
    }
    json_put(o, "flags", json_bits(hop_alternatives_flags(a, curves[i].curve), hop_flag_name));
    return o;
}

json_t *alternatives_json(const sample_result *r)
{
    hop_series *series = series_of(r);
    json_t *o = json_or_end(json_object());
    for (size_t q = 0; q < QUANTITY_COUNT; q++) {
        hop_alternatives *a = NULL;
        if (!is_on_a_line(r, quantities[q].quantity)) {
            continue;
        }
        hop_arrhenius_alternatives(NULL, series, quantities[q].quantity, &a);
        json_t *one = a ? json_or_end(json_object()) : json_null();
        for (size_t i = 0; a && i < CURVE_COUNT; i++) {
            json_put(one, curves[i].name, curve_json(a, i));
        }
        if (a) {
            json_put(one, "best", json_text(curve_name(hop_alternatives_best(a))));
        }
        json_put(o, quantities[q].json_name, one);
        hop_alternatives_destroy(a);
    }
    hop_series_destroy(series);
    return o;
}

/* Only what speaks against the straight line is worth a line of text. */
void alternatives_print(const sample_result *r, FILE *file)
{
    hop_series *series = series_of(r);
    for (size_t q = 0; q < QUANTITY_COUNT; q++) {
        hop_alternatives *a = NULL;
        if (!is_on_a_line(r, quantities[q].quantity)) {
            continue;
        }
        hop_arrhenius_alternatives(NULL, series, quantities[q].quantity, &a);
        const int32_t best = hop_alternatives_best(a);
        if (a && best != HOP_CURVE_LINE) {
            fprintf(file, "  note: %s is curved: %s has the evidence %.2g, a line %.2g\n",
                    quantities[q].shown, best == HOP_CURVE_VFT ? "a VFT curve" : "two segments",
                    hop_alternatives_value(a, best, HOP_EVIDENCE),
                    hop_alternatives_value(a, HOP_CURVE_LINE, HOP_EVIDENCE));
        }
        hop_alternatives_destroy(a);
    }
    hop_series_destroy(series);
}

/* The lines leave out spectra that give no conductivity. */
static double line_temperature(const sample_result *r, size_t place)
{
    for (size_t i = 0; i < r->spectra.count; i++) {
        const double error = hop_hopping_standard_error(r->fits[i].hopping, HOP_LN_SIGMA_DC);
        if (isfinite(error) && place-- == 0) {
            return hop_spectrum_temperature(r->spectra.items[i].measured);
        }
    }
    return NAN;
}

json_t *influence_json(const sample_result *r)
{
    static const int32_t keys[] = {HOP_LEVERAGE,          HOP_COOK_DISTANCE,
                                   HOP_STUDENTISED_SIGMA, HOP_STUDENTISED_F_P,
                                   HOP_E_A_WITHOUT,       HOP_E_M_WITHOUT};
    enum { KEY_COUNT = sizeof keys / sizeof keys[0] };
    const hop_arrhenius *a = hop_study_arrhenius(r->study);
    json_t *list = json_or_end(json_array());
    size_t count = 0;
    if (!a || hop_arrhenius_influence(NULL, a, keys[0], NULL, 0, &count) != HOP_OK) {
        return list;
    }
    double *values = allocate(KEY_COUNT * count, sizeof *values);
    for (size_t k = 0; k < KEY_COUNT; k++) {
        if (hop_arrhenius_influence(NULL, a, keys[k], values + k * count, count, NULL) != HOP_OK) {
            for (size_t i = 0; i < count; i++) {
                values[k * count + i] = NAN;
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        json_t *o = json_or_end(json_object());
        json_put(o, "temperature_K", json_number(line_temperature(r, i)));
        for (size_t k = 0; k < KEY_COUNT; k++) {
            json_put(o, hop_quantity_name(keys[k]), json_number(values[k * count + i]));
        }
        json_add(list, o);
    }
    free(values);
    return list;
}
