/* SPDX-License-Identifier: BSD-3-Clause */
#include "target.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <hop/hop.h>

#include "allocator.h"
#include "base/context.h"
#include "io/encoding.h"
#include "io/gunzip.h"

enum { SPECTRA_LOOKED_AT = 8, TEXT_LIMIT = 1024 };

static const char name[] = "input";
static const double limit_s = 1.0;

static hopt_allocator memory;
static hop_ctx *ctx;
static hop_read_options *options;
static hopt_record worst;
static size_t reading_calls; /* of the allocator while the last input was read */

static void require(int is_true, const char *format, ...) HOPI_PRINTF(2, 3);

static void require(int is_true, const char *format, ...)
{
    if (!is_true) {
        va_list arguments;
        va_start(arguments, format);
        vfprintf(stderr, format, arguments);
        va_end(arguments);
        fprintf(stderr, "\n");
        abort();
    }
}

static void require_text(const char *text, const char *what)
{
    require(text != NULL, "%s: no text", what);
    require(hopi_is_utf8(text, strlen(text)), "%s: not UTF-8: %s", what, text);
}

/* Every text of the content, and beyond the last of each kind. */
static void look_at_texts(const hop_file *file)
{
    static const struct {
        size_t (*count)(const hop_file *file);
        const char *(*text)(const hop_file *file, size_t k);
    } lists[] = {{hop_file_column_count, hop_file_column},
                 {hop_file_reason_count, hop_file_reason},
                 {hop_file_metadata_count, hop_file_metadata_key},
                 {hop_file_metadata_count, hop_file_metadata_value},
                 {hop_file_ignored_count, hop_file_ignored},
                 {hop_file_count, hop_file_label}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const size_t count = lists[i].count(file);
        for (size_t k = 0; k < count; k++) {
            require_text(lists[i].text(file, k), "list");
        }
        require(lists[i].text(file, count) == NULL, "list %zu goes on behind its end", i);
    }
    require_text(hop_file_format(file), "format");
    require_text(hop_file_encoding(file), "encoding");
    require(hop_file_reason_count(file) > 0, "no word on how the format was recognised");
    require(hop_file_confidence(file) >= 1 && hop_file_confidence(file) <= 100, "confidence");
    const double geometry[] = {hop_file_stated_thickness(file), hop_file_stated_area(file)};
    for (size_t k = 0; k < 2; k++) {
        require(isnan(geometry[k]) || (geometry[k] > 0.0 && isfinite(geometry[k])),
                "a stated geometry of %g", geometry[k]);
    }
}

static void require_error(hop_status status)
{
    const char *error = hop_ctx_error(ctx);
    require(status < 0 && hop_status_name(status) != NULL, "status %d", (int)status);
    require(status != HOP_ERR_INTERNAL, "an internal error: %s", error);
    require(strncmp(error, name, sizeof name - 1) == 0 && error[sizeof name - 1] == ':',
            "an error that does not begin with the name of the file: '%s'", error);
    require_text(error, "error");
    require(strlen(error) > sizeof name + 8, "an error without a reason: '%s'", error);
}

static void look_at_handle(const hop_file *file, size_t i)
{
    hop_spectrum *s = NULL;
    const hop_status status = hop_file_spectrum(ctx, file, i, 1e-3, 1e-4, NAN, &s);
    require((status == HOP_OK) == (s != NULL), "spectrum %zu: handle and status differ", i);
    if (status) {
        require_error(status);
        return;
    }
    double f[TEXT_LIMIT], re[TEXT_LIMIT], im[TEXT_LIMIT];
    const size_t count = hop_spectrum_count(s);
    require(count == hop_file_points(file, i), "spectrum %zu: %zu points", i, count);
    if (count <= TEXT_LIMIT) {
        hop_spectrum_frequencies(s, f, TEXT_LIMIT, NULL);
        for (int32_t r = HOP_IMPEDANCE; r <= HOP_MODULUS; r++) {
            hop_spectrum_values(s, r, re, im, TEXT_LIMIT, NULL);
        }
        for (size_t k = 0; k < count; k++) {
            require(f[k] > 0.0 && isfinite(f[k]) && (k == 0 || f[k] > f[k - 1]),
                    "spectrum %zu: frequency %zu is %g", i, k, f[k]);
        }
    }
    hop_spectrum_destroy(s);
}

