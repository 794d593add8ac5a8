/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Times of the analysis of molecular dynamics, by the clock on the wall and of the processor,
 * which other programs disturb less. With a file name, the frames are written
 * there as doubles, so that vibration_restated.py does the same sums in the same run;
 * --make FILE GIGABYTES writes a long XDATCAR, and --file FILE reads one.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "timing.h"

enum { IONS = 100, MOST_FRAMES = 20000, REPEATS = 5 };

static const double cell_angstrom = 20.0, pi = 3.14159265358979323846;

static void end_on(hop_ctx *ctx, hop_status status)
{
    if (status != HOP_OK) {
        fprintf(stderr, "hop-vibration-speed: %s\n", hop_ctx_error(ctx));
        exit(1);
    }
}

/* The least times of a few runs, and the attempt frequency that they found. */
typedef struct timing {
    double wall_ms, processor_ms, first_ms, nu_hz;
} timing;

static const timing untimed = {HUGE_VAL, HUGE_VAL, NAN, NAN};

static timing started(void)
{
    return (timing){1e-6 * wall_ns(), 1e-6 * processor_ns(), NAN, NAN};
}

static void stop(const timing *start, timing *best)
{
    const timing end = started();
    const double processor_ms = end.processor_ms - start->processor_ms;
    best->first_ms = isnan(best->first_ms) ? processor_ms : best->first_ms;
    best->wall_ms = fmin(best->wall_ms, end.wall_ms - start->wall_ms);
    best->processor_ms = fmin(best->processor_ms, processor_ms);
}

static void print(const char *name, timing t)
{
    printf("%s %.3f %.3f %.3f %.17g\n", name, t.wall_ms, t.processor_ms, t.first_ms, t.nu_hz);
}

/* Ions that swing with 4 to 6 THz and hop now and then, 2 fs a frame, in a cubic cell. */
static double *make_frames(void)
{
    double *x = malloc((size_t)MOST_FRAMES * IONS * 3 * sizeof *x);
    if (!x) {
        exit(1);
    }
    for (size_t i = 0; i < IONS; i++) {
        for (size_t c = 0; c < 3; c++) {
            const double f = (4e12 + 2e10 * (double)i) * (1.0 + 0.05 * (double)c);
            double place = fmod(7.7 * (double)i + 3.1 * (double)c, cell_angstrom);
            for (size_t t = 0; t < MOST_FRAMES; t++) {
                place += (t * 31 + i * 17 + c * 7) % 4001 == 0 ? 2.0 : 0.0;
                const double r = place + 0.2 * sin(2.0 * pi * f * 2e-15 * (double)t
                                                   + (double)(i + c));
                x[3 * (t * IONS + i) + c] = r - cell_angstrom * floor(r / cell_angstrom);
            }
        }
    }
    return x;
}

static timing time_of(hop_ctx *ctx, const double *x, size_t frames, int32_t parts, int32_t blocks,
                      int32_t threads)
{
    const double cell[9] = {cell_angstrom, 0, 0, 0, cell_angstrom, 0, 0, 0, cell_angstrom};
    int32_t roles[IONS];
    timing best = untimed;
    hop_vibration_options *o = NULL;
    for (size_t i = 0; i < IONS; i++) {
        roles[i] = HOP_ROLE_MOBILE;
    }
    end_on(ctx, hop_ctx_set_threads(ctx, threads));
    end_on(ctx, hop_vibration_options_create(ctx, &o));
    end_on(ctx, hop_vibration_options_set_frame_interval(ctx, o, 2e-15));
    end_on(ctx, hop_vibration_options_set_parts(ctx, o, parts));
    end_on(ctx, hop_vibration_options_set_blocks(ctx, o, blocks));
    for (int k = 0; k < REPEATS; k++) {
        hop_vibration_run *run = NULL;
        hop_vibration *v = NULL;
        const timing start = started();
        end_on(ctx, hop_vibration_begin(ctx, o, IONS, roles, NULL, &run));
        end_on(ctx, hop_vibration_add(ctx, run, HOP_COORDINATES_CARTESIAN, frames, x, 1, cell));
        end_on(ctx, hop_vibration_finish(ctx, run, &v));
        hop_vibration_run_destroy(run);
        stop(&start, &best);
        best.nu_hz = hop_vibration_value(v, HOP_ATTEMPT_FREQUENCY_SCALAR);
        hop_vibration_destroy(v);
    }
    hop_vibration_options_destroy(o);
    return best;
}

