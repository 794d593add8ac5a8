/* SPDX-License-Identifier: BSD-3-Clause */
#include "fourier.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/processor.h"
#include "butterfly.h"
#include "lanes.h"

/* Parts of this many elements, 128 KB, stay in the second cache. */
enum { NEAR_LENGTH = 2048 };

static const double pi = 3.14159265358979323846;

static size_t next_radix(size_t n)
{
    static const size_t radices[] = {4, 5, 3, 2, 7, 11, 13};
    for (size_t i = 0; i < sizeof radices / sizeof radices[0]; i++) {
        if (n % radices[i] == 0) {
            return radices[i];
        }
    }
    return 0;
}

static int is_smooth(size_t n, size_t largest)
{
    for (size_t p = 2; p <= largest; p++) {
        while (n % p == 0) {
            n /= p;
        }
    }
    return n == 1;
}

/* Time of a transform in units of one radix-4 step of one element. */
static double cost_of(size_t n)
{
    double cost = 0.0;
    for (size_t rest = n, radix = 0; rest > 1; rest /= radix) {
        radix = next_radix(rest);
        cost += radix == 5 ? 1.3 : radix == 2 ? 0.75 : 1.0;
    }
    return cost * (double)n;
}

/* The length whose factors are used: for a convolution the quickest that holds it; 0: overflow. */
static size_t inner_length_of(size_t length)
{
    if (is_smooth(length, 13)) {
        return length;
    }
    if (length > SIZE_MAX / 1024) {
        return 0;
    }
    const size_t needed = 2 * length - 1, limit = needed + needed / 16;
    size_t best = 0;
    for (size_t n = needed; n <= limit || best == 0; n++) {
        if (is_smooth(n, 5) && (best == 0 || cost_of(n) < cost_of(best))) {
            best = n;
        }
    }
    return best;
}

/* Each level has radix − 1 factors for each of length/radix places; together below 2·length. */
static size_t twiddle_memory(size_t inner)
{
    size_t sum = 0;
    for (size_t n = inner; n > 1;) {
        const size_t radix = next_radix(n);
        n /= radix;
        sum += 2 * (radix - 1) * n;
    }
    return sum;
}

size_t hopi_fourier_memory(size_t length)
{
    const size_t inner = inner_length_of(length);
    if (inner == 0 || inner > SIZE_MAX / 64) {
        return 0;
    }
    const size_t convolution = inner == length ? 0 : 2 * length + 2 * inner;
    return twiddle_memory(inner) + convolution + 1;
}

size_t hopi_fourier_workspace(size_t length)
{
    const size_t inner = inner_length_of(length);
    const size_t limit = SIZE_MAX / (4 * HOPI_ELEMENT * sizeof(double));
    return HOPI_ELEMENT * (NEAR_LENGTH + (inner == length || inner > limit ? 0 : 2 * inner));
}

/* e^{−2πi k/n}, from the octant where sine and cosine are exact to half a unit. */
static void unit_root(size_t k, size_t n, double out[2])
{
    const size_t turn = 8 * (k % n), octant = turn / n, rest = turn % n;
    const double angle = octant % 2 == 0 ? 0.25 * pi * (double)rest / (double)n
                                         : 0.25 * pi * (double)(n - rest) / (double)n;
    double c = cos(angle), s = sin(angle);
    if ((octant + 1) / 2 % 2 == 1) {
        const double swapped = c;
        c = s;
        s = swapped;
    }
    out[0] = octant >= 2 && octant < 6 ? -c : c;
    out[1] = octant < 4 ? -s : s;
}

static double *plan_levels(hopi_fourier *plan, double *memory)
{
    size_t n = plan->inner_length;
    plan->levels = 0;
    while (n > 1) {
        const size_t radix = next_radix(n), places = n / radix;
        plan->radix[plan->levels] = radix;
        plan->twiddles[plan->levels++] = memory;
        for (size_t place = 0; place < places; place++) {
            for (size_t j = 1; j < radix; j++, memory += 2) {
                unit_root(j * place, n, memory);
            }
        }
        n = places;
    }
    return memory;
}

/* out = in·factor for all lanes; with the parts exchanged if asked for. */
static inline void multiply(const double *in, const double factor[2], int exchange, double *out)
{
    for (size_t l = 0; l < HOPI_LANES; l += HOPI_SOME) {
        const hopi_complex z = hopi_load_twisted(in + l, factor);
        hopi_store(out + l, exchange ? (hopi_complex){z.im, z.re} : z);
    }
}

/* A series to transform: zero from `filled` on, each element times its factor if it has one. */
typedef struct series {
    const double *elements, *factors;
    size_t filled;
    int exchange; /* real and imaginary parts of the product */
} series;

static void gather(const series *in, size_t offset, size_t stride, size_t count, double *out)
{
    for (size_t t = 0, at = offset; t < count; t++, at += stride, out += HOPI_ELEMENT) {
        if (at >= in->filled) {
            memset(out, 0, HOPI_ELEMENT * sizeof *out);
        } else if (in->factors) {
            multiply(in->elements + HOPI_ELEMENT * at, in->factors + 2 * at, in->exchange, out);
        } else {
            memcpy(out, in->elements + HOPI_ELEMENT * at, HOPI_ELEMENT * sizeof *out);
        }
    }
}

