/* SPDX-License-Identifier: BSD-3-Clause */
#include "format.h"

#include <stdio.h>
#include <string.h>

#include "location.h"
#include "options.h"

/* In alphabetical order, but for the table, which takes what nobody else knows. */
static const hopi_format *const formats[] = {
    &hopi_format_chi,
    &hopi_format_eclab_mpr,
    &hopi_format_eclab_mpt,
    &hopi_format_gamry_dta,
    &hopi_format_hioki,
    &hopi_format_ivium,
    &hopi_format_ivium_binary,
    &hopi_format_keysight_e4980a,
    &hopi_format_keysight_e4990a,
    &hopi_format_lcr,
    &hopi_format_mfia,
    &hopi_format_neisys,
    &hopi_format_nova,
    &hopi_format_palmsens,
    &hopi_format_palmsens_csv,
    &hopi_format_parstat,
    &hopi_format_powersuite,
    &hopi_format_relaxis,
    &hopi_format_smart,
    &hopi_format_versastudio,
    &hopi_format_windeta,
    &hopi_format_zahner_ism,
    &hopi_format_zahner_txt,
    &hopi_format_zplot,
    &hopi_format_table,
};

enum { FORMAT_COUNT = sizeof formats / sizeof *formats };

const hopi_format *hopi_format_at(size_t k)
{
    return k < FORMAT_COUNT ? formats[k] : NULL;
}

size_t hop_format_count(void)
{
    return FORMAT_COUNT;
}

const char *hop_format_name(size_t i)
{
    return i < FORMAT_COUNT ? formats[i]->name : NULL;
}

const char *hop_format_title(size_t i)
{
    return i < FORMAT_COUNT ? formats[i]->title : NULL;
}

static void fail_unknown(const hopi_source *source, const char *reason)
{
    if (source->is_binary) {
        hopi_source_fail_binary(source);
        return;
    }
    if (source->head_count == 0) {
        hopi_fail_at(source->ctx, HOP_ERR_FORMAT, source->name, 1, 1,
                     "in no known format: the first line is longer than %d bytes, expected a "
                     "header and lines of numbers",
                     HOPI_BLOCK_BYTES);
        return;
    }
    hopi_fail_at(source->ctx, HOP_ERR_FORMAT, source->name, 1, 1,
                 "in no known format: not recognised as the file of an instrument, and no "
                 "table: %s",
                 reason);
}

/* Asks a format only about what it can be. */
static int confidence_of(const hopi_format *format, const hopi_source *source,
                         char why[HOPI_WHY])
{
    why[0] = '\0';
    return format->is_binary == source->is_binary ? format->detect(source, why) : 0;
}

/* Names of columns ask for a table. */
static const hopi_format *given_format(const hopi_source *source, char why[HOPI_WHY])
{
    const hop_read_options *options = source->options;
    const hopi_format *format = options->format ? options->format : &hopi_format_table;
    if (options->columns && format != &hopi_format_table) {
        hopi_fail_at(source->ctx, HOP_ERR_FORMAT, source->name, 0, 0,
                     "the option columns is for a table, but the format %s was asked for",
                     format->name);
        return NULL;
    }
    if (format->is_binary != source->is_binary) {
        hopi_fail_at(source->ctx, HOP_ERR_FILE_BINARY, source->name, 0, 0,
                     "the file is %s, but the format %s that was asked for is %s",
                     source->is_binary ? "binary" : "text", format->name,
                     format->is_binary ? "binary" : "text");
        return NULL;
    }
    snprintf(why, HOPI_WHY, "the %s given", options->format ? "format was" : "columns were");
    return format;
}

const hopi_format *hopi_recognise(const hopi_source *source, int *confidence,
                                  char why[HOPI_WHY])
{
    const hopi_format *best = NULL;
    char reason[HOPI_WHY] = "";
    *confidence = 0;
    why[0] = '\0';
    if (source->options && (source->options->format || source->options->columns)) {
        *confidence = 100;
        return given_format(source, why);
    }
    for (size_t k = 0; k < FORMAT_COUNT; k++) {
        const int answer = confidence_of(formats[k], source, reason);
        if (answer > *confidence) {
            best = formats[k];
            *confidence = answer;
            memcpy(why, reason, sizeof reason);
        }
    }
    if (!best) {
        fail_unknown(source, reason);
    }
    return best;
}
