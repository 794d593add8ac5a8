/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "handle.h"
#include "math/order.h"
#include "phase.h"
#include "spectrum/handle.h"

/* Four arrays of the spectrum's size. */
typedef struct arrays {
    double *re, *im, *x, *phase; /* x: |Z|, then ln f */
} arrays;

/* ln|Z| less the integral, where the measurement is to be trusted; their median. */
static size_t find_constant(const hop_spectrum *s, const double *ln_measured,
                            const double *ln_rebuilt, double f_min_hz, double f_max_hz,
                            double *differences, double *constant)
{
    size_t used = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (s->freq_hz[i] >= f_min_hz && s->freq_hz[i] <= f_max_hz) {
            differences[used++] = ln_measured[i] - ln_rebuilt[i];
        }
    }
    if (used > 0) {
        hopi_sort(differences, used);
        *constant = hopi_median_of_sorted(differences, used);
    }
    return used;
}

static hop_status rebuild(hop_ctx *ctx, const hop_spectrum *s, double f_min_hz, double f_max_hz,
                          const arrays *a, double *modulus)
{
    int has_geometry;
    const hop_status status = hopi_kk_measured(ctx, s, 0, a->re, a->im, a->x, &has_geometry);
    if (status != HOP_OK) {
        return status;
    }
    hopi_kk_phases(s->count, a->re, a->im, a->phase);
    for (size_t i = 0; i < s->count; i++) {
        a->re[i] = log(a->x[i]);
        a->x[i] = log(s->freq_hz[i]);
    }
    double *rebuilt = a->im;
    double *slope = modulus; /* of the same size; filled last */
    hopi_kk_ln_modulus(s->count, a->x, a->phase, slope, rebuilt);
    double constant = 0.0;
    if (find_constant(s, a->re, rebuilt, f_min_hz, f_max_hz, a->phase, &constant) == 0) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS, "Z-HIT: no point between %g and %g Hz", f_min_hz,
                         f_max_hz);
    }
    for (size_t i = 0; i < s->count; i++) {
        modulus[i] = exp(rebuilt[i] + constant);
    }
    return HOP_OK;
}

static hop_status check(hop_ctx *ctx, const hop_spectrum *s, double f_min_hz, double f_max_hz)
{
    if (!(f_min_hz >= 0.0 && f_max_hz > f_min_hz)) {
        return hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE,
                         "from %g to %g Hz: expected 0 or more, and a larger frequency", f_min_hz,
                         f_max_hz);
    }
    if (s->count < HOPI_KK_PHASE_NEIGHBOURS) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS, "%zu points: Z-HIT needs %d", s->count,
                         (int)HOPI_KK_PHASE_NEIGHBOURS);
    }
    return HOP_OK;
}

hop_status hop_kk_zhit(hop_ctx *ctx, const hop_spectrum *s, double f_min_hz, double f_max_hz,
                       double *modulus, size_t capacity, size_t *count)
{
    if (!s || (!modulus && capacity > 0)) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    hop_status status = check(ctx, s, f_min_hz, f_max_hz);
    if (status == HOP_OK && modulus) {
        if (capacity < s->count) {
            return hopi_fail_plain(ctx, HOP_ERR_CAPACITY);
        }
        const hopi_allocator allocator = hopi_allocator_of(ctx);
        double *memory = hopi_allocate(allocator, s->count, 5 * sizeof *memory);
        if (!memory) {
            return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
        }
        const arrays a = {memory, memory + s->count, memory + 2 * s->count,
                          memory + 3 * s->count};
        double *rebuilt = memory + 4 * s->count;
        status = rebuild(ctx, s, f_min_hz, f_max_hz, &a, rebuilt);
        for (size_t i = 0; i < s->count && status == HOP_OK; i++) {
            modulus[i] = rebuilt[i];
        }
        hopi_release(allocator, memory);
    }
    if (status == HOP_OK && count) {
        *count = s->count;
    }
    return status;
}
