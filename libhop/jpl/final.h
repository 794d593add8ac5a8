/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_FINAL_H
#define HOPI_JPL_FINAL_H

#include "math/vector.h"

/*
 * The last pass of a fit, one vector a spectrum or a vector of the points of one. Sums about
 * means that the search knows nearly keep their digits, and what the means are off by is then
 * taken out: after Chan, Golub and LeVeque, Am. Stat. 1983, 37, 242.
 */

/* Near the minimum: A, the means of g and Lg, and Σc gLg/Σc g², both centred. */
typedef struct hopi_near {
    hopi_vector n, amplitude, g_mean, p_mean, kappa;
} hopi_near;

/*
 * Sums over the points of h = g − ḡ, q ≈ p⊥ and the residuals r, all about their means
 * nearly, and of l = L²g.
 */
typedef struct hopi_final_sums {
    hopi_vector h, q, l, hh, hq, qq, rh, rq, rr, hl, ql, rl;
} hopi_final_sums;

/* The columns of the Jacobian as in hopi_jacobian, and the minimum. */
typedef struct hopi_final {
    hopi_vector g_mean, p_mean, kappa, norm_h, norm_p;
    hopi_vector step, amplitude, plateau, rss, curvature;
    hopi_lanes has_lost_digits; /* in rss */
} hopi_final;

/* v = y − ȳ */
static inline void hopi_final_add(const hopi_near *at, hopi_vector g, hopi_vector L,
                                  hopi_vector c, hopi_vector v, hopi_final_sums *s)
{
    const hopi_vector h = g - at->g_mean, r = v - at->amplitude * h, Lg = L * g;
    const hopi_vector q = Lg - at->kappa * g - (at->p_mean - at->kappa * at->g_mean);
    const hopi_vector l = L * Lg, ch = c * h, cq = c * q, cr = c * r;
    s->h += ch;
    s->q += cq;
    s->l += c * l;
    s->hh += ch * h;
    s->hq += ch * q;
    s->qq += cq * q;
    s->rh += ch * r;
    s->rq += cq * r;
    s->rr += cr * r;
    s->hl += ch * l;
    s->ql += cq * l;
    s->rl += cr * l;
}

/*
 * Newton's step to the minimum and, for a step δ, all else there with an error of the order
 * (δL)². The derivatives of h and Lg are Lg and L²g.
 */
static inline hopi_final hopi_finalise(const hopi_near *at, const hopi_final_sums *s,
                                       hopi_vector c_inverse, hopi_vector y_mean)
{
    const hopi_vector h = s->h * c_inverse, q = s->q * c_inverse, l = s->l * c_inverse;
    const hopi_vector drift = at->amplitude * s->h;
    const hopi_vector hh = s->hh - s->h * h, hq = s->hq - s->h * q, qq = s->qq - s->q * q;
    const hopi_vector rh = s->rh + drift * h, rq = s->rq + drift * q, rl = s->rl + drift * l;
    const hopi_vector hl = s->hl - s->h * l, ql = s->ql - s->q * l;
    const hopi_vector inverse = 1.0 / hh, tilt = hq * inverse, change = rh * inverse;
    const hopi_vector A = at->amplitude + change, kappa = at->kappa + tilt;
    const hopi_vector pp = qq - tilt * hq, rp = rq - tilt * rh, pl = ql - tilt * hl;
    const hopi_vector p_mean = at->p_mean + q + at->kappa * h;
    hopi_final out;
    out.curvature = -2.0 * A * (A * pp - (rl - change * hl));
    out.step = -2.0 * A * rp / out.curvature;
    const hopi_vector by_step = A * rp * out.step;
    out.rss = s->rr - drift * at->amplitude * h - change * rh - by_step;
    /*
     * To 1e-11: what the step takes off is right to 1 %, and the rounding of ȳ times the mean of
     * the residuals, which is not zero yet, stays.
     */
    out.has_lost_digits = (by_step > 1e-9 * out.rss)
                          | (s->rr * y_mean * y_mean > 2.5e9 * out.rss * out.rss * c_inverse);
    out.norm_h = hh * (1.0 + 2.0 * kappa * out.step);
    out.norm_p = pp + 2.0 * (pl - kappa * pp) * out.step;
    out.kappa = kappa + ((pp + hl) * inverse - kappa * kappa) * out.step;
    out.p_mean = p_mean + l * out.step;
    out.g_mean = at->g_mean + h + (p_mean + 0.5 * l * out.step) * out.step;
    out.amplitude = A * (1.0 - kappa * out.step);
    out.plateau = y_mean - out.amplitude * out.g_mean;
    return out;
}

#endif
