/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "math/random.h"
#include "support.h"
#include "trap.h"

/* Molecular dynamics with NULL, without memory, and from files that are damaged. */
enum { IONS = 3, FRAMES = 80 };

static double frames[FRAMES * IONS * 3];
static const double cell[9] = {6, 0, 0, 0, 6, 0, 0, 0, 6};
static const int32_t roles[IONS] = {HOP_ROLE_MOBILE, HOP_ROLE_FRAMEWORK, HOP_ROLE_MOBILE};

static void set_up(void)
{
    for (int i = 0; i < FRAMES * IONS * 3; i++) {
        frames[i] = 2.0 + 0.2 * sin(0.37 * (i / 9) + i % 9);
    }
}

static hop_status run_frames(hop_ctx *ctx, int64_t block_frames)
{
    hop_vibration_options *o = NULL;
    hop_vibration_run *run = NULL;
    hop_vibration *v = NULL;
    hop_status status = hop_vibration_options_create(ctx, &o);
    if (status == HOP_OK) {
        hop_vibration_options_set_frame_interval(ctx, o, 1e-15);
        hop_vibration_options_set_block_frames(ctx, o, block_frames);
        status = hop_vibration_begin(ctx, o, IONS, roles, NULL, &run);
    }
    if (status == HOP_OK) {
        status = hop_vibration_add(ctx, run, HOP_COORDINATES_CARTESIAN, FRAMES, frames, 1, cell);
    }
    if (status == HOP_OK) {
        status = hop_vibration_finish(ctx, run, &v);
    }
    ck_assert((status == HOP_OK) == (v != NULL));
    hop_vibration_destroy(v);
    hop_vibration_run_destroy(run);
    hop_vibration_options_destroy(o);
    return status;
}

static hop_status run_whole(hop_ctx *ctx)
{
    return run_frames(ctx, 0);
}

static hop_status run_blocks(hop_ctx *ctx)
{
    return run_frames(ctx, 30);
}

static char *path; /* of a trajectory */

static hop_status run_file(hop_ctx *ctx)
{
    hop_trajectory *t = NULL;
    hop_vibration_options *o = NULL;
    hop_vibration *v = NULL;
    int32_t all[64];
    hop_status status = hop_trajectory_open(ctx, path, &t);
    if (status == HOP_OK) {
        status = hop_trajectory_ions(t) <= 64 ? hop_vibration_options_create(ctx, &o)
                                              : HOP_ERR_OUT_OF_RANGE;
    }
    if (status == HOP_OK && isnan(hop_trajectory_frame_interval(t))) {
        hop_vibration_options_set_frame_interval(ctx, o, 1e-15);
    }
    for (int i = 0; i < 64; i++) {
        all[i] = HOP_ROLE_MOBILE;
    }
    if (status == HOP_OK) {
        status = hop_vibration_read(ctx, t, o, all, &v);
    }
    ck_assert((status == HOP_OK) == (v != NULL));
    hop_vibration_destroy(v);
    hop_vibration_options_destroy(o);
    hop_trajectory_destroy(t);
    return status;
}

/* The same motion in each format. */
static char *text_of_format(int format)
{
    char *text = malloc(200000);
    size_t used = 0;
    ck_assert_ptr_nonnull(text);
    if (format == 0) {
        used += (size_t)sprintf(text, "x\n1\n6 0 0\n0 6 0\n0 0 6\nLi Cl\n2 1\n");
    } else if (format == 3) {
        used += (size_t)sprintf(
            text, "<modeling>\n<i name=\"IBRION\"> 0 </i>\n<i name=\"POTIM\"> 1.0 </i>\n"
                  "<atoms> 3 </atoms>\n<array name=\"atoms\" >\n<set>\n<rc><c>Li</c></rc>\n"
                  "<rc><c>Li</c></rc>\n<rc><c>Cl</c></rc>\n</set>\n");
    }
    for (int t = 0; t < FRAMES; t++) {
        static const char *const heads[] = {
            "Direct configuration= 1\n", "ITEM: TIMESTEP\n%d\nITEM: NUMBER OF ATOMS\n3\nITEM: BOX "
            "BOUNDS pp pp pp\n0 1\n0 1\n0 1\nITEM: ATOMS id type xs ys zs ix iy iz\n",
            "3\nLattice=\"1 0 0 0 1 0 0 0 1\" Properties=species:S:1:pos:R:3\n",
            "<calculation>\n<structure>\n<varray name=\"basis\" >\n<v> 1 0 0 </v>\n<v> 0 1 0 "
            "</v>\n<v> 0 0 1 </v>\n</varray>\n<varray name=\"positions\" >\n"};
        const char *head = heads[format];
        used += (size_t)(format == 1 ? sprintf(text + used, heads[1], 5 * t)
                                     : sprintf(text + used, "%s", head));
        for (int i = 0; i < IONS; i++) {
            const double *r = frames + 3 * (t * IONS + i);
            static const char *const lines[] = {"%s%.6f %.6f %.6f\n", "%s%.6f %.6f %.6f 0 1 -1\n",
                                                "%s%.6f %.6f %.6f\n", "%s%.6f %.6f %.6f </v>\n"};
            char start[20] = "";
            if (format == 1) {
                sprintf(start, "%d 1 ", IONS - i);
            } else if (format > 1) {
                sprintf(start, "%s ", format == 2 ? "Li" : "<v>");
            }
            used += (size_t)sprintf(text + used, lines[format], start, r[0] / 6, r[1] / 6,
                                    r[2] / 6);
        }
        used += (size_t)sprintf(text + used, "%s", format == 3 ? "</varray>\n</calculation>\n" : "");
    }
    return text;
}

