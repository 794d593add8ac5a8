/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ROW_H
#define HOPI_ROW_H

#include "columns.h"

/* Notes which columns are read; due when the header changes. */
void hopi_row_prepare(hopi_columns *c);

/* Reads a line of numbers by the header; errors go to c->ctx. A frequency of 0 is no point. */
hop_status hopi_row_parse(hopi_columns *c, const hopi_line *line, hopi_row *row, double *cycle);

#endif
