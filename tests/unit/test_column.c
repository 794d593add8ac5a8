/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include <hop/hop.h>

#include "io/column.h"
#include "support.h"

typedef struct expectation {
    const char *name;
    hopi_quantity quantity;
    int sign, power;
} expectation;

static void assert_columns(const expectation *e, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const hopi_column c = hopi_column_of(e[i].name, strlen(e[i].name));
        ck_assert_msg(c.quantity == e[i].quantity, "%s: quantity %d", e[i].name,
                      (int)c.quantity);
        ck_assert_msg(c.unit_state == HOPI_UNIT_KNOWN, "%s: unit '%s'", e[i].name, c.unit);
        ck_assert_msg(c.sign == e[i].sign, "%s: sign %d", e[i].name, c.sign);
        ck_assert_msg(c.power == e[i].power, "%s: power %d", e[i].name, c.power);
    }
}

#define ASSERT_COLUMNS(list) assert_columns(list, sizeof list / sizeof *list)

START_TEST(test_column_of_canonical_names_are_known)
{
    static const expectation list[] = {
        {"frequency_Hz", HOPI_FREQUENCY, 1, 0},
        {"z_re_ohm", HOPI_Z_RE, 1, 0},
        {"z_im_ohm", HOPI_Z_IM, 1, 0},
        {"minus_z_im_ohm", HOPI_Z_IM, -1, 0},
        {"y_re_S", HOPI_Y_RE, 1, 0},
        {"y_im_S", HOPI_Y_IM, 1, 0},
        {"sigma_S_per_m", HOPI_SIGMA_RE, 1, 0},
        {"sigma_S_per_cm", HOPI_SIGMA_RE, 1, 2},
        {"sigma_im_S_per_m", HOPI_SIGMA_IM, 1, 0},
        {"sigma_im_S_per_cm", HOPI_SIGMA_IM, 1, 2},
        {"eps_re", HOPI_EPS_RE, 1, 0},
        {"eps_im", HOPI_EPS_IM, 1, 0},
        {"minus_eps_im", HOPI_EPS_IM, -1, 0},
        {"m_re", HOPI_M_RE, 1, 0},
        {"m_im", HOPI_M_IM, 1, 0},
        {"sd_sigma_S_per_m", HOPI_SD_SIGMA, 1, 0},
        {"sd_sigma_S_per_cm", HOPI_SD_SIGMA, 1, 2},
        {"temperature_K", HOPI_TEMPERATURE, 1, 0},
        {"temperature_C", HOPI_TEMPERATURE, 1, 0},
    };
    ASSERT_COLUMNS(list);
}
END_TEST

START_TEST(test_column_of_spellings_of_the_laboratory_are_known)
{
    static const expectation list[] = {
        {"f/Hz", HOPI_FREQUENCY, 1, 0},
        {"freq (kHz)", HOPI_FREQUENCY, 1, 3},
        {"Frequency [Hz]", HOPI_FREQUENCY, 1, 0},
        {"  FREQUENCY ( MHz ) ", HOPI_FREQUENCY, 1, 6},
        {"Freq.[Hz]", HOPI_FREQUENCY, 1, 0},
        {"frequency mHz", HOPI_FREQUENCY, 1, -3},
        {"Z' (ohm)", HOPI_Z_RE, 1, 0},
        {"Z'' [Ohm]", HOPI_Z_IM, 1, 0},
        {"Z\" / kOhm", HOPI_Z_IM, 1, 3},
        {"-Z'' (\xCE\xA9)", HOPI_Z_IM, -1, 0},
        {"\xE2\x88\x92Z\xE2\x80\xB3 (M\xE2\x84\xA6)", HOPI_Z_IM, -1, 6},
        {"Z\xE2\x80\xB2/k\xCE\xA9", HOPI_Z_RE, 1, 3},
        {"Re(Z)/Ohm", HOPI_Z_RE, 1, 0},
        {"-Im(Z)/Ohm", HOPI_Z_IM, -1, 0},
        {"Re (Z) [ohm]", HOPI_Z_RE, 1, 0},
        {"Z_real (ohms)", HOPI_Z_RE, 1, 0},
        {"Zimag_ohm", HOPI_Z_IM, 1, 0},
        {"Zs''[ohm]", HOPI_Z_IM, 1, 0},
        {"Re(Y)/mS", HOPI_Y_RE, 1, -3},
        {"Y'' (\xC2\xB5S)", HOPI_Y_IM, 1, -6},
        {"Conductivity (mS/cm)", HOPI_SIGMA_RE, 1, -1},
        {"\xCF\x83' / S cm\xE2\x81\xBB\xC2\xB9", HOPI_SIGMA_RE, 1, 2},
        {"sigma/(S/m)", HOPI_SIGMA_RE, 1, 0},
        {"sigma (S*cm^-1)", HOPI_SIGMA_RE, 1, 2},
        {"Sig' [S/cm]", HOPI_SIGMA_RE, 1, 2},
        {"Sig'' [S/cm]", HOPI_SIGMA_IM, 1, 2},
        {"sigma [uS/cm]", HOPI_SIGMA_RE, 1, -4},
        {"\xCE\xB5'", HOPI_EPS_RE, 1, 0},
        {"Eps''", HOPI_EPS_IM, -1, 0},
        {"-eps'' (1)", HOPI_EPS_IM, 1, 0},
        {"M''", HOPI_M_IM, 1, 0},
        {"Re(M) [-]", HOPI_M_RE, 1, 0},
        {"T / K", HOPI_TEMPERATURE, 1, 0},
        {"Temp. [\xC2\xB0"
         "C]",
         HOPI_TEMPERATURE, 1, 0},
        {"Temp. [\xB0"
         "C]",
         HOPI_TEMPERATURE, 1, 0},
    };
    ASSERT_COLUMNS(list);
}
END_TEST

