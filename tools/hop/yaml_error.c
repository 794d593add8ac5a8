/* SPDX-License-Identifier: BSD-3-Clause */
#include "yaml_error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* "  in mapping field 'x' (line: …" gives ".x", "  in sequence entry '2' (…" gives "[1]". */
static void prepend_step(yaml_error *error, const char *line)
{
    char step[KEY_PATH_SIZE] = "", longer[2 * KEY_PATH_SIZE];
    const char *open = strchr(line, '\'');
    const char *close = open ? strstr(open + 1, "' (line") : NULL;
    if (!close) {
        return;
    }
    if (starts_with(line, "  in sequence entry")) {
        const unsigned long number = strtoul(open + 1, NULL, 10);
        snprintf(step, sizeof step, "[%lu]", number > 0 ? number - 1 : 0);
    } else {
        snprintf(step, sizeof step, ".%.*s", (int)(close - open - 1), open + 1);
    }
    snprintf(longer, sizeof longer, "%s%s", step, error->path);
    snprintf(error->path, sizeof error->path, "%.*s", KEY_PATH_SIZE - 1, longer);
}

/* These are found when an entry is over, so the innermost step is the entry before. */
static bool names_entry_before(const char *message)
{
    return starts_with(message, "Missing required") || starts_with(message, "Insufficient")
           || starts_with(message, "Excessive") || starts_with(message, "Unexpected key");
}

void yaml_error_log(cyaml_log_t level, void *context, const char *format, va_list arguments)
{
    yaml_error *error = context;
    char line[2 * KEY_PATH_SIZE];
    vsnprintf(line, sizeof line, format, arguments);
    line[strcspn(line, "\n")] = '\0';
    if (level < CYAML_LOG_ERROR) {
        return;
    }
    const char *text = starts_with(line, "Load: ") ? line + strlen("Load: ") : line;
    const bool is_first_step = error->in_backtrace && error->path[0] == '\0';
    if (starts_with(text, "Backtrace")) {
        error->in_backtrace = true;
    } else if (!error->in_backtrace) {
        snprintf(error->message, sizeof error->message, "%.*s", YAML_MESSAGE_SIZE - 1, text);
    } else if (is_first_step && names_entry_before(error->message)) {
        snprintf(error->path, sizeof error->path, " ");
    } else {
        error->path[0] = error->path[0] == ' ' ? '\0' : error->path[0];
        prepend_step(error, line);
    }
}

static const cyaml_schema_value_t *child_of(const cyaml_schema_value_t *schema, const char *name,
                                            size_t length)
{
    if (schema->type != CYAML_MAPPING) {
        return NULL;
    }
    for (const cyaml_schema_field_t *f = schema->mapping.fields; f->key; f++) {
        if (strlen(f->key) == length && strncmp(f->key, name, length) == 0) {
            return &f->value;
        }
    }
    return NULL;
}

static const cyaml_schema_value_t *schema_at(const cyaml_schema_value_t *schema, const char *path)
{
    while (schema && *path) {
        if (*path == '[') {
            schema = schema->type == CYAML_SEQUENCE ? schema->sequence.entry : NULL;
            path += strcspn(path, "]");
            path += *path == ']';
        } else {
            path += *path == '.';
            const size_t length = strcspn(path, ".[");
            schema = child_of(schema, path, length);
            path += length;
        }
    }
    return schema;
}

static void known_keys(const cyaml_schema_value_t *schema, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    if (!schema || schema->type != CYAML_MAPPING) {
        return;
    }
    for (const cyaml_schema_field_t *f = schema->mapping.fields; f->key && used < size; f++) {
        const char *joint = used == 0 ? "" : f[1].key ? ", " : " or ";
        used += (size_t)snprintf(text + used, size - used, "%s%s", joint, f->key);
    }
}

/* The part of a message after a start; NULL if it starts otherwise. */
static const char *after(const char *message, const char *start)
{
    return starts_with(message, start) ? message + strlen(start) : NULL;
}

static const char *kind_expected(const char *kind)
{
    return starts_with(kind, "SEQUENCE")  ? "a list"
           : starts_with(kind, "MAPPING") ? "keys with values"
                                          : "one number or text";
}

static const char *kind_found(const char *message)
{
    return strstr(message, "event: SEQUENCE")  ? "a list"
           : strstr(message, "event: MAPPING") ? "keys with values"
                                               : "a single value or nothing";
}

static uint32_t most_entries(const cyaml_schema_value_t *schema)
{
    return schema && schema->type == CYAML_SEQUENCE ? schema->sequence.max : 0;
}

void yaml_error_print(const yaml_error *error, const yaml_file *y,
                      const cyaml_schema_value_t *schema)
{
    char keys[1024], key_path[2 * KEY_PATH_SIZE];
    const char *path = error->path[0] == ' ' ? "" : error->path;
    const char *message = error->message, *rest;
    path += path[0] == '.';
    known_keys(schema_at(schema, path), keys, sizeof keys);
    if ((rest = after(message, "Unexpected key: "))) {
        snprintf(key_path, sizeof key_path, "%s%s%s", path, path[0] ? "." : "", rest);
        const bool is_digit = rest[0] >= '0' && rest[0] <= '9';
        yaml_file_fail(y, key_path, "unknown key, expected %s%s", keys,
                       is_digit ? "; a number has a decimal point, no comma" : "");
    } else if ((rest = after(message, "Missing required mapping field: "))) {
        yaml_file_fail(y, path, "the key '%s' is missing", rest);
    } else if (after(message, "Mapping field already seen: ")) {
        yaml_file_fail(y, path, "the key occurs twice, expected it once");
    } else if ((rest = after(message, "Expecting "))) {
        yaml_file_fail(y, path, "is %s, expected %s", kind_found(message), kind_expected(rest));
    } else if (after(message, "Insufficient entries")) {
        yaml_file_fail(y, path, "the list is empty, expected at least one entry");
    } else if (after(message, "Excessive entries")) {
        yaml_file_fail(y, path, "the list is too long, expected at most %u entries",
                       (unsigned)most_entries(schema_at(schema, path)));
    } else if (after(message, "STRING length <")) {
        yaml_file_fail(y, path, "is empty, expected a text");
    } else {
        yaml_file_fail(y, path, "%s", message[0] ? message : "cannot be understood");
    }
}
