/* SPDX-License-Identifier: BSD-3-Clause */
#include "across.h"

#include <math.h>
#include <stdlib.h>

#include "json_out.h"
#include "study_options.h"
#include "text_table.h"

static const double room_k = 25 + ZERO_CELSIUS_IN_KELVIN;

/* Two samples always lie on a line: it says nothing. */
enum { FEWEST_FOR_A_LINE = 3, LINE_COUNT = 2 };

static const struct {
    int32_t energy;
    const char *json_name, *shown;
} lines[LINE_COUNT] = {{HOP_E_A, "sigma", "ln σ0 against E_a"},
                       {HOP_E_M, "hopping_rate", "ln f_e against E_m"}};

/* The samples with an E_m, in their order, and what was made of them. */
struct across_samples {
    const sample_result **members;
    hop_decomposition **differences; /* one a member, NULL for the first */
    size_t count;
    hop_compensation *lines[LINE_COUNT]; /* NULL: no line */
};

static bool has_e_m(const sample_result *r)
{
    const hop_arrhenius *a = hop_study_arrhenius(r->study);
    return !isnan(hop_arrhenius_value(a, HOP_E_M))
           && !isnan(hop_arrhenius_standard_error(a, HOP_E_M));
}

static void compare_with_first(hop_ctx *ctx, across_samples *across, int32_t convention)
{
    for (size_t i = 1; i < across->count; i++) {
        const sample_result *first = across->members[0], *second = across->members[i];
        hop_transport_options *of_first = transport_options_of(ctx, first->plan, convention);
        hop_transport_options *of_second = transport_options_of(ctx, second->plan, convention);
        hop_decompose_samples(ctx, hop_study_arrhenius(first->study), of_first,
                              hop_study_arrhenius(second->study), of_second, room_k,
                              &across->differences[i]);
        hop_transport_options_destroy(of_first);
        hop_transport_options_destroy(of_second);
    }
}

static void fit_lines(hop_ctx *ctx, across_samples *across)
{
    const hop_arrhenius **samples = allocate(across->count, sizeof *samples);
    for (size_t i = 0; i < across->count; i++) {
        samples[i] = hop_study_arrhenius(across->members[i]->study);
    }
    for (size_t k = 0; across->count >= FEWEST_FOR_A_LINE && k < LINE_COUNT; k++) {
        hop_meyer_neldel_arrhenius(ctx, across->count, samples, lines[k].energy,
                                   HOP_BIRGE_SIGNIFICANT, &across->lines[k]);
    }
    free(samples);
}

across_samples *across_make(hop_ctx *ctx, const sample_result *results, size_t count,
                            int32_t convention)
{
    across_samples *across = allocate(1, sizeof *across);
    across->members = allocate(count, sizeof *across->members);
    across->differences = allocate(count, sizeof *across->differences);
    for (size_t i = 0; i < count; i++) {
        if (has_e_m(&results[i])) {
            across->members[across->count++] = &results[i];
        }
    }
    compare_with_first(ctx, across, convention);
    fit_lines(ctx, across);
    return across;
}

void across_free(across_samples *across)
{
    for (size_t i = 0; i < across->count; i++) {
        hop_decomposition_destroy(across->differences[i]);
    }
    for (size_t k = 0; k < LINE_COUNT; k++) {
        hop_compensation_destroy(across->lines[k]);
    }
    free(across->differences);
    free(across->members);
    free(across);
}

json_t *across_decomposition_json(const across_samples *across)
{
    if (across->count < 2) {
        return json_null();
    }
    json_t *o = json_or_end(json_object()), *list = json_or_end(json_array());
    for (size_t i = 1; i < across->count; i++) {
        json_t *one = json_or_end(json_object());
        json_put(one, "sample", json_text(across->members[i]->plan->name));
        json_put(one, "parts", decomposition_json(across->differences[i]));
        json_add(list, one);
    }
    json_put(o, "temperature_K", json_number(room_k));
    json_put(o, "against", json_text(across->members[0]->plan->name));
    json_put(o, "differences", list);
    return o;
}

