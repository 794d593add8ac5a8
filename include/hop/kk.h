/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_KK_H
#define HOP_KK_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "quantity.h"
#include "spectrum.h"

/**
 * @file kk.h
 * @brief Does a spectrum obey the Kramers–Kronig relations?
 *
 * Linear Kramers–Kronig test (B. A. Boukamp, J. Electrochem. Soc. 1995, 142, 1885; M.
 * Schönleber, D. Klotz and E. Ivers-Tiffée, Electrochim. Acta 2014, 131, 20): a chain of
 * M elements R_k ∥ C_k with fixed, log-spaced τ_k, which obeys the relations whatever its
 * R_k are, is fitted to the spectrum by linear least squares with weights 1/|Z|,
 *
 * Z(ω) ≈ R + Σ R_k/(1 + iωτ_k) [+ iωL] [+ 1/(iωC)], or for the admittance
 * Y(ω) ≈ G + Σ G_k iωτ_k/(1 + iωτ_k) [+ iωC] [+ 1/(iωL)].
 *
 * What the chain cannot follow is noise, or a violation: the sample drifted, the
 * signal was too large, the instrument reached a limit. R_k may be negative.
 * Residuals are in % of |Z| (or |Y|): 100 (measured − chain)/|measured|.
 *
 * Z-HIT (W. Ehm, H. Göhr, R. Kaus, B. Röseler and C. A. Schiller, ACH Models Chem.
 * 2000, 137, 145; C. A. Schiller, F. Richter, E. Gülzow and N. Wagner, Phys. Chem.
 * Chem. Phys. 2001, 3, 374) rebuilds |Z| from the phase and fits nothing.
 *
 * The relations hold for the ratio of measured numbers, so a spectrum whose geometry
 * is not known is tested as 1/σ*; R, L and C are then NaN.
 */

HOP_BEGIN_DECLS

/** How to test; mutable, one thread at a time. @since 0.1 */
typedef struct hop_kk_options hop_kk_options;

/** The test of one spectrum; immutable. @since 0.1 */
typedef struct hop_kk hop_kk;

/** What the chain is fitted to. */
enum { HOP_KK_COMPLEX = 1, HOP_KK_REAL = 2, HOP_KK_IMAGINARY = 3 };

/** How the number of elements M is chosen. */
enum {
    HOP_KK_M_DENSITY = 1,    /**< so many elements a decade */
    HOP_KK_M_MU = 2,         /**< the smallest M with μ ≤ c (Schönleber et al.), the default */
    HOP_KK_M_FIXED = 3,      /**< given */
    HOP_KK_M_LEAST_NOISE = 4 /**< the M with the smallest noise estimate */
};

/** Terms beside the chain, bits. */
enum {
    HOP_KK_RISING = 1 << 0, /**< ∝ iω: L in series with Z, C parallel to Y */
    HOP_KK_FALLING = 1 << 1 /**< ∝ 1/(iω): C in series with Z, L parallel to Y */
};

/** Warnings of a test: X(constant, bit, name, what it means). */
#define HOP_KK_WARNING_LIST(X)                                                            \
    X(HOP_KK_MU_NOT_REACHED, 0, "mu-not-reached",                                         \
      "mu stays above c up to the largest M allowed, which was taken")                    \
    X(HOP_KK_FEW_POINTS, 1, "few-points",                                                 \
      "too few points for three elements a decade: pass or fail is not decided")          \
    X(HOP_KK_COLLINEAR, 2, "collinear",                                                   \
      "the elements are so close that they cannot be told apart: the shortest of the "    \
      "best chains was taken")                                                            \
    X(HOP_KK_NO_GEOMETRY, 3, "no-geometry",                                               \
      "the geometry is not known: tested as 1/sigma*, without R, L and C")                \
    X(HOP_KK_CONJUGATE, 4, "conjugate",                                                   \
      "the complex conjugate obeys the relations: the sign of the imaginary part is "     \
      "reversed")                                                                         \
    X(HOP_KK_ONE_PART, 5, "one-part",                                                     \
      "the chain was fitted to one part alone, which rests on what lies beyond the "      \
      "frequencies for the other: pass or fail is not decided without a tolerance given")

