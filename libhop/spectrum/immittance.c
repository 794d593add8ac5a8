/* SPDX-License-Identifier: BSD-3-Clause */
#include "immittance.h"

#include <math.h>

#include <hop/spectrum.h>

#include "base/constants.h"

int hopi_immittance_is_known(int32_t representation)
{
    return representation >= HOP_IMPEDANCE && representation <= HOP_MODULUS;
}

static int belongs_to_sample(int32_t representation)
{
    return representation == HOP_IMPEDANCE || representation == HOP_ADMITTANCE;
}

int hopi_immittance_needs_geometry(int32_t from, int32_t to)
{
    return belongs_to_sample(from) != belongs_to_sample(to);
}

int hopi_immittance_keeps_parts_apart(int32_t from, int32_t to)
{
    const int from_linear = from == HOP_CONDUCTIVITY || from == HOP_ADMITTANCE;
    const int to_linear = to == HOP_CONDUCTIVITY || to == HOP_ADMITTANCE;
    return from == to || (from_linear && to_linear);
}

hopi_complex hopi_reciprocal(hopi_complex z)
{
    if (fabs(z.re) >= fabs(z.im)) {
        const double ratio = z.im / z.re;
        const double denominator = z.re + z.im * ratio;
        return (hopi_complex){1.0 / denominator, -ratio / denominator};
    }
    const double ratio = z.re / z.im;
    const double denominator = z.re * ratio + z.im;
    return (hopi_complex){ratio / denominator, -1.0 / denominator};
}

static hopi_complex scaled(hopi_complex z, double factor)
{
    return (hopi_complex){z.re * factor, z.im * factor};
}

/* Multiplication by i·factor. */
static hopi_complex turned(hopi_complex z, double factor)
{
    return (hopi_complex){-z.im * factor, z.re * factor};
}

/* Division by i·divisor. */
static hopi_complex turned_back(hopi_complex z, double divisor)
{
    return (hopi_complex){z.im / divisor, -z.re / divisor};
}

/* Z and Y meet in Y; σ, ε and M in σ. */
static hopi_complex to_meeting_point(int32_t from, double omega_eps0, hopi_complex value)
{
    switch (from) {
    case HOP_IMPEDANCE:
        return hopi_reciprocal(value);
    case HOP_PERMITTIVITY:
        return turned(value, omega_eps0);
    case HOP_MODULUS:
        return turned(hopi_reciprocal(value), omega_eps0);
    default:
        return value;
    }
}

static hopi_complex from_meeting_point(int32_t to, double omega_eps0, hopi_complex value)
{
    switch (to) {
    case HOP_IMPEDANCE:
        return hopi_reciprocal(value);
    case HOP_PERMITTIVITY:
        return turned_back(value, omega_eps0);
    case HOP_MODULUS:
        return turned(hopi_reciprocal(value), omega_eps0);
    default:
        return value;
    }
}

hopi_complex hopi_immittance_convert(int32_t from, int32_t to, double freq_hz,
                                     double length_over_area_per_m, hopi_complex value)
{
    if (from == to) {
        return value;
    }
    const double omega_eps0 = 2.0 * HOPI_PI * freq_hz * HOPI_VACUUM_PERMITTIVITY_F_PER_M;
    hopi_complex meeting = to_meeting_point(from, omega_eps0, value);
    if (hopi_immittance_needs_geometry(from, to)) {
        meeting = belongs_to_sample(from) ? scaled(meeting, length_over_area_per_m)
                                          : scaled(meeting, 1.0 / length_over_area_per_m);
    }
    return from_meeting_point(to, omega_eps0, meeting);
}
