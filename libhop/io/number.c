/* SPDX-License-Identifier: BSD-3-Clause */
#include "number.h"

#include <float.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "decimal.h"

enum {
    /* Two neighbouring doubles have their midpoint in 767 digits at most. */
    DIGITS_KEPT = 768,
    /* 10^1099 for 769 digits at the smallest exponent, and room for 2^56. */
    LIMBS = 144,
    /* Beyond these decimal positions of the first digit the answer is certain. */
    POSITION_TOO_LARGE = 310,
    POSITION_ZERO = -330,
    EXPONENT_LIMIT = 100000000,
    /* Digits that always fit into 64 bits, and of the exponent of a short number. */
    SHORT_DIGITS = 19,
    SHORT_EXPONENT = 4
};

/* What stands in the text: ±0.d₁d₂d₃… × 10^position. */
typedef struct decimal {
    unsigned char digits[DIGITS_KEPT + 1];
    int count;
    long long position;
    int negative;
} decimal;

/* A natural number, least significant limb first, no zero limb on top. */
typedef struct natural {
    uint32_t limbs[LIMBS];
    int used;
} natural;

static void multiply_add(natural *a, uint32_t factor, uint32_t summand)
{
    uint64_t carry = summand;
    for (int i = 0; i < a->used; i++) {
        carry += (uint64_t)a->limbs[i] * factor;
        a->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry) {
        a->limbs[a->used++] = (uint32_t)carry;
    }
}

static void multiply_power_of_ten(natural *a, int power)
{
    for (; power >= 9; power -= 9) {
        multiply_add(a, 1000000000u, 0);
    }
    for (; power > 0; power--) {
        multiply_add(a, 10u, 0);
    }
}

static int bit_length(const natural *a)
{
    int bits = 32 * (a->used - 1);
    for (uint32_t top = a->limbs[a->used - 1]; top; top >>= 1) {
        bits++;
    }
    return bits;
}

static void shift_left(natural *a, int bits)
{
    const int limbs = bits / 32;
    multiply_add(a, (uint32_t)1 << (bits % 32), 0);
    memmove(a->limbs + limbs, a->limbs, (size_t)a->used * sizeof *a->limbs);
    memset(a->limbs, 0, (size_t)limbs * sizeof *a->limbs);
    a->used += limbs;
}

static int is_less(const natural *a, const natural *b)
{
    if (a->used != b->used) {
        return a->used < b->used;
    }
    for (int i = a->used - 1; i >= 0; i--) {
        if (a->limbs[i] != b->limbs[i]) {
            return a->limbs[i] < b->limbs[i];
        }
    }
    return 0;
}

static void subtract(natural *a, const natural *b)
{
    int64_t borrow = 0;
    for (int i = 0; i < a->used; i++) {
        borrow += (int64_t)a->limbs[i] - (i < b->used ? b->limbs[i] : 0);
        a->limbs[i] = (uint32_t)borrow;
        borrow = borrow < 0 ? -1 : 0;
    }
    while (a->used > 0 && a->limbs[a->used - 1] == 0) {
        a->used--;
    }
}

/* q · 2^exponent rounded to double; q has 55 bits or more, its lowest bit sticky. */
static double round_to_double(uint64_t q, int exponent)
{
    int bits = 0;
    while (bits < 64 && q >> bits) {
        bits++;
    }
    int drop = bits - DBL_MANT_DIG;
    const int smallest = DBL_MIN_EXP - DBL_MANT_DIG;
    if (exponent + drop < smallest) {
        drop = smallest - exponent;
    }
    if (drop > bits) {
        return 0.0;
    }
    const uint64_t rest = q & (((uint64_t)1 << drop) - 1);
    const uint64_t half = (uint64_t)1 << (drop - 1);
    uint64_t kept = q >> drop;
    if (rest > half || (rest == half && (kept & 1))) {
        kept++;
    }
    return ldexp((double)kept, exponent + drop);
}

/* Exact: 0.d₁d₂… × 10^position as a quotient of two integers, divided bit by bit. */
static double divide_exactly(const decimal *d)
{
    natural n = {.used = 0};
    natural m = {.limbs = {1}, .used = 1};
    for (int i = 0; i < d->count;) {
        /* Nine digits at a time fit into a limb. */
        uint32_t factor = 1, group = 0;
        for (; i < d->count && factor < 1000000000u; i++) {
            factor *= 10;
            group = 10 * group + d->digits[i];
        }
        multiply_add(&n, factor, group);
    }
    const int power = (int)d->position - d->count;
    multiply_power_of_ten(power > 0 ? &n : &m, power > 0 ? power : -power);

    const int exponent = bit_length(&n) - bit_length(&m) - 55;
    shift_left(exponent < 0 ? &n : &m, exponent < 0 ? -exponent : exponent);
    shift_left(&m, 55);
    uint64_t quotient = 0;
    for (int bit = 0; bit < 56; bit++) {
        quotient <<= 1;
        if (!is_less(&n, &m)) {
            subtract(&n, &m);
            quotient |= 1;
        }
        shift_left(&n, 1);
    }
    return round_to_double(quotient | (n.used > 0), exponent);
}

