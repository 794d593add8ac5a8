/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_ARRHENIUS_HANDLE_H
#define HOPI_ARRHENIUS_HANDLE_H

#include <hop/arrhenius.h>

#include "base/context.h"
#include "jpl/region.h"
#include "lines.h"

/* One temperature as it was added. */
typedef struct hopi_series_point {
    double temperature_k;
    double ln_sigma_dc;
    double ln_f_p;           /* the limit where state is one */
    double covariance[2][2]; /* of (ln σ_dc, ln f_p); NaN where not known */
    int32_t state;
    double temperature_error_k; /* of this temperature alone */
    double error_growth;        /* d ln(sd of ln f_p)/d ln f_p */
    hopi_jpl_region region;     /* what the likelihood of f_p is made from; empty: not known */
    double *region_block;
    double n_low;               /* lowest n that takes part in it */
    double unit_variance;       /* of a point of weight one, errors of the window included */
} hopi_series_point;

struct hop_series {
    hopi_allocator allocator;
    size_t count, capacity;
    hopi_series_point *points;
    double temperature_error_k; /* of the points that are added next */
    double offset_error_k;      /* common to all temperatures */
};

/* What the options hold; the offset error comes from the series. */
typedef hopi_lines_settings hopi_arrhenius_settings;

extern const hopi_arrhenius_settings hopi_arrhenius_default_settings;

struct hop_arrhenius_options {
    hopi_allocator allocator;
    hopi_arrhenius_settings settings;
};

struct hop_arrhenius {
    hopi_allocator allocator;
    hopi_arrhenius_settings settings;
    hopi_lines lines;
    size_t count, rates;
    hopi_line_point *input;  /* as they were added */
    hopi_rate_curve *curves; /* of the points, where a limit takes part; or NULL */
    hopi_line_point *points; /* with the covariances that the errors rest on */
    double *cross;           /* as from hopi_lines_fit() */
    double *temperature_k;
    int32_t *states;
};

/* E_f = E_a − E_m and its variance. */
double hopi_arrhenius_formation_variance(const hopi_lines *lines);

/* The points of a series as the lines take them. */
void hopi_arrhenius_points(const hop_series *series, int32_t quantity, hopi_line_point *points);

/* Quantile of the distribution that intervals of a key rest on (normal or Student's t). */
double hopi_arrhenius_quantile(const hop_arrhenius *a, int32_t key, double p);

/* Whether a state carries a value of f_p. */
int hopi_state_is_number(int32_t state);

#endif
