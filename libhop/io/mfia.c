/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "content.h"
#include "format.h"
#include "lines.h"
#include "location.h"
#include "meter.h"
#include "number.h"

/*
 * Zurich Instruments LabOne, sweeps of an MFIA or MFLI saved as CSV: one line
 * for each field of a sweep, "chunk;timestamp;size;fieldname;v0;v1;…", filled
 * up with nan, or one column for each field. Fields are named as in the API:
 * frequency in Hz, realz and imagz in Ω, absz in Ω and phasez in rad.
 */
enum { FIELD_FREQUENCY, FIELD_GRID, FIELD_RE, FIELD_IM, FIELD_ABS, FIELD_PHASE, FIELD_COUNT };

static const char *const field_names[FIELD_COUNT] = {"frequency", "grid", "realz",
                                                     "imagz",     "absz", "phasez"};

enum { CHUNK, TIMESTAMP, SIZE, NAME, FIRST_VALUE };

enum { CHUNK_TEXT = 24 };

/* The values of one field of a sweep, read one after the other. */
typedef struct values {
    hopi_line line;
    size_t at;
} values;

typedef struct labone {
    hopi_source *source;
    hop_file *file;
    char delimiter;
    char chunk[CHUNK_TEXT];
    size_t points; /* of the sweep, as its lines state; the lines may hold more */
    values fields[FIELD_COUNT];
    size_t sweeps;
    int is_cut; /* the line is the last and has no end */
} labone;

static char delimiter_of(const hopi_line *line)
{
    return memchr(line->text, ';', line->length) ? ';' : ',';
}

static int is_word(const hopi_field *field, const char *word)
{
    return field->length == strlen(word) && memcmp(field->text, word, field->length) == 0;
}

/* 1: a line for each field, 2: a column for each field, 0: neither. */
static int layout_of(const hopi_line *line)
{
    hopi_field names[HOPI_COLUMN_LIMIT];
    const size_t count = hopi_split(line, delimiter_of(line), names);
    if (count < 4 || !is_word(&names[CHUNK], "chunk")
        || !is_word(&names[TIMESTAMP], "timestamp")) {
        return 0;
    }
    return is_word(&names[SIZE], "size") && is_word(&names[NAME], "fieldname") ? 1 : 2;
}

/* The first line that is neither blank nor a comment. */
static const hopi_line *first_line(const hopi_source *source)
{
    for (size_t i = 0; i < source->head_count; i++) {
        if (!hopi_is_blank_line(&source->head[i]) && !hopi_is_comment(&source->head[i])) {
            return &source->head[i];
        }
    }
    return NULL;
}

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    const hopi_line *line = first_line(source);
    const int layout = line ? layout_of(line) : 0;
    if (layout == 0) {
        return 0;
    }
    snprintf(why, HOPI_WHY, "line %zu begins \"chunk%ctimestamp\", as LabOne writes it",
             line->number, delimiter_of(line));
    return HOPI_CERTAIN;
}

/* The next value of a line; 0 at its end. *column is where it stands. */
static int next_value(const labone *l, values *v, hopi_field *value)
{
    if (!v->line.text || v->at > v->line.length) {
        return 0;
    }
    const char *text = v->line.text + v->at;
    const size_t left = v->line.length - v->at;
    const char *end = memchr(text, l->delimiter, left);
    const size_t length = end ? (size_t)(end - text) : left;
    *value = (hopi_field){text, length, v->at + 1};
    v->at += length + 1;
    return length > 0 || end;
}

static hop_status read_value(const labone *l, const values *v, const hopi_field *field,
                             double *value)
{
    const char *text = field->text, *end = text + field->length, *stop = NULL;
    while (text < end && *text == ' ') {
        text++;
    }
    *value = NAN;
    const hopi_number_kind kind = hopi_parse_number(text, end, '.', value, &stop);
    if (kind == HOPI_NUMBER_NONE || stop != end) {
        char excerpt[HOPI_EXCERPT];
        return hopi_fail_at(l->source->ctx, HOP_ERR_PARSE, l->source->name, v->line.number,
                            field->position, "%s is not a number, expected one or nan",
                            hopi_excerpt(excerpt, field->text, field->length));
    }
    if (kind != HOPI_NUMBER_FINITE) {
        *value = NAN;
    }
    return HOP_OK;
}

