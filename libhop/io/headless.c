/* SPDX-License-Identifier: BSD-3-Clause */
#include "headless.h"

#include <math.h>

#include <hop/spectrum.h>

#include "number.h"

/* Fewer lines do not show that a column runs through the frequencies. */
enum { COLUMNS_NEEDED = 3, LINES_NEEDED = 3 };

/* The number in a field with either decimal mark; NaN if it is none. */
static double number_in(const hopi_field *field, char delimiter)
{
    const char *const end = field->text + field->length, *stop = NULL;
    const char marks[] = {'.', ','};
    for (int i = 0; i < (delimiter == ',' ? 1 : 2); i++) {
        double value = NAN;
        if (hopi_parse_number(field->text, end, marks[i], &value, &stop) == HOPI_NUMBER_FINITE
            && stop == end) {
            return value;
        }
    }
    return NAN;
}

/* Number of columns that all lines have and that begin with numbers; 0 if they differ. */
static size_t common_columns(const hopi_line *lines, size_t count, char delimiter, size_t needed)
{
    size_t columns = 0;
    for (size_t i = 0; i < count; i++) {
        hopi_field fields[HOPI_COLUMN_LIMIT];
        size_t here = hopi_split(&lines[i], delimiter, fields);
        while (here > 0 && here <= HOPI_COLUMN_LIMIT && fields[here - 1].length == 0) {
            here--;
        }
        if (here < needed || here > HOPI_COLUMN_LIMIT || (i > 0 && here != columns)) {
            return 0;
        }
        for (size_t k = 0; k < needed; k++) {
            if (isnan(number_in(&fields[k], delimiter))) {
                return 0;
            }
        }
        columns = here;
    }
    return columns;
}

char hopi_headless_delimiter(const hopi_line *lines, size_t count, size_t columns)
{
    static const char delimiters[] = {';', '\t', ','};
    for (size_t i = 0; i < sizeof delimiters; i++) {
        if (count > 0 && common_columns(lines, count, delimiters[i], columns) > 0) {
            return delimiters[i];
        }
    }
    return ' ';
}

static double value_at(const hopi_line *line, char delimiter, size_t column)
{
    hopi_field fields[HOPI_COLUMN_LIMIT];
    hopi_split(line, delimiter, fields);
    return number_in(&fields[column], delimiter);
}

static int may_be_frequency(const hopi_line *lines, size_t count, char delimiter, size_t column)
{
    int rises = 1, falls = 1, counts = count > 2;
    double last = value_at(&lines[0], delimiter, column);
    if (!(last > 0.0)) {
        return 0;
    }
    for (size_t i = 1; i < count; i++) {
        const double value = value_at(&lines[i], delimiter, column);
        rises = rises && value > last;
        falls = falls && value < last;
        counts = counts && value == last + 1.0;
        if (!(value > 0.0)) {
            return 0;
        }
        last = value;
    }
    return (rises || falls) && !counts;
}

int hopi_headless_parse(const hopi_line *lines, size_t count, char delimiter,
                        hopi_header *header)
{
    const char used =
        delimiter ? delimiter : hopi_headless_delimiter(lines, count, COLUMNS_NEEDED);
    const size_t columns = common_columns(lines, count, used, COLUMNS_NEEDED);
    size_t frequency = 0;
    while (frequency + 2 < columns && !may_be_frequency(lines, count, used, frequency)) {
        frequency++;
    }
    if (count < LINES_NEEDED || columns == 0 || frequency + 2 >= columns) {
        return 0;
    }
    static const hopi_field no_name = {"no name", 7, 1};
    *header = (hopi_header){.line = lines[0],
                            .delimiter = used,
                            .total = columns,
                            .count = columns,
                            .has_no_names = 1,
                            .frequency = (int)frequency,
                            .re = (int)frequency + 1,
                            .im = (int)frequency + 2,
                            .sd = HOPI_NO_COLUMN,
                            .temperature = HOPI_NO_COLUMN,
                            .cycle = HOPI_NO_COLUMN,
                            .representation = HOP_IMPEDANCE};
    for (size_t i = 0; i < columns; i++) {
        header->names[i] = no_name;
    }
    const hopi_quantity quantities[] = {HOPI_FREQUENCY, HOPI_Z_RE, HOPI_Z_IM};
    for (size_t i = 0; i < COLUMNS_NEEDED; i++) {
        header->columns[frequency + i] = (hopi_column){.quantity = quantities[i], .sign = 1};
    }
    return 1;
}
