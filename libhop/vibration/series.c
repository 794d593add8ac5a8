/* SPDX-License-Identifier: BSD-3-Clause */
#include "series.h"

#include <math.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

void hopi_series_window(size_t length, double *window)
{
    window[0] = 0.0;
    for (size_t t = 1; 2 * t <= length; t++) {
        const double s = sin(pi * (double)t / (double)length);
        window[t] = window[length - t] = s * s;
    }
}

void hopi_power_gain(size_t length, const double *window, double *gain)
{
    gain[0] = 1.0;
    for (size_t k = 1; k <= length / 2; k++) {
        const double x = pi * (double)k / (double)length;
        gain[k] = x * x / window[k];
    }
}

void hopi_series_distances(const hopi_frames *frames, size_t group, size_t frame,
                           hopi_path_steps_fn *steps, double distances[HOPI_GROUP])
{
    double buffers[3][HOPI_GROUP], from_zero[HOPI_GROUP];
    memset(distances, 0, HOPI_GROUP * sizeof *distances);
    steps(1, hopi_frames_view(frames, group, 0, frame, 1, buffers[0]),
          hopi_frames_view(frames, group, 1, frame, 1, buffers[1]),
          hopi_frames_view(frames, group, 2, frame, 1, buffers[2]), distances, from_zero);
}

void hopi_series_steps(const hopi_frames *frames, size_t group, size_t first, size_t n,
                       const double *carried, hopi_path_steps_fn *steps, double *series)
{
    double buffers[3][HOPI_TILE * HOPI_GROUP], before[HOPI_GROUP];
    if (frames->components == 1) {
        hopi_frames_get(frames, group, 0, first, n, series);
        return;
    }
    if (first == 0 && carried) {
        memcpy(before, carried, sizeof before);
    } else {
        hopi_series_distances(frames, group, first > 0 ? first - 1 : 0, steps, before);
    }
    for (size_t t = 0, part = 0; t < n; t += part) {
        part = hopi_frames_together(frames, first + t, n - t < HOPI_TILE ? n - t : HOPI_TILE);
        steps(part, hopi_frames_view(frames, group, 0, first + t, part, buffers[0]),
              hopi_frames_view(frames, group, 1, first + t, part, buffers[1]),
              hopi_frames_view(frames, group, 2, first + t, part, buffers[2]), before,
              series + HOPI_GROUP * t);
    }
}

/*
 * Takes the mean of samples 1 … n − 1 off all of them: no step leads to the first frame, and
 * what stands there has no weight under the window.
 */
static void take_mean_off(size_t n, double *series)
{
    double mean[HOPI_GROUP] = {0.0};
    for (size_t t = 1; t < n; t++) {
        for (size_t l = 0; l < HOPI_GROUP; l++) {
            mean[l] += series[HOPI_GROUP * t + l];
        }
    }
    for (size_t l = 0; l < HOPI_GROUP; l++) {
        mean[l] /= (double)(n - 1);
    }
    for (size_t t = 0; t < n; t++) {
        for (size_t l = 0; l < HOPI_GROUP; l++) {
            series[HOPI_GROUP * t + l] -= mean[l];
        }
    }
}

/* Differences of positions less their mean, the way from the first frame to the last. */
static void differences(const hopi_frames *frames, size_t group, size_t component, size_t first,
                        size_t n, const double *window, double *series)
{
    double buffer[HOPI_TILE * HOPI_GROUP], before[HOPI_GROUP], mean[HOPI_GROUP];
    hopi_frames_get(frames, group, component, first, 1, before);
    hopi_frames_get(frames, group, component, first + n - 1, 1, mean);
    for (size_t l = 0; l < HOPI_GROUP; l++) {
        mean[l] = (mean[l] - before[l]) / (double)(n - 1);
    }
    for (size_t t = 0, part = 0; t < n; t += part) {
        part = hopi_frames_together(frames, first + t, n - t < HOPI_TILE ? n - t : HOPI_TILE);
        const double *u = hopi_frames_view(frames, group, component, first + t, part, buffer);
        double *to = series + HOPI_GROUP * t;
        for (size_t l = 0; l < HOPI_GROUP; l++) {
            to[l] = window[t] * (u[l] - before[l] - mean[l]);
        }
        for (size_t i = 1; i < part; i++) {
            for (size_t l = 0; l < HOPI_GROUP; l++) {
                const size_t place = HOPI_GROUP * i + l;
                to[place] = window[t + i] * (u[place] - u[place - HOPI_GROUP] - mean[l]);
            }
        }
        memcpy(before, u + (part - 1) * HOPI_GROUP, sizeof before);
    }
}

void hopi_series_velocity(const hopi_frames *frames, size_t group, size_t component,
                          int is_velocity, size_t first, size_t n, const double *window,
                          double *series)
{
    if (!is_velocity) {
        differences(frames, group, component, first, n, window, series);
        return;
    }
    hopi_frames_get(frames, group, component, first, n, series);
    take_mean_off(n, series);
    for (size_t t = 0; t < n; t++) {
        for (size_t l = 0; l < HOPI_GROUP; l++) {
            series[HOPI_GROUP * t + l] *= window[t];
        }
    }
}
