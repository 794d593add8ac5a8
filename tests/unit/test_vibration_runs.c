/* SPDX-License-Identifier: BSD-3-Clause */
#include "motion.h"

enum { FEW_KEYS = 5 };

static const int32_t few_keys[FEW_KEYS] = {HOP_ATTEMPT_FREQUENCY_SCALAR,
                                           HOP_ATTEMPT_FREQUENCY_VECTOR, HOP_VIBRATION_AMPLITUDE,
                                           HOP_MSD_END, HOP_TRACER_DIFFUSIVITY};

/* In calls that end anywhere; the last seven ions are a framework. */
static void analyse_on(int32_t threads, const motion *m, int32_t parts, double values[FEW_KEYS])
{
    const size_t calls[] = {m->frames - 301, 300, 1};
    int32_t *roles = calloc(m->ions, sizeof *roles);
    hop_ctx *ctx = NULL;
    hop_vibration_run *run = NULL;
    hop_vibration *v = NULL;
    hop_vibration_options *o = make_options(parts);
    ck_assert_ptr_nonnull(roles);
    for (size_t i = 0; i < m->ions; i++) {
        roles[i] = i + 7 < m->ions ? HOP_ROLE_MOBILE : HOP_ROLE_FRAMEWORK;
    }
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_ctx_set_threads(ctx, threads), HOP_OK);
    ck_assert_int_eq(hop_vibration_begin(ctx, o, m->ions, roles, NULL, &run), HOP_OK);
    for (size_t c = 0, t = 0; c < 3; t += calls[c++]) {
        ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_UNWRAPPED, calls[c],
                                           at(m, t, 0), 0, NULL), HOP_OK);
    }
    ck_assert_int_eq(hop_vibration_finish(ctx, run, &v), HOP_OK);
    for (size_t i = 0; i < FEW_KEYS; i++) {
        values[i] = hop_vibration_value(v, few_keys[i]);
    }
    hop_vibration_destroy(v);
    hop_vibration_run_destroy(run);
    hop_vibration_options_destroy(o);
    hop_ctx_destroy(ctx);
    free(roles);
}

START_TEST(test_vibration_results_do_not_depend_on_threads_to_the_last_bit)
{
    /* Long enough for several threads; many ions are followed in slices. */
    const size_t ions[] = {37, 300}, frames[] = {9302, 900};
    const int32_t parts[] = {HOP_MOTION_ALL, HOP_MOTION_SCALAR};
    for (size_t k = 0; k < 4; k++) {
        motion m = make_harmonic(ions[k / 2], frames[k / 2], 1e12, 0.2);
        double alone[FEW_KEYS], together[FEW_KEYS];
        analyse_on(1, &m, parts[k % 2], alone);
        analyse_on(5, &m, parts[k % 2], together);
        ck_assert_mem_eq(alone, together, sizeof alone);
        free(m.x);
    }
}
END_TEST

/* Cartesian frames of 37 ions in a cell of 3 Å, which they often leave, a framework among them. */
static void analyse_with(int32_t instructions, const motion *m, int is_scattered, int32_t parts,
                         double values[5])
{
    const double cell[9] = {3.0, 0.0, 0.0, 0.4, 3.1, 0.0, 0.0, -0.3, 2.9};
    const int32_t keys[5] = {HOP_ATTEMPT_FREQUENCY_SCALAR, HOP_ATTEMPT_FREQUENCY_VECTOR,
                             HOP_VIBRATION_AMPLITUDE, HOP_MSD_END, HOP_TRACER_DIFFUSIVITY};
    int32_t roles[37];
    hop_ctx *ctx = NULL;
    hop_vibration_run *run = NULL;
    hop_vibration *v = NULL;
    hop_vibration_options *o = make_options(parts);
    for (size_t i = 0; i < 37; i++) {
        const int is_mobile = is_scattered ? i % 3 != 0 : i < 27;
        roles[i] = is_mobile ? HOP_ROLE_MOBILE : HOP_ROLE_FRAMEWORK;
    }
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_ctx_set_instructions(ctx, instructions), HOP_OK);
    ck_assert_int_eq(hop_vibration_begin(ctx, o, 37, roles, NULL, &run), HOP_OK);
    ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_CARTESIAN, m->frames, m->x, 1,
                                       cell), HOP_OK);
    ck_assert_int_eq(hop_vibration_finish(ctx, run, &v), HOP_OK);
    for (size_t i = 0; i < 5; i++) {
        values[i] = hop_vibration_value(v, keys[i]);
    }
    hop_vibration_destroy(v);
    hop_vibration_run_destroy(run);
    hop_vibration_options_destroy(o);
    hop_ctx_destroy(ctx);
}

