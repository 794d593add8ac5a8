/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>
#include <string.h>

#include <hop/hop.h>

#include "base/context.h"
#include "support.h"
#include "trap.h"

static int32_t count_and_cancel(void *user, double fraction)
{
    (void)fraction;
    return --*(int *)user < 0;
}

START_TEST(test_ctx_create_null_out_is_error)
{
    ck_assert_int_eq(hop_ctx_create(NULL), HOP_ERR_NULL_ARGUMENT);
}
END_TEST

START_TEST(test_ctx_create_with_allocator_uses_it_for_everything)
{
    hopt_trap memory = {0};
    hop_ctx *ctx = NULL;
    ck_assert_int_eq(hopt_trapped_context(&memory, &ctx), HOP_OK);
    ck_assert_int_eq(memory.live, 1);
    hop_ctx_destroy(ctx);
    ck_assert_int_eq(memory.live, 0);
}
END_TEST

START_TEST(test_ctx_create_with_allocator_without_memory_is_error)
{
    hopt_trap memory = {.failing_call = 1};
    hop_ctx *ctx = (hop_ctx *)&memory;
    ck_assert_int_eq(hopt_trapped_context(&memory, &ctx), HOP_ERR_OUT_OF_MEMORY);
    ck_assert_ptr_null(ctx);
}
END_TEST

START_TEST(test_fail_in_comma_locale_prints_a_point)
{
    if (!hopt_use_comma_locale()) {
        return;
    }
    hop_ctx *ctx = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hopi_fail(ctx, HOP_ERR_OUT_OF_RANGE, "f = %g Hz, n = %d", 2.5, 3),
                     HOP_ERR_OUT_OF_RANGE);
    ck_assert_str_eq(hop_ctx_error(ctx), "f = 2.5 Hz, n = 3");
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_fail_prefix_puts_text_in_front)
{
    hop_ctx *ctx = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    hopi_fail_plain(ctx, HOP_ERR_NO_VARIATION);
    hopi_fail_prefix(ctx, "spectrum %d: ", 3);
    ck_assert_str_eq(hop_ctx_error(ctx), "spectrum 3: all conductivities are equal");
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_fail_prefix_of_long_texts_is_cut_not_overrun)
{
    hop_ctx *ctx = NULL;
    char text[3000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    hopi_fail(ctx, HOP_ERR_PARSE, "%s", text);
    hopi_fail_prefix(ctx, "%s", text);
    ck_assert_uint_eq(strlen(hop_ctx_error(ctx)), 1023);
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_progress_nonzero_answer_cancels)
{
    int allowed = 1;
    hop_ctx *ctx = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_ctx_set_progress(ctx, count_and_cancel, &allowed), HOP_OK);
    ck_assert_int_eq(hopi_progress(ctx, 0.5), HOP_OK);
    ck_assert_int_eq(hopi_progress(ctx, 1.0), HOP_ERR_CANCELLED);
    hop_ctx_destroy(ctx);
}
END_TEST

START_TEST(test_allocate_overflowing_product_is_refused)
{
    ck_assert_ptr_null(hopi_allocate(hopi_allocator_of(NULL), SIZE_MAX / 2, 8));
}
END_TEST

START_TEST(test_status_name_every_code_has_name_and_message)
{
#define CHECK_STATUS(name, number, message)                   \
    ck_assert_str_eq(hop_status_name(number), #name);         \
    ck_assert_str_eq(hop_status_message(number), message);
    HOP_STATUS_LIST(CHECK_STATUS)
#undef CHECK_STATUS
    ck_assert_str_eq(hop_status_name(-9999), "unknown");
}
END_TEST

START_TEST(test_quantity_name_unknown_key_is_null)
{
    ck_assert_str_eq(hop_quantity_name(HOP_F_P), "f_p_Hz");
    ck_assert_str_eq(hop_quantity_unit(HOP_F_P), "Hz");
    ck_assert_ptr_null(hop_quantity_name(0));
    ck_assert_ptr_null(hop_quantity_unit(-1));
}
END_TEST

START_TEST(test_flag_name_two_bits_are_no_flag)
{
    ck_assert_str_eq(hop_flag_name(HOP_FLAG_NO_PLATEAU), "no-plateau");
    ck_assert_ptr_nonnull(hop_flag_meaning(HOP_FLAG_NO_PLATEAU));
    ck_assert_ptr_null(hop_flag_name(HOP_FLAG_NO_PLATEAU | HOP_FLAG_EXACT_FIT));
    ck_assert_ptr_null(hop_flag_name(0));
}
END_TEST

START_TEST(test_version_number_matches_string)
{
    ck_assert_int_eq(hop_version_number(), HOP_VERSION_MAJOR * 10000 + HOP_VERSION_MINOR * 100
                                               + HOP_VERSION_PATCH);
    ck_assert_str_eq(hop_version_string(), HOP_VERSION_STRING);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("context", &tcase);
    tcase_add_test(tcase, test_ctx_create_null_out_is_error);
    tcase_add_test(tcase, test_ctx_create_with_allocator_uses_it_for_everything);
    tcase_add_test(tcase, test_ctx_create_with_allocator_without_memory_is_error);
    tcase_add_test(tcase, test_fail_in_comma_locale_prints_a_point);
    tcase_add_test(tcase, test_fail_prefix_puts_text_in_front);
    tcase_add_test(tcase, test_fail_prefix_of_long_texts_is_cut_not_overrun);
    tcase_add_test(tcase, test_progress_nonzero_answer_cancels);
    tcase_add_test(tcase, test_allocate_overflowing_product_is_refused);
    tcase_add_test(tcase, test_status_name_every_code_has_name_and_message);
    tcase_add_test(tcase, test_quantity_name_unknown_key_is_null);
    tcase_add_test(tcase, test_flag_name_two_bits_are_no_flag);
    tcase_add_test(tcase, test_version_number_matches_string);
    return hopt_run(suite);
}
