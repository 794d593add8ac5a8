/* SPDX-License-Identifier: BSD-3-Clause */
/* Files of one sample in, activation energies and migration entropy out. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <hop/hop.h>

/* Each file holds one spectrum and says its temperature. */
static hop_status read_spectra(hop_ctx *ctx, size_t count, char **paths, double thickness_m,
                               double area_m2, hop_spectrum **spectra)
{
    for (size_t i = 0; i < count; i++) {
        hop_file *file = NULL;
        hop_status status = hop_read_file(ctx, paths[i], &file);
        if (status == HOP_OK) {
            status = hop_file_spectrum(ctx, file, 0, thickness_m, area_m2, NAN, &spectra[i]);
        }
        hop_file_destroy(file);
        if (status != HOP_OK) {
            return status;
        }
    }
    return HOP_OK;
}

static hop_status analyze(hop_ctx *ctx, size_t count, hop_spectrum **spectra, double nu0_hz,
                          hop_study **study)
{
    hop_transport_options *transport = NULL;
    hop_study_options *options = NULL;
    hop_status status = hop_transport_options_create(ctx, &transport);
    if (status == HOP_OK) {
        status = hop_transport_options_set_attempt_frequency(ctx, transport, nu0_hz, 0);
    }
    if (status == HOP_OK) {
        status = hop_study_options_create(ctx, &options);
    }
    if (status == HOP_OK) {
        status = hop_study_options_set_transport(ctx, options, transport);
    }
    if (status == HOP_OK) {
        status =
            hop_study_analyze(ctx, count, (const hop_spectrum *const *)spectra, options, study);
    }
    hop_study_options_destroy(options);
    hop_transport_options_destroy(transport);
    return status;
}

static void print_spectra(const hop_study *study)
{
    puts("     T/K   sigma_dc/(S/m)         f_p/Hz  f_p is");
    for (size_t i = 0; i < hop_study_count(study); i++) {
        const hop_jpl *fit = hop_study_fit(study, i);
        const hop_hopping *hopping = hop_study_hopping(study, i);
        printf("%8.2f %16.4g %14.4g  %s\n", hop_jpl_value(fit, HOP_TEMPERATURE),
               hop_jpl_value(fit, HOP_SIGMA_DC), hop_hopping_value(hopping, HOP_F_P),
               hop_state_name(hop_hopping_state(hopping)));
    }
}

static void print_energies(const hop_study *study)
{
    const int32_t keys[] = {HOP_E_A, HOP_E_M, HOP_E_F};
    const hop_arrhenius *lines = hop_study_arrhenius(study);
    const hop_transport *transport = hop_study_transport(study);
    if (!lines || !transport) {
        puts("no migration energy from these spectra");
        return;
    }
    for (size_t k = 0; k < 3; k++) {
        printf("%-8s %8.4f +- %.4f eV\n", hop_quantity_name(keys[k]),
               hop_arrhenius_value(lines, keys[k]),
               hop_arrhenius_standard_error(lines, keys[k]));
    }
    printf("migration entropy %.2f +- %.2f k_B\n",
           hop_transport_intercept_value(transport, HOP_DELTA_S_M),
           hop_transport_intercept_standard_error(transport, HOP_DELTA_S_M));
}

static void print_verdict(const hop_study *study)
{
    printf("the method %s\n", hop_study_applicable(study) ? "applies" : "does not apply");
    const uint32_t reasons = hop_study_reasons(study);
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if (reasons & bit) {
            printf("  %s\n", hop_reason_meaning(bit));
        }
    }
}

int main(int argc, char **argv)
{
    if (argc < 6) {
        fputs("usage: study THICKNESS_MM AREA_CM2 ATTEMPT_FREQUENCY_HZ FILE FILE...\n", stderr);
        return 2;
    }
    const size_t count = (size_t)argc - 4;
    hop_ctx *ctx = NULL;
    hop_study *study = NULL;
    hop_spectrum **spectra = calloc(count, sizeof *spectra);
    hop_status status = HOP_ERR_OUT_OF_MEMORY;

    if (spectra && hop_ctx_create(&ctx) == HOP_OK) {
        status = read_spectra(ctx, count, argv + 4, strtod(argv[1], NULL) * 1e-3,
                              strtod(argv[2], NULL) * 1e-4, spectra);
    }
    if (status == HOP_OK) {
        status = analyze(ctx, count, spectra, strtod(argv[3], NULL), &study);
    }
    if (status == HOP_OK) {
        print_spectra(study);
        print_energies(study);
        print_verdict(study);
    } else {
        fprintf(stderr, "%s\n", ctx ? hop_ctx_error(ctx) : hop_status_message(status));
    }

    hop_study_destroy(study);
    for (size_t i = 0; spectra && i < count; i++) {
        hop_spectrum_destroy(spectra[i]);
    }
    free(spectra);
    hop_ctx_destroy(ctx);
    return status == HOP_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
