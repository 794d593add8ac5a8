/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_FORMAT_H
#define HOPI_FORMAT_H

#include "file.h"
#include "source.h"

enum { HOPI_WHY = 256 };

/* How sure a format is of itself: signatures, distinctive lines, mere tables of numbers. */
enum { HOPI_CERTAIN = 90, HOPI_LIKELY = 70, HOPI_TABLE = 50, HOPI_POSSIBLE = 30 };

/*
 * A file format. detect looks at the head of the source (lines of a text; the
 * block of a binary one) and answers its confidence of 1 to 100 with the
 * evidence in why, or 0, with the reason if that helps the user. It reads
 * nothing, so it is quick and cannot fail. read takes the source from its
 * start: hopi_source_next() for texts, hopi_source_content() for the others.
 */
typedef struct hopi_format {
    const char *name, *title;
    int is_binary; /* asked only about binary sources; 0: only about texts */
    int (*detect)(const hopi_source *source, char why[HOPI_WHY]);
    hop_status (*read)(hopi_source *source, hop_file *file);
} hopi_format;

extern const hopi_format hopi_format_chi;
extern const hopi_format hopi_format_eclab_mpr;
extern const hopi_format hopi_format_eclab_mpt;
extern const hopi_format hopi_format_gamry_dta;
extern const hopi_format hopi_format_hioki;
extern const hopi_format hopi_format_ivium;
extern const hopi_format hopi_format_ivium_binary;
extern const hopi_format hopi_format_keysight_e4980a;
extern const hopi_format hopi_format_keysight_e4990a;
extern const hopi_format hopi_format_lcr;
extern const hopi_format hopi_format_mfia;
extern const hopi_format hopi_format_neisys;
extern const hopi_format hopi_format_nova;
extern const hopi_format hopi_format_palmsens;
extern const hopi_format hopi_format_palmsens_csv;
extern const hopi_format hopi_format_parstat;
extern const hopi_format hopi_format_powersuite;
extern const hopi_format hopi_format_relaxis;
extern const hopi_format hopi_format_smart;
extern const hopi_format hopi_format_table;
extern const hopi_format hopi_format_versastudio;
extern const hopi_format hopi_format_windeta;
extern const hopi_format hopi_format_zahner_ism;
extern const hopi_format hopi_format_zahner_txt;
extern const hopi_format hopi_format_zplot;

/* Format k of all that there are; NULL beyond the end. */
const hopi_format *hopi_format_at(size_t k);

/* The format of the options, or the one that is surest of itself; NULL with an error. */
const hopi_format *hopi_recognise(const hopi_source *source, int *confidence,
                                  char why[HOPI_WHY]);

#endif
