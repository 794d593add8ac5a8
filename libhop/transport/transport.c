/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "arrhenius/handle.h"
#include "base/constants.h"
#include "handle.h"
#include "math/distributions.h"

/* The quantities that are kept; the others follow from these. */
enum { LN_C, LN_K, DELTA_S, LN_D, LN_D_SIGMA, KEPT };

typedef struct entry {
    double temperature_k;
    int32_t state;
    hopi_transport_estimate estimates[KEPT]; /* where f_p is a limit: at the limit */
} entry;

struct hop_transport {
    hopi_allocator allocator;
    int32_t convention;
    double ln_carrier_factor; /* ln(n_c/C) in the ordinary convention, or NaN */
    double ln_ion_density, variance_ln_ion_density;
    double interval_dof[2]; /* of the errors of each line */
    size_t count;
    entry *entries;
    hopi_transport_estimate intercepts[KEPT];
};

static double ln_rate_shift(int32_t convention)
{
    return convention == HOP_CONVENTION_ANGULAR ? log(2.0 * HOPI_PI) : 0.0;
}

/* n_c = C k_B/(z q² a₀²). */
static double ln_carrier_factor(const hopi_transport_settings *s)
{
    const double q = s->charge_number * HOPI_ELEMENTARY_CHARGE_C;
    return log(HOPI_BOLTZMANN_J_PER_K
               / (s->geometry_factor * q * q * s->hop_distance_m * s->hop_distance_m));
}

static void evaluate_point(const hop_arrhenius *a, size_t k, const hopi_transport_settings *s,
                           const hopi_attempt *attempt, entry *out)
{
    const hopi_line_point *point = &a->points[k];
    const double shift = ln_rate_shift(s->convention);
    hopi_transport_form forms[KEPT] = {
        [LN_C] = hopi_form_ln_C(point->x),
        [LN_K] = hopi_form_ln_K(),
        [DELTA_S] = hopi_form_delta_S(point->x),
        [LN_D] = hopi_form_ln_f_p(),
        [LN_D_SIGMA] = hopi_form_ln_thermal_rate(point->x),
    };
    const double ln_area = 2.0 * log(s->hop_distance_m);
    forms[LN_D].constant = ln_area - log(2.0 * s->dimension);
    forms[LN_D_SIGMA].constant = ln_area + log(s->geometry_factor);
    forms[LN_C].constant = forms[LN_K].constant = -shift;
    forms[DELTA_S].constant = shift;
    out->temperature_k = a->temperature_k[k];
    out->state = a->states[k];
    for (int q = 0; q < KEPT; q++) {
        out->estimates[q] = hopi_transport_evaluate(&forms[q], &a->lines, point,
                                                    a->cross + 8 * k, attempt);
    }
}

static void evaluate_intercepts(const hop_arrhenius *a, const hopi_transport_settings *s,
                                const hopi_attempt *attempt, hopi_transport_estimate *out)
{
    const double shift = ln_rate_shift(s->convention);
    hopi_transport_form ln_C = hopi_form_intercept_ln_C();
    hopi_transport_form delta_S = hopi_form_intercept_delta_S();
    ln_C.constant = -shift;
    delta_S.constant = shift;
    out[LN_C] = hopi_transport_evaluate(&ln_C, &a->lines, NULL, NULL, attempt);
    out[DELTA_S] = hopi_transport_evaluate(&delta_S, &a->lines, NULL, NULL, attempt);
    out[LN_K] = out[LN_D] = out[LN_D_SIGMA] = (hopi_transport_estimate){NAN, NAN};
}

