/* SPDX-License-Identifier: BSD-3-Clause */
#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include <hop/hop.h>

#include "support.h"

enum { CAPACITY = 128 };

/* First and last point of the sweep as another program unpacks them: f/Hz, |Z|/Ω, phase/rad. */
static const struct {
    const char *name;
    size_t points;
    double high[3], low[3];
} measured[] = {
    {"data/vendor/zahner/drift.ism",
     47,
     {50000.0, 41.27260050510183, 0.9682242141231516},
     {0.1, 1651.4889463375653, -0.009829516496208082}},
    {"data/vendor/zahner/rc-data.ism",
     55,
     {100000.0, 10869.440051829493, -1.5555597084866857},
     {0.2, 99532618.28267004, -0.019428335242224447}},
    {"data/vendor/zahner/li-ion-battery.ism",
     128,
     {5000.0, 0.03634600000000001, 0.7159340591680741},
     {0.0005, 0.67871, -0.9100146719898441}},
};

static hop_ctx *ctx;
static hop_file *file;
static size_t count;
static double f[CAPACITY], re[CAPACITY], im[CAPACITY];

static void read_measured(const char *name)
{
    char *path = hopt_shared_path(name);
    hop_spectrum *s = NULL;
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_msg(hop_read_file(ctx, path, &file) == HOP_OK, "%s", hop_ctx_error(ctx));
    ck_assert_uint_eq(hop_file_count(file), 1);
    ck_assert_int_eq(hop_file_spectrum(ctx, file, 0, NAN, NAN, NAN, &s), HOP_OK);
    count = hop_spectrum_count(s);
    ck_assert_int_eq(hop_spectrum_frequencies(s, f, CAPACITY, NULL), HOP_OK);
    ck_assert_int_eq(hop_spectrum_values(s, HOP_IMPEDANCE, re, im, CAPACITY, NULL), HOP_OK);
    hop_spectrum_destroy(s);
    free(path);
}

static void teardown(void)
{
    hop_file_destroy(file);
    hop_ctx_destroy(ctx);
}

static void assert_point(size_t k, const double expected[3])
{
    ck_assert(f[k] == expected[0]);
    /* Through sine, cosine and back: a few roundings. */
    hopt_assert_relative(hypot(re[k], im[k]), expected[1], 1e-15);
    hopt_assert_relative(atan2(im[k], re[k]), expected[2], 1e-15);
}

START_TEST(test_read_file_measured_ism_gives_the_numbers_of_the_file)
{
    read_measured(measured[_i].name);
    ck_assert_str_eq(hop_file_format(file), "zahner-ism");
    ck_assert_uint_eq(count, measured[_i].points);
    ck_assert_uint_eq(hop_file_flags(file), 0);
    assert_point(0, measured[_i].low);
    assert_point(count - 1, measured[_i].high);
}
END_TEST

/*
 * The sample is a resistor beside a capacitor, so the file tells by itself
 * whether it was read right: two numbers of it predict all others. R comes from
 * the lowest frequency and C from the highest; the capacitance of a component
 * rises by some 2 % over six decades, and 3 % leaves no room for a wrong digit.
 */
START_TEST(test_read_file_measured_ism_of_a_known_circuit_is_that_circuit)
{
    read_measured("data/vendor/zahner/rc-data.ism");
    const double omega_high = 2.0 * 3.141592653589793 * f[count - 1];
    const double r = 1.0 / creal(1.0 / (re[0] + im[0] * I));
    const double c = cimag(1.0 / (re[count - 1] + im[count - 1] * I)) / omega_high;
    for (size_t k = 0; k < count; k++) {
        const double omega = 2.0 * 3.141592653589793 * f[k];
        const double complex model = 1.0 / (1.0 / r + I * omega * c);
        const double complex z = re[k] + im[k] * I;
        ck_assert_msg(cabs(z - model) <= 0.03 * cabs(model), "%g Hz: %g%+gi, model %g%+gi", f[k],
                      re[k], im[k], creal(model), cimag(model));
    }
}
END_TEST

int main(void)
{
    hopt_shared_folder();
    TCase *tcase;
    Suite *suite = hopt_suite("zahner_measured", &tcase);
    tcase_add_checked_fixture(tcase, NULL, teardown);
    tcase_add_loop_test(tcase, test_read_file_measured_ism_gives_the_numbers_of_the_file, 0,
                        sizeof measured / sizeof *measured);
    tcase_add_test(tcase, test_read_file_measured_ism_of_a_known_circuit_is_that_circuit);
    return hopt_run(suite);
}
