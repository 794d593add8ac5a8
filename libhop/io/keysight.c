/* SPDX-License-Identifier: BSD-3-Clause */
#include "format.h"

#include <stdio.h>
#include <string.h>

#include "columns.h"
#include "lines.h"
#include "location.h"
#include "meter.h"

/*
 * Keysight and Agilent E4990A, "Saving Trace Data to a File" of its help: lines
 * with '!', then for each channel "BEGIN CH1_DATA", settings, names such as
 * "Frequency(Hz), |Z|(Ohm)-data, theta-z(deg)-data, theta-z(deg)-mem", numbers,
 * and "END". What ends in -mem is a trace of the memory.
 */
static const char begin_word[] = "BEGIN CH";

enum { OUTSIDE, AT_NAMES, AT_ROWS, AT_OTHER_ROWS };

typedef struct keysight {
    hopi_meter meter;
    int place;
    long channel;
    size_t refused_line; /* of the last header that gives no spectrum; 0: none */
    char refused[HOPI_EXCERPT];
} keysight;

static int detect_traces(const hopi_source *source, char why[HOPI_WHY])
{
    int is_maker = 0;
    for (size_t i = 0; i < source->head_count; i++) {
        const hopi_line *line = &source->head[i];
        is_maker = is_maker || hopi_line_begins(line, "!Agilent Technologies,E49")
                   || hopi_line_begins(line, "!Keysight Technologies,E49");
        if (is_maker && hopi_line_begins(line, begin_word)) {
            snprintf(why, HOPI_WHY, "line %zu begins a channel of an impedance analyser",
                     line->number);
            return HOPI_CERTAIN;
        }
    }
    return 0;
}

static int ends_with(const hopi_field *field, const char *end)
{
    const size_t length = strlen(end);
    return field->length >= length
           && memcmp(field->text + field->length - length, end, length) == 0;
}

/* "-data" belongs to no name, and "-mem" is another measurement. */
static int parse_names(hopi_meter *meter, const hopi_line *line)
{
    hopi_meter_parse(meter, line, ',');
    for (size_t i = 0; i < meter->count; i++) {
        const hopi_field *name = &meter->names[i];
        if (ends_with(name, "-data")) {
            meter->columns[i] = hopi_trace_of(name->text, name->length - strlen("-data"));
        } else if (ends_with(name, "-mem")) {
            meter->columns[i].trace = HOPI_TRACE_UNKNOWN;
        }
    }
    return hopi_meter_choose(meter);
}

static hop_status take_names(keysight *k, const hopi_line *line)
{
    hopi_meter *meter = &k->meter;
    hop_ctx *ctx = meter->source->ctx;
    if (!hopi_line_begins(line, "Frequency")) {
        return hopi_ignore_line(ctx, meter->file, line);
    }
    if (!parse_names(meter, line)) {
        k->place = AT_OTHER_ROWS;
        k->refused_line = line->number;
        hopi_excerpt(k->refused, line->text, line->length);
        return hopi_file_ignore(ctx, meter->file,
                                "line %zu: channel %ld has no complete impedance: %s",
                                line->number, k->channel, k->refused);
    }
    k->place = AT_ROWS;
    char label[32];
    snprintf(label, sizeof label, "channel %ld", k->channel);
    return hopi_meter_begin(meter, label);
}

/* "!Agilent Technologies,E4990A,MY521012345,A.02.10" and "!Date: Fri Apr 03 13:41:16 2015". */
static hop_status take_fact(const keysight *k, const hopi_line *line)
{
    static const char date[] = "!Date:";
    const size_t skip = hopi_line_begins(line, date) ? sizeof date - 1 : 1;
    return hopi_file_add_metadata(k->meter.source->ctx, k->meter.file,
                                  skip > 1 ? "date" : "instrument", line->text + skip,
                                  line->length - skip);
}

