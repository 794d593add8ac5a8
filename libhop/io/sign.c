/* SPDX-License-Identifier: BSD-3-Clause */
#include "file.h"

#include <math.h>

#include "number.h"

/* Evidence weaker than this is none: noise alone stays below it. */
static const double clear_slope = 0.5;
static const double nearly_none = 0.1;

enum { POINTS_NEEDED = 4 };

/* What the points say about the sign of their imaginary part. */
typedef struct evidence {
    double slope; /* -1 to 1: agreement of Im with the slope of Re; NaN: none */
    double capacitive; /* share of the points whose sign is that of a capacitor */
    int is_falling; /* |Im| of a capacitor in Z falls, of one in Y rises with frequency */
} evidence;

/* +1 where a capacitor has a positive imaginary part, -1 where it has a negative one. */
static int capacitor_sign(int32_t representation)
{
    return representation == HOP_IMPEDANCE || representation == HOP_PERMITTIVITY ? -1 : 1;
}

/*
 * Causality ties the two parts together: of Z, Y and σ the imaginary part is
 * about π/2 times the slope of the real part over ln f (the first term of the
 * Kramers–Kronig relations; Jonscher, Dielectric relaxation in solids, 1983),
 * so the two have the same sign in arcs and in inductive loops alike. ε″ and
 * the imaginary part of M have the sign of the loss whatever the slope.
 */
static evidence weigh(const hopi_row *rows, size_t count, int32_t representation)
{
    evidence e = {.slope = NAN, .capacitive = 0.0};
    double sum = 0.0, scale = 0.0;
    size_t capacitive = 0;
    for (size_t k = 0; k < count; k++) {
        capacitive += rows[k].im * capacitor_sign(representation) > 0.0;
        if (k > 0) {
            const double term =
                0.5 * (rows[k].im + rows[k - 1].im) * (rows[k].re - rows[k - 1].re);
            sum += term;
            scale += fabs(term);
        }
    }
    const int has_slope = representation != HOP_PERMITTIVITY && representation != HOP_MODULUS;
    if (has_slope && scale > 0.0 && isfinite(scale)) {
        e.slope = sum / scale;
    }
    e.capacitive = (double)capacitive / (double)count;
    const double low = fabs(rows[0].im), high = fabs(rows[count - 1].im);
    e.is_falling = representation == HOP_IMPEDANCE ? low > high : low < high;
    return e;
}

static int is_against(const evidence *e, int32_t representation)
{
    if (representation == HOP_PERMITTIVITY || representation == HOP_MODULUS) {
        return e->capacitive < nearly_none;
    }
    if (e->slope < -clear_slope) {
        return e->capacitive < 0.5;
    }
    return !(e->slope > clear_slope) && e->capacitive < nearly_none && e->is_falling;
}

static void turn(hopi_row *rows, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        rows[k].im = -rows[k].im;
    }
}

static hop_status state(hop_ctx *ctx, hop_file *file, size_t i, const evidence *e,
                        const char *decision)
{
    char slope[HOPI_NUMBER_TEXT] = "not known", share[HOPI_NUMBER_TEXT];
    if (!isnan(e->slope)) {
        hopi_format_number(slope, e->slope, 2);
    }
    hopi_format_number(share, 100.0 * e->capacitive, 3);
    return hopi_file_add_reason(ctx, file,
                                "sign of the imaginary part, spectrum %zu: %s (agreement with "
                                "the slope of the real part %s of 1, %s %% of the points "
                                "capacitive as written)",
                                i + 1, decision, slope, share);
}

static evidence evidence_of(const hop_file *file, const hopi_piece *piece)
{
    return weigh(file->rows + piece->first, piece->count,
                 file->groups[piece->group].representation);
}

static int can_tell(const hop_file *file, const hopi_piece *piece)
{
    return file->groups[piece->group].has_im && piece->count >= POINTS_NEEDED;
}

/* Whether most spectra whose sign the header leaves open look turned: one file, one sign. */
static int most_are_turned(const hop_file *file)
{
    size_t against = 0, open = 0;
    for (size_t i = 0; i < file->spectrum_count; i++) {
        const hopi_piece *piece = &file->spectra[i];
        const hopi_group *group = &file->groups[piece->group];
        if (can_tell(file, piece) && !group->has_explicit_sign) {
            const evidence e = evidence_of(file, piece);
            against += (size_t)is_against(&e, group->representation);
            open++;
        }
    }
    return against > open / 2;
}

static hop_status turn_all(hop_ctx *ctx, hop_file *file)
{
    for (size_t i = 0; i < file->spectrum_count; i++) {
        const hopi_piece *piece = &file->spectra[i];
        if (file->groups[piece->group].has_im) {
            turn(file->rows + piece->first, piece->count);
        }
    }
    return hopi_file_add_reason(ctx, file, "sign of the imaginary part: the opposite of what is "
                                           "written, as was asked for");
}

hop_status hopi_decide_signs(hop_ctx *ctx, hop_file *file, int32_t rule)
{
    if (rule != HOP_SIGN_AUTO) {
        return rule == HOP_SIGN_TURNED ? turn_all(ctx, file) : HOP_OK;
    }
    const int is_turned = most_are_turned(file);
    int is_stated = 0;
    hop_status status = HOP_OK;
    for (size_t i = 0; i < file->spectrum_count && status == HOP_OK; i++) {
        hopi_piece *piece = &file->spectra[i];
        const hopi_group *group = &file->groups[piece->group];
        if (!group->has_im) {
            continue;
        }
        const evidence e = evidence_of(file, piece);
        const int is_odd = can_tell(file, piece) && is_against(&e, group->representation);
        if (is_turned && !group->has_explicit_sign) {
            turn(file->rows + piece->first, piece->count);
            piece->flags |= HOP_READ_SIGN_DECIDED;
            status = state(ctx, file, i, &e, "turned, for only then the data are capacitive");
        } else if (is_odd) {
            piece->flags |= HOP_READ_SIGN_DOUBTFUL;
            status = state(ctx, file, i, &e, "as written, although the data look turned");
        } else if (!is_stated) {
            is_stated = 1;
            status = state(ctx, file, i, &e, "as written");
        }
    }
    return status;
}
