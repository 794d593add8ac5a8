/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_TRANSPORT_H
#define HOP_TRANSPORT_H

#include <stddef.h>
#include <stdint.h>

#include "arrhenius.h"
#include "context.h"
#include "quantity.h"

/**
 * @file transport.h
 * @brief Migration entropy and carrier concentration factor, with their errors.
 *
 * ΔS_m/k_B = ln(f_e/ν₀) from the intercept, and ln(f_p/ν₀) + E_m/(k_B T) at each
 * temperature (eq. 8); C(T) = (σT/f_p) exp[(E_a − E_m)/(k_B T)] (eq. 9), from
 * the intercepts σ₀/f_e; K(T) = σT/f_p (Almond and West 1983). Every error
 * includes the covariance between the point and the lines it helped to fix.
 *
 * Convention: HOP_CONVENTION_ORDINARY compares f_p with ν₀, both in Hz.
 * HOP_CONVENTION_ANGULAR puts ω_p = 2πf_p in the place of f_p: ΔS_m/k_B grows by
 * ln 2π = 1.838 and C and K shrink by 2π; energies do not change.
 */

HOP_BEGIN_DECLS

/** What the derivation needs to know; mutable, one thread at a time. @since 0.1 */
typedef struct hop_transport_options hop_transport_options;

/** The derived quantities of a series; immutable. @since 0.1 */
typedef struct hop_transport hop_transport;

/** The rate that stands in eqs. 8 and 9. */
enum {
    HOP_CONVENTION_ORDINARY = 1, /**< f_p in Hz, the default */
    HOP_CONVENTION_ANGULAR = 2   /**< ω_p in rad/s */
};

/** @brief Options at their defaults: ordinary convention, nothing else known. @since 0.1 */
HOP_API hop_status hop_transport_options_create(hop_ctx *ctx, hop_transport_options **out);

/**
 * @brief Attempt frequency ν₀; without it there is no migration entropy.
 * @param nu0_hz ν₀ in Hz, > 0. @param standard_error_hz its error in Hz, ≥ 0.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_transport_options_set_attempt_frequency(hop_ctx *ctx,
                                                               hop_transport_options *options,
                                                               double nu0_hz,
                                                               double standard_error_hz);

/** @brief Chooses one of the HOP_CONVENTION_ constants. @since 0.1 */
HOP_API hop_status hop_transport_options_set_convention(hop_ctx *ctx,
                                                        hop_transport_options *options,
                                                        int32_t convention);

/**
 * @brief What turns C into a carrier density and f_p into a diffusivity.
 *
 * n_c = C k_B/(z q² a₀²), D = a₀² f_p/(2d) and the Nernst–Einstein diffusivity
 * D_σ = σ k_B T/(n_c q²) = z a₀² f_p exp[−(E_a − E_m)/(k_B T)], all of them always
 * with the ordinary f_p. Almond, Duncan and West 1983 write z = γ(1 − c): 1/6 for
 * isotropic hops between few carriers. The three numbers count as exact.
 * @param geometry_factor z, > 0. @param charge_number q/e, not 0.
 * @param hop_distance_m a₀ in m, > 0.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_transport_options_set_carrier(hop_ctx *ctx,
                                                     hop_transport_options *options,
                                                     double geometry_factor,
                                                     double charge_number,
                                                     double hop_distance_m);

/**
 * @brief Dimension d of the random walk in D = a₀² f_p/(2d); 3 unless set.
 * @param dimension 1, 2 or 3.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_transport_options_set_dimension(hop_ctx *ctx,
                                                       hop_transport_options *options,
                                                       int32_t dimension);

/**
 * @brief Density of all ions of the mobile kind: makes n_c a fraction of them.
 * @param ion_density_per_m3 number per m³, > 0, from the crystal structure.
 * @param standard_error_per_m3 its error, ≥ 0, independent of the measurement.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_transport_options_set_ion_density(hop_ctx *ctx,
                                                         hop_transport_options *options,
                                                         double ion_density_per_m3,
                                                         double standard_error_per_m3);

/** @brief Releases the options; NULL is a no-op. @since 0.1 */
HOP_API void hop_transport_options_destroy(hop_transport_options *options);

