/*
 * Address Resolution Protocol: which link address a host with this IP address has; RARP asks the other way round.
 *
 *     | hardware type 2 | protocol type 2 | hardware size 1 | protocol size 1 | operation 2 |
 *     | sender's hardware address, protocol address | target's hardware address, protocol address |
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum {
    HARDWARE_TYPE,
    PROTOCOL_TYPE,
    HARDWARE_SIZE,
    PROTOCOL_SIZE,
    OPERATION,
    SENDER_MAC,
    SENDER_HARDWARE,
    SENDER_IP,
    SENDER_PROTOCOL,
    TARGET_MAC,
    TARGET_HARDWARE,
    TARGET_IP,
    TARGET_PROTOCOL,
    FIELDS
};

enum { HEADER_SIZE = 8, MAC_SIZE = 6, IP_SIZE = 4 };

/* IANA, ARP parameters: operation codes. */
static const struct udpi_name operation_entries[] = {
    UDPI_NAME(1, "REQUEST"),          UDPI_NAME(2, "REPLY"),          UDPI_NAME(3, "request Reverse"),
    UDPI_NAME(4, "reply Reverse"),    UDPI_NAME(5, "DRARP-Request"),  UDPI_NAME(6, "DRARP-Reply"),
    UDPI_NAME(7, "DRARP-Error"),      UDPI_NAME(8, "InARP-Request"),  UDPI_NAME(9, "InARP-Reply"),
    UDPI_NAME(10, "ARP-NAK"),         UDPI_NAME(11, "MARS-Request"),  UDPI_NAME(12, "MARS-Multi"),
    UDPI_NAME(13, "MARS-MServ"),      UDPI_NAME(14, "MARS-Join"),     UDPI_NAME(15, "MARS-Leave"),
    UDPI_NAME(16, "MARS-NAK"),        UDPI_NAME(17, "MARS-Unserv"),   UDPI_NAME(18, "MARS-SJoin"),
    UDPI_NAME(19, "MARS-SLeave"),     UDPI_NAME(20, "MARS-Grouplist-Request"),
    UDPI_NAME(21, "MARS-Grouplist-Reply"), UDPI_NAME(22, "MARS-Redirect-Map"),
    UDPI_NAME(23, "MAPOS-UNARP"),     UDPI_NAME(24, "OP_EXP1"),       UDPI_NAME(25, "OP_EXP2"),
};
static const struct udpi_names operation_names = {operation_entries,
                                                  sizeof operation_entries / sizeof *operation_entries};

