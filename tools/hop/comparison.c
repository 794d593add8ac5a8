/* SPDX-License-Identifier: BSD-3-Clause */
#include "comparison.h"

#include <math.h>
#include <stdlib.h>

#include "fit_report.h"
#include "json_out.h"
#include "model_report.h"
#include "text_table.h"

enum { MOST_MODELS = 16, DATA_KINDS = 2 };

typedef struct contender {
    int32_t choice;
    hop_model *model; /* NULL: refused */
    char *refusal;    /* why, NULL if it was fitted */
    double difference, weight; /* of AICc among the models of the same data */
} contender;

struct comparison {
    const loaded_spectrum *spectrum;
    contender contenders[MOST_MODELS];
    size_t count;
};

static const char *const data_names[DATA_KINDS] = {"conductivity", "impedance"};

static size_t data_kind(const contender *c)
{
    return model_is_of_impedance(c->choice) ? 1 : 0;
}

static double aicc_of(const contender *c)
{
    const double aicc = hop_model_value(c->model, HOP_AICC);
    return isnan(aicc) ? INFINITY : aicc;
}

/* Models of sigma' before those of Z, then the best first; refused ones keep their order. */
static int by_evidence(const void *a, const void *b)
{
    const contender *left = a, *right = b;
    const size_t left_kind = data_kind(left), right_kind = data_kind(right);
    if (left_kind != right_kind) {
        return left_kind < right_kind ? -1 : 1;
    }
    const double left_aicc = aicc_of(left), right_aicc = aicc_of(right);
    if (left_aicc != right_aicc) {
        return left_aicc < right_aicc ? -1 : 1;
    }
    return (left->choice > right->choice) - (left->choice < right->choice);
}

/* Akaike weights exp(-difference/2), summing to 1 over the models of the same data. */
static void weigh(comparison *c)
{
    for (size_t kind = 0; kind < DATA_KINDS; kind++) {
        double best = INFINITY, sum = 0;
        for (size_t i = 0; i < c->count; i++) {
            best = data_kind(&c->contenders[i]) == kind ? fmin(best, aicc_of(&c->contenders[i]))
                                                        : best;
        }
        for (size_t i = 0; i < c->count; i++) {
            contender *one = &c->contenders[i];
            if (data_kind(one) == kind) {
                one->difference = isfinite(best) ? aicc_of(one) - best : NAN;
                one->weight = exp(-0.5 * one->difference);
                sum += one->weight;
            }
        }
        for (size_t i = 0; i < c->count; i++) {
            if (data_kind(&c->contenders[i]) == kind) {
                c->contenders[i].weight /= sum;
            }
        }
    }
}

/* Weights of sigma' alone are no weights of Z: those models then take their own. */
static fit_settings settings_for(int32_t which, const fit_settings *fit)
{
    fit_settings own = *fit;
    if (model_is_of_impedance(which) && fit->weighting != HOP_WEIGHTING_UNIT) {
        own.weighting = HOP_WEIGHTING_MODULUS;
    }
    return own;
}

static bool can_be_compared(const loaded_spectrum *s, int32_t which)
{
    return !model_is_of_impedance(which) || hop_spectrum_is_complex(s->fitted);
}

comparison *comparison_make(hop_ctx *ctx, const loaded_spectrum *s, const fit_settings *fit)
{
    comparison *c = allocate(1, sizeof *c);
    c->spectrum = s;
    for (const choice *model = fit_models; model->name[0] && c->count < MOST_MODELS; model++) {
        if (!can_be_compared(s, model->value)) {
            continue;
        }
        contender *one = &c->contenders[c->count++];
        const fit_settings own = settings_for(model->value, fit);
        one->choice = model->value;
        const hop_status status = model_fit(ctx, s, model->value, &own, &one->model);
        if (status == HOP_ERR_CANCELLED || status == HOP_ERR_OUT_OF_MEMORY) {
            complain("%s: %s", s->file, hop_ctx_error(ctx));
            comparison_free(c);
            return NULL;
        }
        one->refusal = status == HOP_OK ? NULL : text_of("%s", hop_ctx_error(ctx));
    }
    qsort(c->contenders, c->count, sizeof c->contenders[0], by_evidence);
    weigh(c);
    return c;
}

