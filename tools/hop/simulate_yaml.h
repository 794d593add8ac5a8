/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SIMULATE_YAML_H
#define SIMULATE_YAML_H

#include "yaml_common.h"

/* value at temperature T0 and the energy of its Arrhenius law. */
typedef struct arrhenius_law {
    double value, reference_k, energy_eV;
} arrhenius_law;

typedef struct simulated_sample {
    char *name;
    int32_t model;
    double *temperatures_k;
    size_t temperature_count;
    arrhenius_law sigma_T; /* σ_dc·T in S K/m */
    arrhenius_law f_p;     /* Hz */
    double n, n_per_K, n_reference_k;
    geometry geometry;
    attempt attempt;
    fit_settings fit; /* the window, for the study file */
    double eps_inf, lead_inductance_H, lead_resistance_ohm; /* NaN: not given */
    double electrode_Q, electrode_alpha;
    arrhenius_law grain_boundary_conductance; /* 1/R in S; value NaN: no grain boundary */
    double grain_boundary_Q, grain_boundary_alpha;
} simulated_sample;

typedef struct simulation_plan {
    char *title;
    double f_min_Hz, f_max_Hz, points_per_decade;
    double noise; /* relative */
    uint32_t seed;
    simulated_sample *samples;
    size_t count;
} simulation_plan;

/* Reads a parameter file. Answers an exit code, after saying what is wrong. */
int simulation_plan_read(const char *path, simulation_plan *plan);

void simulation_plan_free(simulation_plan *plan);

/* value·exp[−(E/k_B)(1/T − 1/T0)] */
double arrhenius_law_at(const arrhenius_law *law, double temperature_k);

#endif
