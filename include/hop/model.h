/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_MODEL_H
#define HOP_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "jpl.h"
#include "quantity.h"
#include "spectrum.h"

/**
 * @file model.h
 * @brief Models beyond the plain power law, from its extensions to a whole cell.
 *
 * Models of σ′(ω), fitted to σ′ as hop_jpl_fit() does:
 * - HOP_MODEL_JPL: σ_dc [1 + (ω/ω_p)ⁿ] (eqs. 2–4).
 * - HOP_MODEL_NCL: the same + B ω, the near-constant loss. Mind that a loss that
 *   is constant at all frequencies violates the Kramers–Kronig relations: it is an
 *   approximation over the window.
 * - HOP_MODEL_TWO_POWERS: the same + A₂ ω^n₂ with n ≤ n₂ ≤ 2.
 * - HOP_MODEL_RBM: σ_dc Re σ̃(ω/ω_m) of the random barrier model,
 *   ln σ̃ = (iω̃/σ̃)(1 + (8/3) iω̃/σ̃)^(−1/3); it has no exponent (Schrøder and
 *   Dyre, Phys. Rev. Lett. 2008, 101, 025901).
 *
 * Models of Z*(ω), fitted to both parts of the impedance:
 * - HOP_MODEL_COMPLEX_JPL: σ* = σ_dc + A*(iω)ⁿ + iωε₀ε_∞, whose real part is that of
 *   HOP_MODEL_JPL with A_J = A* cos(nπ/2).
 * - HOP_MODEL_COMPLEX_RBM: σ* = σ_dc σ̃(ω/ω_m) + iωε₀ε_∞.
 * - HOP_MODEL_CELL: the complex power law in series with the leads and a blocking
 *   electrode, Z = iωL + R + (l/A)/σ* + 1/[Q_el (iω)^α_el], and on demand with a
 *   grain boundary R_gb ∥ Q_gb (iω)^α_gb whose (RQ)^(−1/α) is below that of the sample.
 *
 * AICc and BIC compare models that were fitted to the same data with the same
 * weighting: the first four with each other, and the last three with each other.
 */

HOP_BEGIN_DECLS

/** How to fit a model; mutable, one thread at a time. @since 0.1 */
typedef struct hop_model_options hop_model_options;

/** A fitted model; immutable, any number of threads may read it. @since 0.1 */
typedef struct hop_model hop_model;

/** The one list of models: X(constant, number, name). The name is the one in JSON. */
#define HOP_MODEL_LIST(X)                          \
    X(HOP_MODEL_JPL, 1, "jpl")                     \
    X(HOP_MODEL_CELL, 2, "cell")                   \
    X(HOP_MODEL_NCL, 3, "jpl+ncl")                 \
    X(HOP_MODEL_TWO_POWERS, 4, "two-powers")       \
    X(HOP_MODEL_COMPLEX_JPL, 5, "complex-jpl")     \
    X(HOP_MODEL_RBM, 6, "rbm")                     \
    X(HOP_MODEL_COMPLEX_RBM, 7, "complex-rbm")

#define HOP_MODEL_CONSTANT(constant, number, name) constant = number,
enum { HOP_MODEL_LIST(HOP_MODEL_CONSTANT) HOP_MODEL_LIST_END_ = 0 };
#undef HOP_MODEL_CONSTANT

/** Parts around the sample in a model of Z; a sum of these bits. */
enum {
    HOP_PART_EPS_INF = 1,       /**< ε_∞ of the sample */
    HOP_PART_LEAD_L = 2,        /**< inductance of the leads */
    HOP_PART_LEAD_R = 4,        /**< resistance of the leads */
    HOP_PART_ELECTRODE = 8,     /**< blocking electrode, a constant phase element */
    HOP_PART_GRAIN_BOUNDARY = 16 /**< R ∥ constant phase element */
};

/**
 * @brief Name of a model, such as "complex-jpl".
 * @param model one of the HOP_MODEL_ constants.
 * @return static text, NULL for a number that is no model. Thread-safe. @since 0.1
 */
HOP_API const char *hop_model_name(int32_t model);

/**
 * @brief Options at their defaults: HOP_MODEL_JPL, the model's own weighting and
 * parts, 0.01 ≤ n ≤ 1, all frequencies, 16 starts.
 * @param[out] out the new options; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns it: hop_model_options_destroy(). @since 0.1
 */
HOP_API hop_status hop_model_options_create(hop_ctx *ctx, hop_model_options **out);

