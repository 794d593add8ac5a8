/* SPDX-License-Identifier: BSD-3-Clause */
#include "format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bytes.h"
#include "location.h"
#include "number.h"

/*
 * Zahner .ism, everything big-endian: 00 00 FF FF FF FE, the number of points
 * less one in 6 bytes, then one after the other the arrays of frequency/Hz,
 * |Z|/Ω, phase/rad and time in doubles, of significance in two bytes, and texts
 * with their length in two bytes and upper and lower case swapped.
 */
static const char signature[] = "\x00\x00\xFF\xFF\xFF\xFE";

enum { SIGNATURE_BYTES = 6, COUNT_BYTES = 6, FIRST_ARRAY = 12, TEXT_BYTES = 256 };

typedef struct ism {
    hopi_source *source;
    hop_file *file;
    hopi_bytes bytes;
    size_t stated, whole; /* points in the header, and with all three numbers in the file */
} ism;

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    const size_t size = source->block_size - source->at;
    if (size >= FIRST_ARRAY
        && memcmp(source->block + source->at, signature, SIGNATURE_BYTES) == 0) {
        snprintf(why, HOPI_WHY, "the signature of Thales in the first 6 bytes");
        return HOPI_CERTAIN;
    }
    return 0;
}

static hop_status fail(const ism *s, hop_status status, size_t at, const char *text)
{
    return hopi_fail_at(s->source->ctx, status, s->source->name, 0, 0, "byte %zu: %s", at, text);
}

static hop_status read_count(ism *s)
{
    uint64_t last = 0;
    if (!hopi_bytes_skip(&s->bytes, SIGNATURE_BYTES)
        || !hopi_bytes_big(&s->bytes, COUNT_BYTES, &last)) {
        return fail(s, HOP_ERR_PARSE, s->bytes.size,
                    "the file ends in its header, expected the number of points");
    }
    const size_t room = (s->bytes.size - FIRST_ARRAY) / sizeof(double);
    if (last >= room) {
        return hopi_fail_at(s->source->ctx, HOP_ERR_PARSE, s->source->name, 0, 0,
                            "byte %d: %llu points are stated, but the file has room for the "
                            "frequencies of %zu",
                            SIGNATURE_BYTES, (unsigned long long)last + 1, room);
    }
    s->stated = (size_t)last + 1;
    const size_t phases = room > 2 * s->stated ? room - 2 * s->stated : 0;
    s->whole = phases < s->stated ? phases : s->stated;
    if (s->whole == 0) {
        return fail(s, HOP_ERR_PARSE, s->bytes.size,
                    "the file ends before the phase of the first point");
    }
    return HOP_OK;
}

/* Element i of array k: 0 frequency, 1 modulus, 2 phase. */
static double number_at(const ism *s, size_t k, size_t i)
{
    hopi_bytes bytes = s->bytes;
    bytes.at = FIRST_ARRAY + sizeof(double) * (k * s->stated + i);
    double value = NAN;
    hopi_bytes_big_double(&bytes, &value);
    return value;
}

static size_t offset_of(size_t i)
{
    return FIRST_ARRAY + sizeof(double) * i;
}

static hop_status check_frequencies(const ism *s)
{
    for (size_t i = 0; i < s->stated; i++) {
        const double frequency = number_at(s, 0, i);
        if (!(frequency > 0.0) || !isfinite(frequency)) {
            char text[HOPI_NUMBER_TEXT] = "no number";
            if (isfinite(frequency)) {
                hopi_format_number(text, frequency, 6);
            }
            return hopi_fail_at(s->source->ctx, HOP_ERR_BAD_FREQUENCY, s->source->name, 0, 0,
                                "byte %zu: frequency %zu is %s, expected a positive number of "
                                "hertz",
                                offset_of(i), i + 1, text);
        }
    }
    return HOP_OK;
}

/*
 * Thales goes from a start frequency to one end and then to the other; the
 * first leg is measured twice, and Zahner's programs show the second alone.
 */
static void find_sweep(const ism *s, size_t *first, size_t *last)
{
    size_t lowest = 0, highest = 0;
    for (size_t i = 1; i < s->stated; i++) {
        lowest = number_at(s, 0, i) < number_at(s, 0, lowest) ? i : lowest;
        highest = number_at(s, 0, i) > number_at(s, 0, highest) ? i : highest;
    }
    *first = lowest < highest ? lowest : highest;
    *last = lowest < highest ? highest : lowest;
}

static hop_status add_points(ism *s, size_t first, size_t last)
{
    hop_status status = hopi_file_begin(s->source->ctx, s->file, HOP_IMPEDANCE, 1, NULL);
    for (size_t i = first; i <= last && i < s->whole && status == HOP_OK; i++) {
        const double modulus = number_at(s, 1, i), phase = number_at(s, 2, i);
        const double re = modulus * cos(phase), im = modulus * sin(phase);
        if (isfinite(re) && isfinite(im)) {
            const hopi_row row = hopi_row_of(number_at(s, 0, i), re, im, offset_of(i));
            status = hopi_file_add_row(s->source->ctx, s->file, &row);
        } else {
            hopi_file_group(s->file)->flags |= HOP_READ_POINTS_SKIPPED;
            status = hopi_file_ignore(s->source->ctx, s->file,
                                      "point %zu: its impedance is not finite", i + 1);
        }
    }
    if (status == HOP_OK) {
        hopi_file_group(s->file)->has_explicit_sign = 1;
    }
    return status;
}

