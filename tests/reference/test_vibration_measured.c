/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include <hop/hop.h>
#include <jansson.h>

#include "support.h"

/* c-Na3PS4, 800 K: displacements in Å of each ion in 100 frames, 20 fs apart; 48 Na first. */
static hop_vibration *analyse_na3ps4(int32_t parts)
{
    enum { FRAMES = 100, MOBILE = 48 };
    const double frame_interval_s = 10 * 2e-15;
    char *path = hopt_shared_path("data/md/na3ps4/cNa3PS4_pda.json");
    json_error_t error;
    json_t *root = json_load_file(path, 0, &error);
    ck_assert_msg(root != NULL, "%s: %s", path, error.text);
    json_t *all = json_object_get(root, "displacements");
    const size_t ions = json_array_size(all);
    double *x = calloc(FRAMES * ions * 3, sizeof *x);
    int32_t *roles = calloc(ions, sizeof *roles);
    ck_assert(x && roles);
    for (size_t i = 0; i < ions; i++) {
        roles[i] = i < MOBILE ? HOP_ROLE_MOBILE : HOP_ROLE_NONE;
        for (size_t t = 0; t < FRAMES; t++) {
            for (size_t c = 0; c < 3; c++) {
                x[3 * (t * ions + i) + c] = json_number_value(
                    json_array_get(json_array_get(json_array_get(all, i), t), c));
            }
        }
    }
    hop_vibration_options *o = NULL;
    hop_vibration_run *run = NULL;
    hop_vibration *v = NULL;
    ck_assert_int_eq(hop_vibration_options_create(NULL, &o), HOP_OK);
    ck_assert_int_eq(hop_vibration_options_set_frame_interval(NULL, o, frame_interval_s), HOP_OK);
    ck_assert_int_eq(hop_vibration_options_set_parts(NULL, o, parts), HOP_OK);
    ck_assert_int_eq(hop_vibration_begin(NULL, o, ions, roles, NULL, &run), HOP_OK);
    ck_assert_int_eq(hop_vibration_add(NULL, run, HOP_COORDINATES_UNWRAPPED, FRAMES, x, 0, NULL),
                     HOP_OK);
    ck_assert_int_eq(hop_vibration_finish(NULL, run, &v), HOP_OK);
    hop_vibration_run_destroy(run);
    hop_vibration_options_destroy(o);
    free(x);
    free(roles);
    json_decref(root);
    free(path);
    return v;
}

START_TEST(test_vibration_na3ps4_gives_the_published_attempt_frequency)
{
    hop_vibration *v = analyse_na3ps4(HOP_MOTION_ALL);
    ck_assert_uint_eq(hop_vibration_ions(v), 48);
    /* Published: (4.72 ± 0.78)·10¹² Hz, the latter the deviation over ions; half a last digit. */
    ck_assert_double_eq_tol(hop_vibration_value(v, HOP_ATTEMPT_FREQUENCY_SCALAR), 4.72e12, 5e9);
    ck_assert_double_eq_tol(hop_vibration_standard_deviation(v, HOP_ATTEMPT_FREQUENCY_SCALAR),
                            0.78e12, 5e9);
    ck_assert_uint_eq(hop_vibration_warnings(v) & HOP_VIBRATION_COARSE_SAMPLING, 0);
    ck_assert_uint_ne(hop_vibration_warnings(v) & HOP_VIBRATION_SHORT_RUN, 0);
    hop_vibration_destroy(v);
}
END_TEST

START_TEST(test_vibration_li6ps5cl_is_too_coarse_and_diffuses)
{
    char *path = hopt_shared_path("data/md/li6ps5cl/actual_XDATCAR.gz");
    hop_ctx *ctx = NULL;
    hop_trajectory *t = NULL;
    hop_vibration_options *o = NULL;
    hop_vibration *v = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    const hop_status opened = hop_trajectory_open(ctx, path, &t);
    if (opened == HOP_ERR_PACKED) { /* a build without zlib */
        hop_ctx_destroy(ctx);
        free(path);
        return;
    }
    ck_assert_msg(opened == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_uint_eq(hop_trajectory_ions(t), 416);
    int32_t *roles = calloc(416, sizeof *roles);
    ck_assert_int_eq(hop_trajectory_select(ctx, t, "all", HOP_ROLE_FRAMEWORK, roles), HOP_OK);
    ck_assert_int_eq(hop_trajectory_select(ctx, t, "Li", HOP_ROLE_MOBILE, roles), HOP_OK);
    ck_assert_int_eq(hop_vibration_options_create(ctx, &o), HOP_OK);
    ck_assert_int_eq(hop_vibration_options_set_frame_interval(ctx, o, 100e-15), HOP_OK);
    ck_assert_int_eq(hop_vibration_read(ctx, t, o, roles, &v), HOP_OK);
    ck_assert_double_eq(hop_vibration_value(v, HOP_FRAMES), 140.0);
    /* Known as "about 11.8 Å²". */
    ck_assert_double_eq_tol(1e20 * hop_vibration_value(v, HOP_MSD_END), 11.8, 0.05);
    ck_assert_uint_ne(hop_vibration_warnings(v) & HOP_VIBRATION_COARSE_SAMPLING, 0);
    ck_assert_uint_eq(hop_vibration_warnings(v) & HOP_VIBRATION_AMBIGUOUS_STEPS, 0);
    hop_vibration_destroy(v);
    hop_vibration_options_destroy(o);
    hop_trajectory_destroy(t);
    hop_ctx_destroy(ctx);
    free(roles);
    free(path);
}
END_TEST

int main(void)
{
    hopt_shared_folder();
    TCase *tcase;
    Suite *suite = hopt_suite("vibration-measured", &tcase);
    tcase_add_test(tcase, test_vibration_na3ps4_gives_the_published_attempt_frequency);
    tcase_add_test(tcase, test_vibration_li6ps5cl_is_too_coarse_and_diffuses);
    return hopt_run(suite);
}
