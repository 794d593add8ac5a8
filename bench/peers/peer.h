/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_BENCH_PEER_H
#define HOP_BENCH_PEER_H

/*
 * One way of fitting σ′ = σ_dc [1 + (ω/ω_p)ⁿ] with s_k = σ′_k to many spectra on one grid of
 * frequencies. Each peer is a program of its own: peer_main.c, its own file, and where it
 * needs one start.c. The results are, a spectrum: ln σ_dc, ln ω_p, n, and their standard errors.
 */
enum { PEER_RESULTS = 6 };

#ifdef __cplusplus
extern "C" {
#endif

/* All spectra, y: count × points; they stay where they are until peer_close(). Not timed. */
void peer_open(int count, int points, const double *freq_hz, const double *y);

/* Fits those from first on; out: count × PEER_RESULTS, NaN where it gave up. Timed. */
void peer_fit(int first, int count, double *out);

void peer_close(void);

/*
 * The start of a user who does not know better: σ_dc the median of the first five
 * points, ω_p where σ′ first exceeds twice that, else the last ω, and n = 0.7.
 */
void peer_start(int points, const double *ln_omega, const double *y, double p[3]);

#ifdef __cplusplus
}
#endif

#endif
