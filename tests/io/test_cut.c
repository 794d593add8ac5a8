/* SPDX-License-Identifier: BSD-3-Clause */
#define _POSIX_C_SOURCE 200809L
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"

/* Every file of cases, cut behind each of its bytes: what is read is in the whole file. */
enum { POINT_LIMIT = 4096 };

typedef struct points {
    size_t count;
    double f_hz[POINT_LIMIT], re[POINT_LIMIT], im[POINT_LIMIT];
} points;

static glob_t files;

static void take_points(hop_ctx *ctx, const hop_file *file, points *p)
{
    p->count = 0;
    for (size_t i = 0; i < hop_file_count(file); i++) {
        hop_spectrum *s = NULL;
        const double given_k = isnan(hop_file_temperature(file, i)) ? 300.0 : NAN;
        /* A cube of 1 m: the numbers stay what they are. */
        if (hop_file_spectrum(ctx, file, i, 1.0, 1.0, given_k, &s)) {
            continue;
        }
        const size_t n = hop_spectrum_count(s), room = POINT_LIMIT - p->count;
        double *im = hop_spectrum_is_complex(s) ? p->im + p->count : NULL;
        memset(p->im + p->count, 0, n < room ? n * sizeof *p->im : 0);
        ck_assert_int_eq(hop_spectrum_frequencies(s, p->f_hz + p->count, room, NULL), HOP_OK);
        ck_assert_int_eq(hop_spectrum_values(s, hop_spectrum_representation(s),
                                             p->re + p->count, im, room, NULL),
                         HOP_OK);
        p->count += n;
        hop_spectrum_destroy(s);
    }
}

static int holds(const points *p, double f_hz, double re, double im)
{
    for (size_t k = 0; k < p->count; k++) {
        if (memcmp(&p->f_hz[k], &f_hz, sizeof f_hz) == 0 && memcmp(&p->re[k], &re, sizeof re) == 0
            && memcmp(&p->im[k], &im, sizeof im) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What is decided from all points together is decided anew: the sign, a leg measured twice. */
static int depends_on_all(const char *name, const hop_file *file)
{
    return (hop_file_flags(file) & HOP_READ_DUPLICATES) != 0 || strstr(name, "measured-twice");
}

static hop_read_options *options_of(hop_ctx *ctx)
{
    hop_read_options *options = NULL;
    ck_assert_int_eq(hop_read_options_create(ctx, &options), HOP_OK);
    ck_assert_int_eq(hop_read_options_set_sign(ctx, options, HOP_SIGN_AS_IS), HOP_OK);
    return options;
}

static void check_part(hop_ctx *ctx, const char *name, const char *data, size_t size,
                       const points *whole)
{
    static points part;
    hop_file *file = NULL;
    hop_read_options *options = options_of(ctx);
    if (hop_read_memory_with(ctx, name, data, size, options, &file)) {
        ck_assert_msg(strncmp(hop_ctx_error(ctx), name, strlen(name)) == 0,
                      "%s cut behind byte %zu: no place in '%s'", name, size, hop_ctx_error(ctx));
    } else {
        take_points(ctx, file, &part);
        for (size_t k = 0; k < part.count; k++) {
            ck_assert_msg(holds(whole, part.f_hz[k], part.re[k], part.im[k]),
                          "%s cut behind byte %zu: %.17g Hz, %.17g, %.17g is not in the file", name,
                          size, part.f_hz[k], part.re[k], part.im[k]);
        }
    }
    hop_read_options_destroy(options);
    hop_file_destroy(file);
}

START_TEST(test_read_memory_part_of_a_file_gives_no_other_points)
{
    static points whole;
    const char *path = files.gl_pathv[_i], *name = strrchr(path, '/') + 1;
    size_t size = 0;
    hop_ctx *ctx = NULL;
    hop_file *file = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    char *data = hopt_read_file(path, &size);
    hop_read_options *options = options_of(ctx);
    if (!strstr(name, ".expected")
        && hop_read_memory_with(ctx, name, data, size, options, &file) == HOP_OK
        && !depends_on_all(name, file)) {
        take_points(ctx, file, &whole);
        for (size_t cut = 0; cut < size; cut++) {
            check_part(ctx, name, data, cut, &whole);
        }
    }
    hop_read_options_destroy(options);
    hop_file_destroy(file);
    hop_ctx_destroy(ctx);
    free(data);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("io_cut", &tcase);
    char pattern[1024];
    snprintf(pattern, sizeof pattern, "%s/tests/io/cases/*", getenv("HOP_SOURCE"));
    if (glob(pattern, 0, NULL, &files)) {
        return EXIT_FAILURE;
    }
    tcase_add_loop_test(tcase, test_read_memory_part_of_a_file_gives_no_other_points, 0,
                        (int)files.gl_pathc);
    const int status = hopt_run(suite);
    globfree(&files);
    return status;
}
