/* SPDX-License-Identifier: BSD-3-Clause */
#include "file.h"

#include <math.h>
#include <string.h>

enum { FIRST_CAPACITY = 16 };

hop_file *hopi_file_create(hopi_allocator allocator, const char *name)
{
    hop_file *file = hopi_allocate(allocator, 1, sizeof *file);
    if (!file) {
        return NULL;
    }
    file->allocator = allocator;
    file->thickness_m = file->area_m2 = NAN;
    file->name = hopi_copy_text(allocator, name);
    if (!file->name) {
        hopi_release(allocator, file);
        return NULL;
    }
    return file;
}

/* Makes room for one more element; NULL if there is no memory. */
static void *with_room(hop_file *file, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return items;
    }
    const size_t wanted = *capacity ? *capacity + *capacity / 2 : FIRST_CAPACITY;
    void *grown = hopi_grow(file->allocator, items, count, wanted, size);
    if (grown) {
        *capacity = wanted;
    }
    return grown;
}

static void drop_empty_group(hop_file *file)
{
    if (file->group_count > 0 && file->groups[file->group_count - 1].row_count == 0) {
        hopi_release(file->allocator, file->groups[--file->group_count].label);
    }
}

hop_status hopi_file_begin(hop_ctx *ctx, hop_file *file, int32_t representation, int has_im,
                           const char *label)
{
    drop_empty_group(file);
    if (file->take && file->group_count > 0) {
        const hop_status status = hopi_file_hand_out(ctx, file);
        if (status) {
            return status;
        }
    }
    hopi_group *groups = with_room(file, file->groups, file->group_count, &file->group_capacity,
                                   sizeof *groups);
    if (!groups) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    file->groups = groups;
    char *copy = label && label[0] ? hopi_copy_text(file->allocator, label) : NULL;
    if (label && label[0] && !copy) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    groups[file->group_count++] = (hopi_group){.representation = representation,
                                               .has_im = has_im,
                                               .temperature_k = NAN,
                                               .cycle = NAN,
                                               .label = copy,
                                               .first_row = file->row_count};
    return HOP_OK;
}

hopi_group *hopi_file_group(hop_file *file)
{
    return file->group_count > 0 ? &file->groups[file->group_count - 1] : NULL;
}

hop_status hopi_file_add_row(hop_ctx *ctx, hop_file *file, const hopi_row *row)
{
    hopi_row *rows =
        with_room(file, file->rows, file->row_count, &file->row_capacity, sizeof *rows);
    if (!rows) {
        return hopi_fail_plain(ctx, HOP_ERR_OUT_OF_MEMORY);
    }
    file->rows = rows;
    rows[file->row_count] = *row;
    rows[file->row_count].order = file->row_count;
    file->row_count++;
    hopi_file_group(file)->row_count++;
    return HOP_OK;
}

hopi_row hopi_row_of(double freq_hz, double re, double im, size_t line)
{
    return (hopi_row){.freq_hz = freq_hz,
                      .re = re,
                      .im = im,
                      .sd_s_per_m = NAN,
                      .temperature_k = NAN,
                      .line = line,
                      .position = 1};
}

hop_status hopi_file_ignore(hop_ctx *ctx, hop_file *file, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const hop_status status =
        hopi_texts_add(ctx, file->allocator, &file->ignored, format, arguments);
    va_end(arguments);
    return status;
}

hop_status hopi_file_add_column(hop_ctx *ctx, hop_file *file, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const hop_status status =
        hopi_texts_add(ctx, file->allocator, &file->columns, format, arguments);
    va_end(arguments);
    return status;
}

hop_status hopi_file_add_reason(hop_ctx *ctx, hop_file *file, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const hop_status status =
        hopi_texts_add(ctx, file->allocator, &file->reasons, format, arguments);
    va_end(arguments);
    return status;
}

hop_status hopi_file_add_metadata(hop_ctx *ctx, hop_file *file, const char *key,
                                  const char *value, size_t length)
{
    while (length > 0 && strchr(" \t\r\n", value[length - 1])) {
        length--;
    }
    /* A value that finds no room has a key alone: never more keys than values are shown. */
    if (length == 0 || file->values.count != file->keys.count) {
        return HOP_OK;
    }
    const hop_status status =
        hopi_texts_add_quoted(ctx, file->allocator, &file->keys, key, strlen(key));
    return status ? status
                  : hopi_texts_add_quoted(ctx, file->allocator, &file->values, value, length);
}

void hopi_file_state_geometry(hop_file *file, double thickness_m, double area_m2)
{
    if (thickness_m > 0.0) {
        file->thickness_m = thickness_m;
        file->flags |= HOP_READ_GEOMETRY_STATED;
    }
    if (area_m2 > 0.0) {
        file->area_m2 = area_m2;
        file->flags |= HOP_READ_GEOMETRY_STATED;
    }
}

static void forget_points(hop_file *file)
{
    for (size_t k = 0; k < file->group_count; k++) {
        hopi_release(file->allocator, file->groups[k].label);
    }
    for (size_t k = 0; k < file->spectrum_count; k++) {
        hopi_release(file->allocator, file->spectra[k].label);
    }
    hopi_release(file->allocator, file->spectra);
    file->spectra = NULL;
    file->group_count = file->spectrum_count = file->row_count = 0;
}

hop_status hopi_file_hand_out(hop_ctx *ctx, hop_file *file)
{
    const hop_status status = hopi_file_arrange(ctx, file, file->options);
    if (status) {
        return status;
    }
    file->parts++;
    const int32_t answer = file->take(file->user, file);
    forget_points(file);
    return answer ? hopi_fail_plain(ctx, HOP_ERR_CANCELLED) : HOP_OK;
}

void hop_file_destroy(hop_file *file)
{
    if (!file) {
        return;
    }
    const hopi_allocator allocator = file->allocator;
    hopi_texts *const lists[] = {&file->ignored, &file->columns, &file->reasons, &file->keys,
                                 &file->values};
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        hopi_texts_release(allocator, lists[k]);
    }
    forget_points(file);
    hopi_release(allocator, file->groups);
    hopi_release(allocator, file->rows);
    hopi_release(allocator, file->name);
    hopi_release(allocator, file);
}
