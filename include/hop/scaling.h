/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_SCALING_H
#define HOP_SCALING_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "quantity.h"
#include "spectrum.h"

/**
 * @file scaling.h
 * @brief Do the spectra of all temperatures fall on one curve?
 *
 * σ′/σ_dc is drawn against f times a factor of each spectrum:
 *
 * HOP_SCALING_GHOSH: x = ω/ω_p = f/f_p (A. Ghosh and A. Pan, Phys. Rev. Lett. 2000,
 * 84, 2188).
 * HOP_SCALING_SUMMERFIELD: x = f/(σ_dc T), in Hz m/(S K) (S. Summerfield, Philos. Mag.
 * B 1985, 52, 9).
 * HOP_SCALING_SUMMERFIELD_ALPHA: x = f/(σ_dc T)·(T/T_mean)^α with the α that makes
 * the collapse best and the geometric mean of the temperatures T_mean (S.
 * Baranovskii and H. Cordes, J. Chem. Phys. 1999, 111, 7546).
 * HOP_SCALING_SIDEBOTTOM: x = f ε₀ Δε/σ_dc (D. L. Sidebottom, Phys. Rev. Lett. 1999,
 * 82, 3653), Δε = ε′(low plateau) − ε′(high plateau) from the complex data.
 *
 * The collapse is the rms scatter of ln(σ′/σ_dc) about the common curve. At a point
 * of one spectrum that curve is the mean of all others there, each interpolated
 * through its four nearest points in ln–ln, never extrapolated, with a weight that
 * falls to zero over the last quarter of a decade at its ends. Differences are
 * divided by the noise that interpolation and mean leave, so spectra that truly
 * collapse give the relative noise of σ′ itself, however many they are. Steep
 * electrode effects belong cut off before: hop_spectrum_window().
 */

HOP_BEGIN_DECLS

/** Scaled spectra and how well they agree; immutable. @since 0.1 */
typedef struct hop_scaling hop_scaling;

/** What stands on the axis of scaled frequency; numbers never change. */
enum {
    HOP_SCALING_GHOSH = 1,
    HOP_SCALING_SUMMERFIELD = 2,
    HOP_SCALING_SUMMERFIELD_ALPHA = 3,
    HOP_SCALING_SIDEBOTTOM = 4
};

/**
 * @brief Scales the spectra and measures how well they collapse.
 *
 * A spectrum that lacks what its scaling needs (σ_dc, f_p, temperature, a Δε that can
 * be told) is left out and flagged, see hop_scaling_spectrum_flags(). Δε needs two
 * stretches of half a decade or more, apart from each other, in which ε′ changes by
 * less than f^±0.05: the lowest is the low plateau, the highest the high one, and
 * each gives its value where it is flattest, and ε′ must fall by 6 % or more between
 * them. A dispersion that goes on to the end
 * of the spectrum, or an electrode polarisation that hides the plateau, has no Δε.
 * @param count number of spectra, at least 2.
 * @param spectra @p count spectra whose σ′ is known; for HOP_SCALING_SIDEBOTTOM complex.
 * @param sigma_dc_s_per_m @p count values of σ_dc in S/m; NaN or 0: not known.
 * @param f_p_hz @p count hopping frequencies in Hz, NaN or 0: not known; used by
 * HOP_SCALING_GHOSH only, otherwise it may be NULL.
 * @param kind one of the HOP_SCALING_ constants.
 * @param[out] out the result; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (kind),
 * HOP_ERR_TOO_FEW_POINTS (fewer than two spectra), HOP_ERR_NOT_POSITIVE (a σ_dc or f_p
 * that is negative or infinite), HOP_ERR_MISSING_DATA (fewer than two spectra are
 * left, or σ′ lacks the geometry), HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result: hop_scaling_destroy().
 * Thread-safe with one context per thread. @since 0.1
 */
HOP_API hop_status hop_scaling_collapse(hop_ctx *ctx, size_t count,
                                        const hop_spectrum *const *spectra,
                                        const double *sigma_dc_s_per_m, const double *f_p_hz,
                                        int32_t kind, hop_scaling **out);

/** @brief The kind asked for. @since 0.1 */
HOP_API int32_t hop_scaling_kind(const hop_scaling *s);

/** @brief Number of spectra given, those left out included; 0 for NULL. @since 0.1 */
HOP_API size_t hop_scaling_count(const hop_scaling *s);

/**
 * @brief HOP_COLLAPSE_RMS, HOP_POINTS (compared with another spectrum), HOP_EXCLUDED
 * (points with σ′ ≤ 0) or HOP_SCALING_ALPHA.
 *
 * The rms is NaN where no two spectra overlap, α where it was not asked for, where
 * fewer than two temperatures are there, or where no α within ±8 is best; the last
 * three set HOP_FLAG_NOT_DETERMINED.
 * @return NaN for another key or NULL. @since 0.1
 */
HOP_API double hop_scaling_value(const hop_scaling *s, int32_t key);

/**
 * @brief Standard error of HOP_SCALING_ALPHA, by leaving out one spectrum at a time.
 *
 * It holds what differs from spectrum to spectrum, such as the errors of σ_dc. The
 * jackknife is made unbiased for a regression on ln T (MacKinnon and White, J.
 * Econom. 1985, 29, 305: HC2). Two temperatures give no error
 * (HOP_FLAG_NO_DEGREES_OF_FREEDOM).
 * @return NaN for another key or NULL. @since 0.1
 */
HOP_API double hop_scaling_standard_error(const hop_scaling *s, int32_t key);

/** @brief The HOP_FLAG_ bits, those of the spectra included. @since 0.1 */
HOP_API uint32_t hop_scaling_flags(const hop_scaling *s);

/**
 * @brief One number of spectrum @p i, in the order given.
 *
 * HOP_SCALE_FACTOR (x per Hz), HOP_COLLAPSE_RMS (its own points), HOP_POINTS,
 * HOP_DELTA_EPSILON, HOP_EPSILON_LOW, HOP_EPSILON_HIGH.
 * @return NaN where it is not known, for another key, or beyond the end. @since 0.1
 */
HOP_API double hop_scaling_spectrum_value(const hop_scaling *s, size_t i, int32_t key);

/**
 * @brief HOP_FLAG_NOT_DETERMINED: left out, for lack of what the scaling needs;
 * HOP_FLAG_POINTS_EXCLUDED: σ′ ≤ 0 somewhere. @since 0.1
 */
HOP_API uint32_t hop_scaling_spectrum_flags(const hop_scaling *s, size_t i);

/**
 * @brief The scaled curve of spectrum @p i: x and σ′/σ_dc, in ascending x.
 * @param x, y arrays of @p capacity; both NULL with capacity 0 ask for the size.
 * @param[out] count number of points, 0 if the spectrum was left out.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE (i),
 * HOP_ERR_CAPACITY. Thread-safe. @since 0.1
 */
HOP_API hop_status hop_scaling_curve(const hop_scaling *s, size_t i, double *x, double *y,
                                     size_t capacity, size_t *count);

/**
 * @brief The common curve at every scaled point that at least two spectra cover.
 * Arguments and answers as hop_scaling_curve(). @since 0.1
 */
HOP_API hop_status hop_scaling_common(const hop_scaling *s, double *x, double *y,
                                      size_t capacity, size_t *count);

/** @brief Releases the result; NULL is a no-op. @since 0.1 */
HOP_API void hop_scaling_destroy(hop_scaling *s);

HOP_END_DECLS

#endif
