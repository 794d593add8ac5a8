/* SPDX-License-Identifier: BSD-3-Clause */
#include "expansion.h"

#include <string.h>

#include "math/vector_functions.h"

enum { LANES = HOPI_LANES, MAX_STEPS = 6, BITS = 4, PATTERNS = 1 << BITS };
enum { TABLES = HOPI_SIGNS_PER_TABLE / BITS };

/* A power series and its first two derivatives. */
typedef struct jet {
    hopi_vector value, slope, bend;
} jet;

static inline jet jet_of(const double *series, size_t count, hopi_vector t)
{
    jet p = {hopi_spread(series[count - 1]), hopi_spread(0.0), hopi_spread(0.0)};
    for (size_t j = count - 1; j-- > 0;) {
        p.bend = p.bend * t + p.slope;
        p.slope = p.slope * t + p.value;
        p.value = p.value * t + series[j];
    }
    p.bend *= 2.0;
    return p;
}

/* ρ, whose coefficient of t⁰ is zero. */
static inline jet jet_of_moments(const hopi_vector *moments, size_t terms, hopi_vector t)
{
    jet p = {moments[terms], hopi_spread(0.0), hopi_spread(0.0)};
    for (size_t j = terms - 1; j >= 2; j--) {
        p.bend = p.bend * t + p.slope;
        p.slope = p.slope * t + p.value;
        p.value = p.value * t + moments[j];
    }
    p.bend = 2.0 * (p.bend * t + p.slope);
    p.slope = p.slope * t + p.value;
    p.value *= t;
    return p;
}

static inline jet moved(jet p, hopi_vector step)
{
    p.value += step * (p.slope + 0.5 * step * p.bend);
    return p;
}

typedef struct minimum {
    hopi_vector t, H, a;
    hopi_lanes is_reached;
} minimum;

/* F₁, F₂ and F₃ of F = F₀ + F₁t + F₂t² + F₃t³ + …, and its root by reverting the series. */
typedef struct start {
    hopi_vector first, second, third, t;
} start;

static inline start start_of(const hopi_jpl_expansion *e, const hopi_vector *moments,
                             hopi_vector B)
{
    const double a1 = e->alpha[1], a2 = e->alpha[2], a3 = e->alpha[3], two_a0 = 2.0 * e->a0;
    const double *q = e->q, small = 0.1; /* a larger correction would not be the last */
    const hopi_vector rho1 = moments[2], rho2 = moments[3], rho3 = moments[4];
    const hopi_vector h1 = a1 * B + rho1, h2 = a2 * B + rho2;
    start s = {
        .first = two_a0 * (a1 * rho1 + 2.0 * rho2) - 2.0 * q[2] * B,
        .second = 3.0 * two_a0 * (rho3 + a1 * rho2) - 3.0 * q[3] * B,
        .third = two_a0 * (4.0 * moments[5] + 5.0 * a1 * rho3 + (a1 * a1 + 2.0 * a2) * rho2
                           - (a3 + a1 * a2) * rho1)
                 - 4.0 * q[4] * B - q[3] * h1 + 2.0 * q[2] * h2,
    };
    const hopi_vector inverse = 1.0 / s.first, t = -two_a0 * rho1 * inverse;
    const hopi_vector b = s.second * inverse * t, c = s.third * inverse * t * t;
    const hopi_vector correction = 2.0 * b * b - b - c;
    const hopi_lanes is_small = (correction < small) & (correction > -small);
    s.t = t + t * hopi_choose(is_small, correction, hopi_spread(0.0));
    return s;
}

/*
 * Newton's method on E′a²/H = F = 2H′q − Hq′ + 2a₀α(ρ′α − ρα′), which loses no digits
 * however small e is. A lane that has settled stays where it is, so that no replicate
 * depends on its neighbours. It starts from the terms up to t³ and corrects the last step, below
 * 3e-6, by F″ of those, so that some 1e-12 is left.
 */
