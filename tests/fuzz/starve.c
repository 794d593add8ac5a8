/* SPDX-License-Identifier: BSD-3-Clause */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <hop/hop.h>

/*
 * starve FOLDER...: reads every file FOLDER/<target>/… with an allocator that
 * refuses its first call, then its second, and so on. The answer must be the
 * error of no memory, and nothing may be left behind.
 */
enum { PATH_BYTES = 4096 };

typedef struct trap {
    int calls, failing_call, live;
} trap;

static size_t inputs, refusals;

static void *allocate(void *user, size_t size)
{
    trap *t = user;
    if (++t->calls == t->failing_call) {
        return NULL;
    }
    void *memory = malloc(size);
    t->live += memory != NULL;
    return memory;
}

static void release(void *user, void *memory)
{
    ((trap *)user)->live--;
    free(memory);
}

static void fail(const char *path, const char *what)
{
    fprintf(stderr, "%s: %s\n", path, what);
    exit(EXIT_FAILURE);
}

/* Reads with one refusal, 0: none; answers whether it came to it. */
static int read_once(const char *path, const char *data, size_t size, int failing_call,
                     hop_status *status)
{
    trap t = {0, failing_call, 0};
    hop_ctx *ctx = NULL;
    hop_file *file = NULL;
    if (hop_ctx_create_with_allocator(allocate, release, &t, &ctx)) {
        fail(path, "no context");
    }
    *status = hop_read_memory(ctx, "input", data, size, &file);
    if ((*status == HOP_OK) != (file != NULL)) {
        fail(path, "a result beside an error, or none without");
    }
    hop_file_destroy(file);
    hop_ctx_destroy(ctx);
    if (t.live != 0) {
        fprintf(stderr, "call %d: %d pieces of memory left\n", failing_call, t.live);
        fail(path, "memory left behind");
    }
    return failing_call > 0 && t.calls >= failing_call;
}

static void starve(const char *path, const char *data, size_t size)
{
    hop_status plain = HOP_OK, status = HOP_OK;
    read_once(path, data, size, 0, &plain);
    /* The first call makes the context. */
    for (int call = 2; read_once(path, data, size, call, &status); call++) {
        if (status != HOP_ERR_OUT_OF_MEMORY) {
            fprintf(stderr, "call %d: %s\n", call, hop_status_name(status));
            fail(path, "no memory, but another answer");
        }
        refusals++;
    }
    if (status != plain) {
        fail(path, "another answer the second time");
    }
    inputs++;
}

static void starve_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        fail(path, "cannot be read");
    }
    const long length = ftell(file);
    rewind(file);
    char *data = malloc(length > 0 ? (size_t)length : 1);
    if (length < 0 || !data || fread(data, 1, (size_t)length, file) != (size_t)length) {
        fail(path, "cannot be read");
    }
    fclose(file);
    starve(path, data, (size_t)length);
    free(data);
}

static void walk(const char *folder, int depth)
{
    DIR *entries = opendir(folder);
    if (!entries) {
        fail(folder, "cannot be opened");
    }
    for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries)) {
        char path[PATH_BYTES];
        struct stat status;
        const int length = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || length >= (int)sizeof path || stat(path, &status) != 0) {
            continue;
        }
        if (S_ISDIR(status.st_mode)) {
            walk(path, depth + 1);
        } else if (depth > 0) {
            starve_file(path);
        }
    }
    closedir(entries);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: starve FOLDER...\n");
        return 2;
    }
    for (int i = 1; i < argc; i++) {
        walk(argv[i], 0);
    }
    printf("%zu inputs, %zu refusals\n", inputs, refusals);
    return inputs > 0 && refusals > inputs ? EXIT_SUCCESS : EXIT_FAILURE;
}
