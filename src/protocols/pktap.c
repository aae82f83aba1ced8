/*
 * PKTAP: Darwin's header that names the interface and the process of a packet.
 *
 *     | length 4 | type 4 | link type 4 | interface 24 | flags 4 | family 4 | link header length 4 |
 *     | link trailer length 4 | process id 4 | command 20 | service class 4 | interface type 2 | interface unit 2 |
 *     | effective process id 4 | effective command 20 | extension | …
 *
 * Numbers are little-endian: so are the hosts that Darwin runs on. Left out: big-endian hosts.
 */
#include <string.h>

#include "model/build.h"
#include "model/decode.h"

enum {
    LENGTH,
    TYPE,
    DLT,
    INTERFACE,
    FLAGS,
    FAMILY,
    LINK_HEADER_LENGTH,
    LINK_TRAILER_LENGTH,
    PROCESS_ID,
    COMMAND,
    SERVICE_CLASS,
    INTERFACE_TYPE,
    INTERFACE_UNIT,
    EFFECTIVE_PROCESS_ID,
    EFFECTIVE_COMMAND,
    EXTENSION,
    FIELDS
};

enum { HEADER_SIZE = 108, TYPE_PACKET = 1, LINK_TYPE_ETHERNET = 1 };

static const struct udpi_field fields[FIELDS] = {
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_LITTLE,
                UDPI_AT(0, 4),
                .doc = "Size of this header, in bytes."},
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .flags = UDPI_LITTLE, UDPI_AT(4, 4),
              .initial = TYPE_PACKET,
              .doc = "1: a packet follows."},
    [DLT] = {.key = "dlt", .label = "Link type", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_NEXT | UDPI_LITTLE,
             UDPI_AT(8, 4),
             .doc = "Link type of the frame that follows."},
    [INTERFACE] = {.key = "interface", .label = "Interface", .type = UDPI_TEXT, .flags = UDPI_SUMMARY, UDPI_AT(12, 24),
                   .doc = "Name of the interface."},
    [FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX, .flags = UDPI_LITTLE, UDPI_AT(36, 4),
               .doc = "1 received, 2 sent, and others."},
    [FAMILY] = {.key = "family", .label = "Address family", .type = UDPI_UINT, .flags = UDPI_LITTLE, UDPI_AT(40, 4),
                .doc = "Darwin's number of the protocol family: 2 IPv4, 30 IPv6."},
    [LINK_HEADER_LENGTH] = {.key = "link_header_length", .label = "Link header length", .type = UDPI_UINT,
                            .flags = UDPI_LITTLE, UDPI_AT(44, 4),
                            .doc = "Bytes of the link header behind this one."},
    [LINK_TRAILER_LENGTH] = {.key = "link_trailer_length", .label = "Link trailer length", .type = UDPI_UINT,
                             .flags = UDPI_LITTLE, UDPI_AT(48, 4),
                             .doc = "Bytes of the link's trailer at the end."},
    [PROCESS_ID] = {.key = "process_id", .label = "Process", .type = UDPI_UINT, .flags = UDPI_LITTLE, UDPI_AT(52, 4),
                    .doc = "The process that the packet belongs to; 0xffffffff where it is not known."},
    [COMMAND] = {.key = "command", .label = "Command", .type = UDPI_TEXT, .flags = UDPI_SUMMARY, UDPI_AT(56, 20),
                 .doc = "Name of that process."},
    [SERVICE_CLASS] = {.key = "service_class", .label = "Service class", .type = UDPI_UINT, .flags = UDPI_LITTLE,
                       UDPI_AT(76, 4),
                       .doc = "Class of the traffic, by Darwin's numbers."},
    [INTERFACE_TYPE] = {.key = "interface_type", .label = "Interface type", .type = UDPI_UINT, .flags = UDPI_LITTLE,
                        UDPI_AT(80, 2),
                        .doc = "Kind of the interface, by the numbers of SNMP."},
    [INTERFACE_UNIT] = {.key = "interface_unit", .label = "Interface unit", .type = UDPI_UINT, .flags = UDPI_LITTLE,
                        UDPI_AT(82, 2),
                        .doc = "Number of the interface among its kind."},
    [EFFECTIVE_PROCESS_ID] = {.key = "effective_process_id", .label = "Effective process", .type = UDPI_UINT,
                              .flags = UDPI_LITTLE, UDPI_AT(84, 4),
                              .doc = "The process on whose behalf the other one acts."},
    [EFFECTIVE_COMMAND] = {.key = "effective_command", .label = "Effective command", .type = UDPI_TEXT, UDPI_AT(88, 20),
                           .doc = "Name of that process."},
    [EXTENSION] = {.key = "extension", .label = "Extension", .type = UDPI_BYTES,
                   .doc = "What later versions added."},
};

static void put_name(struct udpi_decode *d, unsigned field, const uint8_t *header) {
    const uint8_t *name = header + fields[field].byte;
    size_t length = strnlen((const char *)name, fields[field].bytes);
    if (length > 0)
        udpi_put_bytes(d, field, name, length);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    uint32_t length = (uint32_t)udpi_load_le(header, 4);
    uint64_t type = udpi_load_le(header + 4, 4), dlt = udpi_load_le(header + 8, 4);
    udpi_put_header(d, fields, LENGTH, DLT + 1, header);
    put_name(d, INTERFACE, header);
    udpi_put_header(d, fields, FLAGS, PROCESS_ID + 1, header);
    put_name(d, COMMAND, header);
    udpi_put_header(d, fields, SERVICE_CLASS, EFFECTIVE_PROCESS_ID + 1, header);
    put_name(d, EFFECTIVE_COMMAND, header);
    if (length < HEADER_SIZE) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the length is {a}, and must be 108 at least", length, 0);
        return udpi_next_payload();
    }
    const uint8_t *extension = udpi_cursor_take(&d->cursor, length - HEADER_SIZE);
    if (extension && length > HEADER_SIZE)
        udpi_put_bytes(d, EXTENSION, extension, length - HEADER_SIZE);
    if (type != TYPE_PACKET || dlt > UINT16_MAX)
        return udpi_next_payload();
    return udpi_next_key(UDPI_LINK_TYPE, (uint16_t)dlt);
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, LENGTH, udpi_build_layer(b)->header_size);
    udpi_build_fill(b, DLT, udpi_build_next_key(b, UDPI_LINK_TYPE, LINK_TYPE_ETHERNET));
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 258}};

const struct udpi_protocol udpi_pktap = {
    .key = "pktap",
    .title = "Darwin packet tap",
    .spec = "LINKTYPE_PKTAP",
    .doc = "Names the interface and the process of each packet, on macOS and iOS.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .seal = seal,
};
