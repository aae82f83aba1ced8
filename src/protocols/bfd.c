/*
 * Bidirectional Forwarding Detection: control packets of version 1, RFC 5880 section 4.1.
 *
 *     | version 3 bits, diagnostic 5 | state 2 bits, flags 6 | detect mult 1 | length 1 | my discriminator 4 |
 *     | your discriminator 4 | desired min TX interval 4 | required min RX interval 4 | required min echo RX interval 4 |
 *     | authentication, where its flag is set: type 1 | length 1 | key id 1 | password; or reserved 1 | sequence 4 | digest
 *
 * Left out: version 0, which no RFC describes, and echo packets (port 3785), which have no common format.
 */
#include "model/build.h"
#include "model/nest.h"

enum {
    VERSION,
    DIAGNOSTIC,
    STATE,
    POLL,
    FINAL,
    CONTROL_PLANE_INDEPENDENT,
    AUTHENTICATION_PRESENT,
    DEMAND,
    MULTIPOINT,
    DETECT_MULT,
    LENGTH,
    MY_DISCRIMINATOR,
    YOUR_DISCRIMINATOR,
    DESIRED_MIN_TX,
    REQUIRED_MIN_RX,
    REQUIRED_MIN_ECHO_RX,
    AUTH_TYPE,
    AUTH_LENGTH,
    AUTH_KEY_ID,
    AUTH_PASSWORD,
    AUTH_RESERVED,
    AUTH_SEQUENCE,
    AUTH_DIGEST,
    AUTH_DATA,
    FIELDS
};

enum { HEADER_SIZE = 24, AUTH_HEADER_SIZE = 2, OUR_VERSION = 1, AUTHENTICATED = 0x04 };

enum { SIMPLE_PASSWORD = 1, KEYED_MD5, METICULOUS_KEYED_MD5, KEYED_SHA1, METICULOUS_KEYED_SHA1 };

/* RFC 5880 section 4.1, RFC 6428 */
static const struct udpi_name diagnostic_entries[] = {
    UDPI_NAME(0, "no diagnostic"),
    UDPI_NAME(1, "control detection time expired"),
    UDPI_NAME(2, "echo function failed"),
    UDPI_NAME(3, "neighbor signaled session down"),
    UDPI_NAME(4, "forwarding plane reset"),
    UDPI_NAME(5, "path down"),
    UDPI_NAME(6, "concatenated path down"),
    UDPI_NAME(7, "administratively down"),
    UDPI_NAME(8, "reverse concatenated path down"),
    UDPI_NAME(9, "mis-connectivity defect"),
};
static const struct udpi_names diagnostic_names = {diagnostic_entries,
                                                   sizeof diagnostic_entries / sizeof *diagnostic_entries};

/* RFC 5880 section 4.1 */
static const struct udpi_name state_entries[] = {
    UDPI_NAME(0, "AdminDown"),
    UDPI_NAME(1, "Down"),
    UDPI_NAME(2, "Init"),
    UDPI_NAME(3, "Up"),
};
static const struct udpi_names state_names = {state_entries, sizeof state_entries / sizeof *state_entries};

