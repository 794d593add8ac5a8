/* SPDX-License-Identifier: BSD-3-Clause */
#include "order.h"

#include <math.h>

static void sift_down(double *values, size_t at, size_t count)
{
    const double value = values[at];
    for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        child += child + 1 < count && values[child + 1] > values[child];
        if (values[child] <= value) {
            break;
        }
        values[at] = values[child];
        at = child;
    }
    values[at] = value;
}

void hopi_sort(double *values, size_t count)
{
    for (size_t k = count / 2; k > 0; k--) {
        sift_down(values, k - 1, count);
    }
    for (size_t k = count; k > 1; k--) {
        const double largest = values[0];
        values[0] = values[k - 1];
        values[k - 1] = largest;
        sift_down(values, 0, k - 1);
    }
}

double hopi_median_of_sorted(const double *values, size_t count)
{
    return count % 2 ? values[count / 2] : 0.5 * (values[count / 2 - 1] + values[count / 2]);
}

static double interpolate(double below, double above, double share)
{
    return share == 0.0 || isinf(below) ? below : below + share * (above - below);
}

double hopi_quantile_of_sorted(const double *values, size_t count, double p)
{
    const double place = p * ((double)count + 1.0) - 1.0;
    if (!(place >= 0.0 && place <= (double)count - 1.0)) {
        return NAN;
    }
    const size_t below = (size_t)place;
    const size_t above = below + 1 < count ? below + 1 : below;
    return interpolate(values[below], values[above], place - (double)below);
}

enum { BINS = 256, FEW = 64 };

/* The values from low to high, of which there are `inside`, and how many are below. */
typedef struct range {
    double low, high;
    size_t below, inside;
} range;

/* A larger value never has a smaller bin. */
static size_t bin_of(const range *r, double value)
{
    const double place = (value - r->low) * (BINS / (r->high - r->low));
    return place < BINS - 1 ? (size_t)place : BINS - 1;
}

static int is_in(const range *r, double value)
{
    return value >= r->low && value <= r->high;
}

static range narrowed(const double *values, size_t all, const range *r, size_t place)
{
    size_t counts[BINS] = {0}, bin = 0;
    for (size_t k = 0; k < all; k++) {
        if (is_in(r, values[k])) {
            counts[bin_of(r, values[k])]++;
        }
    }
    range next = {INFINITY, -INFINITY, r->below, 0};
    while (next.below + counts[bin] <= place) {
        next.below += counts[bin++];
    }
    next.inside = counts[bin];
    for (size_t k = 0; k < all; k++) {
        if (is_in(r, values[k]) && bin_of(r, values[k]) == bin) {
            next.low = fmin(next.low, values[k]);
            next.high = fmax(next.high, values[k]);
        }
    }
    return next;
}

/* The value at a place in ascending order. */
static double value_at(const double *values, size_t all, size_t place)
{
    range r = {INFINITY, -INFINITY, 0, 0};
    for (size_t k = 0; k < all; k++) {
        r.below += values[k] == -INFINITY;
        if (isfinite(values[k])) {
            r.inside++;
            r.low = fmin(r.low, values[k]);
            r.high = fmax(r.high, values[k]);
        }
    }
    if (place < r.below || place >= r.below + r.inside) {
        return place < r.below ? -INFINITY : INFINITY;
    }
    while (r.inside > FEW && r.low < r.high) {
        r = narrowed(values, all, &r, place);
    }
    double few[FEW];
    size_t found = 0;
    for (size_t k = 0; k < all && found < FEW; k++) {
        if (is_in(&r, values[k])) {
            few[found++] = values[k];
        }
    }
    hopi_sort(few, found);
    return r.low < r.high ? few[place - r.below] : r.low;
}

double hopi_quantile(const double *values, size_t count, size_t all, double p)
{
    const double place = p * ((double)count + 1.0) - 1.0;
    if (!(place >= 0.0 && place <= (double)count - 1.0)) {
        return NAN;
    }
    const size_t below = (size_t)place;
    const double share = place - (double)below, value = value_at(values, all, below);
    return share == 0.0 ? value : interpolate(value, value_at(values, all, below + 1), share);
}
