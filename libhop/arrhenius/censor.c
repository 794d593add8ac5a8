/* SPDX-License-Identifier: BSD-3-Clause */
#include "censor.h"

#include <math.h>

#include "base/constants.h"

enum { FRACTIONS = 80 };

/* Φ of this is 3/4, the likelihood of a line at the bound over that of one far inside. */
static const double bound_quantile = 0.6744897501960817;

/* Below it Φ is small, and so are differences that are formed from it. */
static const double far_below = -5.0;

/* λ(z) + z for z = −t from Laplace's continued fraction, where λ and z cancel. */
static double distance_far_below(double t)
{
    double tail = t;
    for (int k = FRACTIONS; k >= 2; k--) {
        tail = t + k / tail;
    }
    return 1.0 / tail;
}

hopi_tail hopi_normal_tail(double z)
{
    hopi_tail tail;
    if (z < far_below) {
        tail.distance = distance_far_below(-z);
        tail.gradient = tail.distance - z;
    } else {
        const double density = exp(-0.5 * z * z) / sqrt(2.0 * HOPI_PI);
        tail.gradient = density / (0.5 * erfc(-z / sqrt(2.0)));
        tail.distance = tail.gradient + z;
    }
    tail.curvature = tail.gradient * tail.distance;
    return tail;
}

double hopi_log_normal_tail(double z)
{
    if (z < far_below) {
        return -0.5 * z * z - 0.5 * log(2.0 * HOPI_PI) - log(hopi_normal_tail(z).gradient);
    }
    return log(0.5 * erfc(-z / sqrt(2.0)));
}

/* The line's value at a limit, given the residual of σ at the same temperature. */
static double update_limit(hopi_estimator *e, size_t k, const double centred[4])
{
    /* A smaller weight moves nothing, but its inverse is a variance. */
    const double no_weight = 1e-14;
    const hopi_line_point *p = &e->points[k];
    const hopi_whitening whitening = hopi_estimator_whitening(e, k);
    const double spread = 1.0 / whitening.w[1][1];
    const double expected = centred[2] - centred[3] * (p->x - e->x_mean)
                            - whitening.w[1][0] * spread
                                  * hopi_estimator_residual(e, k, 0, centred);
    const double threshold = p->y[1] - p->limit * bound_quantile * e->settings->limit_width;
    const double z = p->limit * (expected - threshold) / spread;
    const hopi_tail tail = hopi_normal_tail(z);
    e->response[2 * k + 1] = expected + p->limit * spread / tail.distance;
    e->weight[2 * k + 1] = tail.curvature > no_weight ? tail.curvature : 0.0;
    return -2.0 * hopi_log_normal_tail(z);
}

double hopi_censor_update(hopi_estimator *e, const double centred[4])
{
    double deviance = 0.0;
    for (size_t k = 0; k < e->count && e->has_limits; k++) {
        if (hopi_estimator_is_limit(e, k, 1) && !hopi_estimator_has_curve(e, k)) {
            deviance += update_limit(e, k, centred);
        }
    }
    return deviance;
}
