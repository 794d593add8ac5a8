/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>
#include <string.h>

#include "io/location.h"
#include "reader.h"

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits at *at as a number, SIZE_MAX if it is too large. */
static size_t whole_number(const char **at, const char *end)
{
    size_t value = 0;
    for (; *at < end && is_digit(**at); (*at)++) {
        const size_t digit = (size_t)(**at - '0');
        value = value > (SIZE_MAX - digit) / 10 ? SIZE_MAX : 10 * value + digit;
    }
    return value;
}

/* "12" or "1-48", counted from 1. */
static int is_range(const char *begin, const char *end, size_t range[2])
{
    const char *at = begin;
    if (at == end || !is_digit(*at)) {
        return 0;
    }
    range[0] = range[1] = whole_number(&at, end);
    if (at + 1 < end && *at == '-' && is_digit(at[1])) {
        at++;
        range[1] = whole_number(&at, end);
    }
    return at == end;
}

static size_t select_range(const hop_trajectory *t, const size_t range[2], int32_t role,
                           int32_t *roles)
{
    if (range[0] < 1 || range[1] < range[0] || range[1] > t->ions) {
        return 0;
    }
    for (size_t i = range[0] - 1; i < range[1]; i++) {
        roles[i] = role;
    }
    return range[1] - range[0] + 1;
}

static size_t select_element(const hop_trajectory *t, const char *begin, const char *end,
                             int32_t role, int32_t *roles)
{
    const size_t length = (size_t)(end - begin);
    const int is_all = length == 3 && memcmp(begin, "all", 3) == 0;
    size_t selected = 0;
    for (size_t i = 0; i < t->ions; i++) {
        if (is_all
            || (strlen(t->elements[i]) == length && memcmp(t->elements[i], begin, length) == 0)) {
            roles[i] = role;
            selected++;
        }
    }
    return selected;
}

static hop_status fail_empty(hop_ctx *ctx, const hop_trajectory *t, const char *begin,
                             const char *end)
{
    char excerpt[HOPI_EXCERPT], known[200] = "";
    size_t used = 0;
    for (size_t i = 0; i < t->ions && used + HOPI_SYMBOL + 2 < sizeof known; i++) {
        int is_new = 1;
        for (size_t j = 0; j < i && is_new; j++) {
            is_new = strcmp(t->elements[i], t->elements[j]) != 0;
        }
        if (is_new) {
            memcpy(known + used, used > 0 ? ", " : "", used > 0 ? 2 : 0);
            used += used > 0 ? 2 : 0;
            memcpy(known + used, t->elements[i], strlen(t->elements[i]) + 1);
            used += strlen(t->elements[i]);
        }
    }
    hopi_excerpt(excerpt, begin, (size_t)(end - begin));
    if (used == 0) {
        return hopi_fail_at(ctx, HOP_ERR_INVALID_ARGUMENT, t->name, 0, 0,
                            "%s selects no ion, expected numbers of ions from 1 to %zu: the file "
                            "names no elements",
                            excerpt, t->ions);
    }
    return hopi_fail_at(ctx, HOP_ERR_INVALID_ARGUMENT, t->name, 0, 0,
                        "%s selects no ion, expected elements (here %s) or numbers of ions from "
                        "1 to %zu",
                        excerpt, known, t->ions);
}

hop_status hop_trajectory_select(hop_ctx *ctx, const hop_trajectory *t, const char *selection,
                                 int32_t role, int32_t *roles)
{
    if (!t || !selection || !roles) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    for (const char *begin = selection;; begin++) {
        const char *end = begin + strcspn(begin, ",");
        const char *stop = end;
        size_t range[2];
        begin = hopi_skip_blanks(begin, end);
        while (stop > begin && stop[-1] == ' ') {
            stop--;
        }
        /* A LAMMPS type without a name is a number, too: types go first. */
        size_t selected = select_element(t, begin, stop, role, roles);
        if (selected == 0 && is_range(begin, stop, range)) {
            selected = select_range(t, range, role, roles);
        }
        if (selected == 0) {
            return fail_empty(ctx, t, begin, stop);
        }
        if (*end == '\0') {
            return HOP_OK;
        }
        begin = end;
    }
}
