/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_TRAJECTORY_LAMMPS_BOX_H
#define HOPI_TRAJECTORY_LAMMPS_BOX_H

#include "reader.h"

/*
 * Reads the three lines after "ITEM: BOX BOUNDS", whose words follow. Orthogonal: low and
 * high ends. Tilted ("xy xz yz"): the ends of what encloses the cell, and a tilt. General
 * ("abc origin"): a vector and a part of the origin.
 */
hop_status hopi_lammps_box(hop_trajectory *t, const char *words, double cell[9],
                           double origin[3], int *is_there);

/* Turns a position into fractional coordinates. */
void hopi_to_fractional(const double cell[9], const double origin[3], double x[3]);

#endif
