/* SPDX-License-Identifier: BSD-3-Clause */
#include "reading.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "json_out.h"

static const choice delimiters[] = {
    {"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"blank", ' '}, {"", 0}};
static const choice decimal_marks[] = {{"point", '.'}, {"comma", ','}, {"", 0}};
static const choice signs[] = {
    {"auto", HOP_SIGN_AUTO}, {"as-is", HOP_SIGN_AS_IS}, {"turned", HOP_SIGN_TURNED}, {"", 0}};
static const choice duplicate_rules[] = {{"mean", HOP_DUPLICATES_MEAN},
                                         {"first", HOP_DUPLICATES_FIRST},
                                         {"last", HOP_DUPLICATES_LAST},
                                         {"refuse", HOP_DUPLICATES_REFUSE},
                                         {"", 0}};

const choice temperature_origins[] = {{"given", TEMPERATURE_FROM_GIVEN},
                                      {"file", TEMPERATURE_FROM_FILE},
                                      {"name", TEMPERATURE_FROM_NAME},
                                      {"none", TEMPERATURE_FROM_NONE},
                                      {"", 0}};

#define PLACE(member) offsetof(reading, member)

const reading_setting reading_list[] = {
    {"format", "format", '1', PLACE(format), NULL},
    {"columns", "columns", '2', PLACE(columns), NULL},
    {"delimiter", "delimiter", '3', PLACE(delimiter), delimiters},
    {"decimal_mark", "decimal-mark", '4', PLACE(decimal_mark), decimal_marks},
    {"sign", "sign", '5', PLACE(sign), signs},
    {"duplicates", "duplicates", '6', PLACE(duplicates), duplicate_rules},
    {"temperature_from", "temperature-from", '8', PLACE(temperature_from), temperature_origins},
};

static int32_t *word_of(reading *r, const reading_setting *s)
{
    return (int32_t *)((char *)r + s->place);
}

static const char **text_place(reading *r, const reading_setting *s)
{
    return (const char **)((char *)r + s->place);
}

const char *reading_value(const reading *r, const reading_setting *s)
{
    reading copy = *r;
    if (!s->choices) {
        return *text_place(&copy, s);
    }
    const int32_t value = *word_of(&copy, s);
    return value ? choice_name(s->choices, value) : NULL;
}

/* Formats and columns are for the library to judge. */
bool reading_read(reading *r, const reading_setting *s, const char *text,
                  char problem[PROBLEM_SIZE])
{
    if (s->choices) {
        return choice_read(text, s->choices, word_of(r, s), problem);
    }
    hop_ctx *ctx = NULL;
    hop_read_options *how = NULL;
    const bool ok = hop_ctx_create(&ctx) == HOP_OK
                    && hop_read_options_create(ctx, &how) == HOP_OK
                    && (s->place == PLACE(format)
                            ? hop_read_options_set_format(ctx, how, text)
                            : hop_read_options_set_columns(ctx, how, text))
                           == HOP_OK;
    if (!ok) {
        snprintf(problem, PROBLEM_SIZE, "%.300s%s", hop_ctx_error(ctx),
                 s->place == PLACE(format)
                     ? ", expected one of those that hop info --help lists"
                     : "");
    }
    hop_read_options_destroy(how);
    hop_ctx_destroy(ctx);
    *text_place(r, s) = text;
    return ok;
}

bool reading_take(reading *r, int letter, const char *text, char problem[PROBLEM_SIZE])
{
    const reading_setting *s = reading_list;
    while (s->letter != letter) {
        s++;
    }
    return reading_read(r, s, text, problem);
}

reading reading_over(reading above, reading below)
{
    for (size_t i = 0; i < READING_COUNT; i++) {
        const reading_setting *s = &reading_list[i];
        if (!reading_value(&above, s) && s->choices) {
            *word_of(&above, s) = *word_of(&below, s);
        } else if (!reading_value(&above, s)) {
            *text_place(&above, s) = *text_place(&below, s);
        }
    }
    return above;
}

static bool differ(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) != 0 : a != b;
}

bool reading_same(const reading *a, const reading *b)
{
    bool same = true;
    for (size_t i = 0; i < READING_COUNT; i++) {
        same = same && !differ(reading_value(a, &reading_list[i]), reading_value(b, &reading_list[i]));
    }
    return same;
}

bool reading_replaced(const reading *line, const reading *file, const reading_setting *s)
{
    const char *above = reading_value(line, s), *below = reading_value(file, s);
    return above && below && differ(above, below);
}

json_t *reading_json(const reading *line, const reading *file)
{
    const reading used = reading_over(*line, *file);
    json_t *o = json_or_end(json_object()), *replaced = json_or_end(json_object());
    for (size_t i = 0; i < READING_COUNT; i++) {
        const reading_setting *s = &reading_list[i];
        const char *value = reading_value(&used, s);
        json_put(o, s->key, value ? json_text(value) : json_null());
        if (reading_replaced(line, file, s)) {
            json_put(replaced, s->key, json_text(reading_value(file, s)));
        }
    }
    json_put(o, "replaced_by_command_line", replaced);
    return o;
}
