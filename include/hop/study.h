/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_STUDY_H
#define HOP_STUDY_H

#include <stddef.h>
#include <stdint.h>

#include "arrhenius.h"
#include "context.h"
#include "drt.h"
#include "hopping.h"
#include "jpl.h"
#include "kk.h"
#include "spectrum.h"
#include "transport.h"

/**
 * @file study.h
 * @brief The whole chain for one sample: spectra in, migration entropy out.
 *
 * Each spectrum is fitted, its hopping frequency extracted, the series of
 * temperatures put on Arrhenius lines and the transport quantities derived.
 * What cannot be had from the data is left out with a coded reason.
 */

HOP_BEGIN_DECLS

/** How to analyse; mutable, one thread at a time. @since 0.1 */
typedef struct hop_study_options hop_study_options;

/** The analysis of one sample; immutable. @since 0.1 */
typedef struct hop_study hop_study;

/** Coded reasons of the verdict: X(constant, bit, name, forbids, what it means). */
#define HOP_REASON_LIST(X)                                                                \
    X(HOP_REASON_TOO_FEW_TEMPERATURES, 0, "too-few-temperatures", 1,                      \
      "fewer than two different temperatures: no activation energy")                      \
    X(HOP_REASON_TOO_FEW_HOPPING_FREQUENCIES, 1, "too-few-hopping-frequencies", 1,        \
      "fewer than two temperatures with a measured hopping frequency: no E_m")            \
    X(HOP_REASON_E_M_ABOVE_E_A, 2, "e-m-above-e-a", 1,                                    \
      "E_m exceeds E_a by more than twice the error of E_a - E_m: the dispersion is not " \
      "that of one ion conductor (typical of grain boundaries)")                          \
    X(HOP_REASON_EXPONENT_DRIFT, 3, "exponent-drift", 0,                                  \
      "n changes by more than 0.1 between the temperatures, beyond its errors")           \
    X(HOP_REASON_NO_PLATEAU, 4, "no-plateau", 0,                                          \
      "at least one spectrum shows no plateau in the fitted frequencies")                 \
    X(HOP_REASON_LIMITS, 5, "limits", 0,                                                  \
      "at least one hopping frequency is only a limit")      \
    X(HOP_REASON_OVERDISPERSED, 6, "overdispersed", 0,                                    \
      "the points scatter about the Arrhenius lines more than their errors say")          \
    X(HOP_REASON_GRAIN_BOUNDARY, 7, "grain-boundary", 1,                                  \
      "the spectra are those of a bulk and a grain boundary in series: E_m exceeds E_a "  \
      "and n drifts with temperature, or most spectra need a second arc")                 \
    X(HOP_REASON_SECOND_ARC, 8, "second-arc", 0,                                          \
      "a cell with a second arc describes the impedance better (AICc lower by more than " \
      "20), and the arc carries more than 5 % of the resistance")                         \
    X(HOP_REASON_NO_DISPERSION, 9, "no-dispersion", 0,                                    \
      "at least one spectrum does not rise beyond its noise in the fitted frequencies")                         \
    X(HOP_REASON_WINDOW_DOMINATED, 10, "window-dominated", 0,                             \
      "the choice of the fit window changes the result by more than its noise")           \
    X(HOP_REASON_INDUCTIVE, 11, "inductive-high-end", 0,                                  \
      "the impedance is inductive at the highest frequencies: leads") \
    X(HOP_REASON_KRAMERS_KRONIG, 12, "kramers-kronig", 0,                                 \
      "at least one spectrum violates the Kramers-Kronig relations in the fitted "         \
      "frequencies: it drifted, the signal was too large, or the instrument at a limit")                          \
    X(HOP_REASON_KRAMERS_KRONIG_MOSTLY, 13, "kramers-kronig-mostly", 1,                   \
      "most spectra violate the Kramers-Kronig relations in the fitted frequencies: they " \
      "are no impedances of a steady sample")                                                                    \
    X(HOP_REASON_RELAXATIONS, 14, "several-relaxations", 0,                               \
      "the relaxation times of at least one impedance have two or more peaks with a "     \
      "fifth of the resistance each")                                                     \
    X(HOP_REASON_INDUCTANCE, 15, "series-inductance", 0,                                  \
      "a series inductance makes up more than 5 % of an impedance at the highest fitted " \
      "frequency")                                                                        \
    X(HOP_REASON_ELECTRODE, 16, "electrode-dominated", 0,                                 \
      "a blocking electrode makes up more than half of an impedance at the lowest fitted " \
      "frequency")

