/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reads random numbers of four kinds by libhop and by strtod() in the C
 * locale, and counts those that differ in a single bit; then the time of each.
 *
 *   number_strtod [COUNT]        10 000 000 if left out; exit code 1 if any differ
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "io/number.h"

enum { TEXT = 64, SHOWN = 10, REPEATS = 2000000 };

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Any double with 1 to 20 digits; digits around a mark; an integer with an exponent; 17 digits. */
static void make_text(uint64_t *state, long i, char text[TEXT])
{
    const uint64_t bits = next_random(state), more = next_random(state);
    const int exponent = (int)(next_random(state) % 700) - 350;
    double value;
    memcpy(&value, &bits, sizeof value);
    switch (i % 4) {
    case 0:
        snprintf(text, TEXT, "%.*e", (int)(more % 20), isfinite(value) ? value : 1.0);
        break;
    case 1:
        snprintf(text, TEXT, "%llu.%llue%d", (unsigned long long)(bits % 100000000u),
                 (unsigned long long)(more % 10000000000u), exponent / 5);
        break;
    case 2:
        snprintf(text, TEXT, "-%llue%d", (unsigned long long)(bits >> more % 64), exponent);
        break;
    default:
        snprintf(text, TEXT, "%.17g", (double)(bits >> 11) / (double)(1u << more % 31));
    }
}

static int agrees(const char *text)
{
    const char *stop = NULL;
    double ours = 0.0;
    hopi_parse_number(text, text + strlen(text), '.', &ours, &stop);
    const double theirs = strtod(text, NULL);
    return *stop == '\0' && memcmp(&ours, &theirs, sizeof ours) == 0;
}

static void print_times(const char *text)
{
    const char *const end = text + strlen(text), *stop = NULL;
    double value = 0.0, sum = 0.0;
    clock_t start = clock();
    for (int i = 0; i < REPEATS; i++) {
        hopi_parse_number(text, end, '.', &value, &stop);
        sum += value;
    }
    const double ours_ns = 1e9 * (double)(clock() - start) / CLOCKS_PER_SEC / REPEATS;
    start = clock();
    for (int i = 0; i < REPEATS; i++) {
        sum += strtod(text, NULL);
    }
    const double theirs_ns = 1e9 * (double)(clock() - start) / CLOCKS_PER_SEC / REPEATS;
    printf("%-24s %5.1f ns, strtod %5.1f ns%s\n", text, ours_ns, theirs_ns,
           isfinite(sum) ? "" : " ");
}

int main(int argc, char **argv)
{
    const long count = argc > 1 ? strtol(argv[1], NULL, 10) : 10000000;
    uint64_t state = 88172645463325252u;
    char text[TEXT];
    long different = 0;
    for (long i = 0; i < count; i++) {
        make_text(&state, i, text);
        if (!agrees(text) && different++ < SHOWN) {
            printf("differs: %s\n", text);
        }
    }
    printf("%ld numbers, %ld differ\n", count, different);
    print_times("0.0423859");
    print_times("2.0001948E+005");
    print_times("1.312524303488701E+004");
    return different > 0;
}
