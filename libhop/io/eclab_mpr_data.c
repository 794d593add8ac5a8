/* SPDX-License-Identifier: BSD-3-Clause */
#include "eclab_mpr.h"

#include <math.h>
#include <stdio.h>

#include "location.h"
#include "number.h"
#include "options.h"

enum { COLUMN_LIMIT = 256, TABLE_START = 5, DOUBLE_BYTES = 8 };
enum { FOUND_BYTES = 512, LONGEST_NAME = 32 };

/* Types of columns that a spectrum is made of. */
enum {
    CYCLE_NUMBER = 24,
    FREQUENCY = 32,
    PHASE_Z = 35,
    ABS_Z = 36,
    RE_Z = 37,
    MINUS_IM_Z = 38,
    TEMPERATURE = 462
};

typedef struct column_type {
    uint16_t id;
    unsigned char bytes; /* 0: one of the bits in the byte of flags */
    const char *name;
} column_type;

static const column_type types[] = {
    {1, 0, "mode"},
    {2, 0, "ox/red"},
    {3, 0, "error"},
    {21, 0, "control changes"},
    {31, 0, "Ns changes"},
    {65, 0, "counter inc."},
    {4, 8, "time/s"},
    {5, 4, "control/V/mA"},
    {6, 4, "Ewe/V"},
    {7, 8, "dq/mA.h"},
    {8, 4, "I/mA"},
    {9, 4, "Ece/V"},
    {11, 8, "<I>/mA"},
    {13, 8, "(Q-Qo)/mA.h"},
    {16, 4, "Analog IN 1/V"},
    {17, 4, "Analog IN 2/V"},
    {19, 4, "control/V"},
    {20, 4, "control/mA"},
    {23, 8, "dQ/mA.h"},
    {CYCLE_NUMBER, 8, "cycle number"},
    {26, 4, "Rapp/Ohm"},
    {FREQUENCY, 4, "freq/Hz"},
    {33, 4, "|Ewe|/V"},
    {34, 4, "|I|/A"},
    {PHASE_Z, 4, "Phase(Z)/deg"},
    {ABS_Z, 4, "|Z|/Ohm"},
    {RE_Z, 4, "Re(Z)/Ohm"},
    {MINUS_IM_Z, 4, "-Im(Z)/Ohm"},
    {39, 2, "I Range"},
    {69, 4, "R/Ohm"},
    {70, 4, "P/W"},
    {74, 8, "Energy/W.h"},
    {75, 4, "Analog OUT/V"},
    {76, 4, "<I>/mA"},
    {77, 4, "<Ewe>/V"},
    {78, 4, "Cs-2/uF-2"},
    {96, 4, "|Ece|/V"},
    {98, 4, "Phase(Zce)/deg"},
    {99, 4, "|Zce|/Ohm"},
    {100, 4, "Re(Zce)/Ohm"},
    {101, 4, "-Im(Zce)/Ohm"},
    {123, 8, "Energy charge/W.h"},
    {124, 8, "Energy discharge/W.h"},
    {125, 8, "Capacitance charge/uF"},
    {126, 8, "Capacitance discharge/uF"},
    {131, 2, "Ns"},
    {163, 4, "|Estack|/V"},
    {168, 4, "Rcmp/Ohm"},
    {169, 4, "Cs/uF"},
    {172, 4, "Cp/uF"},
    {173, 4, "Cp-2/uF-2"},
    {174, 4, "<Ewe>/V"},
    {211, 8, "Q charge/discharge/mA.h"},
    {241, 4, "|E1|/V"},
    {242, 4, "|E2|/V"},
    {271, 4, "Phase(Z1)/deg"},
    {272, 4, "Phase(Z2)/deg"},
    {301, 4, "|Z1|/Ohm"},
    {302, 4, "|Z2|/Ohm"},
    {331, 4, "Re(Z1)/Ohm"},
    {332, 4, "Re(Z2)/Ohm"},
    {361, 4, "-Im(Z1)/Ohm"},
    {362, 4, "-Im(Z2)/Ohm"},
    {391, 4, "<E1>/V"},
    {392, 4, "<E2>/V"},
    {422, 4, "Phase(Zstack)/deg"},
    {423, 4, "|Zstack|/Ohm"},
    {424, 4, "Re(Zstack)/Ohm"},
    {425, 4, "-Im(Zstack)/Ohm"},
    {426, 4, "<Estack>/V"},
    {430, 4, "Phase(Zwe-ce)/deg"},
    {431, 4, "|Zwe-ce|/Ohm"},
    {432, 4, "Re(Zwe-ce)/Ohm"},
    {433, 4, "-Im(Zwe-ce)/Ohm"},
    {434, 4, "(Q-Qo)/C"},
    {435, 4, "dQ/C"},
    {441, 4, "<Ece>/V"},
    {TEMPERATURE, 4, "Temperature/degC"},
    {467, 8, "Q charge/discharge/mA.h"},
    {468, 4, "half cycle"},
    {469, 4, "z cycle"},
    {471, 4, "<Ece>/V"},
    {473, 4, "THD Ewe/%"},
    {474, 4, "THD I/%"},
    {476, 4, "NSD Ewe/%"},
    {477, 4, "NSD I/%"},
    {479, 4, "NSR Ewe/%"},
    {480, 4, "NSR I/%"},
    {486, 4, "|Ewe h2|/V"},
    {487, 4, "|Ewe h3|/V"},
    {488, 4, "|Ewe h4|/V"},
    {489, 4, "|Ewe h5|/V"},
    {490, 4, "|Ewe h6|/V"},
    {491, 4, "|Ewe h7|/V"},
    {492, 4, "|I h2|/A"},
    {493, 4, "|I h3|/A"},
    {494, 4, "|I h4|/A"},
    {495, 4, "|I h5|/A"},
    {496, 4, "|I h6|/A"},
    {497, 4, "|I h7|/A"},
};

