/* SPDX-License-Identifier: BSD-3-Clause */
#include "yaml_common.h"

#include <math.h>
#include <string.h>

const cyaml_schema_field_t geometry_fields[] = {
    TEXT_FIELD(geometry_text, thickness_mm),
    TEXT_FIELD(geometry_text, diameter_mm),
    TEXT_FIELD(geometry_text, area_cm2),
    CYAML_FIELD_END,
};

const cyaml_schema_field_t attempt_fields[] = {
    TEXT_FIELD(attempt_text, value_Hz),
    TEXT_FIELD(attempt_text, standard_error_Hz),
    CYAML_FIELD_END,
};

const cyaml_schema_field_t arrhenius_fields[] = {
    TEXT_FIELD(arrhenius_text, extractor),
    TEXT_FIELD(arrhenius_text, method),
    TEXT_FIELD(arrhenius_text, birge),
    TEXT_FIELD(arrhenius_text, limits),
    TEXT_FIELD(arrhenius_text, limit_width),
    TEXT_FIELD(arrhenius_text, loss),
    TEXT_FIELD(arrhenius_text, quantity),
    TEXT_FIELD(arrhenius_text, temperature_error_K),
    TEXT_FIELD(arrhenius_text, temperature_offset_error_K),
    CYAML_FIELD_END,
};

const cyaml_schema_field_t read_fields[] = {
    TEXT_FIELD(read_text, format),
    TEXT_FIELD(read_text, columns),
    TEXT_FIELD(read_text, delimiter),
    TEXT_FIELD(read_text, decimal_mark),
    TEXT_FIELD(read_text, sign),
    TEXT_FIELD(read_text, duplicates),
    TEXT_FIELD(read_text, temperature_from),
    CYAML_FIELD_END,
};

/* A window and a range may be a list or a text, which no schema can say: read_pair() does. */
const cyaml_schema_field_t fit_fields[] = {
    TEXT_FIELD(fit_text, weighting),
    TEXT_FIELD(fit_text, loss),
    CYAML_FIELD_IGNORE("window", CYAML_FLAG_OPTIONAL),
    CYAML_FIELD_IGNORE("n_range", CYAML_FLAG_OPTIONAL),
    CYAML_FIELD_END,
};

bool read_geometry(const yaml_file *y, const geometry_text *text, const char *path, geometry *g)
{
    double thickness_mm = NAN, diameter_mm = NAN, area = NAN;
    *g = (geometry){NAN, NAN};
    if (!text) {
        return true;
    }
    if (!yaml_needed(y, text->thickness_mm, &length_mm, &thickness_mm, "%s.thickness_mm", path)
        || !yaml_number(y, text->diameter_mm, &length_mm, &diameter_mm, "%s.diameter_mm", path)
        || !yaml_number(y, text->area_cm2, &area_cm2, &area, "%s.area_cm2", path)) {
        return false;
    }
    if (isnan(diameter_mm) == isnan(area)) {
        yaml_file_fail(y, path, "%s, expected diameter_mm or area_cm2",
                       isnan(area) ? "the area is missing" : "the area is given twice");
        return false;
    }
    const double radius_m = 0.5e-3 * diameter_mm;
    g->thickness_m = 1e-3 * thickness_mm;
    g->area_m2 = isnan(area) ? acos(-1.0) * radius_m * radius_m : 1e-4 * area;
    return true;
}

bool read_attempt(const yaml_file *y, const attempt_text *text, const char *path, attempt *a)
{
    *a = (attempt){NAN, 0};
    return !text
           || (yaml_needed(y, text->value_Hz, &frequency_Hz, &a->nu0_Hz, "%s.value_Hz", path)
               && yaml_number(y, text->standard_error_Hz, &frequency_Hz_or_zero,
                              &a->standard_error_Hz, "%s.standard_error_Hz", path));
}

/* The two ends of a list at path; both are texts of the tree. */
static bool ends_of_list(const yaml_file *y, const yaml_node_t *node, const char *path,
                         const char *ends[2])
{
    for (size_t i = 0; i < 2 && yaml_node_count(node) == 2; i++) {
        char item[KEY_PATH_SIZE];
        key_path_of(item, "%s[%zu]", path, i);
        ends[i] = yaml_node_text(yaml_file_node(y, item));
    }
    if (!ends[0] || !ends[1]) {
        yaml_file_fail(y, path, "is not a range, expected two numbers [LO, HI]");
        return false;
    }
    return true;
}

