/* SPDX-License-Identifier: BSD-3-Clause */
#include "reading.h"

#include <math.h>

#include "paths.h"
#include "study_yaml.h"

static const double name_agreement_K = 2.0;

/* Stops at the first wish that cannot be met. */
static hop_status set_options(hop_ctx *ctx, const reading *r, hop_read_options *how)
{
    hop_status status = hop_read_options_set_format(ctx, how, r->format);
    if (status == HOP_OK) {
        status = hop_read_options_set_delimiter(ctx, how, r->delimiter);
    }
    if (status == HOP_OK) {
        status = hop_read_options_set_decimal_mark(ctx, how, r->decimal_mark);
    }
    if (status == HOP_OK && r->columns) {
        status = hop_read_options_set_columns(ctx, how, r->columns);
    }
    if (status == HOP_OK && r->sign) {
        status = hop_read_options_set_sign(ctx, how, r->sign);
    }
    if (status == HOP_OK && r->duplicates) {
        status = hop_read_options_set_duplicates(ctx, how, r->duplicates);
    }
    if (status == HOP_OK && r->temperature_from && r->temperature_from != TEMPERATURE_FROM_FILE) {
        status = hop_read_options_set_temperature(ctx, how, HOP_TEMPERATURE_IGNORED);
    }
    return status;
}

hop_status reading_file_silently(hop_ctx *ctx, const reading *r, const char *path,
                                 hop_file **out)
{
    hop_read_options *how = NULL;
    hop_status status = hop_read_options_create(ctx, &how);
    if (status == HOP_OK) {
        status = set_options(ctx, r, how);
    }
    if (status == HOP_OK) {
        status = hop_read_file_with(ctx, path, how, out);
    }
    hop_read_options_destroy(how);
    return status;
}

hop_status reading_file(hop_ctx *ctx, const reading *r, const char *path, hop_file **out)
{
    /* What only hop info needs to tell does not disturb an analysis. */
    const uint32_t quiet = HOP_READ_GEOMETRY_STATED | HOP_READ_POINTS_SKIPPED
                           | HOP_READ_SWEEPS_PARTED | HOP_READ_UNSORTED;
    const hop_status status = reading_file_silently(ctx, r, path, out);
    const uint32_t flags = status == HOP_OK ? hop_file_flags(*out) & ~quiet : 0;
    for (uint32_t bit = 1; bit != 0 && bit <= flags; bit <<= 1) {
        if (flags & bit) {
            complain("%s: note: %s", path, hop_read_flag_meaning(bit));
        }
    }
    return status;
}

void reading_complain(hop_ctx *ctx, hop_status status)
{
    complain("%s%s", hop_ctx_error(ctx),
             status == HOP_ERR_BAD_TEMPERATURE ? ", or --temperature-from given or file" : "");
}

bool temperature_settle(const reading *r, const hop_file *file, size_t i, const char *path,
                        double given_k, const char *given_by, double *temperature_k,
                        const char **source)
{
    char problem[PROBLEM_SIZE];
    const int32_t from = r->temperature_from;
    double name_k = NAN;
    const double stated_k = hop_file_temperature(file, i);
    /* Of several spectra of one file the name can only say what the file leaves open. */
    const bool is_told = !isnan(stated_k) && hop_file_count(file) > 1;
    const bool asks_name = (!from && !is_told) || from == TEMPERATURE_FROM_NAME;
    if (!asks_name || !temperature_of_name(path, &name_k, problem)) {
        name_k = NAN;
    }
    if (from && from != TEMPERATURE_FROM_GIVEN) {
        given_k = NAN;
    }
    const bool is_given = !isnan(given_k);
    *temperature_k = is_given ? given_k : !isnan(stated_k) ? stated_k : name_k;
    *source = is_given ? given_by : !isnan(stated_k) ? "file" : isnan(name_k) ? "" : "file name";
    if (fabs(*temperature_k - name_k) > name_agreement_K) {
        complain("%s: %s says %.2f K, but the file name %.2f K, expected the same within %.0f K, or "
                 "--temperature-from %s or name",
                 path, is_given ? given_by : "the file", *temperature_k, name_k, name_agreement_K,
                 is_given ? "given" : "file");
        return false;
    }
    return true;
}
