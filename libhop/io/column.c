/* SPDX-License-Identifier: BSD-3-Clause */
#include "column.h"

#include <string.h>

#include <hop/spectrum.h>

#include "unit.h"

enum { NAME_CAPACITY = 128 };

/* Signs that stand for ASCII in names and units, as UTF-8 and as single bytes of Latin-1. */
static const struct {
    const char *sign, *plain;
} spellings[] = {
    {"\xE2\x80\xB2", "'"}, {"\xE2\x80\xB3", "''"}, {"\xE2\x80\x98", "'"},
    {"\xE2\x80\x99", "'"}, {"\xE2\x80\x9C", "''"}, {"\xE2\x80\x9D", "''"},
    {"\xC2\xB4", "'"},     {"\"", "''"},           {"\xCF\x83", "sigma"},
    {"\xCE\xB5", "eps"},   {"\xCF\xB5", "eps"},    {"\xE2\x88\x92", "-"},
    {"\xE2\x80\x93", "-"}, {"\xCE\xA9", "ohm"},    {"\xE2\x84\xA6", "ohm"},
    {"\xC2\xB5", "u"},     {"\xCE\xBC", "u"},      {"\xC2\xB0", "deg"},
    {"\xE2\x81\xBB", "-"}, {"\xC2\xB9", "1"},      {"\xC2\xB7", "*"},
    {"\xE2\x8B\x85", "*"}, {"\xC2\xA0", " "},      {"\t", " "},
    {"\xB5", "u"},         {"\xB0", "deg"},        {"\xB7", "*"},
    {"\xC2\xB2", "2"},     {"\xB2", "2"},
};

typedef struct span {
    const char *text;
    size_t length;
} span;

static span trimmed(span s)
{
    while (s.length > 0 && *s.text == ' ') {
        s.text++;
        s.length--;
    }
    while (s.length > 0 && s.text[s.length - 1] == ' ') {
        s.length--;
    }
    return s;
}

/* How the sign at the start of the text is written in ASCII; *eaten bytes of it. */
static const char *spelling_of(const char *text, size_t length, size_t *eaten)
{
    for (size_t k = 0; k < sizeof spellings / sizeof *spellings; k++) {
        if (spellings[k].sign[0] != text[0]) {
            continue;
        }
        const size_t bytes = strlen(spellings[k].sign);
        if (bytes <= length && memcmp(text, spellings[k].sign, bytes) == 0) {
            *eaten = bytes;
            return spellings[k].plain;
        }
    }
    *eaten = 1;
    return "?";
}

/* The name in ASCII; 0 if it is too long to be one. */
static int to_ascii(const char *name, size_t length, char out[NAME_CAPACITY])
{
    size_t used = 0;
    for (size_t i = 0; i < length;) {
        const char c = name[i];
        const int is_plain = (unsigned char)c < 0x80 && c != '"' && c != '\t';
        size_t eaten = 1;
        const char *plain = is_plain ? &name[i] : spelling_of(name + i, length - i, &eaten);
        const size_t bytes = is_plain ? 1 : strlen(plain);
        if (used + bytes >= NAME_CAPACITY) {
            return 0;
        }
        memcpy(out + used, plain, bytes);
        used += bytes;
        i += eaten;
    }
    out[used] = '\0';
    return 1;
}

