/*
 * ARCNET, as Linux captures it.
 *
 *     | source 1 | destination 1 | offset 2 | protocol 1 | with RFC 1201: split flag 1, sequence 2 | …
 *
 * An exception frame of RFC 1201 has ff ff ff in front of the split flag: its size is one that ARCNET cannot carry.
 * Left out: packets in several frames, and what is not IP.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { SOURCE, DESTINATION, OFFSET, PROTOCOL, EXCEPTION, SPLIT_FLAG, SEQUENCE, FIELDS };

enum {
    BACNET = 0xcd,
    IPV6 = 0xc4,
    IP_1201 = 0xd4,
    ARP_1201 = 0xd5,
    RARP_1201 = 0xd6,
    APPLETALK = 0xdd,
    IP_1051 = 0xf0,
    ARP_1051 = 0xf1,
    IPX = 0xfa,
};

enum { SPLIT_EXCEPTION = 0xff, EXCEPTION_SIZE = 3, ETHERTYPE_ARP = 0x0806 };

static const struct udpi_name protocol_entries[] = {
    UDPI_NAME(IPV6, "IPv6"),
    UDPI_NAME(BACNET, "BACnet"),
    UDPI_NAME(IP_1201, "IPv4 (RFC 1201)"),
    UDPI_NAME(ARP_1201, "ARP (RFC 1201)"),
    UDPI_NAME(RARP_1201, "RARP (RFC 1201)"),
    UDPI_NAME(APPLETALK, "AppleTalk"),
    UDPI_NAME(IP_1051, "IPv4 (RFC 1051)"),
    UDPI_NAME(ARP_1051, "ARP (RFC 1051)"),
    UDPI_NAME(IPX, "IPX"),
};
static const struct udpi_names protocol_names = {protocol_entries, sizeof protocol_entries / sizeof *protocol_entries};

static const struct udpi_field fields[FIELDS] = {
    [SOURCE] = {.key = "source", .label = "Source", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(0, 1),
                .initial = 1,
                .doc = "Number of the sending station, 1 to 255."},
    [DESTINATION] = {.key = "destination", .label = "Destination", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                     UDPI_AT(1, 1),
                     .initial = 2,
                     .doc = "Number of the receiving station; 0 reaches all."},
    [OFFSET] = {.key = "packet_offset", .label = "Offset", .type = UDPI_HEX, UDPI_AT(2, 2),
                .doc = "Where the packet lay in the card's buffer, as the card counts."},
    [PROTOCOL] = {.key = "protocol", .label = "Protocol", .type = UDPI_HEX, .flags = UDPI_COMPUTED | UDPI_NEXT,
                  UDPI_AT(4, 1),
                  .names = &protocol_names,
                  .doc = "System code: says which protocol follows."},
    [EXCEPTION] = {.key = "exception", .label = "Exception", .type = UDPI_BYTES,
                   .doc = "ff ff ff, in an exception frame only."},
    [SPLIT_FLAG] = {.key = "split_flag", .label = "Split flag", .type = UDPI_UINT, .flags = UDPI_NOTABLE, .width = 1,
                    .doc = "0: the packet is whole; odd in its first frame, even in the others."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT, .width = 2,
                  .doc = "The same in all frames of a packet."},
};

static bool has_split_flag(unsigned protocol) {
    return protocol == IPV6 || protocol == IP_1201 || protocol == ARP_1201 || protocol == RARP_1201 ||
           protocol == APPLETALK || protocol == IPX;
}

/* Reads the part that RFC 1201 adds. False where this frame has a piece of a packet, or the header is cut. */
static bool take_split(struct udpi_decode *d) {
    if (udpi_cursor_left(&d->cursor) > 0 && d->cursor.at[0] == SPLIT_EXCEPTION) {
        const uint8_t *exception = udpi_cursor_take(&d->cursor, EXCEPTION_SIZE);
        if (exception)
            udpi_put_bytes(d, EXCEPTION, exception, EXCEPTION_SIZE);
    }
    const uint8_t *split = udpi_cursor_take(&d->cursor, 3);
    if (!split)
        return false;
    udpi_put(d, SPLIT_FLAG, split, 1, split[0]);
    udpi_put(d, SEQUENCE, split + 1, 2, udpi_load_be16(split + 1));
    return split[0] == 0;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, SOURCE, PROTOCOL + 1, header);
    if (has_split_flag(header[4]) && !take_split(d))
        return udpi_next_payload();
    switch (header[4]) {
    case IP_1051:
    case IP_1201: return udpi_next_key(UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV4);
    case IPV6: return udpi_next_key(UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV6);
    case ARP_1051:
    case ARP_1201: return udpi_next_key(UDPI_ETHERTYPE, ETHERTYPE_ARP);
    case BACNET: return udpi_next_key(UDPI_INTERNAL, UDPI_AS_LLC);
    default: return udpi_next_payload();
    }
}

/* The protocol that fits what follows. */
static uint64_t find_protocol(struct udpi_build *b) {
    if (udpi_build_next_key(b, UDPI_INTERNAL, 0) == UDPI_AS_LLC)
        return BACNET;
    switch (udpi_build_next_key(b, UDPI_ETHERTYPE, 0)) {
    case UDPI_ETHERTYPE_IPV6: return IPV6;
    case ETHERTYPE_ARP: return ARP_1201;
    default: return IP_1201;
    }
}

static void encode(struct udpi_build *b) {
    udpi_build_fill(b, PROTOCOL, find_protocol(b));
    if (!has_split_flag((unsigned)udpi_build_number(b, PROTOCOL)))
        return;
    udpi_build_add(b, SPLIT_FLAG);
    udpi_build_add(b, SEQUENCE);
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 129}};

const struct udpi_protocol udpi_arcnet = {
    .key = "arcnet",
    .title = "ARCNET",
    .spec = "RFC 1201, RFC 1051",
    .doc = "An old local network of up to 255 stations.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 5,
    .decode = decode,
    .encode = encode,
};
