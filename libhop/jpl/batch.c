/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/constants.h"
#include "base/instructions.h"
#include "base/threads.h"
#include "batch.h"
#include "finish.h"
#include "spectrum/handle.h"

/* A block of this many numbers takes longer than starting a thread for it. */
enum { BLOCK_NUMBERS = 8192, LEAST_BLOCK = 8, MOST_BLOCK = 512 };

static size_t block_of(size_t points)
{
    const size_t rows = BLOCK_NUMBERS / points / LEAST_BLOCK * LEAST_BLOCK;
    return rows < LEAST_BLOCK ? LEAST_BLOCK : rows > MOST_BLOCK ? MOST_BLOCK : rows;
}

/* The keys of hop_jpl_value() that a batch answers. */
static int is_known(int32_t key)
{
    static const int32_t known[] = {
        HOP_SIGMA_DC, HOP_A_J, HOP_N, HOP_OMEGA_P, HOP_F_P, HOP_LN_SIGMA_DC, HOP_LN_OMEGA_P,
        HOP_RSS, HOP_DOF, HOP_REDUCED_CHI2, HOP_AICC, HOP_BIC, HOP_POINTS, HOP_EXCLUDED,
        HOP_F_MIN, HOP_F_MAX, HOP_F_DISPERSION, HOP_RANK, HOP_CONDITION, HOP_ROBUST_SCALE,
        HOP_OUTLIERS,
    };
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        if (known[k] == key) {
            return 1;
        }
    }
    return 0;
}

static hop_status check_options(hop_ctx *ctx, const hopi_jpl_settings *settings,
                                const double *sd_s_per_m)
{
    if (settings->weighting == HOP_WEIGHTING_MODULUS) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "modulus weighting needs the imaginary part, which a batch has not");
    }
    if (settings->window != HOP_WINDOW_FULL) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "a batch takes all points of the frequency range: the automatic window "
                         "is for hop_jpl_fit()");
    }
    if (settings->weighting == HOP_WEIGHTING_GIVEN && !sd_s_per_m) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA,
                         "weighting by given standard deviations: there are none");
    }
    return HOP_OK;
}

static hop_status check_keys(hop_ctx *ctx, size_t key_count, const int32_t *keys)
{
    for (size_t k = 0; k < key_count; k++) {
        if (!is_known(keys[k])) {
            return hopi_fail(ctx, HOP_ERR_UNKNOWN_KEY,
                             "key %zu is %d: no quantity of a fit in a batch", k + 1,
                             (int)keys[k]);
        }
    }
    return HOP_OK;
}

static void leave_out(hopi_batch *b, size_t row, hop_status status)
{
    for (size_t k = 0; k < b->key_count; k++) {
        b->values[row * b->key_count + k] = NAN;
        if (b->errors) {
            b->errors[row * b->key_count + k] = NAN;
        }
    }
    for (size_t k = 0; b->covariances && k < 9; k++) {
        b->covariances[row * 9 + k] = NAN;
    }
    if (b->flags) {
        b->flags[row] = 0;
    }
    if (b->statuses) {
        b->statuses[row] = status;
    }
}

static void write_out(hopi_batch *b, size_t row, const hop_jpl *fit)
{
    for (size_t k = 0; k < b->key_count; k++) {
        b->values[row * b->key_count + k] = hop_jpl_value(fit, b->keys[k]);
        if (b->errors) {
            b->errors[row * b->key_count + k] = hop_jpl_standard_error(fit, b->keys[k]);
        }
    }
    if (b->covariances) {
        memcpy(b->covariances + row * 9, fit->covariance, sizeof fit->covariance);
    }
    if (b->flags) {
        b->flags[row] = fit->flags;
    }
    if (b->statuses) {
        b->statuses[row] = HOP_OK;
    }
}

/* The numbers of a row in ascending order of frequency; 0 where one is not finite. */
static int take_row(const hopi_batch *b, const double *from, double *to)
{
    const size_t *order = b->grid->order;
    double difference = 0.0; /* x − x is 0, or NaN for what is not finite */
    for (size_t k = 0; k < b->grid->count; k++) {
        to[k] = from[order[k]];
        difference += to[k] - to[k];
    }
    return difference == 0.0;
}

static int is_positive(const double *sd, size_t count)
{
    int all = 1;
    for (size_t k = 0; k < count; k++) {
        all &= sd[k] > 0.0;
    }
    return all;
}

