/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_EXPANSION_H
#define HOPI_JPL_EXPANSION_H

#include <stddef.h>
#include <stdint.h>

#include "region.h"

/*
 * The fits of data y = s₀ + A₀g₀ + e near the minimum n₀ as power series in
 * t = (n − n₀) max|L|, for any small e. With h_j = (L/max|L|)ʲ g₀/j! less its mean
 *   exp(nL) − its mean = Σ tʲ h_j = α(t) h₀ + Σ tʲ r_j, r_j orthogonal to h₀,
 * the power law explains E = H²/a, H = αB + ρ, a = α²a₀ + q, where B = A₀a₀ + ⟨e, h₀⟩,
 * ρ = Σ tʲ⟨e, r_j⟩ and q = Σ tⁱ⁺ʲ⟨r_i, r_j⟩. So all that a fit takes from e are its moments
 * Σce/C, ⟨e, h₀⟩, ⟨e, r₁⟩ … There are as many terms as replicates within eight standard
 * deviations of t need for what is left out to be below 4e-16, at most for |t| ≤ 0.6.
 */
enum { HOPI_TERMS = 15, HOPI_MOMENTS = HOPI_TERMS + 1, HOPI_SQUARES = 21 };

typedef struct hopi_jpl_expansion {
    const hopi_jpl_region *region;
    double reach;                /* the largest |t| */
    size_t terms, squares;       /* of α, ρ and of q */
    double L_max, a0, mean; /* mean of s₀ + A₀g₀ */
    double ln_scale;        /* of the region's scale */
    double g_mean[HOPI_TERMS], alpha[HOPI_TERMS], q[HOPI_SQUARES];
    int is_wild;
    uint32_t seed;
    /*
     * Σ_k e_k row_k are the moments of e = ε_k spread_k: HOPI_MOMENTS numbers a point for the
     * wild bootstrap, whose ε_k are signs.
     */
    double *rows;
    /*
     * For normal ε_k: √c_k e_k columns of unit length that span the moments, and the
     * moments themselves, Σ_i z_i factor_ij of as many normal numbers z_i.
     */
    double *basis, factor[HOPI_MOMENTS][HOPI_MOMENTS];
} hopi_jpl_expansion;

/* Arrays of region->padded numbers for hopi_replicate_kernel.expand, kept by the expansion. */
enum { HOPI_EXPANSION_ARRAYS = 2 * HOPI_MOMENTS };

enum { HOPI_REPLICATE_GROUP = 128, HOPI_SIGNS_PER_CALL = 128, HOPI_SIGNS_PER_TABLE = 64 };

/* Numbers of workspace for hopi_replicate_kernel.fit. */
enum {
    HOPI_REPLICATE_WORK = (HOPI_SIGNS_PER_TABLE / 4 * 16 + HOPI_REPLICATE_GROUP) * HOPI_MOMENTS
};

/* Keeps the random numbers apart from those of hop_simulation with the same seed. */
#define HOPI_REPLICATE_STREAM 0xB007u

/* The parameters of HOPI_REPLICATE_GROUP replicates; what is not reached has is_reached 0. */
typedef struct hopi_replicate_fits {
    double value[4][HOPI_REPLICATE_GROUP]; /* in the order of hopi_jpl_target */
    unsigned char is_reached[HOPI_REPLICATE_GROUP];
} hopi_replicate_fits;

/* spread: of each residual, the size of a signed or the deviation of a normal one. */
typedef void hopi_expand(const hopi_jpl_region *region, const double *spread, int is_wild,
                         uint32_t seed, double *memory, hopi_jpl_expansion *expansion);
HOPI_VERSIONS(hopi_expand, hopi_expand);

typedef struct hopi_replicate_kernel {
    hopi_expand *expand;
    /* Makes and fits the replicates first, first + 1, … */
    void (*fit)(const hopi_jpl_expansion *expansion, uint32_t first, double *work,
                hopi_replicate_fits *out);
} hopi_replicate_kernel;
HOPI_VERSIONS(const hopi_replicate_kernel, hopi_replicate_kernel);

#endif
