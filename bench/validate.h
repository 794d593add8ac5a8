/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_BENCH_VALIDATE_H
#define HOP_BENCH_VALIDATE_H

#include <stdint.h>
#include <stdio.h>

#include <hop/hop.h>

/* What the command line asked for, and what became of the promises. */
typedef struct run {
    int count, first_row; /* rows before the first are left out */
    uint32_t seed;
    int broken;
    FILE *out;
} run;

typedef struct share {
    int hits, of;
} share;

/* Whether the theory promises that a share is 95 %. */
typedef enum promise { OPEN, PROMISED } promise;

enum { MOST_TEMPERATURES = 12, MOST_POINTS = 128 };

/* A sample on Arrhenius lines, and how it is measured. */
typedef struct sample {
    const char *name;
    double f_p_middle_hz; /* at the middle of the temperatures */
    double coldest_k, step_k;
    int temperatures;
    double n_slope_per_k, noise, temperature_error_k;
    int gives_errors; /* the spectra carry the true standard deviations */
} sample;

void count_hit(share *s, int hit);

/* One cell of a table, in per cent; bold outside 94-96 %, noted where that breaks a promise. */
void print_share(run *r, share s, promise expected, const char *row, const char *what);

/* Stops the program with the text of the context where a call failed. */
void require(hop_status status, const hop_ctx *ctx, const char *what);

/* A standard normal number that depends on its four arguments only. */
double normal(uint32_t seed, uint32_t purpose, uint32_t number, uint32_t k);

void log_grid(double low, double high, int count, double *out);

/* True of every sample; the intercept of ln f_p follows from f_p_middle_hz. */
extern const double true_E_a, true_E_m, true_ln_sigma_0;
double true_ln_f_e(const sample *s);

/* The spectra of one measured series; they say the temperature that was aimed at. */
void measure_series(const run *r, const sample *s, uint32_t row, uint32_t number,
                    hop_spectrum **spectra);
void destroy_spectra(const sample *s, hop_spectrum **spectra);

void table_spectra(run *r);
void table_limits(run *r);
void table_series(run *r);
void table_temperature(run *r);
void table_censored(run *r);
void table_global(run *r);
void table_bootstrap(run *r);
void table_threads(run *r);

#endif
