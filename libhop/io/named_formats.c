/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "lines.h"
#include "named_table.h"

/* Instruments whose text is a description, one line of names, and numbers. */

static int detect_names(const hopi_source *source, const hopi_named_table *table,
                        const char *instrument, char why[HOPI_WHY])
{
    const hopi_line *names = hopi_find_names(source, table);
    if (!names) {
        return 0;
    }
    snprintf(why, HOPI_WHY, "line %zu holds the names %s writes", names->number, instrument);
    return HOPI_CERTAIN;
}

/* CH Instruments: Z" is Im Z. */
static const hopi_fact chi_facts[] = {{"Instrument Model", "instrument"},
                                      {"A.C. Impedance", "technique"},
                                      {"Header", "sample"},
                                      {"Note", "comment"},
                                      {"File", "source"},
                                      {"Amplitude (V)", "amplitude_v"},
                                      {"Init E (V)", "potential_v"},
                                      {NULL, NULL}};
static const hopi_named_table chi = {.parts = {"Freq/Hz", "Z'/ohm", "Z\"/ohm", NULL},
                                     .delimiter = ',',
                                     .rules = HOPI_SIGN_IS_KNOWN,
                                     .facts = chi_facts};

static int detect_chi(const hopi_source *source, char why[HOPI_WHY])
{
    return detect_names(source, &chi, "CH Instruments", why);
}

static hop_status read_chi(hopi_source *source, hop_file *file)
{
    return hopi_read_named_table(source, file, &chi);
}

const hopi_format hopi_format_chi = {"chi", "CH Instruments text", 0, detect_chi, read_chi};

/*
 * NOVA: the signs of Z″ and of the phase are in the names; an overload is ∞. Of
 * several measurements each has its remark, such as the date, and its names.
 */
static const hopi_named_table nova = {
    .parts = {"Frequency (Hz)", "Z' (", "-Z'' (", NULL},
    .rules = HOPI_FIRST_COLUMN | HOPI_ROWS_MAY_DIFFER | HOPI_SKIP_NOT_FINITE,
    .has_remarks = 1};

/* FRA, the program before NOVA: below the names stands the number of points. */
static const hopi_fact fra_facts[] = {{"Procedure", "technique"}, {NULL, NULL}};
static const hopi_named_table fra = {.parts = {"f/Hz", "Z'/Ohm", "-Z''/Ohm", NULL},
                                     .delimiter = '\t',
                                     .facts = fra_facts,
                                     .has_remarks = 1};

static int is_fra(const hopi_source *source)
{
    return source->head_count > 0 && hopi_line_begins(&source->head[0], "Procedure")
           && hopi_find_names(source, &fra) != NULL;
}

static int detect_nova(const hopi_source *source, char why[HOPI_WHY])
{
    const int is_old = is_fra(source);
    return detect_names(source, is_old ? &fra : &nova, is_old ? "FRA" : "NOVA", why);
}

static hop_status read_nova(hopi_source *source, hop_file *file)
{
    return hopi_read_named_table(source, file, is_fra(source) ? &fra : &nova);
}

const hopi_format hopi_format_nova = {"autolab-nova", "Metrohm Autolab NOVA or FRA text", 0,
                                      detect_nova, read_nova};

/* Zre and Zim beside direct current; lines at rest have the frequency 0. */
static const hopi_named_table parstat = {
    .parts = {"Frequency (Hz)", "Zre (ohms)", "Zim (ohms)", NULL},
    .delimiter = '\t',
    .rules = HOPI_SIGN_IS_KNOWN | HOPI_ZERO_IS_DC};

static int detect_parstat(const hopi_source *source, char why[HOPI_WHY])
{
    return detect_names(source, &parstat, "a Parstat", why);
}

static hop_status read_parstat(hopi_source *source, hop_file *file)
{
    return hopi_read_named_table(source, file, &parstat);
}

const hopi_format hopi_format_parstat = {"parstat", "Princeton Applied Research Parstat text", 0,
                                         detect_parstat, read_parstat};

/* The names have no units: Hz and ohm. */
static const hopi_named_table powersuite = {
    .parts = {"Frequency\t", "Zre\t", "Zimg", NULL},
    .delimiter = '\t',
    .rules = HOPI_SIGN_IS_KNOWN | HOPI_UNITS_IMPLIED};

static int detect_powersuite(const hopi_source *source, char why[HOPI_WHY])
{
    return detect_names(source, &powersuite, "PowerSuite", why);
}

static hop_status read_powersuite(hopi_source *source, hop_file *file)
{
    return hopi_read_named_table(source, file, &powersuite);
}

const hopi_format hopi_format_powersuite = {"powersuite", "Princeton PowerSuite text", 0,
                                            detect_powersuite, read_powersuite};

/*
 * Magnitude and phase or both parts, as chosen; each line ends with a delimiter of its
 * own. Where the decimal mark is a comma, semicolons part the numbers, though commas
 * still part the names.
 */
static void adapt_smart(hopi_header *header, const hopi_line *data)
{
    hopi_field fields[HOPI_COLUMN_LIMIT];
    if (data && hopi_split(data, ';', fields) >= header->count) {
        header->delimiter = ';';
    }
    for (int i = 0; i < (int)header->count && header->temperature == HOPI_NO_COLUMN; i++) {
        const hopi_line name = {header->names[i].text, header->names[i].length, 1};
        const int is_celsius = hopi_line_contains(&name, "C)");
        if (hopi_line_begins(&name, "Set Point (")
            && (is_celsius || hopi_line_contains(&name, "(K)"))) {
            header->columns[i] = (hopi_column){.quantity = HOPI_TEMPERATURE, .sign = 1};
            hopi_column_set_unit(&header->columns[i], is_celsius ? "C" : "K", 1);
            header->temperature = i;
        }
    }
}

static const hopi_fact smart_facts[] = {{"Experiment start time", "date"}, {NULL, NULL}};
#define SMART_RULES \
    (HOPI_SIGN_IS_KNOWN | HOPI_ZERO_IS_DC | HOPI_SKIP_BAD_ROWS | HOPI_FIRST_COLUMN \
     | HOPI_ROWS_MAY_DIFFER | HOPI_TEMPERATURE_MAY_LACK)
static const hopi_named_table smart = {
    .parts = {"requency (Hz)", "Impedance Magnitude (Ohms)", "Impedance Phase Degrees", NULL},
    .rules = SMART_RULES,
    .facts = smart_facts,
    .adapt = adapt_smart};
static const hopi_named_table smart_parts = {
    .parts = {"requency (Hz)", "Impedance Real (Ohms)", "Impedance Imaginary (Ohms)", NULL},
    .rules = SMART_RULES,
    .facts = smart_facts,
    .adapt = adapt_smart};

static int detect_smart(const hopi_source *source, char why[HOPI_WHY])
{
    const int confidence = detect_names(source, &smart, "SMaRT", why);
    return confidence ? confidence : detect_names(source, &smart_parts, "SMaRT", why);
}

static hop_status read_smart(hopi_source *source, hop_file *file)
{
    const int is_polar = hopi_find_names(source, &smart) != NULL;
    return hopi_read_named_table(source, file, is_polar ? &smart : &smart_parts);
}

const hopi_format hopi_format_smart = {"smart-csv", "Solartron SMaRT CSV", 0, detect_smart,
                                       read_smart};
