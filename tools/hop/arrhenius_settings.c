/* SPDX-License-Identifier: BSD-3-Clause */
#include "arrhenius_settings.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include <hop/hop.h>

#include "json_out.h"

#define PLACE(member) offsetof(arrhenius_settings, member)

const arrhenius_setting arrhenius_list[] = {
    {"extractor", "extractor", 'X', PLACE(extractor), extractors, NULL},
    {"method", "arrhenius", 'A', PLACE(method), arrhenius_methods, NULL},
    {"birge", "birge", 'B', PLACE(birge), birge_choices, NULL},
    {"limits", "limits", 'L', PLACE(limits), limit_choices, NULL},
    {"limit_width", "limit-width", 'U', PLACE(limit_width), NULL, &limit_width},
    {"loss", "arrhenius-loss", 'H', PLACE(loss), arrhenius_losses, NULL},
    {"quantity", "quantity", 'Q', PLACE(quantity), line_quantities, NULL},
    {"temperature_error_K", "temperature-error-K", 'E', PLACE(temperature_error_K), NULL,
     &temperature_error_K},
    {"temperature_offset_error_K", "temperature-offset-error-K", 'O',
     PLACE(temperature_offset_error_K), NULL, &temperature_error_K},
};
const size_t arrhenius_list_count = sizeof arrhenius_list / sizeof arrhenius_list[0];

const arrhenius_settings arrhenius_unset = {.limit_width = NAN, .temperature_error_K = NAN,
                                            .temperature_offset_error_K = NAN};
const arrhenius_settings arrhenius_default = {.extractor = HOP_EXTRACTOR_FIT,
                                              .method = HOP_ARRHENIUS_JOINT,
                                              .birge = HOP_BIRGE_SIGNIFICANT,
                                              .limits = HOP_LIMITS_CENSORED,
                                              .loss = HOP_ARRHENIUS_LOSS_SQUARE,
                                              .quantity = HOP_ARRHENIUS_SIGMA_T,
                                              .limit_width = 0.7};

static int32_t *word_of(arrhenius_settings *a, const arrhenius_setting *s)
{
    return (int32_t *)((char *)a + s->place);
}

static double *number_of(arrhenius_settings *a, const arrhenius_setting *s)
{
    return (double *)((char *)a + s->place);
}

static bool is_set(arrhenius_settings a, const arrhenius_setting *s)
{
    return s->choices ? *word_of(&a, s) != 0 : !isnan(*number_of(&a, s));
}

bool arrhenius_read(arrhenius_settings *a, const arrhenius_setting *setting, const char *text,
                    char problem[PROBLEM_SIZE])
{
    return setting->choices
               ? choice_read(text, setting->choices, word_of(a, setting), problem)
               : number_read(text, setting->rule, number_of(a, setting), problem);
}

static const arrhenius_setting *setting_of(int letter)
{
    const arrhenius_setting *s = arrhenius_list;
    while (s->letter != letter) {
        s++;
    }
    return s;
}

bool arrhenius_take(arrhenius_settings *a, int letter, const char *text,
                    char problem[PROBLEM_SIZE])
{
    return arrhenius_read(a, setting_of(letter), text, problem);
}

bool arrhenius_check(const arrhenius_settings *a, arrhenius_naming naming,
                     char problem[PROBLEM_SIZE])
{
    /* Unweighted lines have no limits on them, and errors from the scatter in any case. */
    static const struct {
        int idle, beside;
        int32_t value;
    } rules[] = {{'U', 'L', HOP_LIMITS_DROP},
                 {'U', 'A', HOP_ARRHENIUS_UNWEIGHTED},
                 {'L', 'A', HOP_ARRHENIUS_UNWEIGHTED},
                 {'B', 'A', HOP_ARRHENIUS_UNWEIGHTED}};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const arrhenius_setting *idle = setting_of(rules[i].idle);
        const arrhenius_setting *beside = setting_of(rules[i].beside);
        arrhenius_settings copy = *a;
        if (is_set(copy, idle) && *word_of(&copy, beside) == rules[i].value) {
            const bool as_option = naming == ARRHENIUS_OPTIONS;
            snprintf(problem, PROBLEM_SIZE, "%s%s has no effect beside %s%s%s %s",
                     as_option ? "--" : "", as_option ? idle->option : idle->key,
                     as_option ? "--" : "", as_option ? beside->option : beside->key,
                     as_option ? "" : ":", choice_name(beside->choices, rules[i].value));
            return false;
        }
    }
    return true;
}

arrhenius_settings arrhenius_over(arrhenius_settings above, arrhenius_settings below)
{
    for (const arrhenius_setting *s = arrhenius_list; s < arrhenius_list + arrhenius_list_count;
         s++) {
        if (!is_set(above, s) && s->choices) {
            *word_of(&above, s) = *word_of(&below, s);
        } else if (!is_set(above, s)) {
            *number_of(&above, s) = *number_of(&below, s);
        }
    }
    return above;
}

static json_t *setting_json(arrhenius_settings a, const arrhenius_setting *s)
{
    return s->choices ? json_text(choice_name(s->choices, *word_of(&a, s)))
                      : json_number(*number_of(&a, s));
}

json_t *arrhenius_settings_json(const arrhenius_settings *used)
{
    json_t *o = json_or_end(json_object());
    for (size_t i = 0; i < arrhenius_list_count; i++) {
        json_put(o, arrhenius_list[i].key, setting_json(*used, &arrhenius_list[i]));
    }
    return o;
}

/* Both say something, and not the same. */
static bool is_replaced(arrhenius_settings line, arrhenius_settings file,
                        const arrhenius_setting *s)
{
    return is_set(line, s) && is_set(file, s)
           && (s->choices ? *word_of(&line, s) != *word_of(&file, s)
                          : *number_of(&line, s) != *number_of(&file, s));
}

json_t *arrhenius_replaced_json(const arrhenius_settings *line, const arrhenius_settings *file)
{
    json_t *o = json_or_end(json_object());
    for (size_t i = 0; i < arrhenius_list_count; i++) {
        if (is_replaced(*line, *file, &arrhenius_list[i])) {
            json_put(o, arrhenius_list[i].key, setting_json(*file, &arrhenius_list[i]));
        }
    }
    return o;
}

static void print_setting(arrhenius_settings a, const arrhenius_setting *s, FILE *out)
{
    if (s->choices) {
        fputs(choice_name(s->choices, *word_of(&a, s)), out);
    } else {
        fprintf(out, "%.15g", *number_of(&a, s));
    }
}

void arrhenius_write(const arrhenius_settings *a, const char *indent, FILE *out)
{
    bool has_any = false;
    for (const arrhenius_setting *s = arrhenius_list; s < arrhenius_list + arrhenius_list_count;
         s++) {
        if (is_set(*a, s)) {
            has_any ? fputs(", ", out) : fprintf(out, "%sarrhenius: {", indent);
            fprintf(out, "%s: ", s->key);
            print_setting(*a, s, out);
            has_any = true;
        }
    }
    fputs(has_any ? "}\n" : "", out);
}

void arrhenius_replaced_print(const arrhenius_settings *line, const arrhenius_settings *file,
                              FILE *out)
{
    for (const arrhenius_setting *s = arrhenius_list; s < arrhenius_list + arrhenius_list_count;
         s++) {
        if (is_replaced(*line, *file, s)) {
            fprintf(out, "  note: --%s ", s->option);
            print_setting(*line, s, out);
            fprintf(out, " goes before %s: ", s->key);
            print_setting(*file, s, out);
            fputs(" of the study file\n", out);
        }
    }
}
