/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_STATUS_H
#define HOP_STATUS_H

#include <stdint.h>

#include "export.h"

/**
 * @file status.h
 * @brief What a call answers: zero for success, a negative code for an error.
 *
 * The codes stand in blocks: caller (-1…), resources (-100…), data (-200…),
 * numerics (-300…), input and output (-400…), internal (-500…). A code never
 * changes its number. The sentence that names the point, the value and what
 * was expected is in the context: hop_ctx_error().
 */

/** Zero is success, negative codes are errors. @since 0.1 */
typedef int32_t hop_status;

/** The one list of all codes: X(constant, number, message). */
#define HOP_STATUS_LIST(X)                                                              \
    X(HOP_OK, 0, "success")                                                             \
    X(HOP_ERR_NULL_ARGUMENT, -1, "a required pointer is NULL")                          \
    X(HOP_ERR_INVALID_ARGUMENT, -2, "an argument is not one of the allowed values")     \
    X(HOP_ERR_OUT_OF_RANGE, -3, "an argument is outside its allowed range")             \
    X(HOP_ERR_CAPACITY, -4, "the caller's array is too small")                          \
    X(HOP_ERR_UNKNOWN_KEY, -5, "the object has no quantity of this key")                \
    X(HOP_ERR_OUT_OF_MEMORY, -100, "the allocator returned no memory")                  \
    X(HOP_ERR_SIZE_OVERFLOW, -101, "a size does not fit into size_t or an index")       \
    X(HOP_ERR_CANCELLED, -102, "the progress callback asked to stop")                   \
    X(HOP_ERR_TOO_FEW_POINTS, -200, "too few points for the number of parameters")      \
    X(HOP_ERR_BAD_FREQUENCY, -201, "a frequency is not a positive number")              \
    X(HOP_ERR_DUPLICATE_FREQUENCY, -202, "a frequency occurs twice")                    \
    X(HOP_ERR_NOT_FINITE, -203, "a value is NaN or infinite")                           \
    X(HOP_ERR_BAD_GEOMETRY, -204, "thickness or area is not a positive number")         \
    X(HOP_ERR_BAD_TEMPERATURE, -205, "a temperature is not a positive number of kelvin") \
    X(HOP_ERR_NO_VARIATION, -206, "all conductivities are equal")                       \
    X(HOP_ERR_NOT_POSITIVE, -207, "a value that must be positive is not")               \
    X(HOP_ERR_MISSING_DATA, -208, "the data lack a part that the calculation needs")    \
    X(HOP_ERR_TOO_FEW_TEMPERATURES, -209, "fewer than two different temperatures")      \
    X(HOP_ERR_NO_CONVERGENCE, -300, "an iteration did not converge")                    \
    X(HOP_ERR_LAPACK, -301, "a LAPACK routine failed")                                  \
    X(HOP_ERR_FILE_OPEN, -400, "the file cannot be opened")                             \
    X(HOP_ERR_FILE_READ, -401, "reading or writing the file failed")                               \
    X(HOP_ERR_FILE_EMPTY, -402, "the file holds no data")                               \
    X(HOP_ERR_FILE_BINARY, -403, "the file is not text")                                \
    X(HOP_ERR_FORMAT, -404, "the file is in no format that is known")                   \
    X(HOP_ERR_PARSE, -405, "a line of the file cannot be understood")                   \
    X(HOP_ERR_PACKED, -406, "the packed file cannot be unpacked")                       \
    X(HOP_ERR_NO_SPECTRUM, -407, "the file holds no impedance spectrum")                \
    X(HOP_ERR_INTERNAL, -500, "a defect of libhop: please report it")

#define HOP_STATUS_CONSTANT(name, number, message) name = number,
enum { HOP_STATUS_LIST(HOP_STATUS_CONSTANT) HOP_STATUS_LIST_END_ = 1 };
#undef HOP_STATUS_CONSTANT

HOP_BEGIN_DECLS

/**
 * @brief The constant's name, such as "HOP_ERR_BAD_FREQUENCY".
 * @param status any number.
 * @return static text, "unknown" for a number that is no code; never NULL.
 * Thread-safe. @since 0.1
 */
HOP_API const char *hop_status_name(hop_status status);

/**
 * @brief What the code means, in one line of English.
 * @param status any number.
 * @return static text, never NULL.
 * Thread-safe. @since 0.1
 */
HOP_API const char *hop_status_message(hop_status status);

HOP_END_DECLS

#endif
