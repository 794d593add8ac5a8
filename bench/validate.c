/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * hop-validate: how often the 95 % intervals of libhop hold the truth, on simulated
 * series. Prints the tables of docs/validation.md; with --update FILE it replaces
 * what stands there between "<!-- hop-validate NAME -->" and "<!-- end -->".
 * Exit code 1: a share that must be 95 % lies outside 94-96 % (or 4.5 standard
 * deviations, where the count is small).
 */
#include "validate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct table {
    const char *name;
    void (*make)(run *);
} table;

static const table tables[] = {
    {"spectra", table_spectra},         {"limits", table_limits},
    {"bootstrap", table_bootstrap},     {"threads", table_threads},
    {"series", table_series},           {"temperature", table_temperature},
    {"censored", table_censored},       {"global", table_global},
};
enum { TABLES = sizeof tables / sizeof *tables };

void count_hit(share *s, int hit)
{
    s->of++;
    s->hits += hit != 0;
}

void print_share(run *r, share s, promise expected, const char *row, const char *what)
{
    if (s.of == 0) {
        fprintf(r->out, " – |");
        return;
    }
    const double value = (double)s.hits / s.of;
    const int is_95 = value >= 0.94 && value <= 0.96;
    fprintf(r->out, is_95 ? " %.1f |" : " **%.1f** |", 100.0 * value);
    const double slack = fmax(0.01, 4.5 * sqrt(0.95 * 0.05 / s.of));
    if (expected == PROMISED && fabs(value - 0.95) > slack) {
        fprintf(stderr, "hop-validate: %s: %s: %.2f %% of %d instead of 95 %%\n", row, what,
                100.0 * value, s.of);
        r->broken++;
    }
}

void require(hop_status status, const hop_ctx *ctx, const char *what)
{
    if (status != HOP_OK) {
        fprintf(stderr, "hop-validate: %s: %s %s\n", what, hop_status_name(status),
                hop_ctx_error(ctx));
        exit(2);
    }
}

/* SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) as a hash of a counter. */
static uint64_t mix(uint64_t x)
{
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

double normal(uint32_t seed, uint32_t purpose, uint32_t number, uint32_t k)
{
    const uint64_t a = mix(mix(((uint64_t)seed << 32) | purpose) ^ (((uint64_t)number << 32) | k));
    const double u = ((double)(a >> 11) + 1.0) / 9007199254740992.0;
    const double v = (double)(mix(a) >> 11) / 9007199254740992.0;
    return sqrt(-2.0 * log(u)) * cos(2.0 * acos(-1.0) * v);
}

void log_grid(double low, double high, int count, double *out)
{
    for (int k = 0; k < count; k++) {
        out[k] = low * pow(high / low, (double)k / (count - 1));
    }
}

static const table *find_table(const char *name, size_t length)
{
    for (const table *t = tables; t < tables + TABLES; t++) {
        if (strlen(t->name) == length && strncmp(t->name, name, length) == 0) {
            return t;
        }
    }
    return NULL;
}

/* The file with every table in place of the old one. */
static char *spliced(FILE *in, char *made[TABLES])
{
    static const char begin[] = "<!-- hop-validate ", end[] = "<!-- end -->";
    char line[4096], *text = NULL;
    size_t size = 0;
    int skips = 0;
    FILE *out = open_memstream(&text, &size);
    while (fgets(line, sizeof line, in)) {
        if (strncmp(line, end, sizeof end - 1) == 0) {
            skips = 0;
        }
        if (!skips) {
            fputs(line, out);
        }
        if (strncmp(line, begin, sizeof begin - 1) == 0) {
            const char *name = line + sizeof begin - 1;
            const table *t = find_table(name, strcspn(name, " "));
            if (t && made[t - tables]) {
                fputs(made[t - tables], out);
                skips = 1;
            }
        }
    }
    fclose(out);
    return text;
}

static void update(const char *path, char *made[TABLES])
{
    FILE *file = fopen(path, "r");
    char *text = file ? spliced(file, made) : NULL;
    if (file) {
        fclose(file);
        file = fopen(path, "w");
    }
    if (!file || fputs(text, file) == EOF || fclose(file) != 0) {
        fprintf(stderr, "hop-validate: %s: cannot be rewritten\n", path);
        exit(2);
    }
    free(text);
}

static int usage(void)
{
    fprintf(stderr, "usage: hop-validate [--count N] [--seed S] [--first-row K] [--update FILE]"
                    " [TABLE...]\ntables:");
    for (const table *t = tables; t < tables + TABLES; t++) {
        fprintf(stderr, " %s", t->name);
    }
    fprintf(stderr, "\nexample: hop-validate --count 10000 --update docs/validation.md\n");
    return 2;
}

int main(int argc, char **argv)
{
    run r = {.count = 10000, .seed = 1000};
    const char *path = NULL;
    int wanted[TABLES] = {0}, any = 0;
    for (int i = 1; i < argc; i++) {
        const int has_value = i + 1 < argc;
        const table *t = find_table(argv[i], strlen(argv[i]));
        if (strcmp(argv[i], "--count") == 0 && has_value) {
            r.count = atoi(argv[++i]);
        } else if (strcmp(argv[i], "--seed") == 0 && has_value) {
            r.seed = (uint32_t)strtoul(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--first-row") == 0 && has_value) {
            r.first_row = atoi(argv[++i]); /* to go on where a run was broken off */
        } else if (strcmp(argv[i], "--update") == 0 && has_value) {
            path = argv[++i];
        } else if (t) {
            wanted[t - tables] = any = 1;
        } else {
            return usage();
        }
    }
    if (r.count < 1 || r.first_row < 0) {
        return usage();
    }
    char *made[TABLES] = {NULL};
    for (int k = 0; k < TABLES; k++) {
        size_t size;
        if (any && !wanted[k]) {
            continue;
        }
        r.out = open_memstream(&made[k], &size);
        tables[k].make(&r);
        fclose(r.out);
        printf("%s\n%s\n", tables[k].name, made[k]);
        fflush(stdout);
    }
    if (path) {
        update(path, made);
    }
    for (int k = 0; k < TABLES; k++) {
        free(made[k]);
    }
    return r.broken > 0;
}
