/* SPDX-License-Identifier: BSD-3-Clause */
#include "format.h"

#include <stdio.h>

#include "lines.h"
#include "meter.h"
#include "novocontrol.h"

/*
 * Novocontrol WinDETA text: three lines about the sample, names parted by tabs
 * such as "Freq. [Hz]", "Temp. [°C]", "Eps'", "Sig'' [S/cm]", and a line for
 * each frequency at each temperature. WinDETA writes σ* = σ′ − iσ″, so that
 * Sig″ of a capacitor is negative.
 */
static void adapt(hopi_meter *meter)
{
    for (size_t i = 0; i < meter->count; i++) {
        if (meter->columns[i].trace == HOPI_TRACE_SIGMA_IM) {
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
                                      "Sig'' was turned: WinDETA defines it with the opposite "
                                      "sign");
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

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    hopi_meter meter = {0};
    if (!hopi_meter_find(&meter, source, &windeta_table)
        || !hopi_line_contains(&meter.header, "Freq.")) {
        return 0;
    }
    static const char *const names[] = {"Eps'", "Sig'", "Mod'",      "Cp'",
                                        "Yp'",  "Zs'",  "Tan(Delta)"};
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

static hop_status read_windeta(hopi_source *source, hop_file *file)
{
    return hopi_meter_read(source, file, &windeta_table);
}

const hopi_format hopi_format_windeta = {"windeta", "Novocontrol WinDETA text", 0, detect,
                                         read_windeta};
