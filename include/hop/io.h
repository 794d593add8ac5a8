/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_IO_H
#define HOP_IO_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"
#include "spectrum.h"

/**
 * @file io.h
 * @brief Reads measured spectra from files and writes the headed table.
 *
 * Formats: `table`, a headed table (comma, semicolon, tab or blanks; decimal
 * point or comma; columns in any order, named with their unit), and `neisys`,
 * Novocontrol NEISYS text. A file is never written to and nothing is guessed
 * silently: what was ignored can be asked for. Numbers are read the same in
 * every locale. Errors begin "file:line:column:".
 */

HOP_BEGIN_DECLS

/** What a file holds; immutable. @since 0.1 */
typedef struct hop_file hop_file;

/**
 * @brief Reads a file of any known format.
 * @param path path as fopen() takes it, UTF-8.
 * @param[out] out the content; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_FILE_OPEN, HOP_ERR_FILE_READ,
 * HOP_ERR_FILE_EMPTY, HOP_ERR_FILE_BINARY (UTF-16 included), HOP_ERR_FORMAT,
 * HOP_ERR_PARSE, HOP_ERR_NOT_FINITE, HOP_ERR_BAD_FREQUENCY,
 * HOP_ERR_DUPLICATE_FREQUENCY, HOP_ERR_BAD_TEMPERATURE, HOP_ERR_NOT_POSITIVE
 * (a standard deviation), HOP_ERR_CANCELLED, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result: hop_file_destroy(). @since 0.1
 */
HOP_API hop_status hop_read_file(hop_ctx *ctx, const char *path, hop_file **out);

/**
 * @brief As hop_read_file(), from memory.
 * @param name stands for the path in error texts. @param data @p size bytes; not kept.
 * @since 0.1
 */
HOP_API hop_status hop_read_memory(hop_ctx *ctx, const char *name, const void *data,
                                   size_t size, hop_file **out);

/** @brief Name of the format recognised: "table" or "neisys". @since 0.1 */
HOP_API const char *hop_file_format(const hop_file *file);

/** @brief Number of spectra in the file; 0 for NULL. @since 0.1 */
HOP_API size_t hop_file_count(const hop_file *file);

/** @brief Number of points of spectrum @p i; 0 beyond the end. @since 0.1 */
HOP_API size_t hop_file_points(const hop_file *file, size_t i);

/** @brief Lowest frequency of spectrum @p i in Hz; NaN beyond the end. @since 0.1 */
HOP_API double hop_file_f_min(const hop_file *file, size_t i);

/** @brief Highest frequency of spectrum @p i in Hz; NaN beyond the end. @since 0.1 */
HOP_API double hop_file_f_max(const hop_file *file, size_t i);

/** @brief Temperature the file states for spectrum @p i in K; NaN if it states none. @since 0.1 */
HOP_API double hop_file_temperature(const hop_file *file, size_t i);

/** @brief What spectrum @p i was measured as, such as HOP_IMPEDANCE; 0 beyond the end. @since 0.1 */
HOP_API int32_t hop_file_representation(const hop_file *file, size_t i);

/** @brief Number of things in the file that were read over: columns, header lines. @since 0.1 */
HOP_API size_t hop_file_ignored_count(const hop_file *file);

/**
 * @brief One of them, such as "column 4 'phase_deg'" or "line 2: 'Fixed value(s) …'".
 * @return text that lives as long as the file; NULL beyond the end. @since 0.1
 */
HOP_API const char *hop_file_ignored(const hop_file *file, size_t k);

/**
 * @brief Makes a spectrum handle of spectrum @p i.
 * @param thickness_m, area_m2 geometry, or NaN: not known.
 * @param temperature_k T in K, or NaN: the one that the file states.
 * @param[out] out the spectrum; NULL on error.
 * @return HOP_OK, HOP_ERR_OUT_OF_RANGE (i), HOP_ERR_BAD_TEMPERATURE (differs by
 * more than 0.01 K from the one in the file), and the errors of
 * hop_spectrum_from_impedance(), with file name and line in the text.
 * The caller owns the result. @since 0.1
 */
HOP_API hop_status hop_file_spectrum(hop_ctx *ctx, const hop_file *file, size_t i,
                                     double thickness_m, double area_m2, double temperature_k,
                                     hop_spectrum **out);

/** @brief Releases the content; NULL is a no-op. @since 0.1 */
HOP_API void hop_file_destroy(hop_file *file);

/**
 * @brief Writes one spectrum as a headed table with 17 significant digits.
 *
 * Comma-separated, decimal point; a temperature and standard deviations that
 * are known become columns. hop_read_file() reads the same numbers back.
 * @param path file to make; one that exists is refused, never overwritten, and
 * one that cannot be written to the end is removed.
 * @param representation HOP_IMPEDANCE … HOP_MODULUS.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT,
 * HOP_ERR_FILE_OPEN, HOP_ERR_FILE_READ (writing failed), HOP_ERR_OUT_OF_MEMORY,
 * and the errors of hop_spectrum_values(). @since 0.1
 */
HOP_API hop_status hop_write_table(hop_ctx *ctx, const hop_spectrum *s, int32_t representation,
                                   const char *path);

HOP_END_DECLS

#endif
