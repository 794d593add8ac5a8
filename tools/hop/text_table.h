/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TEXT_TABLE_H
#define TEXT_TABLE_H

#include <stddef.h>
#include <stdio.h>

enum { NUMBER_TEXT_SIZE = 80 };

/* Writes "0.331 ± 0.002" or "(7.58 ± 0.02)e-05"; "-" for NaN; two digits of the error. */
void value_text(double value, double standard_error, char text[NUMBER_TEXT_SIZE]);

/* Writes "> 1.0e+07" (lower limit), "< 12" (upper limit) or "-" by what is finite and positive. */
void limit_text(double lower, double upper, char text[NUMBER_TEXT_SIZE]);

/* Lines of aligned columns. */
typedef struct text_table text_table;

/* The first `left_columns` columns are flush left, the others flush right. */
text_table *table_make(size_t columns, const char *const *headers, size_t left_columns);

/* Adds the next cell, from left to right and top to bottom. */
void table_cell(text_table *table, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds value_text() as the next cell. */
void table_value(text_table *table, double value, double standard_error);

void table_print(const text_table *table, FILE *file);

void table_free(text_table *table);

#endif
