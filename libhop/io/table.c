/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <string.h>

#include "columns.h"
#include "format.h"
#include "headless.h"
#include "lines.h"
#include "location.h"
#include "options.h"

enum { SAMPLE_LIMIT = 32 };

/* Where the column names stand in the head of a source; skip bytes of the line are a comment sign. */
typedef struct place {
    size_t head_index, skip;
    int confidence;
} place;

/* The first line after this one that is neither blank nor a comment; NULL: not in the head. */
static const hopi_line *first_data(const hopi_source *source, size_t head_index)
{
    for (size_t i = head_index + 1; i < source->head_count; i++) {
        if (!hopi_is_blank_line(&source->head[i]) && !hopi_is_comment(&source->head[i])) {
            return &source->head[i];
        }
    }
    return NULL;
}

static hopi_line without_start(const hopi_line *line, size_t skip)
{
    return (hopi_line){line->text + skip, line->length - skip, line->number};
}

static int confidence_in(const hopi_line *names, const hopi_line *data)
{
    hopi_header header;
    const size_t known = hopi_header_parse(names, data, &header);
    if (header.parts_are_assumed) {
        return data && hopi_line_is_numeric(data) ? HOPI_POSSIBLE : 0;
    }
    if (header.frequency != HOPI_NO_COLUMN && header.representation) {
        return HOPI_TABLE;
    }
    const int has_frequency = header.frequency != HOPI_NO_COLUMN
                              && header.columns[header.frequency].unit_state == HOPI_UNIT_KNOWN;
    return has_frequency || known > 1 ? HOPI_POSSIBLE : 0;
}

/* Names may stand in the last comment before the numbers: numpy.savetxt() writes them there. */
static int in_last_comment(const hopi_source *source, size_t data_index, place *found)
{
    for (size_t i = data_index; i-- > 0;) {
        const hopi_line *line = &source->head[i];
        if (hopi_is_blank_line(line)) {
            continue;
        }
        size_t skip = 0;
        while (skip < line->length && strchr("#% ", line->text[skip])) {
            skip++;
        }
        const hopi_line names = without_start(line, skip);
        *found = (place){i, skip, confidence_in(&names, &source->head[data_index])};
        return found->confidence == HOPI_TABLE;
    }
    return 0;
}

/* Names below a description that no format knows. */
static int further_down(const hopi_source *source, size_t from, place *found)
{
    for (size_t i = from; i < source->head_count; i++) {
        const hopi_line *line = &source->head[i];
        const int has_an_f = memchr(line->text, 'f', line->length) != NULL
                             || memchr(line->text, 'F', line->length) != NULL;
        if (has_an_f && !hopi_is_comment(line)
            && confidence_in(line, first_data(source, i)) == HOPI_TABLE) {
            *found = (place){i, 0, HOPI_TABLE - 10};
            return 1;
        }
    }
    return 0;
}

static size_t first_line_of_text(const hopi_source *source)
{
    size_t i = 0;
    while (i < source->head_count
           && (hopi_is_blank_line(&source->head[i]) || hopi_is_comment(&source->head[i]))) {
        i++;
    }
    return i;
}

static void say_no_names(const hopi_line *line, char why[HOPI_WHY])
{
    char excerpt[HOPI_EXCERPT];
    hopi_header header;
    const int knows_one = hopi_header_parse(line, NULL, &header) > 0;
    snprintf(why, HOPI_WHY, "line %zu %s names no %s", line->number,
             hopi_excerpt(excerpt, line->text, line->length),
             knows_one ? "frequency and both parts of a spectrum, such as 'frequency_Hz', "
                         "'z_re_ohm' and 'z_im_ohm'; the option columns can name them"
                       : "column that is known, such as 'frequency_Hz' or 'z_re_ohm'");
}

static place locate(const hopi_source *source, char why[HOPI_WHY])
{
    const place nowhere = {0, 0, 0};
    place found;
    const size_t i = first_line_of_text(source);
    if (i == source->head_count) {
        snprintf(why, HOPI_WHY, "no header in the first %zu line%s", source->head_count,
                 hopi_plural(source->head_count));
        return nowhere;
    }
    const hopi_line *line = &source->head[i];
    const int confidence = confidence_in(line, first_data(source, i));
    if (confidence == HOPI_TABLE) {
        snprintf(why, HOPI_WHY, "line %zu names frequency and a spectrum", line->number);
        return (place){i, 0, confidence};
    }
    if (hopi_line_is_numeric(line) && confidence == 0) {
        if (in_last_comment(source, i, &found)) {
            snprintf(why, HOPI_WHY, "the comment in line %zu names frequency and a spectrum",
                     source->head[found.head_index].number);
            return found;
        }
        snprintf(why, HOPI_WHY,
                 "line %zu holds numbers, expected before them a header such as "
                 "'frequency_Hz,z_re_ohm,z_im_ohm'",
                 line->number);
        return nowhere;
    }
    if (further_down(source, i + 1, &found)) {
        snprintf(why, HOPI_WHY, "line %zu names frequency and a spectrum, below %zu other lines",
                 source->head[found.head_index].number, found.head_index);
        return found;
    }
    if (confidence == 0) {
        say_no_names(line, why);
    } else {
        snprintf(why, HOPI_WHY, "line %zu names columns that are known", line->number);
    }
    return (place){i, 0, confidence};
}