enum { TYPE_COUNT = sizeof types / sizeof *types, NOWHERE = -1 };

/* How a point is laid out. */
typedef struct layout {
    const hopi_mpr *m;
    const hopi_mpr_module *module;
    uint64_t points;
    size_t count;
    uint16_t ids[COLUMN_LIMIT];
    size_t start, record; /* bytes before the first point, and of each */
    /* Places in the record, or NOWHERE. */
    int frequency, re, minus_im, modulus, phase, cycle, temperature;
} layout;

static const column_type *type_of(uint16_t id)
{
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        if (types[i].id == id) {
            return &types[i];
        }
    }
    return NULL;
}

static size_t unknown_count(const layout *l)
{
    size_t count = 0;
    for (size_t i = 0; i < l->count; i++) {
        count += type_of(l->ids[i]) == NULL;
    }
    return count;
}

/* Since 11.50 the types alone are big-endian: so read where more of them are then known. */
static void turn_ids(layout *l)
{
    layout turned = *l;
    for (size_t i = 0; i < l->count; i++) {
        turned.ids[i] = (uint16_t)(l->ids[i] >> 8 | (l->ids[i] & 0xFFu) << 8);
    }
    if (unknown_count(&turned) < unknown_count(l)) {
        *l = turned;
    }
}

static hop_status read_ids(layout *l)
{
    hopi_bytes at = l->m->bytes;
    at.at = l->module->start;
    at.size = l->module->start + l->module->available;
    uint64_t count = 0;
    if (!hopi_bytes_little(&at, 4, &l->points) || !hopi_bytes_little(&at, 1, &count)
        || !hopi_bytes_has(&at, count, 2)) {
        return hopi_mpr_fail(l->m, at.size, "the file ends before the list of columns");
    }
    l->count = (size_t)count;
    for (size_t i = 0; i < l->count; i++) {
        uint64_t id = 0;
        hopi_bytes_little(&at, 2, &id);
        l->ids[i] = (uint16_t)id;
    }
    turn_ids(l);
    return HOP_OK;
}