static const struct udpi_field fields[FIELDS] = {
    [HARDWARE_TYPE] = {.key = "hardware_type", .label = "Hardware type", .type = UDPI_UINT, UDPI_AT(0, 2), .initial = 1,
                       .names = &udpi_arp_hardware_names,
                       .doc = "Kind of link; 1 is Ethernet."},
    [PROTOCOL_TYPE] = {.key = "protocol_type", .label = "Protocol type", .type = UDPI_HEX, UDPI_AT(2, 2),
                       .initial = UDPI_ETHERTYPE_IPV4, .names = &udpi_ethertype_names,
                       .doc = "Ethertype of the protocol whose addresses are asked for."},
    [HARDWARE_SIZE] = {.key = "hardware_size", .label = "Hardware address size", .type = UDPI_UINT, UDPI_AT(4, 1),
                       .initial = MAC_SIZE,
                       .doc = "Bytes of a link address."},
    [PROTOCOL_SIZE] = {.key = "protocol_size", .label = "Protocol address size", .type = UDPI_UINT, UDPI_AT(5, 1),
                       .initial = IP_SIZE,
                       .doc = "Bytes of a protocol address."},
    [OPERATION] = {.key = "operation", .label = "Operation", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(6, 2),
                   .initial = 1, .names = &operation_names,
                   .doc = "Question or answer."},
    [SENDER_MAC] = {.key = "sender_mac", .label = "Sender's link address", .type = UDPI_MAC, .width = MAC_SIZE,
                    .doc = "Link address of the sender, where it is six bytes long."},
    [SENDER_HARDWARE] = {.key = "sender_hardware", .label = "Sender's link address", .type = UDPI_BYTES,
                         .doc = "Link address of the sender, where it is not six bytes long."},
    [SENDER_IP] = {.key = "sender_ip", .label = "Sender's IP address", .type = UDPI_IPV4, .flags = UDPI_SUMMARY,
                   .width = IP_SIZE,
                   .doc = "IP address of the sender."},
    [SENDER_PROTOCOL] = {.key = "sender_protocol", .label = "Sender's protocol address", .type = UDPI_BYTES,
                         .doc = "Address of the sender, where it is no IPv4 address."},
    [TARGET_MAC] = {.key = "target_mac", .label = "Target's link address", .type = UDPI_MAC, .width = MAC_SIZE,
                    .doc = "Link address of the target, where it is six bytes long; mostly 0 in a request."},
    [TARGET_HARDWARE] = {.key = "target_hardware", .label = "Target's link address", .type = UDPI_BYTES,
                         .doc = "Link address of the target, where it is not six bytes long."},
    [TARGET_IP] = {.key = "target_ip", .label = "Target's IP address", .type = UDPI_IPV4, .flags = UDPI_SUMMARY,
                   .width = IP_SIZE,
                   .doc = "IP address of the target."},
    [TARGET_PROTOCOL] = {.key = "target_protocol", .label = "Target's protocol address", .type = UDPI_BYTES,
                         .doc = "Address of the target, where it is no IPv4 address."},
};

/* Takes an address of `size` bytes: a number in `field` where it has the usual size, else bytes in the field behind it. */
static void put_address(struct udpi_decode *d, unsigned field, size_t size, bool is_number) {
    const uint8_t *address = udpi_cursor_take(&d->cursor, size);
    if (!address || size == 0)
        return;
    if (is_number)
        udpi_put(d, field, address, size, udpi_load_be(address, size));
    else
        udpi_put_bytes(d, field + 1, address, size);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, HARDWARE_TYPE, OPERATION + 1, header);
    size_t hardware_size = header[4], protocol_size = header[5];
    bool is_ip = protocol_size == IP_SIZE && udpi_load_be16(header + 2) == UDPI_ETHERTYPE_IPV4;
    for (unsigned side = SENDER_MAC; side <= TARGET_MAC; side += TARGET_MAC - SENDER_MAC) {
        put_address(d, side, hardware_size, hardware_size == MAC_SIZE);
        put_address(d, side + SENDER_IP - SENDER_MAC, protocol_size, is_ip);
    }
    if (d->cursor.stop == UDPI_STOP_NONE)
        udpi_narrow(d, 0, UDPI_AS_TRAILER);
    return udpi_next_nothing();
}

/* Where no address is given, all are 0. */
static void encode(struct udpi_build *b) {
    bool is_usual = udpi_build_number(b, HARDWARE_SIZE) == MAC_SIZE && udpi_build_number(b, PROTOCOL_SIZE) == IP_SIZE;
    if (is_usual && udpi_build_layer(b)->header_size == HEADER_SIZE)
        udpi_build_pad(b, HEADER_SIZE + 2 * (MAC_SIZE + IP_SIZE));
}

static const struct udpi_binding bindings[] = {
    {UDPI_ETHERTYPE, UDPI_ETHERTYPE_ARP},
    {UDPI_ETHERTYPE, UDPI_ETHERTYPE_RARP},
};

const struct udpi_protocol udpi_arp = {
    .key = "arp",
    .title = "Address Resolution Protocol",
    .spec = "RFC 826, RFC 903",
    .doc = "Finds the link address that belongs to an IP address.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 2,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
    .encode = encode,
};
