/* SPDX-License-Identifier: BSD-3-Clause */
#include "displacement.h"

#include <math.h>

size_t hopi_lags_choose(size_t block, size_t lags[HOPI_LAGS])
{
    const double largest = (double)(block / 2);
    size_t count = 0;
    for (size_t i = 0; i < HOPI_LAGS && block >= 2; i++) {
        const double exact = pow(largest, (double)i / (HOPI_LAGS - 1));
        const size_t lag = (size_t)(exact + 0.5);
        if (count == 0 || lag > lags[count - 1]) {
            lags[count++] = lag;
        }
    }
    return count;
}

/* Frames of one component that stand together, looked up once for many of them. */
typedef struct stretch {
    const double *numbers;
    size_t first, count;
    double buffer[HOPI_GROUP];
} stretch;

static inline const double *look(const hopi_frames *frames, size_t group, size_t component,
                                 size_t frame, stretch *s)
{
    if (frame < s->first || frame - s->first >= s->count) {
        s->first = frame;
        s->count = frames->is_single ? 1 : hopi_frames_together(frames, frame, frames->capacity);
        s->numbers = hopi_frames_view(frames, group, component, frame, 1, s->buffer);
    }
    return s->numbers + HOPI_GROUP * (frame - s->first);
}

void hopi_displacements(const hopi_frames *frames, size_t group, size_t used, size_t first,
                        size_t block, size_t count, const size_t *lags, double *sums)
{
    stretch at_from[3] = {{NULL, 0, 0, {0.0}}}, at_to[3] = {{NULL, 0, 0, {0.0}}};
    for (size_t i = 0; i < count; i++) {
        const size_t origins = block - lags[i];
        const size_t step = origins / HOPI_ORIGINS + (origins % HOPI_ORIGINS != 0);
        double ion2[HOPI_GROUP] = {0.0}, taken = 0.0, all = 0.0;
        for (size_t t = 0; t < origins; t += step) {
            for (size_t c = 0; c < 3; c++) {
                const double *from = look(frames, group, c, first + t, &at_from[c]);
                const double *to = look(frames, group, c, first + t + lags[i], &at_to[c]);
                for (size_t l = 0; l < HOPI_GROUP; l++) {
                    ion2[l] += (to[l] - from[l]) * (to[l] - from[l]);
                }
            }
            taken += 1.0;
        }
        for (size_t l = 0; l < used; l++) {
            all += ion2[l];
        }
        sums[i] += all / taken;
    }
}

double hopi_displacement_slope(size_t block, size_t count, const size_t *lags,
                               const double *msd)
{
    double n = 0.0, mean_x = 0.0, mean_y = 0.0, xx = 0.0, xy = 0.0;
    size_t first = 0;
    while (first < count && 10 * lags[first] < block) {
        first++;
    }
    for (size_t i = first; i < count; i++) {
        n += 1.0;
        mean_x += (double)lags[i];
        mean_y += msd[i];
    }
    mean_x /= n;
    mean_y /= n;
    for (size_t i = first; i < count; i++) {
        xx += ((double)lags[i] - mean_x) * ((double)lags[i] - mean_x);
        xy += ((double)lags[i] - mean_x) * (msd[i] - mean_y);
    }
    return n >= 2.0 ? xy / xx : NAN;
}
