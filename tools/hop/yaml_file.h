/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef YAML_FILE_H
#define YAML_FILE_H

#include <cyaml/cyaml.h>
#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

#include "number.h"

enum { KEY_PATH_SIZE = 512 };

/*
 * A YAML file in memory. libcyaml checks it against a schema, libyaml's own
 * tree tells where a key stands. Numbers are loaded as texts and read by
 * number_read(), because libcyaml takes "1.5mm" and "1,5" for numbers.
 */
typedef struct yaml_file {
    const char *path;
    unsigned char *text;
    size_t size;
    yaml_document_t document;
} yaml_file;

/* Reads and parses; answers an exit code, after saying what is wrong. */
int yaml_file_open(yaml_file *y, const char *path);

void yaml_file_close(yaml_file *y);

/*
 * Loads the file by the schema of its top mapping; release with
 * yaml_file_release(). NULL, after saying what is wrong.
 */
void *yaml_file_load(const yaml_file *y, const cyaml_schema_value_t *schema);

void yaml_file_release(const cyaml_schema_value_t *schema, void *data);

/* Writes a path such as "samples[0].fit"; one too long is cut. */
void key_path_of(char path[KEY_PATH_SIZE], const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The value at a path such as "samples[0].fit.window"; NULL if there is none. */
yaml_node_t *yaml_file_node(const yaml_file *y, const char *key_path);

/* The items of a sequence and the text of a scalar; 0 and NULL for other nodes. */
size_t yaml_node_count(const yaml_node_t *node);
const char *yaml_node_text(const yaml_node_t *node);

/*
 * Says "file:line:column: key_path: what" for the key at the path, or for the
 * nearest mapping around it that is there. Answers UNREADABLE_INPUT.
 */
int yaml_file_fail(const yaml_file *y, const char *key_path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Read the text at a path into *value; a text of NULL (key absent) leaves it.
 * False, after saying what is wrong.
 */
bool yaml_number(const yaml_file *y, const char *text, const number_rule *rule, double *value,
                 const char *path_format, ...) __attribute__((format(printf, 5, 6)));
bool yaml_choice(const yaml_file *y, const char *text, const choice *choices, int32_t *value,
                 const char *path_format, ...) __attribute__((format(printf, 5, 6)));

/* The same, and an absent key is an error. */
bool yaml_needed(const yaml_file *y, const char *text, const number_rule *rule, double *value,
                 const char *path_format, ...) __attribute__((format(printf, 5, 6)));

#endif
