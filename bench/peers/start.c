/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "peer.h"

enum { FIRST = 5 };

void peer_start(int points, const double *ln_omega, const double *y, double p[3])
{
    double first[FIRST];
    memcpy(first, y, sizeof first);
    for (int i = 1; i < FIRST; i++) {
        for (int j = i; j > 0 && first[j] < first[j - 1]; j--) {
            const double higher = first[j - 1];
            first[j - 1] = first[j];
            first[j] = higher;
        }
    }
    int at = 0;
    while (at < points - 1 && y[at] <= 2.0 * first[FIRST / 2]) {
        at++;
    }
    p[0] = log(first[FIRST / 2]);
    p[1] = ln_omega[at];
    p[2] = 0.7;
}