START_TEST(test_vibration_every_failed_allocation_is_clean)
{
    hopt_assert_every_failure_is_clean(run_whole);
    hopt_assert_every_failure_is_clean(run_blocks);
}
END_TEST

START_TEST(test_trajectory_every_failed_allocation_is_clean)
{
    for (int format = 0; format < 4; format++) {
        char *text = text_of_format(format);
        path = hopt_write_file("t", text, strlen(text));
        hopt_assert_every_failure_is_clean(run_file);
        free(path);
        free(text);
    }
}
END_TEST

/* Some bytes become others: an answer, never a crash. */
START_TEST(test_trajectory_damaged_files_get_an_answer)
{
    static const char signs[] = "0123456789.-+eE \n\t<>\"':=xLi\r\xC3";
    int refused = 0, read = 0;
    for (int format = 0; format < 4; format++) {
        char *text = text_of_format(format);
        const size_t size = strlen(text);
        for (uint32_t k = 0; k < 150; k++) {
            char *damaged = malloc(size + 1);
            hop_ctx *ctx = NULL;
            ck_assert_ptr_nonnull(damaged);
            memcpy(damaged, text, size + 1);
            for (uint32_t j = 0; j < 1 + k % 4; j++) {
                const uint32_t counter[4] = {k, j, (uint32_t)format, 0}, key[2] = {5, 6};
                uint32_t random[4];
                hopi_philox4x32(counter, key, random);
                /* Half of them where a file says what it is. */
                const size_t range = random[2] % 2 ? size : 300;
                damaged[random[0] % range] = signs[random[1] % (sizeof signs - 1)];
            }
            path = hopt_write_file("t", damaged, k % 10 == 0 ? size * k / 150 : size);
            ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
            const hop_status status = run_file(ctx);
            ck_assert(status == HOP_OK || strlen(hop_ctx_error(ctx)) > 0);
            refused += status != HOP_OK;
            read += status == HOP_OK;
            hop_ctx_destroy(ctx);
            remove(path);
            free(path);
            free(damaged);
        }
        free(text);
    }
    ck_assert_int_gt(refused, 50);
    ck_assert_int_gt(read, 50);
}
END_TEST

#define REFUSES(call) ck_assert_int_eq(call, HOP_ERR_NULL_ARGUMENT)

