/* SPDX-License-Identifier: BSD-3-Clause */
#include "region.h"

#include <math.h>

/*
 * For a given n the sum of squares is a quadratic form in (s, A), so the
 * smallest and largest σ_dc, A_J or σ_dc/A_J of the region follow in closed form
 * (the last as in Fieller 1954); what is left is a search along n.
 */
enum { NODES = 34, STEPS = 16, PROFILE_STEPS = 2 * NODES, MAX_SECTIONS = 60, MAX_SECANTS = 60 };

static const double golden_share = 0.6180339887498949;
static const double edge_precision = 1e-13;
/* Of the distance from the minimum, for an n that only bounds a search. */
static const double rough_share = 1e-4;
static const double largest_ratio = 1e150;

/* The quadratic form ssr + C (δs + ḡ δA)² + a δA² at one n, about its free minimum (s, A). */
typedef struct slice {
    double n, s, A, ssr;
    double C, g_mean, a;
} slice;

static slice slice_at(const hopi_jpl_region *region, double n)
{
    const hopi_points points = {region->padded, region->L, region->r, region->c, region->c_sum,
                                region->y_mean};
    hopi_slice_sums sums;
    region->kernels->slice(&points, n, region->g, region->g_mean, region->amplitude, &sums);
    const double C = region->c_sum;
    slice t = {.n = n, .C = C, .g_mean = region->g_mean + sums.h1 / C,
               .a = sums.h2 - sums.h1 * sums.h1 / C};
    const double b = sums.hz - sums.h1 * sums.z1 / C;
    t.ssr = fmax(sums.z2 - sums.z1 * sums.z1 / C - b * b / t.a, 0.0);
    t.A = region->amplitude + b / t.a;
    t.s = region->plateau + sums.z1 / C - b / t.a * t.g_mean;
    return t;
}

/* The smallest sum of squares at this n with s ≥ 0 and A ≥ 0. */
static double lowest_ssr(const hopi_jpl_region *region, const slice *t)
{
    if (t->A <= 0.0) {
        return region->constant_ssr;
    }
    const double gg = t->a + t->C * t->g_mean * t->g_mean;
    return t->s >= 0.0 ? t->ssr : t->ssr + t->a * t->C * t->s * t->s / gg;
}

/* s of the region at this n; on the line A = 0 where the free end is beyond it. */
static double plateau_end(const hopi_jpl_region *region, const slice *t, double limit, int sign)
{
    const double slope = 1.0 / t->C + t->g_mean * t->g_mean / t->a;
    const double spread = sqrt(fmax(limit - t->ssr, 0.0) / slope);
    const double A = t->A - sign * spread * t->g_mean / t->a;
    if (A < 0.0) {
        return region->y_mean + sign * sqrt(fmax(limit - region->constant_ssr, 0.0) / t->C);
    }
    return t->s + sign * spread * slope;
}

/* A of the region at this n; on the line s = 0 where the free end is beyond it. */
static double amplitude_end(const slice *t, double limit, int sign)
{
    const double d = fmax(limit - t->ssr, 0.0), change = sign * sqrt(d / t->a);
    if (t->s - t->g_mean * change >= 0.0) {
        return t->A + change;
    }
    const double gg = t->a + t->C * t->g_mean * t->g_mean;
    const double root = sqrt(fmax(gg * d - t->a * t->C * t->s * t->s, 0.0));
    return t->A + (t->C * t->s * t->g_mean + sign * root) / gg;
}

/* s/A of the region at this n: the tangents from (0, 0) to the ellipse. */
static double ratio_end(const slice *t, double limit, int sign)
{
    const double d = fmax(limit - t->ssr, 0.0);
    const double P = t->A * t->A - d / t->a;
    const double R = t->s * t->s - d * (1.0 / t->C + t->g_mean * t->g_mean / t->a);
    const double B = t->s * t->A + d * t->g_mean / t->a;
    const double level = t->s + t->A * t->g_mean;
    const double root = sqrt(fmax(d / t->a * level * level + d / t->C * P, 0.0));
    if (sign > 0) {
        return P > 0.0 ? (B + root) / P : INFINITY;
    }
    return R > 0.0 && t->s > 0.0 ? R / (B + root) : 0.0;
}