START_TEST(test_vibration_instruction_sets_agree)
{
    const int32_t parts[] = {HOP_MOTION_SCALAR | HOP_MOTION_AMPLITUDE, HOP_MOTION_ALL};
    motion m = make_harmonic(37, 700, 5e12, 0.2);
    for (size_t i = 0; i < 4; i++) {
        double plain[5], values[5];
        analyse_with(HOP_INSTRUCTIONS_BASELINE, &m, i % 2 == 0, parts[i / 2], plain);
        ck_assert_double_gt(plain[0], 0.0);
        for (int32_t set = HOP_INSTRUCTIONS_AVX2; set <= hop_ctx_instructions(NULL); set++) {
            analyse_with(set, &m, i % 2 == 0, parts[i / 2], values);
            for (size_t k = 0; k < 5; k++) {
                /* Fused products save roundings of 700 steps of 0.01 Å in a cell of 3 Å. */
                if (isnan(plain[k])) {
                    ck_assert_double_nan(values[k]);
                } else {
                    hopt_assert_relative(values[k], plain[k], 1e-11);
                }
            }
        }
    }
    free(m.x);
}
END_TEST

/* Whether only steps of distances are kept, or positions from which they are found later. */
START_TEST(test_vibration_scalar_is_the_same_alone_and_with_the_other_parts)
{
    motion m = make_harmonic(37, 700, 5e12, 0.2);
    for (int is_scattered = 0; is_scattered < 2; is_scattered++) {
        double alone[5], together[5];
        analyse_with(HOP_INSTRUCTIONS_BEST, &m, is_scattered,
                     HOP_MOTION_SCALAR | HOP_MOTION_AMPLITUDE, alone);
        analyse_with(HOP_INSTRUCTIONS_BEST, &m, is_scattered, HOP_MOTION_ALL, together);
        /* The same numbers but for a fused product in the length of a vector. */
        hopt_assert_relative(alone[0], together[0], 1e-12);
        hopt_assert_relative(alone[2], together[2], 1e-12);
    }
    free(m.x);
}
END_TEST

START_TEST(test_vibration_blocks_agree_with_the_whole_run)
{
    motion m = make_harmonic(16, 4096, 5e12, 0.2);
    hop_vibration *whole = analyse(&m, make_options(HOP_MOTION_ALL), HOP_COORDINATES_UNWRAPPED,
                                   NULL);
    hop_vibration_options *o = make_options(HOP_MOTION_ALL);
    ck_assert_int_eq(hop_vibration_options_set_block_frames(NULL, o, 1000), HOP_OK);
    hop_vibration *blocks = analyse(&m, o, HOP_COORDINATES_UNWRAPPED, NULL);
    ck_assert_double_eq(hop_vibration_value(blocks, HOP_BLOCKS), 4.0);
    ck_assert_double_eq(hop_vibration_value(blocks, HOP_BLOCK_FRAMES), 1000.0);
    ck_assert_uint_ne(hop_vibration_warnings(blocks) & HOP_VIBRATION_REST_LEFT_OUT, 0);
    /* Lines of 5 to 12.5 THz in bins of 0.5 THz instead of 0.1 THz. */
    hopt_assert_relative(hop_vibration_value(blocks, HOP_ATTEMPT_FREQUENCY_VECTOR),
                         hop_vibration_value(whole, HOP_ATTEMPT_FREQUENCY_VECTOR), 1e-3);
    hopt_assert_relative(hop_vibration_value(blocks, HOP_ATTEMPT_FREQUENCY_SCALAR),
                         hop_vibration_value(whole, HOP_ATTEMPT_FREQUENCY_SCALAR), 0.05);
    /* Paths and runs go on over the ends of blocks: the same but for the order of sums. */
    hopt_assert_relative(hop_vibration_value(blocks, HOP_VIBRATION_AMPLITUDE),
                         hop_vibration_value(whole, HOP_VIBRATION_AMPLITUDE), 1e-12);
    ck_assert_double_eq(hop_vibration_value(blocks, HOP_MSD_END),
                        hop_vibration_value(whole, HOP_MSD_END));
    hop_vibration_destroy(whole);
    hop_vibration_destroy(blocks);
    free(m.x);
}
END_TEST

