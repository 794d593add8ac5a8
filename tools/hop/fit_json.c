/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "extractor_report.h"
#include "fit_report.h"
#include "json_out.h"
#include "number.h"

static const double confidence_level = 0.95;

static bool has_automatic_window(const hop_jpl *fit)
{
    return !isnan(hop_jpl_value(fit, HOP_WINDOWS));
}

static json_t *parameter_json(const fit_result *r, int32_t key)
{
    const hop_jpl *fit = r->fit;
    double lower, upper;
    fit_interval(r, key, &lower, &upper);
    json_t *parameter = json_interval(hop_jpl_value(fit, key), hop_jpl_standard_error(fit, key),
                                      lower, upper);
    if (has_automatic_window(fit)) {
        json_put(parameter, "systematic_error", json_number(hop_jpl_systematic_error(fit, key)));
    }
    return parameter;
}

json_t *hopping_frequency_json(const hop_hopping *h, int32_t key)
{
    double lower = NAN, upper = NAN;
    hop_hopping_interval(h, key, confidence_level, &lower, &upper);
    const int32_t state = hop_hopping_state(h);
    lower = state == HOP_STATE_UPPER_LIMIT || state == HOP_STATE_NONE ? NAN : lower;
    upper = state == HOP_STATE_LOWER_LIMIT || state == HOP_STATE_NONE ? NAN : upper;
    const double value = hopping_number(h, key);
    return json_interval(value, isnan(value) ? NAN : hop_hopping_standard_error(h, key), lower,
                         upper);
}

/* The hopping frequency with its state: a limit has no value, only a bound. */
static json_t *hopping_json(const fit_result *r)
{
    const bool is_number = !isnan(hopping_number(r->hopping, HOP_F_P));
    const bool by_fit = hop_hopping_extractor(r->hopping) == HOP_EXTRACTOR_FIT;
    return is_number && by_fit ? parameter_json(r, HOP_F_P)
                               : hopping_frequency_json(r->hopping, HOP_F_P);
}

static json_t *parameters_json(const fit_result *r)
{
    json_t *parameters = json_or_end(json_object());
    static const int32_t fitted[] = {HOP_SIGMA_DC, HOP_A_J, HOP_N, HOP_F_P, HOP_OMEGA_P};
    for (size_t i = 0; i < sizeof fitted / sizeof fitted[0]; i++) {
        json_put(parameters, hop_quantity_name(fitted[i]),
                 fitted[i] == HOP_F_P ? hopping_json(r) : parameter_json(r, fitted[i]));
    }
    return parameters;
}

static json_t *window_json(const hop_jpl *fit)
{
    json_t *window = json_or_end(json_object());
    json_put(window, "f_min_Hz", json_number(hop_jpl_value(fit, HOP_F_MIN)));
    json_put(window, "f_max_Hz", json_number(hop_jpl_value(fit, HOP_F_MAX)));
    json_put(window, "points", json_count(hop_jpl_value(fit, HOP_POINTS)));
    json_put(window, "excluded", json_count(hop_jpl_value(fit, HOP_EXCLUDED)));
    json_put(window, "method", json_text(has_automatic_window(fit) ? "auto" : "given"));
    static const int32_t found[] = {HOP_NOISE, HOP_WINDOWS, HOP_EXCESS_LOW, HOP_EXCESS_HIGH};
    for (size_t i = 0; has_automatic_window(fit) && i < sizeof found / sizeof found[0]; i++) {
        json_put(window, hop_quantity_name(found[i]), json_number(hop_jpl_value(fit, found[i])));
    }
    return window;
}

static json_t *crossing_json(const hop_hopping *crossing)
{
    json_t *object = json_or_end(json_object());
    json_put(object, "f_p_Hz", hopping_frequency_json(crossing, HOP_F_P));
    json_put(object, "state", json_text(hop_state_name(hop_hopping_state(crossing))));
    json_put(object, "flags", json_bits(hop_hopping_flags(crossing), hop_flag_name));
    return object;
}

