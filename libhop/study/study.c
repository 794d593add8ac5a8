/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "handle.h"
#include "kramers_kronig.h"
#include "spectrum/handle.h"
#include "verdict.h"

static hop_study *allocate(hopi_allocator allocator, size_t count)
{
    hop_study *study = hopi_allocate(allocator, 1, sizeof *study);
    if (!study) {
        return NULL;
    }
    study->allocator = allocator;
    study->count = count;
    study->entries = hopi_allocate(allocator, count, sizeof *study->entries);
    if (!study->entries) {
        hop_study_destroy(study);
        return NULL;
    }
    return study;
}

static hop_status analyze_spectrum(hop_ctx *ctx, const hop_spectrum *s,
                                   const hop_study_options *options, hopi_study_entry *entry)
{
    if (isnan(hop_spectrum_temperature(s))) {
        return hopi_fail(ctx, HOP_ERR_MISSING_DATA, "the temperature is not known");
    }
    hop_status status = hop_jpl_fit(ctx, s, &options->jpl, &entry->fit);
    if (status == HOP_OK) {
        status = hop_hopping_extract(ctx, entry->fit, s, options->extractor, &entry->hopping);
    }
    if (status == HOP_OK) {
        status = hop_hopping_extract(ctx, entry->fit, s, HOP_EXTRACTOR_CROSSING,
                                     &entry->crossing);
    }
    entry->arcs = (hopi_arcs){.evidence = NAN, .share = NAN};
    if (status == HOP_OK && options->tests_arcs) {
        const hopi_jpl_settings *range = &options->jpl.settings;
        status = hopi_find_arcs(ctx, s, range->f_min_hz, range->f_max_hz, &entry->arcs);
    }
    if (status == HOP_OK && options->tests_kk) {
        const hopi_jpl_settings *range = &options->jpl.settings;
        status = hopi_study_kk(ctx, s, range->f_min_hz, range->f_max_hz, &entry->kk);
    }
    if (status == HOP_OK && options->finds_relaxations) {
        const hopi_jpl_settings *range = &options->jpl.settings;
        status = hopi_find_relaxations(ctx, s, range->f_min_hz, range->f_max_hz, &entry->drt,
                                       &entry->relaxations);
    }
    return status;
}

static hop_status analyze_spectra(hop_ctx *ctx, const hop_spectrum *const *spectra,
                                  const hop_study_options *options, hop_study *study)
{
    for (size_t i = 0; i < study->count; i++) {
        if (!spectra[i]) {
            return hopi_fail(ctx, HOP_ERR_NULL_ARGUMENT, "spectrum %zu is NULL", i + 1);
        }
        hop_status status = analyze_spectrum(ctx, spectra[i], options, &study->entries[i]);
        if (status != HOP_OK) {
            hopi_fail_prefix(ctx, "spectrum %zu: ", i + 1);
            return status;
        }
        status = hopi_progress(ctx, (double)(i + 1) / (double)study->count);
        if (status != HOP_OK) {
            return status;
        }
    }
    return HOP_OK;
}

/* Spectra without a plateau, or with undetermined parameters, have no σ_dc with an error. */
static int has_conductivity(const hop_hopping *hopping)
{
    return isfinite(hopping->ln_sigma_dc) && isfinite(hopping->covariance[0][0]);
}

static hop_status make_series(hop_ctx *ctx, const hop_study *study,
                              const hop_study_options *options, hop_series *series)
{
    hop_status status = hop_series_set_temperature_error(ctx, series,
                                                         options->temperature_error_k);
    if (status == HOP_OK) {
        status = hop_series_set_temperature_offset_error(ctx, series,
                                                         options->temperature_offset_error_k);
    }
    for (size_t i = 0; i < study->count && status == HOP_OK; i++) {
        const hopi_study_entry *entry = &study->entries[i];
        if (has_conductivity(entry->hopping)) {
            status = hop_series_add_fit(ctx, series, entry->fit, entry->hopping);
            if (status != HOP_OK) {
                hopi_fail_prefix(ctx, "spectrum %zu: ", i + 1);
            }
        }
    }
    return status;
}

