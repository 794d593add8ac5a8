/* SPDX-License-Identifier: BSD-3-Clause */
#include "cli.h"

#include <fcntl.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 64, COMMAND_SIZE = 4096 };

const char *cli_folder(void)
{
    static char folder[64];
    if (folder[0] == '\0') {
        snprintf(folder, sizeof folder, "%s/here", hopt_temporary_folder());
        ck_assert_int_eq(mkdir(folder, 0777), 0);
    }
    return folder;
}

static void path_in_folder(const char *name, char path[COMMAND_SIZE])
{
    snprintf(path, COMMAND_SIZE, "%s/%s", cli_folder(), name);
}

void cli_write(const char *name, const char *text)
{
    char path[COMMAND_SIZE];
    path_in_folder(name, path);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    ck_assert_int_eq(fclose(file), 0);
}

void cli_write_jpl(const char *name, double sigma_dc, double f_p_Hz, double n)
{
    char path[COMMAND_SIZE];
    path_in_folder(name, path);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fputs("frequency_Hz,sigma_S_per_m\n", file);
    for (int k = 0; k <= 60; k++) {
        const double f = pow(10, 0.1 * k);
        fprintf(file, "%.17g,%.17g\n", f, sigma_dc * (1 + pow(f / f_p_Hz, n)));
    }
    ck_assert_int_eq(fclose(file), 0);
}

void cli_write_point(const char *name, double celsius)
{
    /* CODATA 2022, exact. */
    static const double boltzmann_eV_per_K = 1.380649e-23 / 1.602176634e-19;
    char text[8000] = "frequency_Hz,sigma_S_per_m\n";
    const double T = celsius + 273.15, kT = boltzmann_eV_per_K * T;
    const double sigma = 1e7 / T * exp(-CLI_E_A / kT);
    const double f_p = CLI_NU0 * exp(CLI_ENTROPY - CLI_E_M / kT);
    for (int k = 0; k <= 60; k++) {
        const double f = pow(10, 1 + 0.1 * k);
        const double noise = 0.01 * sin(12.9898 * (k + 1) * (k + 1) + T);
        sprintf(text + strlen(text), "%.17g,%.17g\n", f,
                sigma * (1 + pow(f / f_p, 0.72)) * (1 + noise));
    }
    cli_write(name, text);
}

/* Cuts a text at its blanks; answers the number of words. */
static int words_of(char *text, char **words, int used)
{
    for (char *word = strtok(text, " "); word; word = strtok(NULL, " ")) {
        ck_assert_int_lt(used, MOST_ARGUMENTS - 1);
        words[used++] = word;
    }
    words[used] = NULL;
    return used;
}

