/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"
#include "trap.h"

/* What the jobs read, and where they read or write. */
static char *text, *path;

/* Comments, ignored columns, two temperatures, errors, rows enough to grow, a long line. */
static char *rich_text(void)
{
    enum { ROWS = 300, LONG = 100000 };
    const size_t capacity = LONG + 64 * ROWS + 1000;
    char *rich = malloc(capacity);
    ck_assert_ptr_nonnull(rich);
    size_t used =
        (size_t)snprintf(rich, capacity,
                         "# pellet\nT/K,f/Hz,sigma_S_per_m,sd_sigma_S_per_m,a,b,c,d,e,f_"
                         "p,g,h,i\n");
    for (int i = 0; i < ROWS; i++) {
        used += (size_t)snprintf(rich + used, capacity - used, "%d,%d,1,2,,,,,,,,,\n",
                                 300 + i % 2, i + 1);
    }
    rich[used++] = '#';
    memset(rich + used, 'x', LONG);
    rich[used + LONG] = '\0';
    return rich;
}

static hop_status read_from_memory(hop_ctx *ctx)
{
    hop_file *file = NULL;
    const hop_status status = hop_read_memory(ctx, "m", text, strlen(text), &file);
    ck_assert((status == HOP_OK) == (file != NULL));
    hop_file_destroy(file);
    return status;
}

static hop_status read_from_file(hop_ctx *ctx)
{
    hop_file *file = NULL;
    const hop_status status = hop_read_file(ctx, path, &file);
    ck_assert((status == HOP_OK) == (file != NULL));
    hop_file_destroy(file);
    return status;
}

static hop_status make_spectrum(hop_ctx *ctx)
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

static hop_status write_spectrum(hop_ctx *ctx)
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
    text = rich_text();
    hopt_assert_every_failure_is_clean(read_from_memory);
    free(text);
}
END_TEST

START_TEST(test_read_file_without_memory_leaves_nothing_behind)
{
    text = rich_text();
    path = hopt_write_file("rich.csv", text, strlen(text));
    hopt_assert_every_failure_is_clean(read_from_file);
    remove(path);
    free(path);
    free(text);
}
END_TEST

START_TEST(test_file_spectrum_without_memory_leaves_nothing_behind)
{
    text = rich_text();
    hopt_assert_every_failure_is_clean(make_spectrum);
    free(text);
}
END_TEST

START_TEST(test_write_table_without_memory_leaves_nothing_behind)
{
    path = hopt_write_file("out.csv", "", 0);
    hopt_assert_every_failure_is_clean(write_spectrum);
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
