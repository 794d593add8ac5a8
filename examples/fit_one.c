/* SPDX-License-Identifier: BSD-3-Clause */
/* Arrays in, power law and hopping frequency out. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

/* Made up: sigma_dc 7.58e-3 S/m, f_p 0.98 MHz, n 0.62, and 1 % noise. */
static const double freq_hz[] = {1.00e4, 1.78e4, 3.16e4, 5.62e4, 1.00e5, 1.78e5, 3.16e5,
                                 5.62e5, 1.00e6, 1.78e6, 3.16e6, 5.62e6, 1.00e7};
static const double sigma_s_per_m[] = {8.123e-3, 8.142e-3, 8.500e-3, 8.677e-3, 9.413e-3,
                                       1.036e-2, 1.153e-2, 1.280e-2, 1.517e-2, 1.850e-2,
                                       2.262e-2, 3.048e-2, 3.985e-2};

enum { COUNT = sizeof freq_hz / sizeof freq_hz[0] };

static void print_value(const hop_jpl *fit, int32_t key)
{
    double lower, upper;
    if (hop_jpl_interval(fit, key, 0.95, HOP_INTERVAL_LINEARISED, &lower, &upper) == HOP_OK) {
        printf("%-18s %11.4g   95 %%: %.4g to %.4g\n", hop_quantity_name(key),
               hop_jpl_value(fit, key), lower, upper);
    }
}

int main(void)
{
    hop_ctx *ctx = NULL;
    hop_spectrum *spectrum = NULL;
    hop_jpl *fit = NULL;
    hop_hopping *hopping = NULL;
    int exit_code = EXIT_FAILURE;

    if (hop_ctx_create(&ctx) != HOP_OK) {
        fputs("no memory\n", stderr);
        return EXIT_FAILURE;
    }
    /* Geometry is not needed for a conductivity, and the temperature is not needed yet. */
    if (hop_spectrum_from_conductivity(ctx, COUNT, freq_hz, sigma_s_per_m, NULL, NAN, NAN, NAN,
                                       &spectrum)
            != HOP_OK
        || hop_jpl_fit(ctx, spectrum, NULL, &fit) != HOP_OK
        || hop_hopping_extract(ctx, fit, spectrum, HOP_EXTRACTOR_FIT, &hopping) != HOP_OK) {
        fprintf(stderr, "%s\n", hop_ctx_error(ctx));
        goto done;
    }

    print_value(fit, HOP_SIGMA_DC);
    print_value(fit, HOP_N);
    print_value(fit, HOP_F_P);
    printf("the hopping frequency is %s\n", hop_state_name(hop_hopping_state(hopping)));
    exit_code = EXIT_SUCCESS;

done:
    hop_hopping_destroy(hopping);
    hop_jpl_destroy(fit);
    hop_spectrum_destroy(spectrum);
    hop_ctx_destroy(ctx);
    return exit_code;
}
