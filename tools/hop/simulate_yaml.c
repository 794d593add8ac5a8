/* SPDX-License-Identifier: BSD-3-Clause */
#include "simulate_yaml.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "paths.h"

/* CODATA 2022, exact. */
static const double boltzmann_eV_per_K = 1.380649e-23 / 1.602176634e-19;

enum { MOST_TEMPERATURES = 1000 };

typedef struct frequency_text {
    char *min_Hz, *max_Hz, *points_per_decade;
} frequency_text;

typedef struct sigma_text {
    char *value_S_per_cm, *at_C, *E_a_eV;
} sigma_text;

typedef struct f_p_text {
    char *value_Hz, *at_C, *E_m_eV, *exp_delta_S_m;
} f_p_text;

typedef struct electrode_text {
    char *Q, *alpha;
} electrode_text;

typedef struct grain_boundary_text {
    char *R_ohm, *at_C, *E_a_eV, *Q, *alpha;
} grain_boundary_text;

typedef struct sample_text {
    char *name, *model, *eps_inf, *lead_inductance_H, *lead_resistance_ohm;
    char **temperatures_C;
    uint32_t temperatures_C_count;
    sigma_text *sigma_dc;
    f_p_text *f_p;
    geometry_text *geometry;
    attempt_text *attempt_frequency;
    electrode_text *electrode;
    grain_boundary_text *grain_boundary;
} sample_text;

typedef struct plan_text {
    char *title, *noise_percent, *seed;
    frequency_text *frequency;
    sample_text *samples;
    uint32_t samples_count;
} plan_text;

static const cyaml_schema_field_t frequency_fields[] = {
    TEXT_FIELD(frequency_text, min_Hz),
    TEXT_FIELD(frequency_text, max_Hz),
    TEXT_FIELD(frequency_text, points_per_decade),
    CYAML_FIELD_END,
};
static const cyaml_schema_field_t sigma_fields[] = {
    TEXT_FIELD(sigma_text, value_S_per_cm),
    TEXT_FIELD(sigma_text, at_C),
    TEXT_FIELD(sigma_text, E_a_eV),
    CYAML_FIELD_END,
};
static const cyaml_schema_field_t f_p_fields[] = {
    TEXT_FIELD(f_p_text, value_Hz),
    TEXT_FIELD(f_p_text, at_C),
    TEXT_FIELD(f_p_text, E_m_eV),
    TEXT_FIELD(f_p_text, exp_delta_S_m),
    CYAML_FIELD_END,
};
static const cyaml_schema_field_t electrode_fields[] = {
    TEXT_FIELD(electrode_text, Q),
    TEXT_FIELD(electrode_text, alpha),
    CYAML_FIELD_END,
};
static const cyaml_schema_field_t grain_boundary_fields[] = {
    TEXT_FIELD(grain_boundary_text, R_ohm),
    TEXT_FIELD(grain_boundary_text, at_C),
    TEXT_FIELD(grain_boundary_text, E_a_eV),
    TEXT_FIELD(grain_boundary_text, Q),
    TEXT_FIELD(grain_boundary_text, alpha),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t one_text = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char *, 0, CYAML_UNLIMITED),
};
static const cyaml_schema_field_t sample_fields[] = {
    NEEDED_TEXT_FIELD(sample_text, name),
    NEEDED_TEXT_FIELD(sample_text, model),
    CYAML_FIELD_SEQUENCE("temperatures_C", CYAML_FLAG_POINTER, sample_text, temperatures_C,
                         &one_text, 1, MOST_TEMPERATURES),
    CYAML_FIELD_MAPPING_PTR("sigma_dc", CYAML_FLAG_POINTER, sample_text, sigma_dc, sigma_fields),
    CYAML_FIELD_MAPPING_PTR("f_p", CYAML_FLAG_POINTER, sample_text, f_p, f_p_fields),
    /* A number or a mapping, which no schema can say: read_exponent() does. */
    CYAML_FIELD_IGNORE("n", CYAML_FLAG_DEFAULT),
    CYAML_FIELD_IGNORE("window", CYAML_FLAG_OPTIONAL),
    PART_FIELD(sample_text, geometry, geometry_fields),
    PART_FIELD(sample_text, attempt_frequency, attempt_fields),
    TEXT_FIELD(sample_text, eps_inf),
    TEXT_FIELD(sample_text, lead_inductance_H),
    TEXT_FIELD(sample_text, lead_resistance_ohm),
    PART_FIELD(sample_text, electrode, electrode_fields),
    PART_FIELD(sample_text, grain_boundary, grain_boundary_fields),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t sample_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, sample_text, sample_fields),
};
static const cyaml_schema_field_t plan_fields[] = {
    TEXT_FIELD(plan_text, title),
    CYAML_FIELD_MAPPING_PTR("frequency", CYAML_FLAG_POINTER, plan_text, frequency,
                            frequency_fields),
    NEEDED_TEXT_FIELD(plan_text, noise_percent),
    NEEDED_TEXT_FIELD(plan_text, seed),
    CYAML_FIELD_SEQUENCE("samples", CYAML_FLAG_POINTER, plan_text, samples, &sample_schema, 1,
                         CYAML_UNLIMITED),
    CYAML_FIELD_END,
};
static const cyaml_schema_value_t plan_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, plan_text, plan_fields),
};

