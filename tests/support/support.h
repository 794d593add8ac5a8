/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPT_SUPPORT_H
#define HOPT_SUPPORT_H

#include <math.h>
#include <stddef.h>

#include <check.h>

/* Runs one suite and answers the exit code of the test program. */
int hopt_run(Suite *suite);

/* A suite of one test case; add tests with tcase_add_test(). */
Suite *hopt_suite(const char *name, TCase **tcase);

/*
 * The folder of the measured and certified data that are not part of the
 * project. Where it is missing the test program says so and exits with 77,
 * which the runner counts as skipped; so call it first in main().
 */
const char *hopt_shared_folder(void);

/* "<shared folder>/<name>" in a buffer of its own; release with free(). */
char *hopt_shared_path(const char *name);

/*
 * Switches to a locale with a decimal comma (de_DE.UTF-8); 0, with a word, where
 * the machine has none. tests/run.sh makes it, so there it is never missing.
 */
int hopt_use_comma_locale(void);

/* A file's bytes, NUL-terminated; fails the test if it cannot be read. */
char *hopt_read_file(const char *path, size_t *size);

/* The folder of this process for files of its own, removed with all in it when it exits. */
const char *hopt_temporary_folder(void);

/* A new file in a folder of its own there; its path, to be released with free(). */
char *hopt_write_file(const char *name, const void *data, size_t size);

/* n frequencies, log-uniform from f_min to f_max. */
void hopt_log_grid(double f_min, double f_max, size_t n, double *freq_hz);

/* |actual − expected| ≤ tolerance·|expected|. */
#define hopt_assert_relative(actual, expected, tolerance)                                \
    do {                                                                                 \
        const double actual_ = (actual), expected_ = (expected);                         \
        const double difference_ = actual_ > expected_ ? actual_ - expected_             \
                                                       : expected_ - actual_;            \
        const double scale_ = expected_ > 0 ? expected_ : -expected_;                    \
        ck_assert_msg(difference_ <= (tolerance) * scale_,                               \
                      "%s = %.17g, expected %.17g, off by %.3g relative", #actual,       \
                      actual_, expected_, difference_ / scale_);                         \
    } while (0)

#endif
