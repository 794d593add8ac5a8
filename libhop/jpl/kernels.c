/* SPDX-License-Identifier: BSD-3-Clause */
#include "kernels.h"

#include <math.h>

#include "expansion.h"
#include "final.h"
#include "lanes.h"
#include "math/vector.h"
#include "rating.h"

enum { LANES = HOPI_LANES };

/* The sums of eight vectors. */
static inline void sum_eight(hopi_vector v[8], double out[8])
{
    for (int j = 0; j < 8; j += LANES) {
        hopi_store(out + j, hopi_sum_each(v + j));
    }
}

static void extremes(size_t count, const double *x, double *smallest, double *largest)
{
    double low = x[0], high = x[0];
    if (count < LANES) {
        for (size_t k = 1; k < count; k++) {
            low = x[k] < low ? x[k] : low;
            high = x[k] > high ? x[k] : high;
        }
    } else {
        /* The last vector ends with the last number and may count some twice. */
        hopi_vector lows = hopi_load(x + count - LANES), highs = lows;
        for (size_t k = 0; k + LANES < count; k += LANES) {
            const hopi_vector v = hopi_load(x + k);
            lows = hopi_smaller(v, lows);
            highs = hopi_larger(v, highs);
        }
        low = hopi_least(lows);
        high = -hopi_least(-highs);
    }
    *smallest = low;
    *largest = high;
}

static void weigh(size_t count, double unit, const double *sigma, const double *s, double *y,
                  double *c, double *c_sum, double *cy_sum)
{
    const double factor = 1.0 / unit;
    const size_t whole = count - count % LANES;
    hopi_vector c_sums = {0}, cy_sums = {0};
    for (size_t k = 0; k < whole; k += LANES) {
        const hopi_vector scale = hopi_load(s + k) * factor;
        const hopi_vector weight = 1.0 / (scale * scale), scaled = hopi_load(sigma + k) * factor;
        hopi_store(c + k, weight);
        hopi_store(y + k, scaled);
        c_sums += weight;
        cy_sums += weight * scaled;
    }
    double tail_c = 0.0, tail_cy = 0.0;
    for (size_t k = whole; k < count; k++) {
        const double scale = s[k] * factor;
        c[k] = 1.0 / (scale * scale);
        y[k] = sigma[k] * factor;
        tail_c += c[k];
        tail_cy += c[k] * y[k];
    }
    *c_sum = hopi_sum(c_sums) + tail_c;
    *cy_sum = hopi_sum(cy_sums) + tail_cy;
}

static double scatter(const hopi_points *points)
{
    hopi_vector sum = {0};
    for (size_t k = 0; k < points->padded; k += LANES) {
        const hopi_vector d = hopi_load(points->y + k) - points->y_mean;
        sum += hopi_load(points->c + k) * d * d;
    }
    return hopi_sum(sum);
}

static void powers(const hopi_points *points, double n, double *g)
{
    for (size_t k = 0; k < points->padded; k += LANES) {
        hopi_store(g + k, hopi_exp(hopi_load(points->L + k) * n));
    }
}

/* c, cy and cL of LANES points, or of none. */
typedef struct moments {
    hopi_vector c, cy, cL;
} moments;

static inline moments moments_of(const hopi_points *points, size_t k)
{
    if (k >= points->padded) {
        return (moments){{0}, {0}, {0}};
    }
    const hopi_vector c = hopi_load(points->c + k);
    return (moments){c, c * hopi_load(points->y + k), c * hopi_load(points->L + k)};
}

/* Up to the next multiple of HOPI_PADDING; answers it. */
static inline size_t pad_with_zeros(size_t count, double *x)
{
    for (; count % HOPI_PADDING != 0; count++) {
        x[count] = 0.0;
    }
    return count;
}

/* Sums of neighbours, in place; answers how many there are. */
static size_t halve(size_t count, double *x)
{
    for (size_t k = 0; k < count; k += 2 * LANES) {
        const hopi_vector next = k + LANES < count ? hopi_load(x + k + LANES) : hopi_spread(0.0);
        hopi_store(x + k / 2, hopi_pair_sums(hopi_load(x + k), next));
    }
    return pad_with_zeros(count / 2, x);
}

