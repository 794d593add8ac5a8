/* SPDX-License-Identifier: BSD-3-Clause */
#include "automatic.h"
#include "finish.h"
#include "handle.h"
#include "samples.h"
#include "spectrum/handle.h"

/* The block of the samples starts with the handle, which keeps it. */
static hop_status fit_points(hop_ctx *ctx, const hop_spectrum *s,
                             const hopi_jpl_settings *settings, hop_jpl **out)
{
    hopi_jpl_samples w;
    hop_status status = hopi_jpl_samples_open(ctx, s, settings, sizeof(hop_jpl), &w);
    if (status != HOP_OK) {
        return status;
    }
    hopi_spectrum_ask_for_next(s);
    const size_t size = hopi_jpl_finish_workspace(settings, w.count);
    double *workspace = size > 0 ? hopi_allocate(w.allocator, size, sizeof *workspace) : NULL;
    if (size > 0 && !workspace) {
        hopi_jpl_samples_close(&w);
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    *out = w.block;
    hopi_jpl_finish(s, settings, workspace, &w, *out);
    hopi_release(w.allocator, workspace);
    return HOP_OK;
}

/* Without an admissible window the fit takes all points and says so. */
static hop_status fit_in_window(hop_ctx *ctx, const hop_spectrum *s,
                                const hopi_jpl_settings *settings, hop_jpl **out)
{
    hopi_jpl_window window;
    hopi_jpl_settings chosen = *settings;
    hop_status status = hopi_jpl_choose_window(ctx, s, settings, &window);
    if (status == HOP_OK && window.is_found) {
        chosen.f_min_hz = window.f_min_hz;
        chosen.f_max_hz = window.f_max_hz;
    }
    if (status == HOP_OK) {
        status = fit_points(ctx, s, &chosen, out);
    }
    if (status == HOP_OK) {
        (*out)->settings = *settings;
        (*out)->window = window;
        (*out)->flags |= hopi_jpl_window_flags(*out);
    }
    return status;
}

hop_status hop_jpl_fit(hop_ctx *ctx, const hop_spectrum *s, const hop_jpl_options *options,
                       hop_jpl **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!s) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    const hopi_jpl_settings *settings = options ? &options->settings : &hopi_jpl_default_settings;
    return settings->window == HOP_WINDOW_AUTO ? fit_in_window(ctx, s, settings, out)
                                               : fit_points(ctx, s, settings, out);
}
