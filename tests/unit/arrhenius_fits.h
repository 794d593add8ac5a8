/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef ARRHENIUS_FITS_H
#define ARRHENIUS_FITS_H

/* One context and its options for each test; the test programs of Arrhenius lines share them. */

#include <hop/hop.h>

#include "support.h"

static const double k_B = 1.380649e-23 / 1.602176634e-19; /* eV/K, CODATA 2022 */

static hop_ctx *ctx;
static hop_arrhenius_options *options;

static void set_up(void)
{
    ck_assert_int_eq(hop_ctx_create(&ctx), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_create(ctx, &options), HOP_OK);
}

static void tear_down(void)
{
    hop_arrhenius_options_destroy(options);
    hop_ctx_destroy(ctx);
}

static void set_method(int32_t method, int32_t birge)
{
    ck_assert_int_eq(hop_arrhenius_options_set_method(ctx, options, method), HOP_OK);
    ck_assert_int_eq(hop_arrhenius_options_set_birge(ctx, options, birge), HOP_OK);
}

/* Takes over the series. */
static hop_arrhenius *fit_series(hop_series *series)
{
    hop_arrhenius *a = NULL;
    const hop_status status = hop_arrhenius_fit(ctx, series, options, &a);
    ck_assert_msg(status == HOP_OK, "%s", hop_ctx_error(ctx));
    hop_series_destroy(series);
    return a;
}

#endif
