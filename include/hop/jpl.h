/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_JPL_H
#define HOP_JPL_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "quantity.h"
#include "spectrum.h"

/**
 * @file jpl.h
 * @brief Least-squares fit of the Jonscher power law to σ′(ω).
 *
 * σ′(ω) = σ_dc + A_J ωⁿ = σ_dc [1 + (ω/ω_p)ⁿ] (eqs. 2–4), so that
 * σ′(ω_p) = 2σ_dc. The fit minimises Σ((σ′_k − m_k)/s_k)² with σ_dc ≥ 0,
 * A_J ≥ 0 and n in a stated range. σ_dc and A_J enter linearly; the remaining
 * problem in n is one-dimensional and is searched over the whole range, so
 * there are no start values and the minimum found is the global one.
 *
 * Source of the method: Li, Liu et al., J. Am. Chem. Soc. 2023, 145, 11701.
 * Separable least squares: Golub and Pereyra, SIAM J. Numer. Anal. 1973, 10, 413.
 */

HOP_BEGIN_DECLS

/** How to fit; mutable, one thread at a time. @since 0.1 */
typedef struct hop_jpl_options hop_jpl_options;

/** The result of a fit; immutable, any number of threads may read it. @since 0.1 */
typedef struct hop_jpl hop_jpl;

/** Weightings: the standard deviation s_k that a residual is divided by. */
enum {
    HOP_WEIGHTING_UNIT = 1,         /**< s_k = 1 S/m */
    HOP_WEIGHTING_PROPORTIONAL = 2, /**< s_k = σ′_k, the default */
    HOP_WEIGHTING_MODULUS = 3,      /**< s_k = |σ*_k|, needs complex data */
    HOP_WEIGHTING_GIVEN = 4,        /**< s_k from the spectrum; covariance is absolute */
    HOP_WEIGHTING_FITTED = 5        /**< s_k = the fitted σ′_k, iterated: no bias by noise */
};

/** Which of the points inside the frequency range take part. */
enum {
    HOP_WINDOW_FULL = 1, /**< all of them, the default */
    HOP_WINDOW_AUTO = 2  /**< those between two cut-offs that are found from the data */
};

/** Loss functions of a residual divided by its standard deviation. */
enum {
    HOP_LOSS_SQUARE = 1, /**< least squares, the default */
    HOP_LOSS_HUBER = 2,  /**< linear beyond 1.345 standard deviations */
    HOP_LOSS_TUKEY = 3   /**< constant beyond 4.685: gross outliers do not count at all */
};

/** Methods of hop_jpl_interval(). */
enum {
    HOP_INTERVAL_LINEARISED = 1, /**< covariance and Student's t, in ln for positive quantities */
    HOP_INTERVAL_PROFILE = 2     /**< profile likelihood: right also where the data are weak */
};

/**
 * @brief Options at their defaults: proportional weighting, 0.01 ≤ n ≤ 1, all frequencies.
 * @param[out] out the new options; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns it: hop_jpl_options_destroy(). @since 0.1
 */
HOP_API hop_status hop_jpl_options_create(hop_ctx *ctx, hop_jpl_options **out);

