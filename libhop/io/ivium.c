/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <hop/spectrum.h>

#include "content.h"
#include "ending.h"
#include "format.h"
#include "lines.h"
#include "location.h"
#include "named_table.h"
#include "number.h"

/*
 * Ivium .idf, one measurement, and .ids, several, each after a line "QR=QR":
 * settings "name=value", then sections, of which "primary_data" is the
 * measurement: the number of columns, the number of points, and lines of
 * numbers. For impedance methods these are Z1 = Re Z, Z2 = Im Z and the
 * frequency, as for the function that hands out a data point in the driver of
 * the maker. The file may begin with bytes that are no text.
 *
 * Its export as text has the names "freq. /Hz", "Z1 /ohm" and "Z2 /ohm".
 */
static const char data_word[] = "primary_data";
static const char set_word[] = "QR=QR";

enum { METHOD_TEXT = 64, COLUMNS_NEEDED = 3 };

typedef struct ivium {
    hopi_source *source;
    hop_file *file;
    hopi_content content;
    size_t set;               /* of an .ids, from 1; 0: an .idf */
    char method[METHOD_TEXT]; /* as the settings say; "": not at all */
    int is_impedance;         /* of the method; without one it is up to the numbers */
    size_t settings, measurements;
} ivium;

/* Z1 is Re Z and Z2 is Im Z, of which the data decide the sign as of an .idf. */
static void adapt_export(hopi_header *header, const hopi_line *data)
{
    (void)data;
    for (int i = 0; i < (int)header->count; i++) {
        const hopi_line name = {header->names[i].text, header->names[i].length, 1};
        const int is_re = hopi_line_begins(&name, "Z1 /");
        if (is_re || hopi_line_begins(&name, "Z2 /")) {
            header->columns[i] =
                (hopi_column){.quantity = is_re ? HOPI_Z_RE : HOPI_Z_IM, .sign = 1};
            hopi_column_set_unit(&header->columns[i], "ohm", 3);
            *(is_re ? &header->re : &header->im) = i;
        }
    }
    header->representation = HOP_IMPEDANCE;
    header->is_polar = 0;
}

static const hopi_named_table export_table = {
    .parts = {"freq. /Hz", "Z1 /ohm", "Z2 /ohm", NULL},
    .delimiter = '\t',
    .rules = HOPI_FIRST_COLUMN | HOPI_ROWS_MAY_DIFFER,
    .adapt = adapt_export};

static int is_line(const hopi_line *line, const char *word)
{
    const size_t length = strlen(word);
    size_t end = line->length;
    while (end > 0 && (line->text[end - 1] == ' ' || line->text[end - 1] == '\t')) {
        end--;
    }
    return end >= length && memcmp(line->text + end - length, word, length) == 0;
}

static int holds(const char *text, size_t size, const char *word)
{
    return hopi_behind(text, text + size, word) != NULL;
}

/* The data may come after the first block: then the names of settings have to do. */
static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    const hopi_line *names = hopi_find_names(source, &export_table);
    if (names) {
        snprintf(why, HOPI_WHY, "line %zu holds the names IviumSoft writes", names->number);
        return HOPI_CERTAIN;
    }
    const char *text = source->block + source->at;
    const size_t size = source->block_size - source->at;
    const int has_settings = holds(text, size, "Technique=") || holds(text, size, "Method=")
                             || holds(text, size, "Tsweep") || holds(text, size, set_word);
    if (holds(text, size, data_word)) {
        snprintf(why, HOPI_WHY, "it has a section \"%s\"", data_word);
        return has_settings ? HOPI_CERTAIN : HOPI_LIKELY;
    }
    if (holds(text, size, "Technique=") && holds(text, size, "Method=")) {
        snprintf(why, HOPI_WHY, "it has settings \"Technique=\" and \"Method=\"");
        return HOPI_LIKELY;
    }
    return 0;
}

