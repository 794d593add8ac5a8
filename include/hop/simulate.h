/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_SIMULATE_H
#define HOP_SIMULATE_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "model.h"
#include "spectrum.h"

/**
 * @file simulate.h
 * @brief Spectra made from known parameters, to test an analysis or an instrument.
 *
 * HOP_MODEL_JPL: σ′ = σ_dc [1 + (f/f_p)ⁿ], real part only.
 * HOP_MODEL_CELL: the sample's complex power law
 * σ* = σ_dc + A*(iω)ⁿ + iωε₀ε_∞, A* cos(nπ/2) = σ_dc/ω_pⁿ, in series with lead
 * inductance, lead resistance, a blocking electrode 1/[Q(iω)^α] and a grain
 * boundary (R ∥ Q), as an impedance. Parts whose parameter was not set are absent.
 *
 * Noise is Gaussian and relative: on σ′ for HOP_MODEL_JPL, on both parts of Z in
 * units of |Z| for HOP_MODEL_CELL. It depends on seed, stream and the point's
 * number only (Philox 4×32-10, Salmon et al., SC 2011), so it is the same on
 * every machine and in every order of calls, up to the last bits of log and cos.
 */

HOP_BEGIN_DECLS

/** The parameters of a simulated spectrum; mutable, one thread at a time. @since 0.1 */
typedef struct hop_simulation hop_simulation;

/** Parameters: number, default, range. */
enum {
    HOP_SIM_SIGMA_DC = 1,     /**< σ_dc in S/m, > 0, must be set */
    HOP_SIM_F_P = 2,          /**< f_p in Hz, > 0, must be set */
    HOP_SIM_N = 3,            /**< n, 0 < n < 1 for the cell, ≤ 2 for the JPL; must be set */
    HOP_SIM_TEMPERATURE = 4,  /**< T in K, > 0; default not known */
    HOP_SIM_THICKNESS = 5,    /**< l in m, > 0; must be set for the cell */
    HOP_SIM_AREA = 6,         /**< A in m², > 0; must be set for the cell */
    HOP_SIM_NOISE = 7,        /**< relative standard deviation, ≥ 0; default 0 */
    HOP_SIM_EPS_INF = 8,      /**< ε_∞ of the sample, ≥ 0; default 0 */
    HOP_SIM_LEAD_L = 9,       /**< lead inductance in H, ≥ 0; default 0 */
    HOP_SIM_LEAD_R = 10,      /**< lead resistance in Ω, ≥ 0; default 0 */
    HOP_SIM_ELECTRODE_Q = 11, /**< Q of the blocking electrode in S s^α, > 0; default absent */
    HOP_SIM_ELECTRODE_ALPHA = 12, /**< α, 0 < α ≤ 1; default 1 */
    HOP_SIM_GB_R = 13,        /**< grain-boundary resistance in Ω, ≥ 0; default 0: absent */
    HOP_SIM_GB_Q = 14,        /**< grain-boundary Q in S s^α, > 0; default absent: R only */
    HOP_SIM_GB_ALPHA = 15     /**< α of the grain boundary, 0 < α ≤ 1; default 1 */
};

/**
 * @brief Makes a set of parameters at their defaults, seed 0, stream 0.
 * @param model HOP_MODEL_JPL or HOP_MODEL_CELL.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns it: hop_simulation_destroy(). @since 0.1
 */
HOP_API hop_status hop_simulation_create(hop_ctx *ctx, int32_t model, hop_simulation **out);

/**
 * @brief Sets one parameter.
 * @param parameter one of the HOP_SIM_ constants. @param value in its range.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_UNKNOWN_KEY, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_simulation_set(hop_ctx *ctx, hop_simulation *simulation,
                                      int32_t parameter, double value);

/**
 * @brief Chooses the random numbers: spectra of one seed and different streams are independent.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_simulation_set_seed(hop_ctx *ctx, hop_simulation *simulation,
                                           uint32_t seed, uint32_t stream);

/**
 * @brief Makes the spectrum at the given frequencies.
 * @param n number of frequencies, at least 1. @param freq_hz positive, all different.
 * @param[out] out a conductivity spectrum (JPL) or an impedance spectrum (cell).
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_MISSING_DATA (a parameter that
 * must be set is not), HOP_ERR_OUT_OF_RANGE, and the errors of hop_spectrum_from_impedance().
 * The caller owns the result: hop_spectrum_destroy(). @since 0.1
 */
HOP_API hop_status hop_simulation_run(hop_ctx *ctx, const hop_simulation *simulation, size_t n,
                                      const double *freq_hz, hop_spectrum **out);

/** @brief Releases the parameters; NULL is a no-op. @since 0.1 */
HOP_API void hop_simulation_destroy(hop_simulation *simulation);

HOP_END_DECLS

#endif