static int *place_for(layout *l, uint16_t id)
{
    switch (id) {
    case FREQUENCY:
        return &l->frequency;
    case RE_Z:
        return &l->re;
    case MINUS_IM_Z:
        return &l->minus_im;
    case ABS_Z:
        return &l->modulus;
    case PHASE_Z:
        return &l->phase;
    case CYCLE_NUMBER:
        return &l->cycle;
    case TEMPERATURE:
        return hopi_takes_temperature(l->m->source->options) ? &l->temperature : NULL;
    default:
        return NULL;
    }
}

/*
 * Bytes of the columns up to the first of unknown type, whose place is *unknown
 * (count: none), or of all if that type has unknown_bytes. Flags share one byte.
 */
static size_t lay_out(layout *l, size_t unknown_bytes, size_t *unknown)
{
    l->frequency = l->re = l->minus_im = l->modulus = l->phase = NOWHERE;
    l->cycle = l->temperature = NOWHERE;
    size_t at = 0;
    int has_flags = 0;
    for (size_t i = 0; i < l->count; i++) {
        const column_type *type = type_of(l->ids[i]);
        if (!type && unknown_bytes == 0) {
            *unknown = i;
            return at;
        }
        int *place = place_for(l, l->ids[i]);
        if (place) {
            *place = (int)at;
        }
        const int is_flag = type && type->bytes == 0;
        at += !type ? unknown_bytes : is_flag ? !has_flags : type->bytes;
        has_flags = has_flags || is_flag;
    }
    *unknown = l->count;
    return at;
}

/* Names the columns that there are: a voltammogram is recognised by them. */
static hop_status fail_no_impedance(const layout *l)
{
    char found[FOUND_BYTES] = "none";
    size_t used = 0;
    for (size_t i = 0; i < l->count && used + LONGEST_NAME < sizeof found; i++) {
        const column_type *type = type_of(l->ids[i]);
        const char *joint = i > 0 ? ", " : "";
        used += (size_t)(type ? snprintf(found + used, sizeof found - used, "%s%s", joint, type->name)
                              : snprintf(found + used, sizeof found - used, "%stype %u", joint,
                                         (unsigned)l->ids[i]));
    }
    return hopi_fail_at(l->m->source->ctx, HOP_ERR_NO_SPECTRUM, l->m->source->name, 0, 0,
                        "byte %zu: no impedance in the %zu column%s: found %s, expected freq/Hz "
                        "with Re(Z)/Ohm and -Im(Z)/Ohm, or with |Z|/Ohm and Phase(Z)/deg",
                        l->module->start + TABLE_START, l->count, hopi_plural(l->count), found);
}

/* Bytes before the first point in the versions that were seen. */
static size_t usual_start(uint32_t version)
{
    return version <= 2 ? 0x195 : version == 3 ? 0x196 : 0x3EF;
}

static hop_status fail_size(const layout *l, size_t record)
{
    return hopi_fail_at(l->m->source->ctx, HOP_ERR_PARSE, l->m->source->name, 0, 0,
                        "byte %zu: the module of %zu byte%s does not hold %llu point%s of %zu "
                        "byte%s",
                        l->module->start, l->module->length, hopi_plural(l->module->length),
                        (unsigned long long)l->points, hopi_plural(l->points), record,
                        hopi_plural(record));
}

/* The points stand at the end of the module, whatever a version puts before them. */
static hop_status measure_known(layout *l, size_t record)
{
    const size_t lists = TABLE_START + 2 * l->count;
    if (record == 0 || l->module->length < lists
        || l->points > (l->module->length - lists) / record) {
        return fail_size(l, record);
    }
    l->record = record;
    l->start = l->module->length - (size_t)l->points * record;
    return HOP_OK;
}