START_TEST(test_vibration_single_precision_agrees_to_six_digits)
{
    motion m = make_harmonic(16, 2000, 5e12, 0.2);
    hop_vibration *exact = analyse(&m, make_options(HOP_MOTION_ALL), HOP_COORDINATES_UNWRAPPED,
                                   NULL);
    hop_vibration_options *o = make_options(HOP_MOTION_ALL);
    ck_assert_int_eq(hop_vibration_options_set_precision(NULL, o, HOP_PRECISION_SINGLE), HOP_OK);
    hop_vibration *single = analyse(&m, o, HOP_COORDINATES_UNWRAPPED, NULL);
    /* Positions of 0.4 Å to 3·10⁻⁸ Å against steps of 10⁻² Å. */
    hopt_assert_relative(hop_vibration_value(single, HOP_ATTEMPT_FREQUENCY_SCALAR),
                         hop_vibration_value(exact, HOP_ATTEMPT_FREQUENCY_SCALAR), 1e-5);
    hopt_assert_relative(hop_vibration_value(single, HOP_ATTEMPT_FREQUENCY_VECTOR),
                         hop_vibration_value(exact, HOP_ATTEMPT_FREQUENCY_VECTOR), 1e-5);
    hop_vibration_destroy(exact);
    hop_vibration_destroy(single);
    free(m.x);
}
END_TEST

START_TEST(test_vibration_skipped_frames_take_no_part)
{
    motion m = make_harmonic(5, 500, 20e12, 0.2);
    motion late = make_motion(5, 400);
    memcpy(late.x, at(&m, 100, 0), 400 * 15 * sizeof(double));
    hop_vibration_options *o = make_options(HOP_MOTION_ALL);
    ck_assert_int_eq(hop_vibration_options_set_skip(NULL, o, 100), HOP_OK);
    hop_vibration *a = analyse(&m, o, HOP_COORDINATES_UNWRAPPED, NULL);
    hop_vibration *b = analyse(&late, make_options(HOP_MOTION_ALL), HOP_COORDINATES_UNWRAPPED,
                               NULL);
    ck_assert_double_eq(hop_vibration_value(a, HOP_FRAMES), 400.0);
    ck_assert_double_eq(hop_vibration_value(a, HOP_ATTEMPT_FREQUENCY_SCALAR),
                        hop_vibration_value(b, HOP_ATTEMPT_FREQUENCY_SCALAR));
    hop_vibration_destroy(a);
    hop_vibration_destroy(b);
    free(m.x);
    free(late.x);
}
END_TEST

START_TEST(test_vibration_length_unit_scales_lengths_only)
{
    motion m = make_harmonic(5, 500, 20e12, 0.2), in_m = make_motion(5, 500);
    for (size_t i = 0; i < 500 * 15; i++) {
        in_m.x[i] = 1e-10 * m.x[i];
    }
    hop_vibration_options *o = make_options(HOP_MOTION_ALL);
    ck_assert_int_eq(hop_vibration_options_set_length_unit(NULL, o, 1.0), HOP_OK);
    hop_vibration *a = analyse(&in_m, o, HOP_COORDINATES_UNWRAPPED, NULL);
    hop_vibration *b = analyse(&m, make_options(HOP_MOTION_ALL), HOP_COORDINATES_UNWRAPPED, NULL);
    const int32_t keys[] = {HOP_ATTEMPT_FREQUENCY_SCALAR, HOP_VIBRATION_AMPLITUDE, HOP_MSD_END,
                            HOP_LARGEST_STEP};
    for (size_t i = 0; i < 4; i++) {
        hopt_assert_relative(hop_vibration_value(a, keys[i]), hop_vibration_value(b, keys[i]),
                             1e-11);
    }
    hop_vibration_destroy(a);
    hop_vibration_destroy(b);
    free(m.x);
    free(in_m.x);
}
END_TEST

static int32_t cancel(void *user, double fraction)
{
    (void)fraction;
    return ++*(int *)user > 2;
}

START_TEST(test_vibration_cancelled_call_ends_the_run)
{
    motion m = make_harmonic(40, 300, 5e12, 0.2);
    int32_t roles[40];
    int calls = 0;
    hop_ctx *ctx = NULL;
    hop_vibration_run *run = NULL;
    hop_vibration *v = (hop_vibration *)&m;
    hop_vibration_options *o = make_options(HOP_MOTION_ALL);
    for (size_t i = 0; i < 40; i++) {
        roles[i] = HOP_ROLE_MOBILE;
    }
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_vibration_begin(ctx, o, 40, roles, NULL, &run), HOP_OK);
    ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_UNWRAPPED, 300, m.x, 0, NULL),
                     HOP_OK);
    ck_assert_int_eq(hop_ctx_set_progress(ctx, cancel, &calls), HOP_OK);
    ck_assert_int_eq(hop_vibration_finish(ctx, run, &v), HOP_ERR_CANCELLED);
    ck_assert_ptr_null(v);
    ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_UNWRAPPED, 1, m.x, 0, NULL),
                     HOP_ERR_INVALID_ARGUMENT);
    hop_vibration_run_destroy(run);
    hop_vibration_options_destroy(o);
    hop_ctx_destroy(ctx);
    free(m.x);
}
END_TEST