static const number_rule energy_eV = {"an energy in eV from -10 to 10", -10, 10, false, false};
static const number_rule conductivity_S_per_cm = {"a positive conductivity in S/cm", 0, 1e12, true,
                                                  false};
static const number_rule resistance_ohm = {"a resistance in ohm of zero or more", 0, 1e300, false,
                                           false};
static const number_rule exponent_alpha = {"an exponent above 0 and up to 1", 0, 1, true, false};

double arrhenius_law_at(const arrhenius_law *law, double temperature_k)
{
    const double inverse = 1 / temperature_k - 1 / law->reference_k;
    return law->value * exp(-law->energy_eV / boltzmann_eV_per_K * inverse);
}

static bool read_sigma(const yaml_file *y, const sigma_text *text, const char *path,
                       arrhenius_law *sigma_T)
{
    double S_per_cm = NAN, celsius = NAN;
    if (!yaml_needed(y, text->value_S_per_cm, &conductivity_S_per_cm, &S_per_cm,
                     "%s.sigma_dc.value_S_per_cm", path)
        || !yaml_needed(y, text->at_C, &temperature_C, &celsius, "%s.sigma_dc.at_C", path)
        || !yaml_needed(y, text->E_a_eV, &energy_eV, &sigma_T->energy_eV, "%s.sigma_dc.E_a_eV",
                        path)) {
        return false;
    }
    sigma_T->reference_k = celsius + ZERO_CELSIUS_IN_KELVIN;
    sigma_T->value = 100 * S_per_cm * sigma_T->reference_k;
    return true;
}

/* f_p at a temperature, or the attempt frequency with the migration entropy (eq. 7). */
static bool read_f_p(const yaml_file *y, const f_p_text *text, const char *path,
                     const attempt *nu0, arrhenius_law *f_p)
{
    double celsius = NAN, exp_entropy = NAN;
    if (!yaml_needed(y, text->E_m_eV, &energy_eV, &f_p->energy_eV, "%s.f_p.E_m_eV", path)) {
        return false;
    }
    if (!text->exp_delta_S_m) {
        const bool ok = yaml_needed(y, text->value_Hz, &frequency_Hz, &f_p->value,
                                    "%s.f_p.value_Hz", path)
                        && yaml_needed(y, text->at_C, &temperature_C, &celsius, "%s.f_p.at_C",
                                       path);
        f_p->reference_k = celsius + ZERO_CELSIUS_IN_KELVIN;
        return ok;
    }
    if (text->value_Hz || text->at_C || isnan(nu0->nu0_Hz)) {
        yaml_file_fail(y, path, "f_p.exp_delta_S_m needs attempt_frequency and stands in the "
                       "place of value_Hz and at_C");
        return false;
    }
    if (!yaml_number(y, text->exp_delta_S_m, &positive_number, &exp_entropy,
                     "%s.f_p.exp_delta_S_m", path)) {
        return false;
    }
    f_p->value = nu0->nu0_Hz * exp_entropy;
    f_p->reference_k = INFINITY;
    return true;
}

static bool read_exponent(const yaml_file *y, const char *path, simulated_sample *s)
{
    char key[KEY_PATH_SIZE], child[KEY_PATH_SIZE];
    double celsius = 0;
    key_path_of(key, "%s.n", path);
    const yaml_node_t *node = yaml_file_node(y, key);
    s->n_reference_k = ZERO_CELSIUS_IN_KELVIN;
    if (yaml_node_text(node)) {
        return yaml_number(y, yaml_node_text(node), &exponent_n, &s->n, "%s", key);
    }
    const char *texts[3];
    static const char *const names[] = {"value", "per_K", "at_C"};
    for (size_t i = 0; i < 3; i++) {
        key_path_of(child, "%s.%s", key, names[i]);
        texts[i] = yaml_node_text(yaml_file_node(y, child));
    }
    if (!texts[0] || !texts[1] || !texts[2]
        || node->data.mapping.pairs.top - node->data.mapping.pairs.start != 3) {
        yaml_file_fail(y, key, "expected a number or value, per_K and at_C");
        return false;
    }
    const bool ok = yaml_number(y, texts[0], &exponent_n, &s->n, "%s.value", key)
                    && yaml_number(y, texts[1], &any_number, &s->n_per_K, "%s.per_K", key)
                    && yaml_number(y, texts[2], &temperature_C, &celsius, "%s.at_C", key);
    s->n_reference_k = celsius + ZERO_CELSIUS_IN_KELVIN;
    return ok;
}