START_TEST(test_column_of_spellings_of_instruments_are_known)
{
    static const expectation list[] = {
        {"Zre (ohms)", HOPI_Z_RE, 1, 0},
        {"Zim (ohms)", HOPI_Z_IM, 1, 0},
        {"Re(Y)/Ohm-1", HOPI_Y_RE, 1, 0},
        {"|Z|/Ohm", HOPI_Z_ABS, 1, 0},
        {"Phase(Z)/deg", HOPI_Z_PHASE, 1, 0},
        {"-Phase (\xC2\xB0)", HOPI_Z_PHASE, -1, 0},
        {"Impedance Magnitude (Ohms)", HOPI_Z_ABS, 1, 0},
        {"Impedance Phase Degrees (')", HOPI_Z_PHASE, 1, 0},
        {"cycle number", HOPI_CYCLE, 1, 0},
    };
    ASSERT_COLUMNS(list);
}
END_TEST

START_TEST(test_column_of_units_with_geometry_are_known)
{
    static const struct {
        const char *name;
        hopi_geometry geometry;
        int power;
    } list[] = {{"Re(Z)/Ohm*cm^2", HOPI_AREA, -4},
                {"Z' (k\xCE\xA9 cm\xC2\xB2)", HOPI_AREA, -1},
                {"Z'' [Ohm.cm2]", HOPI_AREA, -4},
                {"Z' / Ohm cm", HOPI_AREA_PER_LENGTH, -2},
                {"Y' (mS/cm2)", HOPI_AREA, 1},
                {"Z'/ohm", HOPI_BARE, 0}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        const hopi_column c = hopi_column_of(list[i].name, strlen(list[i].name));
        ck_assert_int_eq(c.unit_state, HOPI_UNIT_KNOWN);
        ck_assert_int_eq(c.geometry, list[i].geometry);
        ck_assert_int_eq(c.power, list[i].power);
    }
}
END_TEST

START_TEST(test_column_of_a_minus_or_the_canonical_name_makes_the_sign_explicit)
{
    static const struct {
        const char *name;
        int is_explicit;
    } list[] = {{"z_im_ohm", 1}, {"-Z''/ohm", 1}, {"minus Im(Z)/ohm", 1},
                {"Z''/ohm", 0},  {"Zimag (ohm)", 0}, {"Im(Z)/ohm", 0}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        const hopi_column c = hopi_column_of(list[i].name, strlen(list[i].name));
        ck_assert_msg(c.has_explicit_sign == list[i].is_explicit, "%s", list[i].name);
    }
}
END_TEST

START_TEST(test_column_of_other_names_are_unknown)
{
    static const char *const names[] = {
        "",
        "time/s",
        "t / s",
        "z_re_fit_ohm",
        "f_p_Hz",
        "E/V",
        "m",
        "z",
        "eps",
        "REM",
        "sigma_dc_S_per_m",
        "M Temp [K]",
        "Tan(Delta)",
        "[Hz]",
        "()",
        "/",
        "-",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const hopi_column c = hopi_column_of(names[i], strlen(names[i]));
        ck_assert_msg(c.quantity == HOPI_UNKNOWN, "'%s': %d", names[i], (int)c.quantity);
    }
}
END_TEST

