/* SPDX-License-Identifier: BSD-3-Clause */
#include "complexes.h"

#define INLINED __attribute__((always_inline)) static inline

enum { LARGEST_RADIX = 13 };

/* From one place to another: place q + s·(p + i·m) of the source, q + s·(radix·p + j) after. */
typedef struct stage {
    size_t radix, m, s;
    const double *in;
    double *out;
    size_t in_stride, out_stride;
    const double *twiddles; /* of p and j, from j = 1 on */
    const double *factors;  /* of the last stage */
    size_t apart;
} stage;

INLINED void transform_3(hopi_complexes *a)
{
    const double s = 0.86602540378443864676; /* sin 2π/3 */
    const hopi_complexes sum = hopi_add(a[1], a[2]), mean = hopi_add_scaled(a[0], -0.5, sum);
    const hopi_complexes difference = hopi_subtract(a[1], a[2]);
    const hopi_complexes turned = {s * difference.re, s * difference.im};
    a[0] = hopi_add(a[0], sum);
    a[1] = hopi_subtract_turned(mean, turned);
    a[2] = hopi_add_turned(mean, turned);
}

INLINED void transform_4(hopi_complexes *a)
{
    const hopi_complexes even = hopi_add(a[0], a[2]), odd = hopi_add(a[1], a[3]);
    const hopi_complexes even_difference = hopi_subtract(a[0], a[2]);
    const hopi_complexes odd_difference = hopi_subtract(a[1], a[3]);
    a[0] = hopi_add(even, odd);
    a[1] = hopi_subtract_turned(even_difference, odd_difference);
    a[2] = hopi_subtract(even, odd);
    a[3] = hopi_add_turned(even_difference, odd_difference);
}

INLINED void transform_5(hopi_complexes *a)
{
    const double c1 = 0.30901699437494742410, s1 = 0.95105651629515357212; /* of 2π/5 */
    const double c2 = -0.80901699437494742410, s2 = 0.58778525229247312917; /* of 4π/5 */
    const hopi_complexes be = hopi_add(a[1], a[4]), cd = hopi_add(a[2], a[3]);
    const hopi_complexes b_e = hopi_subtract(a[1], a[4]), c_d = hopi_subtract(a[2], a[3]);
    const hopi_complexes m1 = hopi_add_scaled(hopi_add_scaled(a[0], c1, be), c2, cd);
    const hopi_complexes m2 = hopi_add_scaled(hopi_add_scaled(a[0], c2, be), c1, cd);
    const hopi_complexes t1 =
        hopi_add_scaled((hopi_complexes){s1 * b_e.re, s1 * b_e.im}, s2, c_d);
    const hopi_complexes t2 =
        hopi_add_scaled((hopi_complexes){s2 * b_e.re, s2 * b_e.im}, -s1, c_d);
    a[0] = hopi_add(a[0], hopi_add(be, cd));
    a[1] = hopi_subtract_turned(m1, t1);
    a[2] = hopi_subtract_turned(m2, t2);
    a[3] = hopi_add_turned(m2, t2);
    a[4] = hopi_add_turned(m1, t1);
}

INLINED void transform_few(size_t radix, hopi_complexes *a)
{
    if (radix == 2) {
        const hopi_complexes b = a[1];
        a[1] = hopi_subtract(a[0], b);
        a[0] = hopi_add(a[0], b);
    } else if (radix == 3) {
        transform_3(a);
    } else if (radix == 4) {
        transform_4(a);
    } else {
        transform_5(a);
    }
}

/* An odd prime by its definition; pairs of elements share the sines and cosines. */
static void transform_prime(size_t radix, const double *roots, hopi_complexes *a)
{
    const size_t half = (radix - 1) / 2;
    const hopi_complexes first = a[0];
    hopi_complexes sums[LARGEST_RADIX / 2], differences[LARGEST_RADIX / 2];
    for (size_t j = 0; j < half; j++) {
        sums[j] = hopi_add(a[j + 1], a[radix - 1 - j]);
        differences[j] = hopi_subtract(a[j + 1], a[radix - 1 - j]);
        a[0] = hopi_add(a[0], sums[j]);
    }
    for (size_t i = 1; i <= half; i++) {
        hopi_complexes even = first, odd = {{0.0}, {0.0}};
        for (size_t j = 0; j < half; j++) {
            const double *root = roots + 2 * (i * (j + 1) % radix);
            even = hopi_add_scaled(even, root[0], sums[j]);
            odd = hopi_add_scaled(odd, -root[1], differences[j]);
        }
        a[i] = hopi_subtract_turned(even, odd);
        a[radix - i] = hopi_add_turned(even, odd);
    }
}

