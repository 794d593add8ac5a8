/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "base/constants.h"
#include "handle.h"
#include "math/distributions.h"

double hop_arrhenius_value(const hop_arrhenius *a, int32_t key)
{
    if (!a) {
        return NAN;
    }
    const double *b = a->lines.parameters;
    switch (key) {
    case HOP_E_A:
        return b[HOPI_E_A];
    case HOP_LN_SIGMA_0:
        return b[HOPI_LN_SIGMA_0];
    case HOP_E_M:
        return b[HOPI_E_M];
    case HOP_LN_F_E:
        return b[HOPI_LN_F_E];
    case HOP_E_F:
        return b[HOPI_E_A] - b[HOPI_E_M];
    case HOP_RSS:
        return a->lines.chi2;
    case HOP_DOF:
        return a->lines.dof;
    case HOP_BIRGE:
        return a->lines.birge;
    case HOP_POINTS_SIGMA:
        return (double)a->count;
    case HOP_POINTS_F_P:
        return (double)a->rates;
    case HOP_POINTS_CENSORED:
        return (double)a->lines.limits;
    case HOP_DOWNWEIGHTED:
        return (double)a->lines.downweighted;
    case HOP_ROBUST_SCALE:
        return a->settings.loss == HOP_ARRHENIUS_LOSS_HUBER ? a->lines.scale[0] : NAN;
    case HOP_RANK:
        return a->lines.rank;
    case HOP_CONDITION:
        return a->lines.condition;
    default:
        return NAN;
    }
}

double hopi_arrhenius_formation_variance(const hopi_lines *lines)
{
    return lines->covariance[HOPI_E_A][HOPI_E_A] + lines->covariance[HOPI_E_M][HOPI_E_M]
           - 2.0 * lines->covariance[HOPI_E_A][HOPI_E_M];
}

double hop_arrhenius_standard_error(const hop_arrhenius *a, int32_t key)
{
    if (!a) {
        return NAN;
    }
    switch (key) {
    case HOP_E_A:
        return sqrt(a->lines.covariance[HOPI_E_A][HOPI_E_A]);
    case HOP_LN_SIGMA_0:
        return sqrt(a->lines.covariance[HOPI_LN_SIGMA_0][HOPI_LN_SIGMA_0]);
    case HOP_E_M:
        return sqrt(a->lines.covariance[HOPI_E_M][HOPI_E_M]);
    case HOP_LN_F_E:
        return sqrt(a->lines.covariance[HOPI_LN_F_E][HOPI_LN_F_E]);
    case HOP_E_F:
        return sqrt(hopi_arrhenius_formation_variance(&a->lines));
    default:
        return NAN;
    }
}

hop_status hop_arrhenius_covariance(const hop_arrhenius *a, double *out16)
{
    if (!a || !out16) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    memcpy(out16, a->lines.covariance, sizeof a->lines.covariance);
    return HOP_OK;
}

uint32_t hop_arrhenius_flags(const hop_arrhenius *a)
{
    return a ? a->lines.flags : 0;
}

int32_t hop_arrhenius_method(const hop_arrhenius *a)
{
    return a ? a->settings.method : 0;
}

double hopi_arrhenius_quantile(const hop_arrhenius *a, int32_t key, double p)
{
    const double *dof = a->lines.interval_dof;
    const int is_sigma = key == HOP_E_A || key == HOP_LN_SIGMA_0 || key == HOP_LN_SIGMA_T;
    const double own = key == HOP_E_F ? fmin(dof[0], dof[1]) : dof[is_sigma ? 0 : 1];
    return own > 0.0 ? hopi_student_quantile(p, own) : NAN;
}

/*
 * Where limits take part the likelihood is not that of a normal distribution: the ends are
 * where it has fallen by as much. What is common to all temperatures is not in it.
 */
