/* SPDX-License-Identifier: BSD-3-Clause */
#include "vineyard.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_out.h"
#include "number.h"
#include "text_table.h"

enum { LINE_SIZE = 4096 };

typedef struct mode_list {
    double *freq_hz;
    size_t count;
} mode_list;

/* Frequencies in THz, any number a line; text from # on is a comment. */
static int read_line(const char *path, size_t number, char *line, mode_list *modes)
{
    char problem[PROBLEM_SIZE];
    line[strcspn(line, "#\r\n")] = '\0';
    for (char *word = strtok(line, " \t,;"); word; word = strtok(NULL, " \t,;")) {
        double THz = 0;
        if (!number_read(word, &any_number, &THz, problem)) {
            complain("%s:%zu:%zu: %s", path, number, (size_t)(word - line) + 1, problem);
            return UNREADABLE_INPUT;
        }
        modes->freq_hz = enlarge(modes->freq_hz, modes->count, modes->count + 1,
                                 sizeof *modes->freq_hz);
        modes->freq_hz[modes->count++] = 1e12 * THz;
    }
    return DONE;
}

static int read_modes(const char *path, mode_list *modes)
{
    char line[LINE_SIZE];
    int code = DONE;
    FILE *file = fopen(path, "r");
    if (!file) {
        complain("%s: cannot be opened: %s", path, strerror(errno));
        return UNREADABLE_INPUT;
    }
    for (size_t number = 1; code == DONE && fgets(line, sizeof line, file); number++) {
        if (strlen(line) == sizeof line - 1) {
            complain("%s:%zu: the line is longer than %d bytes, expected frequencies in THz", path,
                     number, LINE_SIZE - 2);
            code = UNREADABLE_INPUT;
        } else {
            code = read_line(path, number, line, modes);
        }
    }
    if (code == DONE && ferror(file)) {
        complain("%s: reading failed: %s", path, strerror(errno));
        code = UNREADABLE_INPUT;
    } else if (code == DONE && modes->count == 0) {
        complain("%s: the file holds no frequency, expected the modes in THz", path);
        code = UNREADABLE_INPUT;
    }
    fclose(file);
    return code;
}

typedef struct vineyard_result {
    double frequency_Hz, entropy, entropy_error; /* NaN: not known */
    uint32_t warnings;
} vineyard_result;

static void print(const vineyard_settings *s, const vineyard_result *r)
{
    char text[NUMBER_TEXT_SIZE];
    printf("  Vineyard frequency          %.6g Hz\n", r->frequency_Hz);
    if (!isnan(r->entropy)) {
        value_text(r->entropy, r->entropy_error, text);
        printf("  migration entropy           %s k_B, against nu_0 = %.6g Hz (%s)\n", text,
               s->nu0_Hz, s->nu0_source);
    }
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if (r->warnings & bit) {
            printf("  ! %s: %s\n", hop_vineyard_warning_name(bit),
                   hop_vineyard_warning_meaning(bit));
        }
    }
}

static int write_json(const vineyard_settings *s, const vineyard_result *r, const char *path,
                      bool force)
{
    json_t *o = json_or_end(json_object());
    json_put(o, "schema", json_text("hop.vineyard/1"));
    json_put(o, "initial", json_text(s->initial));
    json_put(o, "saddle", json_text(s->saddle));
    json_put(o, "vineyard_frequency_Hz", json_number(r->frequency_Hz));
    json_put(o, "attempt_frequency_Hz", json_estimate(s->nu0_Hz, s->nu0_error_Hz));
    json_put(o, "delta_s_m_over_kB", json_estimate(r->entropy, r->entropy_error));
    json_put(o, "warnings", json_bits(r->warnings, hop_vineyard_warning_name));
    const int code = json_write(o, path, force);
    json_decref(o);
    return code;
}

int vineyard_run(hop_ctx *ctx, const vineyard_settings *s, const char *json, bool force)
{
    mode_list initial = {NULL, 0}, saddle = {NULL, 0};
    vineyard_result r = {NAN, NAN, NAN, 0};
    int code = read_modes(s->initial, &initial);
    code = code == DONE ? read_modes(s->saddle, &saddle) : code;
    if (code == DONE) {
        hop_status status = hop_vineyard_frequency(ctx, initial.count, initial.freq_hz,
                                                   saddle.count, saddle.freq_hz, 1e12 * s->zero_THz,
                                                   &r.frequency_Hz, &r.warnings);
        if (status == HOP_OK && !isnan(s->nu0_Hz)) {
            status = hop_vineyard_entropy(ctx, r.frequency_Hz, s->nu0_Hz,
                                          isnan(s->nu0_error_Hz) ? 0 : s->nu0_error_Hz,
                                          &r.entropy, &r.entropy_error);
        }
        if (status != HOP_OK) {
            complain("%s, %s: %s", s->initial, s->saddle, hop_ctx_error(ctx));
            code = ANALYSIS_FAILED;
        } else if (json) {
            code = write_json(s, &r, json, force);
        }
        if (status == HOP_OK && (!json || strcmp(json, "-") != 0)) {
            print(s, &r);
        }
    }
    free(initial.freq_hz);
    free(saddle.freq_hz);
    return code;
}
