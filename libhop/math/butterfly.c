/* SPDX-License-Identifier: BSD-3-Clause */
#include "butterfly.h"

#include <math.h>

#include "lanes.h"

enum { LARGEST_RADIX = 13 };

static void butterflies_2(size_t places, const double *w, double *out)
{
    const size_t step = HOPI_ELEMENT * places;
    for (size_t k = 0; k < places; k++, w += 2, out += HOPI_ELEMENT) {
        for (double *x = out; x < out + HOPI_LANES; x += HOPI_SOME) {
            const hopi_complex a = hopi_load(x), b = hopi_load_twisted(x + step, w);
            hopi_store(x, hopi_add(a, b));
            hopi_store(x + step, hopi_subtract(a, b));
        }
    }
}

static void butterflies_3(size_t places, const double *w, double *out)
{
    const double s = 0.86602540378443864676; /* sin 2π/3 */
    const size_t step = HOPI_ELEMENT * places;
    for (size_t k = 0; k < places; k++, w += 4, out += HOPI_ELEMENT) {
        for (double *x = out; x < out + HOPI_LANES; x += HOPI_SOME) {
            const hopi_complex a = hopi_load(x), b = hopi_load_twisted(x + step, w),
                               c = hopi_load_twisted(x + 2 * step, w + 2);
            const hopi_complex sum = hopi_add(b, c), mean = hopi_add_scaled(a, -0.5, sum);
            const hopi_complex difference = hopi_subtract(b, c);
            const hopi_complex turned = {s * difference.re, s * difference.im};
            hopi_store(x, hopi_add(a, sum));
            hopi_store(x + step, hopi_subtract_turned(mean, turned));
            hopi_store(x + 2 * step, hopi_add_turned(mean, turned));
        }
    }
}

static void butterflies_4(size_t places, const double *w, double *out)
{
    const size_t step = HOPI_ELEMENT * places;
    for (size_t k = 0; k < places; k++, w += 6, out += HOPI_ELEMENT) {
        for (double *x = out; x < out + HOPI_LANES; x += HOPI_SOME) {
            const hopi_complex a = hopi_load(x), b = hopi_load_twisted(x + step, w),
                               c = hopi_load_twisted(x + 2 * step, w + 2),
                               d = hopi_load_twisted(x + 3 * step, w + 4);
            const hopi_complex even = hopi_add(a, c), odd = hopi_add(b, d);
            const hopi_complex even_difference = hopi_subtract(a, c), odd_difference = hopi_subtract(b, d);
            hopi_store(x, hopi_add(even, odd));
            hopi_store(x + step, hopi_subtract_turned(even_difference, odd_difference));
            hopi_store(x + 2 * step, hopi_subtract(even, odd));
            hopi_store(x + 3 * step, hopi_add_turned(even_difference, odd_difference));
        }
    }
}

static void butterflies_5(size_t places, const double *w, double *out)
{
    const double c1 = 0.30901699437494742410, s1 = 0.95105651629515357212; /* of 2π/5 */
    const double c2 = -0.80901699437494742410, s2 = 0.58778525229247312917; /* of 4π/5 */
    const size_t step = HOPI_ELEMENT * places;
    for (size_t k = 0; k < places; k++, w += 8, out += HOPI_ELEMENT) {
        for (double *x = out; x < out + HOPI_LANES; x += HOPI_SOME) {
            const hopi_complex a = hopi_load(x), b = hopi_load_twisted(x + step, w),
                               c = hopi_load_twisted(x + 2 * step, w + 2),
                               d = hopi_load_twisted(x + 3 * step, w + 4),
                               e = hopi_load_twisted(x + 4 * step, w + 6);
            const hopi_complex be = hopi_add(b, e), cd = hopi_add(c, d);
            const hopi_complex b_e = hopi_subtract(b, e), c_d = hopi_subtract(c, d);
            const hopi_complex m1 = hopi_add_scaled(hopi_add_scaled(a, c1, be), c2, cd);
            const hopi_complex m2 = hopi_add_scaled(hopi_add_scaled(a, c2, be), c1, cd);
            const hopi_complex zero = {{0.0}, {0.0}};
            const hopi_complex t1 = hopi_add_scaled(hopi_add_scaled(zero, s1, b_e), s2, c_d);
            const hopi_complex t2 = hopi_add_scaled(hopi_add_scaled(zero, s2, b_e), -s1, c_d);
            hopi_store(x, hopi_add(a, hopi_add(be, cd)));
            hopi_store(x + step, hopi_subtract_turned(m1, t1));
            hopi_store(x + 2 * step, hopi_subtract_turned(m2, t2));
            hopi_store(x + 3 * step, hopi_add_turned(m2, t2));
            hopi_store(x + 4 * step, hopi_add_turned(m1, t1));
        }
    }
}

/* An odd prime by its definition; pairs of elements share the sines and cosines. */
static void butterflies_prime(size_t radix, size_t places, const double *w, double *out)
{
    const double pi = 3.14159265358979323846;
    const size_t step = HOPI_ELEMENT * places, half = (radix - 1) / 2;
    double c[LARGEST_RADIX], s[LARGEST_RADIX];
    for (size_t j = 0; j < radix; j++) {
        c[j] = cos(2.0 * pi * (double)j / (double)radix);
        s[j] = sin(2.0 * pi * (double)j / (double)radix);
    }
    for (size_t k = 0; k < places; k++, w += 2 * (radix - 1), out += HOPI_ELEMENT) {
        for (double *x = out; x < out + HOPI_LANES; x += HOPI_SOME) {
            const hopi_complex first = hopi_load(x);
            hopi_complex sums[LARGEST_RADIX / 2], differences[LARGEST_RADIX / 2], all = first;
            for (size_t j = 0; j < half; j++) {
                const size_t other = radix - 1 - j;
                const hopi_complex p = hopi_load_twisted(x + (j + 1) * step, w + 2 * j),
                                   q = hopi_load_twisted(x + other * step, w + 2 * (other - 1));
                sums[j] = hopi_add(p, q);
                differences[j] = hopi_subtract(p, q);
                all = hopi_add(all, sums[j]);
            }
            hopi_store(x, all);
            for (size_t i = 1; i <= half; i++) {
                hopi_complex even = first, odd = {{0.0}, {0.0}};
                for (size_t j = 0; j < half; j++) {
                    const size_t turn = i * (j + 1) % radix;
                    even = hopi_add_scaled(even, c[turn], sums[j]);
                    odd = hopi_add_scaled(odd, s[turn], differences[j]);
                }
                hopi_store(x + i * step, hopi_subtract_turned(even, odd));
                hopi_store(x + (radix - i) * step, hopi_add_turned(even, odd));
            }
        }
    }
}

void HOPI_KERNEL(hopi_butterflies)(size_t radix, size_t places, const double *twiddles,
                                    double *out)
{
    switch (radix) {
    case 2:
        butterflies_2(places, twiddles, out);
        break;
    case 3:
        butterflies_3(places, twiddles, out);
        break;
    case 4:
        butterflies_4(places, twiddles, out);
        break;
    case 5:
        butterflies_5(places, twiddles, out);
        break;
    default:
        butterflies_prime(radix, places, twiddles, out);
    }
}