/**
 * @brief Chooses the model, one of the HOP_MODEL_ constants.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_model_options_set_model(hop_ctx *ctx, hop_model_options *options,
                                               int32_t model);

/**
 * @brief Chooses the standard deviation s_k that residuals are divided by.
 *
 * Models of σ′ take the HOP_WEIGHTING_ constants but _FITTED with the meaning of jpl.h, and
 * HOP_WEIGHTING_PROPORTIONAL by default. Models of Z take HOP_WEIGHTING_UNIT
 * (s_k = 1 Ω) and, by default, HOP_WEIGHTING_MODULUS (s_k = |Z_k|, both parts):
 * a single part may pass through zero, and given standard deviations are of σ′.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_model_options_set_weighting(hop_ctx *ctx, hop_model_options *options,
                                                   int32_t weighting);

/**
 * @brief Chooses what surrounds the sample in a model of Z.
 *
 * Default: HOP_PART_EPS_INF; for HOP_MODEL_CELL also both HOP_PART_LEAD_ bits and
 * HOP_PART_ELECTRODE. All of them may be switched on or off for each model of Z.
 * @param parts a sum of HOP_PART_ bits, or 0.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_model_options_set_parts(hop_ctx *ctx, hop_model_options *options,
                                               uint32_t parts);

/**
 * @brief Range of the sample's exponent, 0.01 ≤ n_min < n_max ≤ 2; above 1 for σ′ only.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_model_options_set_n_range(hop_ctx *ctx, hop_model_options *options,
                                                 double n_min, double n_max);

/**
 * @brief Frequencies that take part: f_min_hz ≤ f ≤ f_max_hz.
 * @param f_min_hz lower end, ≥ 0. @param f_max_hz upper end, > f_min_hz, may be infinite.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_model_options_set_frequency_range(hop_ctx *ctx,
                                                         hop_model_options *options,
                                                         double f_min_hz, double f_max_hz);

/**
 * @brief Number of starts, 1 to 64.
 *
 * Starts come from a grid of characteristic frequencies and exponents on which
 * the resistances are found by non-negative linear least squares; the best of
 * them are refined. No random numbers: the same data give the same result.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_model_options_set_starts(hop_ctx *ctx, hop_model_options *options,
                                                int32_t starts);

/** @brief Releases the options; NULL is a no-op. @since 0.1 */
HOP_API void hop_model_options_destroy(hop_model_options *options);

/**
 * @brief Fits a model to one spectrum by bounded least squares.
 *
 * Levenberg–Marquardt on the logarithms of the positive parameters with analytic
 * derivatives, from several starts. What the data cannot support is not an error:
 * - HOP_FLAG_RANK_DEFICIENT: the data cannot tell parameters apart. All
 *   parameters and errors are NaN; hop_model_evaluate() and the sum of squares
 *   are still those of the best fit.
 * - HOP_FLAG_PARAMETER_AT_BOUND: the best value of a parameter is an end of its
 *   range. The error of an exponent or a frequency is then NaN. A part that the data
 *   do not show (ε_∞, L, R, B, A₂, R_gb practically zero) keeps its error: 0 ± what it
 *   could be. The errors of the others count it as free.
 * - HOP_FLAG_PARAMETER_UNDETERMINED: the standard error of a positive parameter
 *   exceeds its value, or that of an exponent 0.5.
 *
 * @param ctx context or NULL.
 * @param s spectrum: with known conductivity for a model of σ′ (as hop_jpl_fit());
 * with both parts for a model of Z. Geometry is needed but for a sample without leads,
 * electrode and grain boundary that was measured as σ*, ε* or M*.
 * @param options or NULL for the defaults.
 * @param[out] out the fit; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (weighting or
 * parts that the model cannot use), HOP_ERR_OUT_OF_RANGE (range of n),
 * HOP_ERR_MISSING_DATA (imaginary part, geometry, standard deviations),
 * HOP_ERR_TOO_FEW_POINTS (not more data than parameters), HOP_ERR_NOT_POSITIVE,
 * HOP_ERR_NO_VARIATION, HOP_ERR_NOT_FINITE, HOP_ERR_NO_CONVERGENCE, HOP_ERR_LAPACK,
 * HOP_ERR_CANCELLED, HOP_ERR_OUT_OF_MEMORY. Progress is reported after each start.
 * The caller owns the result: hop_model_destroy(). Thread-safe with one context
 * per thread. @since 0.1
 */
HOP_API hop_status hop_model_fit(hop_ctx *ctx, const hop_spectrum *s,
                                 const hop_model_options *options, hop_model **out);

/** @brief Which of the HOP_MODEL_ constants it is; 0 for NULL. Thread-safe. @since 0.1 */
HOP_API int32_t hop_model_kind(const hop_model *model);

/** @brief The HOP_PART_ bits of a model of Z; else 0. Thread-safe. @since 0.1 */
HOP_API uint32_t hop_model_parts(const hop_model *model);

/** @brief The weighting used, one of the HOP_WEIGHTING_ constants. Thread-safe. @since 0.1 */
HOP_API int32_t hop_model_weighting(const hop_model *model);

/** @brief Number of fitted parameters; 0 for NULL. Thread-safe. @since 0.1 */
HOP_API size_t hop_model_parameter_count(const hop_model *model);

