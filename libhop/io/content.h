/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_CONTENT_H
#define HOPI_CONTENT_H

#include "source.h"

/* The lines of a whole content, for formats that look back and forth in it. */
typedef struct hopi_content {
    const char *data;
    size_t size, at, line_number;
    int is_cut; /* the line given last has no end: it is the last one */
} hopi_content;

hop_status hopi_content_open(hopi_content *content, hopi_source *source);

/* The next line; 0 at the end. LF, CRLF and CR end one. */
int hopi_content_next(hopi_content *content, hopi_line *line);

#endif
