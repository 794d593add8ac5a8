/* SPDX-License-Identifier: BSD-3-Clause */
#include "models.h"

#include <math.h>

#include "base/constants.h"

double hopi_model_jpl(const hopi_cell *cell, double freq_hz)
{
    return cell->sigma_dc * (1.0 + pow(freq_hz / cell->f_p_hz, cell->n));
}

static hopi_complex sum(hopi_complex a, hopi_complex b)
{
    return (hopi_complex){a.re + b.re, a.im + b.im};
}

/* factor · (iω)^exponent. */
static hopi_complex power(double factor, double omega, double exponent)
{
    const double size = factor * pow(omega, exponent), angle = 0.5 * HOPI_PI * exponent;
    return (hopi_complex){size * cos(angle), size * sin(angle)};
}

static hopi_complex sample(const hopi_cell *cell, double omega)
{
    const double omega_p = 2.0 * HOPI_PI * cell->f_p_hz;
    const double real_part = cell->sigma_dc * pow(omega / omega_p, cell->n);
    const hopi_complex conductivity = {
        cell->sigma_dc + real_part,
        real_part * tan(0.5 * HOPI_PI * cell->n)
            + omega * HOPI_VACUUM_PERMITTIVITY_F_PER_M * cell->eps_inf,
    };
    const hopi_complex resistivity = hopi_reciprocal(conductivity);
    return (hopi_complex){resistivity.re * cell->length_over_area_per_m,
                          resistivity.im * cell->length_over_area_per_m};
}

static hopi_complex grain_boundary(const hopi_cell *cell, double omega)
{
    if (cell->gb_R == 0.0 || isnan(cell->gb_Q)) {
        return (hopi_complex){cell->gb_R, 0.0};
    }
    hopi_complex admittance = power(cell->gb_Q, omega, cell->gb_alpha);
    admittance.re += 1.0 / cell->gb_R;
    return hopi_reciprocal(admittance);
}

static hopi_complex electrode(const hopi_cell *cell, double omega)
{
    return isnan(cell->electrode_Q)
               ? (hopi_complex){0.0, 0.0}
               : hopi_reciprocal(power(cell->electrode_Q, omega, cell->electrode_alpha));
}

hopi_complex hopi_model_cell(const hopi_cell *cell, double freq_hz)
{
    const double omega = 2.0 * HOPI_PI * freq_hz;
    const hopi_complex leads = {cell->lead_R, omega * cell->lead_L};
    return sum(sum(leads, sample(cell, omega)),
               sum(grain_boundary(cell, omega), electrode(cell, omega)));
}
