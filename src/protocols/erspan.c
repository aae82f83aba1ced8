/*
 * ERSPAN type II: a switch's copy of a frame, in GRE with a sequence number.
 *
 *     | version 4 bits, VLAN 12 | class 3, encapsulation 2, truncated 1, session 10 | reserved 12, index 20 | Ethernet
 */
#include "model/build.h"
#include "model/decode.h"

enum { VERSION, VLAN, CLASS_OF_SERVICE, ENCAPSULATION, TRUNCATED, SESSION_ID, RESERVED, INDEX, FIELDS };

enum { TYPE_II = 1 };

static const struct udpi_name encapsulation_entries[] = {
    UDPI_NAME(0, "no VLAN tag"),
    UDPI_NAME(1, "ISL"),
    UDPI_NAME(2, "802.1Q"),
    UDPI_NAME(3, "VLAN tag kept in the frame"),
};
static const struct udpi_names encapsulation_names = {encapsulation_entries,
                                                      sizeof encapsulation_entries / sizeof *encapsulation_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_BITS(0, 4), .initial = TYPE_II,
                 .doc = "1 stands for type II."},
    [VLAN] = {.key = "vlan", .label = "VLAN", .type = UDPI_UINT, .flags = UDPI_NOTABLE, UDPI_BITS(4, 12),
              .doc = "VLAN of the copied frame."},
    [CLASS_OF_SERVICE] = {.key = "class_of_service", .label = "Class of service", .type = UDPI_UINT, UDPI_BITS(16, 3),
                          .doc = "Priority of the copied frame."},
    [ENCAPSULATION] = {.key = "encapsulation", .label = "Encapsulation", .type = UDPI_UINT, UDPI_BITS(19, 2),
                       .names = &encapsulation_names,
                       .doc = "How the port that was copied marked the frame's VLAN."},
    [TRUNCATED] = {.key = "truncated", .label = "Truncated", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(21, 1),
                   .doc = "The copy is shorter than the frame was."},
    [SESSION_ID] = {.key = "session_id", .label = "Session id", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_BITS(22, 10),
                    .doc = "Which of the switch's mirror sessions."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_BITS(32, 12),
                  .doc = "Must be zero."},
    [INDEX] = {.key = "index", .label = "Index", .type = UDPI_UINT, UDPI_BITS(44, 20),
               .doc = "Port of the switch and direction of the frame, by the rules of the platform."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (header[0] >> 4 != TYPE_II)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, SESSION_ID + 1, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    udpi_put_header(d, fields, INDEX, INDEX + 1, header);
    return udpi_next_key(UDPI_INTERNAL, UDPI_AS_ETH);
}

static const struct udpi_binding bindings[] = {{UDPI_ETHERTYPE, 0x88be}};

const struct udpi_protocol udpi_erspan = {
    .key = "erspan",
    .title = "Encapsulated Remote Switch Port Analyzer, type II",
    .spec = "draft-foschiano-erspan",
    .doc = "A switch's copy of a frame. Type I has no header: the frame stands right behind GRE.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 8,
    .decode = decode,
};