/* The end of a parameter at one n, with a sign so that larger is further out. */
static double end_at(const hopi_jpl_region *region, hopi_jpl_target target, const slice *t,
                     double limit, int sign)
{
    if (!(lowest_ssr(region, t) <= limit)) {
        return -INFINITY;
    }
    switch (target) {
    case HOPI_JPL_LN_SIGMA_DC:
        return sign * log(fmax(plateau_end(region, t, limit, sign), 0.0));
    case HOPI_JPL_LN_A_J:
        return sign
               * (log(fmax(amplitude_end(t, limit, sign), 0.0)) - t->n * region->ln_omega_ref);
    case HOPI_JPL_LN_OMEGA_P:
        return sign * log(fmax(ratio_end(t, limit, sign), 0.0)) / t->n;
    default:
        return sign * t->n;
    }
}

static double excess_at(const hopi_jpl_region *region, double n, double limit)
{
    const slice t = slice_at(region, n);
    return lowest_ssr(region, &t) - limit;
}

static int is_open(const hopi_jpl_region *region, double inside, double outside, double share)
{
    return fabs(outside - inside) > fmax(edge_precision, share * fabs(outside - region->n));
}

/* Where the excess changes its sign: the Illinois variant of the rule of false position. */
static double find_edge(const hopi_jpl_region *region, double inside, double outside,
                        double limit, double share)
{
    double f_in = excess_at(region, inside, limit), f_out = excess_at(region, outside, limit);
    int side = 0;
    for (int k = 0; k < MAX_SECANTS && is_open(region, inside, outside, share); k++) {
        const double n = (inside * f_out - outside * f_in) / (f_out - f_in);
        const double f = excess_at(region, n, limit);
        if (f > 0.0) {
            outside = n;
            f_out = f;
            f_in *= side < 0 ? 0.5 : 1.0;
            side = -1;
        } else {
            inside = n;
            f_in = f;
            f_out *= side > 0 ? 0.5 : 1.0;
            side = 1;
        }
    }
    return inside;
}

/*
 * Beyond this F statistic no second minimum was met in simulated spectra (docs/method.md), so
 * that the region is one interval of n about that of the fit.
 */
static int is_interval(const hopi_jpl_region *region)
{
    const double clear_F = 40.0;
    return (region->constant_ssr - region->rss) * ((double)region->count - 3.0)
           > clear_F * region->rss;
}

/* The end of that interval on the side of bound. */
static double walk_to_edge(const hopi_jpl_region *region, double bound, double limit,
                           double share)
{
    const double first_step = 0.01, side = bound > region->n ? 1.0 : -1.0;
    double inside = region->n;
    for (double step = first_step; side * (bound - inside) > 0.0; step *= 2.0) {
        const double n = region->n + side * step;
        const double outside = side * (bound - n) > 0.0 ? n : bound;
        if (excess_at(region, outside, limit) > 0.0) {
            return find_edge(region, inside, outside, limit, share);
        }
        inside = outside;
    }
    return inside;
}

/* The range of n inside which all n of the region lie; 0 if the region is empty. */
static int find_range(const hopi_jpl_region *region, double n_low, double limit,
                      double share, double *low, double *high)
{
    if (region->n >= n_low && is_interval(region) && excess_at(region, region->n, limit) <= 0.0) {
        *low = walk_to_edge(region, n_low, limit, share);
        *high = walk_to_edge(region, region->n_max, limit, share);
        return 1;
    }
    double nodes[NODES + 1];
    int count = 0, first = -1, last = -1;
    const double step = (region->n_max - n_low) / (NODES - 1);
    for (int j = 0; j < NODES; j++) {
        const double n = j == NODES - 1 ? region->n_max : n_low + j * step;
        const double before = count > 0 ? nodes[count - 1] : -INFINITY;
        if (region->n > before && region->n < n && region->n >= n_low) {
            nodes[count++] = region->n;
        }
        nodes[count++] = n;
    }
    for (int j = 0; j < count; j++) {
        const int is_best = nodes[j] == region->n;
        if (is_best || excess_at(region, nodes[j], limit) <= 0.0) {
            first = first < 0 ? j : first;
            last = j;
        }
    }
    if (first < 0) {
        return 0;
    }
    *low = first > 0 ? find_edge(region, nodes[first], nodes[first - 1], limit, share)
                     : nodes[0];
    *high = last < count - 1 ? find_edge(region, nodes[last], nodes[last + 1], limit, share)
                             : nodes[count - 1];
    return 1;
}

