/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_DRT_H
#define HOP_DRT_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "quantity.h"
#include "spectrum.h"

/**
 * @file drt.h
 * @brief Distribution of relaxation times of an impedance.
 *
 * Z(f) = R_∞ + i2πfL + Z_el + ∫ γ(ln τ)/(1 + i2πfτ) d ln τ with γ ≥ 0, R_∞ ≥ 0, L ≥ 0
 * and, on demand, Z_el = 1/(i2πf C_s) or 1/[Q (i2πf)^α] of blocking electrodes. γ is in Ω
 * per unit of ln τ, so its area is a resistance.
 *
 * γ = Σ c_j φ(ε(ln τ − ln τ_j)) on equally spaced ln τ_j with c_j ≥ 0, found by
 *   minimising Σ w_k² |Z_k − Z(f_k)|² + λ ∫ (dᵏγ/d(ln τ)ᵏ)² d ln τ
 * for order k = 0, 1 or 2, where both integrals are exact. The weights w_k are scaled to a
 * mean square of one over the numbers that take part, so λ has no unit and does not depend
 * on the size of Z. The minimum is found by block principal pivoting, and by an active-set
 * method on the matrix itself where that is too ill-conditioned; how far the answer is
 * from fulfilling the conditions of a minimum comes with it (HOP_KKT).
 *
 * T. H. Wan, M. Saccoccio, C. Chen and F. Ciucci, Electrochim. Acta 2015, 184, 483.
 * λ by cross-validation: M. Saccoccio, T. H. Wan, C. Chen and F. Ciucci, Electrochim. Acta
 * 2014, 147, 470; A. Maradesa, B. Py, T. H. Wan, M. B. Effat and F. Ciucci, J.
 * Electrochem. Soc. 2023, 170, 030502. Bands: F. Ciucci and C. Chen, Electrochim. Acta
 * 2015, 167, 439.
 */

HOP_BEGIN_DECLS

/** How to calculate; mutable, one thread at a time. @since 0.1 */
typedef struct hop_drt_options hop_drt_options;

/** The distribution of one spectrum; immutable, any number of threads may read it. @since 0.1 */
typedef struct hop_drt hop_drt;

/** The distributions of several spectra; immutable. @since 0.1 */
typedef struct hop_drt_set hop_drt_set;

/** What γ is made of; numbers never change. */
enum {
    HOP_DRT_GAUSSIAN = 1,        /**< exp(−r²), the default */
    HOP_DRT_MATERN_C2 = 2,       /**< (1 + r) exp(−r) */
    HOP_DRT_MATERN_C4 = 3,       /**< (1 + r + r²/3) exp(−r) */
    HOP_DRT_MATERN_C6 = 4,       /**< (1 + r + 2r²/5 + r³/15) exp(−r) */
    HOP_DRT_PIECEWISE_LINEAR = 5 /**< straight lines between the ln τ_j */
};

/** Which parts of Z are fitted. */
enum {
    HOP_DRT_REAL = 1,      /**< L and a capacitor do not show then */
    HOP_DRT_IMAGINARY = 2, /**< R_∞ does not show then */
    HOP_DRT_BOTH = 3       /**< the default */
};

/** What stands in series at low frequency. */
enum {
    HOP_DRT_NO_ELECTRODE = 1, /**< the default */
    HOP_DRT_CAPACITOR = 2,    /**< C_s */
    HOP_DRT_CPE = 3           /**< Q (iω)^α */
};

/** Weights of the points. */
enum {
    HOP_DRT_WEIGHT_UNIT = 1,    /**< the same for all numbers */
    HOP_DRT_WEIGHT_MODULUS = 2, /**< 1/|Z_k|, the default */
    HOP_DRT_WEIGHT_GIVEN = 3    /**< one over the standard deviations given */
};

/** How λ is chosen: X(constant, number, name). The name is the one in JSON. */
#define HOP_DRT_LAMBDA_LIST(X)                           \
    X(HOP_DRT_GIVEN, 1, "given")                         \
    X(HOP_DRT_GCV, 2, "gcv")                             \
    X(HOP_DRT_ROBUST_GCV, 3, "robust-gcv")               \
    X(HOP_DRT_MODIFIED_GCV, 4, "modified-gcv")           \
    X(HOP_DRT_L_CURVE, 5, "l-curve")                     \
    X(HOP_DRT_RE_IM, 6, "re-im")                         \
    X(HOP_DRT_K_FOLD, 7, "k-fold")