/* Moments of the points, of two neighbours each if there are many; answers how many. */
static size_t take_moments(const hopi_points *points, double *c, double *cy, double *cL)
{
    if (points->padded <= HOPI_BINS) {
        for (size_t k = 0; k < points->padded; k += LANES) {
            const moments m = moments_of(points, k);
            hopi_store(c + k, m.c);
            hopi_store(cy + k, m.cy);
            hopi_store(cL + k, m.cL);
        }
        return points->padded;
    }
    for (size_t k = 0; k < points->padded; k += 2 * LANES) {
        const moments m = moments_of(points, k), next = moments_of(points, k + LANES);
        hopi_store(c + k / 2, hopi_pair_sums(m.c, next.c));
        hopi_store(cy + k / 2, hopi_pair_sums(m.cy, next.cy));
        hopi_store(cL + k / 2, hopi_pair_sums(m.cL, next.cL));
    }
    pad_with_zeros(points->padded / 2, c);
    pad_with_zeros(points->padded / 2, cy);
    return pad_with_zeros(points->padded / 2, cL);
}

/* Four vectors of HOPI_BINS sums to one of HOPI_WIDE_BINS. */
static inline hopi_vector add_fours(const double *x)
{
    return hopi_pair_sums(hopi_pair_sums(hopi_load(x), hopi_load(x + LANES)),
                          hopi_pair_sums(hopi_load(x + 2 * LANES), hopi_load(x + 3 * LANES)));
}

/* Makes means of sums; bins without points are zero. */
static inline void take_means(hopi_vector c, hopi_vector cy, hopi_vector cL, double *out_c,
                              double *y, double *L)
{
    const hopi_vector inverse = 1.0 / hopi_choose(c > 0.0, c, hopi_spread(1.0));
    hopi_store(out_c, c);
    hopi_store(y, cy * inverse);
    hopi_store(L, cL * inverse);
}

static void bin(const hopi_points *points, double *c, double *cy, double *cL, hopi_bins *bins)
{
    size_t count = take_moments(points, c, cy, cL);
    while (count > HOPI_BINS) {
        halve(count, c);
        halve(count, cy);
        count = halve(count, cL);
    }
    for (size_t k = count; k < HOPI_BINS; k += LANES) {
        hopi_store(c + k, hopi_spread(0.0));
        hopi_store(cy + k, hopi_spread(0.0));
        hopi_store(cL + k, hopi_spread(0.0));
    }
    for (size_t k = 0; k < HOPI_BINS; k += LANES) {
        take_means(hopi_load(c + k), hopi_load(cy + k), hopi_load(cL + k), bins->c + k,
                   bins->y + k, bins->L + k);
    }
    for (size_t k = 0; k < HOPI_WIDE_BINS; k += LANES) {
        take_means(add_fours(c + 4 * k), add_fours(cy + 4 * k), add_fours(cL + 4 * k),
                   bins->wide_c + k, bins->wide_y + k, bins->wide_L + k);
    }
    bins->points = (hopi_points){count, bins->L, bins->y, bins->c, points->c_sum, points->y_mean};
    bins->wide_points = (hopi_points){HOPI_WIDE_BINS, bins->wide_L, bins->wide_y, bins->wide_c,
                                      points->c_sum, points->y_mean};
}

/* Σ cg, Σ cg² and Σ dg at some nodes. */
typedef struct scan_sums {
    hopi_vector g[HOPI_SCAN_NODES], gg[HOPI_SCAN_NODES], dg[HOPI_SCAN_NODES];
} scan_sums;

/* What LANES points add to them, or begin them with. */
static inline void add_to_scan(const hopi_points *points, size_t k, int is_first, double *power,
                               const double *ratio, scan_sums *s)
{
    const hopi_vector c = hopi_load(points->c + k), next = hopi_load(ratio + k);
    const hopi_vector d = c * (hopi_load(points->y + k) - points->y_mean);
    hopi_vector g = hopi_load(power + k);
    for (int j = 0; j < HOPI_SCAN_NODES; j++) {
        const hopi_vector cg = c * g;
        s->g[j] = is_first ? cg : s->g[j] + cg;
        s->gg[j] = is_first ? cg * g : s->gg[j] + cg * g;
        s->dg[j] = is_first ? d * g : s->dg[j] + d * g;
        g *= next;
    }
    hopi_store(power + k, g);
}