static void look_at_spectrum(const hop_file *file, size_t i, uint32_t file_flags)
{
    const double lowest = hop_file_f_min(file, i), highest = hop_file_f_max(file, i);
    const double temperature_k = hop_file_temperature(file, i);
    require(hop_file_points(file, i) > 0, "spectrum %zu: no points", i);
    require(lowest > 0.0 && lowest <= highest && isfinite(highest), "spectrum %zu: %g to %g Hz",
            i, lowest, highest);
    require(isnan(temperature_k) || (temperature_k > 0.0 && isfinite(temperature_k)),
            "spectrum %zu: %g K", i, temperature_k);
    require(hop_file_representation(file, i) >= HOP_IMPEDANCE
                && hop_file_representation(file, i) <= HOP_MODULUS,
            "spectrum %zu: representation", i);
    require((hop_file_spectrum_flags(file, i) & ~file_flags) == 0,
            "spectrum %zu: its flags are not those of the file", i);
    hop_file_cycle(file, i);
    if (i < SPECTRA_LOOKED_AT) {
        look_at_handle(file, i);
    }
}

static hop_status read_all(const uint8_t *data, size_t size, const hop_read_options *how)
{
    hop_file *file = (hop_file *)&memory; /* must be overwritten */
    const size_t calls_before = memory.calls;
    const hop_status status = hop_read_memory_with(ctx, name, data, size, how, &file);
    reading_calls = memory.calls - calls_before;
    require((status == HOP_OK) == (file != NULL), "handle and status differ");
    if (status) {
        require_error(status);
        return status;
    }
    require(hop_file_count(file) > 0, "read, but without a spectrum");
    look_at_texts(file);
    const uint32_t flags = hop_file_flags(file);
    for (size_t i = 0; i < hop_file_count(file); i++) {
        look_at_spectrum(file, i, flags);
    }
    require(hop_file_points(file, hop_file_count(file)) == 0, "a spectrum behind the last");
    hop_file_destroy(file);
    return HOP_OK;
}

/* Bytes that the input unpacks to, as far as the reader goes. */
static size_t unpacked_size(const uint8_t *data, size_t size)
{
    static char block[1 << 16];
    const char *input = (const char *)data;
    size_t left = size, total = 0, step = 1;
    hopi_gunzip *gunzip = hopi_gunzip_create(hopi_allocator_of(NULL));
    hopi_gunzip_state state = gunzip ? HOPI_GUNZIP_GOING : HOPI_GUNZIP_OUT_OF_MEMORY;
    while (state == HOPI_GUNZIP_GOING && step > 0 && total < 16u << 20) {
        state = hopi_gunzip_step(gunzip, &input, &left, block, sizeof block, &step);
        total += step;
    }
    hopi_gunzip_destroy(gunzip);
    return total;
}

static int is_wide(const uint8_t *data, size_t size)
{
    size_t mark = 0;
    return hopi_detect_encoding((const char *)data, size, &mark) != HOPI_BYTES;
}

static size_t memory_limit(const uint8_t *data, size_t size, size_t *counted)
{
    const int is_packed = hopi_is_gzip((const char *)data, size);
    const size_t unpacked = is_packed && hopi_gunzip_is_supported() ? unpacked_size(data, size) : 0;
    *counted = unpacked > size ? unpacked : size;
    return HOPT_BYTES_PER_BYTE * *counted
           + (is_packed || is_wide(data, size) ? HOPT_FIXED_WIDE_BYTES : HOPT_FIXED_BYTES);
}