static void do_prime_stage(const stage *to)
{
    const size_t radix = to->radix, m = to->m, s = to->s;
    const double *roots = to->twiddles + 2 * (radix - 1) * m;
    for (size_t place = 0; place < m * s; place++) {
        const size_t p = place / s, q = place % s;
        const double *twiddles = to->twiddles + 2 * (radix - 1) * p;
        for (size_t l = 0; l < HOPI_SERIES; l += HOPI_SOME) {
            hopi_complexes a[LARGEST_RADIX] = {{{0.0}, {0.0}}};
            for (size_t i = 0; i < radix; i++) {
                a[i] = hopi_load_complex(to->in + to->in_stride * (q + s * (p + i * m)) + l);
            }
            transform_prime(radix, roots, a);
            for (size_t j = 0; j < radix; j++) {
                const size_t k = q + s * (radix * p + j);
                const hopi_complexes z =
                    p > 0 && j > 0 ? hopi_twist(a[j], twiddles + 2 * (j - 1)) : a[j];
                hopi_store_complex(to->out + to->out_stride * k + l,
                                   to->factors ? hopi_twist(z, to->factors + 2 * to->apart * k)
                                               : z);
            }
        }
    }
}

/* One stage, of which compilers make one loop for each radix and kind of factors. */
INLINED void do_places(const stage *to, size_t radix, int has_twiddles, int has_factors)
{
    const size_t m = to->m, s = to->s;
    const size_t in_step = to->in_stride * s * m, out_step = to->out_stride * s;
    const double *w = to->twiddles;
    for (size_t p = 0; p < m; p++, w += 2 * (radix - 1)) {
        const double *in = to->in + to->in_stride * s * p;
        double *out = to->out + to->out_stride * s * radix * p;
        for (size_t q = 0; q < s; q++, in += to->in_stride, out += to->out_stride) {
            for (size_t l = 0; l < HOPI_SERIES; l += HOPI_SOME) {
                hopi_complexes a[5];
                for (size_t i = 0; i < radix; i++) {
                    a[i] = hopi_load_complex(in + in_step * i + l);
                }
                transform_few(radix, a);
                for (size_t j = 0; j < radix; j++) {
                    if (has_twiddles && j > 0) {
                        a[j] = hopi_twist(a[j], w + 2 * (j - 1));
                    }
                    if (has_factors) {
                        a[j] = hopi_twist(a[j], to->factors + 2 * to->apart * (q + s * j));
                    }
                    hopi_store_complex(out + out_step * j + l, a[j]);
                }
            }
        }
    }
}

/* The twiddles of the last stage are all one. */
INLINED void do_stage(const stage *to, size_t radix)
{
    if (to->m > 1) {
        do_places(to, radix, 1, 0);
    } else if (to->factors) {
        do_places(to, radix, 0, 1);
    } else {
        do_places(to, radix, 0, 0);
    }
}

/* Self-sorting (Stockham): each stage reads one place and writes another. */
void HOPI_AT_LEVEL(hopi_fourier_line_transform)(const hopi_fourier_line *line, double *data,
                                                size_t stride, const double *factors,
                                                size_t apart, double *scratch)
{
    double *const half[2] = {scratch, scratch + HOPI_ELEMENT * line->length};
    stage to = {.m = line->length, .s = 1, .out = data, .out_stride = stride, .apart = apart};
    for (int i = 0; i < line->stages; i++) {
        const int is_last = i + 1 == line->stages;
        to.in = to.out;
        to.in_stride = to.out_stride;
        to.out = is_last ? data : half[i % 2];
        to.out_stride = is_last ? stride : HOPI_ELEMENT;
        to.radix = line->radix[i];
        to.m /= to.radix;
        to.twiddles = line->twiddles[i];
        to.factors = is_last ? factors : NULL;
        switch (to.radix) {
        case 2:
            do_stage(&to, 2);
            break;
        case 3:
            do_stage(&to, 3);
            break;
        case 4:
            do_stage(&to, 4);
            break;
        case 5:
            do_stage(&to, 5);
            break;
        default:
            do_prime_stage(&to);
        }
        to.s *= to.radix;
    }
}
