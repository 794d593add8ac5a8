/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_KERNELS_H
#define HOPI_JPL_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "base/instructions.h"

/*
 * The loops over the points of a power-law fit, compiled once for each
 * instruction set. Arrays have a length that is a multiple of HOPI_PADDING, at least
 * HOPI_BINS for points, and go on with zeros beyond the last one.
 */
enum { HOPI_PADDING = 8, HOPI_SCAN_NODES = 8, HOPI_BINS = 32, HOPI_WIDE_BINS = 8 };

/*
 * Distance of the nodes of n in a search that knows nothing. The profile of a power law over
 * a few decades changes over Δn ≈ 1/(range of L) ≈ 0.1, so no pair of minima fits in between.
 */
#define HOPI_NODE_DISTANCE 0.05

/*
 * Beyond this F statistic of the dispersion no second minimum and no minimum on a bound was
 * met in simulated spectra: docs/method.md.
 */
#define HOPI_CLEAR_F 40.0

/* Residuals below this share of the data are rounding. */
#define HOPI_ROUNDING_RESIDUAL 4e-15

/* Of n, in the last pass: what it takes along in first order is then right to 1e-12. */
#define HOPI_LARGEST_FINAL_STEP 1e-7

/* The points as the loops see them: L = ln ω less its mean, weights c, data y. */
typedef struct hopi_points {
    size_t padded;
    const double *L, *y, *c;
    double c_sum, y_mean;
} hopi_points;

/*
 * b = ⟨y, g⟩ and a = ⟨g, g⟩ for g = exp(nL) less its weighted mean, with their
 * derivatives with respect to n.
 */
typedef struct hopi_sums {
    double b, b1, b2, b3;
    double a, a1, a2, a3;
    double g_mean, p_mean; /* of exp(nL) and L exp(nL) */
} hopi_sums;

/* b, a and the mean of g at one node of a scan. */
typedef struct hopi_node {
    double b, a, g_mean;
} hopi_node;

/* The columns 1, h = g − ḡ and p⊥ of the Jacobian (1, g, Lg), orthogonal to each other. */
typedef struct hopi_jacobian {
    double g_mean, p_mean;        /* weighted means of g and Lg */
    double kappa;                 /* Lg − its mean = κh + p⊥ */
    double norm1, norm_h, norm_p; /* Σc, Σch², Σc p⊥² */
    double along_h;               /* Σ c y h */
} hopi_jacobian;

/* A place near the minimum, and what the sums there said: final.h. */
typedef struct hopi_place {
    double n, amplitude, g_mean, p_mean, kappa;
} hopi_place;

/* From that place to the minimum, and d²E/dn² and the sum of squares there, NaN if not known. */
typedef struct hopi_arrival {
    double step, curvature, rss;
} hopi_arrival;

/* Neighbouring points taken together, half of HOPI_BINS to HOPI_BINS, or at most HOPI_WIDE_BINS. */
typedef struct hopi_bins {
    double L[HOPI_BINS], y[HOPI_BINS], c[HOPI_BINS];
    double wide_L[HOPI_WIDE_BINS], wide_y[HOPI_WIDE_BINS], wide_c[HOPI_WIDE_BINS];
    hopi_points points, wide_points;
} hopi_bins;

/* Sums of the quadratic form of region.c: of h, h², z, z² and hz. */
typedef struct hopi_slice_sums {
    double h1, h2, z1, z2, hz;
} hopi_slice_sums;

/* Part of a spectrum at any place of its arrays, for window.c; im and w may be NULL. */
typedef struct hopi_part {
    size_t count;
    const double *L, *c, *re, *im, *w; /* w = ω, relative as L is */
} hopi_part;

/* Σ cg, cg², cg·re, cg·w and cg·im for g = exp(nL). */
typedef struct hopi_part_sums {
    double g, gg, gy, gw, gz;
} hopi_part_sums;

struct hopi_lane_kernel;
struct hopi_replicate_kernel;
struct hopi_window_grid;

typedef struct hopi_kernels {
    /* Fits of several spectra at once: lanes.h. */
    const struct hopi_lane_kernel *lanes;
    /* Replicates near a fit: expansion.h. */
    const struct hopi_replicate_kernel *replicates;
    /* χ² of all windows of a spectrum: rating.h. */
    void (*rate_windows)(const struct hopi_window_grid *grid, int first, int count);
    /* Smallest and largest of count numbers. */
    void (*extremes)(size_t count, const double *x, double *smallest, double *largest);
    /*
     * y = σ/unit, c = (unit/s)² for a unit that is a power of two, and Σc, Σcy; y and c may
     * be σ and s.
     */
    void (*weigh)(size_t count, double unit, const double *sigma, const double *s, double *y,
                  double *c, double *c_sum, double *cy_sum);
    /* Σ c (y − ȳ)². */
    double (*scatter)(const hopi_points *points);
    /* g = exp(n L). */
    void (*powers)(const hopi_points *points, double n, double *g);
    /* Makes the bins of the points, with three arrays like those of points as workspace. */
    void (*bin)(const hopi_points *points, double *c, double *cy, double *cL, hopi_bins *bins);
    /*
     * The nodes first, first + step, …: count of them, or as many more as make up a multiple
     * of HOPI_SCAN_NODES. power and ratio are workspace like the arrays of points.
     */
    void (*scan)(const hopi_points *points, double first, double step, int count, double *power,
                 double *ratio, hopi_node *nodes);
    /* The sums at n in one pass: digits are lost where g hardly varies. */
    void (*sums)(const hopi_points *points, double n, hopi_sums *sums);
    /* The sums of given powers, with g centred first; not the third derivatives. */
    void (*centred_sums)(const hopi_points *points, const double *g, hopi_sums *sums);
    /* The columns of given powers. */
    void (*columns)(const hopi_points *points, const double *g, hopi_jacobian *columns);
    /*
     * Takes the powers at a place, and the columns at the minimum and what else is there;
     * right for steps up to HOPI_LARGEST_FINAL_STEP · n.
     */
    void (*finish)(const hopi_points *points, const hopi_place *place, double *g,
                   hopi_jacobian *columns, hopi_arrival *arrival);
    /* Moves the powers by a change of n, |change·L| ≤ 1e-4. */
    void (*move)(const hopi_points *points, double change, double *g);
    /* r = (y − y0) − A (g − g0); answers Σcr². */
    double (*residuals)(const hopi_points *points, const double *g, double y0, double A,
                        double g0, double *r);
    /* The sums over a part of a spectrum at n. */
    void (*part)(const hopi_part *part, double n, hopi_part_sums *sums);
    /* With h = exp(nL) − ḡ₀ and z = r + A₀(g₀ − exp(nL)); y is r. */
    void (*slice)(const hopi_points *points, double n, const double *g0, double g0_mean,
                  double A0, hopi_slice_sums *sums);
} hopi_kernels;

HOPI_VERSIONS(const hopi_kernels, hopi_kernels);

/* The kernels of an instruction set, one of the HOP_INSTRUCTIONS_ constants but BEST. */
static inline const hopi_kernels *hopi_kernels_of(int32_t instructions)
{
    return HOPI_VERSION_FOR(instructions, &hopi_kernels);
}

#endif
