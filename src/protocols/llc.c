/*
 * IEEE 802.2 logical link control.
 *
 *     | dsap 1 | ssap 1 | control 1 or 2 | …
 *
 * Left out: the meaning of information and supervisory frames; only unnumbered information leads to a next protocol.
 */
#include "model/build.h"
#include "model/decode.h"

enum { DSAP, SSAP, CONTROL, CONTROL_EXTENSION, FIELDS };

enum { UNNUMBERED = 3, UNNUMBERED_INFORMATION = 0x03, SAP_NULL = 0 };

static const struct udpi_name sap_entries[] = {
    UDPI_NAME(0x00, "Null"),   UDPI_NAME(0x06, "IPv4"),      UDPI_NAME(0x42, "Spanning Tree"), UDPI_NAME(0xaa, "SNAP"),
    UDPI_NAME(0xe0, "NetWare"), UDPI_NAME(0xf0, "NetBIOS"), UDPI_NAME(0xfe, "OSI"),           UDPI_NAME(0xff, "Global"),
};
static const struct udpi_names sap_names = {sap_entries, sizeof sap_entries / sizeof *sap_entries};

static const struct udpi_field fields[FIELDS] = {
    [DSAP] = {.key = "dsap", .label = "Destination SAP", .type = UDPI_HEX, .flags = UDPI_COMPUTED | UDPI_NEXT, UDPI_AT(0, 1),
              .names = &sap_names,
              .doc = "Service access point of the receiver: says which protocol follows."},
    [SSAP] = {.key = "ssap", .label = "Source SAP", .type = UDPI_HEX, .flags = UDPI_COMPUTED, UDPI_AT(1, 1),
              .names = &sap_names,
              .doc = "Service access point of the sender."},
    [CONTROL] = {.key = "control", .label = "Control", .type = UDPI_HEX, UDPI_AT(2, 1), .initial = UNNUMBERED_INFORMATION,
                 .doc = "Frame format and command; 3 is unnumbered information."},
    [CONTROL_EXTENSION] = {.key = "control_extension", .label = "Control, second byte", .type = UDPI_BYTES,
                           .doc = "Receive sequence number, in information and supervisory frames only."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, DSAP, CONTROL + 1, header);
    if ((header[2] & UNNUMBERED) != UNNUMBERED) {
        const uint8_t *extension = udpi_cursor_take(&d->cursor, 1);
        if (extension)
            udpi_put_bytes(d, CONTROL_EXTENSION, extension, 1);
        return udpi_next_payload();
    }
    if (header[2] != UNNUMBERED_INFORMATION)
        return udpi_next_payload();
    return udpi_next_key(UDPI_LLC_SAP, header[0]);
}

static void seal(struct udpi_build *b) {
    uint16_t sap = udpi_build_next_key(b, UDPI_LLC_SAP, SAP_NULL);
    udpi_build_fill(b, DSAP, sap);
    udpi_build_fill(b, SSAP, sap);
}

static const struct udpi_binding bindings[] = {{UDPI_INTERNAL, UDPI_AS_LLC}, {UDPI_LINK_TYPE, 11}};

const struct udpi_protocol udpi_llc = {
    .key = "llc",
    .title = "Logical Link Control",
    .spec = "IEEE 802.2",
    .doc = "What stands behind a length in an 802.3 frame, in place of an ethertype.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 2,
    .header_size = 3,
    .decode = decode,
    .seal = seal,
};
