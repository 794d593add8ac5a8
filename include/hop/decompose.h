/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_DECOMPOSE_H
#define HOP_DECOMPOSE_H

#include <stddef.h>
#include <stdint.h>

#include "arrhenius.h"
#include "context.h"
#include "quantity.h"
#include "transport.h"

/**
 * @file decompose.h
 * @brief What makes σT change: more hops, more carriers, or a better material?
 *
 * By eqs. 7 to 9, ln(σT) = ln C + ln f_p − E_f/(k_B T) and
 * ln f_p = ln ν₀ + ΔS_m/k_B − E_m/(k_B T) hold identically. So a change of ln(σT)
 * between two states is exactly
 *
 * HOP_CHANGE_LN_SIGMA_T = HOP_CHANGE_RATE (Δ ln f_p) + HOP_CHANGE_FORMATION
 * (−Δ[E_f/(k_B T)]) + HOP_CHANGE_CONCENTRATION (Δ ln C), and
 * HOP_CHANGE_RATE = HOP_CHANGE_ATTEMPT_FREQUENCY (Δ ln ν₀) + HOP_CHANGE_ENTROPY
 * (ΔΔS_m/k_B) + HOP_CHANGE_BARRIER (−Δ[E_m/(k_B T)]).
 *
 * A change is the second state less the first. The share of a part is part over
 * HOP_CHANGE_LN_SIGMA_T; the shares of rate, formation and concentration add up to 1.
 * The convention (Hz or rad/s) cancels in every part.
 */

HOP_BEGIN_DECLS

/** The parts of one change with their joint covariance; immutable. @since 0.1 */
typedef struct hop_decomposition hop_decomposition;

/**
 * @brief Splits the change of ln(σT) along the lines of one sample.
 *
 * On straight lines C, ν₀ and ΔS_m are constants of the sample: their parts are
 * zero, the share of the rate is E_m/E_a and that of the formation E_f/E_a.
 * @param a lines with a determined E_m.
 * @param first_k, second_k two different temperatures in K, > 0.
 * @param[out] out the parts; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (lines of
 * HOP_ARRHENIUS_SIGMA), HOP_ERR_BAD_TEMPERATURE,
 * HOP_ERR_TOO_FEW_TEMPERATURES (both the same), HOP_ERR_MISSING_DATA (E_m not
 * determined), HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result: hop_decomposition_destroy().
 * Thread-safe with one context per thread. @since 0.1
 */
HOP_API hop_status hop_decompose_temperatures(hop_ctx *ctx, const hop_arrhenius *a,
                                              double first_k, double second_k,
                                              hop_decomposition **out);

/**
 * @brief Splits the change of ln(σT) between two measured points of one sample.
 *
 * σT and f_p are those measured, the energies those of the lines; what the points
 * depart from the lines goes into concentration (C of eq. 9 at each of them) and
 * entropy (eq. 8). Errors include the covariance between points and lines.
 * @param first, second different points, in the order of the series, below
 * hop_arrhenius_value(a, HOP_POINTS_SIGMA), both with a value of f_p.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (lines of
 * HOP_ARRHENIUS_SIGMA), HOP_ERR_OUT_OF_RANGE (no such point, or
 * both the same), HOP_ERR_MISSING_DATA (E_m not determined, or an f_p that is only a
 * limit), HOP_ERR_OUT_OF_MEMORY.
 * Ownership and threads as hop_decompose_temperatures(). @since 0.1
 */
HOP_API hop_status hop_decompose_points(hop_ctx *ctx, const hop_arrhenius *a, size_t first,
                                        size_t second, hop_decomposition **out);

/**
 * @brief Splits the difference of ln(σT) between two samples at one temperature.
 *
 * The values are those of the lines at that temperature. Samples count as
 * independent of each other, and so do their attempt frequencies.
 * @param first, second two results, each with a determined E_m.
 * @param first_options, second_options give ν₀ of each; NULL or options without ν₀
 * leave the parts attempt frequency and entropy out (HOP_FLAG_NOT_DETERMINED).
 * @param temperature_k T in K, > 0.
 * @param[out] out the parts; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (the same
 * result twice, lines of HOP_ARRHENIUS_SIGMA), HOP_ERR_BAD_TEMPERATURE, HOP_ERR_MISSING_DATA (E_m not
 * determined), HOP_ERR_OUT_OF_MEMORY.
 * Ownership and threads as hop_decompose_temperatures(). @since 0.1
 */
HOP_API hop_status hop_decompose_samples(hop_ctx *ctx, const hop_arrhenius *first,
                                         const hop_transport_options *first_options,
                                         const hop_arrhenius *second,
                                         const hop_transport_options *second_options,
                                         double temperature_k, hop_decomposition **out);

/**
 * @brief One part: a HOP_CHANGE_ key.
 * @return NaN where it is not determined, for another key or NULL. @since 0.1
 */
HOP_API double hop_decomposition_value(const hop_decomposition *d, int32_t key);

/** @brief Standard error of the same, by full propagation. @since 0.1 */
HOP_API double hop_decomposition_standard_error(const hop_decomposition *d, int32_t key);

/**
 * @brief Part over HOP_CHANGE_LN_SIGMA_T.
 *
 * There are no shares of nothing: where the total is within 1.96 standard errors of
 * zero, or of the size of rounding, all shares are NaN and HOP_FLAG_NOT_DETERMINED is set.
 * @return NaN also where the part is, for another key or NULL. @since 0.1
 */
HOP_API double hop_decomposition_share(const hop_decomposition *d, int32_t key);

/** @brief Standard error of the same, to first order in part and total. @since 0.1 */
HOP_API double hop_decomposition_share_standard_error(const hop_decomposition *d, int32_t key);

/**
 * @brief Confidence interval of a share by Fieller's theorem, exact for normal errors.
 *
 * Where the total is not different from zero at this level the interval is the
 * whole line, −infinity to infinity. Source: Fieller, J. R. Stat. Soc. B 1954, 16, 175.
 * @param level 0 < level < 1.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_UNKNOWN_KEY, HOP_ERR_OUT_OF_RANGE
 * (level), HOP_ERR_MISSING_DATA (the part or its error is not determined). @since 0.1
 */
HOP_API hop_status hop_decomposition_share_interval(const hop_decomposition *d, int32_t key,
                                                    double level, double *lower, double *upper);

/** @brief The HOP_FLAG_ bits, those of the lines included. @since 0.1 */
HOP_API uint32_t hop_decomposition_flags(const hop_decomposition *d);

/** @brief Releases the parts; NULL is a no-op. @since 0.1 */
HOP_API void hop_decomposition_destroy(hop_decomposition *d);

HOP_END_DECLS

#endif
