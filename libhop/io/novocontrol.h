/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_NOVOCONTROL_H
#define HOPI_NOVOCONTROL_H

#include "file.h"
#include "source.h"

/*
 * A line before the names of a Novocontrol text: the sample with date and time
 * in the first, the capacitor ("Diameter[mm] 4.0e+01  Thickness[mm] …"), and
 * what was held fixed ("Fixed value(s) :  AC Volt  [Vrms]=1.0e+00  Temp. [°C]=…").
 * *temperature_k is set where the last states one.
 */
hop_status hopi_novocontrol_line(hopi_source *source, hop_file *file, const hopi_line *line,
                                 double *temperature_k);

#endif