/* Lower case without what only decorates: "Re (Z)" becomes "re(z)", "z_re" "zre". */
static void compact(span name, char out[NAME_CAPACITY])
{
    size_t used = 0;
    for (size_t i = 0; i < name.length && used < NAME_CAPACITY - 1; i++) {
        const char c = name.text[i];
        if (!strchr(" _.*", c)) {
            out[used++] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
    }
    out[used] = '\0';
}

static const struct {
    const char *text;
    int is_imaginary;
} parts[] = {{"re", 0}, {"real", 0},      {"'", 0},   {"im", 1}, {"imag", 1},
             {"''", 1}, {"imaginary", 1}, {"img", 1}, {"prime", 0},
             {"doubleprime", 1}, {"", 0}};

static const struct {
    const char *text;
    int32_t representation;
} symbols[] = {{"z", HOP_IMPEDANCE},
               {"zs", HOP_IMPEDANCE},
               {"impedance", HOP_IMPEDANCE},
               {"y", HOP_ADMITTANCE},
               {"ys", HOP_ADMITTANCE},
               {"admittance", HOP_ADMITTANCE},
               {"sigma", HOP_CONDUCTIVITY},
               {"sig", HOP_CONDUCTIVITY},
               {"conductivity", HOP_CONDUCTIVITY},
               {"eps", HOP_PERMITTIVITY},
               {"epsilon", HOP_PERMITTIVITY},
               {"permittivity", HOP_PERMITTIVITY},
               {"m", HOP_MODULUS},
               {"modulus", HOP_MODULUS}};

static int is_same(const char *a, const char *b)
{
    return a[0] == b[0] && strcmp(a, b) == 0;
}

static int begins(const char *name, const char *text)
{
    return name[0] == text[0] && strncmp(name, text, strlen(text)) == 0;
}

/* "zre", "z''", "sigma": the rest is the part, which only a conductivity may leave out. */
static int part_behind(const char *rest, const char *symbol, size_t *part)
{
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        if (is_same(rest, parts[k].text)) {
            *part = k;
            return rest[0] != '\0' || strncmp(symbol, "sig", 3) == 0 || symbol[0] == 'c';
        }
    }
    return 0;
}

/* "rez", "re(z)": the rest is the symbol; "rem" is a remark rather than Re M. */
static int is_symbol_behind(const char *rest, const char *symbol)
{
    if (rest[0] == '(') {
        return begins(rest + 1, symbol) && is_same(rest + 1 + strlen(symbol), ")");
    }
    return is_same(rest, symbol) && !is_same(symbol, "m");
}

/* Which symbol and part a name is made of. */
static int find_spelling(const char *name, size_t *symbol, size_t *part)
{
    enum { SYMBOLS = sizeof symbols / sizeof *symbols, PARTS = sizeof parts / sizeof *parts };
    for (*symbol = 0; *symbol < SYMBOLS; ++*symbol) {
        const char *text = symbols[*symbol].text;
        if (begins(name, text) && part_behind(name + strlen(text), text, part)) {
            return 1;
        }
    }
    for (*part = 0; *part < PARTS; ++*part) {
        const char *text = parts[*part].text;
        const int is_word = text[0] != '\0' && text[0] != '\'';
        for (*symbol = 0; is_word && begins(name, text) && *symbol < SYMBOLS; ++*symbol) {
            if (is_symbol_behind(name + strlen(text), symbols[*symbol].text)) {
                return 1;
            }
        }
    }
    return 0;
}

static int strip_minus(const char **name)
{
    static const char *const words[] = {"-", "minus", "neg"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (begins(*name, words[i])) {
            *name += strlen(words[i]);
            return 1;
        }
    }
    return 0;
}

static const struct {
    const char *text;
    hopi_quantity quantity;
    int is_minus; /* certainly */
} plain_names[] = {
    {"f", HOPI_FREQUENCY, 0},
    {"freq", HOPI_FREQUENCY, 0},
    {"frequency", HOPI_FREQUENCY, 0},
    {"frequencies", HOPI_FREQUENCY, 0},
    {"temp", HOPI_TEMPERATURE, 0},
    {"temperature", HOPI_TEMPERATURE, 0},
    {"sdsigma", HOPI_SD_SIGMA, 0},
    {"sigmasd", HOPI_SD_SIGMA, 0},
    {"cycle", HOPI_CYCLE, 0},
    {"cyclenumber", HOPI_CYCLE, 0},
    {"zcycle", HOPI_CYCLE, 0},
    {"|z|", HOPI_Z_ABS, 0},
    {"zmod", HOPI_Z_ABS, 0},
    {"zabs", HOPI_Z_ABS, 0},
    {"zmodulus", HOPI_Z_ABS, 0},
    {"absz", HOPI_Z_ABS, 0},
    {"abs(z)", HOPI_Z_ABS, 0},
    {"impedancemagnitude", HOPI_Z_ABS, 0},
    {"sweepnumber", HOPI_CYCLE, 0},
    {"zr", HOPI_Z_RE, 0},
    {"zi", HOPI_Z_IM, 0},
    {"zdash", HOPI_Z_RE, 0},
    {"zdashneg", HOPI_Z_IM, 1},
};

