/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "handle.h"
#include "jpl/handle.h"
#include "peak.h"
#include "spectrum/handle.h"
#include "spectrum/immittance.h"

/* ln f and ln M″ of the fitted frequencies at which M″ is positive; answers their number. */
static size_t logarithms(const hop_jpl *fit, const hop_spectrum *s, const double *sigma_re,
                         const double *sigma_im, double *x, double *y)
{
    size_t count = 0;
    for (size_t k = 0; k < s->count; k++) {
        const hopi_complex sigma = {sigma_re[k], sigma_im[k]};
        const double f = s->freq_hz[k];
        const double loss = hopi_immittance_convert(HOP_CONDUCTIVITY, HOP_MODULUS, f, NAN,
                                                    sigma).im;
        if (f >= fit->f_min_hz && f <= fit->f_max_hz && loss > 0.0 && isfinite(loss)) {
            x[count] = log(f);
            y[count++] = log(loss);
        }
    }
    return count;
}

hop_status hopi_hopping_modulus_peak(hop_ctx *ctx, const hop_jpl *fit, const hop_spectrum *s,
                                     hop_hopping *h)
{
    if (!s->im) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                         "the peak of M'' needs the imaginary part, which is not known");
    }
    double *block = hopi_allocate(h->allocator, s->count, 4 * sizeof *block);
    if (!block) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    double *sigma_re = block, *sigma_im = block + s->count;
    double *x = block + 2 * s->count, *y = block + 3 * s->count;
    const hop_status status = hopi_spectrum_conductivity(ctx, s, sigma_re, sigma_im);
    if (status == HOP_OK) {
        const size_t count = logarithms(fit, s, sigma_re, sigma_im, x, y);
        const hopi_peak peak = hopi_hopping_peak(count, x, y);
        h->estimate = peak.estimate;
        h->interval_dof = peak.dof;
        /* The level of the data, which ln σ_dc is, cancels in the place of a maximum. */
        h->covariance[1][1] = peak.estimate.standard_error * peak.estimate.standard_error;
    }
    hopi_release(h->allocator, block);
    return status;
}