/* RFC 5880 section 4.1 */
static const struct udpi_name auth_type_entries[] = {
    UDPI_NAME(SIMPLE_PASSWORD, "simple password"),
    UDPI_NAME(KEYED_MD5, "keyed MD5"),
    UDPI_NAME(METICULOUS_KEYED_MD5, "meticulous keyed MD5"),
    UDPI_NAME(KEYED_SHA1, "keyed SHA1"),
    UDPI_NAME(METICULOUS_KEYED_SHA1, "meticulous keyed SHA1"),
};
static const struct udpi_names auth_type_names = {auth_type_entries,
                                                  sizeof auth_type_entries / sizeof *auth_type_entries};

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_BITS(0, 3), .initial = OUR_VERSION,
                 .doc = "Always 1."},
    [DIAGNOSTIC] = {.key = "diagnostic", .label = "Diagnostic", .type = UDPI_UINT, UDPI_BITS(3, 5),
                    .flags = UDPI_NOTABLE, .names = &diagnostic_names, .doc = "Why the state has last changed."},
    [STATE] = {.key = "state", .label = "State", .type = UDPI_UINT, UDPI_BITS(8, 2), .flags = UDPI_SUMMARY,
               .names = &state_names, .doc = "Of the session, as the sender sees it."},
    [POLL] = {.key = "poll", .label = "Poll", .type = UDPI_BOOL, UDPI_BITS(10, 1), .flags = UDPI_NOTABLE,
              .doc = "Asks for an answer with the final flag, to verify the path or a change of parameters."},
    [FINAL] = {.key = "final", .label = "Final", .type = UDPI_BOOL, UDPI_BITS(11, 1), .flags = UDPI_NOTABLE,
               .doc = "Answers a packet with the poll flag."},
    [CONTROL_PLANE_INDEPENDENT] = {.key = "control_plane_independent", .label = "Control plane independent",
                                   .type = UDPI_BOOL, UDPI_BITS(12, 1),
                                   .doc = "The sender goes on while its control plane is disrupted."},
    [AUTHENTICATION_PRESENT] = {.key = "authentication_present", .label = "Authentication present",
                                .type = UDPI_BOOL, UDPI_BITS(13, 1), .doc = "An authentication section follows."},
    [DEMAND] = {.key = "demand", .label = "Demand", .type = UDPI_BOOL, UDPI_BITS(14, 1),
                .doc = "The other side is to stop its periodic packets."},
    [MULTIPOINT] = {.key = "multipoint", .label = "Multipoint", .type = UDPI_BOOL, UDPI_BITS(15, 1),
                    .doc = "The sender is the head of a session with many (RFC 8562)."},
    [DETECT_MULT] = {.key = "detect_mult", .label = "Detection time multiplier", .type = UDPI_UINT, UDPI_AT(2, 1),
                     .initial = 3, .doc = "Packets in a row that may be lost before the session is down."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, UDPI_AT(3, 1), .flags = UDPI_COMPUTED,
                .doc = "Bytes of the packet."},
    [MY_DISCRIMINATOR] = {.key = "my_discriminator", .label = "My discriminator", .type = UDPI_UINT, UDPI_AT(4, 4),
                          .flags = UDPI_SUMMARY, .initial = 1, .doc = "Number of the session at the sender."},
    [YOUR_DISCRIMINATOR] = {.key = "your_discriminator", .label = "Your discriminator", .type = UDPI_UINT,
                            UDPI_AT(8, 4), .flags = UDPI_SUMMARY,
                            .doc = "Number of the session at the receiver; 0 while it is not known."},
    [DESIRED_MIN_TX] = {.key = "desired_min_tx_interval", .label = "Desired min TX interval", .type = UDPI_UINT,
                        UDPI_AT(12, 4), .doc = "Microseconds between packets that the sender would like to send."},
    [REQUIRED_MIN_RX] = {.key = "required_min_rx_interval", .label = "Required min RX interval", .type = UDPI_UINT,
                         UDPI_AT(16, 4),
                         .doc = "Microseconds between packets that the sender can receive; 0 for none at all."},
    [REQUIRED_MIN_ECHO_RX] = {.key = "required_min_echo_rx_interval", .label = "Required min echo RX interval",
                              .type = UDPI_UINT, UDPI_AT(20, 4),
                              .doc = "Microseconds between echo packets that the sender can receive; 0 for none."},
    [AUTH_TYPE] = {.key = "auth_type", .label = "Authentication type", .type = UDPI_UINT, .width = 1,
                   .names = &auth_type_names, .doc = "How the packet is authenticated."},
    [AUTH_LENGTH] = {.key = "auth_length", .label = "Authentication length", .type = UDPI_UINT, .width = 1,
                     .doc = "Bytes of the authentication section with type and length."},
    [AUTH_KEY_ID] = {.key = "auth_key_id", .label = "Authentication key id", .type = UDPI_UINT, .width = 1,
                     .doc = "Which of the keys or passwords is used."},
    [AUTH_PASSWORD] = {.key = "password", .label = "Password", .type = UDPI_TEXT, .flags = UDPI_SENSITIVE,
                       .doc = "From 1 to 16 bytes, in clear."},
    [AUTH_RESERVED] = {.key = "auth_reserved", .label = "Reserved", .type = UDPI_HEX, .width = 1,
                       .flags = UDPI_IF_SET, .doc = "Must be zero."},
    [AUTH_SEQUENCE] = {.key = "sequence_number", .label = "Sequence number", .type = UDPI_UINT, .width = 4,
                       .doc = "Grows, with each packet where that is meticulous, against replay."},
    [AUTH_DIGEST] = {.key = "auth_digest", .label = "Authentication digest", .type = UDPI_BYTES,
                     .doc = "16 bytes of MD5 or 20 of SHA1, over the packet and the key."},
    [AUTH_DATA] = {.key = "auth_data", .label = "Authentication data", .type = UDPI_BYTES,
                   .doc = "As the type has it."},
};

