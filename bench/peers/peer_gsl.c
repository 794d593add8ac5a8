/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_multifit_nlinear.h>

#include "peer.h"

enum { PARAMETERS = 3 };

/* gsl_multifit_nlinear with its default trust region, workspace made once; then its covariance. */
static struct {
    int points;
    double *ln_omega;
    const double *spectra, *y;
    gsl_multifit_nlinear_workspace *workspace;
    gsl_matrix *covariance;
    gsl_multifit_nlinear_fdf problem;
} state;

static int residuals(const gsl_vector *p, void *user, gsl_vector *out)
{
    (void)user;
    const double sigma_dc = exp(gsl_vector_get(p, 0)), ln_omega_p = gsl_vector_get(p, 1);
    const double n = gsl_vector_get(p, 2);
    for (int k = 0; k < state.points; k++) {
        const double g = exp(n * (state.ln_omega[k] - ln_omega_p));
        gsl_vector_set(out, (size_t)k, sigma_dc * (1.0 + g) / state.y[k] - 1.0);
    }
    return GSL_SUCCESS;
}

static int jacobian(const gsl_vector *p, void *user, gsl_matrix *out)
{
    (void)user;
    const double sigma_dc = exp(gsl_vector_get(p, 0)), ln_omega_p = gsl_vector_get(p, 1);
    const double n = gsl_vector_get(p, 2);
    for (int k = 0; k < state.points; k++) {
        const double from_p = state.ln_omega[k] - ln_omega_p, g = exp(n * from_p);
        const double scale = sigma_dc / state.y[k];
        gsl_matrix_set(out, (size_t)k, 0, scale * (1.0 + g));
        gsl_matrix_set(out, (size_t)k, 1, -scale * n * g);
        gsl_matrix_set(out, (size_t)k, 2, scale * g * from_p);
    }
    return GSL_SUCCESS;
}

void peer_open(int count, int points, const double *freq_hz, const double *y)
{
    (void)count;
    gsl_multifit_nlinear_parameters parameters = gsl_multifit_nlinear_default_parameters();
    gsl_set_error_handler_off();
    state.points = points;
    state.spectra = y;
    state.ln_omega = calloc((size_t)points, sizeof *state.ln_omega);
    for (int k = 0; k < points; k++) {
        state.ln_omega[k] = log(2.0 * 3.14159265358979323846 * freq_hz[k]);
    }
    state.problem.f = residuals;
    state.problem.df = jacobian;
    state.problem.n = (size_t)points;
    state.problem.p = PARAMETERS;
    state.workspace = gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &parameters,
                                                 (size_t)points, PARAMETERS);
    state.covariance = gsl_matrix_alloc(PARAMETERS, PARAMETERS);
}

void peer_fit(int first, int count, double *out)
{
    const double *y = state.spectra + (size_t)first * (size_t)state.points;
    for (int i = 0; i < count; i++, y += state.points, out += PEER_RESULTS) {
        double start[PARAMETERS], ssr;
        int info;
        state.y = y;
        peer_start(state.points, state.ln_omega, y, start);
        const gsl_vector_view p = gsl_vector_view_array(start, PARAMETERS);
        gsl_multifit_nlinear_init(&p.vector, &state.problem, state.workspace);
        gsl_multifit_nlinear_driver(200, 1e-10, 1e-10, 0.0, NULL, NULL, &info, state.workspace);
        gsl_multifit_nlinear_covar(gsl_multifit_nlinear_jac(state.workspace), 0.0,
                                   state.covariance);
        const gsl_vector *r = gsl_multifit_nlinear_residual(state.workspace);
        ssr = 0.0;
        for (int k = 0; k < state.points; k++) {
            ssr += gsl_vector_get(r, (size_t)k) * gsl_vector_get(r, (size_t)k);
        }
        for (size_t j = 0; j < PARAMETERS; j++) {
            out[j] = gsl_vector_get(gsl_multifit_nlinear_position(state.workspace), j);
            out[3 + j] = sqrt(ssr / (state.points - PARAMETERS)
                              * gsl_matrix_get(state.covariance, j, j));
        }
    }
}

void peer_close(void)
{
    gsl_multifit_nlinear_free(state.workspace);
    gsl_matrix_free(state.covariance);
    free(state.ln_omega);
}
