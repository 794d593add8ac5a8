/* SPDX-License-Identifier: BSD-3-Clause */
#include "fourier.h"

#include <math.h>
#include <string.h>

#include "base/instructions.h"
#include "complexes.h"

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

/* The largest factor up to the root: what is left of a smooth length is not much longer. */
static size_t column_of(size_t n)
{
    size_t column = (size_t)sqrt((double)n);
    while (column > 1 && n % column != 0) {
        column--;
    }
    return column > 0 ? column : 1;
}

/* Each stage has radix − 1 twiddles for each of its places, and the roots of its radix. */
static size_t line_memory(size_t length)
{
    size_t sum = 0;
    for (size_t n = length; n > 1;) {
        const size_t radix = next_radix(n);
        n /= radix;
        sum += 2 * ((radix - 1) * n + radix);
    }
    return sum;
}

size_t hopi_fourier_memory(size_t length)
{
    const size_t inner = inner_length_of(length);
    if (inner == 0 || inner > SIZE_MAX / 256) {
        return 0;
    }
    const size_t column = column_of(inner), convolution = inner == length ? 0 : 2 * (length + inner);
    return line_memory(column) + line_memory(inner / column) + 2 * inner + convolution;
}

static size_t scratch_of(size_t inner)
{
    return 2 * HOPI_ELEMENT * (inner / column_of(inner));
}

size_t hopi_fourier_workspace(size_t length)
{
    const size_t inner = inner_length_of(length);
    if (inner == 0 || inner > SIZE_MAX / (8 * HOPI_ELEMENT * sizeof(double))) {
        return 0;
    }
    return scratch_of(inner) + (inner == length ? 0 : HOPI_ELEMENT * inner);
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

/* All roots e^{−2πi k/n} as products of two of a few, k = step·(k/step) + k % step. */
typedef struct roots {
    size_t shift; /* step = 2^shift, about √n */
    double *fine, *coarse;
} roots;

static roots make_roots(size_t n, double *memory)
{
    size_t shift = 0;
    while (n >> shift > (size_t)1 << shift) {
        shift++;
    }
    const size_t step = (size_t)1 << shift;
    const roots all = {shift, memory, memory + 2 * step};
    for (size_t k = 0; k < step; k++) {
        unit_root(k, n, all.fine + 2 * k);
    }
    for (size_t k = 0; k <= n >> shift; k++) {
        unit_root(k * step, n, all.coarse + 2 * k);
    }
    return all;
}

static inline void root_of(const roots *all, size_t k, double out[2])
{
    const double *b = all->coarse + 2 * (k >> all->shift);
    const double *a = all->fine + 2 * (k - (k >> all->shift << all->shift));
    out[0] = a[0] * b[0] - a[1] * b[1];
    out[1] = a[0] * b[1] + a[1] * b[0];
}

static double *plan_line(hopi_fourier_line *line, size_t length, double *memory)
{
    *line = (hopi_fourier_line){.length = length};
    for (size_t n = length; n > 1;) {
        const size_t radix = next_radix(n), places = n / radix;
        line->radix[line->stages] = radix;
        line->twiddles[line->stages++] = memory;
        for (size_t place = 0; place < places; place++) {
            for (size_t j = 1; j < radix; j++, memory += 2) {
                unit_root(j * place, n, memory);
            }
        }
        for (size_t j = 0; j < radix; j++, memory += 2) {
            unit_root(j, radix, memory);
        }
        n = places;
    }
    return memory;
}

static double *plan_factors(hopi_fourier *plan, double *memory, double *workspace)
{
    const size_t columns = plan->row.length, rows = plan->column.length;
    const roots all = make_roots(plan->inner_length, workspace);
    plan->factors = memory;
    for (size_t c = 0; c < columns; c++) {
        for (size_t k = 0; k < rows; k++, memory += 2) {
            root_of(&all, c * k, memory);
        }
    }
    return memory;
}

/* A matrix of one row has no columns to transform. */
static void transform_columns(const hopi_fourier *plan, size_t first, size_t end,
                              int has_factors, double *data, double *scratch)
{
    const size_t columns = plan->row.length, rows = plan->column.length;
    for (size_t c = first; c < end && rows > 1; c++) {
        plan->transform(&plan->column, data + HOPI_ELEMENT * c, HOPI_ELEMENT * columns,
                        has_factors ? plan->factors + 2 * rows * c : NULL, 1, scratch);
    }
}

static inline hopi_complexes exchanged(hopi_complexes z)
{
    return (hopi_complexes){z.im, z.re};
}

/* n elements times their factors, with real and imaginary parts exchanged before or after. */
static void multiply(size_t n, const double *in, int before, const double *factors, int after,
                     double *out)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t l = 0; l < HOPI_SERIES; l += HOPI_SOME) {
            const size_t place = HOPI_ELEMENT * i + l;
            const hopi_complexes z = hopi_load_complex(in + place);
            const hopi_complexes y = hopi_twist(before ? exchanged(z) : z, factors + 2 * i);
            hopi_store_complex(out + place, after ? exchanged(y) : y);
        }
    }
}

