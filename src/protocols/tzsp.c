/*
 * TaZmen Sniffer Protocol: frames that a sensor has captured, on their way to a sniffer.
 *
 *     | version 1 | type 1 | protocol 2 | tags: type 1, length 1, data; 0 is padding, 1 ends them | a frame …
 *
 * A keepalive (type 4) and a port opener (5) have neither tags nor a frame.
 */
#include "model/build.h"
#include "model/decode.h"

enum { VERSION, TYPE, PROTOCOL, TAGS, TAG, TAG_TYPE, TAG_LENGTH, TAG_DATA, FIELDS };

enum { RECEIVED = 0, TRANSMIT = 1, KEEPALIVE = 4, PORT_OPENER = 5 };

enum { ETHERNET = 1, WLAN = 18, WLAN_PRISM = 119, WLAN_AVS = 127, TAG_PADDING = 0, TAG_END = 1 };

enum { LINK_WLAN = 105, LINK_PRISM = 119, LINK_AVS = 163 };

static const struct udpi_name type_entries[] = {
    UDPI_NAME(RECEIVED, "received"),   UDPI_NAME(TRANSMIT, "to be transmitted"), UDPI_NAME(3, "configuration"),
    UDPI_NAME(KEEPALIVE, "keepalive"), UDPI_NAME(PORT_OPENER, "port opener"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

static const struct udpi_name protocol_entries[] = {
    UDPI_NAME(0, "unknown"),
    UDPI_NAME(ETHERNET, "Ethernet"),
    UDPI_NAME(WLAN, "IEEE 802.11"),
    UDPI_NAME(WLAN_PRISM, "IEEE 802.11 with Prism header"),
    UDPI_NAME(WLAN_AVS, "IEEE 802.11 with AVS header"),
};
static const struct udpi_names protocol_names = {protocol_entries, sizeof protocol_entries / sizeof *protocol_entries};

static const struct udpi_name tag_entries[] = {
    UDPI_NAME(TAG_PADDING, "padding"),
    UDPI_NAME(TAG_END, "end"),
    UDPI_NAME(10, "signal"),
    UDPI_NAME(11, "noise"),
    UDPI_NAME(12, "rate"),
    UDPI_NAME(13, "time"),
    UDPI_NAME(17, "checksum is wrong"),
    UDPI_NAME(18, "channel"),
    UDPI_NAME(40, "packet number"),
    UDPI_NAME(41, "length received"),
    UDPI_NAME(60, "sensor MAC"),
};
static const struct udpi_names tag_names = {tag_entries, sizeof tag_entries / sizeof *tag_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_AT(0, 1), .initial = 1,
                 .doc = "Always 1."},
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .flags = UDPI_NOTABLE, UDPI_AT(1, 1),
              .names = &type_names,
              .doc = "Kind of the message."},
    [PROTOCOL] = {.key = "protocol", .label = "Protocol", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_NEXT,
                  UDPI_AT(2, 2), .names = &protocol_names,
                  .doc = "Kind of the frame that follows."},
    [TAGS] = {.key = "tags", .label = "Tags", .type = UDPI_LIST,
              .doc = "What the sensor says of the frame."},
    [TAG] = {.key = "tag", .label = "Tag", .type = UDPI_GROUP, .within = UDPI_WITHIN(TAGS),
             .doc = "One tag."},
    [TAG_TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .within = UDPI_WITHIN(TAG), .names = &tag_names,
                  .doc = "Which tag."},
    [TAG_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .within = UDPI_WITHIN(TAG),
                    .doc = "Bytes of data."},
    [TAG_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, .within = UDPI_WITHIN(TAG),
                  .doc = "Its value."},
};

/* Records one tag. Gives its type; TAG_END too where the cursor has stopped. */
static uint8_t take_tag(struct udpi_decode *d) {
    const uint8_t *tag = udpi_cursor_take(&d->cursor, 1);
    if (!tag)
        return TAG_END;
    uint32_t offset = udpi_offset_of(d, tag);
    if (*tag == TAG_PADDING || *tag == TAG_END) {
        udpi_put_at_depth(d, 1, TAG, offset, 1, 0);
        udpi_put_at_depth(d, 2, TAG_TYPE, offset, 1, *tag);
        return *tag;
    }
    size_t length = udpi_cursor_read(&d->cursor, 1);
    if (!udpi_cursor_take(&d->cursor, length))
        return TAG_END;
    udpi_put_at_depth(d, 1, TAG, offset, 2 + length, 0);
    udpi_put_at_depth(d, 2, TAG_TYPE, offset, 1, *tag);
    udpi_put_at_depth(d, 2, TAG_LENGTH, offset + 1, 1, length);
    if (length > 0)
        udpi_put_at_depth(d, 2, TAG_DATA, offset + 2, length, 0);
    return *tag;
}

/* The size of the list is known when its tags are read. */
static void take_tags(struct udpi_decode *d) {
    const uint8_t *start = d->cursor.at;
    uint16_t list = d->packet->value_count;
    udpi_put_bytes(d, TAGS, start, 0);
    while (take_tag(d) != TAG_END)
        continue;
    if (list < d->packet->value_count)
        d->packet->values[list].length = (uint32_t)(d->cursor.at - start) & 0xfffff;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    uint8_t type = header[1];
    uint16_t protocol = udpi_load_be16(header + 2);
    if (header[0] != 1 || !udpi_name_find(&type_names, type))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, PROTOCOL + 1, header);
    if (type == KEEPALIVE || type == PORT_OPENER)
        return udpi_next_payload();
    take_tags(d);
    if (type != RECEIVED && type != TRANSMIT)
        return udpi_next_payload();
    switch (protocol) {
    case ETHERNET: return udpi_next_key(UDPI_INTERNAL, UDPI_AS_ETH);
    case WLAN: return udpi_next_key(UDPI_LINK_TYPE, LINK_WLAN);
    case WLAN_PRISM: return udpi_next_key(UDPI_LINK_TYPE, LINK_PRISM);
    case WLAN_AVS: return udpi_next_key(UDPI_LINK_TYPE, LINK_AVS);
    default: return udpi_next_payload();
    }
}

static void encode(struct udpi_build *b) {
    if (!udpi_build_given(b, TAGS) && b->current + 1 == b->count)
        udpi_build_fill(b, TYPE, KEEPALIVE);
    uint64_t type = udpi_build_number(b, TYPE);
    if (udpi_build_given(b, TAGS) || type == KEEPALIVE || type == PORT_OPENER)
        return;
    udpi_build_pad(b, 4 + 1);
    if (!b->is_full)
        b->bytes[b->size - 1] = TAG_END;
}

static void seal(struct udpi_build *b) {
    if (udpi_build_next_key(b, UDPI_INTERNAL, 0) == UDPI_AS_PRISM)
        udpi_build_fill(b, PROTOCOL, WLAN_PRISM);
    switch (udpi_build_next_key(b, UDPI_LINK_TYPE, 0)) {
    case LINK_WLAN: udpi_build_fill(b, PROTOCOL, WLAN); break;
    case LINK_AVS: udpi_build_fill(b, PROTOCOL, WLAN_AVS); break;
    case 1: udpi_build_fill(b, PROTOCOL, ETHERNET); break;
    default: break;
    }
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 37008}};

const struct udpi_protocol udpi_tzsp = {
    .key = "tzsp",
    .title = "TaZmen Sniffer Protocol",
    .spec = "TZSP",
    .doc = "Takes captured frames from a sensor to where they are looked at.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 4,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