static bool read_temperatures(const yaml_file *y, const sample_text *text, const char *path,
                              simulated_sample *s)
{
    s->temperatures_k = allocate(text->temperatures_C_count, sizeof(double));
    for (uint32_t i = 0; i < text->temperatures_C_count; i++) {
        double celsius = NAN;
        if (!yaml_number(y, text->temperatures_C[i], &temperature_C, &celsius,
                         "%s.temperatures_C[%u]", path, (unsigned)i)) {
            return false;
        }
        for (size_t j = 0; j < s->temperature_count; j++) {
            if (s->temperatures_k[j] == celsius + ZERO_CELSIUS_IN_KELVIN) {
                yaml_file_fail(y, path, "temperatures_C: %g occurs twice", celsius);
                return false;
            }
        }
        s->temperatures_k[s->temperature_count++] = celsius + ZERO_CELSIUS_IN_KELVIN;
    }
    return true;
}

static bool read_grain_boundary(const yaml_file *y, const grain_boundary_text *text,
                                const char *path, simulated_sample *s)
{
    double ohm = NAN, celsius = 25, energy = 0;
    s->grain_boundary_conductance.value = s->grain_boundary_Q = s->grain_boundary_alpha = NAN;
    if (!text) {
        return true;
    }
    if (!yaml_needed(y, text->R_ohm, &resistance_ohm, &ohm, "%s.grain_boundary.R_ohm", path)
        || !yaml_needed(y, text->at_C, &temperature_C, &celsius, "%s.grain_boundary.at_C", path)
        || !yaml_needed(y, text->E_a_eV, &energy_eV, &energy, "%s.grain_boundary.E_a_eV", path)
        || !yaml_number(y, text->Q, &positive_number, &s->grain_boundary_Q,
                        "%s.grain_boundary.Q", path)
        || !yaml_number(y, text->alpha, &exponent_alpha, &s->grain_boundary_alpha,
                        "%s.grain_boundary.alpha", path)) {
        return false;
    }
    s->grain_boundary_conductance =
        (arrhenius_law){1 / ohm, celsius + ZERO_CELSIUS_IN_KELVIN, energy};
    return true;
}

/* What only the cell model knows. */
static bool read_cell(const yaml_file *y, const sample_text *text, const char *path,
                      simulated_sample *s)
{
    const electrode_text *electrode = text->electrode;
    const bool has_parts = text->eps_inf || text->lead_inductance_H || text->lead_resistance_ohm
                           || electrode || text->grain_boundary;
    s->eps_inf = s->lead_inductance_H = s->lead_resistance_ohm = NAN;
    s->electrode_Q = s->electrode_alpha = NAN;
    if (s->model != HOP_MODEL_CELL && has_parts) {
        yaml_file_fail(y, path, "eps_inf, leads, electrode and grain_boundary belong to the model "
                       "cell, not to jpl");
        return false;
    }
    if (s->model == HOP_MODEL_CELL && !text->geometry) {
        yaml_file_fail(y, path, "the key 'geometry' is missing, the model cell needs it");
        return false;
    }
    return yaml_number(y, text->eps_inf, &not_negative_number, &s->eps_inf, "%s.eps_inf", path)
           && yaml_number(y, text->lead_inductance_H, &not_negative_number,
                          &s->lead_inductance_H, "%s.lead_inductance_H", path)
           && yaml_number(y, text->lead_resistance_ohm, &resistance_ohm,
                          &s->lead_resistance_ohm, "%s.lead_resistance_ohm", path)
           && (!electrode
               || (yaml_needed(y, electrode->Q, &positive_number, &s->electrode_Q,
                               "%s.electrode.Q", path)
                   && yaml_number(y, electrode->alpha, &exponent_alpha, &s->electrode_alpha,
                                  "%s.electrode.alpha", path)))
           && read_grain_boundary(y, text->grain_boundary, path, s);
}

