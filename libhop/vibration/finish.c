/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "handle.h"

static hop_vibration *make_result(const hop_vibration_run *run)
{
    const hopi_allocator a = run->allocator;
    const size_t n = run->mobile_count;
    hop_vibration *v = hopi_allocate(a, 1, sizeof *v);
    if (!v) {
        return NULL;
    }
    v->allocator = a;
    v->index = hopi_allocate(a, n, sizeof *v->index);
    v->nu_scalar = hopi_allocate(a, n, sizeof *v->nu_scalar);
    v->nu_vector = hopi_allocate(a, n, sizeof *v->nu_vector);
    v->end2 = hopi_allocate(a, n, sizeof *v->end2);
    v->farthest = hopi_allocate(a, n, sizeof *v->farthest);
    if (!v->index || !v->nu_scalar || !v->nu_vector || !v->end2 || !v->farthest) {
        hop_vibration_destroy(v);
        return NULL;
    }
    return v;
}

static double mean_frequency(const hopi_bands *bands, size_t lane, double bin_hz)
{
    return bands->power[lane] > 0.0 ? bin_hz * bands->f_power[lane] / bands->power[lane] : NAN;
}

static void set_ions(const hop_vibration_run *run, hop_vibration *v)
{
    const double unit = run->set.length_unit_m;
    const double bin_hz = 1.0 / ((double)run->length * run->set.frame_interval_s);
    const int has_path = run->kind != HOP_COORDINATES_VELOCITY;
    for (size_t i = 0; i < v->ions; i++) {
        const hopi_ion_group *g = &run->groups[i / HOPI_GROUP];
        const size_t l = i % HOPI_GROUP;
        const double x = g->walk.position[0][l], y = g->walk.position[1][l],
                     z = g->walk.position[2][l];
        v->index[i] = g->walk.index[l];
        v->nu_scalar[i] = mean_frequency(&g->scalar, l, bin_hz);
        v->nu_vector[i] = mean_frequency(&g->vector, l, bin_hz);
        v->end2[i] = has_path ? unit * unit * (x * x + y * y + z * z) : NAN;
        v->farthest[i] = has_path ? unit * sqrt(g->walk.farthest2[l]) : NAN;
        v->stuck += v->farthest[i] < run->set.site_radius_m;
    }
}

static void set_steps(const hop_vibration_run *run, hop_vibration *v)
{
    double most_moved = 0.0, largest2 = 0.0;
    for (size_t g = 0; g < run->group_count; g++) {
        const hopi_walk *walk = &run->groups[g].walk;
        v->ambiguous += walk->ambiguous;
        for (size_t l = 0; l < walk->used; l++) {
            largest2 = fmax(largest2, walk->largest2[l]);
            most_moved = fmax(most_moved, walk->moved[l]);
        }
    }
    const int has_path = run->kind != HOP_COORDINATES_VELOCITY;
    v->largest_step_m = has_path ? run->set.length_unit_m * sqrt(largest2) : NAN;
    v->warnings |= v->ambiguous > 0 ? HOP_VIBRATION_AMBIGUOUS_STEPS : 0;
    /* No step leads to the first frame. */
    v->warnings |= has_path && most_moved < (double)(run->kept - 1)
                       ? HOP_VIBRATION_REPEATED_FRAMES
                       : 0;
}

