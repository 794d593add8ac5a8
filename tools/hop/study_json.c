/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "fit_report.h"
#include "json_out.h"
#include "drt_report.h"
#include "kk_report.h"
#include "number.h"
#include "study_report.h"

const int32_t transport_keys[] = {HOP_C,
                                  HOP_K,
                                  HOP_DELTA_S_M,
                                  HOP_EXP_DELTA_S_M,
                                  HOP_CARRIER_DENSITY,
                                  HOP_DIFFUSIVITY,
                                  HOP_DELTA_S_M_MOLAR,
                                  HOP_DELTA_S_M_MEV,
                                  HOP_CARRIER_FRACTION,
                                  HOP_DIFFUSIVITY_SIGMA};
const size_t transport_key_count = sizeof transport_keys / sizeof transport_keys[0];

static const int32_t line_keys[] = {HOP_E_A, HOP_E_M, HOP_E_F, HOP_LN_SIGMA_0, HOP_LN_F_E};

enum { LINE_KEY_COUNT = sizeof line_keys / sizeof line_keys[0] };

/* The library orders the four parameters as the schema does: E_a, ln sigma_0, E_m, ln f_e. */
static json_t *covariance_json(const hop_arrhenius *a)
{
    double covariance[16];
    hop_arrhenius_covariance(a, covariance);
    return json_matrix(covariance, 4);
}

static json_t *points_json(const hop_arrhenius *a)
{
    json_t *points = json_or_end(json_object());
    json_put(points, "sigma", json_count(hop_arrhenius_value(a, HOP_POINTS_SIGMA)));
    json_put(points, "f_p", json_count(hop_arrhenius_value(a, HOP_POINTS_F_P)));
    json_put(points, "limits", json_count(hop_arrhenius_value(a, HOP_POINTS_CENSORED)));
    return points;
}

static json_t *arrhenius_json(const hop_arrhenius *a)
{
    if (!a) {
        return json_null();
    }
    json_t *o = json_or_end(json_object());
    json_put(o, "method", json_text(choice_name(arrhenius_methods, hop_arrhenius_method(a))));
    for (size_t i = 0; i < LINE_KEY_COUNT; i++) {
        double lower = NAN, upper = NAN;
        hop_arrhenius_interval(a, line_keys[i], 0.95, &lower, &upper);
        json_put(o, hop_quantity_name(line_keys[i]),
                 json_interval(hop_arrhenius_value(a, line_keys[i]),
                               hop_arrhenius_standard_error(a, line_keys[i]), lower, upper));
    }
    json_put(o, "covariance", covariance_json(a));
    json_put(o, "birge_ratio", json_number(hop_arrhenius_value(a, HOP_BIRGE)));
    json_put(o, "chi2", json_number(hop_arrhenius_value(a, HOP_RSS)));
    json_put(o, "dof", json_count(hop_arrhenius_value(a, HOP_DOF)));
    json_put(o, "points", points_json(a));
    json_put(o, "flags", json_bits(hop_arrhenius_flags(a), hop_flag_name));
    return o;
}

/* σ_dc and f_p of the lines at 25 °C, where papers state them. */
static json_t *room_temperature_json(const sample_result *r)
{
    const hop_arrhenius *a = hop_study_arrhenius(r->study);
    const double room_k = 25 + ZERO_CELSIUS_IN_KELVIN;
    double ln[2], covariance[4];
    if (!a || hop_arrhenius_predict(a, room_k, ln, covariance) != HOP_OK) {
        return json_null();
    }
    const double sigma_S_per_m = line_conductivity(r, room_k, ln[0]), f_p_Hz = exp(ln[1]);
    json_t *o = json_or_end(json_object());
    json_put(o, "temperature_K", json_number(room_k));
    json_put(o, "sigma_dc_S_per_m",
             json_estimate(sigma_S_per_m, sigma_S_per_m * sqrt(covariance[0])));
    json_put(o, "f_p_Hz", json_estimate(f_p_Hz, f_p_Hz * sqrt(covariance[3])));
    return o;
}

static bool is_entropy(int32_t key)
{
    return key == HOP_DELTA_S_M || key == HOP_DELTA_S_M_MOLAR || key == HOP_DELTA_S_M_MEV;
}

static json_t *quantity_json(const hop_transport *t, size_t i, int32_t key)
{
    double lower = NAN, upper = NAN;
    hop_transport_interval(t, i, key, 0.95, &lower, &upper);
    /* The open end of a limit is 0 for a positive quantity: no statement. */
    const bool is_limit = isnan(hop_transport_value(t, i, key));
    lower = is_limit && lower == 0 && !is_entropy(key) ? NAN : lower;
    return json_interval(hop_transport_value(t, i, key),
                         hop_transport_standard_error(t, i, key), lower, upper);
}