/*
 * kt = (k² + t² − (k − t)²)/2 turns the transform into a convolution with a chirp. The one
 * back is the one forth with real and imaginary parts exchanged; it takes the bins by rows
 * as they stand and leaves them in their order.
 */
static void transform_convolved(const hopi_fourier *plan, double *series, double *workspace)
{
    const size_t n = plan->length, columns = plan->row.length, rows = plan->column.length;
    double *a = workspace + scratch_of(plan->inner_length);
    multiply(n, series, 0, plan->chirp, 0, a);
    memset(a + HOPI_ELEMENT * n, 0, HOPI_ELEMENT * (plan->inner_length - n) * sizeof *a);
    transform_columns(plan, 0, plan->row.length, 1, a, workspace);
    for (size_t r = 0; r < rows; r++) {
        double *row = a + HOPI_ELEMENT * columns * r;
        plan->transform(&plan->row, row, HOPI_ELEMENT, NULL, 0, workspace);
        multiply(columns, row, 0, plan->kernel + 2 * columns * r, 1, row);
        plan->transform(&plan->row, row, HOPI_ELEMENT, plan->factors + 2 * r, rows, workspace);
    }
    transform_columns(plan, 0, plan->row.length, 0, a, workspace);
    multiply(n, a, 1, plan->chirp, 0, series);
}

/* e^{−πi t²/length} and the transform of its wrapped conjugate over inner_length. */
static void plan_convolution(hopi_fourier *plan, double *memory, double *workspace)
{
    const size_t n = plan->length, inner = plan->inner_length;
    double *chirp = memory, *kernel = memory + 2 * n, *a = workspace + scratch_of(inner);
    const roots all = make_roots(2 * n, workspace);
    size_t square = 0; /* t² modulo 2·length, which t² itself may exceed */
    memset(a, 0, HOPI_ELEMENT * inner * sizeof *a);
    for (size_t t = 0; t < n; t++) {
        root_of(&all, square, chirp + 2 * t);
        square = (square + 2 * t + 1) % (2 * n);
        a[HOPI_ELEMENT * t] = chirp[2 * t];
        a[HOPI_ELEMENT * t + HOPI_SERIES] = -chirp[2 * t + 1];
        if (t > 0) {
            memcpy(a + HOPI_ELEMENT * (inner - t), a + HOPI_ELEMENT * t,
                   HOPI_ELEMENT * sizeof *a);
        }
    }
    transform_columns(plan, 0, plan->row.length, 1, a, workspace);
    for (size_t r = 0; r < plan->column.length; r++) {
        plan->transform(&plan->row, a + HOPI_ELEMENT * plan->row.length * r, HOPI_ELEMENT, NULL, 0,
                        workspace);
    }
    for (size_t k = 0; k < inner; k++) {
        kernel[2 * k] = a[HOPI_ELEMENT * k] / (double)inner;
        kernel[2 * k + 1] = a[HOPI_ELEMENT * k + HOPI_SERIES] / (double)inner;
    }
    plan->chirp = chirp;
    plan->kernel = kernel;
}

void hopi_fourier_plan(hopi_fourier *plan, size_t length, int32_t instructions, double *memory,
                       double *workspace)
{
    const size_t inner = inner_length_of(length), column = column_of(inner);
    *plan = (hopi_fourier){
        .length = length,
        .inner_length = inner,
        .rows = inner == length ? column : 1,
        .transform = HOPI_VERSION_FOR(instructions, hopi_fourier_line_transform),
    };
    double *rest = plan_line(&plan->column, column, memory);
    rest = plan_line(&plan->row, inner / column, rest);
    rest = plan_factors(plan, rest, workspace);
    if (inner != length) {
        plan_convolution(plan, rest, workspace);
    }
}

/* A convolution is one piece of work. */
size_t hopi_fourier_columns(const hopi_fourier *plan)
{
    return plan->inner_length == plan->length ? plan->row.length : 1;
}

void hopi_fourier_start(const hopi_fourier *plan, size_t first, size_t end, double *series,
                        double *workspace)
{
    if (plan->inner_length == plan->length) {
        transform_columns(plan, first, end, 1, series, workspace);
    } else if (first < end) {
        transform_convolved(plan, series, workspace);
    }
}

void hopi_fourier_row(const hopi_fourier *plan, size_t r, double *series, double *workspace)
{
    if (plan->inner_length == plan->length) {
        plan->transform(&plan->row, series + HOPI_ELEMENT * plan->row.length * r, HOPI_ELEMENT, NULL,
                        0, workspace);
    }
}
