/* SPDX-License-Identifier: BSD-3-Clause */
#include "eclab_mpr.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "location.h"

/*
 * BioLogic EC-Lab .mpr, everything little-endian: a signature in 52 bytes, then
 * modules: "MODULE", a short name in 10 bytes and a long one in 25, the number
 * of bytes, a version and a date. EC-Lab 11.50 and later put the most bytes that
 * the module may have (all ones) before their number, and an older version, 0,
 * before the version.
 */
static const char signature[] = "BIO-LOGIC MODULAR FILE";
static const char module_word[] = "MODULE";

enum {
    SIGNATURE_BYTES = 52,
    WORD_BYTES = 6,
    SHORT_NAME = 10,
    LONG_NAME = 25,
    DATE_BYTES = 8,
    FIRST_NUMBER = WORD_BYTES + SHORT_NAME + LONG_NAME,
    MOST_NUMBERS = 4
};

static int detect(const hopi_source *source, char why[HOPI_WHY])
{
    const size_t size = source->block_size - source->at;
    if (size >= sizeof signature - 1
        && memcmp(source->block + source->at, signature, sizeof signature - 1) == 0) {
        snprintf(why, HOPI_WHY, "it begins \"%s\"", signature);
        return HOPI_CERTAIN;
    }
    return 0;
}

static int is_date(const unsigned char *text)
{
    static const char pattern[] = "00/00/00";
    for (size_t i = 0; i < DATE_BYTES; i++) {
        const int is_digit = text[i] >= '0' && text[i] <= '9';
        if (pattern[i] == '0' ? !is_digit : text[i] != '/') {
            return 0;
        }
    }
    return 1;
}

/* Where the date stands tells how many numbers are before it: 2, or 3 or 4 since 11.50. */
static int find_header(const hopi_bytes *bytes, hopi_mpr_module *module)
{
    for (size_t numbers = 2; numbers <= MOST_NUMBERS; numbers++) {
        const size_t date = bytes->at + FIRST_NUMBER + 4 * numbers;
        if (date + DATE_BYTES > bytes->size || !is_date(bytes->data + date)) {
            continue;
        }
        hopi_bytes at = *bytes;
        at.at += (size_t)FIRST_NUMBER + (numbers > 2 ? 4 : 0);
        uint64_t length = 0, version = 0;
        hopi_bytes_little(&at, 4, &length);
        at.at = date - 4;
        hopi_bytes_little(&at, 4, &version);
        module->length = (size_t)length;
        module->version = (uint32_t)version;
        module->start = date + DATE_BYTES;
        memcpy(module->date, bytes->data + date, DATE_BYTES);
        return 1;
    }
    return 0;
}

static int name_holds(const hopi_mpr_module *module, const char *word)
{
    return strstr(module->name, word) != NULL;
}

hop_status hopi_mpr_next(const hopi_mpr *m, hopi_bytes *bytes, hopi_mpr_module *module)
{
    *module = (hopi_mpr_module){0};
    if (bytes->at >= bytes->size) {
        return HOP_OK;
    }
    if (!hopi_bytes_has(bytes, FIRST_NUMBER, 1)) {
        m->file->flags |= HOP_READ_TRUNCATED;
        return HOP_OK;
    }
    const unsigned char *data = bytes->data + bytes->at;
    if (memcmp(data, module_word, WORD_BYTES) != 0) {
        return hopi_mpr_fail(m, bytes->at, "no module begins here, expected \"MODULE\"");
    }
    memcpy(module->name, data + WORD_BYTES + SHORT_NAME, LONG_NAME);
    if (!find_header(bytes, module)) {
        if (bytes->size - bytes->at < FIRST_NUMBER + 4 * MOST_NUMBERS + DATE_BYTES) {
            m->file->flags |= HOP_READ_TRUNCATED;
            *module = (hopi_mpr_module){0};
            return HOP_OK;
        }
        return hopi_mpr_fail(m, bytes->at,
                             "the header of this module has no date such as 11/23/26 where the "
                             "known versions of EC-Lab have it");
    }
    module->is_found = 1;
    module->available = bytes->size - module->start;
    if (module->available < module->length) {
        m->file->flags |= HOP_READ_TRUNCATED;
    } else {
        module->available = module->length;
    }
    bytes->at = module->start + module->available;
    return HOP_OK;
}

