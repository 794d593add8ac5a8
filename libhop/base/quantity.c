/* SPDX-License-Identifier: BSD-3-Clause */
#include <hop/quantity.h>

#include <stddef.h>

const char *hop_quantity_name(int32_t key)
{
    switch (key) {
#define QUANTITY_NAME(constant, number, name, unit) \
    case number:                                    \
        return name;
        HOP_QUANTITY_LIST(QUANTITY_NAME)
#undef QUANTITY_NAME
    default:
        return NULL;
    }
}

const char *hop_quantity_unit(int32_t key)
{
    switch (key) {
#define QUANTITY_UNIT(constant, number, name, unit) \
    case number:                                    \
        return unit;
        HOP_QUANTITY_LIST(QUANTITY_UNIT)
#undef QUANTITY_UNIT
    default:
        return NULL;
    }
}

const char *hop_flag_name(uint32_t flag)
{
    switch (flag) {
#define FLAG_NAME(constant, bit, name, meaning) \
    case 1u << bit:                             \
        return name;
        HOP_FLAG_LIST(FLAG_NAME)
#undef FLAG_NAME
    default:
        return NULL;
    }
}

const char *hop_flag_meaning(uint32_t flag)
{
    switch (flag) {
#define FLAG_MEANING(constant, bit, name, meaning) \
    case 1u << bit:                                \
        return meaning;
        HOP_FLAG_LIST(FLAG_MEANING)
#undef FLAG_MEANING
    default:
        return NULL;
    }
}

const char *hop_state_name(int32_t state)
{
    switch (state) {
#define STATE_NAME(constant, number, name, meaning) \
    case number:                                    \
        return name;
        HOP_STATE_LIST(STATE_NAME)
#undef STATE_NAME
    default:
        return NULL;
    }
}
