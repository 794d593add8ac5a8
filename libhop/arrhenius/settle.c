/* SPDX-License-Identifier: BSD-3-Clause */
#include "settle.h"

#include <math.h>

#include <hop/arrhenius.h>

#include "huber.h"
#include "math/distributions.h"

static int is_number(const hopi_estimator *e, size_t k, size_t line)
{
    return line < hopi_estimator_rows(e, k) && !hopi_estimator_is_limit(e, k, line);
}

void hopi_settle_scatter(const hopi_estimator *e, const double centred[4], hopi_lines *lines)
{
    size_t numbers = 0;
    lines->chi2 = 0.0;
    for (size_t k = 0; k < e->count; k++) {
        double white[2];
        hopi_estimator_white(e, k, centred, white);
        for (size_t line = 0; line < 2; line++) {
            if (is_number(e, k, line)) {
                lines->chi2 += white[line] * white[line];
                numbers++;
            }
        }
    }
    lines->dof = (double)numbers - (double)e->columns;
    lines->birge = lines->dof > 0.0 ? sqrt(lines->chi2 / lines->dof) : NAN;
}

/* The residual as far as a robust loss counts it. */
static double counted(const hopi_estimator *e, size_t k, size_t line, const double centred[4])
{
    return e->weight[2 * k + line] * hopi_estimator_residual(e, k, line, centred);
}

/* Covariance of the scatter about both lines; NaN where there are too few points. */
static void scatter(const hopi_estimator *e, const double centred[4], double out[2][2])
{
    double r00 = 0.0, r11 = 0.0, common00 = 0.0, common01 = 0.0;
    size_t rates = 0;
    for (size_t k = 0; k < e->count; k++) {
        const double r0 = counted(e, k, 0, centred);
        r00 += r0 * r0;
        if (is_number(e, k, 1)) {
            const double r1 = counted(e, k, 1, centred);
            r11 += r1 * r1;
            common00 += r0 * r0;
            common01 += r0 * r1;
            rates++;
        }
    }
    out[0][0] = e->count > 2 ? r00 / (double)(e->count - 2) : NAN;
    out[1][1] = rates > 2 ? r11 / (double)(rates - 2) : NAN;
    const double scale = sqrt(common00 * r11);
    const double correlation = scale > 0.0 ? common01 / scale : 0.0;
    out[0][1] = out[1][0] = correlation * sqrt(out[0][0] * out[1][1]);
}

static void settle_unweighted(hopi_estimator *e, const double centred[4],
                              const double deviation[2], hopi_lines *lines)
{
    double own[2][2];
    size_t rates = 0;
    for (size_t k = 0; k < e->count; k++) {
        rates += is_number(e, k, 1);
    }
    lines->birge = NAN;
    lines->interval_dof[0] = (double)e->count - 2.0;
    lines->interval_dof[1] = (double)rates - 2.0;
    scatter(e, centred, own);
    if (e->settings->loss == HOP_ARRHENIUS_LOSS_HUBER) {
        const double correlation = own[0][1] / sqrt(own[0][0] * own[1][1]);
        own[0][0] = deviation[0] * deviation[0];
        own[1][1] = deviation[1] * deviation[1];
        own[0][1] = own[1][0] = (isnan(correlation) ? 0.0 : correlation) * deviation[0]
                                * deviation[1];
    }
    for (size_t k = 0; k < e->count; k++) {
        for (int i = 0; i < 4; i++) {
            e->covariance[4 * k + i] = own[i / 2][i % 2];
        }
    }
}

static int is_birge_applied(const hopi_estimator *e, hopi_lines *lines)
{
    const int is_significant = lines->dof > 0.0
                               && hopi_chi2_below(lines->chi2, lines->dof) > 0.95;
    lines->flags |= is_significant ? HOP_FLAG_OVERDISPERSED : 0;
    return lines->dof > 0.0
           && (e->settings->birge == HOP_BIRGE_ALWAYS
               || (e->settings->birge == HOP_BIRGE_SIGNIFICANT && is_significant));
}

