/* SPDX-License-Identifier: BSD-3-Clause */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hop/hop.h>
#include <jansson.h>

#include "support.h"

/* Printed to 15 digits; asked for: 9 significant digits, and 6 in the standard deviations. */
static const double value_tolerance = 5e-10;
static const double deviation_tolerance = 5e-7;

typedef struct certified_set {
    json_t *json;
    size_t count;
    double *freq_hz, *sigma_s_per_m;
} certified_set;

static double *numbers(json_t *array, size_t count)
{
    double *out = malloc(count * sizeof *out);
    ck_assert_ptr_nonnull(out);
    for (size_t k = 0; k < count; k++) {
        out[k] = json_number_value(json_array_get(array, k));
    }
    return out;
}

static certified_set load(const char *path)
{
    json_error_t error;
    certified_set set = {.json = json_load_file(path, 0, &error)};
    ck_assert_msg(set.json != NULL, "%s: %s", path, error.text);
    json_t *freq = json_object_get(set.json, "frequency_hz");
    set.count = json_array_size(freq);
    set.freq_hz = numbers(freq, set.count);
    set.sigma_s_per_m = numbers(json_object_get(set.json, "sigma_S_per_m"), set.count);
    return set;
}

static double certified(const certified_set *set, const char *name)
{
    json_t *value = json_object_get(json_object_get(set->json, "certified"), name);
    return json_is_string(value) ? strtod(json_string_value(value), NULL)
                                 : json_number_value(value);
}

static hop_jpl *fit_set(const certified_set *set)
{
    hop_spectrum *s = NULL;
    hop_jpl_options *options = NULL;
    hop_jpl *fit = NULL;
    const char *weighting = json_string_value(json_object_get(set->json, "weighting"));
    ck_assert_int_eq(hop_spectrum_from_conductivity(NULL, set->count, set->freq_hz,
                                                    set->sigma_s_per_m, NULL, NAN, NAN, NAN, &s),
                     HOP_OK);
    ck_assert_int_eq(hop_jpl_options_create(NULL, &options), HOP_OK);
    ck_assert_int_eq(hop_jpl_options_set_weighting(NULL, options,
                                                   strcmp(weighting, "unit") == 0
                                                       ? HOP_WEIGHTING_UNIT
                                                       : HOP_WEIGHTING_PROPORTIONAL),
                     HOP_OK);
    ck_assert_int_eq(hop_jpl_fit(NULL, s, options, &fit), HOP_OK);
    hop_jpl_options_destroy(options);
    hop_spectrum_destroy(s);
    return fit;
}

static void check_set(const char *path)
{
    certified_set set = load(path);
    hop_jpl *fit = fit_set(&set);
    const struct {
        int32_t key;
        const char *name, *deviation;
    } rows[] = {
        {HOP_SIGMA_DC, "sigma_dc", "sd_sigma_dc"}, {HOP_A_J, "A", "sd_A"}, {HOP_N, "n", "sd_n"},
        {HOP_OMEGA_P, "omega_p", NULL},            {HOP_RSS, "rss", NULL}, {HOP_DOF, "dof", NULL},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        const double value = hop_jpl_value(fit, rows[k].key);
        const double expected = certified(&set, rows[k].name);
        printf("%s %-9s %.15g off by %.1e\n", path, rows[k].name, value, value / expected - 1.0);
        hopt_assert_relative(value, expected, value_tolerance);
        if (rows[k].deviation) {
            hopt_assert_relative(hop_jpl_standard_error(fit, rows[k].key),
                                 certified(&set, rows[k].deviation), deviation_tolerance);
        }
    }
    hopt_assert_relative(hop_jpl_standard_error(fit, HOP_LN_OMEGA_P),
                         certified(&set, "sd_ln_omega_p"), deviation_tolerance);
    hop_jpl_destroy(fit);
    free(set.freq_hz);
    free(set.sigma_s_per_m);
    json_decref(set.json);
}

START_TEST(test_jpl_fit_certified_sets_agree_to_nine_digits)
{
    char *folder = hopt_shared_path("reference/jpl");
    DIR *directory = opendir(folder);
    ck_assert_ptr_nonnull(directory);
    int sets = 0;
    for (struct dirent *entry; (entry = readdir(directory));) {
        const size_t length = strlen(entry->d_name);
        if (length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0) {
            char path[4096];
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            check_set(path);
            sets++;
        }
    }
    closedir(directory);
    free(folder);
    ck_assert_int_gt(sets, 0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    hopt_shared_folder();
    Suite *suite = hopt_suite("jpl-certified", &tcase);
    tcase_add_test(tcase, test_jpl_fit_certified_sets_agree_to_nine_digits);
    return hopt_run(suite);
}
