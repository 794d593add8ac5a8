/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "peer.h"

/*
 * peer FILE: reads the spectra and then commands, a line each: "round FIRST COUNT" fits
 * those spectra and answers the nanoseconds it took, "write FILE" stores all results.
 */
typedef struct mix {
    int32_t count, points;
    double *freq_hz, *y, *results;
} mix;

static void *room(size_t count)
{
    void *memory = calloc(count, sizeof(double));
    if (!memory) {
        fputs("peer: no memory\n", stderr);
        exit(1);
    }
    return memory;
}

static void read_doubles(FILE *file, size_t count, double *out)
{
    if (fread(out, sizeof *out, count, file) != count) {
        fputs("peer: the file of spectra is too short\n", stderr);
        exit(1);
    }
}

static mix read_mix(const char *path)
{
    mix m;
    FILE *file = fopen(path, "rb");
    if (!file || fread(&m.count, sizeof m.count, 1, file) != 1
        || fread(&m.points, sizeof m.points, 1, file) != 1) {
        fprintf(stderr, "peer: %s cannot be read\n", path);
        exit(1);
    }
    m.freq_hz = room((size_t)m.points);
    m.y = room((size_t)m.points * (size_t)m.count);
    m.results = room((size_t)PEER_RESULTS * (size_t)m.count);
    read_doubles(file, (size_t)m.points, m.freq_hz);
    read_doubles(file, (size_t)m.points * (size_t)m.count, m.y);
    fclose(file);
    return m;
}

static double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

static void write_results(const mix *m, const char *path)
{
    FILE *file = fopen(path, "wb");
    const size_t count = (size_t)PEER_RESULTS * (size_t)m->count;
    if (!file || fwrite(m->results, sizeof *m->results, count, file) != count || fclose(file) != 0) {
        fprintf(stderr, "peer: %s cannot be written\n", path);
        exit(1);
    }
}

/* Nanoseconds of the fits, as often as it takes for threads and caches to be awake. */
static double time_round(mix *m, int first, int count)
{
    const double least_ns = 2e7, start = now_ns();
    double used = 0.0;
    int rounds = 0;
    while (used < least_ns) {
        peer_fit(first, count, m->results + (size_t)first * PEER_RESULTS);
        used = now_ns() - start;
        rounds++;
    }
    return used / rounds;
}

int main(int argc, char **argv)
{
    char line[4096], path[4000];
    int first, count;
    if (argc != 2) {
        fputs("usage: peer FILE\n", stderr);
        return 2;
    }
    mix m = read_mix(argv[1]);
    peer_open(m.count, m.points, m.freq_hz, m.y);
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "round %d %d", &first, &count) == 2 && first >= 0 && count > 0
            && count <= m.count - first) {
            printf("%.0f\n", time_round(&m, first, count));
        } else if (sscanf(line, "write %3999[^\n]", path) == 1) {
            write_results(&m, path);
            puts("written");
        } else {
            puts("unknown command");
        }
        fflush(stdout);
    }
    peer_close();
    free(m.freq_hz);
    free(m.y);
    free(m.results);
    return 0;
}