static hop_status tell_legs(ism *s, size_t first, size_t last)
{
    const size_t left_out = s->stated - (last - first + 1);
    if (left_out == 0) {
        return HOP_OK;
    }
    const hop_status status = hopi_file_add_reason(
        s->source->ctx, s->file,
        "points %zu to %zu were taken: the sweep from one end of the frequencies to the other; "
        "the leg before it is measured twice",
        first + 1, last + 1);
    return status ? status
                  : hopi_file_ignore(s->source->ctx, s->file,
                                     "points outside the sweep from end to end: %zu", left_out);
}

static char swap_case(unsigned char c)
{
    if (c >= 'a' && c <= 'z') {
        return (char)(c - 'a' + 'A');
    }
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* The text at the cursor; 0 if the file ends in it or what stands there is no length. */
static int take_text(hopi_bytes *bytes, char text[TEXT_BYTES], size_t *length)
{
    uint64_t size = 0;
    if (!hopi_bytes_big(bytes, 2, &size) || size >= TEXT_BYTES
        || !hopi_bytes_has(bytes, size, 1)) {
        return 0;
    }
    for (size_t i = 0; i < size; i++) {
        text[i] = swap_case(bytes->data[bytes->at + i]);
    }
    bytes->at += (size_t)size;
    *length = (size_t)size;
    return 1;
}

/* Day, month and two digits of the year; .ism came up in the 1990s. */
static size_t write_date(char text[TEXT_BYTES], size_t length)
{
    for (size_t i = 0; i < 6; i++) {
        if (length < 6 || text[i] < '0' || text[i] > '9') {
            return length;
        }
    }
    const char digits[] = {text[0], text[1], text[2], text[3], text[4], text[5], '\0'};
    const char *century = digits[4] < '7' ? "20" : "19";
    return (size_t)snprintf(text, TEXT_BYTES, "%s%.2s-%.2s-%.2s", century, digits + 4,
                            digits + 2, digits);
}

static hop_status read_texts(ism *s)
{
    static const char *const keys[] = {"date",        "sample",    "potential",     "current",
                                       "temperature", "time",      "comment_1",     "comment_2",
                                       "comment_3",   "comment_4", "electrode_area"};
    hopi_bytes *bytes = &s->bytes;
    bytes->at = FIRST_ARRAY;
    if (!hopi_bytes_has(bytes, s->stated, 4 * sizeof(double) + 2)) {
        s->file->flags |= HOP_READ_TRUNCATED;
        return HOP_OK;
    }
    bytes->at += s->stated * (4 * sizeof(double) + 2);
    hop_status status = HOP_OK;
    for (size_t k = 0; k < sizeof keys / sizeof *keys && status == HOP_OK; k++) {
        char text[TEXT_BYTES];
        size_t length = 0;
        if (!take_text(bytes, text, &length)) {
            s->file->flags |= bytes->at + 2 > bytes->size ? (uint32_t)HOP_READ_TRUNCATED : 0;
            break;
        }
        if (k == 0) {
            length = write_date(text, length);
        }
        status = hopi_file_add_metadata(s->source->ctx, s->file, keys[k], text, length);
        if (status == HOP_OK && strcmp(keys[k], "temperature") == 0 && length > 0) {
            status =
                hopi_file_add_reason(s->source->ctx, s->file,
                                     "the temperature in the header is shown and not taken: "
                                     "it is the reading of a sensor that may be absent");
        }
    }
    return status;
}

static hop_status read_ism(hopi_source *source, hop_file *file)
{
    ism s = {.source = source, .file = file};
    const char *data = NULL;
    hop_status status = hopi_source_content(source, &data, &s.bytes.size);
    s.bytes.data = (const unsigned char *)data;
    status = status ? status : read_count(&s);
    status = status ? status : check_frequencies(&s);
    if (status) {
        return status;
    }
    size_t first = 0, last = 0;
    find_sweep(&s, &first, &last);
    status = hopi_file_add_metadata(source->ctx, file, "instrument", "Zahner Thales", 13);
    status = status ? status : add_points(&s, first, last);
    status = status ? status : tell_legs(&s, first, last);
    if (status == HOP_OK && s.whole < s.stated) {
        file->flags |= HOP_READ_TRUNCATED;
        status = hopi_file_ignore(source->ctx, file,
                                  "%zu of %zu point%s: the file ends before the phase",
                                  s.stated - s.whole, s.stated, hopi_plural(s.stated));
    }
    return status ? status : read_texts(&s);
}

const hopi_format hopi_format_zahner_ism = {"zahner-ism", "Zahner Thales impedance, binary", 1,
                                            detect, read_ism};
