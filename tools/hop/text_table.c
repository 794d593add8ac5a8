/* SPDX-License-Identifier: BSD-3-Clause */
#include "text_table.h"

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"

struct text_table {
    size_t columns, left_columns;
    char **cells;
    size_t count, capacity;
};

static int exponent_of(double value)
{
    return (int)floor(log10(fabs(value)));
}

static int decimals_for(double standard_error)
{
    const int decimals = 1 - exponent_of(standard_error);
    return decimals < 0 ? 0 : decimals;
}

void value_text(double value, double standard_error, char text[NUMBER_TEXT_SIZE])
{
    if (!isfinite(value)) {
        snprintf(text, NUMBER_TEXT_SIZE, "-");
        return;
    }
    /* Errors at rounding level say nothing and would only make long lines. */
    if (!isfinite(standard_error) || standard_error <= 1e-9 * fabs(value)) {
        snprintf(text, NUMBER_TEXT_SIZE, "%.6g", value);
        return;
    }
    const double larger = fabs(value) > standard_error ? fabs(value) : standard_error;
    const int exponent = exponent_of(larger);
    const int plain_decimals = decimals_for(standard_error);
    const bool is_short = exponent >= -1 ? plain_decimals <= 9 : plain_decimals <= 5;
    if (exponent >= -3 && exponent < 4 && is_short) {
        snprintf(text, NUMBER_TEXT_SIZE, "%.*f ± %.*f", plain_decimals, value, plain_decimals,
                 standard_error);
        return;
    }
    const double scale = pow(10, exponent);
    int decimals = decimals_for(standard_error / scale);
    decimals = decimals > 15 ? 15 : decimals;
    snprintf(text, NUMBER_TEXT_SIZE, "(%.*f ± %.*f)e%+03d", decimals, value / scale, decimals,
             standard_error / scale, exponent);
}

void limit_text(double lower, double upper, char text[NUMBER_TEXT_SIZE])
{
    if (isfinite(lower) && lower > 0) {
        snprintf(text, NUMBER_TEXT_SIZE, "> %.3g", lower);
    } else if (isfinite(upper)) {
        snprintf(text, NUMBER_TEXT_SIZE, "< %.3g", upper);
    } else {
        snprintf(text, NUMBER_TEXT_SIZE, "-");
    }
}

static void add(text_table *table, char *cell)
{
    if (table->count == table->capacity) {
        const size_t capacity = table->capacity ? 2 * table->capacity : 64;
        table->cells = enlarge(table->cells, table->count, capacity, sizeof *table->cells);
        table->capacity = capacity;
    }
    table->cells[table->count++] = cell;
}

text_table *table_make(size_t columns, const char *const *headers, size_t left_columns)
{
    text_table *table = allocate(1, sizeof *table);
    table->columns = columns;
    table->left_columns = left_columns;
    for (size_t i = 0; i < columns; i++) {
        add(table, text_of("%s", headers[i]));
    }
    return table;
}

void table_cell(text_table *table, const char *format, ...)
{
    va_list arguments;
    char text[1024];
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    add(table, text_of("%s", text));
}

void table_value(text_table *table, double value, double standard_error)
{
    char text[NUMBER_TEXT_SIZE];
    value_text(value, standard_error, text);
    table_cell(table, "%s", text);
}

/* Columns on the screen: bytes that do not continue a UTF-8 character. */
static size_t width_of(const char *text)
{
    size_t width = 0;
    for (; *text; text++) {
        width += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return width;
}

/* The widest cell of each column. Release with free(). */
static size_t *column_widths(const text_table *table)
{
    size_t *widths = allocate(table->columns, sizeof *widths);
    for (size_t i = 0; i < table->count; i++) {
        const size_t cell = width_of(table->cells[i]), column = i % table->columns;
        widths[column] = cell > widths[column] ? cell : widths[column];
    }
    return widths;
}

static void print_blanks(FILE *file, size_t count)
{
    fprintf(file, "%*s", (int)count, "");
}

void table_print(const text_table *table, FILE *file)
{
    size_t *widths = column_widths(table);
    for (size_t row = 0; row + table->columns <= table->count; row += table->columns) {
        for (size_t column = 0; column < table->columns; column++) {
            const char *cell = table->cells[row + column];
            const size_t missing = widths[column] - width_of(cell);
            const int is_last = column + 1 == table->columns;
            const int is_left = column < table->left_columns;
            print_blanks(file, 2 + (is_left ? 0 : missing));
            fputs(cell, file);
            print_blanks(file, is_left && !is_last ? missing : 0);
        }
        fputc('\n', file);
    }
    free(widths);
}

void table_free(text_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        free(table->cells[i]);
    }
    free(table->cells);
    free(table);
}
