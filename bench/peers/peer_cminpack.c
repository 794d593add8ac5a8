/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include <cminpack.h>

#include "peer.h"

enum { PARAMETERS = 3 };

/* Levenberg-Marquardt of MINPACK with its Jacobian, in ln σ_dc, ln ω_p and n; then covar. */
static struct {
    int points;
    double *ln_omega, *residuals, *jacobian, *work;
    const double *spectra, *y;
} state;

void peer_open(int count, int points, const double *freq_hz, const double *y)
{
    (void)count;
    state.points = points;
    state.spectra = y;
    state.ln_omega = calloc((size_t)points, 7 * sizeof *state.ln_omega);
    state.residuals = state.ln_omega + points;
    state.jacobian = state.residuals + points;
    state.work = state.jacobian + PARAMETERS * points;
    for (int k = 0; k < points; k++) {
        state.ln_omega[k] = log(2.0 * 3.14159265358979323846 * freq_hz[k]);
    }
}

static int model(void *user, int m, int n, const double *p, double *residuals, double *jacobian,
                 int columns, int flag)
{
    (void)user;
    (void)n;
    const double sigma_dc = exp(p[0]);
    for (int k = 0; k < m; k++) {
        const double from_p = state.ln_omega[k] - p[1], g = exp(p[2] * from_p);
        if (flag == 1) {
            residuals[k] = 1.0 - sigma_dc * (1.0 + g) / state.y[k];
        } else {
            jacobian[k] = -sigma_dc * (1.0 + g) / state.y[k];
            jacobian[k + columns] = sigma_dc * p[2] * g / state.y[k];
            jacobian[k + 2 * columns] = -sigma_dc * g * from_p / state.y[k];
        }
    }
    return 0;
}

static void fit_one(const double *y, double *out)
{
    double p[PARAMETERS], scale[PARAMETERS], qtf[PARAMETERS], wa[3][PARAMETERS];
    int evaluations, jacobians, pivots[PARAMETERS];
    const int m = state.points;
    state.y = y;
    peer_start(m, state.ln_omega, y, p);
    lmder(model, NULL, m, PARAMETERS, p, state.residuals, state.jacobian, m, 1e-10, 1e-10, 0.0, 400,
          scale, 1, 100.0, 0, &evaluations, &jacobians, pivots, qtf, wa[0], wa[1], wa[2],
          state.work);
    double ssr = 0.0;
    for (int k = 0; k < m; k++) {
        ssr += state.residuals[k] * state.residuals[k];
    }
    covar(PARAMETERS, state.jacobian, m, pivots, DBL_EPSILON, wa[0]);
    for (int j = 0; j < PARAMETERS; j++) {
        out[j] = p[j];
        out[3 + j] = sqrt(ssr / (m - PARAMETERS) * state.jacobian[j + j * m]);
    }
}

void peer_fit(int first, int count, double *out)
{
    const double *y = state.spectra + (size_t)first * (size_t)state.points;
    for (int i = 0; i < count; i++, y += state.points, out += PEER_RESULTS) {
        fit_one(y, out);
    }
}

void peer_close(void)
{
    free(state.ln_omega);
}