static minimum minimise(const hopi_jpl_expansion *e, const hopi_vector *moments)
{
    const double settled = 3e-6, two_a0 = 2.0 * e->a0;
    const hopi_vector B = e->region->amplitude * e->a0 + moments[1];
    const start from = start_of(e, moments, B);
    minimum m = {.t = from.t};
    hopi_lanes is_open = (from.first < 0.0) & (m.t < e->reach)
                         & (m.t > -e->reach);
    hopi_lanes is_good = is_open;
    for (int k = 0; k < MAX_STEPS && hopi_any(is_open); k++) {
        const hopi_vector t = hopi_choose(is_good, m.t, hopi_spread(0.0));
        jet alpha = jet_of(e->alpha, e->terms, t), q = jet_of(e->q, e->squares, t);
        jet rho = jet_of_moments(moments, e->terms, t);
        const jet H = {alpha.value * B + rho.value, alpha.slope * B + rho.slope,
                       alpha.bend * B + rho.bend};
        const hopi_vector turn = rho.slope * alpha.value - rho.value * alpha.slope;
        const hopi_vector turn1 = rho.bend * alpha.value - rho.value * alpha.bend;
        const hopi_vector F = 2.0 * H.slope * q.value - H.value * q.slope
                              + two_a0 * alpha.value * turn;
        const hopi_vector F1 = 2.0 * H.bend * q.value + H.slope * q.slope - H.value * q.bend
                               + two_a0 * (alpha.slope * turn + alpha.value * turn1);
        const hopi_vector newton = -F / F1, bend = from.second + 3.0 * from.third * t;
        const hopi_lanes is_small = (newton < settled) & (newton > -settled);
        const hopi_vector step = newton - hopi_choose(is_small, bend / F1 * newton * newton,
                                                      hopi_spread(0.0));
        const hopi_vector a_value = moved(alpha, step).value, q_value = moved(q, step).value;
        is_good &= ~is_open | (F1 < 0.0);
        m.H = hopi_choose(is_open, moved(H, step).value, m.H);
        m.a = hopi_choose(is_open, a_value * a_value * e->a0 + q_value, m.a);
        m.t = hopi_choose(is_open, t + step, m.t);
        is_good &= (m.t < e->reach) & (m.t > -e->reach);
        is_open &= is_good & ~is_small;
    }
    m.is_reached = is_good & ~is_open;
    return m;
}

/* The parameters of LANES replicates, from place r of the group on. */
static void finish(const hopi_jpl_expansion *e, const hopi_vector *moments, size_t r,
                   hopi_replicate_fits *out)
{
    const hopi_jpl_region *region = e->region;
    const minimum m = minimise(e, moments);
    hopi_vector g_mean = hopi_spread(e->g_mean[e->terms - 1]);
    for (size_t j = e->terms - 1; j-- > 0;) {
        g_mean = g_mean * m.t + e->g_mean[j];
    }
    const hopi_vector one = hopi_spread(1.0), n = region->n + m.t / e->L_max;
    const hopi_vector A = m.H / m.a, s = e->mean + moments[0] - A * g_mean;
    const hopi_lanes is_reached = m.is_reached & (A > 0.0) & (s > 0.0) & (n > region->n_min)
                                  & (n < region->n_max);
    const hopi_vector ln_s = hopi_log(hopi_choose(is_reached, s, one));
    const hopi_vector ln_A = hopi_log(hopi_choose(is_reached, A, one));
    const double ln_scale = e->ln_scale, ln_ref = region->ln_omega_ref;
    hopi_store(out->value[HOPI_JPL_LN_SIGMA_DC] + r, ln_s + ln_scale);
    hopi_store(out->value[HOPI_JPL_LN_A_J] + r, ln_A + ln_scale - n * ln_ref);
    hopi_store(out->value[HOPI_JPL_LN_OMEGA_P] + r, (ln_s - ln_A) / n + ln_ref);
    hopi_store(out->value[HOPI_JPL_N] + r, n);
    for (size_t j = 0; j < LANES; j++) {
        out->is_reached[r + j] = is_reached[j] != 0;
    }
}

/* The sums of BITS neighbouring rows with all their signs: a set bit is a plus. */
static void fill_table(const double *rows, size_t count, double *table)
{
    for (size_t j = 0; j < HOPI_MOMENTS; j += LANES) {
        hopi_vector row[BITS], all_minus = hopi_spread(0.0);
        for (size_t k = 0; k < BITS; k++) {
            row[k] = k < count ? hopi_load(rows + k * HOPI_MOMENTS + j) : hopi_spread(0.0);
            all_minus -= row[k];
        }
        hopi_store(table + j, all_minus);
        for (size_t k = 0; k < BITS; k++) {
            const size_t half = (size_t)1 << k;
            for (size_t p = 0; p < half; p++) {
                const double *minus = table + p * HOPI_MOMENTS + j;
                hopi_store(table + (p + half) * HOPI_MOMENTS + j, hopi_load(minus) + 2.0 * row[k]);
            }
        }
    }
}

static void fill_tables(const double *rows, size_t count, double *tables)
{
    for (size_t t = 0; t < TABLES; t++) {
        const size_t first = t * BITS;
        fill_table(rows + first * HOPI_MOMENTS, count > first ? count - first : 0,
                   tables + t * PATTERNS * HOPI_MOMENTS);
    }
}

