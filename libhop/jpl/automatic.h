/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_JPL_AUTOMATIC_H
#define HOPI_JPL_AUTOMATIC_H

#include "handle.h"

/* The automatic window inside the frequency range of the settings. */
hop_status hopi_jpl_choose_window(hop_ctx *ctx, const hop_spectrum *s,
                                  const hopi_jpl_settings *settings, hopi_jpl_window *window);

/* HOP_FLAG_ bits of a fit in the window that was chosen. */
uint32_t hopi_jpl_window_flags(const hop_jpl *fit);

#endif