START_TEST(test_column_of_name_of_any_length_is_safe)
{
    char name[5000];
    memset(name, '(', sizeof name);
    ck_assert_int_eq(hopi_column_of(name, sizeof name).quantity, HOPI_UNKNOWN);
    for (size_t length = 0; length < 300; length++) {
        memset(name, ')', length);
        ck_assert_int_eq(hopi_column_of(name, length).quantity, HOPI_UNKNOWN);
    }
}
END_TEST

START_TEST(test_column_of_missing_unit_is_told)
{
    static const char *const names[] = {"f", "Frequency", "Z'", "Re(Z)", "sigma", "T", "y_re"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const hopi_column c = hopi_column_of(names[i], strlen(names[i]));
        ck_assert_int_ne(c.quantity, HOPI_UNKNOWN);
        ck_assert_int_eq(c.unit_state, HOPI_UNIT_MISSING);
    }
}
END_TEST

START_TEST(test_column_of_unknown_unit_is_told_with_its_text)
{
    static const struct {
        const char *name, *unit;
    } list[] = {{"f [rpm]", "rpm"},    {"f [mhz]", "mhz"}, {"Re(Z)/Ohm*ft", "Ohm*ft"},
                {"eps' (F/m)", "F/m"}, {"T [F]", "F"},     {"sigma (S)", "S"}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        const hopi_column c = hopi_column_of(list[i].name, strlen(list[i].name));
        ck_assert_int_eq(c.unit_state, HOPI_UNIT_UNKNOWN);
        ck_assert_str_eq(c.unit, list[i].unit);
    }
}
END_TEST

START_TEST(test_column_value_scales_with_one_rounding)
{
    const hopi_column milli = hopi_column_of("sigma (mS/cm)", 13);
    const hopi_column kilo = hopi_column_of("f/kHz", 5);
    const hopi_column minus = hopi_column_of("-Z''/MOhm", 9);
    ck_assert(hopi_column_value(&milli, 0.3) == 0.3 / 10.0);
    ck_assert(hopi_column_value(&kilo, 1.5) == 1500.0);
    ck_assert(hopi_column_value(&minus, 2.5) == -2.5e6);
}
END_TEST

START_TEST(test_column_value_celsius_becomes_kelvin)
{
    const hopi_column celsius = hopi_column_of("temperature_C", 13);
    ck_assert(hopi_column_value(&celsius, 25.0) == 298.15);
}
END_TEST

START_TEST(test_column_name_of_every_quantity_reads_back_as_itself)
{
    for (hopi_quantity q = HOPI_FREQUENCY; q <= HOPI_M_IM; q++) {
        const char *name = hopi_column_name(q);
        const hopi_column c = hopi_column_of(name, strlen(name));
        ck_assert_msg(c.quantity == q, "%s", name);
        ck_assert(c.unit_state == HOPI_UNIT_KNOWN && c.sign == 1 && c.power == 0);
        ck_assert_uint_gt(strlen(hopi_known_units(q)), 0);
    }
    ck_assert_int_eq(hopi_representation_of(HOPI_Z_IM), HOP_IMPEDANCE);
    ck_assert_int_eq(hopi_representation_of(HOPI_M_RE), HOP_MODULUS);
    ck_assert_int_eq(hopi_representation_of(HOPI_FREQUENCY), 0);
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("column", &tcase);
    tcase_add_test(tcase, test_column_of_canonical_names_are_known);
    tcase_add_test(tcase, test_column_of_spellings_of_the_laboratory_are_known);
    tcase_add_test(tcase, test_column_of_spellings_of_instruments_are_known);
    tcase_add_test(tcase, test_column_of_units_with_geometry_are_known);
    tcase_add_test(tcase, test_column_of_a_minus_or_the_canonical_name_makes_the_sign_explicit);
    tcase_add_test(tcase, test_column_of_other_names_are_unknown);
    tcase_add_test(tcase, test_column_of_name_of_any_length_is_safe);
    tcase_add_test(tcase, test_column_of_missing_unit_is_told);
    tcase_add_test(tcase, test_column_of_unknown_unit_is_told_with_its_text);
    tcase_add_test(tcase, test_column_value_scales_with_one_rounding);
    tcase_add_test(tcase, test_column_value_celsius_becomes_kelvin);
    tcase_add_test(tcase, test_column_name_of_every_quantity_reads_back_as_itself);
    return hopt_run(suite);
}