/* "Real" alone; in ohm it is a part of Z. */
static hopi_quantity part_of_something(const char *name)
{
    const int is_imaginary = is_same(name, "imag") || is_same(name, "imaginary");
    return is_imaginary            ? HOPI_SOME_IM
           : is_same(name, "real") ? HOPI_SOME_RE
                                   : HOPI_UNKNOWN;
}

static int is_phase(const char *name)
{
    static const char *const names[] = {"phase",  "phaseangle", "phase(z)", "phasez",     "zphase",
                                        "zphz",   "theta",    "thetaz",     "arg(z)",
                                        "phasedegrees",       "impedancephase",
                                        "impedancephasedegrees"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (is_same(name, names[i])) {
            return 1;
        }
    }
    return 0;
}

/* Sets quantity and sign of a name without its unit. */
static int identify(span base, hopi_column *column)
{
    char text[NAME_CAPACITY];
    const char *name = text;
    base = trimmed(base);
    compact(base, text);
    column->sign = 1;
    for (size_t i = 0; i < sizeof plain_names / sizeof *plain_names; i++) {
        if (is_same(name, plain_names[i].text)) {
            column->quantity = plain_names[i].quantity;
            column->sign = plain_names[i].is_minus ? -1 : 1;
            column->has_explicit_sign = plain_names[i].is_minus;
            return 1;
        }
    }
    /* A small t is a time. */
    if (base.length == 1 && *base.text == 'T') {
        column->quantity = HOPI_TEMPERATURE;
        return 1;
    }
    const int has_minus = strip_minus(&name);
    column->sign = has_minus ? -1 : 1;
    if (is_phase(name)) {
        column->quantity = HOPI_Z_PHASE;
        column->has_explicit_sign = has_minus;
        return 1;
    }
    column->quantity = part_of_something(name);
    if (column->quantity != HOPI_UNKNOWN) {
        column->has_explicit_sign = has_minus;
        return 1;
    }
    size_t symbol = 0, part = 0;
    if (!find_spelling(name, &symbol, &part)) {
        return 0;
    }
    const int32_t representation = symbols[symbol].representation;
    column->quantity = hopi_part(representation, parts[part].is_imaginary);
    /* ε* = ε′ − iε″: the part with two primes is minus the imaginary part. */
    if (representation == HOP_PERMITTIVITY && is_same(parts[part].text, "''")) {
        column->sign = -column->sign;
    }
    /* "z_im" is Im Z by docs/formats.md; of Z'' authors mean one or the other. */
    column->has_explicit_sign = has_minus || memchr(base.text, '_', base.length) != NULL;
    return 1;
}

static int set_unit(span unit, hopi_column *column)
{
    unit = trimmed(unit);
    hopi_unit parsed = {0, 0.0, HOPI_BARE};
    const size_t length = unit.length < HOPI_UNIT_TEXT ? unit.length : HOPI_UNIT_TEXT - 1;
    memcpy(column->unit, unit.text, length);
    column->unit[length] = '\0';
    const int known =
        hopi_unit_read(hopi_dimension_of(column->quantity), column->unit, &parsed);
    column->power = parsed.power;
    column->offset = parsed.offset;
    column->geometry = parsed.geometry;
    column->unit_state = known ? HOPI_UNIT_KNOWN : HOPI_UNIT_UNKNOWN;
    return known;
}

int hopi_column_set_unit(hopi_column *column, const char *unit, size_t length)
{
    char ascii[NAME_CAPACITY];
    return to_ascii(unit, length, ascii)
           && set_unit((span){ascii, strlen(ascii)}, column);
}

