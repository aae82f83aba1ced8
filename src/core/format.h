/*
 * Numbers and addresses as text, appended at a pointer. Every function gives the place behind what it wrote and writes
 * no NUL. The caller has reserved the room: the worst case stands at each function.
 */
#ifndef UDPI_CORE_FORMAT_H
#define UDPI_CORE_FORMAT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    UDPI_UINT_SIZE = 20,
    UDPI_POWER_SIZE = 39,
    UDPI_MAC_SIZE = 17,
    UDPI_IPV4_SIZE = 15,
    UDPI_IPV6_SIZE = 45,
    UDPI_TIME_SIZE = 30,
};

/* Two hexadecimal digits of each byte, two decimal digits of 0 to 99. */
extern const char udpi_hex_pairs[512];
extern const char udpi_decimal_pairs[200];

/* Exactly two decimal digits; number below 100. */
static inline char *udpi_format_two(char *at, unsigned number) {
    __builtin_memcpy(at, udpi_decimal_pairs + 2 * number, 2); /* memcpy with its checks is too large to be inlined so often */
    return at + 2;
}

/* Exactly `digits` decimal digits with leading zeros; number below 10^digits. */
char *udpi_format_digits(char *at, uint64_t number, unsigned digits);

/* The same with six digits: microseconds. */
static inline char *udpi_format_six(char *at, uint32_t number) {
    uint32_t high = number / 10000, low = number % 10000;
    at = udpi_format_two(at, high);
    at = udpi_format_two(at, low / 100);
    return udpi_format_two(at, low % 100);
}

/* What udpi_format_uint does with numbers that are less common. */
char *udpi_format_large(char *at, uint64_t number);

/* Decimal, no leading zeros; up to UDPI_UINT_SIZE. */
static inline char *udpi_format_uint(char *at, uint64_t number) {
    if (number < 10) {
        *at = (char)('0' + number);
        return at + 1;
    }
    if (number < 100)
        return udpi_format_two(at, (unsigned)number);
    if (number >= 100000)
        return udpi_format_large(at, number);
    uint32_t high = (uint32_t)number / 100, low = (uint32_t)number % 100;
    if (number >= 10000) {
        *at++ = (char)('0' + high / 100);
        high %= 100;
    }
    if (number >= 1000)
        at = udpi_format_two(at, high);
    else
        *at++ = (char)('0' + high);
    return udpi_format_two(at, low);
}

/* Decimal with a minus where it is below 0; up to UDPI_UINT_SIZE. */
static inline char *udpi_format_int(char *at, int64_t number) {
    if (number < 0)
        *at++ = '-';
    return udpi_format_uint(at, number < 0 ? -(uint64_t)number : (uint64_t)number);
}

/* One byte as two lower-case hexadecimal digits. */
static inline char *udpi_format_hex8(char *at, uint8_t byte) {
    memcpy(at, udpi_hex_pairs + 2 * (size_t)byte, 2);
    return at + 2;
}

/* `count` bytes as 2 * count hexadecimal digits. */
char *udpi_format_hex(char *at, const uint8_t *bytes, size_t count);

/* "0x" and exactly `digits` hexadecimal digits (1 to 16). */
char *udpi_format_0x(char *at, uint64_t number, unsigned digits);

/* 2^exponent (0 to 128) in decimal; up to UDPI_POWER_SIZE. */
char *udpi_format_power_of_two(char *at, unsigned exponent);

/* 02:00:00:00:00:01, from 48 bits; UDPI_MAC_SIZE, and one byte behind is written to. */
char *udpi_format_mac(char *at, uint64_t mac);

/* 2026-11-22T10:00:00.123456789Z (RFC 3339), from nanoseconds since 1970, which reach from 1677 to 2262. */
char *udpi_format_time(char *at, int64_t time);

/* 192.0.2.1, from host order; up to UDPI_IPV4_SIZE, and up to three bytes behind the text are written to. */
char *udpi_format_ipv4(char *at, uint32_t address);

/* 2001:db8::1, from 16 bytes in network order; up to UDPI_IPV6_SIZE, and up to three bytes behind the
   text are written to. RFC 5952, with its section 5 for ::ffff:0:0/96. */
char *udpi_format_ipv6(char *at, const uint8_t *address);

#endif
