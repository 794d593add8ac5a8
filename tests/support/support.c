/* SPDX-License-Identifier: BSD-3-Clause */
#include "support.h"

#include <errno.h>
#include <ftw.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_SKIPPED = 77 };

int hopt_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

Suite *hopt_suite(const char *name, TCase **tcase)
{
    Suite *suite = suite_create(name);
    *tcase = tcase_create(name);
    tcase_set_timeout(*tcase, 300);
    suite_add_tcase(suite, *tcase);
    return suite;
}

const char *hopt_shared_folder(void)
{
    const char *folder = getenv("HOP_SHARED");
    struct stat status;
    if (!folder || stat(folder, &status) != 0 || !S_ISDIR(status.st_mode)) {
        printf("SKIPPED: the folder of measured and certified data is not here (%s)\n",
               folder ? folder : "HOP_SHARED is not set");
        exit(EXIT_SKIPPED);
    }
    return folder;
}

static char *joined(const char *folder, const char *name)
{
    const size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    ck_assert_ptr_nonnull(path);
    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

char *hopt_shared_path(const char *name)
{
    return joined(hopt_shared_folder(), name);
}

int hopt_use_comma_locale(void)
{
    if (setlocale(LC_ALL, "de_DE.UTF-8") && strcmp(localeconv()->decimal_point, ",") == 0) {
        return 1;
    }
    printf("SKIPPED: the locale de_DE.UTF-8 is not on this machine\n");
    return 0;
}

char *hopt_read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s: %s", path, strerror(errno));
    ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
    const long length = ftell(file);
    ck_assert_int_ge(length, 0);
    rewind(file);
    char *data = malloc((size_t)length + 1);
    ck_assert_ptr_nonnull(data);
    ck_assert_uint_eq(fread(data, 1, (size_t)length, file), (size_t)length);
    data[length] = '\0';
    fclose(file);
    if (size) {
        *size = (size_t)length;
    }
    return data;
}

static char temporary[] = "/tmp/hop-test-XXXXXX";
static pid_t owner = 0;

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

static void remove_temporary(void)
{
    if (owner == getpid()) {
        nftw(temporary, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        owner = 0;
    }
}

const char *hopt_temporary_folder(void)
{
    if (owner != getpid()) {
        memcpy(strrchr(temporary, '-') + 1, "XXXXXX", 6);
        ck_assert_ptr_nonnull(mkdtemp(temporary));
        owner = getpid();
        atexit(remove_temporary);
    }
    return temporary;
}

char *hopt_write_file(const char *name, const void *data, size_t size)
{
    char *folder = joined(hopt_temporary_folder(), "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    char *path = joined(folder, name);
    free(folder);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(data, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
    return path;
}

void hopt_log_grid(double f_min, double f_max, size_t n, double *freq_hz)
{
    const double step = log(f_max / f_min) / (double)(n - 1);
    for (size_t k = 0; k < n; k++) {
        freq_hz[k] = f_min * exp(step * (double)k);
    }
}
