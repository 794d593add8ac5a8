/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_HOPPING_H
#define HOP_HOPPING_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "jpl.h"
#include "quantity.h"
#include "spectrum.h"

/**
 * @file hopping.h
 * @brief The hopping (Almond–West) frequency of a spectrum, and how well it is known.
 *
 * Two ways to it stand side by side: `fit`, ω_p = (σ_dc/A_J)^(1/n) of eq. 3,
 * and `crossing`, the frequency at which the measured σ′ passes 2σ_dc, by
 * interpolation in log–log. A frequency that the window does not reach is a
 * limit and not a number: see hop_hopping_state().
 */

HOP_BEGIN_DECLS

/** A hopping frequency with its uncertainty; immutable. @since 0.1 */
typedef struct hop_hopping hop_hopping;

/** Ways to the hopping frequency. */
enum {
    HOP_EXTRACTOR_FIT = 1,     /**< eq. 3 from the fitted parameters */
    HOP_EXTRACTOR_CROSSING = 2 /**< σ′ = 2σ_dc in the data */
};

/**
 * @brief Hopping frequency of a fitted spectrum.
 *
 * State of HOP_EXTRACTOR_FIT: HOP_STATE_MEASURED inside the fitted
 * frequencies and HOP_STATE_EXTRAPOLATED outside them, if the 95 %
 * profile-likelihood interval spans less than three decades; else
 * HOP_STATE_LOWER_LIMIT, or HOP_STATE_UPPER_LIMIT below the window and without a
 * plateau. A limit is the one-sided 95 % profile-likelihood bound for n ≥ 0.2 (a
 * smaller n makes any f_p match flat data); the interval rests on n ≥ 0.2 too
 * unless the best n is smaller. HOP_STATE_NONE where there is no bound in the
 * window.
 * State of HOP_EXTRACTOR_CROSSING: HOP_STATE_MEASURED if the data cross 2σ_dc,
 * HOP_STATE_LOWER_LIMIT at the highest frequency if they stay below,
 * HOP_STATE_UPPER_LIMIT at the lowest if they are above throughout;
 * HOP_STATE_NONE if they only fall through it, if a point crosses although the
 * fit has no dispersion, or if it has no plateau.
 *
 * @param ctx context or NULL.
 * @param fit a fit.
 * @param s the spectrum that was fitted.
 * @param extractor one of the HOP_EXTRACTOR_ constants.
 * @param[out] out the result; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT,
 * HOP_ERR_MISSING_DATA, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result: hop_hopping_destroy(). @since 0.1
 */
HOP_API hop_status hop_hopping_extract(hop_ctx *ctx, const hop_jpl *fit, const hop_spectrum *s,
                                       int32_t extractor, hop_hopping **out);

/**
 * @brief HOP_F_P or HOP_OMEGA_P (also HOP_LN_OMEGA_P).
 *
 * For a limit this is the limit itself, never a best guess.
 * @return NaN in state HOP_STATE_NONE, for another key, or for NULL.
 * Thread-safe. @since 0.1
 */
HOP_API double hop_hopping_value(const hop_hopping *h, int32_t key);

/** @brief Standard error of the same keys; NaN for a limit. Thread-safe. @since 0.1 */
HOP_API double hop_hopping_standard_error(const hop_hopping *h, int32_t key);

/**
 * @brief Confidence interval: the profile-likelihood interval of
 * HOP_EXTRACTOR_FIT, symmetric in ln for HOP_EXTRACTOR_CROSSING.
 *
 * An end that the data do not bound is 0 or infinity, and so is the open end of
 * a limit.
 * @param key as in hop_hopping_value(). @param level 0 < level < 1; a limit is
 * always the one-sided 95 % bound.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_UNKNOWN_KEY, HOP_ERR_OUT_OF_RANGE.
 * Thread-safe. @since 0.1
 */
HOP_API hop_status hop_hopping_interval(const hop_hopping *h, int32_t key, double level,
                                        double *lower, double *upper);

/** @brief How the value is known: one of the HOP_STATE_ constants. @since 0.1 */
HOP_API int32_t hop_hopping_state(const hop_hopping *h);

/** @brief The extractor used. @since 0.1 */
HOP_API int32_t hop_hopping_extractor(const hop_hopping *h);

/** @brief The HOP_FLAG_ bits. @since 0.1 */
HOP_API uint32_t hop_hopping_flags(const hop_hopping *h);

/** @brief Releases the result; NULL is a no-op. @since 0.1 */
HOP_API void hop_hopping_destroy(hop_hopping *h);

HOP_END_DECLS

#endif
