/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_out.h"
#include "number.h"
#include "options.h"
#include "text_table.h"

static const char usage[] =
    "hop info - say what is in a file: format, spectra, frequencies, temperature\n"
    "\n"
    "Usage: hop info [options] FILE...\n"
    "\n"
    "  --json FILE|-                the same for programs; - is stdout, without the table\n"
    "  --force                      let --json replace a file\n"
    "\n"
    "Exit code: 0 done, 2 wrong usage, 3 unreadable input.\n"
    "\n"
    "Example, in the folder of the sources:\n"
    "  hop info examples/data/Li3YCl6_25C.csv\n";

/* A number if it is the same for all, a list if there are several. */
static json_t *temperatures_json(const hop_file *file)
{
    if (hop_file_count(file) == 1) {
        return json_number(hop_file_temperature(file, 0));
    }
    json_t *list = json_or_end(json_array());
    for (size_t i = 0; i < hop_file_count(file); i++) {
        json_add(list, json_number(hop_file_temperature(file, i)));
    }
    return list;
}

static json_t *file_json(const char *path, const hop_file *file)
{
    double f_min_Hz = INFINITY, f_max_Hz = -INFINITY;
    json_t *points = json_or_end(json_array()), *ignored = json_or_end(json_array());
    json_t *measured_as = json_or_end(json_array());
    for (size_t i = 0; i < hop_file_count(file); i++) {
        json_add(points, json_count((double)hop_file_points(file, i)));
        json_add(measured_as,
                 json_text(choice_name(representations, hop_file_representation(file, i))));
        f_min_Hz = fmin(f_min_Hz, hop_file_f_min(file, i));
        f_max_Hz = fmax(f_max_Hz, hop_file_f_max(file, i));
    }
    for (size_t k = 0; k < hop_file_ignored_count(file); k++) {
        json_add(ignored, json_text(hop_file_ignored(file, k)));
    }
    json_t *o = json_or_end(json_object());
    json_put(o, "file", json_text(path));
    json_put(o, "format", json_text(hop_file_format(file)));
    json_put(o, "spectra", json_count((double)hop_file_count(file)));
    json_put(o, "points", points);
    json_put(o, "measured_as", measured_as);
    json_put(o, "f_min_Hz", json_number(f_min_Hz));
    json_put(o, "f_max_Hz", json_number(f_max_Hz));
    json_put(o, "temperature_K", temperatures_json(file));
    json_put(o, "ignored", ignored);
    return o;
}

static void add_rows(text_table *table, const char *path, const hop_file *file)
{
    for (size_t i = 0; i < hop_file_count(file); i++) {
        const double celsius = hop_file_temperature(file, i) - ZERO_CELSIUS_IN_KELVIN;
        table_cell(table, "%s", path);
        table_cell(table, "%s", hop_file_format(file));
        table_cell(table, "%s", choice_name(representations, hop_file_representation(file, i)));
        table_cell(table, "%zu", i + 1);
        table_cell(table, "%zu", hop_file_points(file, i));
        table_cell(table, "%.4g", hop_file_f_min(file, i));
        table_cell(table, "%.4g", hop_file_f_max(file, i));
        isnan(celsius) ? table_cell(table, "not stated") : table_cell(table, "%.2f", celsius);
    }
}

static void print_ignored(char **paths, hop_file *const *files, int count)
{
    for (int i = 0; i < count; i++) {
        for (size_t k = 0; k < hop_file_ignored_count(files[i]); k++) {
            printf("  %s: not used: %s\n", paths[i], hop_file_ignored(files[i], k));
        }
    }
}

static int report(const options *o, char **paths, hop_file *const *files, int count)
{
    static const char *const headers[] = {"file", "format", "measured as", "spectrum", "points",
                                          "from/Hz", "to/Hz", "T/°C"};
    json_t *document = json_or_end(json_object()), *members = json_or_end(json_array());
    text_table *table = table_make(sizeof headers / sizeof headers[0], headers, 3);
    for (int i = 0; i < count; i++) {
        json_add(members, file_json(paths[i], files[i]));
        add_rows(table, paths[i], files[i]);
    }
    json_put(document, "schema", json_text("hop.info/1"));
    json_put(document, "files", members);
    if (!o->json || strcmp(o->json, "-") != 0) {
        table_print(table, stdout);
        print_ignored(paths, files, count);
    }
    const int code = o->json ? json_write(document, o->json, o->force) : DONE;
    table_free(table);
    json_decref(document);
    return code;
}

int verb_info(hop_ctx *ctx, int argc, char **argv)
{
    options o;
    int code = options_read(&o, "jf", argc, argv);
    if (code != DONE || o.help) {
        fputs(code == DONE ? usage : "", stdout);
        return code;
    }
    hop_file **files = allocate((size_t)o.file_count, sizeof *files);
    char **paths = allocate((size_t)o.file_count, sizeof *paths);
    int count = 0, reported = DONE;
    for (int i = 0; i < o.file_count; i++) {
        if (hop_read_file(ctx, o.files[i], &files[count]) == HOP_OK) {
            paths[count++] = o.files[i];
        } else {
            complain("%s", hop_ctx_error(ctx));
            code = UNREADABLE_INPUT;
        }
    }
    if (count > 0) {
        reported = report(&o, paths, files, count);
    }
    for (int i = 0; i < count; i++) {
        hop_file_destroy(files[i]);
    }
    free(files);
    free(paths);
    return code == DONE ? reported : code;
}
