/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_STUDY_HANDLE_H
#define HOPI_STUDY_HANDLE_H

#include <hop/study.h>

#include "arcs.h"
#include "arrhenius/handle.h"
#include "base/context.h"
#include "hopping/handle.h"
#include "jpl/handle.h"
#include "relaxations.h"
#include "transport/handle.h"

struct hop_study_options {
    hopi_allocator allocator;
    hop_jpl_options jpl;
    hop_arrhenius_options arrhenius;
    hop_transport_options transport;
    int32_t extractor;
    int32_t tests_arcs;
    int32_t tests_kk;
    int32_t finds_relaxations;
    double temperature_error_k, temperature_offset_error_k;
};

/* All that was made for one spectrum. */
typedef struct hopi_study_entry {
    hop_jpl *fit;
    hop_hopping *hopping;
    hop_hopping *crossing;
    hopi_arcs arcs;
    hop_kk *kk; /* NULL: not tested */
    hop_drt *drt; /* NULL: not calculated */
    hopi_relaxations relaxations;
    uint32_t reasons;
} hopi_study_entry;

struct hop_study {
    hopi_allocator allocator;
    size_t count;
    hopi_study_entry *entries;
    hop_arrhenius *arrhenius, *textbook;
    hop_transport *transport;
    uint32_t reasons;
};

#endif