static hop_status set_amplitude(hop_ctx *ctx, hop_vibration_run *run, hop_vibration *v)
{
    const double unit = run->set.length_unit_m;
    const size_t n = v->ions;
    v->amplitude_m = v->amplitude_error_m = NAN;
    if (!(v->parts & HOP_MOTION_AMPLITUDE)) {
        return HOP_OK;
    }
    double *sums = hopi_allocate(run->allocator, n, 3 * sizeof *sums);
    if (!sums) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    for (size_t g = 0; g < run->group_count; g++) {
        hopi_runs *runs = &run->groups[g].runs;
        const size_t used = run->groups[g].walk.used;
        hopi_runs_end(runs, used, run->set.histogram_bin_m / unit);
        memcpy(sums + HOPI_GROUP * g, runs->count, used * sizeof *sums);
        memcpy(sums + n + HOPI_GROUP * g, runs->sum, used * sizeof *sums);
        memcpy(sums + 2 * n + HOPI_GROUP * g, runs->sum2, used * sizeof *sums);
        for (size_t b = 0; b < HOPI_HISTOGRAM_BINS; b++) {
            v->histogram[b] += runs->histogram[b];
        }
    }
    hopi_runs_amplitude(n, sums, sums + n, sums + 2 * n, &v->amplitude_m, &v->amplitude_error_m);
    v->amplitude_m *= unit;
    v->amplitude_error_m *= unit;
    hopi_release(run->allocator, sums);
    return HOP_OK;
}

static hopi_block_sums scaled(hopi_block_sums sums, double factor)
{
    return (hopi_block_sums){sums.count, factor * sums.sum, factor * factor * sums.sum2};
}

static void set_blocks(const hop_vibration_run *run, hop_vibration *v)
{
    const double unit2 = run->set.length_unit_m * run->set.length_unit_m;
    const double dt = run->set.frame_interval_s;
    v->nu_scalar_blocks = run->nu_scalar;
    v->nu_vector_blocks = run->nu_vector;
    v->diffusivity = scaled(run->slope, unit2 / (2.0 * run->set.dimension * dt));
    v->block_frames = run->lag_block;
    const hopi_block_sums *any = v->parts & HOP_MOTION_SCALAR   ? &run->nu_scalar
                                 : v->parts & HOP_MOTION_VECTOR ? &run->nu_vector
                                                              : &run->msd[0];
    v->blocks = (size_t)any->count;
    v->lag_count = v->parts & HOP_MOTION_MSD ? run->lag_count : 0;
    for (size_t i = 0; i < v->lag_count; i++) {
        v->lag_s[i] = dt * (double)run->lags[i];
        v->msd[i] = scaled(run->msd[i], unit2);
    }
}

/* A density with an integral of 1 over bins 1 … length/2. */
static void normalise(double *density, size_t length, double bin_hz)
{
    double sum = 0.0;
    for (size_t k = 1; k <= length / 2; k++) {
        sum += density[k];
    }
    for (size_t k = 1; sum > 0.0 && k <= length / 2; k++) {
        density[k] /= sum * bin_hz;
    }
}

/* The frequency below which 95 % of the power lies. */
static double highest_frequency(const double *density, size_t length, double bin_hz)
{
    double below = 0.0;
    for (size_t k = 1; k <= length / 2; k++) {
        below += density[k] * bin_hz;
        if (below >= 0.95) {
            return (double)k * bin_hz;
        }
    }
    return NAN;
}

static void set_densities(hop_vibration_run *run, hop_vibration *v)
{
    const double bin_hz = 1.0 / ((double)run->length * run->set.frame_interval_s);
    v->length = run->length;
    v->scalar_density = run->scalar_density;
    v->vector_density = run->vector_density;
    run->scalar_density = run->vector_density = NULL;
    normalise(v->scalar_density, v->length, bin_hz);
    normalise(v->vector_density, v->length, bin_hz);
    v->highest_hz = highest_frequency(v->parts & HOP_MOTION_VECTOR ? v->vector_density
                                                                 : v->scalar_density,
                                      v->length, bin_hz);
}

static double mean_of(const double *values, size_t n, size_t *known)
{
    double sum = 0.0;
    *known = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(values[i])) {
            sum += values[i];
            (*known)++;
        }
    }
    return *known > 0 ? sum / (double)*known : NAN;
}