#define HOP_KK_WARNING_CONSTANT(constant, bit, name, meaning) constant = 1 << bit,
enum { HOP_KK_WARNING_LIST(HOP_KK_WARNING_CONSTANT) HOP_KK_WARNING_LIST_END_ = 0 };
#undef HOP_KK_WARNING_CONSTANT

/**
 * @brief Options at their defaults: complex, of the impedance, the smallest M of at least
 * three elements a decade with μ ≤ 0.85, τ half a decade beyond both ends, both terms,
 * automatic tolerance.
 *
 * With these, the impedance of any cell that libhop models is followed within 0.3 %.
 * The test as published is: hop_kk_options_set_least_density() 0, extension 0, terms
 * HOP_KK_RISING. It asks for more judgement: μ can stop at three elements where
 * relaxations are sharp.
 * @param[out] out the options; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns them: hop_kk_options_destroy(). @since 0.1
 */
HOP_API hop_status hop_kk_options_create(hop_ctx *ctx, hop_kk_options **out);

/**
 * @brief Chooses the part that is fitted; residuals are always told of both.
 *
 * The terms that have no such part, and R of the imaginary part, are then fitted to
 * what is left of the other part. One part predicts the other from what lies beyond the
 * frequencies as well, which is not known: with automatic tolerance pass or fail is then
 * not decided (HOP_KK_ONE_PART).
 * @param part HOP_KK_COMPLEX (default), HOP_KK_REAL or HOP_KK_IMAGINARY.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_kk_options_set_part(hop_ctx *ctx, hop_kk_options *options, int32_t part);

/**
 * @brief Tests Z or Y.
 *
 * Where leads resonate with the capacitance of the cell, Y is no chain of relaxations and
 * fails; Z is one.
 * @param representation HOP_IMPEDANCE (default) or HOP_ADMITTANCE.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_kk_options_set_representation(hop_ctx *ctx, hop_kk_options *options,
                                                     int32_t representation);

/**
 * @brief Chooses the terms beside the chain.
 * @param terms HOP_KK_RISING | HOP_KK_FALLING (default), one of them, or 0.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_kk_options_set_terms(hop_ctx *ctx, hop_kk_options *options,
                                            uint32_t terms);

/**
 * @brief How far τ runs beyond 1/ω of the highest and the lowest frequency.
 * @param decades at each end, 0 to 3; default 0.5.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_kk_options_set_extension(hop_ctx *ctx, hop_kk_options *options,
                                                double decades);

/**
 * @brief M by their number a decade of τ, both ends included.
 *
 * It is lowered so that there are no more unknowns than points; with fewer than three
 * elements a decade left, HOP_KK_FEW_POINTS says so.
 * @param per_decade 0.5 to 12; default 3.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_kk_options_set_density(hop_ctx *ctx, hop_kk_options *options,
                                              double per_decade);

/**
 * @brief The smallest M with μ = 1 − Σ_{R_k<0}|R_k| / Σ_{R_k≥0}R_k ≤ c, the default.
 *
 * The search begins at hop_kk_options_set_least_density().
 * @param c 0 < c < 1; NaN for the published 0.85.
 * @param m_max the largest M allowed, 1 to 200; 0 for the published 50. Never more than
 * the points determine, nor, where the search begins at a density, more unknowns than
 * points; and never less than where it begins. Taken where no M has such a μ, which
 * HOP_KK_MU_NOT_REACHED says.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_kk_options_set_mu(hop_ctx *ctx, hop_kk_options *options, double c,
                                         int32_t m_max);

/**
 * @brief Where the search of hop_kk_options_set_mu() begins.
 *
 * A sharp relaxation makes some R_k negative long before the chain is fine enough to
 * follow it: from one element on, μ would stop at three or four. Where the points do not
 * allow three a decade, HOP_KK_FEW_POINTS says so.
 * @param per_decade of τ, both ends included: 0.5 to 12, default 3; 0 for one element
 * in all, as published.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_kk_options_set_least_density(hop_ctx *ctx, hop_kk_options *options,
                                                    double per_decade);

/**
 * @brief A given M.
 * @param m 1 to 200.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_kk_options_set_m(hop_ctx *ctx, hop_kk_options *options, int32_t m);

/**
 * @brief The M from 1 on with the smallest HOP_KK_NOISE.
 * @param m_max the largest M allowed, 1 to 200; 0 for 50. Never more than the points determine.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_kk_options_set_least_noise(hop_ctx *ctx, hop_kk_options *options,
                                                  int32_t m_max);

/**
 * @brief The residual, in % of |Z|, from which on a point fails.
 *
 * Automatic: the larger of 1 % and five times HOP_KK_LOCAL_NOISE, the noise that third
 * differences of neighbouring residuals show; and a point also fails where the mean
 * of the nine residuals around it exceeds HOP_KK_MEAN_TOLERANCE, the larger of 0.5 % and
 * 1.5 times that noise. With a number, a point fails where its own residual exceeds it.
 * @param percent > 0, or NaN for automatic (default).
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_kk_options_set_tolerance(hop_ctx *ctx, hop_kk_options *options,
                                                double percent);

/** @brief Releases the options; NULL is a no-op. @since 0.1 */
HOP_API void hop_kk_options_destroy(hop_kk_options *options);