/* The next nodes: from the powers at the first of them, which end up at the one after them. */
static void scan_some(const hopi_points *points, double *power, const double *ratio,
                      hopi_node *nodes)
{
    scan_sums s;
    add_to_scan(points, 0, 1, power, ratio, &s);
    for (size_t k = LANES; k < points->padded; k += LANES) {
        add_to_scan(points, k, 0, power, ratio, &s);
    }
    double sums[3][HOPI_SCAN_NODES];
    sum_eight(s.g, sums[0]);
    sum_eight(s.gg, sums[1]);
    sum_eight(s.dg, sums[2]);
    const double per_c = 1.0 / points->c_sum;
    for (int j = 0; j < HOPI_SCAN_NODES; j++) {
        const double sum = sums[0][j], mean = sum * per_c;
        nodes[j] = (hopi_node){sums[2][j], sums[1][j] - sum * mean, mean};
    }
}

/* All nodes of a point by multiplication: one exp, or two where the first node is not a step. */
static void scan(const hopi_points *points, double first, double step, int count, double *power,
                 double *ratio, hopi_node *nodes)
{
    for (size_t k = 0; k < points->padded; k += LANES) {
        const hopi_vector L = hopi_load(points->L + k), factor = hopi_exp(L * step);
        hopi_store(ratio + k, factor);
        hopi_store(power + k, first == step ? factor : hopi_exp(L * first));
    }
    for (int j = 0; j < count; j += HOPI_SCAN_NODES) {
        scan_some(points, power, ratio, nodes + j);
    }
}

static void sums(const hopi_points *points, double n, hopi_sums *out)
{
    hopi_vector g[4] = {{0}}, a[4] = {{0}}, b[4] = {{0}};
    for (size_t k = 0; k < points->padded; k += LANES) {
        const hopi_vector L = hopi_load(points->L + k), c = hopi_load(points->c + k);
        const hopi_vector d = c * (hopi_load(points->y + k) - points->y_mean);
        const hopi_vector power = hopi_exp(L * n);
        hopi_vector cg = c * power, dg = d * power;
        for (int j = 0; j < 4; j++) {
            g[j] += cg;
            a[j] += cg * power;
            b[j] += dg;
            cg *= L;
            dg *= L;
        }
    }
    double s[8], t[8];
    hopi_vector first[8] = {g[0], g[1], g[2], g[3], a[0], a[1], a[2], a[3]};
    hopi_vector second[8] = {b[0], b[1], b[2], b[3], {0}, {0}, {0}, {0}};
    sum_eight(first, s);
    sum_eight(second, t);
    const double per_c = 1.0 / points->c_sum, m0 = s[0] * per_c, m1 = s[1] * per_c;
    *out = (hopi_sums){
        .b = t[0],
        .b1 = t[1],
        .b2 = t[2],
        .b3 = t[3],
        .a = s[4] - m0 * s[0],
        .a1 = 2.0 * (s[5] - m0 * s[1]),
        .a2 = 4.0 * s[6] - 2.0 * (m1 * s[1] + m0 * s[2]),
        .a3 = 8.0 * s[7] - 2.0 * (3.0 * m1 * s[2] + m0 * s[3]),
        .g_mean = m0,
        .p_mean = m1,
    };
}