typedef struct search {
    const hopi_jpl_region *region;
    hopi_jpl_target target;
    int sign;         /* of the end that is looked for */
    double parameter; /* ssr_limit of an end, value of the parameter of a profile */
    double (*value)(const struct search *, const slice *t);
} search;

static double look_up(const search *what, double n)
{
    const slice t = slice_at(what->region, n);
    return what->value(what, &t);
}

/* A point and the value there. */
typedef struct place {
    double n, value;
} place;

/* From the best place to the vertex of the parabola through the best three, as a fraction. */
static double step_to_vertex(const place best[3])
{
    const double a = best[1].n - best[0].n, b = best[2].n - best[0].n;
    const double fa = best[1].value - best[0].value, fb = best[2].value - best[0].value;
    return 0.5 * (a * a * fb - b * b * fa) / (a * fb - b * fa);
}

/* Puts a place where it belongs among the best three. */
static void rank(place best[3], place found)
{
    for (int i = 0; i < 3; i++) {
        if (found.value >= best[i].value) {
            const place worse = best[i];
            best[i] = found;
            found = worse;
        }
    }
}

/*
 * The largest value between left and right, near `middle`: parabolas, and golden sections
 * where those go astray (Brent, Algorithms for Minimization without Derivatives, 1973, ch. 5).
 */
static double refine(const search *what, place left, place middle, place right)
{
    const double precise = 1e-6 * (right.n - left.n);
    const place none = {middle.n, -INFINITY};
    place best[3] = {middle, none, none};
    double low = left.n, high = right.n, step = high - low, before = step;
    rank(best, left);
    rank(best, right);
    for (int k = 0; k < MAX_SECTIONS; k++) {
        const double n = best[0].n, room = fmax(high - n, n - low);
        if (room <= 2.0 * precise) {
            break;
        }
        double next = step_to_vertex(best);
        const int is_parabola = fabs(next) < 0.5 * fabs(before) && n + next > low + precise
                                && n + next < high - precise;
        if (!is_parabola) {
            next = (1.0 - golden_share) * (high - n > n - low ? high - n : low - n);
            step = room;
        }
        next = fabs(next) < precise ? copysign(precise, next) : next;
        before = step;
        step = next;
        const place found = {n + next, look_up(what, n + next)};
        if (found.value >= best[0].value) {
            *(next > 0.0 ? &low : &high) = n;
        } else {
            *(next > 0.0 ? &high : &low) = found.n;
        }
        rank(best, found);
    }
    return best[0].value;
}

/* The largest value on a grid of n, refined about it. */
static double highest(const search *what, const slice *slices, int steps)
{
    double values[PROFILE_STEPS + 1];
    int at = 0;
    for (int j = 0; j <= steps; j++) {
        values[j] = what->value(what, &slices[j]);
        at = values[j] > values[at] ? j : at;
    }
    const int below = at > 0 ? at - 1 : at, above = at < steps ? at + 1 : at;
    const place left = {slices[below].n, values[below]}, right = {slices[above].n, values[above]};
    return refine(what, left, (place){slices[at].n, values[at]}, right);
}

static void fill_slices(const hopi_jpl_region *region, double low, double high, int steps,
                        slice *slices)
{
    const double step = (high - low) / steps;
    for (int j = 0; j <= steps; j++) {
        slices[j] = slice_at(region, j == steps ? high : low + j * step);
    }
}

static double value_of_end(const search *what, const slice *t)
{
    return end_at(what->region, what->target, t, what->parameter, what->sign);
}

void hopi_jpl_region_ends(const hopi_jpl_region *region, hopi_jpl_target target, double n_low,
                          double ssr_limit, double *lower, double *upper)
{
    double low, high;
    *lower = *upper = NAN;
    if (!find_range(region, n_low, ssr_limit,
                    target == HOPI_JPL_N ? 0.0 : rough_share, &low, &high)) {
        return;
    }
    if (target == HOPI_JPL_N) {
        *lower = low;
        *upper = high;
        return;
    }
    const double shift = target == HOPI_JPL_LN_OMEGA_P ? region->ln_omega_ref : log(region->scale);
    slice slices[STEPS + 1];
    fill_slices(region, low, high, STEPS, slices);
    search what = {region, target, -1, ssr_limit, value_of_end};
    *lower = shift - highest(&what, slices, STEPS);
    what.sign = 1;
    *upper = shift + highest(&what, slices, STEPS);
}