#define HOP_DRT_LAMBDA_CONSTANT(constant, number, name) constant = number,
enum { HOP_DRT_LAMBDA_LIST(HOP_DRT_LAMBDA_CONSTANT) HOP_DRT_LAMBDA_LIST_END_ = 0 };
#undef HOP_DRT_LAMBDA_CONSTANT

/** What to mind: X(constant, bit, name, what it means). */
#define HOP_DRT_WARNING_LIST(X)                                                           \
    X(HOP_DRT_LAMBDA_AT_END, 0, "lambda-at-end",                                          \
      "the chosen lambda is an end of the searched range: the score has no minimum inside") \
    X(HOP_DRT_RELAXATION_OUTSIDE, 1, "relaxation-outside",                                \
      "gamma is large at an end of the range of tau: part of a relaxation, or a blocking "  \
      "electrode, lies outside the measured frequencies")                                 \
    X(HOP_DRT_POOR_FIT, 2, "poor-fit",                                                    \
      "the impedance is missed by more than 5 % (rms): it is noisy, not that of "          \
      "relaxations, or lambda is too large")                                                              \
    X(HOP_DRT_ALPHA_AT_END, 3, "alpha-at-end",                                            \
      "the best exponent of the electrode is an end of its range, 0.4 or 1")              \
    X(HOP_DRT_NO_RELAXATION, 4, "no-relaxation",                                          \
      "gamma is zero to a thousandth of the impedance: there is no peak")                 \
    X(HOP_DRT_FEW_SAMPLES, 5, "few-samples",                                              \
      "the credible bands rest on fewer than 100 independent samples")                    \
    X(HOP_DRT_NO_BAND, 6, "no-band",                                                      \
      "the posterior is singular to working precision: there are no credible bands")      \
    X(HOP_DRT_ILL_CONDITIONED, 7, "ill-conditioned",                                      \
      "the conditions of a minimum are met to less than 1e-9: lambda is too small")

#define HOP_DRT_WARNING_CONSTANT(constant, bit, name, meaning) constant = 1 << bit,
enum { HOP_DRT_WARNING_LIST(HOP_DRT_WARNING_CONSTANT) HOP_DRT_WARNING_LIST_END_ = 0 };
#undef HOP_DRT_WARNING_CONSTANT

/** @brief Name of one warning bit, NULL for anything else. Thread-safe. @since 0.1 */
HOP_API const char *hop_drt_warning_name(uint32_t warning);

/** @brief What one warning bit means, NULL for anything else. Thread-safe. @since 0.1 */
HOP_API const char *hop_drt_warning_meaning(uint32_t warning);

/** @brief Name of a HOP_DRT_GIVEN … HOP_DRT_K_FOLD, NULL for another number. @since 0.1 */
HOP_API const char *hop_drt_lambda_name(int32_t method);

/**
 * @brief Options at their defaults: Gaussians with coefficient 0.5, order 1, both parts,
 * R_∞ and L, no electrode, modulus weights, λ by GCV, no samples.
 *
 * ln τ_j runs half a decade past both ends of 1/(2πf), as densely as the frequencies.
 * @param[out] out the new options; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns it: hop_drt_options_destroy(). @since 0.1
 */
HOP_API hop_status hop_drt_options_create(hop_ctx *ctx, hop_drt_options **out);

/**
 * @brief Chooses what γ is made of.
 * @param basis HOP_DRT_GAUSSIAN … HOP_DRT_PIECEWISE_LINEAR.
 * @param coefficient the full width at half maximum of a function is the distance of two
 * ln τ_j over this number; 0.1 to 2; not used for HOP_DRT_PIECEWISE_LINEAR.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT, HOP_ERR_OUT_OF_RANGE.
 * @since 0.1
 */
HOP_API hop_status hop_drt_options_set_basis(hop_ctx *ctx, hop_drt_options *options,
                                             int32_t basis, double coefficient);

