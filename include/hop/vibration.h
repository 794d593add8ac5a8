/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_VIBRATION_H
#define HOP_VIBRATION_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "quantity.h"
#include "trajectory.h"

/**
 * @file vibration.h
 * @brief Attempt frequency, vibration amplitude and diffusivity from molecular dynamics.
 *
 * Frames are given one or many at a time to a run, which follows the mobile ions:
 * each step is the nearest image in the cell of its frame, steps are added up, and
 * the mean step of the framework (its centre of mass) is taken off. What a run holds
 * is 8 bytes (4 with HOP_PRECISION_SINGLE) × mobile ions × frames × 3, or × 1 if only
 * HOP_MOTION_SCALAR and HOP_MOTION_AMPLITUDE are asked for; with a block length it holds
 * one block and averages over blocks (P. D. Welch, IEEE Trans. Audio Electroacoust.
 * 1967, 15, 70), however long the trajectory is.
 *
 * HOP_MOTION_SCALAR: d(t) = |r(t) − r(0)|, s(t) = d(t) − d(t − 1), s(0) = 0. The frequency of
 * an ion is Σ f P/Σ P over the one-sided periodogram of s (mean removed, no window, bins
 * up to Nyquist), the attempt frequency their mean (N. J. J. de Klerk, E. van der Maas
 * and M. Wagemaker, ACS Appl. Energy Mater. 2018, 1, 3230). For ions that stay on their
 * site it reads 1.7 to 2.1 times too high, since |r − r(0)| swings twice a period.
 *
 * HOP_MOTION_VECTOR: the same mean over the power of the three components of the velocity,
 * with a Hann window, and the vibrational density of states. Velocities from positions
 * are differences, whose loss at high frequency, (sin(πfΔt)/(πfΔt))², is made good.
 *
 * HOP_MOTION_AMPLITUDE: s is added up over each longest run of one sign; a step of zero is
 * a run by itself. The amplitude is the standard deviation (n in the denominator) of
 * these sums over all ions.
 *
 * HOP_MOTION_MSD: mean-squared displacement over lags up to half a block, and the tracer
 * diffusivity from its slope between a tenth and a half of a block.
 */

HOP_BEGIN_DECLS

/** How to analyse; mutable, one thread at a time. @since 0.1 */
typedef struct hop_vibration_options hop_vibration_options;

/** Takes frames; mutable, one thread at a time. @since 0.1 */
typedef struct hop_vibration_run hop_vibration_run;

/** What the frames give; immutable. @since 0.1 */
typedef struct hop_vibration hop_vibration;

/** What is to be found, to be added up; numbers never change. */
enum {
    HOP_MOTION_SCALAR = 1,
    HOP_MOTION_VECTOR = 2,
    HOP_MOTION_AMPLITUDE = 4,
    HOP_MOTION_MSD = 8,
    HOP_MOTION_ALL = 15
};

/** Numbers that a run keeps: 8 or 4 bytes each; sums are always taken in 8. */
enum { HOP_PRECISION_DOUBLE = 1, HOP_PRECISION_SINGLE = 2 };

/** Whose mean step is taken off: nobody's, the framework's (the default), all ions'. */
enum { HOP_DRIFT_NONE = 1, HOP_DRIFT_FRAMEWORK = 2, HOP_DRIFT_ALL = 3 };

/** What an ion of a trajectory is: left alone, part of the framework, or mobile. */
enum { HOP_ROLE_NONE = 0, HOP_ROLE_FRAMEWORK = 1, HOP_ROLE_MOBILE = 2 };

