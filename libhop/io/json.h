/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JSON_H
#define HOPI_JSON_H

#include <stddef.h>

typedef enum hopi_json_kind {
    HOPI_JSON_ERROR,
    HOPI_JSON_OBJECT, /* '{': hopi_json_member() */
    HOPI_JSON_ARRAY,  /* '[': hopi_json_element() */
    HOPI_JSON_STRING,
    HOPI_JSON_NUMBER,
    HOPI_JSON_TRUE,
    HOPI_JSON_FALSE,
    HOPI_JSON_NULL
} hopi_json_kind;

enum { HOPI_JSON_TEXT = 256, HOPI_JSON_DEPTH = 64 };

/*
 * A strict reader of JSON (RFC 8259) in memory, in UTF-8. It allocates
 * nothing: values are asked for one after the other, and a place can be kept and
 * returned to by copying the struct. The first error stays.
 */
typedef struct hopi_json {
    const char *data;
    size_t size, at;
    size_t depth;
    int is_first; /* a bracket was just opened: no comma is due */
    /* Text of the last string or digits of the last number, cut at its end. */
    char text[HOPI_JSON_TEXT];
    double number;
    const char *error; /* NULL: none */
    size_t error_at;   /* its byte in data */
} hopi_json;

void hopi_json_open(hopi_json *json, const char *data, size_t size);

/* Reads a value up to its end, of objects and arrays only the bracket that opens them. */
hopi_json_kind hopi_json_value(hopi_json *json);

/*
 * After the '{' of an object: the name of the next member is in text and its
 * value comes next. 0 at the end of the object and on errors.
 */
int hopi_json_member(hopi_json *json);

/* After the '[' of an array: whether there is one more element, whose value comes next. */
int hopi_json_element(hopi_json *json);

/* Reads over what a value of that kind, which was just read, still holds. */
int hopi_json_skip(hopi_json *json, hopi_json_kind kind);

/* Whether text is name, in upper and lower case alike (ASCII). */
int hopi_json_is(const hopi_json *json, const char *name);

#endif
