/*
 * Multiprotocol Label Switching: one label of a stack (RFC 3032). Each label is a layer.
 *
 *     | label 20 bits, traffic class 3, bottom of stack 1 | time to live 1 | …
 *
 * Nothing in the last label says what it carries; the first four bits behind it do, as RFC 4928 section 3 explains: 4
 * and 6 are IP, 0 is the control word of a pseudowire, and anything else may be an Ethernet frame without one.
 *
 * Left out: the associated channel (first four bits 1), entropy labels and other special labels by their meaning.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum { LABEL, TRAFFIC_CLASS, BOTTOM, TTL, FIELDS };

enum { CONTROL_WORD = 4, FIRST_FREE_LABEL = 16, ETHERNET_HEADER = 14 };

/* IANA, special-purpose labels. */
static const struct udpi_name label_entries[] = {
    UDPI_NAME(0, "IPv4 Explicit Null"),      UDPI_NAME(1, "Router Alert"), UDPI_NAME(2, "IPv6 Explicit Null"),
    UDPI_NAME(3, "Implicit Null"),           UDPI_NAME(7, "Entropy Label Indicator"),
    UDPI_NAME(13, "Generic Associated Channel"), UDPI_NAME(14, "OAM Alert"), UDPI_NAME(15, "Extension Label"),
};
static const struct udpi_names label_names = {label_entries, sizeof label_entries / sizeof *label_entries};

static const struct udpi_field fields[FIELDS] = {
    [LABEL] = {.key = "label", .label = "Label", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_BITS(0, 20),
               .initial = FIRST_FREE_LABEL, .names = &label_names,
               .doc = "Names the path at the next router; 0 to 15 have a meaning of their own."},
    [TRAFFIC_CLASS] = {.key = "traffic_class", .label = "Traffic class", .type = UDPI_UINT, .flags = UDPI_NOTABLE,
                       UDPI_BITS(20, 3),
                       .doc = "Class of service and congestion, 0 to 7."},
    [BOTTOM] = {.key = "bottom", .label = "Bottom of stack", .type = UDPI_BOOL, .flags = UDPI_COMPUTED,
                UDPI_BITS(23, 1),
                .doc = "This is the last label: the packet itself follows."},
    [TTL] = {.key = "ttl", .label = "Time to live", .type = UDPI_UINT, UDPI_AT(3, 1), .initial = 64,
             .doc = "Routers that the packet may still pass."},
};

/* Whether the bytes look like an Ethernet frame: sent by one station, and of a known type or with a length that fits. */
static bool is_ethernet(const uint8_t *bytes, size_t count) {
    if (count < ETHERNET_HEADER || bytes[6] & 1)
        return false;
    uint16_t type = udpi_load_be16(bytes + 12);
    if (type < UDPI_ETHERTYPE_FIRST)
        return type > 0 && type <= count - ETHERNET_HEADER;
    return udpi_name_find(&udpi_ethertype_names, type) != NULL;
}

static struct udpi_next find_content(const struct udpi_decode *d) {
    const uint8_t *bytes = d->cursor.at;
    size_t count = udpi_cursor_left(&d->cursor);
    if (count == 0)
        return udpi_next_nothing();
    unsigned nibble = bytes[0] >> 4;
    if (nibble == 4 || nibble == 6)
        return udpi_next_key(UDPI_INTERNAL, UDPI_AS_IP);
    if (nibble == 0 && count > CONTROL_WORD && is_ethernet(bytes + CONTROL_WORD, count - CONTROL_WORD))
        return udpi_next_key(UDPI_INTERNAL, UDPI_AS_PWCW);
    if (is_ethernet(bytes, count))
        return udpi_next_key(UDPI_INTERNAL, UDPI_AS_ETH);
    return udpi_next_payload();
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, LABEL, FIELDS, header);
    bool is_bottom = header[2] & 1;
    return is_bottom ? find_content(d) : udpi_next_key(UDPI_ETHERTYPE, UDPI_ETHERTYPE_MPLS);
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, BOTTOM, udpi_build_next_key(b, UDPI_ETHERTYPE, 0) != UDPI_ETHERTYPE_MPLS);
}

static const struct udpi_binding bindings[] = {
    {UDPI_ETHERTYPE, UDPI_ETHERTYPE_MPLS},
    {UDPI_ETHERTYPE, 0x8848},
    {UDPI_PPP, 0x0281},
    {UDPI_PPP, 0x0283},
    {UDPI_IP_PROTOCOL, 137},
};

const struct udpi_protocol udpi_mpls = {
    .key = "mpls",
    .title = "MPLS label",
    .spec = "RFC 3032, RFC 5462",
    .doc = "Leads a packet along a path that routers have agreed on, without their looking into it.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 5,
    .header_size = 4,
    .decode = decode,
    .seal = seal,
};