/** Coded warnings: X(constant, bit, name, what it means). */
#define HOP_VIBRATION_WARNING_LIST(X)                                                     \
    X(HOP_VIBRATION_COARSE_SAMPLING, 0, "coarse-sampling",                                \
      "half the frame rate is less than 1.5 times the frequency below which 95 % of the " \
      "power lies: what is faster is folded back")                                        \
    X(HOP_VIBRATION_STUCK_IONS, 1, "stuck-ions",                                          \
      "ions that never leave their site: the scalar estimator reads their frequency 1.7 " \
      "to 2.1 times too high")                                                            \
    X(HOP_VIBRATION_SHORT_RUN, 2, "short-run",                                            \
      "the run is shorter than 20 periods of the attempt frequency")                      \
    X(HOP_VIBRATION_AMBIGUOUS_STEPS, 3, "ambiguous-steps",                                \
      "steps of more than 0.4 of the cell between two frames: the nearest image may be "  \
      "the wrong one")                                                                    \
    X(HOP_VIBRATION_DRIFT_KEPT, 4, "drift-kept",                                          \
      "no drift was taken off: there is no framework, or it was asked for")               \
    X(HOP_VIBRATION_DRIFT_UNWEIGHTED, 5, "drift-unweighted",                              \
      "the drift is a mean without masses, not that of the centre of mass")               \
    X(HOP_VIBRATION_NO_DIFFUSION, 6, "no-diffusion",                                      \
      "the diffusivity does not exceed twice its error")                                  \
    X(HOP_VIBRATION_REPEATED_FRAMES, 7, "repeated-frames",                                \
      "frames in which no mobile ion has moved since the one before")                     \
    X(HOP_VIBRATION_TRUNCATED, 8, "truncated",                                            \
      "the trajectory ends within a frame: what is whole was used")                       \
    X(HOP_VIBRATION_REST_LEFT_OUT, 9, "rest-left-out",                                    \
      "frames after the last whole block took no part in the averages")                   \
    X(HOP_VIBRATION_AT_REST, 10, "ions-at-rest",                                          \
      "mobile ions that never move: they have no frequency and were left out")

#define HOP_VIBRATION_WARNING_CONSTANT(constant, bit, name, meaning) constant = 1 << bit,
enum {
    HOP_VIBRATION_WARNING_LIST(HOP_VIBRATION_WARNING_CONSTANT)
    HOP_VIBRATION_WARNING_LIST_END_ = 0
};
#undef HOP_VIBRATION_WARNING_CONSTANT

/**
 * @brief All parts, 8 bytes a number, framework drift taken off, Å, 3 dimensions.
 * @param[out] out new options; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns them: hop_vibration_options_destroy(). @since 0.1
 */
HOP_API hop_status hop_vibration_options_create(hop_ctx *ctx, hop_vibration_options **out);

/**
 * @brief Sets the time between two stored frames, the only time step that counts.
 * @param interval_s in s, > 0. There is no default.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_vibration_options_set_frame_interval(hop_ctx *ctx,
                                                            hop_vibration_options *options,
                                                            double interval_s);

/**
 * @brief Sets the length that positions and cells are given in; 1e-10 m unless set.
 * @param unit_m in m, > 0; velocities are then in this length per second.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_vibration_options_set_length_unit(hop_ctx *ctx,
                                                         hop_vibration_options *options,
                                                         double unit_m);

/**
 * @brief Chooses what is to be found.
 * @param parts sum of HOP_MOTION_ constants, not 0.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_vibration_options_set_parts(hop_ctx *ctx, hop_vibration_options *options,
                                                   int32_t parts);

/** @brief Chooses HOP_PRECISION_DOUBLE (default) or _SINGLE for what is kept. @since 0.1 */
HOP_API hop_status hop_vibration_options_set_precision(hop_ctx *ctx,
                                                       hop_vibration_options *options,
                                                       int32_t precision);

/**
 * @brief Averages over blocks instead of keeping the whole run.
 * @param frames frames of a block, at least 16; 0 (default): the whole run is kept. A run
 * shorter than a block is taken whole.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_vibration_options_set_block_frames(hop_ctx *ctx,
                                                          hop_vibration_options *options,
                                                          int64_t frames);

/**
 * @brief Into how many blocks a run that is kept whole is cut for block errors and the MSD.
 * @param count 2 to 1000, 5 unless set; 0: no block errors, and the MSD is that of the whole
 * run. A block has 16 frames or more, else there are fewer.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_vibration_options_set_blocks(hop_ctx *ctx, hop_vibration_options *options,
                                                    int32_t count);

/** @brief Leaves out that many frames at the start (equilibration), 0 or more. @since 0.1 */
HOP_API hop_status hop_vibration_options_set_skip(hop_ctx *ctx, hop_vibration_options *options,
                                                  int64_t frames);

/** @brief Chooses the HOP_DRIFT_ to take off. @since 0.1 */
HOP_API hop_status hop_vibration_options_set_drift(hop_ctx *ctx, hop_vibration_options *options,
                                                   int32_t drift);

/** @brief Sets the dimension d of D = slope of the MSD/(2d): 1, 2 or 3 (default). @since 0.1 */
HOP_API hop_status hop_vibration_options_set_dimension(hop_ctx *ctx,
                                                       hop_vibration_options *options,
                                                       int32_t dimension);

/**
 * @brief Sets how far from its first position an ion has left its site.
 * @param radius_m in m, > 0; 1.5e-10 unless set. It decides a warning, never a number.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_RANGE. @since 0.1
 */
