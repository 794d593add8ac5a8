/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPT_TRAJECTORY_TEXT_H
#define HOPT_TRAJECTORY_TEXT_H

#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"

static hop_ctx *ctx;
static char *last_path;

static inline void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
}

static inline void tear_down(void)
{
    hop_ctx_destroy(ctx);
    free(last_path);
    last_path = NULL;
}

static inline hop_status open_text(const char *text, hop_trajectory **t)
{
    free(last_path);
    last_path = hopt_write_file("trajectory", text, strlen(text));
    return hop_trajectory_open(ctx, last_path, t);
}

static inline hop_trajectory *opened(const char *text)
{
    hop_trajectory *t = NULL;
    const hop_status status = open_text(text, &t);
    ck_assert_msg(status == HOP_OK, "%s", hop_ctx_error(ctx));
    return t;
}

/* The next frame must be there. */
static inline void next(hop_trajectory *t, double *values, double cell[9])
{
    int32_t has_frame = 0;
    const hop_status status = hop_trajectory_next(ctx, t, values, cell, &has_frame);
    ck_assert_msg(status == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_int_eq(has_frame, 1);
}

static inline void expect_end(hop_trajectory *t, int32_t truncated)
{
    double values[64], cell[9];
    int32_t has_frame = 1;
    ck_assert_int_eq(hop_trajectory_next(ctx, t, values, cell, &has_frame), HOP_OK);
    ck_assert_int_eq(has_frame, 0);
    ck_assert_int_eq(hop_trajectory_is_truncated(t), truncated);
    /* The end stays the end. */
    ck_assert_int_eq(hop_trajectory_next(ctx, t, values, cell, &has_frame), HOP_OK);
    ck_assert_int_eq(has_frame, 0);
}

/* Reads to an error, whose text ends like this. */
static inline void expect_error(hop_trajectory *t, hop_status expected, const char *end)
{
    double values[64], cell[9];
    int32_t has_frame = 1;
    hop_status status = HOP_OK;
    while (status == HOP_OK && has_frame) {
        status = hop_trajectory_next(ctx, t, values, cell, &has_frame);
    }
    const char *text = hop_ctx_error(ctx);
    ck_assert_int_eq(status, expected);
    ck_assert_msg(strlen(text) > strlen(end)
                      && strcmp(text + strlen(text) - strlen(end), end) == 0,
                  "%s", text);
}

static inline void expect_open_error(const char *text, hop_status expected, const char *end)
{
    hop_trajectory *t = (hop_trajectory *)&t;
    ck_assert_int_eq(open_text(text, &t), expected);
    ck_assert_ptr_null(t);
    const char *said = hop_ctx_error(ctx);
    ck_assert_msg(strlen(said) > strlen(end)
                      && strcmp(said + strlen(said) - strlen(end), end) == 0,
                  "%s", said);
}

#endif
