/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPT_TRAP_H
#define HOPT_TRAP_H

#include <hop/hop.h>

typedef hop_status (*hopt_job)(hop_ctx *ctx, const char *argument);

/* Every call of the allocator fails once: the answer is an error and nothing is left behind. */
void hopt_assert_every_failure_is_clean(hopt_job run, const char *argument);

#endif
