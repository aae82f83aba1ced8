#include "core/format.h"

#include <stdbool.h>
#include <time.h>

#include "core/bytes.h"

const char udpi_hex_pairs[512] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                                 "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
                                 "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
                                 "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
                                 "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"
                                 "a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
                                 "c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
                                 "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";

const char udpi_decimal_pairs[200] = "000102030405060708091011121314151617181920212223242526272829303132333435363738394"
                                     "04142434445464748495051525354555657585960616263"
                                     "646566676869707172737475767778798081828384858687888990919293949596979899";

static unsigned count_digits(uint64_t number) {
    unsigned digits = 1;
    for (; number >= 10000; number /= 10000)
        digits += 4;
    return digits + (number >= 10) + (number >= 100) + (number >= 1000);
}

char *udpi_format_digits(char *at, uint64_t number, unsigned digits) {
    char *end = at + digits;
    char *to = end;
    for (; to - at >= 2; number /= 100)
        memcpy(to -= 2, udpi_decimal_pairs + 2 * (number % 100), 2);
    if (to > at)
        *at = (char)('0' + number % 10);
    return end;
}

/* Two digits of a date or a time of day, and what stands behind them. */
static char *format_next(char *at, int number, char behind) {
    at = udpi_format_two(at, (unsigned)number % 100);
    *at = behind;
    return at + 1;
}

char *udpi_format_time(char *at, int64_t time) {
    enum { SECOND = 1000000000 };
    int64_t fraction = time % SECOND;
    time_t second = (time_t)(time / SECOND);
    if (fraction < 0) { /* before 1970 the fraction counts upwards too */
        fraction += SECOND;
        second--;
    }
    struct tm tm;
    gmtime_r(&second, &tm);
    at = udpi_format_digits(at, (uint64_t)tm.tm_year + 1900, 4);
    *at++ = '-';
    at = format_next(at, tm.tm_mon + 1, '-');
    at = format_next(at, tm.tm_mday, 'T');
    at = format_next(at, tm.tm_hour, ':');
    at = format_next(at, tm.tm_min, ':');
    at = format_next(at, tm.tm_sec, '.');
    at = udpi_format_digits(at, (uint64_t)fraction, 9);
    *at++ = 'Z';
    return at;
}

char *udpi_format_large(char *at, uint64_t number) {
    return udpi_format_digits(at, number, count_digits(number));
}

char *udpi_format_hex(char *at, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++)
        at = udpi_format_hex8(at, bytes[i]);
    return at;
}

char *udpi_format_0x(char *at, uint64_t number, unsigned digits) {
    at[0] = '0';
    at[1] = 'x';
    unsigned left = digits;
    for (; left >= 2; left -= 2, number >>= 8)
        udpi_format_hex8(at + left, (uint8_t)number);
    if (left > 0)
        at[2] = "0123456789abcdef"[number & 15];
    return at + 2 + digits;
}

char *udpi_format_power_of_two(char *at, unsigned exponent) {
    uint8_t digits[UDPI_POWER_SIZE] = {1}; /* the last one first */
    unsigned count = 1;
    for (; exponent > 0; exponent--) {
        unsigned carry = 0;
        for (unsigned i = 0; i < count; i++) {
            unsigned twice = 2U * digits[i] + carry;
            digits[i] = (uint8_t)(twice % 10);
            carry = twice / 10;
        }
        if (carry)
            digits[count++] = (uint8_t)carry;
    }
    while (count > 0)
        *at++ = (char)('0' + digits[--count]);
    return at;
}

char *udpi_format_mac(char *at, uint64_t mac) {
#pragma GCC unroll 6
    for (unsigned i = 0; i < 6; i++) {
        udpi_format_hex8(at + 3 * i, (uint8_t)(mac >> (40 - 8 * i)));
        at[3 * i + 2] = ':';
    }
    return at + UDPI_MAC_SIZE;
}

/* 0 to 255 with a dot, and the length of that. */
struct octet {
    char text[7];
    uint8_t length;
};

#define OCTET(digits)                                                                                                  \
    { #digits ".", sizeof #digits }
#define OCTETS(tens)                                                                                                   \
    OCTET(tens##0), OCTET(tens##1), OCTET(tens##2), OCTET(tens##3), OCTET(tens##4), OCTET(tens##5), OCTET(tens##6),    \
        OCTET(tens##7), OCTET(tens##8), OCTET(tens##9)

static const struct octet octets[256] = {
    OCTET(0),   OCTET(1),   OCTET(2),   OCTET(3),   OCTET(4),   OCTET(5),   OCTET(6),   OCTET(7),
    OCTET(8),   OCTET(9),   OCTETS(1),  OCTETS(2),  OCTETS(3),  OCTETS(4),  OCTETS(5),  OCTETS(6),
    OCTETS(7),  OCTETS(8),  OCTETS(9),  OCTETS(10), OCTETS(11), OCTETS(12), OCTETS(13), OCTETS(14),
    OCTETS(15), OCTETS(16), OCTETS(17), OCTETS(18), OCTETS(19), OCTETS(20), OCTETS(21), OCTETS(22),
    OCTETS(23), OCTETS(24), OCTET(250), OCTET(251), OCTET(252), OCTET(253), OCTET(254), OCTET(255),
};

static inline char *format_octet(char *at, uint8_t number) {
    memcpy(at, octets[number].text, 4);
    return at + octets[number].length;
}

char *udpi_format_ipv4(char *at, uint32_t address) {
    at = format_octet(at, (uint8_t)(address >> 24));
    at = format_octet(at, (uint8_t)(address >> 16));
    at = format_octet(at, (uint8_t)(address >> 8));
    return format_octet(at, (uint8_t)address) - 1;
}

static char *format_group(char *at, unsigned group) {
    unsigned shift = group >= 0x1000 ? 12 : group >= 0x100 ? 8 : group >= 0x10 ? 4 : 0;
    for (;; shift -= 4) {
        *at++ = "0123456789abcdef"[group >> shift & 15];
        if (shift == 0)
            return at;
    }
}

/* RFC 5952 section 4.2: the longest run of two or more zero groups, the first of several; its start in *start. */
static unsigned find_zero_run(const uint8_t *address, unsigned groups, unsigned *start) {
    unsigned best = 1, run = 0;
    *start = groups;
    for (unsigned i = 0; i < groups; i++) {
        run = udpi_load_be16(address + 2 * (size_t)i) == 0 ? run + 1 : 0;
        if (run > best) {
            best = run;
            *start = i + 1 - run;
        }
    }
    return *start < groups ? best : 0;
}

char *udpi_format_ipv6(char *at, const uint8_t *address) {
    static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
    bool has_ipv4 = memcmp(address, mapped, sizeof mapped) == 0;
    unsigned groups = has_ipv4 ? 6 : 8;
    unsigned zeros_at;
    unsigned zeros = find_zero_run(address, groups, &zeros_at);
    for (unsigned i = 0; i < groups;) {
        if (i == zeros_at) {
            *at++ = ':';
            *at++ = ':';
            i += zeros;
            continue;
        }
        if (i > 0 && i != zeros_at + zeros)
            *at++ = ':';
        at = format_group(at, udpi_load_be16(address + 2 * (size_t)i));
        i++;
    }
    if (!has_ipv4)
        return at;
    *at++ = ':';
    return udpi_format_ipv4(at, udpi_load_be32(address + 12));
}
