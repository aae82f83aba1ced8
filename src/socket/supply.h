/*
 * Where the bytes of the datagrams come from: a text, hexadecimal digits, a file, a pattern, or the lines of standard
 * input.
 */
#ifndef UDPI_SOCKET_SUPPLY_H
#define UDPI_SOCKET_SUPPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "core/sink.h"

enum {
    /* RFC 791 section 3.1: the total length has 16 bits. Less a header of 20 bytes, less the 8 of UDP. */
    UDPI_SUPPLY_MAX_IPV4 = 65535 - 20 - 8,
    /* RFC 8200 section 3: the payload length has 16 bits and leaves the IPv6 header out. Less the 8 of UDP. */
    UDPI_SUPPLY_MAX_IPV6 = 65535 - 8,
};

enum udpi_supply_kind {
    UDPI_SUPPLY_LINES, /* standard input, a datagram for each line, without its newline */
    UDPI_SUPPLY_TEXT,  /* `text` as it stands */
    UDPI_SUPPLY_HEX,   /* `text` in pairs of hexadecimal digits; blanks and colons between them do not count */
    UDPI_SUPPLY_FILE,  /* the file named `text`, whole; "-" is standard input */
    UDPI_SUPPLY_SIZE,  /* bytes of a ruler: "0.........10........20........" says at which offset one is */
};

struct udpi_supply_options {
    enum udpi_supply_kind kind;
    const char *text;
    size_t least_size; /* of a ruler: each datagram has a size drawn evenly from this one to the next */
    size_t size;
    uint64_t seed; /* of the draws */
    size_t header; /* bytes left free, as zeros, in front of what is no ruler; a ruler's sizes include them */
};

struct udpi_supply;

/* "18" or "64..1400". UDPI_USAGE where it is neither, or where the first is larger than the second. */
enum udpi_status udpi_supply_parse_size(const char *text, struct udpi_supply_options *options,
                                        struct udpi_error *error);

/*
 * Reads everything but lines at once. `family` is AF_INET or AF_INET6: where the bytes are too many for a datagram, the
 * error says why. UDPI_USAGE where hexadecimal digits are none. On failure gives NULL.
 */
struct udpi_supply *udpi_supply_open(const struct udpi_supply_options *options, int family, struct udpi_error *error);
void udpi_supply_close(struct udpi_supply *supply); /* NULL is fine */

enum udpi_supply_state {
    UDPI_SUPPLY_READY,  /* here are the bytes */
    UDPI_SUPPLY_LATER,  /* standard input has no whole line yet: poll(2) it for reading, and ask again */
    UDPI_SUPPLY_END,    /* no line will come any more */
    UDPI_SUPPLY_FAILED, /* the error says why */
};

/*
 * The bytes of the next datagram, valid until the next call; there may be none in it. Only lines come to an end: every
 * other supply gives the same bytes again and again, or as many of them as it draws. Never sleeps.
 */
enum udpi_supply_state udpi_supply_next(struct udpi_supply *supply, const uint8_t **bytes, size_t *count,
                                        struct udpi_error *error);

/*
 * What all datagrams of a supply that is no lines are made of: each has the first `least` to `most` of the bytes. Valid
 * until the supply is closed.
 */
struct udpi_supply_extent {
    const uint8_t *bytes;
    size_t least, most;
};
struct udpi_supply_extent udpi_supply_measure(const struct udpi_supply *supply);

enum { UDPI_SUPPLY_COLUMNS = 64 }; /* shown where the caller does not say */

/*
 * Ends a line with a datagram: `5 bytes from 127.0.0.1:51000: "hello"`, where `middle` is what stands between the size
 * and the colon. Bytes beyond `columns` columns (0: UDPI_SUPPLY_COLUMNS) are not shown; dots behind the quotes say so.
 */
void udpi_supply_show(struct udpi_sink *sink, const uint8_t *bytes, size_t count, const char *middle, size_t columns);

#endif