static hop_status likelihood_interval(const hop_arrhenius *a, int32_t key, double quantile,
                                      double *lower, double *upper)
{
    static const struct {
        int32_t key;
        double c[4];
    } combinations[] = {{HOP_E_A, {1.0, 0.0, 0.0, 0.0}},
                        {HOP_LN_SIGMA_0, {0.0, 1.0, 0.0, 0.0}},
                        {HOP_E_M, {0.0, 0.0, 1.0, 0.0}},
                        {HOP_LN_F_E, {0.0, 0.0, 0.0, 1.0}},
                        {HOP_E_F, {1.0, 0.0, -1.0, 0.0}}};
    size_t at = 0;
    while (combinations[at].key != key) {
        at++;
    }
    double *workspace = hopi_allocate(a->allocator, hopi_lines_workspace(a->count),
                                      sizeof *workspace);
    if (!workspace) {
        return HOP_ERR_OUT_OF_MEMORY;
    }
    const double scale = a->lines.flags & HOP_FLAG_BIRGE_SCALED ? a->lines.birge : 1.0;
    const double value = hop_arrhenius_value(a, key), root = quantile * scale;
    const int info = hopi_lines_interval(a->count, a->input, &a->settings, &a->lines,
                                         combinations[at].c, root * root, workspace, lower, upper);
    hopi_release(a->allocator, workspace);
    if (info != 0) {
        return HOP_ERR_LAPACK;
    }
    double common = 0.0;
    for (int j = 0; j < 4; j++) {
        common += quantile * combinations[at].c[j] * a->lines.offset[j];
    }
    *lower = value - hypot(value - *lower, common);
    *upper = value + hypot(*upper - value, common);
    return HOP_OK;
}

hop_status hop_arrhenius_interval(const hop_arrhenius *a, int32_t key, double level,
                                  double *lower, double *upper)
{
    if (!a || !lower || !upper) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (key != HOP_E_A && key != HOP_E_M && key != HOP_E_F && key != HOP_LN_SIGMA_0
        && key != HOP_LN_F_E) {
        return HOP_ERR_UNKNOWN_KEY;
    }
    if (!(level > 0.0 && level < 1.0)) {
        return HOP_ERR_OUT_OF_RANGE;
    }
    const double quantile = hopi_arrhenius_quantile(a, key, 0.5 + 0.5 * level);
    if (!isnan(a->lines.deviance)) {
        return likelihood_interval(a, key, quantile, lower, upper);
    }
    const double value = hop_arrhenius_value(a, key);
    const double half_width = quantile * hop_arrhenius_standard_error(a, key);
    *lower = value - half_width;
    *upper = value + half_width;
    return HOP_OK;
}

hop_status hop_arrhenius_predict(const hop_arrhenius *a, double temperature_k, double *out2,
                                 double *out4)
{
    if (!a || !out2) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (!isfinite(temperature_k) || temperature_k <= 0.0) {
        return HOP_ERR_BAD_TEMPERATURE;
    }
    const double x = 1.0 / (HOPI_BOLTZMANN_EV_PER_K * temperature_k);
    const double row[2] = {-x, 1.0};
    for (int i = 0; i < 2; i++) {
        const double *b = a->lines.parameters + 2 * i;
        out2[i] = row[0] * b[0] + row[1] * b[1];
        for (int j = 0; j < 2 && out4; j++) {
            double sum = 0.0;
            for (int k = 0; k < 4; k++) {
                sum += row[k / 2] * row[k % 2] * a->lines.covariance[2 * i + k / 2][2 * j + k % 2];
            }
            out4[2 * i + j] = sum;
        }
    }
    return HOP_OK;
}

/* Mean variance of the numbers of a line, as the errors of the line rest on it. */
static double typical_variance(const hop_arrhenius *a, int line)
{
    double sum = 0.0, count = 0.0;
    for (size_t k = 0; k < a->count; k++) {
        if (line == 0 || a->points[k].has_rate) {
            sum += a->points[k].covariance[line][line];
            count += 1.0;
        }
    }
    return sum / count;
}

hop_status hop_arrhenius_band(const hop_arrhenius *a, int32_t key, double temperature_k,
                              double level, double new_sd, double *lower, double *upper)
{
    double value[2], covariance[4];
    if (!a || !lower || !upper) {
        return HOP_ERR_NULL_ARGUMENT;
    }
    if (key != HOP_LN_SIGMA_T && key != HOP_LN_F_P) {
        return HOP_ERR_UNKNOWN_KEY;
    }
    if (!(level > 0.0 && level < 1.0) || new_sd < 0.0 || isinf(new_sd)) {
        return HOP_ERR_OUT_OF_RANGE;
    }
    const hop_status status = hop_arrhenius_predict(a, temperature_k, value, covariance);
    if (status != HOP_OK) {
        return status;
    }
    const int line = key == HOP_LN_F_P;
    const double own = isnan(new_sd) ? typical_variance(a, line) : new_sd * new_sd;
    const double half_width = hopi_arrhenius_quantile(a, key, 0.5 + 0.5 * level)
                              * sqrt(covariance[3 * line] + own);
    *lower = value[line] - half_width;
    *upper = value[line] + half_width;
    return HOP_OK;
}
