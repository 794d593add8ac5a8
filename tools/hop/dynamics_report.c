/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>

#include "dynamics.h"
#include "fit_report.h"
#include "json_out.h"
#include "paths.h"
#include "text_table.h"

#define ANGSTROM 1e-10

static bool has_part(const hop_vibration *v, int32_t part)
{
    return (hop_vibration_parts(v) & part) != 0;
}

static json_t *frequency_json(const hop_vibration *v, int32_t key)
{
    json_t *o = json_or_end(json_object());
    json_put(o, "value", json_number(hop_vibration_value(v, key)));
    json_put(o, "standard_deviation", json_number(hop_vibration_standard_deviation(v, key)));
    json_put(o, "standard_error", json_number(hop_vibration_standard_error(v, key)));
    json_put(o, "block_error", json_number(hop_vibration_block_error(v, key)));
    return o;
}

static json_t *ions_json(const hop_vibration *v, int32_t key)
{
    json_t *list = json_or_end(json_array());
    for (size_t i = 0; i < hop_vibration_ions(v); i++) {
        json_t *o = json_or_end(json_object());
        json_put(o, "ion", json_count((double)hop_vibration_ion_index(v, i) + 1));
        json_put(o, "attempt_frequency_Hz", json_number(hop_vibration_ion_value(v, i, key)));
        json_put(o, "farthest_angstrom",
                 json_number(hop_vibration_ion_value(v, i, HOP_FARTHEST) / ANGSTROM));
        json_add(list, o);
    }
    return list;
}

int dynamics_write_json(const dynamics_settings *s, const dynamics_result *r, const char *path,
                        bool force)
{
    const hop_vibration *v = r->vibration;
    const int32_t key = dynamics_main_key(v);
    const double unit2 = ANGSTROM * ANGSTROM;
    json_t *o = json_or_end(json_object());
    json_put(o, "schema", json_text("hop.vibration/1"));
    json_put(o, "file", json_text(s->file));
    json_put(o, "format", json_text(r->format));
    json_put(o, "species", json_text(s->species));
    json_put(o, "estimator", json_text(dynamics_estimator_name(key)));
    json_put(o, "ions", json_count((double)hop_vibration_ions(v)));
    json_put(o, "frames", json_count(hop_vibration_value(v, HOP_FRAMES)));
    json_put(o, "frame_interval_fs",
             json_number(1e15 * hop_vibration_value(v, HOP_FRAME_INTERVAL)));
    json_put(o, "frame_interval_source", json_text(r->interval_source));
    json_put(o, "attempt_frequency_Hz", frequency_json(v, key));
    if (has_part(v, HOP_MOTION_SCALAR) && has_part(v, HOP_MOTION_VECTOR)) {
        json_put(o, "attempt_frequency_vector_Hz",
                 frequency_json(v, HOP_ATTEMPT_FREQUENCY_VECTOR));
    }
    json_put(o, "amplitude_angstrom",
             json_number(hop_vibration_value(v, HOP_VIBRATION_AMPLITUDE) / ANGSTROM));
    json_put(o, "amplitude_standard_error_angstrom",
             json_number(hop_vibration_standard_error(v, HOP_VIBRATION_AMPLITUDE) / ANGSTROM));
    json_put(o, "msd_end_angstrom2",
             json_number(hop_vibration_value(v, HOP_MSD_END) / unit2));
    json_put(o, "msd_end_standard_error_angstrom2",
             json_number(hop_vibration_standard_error(v, HOP_MSD_END) / unit2));
    json_put(o, "tracer_diffusivity_m2_per_s",
             json_estimate(hop_vibration_value(v, HOP_TRACER_DIFFUSIVITY),
                           hop_vibration_block_error(v, HOP_TRACER_DIFFUSIVITY)));
    json_put(o, "nyquist_Hz", json_number(hop_vibration_value(v, HOP_NYQUIST)));
    json_put(o, "highest_frequency_Hz",
             json_number(hop_vibration_value(v, HOP_HIGHEST_FREQUENCY)));
    json_put(o, "largest_step_angstrom",
             json_number(hop_vibration_value(v, HOP_LARGEST_STEP) / ANGSTROM));
    json_put(o, "blocks", json_count(hop_vibration_value(v, HOP_BLOCKS)));
    json_put(o, "block_frames", json_count(hop_vibration_value(v, HOP_BLOCK_FRAMES)));
    json_put(o, "stuck_ions", json_count(hop_vibration_value(v, HOP_STUCK_IONS)));
    json_put(o, "per_ion", ions_json(v, key));
    json_put(o, "warnings", json_bits(hop_vibration_warnings(v), hop_vibration_warning_name));
    const int code = json_write(o, path, force);
    json_decref(o);
    return code;
}

static void print_frequency(const hop_vibration *v, int32_t key, FILE *file)
{
    char text[NUMBER_TEXT_SIZE];
    value_text(hop_vibration_value(v, key), dynamics_error(v, key), text);
    fprintf(file, "  attempt frequency (%s)  %s Hz\n", dynamics_estimator_name(key), text);
    fprintf(file, "    standard deviation over ions %.3g, standard error over ions %.2g, over %.0f "
                  "blocks %.2g\n",
            hop_vibration_standard_deviation(v, key), hop_vibration_standard_error(v, key),
            hop_vibration_value(v, HOP_BLOCKS), hop_vibration_block_error(v, key));
}

