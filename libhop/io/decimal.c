/* SPDX-License-Identifier: BSD-3-Clause */
#include "decimal.h"

#include <float.h>
#include <string.h>

/* Smallest and largest power of ten in the table; measurements lie well inside. */
enum { POWER_MIN = -60, POWER_MAX = 60, MANTISSA_BITS = 52, EXPONENT_BIAS = 1023 };

/* 5^q with its first bit on top: of q < 0 rounded up, otherwise cut, to 128 bits. */
static const struct {
    uint64_t high, low;
} powers_of_five[] = {
    {0xCDB02555653131B6u, 0x3792F412CB06794Du},
    {0x808E17555F3EBF11u, 0xE2BBD88BBEE40BD0u},
    {0xA0B19D2AB70E6ED6u, 0x5B6ACEAEAE9D0EC4u},
    {0xC8DE047564D20A8Bu, 0xF245825A5A445275u},
    {0xFB158592BE068D2Eu, 0xEED6E2F0F0D56712u},
    {0x9CED737BB6C4183Du, 0x55464DD69685606Bu},
    {0xC428D05AA4751E4Cu, 0xAA97E14C3C26B886u},
    {0xF53304714D9265DFu, 0xD53DD99F4B3066A8u},
    {0x993FE2C6D07B7FABu, 0xE546A8038EFE4029u},
    {0xBF8FDB78849A5F96u, 0xDE98520472BDD033u},
    {0xEF73D256A5C0F77Cu, 0x963E66858F6D4440u},
    {0x95A8637627989AADu, 0xDDE7001379A44AA8u},
    {0xBB127C53B17EC159u, 0x5560C018580D5D52u},
    {0xE9D71B689DDE71AFu, 0xAAB8F01E6E10B4A6u},
    {0x9226712162AB070Du, 0xCAB3961304CA70E8u},
    {0xB6B00D69BB55C8D1u, 0x3D607B97C5FD0D22u},
    {0xE45C10C42A2B3B05u, 0x8CB89A7DB77C506Au},
    {0x8EB98A7A9A5B04E3u, 0x77F3608E92ADB242u},
    {0xB267ED1940F1C61Cu, 0x55F038B237591ED3u},
    {0xDF01E85F912E37A3u, 0x6B6C46DEC52F6688u},
    {0x8B61313BBABCE2C6u, 0x2323AC4B3B3DA015u},
    {0xAE397D8AA96C1B77u, 0xABEC975E0A0D081Au},
    {0xD9C7DCED53C72255u, 0x96E7BD358C904A21u},
    {0x881CEA14545C7575u, 0x7E50D64177DA2E54u},
    {0xAA242499697392D2u, 0xDDE50BD1D5D0B9E9u},
    {0xD4AD2DBFC3D07787u, 0x955E4EC64B44E864u},
    {0x84EC3C97DA624AB4u, 0xBD5AF13BEF0B113Eu},
    {0xA6274BBDD0FADD61u, 0xECB1AD8AEACDD58Eu},
    {0xCFB11EAD453994BAu, 0x67DE18EDA5814AF2u},
    {0x81CEB32C4B43FCF4u, 0x80EACF948770CED7u},
    {0xA2425FF75E14FC31u, 0xA1258379A94D028Du},
    {0xCAD2F7F5359A3B3Eu, 0x096EE45813A04330u},
    {0xFD87B5F28300CA0Du, 0x8BCA9D6E188853FCu},
    {0x9E74D1B791E07E48u, 0x775EA264CF55347Eu},
    {0xC612062576589DDAu, 0x95364AFE032A819Eu},
    {0xF79687AED3EEC551u, 0x3A83DDBD83F52205u},
    {0x9ABE14CD44753B52u, 0xC4926A9672793543u},
    {0xC16D9A0095928A27u, 0x75B7053C0F178294u},
    {0xF1C90080BAF72CB1u, 0x5324C68B12DD6339u},
    {0x971DA05074DA7BEEu, 0xD3F6FC16EBCA5E04u},
    {0xBCE5086492111AEAu, 0x88F4BB1CA6BCF585u},
    {0xEC1E4A7DB69561A5u, 0x2B31E9E3D06C32E6u},
    {0x9392EE8E921D5D07u, 0x3AFF322E62439FD0u},
    {0xB877AA3236A4B449u, 0x09BEFEB9FAD487C3u},
    {0xE69594BEC44DE15Bu, 0x4C2EBE687989A9B4u},
    {0x901D7CF73AB0ACD9u, 0x0F9D37014BF60A11u},
    {0xB424DC35095CD80Fu, 0x538484C19EF38C95u},
    {0xE12E13424BB40E13u, 0x2865A5F206B06FBAu},
    {0x8CBCCC096F5088CBu, 0xF93F87B7442E45D4u},
    {0xAFEBFF0BCB24AAFEu, 0xF78F69A51539D749u},
    {0xDBE6FECEBDEDD5BEu, 0xB573440E5A884D1Cu},
    {0x89705F4136B4A597u, 0x31680A88F8953031u},
    {0xABCC77118461CEFCu, 0xFDC20D2B36BA7C3Eu},
    {0xD6BF94D5E57A42BCu, 0x3D32907604691B4Du},
    {0x8637BD05AF6C69B5u, 0xA63F9A49C2C1B110u},
    {0xA7C5AC471B478423u, 0x0FCF80DC33721D54u},
    {0xD1B71758E219652Bu, 0xD3C36113404EA4A9u},
    {0x83126E978D4FDF3Bu, 0x645A1CAC083126EAu},
    {0xA3D70A3D70A3D70Au, 0x3D70A3D70A3D70A4u},
    {0xCCCCCCCCCCCCCCCCu, 0xCCCCCCCCCCCCCCCDu},
    {0x8000000000000000u, 0x0000000000000000u},
    {0xA000000000000000u, 0x0000000000000000u},
    {0xC800000000000000u, 0x0000000000000000u},
    {0xFA00000000000000u, 0x0000000000000000u},
    {0x9C40000000000000u, 0x0000000000000000u},
    {0xC350000000000000u, 0x0000000000000000u},
    {0xF424000000000000u, 0x0000000000000000u},
    {0x9896800000000000u, 0x0000000000000000u},
    {0xBEBC200000000000u, 0x0000000000000000u},
    {0xEE6B280000000000u, 0x0000000000000000u},
    {0x9502F90000000000u, 0x0000000000000000u},
    {0xBA43B74000000000u, 0x0000000000000000u},
    {0xE8D4A51000000000u, 0x0000000000000000u},
    {0x9184E72A00000000u, 0x0000000000000000u},
    {0xB5E620F480000000u, 0x0000000000000000u},
    {0xE35FA931A0000000u, 0x0000000000000000u},
    {0x8E1BC9BF04000000u, 0x0000000000000000u},
    {0xB1A2BC2EC5000000u, 0x0000000000000000u},
    {0xDE0B6B3A76400000u, 0x0000000000000000u},
    {0x8AC7230489E80000u, 0x0000000000000000u},
    {0xAD78EBC5AC620000u, 0x0000000000000000u},
    {0xD8D726B7177A8000u, 0x0000000000000000u},
    {0x878678326EAC9000u, 0x0000000000000000u},
    {0xA968163F0A57B400u, 0x0000000000000000u},
    {0xD3C21BCECCEDA100u, 0x0000000000000000u},
    {0x84595161401484A0u, 0x0000000000000000u},
    {0xA56FA5B99019A5C8u, 0x0000000000000000u},
    {0xCECB8F27F4200F3Au, 0x0000000000000000u},
    {0x813F3978F8940984u, 0x4000000000000000u},
    {0xA18F07D736B90BE5u, 0x5000000000000000u},
    {0xC9F2C9CD04674EDEu, 0xA400000000000000u},
    {0xFC6F7C4045812296u, 0x4D00000000000000u},
    {0x9DC5ADA82B70B59Du, 0xF020000000000000u},
    {0xC5371912364CE305u, 0x6C28000000000000u},
    {0xF684DF56C3E01BC6u, 0xC732000000000000u},
    {0x9A130B963A6C115Cu, 0x3C7F400000000000u},
    {0xC097CE7BC90715B3u, 0x4B9F100000000000u},
    {0xF0BDC21ABB48DB20u, 0x1E86D40000000000u},
    {0x96769950B50D88F4u, 0x1314448000000000u},
    {0xBC143FA4E250EB31u, 0x17D955A000000000u},
    {0xEB194F8E1AE525FDu, 0x5DCFAB0800000000u},
    {0x92EFD1B8D0CF37BEu, 0x5AA1CAE500000000u},
    {0xB7ABC627050305ADu, 0xF14A3D9E40000000u},
    {0xE596B7B0C643C719u, 0x6D9CCD05D0000000u},
    {0x8F7E32CE7BEA5C6Fu, 0xE4820023A2000000u},
    {0xB35DBF821AE4F38Bu, 0xDDA2802C8A800000u},
    {0xE0352F62A19E306Eu, 0xD50B2037AD200000u},
    {0x8C213D9DA502DE45u, 0x4526F422CC340000u},
    {0xAF298D050E4395D6u, 0x9670B12B7F410000u},
    {0xDAF3F04651D47B4Cu, 0x3C0CDD765F114000u},
    {0x88D8762BF324CD0Fu, 0xA5880A69FB6AC800u},
    {0xAB0E93B6EFEE0053u, 0x8EEA0D047A457A00u},
    {0xD5D238A4ABE98068u, 0x72A4904598D6D880u},
    {0x85A36366EB71F041u, 0x47A6DA2B7F864750u},
    {0xA70C3C40A64E6C51u, 0x999090B65F67D924u},
    {0xD0CF4B50CFE20765u, 0xFFF4B4E3F741CF6Du},
    {0x82818F1281ED449Fu, 0xBFF8F10E7A8921A4u},
    {0xA321F2D7226895C7u, 0xAFF72D52192B6A0Du},
    {0xCBEA6F8CEB02BB39u, 0x9BF4F8A69F764490u},
    {0xFEE50B7025C36A08u, 0x02F236D04753D5B4u},
    {0x9F4F2726179A2245u, 0x01D762422C946590u},
};

