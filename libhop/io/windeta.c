/* SPDX-License-Identifier: BSD-3-Clause */
#include "format.h"

#include <stdio.h>
#include <string.h>

#include "lines.h"
#include "location.h"
#include "meter.h"
#include "named_table.h"
#include "novocontrol.h"

/*
 * Novocontrol WinDETA text: three lines about the sample, names parted by tabs
 * such as "Freq. [Hz]", "Temp. [°C]", "Eps'", "Sig'' [S/cm]", and a line for
 * each frequency at each temperature. One spectrum written in all columns shows how
 * they are defined: σ* = σ′ − iσ″ = iωε₀(ε* − 1), so that Sig″ of a capacitor is
 * negative and lacks ωε₀; C* = C′ + iC″, so that Cp″ is negative; Zp′ = 1/Yp′ and
 * Zp″ = 1/Yp″; Cs″ = 1/(ω Zs′); Ys′ = 1/Zs′ is no part of Y*.
 */
static void adapt(hopi_meter *meter)
{
    meter->is_without_vacuum = 1;
    for (size_t i = 0; i < meter->count; i++) {
        const hopi_trace trace = meter->columns[i].trace;
        if (trace == HOPI_TRACE_SIGMA_IM || trace == HOPI_TRACE_CP_LOSS) {
            meter->columns[i].factor = -1.0;
        }
    }
}

static hop_status take_line(hopi_meter *meter, const hopi_line *line)
{
    return hopi_novocontrol_line(meter->source, meter->file, line, &meter->temperature_k);
}

static hop_status tell(hopi_meter *meter)
{
    hop_ctx *ctx = meter->source->ctx;
    hop_status status = HOP_OK;
    if (meter->pair->second == HOPI_TRACE_SIGMA_IM) {
        status = hopi_file_add_reason(ctx, meter->file,
                                      "Sig'' was turned and the part of the vacuum added: for "
                                      "WinDETA sigma* = sigma' - i sigma'' = i omega eps_0 "
                                      "(eps* - 1)");
    }
    if (status == HOP_OK && meter->temperature != HOPI_NO_COLUMN
        && hopi_line_contains(&meter->header, "M Temp")) {
        status = hopi_file_add_reason(ctx, meter->file,
                                      "temperature: the one that was set (Temp.), not the one "
                                      "that was measured (M Temp)");
    }
    if (meter->temperature == HOPI_NO_COLUMN) {
        hopi_file_group(meter->file)->temperature_k = meter->temperature_k;
    }
    return status;
}

static const hopi_meter_table windeta_table = {"\t", 0, take_line, adapt, tell};

static const hopi_line *line_with(const hopi_source *source, const char *text)
{
    for (size_t i = 0; i < source->head_count; i++) {
        if (hopi_line_contains(&source->head[i], text)) {
            return &source->head[i];
        }
    }
    return NULL;
}

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    static const char *const names[] = {"Eps'", "Sig'", "Mod'",      "Cp'",
                                        "Yp'",  "Zs'",  "Tan(Delta)"};
    const hopi_line *capacitor = line_with(source, "Spacer Capacity[pF]");
    if (capacitor) {
        snprintf(why, HOPI_WHY, "line %zu describes the capacitor as WinDETA does",
                 capacitor->number);
        return HOPI_CERTAIN + 1;
    }
    hopi_meter meter = {0};
    if (!hopi_meter_find(&meter, source, &windeta_table)
        || !hopi_line_contains(&meter.header, "Freq.")) {
        return 0;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const int is_own = i < 5 || hopi_line_contains(&meter.header, "Temp.");
        if (is_own && hopi_line_contains(&meter.header, names[i])) {
            snprintf(why, HOPI_WHY, "line %zu names Freq. and %s", meter.header.number,
                     names[i]);
            return HOPI_CERTAIN + 1;
        }
    }
    return 0;
}

/* WinDETA exports more than spectra: says what this is instead. */
static hop_status fail_without_names(const hopi_source *source)
{
    const hopi_line *frequency = line_with(source, "Freq. [");
    const hopi_line *temperature = line_with(source, " Temp. [");
    const int is_fixed = frequency && hopi_line_begins(frequency, "Fixed value(s)");
    const hopi_line *names = is_fixed && temperature ? temperature : frequency;
    if (!names) {
        return hopi_no_spectrum(source, "no column Freq.");
    }
    if (is_fixed) {
        return hopi_fail_at(source->ctx, HOP_ERR_NO_SPECTRUM, source->name, names->number, 1,
                            "a table over the temperature at one frequency, which is no "
                            "spectrum, expected one over the frequency");
    }
    if (!memchr(names->text, '\t', names->length)) {
        return hopi_fail_at(source->ctx, HOP_ERR_NO_SPECTRUM, source->name, names->number, 1,
                            "each value stands in a line of its own, expected the columns side "
                            "by side, parted by tabs");
    }
    char excerpt[HOPI_EXCERPT];
    return hopi_fail_at(source->ctx, HOP_ERR_NO_SPECTRUM, source->name, names->number, 1,
                        "no two columns make up a spectrum: found %s, expected Eps' and Eps'', "
                        "Zs' and Zs'', Yp' and Yp'', Sig' and Sig'', Modulus' and Modulus'' or "
                        "Cp' and Cp''",
                        hopi_excerpt(excerpt, names->text, names->length));
}

static hop_status read_windeta(hopi_source *source, hop_file *file)
{
    hopi_meter meter = {0};
    return hopi_meter_find(&meter, source, &windeta_table)
               ? hopi_meter_read(source, file, &windeta_table)
               : fail_without_names(source);
}

const hopi_format hopi_format_windeta = {"windeta", "Novocontrol WinDETA text", 0, detect,
                                         read_windeta};
