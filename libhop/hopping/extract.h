/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_HOPPING_EXTRACT_H
#define HOPI_HOPPING_EXTRACT_H

#include <stddef.h>
#include <stdint.h>

/* ln f_p with its standard error; for a limit ln_f is the limit and the error is NaN. */
typedef struct hopi_hopping_estimate {
    int32_t state;
    double ln_f;
    double standard_error;
} hopi_hopping_estimate;

/* What a fit says about the hopping frequency; ends that do not exist are NaN. */
typedef struct hopi_hopping_fit {
    double ln_f_p;            /* NaN where there is no dispersion or no plateau */
    double standard_error;    /* of ln f_p */
    double ln_f_min, ln_f_max;
    double lower, upper;      /* of the two-sided 95 % profile-likelihood interval */
    double lower_limit, upper_limit; /* one-sided 95 % */
    int has_dispersion;
} hopi_hopping_fit;

/* An estimate whose 95 % interval spans this much of ln f or more is no measurement. */
extern const double hopi_hopping_widest_interval;

/*
 * ω_p = (σ_dc/A_J)^(1/n), eq. 3: a number where the data bound it to both sides,
 * else a limit, which must lie inside the window.
 */
hopi_hopping_estimate hopi_hopping_from_fit(const hopi_hopping_fit *fit);

/* Where measured data pass a level. */
typedef struct hopi_crossing {
    hopi_hopping_estimate estimate; /* without its error */
    int count;                      /* number of upward passages */
    size_t left, right;             /* the first is between these two points, */
    double weight;                  /* at this share of their distance in ln f */
} hopi_crossing;

/*
 * The lowest frequency at which σ′ rises through `level`, interpolated in
 * log–log. Without one the state is a limit at an end of the window, or none
 * where σ′ falls through the level. Points without a logarithm are passed over.
 */
hopi_crossing hopi_hopping_crossing(size_t count, const double *freq_hz, const double *sigma,
                                    double level);

#endif
