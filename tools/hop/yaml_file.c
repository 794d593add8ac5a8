/* SPDX-License-Identifier: BSD-3-Clause */
#include "yaml_file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"
#include "yaml_error.h"

/* A study of a thousand spectra has some 100 kB. */
enum { LARGEST_FILE = 4 << 20 };

static int read_text(yaml_file *y)
{
    FILE *file = fopen(y->path, "rb");
    if (!file) {
        complain("%s: the file cannot be opened: %s", y->path, strerror(errno));
        return UNREADABLE_INPUT;
    }
    y->text = allocate(LARGEST_FILE + 1, 1);
    errno = 0;
    y->size = fread(y->text, 1, LARGEST_FILE + 1, file);
    const bool failed = ferror(file) != 0;
    fclose(file);
    if (failed) {
        complain("%s: reading the file failed: %s", y->path, strerror(errno));
    } else if (y->size > LARGEST_FILE) {
        complain("%s: the file is larger than %d MB, expected a study or parameter file in YAML",
                 y->path, LARGEST_FILE >> 20);
    } else if (y->size == 0) {
        complain("%s: the file is empty, expected YAML", y->path);
    } else {
        return DONE;
    }
    return UNREADABLE_INPUT;
}

static int fail_at(const yaml_file *y, yaml_mark_t mark, const char *problem)
{
    complain("%s:%zu:%zu: %s", y->path, mark.line + 1, mark.column + 1, problem);
    return UNREADABLE_INPUT;
}

static int fail_syntax(const yaml_file *y, const yaml_parser_t *parser)
{
    char problem[PROBLEM_SIZE];
    yaml_mark_t mark = parser->problem_mark;
    if (parser->error == YAML_READER_ERROR) {
        mark = parser->mark;
        snprintf(problem, sizeof problem, "the file is not UTF-8 text: %s",
                 parser->problem ? parser->problem : "");
    } else {
        snprintf(problem, sizeof problem, "this is not YAML: %s%s%s",
                 parser->context ? parser->context : "", parser->context ? ": " : "",
                 parser->problem ? parser->problem : "");
    }
    return fail_at(y, mark, problem);
}

/* Deeper than any file of ours; libyaml takes time with the square of the depth. */
enum { DEEPEST = 32 };

/* Levels that an event opens or closes. */
static int depth_change(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return 1;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return -1;
    default:
        return 0;
    }
}

/* Syntax, one document, no aliases: the tree would resolve them, libcyaml refuses them without a line. */
static int check_events(const yaml_file *y)
{
    yaml_parser_t parser;
    yaml_event_t event;
    int code = DONE, documents = 0, depth = 0;
    bool at_end = false;
    if (!yaml_parser_initialize(&parser)) {
        complain("hop: out of memory");
        return ANALYSIS_FAILED;
    }
    yaml_parser_set_input_string(&parser, y->text, y->size);
    while (code == DONE && !at_end) {
        if (!yaml_parser_parse(&parser, &event)) {
            code = fail_syntax(y, &parser);
            break;
        }
        documents += event.type == YAML_DOCUMENT_START_EVENT;
        depth += depth_change(&event);
        if (event.type == YAML_ALIAS_EVENT) {
            code = fail_at(y, event.start_mark, "an alias is not taken, expected the value itself");
        } else if (documents > 1) {
            code = fail_at(y, event.start_mark, "a second document begins, expected one in a file");
        } else if (depth > DEEPEST) {
            code = fail_at(y, event.start_mark, "keys and lists are nested too deeply");
        }
        at_end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return code;
}

static int load_document(yaml_file *y)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        complain("hop: out of memory");
        return ANALYSIS_FAILED;
    }
    yaml_parser_set_input_string(&parser, y->text, y->size);
    const int code = yaml_parser_load(&parser, &y->document) ? DONE : fail_syntax(y, &parser);
    yaml_parser_delete(&parser);
    return code;
}

/* What libcyaml would trip over or cut short without a word. */
static int check_nodes(const yaml_file *y)
{
    yaml_node_t *const first = y->document.nodes.start;
    for (yaml_node_t *node = first; node < y->document.nodes.top; node++) {
        if (node->type == YAML_SCALAR_NODE
            && strlen((const char *)node->data.scalar.value) != node->data.scalar.length) {
            return fail_at(y, node->start_mark, "the text holds a NUL character");
        }
        if (node->type != YAML_MAPPING_NODE) {
            continue;
        }
        for (const yaml_node_pair_t *p = node->data.mapping.pairs.start;
             p < node->data.mapping.pairs.top; p++) {
            if (first[p->key - 1].type != YAML_SCALAR_NODE) {
                return fail_at(y, first[p->key - 1].start_mark, "a key must be one word");
            }
        }
    }
    if (first == y->document.nodes.top || first->type != YAML_MAPPING_NODE) {
        complain("%s:1:1: the file holds no keys, expected key: value", y->path);
        return UNREADABLE_INPUT;
    }
    return DONE;
}

int yaml_file_open(yaml_file *y, const char *path)
{
    *y = (yaml_file){.path = path};
    int code = read_text(y);
    if (code == DONE) {
        code = check_events(y);
    }
    if (code == DONE) {
        code = load_document(y);
    }
    if (code == DONE) {
        code = check_nodes(y);
    }
    if (code != DONE) {
        yaml_file_close(y);
    }
    return code;
}

void yaml_file_close(yaml_file *y)
{
    if (y->document.nodes.start) {
        yaml_document_delete(&y->document);
    }
    free(y->text);
    *y = (yaml_file){0};
}

static cyaml_config_t configuration(yaml_error *error)
{
    return (cyaml_config_t){.log_fn = error ? yaml_error_log : NULL,
                            .log_ctx = error,
                            .log_level = CYAML_LOG_ERROR,
                            .mem_fn = cyaml_mem,
                            .flags = CYAML_CFG_NO_ALIAS};
}

void *yaml_file_load(const yaml_file *y, const cyaml_schema_value_t *schema)
{
    yaml_error error = {0};
    const cyaml_config_t config = configuration(&error);
    void *data = NULL;
    const cyaml_err_t status = cyaml_load_data(y->text, y->size, &config, schema, &data, NULL);
    if (status == CYAML_OK && data) {
        return data;
    }
    if (!error.message[0]) {
        snprintf(error.message, sizeof error.message, "%s", cyaml_strerror(status));
    }
    yaml_error_print(&error, y, schema);
    return NULL;
}

void yaml_file_release(const cyaml_schema_value_t *schema, void *data)
{
    const cyaml_config_t config = configuration(NULL);
    cyaml_free(&config, schema, data, 0);
}