#define HOP_REASON_CONSTANT(constant, bit, name, forbids, meaning) constant = 1 << bit,
enum { HOP_REASON_LIST(HOP_REASON_CONSTANT) HOP_REASON_LIST_END_ = 0 };
#undef HOP_REASON_CONSTANT

/** @brief Options at the defaults of all the modules. @since 0.1 */
HOP_API hop_status hop_study_options_create(hop_ctx *ctx, hop_study_options **out);

/** @brief Takes a copy of the options of the fits. @since 0.1 */
HOP_API hop_status hop_study_options_set_jpl(hop_ctx *ctx, hop_study_options *options,
                                             const hop_jpl_options *jpl);

/** @brief Chooses the HOP_EXTRACTOR_ of the hopping frequency. @since 0.1 */
HOP_API hop_status hop_study_options_set_extractor(hop_ctx *ctx, hop_study_options *options,
                                                   int32_t extractor);

/** @brief Takes a copy of the options of the Arrhenius lines. @since 0.1 */
HOP_API hop_status hop_study_options_set_arrhenius(hop_ctx *ctx, hop_study_options *options,
                                                   const hop_arrhenius_options *arrhenius);

/**
 * @brief Whether each impedance is tested for a second arc; on by default.
 *
 * Every complex spectrum with a known geometry has an impedance, whatever was measured.
 * The cell model with and without a grain boundary is fitted to all points in the
 * frequency range of the fit and compared by AICc. It takes some 20 ms a spectrum.
 * @param on 1 or 0. @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_study_options_set_arc_test(hop_ctx *ctx, hop_study_options *options,
                                                  int32_t on);

/**
 * @brief Whether each complex spectrum is tested by the Kramers–Kronig relations; on by default.
 *
 * The default hop_kk_test() of the points in the frequency range given for the fit, some
 * 0.1 ms. A point that fails is a reason if the fit's window holds it.
 * @param on 1 or 0. @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_study_options_set_kk_test(hop_ctx *ctx, hop_study_options *options,
                                                 int32_t on);

/**
 * @brief Whether the distribution of relaxation times of each impedance is calculated; on
 * by default.
 *
 * hop_drt_calculate() of the points in the frequency range of the fit, with a CPE electrode
 * and λ by robust GCV: the number of peaks with at least a fifth of the resistance, the
 * series inductance and the weight of the electrode go into the verdict. It takes some
 * 20 ms a spectrum.
 * @param on 1 or 0. @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_study_options_set_relaxations(hop_ctx *ctx, hop_study_options *options,
                                                     int32_t on);

/**
 * @brief Errors of the temperatures, as hop_series_set_temperature_error() and
 * hop_series_set_temperature_offset_error() take them; both 0 unless set.
 * @param random_k of each temperature by itself, in K, ≥ 0.
 * @param offset_k common to all temperatures, in K, ≥ 0.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_study_options_set_temperature_error(hop_ctx *ctx,
                                                           hop_study_options *options,
                                                           double random_k, double offset_k);

/** @brief Takes a copy of the options of the transport quantities. @since 0.1 */
HOP_API hop_status hop_study_options_set_transport(hop_ctx *ctx, hop_study_options *options,
                                                   const hop_transport_options *transport);

/** @brief Releases the options; NULL is a no-op. @since 0.1 */
HOP_API void hop_study_options_destroy(hop_study_options *options);

