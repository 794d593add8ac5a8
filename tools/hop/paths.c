/* SPDX-License-Identifier: BSD-3-Clause */
#include "paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "program.h"

char *path_join(const char *folder, const char *name)
{
    if (folder[0] == '\0' || name[0] == '/') {
        return text_of("%s", name);
    }
    const bool has_slash = folder[strlen(folder) - 1] == '/';
    return text_of("%s%s%s", folder, has_slash ? "" : "/", name);
}

char *path_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash) {
        return text_of("%s", "");
    }
    return text_of("%.*s", slash == path ? 1 : (int)(slash - path), path);
}

const char *path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool one_folder_make(const char *path)
{
    struct stat status;
    if (mkdir(path, 0777) == 0) {
        return true;
    }
    if (errno == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        return true;
    }
    complain("%s: the folder cannot be made: %s", path, strerror(errno));
    return false;
}

bool folder_make(const char *path)
{
    char *part = text_of("%s", path);
    bool ok = true;
    for (char *slash = strchr(part + 1, '/'); ok && slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        ok = one_folder_make(part);
        *slash = '/';
    }
    ok = ok && one_folder_make(path);
    free(part);
    return ok;
}

FILE *file_make(const char *path, bool force)
{
    FILE *file = fopen(path, force ? "wb" : "wbx");
    if (!file && errno == EEXIST) {
        complain("%s: the file exists and is not overwritten, expected a new name", path);
    } else if (!file) {
        complain("%s: the file cannot be made: %s", path, strerror(errno));
    }
    return file;
}

bool file_finish(FILE *file, const char *path)
{
    const bool failed = ferror(file) != 0;
    if (fclose(file) != 0 || failed) {
        complain("%s: writing failed: %s", path, strerror(errno));
        return false;
    }
    return true;
}

char *file_name_of(const char *text)
{
    char *name = text_of("%s", text[0] ? text : "_");
    for (char *c = name; *c; c++) {
        const bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
        if (!letter && !strchr("0123456789.+-_", *c)) {
            *c = '_';
        }
    }
    if (name[0] == '.' || name[0] == '-') {
        name[0] = '_';
    }
    return name;
}
