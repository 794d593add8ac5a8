/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_LOCATION_H
#define HOPI_LOCATION_H

#include <stddef.h>

#include "base/context.h"

/*
 * Sets the error text "name:line:column: …"; a line or column of 0 is left
 * out. The format takes texts and integers only, so that what is quoted from a
 * file is never mistaken for a printed number.
 */
hop_status hopi_fail_at(hop_ctx *ctx, hop_status status, const char *name, size_t line,
                        size_t column, const char *format, ...) HOPI_PRINTF(6, 7);

enum { HOPI_EXCERPT = 64 };

/* The start of a text from a file as valid UTF-8 in quotes: 'abc', cut with an ellipsis. */
const char *hopi_excerpt(char out[HOPI_EXCERPT], const char *text, size_t length);

/* Why the last call to the C library failed, in English in every locale. */
const char *hopi_reason(int error_number);

#endif