void hopi_batch_fit_row(hopi_batch *b, size_t worker, size_t row)
{
    const size_t n = b->grid->count;
    char *memory = b->memory + worker * b->worker_size;
    double *re = (double *)memory, *sd = re + n, *workspace = sd + n;
    hop_spectrum s = *b->grid;
    s.re = re;
    s.sd_s_per_m = b->sd ? sd : NULL;
    if (!take_row(b, b->sigma + row * n, re) || (b->sd && !take_row(b, b->sd + row * n, sd))) {
        leave_out(b, row, HOP_ERR_NOT_FINITE);
        return;
    }
    if (b->sd && !is_positive(sd, n)) {
        leave_out(b, row, HOP_ERR_NOT_POSITIVE);
        return;
    }
    hop_jpl *fit = (hop_jpl *)(memory + b->block_offset);
    hopi_jpl_samples samples;
    samples.allocator = (hopi_allocator){NULL, NULL, NULL}; /* the block is the batch's */
    const hop_status status = hopi_jpl_samples_take(NULL, &s, b->settings, b->kernels, fit,
                                                    sizeof *fit, &samples);
    if (status != HOP_OK) {
        leave_out(b, row, status);
        return;
    }
    hopi_jpl_finish(&s, b->settings, workspace, &samples, fit);
    write_out(b, row, fit);
}

static void fit_rows(void *user, size_t worker, size_t begin, size_t end)
{
    hopi_batch *b = user;
    if (b->lane_work) {
        hopi_batch_fit_in_lanes(b, worker, begin, end);
        return;
    }
    for (size_t row = begin; row < end; row++) {
        hopi_batch_fit_row(b, worker, row);
    }
}

/* For each worker: a row, its standard deviations, the workspace, and the block of a fit. */
static int allocate(hopi_allocator allocator, size_t workers, hopi_batch *b)
{
    const size_t n = b->grid->count;
    const size_t block = hopi_jpl_samples_size(n, sizeof(hop_jpl));
    const size_t doubles = 2 * n + hopi_jpl_finish_workspace(b->settings, n);
    const size_t unit = sizeof(max_align_t);
    if (block == 0 || doubles > (PTRDIFF_MAX - block - unit) / sizeof(double)) {
        return 0;
    }
    b->block_offset = (doubles * sizeof(double) + unit - 1) / unit * unit;
    b->worker_size = (b->block_offset + block + unit - 1) / unit * unit;
    b->memory = hopi_allocate(allocator, workers, b->worker_size);
    return b->memory != NULL;
}

static hop_status run(hop_ctx *ctx, hopi_batch *b)
{
    const hopi_allocator allocator = hopi_allocator_of(ctx);
    const size_t workers = (size_t)hopi_threads_of(ctx);
    if (!allocate(allocator, workers, b)) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    hop_status status = HOP_OK;
    if (hopi_batch_can_use_lanes(b) && !hopi_batch_prepare_lanes(allocator, workers, b)) {
        status = hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    if (status == HOP_OK) {
        status = hopi_parallel(ctx, b->spectra, block_of(b->grid->count), fit_rows, b);
    }
    for (size_t k = 0; status == HOP_OK && k < workers; k++) {
        hopi_batch_fit_waiting(b, k);
    }
    hopi_release(allocator, b->lane_block);
    hopi_release(allocator, b->memory);
    return status;
}

hop_status hop_jpl_fit_batch(hop_ctx *ctx, size_t points, const double *freq_hz, size_t spectra,
                             const double *sigma_s_per_m, const double *sd_s_per_m,
                             const hop_jpl_options *options, size_t key_count,
                             const int32_t *keys, double *values, double *errors,
                             double *covariances, uint32_t *flags, hop_status *statuses)
{
    if (!freq_hz || (spectra > 0 && !sigma_s_per_m) || (key_count > 0 && (!keys || !values))) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_jpl_settings *settings = options ? &options->settings : &hopi_jpl_default_settings;
    hop_status status = check_options(ctx, settings, sd_s_per_m);
    if (status == HOP_OK) {
        status = check_keys(ctx, key_count, keys);
    }
    /* The grid is checked, sorted and kept as that of a spectrum. */
    hop_spectrum *grid = NULL;
    if (status == HOP_OK) {
        status = hop_spectrum_from_conductivity(ctx, points, freq_hz, freq_hz, NULL, NAN, NAN, NAN,
                                                &grid);
    }
    if (status != HOP_OK) {
        return status;
    }
    hopi_batch b = {
        .grid = grid,
        .settings = settings,
        .kernels = hopi_kernels_of(hopi_instructions_of(ctx)),
        .spectra = spectra,
        .sigma = sigma_s_per_m,
        .sd = settings->weighting == HOP_WEIGHTING_GIVEN ? sd_s_per_m : NULL,
        .key_count = key_count,
        .keys = keys,
        .values = values,
        .errors = errors,
        .covariances = covariances,
        .flags = flags,
        .statuses = statuses,
    };
    status = run(ctx, &b);
    hop_spectrum_destroy(grid);
    return status;
}
