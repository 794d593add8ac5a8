/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef READ_WITH_OPTIONS_H
#define READ_WITH_OPTIONS_H

/* One context and its options for each test; the test programs of reading share them. */
#include "reading.h"

static hop_ctx *ctx;
static hop_read_options *options;

static void setup(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_read_options_create(ctx, &options), HOP_OK);
}

static void teardown(void)
{
    hop_read_options_destroy(options);
    hop_ctx_destroy(ctx);
}

static hop_file *read_with(const char *text)
{
    hop_file *file = NULL;
    const hop_status status =
        hop_read_memory_with(ctx, "t.csv", text, strlen(text), options, &file);
    ck_assert_msg(status == HOP_OK, "%s", hop_ctx_error(ctx));
    return file;
}

#endif
