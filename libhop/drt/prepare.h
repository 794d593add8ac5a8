/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_DRT_PREPARE_H
#define HOPI_DRT_PREPARE_H

#include <hop/drt.h>

#include "base/threads.h"
#include "handle.h"
#include "posterior.h"

/* Checks a spectrum against the settings. */
hop_status hopi_drt_check(hop_ctx *ctx, const hop_spectrum *s, const hopi_drt_settings *settings);

/* Makes all that belongs to the frequencies; release with hopi_drt_grid_release(). */
hop_status hopi_drt_grid_make(hop_ctx *ctx, const hop_spectrum *s,
                              const hopi_drt_settings *settings, hopi_drt_grid *grid);
void hopi_drt_grid_release(hopi_allocator allocator, hopi_drt_grid *grid);

/* A result that holds the impedance of the spectrum and is yet to be calculated. */
hop_status hopi_drt_handle_make(hop_ctx *ctx, const hop_spectrum *s, const hopi_drt_grid *grid,
                                const hopi_drt_settings *settings, hop_drt **out);

/* How much memory one thread takes for any of some grids. */
typedef struct hopi_drt_sizes {
    size_t doubles, indices, integers, outcome, peaks, posterior, chain, fallback;
} hopi_drt_sizes;

void hopi_drt_sizes_add(const hopi_drt_grid *grid, const hopi_drt_settings *settings,
                        hopi_drt_sizes *sizes);

/* The memory of one thread. */
typedef struct hopi_drt_bench {
    hopi_drt_work work;
    hopi_posterior posterior;
    double *doubles, *outcome, *posterior_doubles, *chain_doubles;
    size_t *indices;
    lapack_int *integers;
    hopi_drt_peak *peaks;
} hopi_drt_bench;

/* chains: of the posterior that run at once on this bench. Answers 0 without memory. */
int hopi_drt_bench_make(hopi_allocator allocator, const hopi_drt_sizes *sizes, size_t chains,
                        hopi_drt_bench *bench);
void hopi_drt_bench_release(hopi_allocator allocator, hopi_drt_bench *bench);

/* Sets the bench up for a grid that was added to its sizes. */
void hopi_drt_bench_use(hopi_drt_bench *bench, const hopi_drt_grid *grid,
                        const hopi_drt_settings *settings);

/* Calculates all but the samples; HOPI_DRT_TO_DO where the fallback is needed. */
enum { HOPI_DRT_FAILED, HOPI_DRT_DONE, HOPI_DRT_TO_DO };
int hopi_drt_calculate_one(hopi_drt_bench *bench, hop_drt *drt);

/* The same with the fallback, on the calling thread. */
hop_status hopi_drt_calculate_again(hop_ctx *ctx, const hopi_drt_sizes *sizes,
                                    hopi_drt_bench *bench, hop_drt *drt);

/* The posterior of what was just calculated; 0, and a warning, where there is none. */
int hopi_drt_start_samples(hopi_drt_bench *bench, hop_drt *drt);

/* Beats of a pulse that drawing all chains of a spectrum takes. */
double hopi_drt_beats(const hopi_drt_settings *settings);

/* Draws one of the HOPI_CHAINS; 0 if a path did not end. workspace: sizes.chain. */
int hopi_drt_draw(const hopi_drt_bench *bench, hop_drt *drt, size_t chain, double *workspace,
                  hopi_pulse *pulse, size_t worker);

void hopi_drt_finish_samples(hop_drt *drt, int has_ended);

#endif