static hop_status add_points(labone *l, int frequency, int first, int second)
{
    values *lines[] = {&l->fields[frequency], &l->fields[first], &l->fields[second]};
    hop_status status = HOP_OK;
    for (size_t i = 0; i < l->points && status == HOP_OK; i++) {
        double numbers[3];
        hopi_field field;
        for (int k = 0; k < 3 && status == HOP_OK; k++) {
            if (!next_value(l, lines[k], &field)) {
                l->file->flags |= HOP_READ_TRUNCATED;
                return HOP_OK;
            }
            status = read_value(l, lines[k], &field, &numbers[k]);
        }
        if (status) {
            return status;
        }
        const int is_polar = first == FIELD_ABS;
        const double re = is_polar ? numbers[1] * cos(numbers[2]) : numbers[1];
        const double im = is_polar ? numbers[1] * sin(numbers[2]) : numbers[2];
        if (!(numbers[0] > 0.0) || !isfinite(re) || !isfinite(im)) {
            hopi_file_group(l->file)->flags |= HOP_READ_POINTS_SKIPPED;
            continue;
        }
        const hopi_row row = hopi_row_of(numbers[0], re, im, lines[0]->line.number);
        status = hopi_file_add_row(l->source->ctx, l->file, &row);
    }
    return status;
}

/* Makes a measurement of the fields of a sweep, if they are an impedance. */
static hop_status finish_sweep(labone *l)
{
    const int frequency = l->fields[FIELD_FREQUENCY].line.text ? FIELD_FREQUENCY : FIELD_GRID;
    const int has_parts = l->fields[FIELD_RE].line.text && l->fields[FIELD_IM].line.text;
    const int has_poles = l->fields[FIELD_ABS].line.text && l->fields[FIELD_PHASE].line.text;
    if (!l->chunk[0]) {
        return HOP_OK;
    }
    if (!l->fields[frequency].line.text || (!has_parts && !has_poles)) {
        return hopi_file_ignore(
            l->source->ctx, l->file,
            "chunk %s: no frequency with realz and imagz, or absz and phasez", l->chunk);
    }
    char label[CHUNK_TEXT + 8];
    snprintf(label, sizeof label, "chunk %s", l->chunk);
    hop_status status = hopi_file_begin(l->source->ctx, l->file, HOP_IMPEDANCE, 1, label);
    if (status) {
        return status;
    }
    hopi_file_group(l->file)->has_explicit_sign = 1;
    l->sweeps++;
    return has_parts ? add_points(l, frequency, FIELD_RE, FIELD_IM)
                     : add_points(l, frequency, FIELD_ABS, FIELD_PHASE);
}

static hop_status fail_chunk(const hopi_source *source, const hopi_line *line)
{
    return hopi_fail_at(source->ctx, HOP_ERR_PARSE, source->name, line->number, 1,
                        "the line does not begin with the number of a chunk");
}

static hop_status take_field_line(labone *l, const hopi_line *line)
{
    values v = {*line, 0};
    hopi_field heads[FIRST_VALUE];
    hop_ctx *ctx = l->source->ctx;
    for (int i = 0; i < FIRST_VALUE; i++) {
        if (!next_value(l, &v, &heads[i])) {
            if (l->is_cut) {
                l->file->flags |= HOP_READ_TRUNCATED;
                return HOP_OK;
            }
            return hopi_fail_at(ctx, HOP_ERR_PARSE, l->source->name, line->number,
                                line->length + 1,
                                "%d field%s, expected chunk, timestamp, size, fieldname and "
                                "values",
                                i, hopi_plural((uint64_t)i));
        }
    }
    if (heads[CHUNK].length == 0 || heads[CHUNK].length >= CHUNK_TEXT) {
        return fail_chunk(l->source, line);
    }
    if (!is_word(&heads[CHUNK], l->chunk)) {
        const hop_status status = finish_sweep(l);
        if (status) {
            return status;
        }
        memset(l->fields, 0, sizeof l->fields);
        memcpy(l->chunk, heads[CHUNK].text, heads[CHUNK].length);
        l->chunk[heads[CHUNK].length] = '\0';
        l->points = SIZE_MAX;
    }
    double size = NAN;
    const hop_status status = read_value(l, &v, &heads[SIZE], &size);
    if (status) {
        return status;
    }
    if (size >= 0.0 && size < 1e9 && (size_t)size < l->points) {
        l->points = (size_t)size;
    }
    for (int k = 0; k < FIELD_COUNT; k++) {
        if (is_word(&heads[NAME], field_names[k])) {
            l->fields[k] = v;
            return HOP_OK;
        }
    }
    char excerpt[HOPI_EXCERPT];
    return l->sweeps > 0
               ? HOP_OK
               : hopi_file_ignore(ctx, l->file, "field %s",
                                  hopi_excerpt(excerpt, heads[NAME].text, heads[NAME].length));
}

