/* SPDX-License-Identifier: BSD-3-Clause */
#include "format.h"

#include <math.h>
#include <stdio.h>

#include "header.h"
#include "location.h"
#include "number.h"

enum { SURE = 60, LIKELY = 30 };

/* Where the column names stand in the head of a source. */
typedef struct place {
    size_t head_index, skip;
    int confidence;
} place;

static int starts_with_number(const hopi_line *line)
{
    hopi_field fields[HOPI_COLUMN_LIMIT];
    hopi_split(line, ' ', fields);
    double value = NAN;
    const char *stop = NULL;
    return hopi_parse_number(fields[0].text, fields[0].text + fields[0].length, '.', &value,
                             &stop)
           == HOPI_NUMBER_FINITE;
}

static int confidence_in(const hopi_line *names, const hopi_line *data)
{
    hopi_header header;
    const size_t known = hopi_header_parse(names, data, &header);
    if (header.frequency != HOPI_NO_COLUMN && header.representation) {
        return SURE;
    }
    const int has_frequency = header.frequency != HOPI_NO_COLUMN
                              && header.columns[header.frequency].unit_state == HOPI_UNIT_KNOWN;
    return has_frequency || known > 1 ? LIKELY : 0;
}

/* Names may stand in the last comment before the numbers: numpy.savetxt() writes them there. */
static int in_last_comment(const hopi_source *source, size_t data_index, place *found)
{
    for (size_t i = data_index; i-- > 0;) {
        const hopi_line *line = &source->head[i];
        if (hopi_is_blank_line(line)) {
            continue;
        }
        size_t skip = 0;
        while (
            skip < line->length
            && (line->text[skip] == '#' || line->text[skip] == '%' || line->text[skip] == ' ')) {
            skip++;
        }
        const hopi_line names = {line->text + skip, line->length - skip, line->number};
        *found = (place){i, skip, confidence_in(&names, &source->head[data_index])};
        return found->confidence == SURE;
    }
    return 0;
}

static place locate(const hopi_source *source, char why[HOPI_WHY])
{
    const place nowhere = {0, 0, 0};
    size_t i = 0;
    while (i < source->head_count
           && (hopi_is_blank_line(&source->head[i]) || hopi_is_comment(&source->head[i]))) {
        i++;
    }
    if (i == source->head_count) {
        snprintf(why, HOPI_WHY, "no header in the first %zu lines", source->head_count);
        return nowhere;
    }
    const hopi_line *line = &source->head[i];
    const hopi_line *data = i + 1 < source->head_count ? &source->head[i + 1] : NULL;
    const int confidence = confidence_in(line, data);
    if (confidence == 0 && starts_with_number(line)) {
        place found;
        if (in_last_comment(source, i, &found)) {
            return found;
        }
        snprintf(why, HOPI_WHY,
                 "line %zu holds numbers, expected before them a header such as "
                 "'frequency_Hz,z_re_ohm,z_im_ohm'",
                 line->number);
    } else if (confidence == 0) {
        char excerpt[HOPI_EXCERPT];
        snprintf(why, HOPI_WHY, "line %zu %s names no column that is known, such as %s",
                 line->number, hopi_excerpt(excerpt, line->text, line->length),
                 "'frequency_Hz' or 'z_re_ohm'");
    }
    return (place){i, 0, confidence};
}

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    return locate(source, why).confidence;
}

static hop_status read_table(hopi_source *source, hop_file *file)
{
    char why[HOPI_WHY];
    const place found = locate(source, why);
    return hopi_read_columns(source, file, found.head_index, found.skip);
}

const hopi_format hopi_format_table = {"table", "table of numbers", 0, detect, read_table};
