/* SPDX-License-Identifier: BSD-3-Clause */
#include "trace.h"

#include <string.h>

#include "encoding.h"
#include "unit.h"

enum { NAME_TEXT = 64 };

static const double rad_per_deg = 0.017453292519943295769236907684886;

/* What a unit may be; the prefix stands before it. */
typedef enum unit_kind {
    PURE,
    HERTZ,
    KELVIN,
    OHM,
    SIEMENS,
    FARAD,
    HENRY,
    ANGLE,
    SIEMENS_PER_METRE
} unit_kind;

static const struct {
    const char *name;
    hopi_trace trace;
} vocabulary[] = {
    {"frequency", HOPI_TRACE_FREQUENCY},
    {"freq.", HOPI_TRACE_FREQUENCY},
    {"freq", HOPI_TRACE_FREQUENCY},
    {"f", HOPI_TRACE_FREQUENCY},
    {"temperature", HOPI_TRACE_TEMPERATURE},
    {"temp.", HOPI_TRACE_TEMPERATURE},
    {"temp", HOPI_TRACE_TEMPERATURE},
    {"|z|", HOPI_TRACE_Z_ABS},
    {"z", HOPI_TRACE_Z_ABS},
    {"zabs", HOPI_TRACE_Z_ABS},
    {"absz", HOPI_TRACE_Z_ABS},
    {"zmod", HOPI_TRACE_Z_ABS},
    {"impedance", HOPI_TRACE_Z_ABS},
    {"theta", HOPI_TRACE_Z_ANGLE},
    {"thetaz", HOPI_TRACE_Z_ANGLE},
    {"phase", HOPI_TRACE_Z_ANGLE},
    {"phasez", HOPI_TRACE_Z_ANGLE},
    {"phi", HOPI_TRACE_Z_ANGLE},
    {"phaseangle", HOPI_TRACE_Z_ANGLE},
    {"z'", HOPI_TRACE_Z_RE},
    {"zs'", HOPI_TRACE_Z_RE},
    {"zre", HOPI_TRACE_Z_RE},
    {"zreal", HOPI_TRACE_Z_RE},
    {"realz", HOPI_TRACE_Z_RE},
    {"re(z)", HOPI_TRACE_Z_RE},
    {"r", HOPI_TRACE_Z_RE},
    {"rs", HOPI_TRACE_Z_RE},
    {"esr", HOPI_TRACE_Z_RE},
    {"resistance", HOPI_TRACE_Z_RE},
    {"z''", HOPI_TRACE_Z_IM},
    {"zs''", HOPI_TRACE_Z_IM},
    {"zim", HOPI_TRACE_Z_IM},
    {"zimag", HOPI_TRACE_Z_IM},
    {"imagz", HOPI_TRACE_Z_IM},
    {"im(z)", HOPI_TRACE_Z_IM},
    {"x", HOPI_TRACE_Z_IM},
    {"reactance", HOPI_TRACE_Z_IM},
    {"|y|", HOPI_TRACE_Y_ABS},
    {"y", HOPI_TRACE_Y_ABS},
    {"thetay", HOPI_TRACE_Y_ANGLE},
    {"phasey", HOPI_TRACE_Y_ANGLE},
    {"y'", HOPI_TRACE_Y_RE},
    {"yp'", HOPI_TRACE_Y_RE},
    {"yreal", HOPI_TRACE_Y_RE},
    {"re(y)", HOPI_TRACE_Y_RE},
    {"g", HOPI_TRACE_Y_RE},
    {"gp", HOPI_TRACE_Y_RE},
    {"conductance", HOPI_TRACE_Y_RE},
    {"y''", HOPI_TRACE_Y_IM},
    {"yp''", HOPI_TRACE_Y_IM},
    {"yimag", HOPI_TRACE_Y_IM},
    {"im(y)", HOPI_TRACE_Y_IM},
    {"b", HOPI_TRACE_Y_IM},
    {"susceptance", HOPI_TRACE_Y_IM},
    {"cs", HOPI_TRACE_CS},
    {"cs'", HOPI_TRACE_CS},
    {"cs''", HOPI_TRACE_CS_LOSS},
    {"cp", HOPI_TRACE_CP},
    {"cp'", HOPI_TRACE_CP},
    {"cp''", HOPI_TRACE_CP_LOSS},
    {"ls", HOPI_TRACE_LS},
    {"lp", HOPI_TRACE_LP},
    {"rp", HOPI_TRACE_RP},
    {"zp'", HOPI_TRACE_RP},
    {"zp''", HOPI_TRACE_XP},
    {"d", HOPI_TRACE_D},
    {"tan(delta)", HOPI_TRACE_D},
    {"q", HOPI_TRACE_Q},
    {"eps'", HOPI_TRACE_EPS_RE},
    {"eps''", HOPI_TRACE_EPS_LOSS},
    {"mod'", HOPI_TRACE_M_RE},
    {"modulus'", HOPI_TRACE_M_RE},
    {"modulus''", HOPI_TRACE_M_IM},
    {"mod''", HOPI_TRACE_M_IM},
    {"m'", HOPI_TRACE_M_RE},
    {"m''", HOPI_TRACE_M_IM},
    {"sig'", HOPI_TRACE_SIGMA_RE},
    {"sig''", HOPI_TRACE_SIGMA_IM},
};

