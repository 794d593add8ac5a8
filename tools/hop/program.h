/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stddef.h>

#include <hop/hop.h>

/* What the program answers to the shell. */
enum { DONE = 0, ANALYSIS_FAILED = 1, WRONG_USAGE = 2, UNREADABLE_INPUT = 3 };

#define ZERO_CELSIUS_IN_KELVIN 273.15

/* One line on stderr, over a progress line if there is one. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* complain(), for a bad command line; answers WRONG_USAGE. */
int wrong_usage(const char *verb, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Zeroed memory; the program ends where there is none. */
void *allocate(size_t count, size_t size);

/* A larger block with the old bytes, the new ones zeroed; the program ends where there is none. */
void *enlarge(void *old, size_t old_count, size_t new_count, size_t size);

/* Formatted text of its own, to be released with free(). */
char *text_of(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Progress of ctx on stderr, if that is a terminal, after this text. */
void progress_show(hop_ctx *ctx, const char *what);
void progress_end(hop_ctx *ctx);

/* The verbs; argv[0] is the verb, the answer is the exit code. */
int verb_analyze(hop_ctx *ctx, int argc, char **argv);
int verb_convert(hop_ctx *ctx, int argc, char **argv);
int verb_drt(hop_ctx *ctx, int argc, char **argv);
int verb_fit(hop_ctx *ctx, int argc, char **argv);
int verb_scale(hop_ctx *ctx, int argc, char **argv);
int verb_info(hop_ctx *ctx, int argc, char **argv);
int verb_kk(hop_ctx *ctx, int argc, char **argv);
int verb_simulate(hop_ctx *ctx, int argc, char **argv);
int verb_vibration(hop_ctx *ctx, int argc, char **argv);

#endif