/**
 * @brief Chooses the weighting, one of the HOP_WEIGHTING_ constants.
 *
 * HOP_WEIGHTING_PROPORTIONAL gives a point that came out low more weight, so at a
 * relative noise ε σ_dc is low by 2ε²; HOP_WEIGHTING_FITTED takes the same relative noise
 * of the fitted values (quasi-likelihood, R. W. M. Wedderburn, Biometrika 1974, 61, 439).
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_jpl_options_set_weighting(hop_ctx *ctx, hop_jpl_options *options,
                                                 int32_t weighting);

/**
 * @brief Range of the exponent, 0.01 ≤ n_min < n_max ≤ 2.
 *
 * Below 0.01 a power and a constant cannot be told apart in double precision,
 * so 0.01 stands for the open end of the physical range (0, 1].
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_jpl_options_set_n_range(hop_ctx *ctx, hop_jpl_options *options,
                                               double n_min, double n_max);

/**
 * @brief Frequencies that take part: f_min_hz ≤ f ≤ f_max_hz.
 * @param f_min_hz lower end, ≥ 0. @param f_max_hz upper end, > f_min_hz, may be infinite.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_jpl_options_set_frequency_range(hop_ctx *ctx, hop_jpl_options *options,
                                                       double f_min_hz, double f_max_hz);

/**
 * @brief Chooses HOP_WINDOW_FULL or HOP_WINDOW_AUTO.
 *
 * The automatic window cuts off the low end where electrodes and the high end
 * where leads distort the spectrum. Every window of at least seven neighbouring
 * points is compared by AIC = χ² + 2·(values cut off) (Jay and Neil, Phys. Rev. D
 * 2021, 103, 114502), with the noise from fourth differences of the data. Where
 * the imaginary part is known it takes part: by Kramers and Kronig a power law
 * in σ′ is σ″ = Bωⁿ + Cω there, and electrodes and leads show in it first. The
 * best window is fitted; the spread of the results over all windows by their
 * weights exp(−ΔAIC/2) is the systematic error. HOP_FLAG_LOW_END_CUT and
 * HOP_FLAG_HIGH_END_CUT say what was cut off, HOP_EXCESS_LOW and _HIGH by how
 * much, HOP_FLAG_NOT_DETERMINED that no window holds a plateau and a dispersion.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_jpl_options_set_window(hop_ctx *ctx, hop_jpl_options *options,
                                              int32_t window);

/**
 * @brief Chooses the loss, one of the HOP_LOSS_ constants.
 *
 * A robust loss minimises Σρ(u_k), u_k = (σ′_k − m_k)/(σ s_k), by iteratively
 * reweighted least squares from a fit of least absolute deviations, with the
 * scale σ (HOP_ROBUST_SCALE) from the median absolute deviation, or 1 for given
 * standard deviations. Both constants have 95 % efficiency for normal residuals. For
 * proportional and modulus weighting s_k follows the model instead of the measured
 * value, or an outlier would set its own weight. Errors are Huber's: the fit is
 * that of pseudo-observations m_k + Kσs_kψ(u_k)/ψ̄′, HOP_RSS is the sum of squares of
 * their residuals, and the covariance is scaled by rss/dof in any weighting.
 * Intervals and replicates rest on them too; HOP_AICC and HOP_BIC do not exist.
 * HOP_OUTLIERS: points with a weight below one half.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT.
 * Huber and Ronchetti, Robust Statistics, Wiley 2009, ch. 7; Holland and Welsch,
 * Commun. Stat. A 1977, 6, 813. @since 0.1
 */
HOP_API hop_status hop_jpl_options_set_loss(hop_ctx *ctx, hop_jpl_options *options, int32_t loss);

/** @brief Releases the options; NULL is a no-op. @since 0.1 */
HOP_API void hop_jpl_options_destroy(hop_jpl_options *options);

/**
 * @brief Fits the Jonscher power law (eqs. 2–4) to one spectrum.
 * @param ctx context or NULL.
 * @param s spectrum whose conductivity is known: it was made from a
 * conductivity, permittivity or modulus, or its geometry is known.
 * @param options how to fit, or NULL for the defaults.
 * @param[out] out the fit; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_MISSING_DATA (geometry,
 * imaginary part or standard deviations), HOP_ERR_TOO_FEW_POINTS (fewer than
 * four usable points), HOP_ERR_NOT_POSITIVE (no usable point has σ′ > 0),
 * HOP_ERR_NO_VARIATION (all σ′ equal), HOP_ERR_NOT_FINITE, HOP_ERR_OUT_OF_RANGE
 * (frequencies over more than 100 decades), HOP_ERR_OUT_OF_MEMORY.
 *
 * What the data cannot support is not an error but said in hop_jpl_flags().
 * The result does not depend on the order of the points nor on the unit of
 * conductivity (beyond rounding).
 * The caller owns the result: hop_jpl_destroy(). Thread-safe with one context
 * per thread. @since 0.1
 */
HOP_API hop_status hop_jpl_fit(hop_ctx *ctx, const hop_spectrum *s,
                               const hop_jpl_options *options, hop_jpl **out);

