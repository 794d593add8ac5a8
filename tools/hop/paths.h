/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PATHS_H
#define PATHS_H

#include <stdbool.h>
#include <stdio.h>

/* "<folder>/<name>"; name itself if it is absolute or folder is "". Release with free(). */
char *path_join(const char *folder, const char *name);

/* The folder of a path, "" if it names none. Release with free(). */
char *path_folder(const char *path);

/* The last part of a path. */
const char *path_name(const char *path);

/* Makes a folder and those above it; says what is wrong. */
bool folder_make(const char *path);

/*
 * Opens a file for writing. One that exists is replaced only with `force`;
 * otherwise it is refused. Says what is wrong; NULL then.
 */
FILE *file_make(const char *path, bool force);

/* Closes what file_make() opened; false, with a word, if not all was written. */
bool file_finish(FILE *file, const char *path);

/* Text for a file name: letters, digits, '.', '+', '-', '_'; others become '_'. Release with free(). */
char *file_name_of(const char *text);

#endif
