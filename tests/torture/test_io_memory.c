/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"

/* The allocator refuses when it is called for the failing_call-th time. */
typedef struct trap {
    int calls, failing_call, live;
} trap;

static void *trapped_allocate(void *user, size_t size)
{
    trap *t = user;
    if (++t->calls == t->failing_call) {
        return NULL;
    }
    t->live++;
    return malloc(size);
}

static void trapped_release(void *user, void *memory)
{
    ((trap *)user)->live--;
    free(memory);
}

/* Comments, ignored columns, two temperatures, errors, rows enough to grow, a long line. */
static char *rich_text(void)
{
    enum { ROWS = 300, LONG = 100000 };
    const size_t capacity = LONG + 64 * ROWS + 1000;
    char *text = malloc(capacity);
    ck_assert_ptr_nonnull(text);
    size_t used =
        (size_t)snprintf(text, capacity,
                         "# pellet\nT/K,f/Hz,sigma_S_per_m,sd_sigma_S_per_m,a,b,c,d,e,f_"
                         "p,g,h,i\n");
    for (int i = 0; i < ROWS; i++) {
        used += (size_t)snprintf(text + used, capacity - used, "%d,%d,1,2,,,,,,,,,\n",
                                 300 + i % 2, i + 1);
    }
    text[used++] = '#';
    memset(text + used, 'x', LONG);
    text[used + LONG] = '\0';
    return text;
}

typedef hop_status (*job)(hop_ctx *ctx, const char *argument);

/* Every call of the allocator fails once: the answer is an error and nothing is left behind. */
static void assert_every_failure_is_clean(job run, const char *argument)
{
    int failures = 0;
    for (int k = 2;; k++) { /* the first call makes the context */
        trap t = {0, k, 0};
        hop_ctx *ctx = NULL;
        ck_assert_int_eq(
            hop_ctx_create_with_allocator(trapped_allocate, trapped_release, &t, &ctx), HOP_OK);
        const hop_status status = run(ctx, argument);
        ck_assert_msg(t.live == 1, "call %d: %d pieces of memory left", k, t.live - 1);
        if (t.calls < k) {
            ck_assert_int_eq(status, HOP_OK);
            hop_ctx_destroy(ctx);
            break;
        }
        ck_assert_msg(status == HOP_ERR_OUT_OF_MEMORY, "call %d: %s", k,
                      hop_status_name(status));
        ck_assert_ptr_nonnull(strstr(hop_ctx_error(ctx), "no memory"));
        hop_ctx_destroy(ctx);
        failures++;
    }
    ck_assert_int_gt(failures, 0);
}

static hop_status read_from_memory(hop_ctx *ctx, const char *text)
{
    hop_file *file = NULL;
    const hop_status status = hop_read_memory(ctx, "m", text, strlen(text), &file);
    ck_assert((status == HOP_OK) == (file != NULL));
    hop_file_destroy(file);
    return status;
}

static hop_status read_from_file(hop_ctx *ctx, const char *path)
{
    hop_file *file = NULL;
    const hop_status status = hop_read_file(ctx, path, &file);
    ck_assert((status == HOP_OK) == (file != NULL));
    hop_file_destroy(file);
    return status;
}

static hop_status make_spectrum(hop_ctx *ctx, const char *text)
{
    hop_file *file = NULL;
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_read_memory(NULL, "m", text, strlen(text), &file), HOP_OK);
    const hop_status status = hop_file_spectrum(ctx, file, 1, NAN, NAN, NAN, &s);
    ck_assert((status == HOP_OK) == (s != NULL));
    hop_spectrum_destroy(s);
    hop_file_destroy(file);
    return status;
}

static hop_status write_spectrum(hop_ctx *ctx, const char *path)
{
    const double f[] = {1.0, 2.0}, re[] = {1.0, 2.0};
    hop_spectrum *s = NULL;
    remove(path);
    ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, 2, f, re, NULL, NAN, NAN, 300.0, &s),
                     HOP_OK);
    const hop_status status = hop_write_table(ctx, s, HOP_CONDUCTIVITY, path);
    hop_spectrum_destroy(s);
    return status;
}

START_TEST(test_read_memory_without_memory_leaves_nothing_behind)
{
    char *text = rich_text();
    assert_every_failure_is_clean(read_from_memory, text);
    free(text);
}
END_TEST

START_TEST(test_read_file_without_memory_leaves_nothing_behind)
{
    char *text = rich_text();
    char *path = hopt_write_file("rich.csv", text, strlen(text));
    assert_every_failure_is_clean(read_from_file, path);
    remove(path);
    free(path);
    free(text);
}
END_TEST

START_TEST(test_file_spectrum_without_memory_leaves_nothing_behind)
{
    char *text = rich_text();
    assert_every_failure_is_clean(make_spectrum, text);
    free(text);
}
END_TEST

START_TEST(test_write_table_without_memory_leaves_nothing_behind)
{
    char *path = hopt_write_file("out.csv", "", 0);
    assert_every_failure_is_clean(write_spectrum, path);
    remove(path);
    free(path);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("io_memory", &tcase);
    tcase_add_test(tcase, test_read_memory_without_memory_leaves_nothing_behind);
    tcase_add_test(tcase, test_read_file_without_memory_leaves_nothing_behind);
    tcase_add_test(tcase, test_file_spectrum_without_memory_leaves_nothing_behind);
    tcase_add_test(tcase, test_write_table_without_memory_leaves_nothing_behind);
    return hopt_run(suite);
}
