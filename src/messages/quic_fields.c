/* The fields of packets of QUIC, and its versions. */
#include "messages/quic_packet.h"

#define IN(container) .within = UDPI_WITHIN(UDPI_QUIC_##container)
#define NAMES(entries)                                                                                                 \
    { entries, sizeof entries / sizeof *entries }
#define DRAFT(number) UDPI_NAME(0xff000000 + (number), "draft-" #number)

/* RFC 9000 section 17.2 */
static const struct udpi_name forms[] = {UDPI_NAME(0, "short"), UDPI_NAME(1, "long")};
static const struct udpi_names form_names = NAMES(forms);

/* RFC 9000 section 17 */
static const struct udpi_name types[] = {
    UDPI_NAME(UDPI_QUIC_INITIAL, "Initial"),
    UDPI_NAME(UDPI_QUIC_0RTT, "0-RTT"),
    UDPI_NAME(UDPI_QUIC_HANDSHAKE, "Handshake"),
    UDPI_NAME(UDPI_QUIC_RETRY, "Retry"),
    UDPI_NAME(UDPI_QUIC_VERSION_NEGOTIATION, "Version-Negotiation"),
    UDPI_NAME(UDPI_QUIC_1RTT, "1-RTT"),
};
static const struct udpi_names type_names = NAMES(types);

/* IANA's "QUIC Versions"; beside them the drafts, Google's versions, whose numbers are ASCII, and Facebook's (mvfst). */
static const struct udpi_name versions[] = {
    UDPI_NAME(0, "negotiation"), UDPI_NAME(1, "v1"),
    UDPI_NAME(0x51303233, "Q023"), UDPI_NAME(0x51303234, "Q024"), UDPI_NAME(0x51303235, "Q025"),
    UDPI_NAME(0x51303330, "Q030"), UDPI_NAME(0x51303333, "Q033"), UDPI_NAME(0x51303334, "Q034"),
    UDPI_NAME(0x51303335, "Q035"), UDPI_NAME(0x51303336, "Q036"), UDPI_NAME(0x51303337, "Q037"),
    UDPI_NAME(0x51303338, "Q038"), UDPI_NAME(0x51303339, "Q039"), UDPI_NAME(0x51303433, "Q043"),
    UDPI_NAME(0x51303434, "Q044"), UDPI_NAME(0x51303436, "Q046"), UDPI_NAME(0x51303438, "Q048"),
    UDPI_NAME(0x51303439, "Q049"), UDPI_NAME(0x51303530, "Q050"), UDPI_NAME(0x54303438, "T048"),
    UDPI_NAME(0x54303439, "T049"), UDPI_NAME(0x54303530, "T050"), UDPI_NAME(0x54303531, "T051"),
    UDPI_NAME(0x6b3343cf, "v2"), UDPI_NAME(0x709a50c4, "v2-draft"),
    UDPI_NAME(0xfaceb001, "mvfst-22"), UDPI_NAME(0xfaceb002, "mvfst-27"), UDPI_NAME(0xfaceb00e, "mvfst-experimental"),
    DRAFT(1), DRAFT(2), DRAFT(3), DRAFT(4), DRAFT(5), DRAFT(6), DRAFT(7), DRAFT(8), DRAFT(9), DRAFT(10), DRAFT(11),
    DRAFT(12), DRAFT(13), DRAFT(14), DRAFT(15), DRAFT(16), DRAFT(17), DRAFT(18), DRAFT(19), DRAFT(20), DRAFT(21),
    DRAFT(22), DRAFT(23), DRAFT(24), DRAFT(25), DRAFT(26), DRAFT(27), DRAFT(28), DRAFT(29), DRAFT(30), DRAFT(31),
    DRAFT(32), DRAFT(33), DRAFT(34),
};
static const struct udpi_names version_names = NAMES(versions);

