/* SPDX-License-Identifier: BSD-3-Clause */
/* Whatever libhop reads in the folders of measured data has a distribution of relaxation times. */
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>

#include "support.h"

enum { MOST_NODES = 2000 };

static int treated, without_imaginary_part;

static void check_spectrum(hop_ctx *ctx, const hop_spectrum *s, const char *path,
                           int32_t electrode)
{
    static double tau[MOST_NODES], gamma[MOST_NODES];
    hop_drt_options *o = NULL;
    hop_drt *drt = NULL;
    size_t count = 0;
    ck_assert_int_eq(hop_drt_options_create(NULL, &o), HOP_OK);
    ck_assert_int_eq(hop_drt_options_set_electrode(NULL, o, electrode, NAN), HOP_OK);
    const hop_status status = hop_drt_calculate(ctx, s, o, &drt);
    hop_drt_options_destroy(o);
    if (status == HOP_ERR_MISSING_DATA) {
        without_imaginary_part++;
        return;
    }
    ck_assert_msg(status == HOP_OK, "%s: %s", path, hop_ctx_error(ctx));
    ck_assert_int_eq(hop_drt_gamma(drt, tau, gamma, MOST_NODES, &count), HOP_OK);
    for (size_t j = 0; j < count; j++) {
        ck_assert_msg(gamma[j] >= 0.0 && isfinite(gamma[j]), "%s: gamma %g", path, gamma[j]);
    }
    ck_assert(isfinite(hop_drt_value(drt, HOP_R_POL)));
    /* What is promised; some 1e-15 is what it comes to. */
    ck_assert_double_lt(hop_drt_value(drt, HOP_KKT), 1e-9);
    hop_drt_destroy(drt);
    treated++;
}

static void check_file(hop_ctx *ctx, const char *path)
{
    hop_file *file = NULL;
    if (hop_read_file(ctx, path, &file) != HOP_OK) {
        return; /* no measurement; what is read is counted below */
    }
    for (size_t i = 0; i < hop_file_count(file); i++) {
        hop_spectrum *s = NULL;
        ck_assert_int_eq(hop_file_spectrum(ctx, file, i, 1e-3, 1e-4, NAN, &s), HOP_OK);
        check_spectrum(ctx, s, path, HOP_DRT_NO_ELECTRODE);
        check_spectrum(ctx, s, path, HOP_DRT_CPE);
        hop_spectrum_destroy(s);
    }
    hop_file_destroy(file);
}

static void check_folder(hop_ctx *ctx, const char *path)
{
    DIR *folder = opendir(path);
    if (!folder) {
        check_file(ctx, path);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char inside[1000];
        if (entry->d_name[0] != '.') {
            ck_assert_int_lt(snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name),
                             (int)sizeof inside);
            check_folder(ctx, inside);
        }
    }
    closedir(folder);
}

START_TEST(test_drt_all_spectra_at_hand_are_finite_and_never_negative)
{
    static const char *const folders[] = {"data/spectra", "data/vendor", "data/drt/bayes-drt"};
    hop_ctx *ctx = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char *path = hopt_shared_path(folders[i]);
        check_folder(ctx, path);
        free(path);
    }
    printf("%d distributions; %d spectra have no imaginary part\n", treated,
           without_imaginary_part);
    /* 64 spectra when written, with and without an electrode. */
    ck_assert_int_ge(treated, 128);
    hop_ctx_destroy(ctx);
}
END_TEST

int main(void)
{
    hopt_shared_folder();
    TCase *tcase;
    Suite *suite = hopt_suite("drt_at_hand", &tcase);
    tcase_add_test(tcase, test_drt_all_spectra_at_hand_are_finite_and_never_negative);
    return hopt_run(suite);
}
