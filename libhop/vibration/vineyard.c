/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>

#include <hop/vineyard.h>

#include "base/context.h"

/* What one list of modes holds. */
typedef struct mode_list {
    const char *name;
    size_t count;
    const double *freq_hz;
    size_t real, imaginary, zero;
    double sum_ln; /* of the real frequencies */
} mode_list;

static hop_status read_modes(hop_ctx *ctx, mode_list *list, double zero_hz)
{
    for (size_t i = 0; i < list->count; i++) {
        const double f_hz = list->freq_hz[i];
        if (!isfinite(f_hz)) {
            return hopi_fail(ctx, HOP_ERR_NOT_FINITE, "%s, mode %zu: %g Hz, expected a number",
                             list->name, i + 1, f_hz);
        }
        if (fabs(f_hz) <= zero_hz) {
            list->zero++;
        } else if (f_hz < 0.0) {
            list->imaginary++;
        } else {
            list->real++;
            list->sum_ln += log(f_hz);
        }
    }
    return HOP_OK;
}

static uint32_t warnings_of(const mode_list *initial, const mode_list *saddle)
{
    uint32_t warnings = 0;
    warnings |= initial->imaginary > 0 ? HOP_VINEYARD_INITIAL_UNSTABLE : 0;
    warnings |= saddle->imaginary == 0 ? HOP_VINEYARD_NO_SADDLE_MODE : 0;
    warnings |= saddle->imaginary > 1 ? HOP_VINEYARD_SADDLE_MODES : 0;
    warnings |= initial->zero != 3 || saddle->zero != 3 ? HOP_VINEYARD_TRANSLATIONS : 0;
    return warnings;
}

hop_status hop_vineyard_frequency(hop_ctx *ctx, size_t initial_count, const double *initial_hz,
                                  size_t saddle_count, const double *saddle_hz, double zero_hz,
                                  double *frequency_hz, uint32_t *warnings)
{
    mode_list initial = {.name = "initial state", .count = initial_count, .freq_hz = initial_hz};
    mode_list saddle = {.name = "saddle point", .count = saddle_count, .freq_hz = saddle_hz};
    if (!initial_hz || !saddle_hz || !frequency_hz) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!(zero_hz >= 0.0) || !isfinite(zero_hz)) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "modes up to %g Hz as translations: expected 0 or more", zero_hz);
    }
    hop_status status = read_modes(ctx, &initial, zero_hz);
    if (status == HOP_OK) {
        status = read_modes(ctx, &saddle, zero_hz);
    }
    if (status != HOP_OK) {
        return status;
    }
    if (initial.real != saddle.real + 1) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                         "%zu real modes (%zu imaginary, %zu translations) in the initial state and "
                         "%zu (%zu imaginary, %zu translations) at the saddle point: expected one "
                         "real mode more in the initial state",
                         initial.real, initial.imaginary, initial.zero, saddle.real,
                         saddle.imaginary, saddle.zero);
    }
    *frequency_hz = exp(initial.sum_ln - saddle.sum_ln);
    if (warnings) {
        *warnings = warnings_of(&initial, &saddle);
    }
    return HOP_OK;
}

hop_status hop_vineyard_entropy(hop_ctx *ctx, double frequency_hz, double nu0_hz,
                                double nu0_error_hz, double *delta_s_over_kb,
                                double *standard_error)
{
    if (!delta_s_over_kb) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!(frequency_hz > 0.0) || !(nu0_hz > 0.0) || !isfinite(frequency_hz)
        || !isfinite(nu0_hz)) {
        return hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                         "frequencies of %g Hz and %g Hz: expected positive numbers",
                         frequency_hz, nu0_hz);
    }
    if (!(nu0_error_hz >= 0.0) || !isfinite(nu0_error_hz)) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "an error of %g Hz: expected 0 or more",
                         nu0_error_hz);
    }
    *delta_s_over_kb = log(frequency_hz / nu0_hz);
    if (standard_error) {
        *standard_error = nu0_error_hz / nu0_hz;
    }
    return HOP_OK;
}

const char *hop_vineyard_warning_name(uint32_t warning)
{
    switch (warning) {
#define WARNING_NAME(constant, bit, name, meaning) \
    case 1u << bit:                                \
        return name;
        HOP_VINEYARD_WARNING_LIST(WARNING_NAME)
#undef WARNING_NAME
    default:
        return NULL;
    }
}

const char *hop_vineyard_warning_meaning(uint32_t warning)
{
    switch (warning) {
#define WARNING_MEANING(constant, bit, name, meaning) \
    case 1u << bit:                                   \
        return meaning;
        HOP_VINEYARD_WARNING_LIST(WARNING_MEANING)
#undef WARNING_MEANING
    default:
        return NULL;
    }
}