/* The last value of a line without an end may be a part of one. */
static void drop_last_value(const labone *l, hopi_line *line)
{
    while (line->length > 0 && line->text[--line->length] != l->delimiter) {
    }
}

static hop_status read_lines(labone *l, hopi_content *content)
{
    hopi_line line;
    while (hopi_content_next(content, &line)) {
        if (hopi_is_blank_line(&line)) {
            continue;
        }
        l->is_cut = content->is_cut;
        if (l->is_cut) {
            drop_last_value(l, &line);
        }
        const hop_status status = take_field_line(l, &line);
        if (status) {
            return status;
        }
    }
    return finish_sweep(l);
}

static hop_status begin_chunk(hopi_meter *meter, const char *chunk)
{
    char label[CHUNK_TEXT + 8];
    snprintf(label, sizeof label, "chunk %s", chunk);
    const hop_status status = hopi_meter_begin(meter, label);
    if (status == HOP_OK) {
        hopi_file_group(meter->file)->flags &= ~(uint32_t)HOP_READ_UNITS_ASSUMED;
    }
    return status;
}

/* One column for each field: the units are those of the API, whatever stands in the names. */
static hop_status read_columns(hopi_source *source, hop_file *file, const hopi_line *names,
                               hopi_content *content)
{
    hopi_meter meter = {.source = source, .file = file};
    hopi_meter_parse(&meter, names, delimiter_of(names));
    for (size_t i = 0; i < meter.count; i++) {
        if (meter.columns[i].trace == HOPI_TRACE_Z_ANGLE) {
            meter.columns[i].factor = 1.0;
        }
    }
    if (!hopi_meter_choose(&meter)) {
        return hopi_meter_fail(&meter);
    }
    char current[CHUNK_TEXT] = "";
    hopi_line line;
    hop_status status = HOP_OK;
    while (status == HOP_OK && hopi_content_next(content, &line)) {
        if (hopi_is_blank_line(&line)) {
            continue;
        }
        hopi_field fields[HOPI_COLUMN_LIMIT];
        hopi_split(&line, meter.delimiter, fields);
        if (fields[CHUNK].length == 0 || fields[CHUNK].length >= CHUNK_TEXT) {
            return fail_chunk(source, &line);
        }
        if (!is_word(&fields[CHUNK], current)) {
            memcpy(current, fields[CHUNK].text, fields[CHUNK].length);
            current[fields[CHUNK].length] = '\0';
            status = begin_chunk(&meter, current);
        }
        source->ends_without_line_end = content->is_cut;
        status = status ? status : hopi_meter_row(&meter, &line);
    }
    return status;
}

static hop_status read_mfia(hopi_source *source, hop_file *file)
{
    hopi_content content;
    hopi_line line;
    hop_status status = hopi_content_open(&content, source);
    if (status) {
        return status;
    }
    int layout = 0;
    while (layout == 0 && hopi_content_next(&content, &line)) {
        layout = layout_of(&line);
        if (layout == 0 && !hopi_is_blank_line(&line) && !hopi_is_comment(&line)) {
            break;
        }
    }
    if (layout == 0) {
        return hopi_fail_at(source->ctx, HOP_ERR_FORMAT, source->name, content.line_number, 1,
                            "expected the names \"chunk;timestamp;size;fieldname\" of LabOne");
    }
    status = hopi_file_add_metadata(source->ctx, file, "instrument",
                                    "Zurich Instruments (LabOne)", 27);
    if (status == HOP_OK && layout == 2) {
        return read_columns(source, file, &line, &content);
    }
    labone l = {.source = source, .file = file, .delimiter = delimiter_of(&line)};
    return status ? status : read_lines(&l, &content);
}

const hopi_format hopi_format_mfia = {"zurich-labone", "Zurich Instruments MFIA sweep, CSV", 0,
                                      detect, read_mfia};