static bool read_sample(const yaml_file *y, const sample_text *text, const char *path,
                        simulated_sample *s)
{
    static const choice models[] = {{"jpl", HOP_MODEL_JPL}, {"cell", HOP_MODEL_CELL}, {"", 0}};
    char part[KEY_PATH_SIZE];
    s->name = text_of("%s", text->name);
    key_path_of(part, "%s.geometry", path);
    if (!yaml_choice(y, text->model, models, &s->model, "%s.model", path)
        || !read_geometry(y, text->geometry, part, &s->geometry)) {
        return false;
    }
    key_path_of(part, "%s.attempt_frequency", path);
    return read_attempt(y, text->attempt_frequency, part, &s->attempt)
           && read_temperatures(y, text, path, s)
           && read_sigma(y, text->sigma_dc, path, &s->sigma_T)
           && read_f_p(y, text->f_p, path, &s->attempt, &s->f_p) && read_exponent(y, path, s)
           && read_window(y, path, &s->fit) && read_cell(y, text, path, s);
}

static bool read_grid(const yaml_file *y, const plan_text *text, simulation_plan *plan)
{
    static const number_rule noise_percent = {"a noise in percent from 0 to 50", 0, 50, false,
                                              false};
    static const number_rule seed = {"a whole number from 0 to 4294967295", 0, UINT32_MAX, false,
                                     true};
    static const number_rule density = {"a number of points per decade from 1 to 1000", 1, 1000,
                                        false, false};
    double percent = 0, seed_number = 0;
    if (!yaml_needed(y, text->frequency->min_Hz, &frequency_Hz, &plan->f_min_Hz,
                     "frequency.min_Hz")
        || !yaml_needed(y, text->frequency->max_Hz, &frequency_Hz, &plan->f_max_Hz,
                        "frequency.max_Hz")
        || !yaml_needed(y, text->frequency->points_per_decade, &density,
                        &plan->points_per_decade, "frequency.points_per_decade")
        || !yaml_number(y, text->noise_percent, &noise_percent, &percent, "noise_percent")
        || !yaml_number(y, text->seed, &seed, &seed_number, "seed")) {
        return false;
    }
    plan->noise = percent / 100;
    plan->seed = (uint32_t)seed_number;
    if (plan->f_min_Hz >= plan->f_max_Hz) {
        yaml_file_fail(y, "frequency.max_Hz", "%g is not above min_Hz, %g", plan->f_max_Hz,
                       plan->f_min_Hz);
        return false;
    }
    return true;
}

/* Names that make the same files would overwrite each other. */
static bool name_is_free(const yaml_file *y, const simulation_plan *plan, const char *path)
{
    const size_t last = plan->count - 1;
    bool is_free = true;
    char *name = file_name_of(plan->samples[last].name);
    for (size_t i = 0; is_free && i < last; i++) {
        char *other = file_name_of(plan->samples[i].name);
        is_free = strcmp(name, other) != 0;
        free(other);
    }
    if (!is_free) {
        yaml_file_fail(y, path, "the file name '%s' is taken by another sample", name);
    }
    free(name);
    return is_free;
}

static bool read_plan(const yaml_file *y, const plan_text *text, simulation_plan *plan)
{
    char path[KEY_PATH_SIZE];
    plan->title = text_of("%s", text->title ? text->title : "");
    plan->samples = allocate(text->samples_count, sizeof *plan->samples);
    bool ok = read_grid(y, text, plan);
    for (uint32_t i = 0; ok && i < text->samples_count; i++) {
        key_path_of(path, "samples[%u]", (unsigned)i);
        ok = read_sample(y, &text->samples[i], path, &plan->samples[plan->count++])
             && name_is_free(y, plan, path);
    }
    return ok;
}

int simulation_plan_read(const char *path, simulation_plan *plan)
{
    yaml_file y;
    *plan = (simulation_plan){0};
    int code = yaml_file_open(&y, path);
    if (code != DONE) {
        return code;
    }
    plan_text *text = yaml_file_load(&y, &plan_schema);
    const bool ok = text && read_plan(&y, text, plan);
    if (text) {
        yaml_file_release(&plan_schema, text);
    }
    yaml_file_close(&y);
    if (!ok) {
        simulation_plan_free(plan);
    }
    return ok ? DONE : UNREADABLE_INPUT;
}

void simulation_plan_free(simulation_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        free(plan->samples[i].name);
        free(plan->samples[i].temperatures_k);
    }
    free(plan->samples);
    free(plan->title);
    *plan = (simulation_plan){0};
}