/* [LO, HI] in its range; the text form is read elsewhere. */
typedef struct range_kind {
    const number_rule *low, *high;
    bool (*check)(double low, double high, char problem[PROBLEM_SIZE]);
} range_kind;

static bool read_list(const yaml_file *y, const yaml_node_t *node, const char *path,
                      const range_kind *kind, double *low, double *high)
{
    char problem[PROBLEM_SIZE];
    const char *ends[2] = {NULL, NULL};
    if (!ends_of_list(y, node, path, ends)
        || !yaml_number(y, ends[0], kind->low, low, "%s[0]", path)
        || !yaml_number(y, ends[1], kind->high, high, "%s[1]", path)) {
        return false;
    }
    if (!kind->check(*low, *high, problem)) {
        yaml_file_fail(y, path, "%s", problem);
        return false;
    }
    return true;
}

/* A text is read as on the command line. */
static bool fail_text(const yaml_file *y, const char *path, bool ok, const char *problem)
{
    if (!ok) {
        yaml_file_fail(y, path, "%s", problem);
    }
    return ok;
}

bool read_window(const yaml_file *y, const char *path, fit_settings *fit)
{
    static const range_kind kind = {&frequency_Hz_or_zero, &frequency_Hz, window_check};
    char window_path[KEY_PATH_SIZE], problem[PROBLEM_SIZE];
    key_path_of(window_path, "%s.window", path);
    const yaml_node_t *node = yaml_file_node(y, window_path);
    const char *text = yaml_node_text(node);
    if (text) {
        return fail_text(y, window_path, fit_settings_window(fit, text, problem), problem);
    }
    fit->has_window = node != NULL;
    return !node || read_list(y, node, window_path, &kind, &fit->f_min_Hz, &fit->f_max_Hz);
}

static bool read_n_range(const yaml_file *y, const char *path, fit_settings *fit)
{
    static const range_kind kind = {&exponent_n, &exponent_n, n_range_check};
    char range_path[KEY_PATH_SIZE], problem[PROBLEM_SIZE];
    key_path_of(range_path, "%s.n_range", path);
    const yaml_node_t *node = yaml_file_node(y, range_path);
    const char *text = yaml_node_text(node);
    fit->has_n_range = node != NULL;
    if (text) {
        return fail_text(y, range_path, n_range_read(text, &fit->n_min, &fit->n_max, problem),
                         problem);
    }
    return !node || read_list(y, node, range_path, &kind, &fit->n_min, &fit->n_max);
}

bool read_fit(const yaml_file *y, const fit_text *text, const char *path, fit_settings *fit)
{
    *fit = (fit_settings){0};
    return !text
           || (yaml_choice(y, text->weighting, weightings, &fit->weighting, "%s.weighting", path)
               && yaml_choice(y, text->loss, losses, &fit->loss, "%s.loss", path)
               && read_window(y, path, fit) && read_n_range(y, path, fit));
}

bool read_arrhenius(const yaml_file *y, const char *path, arrhenius_settings *a)
{
    char part[KEY_PATH_SIZE], item[KEY_PATH_SIZE], problem[PROBLEM_SIZE];
    *a = arrhenius_unset;
    key_path_of(part, "%s%sarrhenius", path, path[0] ? "." : "");
    for (size_t i = 0; i < arrhenius_list_count; i++) {
        key_path_of(item, "%s.%s", part, arrhenius_list[i].key);
        const char *text = yaml_node_text(yaml_file_node(y, item));
        if (text && !arrhenius_read(a, &arrhenius_list[i], text, problem)) {
            yaml_file_fail(y, item, "%s", problem);
            return false;
        }
    }
    if (!arrhenius_check(a, ARRHENIUS_KEYS, problem)) {
        yaml_file_fail(y, part, "%s", problem);
        return false;
    }
    return true;
}

bool read_reading(const yaml_file *y, const read_text *text, const char *path, reading *r)
{
    char item[KEY_PATH_SIZE], problem[PROBLEM_SIZE];
    *r = (reading){0};
    if (!text) {
        return true;
    }
    const char *const texts[READING_COUNT] = {
        text->format, text->columns,    text->delimiter,       text->decimal_mark,
        text->sign,   text->duplicates, text->temperature_from};
    for (size_t i = 0; i < READING_COUNT; i++) {
        if (texts[i] && !reading_read(r, &reading_list[i], texts[i], problem)) {
            key_path_of(item, "%s.%s", path, reading_list[i].key);
            yaml_file_fail(y, item, "%s", problem);
            return false;
        }
    }
    return true;
}
