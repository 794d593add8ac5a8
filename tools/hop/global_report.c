/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "json_out.h"
#include "study_report.h"
#include "text_table.h"

static const struct {
    int32_t key;
    const char *name;
} energies[] = {{HOP_E_A, "E_a"}, {HOP_E_M, "E_m"}, {HOP_E_F, "E_f"}};

static json_t *spectra_json(const hop_global *g)
{
    static const int32_t keys[] = {HOP_SIGMA_DC, HOP_F_P, HOP_N};
    json_t *list = json_or_end(json_array());
    for (size_t i = 0; i < hop_global_count(g); i++) {
        json_t *o = json_or_end(json_object());
        json_put(o, "temperature_K",
                 json_number(hop_global_spectrum_value(g, i, HOP_TEMPERATURE)));
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
            json_put(o, hop_quantity_name(keys[k]),
                     json_estimate(hop_global_spectrum_value(g, i, keys[k]),
                                   hop_global_spectrum_standard_error(g, i, keys[k])));
        }
        json_put(o, "reduced_chi2",
                 json_number(hop_global_spectrum_value(g, i, HOP_REDUCED_CHI2)));
        json_add(list, o);
    }
    return list;
}

json_t *global_json(const sample_result *r)
{
    static const int32_t estimates[] = {HOP_E_A, HOP_E_M, HOP_E_F, HOP_LN_SIGMA_0, HOP_LN_F_E};
    static const int32_t qualities[] = {HOP_REDUCED_CHI2, HOP_AICC, HOP_BIC, HOP_CONDITION};
    static const int32_t counts[] = {HOP_DOF, HOP_POINTS, HOP_RANK};
    const hop_global *g = r->global;
    double covariance[16];
    if (!g) {
        return json_null();
    }
    json_t *o = json_or_end(json_object());
    json_put(o, "exponent", json_text(choice_name(exponents, r->exponent)));
    for (size_t i = 0; i < sizeof estimates / sizeof estimates[0]; i++) {
        json_put(o, hop_quantity_name(estimates[i]),
                 json_estimate(hop_global_value(g, estimates[i]),
                               hop_global_standard_error(g, estimates[i])));
    }
    hop_global_covariance(g, covariance);
    json_put(o, "covariance", json_matrix(covariance, 4));
    json_put(o, "chi2", json_number(hop_global_value(g, HOP_RSS)));
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        json_put(o, hop_quantity_name(counts[i]), json_count(hop_global_value(g, counts[i])));
    }
    for (size_t i = 0; i < sizeof qualities / sizeof qualities[0]; i++) {
        json_put(o, hop_quantity_name(qualities[i]),
                 json_number(hop_global_value(g, qualities[i])));
    }
    json_put(o, "spectra", spectra_json(g));
    json_put(o, "flags", json_bits(hop_global_flags(g), hop_flag_name));
    return o;
}

void global_print(const sample_result *r, FILE *file)
{
    const hop_global *g = r->global;
    char text[NUMBER_TEXT_SIZE];
    if (!g) {
        return;
    }
    fprintf(file, "\nGlobal fit (n %s, %zu spectra, chi2/dof %.3g)\n ",
            choice_name(exponents, r->exponent), hop_global_count(g),
            hop_global_value(g, HOP_REDUCED_CHI2));
    for (size_t i = 0; i < sizeof energies / sizeof energies[0]; i++) {
        value_text(hop_global_value(g, energies[i].key),
                   hop_global_standard_error(g, energies[i].key), text);
        fprintf(file, "%s %s = %s eV", i ? "," : "", energies[i].name, text);
    }
    value_text(hop_global_spectrum_value(g, 0, HOP_N),
               hop_global_spectrum_standard_error(g, 0, HOP_N), text);
    if (r->exponent == HOP_EXPONENT_COMMON) {
        fprintf(file, ", n = %s", text);
    }
    fputc('\n', file);
    const uint32_t flags = hop_global_flags(g);
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if ((flags & bit) && hop_flag_meaning(bit)) {
            fprintf(file, "  note: %s\n", hop_flag_meaning(bit));
        }
    }
}