HOP_API hop_status hop_vibration_options_set_site_radius(hop_ctx *ctx,
                                                         hop_vibration_options *options,
                                                         double radius_m);

/** @brief Sets the bin width of the histogram of amplitudes in m, > 0; 2e-12 unless set. @since 0.1 */
HOP_API hop_status hop_vibration_options_set_histogram_bin(hop_ctx *ctx,
                                                           hop_vibration_options *options,
                                                           double width_m);

/** @brief Releases the options; NULL is a no-op. @since 0.1 */
HOP_API void hop_vibration_options_destroy(hop_vibration_options *options);

/**
 * @brief Begins a run.
 * @param options with a frame interval; a copy is taken.
 * @param ions number of ions in each frame, ≥ 1.
 * @param roles one HOP_ROLE_ for each ion; at least one is mobile.
 * @param masses one positive mass for each ion in any unit, or NULL: not known.
 * @param[out] out the run; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (a role, no interval),
 * HOP_ERR_NOT_POSITIVE (a mass), HOP_ERR_MISSING_DATA (no mobile ion),
 * HOP_ERR_SIZE_OVERFLOW, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns it: hop_vibration_run_destroy(). @since 0.1
 */
HOP_API hop_status hop_vibration_begin(hop_ctx *ctx, const hop_vibration_options *options,
                                       size_t ions, const int32_t *roles, const double *masses,
                                       hop_vibration_run **out);

/**
 * @brief Gives a run its next frames.
 *
 * Works on the context's threads; on an error the run takes no more frames.
 * @param kind what the numbers are, the same in all calls: HOP_COORDINATES_CARTESIAN,
 * HOP_COORDINATES_FRACTIONAL, HOP_COORDINATES_UNWRAPPED or _FRACTIONAL_UNWRAPPED (no
 * images to take), or HOP_COORDINATES_VELOCITY (then HOP_MOTION_VECTOR alone is found).
 * @param count frames. @param values @p count × ions × 3 numbers, copied.
 * @param cell_count 0 (unwrapped and velocities only), 1 for all these frames, or @p count.
 * @param cells @p cell_count × 9 numbers, rows are the three vectors; may be NULL for 0.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (kind, cell_count, a
 * run that is over), HOP_ERR_MISSING_DATA (velocities without HOP_MOTION_VECTOR), HOP_ERR_NOT_FINITE, HOP_ERR_BAD_GEOMETRY (a cell without volume),
 * HOP_ERR_OUT_OF_MEMORY, HOP_ERR_CANCELLED. @since 0.1
 */
HOP_API hop_status hop_vibration_add(hop_ctx *ctx, hop_vibration_run *run, int32_t kind,
                                     size_t count, const double *values, size_t cell_count,
                                     const double *cells);

/**
 * @brief Ends a run and finds what was asked for.
 * @param[out] out the result; NULL on error. The run takes no more frames and is still to
 * be released.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (the run is over),
 * HOP_ERR_TOO_FEW_POINTS (fewer than 4 frames), HOP_ERR_NO_VARIATION (no ion moves),
 * HOP_ERR_OUT_OF_MEMORY, HOP_ERR_CANCELLED.
 * The caller owns the result: hop_vibration_destroy(). Uses the context's threads; the
 * result does not depend on how many. @since 0.1
 */
HOP_API hop_status hop_vibration_finish(hop_ctx *ctx, hop_vibration_run *run,
                                        hop_vibration **out);

/** @brief Releases a run; NULL is a no-op. @since 0.1 */
HOP_API void hop_vibration_run_destroy(hop_vibration_run *run);

/**
 * @brief A whole trajectory file: hop_vibration_begin(), _add() and _finish().
 *
 * If the options have no frame interval, the one that the file states is taken.
 * @param trajectory opened and not read yet; it is read to its end.
 * @param roles one HOP_ROLE_ for each ion. Masses are those of the elements.
 * @return those of the three calls and of hop_trajectory_next(); HOP_ERR_INVALID_ARGUMENT
 * also if neither options nor file say the frame interval, or they contradict each
 * other by more than 1e-6. @since 0.1
 */
HOP_API hop_status hop_vibration_read(hop_ctx *ctx, hop_trajectory *trajectory,
                                      const hop_vibration_options *options,
                                      const int32_t *roles, hop_vibration **out);

/** @brief Number of mobile ions; 0 for NULL. @since 0.1 */
HOP_API size_t hop_vibration_ions(const hop_vibration *v);

/** @brief Number of mobile ion @p i in its frames, from 0; SIZE_MAX beyond the end. @since 0.1 */
HOP_API size_t hop_vibration_ion_index(const hop_vibration *v, size_t i);

