/* SPDX-License-Identifier: BSD-3-Clause */
#include "named_table.h"

#include <math.h>
#include <string.h>

#include "lines.h"
#include "location.h"
#include "number.h"

static int holds_parts(const hopi_line *line, const hopi_named_table *table)
{
    for (size_t k = 0; k < 4 && table->parts[k]; k++) {
        if (!hopi_line_contains(line, table->parts[k])) {
            return 0;
        }
    }
    return 1;
}

const hopi_line *hopi_find_names(const hopi_source *source, const hopi_named_table *table)
{
    for (size_t i = 0; i < source->head_count; i++) {
        if (holds_parts(&source->head[i], table) && !hopi_is_comment(&source->head[i])) {
            return &source->head[i];
        }
    }
    return NULL;
}

/* Place after the label and the signs that part it from its value; 0 if it is not there. */
static size_t after_label(const hopi_line *line, const char *label)
{
    if (!hopi_line_begins(line, label)) {
        return 0;
    }
    size_t i = hopi_first_text(line) + strlen(label);
    while (i < line->length && strchr(" \t:=,", line->text[i])) {
        i++;
    }
    return i;
}

hop_status hopi_take_fact(hop_ctx *ctx, hop_file *file, const hopi_line *line,
                          const hopi_fact *facts, int *is_one)
{
    *is_one = 0;
    for (size_t k = 0; facts && facts[k].label; k++) {
        const size_t at = after_label(line, facts[k].label);
        if (at > 0) {
            /* What follows a tab is a remark for people. */
            const char *value = line->text + at;
            const char *tab = memchr(value, '\t', line->length - at);
            *is_one = 1;
            return hopi_file_add_metadata(ctx, file, facts[k].key, value,
                                          tab ? (size_t)(tab - value) : line->length - at);
        }
    }
    return HOP_OK;
}

double hopi_number_after(const hopi_line *line, const char *label)
{
    const size_t at = after_label(line, label);
    const char *stop = NULL;
    double value = NAN;
    if (at > 0
        && hopi_parse_number(line->text + at, line->text + line->length, '.', &value, &stop)
               != HOPI_NUMBER_FINITE) {
        value = NAN;
    }
    return value;
}

static hop_status read_preamble(hopi_columns *c, const hopi_named_table *table,
                                const hopi_line *line)
{
    int is_fact = 0;
    const hop_status status = hopi_take_fact(c->ctx, c->file, line, table->facts, &is_fact);
    return status || is_fact || hopi_is_blank_line(line)
               ? status
               : hopi_ignore_line(c->ctx, c->file, line);
}

/* The first line of numbers after the names, which helps to find the delimiter; NULL: not known. */
static const hopi_line *data_below(const hopi_source *source, const hopi_line *names)
{
    const int head_is_valid = source->offset == 0;
    for (size_t i = 0; head_is_valid && i < source->head_count; i++) {
        if (source->head[i].number > names->number && hopi_line_is_numeric(&source->head[i])) {
            return &source->head[i];
        }
    }
    return NULL;
}

static hop_status read_line(hopi_columns *c, const hopi_named_table *table,
                            const hopi_line *line)
{
    if (holds_parts(line, table) && !hopi_is_comment(line)) {
        const hopi_line *data = data_below(c->source, line);
        hopi_columns_names(c, line, table->delimiter, data);
        if (table->adapt) {
            table->adapt(&c->header, data);
        }
        return hopi_columns_start(c);
    }
    if (c->header.count == 0) {
        return read_preamble(c, table, line);
    }
    if (hopi_is_empty_row(line, c->header.delimiter)) {
        return HOP_OK;
    }
    const int is_remark =
        hopi_is_comment(line)
        || (table->has_remarks && !memchr(line->text, c->header.delimiter, line->length));
    return is_remark ? hopi_ignore_line(c->ctx, c->file, line)
                                 : hopi_columns_row(c, line);
}

hop_status hopi_read_named_table(hopi_source *source, hop_file *file,
                                 const hopi_named_table *table)
{
    hopi_columns c;
    hopi_line line;
    hop_status status = HOP_OK;
    hopi_columns_init(&c, source, file, table->rules);
    while (status == HOP_OK) {
        status = hopi_source_next(source, &line);
        if (status || !line.text) {
            break;
        }
        status = read_line(&c, table, &line);
    }
    return status ? status : hopi_columns_finish(&c);
}

hop_status hopi_no_spectrum(const hopi_source *source, const char *what_lacks)
{
    return hopi_fail_at(source->ctx, HOP_ERR_NO_SPECTRUM, source->name, 0, 0,
                        "the file holds no impedance spectrum: there is %s", what_lacks);
}