/* With a type that is not known, the version tells where the points begin: so how long they are. */
static hop_status measure_unknown(layout *l, size_t known_bytes, size_t unknown)
{
    const size_t start = usual_start(l->module->version);
    const uint64_t room = l->module->length > start ? l->module->length - start : 0;
    if (room == 0 || room % l->points != 0 || room / l->points < known_bytes) {
        return hopi_fail_at(l->m->source->ctx, HOP_ERR_PARSE, l->m->source->name, 0, 0,
                            "byte %zu: column %zu is of type %u, which is not known, and the "
                            "size of the points does not follow either; export the file as text "
                            "from EC-Lab",
                            l->module->start + TABLE_START + 2 * unknown, unknown + 1,
                            (unsigned)l->ids[unknown]);
    }
    l->record = (size_t)(room / l->points);
    l->start = start;
    return HOP_OK;
}

static hop_status tell_unknown(const layout *l)
{
    hop_status status = HOP_OK;
    for (size_t i = 0; i < l->count && status == HOP_OK; i++) {
        if (!type_of(l->ids[i])) {
            status = hopi_file_ignore(l->m->source->ctx, l->m->file,
                                      "column %zu of type %u, which is not known", i + 1,
                                      (unsigned)l->ids[i]);
        }
    }
    return status;
}

static hop_status measure(layout *l)
{
    size_t unknown = 0;
    const size_t bytes = lay_out(l, 0, &unknown);
    if (unknown == l->count) {
        return measure_known(l, bytes);
    }
    hop_status status = measure_unknown(l, bytes, unknown);
    if (status == HOP_OK && unknown_count(l) == 1) {
        const size_t known = lay_out(l, COLUMN_LIMIT * DOUBLE_BYTES, &unknown);
        const size_t others = known - COLUMN_LIMIT * DOUBLE_BYTES;
        if (l->record <= others) {
            return fail_size(l, others);
        }
        lay_out(l, l->record - others, &unknown);
    }
    return status ? status : tell_unknown(l);
}

static hop_status tell_columns(const layout *l)
{
    hop_status status = HOP_OK;
    const int is_polar = l->re == NOWHERE || l->minus_im == NOWHERE;
    for (size_t i = 0; i < l->count && status == HOP_OK; i++) {
        const column_type *type = type_of(l->ids[i]);
        if (!type) {
            continue;
        }
        const int is_part = type->id == RE_Z || type->id == MINUS_IM_Z;
        const int is_pole = type->id == ABS_Z || type->id == PHASE_Z;
        const int is_read = type->id == FREQUENCY || type->id == CYCLE_NUMBER
                            || (type->id == TEMPERATURE && l->temperature != NOWHERE)
                            || (is_polar ? is_pole : is_part);
        status = is_read ? hopi_file_add_column(l->m->source->ctx, l->m->file, "column %zu '%s'",
                                                i + 1, type->name)
                         : hopi_file_ignore(l->m->source->ctx, l->m->file, "column %zu '%s'",
                                            i + 1, type->name);
    }
    return status;
}

static double float_at(const layout *l, size_t record_at, int place)
{
    hopi_bytes at = l->m->bytes;
    double value = NAN;
    if (place != NOWHERE) {
        at.at = record_at + (size_t)place;
        hopi_bytes_little_float(&at, &value);
    }
    return value;
}

static double cycle_at(const layout *l, size_t record_at)
{
    hopi_bytes at = l->m->bytes;
    double value = NAN;
    if (l->cycle != NOWHERE) {
        at.at = record_at + (size_t)l->cycle;
        hopi_bytes_little_double(&at, &value);
    }
    return value;
}

static hop_status begin_cycle(const layout *l, double cycle)
{
    const hop_status status =
        hopi_file_begin(l->m->source->ctx, l->m->file, HOP_IMPEDANCE, 1, NULL);
    if (status == HOP_OK) {
        hopi_group *group = hopi_file_group(l->m->file);
        group->has_explicit_sign = 1;
        group->cycle = fabs(cycle) < 1e9 ? cycle : NAN;
    }
    return status;
}

