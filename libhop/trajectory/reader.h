/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_TRAJECTORY_READER_H
#define HOPI_TRAJECTORY_READER_H

#include <hop/trajectory.h>

#include "base/context.h"
#include "text.h"

enum { HOPI_SYMBOL = 16, HOPI_HELD = 2, HOPI_WHY_NOT = 160 };

typedef char hopi_symbol[HOPI_SYMBOL];

/* A frame that was read to learn what the file holds. */
typedef struct hopi_held {
    double *values;
    double cell[9];
} hopi_held;

/* A trajectory format: how a file begins, and how its frames are read. */
typedef struct hopi_trajectory_format {
    const char *name;
    /* From the start of the file: whether it is this, or why not. */
    int (*detect)(const char *begin, const char *end, char why[HOPI_WHY_NOT]);
    /* Reads up to what says the number of ions and their elements; may hold frames. */
    hop_status (*open)(hop_trajectory *t);
    /* The next frame; *has_frame is 0 at the end, also within a frame (is_truncated). */
    hop_status (*next)(hop_trajectory *t, double *values, double cell[9], int *has_frame);
} hopi_trajectory_format;

extern const hopi_trajectory_format hopi_trajectory_xdatcar, hopi_trajectory_vasprun,
    hopi_trajectory_lammps, hopi_trajectory_xyz;

enum { HOPI_TRAJECTORY_COLUMNS = 64 };

/* What formats keep from frame to frame. */
typedef struct hopi_lammps_state {
    size_t columns, x, id, type, element, mass; /* numbers of columns, SIZE_MAX: none */
    size_t image;                               /* of ix, iy and iz */
    int is_scaled, is_unwrapped;
    double *ids;   /* ascending */
    double time_unit_s; /* of ITEM: TIME, NaN: not known */
    double step, step_interval, time, time_interval; /* NaN: not known */
} hopi_lammps_state;

typedef struct hopi_xyz_state {
    size_t species, position; /* columns; the first of three */
} hopi_xyz_state;

struct hop_trajectory {
    hopi_allocator allocator;
    char *name;
    hopi_text text;
    const hopi_trajectory_format *format;
    int32_t kind;
    size_t ions, frames;
    hopi_symbol *elements;
    double *masses; /* NaN: not known */
    double frame_interval_s, length_unit_m;
    int has_cell, is_truncated, has_ended;
    hopi_held held[HOPI_HELD];
    size_t held_count, held_next;
    double cell[9]; /* of VASP files: of the last header */
    hopi_lammps_state lammps;
    hopi_xyz_state xyz;
};

/* Makes the arrays for that many ions. */
hop_status hopi_trajectory_set_ions(hop_trajectory *t, size_t ions);

/* The element of an ion: letters at the start of the text, as in "Li_sv". */
void hopi_trajectory_set_element(hop_trajectory *t, size_t ion, const char *begin,
                                 const char *end);

/* Whether a text names that element. */
int hopi_is_element(const hopi_symbol element, const char *begin, const char *end);

/* Reads frames with the format's own function until `count` are held. */
hop_status hopi_trajectory_hold(hop_trajectory *t, size_t count);

/* The next line, which must be there: *is_there is 0 and the file truncated where it is not. */
hop_status hopi_trajectory_line(hop_trajectory *t, int *is_there);

/* Whether the frame that ended with this line counts: a line without its end may be cut. */
int hopi_trajectory_is_whole(hop_trajectory *t);

/* The three rows of a cell, one a line. */
hop_status hopi_trajectory_rows(hop_trajectory *t, double scale, double cell[9], int *is_there);

/* An error unless the cell has a volume. */
hop_status hopi_trajectory_check_cell(const hop_trajectory *t, const double cell[9]);

double hopi_cell_volume(const double cell[9]);

#endif