static hop_status take_line(keysight *k, const hopi_line *line)
{
    if (hopi_is_blank_line(line)) {
        return HOP_OK;
    }
    if (line->text[0] == '!') {
        return take_fact(k, line);
    }
    if (hopi_line_begins(line, begin_word)) {
        k->place = AT_NAMES;
        const size_t digits = strlen(begin_word);
        k->channel = 0;
        for (size_t i = digits; i < line->length && i < digits + 4; i++) {
            const char c = line->text[i];
            k->channel = c >= '0' && c <= '9' ? 10 * k->channel + (c - '0') : k->channel;
        }
        return HOP_OK;
    }
    if (hopi_line_begins(line, "END")) {
        k->place = OUTSIDE;
        return HOP_OK;
    }
    switch (k->place) {
    case AT_NAMES:
        return take_names(k, line);
    case AT_ROWS:
        return hopi_meter_row(&k->meter, line);
    case AT_OTHER_ROWS:
        return HOP_OK;
    default:
        break;
    }
    return hopi_ignore_line(k->meter.source->ctx, k->meter.file, line);
}

static hop_status read_traces(hopi_source *source, hop_file *file)
{
    keysight k = {.meter = {.source = source, .file = file}};
    for (;;) {
        hopi_line line;
        hop_status status = hopi_source_next(source, &line);
        status = status || !line.text ? status : take_line(&k, &line);
        if (status) {
            return status;
        }
        if (!line.text) {
            break;
        }
    }
    if (k.place != OUTSIDE) {
        file->flags |= HOP_READ_TRUNCATED;
    }
    if (file->row_count == 0 && k.refused_line > 0) {
        return hopi_fail_at(source->ctx, HOP_ERR_NO_SPECTRUM, source->name, k.refused_line, 1,
                            "%s holds no complete impedance, expected two traces such as |Z| "
                            "and theta-z, or Cp and D",
                            k.refused);
    }
    return HOP_OK;
}

const hopi_format hopi_format_keysight_e4990a = {
    "keysight-e4990a", "Keysight/Agilent E4990A trace data, CSV", 0, detect_traces, read_traces};

/*
 * E4980A and E4980AL, "Saving Measurement Results into USB Memory" of the
 * manual: <Data A>,<Data B>,<Status>[,<bin>] and neither frequencies nor what
 * A and B are. It is recognised to say so.
 */
static int is_result(const hopi_line *line)
{
    hopi_field fields[HOPI_COLUMN_LIMIT];
    const size_t count = hopi_split(line, ',', fields);
    if (count < 3 || count > 4 || fields[2].length != 2) {
        return 0;
    }
    const char *status = fields[2].text;
    if ((status[0] != '+' && status[0] != '-') || status[1] < '0' || status[1] > '4') {
        return 0;
    }
    for (size_t i = 0; i < 2; i++) {
        const char *text = fields[i].text;
        const size_t length = fields[i].length;
        if (length < 12 || (text[0] != '+' && text[0] != '-')
            || (text[length - 4] != 'E' && text[length - 4] != 'e')) {
            return 0;
        }
    }
    return 1;
}

static int detect_results(const hopi_source *source, char why[HOPI_WHY])
{
    size_t results = 0;
    for (size_t i = 0; i < source->head_count; i++) {
        if (is_result(&source->head[i])) {
            results++;
        } else if (!hopi_is_blank_line(&source->head[i])) {
            return 0;
        }
    }
    if (results == 0) {
        return 0;
    }
    snprintf(why, HOPI_WHY, "every line is two results and a status");
    return HOPI_LIKELY;
}

static hop_status read_results(hopi_source *source, hop_file *file)
{
    (void)file;
    return hopi_fail_at(source->ctx, HOP_ERR_NO_SPECTRUM, source->name, 1, 1,
                        "the E4980A saves two results and a status in a line, but neither the "
                        "frequency nor the measurement function; add a column of frequencies "
                        "and a header such as 'Frequency(Hz),Cp(F),D'");
}

const hopi_format hopi_format_keysight_e4980a = {
    "keysight-e4980a", "Keysight/Agilent E4980A results, CSV", 0, detect_results, read_results};