static hop_status take_setting(ivium *v, const hopi_line *line)
{
    static const struct {
        const char *name, *key;
    } facts[] = {{"Title=", "sample"},        {"starttime=", "date"},
                 {"Starttime=", "date"},      {"Instrument=", "instrument"},
                 {"Technique=", "technique"}, {"Method=", "method"}};
    v->settings++;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (!hopi_line_begins(line, facts[i].name)) {
            continue;
        }
        const size_t skip = hopi_first_text(line) + strlen(facts[i].name);
        const char *value = line->text + skip;
        const size_t length = line->length - skip;
        if (i >= 4) {
            v->is_impedance = v->is_impedance || holds(value, length, "mpedance")
                              || holds(value, length, "EIS") || holds(value, length, "FRA");
            const size_t kept = length < METHOD_TEXT - 1 ? length : METHOD_TEXT - 1;
            memcpy(v->method, value, kept);
            v->method[kept] = '\0';
        }
        return hopi_file_add_metadata(v->source->ctx, v->file, facts[i].key, value, length);
    }
    return HOP_OK;
}

/* A line that holds nothing but a count. */
static int read_count(const hopi_line *line, size_t *count)
{
    size_t i = hopi_first_text(line), sum = 0;
    const size_t first = i;
    while (i < line->length && line->text[i] >= '0' && line->text[i] <= '9' && i - first < 9) {
        sum = 10 * sum + (size_t)(line->text[i] - '0');
        i++;
    }
    const hopi_line rest = {line->text + i, line->length - i, line->number};
    *count = sum;
    return i > first && hopi_is_blank_line(&rest);
}

static hop_status next_count(ivium *v, const char *what, size_t *count, int *is_end)
{
    hopi_line line;
    *is_end = !hopi_content_next(&v->content, &line);
    if (*is_end) {
        v->file->flags |= HOP_READ_TRUNCATED;
        return HOP_OK;
    }
    if (!read_count(&line, count)) {
        char excerpt[HOPI_EXCERPT];
        return hopi_fail_at(v->source->ctx, HOP_ERR_PARSE, v->source->name, line.number, 1,
                            "%s is no count, expected the number of %s",
                            hopi_excerpt(excerpt, line.text, line.length), what);
    }
    return HOP_OK;
}

/* The decimal mark is that of the computer IviumSoft ran on. */
static char decimal_mark(const hopi_line *line)
{
    return memchr(line->text, ',', line->length) ? ',' : '.';
}

/* The numbers of a line between blanks; 0 with the error set if there are fewer. */
static int read_numbers(const ivium *v, const hopi_line *line, double numbers[COLUMNS_NEEDED],
                        hop_status *status)
{
    const char *at = line->text, *end = at + line->length;
    const char mark = decimal_mark(line);
    for (int k = 0; k < COLUMNS_NEEDED; k++) {
        const char *stop = NULL;
        while (at < end && (*at == ' ' || *at == '\t')) {
            at++;
        }
        const hopi_number_kind kind = hopi_parse_number(at, end, mark, &numbers[k], &stop);
        if (kind == HOPI_NUMBER_NONE || (stop < end && *stop != ' ' && *stop != '\t')) {
            char excerpt[HOPI_EXCERPT];
            *status = hopi_fail_at(v->source->ctx, HOP_ERR_PARSE, v->source->name, line->number,
                                   (size_t)(at - line->text) + 1,
                                   "%s is not a number, expected Re Z, Im Z and the frequency",
                                   hopi_excerpt(excerpt, at, (size_t)(end - at)));
            return 0;
        }
        numbers[k] = kind == HOPI_NUMBER_FINITE ? numbers[k] : NAN;
        at = stop;
    }
    return 1;
}

static hop_status add_point(const ivium *v, const hopi_line *line, const double numbers[])
{
    if (!isfinite(numbers[0]) || !isfinite(numbers[1])) {
        hopi_file_group(v->file)->flags |= HOP_READ_POINTS_SKIPPED;
        return hopi_file_ignore(v->source->ctx, v->file, "line %zu: no value", line->number);
    }
    if (!(numbers[2] > 0.0)) {
        return hopi_fail_at(v->source->ctx, HOP_ERR_BAD_FREQUENCY, v->source->name, line->number,
                            1,
                            "the third number is no frequency, expected a positive one (the "
                            "method of the measurement is %s)",
                            v->method[0] ? v->method : "not stated");
    }
    const hopi_row row = hopi_row_of(numbers[2], numbers[0], numbers[1], line->number);
    return hopi_file_add_row(v->source->ctx, v->file, &row);
}

