/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "format.h"
#include "json.h"
#include "lines.h"
#include "location.h"

/*
 * PalmSens PSTrace session, JSON in UTF-16: {"Measurements": [{"EISDataList":
 * [{"Title", "DataSet": {"Values": [{"ArrayType", "Unit": {"Type", "Q"},
 * "DataValues": [{"V": number}]}]}}]}]}. Older versions write the names in lower
 * case. The quantity of the unit says the sign, "-Z''" and "-Phase", and its type
 * the prefix, "PalmSens.Units.KiloOhm".
 */
enum { FREQUENCY, RE, IM, ABS, PHASE, ARRAY_COUNT };

/* Types of arrays in their order above; a file has a dozen more. */
static const double array_types[ARRAY_COUNT] = {5, 7, 8, 10, 6};

typedef struct array {
    int is_there;
    double factor;
    hopi_json values; /* at the array of values */
} array;

typedef struct palmsens {
    hopi_source *source;
    hop_file *file;
    size_t measurement, curves;
} palmsens;

static hop_status fail(const palmsens *p, const hopi_json *json)
{
    size_t line = 1, start = 0;
    for (size_t i = 0; i < json->error_at; i++) {
        if (json->data[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    return hopi_fail_at(p->source->ctx, HOP_ERR_PARSE, p->source->name, line,
                        json->error_at - start + 1, "%s, expected the JSON text of a session",
                        json->error);
}

/* The end of the file is the end of what can be read; anything else is an error. */
static hop_status settle(const palmsens *p, const hopi_json *json)
{
    if (!json->error) {
        return HOP_OK;
    }
    if (json->at == json->size) {
        p->file->flags |= HOP_READ_TRUNCATED;
        return HOP_OK;
    }
    return fail(p, json);
}

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    const char *text = source->block + source->at;
    const size_t size = source->block_size - source->at;
    size_t i = 0;
    while (i < size && (text[i] == ' ' || text[i] == '\r' || text[i] == '\n')) {
        i++;
    }
    if (i == size || text[i] != '{') {
        return 0;
    }
    if (!hopi_behind(text + i, text + size, "PalmSens.")) {
        return 0;
    }
    snprintf(why, HOPI_WHY, "JSON with types of PalmSens");
    return HOPI_CERTAIN;
}

/* Of "PalmSens.Units.KiloOhm" 1000; the symbol of the unit has no prefix. */
static double prefix_of(const char *type)
{
    static const char start[] = "PalmSens.Units.";
    static const struct {
        const char *name;
        double factor;
    } prefixes[] = {{"Pico", 1e-12}, {"Nano", 1e-9}, {"Micro", 1e-6}, {"Milli", 1e-3},
                    {"Kilo", 1e3},   {"Mega", 1e6},  {"Giga", 1e9}};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (strncmp(type, start, sizeof start - 1) == 0
            && strncmp(type + sizeof start - 1, prefixes[i].name, strlen(prefixes[i].name)) == 0) {
            return prefixes[i].factor;
        }
    }
    return 1.0;
}

/* "Unit": its quantity begins with a minus where the values are turned. */
static double factor_of_unit(hopi_json *json, hopi_json_kind kind)
{
    double factor = 1.0;
    if (kind != HOPI_JSON_OBJECT) {
        hopi_json_skip(json, kind);
        return factor;
    }
    while (hopi_json_member(json)) {
        const int is_quantity = hopi_json_is(json, "Q"), is_type = hopi_json_is(json, "Type");
        const hopi_json_kind value = hopi_json_value(json);
        if (is_quantity && value == HOPI_JSON_STRING && json->text[0] == '-') {
            factor = -factor;
        }
        if (is_type && value == HOPI_JSON_STRING) {
            factor *= prefix_of(json->text);
        }
        hopi_json_skip(json, value);
    }
    return factor;
}

/* One of the arrays of a data set; what it is comes before or after its values. */
static void read_array(hopi_json *json, array arrays[ARRAY_COUNT])
{
    array own = {.factor = 1.0};
    double type = NAN;
    int is_hidden = 0, has_unit = 0;
    if (hopi_json_value(json) != HOPI_JSON_OBJECT) {
        return;
    }
    while (hopi_json_member(json)) {
        const int is_type = hopi_json_is(json, "ArrayType"),
                  is_unit = hopi_json_is(json, "Unit"),
                  is_flag = hopi_json_is(json, "Hidden");
        if (hopi_json_is(json, "DataValues")) {
            own.is_there = 1;
            own.values = *json;
        }
        const hopi_json_kind kind = hopi_json_value(json);
        if (is_unit) {
            own.factor = factor_of_unit(json, kind);
            has_unit = !json->error;
            continue;
        }
        is_hidden = is_hidden || (is_flag && kind == HOPI_JSON_TRUE);
        type = is_type && kind == HOPI_JSON_NUMBER ? json->number : type;
        hopi_json_skip(json, kind);
    }
    /* Where a file is cut before the unit, the sign and the prefix are not known. */
    const int is_known = !json->error || has_unit;
    for (int k = 0; k < ARRAY_COUNT && own.is_there && is_known && !is_hidden; k++) {
        if (type >= array_types[k] && type <= array_types[k] && !arrays[k].is_there) {
            arrays[k] = own;
        }
    }
}

/* The member "V" of the next value; 0 at the end of the array and where the file is cut. */
static int next_value(array *a, double *number)
{
    hopi_json *json = &a->values;
    *number = NAN;
    if (!hopi_json_element(json)) {
        return 0;
    }
    hopi_json_kind kind = hopi_json_value(json);
    if (kind == HOPI_JSON_NUMBER) {
        *number = a->factor * json->number;
    } else if (kind == HOPI_JSON_OBJECT) {
        while (hopi_json_member(json)) {
            const int is_value = hopi_json_is(json, "V");
            kind = hopi_json_value(json);
            if (is_value && kind == HOPI_JSON_NUMBER) {
                *number = a->factor * json->number;
            }
            hopi_json_skip(json, kind);
        }
    } else {
        hopi_json_skip(json, kind);
    }
    return !json->error && json->at < json->size;
}

static hop_status add_point(const palmsens *p, const double v[3], int is_polar, size_t point)
{
    static const double rad_per_deg = 0.017453292519943295769236907684886;
    const double angle = rad_per_deg * v[2];
    const double re = is_polar ? v[1] * cos(angle) : v[1];
    const double im = is_polar ? v[1] * sin(angle) : v[2];
    if (!(v[0] > 0.0) || !isfinite(re) || !isfinite(im)) {
        hopi_file_group(p->file)->flags |= HOP_READ_POINTS_SKIPPED;
        return hopi_file_ignore(p->source->ctx, p->file,
                                "measurement %zu, point %zu: no frequency or no impedance",
                                p->measurement, point);
    }
    const hopi_row row = hopi_row_of(v[0], re, im, point);
    return hopi_file_add_row(p->source->ctx, p->file, &row);
}

static hop_status read_points(const palmsens *p, array arrays[ARRAY_COUNT], int first,
                              int second)
{
    array *const taken[] = {&arrays[FREQUENCY], &arrays[first], &arrays[second]};
    for (int k = 0; k < 3; k++) {
        if (hopi_json_value(&taken[k]->values) != HOPI_JSON_ARRAY) {
            return settle(p, &taken[k]->values);
        }
    }
    hop_status status = HOP_OK;
    for (size_t point = 1; status == HOP_OK; point++) {
        double v[3];
        int is_there = 1;
        for (int k = 0; k < 3 && is_there; k++) {
            is_there = next_value(taken[k], &v[k]);
            status = is_there ? HOP_OK : settle(p, &taken[k]->values);
        }
        if (!is_there) {
            return status;
        }
        status = add_point(p, v, first == ABS, point);
    }
    return status;
}

static hop_status read_arrays(palmsens *p, array arrays[ARRAY_COUNT], const char *label)
{
    const int has_parts = arrays[RE].is_there && arrays[IM].is_there;
    const int has_poles = arrays[ABS].is_there && arrays[PHASE].is_there;
    if (!arrays[FREQUENCY].is_there || (!has_parts && !has_poles)) {
        return HOP_OK;
    }
    hop_status status = hopi_file_begin(p->source->ctx, p->file, HOP_IMPEDANCE, 1, label);
    if (status) {
        return status;
    }
    p->curves++;
    hopi_file_group(p->file)->has_explicit_sign = arrays[has_parts ? IM : PHASE].factor < 0.0;
    return has_parts ? read_points(p, arrays, RE, IM) : read_points(p, arrays, ABS, PHASE);
}

/* "DataSet": finds its arrays and reads those of an impedance. */
static hop_status read_data_set(palmsens *p, hopi_json *json, const char *label)
{
    array arrays[ARRAY_COUNT] = {{0}};
    if (hopi_json_value(json) == HOPI_JSON_OBJECT) {
        while (hopi_json_member(json)) {
            const int is_values = hopi_json_is(json, "Values");
            const hopi_json_kind kind = hopi_json_value(json);
            if (!is_values || kind != HOPI_JSON_ARRAY) {
                hopi_json_skip(json, kind);
                continue;
            }
            while (hopi_json_element(json)) {
                read_array(json, arrays);
            }
        }
    }
    const hop_status status = settle(p, json);
    return status ? status : read_arrays(p, arrays, label);
}

/* "EISDataList": an impedance curve for each channel. */
static hop_status read_curves(palmsens *p, hopi_json *json)
{
    hop_status status = HOP_OK;
    if (hopi_json_value(json) != HOPI_JSON_ARRAY) {
        return settle(p, json);
    }
    while (status == HOP_OK && hopi_json_element(json)) {
        char title[HOPI_JSON_TEXT] = "";
        hopi_json data = {0};
        if (hopi_json_value(json) != HOPI_JSON_OBJECT) {
            break;
        }
        while (hopi_json_member(json)) {
            const int is_title = hopi_json_is(json, "Title");
            if (hopi_json_is(json, "DataSet")) {
                data = *json;
            }
            const hopi_json_kind kind = hopi_json_value(json);
            if (is_title && kind == HOPI_JSON_STRING) {
                memcpy(title, json->text, sizeof title);
            }
            hopi_json_skip(json, kind);
        }
        status = settle(p, json);
        if (status == HOP_OK && data.data) {
            status = read_data_set(p, &data, title);
        }
    }
    return status ? status : settle(p, json);
}

/* Ticks of 100 ns since the year 1, as .NET counts; the calendar by Hinnant's day algorithm. */
static hop_status add_date(const palmsens *p, double ticks)
{
    if (!(ticks > 6.2e17 && ticks < 7.2e17)) {
        return HOP_OK;
    }
    const long long seconds = (long long)(ticks / 1e7);
    const long long days = seconds / 86400 + 306; /* since 1 March of the year 0 */
    const long long era = days / 146097, of_era = days % 146097;
    const long long year_of_era =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const long long of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const long long month = (5 * of_year + 2) / 153;
    const long long of_day = seconds % 86400;
    char text[64];
    const int length = snprintf(
        text, sizeof text, "%04lld-%02lld-%02lld %02lld:%02lld:%02lld",
        400 * era + year_of_era + (month >= 10), month < 10 ? month + 3 : month - 9,
        of_year - (153 * month + 2) / 5 + 1, of_day / 3600, of_day / 60 % 60, of_day % 60);
    return hopi_file_add_metadata(p->source->ctx, p->file, "date", text, (size_t)length);
}

static hop_status take_fact(const palmsens *p, hopi_json *json, const char *key,
                            hopi_json_kind kind)
{
    if (key && kind == HOPI_JSON_STRING) {
        return hopi_file_add_metadata(p->source->ctx, p->file, key, json->text,
                                      strlen(json->text));
    }
    return HOP_OK;
}

static hop_status read_measurement(palmsens *p, hopi_json *json)
{
    hopi_json curves = {0}, data = {0};
    hop_status status = HOP_OK;
    p->measurement++;
    if (hopi_json_value(json) != HOPI_JSON_OBJECT) {
        return settle(p, json);
    }
    while (status == HOP_OK && hopi_json_member(json)) {
        const int is_stamp = hopi_json_is(json, "TimeStamp");
        const char *key = hopi_json_is(json, "Title")          ? "title"
                          : hopi_json_is(json, "DeviceSerial") ? "device_serial"
                          : hopi_json_is(json, "DeviceFW")     ? "firmware"
                                                               : NULL;
        if (hopi_json_is(json, "EISDataList")) {
            curves = *json;
        } else if (hopi_json_is(json, "DataSet")) {
            data = *json;
        }
        const hopi_json_kind kind = hopi_json_value(json);
        status = take_fact(p, json, key, kind);
        if (status == HOP_OK && is_stamp && kind == HOPI_JSON_NUMBER) {
            status = add_date(p, json->number);
        }
        hopi_json_skip(json, kind);
    }
    status = status ? status : settle(p, json);
    const size_t before = p->curves;
    if (status == HOP_OK && curves.data) {
        status = read_curves(p, &curves);
    }
    if (status == HOP_OK && data.data && p->curves == before) {
        char label[48];
        snprintf(label, sizeof label, "measurement %zu", p->measurement);
        status = read_data_set(p, &data, label);
    }
    return status || p->curves > before
               ? status
               : hopi_file_ignore(p->source->ctx, p->file, "measurement %zu: no impedance",
                                  p->measurement);
}

static hop_status read_session(palmsens *p, hopi_json *json)
{
    hop_status status = HOP_OK;
    if (hopi_json_value(json) != HOPI_JSON_OBJECT) {
        return json->error ? fail(p, json)
                           : hopi_fail_at(p->source->ctx, HOP_ERR_PARSE, p->source->name, 1, 1,
                                          "no JSON object, expected a session");
    }
    while (status == HOP_OK && hopi_json_member(json)) {
        const int is_list = hopi_json_is(json, "Measurements");
        const hopi_json_kind kind = hopi_json_value(json);
        if (!is_list || kind != HOPI_JSON_ARRAY) {
            hopi_json_skip(json, kind);
            continue;
        }
        while (status == HOP_OK && hopi_json_element(json)) {
            status = read_measurement(p, json);
        }
    }
    return status ? status : settle(p, json);
}

static hop_status read_pssession(hopi_source *source, hop_file *file)
{
    palmsens p = {.source = source, .file = file};
    const char *data = NULL;
    size_t size = 0;
    hop_status status = hopi_source_content(source, &data, &size);
    if (status) {
        return status;
    }
    hopi_json json;
    hopi_json_open(&json, data, size);
    status = hopi_file_add_metadata(source->ctx, file, "instrument", "PalmSens", 8);
    status = status ? status : read_session(&p, &json);
    if (status == HOP_OK && p.curves == 0) {
        status = hopi_fail_at(source->ctx, HOP_ERR_NO_SPECTRUM, source->name, 0, 0,
                              "no impedance among the measurements of the session (there %s %zu)",
                              p.measurement == 1 ? "is" : "are", p.measurement);
    }
    return status;
}

const hopi_format hopi_format_palmsens = {"palmsens-pssession", "PalmSens PSTrace session, JSON",
                                          0, detect, read_pssession};