/* What RFC 5880 section 6.8.6 has a receiver discard by the header alone is no such packet. */
static bool is_plausible(const uint8_t *header) {
    unsigned least = header[1] & AUTHENTICATED ? HEADER_SIZE + AUTH_HEADER_SIZE : HEADER_SIZE;
    return header[0] >> 5 == OUR_VERSION && header[2] != 0 && header[3] >= least && udpi_load_be32(header + 4) != 0;
}

static void put_digest(struct udpi_decode *d) {
    udpi_nest_number(d, 0, AUTH_KEY_ID, 1);
    const uint8_t *reserved = udpi_cursor_take(&d->cursor, 1);
    if (reserved && *reserved != 0)
        udpi_put(d, AUTH_RESERVED, reserved, 1, *reserved);
    udpi_nest_number(d, 0, AUTH_SEQUENCE, 4);
    udpi_nest_bytes(d, 0, AUTH_DIGEST, d->cursor.claim);
}

static void put_password(struct udpi_decode *d) {
    udpi_nest_number(d, 0, AUTH_KEY_ID, 1);
    size_t size = d->cursor.claim;
    const uint8_t *password = udpi_cursor_take(&d->cursor, size);
    if (password && size > 0)
        udpi_put_secret(d, 0, AUTH_PASSWORD, password, size);
}

/* The cursor is narrowed to what stands behind type and length. */
static void put_auth_data(struct udpi_decode *d, unsigned type) {
    switch (type) {
    case SIMPLE_PASSWORD: put_password(d); break;
    case KEYED_MD5:
    case METICULOUS_KEYED_MD5:
    case KEYED_SHA1:
    case METICULOUS_KEYED_SHA1: put_digest(d); break;
    default: udpi_nest_bytes(d, 0, AUTH_DATA, d->cursor.claim); break;
    }
}

static void put_authentication(struct udpi_decode *d) {
    struct udpi_cursor behind;
    unsigned type = (unsigned)udpi_nest_number(d, 0, AUTH_TYPE, 1);
    size_t length = udpi_nest_number(d, 0, AUTH_LENGTH, 1);
    if (d->cursor.stop != UDPI_STOP_NONE)
        return;
    if (length < AUTH_HEADER_SIZE || length - AUTH_HEADER_SIZE > d->cursor.claim) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED,
                      "the authentication section says that it has {a} bytes, where {b} are left", (uint32_t)length,
                      (uint32_t)d->cursor.claim + AUTH_HEADER_SIZE);
        return;
    }
    if (!udpi_part_enter(d, length - AUTH_HEADER_SIZE, &behind))
        return;
    put_auth_data(d, type);
    if (!udpi_part_leave(d, &behind))
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes of the authentication section are too few for type {b}",
                      (uint32_t)length, type);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(header))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, REQUIRED_MIN_ECHO_RX + 1, header);
    size_t size = header[3] - (size_t)HEADER_SIZE, padding = 0;
    if (size > d->cursor.claim)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the packet says that it has {a} bytes, where {b} are left", header[3],
                      (uint32_t)d->cursor.claim + HEADER_SIZE);
    else
        padding = d->cursor.claim - size;
    d->cursor.claim -= padding;
    if (header[1] & AUTHENTICATED)
        put_authentication(d);
    d->cursor.claim += padding;
    return udpi_next_payload();
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, LENGTH, udpi_build_layer(b)->header_size);
}

/* RFC 5881, RFC 5883, RFC 7130 (link aggregation), RFC 7881 (seamless: RFC 7880) */
static const struct udpi_binding bindings[] = {
    {UDPI_UDP_PORT, 3784}, {UDPI_UDP_PORT, 4784}, {UDPI_UDP_PORT, 6784}, {UDPI_UDP_PORT, 7784}};

const struct udpi_protocol udpi_bfd = {
    .key = "bfd",
    .title = "Bidirectional Forwarding Detection",
    .spec = "RFC 5880",
    .doc = "Finds within milliseconds that the path between two systems has failed.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = sizeof bindings / sizeof *bindings,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
    .seal = seal,
};