hop_status hop_transport_derive(hop_ctx *ctx, const hop_arrhenius *a,
                                const hop_transport_options *options, hop_transport **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!a) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (a->settings.quantity != HOP_ARRHENIUS_SIGMA_T) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "the line of ln sigma was fitted; eqs. 8 and 9 need that of ln(sigma T)");
    }
    if (!a->lines.has_rate_line) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                         "fewer than two temperatures with a measured hopping frequency: E_m is "
                         "not determined");
    }
    const hopi_transport_settings *settings = options ? &options->settings
                                                      : &hopi_transport_default_settings;
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    hop_transport *t = hopi_allocate(allocator, 1, sizeof *t);
    entry *entries = hopi_allocate(allocator, a->count, sizeof *entries);
    if (!t || !entries) {
        hopi_release(allocator, t);
        hopi_release(allocator, entries);
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    const double relative_error = settings->nu0_error_hz / settings->nu0_hz;
    const hopi_attempt attempt = {log(settings->nu0_hz), relative_error * relative_error};
    t->allocator = allocator;
    t->convention = settings->convention;
    t->ln_carrier_factor = ln_carrier_factor(settings) + ln_rate_shift(settings->convention);
    const double ion_error = settings->ion_density_error_per_m3 / settings->ion_density_per_m3;
    t->ln_ion_density = log(settings->ion_density_per_m3);
    t->variance_ln_ion_density = ion_error * ion_error;
    t->interval_dof[0] = a->lines.interval_dof[0];
    t->interval_dof[1] = a->lines.interval_dof[1];
    t->count = a->count;
    t->entries = entries;
    for (size_t k = 0; k < a->count; k++) {
        evaluate_point(a, k, settings, &attempt, &entries[k]);
    }
    evaluate_intercepts(a, settings, &attempt, t->intercepts);
    *out = t;
    return HOP_OK;
}

size_t hop_transport_count(const hop_transport *t)
{
    return t ? t->count : 0;
}

double hop_transport_temperature(const hop_transport *t, size_t i)
{
    return t && i < t->count ? t->entries[i].temperature_k : NAN;
}

int32_t hop_transport_state(const hop_transport *t, size_t i)
{
    return t && i < t->count ? t->entries[i].state : HOP_STATE_NONE;
}

int32_t hop_transport_convention(const hop_transport *t)
{
    return t ? t->convention : 0;
}

/*
 * The kept quantity behind a key: the key is scale times it (ΔS), or the
 * exponential of it plus shift; variance is that of the shift.
 */
typedef struct meaning {
    int kept;
    int is_exponential;
    double shift, variance, scale;
} meaning;

static int find_meaning(const hop_transport *t, int32_t key, meaning *out)
{
    switch (key) {
    case HOP_C:
        *out = (meaning){.kept = LN_C, .is_exponential = 1};
        return 1;
    case HOP_K:
        *out = (meaning){.kept = LN_K, .is_exponential = 1};
        return 1;
    case HOP_DELTA_S_M:
        *out = (meaning){.kept = DELTA_S, .scale = 1.0};
        return 1;
    case HOP_DELTA_S_M_MOLAR:
        *out = (meaning){.kept = DELTA_S, .scale = HOPI_GAS_CONSTANT_J_PER_MOL_K};
        return 1;
    case HOP_DELTA_S_M_MEV:
        *out = (meaning){.kept = DELTA_S, .scale = 1e3 * HOPI_BOLTZMANN_EV_PER_K};
        return 1;
    case HOP_EXP_DELTA_S_M:
        *out = (meaning){.kept = DELTA_S, .is_exponential = 1};
        return 1;
    case HOP_CARRIER_DENSITY:
        *out = (meaning){.kept = LN_C, .is_exponential = 1, .shift = t->ln_carrier_factor};
        return 1;
    case HOP_CARRIER_FRACTION:
        *out = (meaning){.kept = LN_C,
                         .is_exponential = 1,
                         .shift = t->ln_carrier_factor - t->ln_ion_density,
                         .variance = t->variance_ln_ion_density};
        return 1;
    case HOP_DIFFUSIVITY:
        *out = (meaning){.kept = LN_D, .is_exponential = 1};
        return 1;
    case HOP_DIFFUSIVITY_SIGMA:
        *out = (meaning){.kept = LN_D_SIGMA, .is_exponential = 1};
        return 1;
    default:
        return 0;
    }
}

/* The number that is normally distributed, before scale or exponential. */
static hopi_transport_estimate inner(const hopi_transport_estimate *estimates, const meaning *m)
{
    const hopi_transport_estimate e = estimates[m->kept];
    return (hopi_transport_estimate){e.value + m->shift,
                                     sqrt(e.standard_error * e.standard_error + m->variance)};
}