void comparison_free(comparison *c)
{
    for (size_t i = 0; c && i < c->count; i++) {
        hop_model_destroy(c->contenders[i].model);
        free(c->contenders[i].refusal);
    }
    free(c);
}

static json_t *contender_json(const contender *c)
{
    static const int32_t keys[] = {HOP_RSS, HOP_AICC, HOP_BIC};
    const hop_model *m = c->model;
    json_t *o = json_or_end(json_object());
    json_put(o, "model", json_text(choice_name(fit_models, c->choice)));
    json_put(o, "data", json_text(data_names[data_kind(c)]));
    json_put(o, "weighting",
             m ? json_text(choice_name(weightings, hop_model_weighting(m))) : json_null());
    json_put(o, "parameters",
             json_count(m ? (double)hop_model_parameter_count(m) : NAN));
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        json_put(o, hop_quantity_name(keys[i]), json_number(hop_model_value(m, keys[i])));
    }
    json_put(o, "delta_aicc", json_number(m ? c->difference : NAN));
    json_put(o, "weight", json_number(m ? c->weight : NAN));
    json_put(o, "sigma_dc_S_per_m",
             json_estimate(hop_model_value(m, HOP_SIGMA_DC),
                           hop_model_standard_error(m, HOP_SIGMA_DC)));
    json_put(o, "f_p_Hz", json_estimate(hop_model_value(m, HOP_F_P),
                                        hop_model_standard_error(m, HOP_F_P)));
    json_put(o, "flags", json_bits(hop_model_flags(m), hop_flag_name));
    json_put(o, "refused", c->refusal ? json_text(c->refusal) : json_null());
    return o;
}

json_t *comparison_json(const comparison *c)
{
    json_t *list = json_or_end(json_array());
    for (size_t i = 0; i < c->count; i++) {
        json_add(list, contender_json(&c->contenders[i]));
    }
    return list;
}

static void add_row(text_table *table, const contender *c, uint32_t all_flags)
{
    char letters[FLAG_LETTERS_SIZE];
    const hop_model *m = c->model;
    table_cell(table, "%s", choice_name(fit_models, c->choice));
    table_cell(table, "%zu", hop_model_parameter_count(m));
    table_cell(table, "%.1f", hop_model_value(m, HOP_AICC));
    table_cell(table, "%.1f", c->difference);
    table_cell(table, "%.3f", c->weight);
    table_value(table, hop_model_value(m, HOP_SIGMA_DC) / 100,
                hop_model_standard_error(m, HOP_SIGMA_DC) / 100);
    model_f_p_cell(table, m);
    flag_letters(hop_model_flags(m), all_flags, letters);
    table_cell(table, "%s", letters);
}

static void print_kind(const comparison *c, size_t kind, uint32_t all_flags, FILE *file)
{
    static const char *const headers[] = {"model", "parameters", "AICc", "ΔAICc", "weight",
                                          "σ_dc/(S/cm)", "f_p/Hz", "flags"};
    text_table *table = table_make(sizeof headers / sizeof headers[0], headers, 1);
    size_t rows = 0;
    for (size_t i = 0; i < c->count; i++) {
        const contender *one = &c->contenders[i];
        if (data_kind(one) == kind && one->model) {
            add_row(table, one, all_flags);
            rows++;
        }
    }
    if (rows > 0) {
        char *label = spectrum_label(c->spectrum);
        fprintf(file, "\nModels of the %s, %s\n", data_names[kind], label);
        table_print(table, file);
        free(label);
    }
    table_free(table);
}

void comparison_print(const comparison *c, FILE *file)
{
    uint32_t all_flags = 0;
    for (size_t i = 0; i < c->count; i++) {
        all_flags |= hop_model_flags(c->contenders[i].model);
    }
    for (size_t kind = 0; kind < DATA_KINDS; kind++) {
        print_kind(c, kind, all_flags, file);
    }
    flags_print(all_flags, file);
    for (size_t i = 0; i < c->count; i++) {
        if (c->contenders[i].refusal) {
            fprintf(file, "  %s was not fitted: %s\n",
                    choice_name(fit_models, c->contenders[i].choice), c->contenders[i].refusal);
        }
    }
}