static double ssr_at_plateau(const hopi_jpl_region *region, const slice *t, double s)
{
    const double change = s - t->s, gg = t->a + t->C * t->g_mean * t->g_mean;
    if (t->A - t->C * t->g_mean * change / gg < 0.0) {
        return region->constant_ssr + t->C * (s - region->y_mean) * (s - region->y_mean);
    }
    return t->ssr + t->a * t->C * change * change / gg;
}

static double ssr_at_amplitude(const slice *t, double A)
{
    const double change = A - t->A;
    const double s = fmax(t->s - t->g_mean * change, 0.0);
    const double u = s - t->s + t->g_mean * change;
    return t->ssr + t->C * u * u + t->a * change * change;
}

static double ssr_at_ratio(const hopi_jpl_region *region, const slice *t, double ratio)
{
    if (ratio > largest_ratio) {
        return region->constant_ssr;
    }
    const double level = t->g_mean + ratio, miss = t->s - ratio * t->A;
    return t->ssr + miss * miss / (1.0 / t->C + level * level / t->a);
}

static double value_of_profile(const search *what, const slice *t)
{
    const hopi_jpl_region *region = what->region;
    const double value = what->parameter;
    switch (what->target) {
    case HOPI_JPL_LN_SIGMA_DC:
        return -ssr_at_plateau(region, t, exp(value) / region->scale);
    case HOPI_JPL_LN_A_J:
        return -ssr_at_amplitude(t, exp(value + t->n * region->ln_omega_ref) / region->scale);
    default:
        return -ssr_at_ratio(region, t, exp(t->n * (value - region->ln_omega_ref)));
    }
}

double hopi_jpl_region_ssr(const hopi_jpl_region *region, hopi_jpl_target target, double value)
{
    if (target == HOPI_JPL_N) {
        const slice t = slice_at(region, value);
        return lowest_ssr(region, &t);
    }
    const search what = {region, target, 1, value, value_of_profile};
    slice slices[PROFILE_STEPS + 1];
    fill_slices(region, region->n_min, region->n_max, PROFILE_STEPS, slices);
    return -highest(&what, slices, PROFILE_STEPS);
}

/* The lowest point of the parabola through the values at three neighbouring nodes. */
static double vertex(double middle, double step, const double y[3])
{
    const double bend = y[0] - 2.0 * y[1] + y[2];
    const double off = bend > 0.0 ? 0.5 * (y[0] - y[2]) / bend : 0.0;
    return middle + step * fmin(fmax(off, -1.0), 1.0);
}

static double ssr_of_ratio_at(const hopi_jpl_region *region, double n, double from_ref)
{
    const slice t = slice_at(region, n);
    return ssr_at_ratio(region, &t, exp(n * from_ref));
}

/* The smallest over n near a node, by parabolas through ever closer points. */
static double refined(const hopi_jpl_region *region, double from_ref, double n_low, double middle,
                      double step, const double y[3])
{
    const double closer = 0.15;
    double least = fmin(fmin(y[0], y[1]), y[2]), n = vertex(middle, step, y);
    for (int round = 0; round < 2; round++) {
        step *= closer;
        n = fmin(fmax(n, n_low + step), region->n_max - step);
        double near[3];
        for (int j = 0; j < 3; j++) {
            near[j] = ssr_of_ratio_at(region, n + (j - 1) * step, from_ref);
            least = fmin(least, near[j]);
        }
        n = vertex(n, step, near);
    }
    return fmin(least, ssr_of_ratio_at(region, n, from_ref));
}

void hopi_jpl_region_rates(const hopi_jpl_region *region, double n_low, size_t count,
                           const double *ln_omega_p, double *ssr)
{
    enum { LAST = PROFILE_STEPS };
    slice slices[LAST + 1];
    const double step = (region->n_max - n_low) / LAST;
    fill_slices(region, n_low, region->n_max, LAST, slices);
    for (size_t k = 0; k < count; k++) {
        const double from_ref = ln_omega_p[k] - region->ln_omega_ref;
        double y[LAST + 1];
        int at = 0;
        for (int j = 0; j <= LAST; j++) {
            y[j] = ssr_at_ratio(region, &slices[j], exp(slices[j].n * from_ref));
            at = y[j] < y[at] ? j : at;
        }
        const int middle = at == 0 ? 1 : at == LAST ? LAST - 1 : at;
        ssr[k] = refined(region, from_ref, n_low, slices[middle].n, step, y + middle - 1);
    }
}