enum { VOCABULARY_COUNT = sizeof vocabulary / sizeof *vocabulary };

static unit_kind kind_of(hopi_trace trace)
{
    static const unit_kind kinds[HOPI_TRACE_COUNT] = {
        [HOPI_TRACE_FREQUENCY] = HERTZ,
        [HOPI_TRACE_TEMPERATURE] = KELVIN,
        [HOPI_TRACE_Z_ABS] = OHM,
        [HOPI_TRACE_Z_ANGLE] = ANGLE,
        [HOPI_TRACE_Z_RE] = OHM,
        [HOPI_TRACE_Z_IM] = OHM,
        [HOPI_TRACE_Y_ABS] = SIEMENS,
        [HOPI_TRACE_Y_ANGLE] = ANGLE,
        [HOPI_TRACE_Y_RE] = SIEMENS,
        [HOPI_TRACE_Y_IM] = SIEMENS,
        [HOPI_TRACE_CS] = FARAD,
        [HOPI_TRACE_CS_LOSS] = FARAD,
        [HOPI_TRACE_CP] = FARAD,
        [HOPI_TRACE_CP_LOSS] = FARAD,
        [HOPI_TRACE_LS] = HENRY,
        [HOPI_TRACE_LP] = HENRY,
        [HOPI_TRACE_RP] = OHM,
        [HOPI_TRACE_XP] = OHM,
        [HOPI_TRACE_SIGMA_RE] = SIEMENS_PER_METRE,
        [HOPI_TRACE_SIGMA_IM] = SIEMENS_PER_METRE,
    };
    return kinds[trace];
}

/* Signs beyond ASCII that stand in names and units of these instruments. */
static const struct {
    const char *utf8, *ascii;
} signs[] = {
    {"\xCE\xB8", "theta"}, {"\xCF\x86", "phi"}, {"\xCE\xA9", "Ohm"},   {"\xE2\x84\xA6", "Ohm"},
    {"\xC2\xB5", "u"},     {"\xCE\xBC", "u"},   {"\xE2\x80\xB2", "'"}, {"\xE2\x80\xB3", "''"},
    {"\xE2\x88\x92", "-"}, {"\xC2\xB0", "deg"}, {"\xC2\xB7", "."},
};

enum { SIGN_COUNT = sizeof signs / sizeof *signs };

/* What stands for a character of a name: nothing for blanks, quotes and underscores. */
static const char *in_ascii(const char *character, size_t size, char own[2])
{
    for (size_t k = 0; k < SIGN_COUNT && size > 1; k++) {
        if (strlen(signs[k].utf8) == size && memcmp(signs[k].utf8, character, size) == 0) {
            return signs[k].ascii;
        }
    }
    own[0] = size == 1 && !strchr(" _\"", character[0]) ? character[0] : '\0';
    own[1] = '\0';
    return own;
}

/* 0 if it is too long for a name. */
static int simplify(const char *name, size_t length, char out[NAME_TEXT])
{
    size_t used = 0;
    for (size_t i = 0, eaten = 0; i < length; i += eaten) {
        char character[HOPI_CHARACTER_BYTES], own[2];
        const size_t bytes = hopi_character(name + i, length - i, character, &eaten);
        const char *ascii = in_ascii(character, bytes, own);
        const size_t size = strlen(ascii);
        if (used + size >= NAME_TEXT) {
            return 0;
        }
        memcpy(out + used, ascii, size);
        used += size;
    }
    out[used] = '\0';
    return 1;
}

