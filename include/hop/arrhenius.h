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

/** A line and two curves through one quantity, to be compared; immutable. @since 0.1 */
typedef struct hop_alternatives hop_alternatives;

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

/** What becomes of hopping frequencies that are only limits. */
enum {
    HOP_LIMITS_DROP = 1,    /**< they are left out */
    HOP_LIMITS_CENSORED = 2 /**< they take part as censored observations, the default */
};

/** How residuals count. */
enum {
    HOP_ARRHENIUS_LOSS_SQUARE = 1, /**< least squares, the default */
    HOP_ARRHENIUS_LOSS_HUBER = 2   /**< linear beyond 1.345 standard deviations */
};

/** What stands on a line. */
enum {
    HOP_ARRHENIUS_SIGMA_T = 1, /**< ln(σ_dc T), eq. 5, the default of the first line */
    HOP_ARRHENIUS_SIGMA = 2,   /**< ln σ_dc: E_a is smaller by about k_B T */
    HOP_ARRHENIUS_F_P = 3      /**< ln f_p; hop_arrhenius_alternatives() only */
};

/** Curves of hop_alternatives. */
enum {
    HOP_CURVE_LINE = 1,    /**< ln y = intercept − E/(k_B T) */
    HOP_CURVE_VFT = 2,     /**< ln y = intercept − B/(T − T₀) (Vogel, Fulcher, Tammann) */
    HOP_CURVE_SEGMENTS = 3 /**< two Arrhenius lines that meet at a fitted temperature */
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
 * symmetric to 1e-9 and positive definite, or NULL: not known (unweighted lines only).
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
 * HOP_EXTRACTOR_CROSSING it follows from f_p being read off at 2σ_dc; for
 * HOP_EXTRACTOR_MODULUS_PEAK it is zero, as the level of the data does not move their
 * maximum. The extractors of models have both numbers and their covariance from the model,
 * which is fitted in no window: so the two lines are of one process.
 * @return as hop_series_add(), and HOP_ERR_MISSING_DATA (no temperature, or no σ_dc).
 * @since 0.1
 */
HOP_API hop_status hop_series_add_fit(hop_ctx *ctx, hop_series *series, const hop_jpl *fit,
                                      const hop_hopping *hopping);

/**
 * @brief Error of each temperature by itself, for the points that are added after it.
 *
 * A wrong temperature moves both lines: dy = E/(k_B T²) dT with E_m for ln f_p and
 * E_a − k_B T for ln(σT), because T in σT is the one that was written down. The
 * variances and the covariance that this adds are taken at the fitted energies,
 * iterated. The unweighted method has it in its scatter and ignores it.
 * @param error_k standard deviation in K, ≥ 0; 0 at the start.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_series_set_temperature_error(hop_ctx *ctx, hop_series *series,
                                                    double error_k);

/**
 * @brief Error that all temperatures of the series share, such as that of the thermometer.
 *
 * It does not change the lines; its part is added to all covariances, whatever
 * the method, and is not multiplied by the Birge ratio.
 * @param error_k standard deviation in K, ≥ 0; 0 at the start.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_series_set_temperature_offset_error(hop_ctx *ctx, hop_series *series,
                                                           double error_k);

/** @brief Number of temperatures added; 0 for NULL. @since 0.1 */
HOP_API size_t hop_series_count(const hop_series *series);

/** @brief Releases the series; NULL is a no-op. @since 0.1 */
HOP_API void hop_series_destroy(hop_series *series);

/**
 * @brief Options at their defaults: joint, Birge ratio where significant, limits
 * censored, least squares, ln(σT). @since 0.1
 */
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

/**
 * @brief Chooses HOP_LIMITS_DROP or HOP_LIMITS_CENSORED.
 *
 * Censored: a lower limit L takes part with the likelihood Φ((line − L)/w + 0.6745): 1
 * far above L, 3/4 at L, and w is the width of the step (Tobin, Econometrica 1958,
 * 26, 24; an upper limit the other way round; docs/decisions/007-censored-limits.md
 * has the derivation). It needs a weighted method and two temperatures with
 * measured f_p; otherwise limits are left out.
 * @param width w in ln f, above 0 and at most 23, or NaN for the default 0.7, the
 * width of a spectrum with n = 0.66 (0.463/n).
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT,
 * HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_arrhenius_options_set_limits(hop_ctx *ctx, hop_arrhenius_options *options,
                                                    int32_t limits, double width);

/**
 * @brief Chooses HOP_ARRHENIUS_LOSS_SQUARE or HOP_ARRHENIUS_LOSS_HUBER.
 *
 * Huber (Ann. Math. Statist. 1964, 35, 73): whitened residuals count linearly beyond
 * 1.345 scales. The scale is the median absolute deviation, of both lines together
 * for the joint method and of each for the others. With given errors it is never
 * below 1 under HOP_BIRGE_SIGNIFICANT, and 1 under HOP_BIRGE_NEVER.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_arrhenius_options_set_loss(hop_ctx *ctx, hop_arrhenius_options *options,
                                                  int32_t loss);

/**
 * @brief Chooses what stands on the first line, HOP_ARRHENIUS_SIGMA_T or HOP_ARRHENIUS_SIGMA.
 *
 * Over a narrow range of temperatures the E_a of σ is that of σT less k_B T.
 * Entropy and concentration need σT: hop_transport_derive() refuses the other.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_arrhenius_options_set_quantity(hop_ctx *ctx,
                                                      hop_arrhenius_options *options,
                                                      int32_t quantity);

/** @brief Releases the options; NULL is a no-op. @since 0.1 */
HOP_API void hop_arrhenius_options_destroy(hop_arrhenius_options *options);

/**
 * @brief Fits both Arrhenius lines (eqs. 5 and 7).
 *
 * σ_dc of every temperature takes part in the first line, f_p of every
 * temperature at which it is a number in the second. Limits take part as
 * censored observations (HOP_FLAG_LIMITS_CENSORED) or are left out
 * (HOP_FLAG_LIMITS_LEFT_OUT), as the options have it. With fewer than two
 * temperatures with a number E_m, E_f and ln f_e are NaN and
 * HOP_FLAG_E_M_UNDETERMINED is set.
 * @param series at least two different temperatures.
 * @param options or NULL for the defaults.
 * @param[out] out the result; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_TOO_FEW_TEMPERATURES,
 * HOP_ERR_MISSING_DATA (a weighted method and a point without covariance),
 * HOP_ERR_NO_CONVERGENCE (temperature errors, limits, robust weights),
 * HOP_ERR_LAPACK, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result: hop_arrhenius_destroy(). @since 0.1
 */
HOP_API hop_status hop_arrhenius_fit(hop_ctx *ctx, const hop_series *series,
                                     const hop_arrhenius_options *options, hop_arrhenius **out);

/**
 * @brief One number of the lines.
 *
 * HOP_E_A, HOP_E_M, HOP_E_F in eV; HOP_LN_SIGMA_0, HOP_LN_F_E; HOP_RSS (χ²),
 * HOP_DOF, HOP_BIRGE; HOP_POINTS_SIGMA, HOP_POINTS_F_P, HOP_POINTS_CENSORED (limits
 * that took part); HOP_DOWNWEIGHTED and HOP_ROBUST_SCALE of the Huber loss (scale of
 * the first line where each has its own); HOP_RANK, HOP_CONDITION. χ² and its
 * degrees of freedom count numbers only, not limits.
 * @return NaN if it does not exist, for another key, or for NULL. @since 0.1
 */
HOP_API double hop_arrhenius_value(const hop_arrhenius *a, int32_t key);

/** @brief Standard error of HOP_E_A, _E_M, _E_F, _LN_SIGMA_0, _LN_F_E; else NaN. @since 0.1 */
HOP_API double hop_arrhenius_standard_error(const hop_arrhenius *a, int32_t key);

/**
 * @brief Confidence interval of HOP_E_A, _E_M, _E_F, _LN_SIGMA_0, _LN_F_E.
 *
 * Value ± quantile · standard error: Student's t where the errors come from the
 * scatter (unweighted, times the Birge ratio, or a robust scale), else normal. Where limits
 * take part (HOP_POINTS_CENSORED > 0, no robust loss) the likelihood is skew: the
 * ends are where −2 ln L has risen by the quantile squared (profile likelihood).
 * @param level 0 < level < 1.
 * @param[out] lower, upper the ends; NaN where there is no error, infinite where the
 * likelihood does not fall as far.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_UNKNOWN_KEY, HOP_ERR_OUT_OF_RANGE,
 * HOP_ERR_OUT_OF_MEMORY and HOP_ERR_LAPACK (limits only; by the allocator of the fit).
 * Thread-safe. @since 0.1
 */
HOP_API hop_status hop_arrhenius_interval(const hop_arrhenius *a, int32_t key, double level,
                                          double *lower, double *upper);

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

/**
 * @brief Band about a line at a temperature: of the line itself, or of a new measurement.
 * @param key HOP_LN_SIGMA_T (the first line, whatever stands on it) or HOP_LN_F_P.
 * @param temperature_k T in K, > 0. @param level 0 < level < 1.
 * @param new_sd standard deviation of a new measurement of y, in ln: 0 for the band
 * of the line, NaN for a measurement as good as those of the series (root mean
 * square of their errors, which for the unweighted method is their scatter).
 * @param[out] lower, upper the ends; NaN where E_m or its error is not determined.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_UNKNOWN_KEY, HOP_ERR_OUT_OF_RANGE,
 * HOP_ERR_BAD_TEMPERATURE. Thread-safe. @since 0.1
 */
HOP_API hop_status hop_arrhenius_band(const hop_arrhenius *a, int32_t key, double temperature_k,
                                      double level, double new_sd, double *lower,
                                      double *upper);

/**
 * @brief What each temperature does to the lines, in the order in which they were added.
 *
 * - HOP_LEVERAGE: its part of the rank, at most 2 (1 with σ_dc alone).
 * - HOP_COOK_DISTANCE: how far both lines move without it, in units of the errors of
 *   the points and per parameter (Cook, Technometrics 1977, 19, 15).
 * - HOP_STUDENTISED_SIGMA, HOP_STUDENTISED_F_P: distance from the line that is fitted
 *   without it, over the standard deviation of that distance.
 * - HOP_E_A_WITHOUT, HOP_E_M_WITHOUT: the energies without it, in eV.
 *
 * Everything is fitted again for each temperature with the options of the fit. NaN
 * where too few temperatures are left, and for the f_p of a limit.
 * @param a the lines. @param key one of the above.
 * @param[out] out one number a temperature, or NULL with capacity 0 to ask for the size.
 * @param capacity room in @p out. @param[out] count number of temperatures; may be NULL.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_UNKNOWN_KEY, HOP_ERR_CAPACITY,
 * HOP_ERR_LAPACK, HOP_ERR_OUT_OF_MEMORY. Thread-safe with a context for each thread.
 * @since 0.1
 */
HOP_API hop_status hop_arrhenius_influence(hop_ctx *ctx, const hop_arrhenius *a, int32_t key,
                                           double *out, size_t capacity, size_t *count);

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

/**
 * @brief Is the line straight? A line, a VFT curve and two segments through one quantity.
 *
 * Each is fitted to its global minimum. With errors of all points they are weighted
 * by them, temperature errors included, and compared by QAICc: χ² over the
 * overdispersion of the largest curve. Without errors the variance is one more
 * parameter. VFT needs 5 different temperatures and two segments 6; a curve with
 * fewer is flagged HOP_FLAG_TOO_FEW_FOR_MODEL and has no numbers. Limits are left out.
 * (Burnham and Anderson, Model Selection and Multimodel Inference, Springer 2002.)
 * @param quantity HOP_ARRHENIUS_SIGMA_T, HOP_ARRHENIUS_SIGMA or HOP_ARRHENIUS_F_P.
 * @param[out] out the curves; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT,
 * HOP_ERR_TOO_FEW_TEMPERATURES, HOP_ERR_LAPACK, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result: hop_alternatives_destroy(). @since 0.1
 */
HOP_API hop_status hop_arrhenius_alternatives(hop_ctx *ctx, const hop_series *series,
                                              int32_t quantity, hop_alternatives **out);

/**
 * @brief One number of a curve.
 *
 * HOP_CURVE_LINE: HOP_INTERCEPT, HOP_ENERGY (eV). HOP_CURVE_VFT: HOP_INTERCEPT, HOP_VFT_B and
 * HOP_VFT_T_0 (K), 0 ≤ T₀ < the lowest temperature. HOP_CURVE_SEGMENTS: HOP_ENERGY_HOT
 * and HOP_ENERGY_COLD (eV), above and below HOP_BREAK_TEMPERATURE (K), which has two
 * temperatures at least on either side. All: HOP_RSS (weighted), HOP_DOF, HOP_AICC,
 * HOP_BIC, HOP_EVIDENCE (Akaike weight: the three add up to 1), HOP_POINTS, HOP_RANK,
 * HOP_CONDITION.
 * @return NaN if it does not exist, for another key or curve, or for NULL.
 * Thread-safe. @since 0.1
 */
HOP_API double hop_alternatives_value(const hop_alternatives *alternatives, int32_t curve,
                                      int32_t key);

/**
 * @brief Standard error of a parameter of a curve, from the derivatives at the minimum.
 * @return NaN for another key or curve, NULL, or a parameter at its bound.
 * Thread-safe. @since 0.1
 */
HOP_API double hop_alternatives_standard_error(const hop_alternatives *alternatives,
                                               int32_t curve, int32_t key);

/** @brief The HOP_FLAG_ bits of a curve. Thread-safe. @since 0.1 */
HOP_API uint32_t hop_alternatives_flags(const hop_alternatives *alternatives, int32_t curve);

/** @brief The HOP_CURVE_ of the lowest AICc; 0 for NULL. Thread-safe. @since 0.1 */
HOP_API int32_t hop_alternatives_best(const hop_alternatives *alternatives);

/**
 * @brief ln y of a curve at a temperature.
 * @param temperature_k T in K, > 0 and above T₀ of a VFT curve.
 * @param[out] out the value; NaN for a curve that was not fitted.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (curve),
 * HOP_ERR_BAD_TEMPERATURE. Thread-safe. @since 0.1
 */
HOP_API hop_status hop_alternatives_evaluate(const hop_alternatives *alternatives, int32_t curve,
                                             double temperature_k, double *out);

/** @brief Releases the curves; NULL is a no-op. @since 0.1 */
HOP_API void hop_alternatives_destroy(hop_alternatives *alternatives);

HOP_END_DECLS

#endif