static json_t *transport_json(const hop_transport *t)
{
    json_t *list = json_or_end(json_array());
    for (size_t i = 0; i < hop_transport_count(t); i++) {
        json_t *o = json_or_end(json_object());
        json_put(o, "temperature_K", json_number(hop_transport_temperature(t, i)));
        for (size_t k = 0; k < transport_key_count; k++) {
            json_put(o, hop_quantity_name(transport_keys[k]),
                     quantity_json(t, i, transport_keys[k]));
        }
        json_put(o, "f_p_state", json_text(hop_state_name(hop_transport_state(t, i))));
        json_add(list, o);
    }
    return list;
}

static json_t *intercepts_json(const hop_transport *t)
{
    static const int32_t keys[] = {HOP_C, HOP_DELTA_S_M, HOP_EXP_DELTA_S_M, HOP_CARRIER_DENSITY,
                                   HOP_DELTA_S_M_MOLAR, HOP_DELTA_S_M_MEV, HOP_CARRIER_FRACTION};
    if (!t) {
        return json_null();
    }
    json_t *o = json_or_end(json_object());
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        json_put(o, hop_quantity_name(keys[i]),
                 json_estimate(hop_transport_intercept_value(t, keys[i]),
                               hop_transport_intercept_standard_error(t, keys[i])));
    }
    return o;
}

static json_t *settings_json(const sample_result *r)
{
    json_t *o = arrhenius_settings_json(&r->arrhenius);
    json_put(o, "replaced_by_command_line",
             arrhenius_replaced_json(&r->line, &r->plan->arrhenius));
    return o;
}

static json_t *files_json(const sample_result *r)
{
    json_t *list = json_or_end(json_array());
    for (size_t i = 0; i < r->plan->count; i++) {
        json_t *o = json_or_end(json_object());
        json_put(o, "file", json_text(r->plan->files[i].path));
        json_put(o, "read", reading_json(&r->read, &r->plan->files[i].read));
        json_add(list, o);
    }
    return list;
}

static json_t *left_out_json(const study_sample *sample)
{
    json_t *list = json_or_end(json_array());
    for (size_t i = 0; i < sample->other_count; i++) {
        json_t *o = json_or_end(json_object());
        json_put(o, "path", json_text(sample->others[i].path));
        json_put(o, "reason", json_text(sample->others[i].reason));
        json_add(list, o);
    }
    return list;
}

static json_t *verdict_json(const hop_study *study)
{
    json_t *o = json_or_end(json_object());
    json_put(o, "applicable", json_boolean(hop_study_applicable(study)));
    json_put(o, "reasons", json_bits(hop_study_reasons(study), hop_reason_name));
    json_t *spectra = json_or_end(json_array());
    for (size_t i = 0; i < hop_study_count(study); i++) {
        json_t *one = json_or_end(json_object());
        json_put(one, "reasons", json_bits(hop_study_spectrum_reasons(study, i), hop_reason_name));
        json_put(one, "arc_evidence", json_number(hop_study_arc_evidence(study, i)));
        json_put(one, "kramers_kronig", kk_summary_json(hop_study_kk(study, i)));
        json_put(one, "relaxation_times", drt_summary_json(hop_study_drt(study, i)));
        json_add(spectra, one);
    }
    json_put(o, "spectra", spectra);
    return o;
}

/* γ over temperature and τ of all spectra that have one. */
static json_t *relaxation_map_json(const sample_result *r)
{
    const size_t count = hop_study_count(r->study);
    double *temperatures_K = allocate(count, sizeof *temperatures_K);
    const hop_drt **drts = allocate(count, sizeof *drts);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (hop_study_drt(r->study, i)) {
            temperatures_K[used] = hop_spectrum_temperature(r->spectra.items[i].measured);
            drts[used++] = hop_study_drt(r->study, i);
        }
    }
    json_t *map = drt_map_json(temperatures_K, drts, used);
    free(drts);
    free(temperatures_K);
    return map;
}

json_t *sample_json(const sample_result *r)
{
    json_t *o = json_or_end(json_object()), *fits = json_or_end(json_array());
    for (size_t i = 0; i < r->spectra.count; i++) {
        json_add(fits, fit_json(&r->fits[i]));
    }
    json_put(o, "name", json_text(r->plan->name));
    json_put(o, "fits", fits);
    json_put(o, "arrhenius", arrhenius_json(hop_study_arrhenius(r->study)));
    json_put(o, "textbook", arrhenius_json(hop_study_textbook(r->study)));
    json_put(o, "at_25_C", room_temperature_json(r));
    json_put(o, "transport", transport_json(hop_study_transport(r->study)));
    json_put(o, "intercepts", intercepts_json(hop_study_transport(r->study)));
    json_put(o, "verdict", verdict_json(r->study));
    json_put(o, "relaxation_map", relaxation_map_json(r));
    json_put(o, "global", global_json(r));
    json_put(o, "decomposition", temperature_decomposition_json(r));
    json_put(o, "influence", influence_json(r));
    json_put(o, "alternatives", alternatives_json(r));
    json_put(o, "settings", settings_json(r));
    json_put(o, "files", files_json(r));
    json_put(o, "left_out", left_out_json(r->plan));
    return o;
}