/* Some inputs, always the same ones, are read once more with one call of the allocator refused. */
static void read_without_memory(const uint8_t *data, size_t size, const hop_read_options *how)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i += 1 + size / 64) {
        hash = (hash ^ data[i]) * 16777619u;
    }
    if (reading_calls == 0 || hash % 8 != 0) {
        return;
    }
    hop_file *file = NULL;
    memory.failing_call = memory.calls + 1 + (hash >> 8) % reading_calls;
    const hop_status status = hop_read_memory_with(ctx, name, data, size, how, &file);
    memory.failing_call = 0;
    require(status == HOP_ERR_OUT_OF_MEMORY && !file, "without memory it answers %s",
            hop_status_name(status));
}

static void measure(const uint8_t *data, size_t size, const hop_read_options *how)
{
    size_t counted = 0;
    const size_t limit = memory_limit(data, size, &counted), before = memory.live;
    memory.peak = memory.live;
    const clock_t start = clock();
    read_all(data, size, how);
    const double used_s = (double)(clock() - start) / CLOCKS_PER_SEC;
    const size_t taken = memory.peak - before;
    const size_t fixed = limit - HOPT_BYTES_PER_BYTE * counted;
    require(taken <= limit, "%zu bytes of memory for an input of %zu", taken, counted);
    require(used_s <= limit_s, "%g s for an input of %zu bytes", used_s, counted);
    worst.inputs++;
    worst.seconds = fmax(worst.seconds, used_s);
    if (taken > fixed) {
        worst.bytes_per_byte =
            fmax(worst.bytes_per_byte, (double)(taken - fixed) / (double)counted);
    }
    read_without_memory(data, size, how);
    require(memory.live == before, "%zu bytes of memory were not released",
            memory.live - before);
}

/* "Dm12 columns\n": delimiter, mark, sign, duplicates and temperature in digits, then names. */
static void measure_with_options(const uint8_t *data, size_t size)
{
    const uint8_t *end = size > 4 ? memchr(data + 4, '\n', size - 4) : NULL;
    if (!end || end - data > 200) {
        return;
    }
    static const char delimiters[] = ",;\t ";
    char columns[256] = "";
    hop_read_options *own = NULL;
    hop_read_options_create(NULL, &own);
    hop_read_options_set_delimiter(NULL, own, data[0] % 5 < 4 ? delimiters[data[0] % 5] : 0);
    hop_read_options_set_decimal_mark(NULL, own, (int32_t[]){0, '.', ','}[data[1] % 3]);
    hop_read_options_set_sign(NULL, own, 1 + data[2] % 3);
    hop_read_options_set_duplicates(NULL, own, 1 + data[3] % 4);
    hop_read_options_set_temperature(NULL, own, 1 + data[3] / 4 % 2);
    memcpy(columns, data + 4, (size_t)(end - data - 4));
    if (columns[0]) {
        hop_read_options_set_columns(NULL, own, columns);
    }
    measure(end + 1, size - (size_t)(end + 1 - data), own);
    hop_read_options_destroy(own);
}

void hopt_read_one(const char *target, const uint8_t *data, size_t size)
{
    static const char *prepared = NULL;
    if (!ctx) {
        require(hop_ctx_create_with_allocator(hopt_allocate, hopt_release, &memory, &ctx) == HOP_OK
                    && hop_read_options_create(NULL, &options) == HOP_OK,
                "nothing to begin with");
    }
    if (strcmp(target, "options") == 0) {
        measure_with_options(data, size);
        return;
    }
    const int is_any = strcmp(target, "any") == 0 || strcmp(target, "packed") == 0;
    if (target != prepared) {
        prepared = target;
        require(hop_read_options_set_format(ctx, options, is_any ? NULL : target) == HOP_OK,
                "%s", hop_ctx_error(ctx));
    }
    measure(data, size, options);
}

const hopt_record *hopt_worst(void)
{
    return &worst;
}
