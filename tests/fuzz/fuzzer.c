/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "target.h"

/* libFuzzer calls these; HOPT_TARGET is the name of the format. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROOM = 1 << 20 };

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

/* End of the room for inputs: the page behind it can't be read, with or without a sanitizer. */
static uint8_t *edge(void)
{
    static uint8_t *end = NULL;
    if (!end) {
        const size_t page = (size_t)sysconf(_SC_PAGESIZE);
        uint8_t *room = mmap(NULL, ROOM + page, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (room == MAP_FAILED || mprotect(room + ROOM, page, PROT_NONE) != 0) {
            perror("no room for inputs");
            exit(EXIT_FAILURE);
        }
        end = room + ROOM;
    }
    return end;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > ROOM) {
        return -1;
    }
    hopt_read_one(HOPT_TARGET, size ? memcpy(edge() - size, data, size) : edge(), size);
    return 0;
}