static hop_status fail_value(const layout *l, hop_status status, size_t at, double value,
                             const char *expected)
{
    char number[HOPI_NUMBER_TEXT] = "what stands here";
    if (isfinite(value)) {
        hopi_format_number(number, value, 6);
    }
    return hopi_fail_at(l->m->source->ctx, status, l->m->source->name, 0, 0,
                        "byte %zu: %s is no %s", at, number, expected);
}

static hop_status add_point(const layout *l, size_t record_at)
{
    static const double rad_per_deg = 0.017453292519943295769236907684886;
    const double frequency = float_at(l, record_at, l->frequency);
    double re = float_at(l, record_at, l->re), im = -float_at(l, record_at, l->minus_im);
    if (l->re == NOWHERE || l->minus_im == NOWHERE) {
        const double modulus = float_at(l, record_at, l->modulus);
        const double phase = rad_per_deg * float_at(l, record_at, l->phase);
        re = modulus * cos(phase);
        im = modulus * sin(phase);
    }
    /* EC-Lab stores the rest before and between the sweeps at 0 Hz. */
    if (frequency == 0.0 || !isfinite(re) || !isfinite(im)) {
        hopi_file_group(l->m->file)->flags |= HOP_READ_POINTS_SKIPPED;
        return hopi_file_ignore(l->m->source->ctx, l->m->file, "byte %zu: %s", record_at,
                                frequency == 0.0 ? "a point at 0 Hz"
                                                 : "a point without finite impedance");
    }
    if (!(frequency > 0.0) || !isfinite(frequency)) {
        return fail_value(l, HOP_ERR_BAD_FREQUENCY, record_at + (size_t)l->frequency, frequency,
                          "frequency, expected a positive number of hertz");
    }
    hopi_row row = hopi_row_of(frequency, re, im, record_at);
    row.temperature_k = float_at(l, record_at, l->temperature) + 273.15;
    if (row.temperature_k <= 0.0 || isinf(row.temperature_k)) {
        return fail_value(l, HOP_ERR_BAD_TEMPERATURE, record_at + (size_t)l->temperature,
                          row.temperature_k - 273.15,
                          "temperature in degrees Celsius, expected one above absolute zero");
    }
    return hopi_file_add_row(l->m->source->ctx, l->m->file, &row);
}

static hop_status read_points(const layout *l)
{
    const size_t available =
        l->module->available > l->start ? l->module->available - l->start : 0;
    const size_t whole = available / l->record;
    const uint64_t count = whole < l->points ? whole : l->points;
    double cycle = NAN;
    hop_status status = HOP_OK;
    for (uint64_t i = 0; i < count && status == HOP_OK; i++) {
        const size_t record_at = l->module->start + l->start + (size_t)i * l->record;
        const double own = cycle_at(l, record_at);
        if (i == 0 || own > cycle || own < cycle) {
            status = begin_cycle(l, own);
            cycle = own;
        }
        status = status ? status : add_point(l, record_at);
    }
    return status;
}

hop_status hopi_mpr_read_data(hopi_mpr *m, const hopi_mpr_module *module)
{
    layout l = {.m = m, .module = module};
    hop_status status = read_ids(&l);
    if (status) {
        return status;
    }
    if (l.points == 0) {
        return hopi_fail_at(m->source->ctx, HOP_ERR_FILE_EMPTY, m->source->name, 0, 0,
                            "byte %zu: 0 points are stated, expected a measurement",
                            module->start);
    }
    status = measure(&l);
    if (status) {
        return status;
    }
    const int is_complete = l.frequency != NOWHERE
                            && ((l.re != NOWHERE && l.minus_im != NOWHERE)
                                || (l.modulus != NOWHERE && l.phase != NOWHERE));
    if (!is_complete) {
        return fail_no_impedance(&l);
    }
    status = tell_columns(&l);
    return status ? status : read_points(&l);
}
