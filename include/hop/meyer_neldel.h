/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_MEYER_NELDEL_H
#define HOP_MEYER_NELDEL_H

#include <stddef.h>
#include <stdint.h>

#include "arrhenius.h"
#include "context.h"
#include "quantity.h"

/**
 * @file meyer_neldel.h
 * @brief Compensation: do pre-factors rise with activation energies across samples?
 *
 * The Meyer–Neldel rule is a straight line across samples, ln σ₀ = a + E_a/E_MN
 * (or ln f_e against E_m), W. Meyer and H. Neldel, Z. Tech. Phys. 1937, 18, 588.
 * Energy and pre-factor of one sample both have errors, and these are strongly
 * correlated: extrapolating to 1/T = 0, an energy too high brings a pre-factor too
 * high. A regression that does not know that finds a compensation with
 * E_MN = k_B T in the errors themselves (Krug, Hunter and Grieger, J. Phys. Chem.
 * 1976, 80, 2335). The line here is the maximum-likelihood one for errors in both
 * axes with their correlation, point by point: York, Evensen, Lopez Martinez and
 * De Basabe Delgado, Am. J. Phys. 2004, 72, 367.
 */

HOP_BEGIN_DECLS

/** A straight line across samples; immutable. @since 0.1 */
typedef struct hop_compensation hop_compensation;

/**
 * @brief Fits y = intercept + slope·x with errors in both axes and their correlation.
 *
 * The sum of squares is searched over all slopes, so it needs no start value; a
 * second minimum less than 3.84 above the best is flagged
 * (HOP_FLAG_MULTIPLE_MINIMA). Standard errors are those of the adjusted points (York et al. 2004, eq. 13d); with χ² above its 95 %
 * quantile the points scatter more than their errors say (HOP_FLAG_OVERDISPERSED).
 * @param n number of samples, at least 2 with different x.
 * @param x_eV n energies in eV. @param y n logarithms of pre-factors.
 * @param covariance 4 n numbers: of each point the 2 × 2 covariance of (x, y),
 * row-major, symmetric to 1e-9 and positive definite; var(x) and cov may both be 0.
 * @param birge one of HOP_BIRGE_NEVER, _SIGNIFICANT, _ALWAYS.
 * @param[out] out the line; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (birge),
 * HOP_ERR_TOO_FEW_POINTS, HOP_ERR_NOT_FINITE, HOP_ERR_NOT_POSITIVE (covariance),
 * HOP_ERR_NO_CONVERGENCE (no finite slope is best), HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result: hop_compensation_destroy().
 * Thread-safe with one context per thread. @since 0.1
 */
HOP_API hop_status hop_meyer_neldel(hop_ctx *ctx, size_t n, const double *x_eV, const double *y,
                                    const double *covariance, int32_t birge,
                                    hop_compensation **out);

/**
 * @brief The same from the lines of n samples, with their covariances.
 * @param n number of samples, at least 2. @param samples n results.
 * @param energy HOP_E_A: ln σ₀ against E_a; HOP_E_M: ln f_e against E_m.
 * @return as hop_meyer_neldel(); HOP_ERR_INVALID_ARGUMENT also for another
 * energy, and for lines of ln(σT) with lines of ln σ; HOP_ERR_MISSING_DATA where a sample lacks E_m or its errors.
 * @since 0.1
 */
HOP_API hop_status hop_meyer_neldel_arrhenius(hop_ctx *ctx, size_t n,
                                              const hop_arrhenius *const *samples,
                                              int32_t energy, int32_t birge,
                                              hop_compensation **out);

/**
 * @brief One number of the line.
 *
 * HOP_SLOPE_PER_EV, HOP_INTERCEPT; HOP_MEYER_NELDEL_ENERGY = 1/slope in eV and
 * HOP_ISOKINETIC_TEMPERATURE = E_MN/k_B in K; HOP_RSS (χ²), HOP_DOF,
 * HOP_REDUCED_CHI2, HOP_BIRGE, HOP_POINTS. Where the 95 % interval of the slope holds
 * zero there is no E_MN: it is NaN and HOP_FLAG_NOT_DETERMINED is set.
 * @return NaN for another key or NULL. @since 0.1
 */
HOP_API double hop_compensation_value(const hop_compensation *line, int32_t key);

/**
 * @brief Standard error of the slope, the intercept, E_MN or the isokinetic temperature.
 * @return NaN for another key or NULL. @since 0.1
 */
HOP_API double hop_compensation_standard_error(const hop_compensation *line, int32_t key);

/**
 * @brief Confidence interval of the same.
 *
 * That of the slope holds the slopes whose sum of squares is within q² of the best
 * (profile likelihood; q the normal quantile, Student's t where Birge-scaled), from
 * the lowest to the highest; it can be infinite. That of E_MN and the isokinetic
 * temperature is its reciprocal, −infinity to infinity where it holds zero. That of
 * the intercept is symmetric, q standard errors.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_UNKNOWN_KEY, HOP_ERR_OUT_OF_RANGE
 * (level). @since 0.1
 */
HOP_API hop_status hop_compensation_interval(const hop_compensation *line, int32_t key,
                                             double level, double *lower, double *upper);

/**
 * @brief Covariance of (slope, intercept), 2 × 2, row-major.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_compensation_covariance(const hop_compensation *line, double *out4);

/** @brief The HOP_FLAG_ bits. @since 0.1 */
HOP_API uint32_t hop_compensation_flags(const hop_compensation *line);

/** @brief Releases the line; NULL is a no-op. @since 0.1 */
HOP_API void hop_compensation_destroy(hop_compensation *line);

HOP_END_DECLS

#endif
