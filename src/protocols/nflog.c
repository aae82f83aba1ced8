/*
 * Linux netfilter log: a packet that a firewall rule picked out, with what the kernel knows of it.
 *
 *     | family 1 | version 1 | resource id 2 | attributes: length 2, type 2, value, padded to 4 | …
 *
 * The value of the attribute "payload" is the packet; it comes last. The attributes' numbers are in the byte order of
 * the capturing host, which the first type shows: types are small. Left out: the meaning of the values.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { FAMILY, VERSION, RESOURCE_ID, LIST, ATTRIBUTE, TYPE, LENGTH, DATA, FIELDS };

enum { HEADER_SIZE = 4, HEAD = 4, PAYLOAD = 9, FAMILY_IPV4 = 2, FAMILY_IPV6 = 10, FAMILY_BRIDGE = 7 };

static const struct udpi_name family_entries[] = {
    UDPI_NAME(FAMILY_IPV4, "IPv4"), UDPI_NAME(FAMILY_BRIDGE, "Bridge"), UDPI_NAME(FAMILY_IPV6, "IPv6"),
};
static const struct udpi_names family_names = {family_entries, sizeof family_entries / sizeof *family_entries};

/* linux/netfilter/nfnetlink_log.h */
static const struct udpi_name type_entries[] = {
    UDPI_NAME(1, "packet header"),     UDPI_NAME(2, "mark"),            UDPI_NAME(3, "timestamp"),
    UDPI_NAME(4, "interface in"),      UDPI_NAME(5, "interface out"),   UDPI_NAME(6, "physical interface in"),
    UDPI_NAME(7, "physical interface out"), UDPI_NAME(8, "hardware address"), UDPI_NAME(9, "payload"),
    UDPI_NAME(10, "prefix"),           UDPI_NAME(11, "user id"),        UDPI_NAME(12, "sequence"),
    UDPI_NAME(13, "global sequence"),  UDPI_NAME(14, "group id"),       UDPI_NAME(15, "hardware type"),
    UDPI_NAME(16, "hardware header"),  UDPI_NAME(17, "hardware header length"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

static const struct udpi_field fields[FIELDS] = {
    [FAMILY] = {.key = "family", .label = "Address family", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_NEXT,
                UDPI_AT(0, 1), .names = &family_names,
                .doc = "Says which protocol follows: 2 IPv4, 10 IPv6."},
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_AT(1, 1),
                 .doc = "Always 0."},
    [RESOURCE_ID] = {.key = "resource_id", .label = "Resource", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(2, 2),
                     .doc = "Group of the log, as the rule names it."},
    [LIST] = {.key = "attributes", .label = "Attributes", .type = UDPI_LIST,
              .doc = "What the kernel knows of the packet, up to the head of the packet itself."},
    [ATTRIBUTE] = {.key = "attribute", .label = "Attribute", .type = UDPI_GROUP, .within = UDPI_WITHIN(LIST),
                   .doc = "One attribute."},
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, .within = UDPI_WITHIN(ATTRIBUTE), .names = &type_names,
              .doc = "What the attribute tells."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .within = UDPI_WITHIN(ATTRIBUTE),
                .doc = "Bytes of the attribute with its head of four."},
    [DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, .within = UDPI_WITHIN(ATTRIBUTE),
              .doc = "The value as it is; that of the payload follows this header."},
};

/* Where attributes begin and how they are read. */
struct attributes {
    const uint8_t *start;
    bool is_big_endian;
};

static unsigned load(const struct attributes *attributes, const uint8_t *at) {
    return attributes->is_big_endian ? udpi_load_be16(at) : (unsigned)udpi_load_le(at, 2);
}

static void put_attribute(struct udpi_decode *d, const struct attributes *attributes, const uint8_t *at) {
    unsigned length = load(attributes, at), type = load(attributes, at + 2);
    uint32_t offset = udpi_offset_of(d, at);
    udpi_put_at_depth(d, 1, ATTRIBUTE, offset, type == PAYLOAD ? HEAD : length, 0);
    udpi_put_at_depth(d, 2, TYPE, offset + 2, 2, type);
    udpi_put_at_depth(d, 2, LENGTH, offset, 2, length);
    if (length > HEAD && type != PAYLOAD)
        udpi_put_at_depth(d, 2, DATA, offset + HEAD, length - HEAD, 0);
}