const struct udpi_field udpi_quic_fields[UDPI_QUIC_FIELDS] = {
    [UDPI_QUIC_PACKETS] = {.key = "packets", .label = "Packets", .type = UDPI_LIST,
                           .doc = "What the datagram is made of."},
    [UDPI_QUIC_PACKET] = {.key = "packet", .label = "Packet", .type = UDPI_GROUP, IN(PACKETS), .doc = "One packet."},
    [UDPI_QUIC_HEADER_FORM] = {.key = "header_form", .label = "Header form", .type = UDPI_UINT, IN(PACKET),
                               .names = &form_names,
                               .doc = "1 while a connection is set up, 0 as soon as both sides have the keys."},
    [UDPI_QUIC_FIXED_BIT] = {.key = "fixed_bit", .label = "Fixed bit", .type = UDPI_BOOL, IN(PACKET),
                             .doc = "Set, so that QUIC can be told from what shares its port; but see RFC 9287."},
    [UDPI_QUIC_TYPE] = {.key = "type", .label = "Type", .type = UDPI_WORD, IN(PACKET),
                        .flags = UDPI_SUMMARY | UDPI_DERIVED, .names = &type_names,
                        .doc = "Kind of packet, whatever number its version has for it."},
    [UDPI_QUIC_LONG_PACKET_TYPE] = {.key = "long_packet_type", .label = "Long packet type", .type = UDPI_UINT,
                                    IN(PACKET), .doc = "The two bits that say so, as version 1 or 2 numbers types."},
    [UDPI_QUIC_SPIN_BIT] = {.key = "spin_bit", .label = "Spin bit", .type = UDPI_BOOL, IN(PACKET),
                            .doc = "Turns once each round trip, for whoever measures it on the path; or is random."},
    [UDPI_QUIC_VERSION] = {.key = "version", .label = "Version", .type = UDPI_HEX, IN(PACKET), .width = 4,
                           .flags = UDPI_SUMMARY, .names = &version_names,
                           .doc = "Version of QUIC; 0 in an answer that lists those of the server."},
    [UDPI_QUIC_RESERVED_VERSION] = {.key = "reserved_version", .label = "Reserved version", .type = UDPI_BOOL,
                                    IN(PACKET), .flags = UDPI_NOTABLE | UDPI_IF_SET | UDPI_DERIVED,
                                    .doc = "It is one of 0x?a?a?a?a, which nobody speaks: the server is to list its own."},
    [UDPI_QUIC_DCID_LENGTH] = {.key = "dcid_length", .label = "Destination connection id length", .type = UDPI_UINT,
                               IN(PACKET), .width = 1, .doc = "Bytes of the receiver's id."},
    [UDPI_QUIC_DCID] = {.key = "dcid", .label = "Destination connection id", .type = UDPI_BYTES, IN(PACKET),
                        .flags = UDPI_SUMMARY,
                        .doc = "The receiver's id of the connection; of a client's first packets, a random one."},
    [UDPI_QUIC_SCID_LENGTH] = {.key = "scid_length", .label = "Source connection id length", .type = UDPI_UINT,
                               IN(PACKET), .width = 1, .doc = "Bytes of the sender's id."},
    [UDPI_QUIC_SCID] = {.key = "scid", .label = "Source connection id", .type = UDPI_BYTES, IN(PACKET),
                        .flags = UDPI_SUMMARY,
                        .doc = "The id by which the sender wants to be called; 1-RTT packets to it have no other."},
    [UDPI_QUIC_ODCID_LENGTH] = {.key = "odcid_length", .label = "Original destination connection id length",
                                .type = UDPI_UINT, IN(PACKET), .width = 1, .doc = "Bytes of that id."},
    [UDPI_QUIC_ODCID] = {.key = "odcid", .label = "Original destination connection id", .type = UDPI_BYTES, IN(PACKET),
                         .doc = "In a Retry of early drafts: the id in the packet that it answers."},
    [UDPI_QUIC_TOKEN_LENGTH] = {.key = "token_length", .label = "Token length", .type = UDPI_UINT, IN(PACKET),
                                .width = 4, .doc = "Bytes of the token of an Initial."},
    [UDPI_QUIC_TOKEN] = {.key = "token", .label = "Token", .type = UDPI_BYTES, IN(PACKET),
                         .doc = "From a Retry or an earlier connection: shows that the client has its address."},
    [UDPI_QUIC_RETRY_TOKEN] = {.key = "retry_token", .label = "Retry token", .type = UDPI_BYTES, IN(PACKET),
                               .doc = "The client is to send it back in another Initial."},
    [UDPI_QUIC_INTEGRITY_TAG] = {.key = "retry_integrity_tag", .label = "Retry integrity tag", .type = UDPI_BYTES,
                                 IN(PACKET), .doc = "Shows that the server has seen the Initial."},
    [UDPI_QUIC_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, IN(PACKET), .width = 4,
                          .doc = "Bytes of packet number and payload."},
    [UDPI_QUIC_PROTECTED] = {.key = "protected", .label = "Protected", .type = UDPI_BYTES, IN(PACKET),
                             .doc = "Packet number and payload, encrypted; behind the id, where its length is not known."},
    [UDPI_QUIC_SUPPORTED_VERSIONS] = {.key = "versions", .label = "Versions", .type = UDPI_LIST,
                                      IN(PACKET), .doc = "Versions that the server speaks."},
    [UDPI_QUIC_SUPPORTED] = {.key = "supported", .label = "Supported", .type = UDPI_GROUP, IN(SUPPORTED_VERSIONS),
                             .doc = "One of them."},
    [UDPI_QUIC_SUPPORTED_VERSION] = {.key = "version", .label = "Version", .type = UDPI_HEX, IN(SUPPORTED), .width = 4,
                                     .names = &version_names, .doc = "Version of QUIC."},
    [UDPI_QUIC_SUPPORTED_RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_BOOL, IN(SUPPORTED),
                                      .flags = UDPI_IF_SET | UDPI_DERIVED,
                                      .doc = "Nobody speaks it: clients are to get used to versions that they do not "
                                             "know."},
    [UDPI_QUIC_UNKNOWN] = {.key = "version_specific", .label = "Version-specific", .type = UDPI_BYTES, IN(PACKET),
                           .doc = "What a version that is not known makes of the rest (RFC 8999 section 5.1)."},
    [UDPI_QUIC_REST] = {.key = "rest", .label = "Rest", .type = UDPI_BYTES,
                        .doc = "Bytes behind the last packet that are no packet: to be passed over, as padding."},
};

