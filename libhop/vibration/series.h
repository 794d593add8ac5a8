/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_VIBRATION_SERIES_H
#define HOPI_VIBRATION_SERIES_H

#include "frames.h"
#include "path.h"

/* The Hann window sin²(πt/length). */
void hopi_series_window(size_t length, double *window);

/* (x/sin x)², x = πk/length: what the difference of two positions loses of the velocity. */
void hopi_power_gain(size_t length, const double *window, double *gain);

/* Distances from the start in one frame of three components. */
void hopi_series_distances(const hopi_frames *frames, size_t group, size_t frame,
                           hopi_path_steps_fn *steps, double distances[HOPI_GROUP]);

/*
 * d(t) − d(t − 1), d the distance from the start; frames of one component hold it. The step to
 * the very first frame is zero. carried: d of the frame before the first, NULL if there is none.
 */
void hopi_series_steps(const hopi_frames *frames, size_t group, size_t first, size_t n,
                       const double *carried, hopi_path_steps_fn *steps, double *series);

/* One component of the velocity, without its mean, times the window. */
void hopi_series_velocity(const hopi_frames *frames, size_t group, size_t component,
                          int is_velocity, size_t first, size_t n, const double *window,
                          double *series);

#endif