/* The value of one attribute, and its padding, which the last one may lack. */
static void skip_value(struct udpi_decode *d, unsigned length) {
    size_t size = (length + 3U) / 4 * 4 - HEAD;
    if (size > d->cursor.claim && length - HEAD <= d->cursor.claim)
        size = d->cursor.claim;
    udpi_cursor_take(&d->cursor, size);
}

/* Reads attributes up to the head of the payload, and gives the payload's length; -1 where there is none. */
static int64_t read_attributes(struct udpi_decode *d, struct attributes *attributes) {
    while (d->cursor.claim > 0) {
        const uint8_t *head = udpi_cursor_take(&d->cursor, HEAD);
        if (!head)
            return -1;
        unsigned length = load(attributes, head);
        if (length < HEAD) {
            udpi_note_add(d, UDPI_NOTE_MALFORMED, "an attribute's length is {a}, and must be 4 at least", length, 0);
            return -1;
        }
        bool is_payload = load(attributes, head + 2) == PAYLOAD;
        if (!is_payload)
            skip_value(d, length);
        if (d->cursor.stop != UDPI_STOP_NONE)
            return -1;
        put_attribute(d, attributes, head);
        if (is_payload)
            return length - HEAD;
    }
    return -1;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    struct attributes attributes = {.start = d->cursor.at};
    size_t left = udpi_cursor_left(&d->cursor);
    if (left >= HEAD)
        attributes.is_big_endian = attributes.start[2] == 0 && attributes.start[3] != 0;
    udpi_put_header(d, fields, FAMILY, LIST, header);
    uint16_t list = d->packet->value_count;
    if (left > 0)
        udpi_put_bytes(d, LIST, attributes.start, 0);
    int64_t length = read_attributes(d, &attributes);
    if (left > 0 && d->packet->value_count > list)
        d->packet->values[list].length = (uint32_t)(d->cursor.at - attributes.start) & 0xfffff;
    if (length < 0)
        return udpi_next_payload();
    if ((uint64_t)length > d->cursor.claim)
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_FRAME, NULL, (uint32_t)length, (uint32_t)d->cursor.claim);
    else
        udpi_narrow(d, (size_t)length, UDPI_AS_TRAILER);
    if (header[0] == FAMILY_IPV4)
        return udpi_next_key(UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV4);
    return header[0] == FAMILY_IPV6 ? udpi_next_key(UDPI_ETHERTYPE, UDPI_ETHERTYPE_IPV6) : udpi_next_payload();
}

/* The head of the payload stands at the end of the attributes; where these are given, it is one of them. */
static void encode(struct udpi_build *b) {
    if (!udpi_build_given(b, LIST))
        udpi_build_pad(b, HEADER_SIZE + HEAD);
}

static void seal(struct udpi_build *b) {
    bool is_ipv6 = udpi_build_next_key(b, UDPI_ETHERTYPE, 0) == UDPI_ETHERTYPE_IPV6;
    udpi_build_fill(b, FAMILY, is_ipv6 ? FAMILY_IPV6 : FAMILY_IPV4);
    if (udpi_build_given(b, LIST))
        return;
    uint8_t *head = udpi_build_header(b) + HEADER_SIZE;
    udpi_store_be(head, 2, udpi_reverse((udpi_build_size(b) - HEADER_SIZE) & UINT16_MAX, 2));
    udpi_store_be(head + 2, 2, udpi_reverse(PAYLOAD, 2));
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 239}};

const struct udpi_protocol udpi_nflog = {
    .key = "nflog",
    .title = "Linux netfilter log",
    .spec = "LINKTYPE_NFLOG",
    .doc = "Stands in front of a packet that a rule of the Linux firewall sent to the log.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