START_TEST(test_vibration_null_arguments_are_refused)
{
    hop_vibration_options *o = NULL;
    hop_vibration_run *run = (hop_vibration_run *)frames;
    hop_vibration *v = (hop_vibration *)frames;
    size_t count = 0;
    REFUSES(hop_vibration_options_create(NULL, NULL));
    ck_assert_int_eq(hop_vibration_options_create(NULL, &o), HOP_OK);
    REFUSES(hop_vibration_options_set_frame_interval(NULL, NULL, 1.0));
    REFUSES(hop_vibration_options_set_length_unit(NULL, NULL, 1.0));
    REFUSES(hop_vibration_options_set_parts(NULL, NULL, 1));
    REFUSES(hop_vibration_options_set_precision(NULL, NULL, 1));
    REFUSES(hop_vibration_options_set_block_frames(NULL, NULL, 100));
    REFUSES(hop_vibration_options_set_blocks(NULL, NULL, 2));
    REFUSES(hop_vibration_options_set_skip(NULL, NULL, 1));
    REFUSES(hop_vibration_options_set_drift(NULL, NULL, 1));
    REFUSES(hop_vibration_options_set_dimension(NULL, NULL, 1));
    REFUSES(hop_vibration_options_set_site_radius(NULL, NULL, 1.0));
    REFUSES(hop_vibration_options_set_histogram_bin(NULL, NULL, 1.0));
    REFUSES(hop_vibration_begin(NULL, o, IONS, roles, NULL, NULL));
    REFUSES(hop_vibration_begin(NULL, NULL, IONS, roles, NULL, &run));
    ck_assert_ptr_null(run);
    REFUSES(hop_vibration_begin(NULL, o, IONS, NULL, NULL, &run));
    ck_assert_int_eq(hop_vibration_begin(NULL, o, IONS, roles, NULL, &run),
                     HOP_ERR_INVALID_ARGUMENT); /* no frame interval */
    hop_vibration_options_set_frame_interval(NULL, o, 1e-15);
    ck_assert_int_eq(hop_vibration_begin(NULL, o, IONS, roles, NULL, &run), HOP_OK);
    REFUSES(hop_vibration_add(NULL, NULL, 1, 1, frames, 1, cell));
    REFUSES(hop_vibration_add(NULL, run, 1, 1, NULL, 1, cell));
    REFUSES(hop_vibration_add(NULL, run, 1, 1, frames, 1, NULL));
    REFUSES(hop_vibration_finish(NULL, run, NULL));
    REFUSES(hop_vibration_finish(NULL, NULL, &v));
    ck_assert_ptr_null(v);
    REFUSES(hop_vibration_read(NULL, NULL, o, roles, &v));
    REFUSES(hop_vibration_spectrum(NULL, HOP_MOTION_SCALAR, NULL, NULL, 0, &count));
    REFUSES(hop_vibration_msd(NULL, NULL, NULL, NULL, 0, &count));
    REFUSES(hop_vibration_histogram(NULL, NULL, NULL, 0, &count));
    ck_assert_double_nan(hop_vibration_value(NULL, HOP_FRAMES));
    ck_assert_double_nan(hop_vibration_standard_error(NULL, HOP_MSD_END));
    ck_assert_double_nan(hop_vibration_standard_deviation(NULL, HOP_MSD_END));
    ck_assert_double_nan(hop_vibration_block_error(NULL, HOP_TRACER_DIFFUSIVITY));
    ck_assert_double_nan(hop_vibration_ion_value(NULL, 0, HOP_MSD_END));
    ck_assert_uint_eq(hop_vibration_ions(NULL), 0);
    ck_assert_uint_eq(hop_vibration_warnings(NULL), 0);
    hop_vibration_run_destroy(run);
    hop_vibration_options_destroy(o);
    hop_vibration_run_destroy(NULL);
    hop_vibration_options_destroy(NULL);
    hop_vibration_destroy(NULL);
}
END_TEST

START_TEST(test_trajectory_null_arguments_are_refused)
{
    hop_trajectory *t = (hop_trajectory *)frames;
    double values[3], rows[9];
    int32_t some[1], has_frame = 0;
    REFUSES(hop_trajectory_open(NULL, "x", NULL));
    REFUSES(hop_trajectory_open(NULL, NULL, &t));
    ck_assert_ptr_null(t);
    REFUSES(hop_trajectory_next(NULL, NULL, values, rows, &has_frame));
    REFUSES(hop_trajectory_select(NULL, NULL, "all", 1, some));
    ck_assert_ptr_null(hop_trajectory_format(NULL));
    ck_assert_ptr_null(hop_trajectory_element(NULL, 0));
    ck_assert_double_nan(hop_trajectory_mass(NULL, 0));
    ck_assert_double_nan(hop_trajectory_frame_interval(NULL));
    ck_assert_double_nan(hop_trajectory_length_unit(NULL));
    ck_assert_uint_eq(hop_trajectory_ions(NULL) + hop_trajectory_frames(NULL), 0);
    ck_assert_int_eq(hop_trajectory_kind(NULL) + hop_trajectory_has_cell(NULL)
                         + hop_trajectory_is_truncated(NULL), 0);
    hop_trajectory_destroy(NULL);
}
END_TEST

