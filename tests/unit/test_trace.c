/* SPDX-License-Identifier: BSD-3-Clause */
#include <complex.h>
#include <math.h>
#include <string.h>

#include <hop/hop.h>

#include "io/trace.h"
#include "support.h"

static const double pi = 3.141592653589793;

static const struct {
    const char *name;
    hopi_trace trace;
    double one; /* what the number 1 stands for in SI */
} names[] = {
    {"Frequency(Hz)", HOPI_TRACE_FREQUENCY, 1.0},
    {" Freq. [kHz]", HOPI_TRACE_FREQUENCY, 1e3},
    {"Frequency/MHz", HOPI_TRACE_FREQUENCY, 1e6},
    {"|Z|(Ohm)", HOPI_TRACE_Z_ABS, 1.0},
    {"Z[m\xCE\xA9]", HOPI_TRACE_Z_ABS, 1e-3},
    {"|Z| (k\xE2\x84\xA6)", HOPI_TRACE_Z_ABS, 1e3},
    {"theta-z(deg)", HOPI_TRACE_Z_ANGLE, 0.017453292519943295},
    {"\xCE\xB8[\xC2\xB0]", HOPI_TRACE_Z_ANGLE, 0.017453292519943295},
    {"PHASE[\xB0]", HOPI_TRACE_Z_ANGLE, 0.017453292519943295},
    {"Phase (rad)", HOPI_TRACE_Z_ANGLE, 1.0},
    {"-Phase/deg", HOPI_TRACE_Z_ANGLE, -0.017453292519943295},
    {"Phase", HOPI_TRACE_Z_ANGLE, 0.017453292519943295},
    {"-Z''/Ohm", HOPI_TRACE_Z_IM, -1.0},
    {"Z-Real(Ohm)", HOPI_TRACE_Z_RE, 1.0},
    {"Re(Z)/MOhm", HOPI_TRACE_Z_RE, 1e6},
    {"re(Z)", HOPI_TRACE_Z_RE, 1.0},
    {"Y-Imag(S)", HOPI_TRACE_Y_IM, 1.0},
    {"G[uS]", HOPI_TRACE_Y_RE, 1e-6},
    {"Cp (pF)", HOPI_TRACE_CP, 1e-12},
    {"Cs[\xB5"
     "F]",
     HOPI_TRACE_CS, 1e-6},
    {"Lp(nH)", HOPI_TRACE_LP, 1e-9},
    {"D", HOPI_TRACE_D, 1.0},
    {"Tan(Delta)", HOPI_TRACE_D, 1.0},
    {"Eps''", HOPI_TRACE_EPS_LOSS, 1.0},
    {"Sig' [S/cm]", HOPI_TRACE_SIGMA_RE, 100.0},
    {"\"Cp'' [F]\"", HOPI_TRACE_CP_LOSS, 1.0},
    {"Temp. [\xC2\xB0"
     "C]",
     HOPI_TRACE_TEMPERATURE, 274.15},
    {"Temp. [\xEF\xBF\xBD"
     "C]",
     HOPI_TRACE_TEMPERATURE, 274.15},
    {"Temperature [K]", HOPI_TRACE_TEMPERATURE, 1.0},
    {"Frequency(Ohm)", HOPI_TRACE_UNKNOWN, 1.0},
    {"|Z|(V)", HOPI_TRACE_UNKNOWN, 1.0},
    {"Idc(A)", HOPI_TRACE_UNKNOWN, 1.0},
    {"", HOPI_TRACE_UNKNOWN, 1.0},
    {"a name that is far too long to be the name of a column of any instrument",
     HOPI_TRACE_UNKNOWN, 1.0},
};

START_TEST(test_trace_of_a_name_with_unit_is_understood)
{
    const hopi_trace_column c = hopi_trace_of(names[_i].name, strlen(names[_i].name));
    ck_assert_msg(c.trace == names[_i].trace, "%s: %s, expected %s", names[_i].name,
                  hopi_trace_name(c.trace), hopi_trace_name(names[_i].trace));
    /* Two roundings: of the power of ten and of the product. */
    hopt_assert_relative(hopi_trace_value(&c, 1.0), names[_i].one, 4e-16);
}
END_TEST