static int is_same(const char *a, const char *b)
{
    while (*a && (*a >= 'A' && *a <= 'Z' ? *a - 'A' + 'a' : *a) == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

/* "re(Z)" and "tan(delta)" have parentheses that hold no unit. */
static int is_argument(const char *open)
{
    return is_same(open, "(z)") || is_same(open, "(y)") || is_same(open, "(delta)");
}

/* Cuts the unit off: "Freq.[Hz]", "|Z|(Ohm)" and "Frequency/Hz"; "" if there is none. */
static const char *cut_unit(char *text)
{
    const size_t length = strlen(text);
    const char end = length > 0 ? text[length - 1] : '\0';
    char *open = end == ']' ? strrchr(text, '[') : end == ')' ? strrchr(text, '(') : NULL;
    const int is_bracketed = open && !is_argument(open);
    if (is_bracketed) {
        text[length - 1] = '\0';
        *open = '\0';
    }
    /* "phase / deg (°)" has both. */
    char *slash = strchr(text, '/');
    if (slash) {
        *slash = '\0';
    }
    return is_bracketed ? open + 1 : slash ? slash + 1 : "";
}

static hopi_trace look_up(const char *text)
{
    /* "theta-z", "Z-Real", "Y-Imag": the dash is only a dash. */
    char plain[NAME_TEXT];
    size_t used = 0;
    for (const char *p = text; *p; p++) {
        if (*p != '-') {
            plain[used++] = *p;
        }
    }
    plain[used] = '\0';
    for (size_t i = 0; i < VOCABULARY_COUNT; i++) {
        if (is_same(plain, vocabulary[i].name)) {
            return vocabulary[i].trace;
        }
    }
    return HOPI_TRACE_UNKNOWN;
}

static int take_prefix(const char **unit, int *power)
{
    static const struct {
        char sign;
        int power;
    } prefixes[] = {{'f', -15}, {'p', -12}, {'n', -9}, {'u', -6}, {'m', -3},
                    {'k', 3},   {'M', 6},   {'G', 9},  {'T', 12}};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if ((*unit)[0] == prefixes[i].sign && (*unit)[1] != '\0') {
            *power = prefixes[i].power;
            (*unit)++;
            return 1;
        }
    }
    return 0;
}

/* Whether the unit, after its prefix, is one of this list of words parted by blanks. */
static int is_one_of(const char *unit, const char *list)
{
    const size_t length = strlen(unit);
    for (const char *p = list; *p;) {
        const size_t word = strcspn(p, " ");
        if (word == length && memcmp(p, unit, word) == 0) {
            return 1;
        }
        p += word + (p[word] == ' ');
    }
    return 0;
}

static int understand_prefixed(const char *unit, const char *bases, hopi_trace_column *column)
{
    if (is_one_of(unit, bases)) {
        return 1;
    }
    return take_prefix(&unit, &column->power) && is_one_of(unit, bases);
}

static int understand_angle(const char *unit, hopi_trace_column *column)
{
    if (is_one_of(unit, "deg degree degrees Deg")) {
        column->factor *= rad_per_deg;
        return 1;
    }
    return is_one_of(unit, "rad Rad radian");
}

/* Where the degree sign was lost on the way, the letter at the end still tells. */
static int understand_temperature(const char *unit, hopi_trace_column *column)
{
    const size_t length = strlen(unit);
    if (strcmp(unit, "K") == 0) {
        return 1;
    }
    if (length == 0 || unit[length - 1] != 'C' || is_one_of(unit, "mC uC nC pC")) {
        return 0;
    }
    column->offset = 273.15;
    return 1;
}

static int understand(const char *unit, hopi_trace_column *column)
{
    switch (kind_of(column->trace)) {
    case HERTZ:
        return understand_prefixed(unit, "Hz HZ hz", column);
    case OHM:
        return understand_prefixed(unit, "Ohm ohm OHM Ohms ohms OHMS", column);
    case SIEMENS:
        return understand_prefixed(unit, "S 1/Ohm Ohm-1 Ohm^-1", column);
    case FARAD:
        return understand_prefixed(unit, "F", column);
    case HENRY:
        return understand_prefixed(unit, "H", column);
    case ANGLE:
        return understand_angle(unit, column);
    case KELVIN:
        return understand_temperature(unit, column);
    case SIEMENS_PER_METRE:
        return hopi_unit_parse(HOPI_SIEMENS_PER_METRE, unit, &column->power, &column->offset);
    default:
        return is_one_of(unit, "1 -");
    }
}

hopi_trace_column hopi_trace_of(const char *name, size_t length)
{
    const hopi_trace_column unknown = {.factor = 1.0};
    char buffer[NAME_TEXT];
    if (!simplify(name, length, buffer)) {
        return unknown;
    }
    char *text = buffer;
    hopi_trace_column column = unknown;
    if (*text == '-') {
        column.factor = -1.0;
        text++;
    }
    const char *unit = cut_unit(text);
    column.trace = look_up(text);
    if (column.trace == HOPI_TRACE_UNKNOWN) {
        return unknown;
    }
    column.has_unit = *unit != '\0';
    if (column.has_unit) {
        return understand(unit, &column) ? column : unknown;
    }
    /* Meters show degrees. */
    column.factor *= kind_of(column.trace) == ANGLE ? rad_per_deg : 1.0;
    return column;
}

double hopi_trace_value(const hopi_trace_column *column, double number)
{
    return column->factor * hopi_unit_apply(column->power, number) + column->offset;
}