static double decimal_value(const decimal *d)
{
    double value = 0.0;
    if (d->count == 0 || d->position < POSITION_ZERO) {
        value = 0.0;
    } else if (d->position > POSITION_TOO_LARGE) {
        value = HUGE_VAL;
    } else {
        value = divide_exactly(d);
    }
    return d->negative ? -value : value;
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads digits and mark; answers the number of digits seen, zeros included. */
static size_t scan_digits(const char **at, const char *end, char mark, decimal *d)
{
    size_t seen = 0;
    int after_mark = 0;
    const char *p = *at;
    for (; p < end && (is_digit(*p) || (*p == mark && !after_mark)); p++) {
        if (*p == mark) {
            after_mark = 1;
            continue;
        }
        seen++;
        const unsigned char digit = (unsigned char)(*p - '0');
        const int leading_zero = d->count == 0 && digit == 0;
        if (!after_mark && !leading_zero) {
            d->position++;
        } else if (after_mark && leading_zero) {
            d->position--;
        }
        if (!leading_zero && d->count < DIGITS_KEPT) {
            d->digits[d->count++] = digit;
        } else if (digit != 0) {
            /* One digit stands for all that follow: it only breaks a tie. */
            d->digits[DIGITS_KEPT] = 1;
            d->count = DIGITS_KEPT + 1;
        }
    }
    *at = p;
    return seen;
}

static void scan_exponent(const char **at, const char *end, decimal *d)
{
    const char *p = *at;
    if (p == end || (*p != 'e' && *p != 'E')) {
        return;
    }
    p++;
    const int negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) {
        p++;
    }
    if (p == end || !is_digit(*p)) {
        return;
    }
    long long exponent = 0;
    for (; p < end && is_digit(*p); p++) {
        if (exponent < EXPONENT_LIMIT) {
            exponent = 10 * exponent + (*p - '0');
        }
    }
    d->position += negative ? -exponent : exponent;
    *at = p;
}

static size_t match_word(const char *text, const char *end, const char *word)
{
    const size_t length = strlen(word);
    if ((size_t)(end - text) < length) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        if ((text[i] | 0x20) != word[i]) {
            return 0;
        }
    }
    return length;
}

static hopi_number_kind parse_any(const char *text, const char *end, char mark, double *value,
                                  const char **stop)
{
    decimal d = {.count = 0};
    const char *p = text;
    *stop = text;
    *value = NAN;
    if (p < end && (*p == '+' || *p == '-')) {
        d.negative = *p++ == '-';
    }
    static const char *const words[] = {"infinity", "inf", "nan"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t length = match_word(p, end, words[i]);
        if (length > 0) {
            *stop = p + length;
            return HOPI_NUMBER_NOT_FINITE;
        }
    }
    if (scan_digits(&p, end, mark, &d) == 0) {
        return HOPI_NUMBER_NONE;
    }
    scan_exponent(&p, end, &d);
    while (d.count > 1 && d.count <= DIGITS_KEPT && d.digits[d.count - 1] == 0) {
        d.count--;
    }
    *stop = p;
    *value = decimal_value(&d);
    return isfinite(*value) ? HOPI_NUMBER_FINITE : HOPI_NUMBER_TOO_LARGE;
}

/*
 * The number at text, without its sign, where it has so few digits that their
 * integer fits into 64 bits; 0 where it is no such number.
 */
static int parse_short(const char *text, const char *end, char mark, double *value,
                       const char **stop)
{
    uint64_t w = 0;
    const char *p = text, *at_mark = NULL;
    for (; p < end; p++) {
        const unsigned digit = (unsigned)(unsigned char)*p - '0';
        if (digit < 10) {
            w = 10 * w + digit;
        } else if (*p == mark && !at_mark) {
            at_mark = p;
        } else {
            break;
        }
    }
    const ptrdiff_t digits = p - text - (at_mark != NULL);
    if (digits == 0 || digits > SHORT_DIGITS) {
        return 0;
    }
    int q = at_mark ? -(int)(p - at_mark - 1) : 0;
    if (p < end && (*p | 0x20) == 'e') {
        const char *e = p + 1;
        const int negative = e < end && *e == '-';
        int exponent = 0, count = 0;
        e += e < end && (*e == '-' || *e == '+');
        for (; e < end && is_digit(*e) && count <= SHORT_EXPONENT; e++, count++) {
            exponent = 10 * exponent + (*e - '0');
        }
        if (count > SHORT_EXPONENT) {
            return 0;
        }
        q += negative ? -exponent : exponent;
        p = count > 0 ? e : p;
    }
    *stop = p;
    return hopi_decimal_to_double(w, q, value);
}

hopi_number_kind hopi_parse_number(const char *text, const char *end, char mark, double *value,
                                   const char **stop)
{
    const int has_sign = text < end && (*text == '-' || *text == '+');
    if (parse_short(text + has_sign, end, mark, value, stop)) {
        *value = *text == '-' ? -*value : *value;
        return HOPI_NUMBER_FINITE;
    }
    return parse_any(text, end, mark, value, stop);
}

void hopi_format_number(char text[HOPI_NUMBER_TEXT], double value, int digits)
{
    snprintf(text, HOPI_NUMBER_TEXT, "%.*g", digits, value);
    char *to = text;
    for (const char *from = text; *from; from++) {
        if (is_digit(*from) || *from == '-' || *from == '+' || *from == 'e') {
            *to++ = *from;
        } else if (to == text || to[-1] != '.') {
            /* Whatever else printf writes is the locale's mark, of one byte or more. */
            *to++ = '.';
        }
    }
    *to = '\0';
}