/** @brief The sum of HOP_MOTION_ constants that were found. @since 0.1 */
HOP_API int32_t hop_vibration_parts(const hop_vibration *v);

/**
 * @brief HOP_ATTEMPT_FREQUENCY_SCALAR, HOP_ATTEMPT_FREQUENCY_VECTOR, HOP_VIBRATION_AMPLITUDE,
 * HOP_MSD_END (of the last frame against the first), HOP_TRACER_DIFFUSIVITY, HOP_FRAMES,
 * HOP_FRAME_INTERVAL, HOP_NYQUIST, HOP_HIGHEST_FREQUENCY (95 % of the power is below),
 * HOP_LARGEST_STEP, HOP_BLOCKS, HOP_BLOCK_FRAMES, HOP_STUCK_IONS, HOP_AMBIGUOUS_STEPS.
 * @return NaN for what was not asked for, another key, or NULL. @since 0.1
 */
HOP_API double hop_vibration_value(const hop_vibration *v, int32_t key);

/** @brief Standard deviation over ions (n in the denominator) of an attempt frequency. @since 0.1 */
HOP_API double hop_vibration_standard_deviation(const hop_vibration *v, int32_t key);

/**
 * @brief Standard error of a mean over ions: of an attempt frequency, HOP_MSD_END, or
 * HOP_VIBRATION_AMPLITUDE (jackknife over ions). It takes the ions as independent.
 * @return NaN for one ion, another key, or NULL. @since 0.1
 */
HOP_API double hop_vibration_standard_error(const hop_vibration *v, int32_t key);

/**
 * @brief Standard error from the scatter of blocks of time: of an attempt frequency or
 * HOP_TRACER_DIFFUSIVITY. It takes the blocks as independent.
 * @return NaN for fewer than two blocks, another key, or NULL. @since 0.1
 */
HOP_API double hop_vibration_block_error(const hop_vibration *v, int32_t key);

/**
 * @brief One number of mobile ion @p i: an attempt frequency, HOP_MSD_END (its squared
 * displacement) or HOP_FARTHEST (largest distance from its first position).
 * @return NaN where it is not known, or beyond the end. @since 0.1
 */
HOP_API double hop_vibration_ion_value(const hop_vibration *v, size_t i, int32_t key);

/** @brief The HOP_VIBRATION_ warning bits. @since 0.1 */
HOP_API uint32_t hop_vibration_warnings(const hop_vibration *v);

/**
 * @brief Mean power over ions at f > 0, normalised to an integral of 1.
 *
 * For HOP_MOTION_VECTOR it is the vibrational density of states.
 * @param part HOP_MOTION_SCALAR or HOP_MOTION_VECTOR.
 * @param freq_hz, density arrays of @p capacity, in Hz and 1/Hz; both NULL with capacity 0
 * ask for the size.
 * @param[out] count number of bins; 0 if the part was not found.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (part), HOP_ERR_CAPACITY.
 * @since 0.1
 */
HOP_API hop_status hop_vibration_spectrum(const hop_vibration *v, int32_t part, double *freq_hz,
                                          double *density, size_t capacity, size_t *count);

/**
 * @brief Mean-squared displacement at up to 24 lags, each at 128 origins or fewer a block.
 * @param lag_s, msd_m2, block_error_m2 arrays of @p capacity; the last may be NULL.
 * Otherwise as hop_vibration_spectrum(). @since 0.1
 */
HOP_API hop_status hop_vibration_msd(const hop_vibration *v, double *lag_s, double *msd_m2,
                                     double *block_error_m2, size_t capacity, size_t *count);

/**
 * @brief How often amplitudes occurred: bins of one width about zero; what is beyond the
 * ends stands in the end bins.
 * @param lower_m, counts arrays of @p capacity: the lower end of each bin and its count.
 * Otherwise as hop_vibration_spectrum(). @since 0.1
 */
HOP_API hop_status hop_vibration_histogram(const hop_vibration *v, double *lower_m,
                                           double *counts, size_t capacity, size_t *count);

/** @brief Name of one warning, such as "coarse-sampling"; NULL for anything else. @since 0.1 */
HOP_API const char *hop_vibration_warning_name(uint32_t warning);

/** @brief What one warning means; NULL for anything else. @since 0.1 */
HOP_API const char *hop_vibration_warning_meaning(uint32_t warning);

/** @brief Releases the result; NULL is a no-op. @since 0.1 */
HOP_API void hop_vibration_destroy(hop_vibration *v);

HOP_END_DECLS

#endif
