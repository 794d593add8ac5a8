/* SPDX-License-Identifier: BSD-3-Clause */
#include "verdict.h"

#include <math.h>

#include <hop/study.h>

static const double noticeable_drift = 0.1;
static const double drift_significance = 3.0;
static const double decisive_delta_aicc = 20.0;
static const double noticeable_arc = 0.05;
static const double noticeable_inductance = 0.05;
static const double dominant_electrode = 0.5;

static int exponent_drifts(size_t count, const hopi_verdict_point *points)
{
    size_t lowest = count, highest = count;
    for (size_t k = 0; k < count; k++) {
        if (!points[k].has_rate || isnan(points[k].n_error)) {
            continue;
        }
        lowest = lowest == count || points[k].n < points[lowest].n ? k : lowest;
        highest = highest == count || points[k].n > points[highest].n ? k : highest;
    }
    if (lowest == count) {
        return 0;
    }
    const double drift = points[highest].n - points[lowest].n;
    const double error = hypot(points[highest].n_error, points[lowest].n_error);
    return drift > noticeable_drift && drift > drift_significance * error;
}

uint32_t hopi_verdict_of_spectrum(const hopi_verdict_point *point)
{
    uint32_t reasons = 0;
    const int has_arc = point->arc_evidence > decisive_delta_aicc
                        && point->arc_share > noticeable_arc;
    reasons |= point->has_plateau ? 0 : HOP_REASON_NO_PLATEAU;
    reasons |= point->has_rate ? 0 : HOP_REASON_LIMITS;
    reasons |= has_arc ? HOP_REASON_SECOND_ARC : 0;
    reasons |= point->is_inductive ? HOP_REASON_INDUCTIVE : 0;
    reasons |= point->violates_kk ? HOP_REASON_KRAMERS_KRONIG : 0;
    reasons |= point->relaxations > 1 ? HOP_REASON_RELAXATIONS : 0;
    reasons |= point->inductance_share > noticeable_inductance ? HOP_REASON_INDUCTANCE : 0;
    reasons |= point->electrode_share > dominant_electrode ? HOP_REASON_ELECTRODE : 0;
    const uint32_t flat = HOP_FLAG_NO_DISPERSION | HOP_FLAG_WEAK_DISPERSION;
    reasons |= point->flags & flat ? HOP_REASON_NO_DISPERSION : 0;
    reasons |= point->flags & HOP_FLAG_WINDOW_DOMINATED ? HOP_REASON_WINDOW_DOMINATED : 0;
    return reasons;
}

uint32_t hopi_verdict(size_t count, const hopi_verdict_point *points,
                      const hopi_verdict_lines *lines)
{
    uint32_t reasons = 0;
    size_t arcs = 0, violations = 0;
    for (size_t k = 0; k < count; k++) {
        const uint32_t own = hopi_verdict_of_spectrum(&points[k]);
        reasons |= own;
        arcs += (own & HOP_REASON_SECOND_ARC) != 0;
        violations += (own & HOP_REASON_KRAMERS_KRONIG) != 0;
    }
    reasons |= 2 * arcs > count ? HOP_REASON_GRAIN_BOUNDARY : 0;
    reasons |= 2 * violations > count ? HOP_REASON_KRAMERS_KRONIG_MOSTLY : 0;
    reasons |= exponent_drifts(count, points) ? HOP_REASON_EXPONENT_DRIFT : 0;
    if (!lines->has_lines) {
        return reasons | HOP_REASON_TOO_FEW_TEMPERATURES;
    }
    reasons |= lines->is_overdispersed ? HOP_REASON_OVERDISPERSED : 0;
    if (!lines->has_rate_line) {
        return reasons | HOP_REASON_TOO_FEW_HOPPING_FREQUENCIES;
    }
    /* Two temperatures and no error: the sign alone then has to do. */
    const double error = isnan(lines->E_f_error_eV) ? 0.0 : lines->E_f_error_eV;
    if (lines->E_f_eV < -2.0 * error) {
        reasons |= HOP_REASON_E_M_ABOVE_E_A;
        reasons |= reasons & HOP_REASON_EXPONENT_DRIFT ? HOP_REASON_GRAIN_BOUNDARY : 0;
    }
    return reasons;
}

int hopi_verdict_forbids(uint32_t reasons)
{
#define REASON_FORBIDS(constant, bit, name, forbids, meaning) (forbids ? 1u << bit : 0u) |
    const uint32_t forbidding = HOP_REASON_LIST(REASON_FORBIDS) 0u;
#undef REASON_FORBIDS
    return (reasons & forbidding) != 0;
}

const char *hop_reason_name(uint32_t reason)
{
    switch (reason) {
#define REASON_NAME(constant, bit, name, forbids, meaning) \
    case 1u << bit:                                        \
        return name;
        HOP_REASON_LIST(REASON_NAME)
#undef REASON_NAME
    default:
        return NULL;
    }
}

const char *hop_reason_meaning(uint32_t reason)
{
    switch (reason) {
#define REASON_MEANING(constant, bit, name, forbids, meaning) \
    case 1u << bit:                                           \
        return meaning;
        HOP_REASON_LIST(REASON_MEANING)
#undef REASON_MEANING
    default:
        return NULL;
    }
}
