/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPT_READING_H
#define HOPT_READING_H

#include <math.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"

/* What the tests of the formats share: a text read, its facts, one of its spectra. */
enum { HOPT_POINTS = 512 };

typedef struct hopt_points {
    size_t count;
    double f[HOPT_POINTS], re[HOPT_POINTS], im[HOPT_POINTS];
} hopt_points;

/* Reads a text that must be understood. */
static inline hop_file *hopt_read_text(hop_ctx *ctx, const char *name, const char *text)
{
    hop_file *file = NULL;
    const hop_status status = hop_read_memory(ctx, name, text, strlen(text), &file);
    ck_assert_msg(status == HOP_OK, "%s", hop_ctx_error(ctx));
    return file;
}

/* Reads a text that must be refused with this status and text. */
static inline void hopt_assert_refused(hop_ctx *ctx, const char *name, const char *text,
                                       hop_status status, const char *error)
{
    hop_file *file = NULL;
    ck_assert_int_eq(hop_read_memory(ctx, name, text, strlen(text), &file), status);
    ck_assert_ptr_null(file);
    ck_assert_str_eq(hop_ctx_error(ctx), error);
}

/* The value of a fact; "" if the file states none. */
static inline const char *hopt_fact(const hop_file *file, const char *key)
{
    for (size_t k = 0; k < hop_file_metadata_count(file); k++) {
        if (strcmp(hop_file_metadata_key(file, k), key) == 0) {
            return hop_file_metadata_value(file, k);
        }
    }
    return "";
}

/* Whether the file lists this text as ignored. */
static inline int hopt_ignores(const hop_file *file, const char *text)
{
    for (size_t k = 0; k < hop_file_ignored_count(file); k++) {
        if (strcmp(hop_file_ignored(file, k), text) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Whether one of the reasons of the file holds this text. */
static inline int hopt_gives_reason(const hop_file *file, const char *text)
{
    for (size_t k = 0; k < hop_file_reason_count(file); k++) {
        if (strstr(hop_file_reason(file, k), text)) {
            return 1;
        }
    }
    return 0;
}

/* Spectrum i in a representation, ascending in frequency. */
static inline void hopt_get_points(hop_ctx *ctx, const hop_file *file, size_t i,
                                   int32_t representation, hopt_points *out)
{
    hop_spectrum *s = NULL;
    /* Any geometry: the representation asked for is the one of the file. */
    ck_assert_msg(hop_file_spectrum(ctx, file, i, 1e-3, 1e-4, NAN, &s) == HOP_OK, "%s",
                  hop_ctx_error(ctx));
    out->count = hop_spectrum_count(s);
    ck_assert(out->count <= HOPT_POINTS);
    ck_assert_int_eq(hop_spectrum_frequencies(s, out->f, HOPT_POINTS, NULL), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, representation, out->re, out->im, HOPT_POINTS, NULL),
                     HOP_OK);
    hop_spectrum_destroy(s);
}

#endif
