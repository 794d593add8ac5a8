/* SPDX-License-Identifier: BSD-3-Clause */
#include "options.h"

#include <string.h>

#include "header.h"

int hopi_takes_temperature(const hop_read_options *options)
{
    return !options || !options->ignores_temperature;
}

int32_t hopi_sign_rule(const hop_read_options *options)
{
    return options && options->sign ? options->sign : HOP_SIGN_AUTO;
}

int32_t hopi_duplicates_rule(const hop_read_options *options)
{
    return options && options->duplicates ? options->duplicates : HOP_DUPLICATES_MEAN;
}

hop_status hop_read_options_create(hop_ctx *ctx, hop_read_options **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    *out = hopi_allocate(allocator, 1, sizeof **out);
    if (!*out) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    (*out)->allocator = allocator;
    return HOP_OK;
}

hop_status hop_read_options_set_format(hop_ctx *ctx, hop_read_options *options,
                                       const char *format)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (!format) {
        options->format = NULL;
        return HOP_OK;
    }
    for (size_t k = 0; hopi_format_at(k); k++) {
        if (strcmp(hopi_format_at(k)->name, format) == 0) {
            options->format = hopi_format_at(k);
            return HOP_OK;
        }
    }
    return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT, "there is no format '%.64s'", format);
}

hop_status hop_read_options_set_delimiter(hop_ctx *ctx, hop_read_options *options,
                                          int32_t delimiter)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (delimiter != 0 && delimiter != ',' && delimiter != ';' && delimiter != '\t'
        && delimiter != ' ') {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "delimiter %d, expected comma, semicolon, tab, blank or 0",
                         (int)delimiter);
    }
    options->delimiter = (char)delimiter;
    return HOP_OK;
}

hop_status hop_read_options_set_decimal_mark(hop_ctx *ctx, hop_read_options *options,
                                             int32_t mark)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (mark != 0 && mark != '.' && mark != ',') {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "decimal mark %d, expected a point, a comma or 0", (int)mark);
    }
    options->mark = (char)mark;
    return HOP_OK;
}

static hop_status check_names(hop_ctx *ctx, const char *names)
{
    hopi_header header;
    const hopi_line line = {names, strlen(names), 1};
    hopi_header_parse_as(&line, ',', &header);
    return hopi_header_check(ctx, "columns", &header) ? HOP_ERR_INVALID_ARGUMENT : HOP_OK;
}

hop_status hop_read_options_set_columns(hop_ctx *ctx, hop_read_options *options,
                                        const char *names)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    char *copy = NULL;
    if (names) {
        const hop_status status = check_names(ctx, names);
        if (status) {
            return status;
        }
        copy = hopi_copy_text(options->allocator, names);
        if (!copy) {
            return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
        }
    }
    hopi_release(options->allocator, options->columns);
    options->columns = copy;
    return HOP_OK;
}

hop_status hop_read_options_set_sign(hop_ctx *ctx, hop_read_options *options, int32_t sign)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (sign < HOP_SIGN_AUTO || sign > HOP_SIGN_TURNED) {
        return hopi_fail_plain(ctx, HOP_ERR_INVALID_ARGUMENT);
    }
    options->sign = sign;
    return HOP_OK;
}

hop_status hop_read_options_set_duplicates(hop_ctx *ctx, hop_read_options *options,
                                           int32_t duplicates)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (duplicates < HOP_DUPLICATES_MEAN || duplicates > HOP_DUPLICATES_REFUSE) {
        return hopi_fail_plain(ctx, HOP_ERR_INVALID_ARGUMENT);
    }
    options->duplicates = duplicates;
    return HOP_OK;
}

hop_status hop_read_options_set_temperature(hop_ctx *ctx, hop_read_options *options,
                                            int32_t rule)
{
    if (!options) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (rule < HOP_TEMPERATURE_TAKEN || rule > HOP_TEMPERATURE_IGNORED) {
        return hopi_fail_plain(ctx, HOP_ERR_INVALID_ARGUMENT);
    }
    options->ignores_temperature = rule == HOP_TEMPERATURE_IGNORED;
    return HOP_OK;
}

void hop_read_options_destroy(hop_read_options *options)
{
    if (options) {
        const hopi_allocator allocator = options->allocator;
        hopi_release(allocator, options->columns);
        hopi_release(allocator, options);
    }
}
