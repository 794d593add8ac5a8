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

double hopi_quantile_of_sorted(const double *values, size_t count, double p)
{
    const double place = p * ((double)count + 1.0) - 1.0;
    if (!(place >= 0.0 && place <= (double)count - 1.0)) {
        return NAN;
    }
    const size_t below = (size_t)place;
    const double share = place - (double)below;
    if (share == 0.0 || isinf(values[below])) {
        return values[below];
    }
    return values[below] + share * (values[below + 1] - values[below]);
}
