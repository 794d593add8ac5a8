/* SPDX-License-Identifier: BSD-3-Clause */
#include "study_options.h"

#include <math.h>
#include <stdlib.h>

static void or_end(hop_ctx *ctx, hop_status status)
{
    if (status != HOP_OK) {
        complain("hop: %s", hop_ctx_error(ctx));
        exit(ANALYSIS_FAILED);
    }
}

hop_transport_options *transport_options_of(hop_ctx *ctx, const study_sample *sample,
                                            int32_t convention)
{
    hop_transport_options *t = NULL;
    or_end(ctx, hop_transport_options_create(ctx, &t));
    or_end(ctx, hop_transport_options_set_convention(ctx, t, convention));
    if (!isnan(sample->attempt.nu0_Hz)) {
        or_end(ctx, hop_transport_options_set_attempt_frequency(
                        ctx, t, sample->attempt.nu0_Hz, sample->attempt.standard_error_Hz));
    }
    if (!isnan(sample->hop_distance_m)) {
        or_end(ctx, hop_transport_options_set_carrier(ctx, t, sample->geometry_factor,
                                                      sample->charge, sample->hop_distance_m));
    }
    if (sample->dimension) {
        or_end(ctx, hop_transport_options_set_dimension(ctx, t, sample->dimension));
    }
    if (!isnan(sample->ions.density_per_m3)) {
        or_end(ctx, hop_transport_options_set_ion_density(ctx, t, sample->ions.density_per_m3,
                                                          sample->ions.standard_error_per_m3));
    }
    return t;
}

arrhenius_settings arrhenius_settings_of(const options *o, const study_sample *sample)
{
    return arrhenius_over(arrhenius_over(o->arrhenius, sample->arrhenius), arrhenius_default);
}

static void set_arrhenius(hop_ctx *ctx, hop_study_options *study, const arrhenius_settings *how)
{
    hop_arrhenius_options *a = NULL;
    or_end(ctx, hop_arrhenius_options_create(ctx, &a));
    or_end(ctx, hop_arrhenius_options_set_method(ctx, a, how->method));
    or_end(ctx, hop_arrhenius_options_set_birge(ctx, a, how->birge));
    or_end(ctx, hop_arrhenius_options_set_limits(ctx, a, how->limits, how->limit_width));
    or_end(ctx, hop_arrhenius_options_set_loss(ctx, a, how->loss));
    or_end(ctx, hop_arrhenius_options_set_quantity(ctx, a, how->quantity));
    or_end(ctx, hop_study_options_set_arrhenius(ctx, study, a));
    hop_arrhenius_options_destroy(a);
    or_end(ctx, hop_study_options_set_temperature_error(ctx, study, how->temperature_error_K,
                                                        how->temperature_offset_error_K));
    or_end(ctx, hop_study_options_set_extractor(ctx, study, how->extractor));
}

/* Windows are cut from the spectra beforehand, as each may have its own. */
hop_study_options *study_options_of(hop_ctx *ctx, const options *o, const study_sample *sample,
                                    int32_t convention)
{
    hop_study_options *study = NULL;
    const fit_settings fit = fit_settings_over(o->fit, sample->fit);
    hop_jpl_options *jpl = jpl_options_of(ctx, &fit);
    or_end(ctx, hop_study_options_create(ctx, &study));
    or_end(ctx, hop_study_options_set_jpl(ctx, study, jpl));
    hop_jpl_options_destroy(jpl);
    const arrhenius_settings arrhenius = arrhenius_settings_of(o, sample);
    set_arrhenius(ctx, study, &arrhenius);
    hop_transport_options *transport = transport_options_of(ctx, sample, convention);
    or_end(ctx, hop_study_options_set_transport(ctx, study, transport));
    hop_transport_options_destroy(transport);
    return study;
}

int sample_spectra_read(hop_ctx *ctx, const options *o, const study_sample *sample,
                        spectrum_list *spectra)
{
    int code = DONE;
    for (size_t i = 0; code == DONE && i < sample->count; i++) {
        const study_file *f = &sample->files[i];
        const fit_settings fit = fit_settings_over(o->fit, f->fit);
        const reading read = reading_over(o->read, f->read);
        const size_t before = spectra->count;
        const spectrum_source from = {
            .path = f->path,
            .read = &read,
            .geometry = sample->geometry,
            .temperature_k = f->temperature_k,
            .given_by = f->temperature_source ? f->temperature_source : "study file",
            .geometry_hint = sample->is_folder
                                 ? "--thickness-mm and --diameter-mm or --area-cm2"
                                 : "geometry of the sample in the study file"};
        code = spectra_read(ctx, &from, &fit, spectra);
        for (size_t k = before; code == DONE && k < spectra->count; k++) {
            if (isnan(hop_spectrum_temperature(spectra->items[k].measured))) {
                complain("%s: neither the file nor its name states a temperature, expected "
                         "temperature_C in a study file, or a name such as cell_-25C.csv",
                         f->path);
                code = UNREADABLE_INPUT;
            }
        }
    }
    return code == WRONG_USAGE ? UNREADABLE_INPUT : code;
}