/**
 * @brief Analyses the spectra of one sample.
 * @param count number of spectra, at least 1.
 * @param spectra array of @p count spectra, each with geometry (or made from a
 * conductivity) and temperature.
 * @param options or NULL for the defaults.
 * @param[out] out the analysis; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_TOO_FEW_POINTS (count 0),
 * HOP_ERR_MISSING_DATA (temperature), HOP_ERR_CANCELLED, and the errors of
 * hop_jpl_fit(); the error text begins "spectrum I:" where one is at fault.
 * Progress is reported after each spectrum.
 * The caller owns the result: hop_study_destroy(). @since 0.1
 */
HOP_API hop_status hop_study_analyze(hop_ctx *ctx, size_t count,
                                     const hop_spectrum *const *spectra,
                                     const hop_study_options *options, hop_study **out);

/** @brief Number of spectra; 0 for NULL. @since 0.1 */
HOP_API size_t hop_study_count(const hop_study *study);

/** @brief Fit of spectrum @p i, in the order given; lives as long as the study. @since 0.1 */
HOP_API const hop_jpl *hop_study_fit(const hop_study *study, size_t i);

/** @brief Hopping frequency of spectrum @p i by the chosen extractor. @since 0.1 */
HOP_API const hop_hopping *hop_study_hopping(const hop_study *study, size_t i);

/** @brief Hopping frequency of spectrum @p i by HOP_EXTRACTOR_CROSSING. @since 0.1 */
HOP_API const hop_hopping *hop_study_crossing(const hop_study *study, size_t i);

/** @brief The Arrhenius lines; NULL with fewer than two temperatures. @since 0.1 */
HOP_API const hop_arrhenius *hop_study_arrhenius(const hop_study *study);

/** @brief The two textbook (unweighted) regressions of the same points, or NULL. @since 0.1 */
HOP_API const hop_arrhenius *hop_study_textbook(const hop_study *study);

/** @brief Transport quantities; NULL where E_m is not determined. @since 0.1 */
HOP_API const hop_transport *hop_study_transport(const hop_study *study);

/** @brief The HOP_REASON_ bits of the verdict. @since 0.1 */
HOP_API uint32_t hop_study_reasons(const hop_study *study);

/** @brief The HOP_REASON_ bits of spectrum @p i alone; 0 beyond the end. @since 0.1 */
HOP_API uint32_t hop_study_spectrum_reasons(const hop_study *study, size_t i);

/**
 * @brief AICc of a cell with one arc less that of a cell with two, for spectrum @p i.
 *
 * The cells are those of HOP_MODEL_CELL without a resistance of the leads. The fits end where a
 * step lowers their sums of squares by 1e-10, or after some hundred steps: enough for a verdict.
 * @return NaN where it was not tested: σ′ alone or no geometry is known, or too few points.
 * @since 0.1
 */
HOP_API double hop_study_arc_evidence(const hop_study *study, size_t i);

/**
 * @brief Kramers–Kronig test of spectrum @p i; lives as long as the study.
 * @return NULL where it was not tested: σ′ alone is known, or too few points. @since 0.1
 */
HOP_API const hop_kk *hop_study_kk(const hop_study *study, size_t i);

/**
 * @brief Distribution of relaxation times of spectrum @p i; lives as long as the study.
 * @return NULL where there is none: σ′ alone is known, a conductivity without its geometry,
 * or an impedance that cannot be treated.
 * @since 0.1
 */
HOP_API const hop_drt *hop_study_drt(const hop_study *study, size_t i);

/** @brief 1 if no reason forbids the method for this sample, else 0. @since 0.1 */
HOP_API int32_t hop_study_applicable(const hop_study *study);

/** @brief Name of one reason, such as "e-m-above-e-a"; NULL for anything else. @since 0.1 */
HOP_API const char *hop_reason_name(uint32_t reason);

/** @brief What one reason means, in English; NULL for anything else. @since 0.1 */
HOP_API const char *hop_reason_meaning(uint32_t reason);

/** @brief Releases the analysis and all it lent out; NULL is a no-op. @since 0.1 */
HOP_API void hop_study_destroy(hop_study *study);

HOP_END_DECLS

#endif
