/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_TRAJECTORY_ELEMENT_H
#define HOPI_TRAJECTORY_ELEMENT_H

/*
 * Standard atomic weight of an element by its symbol (T. Prohaska et al., Pure Appl. Chem.
 * 2022, 94, 573, abridged to five digits; of the longest-lived isotope where there is none);
 * NaN for another text.
 */
double hopi_element_mass(const char *symbol);

#endif
