/*
 * Generic UDP encapsulation.
 *
 *     | variant 2 bits: 0, control 1, words 5 | protocol or control type 1 | flags 2 | extensions `words` times 4 | …
 *
 * Variant 1 is no header, and makes no layer: an IP header follows at once, and its version begins with these two bits.
 */
#include "model/numbers.h"
#include "model/width.h"

enum { VARIANT, IS_CONTROL, HEADER_LENGTH, PROTOCOL, CONTROL_TYPE, FLAGS, EXTENSIONS, FIELDS };

enum { HEADER_SIZE = 4, WORD = 4, CONTROL_BIT = 0x20 };

static const struct udpi_field fields[FIELDS] = {
    [VARIANT] = {.key = "variant", .label = "Variant", .type = UDPI_UINT, UDPI_BITS(0, 2),
                 .doc = "0: this header; 1: an IP packet without it."},
    [IS_CONTROL] = {.key = "control", .label = "Control message", .type = UDPI_BOOL, .flags = UDPI_NOTABLE,
                    UDPI_BITS(2, 1),
                    .doc = "A control message follows, no packet."},
    [HEADER_LENGTH] = {.key = "header_length", .label = "Extension length", .type = UDPI_UINT, .flags = UDPI_COMPUTED,
                       UDPI_BITS(3, 5), .unit = WORD,
                       .doc = "Bytes of extensions, without the first four."},
    [PROTOCOL] = {.key = "protocol", .label = "Protocol", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_NEXT,
                  UDPI_AT(1, 1), .names = &udpi_ip_protocol_names,
                  .doc = "Says which protocol follows."},
    [CONTROL_TYPE] = {.key = "control_type", .label = "Control type", .type = UDPI_UINT, UDPI_AT(1, 1),
                      .doc = "Kind of the control message."},
    [FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX, .flags = UDPI_NOTABLE, UDPI_AT(2, 2),
               .doc = "One bit for each extension that is there."},
    [EXTENSIONS] = {.key = "extensions", .label = "Extensions", .type = UDPI_BYTES,
                    .doc = "In the order of the flags; private data last."},
};

/* Variant 1: gives the bytes back to the packet that they belong to. */
static struct udpi_next decode_direct(struct udpi_decode *d, const uint8_t *header) {
    uint8_t version = header[0] >> 4;
    if (version != 4 && version != 6)
        return udpi_next_not_mine();
    d->cursor.at = header;
    d->cursor.have += HEADER_SIZE;
    d->cursor.claim += HEADER_SIZE;
    return udpi_next_key(UDPI_INTERNAL, UDPI_AS_IP);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (header[0] >> 6 == 1)
        return decode_direct(d, header);
    size_t size = (header[0] & 31U) * WORD;
    if (header[0] >> 6 != 0 || size > d->cursor.claim)
        return udpi_next_not_mine();
    bool is_control = header[0] & CONTROL_BIT;
    udpi_put_header(d, fields, VARIANT, HEADER_LENGTH + 1, header);
    if (is_control)
        udpi_put_header(d, fields, CONTROL_TYPE, CONTROL_TYPE + 1, header);
    else
        udpi_put_header(d, fields, PROTOCOL, PROTOCOL + 1, header);
    udpi_put_header(d, fields, FLAGS, FLAGS + 1, header);
    udpi_take_bytes(d, EXTENSIONS, size);
    return is_control ? udpi_next_payload() : udpi_next_key(UDPI_IP_PROTOCOL, header[1]);
}

static void encode(struct udpi_build *b) {
    udpi_build_pad(b, WORD);
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, HEADER_LENGTH, udpi_build_layer(b)->header_size - HEADER_SIZE);
    if (!udpi_build_number(b, IS_CONTROL) && !udpi_build_given(b, CONTROL_TYPE))
        udpi_build_fill(b, PROTOCOL, udpi_build_next_key(b, UDPI_IP_PROTOCOL, UDPI_IP_EXPERIMENTAL));
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 6080}};

const struct udpi_protocol udpi_gue = {
    .key = "gue",
    .title = "Generic UDP Encapsulation",
    .spec = "draft-ietf-intarea-gue",
    .doc = "Carries any IP protocol in UDP, so that networks spread it over their paths by its ports.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
