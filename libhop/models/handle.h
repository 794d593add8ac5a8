/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_MODELS_HANDLE_H
#define HOPI_MODELS_HANDLE_H

#include <hop/model.h>

#include "base/context.h"
#include "shape.h"

/* What the caller left to the model. */
enum { HOPI_MODEL_OWN_WEIGHTING = 0 };
#define HOPI_MODEL_OWN_PARTS UINT32_MAX

typedef struct hopi_model_settings {
    int32_t model, weighting, starts;
    uint32_t parts;
    double n_min, n_max;
    double f_min_hz, f_max_hz;
} hopi_model_settings;

extern const hopi_model_settings hopi_model_default_settings;

struct hop_model_options {
    hopi_allocator allocator;
    hopi_model_settings settings;
};

/* Theta and its covariance are in the units of the fit: see shape.h and `units`. */
struct hop_model {
    hopi_allocator allocator;
    hopi_shape shape;
    hopi_model_units units;
    int32_t weighting;
    uint32_t flags;
    double temperature_k, f_min_hz, f_max_hz;
    double points, excluded, dof, starts, starts_at_best;
    double rss, aicc, bic, condition, rank;
    double theta[HOPI_SLOTS];
    double covariance[HOPI_SLOTS * HOPI_SLOTS];
};

/* A quantity as it is estimated: its logarithm, or for exponents itself. */
typedef struct hopi_estimate {
    int exists, is_logarithm;
    double value;
    double gradient[HOPI_SLOTS]; /* with respect to theta */
} hopi_estimate;

hopi_estimate hopi_model_estimate(const hop_model *model, int32_t key);

/* aᵀ C b over the entries that count; the NaN of a parameter at a bound stays out of the rest. */
double hopi_model_covariance_of(const hop_model *model, const hopi_estimate *a,
                                const hopi_estimate *b);

/* The key of parameter i of a shape. */
int32_t hopi_model_key_of(const hopi_shape *shape, size_t i);

#endif