/**
 * @brief Tests one spectrum.
 * @param s a complex spectrum of at least 5 points.
 * @param options or NULL for the defaults.
 * @param[out] out the test; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_MISSING_DATA (the imaginary part),
 * HOP_ERR_TOO_FEW_POINTS (fewer than 5, or a fixed M they do not determine),
 * HOP_ERR_NOT_POSITIVE (|Z| = 0), HOP_ERR_OUT_OF_RANGE (frequencies over more than 60
 * decades, |Z| over more than 100), HOP_ERR_NOT_FINITE, HOP_ERR_SIZE_OVERFLOW,
 * HOP_ERR_OUT_OF_MEMORY, HOP_ERR_LAPACK.
 * The caller owns the result: hop_kk_destroy(). Thread-safe with one context per
 * thread. @since 0.1
 */
HOP_API hop_status hop_kk_test(hop_ctx *ctx, const hop_spectrum *s,
                               const hop_kk_options *options, hop_kk **out);

/**
 * @brief Tests many spectra on the threads of the context, with progress and cancel.
 *
 * Each result is the same to the last bit as that of hop_kk_test(), on any number of
 * threads.
 * @param count number of spectra, at least 1. @param spectra @p count spectra.
 * @param[out] out array of @p count; all NULL on error.
 * @return as hop_kk_test(), and HOP_ERR_CANCELLED; the error text begins "spectrum I:".
 * The caller owns the results, each by itself. @since 0.1
 */
HOP_API hop_status hop_kk_test_batch(hop_ctx *ctx, size_t count,
                                     const hop_spectrum *const *spectra,
                                     const hop_kk_options *options, hop_kk **out);

/**
 * @brief 1: no point fails; 0: at least one does; −1: not decided (HOP_KK_FEW_POINTS,
 * HOP_KK_ONE_PART).
 *
 * With the default options, fewer than 1 in 1,000 clean spectra with 0.2 to 3 % of
 * noise fail: docs/kramers-kronig.md. @return −1 for NULL. @since 0.1
 */
HOP_API int32_t hop_kk_passes(const hop_kk *kk);

/**
 * @brief A number of the test.
 *
 * HOP_KK_M, HOP_KK_MU (minus infinity where no R_k is positive), HOP_KK_PSEUDO_CHI2
 * (Σ |measured − chain|²/|measured|²), HOP_KK_NOISE (100 √(pseudo χ²/HOP_DOF)), HOP_DOF
 * (2N − unknowns), HOP_KK_LOCAL_NOISE, HOP_KK_TOLERANCE, HOP_KK_MEAN_TOLERANCE
 * (infinite with a tolerance given), HOP_KK_MAX_RESIDUAL and
 * HOP_KK_MAX_RESIDUAL_F (where), HOP_KK_MAX_MEAN_RESIDUAL (of nine neighbours),
 * HOP_KK_FAILING (points), HOP_KK_CHAIN_R, HOP_KK_CHAIN_L, HOP_KK_CHAIN_C, HOP_POINTS,
 * HOP_F_MIN, HOP_F_MAX. R, L and C are NaN where the chain has none, C of a term that
 * came out zero is infinite, and they may be negative.
 * @return NaN for another key or NULL. @since 0.1
 */
