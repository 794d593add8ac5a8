/* SPDX-License-Identifier: BSD-3-Clause */
/* Writes docs/errors.md from the lists in the headers. */
#include <stdio.h>

#include <hop/hop.h>

static void write_statuses(void)
{
    puts("## Status codes\n\n"
         "Every call answers one of these. The sentence that names the point, the value and\n"
         "what was expected is in `hop_ctx_error(ctx)`. A code never changes its number.\n\n"
         "| constant | number | meaning |\n|---|---:|---|");
#define ROW(name, number, message) printf("| `%s` | %d | %s |\n", #name, number, message);
    HOP_STATUS_LIST(ROW)
#undef ROW
}

static void write_flags(void)
{
    puts("\n## Flags\n\n"
         "Quality is data, not an error: `hop_jpl_flags()`, `hop_model_flags()`, `hop_hopping_flags()`,\n"
         "`hop_arrhenius_flags()` and `hop_line_flags()` answer a sum of these bits; JSON and\n"
         "tables print the names. A flag never changes a number silently.\n\n"
         "| constant | bit | name | meaning |\n|---|---:|---|---|");
#define ROW(constant, bit, name, meaning) \
    printf("| `%s` | %d | `%s` | %s |\n", #constant, bit, name, meaning);
    HOP_FLAG_LIST(ROW)
#undef ROW
}

static void write_kk_warnings(void)
{
    puts("\n## Warnings of a Kramers-Kronig test\n\n"
         "`hop_kk_warnings()` answers a sum of these bits.\n\n"
         "| constant | bit | name | meaning |\n|---|---:|---|---|");
#define ROW(constant, bit, name, meaning) \
    printf("| `%s` | %d | `%s` | %s |\n", #constant, bit, name, meaning);
    HOP_KK_WARNING_LIST(ROW)
#undef ROW
}

static void write_drt_warnings(void)
{
    puts("\n## Warnings of a distribution of relaxation times\n\n"
         "`hop_drt_warnings()` answers a sum of these bits.\n\n"
         "| constant | bit | name | meaning |\n|---|---:|---|---|");
#define ROW(constant, bit, name, meaning) \
    printf("| `%s` | %d | `%s` | %s |\n", #constant, bit, name, meaning);
    HOP_DRT_WARNING_LIST(ROW)
#undef ROW
}

static void write_states(void)
{
    puts("\n## States of a hopping frequency\n\n"
         "`hop_hopping_state()` and `f_p_state` in JSON say how a hopping frequency is known.\n\n"
         "| constant | number | name | meaning |\n|---|---:|---|---|");
#define ROW(constant, number, name, meaning) \
    printf("| `%s` | %d | `%s` | %s |\n", #constant, number, name, meaning);
    HOP_STATE_LIST(ROW)
#undef ROW
}

static void write_reasons(void)
{
    puts("\n## Reasons of the verdict\n\n"
         "`hop_study_reasons()` and `verdict.reasons` in JSON say why the method does not apply\n"
         "to a sample (forbids: yes) or what to keep in mind (forbids: no).\n\n"
         "| constant | bit | name | forbids | meaning |\n|---|---:|---|---|---|");
#define ROW(constant, bit, name, forbids, meaning) \
    printf("| `%s` | %d | `%s` | %s | %s |\n", #constant, bit, name, forbids ? "yes" : "no", meaning);
    HOP_REASON_LIST(ROW)
#undef ROW
}

static void write_reading(void)
{
    puts("\n## What is unusual about a file\n\n"
         "`hop_file_flags()` and `flags` of `hop info --json` say what a reader of a file had to\n"
         "decide, to leave out or to put in order.\n\n"
         "| constant | bit | name | meaning |\n|---|---:|---|---|");
#define ROW(constant, bit, name, meaning) \
    printf("| `%s` | %d | `%s` | %s |\n", #constant, bit, name, meaning);
    HOP_READ_LIST(ROW)
#undef ROW
}

static void write_vibration_warnings(void)
{
#define ROW(constant, bit, name, meaning) \
    printf("| `%s` | %d | `%s` | %s |\n", #constant, bit, name, meaning);
    puts("\n## Warnings of molecular dynamics\n\n"
         "`hop_vibration_warnings()` and `warnings` of `hop vibration --json`.\n\n"
         "| constant | bit | name | meaning |\n|---|---:|---|---|");
    HOP_VIBRATION_WARNING_LIST(ROW)
    puts("\n## Warnings of phonons\n\n"
         "What `hop_vineyard_frequency()` left out or missed.\n\n"
         "| constant | bit | name | meaning |\n|---|---:|---|---|");
    HOP_VINEYARD_WARNING_LIST(ROW)
#undef ROW
}

static void write_quantities(void)
{
    puts("\n## Quantities\n\n"
         "The keys of `hop_jpl_value()`, `hop_hopping_value()`, `hop_arrhenius_value()`,\n"
         "`hop_line_value()`, `hop_model_value()` and `hop_transport_value()`. The name is the one in JSON.\n\n"
         "| constant | number | name | unit |\n|---|---:|---|---|");
#define ROW(constant, number, name, unit) \
    printf("| `%s` | %d | `%s` | %s |\n", #constant, number, name, unit);
    HOP_QUANTITY_LIST(ROW)
#undef ROW
}

int main(void)
{
    puts("# Status codes, flags, states, reasons, quantities\n\n"
         "Made from the headers by `ninja -C build update-errors-md`; a test fails when this\n"
         "page is out of date. Do not edit it by hand.\n");
    write_statuses();
    write_flags();
    write_states();
    write_reasons();
    write_kk_warnings();
    write_drt_warnings();
    write_reading();
    write_vibration_warnings();
    write_quantities();
    return 0;
}