/**
 * @brief Penalises γ (0), its first (1) or its second derivative (2).
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_drt_options_set_order(hop_ctx *ctx, hop_drt_options *options,
                                             int32_t order);

/**
 * @brief Chooses the parts of Z that are fitted, HOP_DRT_REAL, _IMAGINARY or _BOTH.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_drt_options_set_parts(hop_ctx *ctx, hop_drt_options *options,
                                             int32_t parts);

/**
 * @brief Whether there is a series resistance and a series inductance, 1 or 0 each.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_drt_options_set_series(hop_ctx *ctx, hop_drt_options *options,
                                              int32_t has_resistance, int32_t has_inductance);

/**
 * @brief Chooses what blocks at low frequency.
 * @param electrode HOP_DRT_NO_ELECTRODE, HOP_DRT_CAPACITOR or HOP_DRT_CPE.
 * @param alpha exponent of the CPE, 0.4 to 1, or NaN: the one with the smallest minimum;
 * not used otherwise.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT, HOP_ERR_OUT_OF_RANGE.
 * @since 0.1
 */
HOP_API hop_status hop_drt_options_set_electrode(hop_ctx *ctx, hop_drt_options *options,
                                                 int32_t electrode, double alpha);

/**
 * @brief HOP_DRT_WEIGHT_UNIT or HOP_DRT_WEIGHT_MODULUS.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_drt_options_set_weighting(hop_ctx *ctx, hop_drt_options *options,
                                                 int32_t weighting);

/**
 * @brief Weights by standard deviations (HOP_DRT_WEIGHT_GIVEN); takes a copy.
 * @param n number of points of the spectra that will be calculated.
 * @param sd_re_ohm, sd_im_ohm n standard deviations in Ω each, positive, in the order of
 * hop_spectrum_frequencies().
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_TOO_FEW_POINTS, HOP_ERR_NOT_POSITIVE,
 * HOP_ERR_OUT_OF_MEMORY. @since 0.1
 */
HOP_API hop_status hop_drt_options_set_standard_deviations(hop_ctx *ctx,
                                                           hop_drt_options *options, size_t n,
                                                           const double *sd_re_ohm,
                                                           const double *sd_im_ohm);

/**
 * @brief Chooses the τ_j: @p count of them from @p tau_min_s to @p tau_max_s, equally
 * spaced in ln τ, at most a decade apart.
 * @param tau_min_s, tau_max_s in s, 0 < tau_min_s < tau_max_s.
 * @param count 3 to 2000; 0 with NaN for both ends: the default.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_drt_options_set_tau(hop_ctx *ctx, hop_drt_options *options,
                                           double tau_min_s, double tau_max_s, size_t count);

/**
 * @brief Chooses how λ is found.
 *
 * HOP_DRT_GCV, _ROBUST_GCV, _MODIFIED_GCV and _L_CURVE rate the regression without the
 * constraints; HOP_DRT_RE_IM predicts each part of Z from the other and HOP_DRT_K_FOLD a
 * fifth of the points from the rest, with the constraints. All search 1e-7 ≤ λ ≤ 10.
 * @param method HOP_DRT_GIVEN … HOP_DRT_K_FOLD; HOP_DRT_RE_IM needs HOP_DRT_BOTH.
 * @param lambda 1e-10 to 1e4 for HOP_DRT_GIVEN; not used otherwise.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT, HOP_ERR_OUT_OF_RANGE.
 * @since 0.1
 */
HOP_API hop_status hop_drt_options_set_lambda(hop_ctx *ctx, hop_drt_options *options,
                                              int32_t method, double lambda);

/**
 * @brief Samples for credible bands.
 *
 * They are drawn from the normal distribution that the data and the penalty make at the
 * chosen λ, cut off at zero, by exact Hamiltonian Monte Carlo in four chains. The bands
 * take λ for known. Many samples of data with little noise can take minutes;
 * progress is told, and a cancel heard, at each that the calling thread draws.
 * @param samples 0 (none) or 100 to 1,000,000.
 * @param seed of the random numbers (Philox 4×32-10), also of HOP_DRT_K_FOLD.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_drt_options_set_samples(hop_ctx *ctx, hop_drt_options *options,
                                               int32_t samples, uint32_t seed);

/**
 * @brief What counts as a peak of its own.
 *
 * A maximum of γ that has a smaller share of the resistance than @p least_share, or rises
 * above the higher valley beside it by less than @p least_depth of its height, is put to
 * the neighbour behind that valley. Defaults 0.005 and 0.05.
 * @param least_share, least_depth 0 to 0.9.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_drt_options_set_peaks(hop_ctx *ctx, hop_drt_options *options,
                                             double least_share, double least_depth);

/**
 * @brief Whether γ is also fitted by a Gaussian for each peak (up to 20); off by default.
 * @param on 1 or 0.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_drt_options_set_peak_fit(hop_ctx *ctx, hop_drt_options *options,
                                                int32_t on);

/**
 * @brief Whether HOP_NOISE_OHM and HOP_EFFECTIVE_DOF are calculated, which takes about as
 * long as the rest on a prepared grid; off by default, always on with samples.
 * @param on 1 or 0.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_drt_options_set_noise(hop_ctx *ctx, hop_drt_options *options, int32_t on);

/** @brief Releases the options; NULL is a no-op. @since 0.1 */
HOP_API void hop_drt_options_destroy(hop_drt_options *options);