START_TEST(test_vibration_cancelled_on_the_way_through_paths_ends_the_run)
{
    /* Threads wait for each other there: none may be left behind. */
    motion m = make_harmonic(40, 9000, 1e12, 0.2);
    int32_t roles[40];
    hop_ctx *ctx = NULL;
    for (size_t i = 0; i < 40; i++) {
        roles[i] = HOP_ROLE_MOBILE;
    }
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    for (int32_t threads = 1; threads <= 5; threads += 2) {
        int calls = 0;
        hop_vibration_run *run = NULL;
        hop_vibration_options *o = make_options(HOP_MOTION_SCALAR);
        ck_assert_int_eq(hop_ctx_set_threads(ctx, threads), HOP_OK);
        ck_assert_int_eq(hop_ctx_set_progress(ctx, NULL, NULL), HOP_OK);
        ck_assert_int_eq(hop_vibration_begin(ctx, o, 40, roles, NULL, &run), HOP_OK);
        ck_assert_int_eq(hop_ctx_set_progress(ctx, cancel, &calls), HOP_OK);
        const hop_status status = hop_vibration_add(ctx, run, HOP_COORDINATES_UNWRAPPED, 9000, m.x,
                                                    0, NULL);
        /* The others may have done it all before the calling thread asks a third time. */
        ck_assert(calls == 3 || threads > 1);
        ck_assert_int_eq(status, calls == 3 ? HOP_ERR_CANCELLED : HOP_OK);
        ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_UNWRAPPED, 0, m.x, 0, NULL),
                         calls == 3 ? HOP_ERR_INVALID_ARGUMENT : HOP_OK);
        hop_vibration_run_destroy(run);
        hop_vibration_options_destroy(o);
    }
    hop_ctx_destroy(ctx);
    free(m.x);
}
END_TEST

static int32_t rise(void *user, double fraction)
{
    double *last = user;
    ck_assert(fraction >= *last && fraction <= 1.0);
    *last = fraction;
    return 0;
}

START_TEST(test_vibration_progress_rises_to_one_where_blocks_are_analysed_on_the_way)
{
    motion m = make_harmonic(9, 500, 5e12, 0.2);
    const int32_t roles[9] = {HOP_ROLE_MOBILE, HOP_ROLE_MOBILE, HOP_ROLE_MOBILE};
    double last = 0.0;
    hop_ctx *ctx = NULL;
    hop_vibration_run *run = NULL;
    hop_vibration_options *o = make_options(HOP_MOTION_ALL);
    ck_assert_int_eq(hop_vibration_options_set_block_frames(NULL, o, 200), HOP_OK);
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_ctx_set_progress(ctx, rise, &last), HOP_OK);
    ck_assert_int_eq(hop_vibration_begin(ctx, o, 9, roles, NULL, &run), HOP_OK);
    ck_assert_int_eq(hop_vibration_add(ctx, run, HOP_COORDINATES_UNWRAPPED, 500, m.x, 0, NULL),
                     HOP_OK);
    ck_assert_double_eq(last, 1.0);
    hop_vibration_run_destroy(run);
    hop_vibration_options_destroy(o);
    hop_ctx_destroy(ctx);
    free(m.x);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("vibration_runs", &tcase);
    tcase_add_test(tcase, test_vibration_results_do_not_depend_on_threads_to_the_last_bit);
    tcase_add_test(tcase, test_vibration_instruction_sets_agree);
    tcase_add_test(tcase, test_vibration_scalar_is_the_same_alone_and_with_the_other_parts);
    tcase_add_test(tcase, test_vibration_blocks_agree_with_the_whole_run);
    tcase_add_test(tcase, test_vibration_single_precision_agrees_to_six_digits);
    tcase_add_test(tcase, test_vibration_skipped_frames_take_no_part);
    tcase_add_test(tcase, test_vibration_length_unit_scales_lengths_only);
    tcase_add_test(tcase, test_vibration_cancelled_call_ends_the_run);
    tcase_add_test(tcase, test_vibration_cancelled_on_the_way_through_paths_ends_the_run);
    tcase_add_test(tcase,
                   test_vibration_progress_rises_to_one_where_blocks_are_analysed_on_the_way);
    return hopt_run(suite);
}
