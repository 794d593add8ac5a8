/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_HOPPING_H
#define HOP_HOPPING_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "jpl.h"
#include "model.h"
#include "quantity.h"
#include "spectrum.h"

/**
 * @file hopping.h
 * @brief The hopping (Almond–West) frequency of a spectrum, and how well it is known.
 *
 * Several ways to it stand side by side. They differ by factors of up to ten, by
 * what they are defined as, so the result says which it is: hop_hopping_extractor().
 * - `fit`: ω_p = (σ_dc/A_J)^(1/n) of eq. 3.
 * - `crossing`: where the measured σ′ passes 2σ_dc, by interpolation in log–log.
 * - `modulus_peak`: the maximum of the measured M″ over ln f. Its 1/ω is the time
 *   constant ε₀ε/σ of the sample (Macedo, Moynihan and Bose, Phys. Chem. Glasses 1972,
 *   13, 171), which depends on ε_∞ and so not on the hopping alone.
 * - `cell`, `cell+gb`: ω_p of the sample inside a cell (HOP_MODEL_CELL) without and
 *   with a grain boundary; `cell_arc`: the ω_c = (RQ)^(−1/n) of the same, where its
 *   arc has its peak.
 * - `rbm`: where the random barrier model doubles σ_dc, 5.706 ω_m.
 *
 * A frequency that the window does not reach is a limit and not a number: see
 * hop_hopping_state().
 */

HOP_BEGIN_DECLS

/** A hopping frequency with its uncertainty; immutable. @since 0.1 */
typedef struct hop_hopping hop_hopping;

/** The one list of ways to the hopping frequency: X(constant, number, name, what it is). */
#define HOP_EXTRACTOR_LIST(X)                                                           \
    X(HOP_EXTRACTOR_FIT, 1, "fit", "eq. 3 from the fitted parameters")                  \
    X(HOP_EXTRACTOR_CROSSING, 2, "crossing", "sigma' = 2 sigma_dc in the data")         \
    X(HOP_EXTRACTOR_MODULUS_PEAK, 3, "modulus_peak", "the maximum of M'' in the data")  \
    X(HOP_EXTRACTOR_CELL, 4, "cell", "omega_p of the sample in a cell")                 \
    X(HOP_EXTRACTOR_RBM, 5, "rbm", "the random barrier model")                          \
    X(HOP_EXTRACTOR_CELL_ARC, 6, "cell_arc", "omega_c of the sample in a cell")         \
    X(HOP_EXTRACTOR_CELL_GB, 7, "cell+gb", "omega_p in a cell with a grain boundary")

#define HOP_EXTRACTOR_CONSTANT(constant, number, name, meaning) constant = number,
enum { HOP_EXTRACTOR_LIST(HOP_EXTRACTOR_CONSTANT) HOP_EXTRACTOR_LIST_END_ = 0 };
#undef HOP_EXTRACTOR_CONSTANT

/**
 * @brief Name of an extractor, such as "modulus_peak".
 * @return static text, NULL for a number that is no extractor. Thread-safe. @since 0.1
 */
HOP_API const char *hop_extractor_name(int32_t extractor);

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
 * State of HOP_EXTRACTOR_MODULUS_PEAK, from a cubic of ln M″ in ln f through the points
 * within half a decade of the maximum (seven at least, in at most 1.5 decades) in the
 * fitted frequencies: HOP_STATE_MEASURED if the slope is above zero at a point on the
 * left of the maximum and below at one on the right, both at 97.5 % of Student's t with
 * the scatter about the cubic (Fieller, J. R. Stat. Soc. B 1954, 16, 175). Where noise
 * hides that, the points within 3/4 and one decade are tried. If it falls nowhere, as at
 * the upper end of the window, HOP_STATE_LOWER_LIMIT: the last point at which it is sure to
 * rise (95 %); HOP_STATE_UPPER_LIMIT the other way round; else HOP_STATE_NONE.
 *
 * The extractors of models fit theirs: HOP_EXTRACTOR_RBM to the conductivity that the
 * fit used, with its weighting; the others to the impedance at all frequencies of the
 * range of the fit, also those that an automatic window cuts off (unit weighting if
 * that of the fit is, else modulus; its range of n below 1). hop_hopping_from_model() has
 * their states.
 *
 * @param ctx context or NULL.
 * @param fit a fit.
 * @param s the spectrum that was fitted.
 * @param extractor one of the HOP_EXTRACTOR_ constants.
 * @param[out] out the result; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT,
 * HOP_ERR_MISSING_DATA (also: modulus_peak without imaginary part),
 * HOP_ERR_OUT_OF_MEMORY, and of models those of hop_model_fit(); without convergence the
 * state is HOP_STATE_NONE with HOP_FLAG_NOT_DETERMINED.
 * The caller owns the result: hop_hopping_destroy(). @since 0.1
 */
HOP_API hop_status hop_hopping_extract(hop_ctx *ctx, const hop_jpl *fit, const hop_spectrum *s,
                                       int32_t extractor, hop_hopping **out);

/**
 * @brief Hopping frequency of a fitted model, as one of its extractors defines it.
 *
 * HOP_STATE_MEASURED inside the fitted frequencies and HOP_STATE_EXTRAPOLATED outside
 * them, if the linearised 95 % interval spans less than three decades; else
 * HOP_STATE_NONE: a model has no limits. Its flags are those of the model.
 *
 * @param ctx context or NULL.
 * @param model HOP_MODEL_CELL or HOP_MODEL_COMPLEX_JPL for HOP_EXTRACTOR_CELL (without
 * HOP_PART_GRAIN_BOUNDARY), HOP_EXTRACTOR_CELL_GB (with it) and HOP_EXTRACTOR_CELL_ARC;
 * HOP_MODEL_RBM or HOP_MODEL_COMPLEX_RBM for HOP_EXTRACTOR_RBM.
 * @param extractor one of these.
 * @param[out] out the result, which does not need the model; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (the model is not one
 * of the extractor), HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result: hop_hopping_destroy(). Thread-safe with one context
 * per thread. @since 0.1
 */
HOP_API hop_status hop_hopping_from_model(hop_ctx *ctx, const hop_model *model,
                                          int32_t extractor, hop_hopping **out);

/**
 * @brief HOP_F_P or HOP_OMEGA_P (also HOP_LN_OMEGA_P), and HOP_SIGMA_DC or
 * HOP_LN_SIGMA_DC: the σ_dc that belongs to it.
 *
 * For a limit this is the limit itself, never a best guess. σ_dc is that of the fit, but
 * with an extractor of a model that of the model: of the same process as the frequency.
 * @return NaN in state HOP_STATE_NONE (not of σ_dc), for another key, or for NULL.
 * Thread-safe. @since 0.1
 */
HOP_API double hop_hopping_value(const hop_hopping *h, int32_t key);

/** @brief Standard error of the same keys; NaN for a limit. Thread-safe. @since 0.1 */
HOP_API double hop_hopping_standard_error(const hop_hopping *h, int32_t key);

/**
 * @brief Confidence interval: the profile-likelihood interval of
 * HOP_EXTRACTOR_FIT, symmetric in ln for the others.
 *
 * An end that the data do not bound is 0 or infinity, and so is the open end of
 * a limit.
 * @param key HOP_F_P, HOP_OMEGA_P or HOP_LN_OMEGA_P. @param level 0 < level < 1; a limit is
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