/* Fewer than two temperatures leave out NULL, which is no error of a study. */
static hop_status fit_lines(hop_ctx *ctx, const hop_series *series,
                            const hop_arrhenius_options *options, hop_arrhenius **out)
{
    const hop_status status = hop_arrhenius_fit(ctx, series, options, out);
    return status == HOP_ERR_TOO_FEW_TEMPERATURES ? HOP_OK : status;
}

static hop_status analyze_series(hop_ctx *ctx, const hop_study_options *options,
                                 hop_study *study)
{
    hop_series *series = NULL;
    hop_status status = hop_series_create(ctx, &series);
    if (status == HOP_OK) {
        status = make_series(ctx, study, options, series);
    }
    if (status == HOP_OK) {
        status = fit_lines(ctx, series, &options->arrhenius, &study->arrhenius);
    }
    if (status == HOP_OK) {
        hop_arrhenius_options textbook = options->arrhenius;
        textbook.settings.method = HOP_ARRHENIUS_UNWEIGHTED;
        status = fit_lines(ctx, series, &textbook, &study->textbook);
    }
    const int has_transport = study->arrhenius && study->arrhenius->lines.has_rate_line
                              && study->arrhenius->settings.quantity == HOP_ARRHENIUS_SIGMA_T;
    if (status == HOP_OK && has_transport) {
        status = hop_transport_derive(ctx, study->arrhenius, &options->transport,
                                      &study->transport);
    }
    hop_series_destroy(series);
    return status;
}

static hop_status judge(hop_ctx *ctx, hop_study *study)
{
    hopi_verdict_point *points = hopi_allocate(study->allocator, study->count, sizeof *points);
    if (!points) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    for (size_t i = 0; i < study->count; i++) {
        hopi_study_entry *entry = &study->entries[i];
        points[i] = (hopi_verdict_point){
            .n = entry->fit->n,
            .n_error = hop_jpl_standard_error(entry->fit, HOP_N),
            .has_plateau = has_conductivity(entry->hopping)
                           && hop_hopping_state(entry->hopping) != HOP_STATE_UPPER_LIMIT,
            .has_rate = hopi_state_is_number(hop_hopping_state(entry->hopping)),
            .flags = hop_jpl_flags(entry->fit),
            .arc_evidence = entry->arcs.evidence,
            .arc_share = entry->arcs.share,
            .is_inductive = entry->arcs.is_inductive,
            .violates_kk = hopi_study_violates_kk(entry->kk, entry->fit),
            .relaxations = entry->relaxations.count,
            .inductance_share = entry->relaxations.inductance_share,
            .electrode_share = entry->relaxations.electrode_share,
        };
        entry->reasons = hopi_verdict_of_spectrum(&points[i]);
    }
    const hop_arrhenius *a = study->arrhenius;
    const hopi_verdict_lines lines = {
        .has_lines = a != NULL,
        .has_rate_line = a && a->lines.has_rate_line,
        .is_overdispersed = a && (a->lines.flags & HOP_FLAG_OVERDISPERSED),
        .E_f_eV = hop_arrhenius_value(a, HOP_E_F),
        .E_f_error_eV = hop_arrhenius_standard_error(a, HOP_E_F),
    };
    study->reasons = hopi_verdict(study->count, points, &lines);
    hopi_release(study->allocator, points);
    return HOP_OK;
}

static hop_status analyze(hop_ctx *ctx, const hop_spectrum *const *spectra,
                          const hop_study_options *options, hop_study *study)
{
    hop_status status = analyze_spectra(ctx, spectra, options, study);
    if (status == HOP_OK) {
        status = analyze_series(ctx, options, study);
    }
    return status == HOP_OK ? judge(ctx, study) : status;
}

