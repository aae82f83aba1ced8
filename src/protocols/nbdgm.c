/*
 * NetBIOS datagram service: RFC 1002 section 4.4. What it carries, mostly SMB, is the payload.
 *
 *     | type 1 | reserved 4 bits, node type 2, first 1, more 1 | id 2 | source address 4 | source port 2 | …
 *
 *     datagrams: | length 2 | offset 2 | source name | destination name | data
 *     error:     | code 1 |
 *     query:     | destination name |                              and both answers to it
 */
#include "model/netbios.h"
#include "model/nest.h"

enum {
    TYPE,
    NODE_TYPE,
    FIRST,
    MORE,
    ID,
    SOURCE_IP,
    SOURCE_PORT,
    DATAGRAM_LENGTH,
    PACKET_OFFSET,
    SOURCE_NAME,
    SOURCE_SUFFIX,
    SOURCE_SCOPE,
    DESTINATION_NAME,
    DESTINATION_SUFFIX,
    DESTINATION_SCOPE,
    ERROR_CODE,
    FIELDS
};

enum { HEADER_SIZE = 10, DIRECT_UNIQUE = 0x10, BROADCAST = 0x12, ERROR = 0x13, LAST_TYPE = 0x16, LENGTHS_SIZE = 4 };

/* RFC 1002 section 4.4.1. */
static const struct udpi_name type_entries[] = {
    UDPI_NAME(DIRECT_UNIQUE, "direct-unique"), UDPI_NAME(0x11, "direct-group"),
    UDPI_NAME(BROADCAST, "broadcast"),         UDPI_NAME(ERROR, "error"),
    UDPI_NAME(0x14, "query-request"),          UDPI_NAME(0x15, "positive-query-response"),
    UDPI_NAME(LAST_TYPE, "negative-query-response"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

static const struct udpi_name node_entries[] = {UDPI_NAME(0, "B"), UDPI_NAME(1, "P"), UDPI_NAME(2, "M"),
                                                UDPI_NAME(3, "NBDD")};
static const struct udpi_names node_names = {node_entries, sizeof node_entries / sizeof *node_entries};

/* RFC 1002 section 4.4.3. */
static const struct udpi_name error_entries[] = {
    UDPI_NAME(0x82, "destination name not present"),
    UDPI_NAME(0x83, "invalid source name format"),
    UDPI_NAME(0x84, "invalid destination name format"),
};
static const struct udpi_names error_names = {error_entries, sizeof error_entries / sizeof *error_entries};

static const struct udpi_field fields[FIELDS] = {
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, UDPI_AT(0, 1), .flags = UDPI_SUMMARY,
              .names = &type_names, .initial = DIRECT_UNIQUE, .doc = "Kind of message."},
    [NODE_TYPE] = {.key = "node_type", .label = "Node type", .type = UDPI_UINT, UDPI_BITS(12, 2), .names = &node_names,
                   .doc = "How the sender finds names: by broadcast, by asking a server, or both."},
    [FIRST] = {.key = "first", .label = "First fragment", .type = UDPI_BOOL, UDPI_BITS(14, 1),
               .doc = "The datagram begins here."},
    [MORE] = {.key = "more", .label = "More fragments", .type = UDPI_BOOL, UDPI_BITS(15, 1), .flags = UDPI_NOTABLE,
              .doc = "The datagram does not end here."},
    [ID] = {.key = "id", .label = "Datagram id", .type = UDPI_UINT, UDPI_AT(2, 2),
            .doc = "Ties the fragments of a datagram, and errors to it."},
    [SOURCE_IP] = {.key = "source_ip", .label = "Source address", .type = UDPI_IPV4, UDPI_AT(4, 4),
                   .doc = "Where the datagram comes from, be it passed on."},
    [SOURCE_PORT] = {.key = "source_port", .label = "Source port", .type = UDPI_PORT, UDPI_AT(8, 2),
                     .doc = "From which port there."},
    [DATAGRAM_LENGTH] = {.key = "datagram_length", .label = "Datagram length", .type = UDPI_UINT, .width = 2,
                         .doc = "Bytes of both names and the data."},
    [PACKET_OFFSET] = {.key = "packet_offset", .label = "Packet offset", .type = UDPI_UINT, .width = 2,
                       .flags = UDPI_NOTABLE, .doc = "Where in the datagram the data of this fragment belong."},
    [SOURCE_NAME] = {.key = "source_name", .label = "Source name", .type = UDPI_NETBIOS, .flags = UDPI_SUMMARY,
                     .doc = "Who sends."},
    [SOURCE_SUFFIX] = {.key = "source_suffix", .label = "Source suffix", .type = UDPI_HEX, .width = 1,
                       .names = &udpi_netbios_suffix_names, .doc = "What that name is for."},
    [SOURCE_SCOPE] = {.key = "source_scope", .label = "Source scope", .type = UDPI_DOMAIN,
                      .doc = "Within which the name means somebody."},
    [DESTINATION_NAME] = {.key = "destination_name", .label = "Destination name", .type = UDPI_NETBIOS,
                          .flags = UDPI_SUMMARY, .doc = "To whom."},
    [DESTINATION_SUFFIX] = {.key = "destination_suffix", .label = "Destination suffix", .type = UDPI_HEX, .width = 1,
                            .names = &udpi_netbios_suffix_names, .doc = "What that name is for."},
    [DESTINATION_SCOPE] = {.key = "destination_scope", .label = "Destination scope", .type = UDPI_DOMAIN,
                           .doc = "Within which the name means somebody."},
    [ERROR_CODE] = {.key = "error_code", .label = "Error code", .type = UDPI_UINT, .width = 1, .flags = UDPI_SUMMARY,
                    .names = &error_names, .doc = "Why a datagram was not delivered."},
};

static void put_datagram(struct udpi_decode *d, const uint8_t *header) {
    size_t length = udpi_nest_number(d, 0, DATAGRAM_LENGTH, 2);
    udpi_nest_number(d, 0, PACKET_OFFSET, 2);
    if (d->cursor.stop == UDPI_STOP_NONE && length != d->cursor.claim)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the datagram is to have {a} bytes, and {b} follow", (uint32_t)length,
                      (uint32_t)d->cursor.claim);
    if (udpi_take_netbios(d, 0, SOURCE_NAME, header))
        udpi_take_netbios(d, 0, DESTINATION_NAME, header);
}

/* A name, wherever one is, begins with its 32 letters: it can be no pointer, for no name stands before it. */
static bool is_plausible(const struct udpi_decode *d, const uint8_t *header) {
    unsigned type = header[0];
    if (type < DIRECT_UNIQUE || type > LAST_TYPE || header[1] >> 4 != 0)
        return false;
    if (type == ERROR)
        return d->cursor.claim == 1;
    size_t name_at = type <= BROADCAST ? LENGTHS_SIZE : 0;
    return d->cursor.claim > name_at &&
           (d->cursor.have <= name_at || d->cursor.at[name_at] == UDPI_NETBIOS_LETTERS);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(d, header))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, TYPE, SOURCE_PORT + 1, header);
    if (header[0] <= BROADCAST)
        put_datagram(d, header);
    else if (header[0] == ERROR)
        udpi_nest_number(d, 0, ERROR_CODE, 1);
    else
        udpi_take_netbios(d, 0, DESTINATION_NAME, header);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 138}};

const struct udpi_protocol udpi_nbdgm = {
    .key = "nbdgm",
    .title = "NetBIOS Datagram Service",
    .spec = "RFC 1002",
    .doc = "Carries datagrams from one NetBIOS name to another, or to a group.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
