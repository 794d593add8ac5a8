/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef YAML_ERROR_H
#define YAML_ERROR_H

#include "yaml_file.h"

enum { YAML_MESSAGE_SIZE = 256 };

/* What libcyaml logs of its first error: the message and the path it happened at. */
typedef struct yaml_error {
    char message[YAML_MESSAGE_SIZE];
    char path[KEY_PATH_SIZE];
    bool in_backtrace;
} yaml_error;

/* A cyaml_log_fn_t; its context is a yaml_error. */
void yaml_error_log(cyaml_log_t level, void *error, const char *format, va_list arguments);

/* Says it with line and column, in words that name what was expected. */
void yaml_error_print(const yaml_error *error, const yaml_file *y,
                      const cyaml_schema_value_t *schema);

#endif
