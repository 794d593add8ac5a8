/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_GLOBAL_H
#define HOP_GLOBAL_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "jpl.h"
#include "quantity.h"
#include "spectrum.h"

/**
 * @file global.h
 * @brief All spectra of a sample at once, with σ_dc and f_p on Arrhenius lines.
 *
 * σ′_T(f) = σ_dc(T) [1 + (f/f_p(T))ⁿ] with ln(σ_dc T) = ln σ₀ − E_a/(k_B T) and
 * ln f_p = ln f_e − E_m/(k_B T) (eqs. 4, 5, 7) is fitted to the points of all
 * temperatures together. A spectrum that gives only a limit of f_p on its own
 * adds what it knows, so E_m has an error even where few spectra reach their f_p.
 */

HOP_BEGIN_DECLS

/** The result; immutable, any number of threads may read it. @since 0.1 */
typedef struct hop_global hop_global;

/** How the exponent depends on temperature. */
enum {
    HOP_EXPONENT_PER_TEMPERATURE = 1, /**< its own n at each temperature */
    HOP_EXPONENT_COMMON = 2,          /**< one n for all */
    HOP_EXPONENT_LINEAR = 3           /**< n = a + b (T − mean T) */
};

/**
 * @brief Fits all spectra of a sample together.
 *
 * Each spectrum is first fitted alone with @p options; the scatter about that
 * fit is its noise (for given standard deviations they are). The minimum is
 * searched by Levenberg–Marquardt from several starts made from those fits.
 * @param ctx context or NULL.
 * @param count number of spectra, at least 2.
 * @param spectra array of @p count spectra with temperature, at two different
 * temperatures at least.
 * @param options weighting, window and range of n, or NULL for the defaults.
 * @param exponent one of the HOP_EXPONENT_ constants.
 * @param[out] out the result; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (exponent),
 * HOP_ERR_TOO_FEW_TEMPERATURES, HOP_ERR_MISSING_DATA (temperature),
 * HOP_ERR_OUT_OF_RANGE (more than 60 spectra with their own n),
 * HOP_ERR_NO_CONVERGENCE, HOP_ERR_LAPACK, HOP_ERR_CANCELLED, HOP_ERR_OUT_OF_MEMORY,
 * and the errors of hop_jpl_fit() with "spectrum I:" in front.
 * What the data cannot support is said in hop_global_flags(): a rank-deficient
 * problem has values but no errors.
 * The caller owns the result: hop_global_destroy(). @since 0.1
 */
HOP_API hop_status hop_global_fit(hop_ctx *ctx, size_t count, const hop_spectrum *const *spectra,
                                  const hop_jpl_options *options, int32_t exponent,
                                  hop_global **out);

/**
 * @brief HOP_E_A, HOP_E_M, HOP_E_F in eV; HOP_LN_SIGMA_0, HOP_LN_F_E; HOP_RSS (χ² in
 * units of each spectrum's noise), HOP_DOF, HOP_REDUCED_CHI2, HOP_AICC, HOP_BIC,
 * HOP_POINTS, HOP_RANK, HOP_CONDITION.
 * @return NaN for another key or NULL. Thread-safe. @since 0.1
 */
HOP_API double hop_global_value(const hop_global *g, int32_t key);

/** @brief Standard error of the energies and intercepts; else NaN. @since 0.1 */
HOP_API double hop_global_standard_error(const hop_global *g, int32_t key);

/**
 * @brief Covariance of (E_a, ln σ₀, E_m, ln f_e), 4 × 4, row-major; eV for energies.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_global_covariance(const hop_global *g, double *out16);

/** @brief Number of spectra; 0 for NULL. @since 0.1 */
HOP_API size_t hop_global_count(const hop_global *g);

/**
 * @brief HOP_TEMPERATURE, HOP_N, HOP_SIGMA_DC, HOP_F_P of spectrum @p i on the lines, or
 * HOP_REDUCED_CHI2: its χ² a point.
 * @return NaN for another key or beyond the end. @since 0.1
 */
HOP_API double hop_global_spectrum_value(const hop_global *g, size_t i, int32_t key);

/** @brief Standard error of HOP_N, HOP_SIGMA_DC or HOP_F_P of spectrum @p i; else NaN. @since 0.1 */
HOP_API double hop_global_spectrum_standard_error(const hop_global *g, size_t i, int32_t key);

/** @brief The HOP_FLAG_ bits. @since 0.1 */
HOP_API uint32_t hop_global_flags(const hop_global *g);

/** @brief Releases the result; NULL is a no-op. @since 0.1 */
HOP_API void hop_global_destroy(hop_global *g);

HOP_END_DECLS

#endif