static timing time_of_file(hop_ctx *ctx, const char *path)
{
    timing best = untimed;
    hop_vibration_options *o = NULL;
    end_on(ctx, hop_ctx_set_threads(ctx, 1));
    end_on(ctx, hop_vibration_options_create(ctx, &o));
    end_on(ctx, hop_vibration_options_set_frame_interval(ctx, o, 2e-15));
    end_on(ctx, hop_vibration_options_set_parts(ctx, o, HOP_MOTION_SCALAR));
    end_on(ctx, hop_vibration_options_set_blocks(ctx, o, 0));
    for (int k = 0; k < 3; k++) {
        hop_trajectory *t = NULL;
        hop_vibration *v = NULL;
        int32_t roles[IONS] = {0};
        const timing start = started();
        end_on(ctx, hop_trajectory_open(ctx, path, &t));
        end_on(ctx, hop_trajectory_select(ctx, t, "all", HOP_ROLE_MOBILE, roles));
        end_on(ctx, hop_vibration_read(ctx, t, o, roles, &v));
        stop(&start, &best);
        best.nu_hz = hop_vibration_value(v, HOP_ATTEMPT_FREQUENCY_SCALAR);
        hop_vibration_destroy(v);
        hop_trajectory_destroy(t);
    }
    hop_vibration_options_destroy(o);
    return best;
}

static timing time_of_reading(hop_ctx *ctx, const char *path)
{
    double values[3 * IONS], cell[9];
    timing best = untimed;
    for (int k = 0; k < 3; k++) {
        hop_trajectory *t = NULL;
        int32_t has_frame = 1;
        const timing start = started();
        end_on(ctx, hop_trajectory_open(ctx, path, &t));
        while (has_frame) {
            end_on(ctx, hop_trajectory_next(ctx, t, values, cell, &has_frame));
        }
        stop(&start, &best);
        hop_trajectory_destroy(t);
    }
    return best;
}

static int write_doubles(const double *x, const char *path)
{
    FILE *file = fopen(path, "wb");
    const size_t count = (size_t)MOST_FRAMES * IONS * 3;
    const int ok = file && fwrite(x, sizeof *x, count, file) == count;
    return file && fclose(file) == 0 && ok;
}

/* An XDATCAR of that many bytes, the frames over and over. */
static int write_xdatcar(const double *x, const char *path, double bytes)
{
    FILE *file = fopen(path, "w");
    double written = 0.0;
    if (!file) {
        return 0;
    }
    fprintf(file, "made\n1\n%g 0 0\n0 %g 0\n0 0 %g\nLi\n%d\n", cell_angstrom, cell_angstrom,
            cell_angstrom, IONS);
    for (size_t t = 0; written < bytes; t++) {
        const double *frame = x + 3 * IONS * (t % MOST_FRAMES);
        written += fprintf(file, "Direct configuration= %8zu\n", t + 1);
        for (size_t i = 0; i < 3 * IONS; i++) {
            written += fprintf(file, "  %.8f%s", frame[i] / cell_angstrom, i % 3 == 2 ? "\n" : "");
        }
    }
    return fclose(file) == 0;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        size_t frames;
        int32_t parts, blocks, threads;
    } cases[] = {{"scalar", 20000, HOP_MOTION_SCALAR, 0, 1},
                 {"scalar-two-threads", 20000, HOP_MOTION_SCALAR, 0, 2},
                 {"scalar-prime-length", 19997, HOP_MOTION_SCALAR, 0, 1},
                 {"all", 20000, HOP_MOTION_ALL, 0, 1},
                 {"all-two-threads", 20000, HOP_MOTION_ALL, 0, 2},
                 {"all-prime-length", 19997, HOP_MOTION_ALL, 0, 1},
                 {"blocks", 20000, HOP_MOTION_ALL, 5, 1},
                 {"blocks-two-threads", 20000, HOP_MOTION_ALL, 5, 2},
                 {"blocks-prime-length", 19997, HOP_MOTION_ALL, 5, 1}};
    hop_ctx *ctx = NULL;
    end_on(NULL, hop_ctx_create(&ctx));
    if (argc > 2 && strcmp(argv[1], "--file") == 0) {
        print("file", time_of_file(ctx, argv[2]));
        print("reading", time_of_reading(ctx, argv[2]));
        hop_ctx_destroy(ctx);
        return 0;
    }
    double *x = make_frames();
    const int makes = argc > 3 && strcmp(argv[1], "--make") == 0;
    if (makes ? !write_xdatcar(x, argv[2], 1e9 * atof(argv[3]))
              : argc > 1 && !write_doubles(x, argv[1])) {
        fprintf(stderr, "hop-vibration-speed: %s cannot be written\n", argv[makes ? 2 : 1]);
        return 1;
    }
    if (makes) {
        free(x);
        hop_ctx_destroy(ctx);
        return 0;
    }
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        print(cases[i].name, time_of(ctx, x, cases[i].frames, cases[i].parts, cases[i].blocks,
                                     cases[i].threads));
    }
    free(x);
    hop_ctx_destroy(ctx);
    return 0;
}
