/* SPDX-License-Identifier: BSD-3-Clause */
#include "truncated_normal.h"

#include <math.h>

#include "base/constants.h"
#include "random.h"

/* x = mean + offset cos t + speed sin t from the last corner on. */
typedef struct path {
    const hopi_truncated_normal *normal;
    double *x, *offset, *speed;
    size_t last; /* the limit of the last corner, n for none */
} path;

size_t hopi_truncated_normal_workspace(size_t n)
{
    return 4 * n + 1;
}

/* speed = Tᵀ · standard normal numbers. */
static void draw_speed(const path *p, uint32_t seed, uint32_t stream, uint64_t index,
                       double *normals)
{
    const size_t n = p->normal->n;
    const uint64_t pairs = (n + 1) / 2;
    for (size_t k = 0; k < pairs; k++) {
        hopi_random_normal_pair(seed, stream, index * pairs + k, normals + 2 * k);
    }
    for (size_t j = 0; j < n; j++) {
        const double *column = p->normal->factor + j * n;
        double sum = 0.0;
        for (size_t k = j; k < n; k++) {
            sum += column[k] * normals[k];
        }
        p->speed[j] = sum;
    }
}

/*
 * tan(t/2) at the first limit and which it is. In u = tan(t/2) the way of x_i is
 * [(mean − offset) u² + 2 speed u + x]/(1 + u²), so each limit takes a square root.
 */
static double find_corner(const path *p, size_t *which)
{
    double first = INFINITY;
    for (size_t i = 0; i < p->normal->n; i++) {
        const double a = p->normal->mean[i] - p->offset[i], b = p->speed[i], c = p->x[i];
        double u = INFINITY;
        if (i == p->last) {
            u = a < 0.0 && b > 0.0 ? -2.0 * b / a : INFINITY;
        } else if (b * b >= a * c) {
            const double down = sqrt(b * b - a * c) - b;
            u = down > 0.0 ? c / down : INFINITY;
        }
        if (u < first) {
            first = u;
            *which = i;
        }
    }
    return first;
}

static void advance(path *p, double cosine, double sine)
{
    for (size_t i = 0; i < p->normal->n; i++) {
        const double offset = p->offset[i] * cosine + p->speed[i] * sine;
        p->speed[i] = p->speed[i] * cosine - p->offset[i] * sine;
        p->x[i] = fmax(p->normal->mean[i] + offset, 0.0);
        p->offset[i] = p->x[i] - p->normal->mean[i];
    }
}

/* Turns the speed around in the metric of the covariance. */
static void reflect(path *p, size_t i)
{
    const double *column = p->normal->covariance + i * p->normal->n;
    p->x[i] = 0.0;
    p->offset[i] = -p->normal->mean[i];
    p->last = i;
    if (p->speed[i] < 0.0) {
        const double push = -2.0 * p->speed[i] / column[i];
        for (size_t k = 0; k < p->normal->n; k++) {
            p->speed[k] += push * column[k];
        }
    }
}

int hopi_truncated_normal_step(const hopi_truncated_normal *normal, uint32_t seed,
                               uint32_t stream, uint64_t index, double *x, double *workspace)
{
    const size_t n = normal->n;
    path p = {.normal = normal, .x = workspace, .offset = workspace + n,
              .speed = workspace + 2 * n, .last = n};
    draw_speed(&p, seed, stream, index, workspace + 3 * n);
    for (size_t i = 0; i < n; i++) {
        p.x[i] = x[i];
        p.offset[i] = x[i] - normal->mean[i];
    }
    double left = 0.5 * HOPI_PI;
    for (size_t corners = 0; corners <= 1000 + 100 * n; corners++) {
        size_t which = n;
        const double u = find_corner(&p, &which), time = 2.0 * atan(u);
        if (time >= left) {
            advance(&p, cos(left), sin(left));
            for (size_t i = 0; i < n; i++) {
                x[i] = p.x[i];
            }
            return 1;
        }
        advance(&p, (1.0 - u * u) / (1.0 + u * u), 2.0 * u / (1.0 + u * u));
        reflect(&p, which);
        left -= time;
    }
    return 0;
}

double hopi_effective_samples(const double *chain, size_t count, size_t stride)
{
    double mean = 0.0, variance = 0.0;
    for (size_t k = 0; k < count; k++) {
        mean += chain[k * stride] / (double)count;
    }
    for (size_t k = 0; k < count; k++) {
        variance += (chain[k * stride] - mean) * (chain[k * stride] - mean);
    }
    if (count < 4 || !(variance > 1e-24 * (double)count * mean * mean)) {
        return (double)count;
    }
    double time = -1.0;
    for (size_t lag = 0; lag + 1 < count; lag += 2) {
        double pair = 0.0;
        for (size_t k = 0; k + lag < count; k++) {
            const double d = chain[k * stride] - mean;
            pair += d * (chain[(k + lag) * stride] - mean);
            pair += k + lag + 1 < count ? d * (chain[(k + lag + 1) * stride] - mean) : 0.0;
        }
        if (pair <= 0.0) {
            break;
        }
        time += 2.0 * pair / variance;
    }
    return (double)count / fmax(time, 1.0 / (double)count);
}
