/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_TRANSPORT_HANDLE_H
#define HOPI_TRANSPORT_HANDLE_H

#include <hop/transport.h>

#include "base/context.h"
#include "derive.h"

typedef struct hopi_transport_settings {
    double nu0_hz, nu0_error_hz; /* NaN: not known */
    int32_t convention;
    double geometry_factor, charge_number, hop_distance_m; /* NaN: not known */
    int32_t dimension;
    double ion_density_per_m3, ion_density_error_per_m3; /* NaN: not known */
} hopi_transport_settings;

extern const hopi_transport_settings hopi_transport_default_settings;

struct hop_transport_options {
    hopi_allocator allocator;
    hopi_transport_settings settings;
};

#endif