/* "f [Hz]", "Z' (ohm)": the last pair of brackets holds the unit, but not in "Re(Z)". */
static int in_brackets(span name, hopi_column *column)
{
    const char last = name.length > 0 ? name.text[name.length - 1] : '\0';
    const char open = last == ']' ? '[' : last == ')' ? '(' : '\0';
    size_t depth = 0, i = name.length;
    while (open && i > 0) {
        i--;
        depth += name.text[i] == last;
        depth -= name.text[i] == open;
        if (depth == 0) {
            break;
        }
    }
    if (!open || depth > 0 || i == 0) {
        return 0;
    }
    span base = trimmed((span){name.text, i});
    if (base.length > 0 && base.text[base.length - 1] == '/') {
        base.length--;
    }
    if (!identify(base, column)) {
        return 0;
    }
    set_unit((span){name.text + i + 1, name.length - i - 2}, column);
    return 1;
}

/* "z_re_ohm", "frequency Hz": the shortest name with a known unit behind it. */
static int as_suffix(span name, hopi_column *column)
{
    for (size_t i = 1; i + 1 < name.length; i++) {
        const int is_separator = name.text[i] == '_' || name.text[i] == ' ';
        if (is_separator && identify((span){name.text, i}, column)
            && hopi_dimension_of(column->quantity) != HOPI_PURE_NUMBER
            && set_unit((span){name.text + i + 1, name.length - i - 1}, column)) {
            return 1;
        }
    }
    return 0;
}

/* "Re(Z)/Ohm", "sigma'/S cm^-1". */
static int after_slash(span name, hopi_column *column)
{
    size_t i = 0;
    int depth = 0;
    while (i < name.length && (name.text[i] != '/' || depth > 0)) {
        depth += name.text[i] == '(';
        depth -= name.text[i] == ')';
        i++;
    }
    if (i == name.length || !identify((span){name.text, i}, column)) {
        return 0;
    }
    set_unit((span){name.text + i + 1, name.length - i - 1}, column);
    return 1;
}

hopi_column hopi_column_of(const char *name, size_t length)
{
    const hopi_column unknown = {.quantity = HOPI_UNKNOWN};
    hopi_column column = unknown;
    char ascii[NAME_CAPACITY];
    /* Lines of numbers are asked, too, whether they are names. */
    const int is_number = length > 0 && name[0] >= '0' && name[0] <= '9';
    if (is_number || !to_ascii(name, length, ascii)) {
        return unknown;
    }
    const span all = trimmed((span){ascii, strlen(ascii)});
    if (in_brackets(all, &column) || as_suffix(all, &column) || after_slash(all, &column)) {
        return column;
    }
    column = unknown;
    if (!identify(all, &column)) {
        return unknown;
    }
    const int is_pure = hopi_dimension_of(column.quantity) == HOPI_PURE_NUMBER;
    column.unit_state = is_pure ? HOPI_UNIT_KNOWN : HOPI_UNIT_MISSING;
    return column;
}

hopi_quantity hopi_part(int32_t representation, int is_imaginary)
{
    return (hopi_quantity)(HOPI_Z_RE + 2 * (representation - HOP_IMPEDANCE) + is_imaginary);
}

int32_t hopi_representation_of(hopi_quantity quantity)
{
    return quantity < HOPI_Z_RE ? 0 : HOP_IMPEDANCE + (int32_t)(quantity - HOPI_Z_RE) / 2;
}

const char *hopi_column_name(hopi_quantity quantity)
{
    static const char *const names[] = {
        "",          "frequency_Hz", "temperature_K", "sd_sigma_S_per_m",
        "cycle",     "z_abs_ohm",    "z_phase_deg",   "real_ohm",
        "imag_ohm",  "z_re_ohm",
        "z_im_ohm",  "y_re_S",       "y_im_S",        "sigma_S_per_m",
        "sigma_im_S_per_m", "eps_re", "eps_im",       "m_re",
        "m_im"};
    return names[quantity];
}

const char *hopi_known_units(hopi_quantity quantity)
{
    return hopi_unit_names(hopi_dimension_of(quantity));
}

double hopi_column_value(const hopi_column *column, double number)
{
    return hopi_unit_apply(column->power, column->sign * number) + column->offset;
}
