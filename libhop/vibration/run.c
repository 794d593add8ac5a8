/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/threads.h"
#include "handle.h"

static hop_status check_roles(hop_ctx *ctx, size_t ions, const int32_t *roles,
                              const double *masses, size_t counts[3])
{
    for (size_t i = 0; i < ions; i++) {
        if (roles[i] < HOP_ROLE_NONE || roles[i] > HOP_ROLE_MOBILE) {
            return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                             "ion %zu: role %d, expected HOP_ROLE_NONE (0) to HOP_ROLE_MOBILE (2)",
                             i + 1, (int)roles[i]);
        }
        if (masses && !(masses[i] > 0.0 && isfinite(masses[i]))) {
            return hopi_fail(ctx, HOP_ERR_NOT_POSITIVE,
                             "ion %zu: a mass of %g, expected a positive number", i + 1,
                             masses[i]);
        }
        counts[roles[i]]++;
    }
    if (counts[HOP_ROLE_MOBILE] == 0) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA, "none of the %zu ions is mobile", ions);
    }
    return HOP_OK;
}

static size_t whole_groups(size_t count)
{
    return count / HOPI_GROUP + (count % HOPI_GROUP != 0);
}

/* Distances alone are enough for the scalar estimator. */
static size_t components_of(int32_t parts)
{
    return parts & (HOP_MOTION_VECTOR | HOP_MOTION_MSD) ? 3 : 1;
}

static void set_mobile(hop_vibration_run *run, const int32_t *roles)
{
    size_t next = 0, last = 0;
    for (size_t i = 0; i < run->ions; i++) {
        if (roles[i] == HOP_ROLE_MOBILE) {
            hopi_walk *walk = &run->groups[next / HOPI_GROUP].walk;
            walk->index[next % HOPI_GROUP] = last = i;
            walk->used = next % HOPI_GROUP + 1;
            next++;
        }
    }
    /* Lanes without an ion follow the last one and are never asked for. */
    for (; next < run->group_count * HOPI_GROUP; next++) {
        run->groups[next / HOPI_GROUP].walk.index[next % HOPI_GROUP] = last;
    }
}

static void set_drift(hop_vibration_run *run, const int32_t *roles, const double *masses)
{
    size_t next = 0;
    for (size_t i = 0; i < run->ions && run->drift_count > 0; i++) {
        if (roles[i] == HOP_ROLE_FRAMEWORK || run->set.drift == HOP_DRIFT_ALL) {
            run->drift_index[next] = i;
            run->drift_weights[next++] = masses ? masses[i] : 1.0;
        }
    }
}

static hop_status allocate(hop_ctx *ctx, hop_vibration_run *run, const size_t counts[3])
{
    const hopi_allocator a = run->allocator;
    run->group_count = whole_groups(run->mobile_count);
    run->drift_count = run->set.drift == HOP_DRIFT_ALL         ? run->ions
                       : run->set.drift == HOP_DRIFT_FRAMEWORK ? counts[HOP_ROLE_FRAMEWORK]
                                                               : 0;
    run->drift_count = whole_groups(run->drift_count) * HOPI_GROUP;
    run->groups = hopi_allocate(a, run->group_count, sizeof *run->groups);
    run->last = hopi_allocate(a, run->ions, 3 * sizeof *run->last);
    run->frames = (hopi_frames){.allocator = a,
                                .groups = run->group_count,
                                .components = components_of(run->set.parts),
                                .is_single = run->set.precision == HOP_PRECISION_SINGLE};
    int is_complete = run->groups && run->last;
    if (run->drift_count > 0) {
        run->drift_index = hopi_allocate(a, run->drift_count, sizeof *run->drift_index);
        run->drift_weights = hopi_allocate(a, run->drift_count, sizeof *run->drift_weights);
        is_complete = is_complete && run->drift_index && run->drift_weights;
    }
    return is_complete ? HOP_OK : hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
}

hop_status hop_vibration_begin(hop_ctx *ctx, const hop_vibration_options *options, size_t ions,
                               const int32_t *roles, const double *masses,
                               hop_vibration_run **out)
{
    size_t counts[3] = {0, 0, 0};
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!options || !roles) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (isnan(options->set.frame_interval_s)) {
        return hopi_fail(ctx, HOP_ERR_INVALID_ARGUMENT,
                         "the time between stored frames is not known: expected it in the options");
    }
    if (ions > SIZE_MAX / (64 * sizeof(double) * HOPI_GROUP)) {
        return hopi_fail_plain(ctx, HOP_ERR_SIZE_OVERFLOW);
    }
    hop_status status = check_roles(ctx, ions, roles, masses, counts);
    if (status != HOP_OK) {
        return status;
    }
    hop_vibration_run *run = hopi_allocate(hopi_allocator_of(ctx), 1, sizeof *run);
    if (!run) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    run->allocator = hopi_allocator_of(ctx);
    run->set = options->set;
    run->ions = ions;
    run->mobile_count = counts[HOP_ROLE_MOBILE];
    run->has_masses = masses != NULL;
    status = allocate(ctx, run, counts);
    if (status != HOP_OK) {
        hop_vibration_run_destroy(run);
        return status;
    }
    set_mobile(run, roles);
    set_drift(run, roles, masses);
    *out = run;
    return HOP_OK;
}

void hop_vibration_run_destroy(hop_vibration_run *run)
{
    if (!run) {
        return;
    }
    const hopi_allocator a = run->allocator;
    hopi_frames_release(&run->frames);
    hopi_release(a, run->groups);
    hopi_release(a, run->drift_index);
    hopi_release(a, run->drift_weights);
    hopi_release(a, run->last);
    hopi_release(a, run->scalar_density);
    hopi_release(a, run->vector_density);
    hopi_release(a, run);
}

void hopi_block_add(hopi_block_sums *sums, double value)
{
    sums->count += 1.0;
    sums->sum += value;
    sums->sum2 += value * value;
}

double hopi_block_mean(const hopi_block_sums *sums)
{
    return sums->count > 0.0 ? sums->sum / sums->count : NAN;
}

double hopi_block_error(const hopi_block_sums *sums)
{
    const double n = sums->count, mean = hopi_block_mean(sums);
    const double variance = (sums->sum2 / n - mean * mean) / (n - 1.0);
    return n >= 2.0 ? sqrt(fmax(variance, 0.0)) : NAN;
}