HOP_API double hop_kk_value(const hop_kk *kk, int32_t key);

/** @brief Bits of HOP_KK_WARNING_LIST. @since 0.1 */
HOP_API uint32_t hop_kk_warnings(const hop_kk *kk);

/** @brief Name of one warning, such as "conjugate"; NULL for anything else. @since 0.1 */
HOP_API const char *hop_kk_warning_name(uint32_t warning);

/** @brief What one warning means, in English; NULL for anything else. @since 0.1 */
HOP_API const char *hop_kk_warning_meaning(uint32_t warning);

/**
 * @brief Frequencies and residuals in % of |Z|, in ascending frequency.
 * @param freq_hz, re_percent, im_percent arrays of @p capacity, each may be NULL.
 * @param[out] count number of points; may be NULL.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_CAPACITY (arrays untouched).
 * Thread-safe. @since 0.1
 */
HOP_API hop_status hop_kk_residuals(const hop_kk *kk, double *freq_hz, double *re_percent,
                                    double *im_percent, size_t capacity, size_t *count);

/** @brief 1 if point @p i, in ascending frequency, fails; 0 if not or beyond the end. @since 0.1 */
HOP_API int32_t hop_kk_point_fails(const hop_kk *kk, size_t i);

/**
 * @brief The elements of the chain, in ascending τ.
 * @param tau_s M time constants in s. @param weight M values: R_k in Ω (Z) or G_k in S
 * (Y); with HOP_KK_NO_GEOMETRY in Ω m or S/m. Each array may be NULL.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_CAPACITY. Thread-safe. @since 0.1
 */
HOP_API hop_status hop_kk_chain(const hop_kk *kk, double *tau_s, double *weight,
                                size_t capacity, size_t *count);

/** @brief Releases the test; NULL is a no-op. @since 0.1 */
HOP_API void hop_kk_destroy(hop_kk *kk);

/**
 * @brief Rebuilds |Z| from the phase φ alone (Z-HIT):
 * ln|Z(ω)| = const + (2/π) ∫ φ d ln ω − (π/6) dφ/d ln ω.
 *
 * Phase and slope are those of a quadratic through seven neighbours. The constant is
 * the median of ln|Z| less the integral over the frequencies from f_min_hz to f_max_hz,
 * where the measurement is to be trusted. Drift moves |Z| more than the phase, so it shows as
 * a difference of the two that grows towards low frequencies.
 * The formula is the first two terms of a series: it is 5 % off on the flank of a pure
 * R ∥ C, 1 % for a depressed arc with n = 0.8.
 * @param s a complex spectrum of at least 7 points.
 * @param f_min_hz, f_max_hz in Hz; 0 and infinity for all.
 * @param[out] modulus array of @p capacity: |Z| in Ω, in ascending frequency (in Ω m if
 * the geometry is not known); NULL with capacity 0 asks for the size.
 * @param[out] count number of points; may be NULL.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_CAPACITY, HOP_ERR_MISSING_DATA,
 * HOP_ERR_TOO_FEW_POINTS (fewer than 7, or none in the range), HOP_ERR_OUT_OF_RANGE (f),
 * HOP_ERR_NOT_POSITIVE (|Z| = 0), HOP_ERR_NOT_FINITE, HOP_ERR_OUT_OF_MEMORY.
 * Thread-safe with one context per thread. @since 0.1
 */
HOP_API hop_status hop_kk_zhit(hop_ctx *ctx, const hop_spectrum *s, double f_min_hz,
                               double f_max_hz, double *modulus, size_t capacity,
                               size_t *count);

HOP_END_DECLS

#endif