static void set_warnings(const hop_vibration_run *run, hop_vibration *v)
{
    size_t known_scalar = 0, known_vector = 0;
    const double nu_scalar = mean_of(v->nu_scalar, v->ions, &known_scalar);
    const double nu_vector = mean_of(v->nu_vector, v->ions, &known_vector);
    const double duration_s = (double)v->frames * run->set.frame_interval_s;
    const double nyquist_hz = 0.5 / run->set.frame_interval_s;
    const double diffusivity = hopi_block_mean(&v->diffusivity);
    const int is_drift_kept = run->drift_count == 0, wants_nu = v->parts
                                                     & (HOP_MOTION_SCALAR | HOP_MOTION_VECTOR);
    const size_t known = v->parts & HOP_MOTION_VECTOR ? known_vector : known_scalar;
    const double nu = v->parts & HOP_MOTION_VECTOR ? nu_vector : nu_scalar;
    v->warnings |= nyquist_hz < 1.5 * v->highest_hz ? HOP_VIBRATION_COARSE_SAMPLING : 0;
    v->warnings |= v->parts & HOP_MOTION_SCALAR && v->stuck > 0 ? HOP_VIBRATION_STUCK_IONS : 0;
    v->warnings |= duration_s * nu < 20.0 ? HOP_VIBRATION_SHORT_RUN : 0;
    v->warnings |= is_drift_kept ? HOP_VIBRATION_DRIFT_KEPT : 0;
    v->warnings |= !is_drift_kept && !run->has_masses ? HOP_VIBRATION_DRIFT_UNWEIGHTED : 0;
    v->warnings |= diffusivity <= 2.0 * hopi_block_error(&v->diffusivity)
                       ? HOP_VIBRATION_NO_DIFFUSION
                       : 0;
    v->warnings |= run->is_truncated ? HOP_VIBRATION_TRUNCATED : 0;
    v->warnings |= run->carried_blocks > 0 && run->frames.count > 0
                       ? HOP_VIBRATION_REST_LEFT_OUT
                       : 0;
    v->warnings |= wants_nu && known < v->ions ? HOP_VIBRATION_AT_REST : 0;
}

static int any_moves(const hop_vibration_run *run)
{
    for (size_t g = 0; g < run->group_count; g++) {
        for (size_t l = 0; l < run->groups[g].walk.used; l++) {
            if (run->groups[g].scalar.power[l] > 0.0 || run->groups[g].vector.power[l] > 0.0
                || run->groups[g].walk.farthest2[l] > 0.0) {
                return 1;
            }
        }
    }
    return 0;
}

static hop_status fill(hop_ctx *ctx, hop_vibration_run *run, hop_vibration *v)
{
    if (!any_moves(run)) {
        return hopi_fail(ctx, HOP_ERR_NO_VARIATION, "none of the %zu mobile ions moves",
                         run->mobile_count);
    }
    v->set = run->set;
    v->parts = run->set.parts;
    v->ions = run->mobile_count;
    v->frames = run->kept;
    set_ions(run, v);
    set_steps(run, v);
    set_blocks(run, v);
    set_densities(run, v);
    set_warnings(run, v);
    return set_amplitude(ctx, run, v);
}

hop_status hop_vibration_finish(hop_ctx *ctx, hop_vibration_run *run, hop_vibration **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!run) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (run->is_over) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT, "the run is over");
    }
    if (run->kept < HOPI_LEAST_FRAMES) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS,
                         "%zu frames after leaving out %zu: expected %d or more", run->kept,
                         run->skipped, HOPI_LEAST_FRAMES);
    }
    run->is_over = 1;
    hop_vibration *v = NULL;
    hop_status status = hopi_run_analyse(ctx, run, 1);
    if (status == HOP_OK) {
        v = make_result(run);
        status = v ? fill(ctx, run, v) : hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    if (status != HOP_OK) {
        hop_vibration_destroy(v);
        return status;
    }
    *out = v;
    return HOP_OK;
}

void hop_vibration_destroy(hop_vibration *v)
{
    if (!v) {
        return;
    }
    const hopi_allocator a = v->allocator;
    hopi_release(a, v->index);
    hopi_release(a, v->nu_scalar);
    hopi_release(a, v->nu_vector);
    hopi_release(a, v->end2);
    hopi_release(a, v->farthest);
    hopi_release(a, v->scalar_density);
    hopi_release(a, v->vector_density);
    hopi_release(a, v);
}