typedef struct wide {
    uint64_t high, low;
} wide;

static wide multiply(uint64_t a, uint64_t b)
{
    const uint64_t mask = 0xFFFFFFFFu;
    const uint64_t ah = a >> 32, al = a & mask, bh = b >> 32, bl = b & mask;
    const uint64_t low = al * bl, first = ah * bl + (low >> 32);
    const uint64_t second = al * bh + (first & mask);
    return (wide){ah * bh + (first >> 32) + (second >> 32), (second << 32) | (low & mask)};
}

static int leading_zeros(uint64_t w)
{
    int count = 0;
    for (int step = 32; step > 0; step /= 2) {
        if (w >> (64 - step) == 0) {
            w <<= step;
            count += step;
        }
    }
    return count;
}

/* floor(log2(10^q)); exact in this range. */
static int binary_exponent(int q)
{
    /* 217706/65536 is log2(10) to 6e-6. */
    return q >= 0 ? (217706 * q) >> 16 : -(int)((217706 * -q + 65535) >> 16);
}

/* Clinger's fast path: both factors are exact doubles, so one rounding is all. */
static int is_simple(uint64_t w, int q, double *value)
{
#if FLT_EVAL_METHOD == 0
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (w >> 53 != 0 || q < -22 || q > 22) {
        return 0;
    }
    *value = q < 0 ? (double)w / tens[-q] : (double)w * tens[q];
    return 1;
#else
    (void)w, (void)q, (void)value;
    return 0;
#endif
}