hop_status hopi_mpr_fail(const hopi_mpr *m, size_t at, const char *text)
{
    return hopi_fail_at(m->source->ctx, HOP_ERR_PARSE, m->source->name, 0, 0, "byte %zu: %s", at,
                        text);
}

static const char *technique_of(unsigned id)
{
    static const struct {
        unsigned id;
        const char *name;
    } techniques[] = {{0x04, "GCPL"}, {0x06, "CV"},   {0x0B, "OCV"},  {0x18, "CA"},
                      {0x19, "CP"},   {0x1C, "WAIT"}, {0x1D, "PEIS"}, {0x1E, "GEIS"},
                      {0x32, "ZIR"},  {0x6C, "LSV"},  {0x7F, "MB"}};
    for (size_t i = 0; i < sizeof techniques / sizeof *techniques; i++) {
        if (techniques[i].id == id) {
            return techniques[i].name;
        }
    }
    return NULL;
}

/* The technique is the first byte of the settings, a comment with its length follows. */
static hop_status read_settings(const hopi_mpr *m, const hopi_mpr_module *module)
{
    if (module->available < 2) {
        return HOP_OK;
    }
    const unsigned char *data = m->bytes.data + module->start;
    char number[16];
    const char *technique = technique_of(data[0]);
    if (!technique) {
        snprintf(number, sizeof number, "number 0x%02X", data[0]);
        technique = number;
    }
    hop_status status = hopi_file_add_metadata(m->source->ctx, m->file, "technique", technique,
                                               strlen(technique));
    const size_t length = data[1];
    if (status == HOP_OK && length > 0 && length <= module->available - 2) {
        status = hopi_file_add_metadata(m->source->ctx, m->file, "comment",
                                        (const char *)data + 2, length);
    }
    return status;
}

/* mm/dd/yy, as EC-Lab writes it. */
static hop_status add_date(const hopi_mpr *m, const hopi_mpr_module *module)
{
    const char *d = module->date;
    char text[16];
    const int length = snprintf(text, sizeof text, "20%.2s-%.2s-%.2s", d + 6, d, d + 3);
    return hopi_file_add_metadata(m->source->ctx, m->file, "date", text, (size_t)length);
}

static hop_status read_modules(hopi_mpr *m, int *has_data)
{
    hopi_bytes at = m->bytes;
    if (!hopi_bytes_skip(&at, SIGNATURE_BYTES)) {
        return hopi_mpr_fail(m, at.size, "the file ends in its signature");
    }
    for (;;) {
        hopi_mpr_module module;
        hop_status status = hopi_mpr_next(m, &at, &module);
        if (status || !module.is_found) {
            return status;
        }
        if (name_holds(&module, "settings")) {
            status = add_date(m, &module);
            status = status ? status : read_settings(m, &module);
        } else if (name_holds(&module, "VMP data") && !*has_data) {
            *has_data = 1;
            status = hopi_mpr_read_data(m, &module);
        } else {
            char excerpt[HOPI_EXCERPT];
            size_t length = strlen(module.name);
            while (length > 0 && module.name[length - 1] == ' ') {
                length--;
            }
            status = hopi_file_ignore(m->source->ctx, m->file, "module %s",
                                      hopi_excerpt(excerpt, module.name, length));
        }
        if (status) {
            return status;
        }
    }
}

static hop_status read_mpr(hopi_source *source, hop_file *file)
{
    hopi_mpr m = {.source = source, .file = file};
    const char *data = NULL;
    hop_status status = hopi_source_content(source, &data, &m.bytes.size);
    m.bytes.data = (const unsigned char *)data;
    int has_data = 0;
    status =
        status ? status : hopi_file_add_metadata(source->ctx, file, "instrument", "BioLogic", 8);
    status = status ? status : read_modules(&m, &has_data);
    if (status == HOP_OK && !has_data) {
        status = hopi_mpr_fail(&m, m.bytes.size, "the file ends without a module \"VMP data\"");
    }
    return status;
}

const hopi_format hopi_format_eclab_mpr = {"eclab-mpr", "BioLogic EC-Lab, binary", 1, detect,
                                           read_mpr};