static json_t *bootstrap_json(const fit_result *r)
{
    static const int32_t keys[] = {HOP_SIGMA_DC, HOP_A_J, HOP_N, HOP_F_P};
    json_t *o = json_or_end(json_object()), *errors = json_or_end(json_object());
    const bool is_wild = hop_bootstrap_kind(r->bootstrap) == HOP_BOOTSTRAP_WILD;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        json_put(errors, hop_quantity_name(keys[i]),
                 json_number(hop_bootstrap_standard_error(r->bootstrap, keys[i])));
    }
    json_put(o, "kind", json_text(is_wild ? "wild" : "parametric"));
    json_put(o, "replicates", json_count(r->replicates));
    json_put(o, "seed", json_count(r->seed));
    json_put(o, "standard_errors", errors);
    return o;
}

json_t *fit_json(const fit_result *r)
{
    double covariance[9];
    const hop_jpl *fit = r->fit;
    const hop_hopping *h = r->hopping;
    hop_jpl_covariance(fit, covariance);
    json_t *o = json_or_end(json_object());
    json_put(o, "file", json_text(r->spectrum->file));
    json_put(o, "spectrum", json_count((double)r->spectrum->number));
    json_put(o, "temperature_K", json_number(hop_jpl_value(fit, HOP_TEMPERATURE)));
    json_put(o, "temperature_source", json_text(r->spectrum->temperature_source));
    json_put(o, "model", json_text("jpl"));
    json_put(o, "weighting", json_text(choice_name(weightings, hop_jpl_weighting(fit))));
    json_put(o, "window", window_json(fit));
    json_put(o, "rss", json_number(hop_jpl_value(fit, HOP_RSS)));
    json_put(o, "dof", json_count(hop_jpl_value(fit, HOP_DOF)));
    static const int32_t quality[] = {HOP_REDUCED_CHI2, HOP_AICC, HOP_BIC, HOP_F_DISPERSION};
    for (size_t i = 0; i < sizeof quality / sizeof quality[0]; i++) {
        json_put(o, hop_quantity_name(quality[i]), json_number(hop_jpl_value(fit, quality[i])));
    }
    json_put(o, "parameters", parameters_json(r));
    json_put(o, "standard_error_ln_omega_p",
             json_number(hop_jpl_standard_error(fit, HOP_LN_OMEGA_P)));
    json_put(o, "covariance_ln_sigma_dc_ln_omega_p_n", json_matrix(covariance, 3));
    json_put(o, "f_p_state", json_text(hop_state_name(hop_hopping_state(h))));
    json_put(o, "extractor", json_text(choice_name(extractors, hop_hopping_extractor(h))));
    if (hop_hopping_value(h, HOP_SIGMA_DC) != hop_hopping_value(r->crossing, HOP_SIGMA_DC)) {
        json_put(o, "extractor_sigma_dc_S_per_m",
                 json_estimate(hop_hopping_value(h, HOP_SIGMA_DC),
                               hop_hopping_standard_error(h, HOP_SIGMA_DC)));
    }
    json_put(o, "crossing", crossing_json(r->crossing));
    if (r->extractors) {
        json_put(o, "extractors", extractors_json(r->extractors));
    }
    json_put(o, "flags", json_bits(fit_flags(r), hop_flag_name));
    json_put(o, "interval",
             json_text(choice_name(interval_methods,
                                   r->interval ? r->interval : HOP_INTERVAL_LINEARISED)));
    json_put(o, "loss", json_text(choice_name(losses, r->loss ? r->loss : HOP_LOSS_SQUARE)));
    if (r->loss > HOP_LOSS_SQUARE) {
        json_put(o, "robust_scale", json_number(hop_jpl_value(fit, HOP_ROBUST_SCALE)));
        json_put(o, "outliers", json_count(hop_jpl_value(fit, HOP_OUTLIERS)));
    }
    if (r->bootstrap) {
        json_put(o, "bootstrap", bootstrap_json(r));
    }
    return o;
}
