/*
 * Locator/ID separation: the header of encapsulated data packets.
 *
 *     | flags N L E V I 5 bits, reserved 1, key id 2 | nonce or map versions 3 | instance id 3, status bits 1 | IP …
 *
 * Without the I flag, the last four bytes are all locator status bits.
 */
#include "model/build.h"
#include "model/decode.h"

enum {
    NONCE_PRESENT,
    STATUS_BITS_PRESENT,
    ECHO_NONCE_REQUEST,
    MAP_VERSION_PRESENT,
    INSTANCE_ID_PRESENT,
    KEY_ID,
    NONCE,
    SOURCE_MAP_VERSION,
    DESTINATION_MAP_VERSION,
    INSTANCE_ID,
    STATUS_BITS,
    WIDE_STATUS_BITS,
    RESERVED,
    FIELDS
};

enum { N_BIT = 0x80, L_BIT = 0x40, E_BIT = 0x20, V_BIT = 0x10, I_BIT = 0x08, RESERVED_BIT = 0x04, KEY_BITS = 0x03 };

static const struct udpi_field fields[FIELDS] = {
    [NONCE_PRESENT] = {.key = "nonce_present", .label = "Nonce present", .type = UDPI_BOOL, .flags = UDPI_COMPUTED,
                       UDPI_BITS(0, 1),
                       .doc = "The nonce counts."},
    [STATUS_BITS_PRESENT] = {.key = "locator_status_bits_present", .label = "Status bits present", .type = UDPI_BOOL,
                             .flags = UDPI_COMPUTED, UDPI_BITS(1, 1),
                             .doc = "The locator status bits count."},
    [ECHO_NONCE_REQUEST] = {.key = "echo_nonce_request", .label = "Echo the nonce", .type = UDPI_BOOL, UDPI_BITS(2, 1),
                            .doc = "Asks the other side to send the nonce back."},
    [MAP_VERSION_PRESENT] = {.key = "map_version_present", .label = "Map versions present", .type = UDPI_BOOL,
                             .flags = UDPI_COMPUTED, UDPI_BITS(3, 1),
                             .doc = "Two map versions stand in place of the nonce."},
    [INSTANCE_ID_PRESENT] = {.key = "instance_id_present", .label = "Instance id present", .type = UDPI_BOOL,
                             .flags = UDPI_COMPUTED, UDPI_BITS(4, 1),
                             .doc = "An instance id stands in front of the status bits."},
    [KEY_ID] = {.key = "key_id", .label = "Key id", .type = UDPI_UINT, .flags = UDPI_NOTABLE, UDPI_BITS(6, 2),
                .doc = "Key that the packet is encrypted with (RFC 8061); 0: it is not."},
    [NONCE] = {.key = "nonce", .label = "Nonce", .type = UDPI_HEX, UDPI_AT(1, 3),
               .doc = "Random number, with which reachability is tested."},
    [SOURCE_MAP_VERSION] = {.key = "source_map_version", .label = "Source map version", .type = UDPI_UINT,
                            UDPI_BITS(8, 12),
                            .doc = "Version of the mapping of the inner source address."},
    [DESTINATION_MAP_VERSION] = {.key = "destination_map_version", .label = "Destination map version",
                                 .type = UDPI_UINT, UDPI_BITS(20, 12),
                                 .doc = "Version of the mapping of the inner destination address."},
    [INSTANCE_ID] = {.key = "instance_id", .label = "Instance id", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                     UDPI_AT(4, 3),
                     .doc = "Tells private networks with the same addresses apart."},
    [STATUS_BITS] = {.key = "locator_status_bits", .label = "Locator status bits", .type = UDPI_HEX, UDPI_AT(7, 1),
                     .doc = "One bit for each locator of the sender's site: 1 is up. Beside an instance id, eight of "
                            "them."},
    [WIDE_STATUS_BITS] = {.key = "wide_locator_status_bits", .label = "Locator status bits", .type = UDPI_HEX,
                          UDPI_AT(4, 4),
                          .doc = "The same where there is no instance id: 32 of them."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_UINT, .flags = UDPI_IF_SET, UDPI_BITS(5, 1),
                  .doc = "Must be zero."},
};

/* RFC 9300 section 5.3: nonce and map versions share their bits; an echo is asked for of a nonce. */
static bool is_plausible(const struct udpi_decode *d, uint8_t flags) {
    bool is_contradictory = (flags & V_BIT && flags & (N_BIT | E_BIT)) || (flags & E_BIT && !(flags & N_BIT));
    if (is_contradictory || flags & RESERVED_BIT)
        return false;
    if (flags & KEY_BITS || udpi_cursor_left(&d->cursor) == 0)
        return true;
    uint8_t version = d->cursor.at[0] >> 4;
    return version == 4 || version == 6;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    uint8_t flags = header[0];
    if (!is_plausible(d, flags))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, NONCE_PRESENT, KEY_ID + 1, header);
    if (flags & V_BIT)
        udpi_put_header(d, fields, SOURCE_MAP_VERSION, DESTINATION_MAP_VERSION + 1, header);
    else if (flags & N_BIT)
        udpi_put_header(d, fields, NONCE, NONCE + 1, header);
    if (flags & I_BIT)
        udpi_put_header(d, fields, INSTANCE_ID, STATUS_BITS + 1, header);
    else if (flags & L_BIT)
        udpi_put_header(d, fields, WIDE_STATUS_BITS, WIDE_STATUS_BITS + 1, header);
    return flags & KEY_BITS ? udpi_next_payload() : udpi_next_key(UDPI_INTERNAL, UDPI_AS_IP);
}

static void seal(struct udpi_build *b) {
    bool has_versions = udpi_build_given(b, SOURCE_MAP_VERSION) || udpi_build_given(b, DESTINATION_MAP_VERSION);
    udpi_build_fill(b, NONCE_PRESENT, udpi_build_given(b, NONCE));
    udpi_build_fill(b, MAP_VERSION_PRESENT, has_versions);
    udpi_build_fill(b, INSTANCE_ID_PRESENT, udpi_build_given(b, INSTANCE_ID));
    udpi_build_fill(b, STATUS_BITS_PRESENT, udpi_build_given(b, STATUS_BITS) || udpi_build_given(b, WIDE_STATUS_BITS));
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 4341}};

const struct udpi_protocol udpi_lisp = {
    .key = "lisp",
    .title = "Locator/ID Separation Protocol, data",
    .spec = "RFC 9300",
    .doc = "Carries IP packets between sites whose inner addresses say who, and the outer ones where.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 8,
    .decode = decode,
    .seal = seal,
};