/* Ascending. Before draft-22 the lengths of both ids shared a byte, as in Google's versions up to Q046. */
static const struct {
    uint32_t first, last;
    uint8_t layout;
} layouts[] = {
    {0, 0, UDPI_QUIC_LAYOUT_NEGOTIATION},
    {1, 1, UDPI_QUIC_LAYOUT_V1},
    {0x51303530, 0x51303530, UDPI_QUIC_LAYOUT_V1},
    {0x54303530, 0x54303531, UDPI_QUIC_LAYOUT_V1},
    {0x6b3343cf, 0x6b3343cf, UDPI_QUIC_LAYOUT_V2},
    {0x709a50c4, 0x709a50c4, UDPI_QUIC_LAYOUT_V2},
    {0xfaceb001, 0xfaceb001, UDPI_QUIC_LAYOUT_DRAFT},
    {0xfaceb002, 0xfaceb002, UDPI_QUIC_LAYOUT_V1},
    {0xfaceb00e, 0xfaceb00e, UDPI_QUIC_LAYOUT_V1},
    {0xff000016, 0xff000018, UDPI_QUIC_LAYOUT_DRAFT},
    {0xff000019, 0xff000022, UDPI_QUIC_LAYOUT_V1},
};

enum udpi_quic_layout udpi_quic_find_layout(uint32_t version) {
    if ((version & 0x0f0f0f0f) == 0x0a0a0a0a) /* RFC 9000 section 15 */
        return UDPI_QUIC_LAYOUT_RESERVED;
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (version >= layouts[i].first && version <= layouts[i].last)
            return layouts[i].layout;
    return UDPI_QUIC_LAYOUT_NONE;
}

bool udpi_quic_read_invariants(struct udpi_cursor cursor, struct udpi_quic_invariants *invariants) {
    udpi_cursor_take(&cursor, 1);
    invariants->version = (uint32_t)udpi_cursor_read(&cursor, 4);
    invariants->dcid_length = (uint8_t)udpi_cursor_read(&cursor, 1);
    invariants->dcid = udpi_cursor_take(&cursor, invariants->dcid_length);
    invariants->scid_length = (uint8_t)udpi_cursor_read(&cursor, 1);
    invariants->scid = udpi_cursor_take(&cursor, invariants->scid_length);
    return cursor.stop == UDPI_STOP_NONE && invariants->dcid_length <= UDPI_QUIC_MOST_ID &&
           invariants->scid_length <= UDPI_QUIC_MOST_ID;
}
