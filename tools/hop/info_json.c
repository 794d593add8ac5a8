/* SPDX-License-Identifier: BSD-3-Clause */
#include "info_json.h"

#include <math.h>
#include <stdlib.h>

#include "json_out.h"
#include "number.h"

static json_t *list_json(const hop_file *file, size_t count,
                         const char *(*at)(const hop_file *, size_t))
{
    json_t *list = json_or_end(json_array());
    for (size_t k = 0; k < count; k++) {
        json_add(list, json_text(at(file, k)));
    }
    return list;
}

/* A number if it is the same for all, a list if there are several. */
static json_t *temperatures_json(const info_file *f)
{
    if (hop_file_count(f->file) == 1) {
        return json_number(f->temperatures[0].kelvin);
    }
    json_t *list = json_or_end(json_array());
    for (size_t i = 0; i < hop_file_count(f->file); i++) {
        json_add(list, json_number(f->temperatures[i].kelvin));
    }
    return list;
}

static json_t *temperature_sources_json(const info_file *f)
{
    if (hop_file_count(f->file) == 1) {
        return json_text(f->temperatures[0].source);
    }
    json_t *list = json_or_end(json_array());
    for (size_t i = 0; i < hop_file_count(f->file); i++) {
        json_add(list, json_text(f->temperatures[i].source));
    }
    return list;
}

/* A key that occurs again, such as a comment of several lines, is a longer text. */
static json_t *metadata_json(const hop_file *file)
{
    json_t *o = json_or_end(json_object());
    for (size_t k = 0; k < hop_file_metadata_count(file); k++) {
        const char *key = hop_file_metadata_key(file, k);
        const json_t *old = json_object_get(o, key);
        char *text = old ? text_of("%s\n%s", json_string_value(old),
                                   hop_file_metadata_value(file, k))
                         : text_of("%s", hop_file_metadata_value(file, k));
        json_put(o, key, json_text(text));
        free(text);
    }
    return o;
}

static void put_spectra(json_t *o, const hop_file *file)
{
    double f_min_Hz = INFINITY, f_max_Hz = -INFINITY;
    json_t *points = json_or_end(json_array()), *measured_as = json_or_end(json_array());
    json_t *labels = json_or_end(json_array()), *cycles = json_or_end(json_array());
    for (size_t i = 0; i < hop_file_count(file); i++) {
        json_add(points, json_count((double)hop_file_points(file, i)));
        json_add(measured_as,
                 json_text(choice_name(representations, hop_file_representation(file, i))));
        json_add(labels, json_text(hop_file_label(file, i)));
        json_add(cycles, json_number(hop_file_cycle(file, i)));
        f_min_Hz = fmin(f_min_Hz, hop_file_f_min(file, i));
        f_max_Hz = fmax(f_max_Hz, hop_file_f_max(file, i));
    }
    json_put(o, "spectra", json_count((double)hop_file_count(file)));
    json_put(o, "points", points);
    json_put(o, "measured_as", measured_as);
    json_put(o, "labels", labels);
    json_put(o, "cycles", cycles);
    json_put(o, "f_min_Hz", json_number(f_min_Hz));
    json_put(o, "f_max_Hz", json_number(f_max_Hz));
}

json_t *info_json(const info_file *f)
{
    const hop_file *file = f->file;
    json_t *o = json_or_end(json_object());
    json_put(o, "file", json_text(f->path));
    json_put(o, "format", json_text(hop_file_format(file)));
    json_put(o, "confidence_percent", json_count(hop_file_confidence(file)));
    json_put(o, "encoding", json_text(hop_file_encoding(file)));
    put_spectra(o, file);
    json_put(o, "temperature_K", temperatures_json(f));
    json_put(o, "temperature_source", temperature_sources_json(f));
    json_put(o, "columns", list_json(file, hop_file_column_count(file), hop_file_column));
    json_put(o, "reasons", list_json(file, hop_file_reason_count(file), hop_file_reason));
    json_put(o, "metadata", metadata_json(file));
    json_put(o, "stated_thickness_m", json_number(hop_file_stated_thickness(file)));
    json_put(o, "stated_area_m2", json_number(hop_file_stated_area(file)));
    json_put(o, "flags", json_bits(hop_file_flags(file), hop_read_flag_name));
    json_put(o, "ignored", list_json(file, hop_file_ignored_count(file), hop_file_ignored));
    return o;
}