/**
 * @brief Fits the Jonscher power law to many spectra on one grid of frequencies.
 *
 * Each spectrum gets what hop_jpl_fit() gives it, within 1e-10 of its standard
 * errors, in the caller's arrays: nothing is allocated for a spectrum, so any
 * number of them takes the same memory. The threads of the context share the
 * work, its progress callback can stop it.
 * @param ctx context or NULL.
 * @param points number of frequencies. @param freq_hz all different, in any order.
 * @param spectra number of spectra.
 * @param sigma_s_per_m σ′ in S/m, @p spectra rows of @p points numbers. A row with a
 * number that is not finite is an error of that row.
 * @param sd_s_per_m standard deviations > 0, of the same shape, for
 * HOP_WEIGHTING_GIVEN; NULL for the other weightings.
 * @param options how to fit, or NULL for the defaults. Neither HOP_WEIGHTING_MODULUS
 * (there is no σ″) nor HOP_WINDOW_AUTO.
 * @param key_count number of keys. @param keys what to answer, as in hop_jpl_value().
 * @param[out] values @p spectra rows of @p key_count numbers; NaN where one does not exist.
 * @param[out] errors standard errors, in the same shape, as hop_jpl_standard_error()
 * has them; may be NULL.
 * @param[out] covariances of (ln σ_dc, ln ω_p, n), @p spectra rows of nine; may be NULL.
 * @param[out] flags the HOP_FLAG_ bits, @p spectra numbers; may be NULL.
 * @param[out] statuses what hop_jpl_fit() would answer for each row, @p spectra numbers;
 * may be NULL. A row with an error has NaN in all its numbers and no flags.
 * @return HOP_OK, also where rows have errors, HOP_ERR_NULL_ARGUMENT,
 * HOP_ERR_INVALID_ARGUMENT (weighting or window), HOP_ERR_UNKNOWN_KEY,
 * HOP_ERR_MISSING_DATA (standard deviations), HOP_ERR_TOO_FEW_POINTS (no point at all),
 * HOP_ERR_BAD_FREQUENCY, HOP_ERR_DUPLICATE_FREQUENCY, HOP_ERR_OUT_OF_MEMORY; arrays
 * untouched. HOP_ERR_CANCELLED: some rows were not done.
 * Thread-safe with one context per thread. @since 0.1
 */
HOP_API hop_status hop_jpl_fit_batch(hop_ctx *ctx, size_t points, const double *freq_hz,
                                     size_t spectra, const double *sigma_s_per_m,
                                     const double *sd_s_per_m, const hop_jpl_options *options,
                                     size_t key_count, const int32_t *keys, double *values,
                                     double *errors, double *covariances, uint32_t *flags,
                                     hop_status *statuses);

/**
 * @brief One number of the fit.
 *
 * HOP_SIGMA_DC, HOP_A_J, HOP_N, HOP_OMEGA_P, HOP_F_P, HOP_LN_SIGMA_DC,
 * HOP_LN_OMEGA_P: the parameters. HOP_RSS: Σ((σ′−m)/s)²; HOP_DOF: points − 3;
 * HOP_REDUCED_CHI2: rss/dof. HOP_AICC, HOP_BIC: with N ln(rss/N) and four
 * parameters (three and the scale), or with rss and three for given standard
 * deviations; comparable between models on the same data and weighting.
 * HOP_POINTS, HOP_EXCLUDED, HOP_F_MIN, HOP_F_MAX: the points used.
 * HOP_F_DISPERSION: F statistic of the dispersion, (rss of a constant − rss)(N−3)/rss.
 * HOP_RANK, HOP_CONDITION: of the column-scaled Jacobian. HOP_TEMPERATURE.
 * With a robust loss also HOP_ROBUST_SCALE and HOP_OUTLIERS.
 * With HOP_WINDOW_AUTO also HOP_NOISE: standard deviation of a value in units of
 * its s_k (of |σ*| where the imaginary part is known); HOP_WINDOWS: effective
 * number of windows; HOP_EXCESS_LOW, HOP_EXCESS_HIGH: mean residual of up to three
 * points next to the window that were cut off, in standard deviations of the noise.
 * @return the value; NaN if it does not exist (see hop_jpl_flags()), if the
 * key is not a quantity of a fit, or if @p fit is NULL.
 * Thread-safe. @since 0.1
 */
HOP_API double hop_jpl_value(const hop_jpl *fit, int32_t key);

/**
 * @brief Standard error of a parameter, from the covariance.
 * @param key HOP_SIGMA_DC, HOP_A_J, HOP_N, HOP_OMEGA_P, HOP_F_P,
 * HOP_LN_SIGMA_DC or HOP_LN_OMEGA_P.
 * @return NaN where the parameter has none. Thread-safe. @since 0.1
 */
HOP_API double hop_jpl_standard_error(const hop_jpl *fit, int32_t key);

