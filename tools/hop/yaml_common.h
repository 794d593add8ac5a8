/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef YAML_COMMON_H
#define YAML_COMMON_H

#include "options.h"
#include "yaml_file.h"

/* Parts that study and parameter files have in common, as libcyaml loads them. */
typedef struct geometry_text {
    char *thickness_mm, *diameter_mm, *area_cm2;
} geometry_text;

typedef struct attempt_text {
    char *value_Hz, *standard_error_Hz;
} attempt_text;

typedef struct arrhenius_text {
    char *extractor, *method, *birge, *limits, *limit_width, *loss, *quantity;
    char *temperature_error_K, *temperature_offset_error_K;
} arrhenius_text;

typedef struct fit_text {
    char *weighting, *loss;
} fit_text;

typedef struct read_text {
    char *format, *columns, *delimiter, *decimal_mark, *sign, *duplicates, *temperature_from;
} read_text;

extern const cyaml_schema_field_t geometry_fields[], attempt_fields[], fit_fields[];
extern const cyaml_schema_field_t arrhenius_fields[], read_fields[];

/* A text that may be left out. */
#define TEXT_FIELD(structure, member)                                                       \
    CYAML_FIELD_STRING_PTR(#member, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, structure,    \
                           member, 0, CYAML_UNLIMITED)

/* A text that must be there and not be empty. */
#define NEEDED_TEXT_FIELD(structure, member)                                                \
    CYAML_FIELD_STRING_PTR(#member, CYAML_FLAG_POINTER, structure, member, 1, CYAML_UNLIMITED)

/* Keys with values that may be left out. */
#define PART_FIELD(structure, member, fields)                                               \
    CYAML_FIELD_MAPPING_PTR(#member, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, structure,   \
                            member, fields)

/* ν₀ and its standard error in Hz; ν₀ is NaN if it is not known. */
typedef struct attempt {
    double nu0_Hz, standard_error_Hz;
} attempt;

/* All read what stands at `path` and its text, NULL if it is absent; false, with a word, if wrong. */
bool read_geometry(const yaml_file *y, const geometry_text *text, const char *path, geometry *g);
bool read_attempt(const yaml_file *y, const attempt_text *text, const char *path, attempt *a);
bool read_fit(const yaml_file *y, const fit_text *text, const char *path, fit_settings *fit);

/* Reads the mapping "<path>.arrhenius", or "arrhenius" of an empty path; absent keys stay unset. */
bool read_arrhenius(const yaml_file *y, const char *path, arrhenius_settings *a);

/* The texts of the reading are lent from `text`. */
bool read_reading(const yaml_file *y, const read_text *text, const char *path, reading *r);

/* Reads "<path>.window" alone. */
bool read_window(const yaml_file *y, const char *path, fit_settings *fit);

#endif