/* The lines of numbers of the head, for the recognition of a table without a header. */
static size_t sample(const hopi_source *source, hopi_line lines[SAMPLE_LIMIT])
{
    size_t count = 0;
    for (size_t i = 0; i < source->head_count && count < SAMPLE_LIMIT; i++) {
        const hopi_line *line = &source->head[i];
        if (hopi_line_is_numeric(line)) {
            lines[count++] = *line;
        } else if (!hopi_is_blank_line(line) && !hopi_is_comment(line)) {
            break;
        }
    }
    return count;
}

static int is_headless(const hopi_source *source, hopi_header *header)
{
    hopi_line lines[SAMPLE_LIMIT];
    const size_t count = sample(source, lines);
    const char delimiter = source->options ? source->options->delimiter : '\0';
    return count > 0 && hopi_headless_parse(lines, count, delimiter, header);
}

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    const int confidence = locate(source, why).confidence;
    hopi_header header;
    if (confidence == 0 && is_headless(source, &header)) {
        snprintf(why, HOPI_WHY, "lines of numbers without a header, the frequency in column %d",
                 header.frequency + 1);
        return HOPI_POSSIBLE - 10;
    }
    return confidence;
}

/* Names again: another table of the same file. */
static int is_header(const hopi_line *line, char delimiter)
{
    hopi_header header;
    if (hopi_line_is_numeric(line)) {
        return 0;
    }
    hopi_header_parse_as(line, delimiter, &header);
    return header.frequency != HOPI_NO_COLUMN && header.representation;
}

static hop_status read_line(hopi_columns *c, const hopi_line *line)
{
    if (line->length > 0 && line->text[0] >= '0' && line->text[0] <= '9') {
        return hopi_columns_row(c, line);
    }
    if (hopi_is_empty_row(line, c->header.delimiter)) {
        return HOP_OK;
    }
    if (hopi_is_comment(line)) {
        return hopi_ignore_line(c->ctx, c->file, line);
    }
    if (is_header(line, c->header.delimiter)) {
        hopi_columns_names(c, line, c->header.delimiter, NULL);
        return hopi_columns_start(c);
    }
    return hopi_columns_row(c, line);
}

/* Reads on from the line after the names, or from the first number where there are none. */
static hop_status read_lines(hopi_columns *c, size_t names_line)
{
    hop_status status = HOP_OK;
    hopi_line line;
    int has_data = 0;
    while (status == HOP_OK) {
        status = hopi_source_next(c->source, &line);
        if (status || !line.text) {
            break;
        }
        const int is_before =
            names_line > 0 ? line.number <= names_line : !has_data && !hopi_line_is_numeric(&line);
        if (is_before) {
            const int is_noted = line.number != names_line && !hopi_is_blank_line(&line);
            status = is_noted ? hopi_ignore_line(c->ctx, c->file, &line) : HOP_OK;
            continue;
        }
        has_data = 1;
        status = read_line(c, &line);
    }
    return status ? status : hopi_columns_finish(c);
}

/* The units of the names may stand in a line of their own below them. */
static size_t take_units(hopi_columns *c, size_t head_index)
{
    const hopi_line *next = first_data(c->source, head_index);
    const int has_units = next && !hopi_line_is_numeric(next) && hopi_columns_units(c, next);
    return has_units ? next->number : c->header.line.number;
}

static hop_status read_headed(hopi_columns *c, const place *found)
{
    const hopi_source *source = c->source;
    const hopi_line names = without_start(&source->head[found->head_index], found->skip);
    hopi_columns_names(c, &names, source->options ? source->options->delimiter : '\0',
                       first_data(source, found->head_index));
    for (size_t i = 0; i < c->header.count; i++) {
        c->header.names[i].position += found->skip;
    }
    const size_t last_line = take_units(c, found->head_index);
    const hop_status status = hopi_columns_start(c);
    return status ? status : read_lines(c, last_line);
}

/* Names that were given; the file may have a header of its own, which is then read over. */
static hop_status read_given(hopi_columns *c)
{
    const hop_read_options *options = c->source->options;
    hopi_line lines[SAMPLE_LIMIT];
    const hopi_line names = {options->columns, strlen(options->columns), 0};
    size_t count = 0;
    for (size_t i = 0; i < c->source->head_count && count < SAMPLE_LIMIT; i++) {
        if (hopi_line_is_numeric(&c->source->head[i])) {
            lines[count++] = c->source->head[i];
        }
    }
    hopi_columns_names(c, &names, ',', NULL);
    c->header.delimiter = options->delimiter
                              ? options->delimiter
                              : hopi_headless_delimiter(lines, count, c->header.count);
    const hop_status status = hopi_columns_start(c);
    return status ? status : read_lines(c, 0);
}

static hop_status read_table(hopi_source *source, hop_file *file)
{
    char why[HOPI_WHY];
    hopi_columns c;
    hopi_columns_init(&c, source, file, 0);
    if (source->options && source->options->columns) {
        return read_given(&c);
    }
    const place found = locate(source, why);
    if (found.confidence > 0) {
        return read_headed(&c, &found);
    }
    if (!is_headless(source, &c.header)) {
        return hopi_fail_at(source->ctx, HOP_ERR_FORMAT, source->name, 1, 1, "no table: %s", why);
    }
    file->flags |= HOP_READ_COLUMNS_ASSUMED;
    hop_status status = hopi_file_add_reason(
        source->ctx, file,
        "columns: there are no names; column %d is positive and runs through a sweep, so it is "
        "the frequency, and the next two are real and imaginary part",
        c.header.frequency + 1);
    status = status ? status : hopi_columns_start(&c);
    return status ? status : read_lines(&c, 0);
}

const hopi_format hopi_format_table = {"table", "table of numbers", 0, detect, read_table};
