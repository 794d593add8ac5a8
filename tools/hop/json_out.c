/* SPDX-License-Identifier: BSD-3-Clause */
#include "json_out.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "paths.h"
#include "program.h"

json_t *json_or_end(json_t *value)
{
    if (!value) {
        complain("hop: out of memory");
        exit(ANALYSIS_FAILED);
    }
    return value;
}

json_t *json_number(double value)
{
    return isfinite(value) ? json_or_end(json_real(value)) : json_null();
}

json_t *json_count(double value)
{
    return isfinite(value) ? json_or_end(json_integer((json_int_t)llround(value))) : json_null();
}

json_t *json_text(const char *text)
{
    json_t *value = json_string(text);
    if (value) {
        return value;
    }
    char *plain = text_of("%s", text);
    for (char *c = plain; *c; c++) {
        *c = (unsigned char)*c < 0x80 ? *c : '?';
    }
    value = json_or_end(json_string(plain));
    free(plain);
    return value;
}

void json_put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0) {
        json_or_end(NULL);
    }
}

void json_add(json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0) {
        json_or_end(NULL);
    }
}

json_t *json_estimate(double value, double standard_error)
{
    json_t *object = json_or_end(json_object());
    json_put(object, "value", json_number(value));
    json_put(object, "standard_error", json_number(standard_error));
    return object;
}

json_t *json_interval(double value, double standard_error, double lower, double upper)
{
    json_t *object = json_estimate(value, standard_error);
    json_put(object, "lower", json_number(lower));
    json_put(object, "upper", json_number(upper));
    return object;
}

json_t *json_numbers(const double *values, size_t count)
{
    json_t *list = json_or_end(json_array());
    for (size_t i = 0; i < count; i++) {
        json_add(list, json_number(values[i]));
    }
    return list;
}

json_t *json_matrix(const double *values, size_t n)
{
    json_t *rows = json_or_end(json_array());
    for (size_t i = 0; i < n; i++) {
        json_add(rows, json_numbers(values + n * i, n));
    }
    return rows;
}

json_t *json_bits(uint32_t bits, const char *(*name)(uint32_t))
{
    json_t *names = json_or_end(json_array());
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if ((bits & bit) && name(bit)) {
            json_add(names, json_text(name(bit)));
        }
    }
    return names;
}

int json_write(const json_t *document, const char *path, bool force)
{
    const size_t layout = JSON_INDENT(1) | JSON_REAL_PRECISION(17);
    const bool to_stdout = strcmp(path, "-") == 0;
    FILE *file = to_stdout ? stdout : file_make(path, force);
    if (!file) {
        return WRONG_USAGE;
    }
    const bool failed = json_dumpf(document, file, layout) != 0 || fputc('\n', file) == EOF
                        || fflush(file) != 0;
    if (failed) {
        complain("%s: writing failed", to_stdout ? "stdout" : path);
    }
    if (to_stdout) {
        return failed ? ANALYSIS_FAILED : DONE;
    }
    return file_finish(file, path) && !failed ? DONE : ANALYSIS_FAILED;
}
