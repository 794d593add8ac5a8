/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ARRHENIUS_LIKELIHOOD_H
#define HOPI_ARRHENIUS_LIKELIHOOD_H

#include "estimator.h"

/*
 * Both lines where limits take part: the largest likelihood of the numbers, of the
 * curves of spectra and of limits without a curve. centred: in, the lines of the
 * numbers alone, for which the estimator was made; out, the result. Temperature
 * errors are those at the result. Answers 0, or LAPACK's info.
 */
int hopi_likelihood_fit(hopi_estimator *e, double centred[4], hopi_lines *lines);

/* Where the deviance of c·b is `rise` above its smallest, at centred. As hopi_lines_interval(). */
int hopi_likelihood_interval(hopi_estimator *e, const double centred[4], const double c[4],
                             double rise, double *lower, double *upper);

#endif