static hop_status begin(ivium *v)
{
    char label[32];
    snprintf(label, sizeof label, "data set %zu", v->set);
    v->measurements++;
    return hopi_file_begin(v->source->ctx, v->file, HOP_IMPEDANCE, 1, v->set > 0 ? label : NULL);
}

static hop_status read_points(ivium *v, size_t points, int is_wanted)
{
    hop_status status = is_wanted ? begin(v) : HOP_OK;
    hopi_ending ending = {0, 0};
    for (size_t i = 0; i < points && status == HOP_OK; i++) {
        hopi_line line;
        double numbers[COLUMNS_NEEDED];
        if (!hopi_content_next(&v->content, &line)) {
            v->file->flags |= HOP_READ_TRUNCATED;
            return HOP_OK;
        }
        if (!is_wanted) {
            continue;
        }
        const char mark = decimal_mark(&line);
        if (v->content.is_cut
            && hopi_ending_of(&ending, &line, ' ', mark, COLUMNS_NEEDED - 1, COLUMNS_NEEDED)
                   == HOPI_ENDS_IN_POINT) {
            return hopi_ending_tell(v->source->ctx, v->file, &line, HOPI_ENDS_IN_POINT);
        }
        if (!read_numbers(v, &line, numbers, &status)) {
            return status;
        }
        hopi_ending_see(&ending, &line, ' ', mark);
        status = add_point(v, &line, numbers);
    }
    return status;
}

static hop_status read_section(ivium *v, size_t line_number)
{
    size_t columns = 0, points = 0;
    int is_end = 0;
    hop_status status = next_count(v, "columns", &columns, &is_end);
    status = status || is_end ? status : next_count(v, "points", &points, &is_end);
    if (status || is_end) {
        return status;
    }
    const int is_other = v->method[0] && !v->is_impedance;
    if (is_other || columns < COLUMNS_NEEDED) {
        char excerpt[HOPI_EXCERPT];
        status = hopi_file_ignore(v->source->ctx, v->file,
                                  "line %zu: %zu point%s of %zu column%s, method %s, no "
                                  "impedance",
                                  line_number, points, hopi_plural(points), columns,
                                  hopi_plural(columns),
                                  hopi_excerpt(excerpt, v->method, strlen(v->method)));
        return status ? status : read_points(v, points, 0);
    }
    return read_points(v, points, 1);
}

static hop_status read_ivium(hopi_source *source, hop_file *file)
{
    ivium v = {.source = source, .file = file};
    if (hopi_find_names(source, &export_table)) {
        return hopi_read_named_table(source, file, &export_table);
    }
    hop_status status = hopi_content_open(&v.content, source);
    size_t sections = 0;
    hopi_line line;
    while (status == HOP_OK && hopi_content_next(&v.content, &line)) {
        if (is_line(&line, data_word)) {
            sections++;
            status = read_section(&v, line.number);
        } else if (is_line(&line, set_word)) {
            v.set++;
            v.method[0] = '\0';
            v.is_impedance = 0;
        } else if (memchr(line.text, '=', line.length)) {
            status = take_setting(&v, &line);
        }
    }
    if (status == HOP_OK && v.measurements == 0) {
        status =
            hopi_fail_at(source->ctx, HOP_ERR_NO_SPECTRUM, source->name, 0, 0,
                         "no impedance among the sections \"primary_data\" (there %s %zu)",
                         sections == 1 ? "is" : "are", sections);
    }
    return status || v.settings == 0
               ? status
               : hopi_file_ignore(source->ctx, file, "%zu line%s of settings", v.settings,
                                  hopi_plural(v.settings));
}

const hopi_format hopi_format_ivium = {"ivium", "Ivium .idf and .ids", 0, detect, read_ivium};
const hopi_format hopi_format_ivium_binary = {
    "ivium-binary", "Ivium .idf and .ids with bytes that are no text", 1, detect, read_ivium};