/* The signs of one call a replicate, 64 to a number. */
static void draw_signs(const hopi_jpl_expansion *e, uint32_t first, uint32_t call,
                       uint64_t signs[2][HOPI_REPLICATE_GROUP])
{
    hopi_words index;
    for (size_t j = 0; j < LANES; j++) {
        index[j] = j;
    }
    for (size_t r = 0; r < HOPI_REPLICATE_GROUP; r += LANES) {
        hopi_words word[4] = {{0}, {0}, index + (first + r), {0}};
        word[0] += call;
        hopi_philox_lanes(word, e->seed, HOPI_REPLICATE_STREAM);
        for (int i = 0; i < 2; i++) {
            const hopi_words both = word[2 * i] | (word[2 * i + 1] << 32);
            memcpy(signs[i] + r, &both, sizeof both);
        }
    }
}

static void add_signed_rows(const double *tables, const uint64_t *signs, double *moments)
{
    for (size_t r = 0; r < HOPI_REPLICATE_GROUP; r++) {
        hopi_vector sum[HOPI_MOMENTS / LANES];
        for (size_t j = 0; j < HOPI_MOMENTS / LANES; j++) {
            sum[j] = hopi_load(moments + r * HOPI_MOMENTS + j * LANES);
        }
        for (size_t t = 0; t < TABLES; t++) {
            const size_t pattern = (signs[r] >> BITS * t) & (PATTERNS - 1);
            const double *row = tables + (t * PATTERNS + pattern) * HOPI_MOMENTS;
            for (size_t j = 0; j < HOPI_MOMENTS / LANES; j++) {
                sum[j] += hopi_load(row + j * LANES);
            }
        }
        for (size_t j = 0; j < HOPI_MOMENTS / LANES; j++) {
            hopi_store(moments + r * HOPI_MOMENTS + j * LANES, sum[j]);
        }
    }
}

static void fit_wild(const hopi_jpl_expansion *e, uint32_t first, double *work,
                     hopi_replicate_fits *out)
{
    double *moments = work, *tables = work + HOPI_REPLICATE_GROUP * HOPI_MOMENTS;
    const size_t count = e->region->count;
    uint64_t signs[2][HOPI_REPLICATE_GROUP];
    memset(moments, 0, HOPI_REPLICATE_GROUP * HOPI_MOMENTS * sizeof *moments);
    for (size_t k = 0; k < count; k += HOPI_SIGNS_PER_TABLE) {
        const size_t table = k / HOPI_SIGNS_PER_TABLE;
        if (table % 2 == 0) {
            draw_signs(e, first, (uint32_t)(table / 2), signs);
        }
        fill_tables(e->rows + k * HOPI_MOMENTS, count - k, tables);
        add_signed_rows(tables, signs[table % 2], moments);
    }
    for (size_t r = 0; r < HOPI_REPLICATE_GROUP; r += LANES) {
        hopi_vector lanes[HOPI_MOMENTS];
        for (size_t i = 0; i < HOPI_MOMENTS; i += LANES) {
            for (size_t j = 0; j < LANES; j++) {
                lanes[i + j] = hopi_load(moments + (r + j) * HOPI_MOMENTS + i);
            }
            hopi_transpose(lanes + i);
        }
        finish(e, lanes, r, out);
    }
}

static void fit_normal(const hopi_jpl_expansion *e, uint32_t first, hopi_replicate_fits *out)
{
    hopi_words index;
    for (size_t j = 0; j < LANES; j++) {
        index[j] = j;
    }
    for (size_t r = 0; r < HOPI_REPLICATE_GROUP; r += LANES) {
        hopi_vector z[HOPI_MOMENTS], moments[HOPI_MOMENTS];
        for (size_t i = 0; i <= e->terms; i += 2) {
            hopi_words counter[4] = {{0}, {0}, index + (first + r), {0}};
            counter[0] += i / 2;
            counter[1] += HOPI_REPLICATE_STREAM;
            hopi_normal_lanes(counter, e->seed, z + i);
        }
        for (size_t j = 0; j <= e->terms; j++) {
            moments[j] = z[0] * e->factor[0][j];
            for (size_t i = 1; i <= j; i++) {
                moments[j] += z[i] * e->factor[i][j];
            }
        }
        finish(e, moments, r, out);
    }
}

static void fit(const hopi_jpl_expansion *e, uint32_t first, double *work,
                hopi_replicate_fits *out)
{
    if (e->is_wild) {
        fit_wild(e, first, work, out);
    } else {
        fit_normal(e, first, out);
    }
}

const hopi_replicate_kernel HOPI_AT_LEVEL(hopi_replicate_kernel) = {
    .expand = HOPI_AT_LEVEL(hopi_expand),
    .fit = fit,
};