hop_status hop_study_analyze(hop_ctx *ctx, size_t count, const hop_spectrum *const *spectra,
                             const hop_study_options *options, hop_study **out)
{
    if (!out) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    *out = NULL;
    if (!spectra) {
        return hopi_fail_plain(ctx, HOP_ERR_NULL_ARGUMENT);
    }
    if (count == 0) {
        return hopi_fail(ctx, HOP_ERR_TOO_FEW_POINTS, "a study needs at least one spectrum");
    }
    hop_study_options *defaults = NULL;
    hop_status status = options ? HOP_OK : hop_study_options_create(ctx, &defaults);
    hop_study *study = status == HOP_OK ? allocate(hopi_allocator_of(ctx), count) : NULL;
    if (status == HOP_OK) {
        status = study ? analyze(ctx, spectra, options ? options : defaults, study)
                       : hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    hop_study_options_destroy(defaults);
    if (status != HOP_OK) {
        hop_study_destroy(study);
        return status;
    }
    *out = study;
    return HOP_OK;
}

size_t hop_study_count(const hop_study *study)
{
    return study ? study->count : 0;
}

static const hopi_study_entry *entry_of(const hop_study *study, size_t i)
{
    return study && i < study->count ? &study->entries[i] : NULL;
}

const hop_jpl *hop_study_fit(const hop_study *study, size_t i)
{
    const hopi_study_entry *entry = entry_of(study, i);
    return entry ? entry->fit : NULL;
}

const hop_hopping *hop_study_hopping(const hop_study *study, size_t i)
{
    const hopi_study_entry *entry = entry_of(study, i);
    return entry ? entry->hopping : NULL;
}

const hop_hopping *hop_study_crossing(const hop_study *study, size_t i)
{
    const hopi_study_entry *entry = entry_of(study, i);
    return entry ? entry->crossing : NULL;
}

const hop_arrhenius *hop_study_arrhenius(const hop_study *study)
{
    return study ? study->arrhenius : NULL;
}

const hop_arrhenius *hop_study_textbook(const hop_study *study)
{
    return study ? study->textbook : NULL;
}

const hop_transport *hop_study_transport(const hop_study *study)
{
    return study ? study->transport : NULL;
}

uint32_t hop_study_reasons(const hop_study *study)
{
    return study ? study->reasons : 0;
}

uint32_t hop_study_spectrum_reasons(const hop_study *study, size_t i)
{
    const hopi_study_entry *entry = entry_of(study, i);
    return entry ? entry->reasons : 0;
}

double hop_study_arc_evidence(const hop_study *study, size_t i)
{
    const hopi_study_entry *entry = entry_of(study, i);
    return entry ? entry->arcs.evidence : NAN;
}

const hop_kk *hop_study_kk(const hop_study *study, size_t i)
{
    const hopi_study_entry *entry = entry_of(study, i);
    return entry ? entry->kk : NULL;
}

const hop_drt *hop_study_drt(const hop_study *study, size_t i)
{
    const hopi_study_entry *entry = entry_of(study, i);
    return entry ? entry->drt : NULL;
}

int32_t hop_study_applicable(const hop_study *study)
{
    return study && !hopi_verdict_forbids(study->reasons);
}

void hop_study_destroy(hop_study *study)
{
    if (!study) {
        return;
    }
    for (size_t i = 0; i < study->count && study->entries; i++) {
        hop_jpl_destroy(study->entries[i].fit);
        hop_hopping_destroy(study->entries[i].hopping);
        hop_hopping_destroy(study->entries[i].crossing);
        hop_kk_destroy(study->entries[i].kk);
        hop_drt_destroy(study->entries[i].drt);
    }
    hopi_release(study->allocator, study->entries);
    hop_arrhenius_destroy(study->arrhenius);
    hop_arrhenius_destroy(study->textbook);
    hop_transport_destroy(study->transport);
    hopi_release(study->allocator, study);
}
