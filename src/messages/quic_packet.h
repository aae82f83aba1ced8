/*
 * Packets of QUIC, several of which may stand in a datagram: RFC 9000 sections 12.2 and 17, RFC 8999, RFC 9369.
 *
 *     | form 1 bit: 1 | fixed 1 | type 2 | protected 4 | version 4 | length 1 | dcid | length 1 | scid | by the type |
 *     | form 1 bit: 0 | fixed 1 | spin 1 | protected 5 | dcid, whose length the receiver knows | protected |
 *
 * What is protected cannot be read without the keys of the connection.
 */
#ifndef UDPINSPECT_MESSAGES_QUIC_PACKET_H
#define UDPINSPECT_MESSAGES_QUIC_PACKET_H

#include "model/decode.h"

enum {
    UDPI_QUIC_PACKETS,
    UDPI_QUIC_PACKET,
    UDPI_QUIC_HEADER_FORM,
    UDPI_QUIC_FIXED_BIT,
    UDPI_QUIC_TYPE,
    UDPI_QUIC_LONG_PACKET_TYPE,
    UDPI_QUIC_SPIN_BIT,
    UDPI_QUIC_VERSION,
    UDPI_QUIC_RESERVED_VERSION,
    UDPI_QUIC_DCID_LENGTH,
    UDPI_QUIC_DCID,
    UDPI_QUIC_SCID_LENGTH,
    UDPI_QUIC_SCID,
    UDPI_QUIC_ODCID_LENGTH,
    UDPI_QUIC_ODCID,
    UDPI_QUIC_TOKEN_LENGTH,
    UDPI_QUIC_TOKEN,
    UDPI_QUIC_RETRY_TOKEN,
    UDPI_QUIC_INTEGRITY_TAG,
    UDPI_QUIC_LENGTH,
    UDPI_QUIC_PROTECTED,
    UDPI_QUIC_SUPPORTED_VERSIONS,
    UDPI_QUIC_SUPPORTED,
    UDPI_QUIC_SUPPORTED_VERSION,
    UDPI_QUIC_SUPPORTED_RESERVED,
    UDPI_QUIC_UNKNOWN,
    UDPI_QUIC_REST,
    UDPI_QUIC_FIELDS
};

extern const struct udpi_field udpi_quic_fields[UDPI_QUIC_FIELDS];

/* Values of UDPI_QUIC_TYPE; the first four are also those of the two bits in version 1. */
enum udpi_quic_type {
    UDPI_QUIC_INITIAL,
    UDPI_QUIC_0RTT,
    UDPI_QUIC_HANDSHAKE,
    UDPI_QUIC_RETRY,
    UDPI_QUIC_VERSION_NEGOTIATION,
    UDPI_QUIC_1RTT,
};

/* What a version means for the packets that bear it. */
enum udpi_quic_layout {
    UDPI_QUIC_LAYOUT_NONE,        /* nobody's, or one whose packets look otherwise */
    UDPI_QUIC_LAYOUT_NEGOTIATION, /* version 0 */
    UDPI_QUIC_LAYOUT_RESERVED,    /* 0x?a?a?a?a: all that is known are the invariants */
    UDPI_QUIC_LAYOUT_V1,
    UDPI_QUIC_LAYOUT_V2,    /* the types have other numbers: RFC 9369 section 3.2 */
    UDPI_QUIC_LAYOUT_DRAFT, /* up to draft-24 a Retry repeats the client's first connection id, and has no tag */
};

enum udpi_quic_layout udpi_quic_find_layout(uint32_t version);

enum {
    UDPI_QUIC_LONG_FORM = 0x80,
    UDPI_QUIC_FIXED = 0x40,
    UDPI_QUIC_MOST_ID = 20, /* bytes of a connection id: RFC 9000 section 17.2 */
};

/* The part of a long header that all versions have: RFC 8999 section 5.1. */
struct udpi_quic_invariants {
    uint32_t version;
    uint8_t dcid_length, scid_length;
    const uint8_t *dcid, *scid;
};

/* Reads it from the packet at the cursor. False where it is not all there, or an id is longer than any may be. */
bool udpi_quic_read_invariants(struct udpi_cursor cursor, struct udpi_quic_invariants *invariants);

#endif
