/* SPDX-License-Identifier: BSD-3-Clause */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "target.h"

/* replay FOLDER…: every file FOLDER/<target>/… once, without libFuzzer. */
enum { PATH_BYTES = 4096 };

static size_t inputs;

static void fail(const char *path)
{
    perror(path);
    exit(EXIT_FAILURE);
}

static void join(char path[PATH_BYTES], const char *folder, const char *name)
{
    if (snprintf(path, PATH_BYTES, "%s/%s", folder, name) >= PATH_BYTES) {
        fail(name);
    }
}

static void replay_file(const char *target, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        fail(path);
    }
    const long length = ftell(file);
    rewind(file);
    /* Of its own size, so that valgrind and the sanitizers see a byte read too far. */
    uint8_t *data = malloc(length > 0 ? (size_t)length : 1);
    if (length < 0 || !data || fread(data, 1, (size_t)length, file) != (size_t)length) {
        fail(path);
    }
    fclose(file);
    printf("%s\n", path); /* what is there last is what failed */
    fflush(stdout);
    hopt_read_one(target, data, (size_t)length);
    free(data);
    inputs++;
}

static void replay_folder(const char *target, const char *folder)
{
    DIR *entries = opendir(folder);
    if (!entries) {
        fail(folder);
    }
    for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries)) {
        char path[PATH_BYTES];
        join(path, folder, entry->d_name);
        if (entry->d_name[0] != '.') {
            replay_file(target, path);
        }
    }
    closedir(entries);
}

static void replay_targets(const char *folder)
{
    DIR *entries = opendir(folder);
    if (!entries) {
        fail(folder);
    }
    for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries)) {
        char path[PATH_BYTES];
        struct stat status;
        join(path, folder, entry->d_name);
        if (entry->d_name[0] != '.' && stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
            replay_folder(entry->d_name, path);
        }
    }
    closedir(entries);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        replay_targets(argv[i]);
    }
    const hopt_record *w = hopt_worst();
    printf("%zu inputs, the slowest %.6f s, the largest %.2f bytes for each byte\n", inputs,
           w->seconds, w->bytes_per_byte);
    return inputs > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