/**
 * @brief Calculates the distribution of one spectrum.
 * @param ctx context or NULL; its threads share the sampling.
 * @param s a spectrum with both parts whose impedance is known, at least 5 points.
 * @param options how, or NULL for the defaults.
 * @param[out] out the distribution; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_TOO_FEW_POINTS, HOP_ERR_MISSING_DATA
 * (no imaginary part, or no geometry to make Z from a conductivity), HOP_ERR_NOT_FINITE,
 * HOP_ERR_NOT_POSITIVE (|Z| = 0 with modulus weights, or at all points),
 * HOP_ERR_OUT_OF_RANGE (τ_j more than a decade apart or more than 2000 of them),
 * HOP_ERR_INVALID_ARGUMENT (another number of standard deviations than of points,
 * HOP_DRT_RE_IM for one part alone),
 * HOP_ERR_SIZE_OVERFLOW (more than 100,000 points), HOP_ERR_CANCELLED, HOP_ERR_LAPACK,
 * HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result: hop_drt_destroy(). Thread-safe with one context per thread.
 * @since 0.1
 */
HOP_API hop_status hop_drt_calculate(hop_ctx *ctx, const hop_spectrum *s,
                                     const hop_drt_options *options, hop_drt **out);

/**
 * @brief Calculates the distributions of several spectra, for each as hop_drt_calculate()
 * does to the last bit.
 *
 * What depends on the frequencies and options alone is made once for all neighbouring
 * spectra with the same frequencies.
 * @param ctx context or NULL; its threads share the spectra, its progress callback can
 * stop it.
 * @param count number of spectra, at least 1.
 * @param spectra @p count spectra.
 * @return as hop_drt_calculate(); the error text begins "spectrum I:" where one is at fault.
 * The caller owns the result: hop_drt_set_destroy(). @since 0.1
 */
HOP_API hop_status hop_drt_batch(hop_ctx *ctx, size_t count, const hop_spectrum *const *spectra,
                                 const hop_drt_options *options, hop_drt_set **out);

/** @brief Number of spectra; 0 for NULL. @since 0.1 */
HOP_API size_t hop_drt_set_count(const hop_drt_set *set);

/** @brief The distribution of spectrum @p i, which lives as long as the set; NULL beyond
 * the end. @since 0.1 */
HOP_API const hop_drt *hop_drt_set_get(const hop_drt_set *set, size_t i);

/** @brief Releases the distributions; NULL is a no-op. @since 0.1 */
HOP_API void hop_drt_set_destroy(hop_drt_set *set);

/**
 * @brief One number of the result.
 *
 * HOP_LAMBDA, HOP_R_INF, HOP_LEAD_L, HOP_C_S, HOP_ELECTRODE_Q, HOP_ELECTRODE_ALPHA (NaN
 * for what does not take part), HOP_R_POL (∫γ d ln τ), HOP_KKT, HOP_POINTS,
 * HOP_PEAK_COUNT, HOP_RMS_RESIDUAL (of |Z − Z(f)|/|Z| over the fitted parts),
 * HOP_NOISE_OHM (standard deviation of a number of weight one), HOP_EFFECTIVE_DOF
 * (parameters that the data determine; both NaN unless hop_drt_options_set_noise() or
 * samples), HOP_EFFECTIVE_SAMPLES (the smallest over τ; NaN
 * without samples), HOP_FACTORISATIONS, HOP_BASIS_EPSILON.
 * C_s is infinite where 1/C_s is zero; Q likewise, and then α is NaN.
 * @return NaN for another key or NULL. Thread-safe. @since 0.1
 */
