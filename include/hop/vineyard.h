/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_VINEYARD_H
#define HOP_VINEYARD_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"

/**
 * @file vineyard.h
 * @brief Migration entropy from the phonons of the initial state and the saddle point.
 *
 * ν* = Π ν_i (initial)/Π ν_j (saddle), ΔS_m/k_B = ln(ν* /ν₀) (G. H. Vineyard, J. Phys. Chem.
 * Solids 1957, 3, 121). The initial state of N ions has 3N − 3 modes beside the
 * translations, the saddle point one fewer: its imaginary mode is the way across.
 *
 * Imaginary modes are given as negative frequencies, as phonon programs print them.
 * They have no place in the products and are left out of both; the answer is given
 * only where the initial state then still has exactly one mode more, and everything
 * but one imaginary mode, of the saddle point, sets a warning.
 */

HOP_BEGIN_DECLS

/** Coded warnings: X(constant, bit, name, what it means). */
#define HOP_VINEYARD_WARNING_LIST(X)                                                  \
    X(HOP_VINEYARD_INITIAL_UNSTABLE, 0, "initial-unstable",                           \
      "the initial state has imaginary modes: it is no minimum, and as many modes of " \
      "the saddle point were left out with them")                                     \
    X(HOP_VINEYARD_NO_SADDLE_MODE, 1, "no-saddle-mode",                               \
      "the saddle point has no imaginary mode")                                       \
    X(HOP_VINEYARD_SADDLE_MODES, 2, "saddle-modes",                                   \
      "the saddle point has more than one imaginary mode: it is of higher order")     \
    X(HOP_VINEYARD_TRANSLATIONS, 3, "translations",                                   \
      "the lists do not hold three translations each")

#define HOP_VINEYARD_WARNING_CONSTANT(constant, bit, name, meaning) constant = 1 << bit,
enum {
    HOP_VINEYARD_WARNING_LIST(HOP_VINEYARD_WARNING_CONSTANT)
    HOP_VINEYARD_WARNING_LIST_END_ = 0
};
#undef HOP_VINEYARD_WARNING_CONSTANT

/**
 * @brief ν* of the two lists of modes.
 * @param initial_hz, saddle_hz ordinary frequencies in Hz in any order, negative ones imaginary.
 * @param zero_hz modes of |ν| up to this are translations and left out, ≥ 0.
 * @param[out] frequency_hz ν* in Hz. @param[out] warnings HOP_VINEYARD_ bits; may be NULL.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE (zero_hz), HOP_ERR_NOT_FINITE,
 * HOP_ERR_MISSING_DATA (the initial state has not one real mode more than the saddle point).
 * Thread-safe. @since 0.1
 */
HOP_API hop_status hop_vineyard_frequency(hop_ctx *ctx, size_t initial_count,
                                          const double *initial_hz, size_t saddle_count,
                                          const double *saddle_hz, double zero_hz,
                                          double *frequency_hz, uint32_t *warnings);

/**
 * @brief ΔS_m/k_B = ln(ν* /ν₀) with the error that ν₀ brings.
 * @param frequency_hz ν* in Hz, > 0. @param nu0_hz ν₀ in Hz, > 0, of one convention with ν*.
 * @param nu0_error_hz standard error of ν₀ in Hz, ≥ 0.
 * @param[out] delta_s_over_kb the entropy. @param[out] standard_error may be NULL.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_NOT_POSITIVE, HOP_ERR_OUT_OF_RANGE (the
 * error). Thread-safe. @since 0.1
 */
HOP_API hop_status hop_vineyard_entropy(hop_ctx *ctx, double frequency_hz, double nu0_hz,
                                        double nu0_error_hz, double *delta_s_over_kb,
                                        double *standard_error);

/** @brief Name of one warning, such as "initial-unstable"; NULL for anything else. @since 0.1 */
HOP_API const char *hop_vineyard_warning_name(uint32_t warning);

/** @brief What one warning means; NULL for anything else. @since 0.1 */
HOP_API const char *hop_vineyard_warning_meaning(uint32_t warning);

HOP_END_DECLS

#endif