void dynamics_print(const dynamics_settings *s, const dynamics_result *r, FILE *file)
{
    const hop_vibration *v = r->vibration;
    const double unit2 = ANGSTROM * ANGSTROM;
    char text[NUMBER_TEXT_SIZE];
    fprintf(file, "== %s ==\n\n  %s, %zu mobile ions (%s), %.0f frames every %.6g fs (%s)\n", s->file,
            r->format, hop_vibration_ions(v), s->species, hop_vibration_value(v, HOP_FRAMES),
            1e15 * hop_vibration_value(v, HOP_FRAME_INTERVAL), r->interval_source);
    if (has_part(v, HOP_MOTION_SCALAR)) {
        print_frequency(v, HOP_ATTEMPT_FREQUENCY_SCALAR, file);
    }
    if (has_part(v, HOP_MOTION_VECTOR)) {
        print_frequency(v, HOP_ATTEMPT_FREQUENCY_VECTOR, file);
    }
    if (has_part(v, HOP_MOTION_AMPLITUDE)) {
        value_text(hop_vibration_value(v, HOP_VIBRATION_AMPLITUDE) / ANGSTROM,
                   hop_vibration_standard_error(v, HOP_VIBRATION_AMPLITUDE) / ANGSTROM, text);
        fprintf(file, "  vibration amplitude         %s Å\n", text);
    }
    if (has_part(v, HOP_MOTION_MSD)) {
        value_text(hop_vibration_value(v, HOP_MSD_END) / unit2,
                   hop_vibration_standard_error(v, HOP_MSD_END) / unit2, text);
        fprintf(file, "  MSD at the end              %s Å²\n", text);
        value_text(hop_vibration_value(v, HOP_TRACER_DIFFUSIVITY),
                   hop_vibration_block_error(v, HOP_TRACER_DIFFUSIVITY), text);
        fprintf(file, "  tracer diffusivity          %s m²/s\n", text);
    }
    dynamics_print_warnings(v, file);
    fputc('\n', file);
}

void dynamics_print_warnings(const hop_vibration *v, FILE *file)
{
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if (hop_vibration_warnings(v) & bit) {
            fprintf(file, "  ! %s: %s\n", hop_vibration_warning_name(bit),
                    hop_vibration_warning_meaning(bit));
        }
    }
}

typedef hop_status (*curve_getter)(const hop_vibration *v, double *x, double *y, double *error,
                                   size_t capacity, size_t *count);

static hop_status scalar_curve(const hop_vibration *v, double *x, double *y, double *error,
                               size_t capacity, size_t *count)
{
    (void)error;
    return hop_vibration_spectrum(v, HOP_MOTION_SCALAR, x, y, capacity, count);
}

static hop_status vector_curve(const hop_vibration *v, double *x, double *y, double *error,
                               size_t capacity, size_t *count)
{
    (void)error;
    return hop_vibration_spectrum(v, HOP_MOTION_VECTOR, x, y, capacity, count);
}

static hop_status histogram_curve(const hop_vibration *v, double *x, double *y, double *error,
                                  size_t capacity, size_t *count)
{
    (void)error;
    return hop_vibration_histogram(v, x, y, capacity, count);
}

/* A CSV file of one curve; units turn what the library gives into what the header says. */
typedef struct curve_file {
    const char *name, *header;
    curve_getter get;
    double x_unit, y_unit;
    bool has_error;
} curve_file;

static int write_curve(const hop_vibration *v, const curve_file *c, const char *folder, bool force)
{
    size_t count = 0;
    c->get(v, NULL, NULL, NULL, 0, &count);
    if (count == 0) {
        return DONE;
    }
    char *path = path_join(folder, c->name);
    FILE *file = file_make(path, force);
    int code = WRONG_USAGE;
    if (file) {
        double *x = allocate(count, sizeof *x), *y = allocate(count, sizeof *y);
        double *error = allocate(count, sizeof *error);
        c->get(v, x, y, error, count, NULL);
        fprintf(file, "%s\n", c->header);
        for (size_t i = 0; i < count; i++) {
            fprintf(file, "%.17g", x[i] / c->x_unit);
            csv_number(file, y[i] / c->y_unit);
            if (c->has_error) {
                csv_number(file, error[i] / c->y_unit);
            }
            fputc('\n', file);
        }
        free(x);
        free(y);
        free(error);
        code = file_finish(file, path) ? DONE : ANALYSIS_FAILED;
    }
    free(path);
    return code;
}

int dynamics_write_csv(const dynamics_result *r, const char *folder, bool force)
{
    static const curve_file files[] = {
        {"scalar.csv", "frequency_Hz,density_per_Hz", scalar_curve, 1, 1, false},
        {"dos.csv", "frequency_Hz,density_per_Hz", vector_curve, 1, 1, false},
        {"msd.csv", "lag_fs,msd_angstrom2,block_error_angstrom2", hop_vibration_msd, 1e-15,
         ANGSTROM *ANGSTROM, true},
        {"amplitudes.csv", "lower_angstrom,count", histogram_curve, ANGSTROM, 1, false},
    };
    int code = folder_make(folder) ? DONE : WRONG_USAGE;
    for (size_t i = 0; code == DONE && i < sizeof files / sizeof files[0]; i++) {
        code = write_curve(r->vibration, &files[i], folder, force);
    }
    return code;
}
