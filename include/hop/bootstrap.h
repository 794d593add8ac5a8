/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_BOOTSTRAP_H
#define HOP_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "jpl.h"
#include "quantity.h"

/**
 * @file bootstrap.h
 * @brief Errors of a power-law fit from replicates of its data.
 *
 * A replicate is the fitted σ′ with new residuals, fitted again with the same
 * weights. `wild`: the measured residuals, divided by 1 − leverage, each with a
 * random sign; it asks for no distribution and no equal variances. `parametric`:
 * normal residuals with the standard deviation s·s_k that the weighting states.
 * The random numbers of replicate i depend on the seed and i alone, so results
 * depend neither on the number of threads nor on how many replicates there are.
 *
 * Wild bootstrap: Wu, Ann. Stat. 1986, 14, 1261; Davidson and Flachaire, J.
 * Econometrics 2008, 146, 162. Percentile intervals with the correction for few
 * degrees of freedom: Hesterberg, Am. Stat. 2015, 69, 371.
 */

HOP_BEGIN_DECLS

/** How to bootstrap; mutable, one thread at a time. @since 0.1 */
typedef struct hop_bootstrap_options hop_bootstrap_options;

/** The replicates of a fit; immutable, any number of threads may read it. @since 0.1 */
typedef struct hop_bootstrap hop_bootstrap;

/** Where the residuals of a replicate come from. */
enum {
    HOP_BOOTSTRAP_WILD = 1,      /**< measured residuals with random signs, the default */
    HOP_BOOTSTRAP_PARAMETRIC = 2 /**< normal residuals */
};

/**
 * @brief Options at their defaults: wild, 2000 replicates, seed 1.
 * @param[out] out the new options; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns it: hop_bootstrap_options_destroy(). @since 0.1
 */
HOP_API hop_status hop_bootstrap_options_create(hop_ctx *ctx, hop_bootstrap_options **out);

/**
 * @brief HOP_BOOTSTRAP_WILD or HOP_BOOTSTRAP_PARAMETRIC.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_bootstrap_options_set_kind(hop_ctx *ctx, hop_bootstrap_options *options,
                                                  int32_t kind);

/**
 * @brief Number of replicates, 10 to 10,000,000; each takes 32 bytes.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_bootstrap_options_set_replicates(hop_ctx *ctx,
                                                        hop_bootstrap_options *options,
                                                        int32_t replicates);

/**
 * @brief Seed of the random numbers (Philox 4×32-10).
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_bootstrap_options_set_seed(hop_ctx *ctx, hop_bootstrap_options *options,
                                                  uint32_t seed);

/** @brief Releases the options; NULL is a no-op. @since 0.1 */
HOP_API void hop_bootstrap_options_destroy(hop_bootstrap_options *options);

/**
 * @brief Makes and fits the replicates of a fit.
 * @param ctx context or NULL; its threads share the work, its progress callback
 * can stop it.
 * @param fit a fit. With a robust loss the residuals are its pseudo-residuals.
 * @param options how, or NULL for the defaults.
 * @param[out] out the replicates; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_CANCELLED, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result: hop_bootstrap_destroy(). Thread-safe with one
 * context per thread. @since 0.1
 */
HOP_API hop_status hop_jpl_bootstrap(hop_ctx *ctx, const hop_jpl *fit,
                                     const hop_bootstrap_options *options, hop_bootstrap **out);

/**
 * @brief Percentile interval of a parameter, for few degrees of freedom.
 *
 * The ends are the quantiles Φ(∓t) of the replicates, where t is Student's t of
 * the level and Φ the normal distribution function: the plain percentiles would
 * be too narrow by the ratio of t to the normal quantile.
 * @param key HOP_SIGMA_DC, HOP_A_J, HOP_N, HOP_OMEGA_P, HOP_F_P, HOP_LN_SIGMA_DC
 * or HOP_LN_OMEGA_P.
 * @param level 0 < level < 1.
 * @param[out] lower, upper the ends; 0 or infinity (−infinity for a logarithm)
 * where more replicates than that have no plateau or no dispersion; for n an end
 * of its allowed range where more replicates than that have no n.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_UNKNOWN_KEY, HOP_ERR_OUT_OF_RANGE
 * (level, also one that asks for a quantile beyond the last replicate).
 * Thread-safe. @since 0.1
 */
HOP_API hop_status hop_bootstrap_interval(const hop_bootstrap *b, int32_t key, double level,
                                          double *lower, double *upper);

/**
 * @brief Standard deviation over the replicates, of ln times the value for positive
 * quantities.
 * @param key as in hop_bootstrap_interval().
 * @return NaN for another key, NULL, or where a replicate has no such number.
 * Thread-safe. @since 0.1
 */
HOP_API double hop_bootstrap_standard_error(const hop_bootstrap *b, int32_t key);

/**
 * @brief The parameter in each replicate; replicates of two parameters belong together.
 * @param key as in hop_bootstrap_interval().
 * @param out array of @p capacity, or NULL with capacity 0 to ask for the size.
 * NaN is n of a replicate without dispersion; others may be 0 or infinite.
 * @param[out] count number of replicates; may be NULL.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_UNKNOWN_KEY, HOP_ERR_CAPACITY
 * (array untouched). Thread-safe. @since 0.1
 */
HOP_API hop_status hop_bootstrap_values(const hop_bootstrap *b, int32_t key, double *out,
                                        size_t capacity, size_t *count);

/** @brief HOP_BOOTSTRAP_WILD or HOP_BOOTSTRAP_PARAMETRIC; 0 for NULL. @since 0.1 */
HOP_API int32_t hop_bootstrap_kind(const hop_bootstrap *b);

/** @brief The flags of the fit and HOP_FLAG_REPLICATES_DEGENERATE. @since 0.1 */
HOP_API uint32_t hop_bootstrap_flags(const hop_bootstrap *b);

/** @brief Releases the replicates; NULL is a no-op. @since 0.1 */
HOP_API void hop_bootstrap_destroy(hop_bootstrap *b);

HOP_END_DECLS

#endif
