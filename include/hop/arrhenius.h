/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_ARRHENIUS_H
#define HOP_ARRHENIUS_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "hopping.h"
#include "jpl.h"
#include "quantity.h"

/**
 * @file arrhenius.h
 * @brief Activation energies from a series of temperatures.
 *
 * Two lines against 1/T (eqs. 5 and 7):
 * ln(σ_dc T) = ln σ₀ − E_a/(k_B T) and ln f_p = ln f_e − E_m/(k_B T).
 * σ_dc and f_p of one fit are correlated; E_f = E_a − E_m takes that into
 * account and has a smaller error than the two energies in quadrature.
 */

HOP_BEGIN_DECLS

/** The points of a series; mutable, one thread at a time. @since 0.1 */
typedef struct hop_series hop_series;

/** How to fit the lines; mutable, one thread at a time. @since 0.1 */
typedef struct hop_arrhenius_options hop_arrhenius_options;

/** Both lines with their joint covariance; immutable. @since 0.1 */
typedef struct hop_arrhenius hop_arrhenius;

/** One straight line against 1/T; immutable. @since 0.1 */
typedef struct hop_line hop_line;

/** Methods of hop_arrhenius_fit(). */
enum {
    HOP_ARRHENIUS_JOINT = 1,     /**< generalised least squares of both lines, the default */
    HOP_ARRHENIUS_WEIGHTED = 2,  /**< two regressions, each weighted by its own variances */
    HOP_ARRHENIUS_UNWEIGHTED = 3 /**< two textbook regressions, errors from the scatter */
};

/** When standard errors are multiplied by the Birge ratio √(χ²/dof). */
enum {
    HOP_BIRGE_NEVER = 1,
    HOP_BIRGE_SIGNIFICANT = 2, /**< if χ² exceeds its 95 % quantile, the default */
    HOP_BIRGE_ALWAYS = 3
};

/**
 * @brief Makes an empty series.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns it: hop_series_destroy(). @since 0.1
 */
HOP_API hop_status hop_series_create(hop_ctx *ctx, hop_series **out);

/**
 * @brief Adds a temperature at which both σ_dc and f_p are known.
 * @param temperature_k T in K, > 0.
 * @param ln_sigma_dc ln(σ_dc / (S/m)). @param ln_f_p ln(f_p / Hz).
 * @param covariance4 2 × 2 covariance of (ln σ_dc, ln f_p), row-major,
 * symmetric and positive definite, or NULL: not known (unweighted lines only).
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_BAD_TEMPERATURE,
 * HOP_ERR_NOT_FINITE, HOP_ERR_NOT_POSITIVE (covariance), HOP_ERR_OUT_OF_MEMORY.
 * @since 0.1
 */
HOP_API hop_status hop_series_add(hop_ctx *ctx, hop_series *series, double temperature_k,
                                  double ln_sigma_dc, double ln_f_p, const double *covariance4);

/**
 * @brief Adds a temperature at which f_p is only a limit, or not known at all.
 * @param variance_ln_sigma_dc variance of ln σ_dc, > 0, or NaN: not known.
 * @param state HOP_STATE_LOWER_LIMIT, HOP_STATE_UPPER_LIMIT or HOP_STATE_NONE.
 * @param ln_f_p_limit the limit as ln(f/Hz); ignored for HOP_STATE_NONE.
 * @return as hop_series_add(), and HOP_ERR_INVALID_ARGUMENT (state).
 * @since 0.1
 */
HOP_API hop_status hop_series_add_limit(hop_ctx *ctx, hop_series *series, double temperature_k,
                                        double ln_sigma_dc, double variance_ln_sigma_dc,
                                        int32_t state, double ln_f_p_limit);

/**
 * @brief Adds what a fit and a hopping frequency say, with the covariance of the fit.
 *
 * The temperature is that of the fitted spectrum. Where the window was found from
 * the data (HOP_WINDOW_AUTO) the systematic covariance is added. The covariance between
 * ln σ_dc and ln f_p is known for HOP_EXTRACTOR_FIT; for
 * HOP_EXTRACTOR_CROSSING it follows from f_p being read off at 2σ_dc.
 * @return as hop_series_add(), and HOP_ERR_MISSING_DATA (no temperature, or no σ_dc).
 * @since 0.1
 */
HOP_API hop_status hop_series_add_fit(hop_ctx *ctx, hop_series *series, const hop_jpl *fit,
                                      const hop_hopping *hopping);

/** @brief Number of temperatures added; 0 for NULL. @since 0.1 */
HOP_API size_t hop_series_count(const hop_series *series);

/** @brief Releases the series; NULL is a no-op. @since 0.1 */
HOP_API void hop_series_destroy(hop_series *series);

/** @brief Options at their defaults: joint, Birge ratio where significant. @since 0.1 */
HOP_API hop_status hop_arrhenius_options_create(hop_ctx *ctx, hop_arrhenius_options **out);

/** @brief Chooses one of HOP_ARRHENIUS_JOINT, _WEIGHTED, _UNWEIGHTED. @since 0.1 */
HOP_API hop_status hop_arrhenius_options_set_method(hop_ctx *ctx, hop_arrhenius_options *options,
                                                    int32_t method);

/**
 * @brief Chooses one of HOP_BIRGE_NEVER, _SIGNIFICANT, _ALWAYS.
 * The unweighted method takes its errors from the scatter in any case. @since 0.1
 */