/*
 * D. Lemire, Number parsing at a gigabyte per second, Software: Practice and
 * Experience 51 (2021) 1700, algorithm 1, for normal results: the product of w
 * and 5^q to 128 bits decides the rounding but for cases that are told apart.
 */
static int round_product(uint64_t w, int q, double *value)
{
    const int zeros = leading_zeros(w);
    const uint64_t normal = w << zeros, not_rounded = 0x1FF;
    wide z = multiply(normal, powers_of_five[q - POWER_MIN].high);
    if ((z.high & not_rounded) == not_rounded) {
        const wide rest = multiply(normal, powers_of_five[q - POWER_MIN].low);
        z.low += rest.high;
        z.high += z.low < rest.high;
    }
    if (z.low == UINT64_MAX && (q < -27 || q > 55)) {
        return 0;
    }
    const int upper = (int)(z.high >> 63), shift = upper + 64 - MANTISSA_BITS - 3;
    uint64_t mantissa = z.high >> shift;
    int exponent = binary_exponent(q) + 63 + upper - zeros + EXPONENT_BIAS;
    if (exponent <= 0) {
        return 0;
    }
    /* Half-way between two doubles: to the even one. */
    if (z.low <= 1 && q >= -4 && q <= 23 && (mantissa & 3) == 1 && mantissa << shift == z.high) {
        mantissa &= ~(uint64_t)1;
    }
    mantissa += mantissa & 1;
    mantissa >>= 1;
    if (mantissa >> (MANTISSA_BITS + 1) != 0) {
        mantissa >>= 1;
        exponent++;
    }
    if (exponent >= 2 * EXPONENT_BIAS + 1) {
        return 0;
    }
    const uint64_t bits = (mantissa & (((uint64_t)1 << MANTISSA_BITS) - 1))
                          | (uint64_t)exponent << MANTISSA_BITS;
    memcpy(value, &bits, sizeof bits);
    return 1;
}

int hopi_decimal_to_double(uint64_t w, int q, double *value)
{
    if (w == 0) {
        *value = 0.0;
        return 1;
    }
    if (is_simple(w, q, value)) {
        return 1;
    }
#if DBL_MANT_DIG == 53 && DBL_MAX_EXP == 1024
    return q >= POWER_MIN && q <= POWER_MAX && round_product(w, q, value);
#else
    return 0;
#endif
}
