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
 * hop_file_format() names what was recognised and docs/formats.md describes
 * each format: files of instruments, and any table of numbers with or without
 * a header. Files packed by gzip are unpacked on the way. Texts are UTF-8,
 * Windows-1252 (Latin-1) or UTF-16. A file is never written to and nothing is
 * guessed silently: what was decided, and why, is in hop_file_reason(), what
 * was unusual in hop_file_flags(), and what was read over in
 * hop_file_ignored(). Geometry that a file states is reported and never used:
 * most of them hold the default of a program. Numbers are read the same in
 * every locale. Errors begin "file:line:column:", or "file: byte N:" for
 * binary files.
 */

HOP_BEGIN_DECLS

/** What a file holds; immutable. @since 0.1 */
typedef struct hop_file hop_file;

/** How to read; mutable, one thread at a time. @since 0.1 */
typedef struct hop_read_options hop_read_options;

/** What is unusual about a file: X(constant, bit, name, what it means). */
#define HOP_READ_LIST(X)                                                                     \
    X(HOP_READ_TRUNCATED, 0, "truncated",                                                    \
      "the file ends early: what is whole was read")                                         \
    X(HOP_READ_ABORTED, 1, "aborted", "the measurement was stopped before its end")          \
    X(HOP_READ_UNSORTED, 2, "unsorted",                                                      \
      "the frequencies rise and fall: they were sorted")                                     \
    X(HOP_READ_DUPLICATES, 3, "duplicates",                                                  \
      "a frequency occurs more than once: see the reasons for what was taken")               \
    X(HOP_READ_SIGN_DECIDED, 4, "sign-decided",                                              \
      "the sign of the imaginary part was turned, because the data say so")                  \
    X(HOP_READ_SIGN_DOUBTFUL, 5, "sign-doubtful",                                            \
      "the sign of the imaginary part does not fit the data, or they do not show it")        \
    X(HOP_READ_UNITS_ASSUMED, 6, "units-assumed",                                            \
      "the header gives no units: Hz, ohm and S were taken")                                 \
    X(HOP_READ_COLUMNS_ASSUMED, 7, "columns-assumed",                                        \
      "no name says what the columns hold: frequency, real and imaginary part of Z were taken") \
    X(HOP_READ_POINTS_SKIPPED, 8, "points-skipped",                                          \
      "lines that are no point of a spectrum were left out: direct current, overload")       \
    X(HOP_READ_SWEEPS_PARTED, 9, "sweeps-parted",                                            \
      "the frequencies were run through several times: each sweep is a spectrum")            \
    X(HOP_READ_TEMPERATURE_AVERAGED, 10, "temperature-averaged",                             \
      "the temperature was measured at every point: its mean was taken")                     \
    X(HOP_READ_GEOMETRY_STATED, 11, "geometry-stated",                                       \
      "the file states a geometry, which was not used")

#define HOP_READ_CONSTANT(constant, bit, name, meaning) constant = 1 << bit,
enum { HOP_READ_LIST(HOP_READ_CONSTANT) HOP_READ_LIST_END_ = 0 };
#undef HOP_READ_CONSTANT

/** Where the sign of the imaginary part comes from. */
enum {
    HOP_SIGN_AUTO = 1,   /**< the header; where that says nothing, the data */
    HOP_SIGN_AS_IS = 2,  /**< the header, whatever the data look like */
    HOP_SIGN_TURNED = 3  /**< the opposite of the header */
};

/** What is taken of a frequency that occurs more than once. */
enum {
    HOP_DUPLICATES_MEAN = 1,  /**< mean of all values (default) */
    HOP_DUPLICATES_FIRST = 2, /**< the first in the file */
    HOP_DUPLICATES_LAST = 3,  /**< the last in the file */
    HOP_DUPLICATES_REFUSE = 4 /**< HOP_ERR_DUPLICATE_FREQUENCY */
};

/** Whether the temperatures that a file states, in a column or before the data, count. */
enum {
    HOP_TEMPERATURE_TAKEN = 1,  /**< they are those of the spectra, and part them (default) */
    HOP_TEMPERATURE_IGNORED = 2 /**< the file is read as if it stated none */
};

/**
 * @brief Makes options that leave everything to be recognised.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result: hop_read_options_destroy(). @since 0.1
 */
HOP_API hop_status hop_read_options_create(hop_ctx *ctx, hop_read_options **out);

