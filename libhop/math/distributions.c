/* SPDX-License-Identifier: BSD-3-Clause */
#include "distributions.h"

#include <float.h>
#include <math.h>

#include "base/constants.h"

enum { MAX_TERMS = 10000, MAX_STEPS = 2100 };

/* Keeps the continued fractions (Lentz) away from a division by zero. */
static double away_from_zero(double value)
{
    return fabs(value) < DBL_MIN / DBL_EPSILON ? DBL_MIN / DBL_EPSILON : value;
}

/* Continued fraction of I_x(a, b), Abramowitz and Stegun 26.5.8, x < (a+1)/(a+b+2). */
static double beta_fraction(double a, double b, double x)
{
    double c = 1.0;
    double d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    double value = d;
    for (int m = 1; m < MAX_TERMS; m++) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        value *= c * d;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        const double factor = c * d;
        value *= factor;
        if (fabs(factor - 1.0) < DBL_EPSILON) {
            break;
        }
    }
    return value;
}

double hopi_incomplete_beta(double a, double b, double x)
{
    if (x <= 0.0) {
        return 0.0;
    }
    if (x >= 1.0) {
        return 1.0;
    }
    const double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x)
                             + b * log1p(-x));
    if (x < (a + 1.0) / (a + b + 2.0)) {
        return front * beta_fraction(a, b, x) / a;
    }
    return 1.0 - front * beta_fraction(b, a, 1.0 - x) / b;
}

/* Series of P(a, x), Abramowitz and Stegun 6.5.29. */
static double gamma_series(double a, double x)
{
    double term = 1.0 / a, sum = term;
    for (int k = 1; k < MAX_TERMS && term > sum * DBL_EPSILON; k++) {
        term *= x / (a + k);
        sum += term;
    }
    return sum;
}

/* Continued fraction of 1 − P(a, x), Abramowitz and Stegun 6.5.31. */
static double gamma_fraction(double a, double x)
{
    double b = x + 1.0 - a;
    double c = 1.0 / DBL_MIN;
    double d = 1.0 / away_from_zero(b);
    double value = d;
    for (int k = 1; k < MAX_TERMS; k++) {
        const double an = -k * (k - a);
        b += 2.0;
        d = 1.0 / away_from_zero(an * d + b);
        c = away_from_zero(b + an / c);
        const double factor = c * d;
        value *= factor;
        if (fabs(factor - 1.0) < DBL_EPSILON) {
            break;
        }
    }
    return value;
}

double hopi_incomplete_gamma(double a, double x)
{
    if (x <= 0.0) {
        return 0.0;
    }
    const double front = exp(a * log(x) - x - lgamma(a));
    return x < a + 1.0 ? front * gamma_series(a, x) : 1.0 - front * gamma_fraction(a, x);
}

typedef double (*distribution_fn)(double x, double parameter);

/*
 * The x at which an increasing function passes p: inverse quadratic interpolation in a bracket,
 * and bisection where that could go astray (Chandrupatla, Adv. Eng. Softw. 1997, 28, 145).
 */
static double invert(distribution_fn distribution, double parameter, double p, double low,
                     double high)
{
    double a = high, b = low, c = b, t = 0.5;
    double fa = distribution(a, parameter) - p, fb = distribution(b, parameter) - p, fc = fb;
    for (int k = 0; k < MAX_STEPS; k++) {
        const double x = a + t * (b - a), fx = distribution(x, parameter) - p;
        c = a;
        fc = fa;
        if ((fx < 0.0) != (fa < 0.0)) {
            c = b;
            fc = fb;
            b = a;
            fb = fa;
        }
        a = x;
        fa = fx;
        const double best = fabs(fa) < fabs(fb) ? a : b;
        const double smallest = 0.5 * DBL_EPSILON * fabs(best) / fabs(b - a);
        if (fa == 0.0 || fb == 0.0 || smallest > 0.5) {
            return best;
        }
        const double xi = (a - b) / (c - b), phi = (fa - fb) / (fc - fb);
        const int is_smooth = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
        t = is_smooth ? fa / (fb - fa) * fc / (fb - fc)
                            + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
                      : 0.5;
        t = fmin(fmax(t, smallest), 1.0 - smallest);
    }
    return a;
}

/* Upper tails, so that small probabilities keep their digits. */
static double minus_normal_tail(double x, double unused)
{
    (void)unused;
    return -0.5 * erfc(x / sqrt(2.0));
}

/* Near the median the argument of the upper tail is one to working precision. */
static double minus_student_tail(double t, double dof)
{
    const double t2 = t * t;
    if (t2 < 1.0) {
        return 0.5 * hopi_incomplete_beta(0.5, 0.5 * dof, t2 / (dof + t2)) - 0.5;
    }
    return -0.5 * hopi_incomplete_beta(0.5 * dof, 0.5, dof / (dof + t2));
}

double hopi_chi2_below(double x, double dof)
{
    return isinf(x) ? 1.0 : hopi_incomplete_gamma(0.5 * dof, 0.5 * x);
}

double hopi_normal_quantile(double p)
{
    if (!(p > 0.0 && p < 1.0)) {
        return NAN;
    }
    const double tail = p < 0.5 ? p : 1.0 - p;
    const double x = invert(minus_normal_tail, 0.0, -tail, 0.0, 40.0);
    return p < 0.5 ? -x : x;
}

/* Expansion about the normal quantile z, Abramowitz and Stegun 26.7.5. */
static double student_near_normal(double z, double dof)
{
    const double z2 = z * z, per = 1.0 / dof;
    const double first = (z2 + 1.0) / 4.0, second = ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    const double third = (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
    return z * (1.0 + per * (first + per * (second + per * third)));
}

static double student_density(double t, double dof)
{
    return exp(lgamma(0.5 * (dof + 1.0)) - lgamma(0.5 * dof)
               - 0.5 * (dof + 1.0) * log1p(t * t / dof))
           / sqrt(dof * HOPI_PI);
}

/* Newton's method from near the upper quantile of `tail`; NaN where that does not settle. */
static double refine_student(double t, double tail, double dof)
{
    const double settled = 1e-7; /* what is left is the square of it */
    for (int k = 0; k < 4 && t > 0.0; k++) {
        const double step = (minus_student_tail(t, dof) + tail) / student_density(t, dof);
        t -= step;
        if (fabs(step) < settled * t) {
            return t;
        }
    }
    return NAN;
}

double hopi_student_quantile(double p, double dof)
{
    if (!(p > 0.0 && p < 1.0) || !(dof > 0.0)) {
        return NAN;
    }
    if (isinf(dof)) {
        return hopi_normal_quantile(p);
    }
    const double tail = p < 0.5 ? p : 1.0 - p;
    const double near = student_near_normal(-hopi_normal_quantile(tail), dof);
    const double found = tail < 0.5 ? refine_student(near, tail, dof) : NAN;
    if (!isnan(found)) {
        return p < 0.5 ? -found : found;
    }
    double high = 2.0;
    while (minus_student_tail(high, dof) < -tail && high < DBL_MAX / 4.0) {
        high *= 2.0;
    }
    const double t = tail == 0.5 ? 0.0 : invert(minus_student_tail, dof, -tail, 0.0, high);
    return p < 0.5 ? -t : t;
}

double hopi_chi2_quantile(double p, double dof)
{
    if (!(p > 0.0 && p < 1.0) || !(dof > 0.0)) {
        return NAN;
    }
    double high = dof + 10.0;
    while (hopi_chi2_below(high, dof) < p) {
        high *= 2.0;
    }
    return invert(hopi_chi2_below, dof, p, 0.0, high);
}