static void become_hop(char **words, const char *out, const char *err)
{
    const int in_file = open("/dev/null", O_RDONLY);
    const int out_file = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    const int err_file = open(err, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (chdir(cli_folder()) == 0 && dup2(in_file, 0) >= 0 && dup2(out_file, 1) >= 0
        && dup2(err_file, 2) >= 0) {
        execvp(words[0], words);
    }
    _exit(127);
}

/* HOP_WRAPPER, such as "valgrind --quiet", goes before HOP_PROGRAM. */
static pid_t start_command(char *command, const char *out, const char *err)
{
    char *words[MOST_ARGUMENTS], before[COMMAND_SIZE];
    const char *program = getenv("HOP_PROGRAM"), *wrapper = getenv("HOP_WRAPPER");
    ck_assert_msg(program != NULL, "HOP_PROGRAM is not set");
    snprintf(before, sizeof before, "%s %s", wrapper ? wrapper : "", program);
    words_of(command, words, words_of(before, words, 0));
    const pid_t child = fork();
    if (child == 0) {
        become_hop(words, out, err);
    }
    ck_assert_int_gt(child, 0);
    return child;
}

static int exit_code_of(pid_t child)
{
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static outcome run_command(char *command)
{
    char out[COMMAND_SIZE], err[COMMAND_SIZE];
    snprintf(out, sizeof out, "%s.out", cli_folder());
    snprintf(err, sizeof err, "%s.err", cli_folder());
    const int code = exit_code_of(start_command(command, out, err));
    const outcome o = {code, hopt_read_file(out, NULL), hopt_read_file(err, NULL)};
    remove(out);
    remove(err);
    return o;
}

/* Reads a terminal until the last program on it has closed it. */
static char *read_terminal(int terminal)
{
    size_t used = 0, capacity = 1 << 16;
    char *text = calloc(capacity, 1);
    ssize_t got = 1;
    while (got > 0) {
        ck_assert_uint_lt(used, capacity - 1);
        got = read(terminal, text + used, capacity - 1 - used);
        used += got > 0 ? (size_t)got : 0;
    }
    text[used] = '\0';
    return text;
}

outcome cli_run(const char *format, ...)
{
    char command[COMMAND_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    return run_command(command);
}

outcome cli_run_on_terminal(const char *format, ...)
{
    char command[COMMAND_SIZE], out[COMMAND_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    snprintf(out, sizeof out, "%s.out", cli_folder());
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    ck_assert_int_ge(terminal, 0);
    ck_assert_int_eq(grantpt(terminal), 0);
    ck_assert_int_eq(unlockpt(terminal), 0);
    const pid_t child = start_command(command, out, ptsname(terminal));
    outcome o = {0, NULL, read_terminal(terminal)};
    o.code = exit_code_of(child);
    o.out = hopt_read_file(out, NULL);
    close(terminal);
    remove(out);
    return o;
}

void cli_free(outcome *o)
{
    free(o->out);
    free(o->err);
}

void cli_expect_error(int code, const char *message, const char *format, ...)
{
    char command[COMMAND_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    outcome o = run_command(command);
    ck_assert_str_eq(o.err, message);
    ck_assert_int_eq(o.code, code);
    cli_free(&o);
}

json_t *cli_run_json(const char *format, ...)
{
    char command[COMMAND_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    outcome o = run_command(command);
    ck_assert_str_eq(o.err, "");
    ck_assert_int_eq(o.code, 0);
    json_error_t error;
    json_t *root = json_loads(o.out, 0, &error);
    ck_assert_msg(root != NULL, "line %d: %s", error.line, error.text);
    cli_free(&o);
    return root;
}

static json_t *walk(json_t *value, char *path)
{
    for (char *step = strtok(path, "."); step; step = strtok(NULL, ".")) {
        json_t *next = json_is_array(value) ? json_array_get(value, strtoul(step, NULL, 10))
                                            : json_object_get(value, step);
        ck_assert_msg(next != NULL, "there is no '%s'", step);
        value = next;
    }
    return value;
}

json_t *json_at(json_t *root, const char *path_format, ...)
{
    char path[COMMAND_SIZE];
    va_list arguments;
    va_start(arguments, path_format);
    vsnprintf(path, sizeof path, path_format, arguments);
    va_end(arguments);
    return walk(root, path);
}

double number_at(json_t *root, const char *path_format, ...)
{
    char path[COMMAND_SIZE], shown[COMMAND_SIZE];
    va_list arguments;
    va_start(arguments, path_format);
    vsnprintf(path, sizeof path, path_format, arguments);
    va_end(arguments);
    strcpy(shown, path);
    const json_t *value = walk(root, path);
    ck_assert_msg(json_is_number(value), "%s is no number", shown);
    return json_number_value(value);
}

const char *text_at(json_t *root, const char *path_format, ...)
{
    char path[COMMAND_SIZE];
    va_list arguments;
    va_start(arguments, path_format);
    vsnprintf(path, sizeof path, path_format, arguments);
    va_end(arguments);
    const json_t *value = walk(root, path);
    ck_assert(json_is_string(value));
    return json_string_value(value);
}

void expect_within_errors(json_t *root, const char *path, double expected)
{
    const double value = number_at(root, "%s.value", path);
    const double error = number_at(root, "%s.standard_error", path);
    ck_assert_msg(fabs(value - expected) <= 3 * error, "%s: %g ± %g, expected %g", path, value,
                  error, expected);
    /* An error bar of everything would prove nothing. */
    ck_assert_double_le(error, 0.2 * fabs(expected));
}

void expect_keys(json_t *object, const char *keys)
{
    char found[COMMAND_SIZE] = "";
    const char *key;
    json_t *value;
    ck_assert(json_is_object(object));
    json_object_foreach(object, key, value) {
        strcat(found, found[0] ? " " : "");
        strcat(found, key);
    }
    ck_assert_str_eq(found, keys);
}

char *cli_read(const char *name)
{
    char path[COMMAND_SIZE];
    path_in_folder(name, path);
    return hopt_read_file(path, NULL);
}

char *source_path(const char *name)
{
    const char *source = getenv("HOP_SOURCE");
    ck_assert_ptr_nonnull(source);
    char *path = malloc(strlen(source) + strlen(name) + 2);
    ck_assert_ptr_nonnull(path);
    sprintf(path, "%s/%s", source, name);
    return path;
}
