/* SPDX-License-Identifier: BSD-3-Clause */
#include "rbm.h"

#include <float.h>
#include <math.h>

#include "base/constants.h"

enum { MAX_NEWTON = 60 };

/* Below, ln σ̃ = iω̃ to all digits; above, the start of the iteration is too far off. */
static const double ln_small = -40.0, ln_large = 100.0;

/* q dh/dq of h(q) = q (1 + 8q/3)^(−1/3), and h itself. */
static double complex slope_of_h(double complex q, double complex *h)
{
    const double complex base = 1.0 + 8.0 / 3.0 * q;
    const double complex root = cexp(clog(base) / -3.0);
    *h = q * root;
    return q * root * (1.0 + 16.0 / 9.0 * q) / base;
}

/*
 * Newton's method for ℓ = h(exp(λ − ℓ)), λ = ln iω̃. ln(1 + iω̃) is right at
 * the low end, and the steps from it converge at every ω̃ up to ln_large.
 */
hopi_rbm hopi_rbm_at(double ln_omega)
{
    const double complex lambda = ln_omega + 0.5 * HOPI_PI * I;
    const double complex u = exp(ln_omega) * I;
    if (ln_omega < ln_small) {
        return (hopi_rbm){u, u};
    }
    if (!(ln_omega <= ln_large)) {
        return (hopi_rbm){NAN, NAN};
    }
    double complex ln_sigma = ln_omega > 0.0 ? lambda + clog(1.0 + 1.0 / u) : clog(1.0 + u), h;
    double complex rise = 0.0;
    for (int i = 0; i < MAX_NEWTON; i++) {
        rise = slope_of_h(cexp(lambda - ln_sigma), &h);
        const double complex step = (h - ln_sigma) / (1.0 + rise);
        ln_sigma += step;
        if (cabs(step) <= 4.0 * DBL_EPSILON * cabs(ln_sigma)) {
            break;
        }
    }
    return (hopi_rbm){ln_sigma, rise / (1.0 + rise)};
}
