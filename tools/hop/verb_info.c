/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "info_json.h"
#include "json_out.h"
#include "options.h"
#include "text_table.h"

static const char usage[] =
    "hop info - say what is in a file and how it is understood\n"
    "\n"
    "Usage: hop info [options] FILE...\n"
    "\n"
    "  --json FILE|-                the same for programs; - is stdout, without the tables\n"
    "  --force                      let --json replace a file\n"
    "\n"
    OPTIONS_READ_USAGE
    "Geometry that a file states is shown and never used.\n"
    "Exit code: 0 done, 2 wrong usage, 3 unreadable input.\n"
    "\n"
    "Formats:\n";

static const char example[] = "\nExample, in the folder of the sources:\n"
                              "  hop info examples/data/Li3YCl6_25C.csv\n";

static void print_usage(void)
{
    fputs(usage, stdout);
    for (size_t i = 0; i < hop_format_count(); i++) {
        printf("  %-14s %s\n", hop_format_name(i), hop_format_title(i));
    }
    fputs(example, stdout);
}

static void add_rows(text_table *table, const info_file *f)
{
    const hop_file *file = f->file;
    for (size_t i = 0; i < hop_file_count(file); i++) {
        const double celsius = f->temperatures[i].kelvin - ZERO_CELSIUS_IN_KELVIN;
        const char *label = hop_file_label(file, i);
        table_cell(table, "%s", f->path);
        table_cell(table, "%s", hop_file_format(file));
        table_cell(table, "%s", choice_name(representations, hop_file_representation(file, i)));
        table_cell(table, "%zu%s%s", i + 1, label[0] ? ": " : "", label);
        table_cell(table, "%zu", hop_file_points(file, i));
        table_cell(table, "%.4g", hop_file_f_min(file, i));
        table_cell(table, "%.4g", hop_file_f_max(file, i));
        isnan(celsius) ? table_cell(table, "not stated") : table_cell(table, "%.2f", celsius);
        table_cell(table, "%s", f->temperatures[i].source);
    }
}

static void print_list(const hop_file *file, const char *title, size_t count,
                       const char *(*at)(const hop_file *, size_t))
{
    for (size_t k = 0; k < count; k++) {
        printf("  %s: %s\n", title, at(file, k));
    }
}

static void print_geometry(const hop_file *file)
{
    const double thickness_m = hop_file_stated_thickness(file);
    const double area_m2 = hop_file_stated_area(file);
    if (!isnan(thickness_m)) {
        printf("  stated, not used: thickness %.6g mm\n", 1e3 * thickness_m);
    }
    if (!isnan(area_m2)) {
        printf("  stated, not used: area %.6g cm2\n", 1e4 * area_m2);
    }
}

static void print_details(const info_file *f)
{
    const hop_file *file = f->file;
    const uint32_t flags = hop_file_flags(file);
    printf("\n%s: %s, confidence %d %%, %s\n", f->path, hop_file_format(file),
           (int)hop_file_confidence(file), hop_file_encoding(file));
    print_list(file, "because", hop_file_reason_count(file), hop_file_reason);
    for (uint32_t bit = 1; bit != 0 && bit <= flags; bit <<= 1) {
        if (flags & bit) {
            printf("  %s: %s\n", hop_read_flag_name(bit), hop_read_flag_meaning(bit));
        }
    }
    print_geometry(file);
    for (size_t k = 0; k < hop_file_metadata_count(file); k++) {
        printf("  %s: %s\n", hop_file_metadata_key(file, k), hop_file_metadata_value(file, k));
    }
    print_list(file, "read", hop_file_column_count(file), hop_file_column);
    print_list(file, "not used", hop_file_ignored_count(file), hop_file_ignored);
}

static int report(const options *o, const info_file *files, int count)
{
    static const char *const headers[] = {"file",   "format",  "measured as", "spectrum", "points",
                                          "from/Hz", "to/Hz", "T/°C", "T from"};
    json_t *document = json_or_end(json_object()), *members = json_or_end(json_array());
    text_table *table = table_make(sizeof headers / sizeof headers[0], headers, 4);
    for (int i = 0; i < count; i++) {
        json_add(members, info_json(&files[i]));
        add_rows(table, &files[i]);
    }
    json_put(document, "schema", json_text("hop.info/1"));
    json_put(document, "files", members);
    if (!o->json || strcmp(o->json, "-") != 0) {
        table_print(table, stdout);
        for (int i = 0; i < count; i++) {
            print_details(&files[i]);
        }
    }
    const int code = o->json ? json_write(document, o->json, o->force) : DONE;
    table_free(table);
    json_decref(document);
    return code;
}

static int read_one(hop_ctx *ctx, const options *o, const char *path, info_file *f)
{
    *f = (info_file){.path = path};
    const hop_status status = reading_file_silently(ctx, &o->read, path, &f->file);
    if (status != HOP_OK) {
        complain("%s", hop_ctx_error(ctx));
        return status == HOP_ERR_INVALID_ARGUMENT ? WRONG_USAGE : UNREADABLE_INPUT;
    }
    int code = DONE;
    const size_t count = hop_file_count(f->file);
    f->temperatures = allocate(count, sizeof *f->temperatures);
    for (size_t i = 0; i < count; i++) {
        if (!temperature_settle(&o->read, f->file, i, path, NAN, "", &f->temperatures[i].kelvin,
                                &f->temperatures[i].source)) {
            code = UNREADABLE_INPUT;
        }
    }
    return code;
}

int verb_info(hop_ctx *ctx, int argc, char **argv)
{
    options o;
    int code = options_read(&o, "jf" OPTIONS_READ, argc, argv);
    if (code == DONE && o.help) {
        print_usage();
        return DONE;
    }
    code = code == DONE ? options_check_origin(&o) : code;
    if (code != DONE) {
        return code;
    }
    info_file *files = allocate((size_t)o.file_count, sizeof *files);
    int count = 0, reported = DONE;
    for (int i = 0; i < o.file_count; i++) {
        const int outcome = read_one(ctx, &o, o.files[i], &files[count]);
        code = code == DONE ? outcome : code;
        count += files[count].file != NULL;
    }
    if (count > 0) {
        reported = report(&o, files, count);
    }
    for (int i = 0; i < count; i++) {
        hop_file_destroy(files[i].file);
        free(files[i].temperatures);
    }
    free(files);
    return code == DONE ? reported : code;
}
