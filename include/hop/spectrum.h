/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_SPECTRUM_H
#define HOP_SPECTRUM_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"

/**
 * @file spectrum.h
 * @brief One measured spectrum: frequencies, a complex quantity, geometry, temperature.
 *
 * With thickness l, electrode area A and time factor exp(+iωt):
 * Y* = 1/Z*, σ* = (l/A) Y*, ε* = σ* / (iωε₀), M* = 1/ε*. All parts named `im`
 * are the imaginary part of the complex number: Im Z and Im ε* of a lossy
 * capacitor are negative. A spectrum keeps its points in ascending order of
 * frequency, whatever the order they were given in; frequencies must be
 * positive, finite and different from each other.
 *
 * A number that is not known (geometry, temperature) is given as NaN. A
 * quantity that needs it is then refused with HOP_ERR_MISSING_DATA.
 */

HOP_BEGIN_DECLS

/** An immutable spectrum; any number of threads may read it. @since 0.1 */
typedef struct hop_spectrum hop_spectrum;

/** Representations of the same measurement; numbers never change. */
enum {
    HOP_IMPEDANCE = 1,    /**< Z*, ohm */
    HOP_ADMITTANCE = 2,   /**< Y*, S */
    HOP_CONDUCTIVITY = 3, /**< σ*, S/m */
    HOP_PERMITTIVITY = 4, /**< ε*, relative to the vacuum */
    HOP_MODULUS = 5       /**< M* = 1/ε* */
};

/**
 * @brief Makes a spectrum from an impedance measurement.
 * @param ctx context or NULL.
 * @param n number of points, at least 1.
 * @param freq_hz n frequencies in Hz, positive, all different, any order.
 * @param re_ohm n real parts of Z in Ω.
 * @param im_ohm n imaginary parts of Z in Ω (negative where capacitive).
 * @param thickness_m distance of the electrodes in m, > 0, or NaN: not known.
 * @param area_m2 electrode area in m², > 0, or NaN: not known.
 * @param temperature_k temperature in K, > 0, or NaN: not known.
 * @param[out] out the new spectrum; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_TOO_FEW_POINTS,
 * HOP_ERR_BAD_FREQUENCY, HOP_ERR_DUPLICATE_FREQUENCY, HOP_ERR_NOT_FINITE,
 * HOP_ERR_BAD_GEOMETRY, HOP_ERR_BAD_TEMPERATURE, HOP_ERR_SIZE_OVERFLOW,
 * HOP_ERR_OUT_OF_MEMORY.
 * The arrays are copied. The caller owns the result: hop_spectrum_destroy().
 * Thread-safe with one context per thread. @since 0.1
 */
HOP_API hop_status hop_spectrum_from_impedance(hop_ctx *ctx, size_t n, const double *freq_hz,
                                               const double *re_ohm, const double *im_ohm,
                                               double thickness_m, double area_m2,
                                               double temperature_k, hop_spectrum **out);

/** @brief As hop_spectrum_from_impedance(), from Y* in S. @since 0.1 */
HOP_API hop_status hop_spectrum_from_admittance(hop_ctx *ctx, size_t n, const double *freq_hz,
                                                const double *re_s, const double *im_s,
                                                double thickness_m, double area_m2,
                                                double temperature_k, hop_spectrum **out);

/**
 * @brief As hop_spectrum_from_impedance(), from σ* in S/m.
 * @param im_s_per_m may be NULL: only σ′ is known. Complex representations and
 * modulus weighting are then refused with HOP_ERR_MISSING_DATA.
 * @since 0.1
 */
HOP_API hop_status hop_spectrum_from_conductivity(hop_ctx *ctx, size_t n, const double *freq_hz,
                                                  const double *re_s_per_m,
                                                  const double *im_s_per_m, double thickness_m,
                                                  double area_m2, double temperature_k,
                                                  hop_spectrum **out);

/**
 * @brief As hop_spectrum_from_impedance(), from the relative permittivity ε*.
 * @param im n imaginary parts of ε*: −ε″, negative for a lossy material.
 * @since 0.1
 */
HOP_API hop_status hop_spectrum_from_permittivity(hop_ctx *ctx, size_t n, const double *freq_hz,
                                                  const double *re, const double *im,
                                                  double thickness_m, double area_m2,
                                                  double temperature_k, hop_spectrum **out);