/** @brief Key of parameter @p i, from 0; 0 beyond the end. Thread-safe. @since 0.1 */
HOP_API int32_t hop_model_parameter(const hop_model *model, size_t i);

/**
 * @brief One number of the fit.
 *
 * Parameters: HOP_SIGMA_DC, HOP_OMEGA_P and HOP_F_P in every model; HOP_N; HOP_B_NCL;
 * HOP_A_2, HOP_N_2; HOP_EPS_INF, HOP_LEAD_L, HOP_LEAD_R, HOP_ELECTRODE_Q,
 * HOP_ELECTRODE_ALPHA, HOP_GB_R, HOP_GB_Q, HOP_GB_ALPHA.
 *
 * ω_p is where the sample's power law doubles σ_dc (eq. 3: A_J ω_pⁿ = σ_dc, for NCL
 * and two powers that of the first power) and for the random barrier model where
 * Re σ̃ = 2, ω_p = 5.706 ω_m. HOP_OMEGA_C, HOP_F_C: (RQ)^(−1/n) of a complex power law,
 * which is where its R ∥ Q arc has its peak; ω_c = ω_p [cos(nπ/2)]^(1/n) is lower.
 * HOP_OMEGA_M, HOP_F_M of the random barrier model. HOP_A_J, HOP_A_STAR: prefactors.
 * HOP_SIGMA_TOTAL: l/A over the resistance of sample and grain boundary.
 * HOP_LN_SIGMA_DC, HOP_LN_OMEGA_P.
 *
 * Quality: HOP_RSS, HOP_DOF (data − parameters, two data a point for Z),
 * HOP_REDUCED_CHI2, HOP_AICC, HOP_BIC (as hop_jpl_value()), HOP_POINTS, HOP_EXCLUDED,
 * HOP_F_MIN, HOP_F_MAX, HOP_RANK, HOP_CONDITION, HOP_STARTS, HOP_STARTS_AT_BEST (how
 * many starts ended at the best sum of squares), HOP_TEMPERATURE.
 * @return NaN if it does not exist, for another key, or for NULL. Thread-safe. @since 0.1
 */
HOP_API double hop_model_value(const hop_model *model, int32_t key);

/**
 * @brief Standard error of a parameter or of what follows from them, by the covariance.
 * @return NaN where there is none: see the flags. Thread-safe. @since 0.1
 */
HOP_API double hop_model_standard_error(const hop_model *model, int32_t key);

/**
 * @brief Confidence interval, symmetric in ln for positive quantities, but for
 * ε_∞, L, R and B, which enter linearly and may be zero: symmetric and cut at 0.
 * @param key as in hop_model_standard_error(). @param level 0 < level < 1.
 * @param method HOP_INTERVAL_LINEARISED.
 * @param[out] lower, upper the ends; NaN where there is no interval.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_UNKNOWN_KEY,
 * HOP_ERR_OUT_OF_RANGE (level), HOP_ERR_INVALID_ARGUMENT (method). Thread-safe. @since 0.1
 */
HOP_API hop_status hop_model_interval(const hop_model *model, int32_t key, double level,
                                      int32_t method, double *lower, double *upper);

/**
 * @brief Covariance of all parameters, row-major, in the order of hop_model_parameter():
 * of ln of the positive ones and of exponents themselves.
 * @param out array of @p capacity, or NULL with capacity 0 to ask for the size.
 * @param[out] count parameters squared; may be NULL.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_CAPACITY (array untouched).
 * Thread-safe. @since 0.1
 */
HOP_API hop_status hop_model_covariance(const hop_model *model, double *out, size_t capacity,
                                        size_t *count);

/** @brief The HOP_FLAG_ bits of the fit; 0 for NULL. Thread-safe. @since 0.1 */
HOP_API uint32_t hop_model_flags(const hop_model *model);

/**
 * @brief The fitted model at any frequencies, in any representation.
 * @param n number of frequencies. @param freq_hz positive frequencies in Hz.
 * @param representation HOP_IMPEDANCE … HOP_MODULUS; a model of σ′ knows
 * HOP_CONDUCTIVITY only, and HOP_ADMITTANCE where the geometry is known.
 * @param[out] re, im n numbers each, either may be NULL; @p im is refused for a model of σ′.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT,
 * HOP_ERR_BAD_FREQUENCY, HOP_ERR_MISSING_DATA (imaginary part, geometry); on
 * error arrays are untouched. Thread-safe. @since 0.1
 */
HOP_API hop_status hop_model_evaluate(const hop_model *model, size_t n, const double *freq_hz,
                                      int32_t representation, double *re, double *im);

/** @brief Releases the model; NULL is a no-op. @since 0.1 */
HOP_API void hop_model_destroy(hop_model *model);

HOP_END_DECLS

#endif