static json_t *line_json(const hop_compensation *line)
{
    static const int32_t keys[] = {HOP_SLOPE_PER_EV, HOP_INTERCEPT, HOP_MEYER_NELDEL_ENERGY,
                                   HOP_ISOKINETIC_TEMPERATURE};
    if (!line) {
        return json_null();
    }
    json_t *o = json_or_end(json_object());
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        double lower = NAN, upper = NAN;
        hop_compensation_interval(line, keys[i], 0.95, &lower, &upper);
        json_put(o, hop_quantity_name(keys[i]),
                 json_interval(hop_compensation_value(line, keys[i]),
                               hop_compensation_standard_error(line, keys[i]), lower, upper));
    }
    json_put(o, "birge_ratio", json_number(hop_compensation_value(line, HOP_BIRGE)));
    json_put(o, "chi2", json_number(hop_compensation_value(line, HOP_RSS)));
    json_put(o, "dof", json_count(hop_compensation_value(line, HOP_DOF)));
    json_put(o, "flags", json_bits(hop_compensation_flags(line), hop_flag_name));
    return o;
}

json_t *across_meyer_neldel_json(const across_samples *across)
{
    if (across->count < FEWEST_FOR_A_LINE) {
        return json_null();
    }
    json_t *o = json_or_end(json_object()), *names = json_or_end(json_array());
    for (size_t i = 0; i < across->count; i++) {
        json_add(names, json_text(across->members[i]->plan->name));
    }
    json_put(o, "samples", names);
    for (size_t k = 0; k < LINE_COUNT; k++) {
        json_put(o, lines[k].json_name, line_json(across->lines[k]));
    }
    return o;
}

static void print_differences(const across_samples *across, FILE *file)
{
    static const char *const headers[] = {"sample", "Δln(σT)", "rate", "formation",
                                          "concentration", "ν0", "entropy", "barrier"};
    static const int32_t keys[] = {HOP_CHANGE_LN_SIGMA_T, HOP_CHANGE_RATE, HOP_CHANGE_FORMATION,
                                   HOP_CHANGE_CONCENTRATION, HOP_CHANGE_ATTEMPT_FREQUENCY,
                                   HOP_CHANGE_ENTROPY, HOP_CHANGE_BARRIER};
    text_table *table = table_make(sizeof headers / sizeof headers[0], headers, 1);
    for (size_t i = 1; i < across->count; i++) {
        table_cell(table, "%s", across->members[i]->plan->name);
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
            table_value(table, hop_decomposition_value(across->differences[i], keys[k]),
                        hop_decomposition_standard_error(across->differences[i], keys[k]));
        }
    }
    fprintf(file, "== ln(σT) at 25 °C against %s ==\n\n", across->members[0]->plan->name);
    table_print(table, file);
    fputs("  Δln(σT) = rate + formation + concentration, rate = ν0 + entropy + barrier\n\n", file);
    table_free(table);
}

static void print_line(const hop_compensation *line, const char *name, FILE *file)
{
    char energy[NUMBER_TEXT_SIZE], slope[NUMBER_TEXT_SIZE];
    if (!line) {
        fprintf(file, "  %s: no line\n", name);
        return;
    }
    value_text(hop_compensation_value(line, HOP_SLOPE_PER_EV),
               hop_compensation_standard_error(line, HOP_SLOPE_PER_EV), slope);
    value_text(hop_compensation_value(line, HOP_MEYER_NELDEL_ENERGY),
               hop_compensation_standard_error(line, HOP_MEYER_NELDEL_ENERGY), energy);
    fprintf(file, "  %s: slope %s per eV, E_MN = %s%s, chi2/dof %.3g\n", name, slope, energy,
            energy[0] == '-' && !energy[1] ? " (not different from no compensation)" : " eV",
            hop_compensation_value(line, HOP_REDUCED_CHI2));
}

void across_print(const across_samples *across, FILE *file)
{
    if (across->count >= 2) {
        print_differences(across, file);
    }
    if (across->count >= FEWEST_FOR_A_LINE) {
        fprintf(file, "== Compensation (Meyer-Neldel) across %zu samples ==\n\n", across->count);
        for (size_t k = 0; k < LINE_COUNT; k++) {
            print_line(across->lines[k], lines[k].shown, file);
        }
        fputc('\n', file);
    }
}