static double outer(double value, const meaning *m)
{
    return m->is_exponential ? exp(value) : m->scale * value;
}

static double value_of(const hopi_transport_estimate *estimates, const meaning *m)
{
    return outer(inner(estimates, m).value, m);
}

static double error_of(const hopi_transport_estimate *estimates, const meaning *m)
{
    const hopi_transport_estimate e = inner(estimates, m);
    if (isnan(e.value)) {
        return NAN;
    }
    return e.standard_error * (m->is_exponential ? exp(e.value) : m->scale);
}

static const entry *measured_entry(const hop_transport *t, size_t i)
{
    return t && i < t->count && hopi_state_is_number(t->entries[i].state) ? &t->entries[i] : NULL;
}

double hop_transport_value(const hop_transport *t, size_t i, int32_t key)
{
    meaning m;
    const entry *e = measured_entry(t, i);
    return e && find_meaning(t, key, &m) ? value_of(e->estimates, &m) : NAN;
}

double hop_transport_standard_error(const hop_transport *t, size_t i, int32_t key)
{
    meaning m;
    const entry *e = measured_entry(t, i);
    return e && find_meaning(t, key, &m) ? error_of(e->estimates, &m) : NAN;
}

/* C and K fall with f_p, the others rise with it. */
static void limit_interval(const entry *e, const meaning *m, double *lower, double *upper)
{
    const int falls = m->kept == LN_C || m->kept == LN_K;
    const double bound = value_of(e->estimates, m);
    *lower = m->is_exponential ? 0.0 : -INFINITY;
    *upper = INFINITY;
    if (e->state == HOP_STATE_NONE) {
        return;
    }
    if ((e->state == HOP_STATE_LOWER_LIMIT) != falls) {
        *lower = bound;
    } else {
        *upper = bound;
    }
}

/* As hopi_arrhenius_quantile(): C, K and D_σ rest on both lines, the others on that of f_p. */
static double quantile_of(const hop_transport *t, const meaning *m, double p)
{
    const int rests_on_both = m->kept == LN_C || m->kept == LN_K || m->kept == LN_D_SIGMA;
    const double dof = rests_on_both ? fmin(t->interval_dof[0], t->interval_dof[1])
                                     : t->interval_dof[1];
    return dof > 0.0 ? hopi_student_quantile(p, dof) : NAN;
}

hop_status hop_transport_interval(const hop_transport *t, size_t i, int32_t key, double level,
                                  double *lower, double *upper)
{
    if (!t || !lower || !upper) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    meaning m;
    if (!find_meaning(t, key, &m)) {
        return HOP_ERR_UNKNOWN_KEY;
    }
    if (i >= t->count || !(level > 0.0 && level < 1.0)) {
        return HOP_ERR_OUT_OF_RANGE;
    }
    const entry *e = &t->entries[i];
    if (!hopi_state_is_number(e->state)) {
        limit_interval(e, &m, lower, upper);
        return HOP_OK;
    }
    const hopi_transport_estimate middle = inner(e->estimates, &m);
    const double half_width = quantile_of(t, &m, 0.5 + 0.5 * level) * middle.standard_error;
    *lower = outer(middle.value - half_width, &m);
    *upper = outer(middle.value + half_width, &m);
    return HOP_OK;
}

static int is_intercept_key(const hop_transport *t, int32_t key)
{
    meaning m;
    return find_meaning(t, key, &m) && (m.kept == LN_C || m.kept == DELTA_S);
}

double hop_transport_intercept_value(const hop_transport *t, int32_t key)
{
    meaning m;
    return t && is_intercept_key(t, key) && find_meaning(t, key, &m) ? value_of(t->intercepts, &m)
                                                                  : NAN;
}

double hop_transport_intercept_standard_error(const hop_transport *t, int32_t key)
{
    meaning m;
    return t && is_intercept_key(t, key) && find_meaning(t, key, &m) ? error_of(t->intercepts, &m)
                                                                  : NAN;
}

void hop_transport_destroy(hop_transport *t)
{
    if (t) {
        hopi_release(t->allocator, t->entries);
        hopi_release(t->allocator, t);
    }
}