/**
 * @brief Confidence interval of a parameter.
 * @param key as in hop_jpl_standard_error().
 * @param level confidence level, 0 < level < 1, such as 0.95.
 * @param method HOP_INTERVAL_LINEARISED: Student's t with dof degrees of
 * freedom (normal for given standard deviations), symmetric in ln for positive
 * quantities and in n itself. HOP_INTERVAL_PROFILE: all values θ of the
 * parameter with χ²(θ) − χ²_min ≤ t² s², where χ²(θ) is the smallest sum of
 * squares with the parameter at θ, t is the quantile as above and s² = χ²_min/dof
 * (1 for given standard deviations). An end that the data do not bound is 0 or
 * infinity (−infinity for a logarithm); for n it is an end of the allowed range.
 * @param[out] lower, upper the ends; NaN where the parameter has no interval.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_UNKNOWN_KEY,
 * HOP_ERR_OUT_OF_RANGE (level), HOP_ERR_INVALID_ARGUMENT (method).
 * Thread-safe. Profile likelihood: Venzon and Moolgavkar, Appl. Stat. 1988, 37, 87;
 * Bates and Watts, Nonlinear Regression Analysis, Wiley 1988, ch. 6. @since 0.1
 */
HOP_API hop_status hop_jpl_interval(const hop_jpl *fit, int32_t key, double level,
                                    int32_t method, double *lower, double *upper);

/**
 * @brief The profile likelihood of one parameter, for drawing it or for other levels.
 *
 * excess(θ) = (χ²(θ) − χ²_min)/s² with χ²(θ) the smallest sum of squares with the
 * parameter held at θ, over the others (σ_dc ≥ 0, A_J ≥ 0, n in its range). Its
 * square root compares with Student's t: excess ≤ t² is the interval of
 * HOP_INTERVAL_PROFILE. A parabola says that the linearised interval is right.
 * @param key as in hop_jpl_standard_error().
 * @param count number of values.
 * @param values @p count values of the parameter: finite, positive where it is
 * no logarithm, n inside the allowed range.
 * @param[out] excess @p count numbers ≥ 0.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_UNKNOWN_KEY,
 * HOP_ERR_OUT_OF_RANGE (a value; array untouched).
 * Thread-safe. @since 0.1
 */
HOP_API hop_status hop_jpl_profile(const hop_jpl *fit, int32_t key, size_t count,
                                   const double *values, double *excess);

/**
 * @brief Covariance of (ln σ_dc, ln ω_p, n), 3 × 3, row-major.
 * @param[out] out9 nine numbers; NaN where the fit does not determine them.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT. Thread-safe. @since 0.1
 */
HOP_API hop_status hop_jpl_covariance(const hop_jpl *fit, double *out9);

/**
 * @brief Systematic standard error of a parameter: its spread over the windows.
 *
 * It stands beside hop_jpl_standard_error() and is not part of it; the total is
 * the root of the sum of squares.
 * @param key as in hop_jpl_standard_error().
 * @return NaN without HOP_WINDOW_AUTO. Thread-safe. @since 0.1
 */
HOP_API double hop_jpl_systematic_error(const hop_jpl *fit, int32_t key);

/**
 * @brief Systematic covariance of (ln σ_dc, ln ω_p, n), 3 × 3, row-major.
 * @param[out] out9 nine numbers; NaN without HOP_WINDOW_AUTO.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT. Thread-safe. @since 0.1
 */
HOP_API hop_status hop_jpl_systematic_covariance(const hop_jpl *fit, double *out9);

/** @brief The HOP_FLAG_ bits of the fit; 0 for NULL. Thread-safe. @since 0.1 */
HOP_API uint32_t hop_jpl_flags(const hop_jpl *fit);

/** @brief The weighting used, one of the HOP_WEIGHTING_ constants. @since 0.1 */
HOP_API int32_t hop_jpl_weighting(const hop_jpl *fit);

/**
 * @brief The fitted σ′ at any frequencies.
 * @param n number of frequencies. @param freq_hz positive frequencies in Hz.
 * @param[out] sigma_s_per_m n conductivities in S/m.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_BAD_FREQUENCY (array untouched).
 * Thread-safe. @since 0.1
 */
HOP_API hop_status hop_jpl_evaluate(const hop_jpl *fit, size_t n, const double *freq_hz,
                                    double *sigma_s_per_m);

/** @brief Releases the fit; NULL is a no-op. @since 0.1 */
HOP_API void hop_jpl_destroy(hop_jpl *fit);

HOP_END_DECLS

#endif
