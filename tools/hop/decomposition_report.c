/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "json_out.h"
#include "study_report.h"
#include "text_table.h"

static json_t *part_json(const hop_decomposition *d, int32_t key)
{
    double lower = NAN, upper = NAN;
    hop_decomposition_share_interval(d, key, 0.95, &lower, &upper);
    json_t *o = json_estimate(hop_decomposition_value(d, key),
                              hop_decomposition_standard_error(d, key));
    json_put(o, "share", json_number(hop_decomposition_share(d, key)));
    json_put(o, "share_standard_error",
             json_number(hop_decomposition_share_standard_error(d, key)));
    json_put(o, "share_lower", json_number(lower));
    json_put(o, "share_upper", json_number(upper));
    return o;
}

json_t *decomposition_json(const hop_decomposition *d)
{
    static const int32_t keys[] = {HOP_CHANGE_RATE,        HOP_CHANGE_FORMATION,
                                   HOP_CHANGE_CONCENTRATION, HOP_CHANGE_ATTEMPT_FREQUENCY,
                                   HOP_CHANGE_ENTROPY,     HOP_CHANGE_BARRIER};
    if (!d) {
        return json_null();
    }
    json_t *o = json_or_end(json_object());
    json_put(o, hop_quantity_name(HOP_CHANGE_LN_SIGMA_T),
             json_estimate(hop_decomposition_value(d, HOP_CHANGE_LN_SIGMA_T),
                           hop_decomposition_standard_error(d, HOP_CHANGE_LN_SIGMA_T)));
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        json_put(o, hop_quantity_name(keys[i]), part_json(d, keys[i]));
    }
    json_put(o, "flags", json_bits(hop_decomposition_flags(d), hop_flag_name));
    return o;
}

/* The lowest and the highest temperature of the lines; false where there is no E_m. */
static bool temperature_ends(const sample_result *r, double *low_k, double *high_k)
{
    const hop_transport *t = hop_study_transport(r->study);
    *low_k = INFINITY;
    *high_k = -INFINITY;
    for (size_t i = 0; i < hop_transport_count(t); i++) {
        *low_k = fmin(*low_k, hop_transport_temperature(t, i));
        *high_k = fmax(*high_k, hop_transport_temperature(t, i));
    }
    return *low_k < *high_k;
}

static hop_decomposition *decompose(const sample_result *r, double *low_k, double *high_k)
{
    hop_decomposition *d = NULL;
    if (temperature_ends(r, low_k, high_k)) {
        hop_decompose_temperatures(NULL, hop_study_arrhenius(r->study), *low_k, *high_k, &d);
    }
    return d;
}

json_t *temperature_decomposition_json(const sample_result *r)
{
    double low_k, high_k;
    hop_decomposition *d = decompose(r, &low_k, &high_k);
    if (!d) {
        return json_null();
    }
    json_t *o = decomposition_json(d);
    json_put(o, "first_temperature_K", json_number(low_k));
    json_put(o, "second_temperature_K", json_number(high_k));
    hop_decomposition_destroy(d);
    return o;
}

void temperature_decomposition_print(const sample_result *r, FILE *file)
{
    double low_k, high_k;
    char total[NUMBER_TEXT_SIZE], rate[NUMBER_TEXT_SIZE], formation[NUMBER_TEXT_SIZE];
    hop_decomposition *d = decompose(r, &low_k, &high_k);
    if (!d) {
        return;
    }
    value_text(hop_decomposition_value(d, HOP_CHANGE_LN_SIGMA_T),
               hop_decomposition_standard_error(d, HOP_CHANGE_LN_SIGMA_T), total);
    value_text(100 * hop_decomposition_share(d, HOP_CHANGE_RATE),
               100 * hop_decomposition_share_standard_error(d, HOP_CHANGE_RATE), rate);
    value_text(100 * hop_decomposition_share(d, HOP_CHANGE_FORMATION),
               100 * hop_decomposition_share_standard_error(d, HOP_CHANGE_FORMATION), formation);
    fprintf(file, "\nFrom %.4g to %.4g °C ln(σT) changes by %s on the lines\n"
                  "  (%s) %% of it by the hopping rate, (%s) %% by the formation of carriers\n",
            low_k - ZERO_CELSIUS_IN_KELVIN, high_k - ZERO_CELSIUS_IN_KELVIN, total, rate,
            formation);
    hop_decomposition_destroy(d);
}
