/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "base/constants.h"
#include "handle.h"

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
