/* SPDX-License-Identifier: BSD-3-Clause */
#include "choose.h"

#include <math.h>

#include <hop/kk.h>

size_t hopi_kk_dense_elements(const hopi_kk_problem *p, double per_decade)
{
    const double decades = log10(p->omega[p->count - 1] / p->omega[0]) + 2.0 * p->extension;
    return (size_t)ceil(per_decade * decades - 1e-9) + 1;
}

/* As many unknowns as points leave half of the equations to show a violation. */
static size_t most_dense(const hopi_kk_problem *p)
{
    const size_t most = hopi_kk_most_elements(p), taken = hopi_kk_unknowns(p, 0);
    const size_t half = p->count > taken ? p->count - taken : 1;
    return half < most ? half : most;
}

/* As many as a density asks for, or as the points allow. */
static size_t elements_for(const hopi_kk_problem *p, double per_decade)
{
    const size_t wanted = hopi_kk_dense_elements(p, per_decade), limit = most_dense(p);
    return wanted < limit ? wanted : limit;
}

static size_t first_of_mu(const hopi_kk_problem *p, const hopi_kk_choice *choice)
{
    return choice->least_per_decade > 0.0 ? elements_for(p, choice->least_per_decade) : 1;
}

size_t hopi_kk_room(const hopi_kk_problem *p, const hopi_kk_choice *choice)
{
    const int is_dense = choice->method == HOP_KK_M_MU && choice->least_per_decade > 0.0;
    const size_t most = is_dense ? most_dense(p) : hopi_kk_most_elements(p);
    if (choice->method == HOP_KK_M_DENSITY) {
        return elements_for(p, choice->per_decade);
    }
    const size_t m = choice->m < most ? choice->m : most;
    return is_dense && m < first_of_mu(p, choice) ? first_of_mu(p, choice) : m;
}

static int fit_by_mu(const hopi_kk_problem *p, double limit, size_t m_min, size_t m_max,
                     const hopi_kk_scratch *scratch, hopi_kk_chain *chain, uint32_t *warnings)
{
    for (size_t m = m_min; m <= m_max; m++) {
        const int info = hopi_kk_fit(p, m, scratch, chain);
        if (info != 0 || chain->mu <= limit) {
            return info;
        }
    }
    *warnings |= HOP_KK_MU_NOT_REACHED;
    return 0;
}

int hopi_kk_refit(const hopi_kk_problem *p, const hopi_kk_scratch *scratch, hopi_kk_chain *chain)
{
    const int info = hopi_kk_fit(p, chain->m, scratch, chain);
    return info == 0 ? hopi_kk_complete(p, scratch, chain) : info;
}

static int fit_by_noise(const hopi_kk_problem *p, size_t m_max, const hopi_kk_scratch *scratch,
                        hopi_kk_chain *chain, double *re, double *im)
{
    double least = INFINITY;
    size_t best = 1;
    for (size_t m = 1; m <= m_max; m++) {
        chain->m = m;
        const int info = hopi_kk_refit(p, scratch, chain);
        if (info != 0) {
            return info;
        }
        const double dof = (double)(2 * p->count) - (double)hopi_kk_unknowns(p, m);
        const double variance = hopi_kk_residuals(p, chain, re, im) / dof;
        if (variance < least) {
            least = variance;
            best = m;
        }
    }
    return hopi_kk_fit(p, best, scratch, chain);
}

int hopi_kk_choose(const hopi_kk_problem *p, const hopi_kk_choice *choice,
                   const hopi_kk_scratch *scratch, hopi_kk_chain *chain, double *re, double *im,
                   uint32_t *warnings)
{
    const size_t m = hopi_kk_room(p, choice);
    int info;
    switch (choice->method) {
    case HOP_KK_M_MU:
        info = fit_by_mu(p, choice->mu_limit, first_of_mu(p, choice), m, scratch, chain, warnings);
        break;
    case HOP_KK_M_LEAST_NOISE:
        info = fit_by_noise(p, m, scratch, chain, re, im);
        break;
    default:
        info = hopi_kk_fit(p, m, scratch, chain);
        break;
    }
    info = info == 0 ? hopi_kk_complete(p, scratch, chain) : info;
    if (info == 0) {
        const size_t needed = hopi_kk_dense_elements(p, 3.0);
        *warnings |= chain->is_collinear ? HOP_KK_COLLINEAR : 0;
        *warnings |= most_dense(p) < needed ? HOP_KK_FEW_POINTS : 0;
    }
    return info;
}