/* A limit counts as a value whose variance is the inverse of its curvature. */
static void settle_limit(hopi_estimator *e, size_t k)
{
    double *v = e->covariance + 4 * k;
    const hopi_whitening whitening = hopi_estimator_whitening(e, k);
    const double spread = 1.0 / whitening.w[1][1], weight = e->weight[2 * k + 1];
    v[1] = v[2] = -whitening.w[1][0] * spread * v[0];
    v[3] = v[1] * v[1] / v[0] + (weight > 0.0 ? spread * spread / weight : 0.0);
}

void hopi_settle_covariances(hopi_estimator *e, const double centred[4], hopi_lines *lines)
{
    const int is_robust = e->settings->loss == HOP_ARRHENIUS_LOSS_HUBER;
    double factor[2] = {1.0, 1.0};
    if (is_robust) {
        hopi_huber_deviation(e, centred, lines->scale, factor);
    }
    if (e->settings->method == HOP_ARRHENIUS_UNWEIGHTED) {
        settle_unweighted(e, centred, factor, lines);
        return;
    }
    const int is_birge = is_birge_applied(e, lines);
    if (!is_robust && is_birge) {
        lines->flags |= HOP_FLAG_BIRGE_SCALED;
        factor[0] = factor[1] = lines->birge;
    }
    for (int line = 0; line < 2; line++) {
        if (factor[line] != 1.0) {
            lines->interval_dof[line] = lines->dof;
        }
    }
    for (size_t k = 0; k < e->count; k++) {
        if (hopi_estimator_is_limit(e, k, 1)) {
            settle_limit(e, k);
        }
        for (int i = 0; i < 4; i++) {
            e->covariance[4 * k + i] *= factor[i / 2] * factor[i % 2];
        }
    }
}

/* What an estimator does not use may be unknown: 0 times NaN is 0 here. */
static double product(double weight, double covariance)
{
    return weight == 0.0 ? 0.0 : weight * covariance;
}

/* cov(b, y_k) = P_k V_k, cov(b, b) = Σ P_k V_k P_kᵀ. */
void hopi_settle_propagate(const hopi_estimator *e, double *cross, hopi_lines *lines)
{
    const double inflation = e->settings->loss == HOP_ARRHENIUS_LOSS_HUBER ? hopi_huber_variance : 1.0;
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = 0; j < 4; j++) {
            lines->covariance[i][j] = 0.0;
        }
    }
    for (size_t k = 0; k < e->count; k++) {
        const size_t used = hopi_estimator_rows(e, k);
        for (size_t i = 0; i < 4; i++) {
            for (size_t line = 0; line < 2; line++) {
                double sum = 0.0;
                for (size_t l = 0; l < used; l++) {
                    sum += product(*hopi_estimator_at(e, i, k, l),
                                   e->covariance[4 * k + 2 * l + line]);
                }
                cross[8 * k + 2 * i + line] = line < used ? sum : NAN;
            }
        }
        for (size_t i = 0; i < 4; i++) {
            for (size_t j = 0; j < 4; j++) {
                for (size_t l = 0; l < used; l++) {
                    lines->covariance[i][j] += inflation
                                               * product(*hopi_estimator_at(e, j, k, l),
                                                         cross[8 * k + 2 * i + l]);
                }
            }
        }
    }
}

void hopi_settle_offset(hopi_estimator *e, const double centred[4], double *cross,
                        hopi_lines *lines)
{
    const double u = e->settings->offset_error;
    if (!(u > 0.0)) {
        return;
    }
    double slope[2], *moved = lines->offset;
    for (size_t k = 0; k < e->count; k++) {
        hopi_estimator_temperature_slope(e, k, centred, slope);
        for (size_t j = 0; j < 4; j++) {
            for (size_t line = 0; line < hopi_estimator_rows(e, k); line++) {
                moved[j] += *hopi_estimator_at(e, j, k, line) * slope[line] * u;
            }
        }
    }
    for (size_t i = 0; i < 16; i++) {
        lines->covariance[i / 4][i % 4] += moved[i / 4] * moved[i % 4];
    }
    for (size_t k = 0; k < e->count; k++) {
        hopi_estimator_temperature_slope(e, k, centred, slope);
        for (size_t i = 0; i < 4; i++) {
            e->covariance[4 * k + i] += u * u * slope[i / 2] * slope[i % 2];
            cross[8 * k + 2 * i] += moved[i] * slope[0] * u;
            cross[8 * k + 2 * i + 1] += moved[i] * slope[1] * u;
        }
    }
}