/* A lossy capacitor in complex arithmetic: the other route to every pair. */
static double value_of(hopi_trace trace, double omega, double complex z)
{
    const double complex y = 1.0 / z;
    switch (trace) {
    case HOPI_TRACE_Z_ABS:
        return cabs(z);
    case HOPI_TRACE_Z_ANGLE:
        return carg(z);
    case HOPI_TRACE_Z_RE:
        return creal(z);
    case HOPI_TRACE_Z_IM:
        return cimag(z);
    case HOPI_TRACE_Y_ABS:
        return cabs(y);
    case HOPI_TRACE_Y_ANGLE:
        return carg(y);
    case HOPI_TRACE_Y_RE:
        return creal(y);
    case HOPI_TRACE_Y_IM:
        return cimag(y);
    case HOPI_TRACE_CS:
        return -1.0 / (omega * cimag(z));
    case HOPI_TRACE_CP:
        return cimag(y) / omega;
    case HOPI_TRACE_CP_LOSS:
        return creal(y) / omega;
    case HOPI_TRACE_LS:
        return cimag(z) / omega;
    case HOPI_TRACE_LP:
        return -1.0 / (omega * cimag(y));
    case HOPI_TRACE_RP:
        return 1.0 / creal(y);
    case HOPI_TRACE_XP:
        return 1.0 / cimag(y);
    case HOPI_TRACE_CS_LOSS:
        return 1.0 / (omega * creal(z));
    case HOPI_TRACE_D:
        return creal(z) / fabs(cimag(z));
    case HOPI_TRACE_Q:
        return fabs(cimag(z)) / creal(z);
    default:
        ck_abort_msg("no trace of an impedance: %d", (int)trace);
    }
    return NAN;
}

/* Every pair of traces of an impedance that is read gives the impedance back. */
START_TEST(test_trace_convert_every_pair_gives_the_impedance_back)
{
    static const double complex impedances[] = {120.0 - 345.0 * I, 0.5 + 7.0 * I};
    const double frequency = 4321.0, omega = 2.0 * pi * frequency;
    size_t pairs = 0;
    for (size_t k = 0; k < 2; k++) {
        const double complex z = impedances[k];
        for (int a = HOPI_TRACE_Z_ABS; a <= HOPI_TRACE_Q; a++) {
            for (int b = HOPI_TRACE_Z_ABS; b <= HOPI_TRACE_Q; b++) {
                int is_there[HOPI_TRACE_COUNT] = {0};
                is_there[a] = is_there[b] = 1;
                const hopi_trace_pair *pair = hopi_trace_choose(is_there);
                if (!pair || a > b) {
                    continue;
                }
                double re = NAN, im = NAN;
                hopi_trace_convert(pair, frequency, value_of(pair->first, omega, z),
                                   value_of(pair->second, omega, z), &re, &im);
                const double complex expected =
                    pair->representation == HOP_IMPEDANCE ? z : 1.0 / z;
                /* A dozen roundings on the way there and back. */
                ck_assert_msg(cabs(re + im * I - expected) <= 4e-15 * cabs(expected),
                              "%s and %s: %g%+gi", hopi_trace_name(pair->first),
                              hopi_trace_name(pair->second), re, im);
                pairs++;
            }
        }
    }
    ck_assert_uint_eq(pairs, 2 * 22);
}
END_TEST

START_TEST(test_trace_convert_loss_of_permittivity_is_minus_its_imaginary_part)
{
    int is_there[HOPI_TRACE_COUNT] = {0};
    is_there[HOPI_TRACE_EPS_RE] = is_there[HOPI_TRACE_D] = 1;
    const hopi_trace_pair *pair = hopi_trace_choose(is_there);
    double re = NAN, im = NAN;
    hopi_trace_convert(pair, 1e3, 8.0, 0.25, &re, &im);
    ck_assert_int_eq(pair->representation, HOP_PERMITTIVITY);
    ck_assert(re == 8.0 && im == -2.0);
    is_there[HOPI_TRACE_EPS_LOSS] = 1;
    pair = hopi_trace_choose(is_there);
    hopi_trace_convert(pair, 1e3, 8.0, 3.0, &re, &im);
    ck_assert(re == 8.0 && im == -3.0);
}
END_TEST

START_TEST(test_trace_choose_parts_before_polar_form_before_dissipation)
{
    int is_there[HOPI_TRACE_COUNT] = {0};
    ck_assert_ptr_null(hopi_trace_choose(is_there));
    is_there[HOPI_TRACE_CP] = is_there[HOPI_TRACE_D] = 1;
    ck_assert_int_eq(hopi_trace_choose(is_there)->second, HOPI_TRACE_D);
    is_there[HOPI_TRACE_Z_ABS] = is_there[HOPI_TRACE_Z_ANGLE] = 1;
    ck_assert_int_eq(hopi_trace_choose(is_there)->first, HOPI_TRACE_Z_ABS);
    is_there[HOPI_TRACE_Z_RE] = is_there[HOPI_TRACE_Z_IM] = 1;
    ck_assert_int_eq(hopi_trace_choose(is_there)->first, HOPI_TRACE_Z_RE);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("trace", &tcase);
    tcase_add_loop_test(tcase, test_trace_of_a_name_with_unit_is_understood, 0,
                        (int)(sizeof names / sizeof *names));
    tcase_add_test(tcase, test_trace_convert_every_pair_gives_the_impedance_back);
    tcase_add_test(tcase, test_trace_convert_loss_of_permittivity_is_minus_its_imaginary_part);
    tcase_add_test(tcase, test_trace_choose_parts_before_polar_form_before_dissipation);
    return hopt_run(suite);
}
