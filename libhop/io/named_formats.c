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
static const hopi_named_table chi = {
    {"Freq/Hz", "Z'/ohm", "Z\"/ohm", NULL}, ',', HOPI_SIGN_IS_KNOWN, chi_facts};

static int detect_chi(const hopi_source *source, char why[HOPI_WHY])
{
    return detect_names(source, &chi, "CH Instruments", why);
}

static hop_status read_chi(hopi_source *source, hop_file *file)
{
    return hopi_read_named_table(source, file, &chi);
}

const hopi_format hopi_format_chi = {"chi", "CH Instruments text", 0, detect_chi, read_chi};

/* NOVA: the signs of Z″ and of the phase are in the names. */
static const hopi_named_table nova = {
    {"Frequency (Hz)", "Z' (", "-Z'' (", NULL}, '\0', HOPI_FIRST_COLUMN | HOPI_ROWS_MAY_DIFFER, NULL};

static int detect_nova(const hopi_source *source, char why[HOPI_WHY])
{
    return detect_names(source, &nova, "NOVA", why);
}

static hop_status read_nova(hopi_source *source, hop_file *file)
{
    return hopi_read_named_table(source, file, &nova);
}

const hopi_format hopi_format_nova = {"autolab-nova", "Metrohm Autolab NOVA text", 0, detect_nova,
                                      read_nova};

/* Zre and Zim beside direct current; lines at rest have the frequency 0. */
static const hopi_named_table parstat = {
    {"Frequency (Hz)", "Zre (ohms)", "Zim (ohms)", NULL},
    '\t',
    HOPI_SIGN_IS_KNOWN | HOPI_ZERO_IS_DC,
    NULL};

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
    {"Frequency\t", "Zre\t", "Zimg", NULL}, '\t', HOPI_SIGN_IS_KNOWN | HOPI_UNITS_IMPLIED, NULL};

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

/* Magnitude and phase; each line ends with a delimiter of its own. */
static const hopi_fact smart_facts[] = {{"Experiment start time", "date"}, {NULL, NULL}};
static const hopi_named_table smart = {
    {"requency (Hz)", "Impedance Magnitude (Ohms)", "Impedance Phase Degrees", NULL},
    '\0',
    HOPI_SIGN_IS_KNOWN | HOPI_ZERO_IS_DC | HOPI_SKIP_BAD_ROWS | HOPI_FIRST_COLUMN
        | HOPI_ROWS_MAY_DIFFER | HOPI_TEMPERATURE_MAY_LACK,
    smart_facts};

static int detect_smart(const hopi_source *source, char why[HOPI_WHY])
{
    return detect_names(source, &smart, "SMaRT", why);
}

static hop_status read_smart(hopi_source *source, hop_file *file)
{
    return hopi_read_named_table(source, file, &smart);
}

const hopi_format hopi_format_smart = {"smart-csv", "Solartron SMaRT CSV", 0, detect_smart,
                                       read_smart};
