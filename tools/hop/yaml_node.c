/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "yaml_file.h"

void key_path_of(char path[KEY_PATH_SIZE], const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(path, KEY_PATH_SIZE, format, arguments);
    va_end(arguments);
}

static yaml_node_t *node_of(const yaml_file *y, int index)
{
    yaml_node_t *first = y->document.nodes.start;
    return index > 0 && index <= y->document.nodes.top - first ? first + index - 1 : NULL;
}

static yaml_node_t *value_of(const yaml_file *y, const yaml_node_t *node, const char *name,
                             size_t length, yaml_mark_t *mark)
{
    if (node->type != YAML_MAPPING_NODE) {
        return NULL;
    }
    for (const yaml_node_pair_t *p = node->data.mapping.pairs.start;
         p < node->data.mapping.pairs.top; p++) {
        const yaml_node_t *key = node_of(y, p->key);
        if (key->data.scalar.length == length
            && memcmp(key->data.scalar.value, name, length) == 0) {
            *mark = key->start_mark;
            return node_of(y, p->value);
        }
    }
    return NULL;
}

static yaml_node_t *item_of(const yaml_file *y, const yaml_node_t *node, size_t i,
                            yaml_mark_t *mark)
{
    if (i >= yaml_node_count(node)) {
        return NULL;
    }
    yaml_node_t *item = node_of(y, node->data.sequence.items.start[i]);
    *mark = item->start_mark;
    return item;
}

/* Goes down the path as far as it leads; mark is that of the last key or item found. */
static yaml_node_t *walk(const yaml_file *y, const char *path, yaml_mark_t *mark)
{
    yaml_node_t *node = node_of(y, 1);
    *mark = node->start_mark;
    while (node && *path) {
        if (*path == '[') {
            node = item_of(y, node, strtoul(path + 1, NULL, 10), mark);
            path += strcspn(path, "]");
            path += *path == ']';
        } else {
            path += *path == '.';
            const size_t length = strcspn(path, ".[");
            node = value_of(y, node, path, length, mark);
            path += length;
        }
    }
    return node;
}

yaml_node_t *yaml_file_node(const yaml_file *y, const char *key_path)
{
    yaml_mark_t mark;
    return walk(y, key_path, &mark);
}

size_t yaml_node_count(const yaml_node_t *node)
{
    if (!node || node->type != YAML_SEQUENCE_NODE) {
        return 0;
    }
    return (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
}

const char *yaml_node_text(const yaml_node_t *node)
{
    return node && node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : NULL;
}

int yaml_file_fail(const yaml_file *y, const char *key_path, const char *format, ...)
{
    char what[4 * PROBLEM_SIZE];
    va_list arguments;
    yaml_mark_t mark;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    walk(y, key_path, &mark);
    complain("%s:%zu:%zu: %s%s%s", y->path, mark.line + 1, mark.column + 1, key_path,
             key_path[0] ? ": " : "", what);
    return UNREADABLE_INPUT;
}

static bool number_at(const yaml_file *y, const char *text, const number_rule *rule,
                      double *value, const char *path)
{
    char problem[PROBLEM_SIZE];
    if (!text || number_read(text, rule, value, problem)) {
        return true;
    }
    yaml_file_fail(y, path, "%s", problem);
    return false;
}

bool yaml_number(const yaml_file *y, const char *text, const number_rule *rule, double *value,
                 const char *path_format, ...)
{
    char path[KEY_PATH_SIZE];
    va_list arguments;
    va_start(arguments, path_format);
    vsnprintf(path, sizeof path, path_format, arguments);
    va_end(arguments);
    return number_at(y, text, rule, value, path);
}

bool yaml_needed(const yaml_file *y, const char *text, const number_rule *rule, double *value,
                 const char *path_format, ...)
{
    char path[KEY_PATH_SIZE];
    va_list arguments;
    va_start(arguments, path_format);
    vsnprintf(path, sizeof path, path_format, arguments);
    va_end(arguments);
    if (!text) {
        yaml_file_fail(y, path, "the key is missing, expected %s", rule->what);
        return false;
    }
    return number_at(y, text, rule, value, path);
}

bool yaml_choice(const yaml_file *y, const char *text, const choice *choices, int32_t *value,
                 const char *path_format, ...)
{
    char path[KEY_PATH_SIZE], problem[PROBLEM_SIZE];
    va_list arguments;
    va_start(arguments, path_format);
    vsnprintf(path, sizeof path, path_format, arguments);
    va_end(arguments);
    if (!text || choice_read(text, choices, value, problem)) {
        return true;
    }
    yaml_file_fail(y, path, "%s", problem);
    return false;
}
