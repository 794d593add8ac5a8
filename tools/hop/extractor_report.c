/* SPDX-License-Identifier: BSD-3-Clause */
#include "extractor_report.h"

#include <math.h>
#include <stdlib.h>

#include "fit_report.h"
#include "json_out.h"
#include "number.h"
#include "paths.h"
#include "text_table.h"

#define ONE_MORE(constant, number, name, meaning) +1
enum { EXTRACTOR_COUNT = 0 HOP_EXTRACTOR_LIST(ONE_MORE) };
#undef ONE_MORE

static const struct {
    int32_t number;
    const char *meaning;
} all[] = {
#define NUMBER_AND_MEANING(constant, number, name, meaning) {number, meaning},
    HOP_EXTRACTOR_LIST(NUMBER_AND_MEANING)
#undef NUMBER_AND_MEANING
};

struct extractor_list {
    hop_hopping *items[EXTRACTOR_COUNT]; /* NULL: refused */
    char *refusals[EXTRACTOR_COUNT];
};

extractor_list *extractors_make(hop_ctx *ctx, const loaded_spectrum *s, const hop_jpl *fit)
{
    extractor_list *list = allocate(1, sizeof *list);
    for (size_t i = 0; i < EXTRACTOR_COUNT; i++) {
        if (hop_hopping_extract(ctx, fit, s->fitted, all[i].number, &list->items[i]) != HOP_OK) {
            list->refusals[i] = text_of("%s", hop_ctx_error(ctx));
        }
    }
    return list;
}

void extractors_free(extractor_list *list)
{
    for (size_t i = 0; list && i < EXTRACTOR_COUNT; i++) {
        hop_hopping_destroy(list->items[i]);
        free(list->refusals[i]);
    }
    free(list);
}

json_t *extractors_json(const extractor_list *list)
{
    json_t *array = json_or_end(json_array());
    for (size_t i = 0; i < EXTRACTOR_COUNT; i++) {
        const hop_hopping *h = list->items[i];
        json_t *o = json_or_end(json_object());
        json_put(o, "extractor", json_text(hop_extractor_name(all[i].number)));
        json_put(o, "meaning", json_text(all[i].meaning));
        json_put(o, "f_p_Hz", h ? hopping_frequency_json(h, HOP_F_P) : json_null());
        json_put(o, "state", h ? json_text(hop_state_name(hop_hopping_state(h))) : json_null());
        json_put(o, "sigma_dc_S_per_m",
                 json_estimate(hop_hopping_value(h, HOP_SIGMA_DC),
                               hop_hopping_standard_error(h, HOP_SIGMA_DC)));
        json_put(o, "flags", json_bits(hop_hopping_flags(h), hop_flag_name));
        json_put(o, "refused", list->refusals[i] ? json_text(list->refusals[i]) : json_null());
        json_add(array, o);
    }
    return array;
}

static void add_interval(text_table *table, const hop_hopping *h)
{
    double lower = NAN, upper = NAN;
    hop_hopping_interval(h, HOP_F_P, 0.95, &lower, &upper);
    if (lower > 0 && isfinite(upper)) {
        table_cell(table, "%.3g to %.3g", lower, upper);
    } else {
        table_cell(table, "-");
    }
}

static void add_rows(text_table *table, const fit_result *r, bool short_names)
{
    char *label = spectrum_label(r->spectrum);
    for (size_t i = 0; i < EXTRACTOR_COUNT; i++) {
        const hop_hopping *h = r->extractors->items[i];
        if (h) {
            char text[NUMBER_TEXT_SIZE];
            table_cell(table, "%s", short_names ? path_name(label) : label);
            table_cell(table, "%s", hop_extractor_name(all[i].number));
            frequency_text(h, text);
            table_cell(table, "%s", text);
            add_interval(table, h);
            table_value(table, hop_hopping_value(h, HOP_SIGMA_DC) / 100,
                        hop_hopping_standard_error(h, HOP_SIGMA_DC) / 100);
            table_cell(table, "%s", hop_state_name(hop_hopping_state(h)));
        }
    }
    free(label);
}

void extractors_print(const fit_result *results, size_t count, bool short_names, FILE *file)
{
    static const char *const headers[] = {"spectrum", "extractor", "f_p/Hz", "95 %",
                                          "σ_dc/(S/cm)", "f_p is"};
    if (count == 0 || !results[0].extractors) {
        return;
    }
    text_table *table = table_make(sizeof headers / sizeof headers[0], headers, 2);
    for (size_t i = 0; i < count; i++) {
        add_rows(table, &results[i], short_names);
    }
    fputs("\nHopping frequency by each extractor; they differ by what they are defined as\n", file);
    table_print(table, file);
    table_free(table);
    for (size_t i = 0; i < EXTRACTOR_COUNT; i++) {
        if (results[0].extractors->refusals[i]) {
            fprintf(file, "  no %s: %s\n", hop_extractor_name(all[i].number),
                    results[0].extractors->refusals[i]);
        }
    }
}
