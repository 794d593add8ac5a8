/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reads a file part by part and prints the seconds of processor time, the
 * megabytes a second and the points; with a number of megabytes it makes the
 * file first: cycles of 61 frequencies, numbers of 17 digits.
 *
 *   hop-read-speed FILE [MEGABYTES]
 *
 * bench/read_compare.py runs it beside numpy.genfromtxt on the same file.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <hop/hop.h>

#include "timing.h"

enum { POINTS = 61 };

static double random_number(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (double)(*state >> 11) / 9007199254740992.0;
}

static int make_file(const char *path, double megabytes)
{
    uint64_t state = 1;
    FILE *file = fopen(path, "wx");
    if (!file) {
        return 0;
    }
    double written = (double)fprintf(file, "cycle,frequency_Hz,z_re_ohm,z_im_ohm\n");
    for (int cycle = 1; written < 1e6 * megabytes; cycle++) {
        double f = 1e6;
        for (int k = 0; k < POINTS; k++, f /= 1.2589254117941673) {
            written += (double)fprintf(file, "%d,%.17g,%.17g,%.17g\n", cycle, f,
                                       5.0 + 1000.0 * random_number(&state),
                                       -500.0 * random_number(&state));
        }
    }
    return fclose(file) == 0;
}

static int32_t count_points(void *user, const hop_file *part)
{
    for (size_t i = 0; i < hop_file_count(part); i++) {
        *(size_t *)user += hop_file_points(part, i);
    }
    return 0;
}

/* getrusage() would count what the parent had at the fork; NaN where Linux does not tell. */
static double resident_megabytes(void)
{
    char line[256];
    double kilobytes = NAN;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, "VmHWM:", 6) == 0) {
            kilobytes = strtod(line + 6, NULL);
        }
    }
    if (file) {
        fclose(file);
    }
    return 1.024e-3 * kilobytes;
}

int main(int argc, char **argv)
{
    struct stat status;
    hop_ctx *ctx = NULL;
    size_t points = 0;
    if (argc < 2 || argc > 3 || hop_ctx_create(&ctx) != HOP_OK) {
        fputs("usage: hop-read-speed FILE [MEGABYTES]\n", stderr);
        return 2;
    }
    if (argc == 3 && !make_file(argv[1], strtod(argv[2], NULL))) {
        fprintf(stderr, "%s: cannot be made, or exists\n", argv[1]);
        return 1;
    }
    const double start_ns = processor_ns();
    if (hop_read_parts(ctx, argv[1], NULL, count_points, &points) != HOP_OK) {
        fprintf(stderr, "%s\n", hop_ctx_error(ctx));
        return 1;
    }
    const double seconds = 1e-9 * (processor_ns() - start_ns);
    const double megabytes = stat(argv[1], &status) == 0 ? 1e-6 * (double)status.st_size : 0.0;
    printf("megabytes %.1f seconds %.3f megabytes_per_s %.1f points %zu resident_megabytes %.1f\n",
           megabytes, seconds, megabytes / seconds, points, resident_megabytes());
    hop_ctx_destroy(ctx);
    return 0;
}