/** @brief As hop_spectrum_from_impedance(), from the electric modulus M*. @since 0.1 */
HOP_API hop_status hop_spectrum_from_modulus(hop_ctx *ctx, size_t n, const double *freq_hz,
                                             const double *re, const double *im,
                                             double thickness_m, double area_m2,
                                             double temperature_k, hop_spectrum **out);

/**
 * @brief Copy of a spectrum that carries a standard deviation of σ′ at every point.
 * @param s a spectrum.
 * @param n number of values; must equal hop_spectrum_count().
 * @param sd_s_per_m standard deviations of σ′ in S/m, positive, in the order in
 * which the points were given when the spectrum was made (for a spectrum from
 * hop_spectrum_window(): in that order less the points cut off).
 * @param[out] out the new spectrum; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (n),
 * HOP_ERR_NOT_FINITE, HOP_ERR_NOT_POSITIVE, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result. @since 0.1
 */
HOP_API hop_status hop_spectrum_with_standard_deviations(hop_ctx *ctx, const hop_spectrum *s,
                                                         size_t n, const double *sd_s_per_m,
                                                         hop_spectrum **out);

/**
 * @brief Copy of the points with f_min_hz ≤ f ≤ f_max_hz.
 * @param f_min_hz lower end in Hz, 0 for no lower end.
 * @param f_max_hz upper end in Hz, > f_min_hz, infinity for no upper end.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE,
 * HOP_ERR_TOO_FEW_POINTS (none left), HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result. @since 0.1
 */
HOP_API hop_status hop_spectrum_window(hop_ctx *ctx, const hop_spectrum *s, double f_min_hz,
                                       double f_max_hz, hop_spectrum **out);

/** @brief Number of points; 0 for NULL. @since 0.1 */
HOP_API size_t hop_spectrum_count(const hop_spectrum *s);

/** @brief Temperature in K; NaN if it is not known. @since 0.1 */
HOP_API double hop_spectrum_temperature(const hop_spectrum *s);

/** @brief Thickness in m; NaN if it is not known. @since 0.1 */
HOP_API double hop_spectrum_thickness(const hop_spectrum *s);

/** @brief Electrode area in m²; NaN if it is not known. @since 0.1 */
HOP_API double hop_spectrum_area(const hop_spectrum *s);

/** @brief 1 if both parts are known, 0 if only σ′ is. @since 0.1 */
HOP_API int32_t hop_spectrum_is_complex(const hop_spectrum *s);

/** @brief The representation it was made from, such as HOP_IMPEDANCE. @since 0.1 */
HOP_API int32_t hop_spectrum_representation(const hop_spectrum *s);

/**
 * @brief The frequencies in Hz, ascending.
 * @param out array of @p capacity, or NULL with capacity 0 to ask for the size.
 * @param[out] count number of points; may be NULL.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_CAPACITY (arrays untouched).
 * Thread-safe. @since 0.1
 */
HOP_API hop_status hop_spectrum_frequencies(const hop_spectrum *s, double *out, size_t capacity,
                                            size_t *count);

/**
 * @brief The spectrum in any representation, in the order of hop_spectrum_frequencies().
 * @param representation HOP_IMPEDANCE … HOP_MODULUS; the one it was made from
 * comes back unchanged to the last bit.
 * @param re, im arrays of @p capacity, each may be NULL. @p im is refused if
 * only σ′ is known.
 * @param[out] count number of points; may be NULL.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT,
 * HOP_ERR_CAPACITY, HOP_ERR_MISSING_DATA (geometry or imaginary part not
 * known), HOP_ERR_NOT_FINITE (the reciprocal of zero); on error arrays are untouched.
 * Thread-safe. @since 0.1
 */
HOP_API hop_status hop_spectrum_values(const hop_spectrum *s, int32_t representation, double *re,
                                       double *im, size_t capacity, size_t *count);

/**
 * @brief The standard deviations of σ′ in S/m, in the order of hop_spectrum_frequencies().
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_CAPACITY, HOP_ERR_MISSING_DATA.
 * Thread-safe. @since 0.1
 */
HOP_API hop_status hop_spectrum_standard_deviations(const hop_spectrum *s, double *out,
                                                    size_t capacity, size_t *count);

/** @brief Releases the spectrum; NULL is a no-op. @since 0.1 */
HOP_API void hop_spectrum_destroy(hop_spectrum *s);

HOP_END_DECLS

#endif