/**
 * @brief Reads as this format, whatever the file looks like.
 * @param format a name of hop_format_name(), or NULL: recognise it.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_read_options_set_format(hop_ctx *ctx, hop_read_options *options,
                                               const char *format);

/**
 * @brief What parts the columns of a table.
 * @param delimiter ',', ';', tab or blank (any run of blanks and tabs); 0: recognise it.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_read_options_set_delimiter(hop_ctx *ctx, hop_read_options *options,
                                                  int32_t delimiter);

/**
 * @brief Decimal mark of a table.
 * @param mark '.' or ','; 0: recognise it.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_read_options_set_decimal_mark(hop_ctx *ctx, hop_read_options *options,
                                                     int32_t mark);

/**
 * @brief Names of the columns of a table in their order, in place of its header. They ask
 * for the format "table".
 * @param names as in a header, parted by commas, such as
 * "frequency_kHz,-,z_re_ohm,minus_z_im_ohm"; "-" is a column that is not read. NULL: the
 * header of the file.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (a name is
 * not known, or they make up no spectrum), HOP_ERR_OUT_OF_MEMORY. @since 0.1
 */
HOP_API hop_status hop_read_options_set_columns(hop_ctx *ctx, hop_read_options *options,
                                                const char *names);

/** @brief Chooses the HOP_SIGN_ of the imaginary part. @since 0.1 */
HOP_API hop_status hop_read_options_set_sign(hop_ctx *ctx, hop_read_options *options,
                                             int32_t sign);

/** @brief Chooses the HOP_DUPLICATES_ rule. @since 0.1 */
HOP_API hop_status hop_read_options_set_duplicates(hop_ctx *ctx, hop_read_options *options,
                                                   int32_t duplicates);

/**
 * @brief Chooses whether temperatures of the file count: a thermometer may show that of
 * something else.
 * @param rule HOP_TEMPERATURE_TAKEN or HOP_TEMPERATURE_IGNORED.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT. @since 0.1
 */
HOP_API hop_status hop_read_options_set_temperature(hop_ctx *ctx, hop_read_options *options,
                                                    int32_t rule);

/** @brief Releases the options; NULL is a no-op. @since 0.1 */
HOP_API void hop_read_options_destroy(hop_read_options *options);

/** @brief Number of formats that are read. @since 0.1 */
HOP_API size_t hop_format_count(void);

/** @brief Short name of format @p i, such as "eclab-mpt"; NULL beyond the end. @since 0.1 */
HOP_API const char *hop_format_name(size_t i);

/** @brief What format @p i is, in English; NULL beyond the end. @since 0.1 */
HOP_API const char *hop_format_title(size_t i);

/**
 * @brief Reads a file of any known format.
 * @param path path as fopen() takes it, UTF-8.
 * @param[out] out the content; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_FILE_OPEN, HOP_ERR_FILE_READ,
 * HOP_ERR_FILE_EMPTY, HOP_ERR_FILE_BINARY, HOP_ERR_FORMAT, HOP_ERR_PACKED,
 * HOP_ERR_NO_SPECTRUM, HOP_ERR_PARSE, HOP_ERR_NOT_FINITE, HOP_ERR_BAD_FREQUENCY,
 * HOP_ERR_DUPLICATE_FREQUENCY, HOP_ERR_BAD_TEMPERATURE, HOP_ERR_NOT_POSITIVE
 * (a standard deviation), HOP_ERR_SIZE_OVERFLOW, HOP_ERR_CANCELLED,
 * HOP_ERR_OUT_OF_MEMORY.
 * The caller owns the result: hop_file_destroy(). @since 0.1
 */
HOP_API hop_status hop_read_file(hop_ctx *ctx, const char *path, hop_file **out);

/** @brief As hop_read_file(), with options; NULL for the defaults. @since 0.1 */
HOP_API hop_status hop_read_file_with(hop_ctx *ctx, const char *path,
                                      const hop_read_options *options, hop_file **out);

/**
 * @brief As hop_read_file(), from memory.
 * @param name stands for the path in error texts. @param data @p size bytes; not kept. The
 * last line of a text needs its end, too: without one it may be cut (docs/formats.md).
 * @since 0.1
 */
HOP_API hop_status hop_read_memory(hop_ctx *ctx, const char *name, const void *data,
                                   size_t size, hop_file **out);

/** @brief As hop_read_memory(), with options; NULL for the defaults. @since 0.1 */
HOP_API hop_status hop_read_memory_with(hop_ctx *ctx, const char *name, const void *data,
                                        size_t size, const hop_read_options *options,
                                        hop_file **out);