/* near: where a part is gathered as soon as it fits, NULL if it was. */
static void transform_level(const hopi_fourier *plan, int level, size_t length, const series *in,
                            size_t offset, size_t stride, double *out, double *near)
{
    const size_t radix = plan->radix[level], places = length / radix;
    if (near && stride > 1 && length <= NEAR_LENGTH) {
        gather(in, offset, stride, length, near);
        const series gathered = {.elements = near, .filled = length};
        transform_level(plan, level, length, &gathered, 0, 1, out, NULL);
        return;
    }
    if (places == 1) {
        gather(in, offset, stride, radix, out);
    }
    for (size_t j = 0; j < radix && places > 1; j++) {
        transform_level(plan, level + 1, places, in, offset + j * stride, stride * radix,
                        out + j * places * HOPI_ELEMENT, near);
    }
    plan->butterflies(radix, places, plan->twiddles[level], out);
}

static void transform_smooth(const hopi_fourier *plan, const series *in, double *out, double *near)
{
    if (plan->inner_length == 1) {
        gather(in, 0, 1, 1, out);
    } else {
        transform_level(plan, 0, plan->inner_length, in, 0, 1, out, near);
    }
}

/*
 * kt = (k² + t² − (k − t)²)/2 turns the transform into a convolution with a chirp.
 * The one back is the one forth with real and imaginary parts exchanged.
 */
static void transform_convolved(const hopi_fourier *plan, const double *in, double *out,
                                double *workspace)
{
    const size_t n = plan->length, inner = plan->inner_length;
    double *a = workspace + HOPI_ELEMENT * NEAR_LENGTH, *b = a + HOPI_ELEMENT * inner;
    const series chirped = {.elements = in, .factors = plan->chirp, .filled = n};
    transform_smooth(plan, &chirped, a, workspace);
    const series product = {
        .elements = a, .factors = plan->kernel, .filled = inner, .exchange = 1};
    transform_smooth(plan, &product, b, workspace);
    for (size_t k = 0; k < n; k++) {
        for (size_t l = 0; l < HOPI_LANES; l += HOPI_SOME) {
            const hopi_complex z = hopi_load(b + HOPI_ELEMENT * k + l);
            hopi_store(out + HOPI_ELEMENT * k + l,
                       hopi_twist((hopi_complex){z.im, z.re}, plan->chirp + 2 * k));
        }
    }
}

/* e^{−πi t²/length} and the transform of its wrapped conjugate over inner_length. */
static void plan_convolution(hopi_fourier *plan, double *memory, double *workspace)
{
    const size_t n = plan->length, inner = plan->inner_length;
    double *chirp = memory, *kernel = memory + 2 * n;
    double *a = workspace + HOPI_ELEMENT * NEAR_LENGTH, *b = a + HOPI_ELEMENT * inner;
    size_t square = 0; /* t² modulo 2·length, which t² itself may exceed */
    memset(a, 0, HOPI_ELEMENT * inner * sizeof *a);
    for (size_t t = 0; t < n; t++) {
        unit_root(square, 2 * n, chirp + 2 * t);
        square = (square + 2 * t + 1) % (2 * n);
        a[HOPI_ELEMENT * t] = chirp[2 * t];
        a[HOPI_ELEMENT * t + HOPI_LANES] = -chirp[2 * t + 1];
        if (t > 0) {
            memcpy(a + HOPI_ELEMENT * (inner - t), a + HOPI_ELEMENT * t,
                   HOPI_ELEMENT * sizeof *a);
        }
    }
    const series wrapped = {.elements = a, .filled = inner};
    transform_smooth(plan, &wrapped, b, workspace);
    for (size_t k = 0; k < inner; k++) {
        kernel[2 * k] = b[HOPI_ELEMENT * k] / (double)inner;
        kernel[2 * k + 1] = b[HOPI_ELEMENT * k + HOPI_LANES] / (double)inner;
    }
    plan->chirp = chirp;
    plan->kernel = kernel;
}

void hopi_fourier_plan(hopi_fourier *plan, size_t length, double *memory, double *workspace)
{
    *plan = (hopi_fourier){.length = length, .inner_length = inner_length_of(length)};
    plan->butterflies = HOPI_WIDEST(hopi_butterflies);
    double *rest = plan_levels(plan, memory);
    if (plan->inner_length != length) {
        plan_convolution(plan, rest, workspace);
    }
}

void hopi_fourier_transform(const hopi_fourier *plan, const double *in, double *out,
                            double *workspace)
{
    if (plan->inner_length == plan->length) {
        const series plain = {.elements = in, .filled = plan->length};
        transform_smooth(plan, &plain, out, workspace);
    } else {
        transform_convolved(plan, in, out, workspace);
    }
}
