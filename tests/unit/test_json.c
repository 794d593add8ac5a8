/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "io/json.h"
#include "support.h"

static hopi_json open_text(const char *text)
{
    hopi_json json;
    hopi_json_open(&json, text, strlen(text));
    return json;
}

static int reads_all(const char *text)
{
    hopi_json json = open_text(text);
    return hopi_json_skip(&json, hopi_json_value(&json));
}

START_TEST(test_json_members_and_elements_come_in_their_order)
{
    hopi_json json = open_text(" {\"a\" : [1, -2.5e3, null] ,\"b\":{},\"c\":true}");
    ck_assert_int_eq(hopi_json_value(&json), HOPI_JSON_OBJECT);
    ck_assert(hopi_json_member(&json) && strcmp(json.text, "a") == 0);
    ck_assert_int_eq(hopi_json_value(&json), HOPI_JSON_ARRAY);
    ck_assert(hopi_json_element(&json));
    ck_assert(hopi_json_value(&json) == HOPI_JSON_NUMBER && json.number == 1.0);
    ck_assert(hopi_json_element(&json));
    ck_assert(hopi_json_value(&json) == HOPI_JSON_NUMBER && json.number == -2500.0);
    ck_assert(hopi_json_element(&json));
    ck_assert_int_eq(hopi_json_value(&json), HOPI_JSON_NULL);
    ck_assert(!hopi_json_element(&json));
    ck_assert(hopi_json_member(&json) && hopi_json_is(&json, "B"));
    ck_assert(hopi_json_skip(&json, hopi_json_value(&json)));
    ck_assert(hopi_json_member(&json) && hopi_json_value(&json) == HOPI_JSON_TRUE);
    ck_assert(!hopi_json_member(&json));
    ck_assert_ptr_null(json.error);
}
END_TEST

START_TEST(test_json_escapes_become_utf8)
{
    hopi_json json = open_text("\"\\u03A9 \\\"\\n\\ud83d\\ude00 \xC2\xB0\"");
    ck_assert_int_eq(hopi_json_value(&json), HOPI_JSON_STRING);
    ck_assert_str_eq(json.text, "\xCE\xA9 \"\n\xF0\x9F\x98\x80 \xC2\xB0");
}
END_TEST

START_TEST(test_json_long_text_is_cut_at_a_character)
{
    char text[2 * HOPI_JSON_TEXT] = "\"x";
    size_t used = 2;
    while (used < sizeof text - 4) {
        memcpy(text + used, "\xCE\xA9", 2);
        used += 2;
    }
    memcpy(text + used, "\"", 2);
    hopi_json json = open_text(text);
    ck_assert_int_eq(hopi_json_value(&json), HOPI_JSON_STRING);
    ck_assert_uint_eq(strlen(json.text), HOPI_JSON_TEXT - 1);
    ck_assert_uint_eq(json.at, used + 1);
}
END_TEST

START_TEST(test_json_a_copy_returns_to_its_place)
{
    hopi_json json = open_text("[[1,2],3]");
    ck_assert_int_eq(hopi_json_value(&json), HOPI_JSON_ARRAY);
    ck_assert(hopi_json_element(&json));
    hopi_json place = json;
    ck_assert(hopi_json_skip(&json, hopi_json_value(&json)));
    ck_assert(hopi_json_element(&json) && hopi_json_value(&json) == HOPI_JSON_NUMBER);
    ck_assert(json.number == 3.0);
    ck_assert_int_eq(hopi_json_value(&place), HOPI_JSON_ARRAY);
    ck_assert(hopi_json_element(&place) && hopi_json_value(&place) == HOPI_JSON_NUMBER);
    ck_assert(place.number == 1.0);
}
END_TEST

/* What RFC 8259 does not allow, and the byte where it shows. */
static const struct {
    const char *text;
    size_t at;
} wrong[] = {
    {"", 0},
    {"[1,]", 3},
    {"[1 2]", 3},
    {"{\"a\"}", 4},
    {"{a:1}", 1},
    {"{\"a\":1,}", 7},
    {"[01]", 1},
    {"[1.]", 1},
    {"[.5]", 1},
    {"[+1]", 1},
    {"[1e]", 1},
    {"[1e999]", 1},
    {"[NaN]", 1},
    {"[tru]", 1},
    {"\"\\x\"", 1},
    {"\"\\ud800\"", 1},
    {"\"\\udc00\"", 1},
    {"\"a\nb\"", 2},
    {"\"abc", 4},
    {"[1", 2},
    {"\"\xC3\"", 1},
    {"{\"a\":1]", 6},
    {"[\"\\u12G4\"]", 2},
    {"'a'", 0},
};

START_TEST(test_json_what_is_no_json_is_an_error_at_its_byte)
{
    hopi_json json = open_text(wrong[_i].text);
    ck_assert(!hopi_json_skip(&json, hopi_json_value(&json)));
    ck_assert_ptr_nonnull(json.error);
    ck_assert_msg(json.error_at == wrong[_i].at, "%s: %s at %zu, expected %zu", wrong[_i].text,
                  json.error, json.error_at, wrong[_i].at);
    /* It stays. */
    ck_assert(!hopi_json_member(&json) && !hopi_json_element(&json));
    ck_assert_int_eq(hopi_json_value(&json), HOPI_JSON_ERROR);
}
END_TEST

START_TEST(test_json_nesting_beyond_the_limit_is_an_error)
{
    char text[2 * HOPI_JSON_DEPTH + 3];
    for (size_t depth = HOPI_JSON_DEPTH; depth <= HOPI_JSON_DEPTH + 1; depth++) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        text[2 * depth] = '\0';
        ck_assert_int_eq(reads_all(text), depth == HOPI_JSON_DEPTH);
    }
}
END_TEST

int main(void)
{
    TCase *tcase;
    Suite *suite = hopt_suite("json", &tcase);
    tcase_add_test(tcase, test_json_members_and_elements_come_in_their_order);
    tcase_add_test(tcase, test_json_escapes_become_utf8);
    tcase_add_test(tcase, test_json_long_text_is_cut_at_a_character);
    tcase_add_test(tcase, test_json_a_copy_returns_to_its_place);
    tcase_add_loop_test(tcase, test_json_what_is_no_json_is_an_error_at_its_byte, 0,
                        (int)(sizeof wrong / sizeof *wrong));
    tcase_add_test(tcase, test_json_nesting_beyond_the_limit_is_an_error);
    return hopt_run(suite);
}