HOP_API hop_status hop_arrhenius_options_set_birge(hop_ctx *ctx, hop_arrhenius_options *options,
                                                   int32_t birge);

/** @brief Releases the options; NULL is a no-op. @since 0.1 */
HOP_API void hop_arrhenius_options_destroy(hop_arrhenius_options *options);

/**
 * @brief Fits both Arrhenius lines (eqs. 5 and 7).
 *
 * σ_dc of every temperature takes part in the first line, f_p of every
 * temperature at which it is a number in the second; limits are left out and
 * flagged (HOP_FLAG_LIMITS_LEFT_OUT). With fewer than two such temperatures
 * E_m, E_f and ln f_e are NaN and HOP_FLAG_E_M_UNDETERMINED is set.
 * @param series at least two different temperatures.
 * @param options or NULL for the defaults.
 * @param[out] out the result; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_TOO_FEW_TEMPERATURES,
 * HOP_ERR_MISSING_DATA (a weighted method and a point without covariance),
 * HOP_ERR_LAPACK, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result: hop_arrhenius_destroy(). @since 0.1
 */
HOP_API hop_status hop_arrhenius_fit(hop_ctx *ctx, const hop_series *series,
                                     const hop_arrhenius_options *options, hop_arrhenius **out);

/**
 * @brief One number of the lines.
 *
 * HOP_E_A, HOP_E_M, HOP_E_F in eV; HOP_LN_SIGMA_0, HOP_LN_F_E; HOP_RSS (χ²),
 * HOP_DOF, HOP_BIRGE; HOP_POINTS_SIGMA, HOP_POINTS_F_P; HOP_RANK, HOP_CONDITION.
 * @return NaN if it does not exist, for another key, or for NULL. @since 0.1
 */
HOP_API double hop_arrhenius_value(const hop_arrhenius *a, int32_t key);

/** @brief Standard error of HOP_E_A, _E_M, _E_F, _LN_SIGMA_0, _LN_F_E; else NaN. @since 0.1 */
HOP_API double hop_arrhenius_standard_error(const hop_arrhenius *a, int32_t key);

/**
 * @brief Covariance of (E_a, ln σ₀, E_m, ln f_e), 4 × 4, row-major; eV for energies.
 * @param[out] out16 sixteen numbers; NaN where E_m is not determined.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_arrhenius_covariance(const hop_arrhenius *a, double *out16);

/** @brief The HOP_FLAG_ bits. @since 0.1 */
HOP_API uint32_t hop_arrhenius_flags(const hop_arrhenius *a);

/** @brief The method used. @since 0.1 */
HOP_API int32_t hop_arrhenius_method(const hop_arrhenius *a);

/**
 * @brief The lines at a temperature: ln(σT / (S K/m)) and ln(f_p/Hz), with their covariance.
 * @param temperature_k T in K, > 0.
 * @param[out] out2 the two values; the second is NaN if E_m is not determined.
 * @param[out] out4 their 2 × 2 covariance, row-major; may be NULL.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_BAD_TEMPERATURE. @since 0.1
 */
HOP_API hop_status hop_arrhenius_predict(const hop_arrhenius *a, double temperature_k,
                                         double *out2, double *out4);

/** @brief Releases the result; NULL is a no-op. @since 0.1 */
HOP_API void hop_arrhenius_destroy(hop_arrhenius *a);

/**
 * @brief Fits y = intercept + slope/T to one quantity.
 * @param n number of points, at least 2 different temperatures.
 * @param temperature_k n temperatures in K, > 0.
 * @param y n values, such as ln(σT) or ln f_p.
 * @param sd n standard deviations of y, > 0, taken as absolute; NULL: equal
 * weights, and the errors come from the scatter about the line.
 * @param[out] out the line; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_BAD_TEMPERATURE,
 * HOP_ERR_TOO_FEW_TEMPERATURES, HOP_ERR_NOT_FINITE, HOP_ERR_NOT_POSITIVE (sd),
 * HOP_ERR_LAPACK, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result: hop_line_destroy(). @since 0.1
 */
HOP_API hop_status hop_arrhenius_line(hop_ctx *ctx, size_t n, const double *temperature_k,
                                      const double *y, const double *sd, hop_line **out);

/**
 * @brief HOP_SLOPE in K, HOP_INTERCEPT, HOP_ENERGY = −k_B·slope in eV, HOP_RSS,
 * HOP_DOF, HOP_BIRGE, HOP_POINTS, HOP_RANK, HOP_CONDITION.
 * @return NaN for another key or NULL. @since 0.1
 */
HOP_API double hop_line_value(const hop_line *line, int32_t key);

/**
 * @brief Standard error of HOP_SLOPE, HOP_INTERCEPT or HOP_ENERGY.
 * @return NaN for another key, or for an unweighted line through two points. @since 0.1
 */
HOP_API double hop_line_standard_error(const hop_line *line, int32_t key);

/** @brief Covariance of (slope, intercept), 2 × 2, row-major. @since 0.1 */
HOP_API hop_status hop_line_covariance(const hop_line *line, double *out4);

/** @brief The HOP_FLAG_ bits. @since 0.1 */
HOP_API uint32_t hop_line_flags(const hop_line *line);

/** @brief Releases the line; NULL is a no-op. @since 0.1 */
HOP_API void hop_line_destroy(hop_line *line);

HOP_END_DECLS

#endif