static void centred_sums(const hopi_points *points, const double *g, hopi_sums *out)
{
    hopi_vector g0 = {0}, g1 = {0}, g2 = {0};
    for (size_t k = 0; k < points->padded; k += LANES) {
        const hopi_vector L = hopi_load(points->L + k);
        const hopi_vector cg = hopi_load(points->c + k) * hopi_load(g + k), cg1 = cg * L;
        g0 += cg;
        g1 += cg1;
        g2 += cg1 * L;
    }
    const double m0 = hopi_sum(g0) / points->c_sum, m1 = hopi_sum(g1) / points->c_sum;
    const double m2 = hopi_sum(g2) / points->c_sum;
    hopi_vector b0 = {0}, b1 = {0}, b2 = {0}, a0 = {0}, a1 = {0}, a2 = {0};
    for (size_t k = 0; k < points->padded; k += LANES) {
        const hopi_vector L = hopi_load(points->L + k), c = hopi_load(points->c + k);
        const hopi_vector d = c * (hopi_load(points->y + k) - points->y_mean);
        const hopi_vector power = hopi_load(g + k), Lg = L * power;
        const hopi_vector h = power - m0, p = Lg - m1, q = L * Lg - m2, ch = c * h;
        b0 += d * h;
        b1 += d * p;
        b2 += d * q;
        a0 += ch * h;
        a1 += ch * p;
        a2 += c * p * p + ch * q;
    }
    *out = (hopi_sums){
        .b = hopi_sum(b0),
        .b1 = hopi_sum(b1),
        .b2 = hopi_sum(b2),
        .a = hopi_sum(a0),
        .a1 = 2.0 * hopi_sum(a1),
        .a2 = 2.0 * hopi_sum(a2),
        .g_mean = m0,
        .p_mean = m1,
    };
}

static void columns(const hopi_points *points, const double *g, hopi_jacobian *out)
{
    hopi_vector g0 = {0}, g1 = {0};
    for (size_t k = 0; k < points->padded; k += LANES) {
        const hopi_vector cg = hopi_load(points->c + k) * hopi_load(g + k);
        g0 += cg;
        g1 += cg * hopi_load(points->L + k);
    }
    const double m0 = hopi_sum(g0) / points->c_sum, m1 = hopi_sum(g1) / points->c_sum;
    hopi_vector hh = {0}, hp = {0}, dh = {0}, pp = {0};
    for (size_t k = 0; k < points->padded; k += LANES) {
        const hopi_vector c = hopi_load(points->c + k), power = hopi_load(g + k);
        const hopi_vector h = power - m0, ch = c * h;
        hh += ch * h;
        hp += ch * (hopi_load(points->L + k) * power - m1);
        dh += ch * (hopi_load(points->y + k) - points->y_mean);
    }
    const double norm_h = hopi_sum(hh), kappa = hopi_sum(hp) / norm_h;
    for (size_t k = 0; k < points->padded; k += LANES) {
        const hopi_vector power = hopi_load(g + k);
        const hopi_vector p = (hopi_load(points->L + k) * power - m1) - kappa * (power - m0);
        pp += hopi_load(points->c + k) * p * p;
    }
    *out = (hopi_jacobian){m0, m1, kappa, points->c_sum, norm_h, hopi_sum(pp), hopi_sum(dh)};
}

/* The algebra of final.h, here with the same number in all lanes. */
static void finish(const hopi_points *points, const hopi_place *place, double *g,
                   hopi_jacobian *columns, hopi_arrival *arrival)
{
    const hopi_near at = {hopi_spread(place->n), hopi_spread(place->amplitude),
                          hopi_spread(place->g_mean), hopi_spread(place->p_mean),
                          hopi_spread(place->kappa)};
    hopi_final_sums s = {{0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}};
    for (size_t k = 0; k < points->padded; k += LANES) {
        const hopi_vector L = hopi_load(points->L + k), power = hopi_exp(L * at.n);
        hopi_store(g + k, power);
        hopi_final_add(&at, power, L, hopi_load(points->c + k),
                       hopi_load(points->y + k) - points->y_mean, &s);
    }
    double sum[16];
    hopi_vector all[16] = {s.h, s.q, s.l, s.hh, s.hq, s.qq, s.rh, s.rq, s.rr, s.hl, s.ql, s.rl};
    sum_eight(all, sum);
    sum_eight(all + 8, sum + 8);
    s = (hopi_final_sums){hopi_spread(sum[0]), hopi_spread(sum[1]),  hopi_spread(sum[2]),
                          hopi_spread(sum[3]), hopi_spread(sum[4]),  hopi_spread(sum[5]),
                          hopi_spread(sum[6]), hopi_spread(sum[7]),  hopi_spread(sum[8]),
                          hopi_spread(sum[9]), hopi_spread(sum[10]), hopi_spread(sum[11])};
    const hopi_final f = hopi_finalise(&at, &s, hopi_spread(1.0 / points->c_sum),
                                       hopi_spread(points->y_mean));
    *columns = (hopi_jacobian){f.g_mean[0], f.p_mean[0], f.kappa[0], points->c_sum,
                               f.norm_h[0], f.norm_p[0], f.amplitude[0] * f.norm_h[0]};
    *arrival = (hopi_arrival){f.step[0], f.curvature[0], f.has_lost_digits[0] ? NAN : f.rss[0]};
}