START_TEST(test_vibration_bad_values_are_refused_and_named)
{
    hop_ctx *ctx = NULL;
    hop_vibration_options *o = NULL;
    hop_vibration_run *run = NULL;
    const double flat[9] = {1, 0, 0, 2, 0, 0, 0, 0, 1}, masses[IONS] = {1.0, 0.0, 1.0};
    const int32_t wrong[IONS] = {2, 3, 1}, none[IONS] = {0, 1, 1};
    double bad[2 * IONS * 3];
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_vibration_options_create(ctx, &o), HOP_OK);
    ck_assert_int_eq(hop_vibration_options_set_frame_interval(ctx, o, 0.0), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_vibration_options_set_frame_interval(ctx, o, NAN), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_vibration_options_set_parts(ctx, o, 16), HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_vibration_options_set_block_frames(ctx, o, 15), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_vibration_options_set_blocks(ctx, o, 1), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_vibration_options_set_skip(ctx, o, -1), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_vibration_options_set_frame_interval(ctx, o, 1e-15), HOP_OK);
    ck_assert_int_eq(hop_vibration_begin(ctx, o, IONS, wrong, NULL, &run),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_vibration_begin(ctx, o, IONS, none, NULL, &run), HOP_ERR_MISSING_DATA);
    ck_assert_int_eq(hop_vibration_begin(ctx, o, IONS, roles, masses, &run),
                     HOP_ERR_NOT_POSITIVE);
    ck_assert_int_eq(hop_vibration_begin(ctx, o, IONS, roles, NULL, &run), HOP_OK);
    ck_assert_int_eq(hop_vibration_add(ctx, run, 9, 1, frames, 0, NULL),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_CARTESIAN, 1, frames, 0, NULL),
                     HOP_ERR_INVALID_ARGUMENT);
    ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_CARTESIAN, 1, frames, 1, flat),
                     HOP_ERR_BAD_GEOMETRY);
    hop_vibration_run_destroy(run);
    ck_assert_int_eq(hop_vibration_begin(ctx, o, IONS, roles, NULL, &run), HOP_OK);
    memcpy(bad, frames, sizeof bad);
    bad[3 * IONS + 3 + 1] = INFINITY; /* frame 2, the framework ion, y */
    ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_CARTESIAN, 2, bad, 1, cell),
                     HOP_ERR_NOT_FINITE);
    ck_assert_str_eq(hop_ctx_error(ctx), "frame 2, ion 2: y is inf");
    ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_CARTESIAN, 1, frames, 1, cell),
                     HOP_ERR_INVALID_ARGUMENT);
    hop_vibration_run_destroy(run);
    hop_vibration_options_destroy(o);
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_vibration_runs_without_motion_or_frames_are_refused)
{
    hop_ctx *ctx = NULL;
    hop_vibration_options *o = NULL;
    hop_vibration_run *run = NULL;
    hop_vibration *v = NULL;
    static double still[10 * IONS * 3];
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_vibration_options_create(ctx, &o), HOP_OK);
    ck_assert_int_eq(hop_vibration_options_set_frame_interval(ctx, o, 1e-15), HOP_OK);
    ck_assert_int_eq(hop_vibration_begin(ctx, o, IONS, roles, NULL, &run), HOP_OK);
    ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_UNWRAPPED, 3, still, 0, NULL),
                     HOP_OK);
    ck_assert_int_eq(hop_vibration_finish(ctx, run, &v), HOP_ERR_TOO_FEW_POINTS);
    ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_UNWRAPPED, 7, still, 0, NULL),
                     HOP_OK);
    ck_assert_int_eq(hop_vibration_finish(ctx, run, &v), HOP_ERR_NO_VARIATION);
    ck_assert_ptr_null(v);
    hop_vibration_run_destroy(run);
    hop_vibration_options_destroy(o);
    hop_ctx_destroy(ctx);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("vibration-misuse", &tcase);
    tcase_add_checked_fixture(tcase, set_up, NULL);
    tcase_add_test(tcase, test_vibration_every_failed_allocation_is_clean);
    tcase_add_test(tcase, test_trajectory_every_failed_allocation_is_clean);
    tcase_add_test(tcase, test_trajectory_damaged_files_get_an_answer);
    tcase_add_test(tcase, test_vibration_null_arguments_are_refused);
    tcase_add_test(tcase, test_trajectory_null_arguments_are_refused);
    tcase_add_test(tcase, test_vibration_bad_values_are_refused_and_named);
    tcase_add_test(tcase, test_vibration_runs_without_motion_or_frames_are_refused);
    return hopt_run(suite);
}