HOP_API double hop_drt_value(const hop_drt *drt, int32_t key);

/** @brief The HOP_DRT_ bits of HOP_DRT_WARNING_LIST. @since 0.1 */
HOP_API uint32_t hop_drt_warnings(const hop_drt *drt);

/** @brief How λ was chosen, HOP_DRT_GIVEN …; 0 for NULL. @since 0.1 */
HOP_API int32_t hop_drt_lambda_method(const hop_drt *drt);

/**
 * @brief γ in Ω at the τ_j in s, ascending.
 * @param tau_s, gamma_ohm arrays of @p capacity; both NULL with capacity 0 ask for the size.
 * @param[out] count number of τ_j; may be NULL.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_CAPACITY. Thread-safe. @since 0.1
 */
HOP_API hop_status hop_drt_gamma(const hop_drt *drt, double *tau_s, double *gamma_ohm,
                                 size_t capacity, size_t *count);

/** @brief The coefficients c_j in Ω of the functions γ is made of. As hop_drt_gamma().
 * @since 0.1 */
HOP_API hop_status hop_drt_coefficients(const hop_drt *drt, double *c_ohm, size_t capacity,
                                        size_t *count);

/**
 * @brief γ in Ω at any τ.
 * @param n number of values of @p tau_s, in s, positive.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_NOT_POSITIVE. Thread-safe. @since 0.1
 */
HOP_API hop_status hop_drt_evaluate(const hop_drt *drt, size_t n, const double *tau_s,
                                    double *gamma_ohm);

/**
 * @brief Z(f) of the result in Ω at the measured frequencies, ascending.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_CAPACITY. Thread-safe. @since 0.1
 */
HOP_API hop_status hop_drt_impedance(const hop_drt *drt, double *re_ohm, double *im_ohm,
                                     size_t capacity, size_t *count);

/**
 * @brief The score from which λ was chosen, smallest is best; nothing for HOP_DRT_GIVEN.
 *
 * GCV and its kin: in Ω² of weight one. HOP_DRT_L_CURVE: minus the curvature. HOP_DRT_RE_IM
 * and HOP_DRT_K_FOLD: the sum of squares of the predictions' errors.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_CAPACITY. Thread-safe. @since 0.1
 */
HOP_API hop_status hop_drt_lambda_curve(const hop_drt *drt, double *lambda, double *score,
                                        size_t capacity, size_t *count);

/**
 * @brief Credible band of γ in Ω at the τ_j: each point has the probability @p level.
 * @param level 0 < level < 1.
 * @param lower_ohm, upper_ohm arrays of @p capacity.
 * @param[out] count number of τ_j; may be NULL.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE (also where a quantile lies
 * beyond the last sample), HOP_ERR_MISSING_DATA (no samples), HOP_ERR_CAPACITY.
 * Thread-safe. @since 0.1
 */
HOP_API hop_status hop_drt_band(const hop_drt *drt, double level, double *lower_ohm,
                                double *upper_ohm, size_t capacity, size_t *count);

/**
 * @brief One number of peak @p i, in ascending τ.
 *
 * By splitting at the minima of γ: HOP_TAU (the maximum), HOP_F_PEAK = 1/(2πτ),
 * HOP_R_PEAK (the area between the minima; the peaks sum up to HOP_R_POL), HOP_SHARE (of
 * HOP_R_POL), HOP_GAMMA_PEAK, HOP_DEPTH (how far the higher valley beside it lies below, as
 * a share of its height). From a fit of γ between the minima by a Gaussian in ln τ:
 * HOP_TAU_FIT, HOP_R_FIT, HOP_WIDTH_FIT (standard deviation in ln τ); NaN unless hop_drt_options_set_peak_fit(),
 * and where that did not converge.
 * @return NaN for another key, beyond the end, or NULL. Thread-safe. @since 0.1
 */
HOP_API double hop_drt_peak(const hop_drt *drt, size_t i, int32_t key);

/** @brief Releases the distribution; NULL is a no-op, one that belongs to a set is not to
 * be released. @since 0.1 */
HOP_API void hop_drt_destroy(hop_drt *drt);

HOP_END_DECLS

#endif
