/* SPDX-License-Identifier: BSD-3-Clause */
#include <hop/status.h>
#include <hop/version.h>

const char *hop_status_name(hop_status status)
{
    switch (status) {
#define STATUS_NAME(name, number, message) \
    case number:                           \
        return #name;
        HOP_STATUS_LIST(STATUS_NAME)
#undef STATUS_NAME
    default:
        return "unknown";
    }
}

const char *hop_status_message(hop_status status)
{
    switch (status) {
#define STATUS_MESSAGE(name, number, message) \
    case number:                              \
        return message;
        HOP_STATUS_LIST(STATUS_MESSAGE)
#undef STATUS_MESSAGE
    default:
        return "a number that is no status of libhop";
    }
}

int32_t hop_version_number(void)
{
    return HOP_VERSION_MAJOR * 10000 + HOP_VERSION_MINOR * 100 + HOP_VERSION_PATCH;
}

const char *hop_version_string(void)
{
    return HOP_VERSION_STRING;
}
