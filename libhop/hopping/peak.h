/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_HOPPING_PEAK_H
#define HOPI_HOPPING_PEAK_H

#include "extract.h"

/* Where a curve has its maximum. */
typedef struct hopi_peak {
    hopi_hopping_estimate estimate;
    double dof; /* of the scatter that its error comes from */
} hopi_peak;

/*
 * The maximum of y = ln M over x = ln f, ascending, about the highest point: a cubic by
 * least squares through the points within half a decade of it, centred on its own
 * maximum. All places where its slope may be zero, by Student's t of the
 * scatter about it (Fieller 1954), must lie inside these points. If they do not, the
 * points within 3/4 of a decade and one decade are tried; if they never do, the end
 * that is known is a limit.
 */
hopi_peak hopi_hopping_peak(size_t count, const double *x, const double *y);

#endif