/**
 * @brief Derives the quantities of science from two Arrhenius lines.
 * @param a lines with a determined E_m.
 * @param options or NULL for the defaults.
 * @param[out] out the result; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_MISSING_DATA (E_m not
 * determined), HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result: hop_transport_destroy(). @since 0.1
 */
HOP_API hop_status hop_transport_derive(hop_ctx *ctx, const hop_arrhenius *a,
                                        const hop_transport_options *options,
                                        hop_transport **out);

/** @brief Number of temperatures, in the order of the series. @since 0.1 */
HOP_API size_t hop_transport_count(const hop_transport *t);

/** @brief Temperature of entry @p i in K; NaN beyond the end. @since 0.1 */
HOP_API double hop_transport_temperature(const hop_transport *t, size_t i);

/** @brief How f_p of entry @p i is known: one of the HOP_STATE_ constants. @since 0.1 */
HOP_API int32_t hop_transport_state(const hop_transport *t, size_t i);

/**
 * @brief A quantity at entry @p i, from its own σ_dc and f_p.
 *
 * HOP_C, HOP_K; HOP_DELTA_S_M in k_B, HOP_DELTA_S_M_MOLAR in J/(mol K),
 * HOP_DELTA_S_M_MEV in meV/K, HOP_EXP_DELTA_S_M; HOP_CARRIER_DENSITY,
 * HOP_CARRIER_FRACTION, HOP_DIFFUSIVITY (random walk), HOP_DIFFUSIVITY_SIGMA
 * (Nernst–Einstein with the n_c of the same entry).
 * @return NaN where f_p is a limit (see hop_transport_interval()), where an
 * option it needs was not set, for another key, or beyond the end. @since 0.1
 */
HOP_API double hop_transport_value(const hop_transport *t, size_t i, int32_t key);

/** @brief Standard error of the same. @since 0.1 */
HOP_API double hop_transport_standard_error(const hop_transport *t, size_t i, int32_t key);

/**
 * @brief Confidence interval of the same, in ln for all but the entropies.
 *
 * Normal, or Student's t where the errors of the lines come from the scatter, as
 * hop_arrhenius_interval(): of the line of f_p for entropies and HOP_DIFFUSIVITY, of the
 * line with fewer degrees of freedom for what rests on both. HOP_K and HOP_DIFFUSIVITY are
 * of a single point that is part of this scatter, so their intervals then hold in more.
 * Where f_p is a limit the quantity has one end only, the one-sided 95 % limit
 * of f_p carried over (energies at their best values); the other is 0 or ±infinity.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_UNKNOWN_KEY,
 * HOP_ERR_OUT_OF_RANGE (level, i). @since 0.1
 */
HOP_API hop_status hop_transport_interval(const hop_transport *t, size_t i, int32_t key,
                                          double level, double *lower, double *upper);

/**
 * @brief HOP_C, the entropies, HOP_CARRIER_DENSITY or HOP_CARRIER_FRACTION from
 * the intercepts of the lines: C = σ₀/f_e, ΔS_m/k_B = ln(f_e/ν₀).
 * @return NaN for another key. @since 0.1
 */
HOP_API double hop_transport_intercept_value(const hop_transport *t, int32_t key);

/** @brief Standard error of the same. @since 0.1 */
HOP_API double hop_transport_intercept_standard_error(const hop_transport *t, int32_t key);

/** @brief The convention used. @since 0.1 */
HOP_API int32_t hop_transport_convention(const hop_transport *t);

/** @brief Releases the result; NULL is a no-op. @since 0.1 */
HOP_API void hop_transport_destroy(hop_transport *t);

HOP_END_DECLS

#endif
