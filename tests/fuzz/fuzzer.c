/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "target.h"

/* libFuzzer calls these; HOPT_TARGET is the name of the format. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void tell_worst(void)
{
    const hopt_record *w = hopt_worst();
    fprintf(stderr, "worst: %.6f s, %.2f bytes for each byte\n", w->seconds, w->bytes_per_byte);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return atexit(tell_worst);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hopt_read_one(HOPT_TARGET, data, size);
    return 0;
}
