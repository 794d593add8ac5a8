/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>

#include <hop/hop.h>

#include "base/threads.h"
#include "support.h"

enum { COUNT = 1000 };

static hop_ctx *ctx;
static int done[COUNT];
static size_t calls_of[HOPI_MAX_THREADS];

static void forget(void)
{
    for (int k = 0; k < COUNT; k++) {
        done[k] = 0;
    }
}

static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    forget();
}

static void tear_down(void)
{
    hop_ctx_destroy(ctx);
}

static void mark(void *user, size_t worker, size_t begin, size_t end)
{
    (void)user;
    calls_of[worker]++;
    for (size_t k = begin; k < end; k++) {
        done[k]++;
    }
}

START_TEST(test_parallel_does_every_item_once)
{
    const size_t counts[] = {0, 1, 6, 7, 8, COUNT};
    for (int32_t threads = 1; threads <= 5; threads++) {
        ck_assert_int_eq(hop_ctx_set_threads(ctx, threads), HOP_OK);
        for (int c = 0; c < 6; c++) {
            forget();
            ck_assert_int_eq(hopi_parallel(ctx, counts[c], 7, mark, NULL), HOP_OK);
            for (size_t k = 0; k < COUNT; k++) {
                ck_assert_int_eq(done[k], k < counts[c]);
            }
        }
    }
}
END_TEST

START_TEST(test_parallel_without_context_is_one_thread)
{
    calls_of[0] = calls_of[1] = 0;
    ck_assert_int_eq(hopi_parallel(NULL, COUNT, 10, mark, NULL), HOP_OK);
    ck_assert_uint_eq(calls_of[0], COUNT / 10);
    ck_assert_uint_eq(calls_of[1], 0);
}
END_TEST

typedef struct report {
    int count, stop_at;
    double last;
} report;

static int32_t listen(void *user, double fraction)
{
    report *r = user;
    ck_assert(fraction >= r->last && fraction <= 1.0);
    r->last = fraction;
    return ++r->count == r->stop_at;
}

START_TEST(test_parallel_progress_rises_to_one)
{
    report r = {0};
    hop_ctx_set_progress(ctx, listen, &r);
    ck_assert_int_eq(hopi_parallel(ctx, COUNT, 10, mark, NULL), HOP_OK);
    ck_assert_int_eq(r.count, COUNT / 10);
    ck_assert_double_eq(r.last, 1.0);
}
END_TEST

START_TEST(test_parallel_cancelled_stops)
{
    report r = {.stop_at = 3};
    hop_ctx_set_progress(ctx, listen, &r);
    ck_assert_int_eq(hopi_parallel(ctx, COUNT, 10, mark, NULL), HOP_ERR_CANCELLED);
    ck_assert_int_eq(r.count, 3);
    ck_assert_int_eq(done[29], 1);
    ck_assert_int_eq(done[30], 0);
}
END_TEST

START_TEST(test_parallel_on_fewer_threads_uses_no_more)
{
    ck_assert_int_eq(hop_ctx_set_threads(ctx, 5), HOP_OK);
    for (size_t most = 1; most <= 7; most += 3) {
        forget();
        for (size_t k = 0; k < HOPI_MAX_THREADS; k++) {
            calls_of[k] = 0;
        }
        ck_assert_int_eq(hopi_parallel_on(ctx, most, COUNT, 7, mark, NULL), HOP_OK);
        for (size_t k = 0; k < COUNT; k++) {
            ck_assert_int_eq(done[k], 1);
        }
        for (size_t k = most < 5 ? most : 5; k < HOPI_MAX_THREADS; k++) {
            ck_assert_uint_eq(calls_of[k], 0);
        }
    }
}
END_TEST

/* A number that each item reads and writes without a lock. */
typedef struct passage {
    hopi_gate gate;
    size_t items[COUNT], passed;
} passage;

static void pass(void *user, size_t worker, size_t begin, size_t end)
{
    passage *p = user;
    (void)worker;
    ck_assert_uint_eq(end, begin + 1);
    hopi_gate_wait(&p->gate, begin);
    p->items[p->passed++] = begin;
    hopi_gate_pass(&p->gate, begin);
}

START_TEST(test_gate_lets_items_pass_in_their_order_one_at_a_time)
{
    static passage p;
    for (int32_t threads = 1; threads <= 5; threads++) {
        ck_assert_int_eq(hop_ctx_set_threads(ctx, threads), HOP_OK);
        hopi_gate_init(&p.gate);
        p.passed = 0;
        ck_assert_int_eq(hopi_parallel(ctx, COUNT, 1, pass, &p), HOP_OK);
        ck_assert_uint_eq(p.passed, COUNT);
        for (size_t k = 0; k < COUNT; k++) {
            ck_assert_uint_eq(p.items[k], k);
        }
    }
}
END_TEST

START_TEST(test_set_threads_out_of_range_is_error)
{
    ck_assert_int_eq(hop_ctx_set_threads(NULL, 2), HOP_ERR_NULL_ARGUMENT);
    ck_assert_int_eq(hop_ctx_set_threads(ctx, 0), HOP_ERR_OUT_OF_RANGE);
    ck_assert_int_eq(hop_ctx_set_threads(ctx, 65), HOP_ERR_OUT_OF_RANGE);
    ck_assert_str_eq(hop_ctx_error(ctx), "65 threads: expected 1 to 64");
    ck_assert_int_eq(hop_ctx_set_threads(ctx, 64), HOP_OK);
    ck_assert_int_eq(hopi_threads_of(ctx), 64);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("threads", &tcase);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, test_parallel_does_every_item_once);
    tcase_add_test(tcase, test_parallel_without_context_is_one_thread);
    tcase_add_test(tcase, test_parallel_progress_rises_to_one);
    tcase_add_test(tcase, test_parallel_cancelled_stops);
    tcase_add_test(tcase, test_parallel_on_fewer_threads_uses_no_more);
    tcase_add_test(tcase, test_gate_lets_items_pass_in_their_order_one_at_a_time);
    tcase_add_test(tcase, test_set_threads_out_of_range_is_error);
    return hopt_run(suite);
}