/**
 * Called with a part of a file: the spectra of one measurement. The part lives until the
 * answer; a non-zero answer stops the reading, which then returns HOP_ERR_CANCELLED.
 * @since 0.1
 */
typedef int32_t (*hop_part_fn)(void *user, const hop_file *part);

/**
 * @brief Reads a file of any size part by part, in the memory that one part needs.
 *
 * A measurement ends where the file says so (another table, cycle, segment), where
 * the temperature changes (in a sweep that goes on, by more than 5 K at once), or
 * where the frequency is back at its start. What
 * hop_read_file() decides about a whole file, such as the sign of the imaginary
 * part, is decided for each part. Counts of spectra, reasons and flags of a part
 * are its own or those gathered so far.
 * @param options or NULL for the defaults.
 * @param take called with each part from the calling thread; needed.
 * @return as hop_read_file(). Parts handed out before an error stay valid results.
 * @since 0.1
 */
HOP_API hop_status hop_read_parts(hop_ctx *ctx, const char *path,
                                  const hop_read_options *options, hop_part_fn take, void *user);

/** @brief Name of the format recognised, such as "table"; NULL for NULL. @since 0.1 */
HOP_API const char *hop_file_format(const hop_file *file);

/** @brief How sure the format is, 1 to 100; 100 if it was given. 0 for NULL. @since 0.1 */
HOP_API int32_t hop_file_confidence(const hop_file *file);

/** @brief "ASCII", "UTF-8", "Windows-1252", "UTF-16LE", "binary", … @since 0.1 */
HOP_API const char *hop_file_encoding(const hop_file *file);

/** @brief The HOP_READ_ bits of the file and all its spectra; 0 for NULL. @since 0.1 */
HOP_API uint32_t hop_file_flags(const hop_file *file);

/** @brief The HOP_READ_ bits of spectrum @p i alone; 0 beyond the end. @since 0.1 */
HOP_API uint32_t hop_file_spectrum_flags(const hop_file *file, size_t i);

/** @brief Name of one flag, such as "truncated"; NULL for anything else. @since 0.1 */
HOP_API const char *hop_read_flag_name(uint32_t flag);

/** @brief What one flag means, in English; NULL for anything else. @since 0.1 */
HOP_API const char *hop_read_flag_meaning(uint32_t flag);

/** @brief Number of columns that were read; 0 for NULL. @since 0.1 */
HOP_API size_t hop_file_column_count(const hop_file *file);

/**
 * @brief What one of them was read as, such as "column 2 '-Im(Z)/Ohm': minus z_im_ohm".
 * @return text that lives as long as the file; NULL beyond the end. @since 0.1
 */
HOP_API const char *hop_file_column(const hop_file *file, size_t k);

/** @brief Number of decisions that were taken about the file; 0 for NULL. @since 0.1 */
HOP_API size_t hop_file_reason_count(const hop_file *file);

/**
 * @brief One of them with its ground, such as "columns parted by ';': every line has 3".
 * @return text that lives as long as the file; NULL beyond the end. @since 0.1
 */
HOP_API const char *hop_file_reason(const hop_file *file, size_t k);

/** @brief Number of facts the file states about the measurement; 0 for NULL. @since 0.1 */
HOP_API size_t hop_file_metadata_count(const hop_file *file);

/**
 * @brief Name of fact @p k: "instrument", "software", "date", "technique", "sample",
 * "comment", … (lower case, blanks are '_').
 * @return text that lives as long as the file; NULL beyond the end. @since 0.1
 */
HOP_API const char *hop_file_metadata_key(const hop_file *file, size_t k);

/** @brief Fact @p k as the file states it, in UTF-8; NULL beyond the end. @since 0.1 */
HOP_API const char *hop_file_metadata_value(const hop_file *file, size_t k);

/** @brief Thickness in m that the file states, never used by libhop; NaN: none. @since 0.1 */
HOP_API double hop_file_stated_thickness(const hop_file *file);

/** @brief Electrode area in m² that the file states, never used by libhop; NaN: none. @since 0.1 */
HOP_API double hop_file_stated_area(const hop_file *file);

/**
 * @brief What tells spectrum @p i from the others of its file, such as "cycle 2" or "sweep 3".
 * @return text that lives as long as the file, "" if there is nothing to tell; NULL beyond
 * the end. @since 0.1
 */
HOP_API const char *hop_file_label(const hop_file *file, size_t i);

/** @brief Cycle number that the file gives spectrum @p i; NaN if it gives none. @since 0.1 */
HOP_API double hop_file_cycle(const hop_file *file, size_t i);

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