static void move(const hopi_points *points, double change, double *g)
{
    for (size_t k = 0; k < points->padded; k += LANES) {
        const hopi_vector x = hopi_load(points->L + k) * change;
        const hopi_vector factor = ((x * (1.0 / 6.0) + 0.5) * x + 1.0) * x + 1.0;
        hopi_store(g + k, hopi_load(g + k) * factor);
    }
}

static double residuals(const hopi_points *points, const double *g, double y0, double A,
                        double g0, double *r)
{
    hopi_vector sum = {0};
    for (size_t k = 0; k < points->padded; k += LANES) {
        const hopi_vector residual = (hopi_load(points->y + k) - y0)
                                     - A * (hopi_load(g + k) - g0);
        sum += hopi_load(points->c + k) * residual * residual;
        hopi_store(r + k, residual);
    }
    return hopi_sum(sum);
}

/* One vector of numbers, or as many as there are and zeros. */
static inline hopi_vector load_part(const double *from, size_t k, size_t count)
{
    if (!from) {
        return hopi_spread(0.0);
    }
    if (k + LANES <= count) {
        return hopi_load(from + k);
    }
    double rest[LANES] = {0};
    for (size_t j = 0; k + j < count; j++) {
        rest[j] = from[k + j];
    }
    return hopi_load(rest);
}

static void part(const hopi_part *data, double n, hopi_part_sums *out)
{
    hopi_vector g1 = {0}, g2 = {0}, gy = {0}, gw = {0}, gz = {0};
    for (size_t k = 0; k < data->count; k += LANES) {
        const hopi_vector g = hopi_exp(load_part(data->L, k, data->count) * n);
        const hopi_vector cg = load_part(data->c, k, data->count) * g;
        g1 += cg;
        g2 += cg * g;
        gy += cg * load_part(data->re, k, data->count);
        gw += cg * load_part(data->w, k, data->count);
        gz += cg * load_part(data->im, k, data->count);
    }
    *out = (hopi_part_sums){hopi_sum(g1), hopi_sum(g2), hopi_sum(gy), hopi_sum(gw),
                            hopi_sum(gz)};
}

/* Sums about the mean of g₀: a shift that is near the mean keeps the digits in one pass. */
static void slice(const hopi_points *points, double n, const double *g0, double g0_mean,
                  double A0, hopi_slice_sums *out)
{
    hopi_vector h1 = {0}, h2 = {0}, z1 = {0}, z2 = {0}, hz = {0};
    for (size_t k = 0; k < points->padded; k += LANES) {
        const hopi_vector g = hopi_exp(hopi_load(points->L + k) * n), c = hopi_load(points->c + k);
        const hopi_vector h = g - g0_mean;
        const hopi_vector z = hopi_load(points->y + k) + A0 * (hopi_load(g0 + k) - g);
        const hopi_vector ch = c * h, cz = c * z;
        h1 += ch;
        h2 += ch * h;
        z1 += cz;
        z2 += cz * z;
        hz += ch * z;
    }
    *out = (hopi_slice_sums){hopi_sum(h1), hopi_sum(h2), hopi_sum(z1), hopi_sum(z2),
                             hopi_sum(hz)};
}

const hopi_kernels HOPI_AT_LEVEL(hopi_kernels) = {
    .lanes = &HOPI_AT_LEVEL(hopi_lane_kernel),
    .replicates = &HOPI_AT_LEVEL(hopi_replicate_kernel),
    .rate_windows = HOPI_AT_LEVEL(hopi_rate_windows),
    .extremes = extremes,
    .weigh = weigh,
    .scatter = scatter,
    .powers = powers,
    .bin = bin,
    .scan = scan,
    .sums = sums,
    .centred_sums = centred_sums,
    .columns = columns,
    .finish = finish,
    .move = move,
    .residuals = residuals,
    .part = part,
    .slice = slice,
};
