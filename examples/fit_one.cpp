/* SPDX-License-Identifier: BSD-3-Clause */
/* The same as fit_one.c in C++: handles release themselves, errors are thrown. */
#include <cstdint>
#include <cstdio>
#include <vector>

#include <hop/hop.hpp>

int main()
{
    /* Made up: sigma_dc 7.58e-3 S/m, f_p 0.98 MHz, n 0.62, and 1 % noise. */
    const std::vector<double> freq_hz = {1.00e4, 1.78e4, 3.16e4, 5.62e4, 1.00e5, 1.78e5, 3.16e5,
                                         5.62e5, 1.00e6, 1.78e6, 3.16e6, 5.62e6, 1.00e7};
    const std::vector<double> sigma_s_per_m = {8.123e-3, 8.142e-3, 8.500e-3, 8.677e-3, 9.413e-3,
                                               1.036e-2, 1.153e-2, 1.280e-2, 1.517e-2, 1.850e-2,
                                               2.262e-2, 3.048e-2, 3.985e-2};
    try {
        hop::context ctx;
        const hop::spectrum spectrum(ctx, HOP_CONDUCTIVITY, freq_hz, sigma_s_per_m, {});
        const hop::jpl fit(ctx, spectrum);
        const hop::hopping hopping(ctx, fit, spectrum);

        for (const std::int32_t key : {HOP_SIGMA_DC, HOP_N, HOP_F_P}) {
            const hop::interval range = fit.interval(key);
            std::printf("%-18s %11.4g   95 %%: %.4g to %.4g\n", hop_quantity_name(key),
                        fit.value(key), range.lower, range.upper);
        }
        std::printf("the hopping frequency is %s\n", hop_state_name(hopping.state()));
    } catch (const hop::error &error) {
        std::fprintf(stderr, "%s: %s\n", hop_status_name(error.status()), error.what());
        return 1;
    }
    return 0;
}
