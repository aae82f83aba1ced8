/*
 * Routing Information Protocol: version 1 (RFC 1058), version 2 (RFC 2453) and its authentication (RFC 4822).
 *
 *     | command 1 | version 1 | unused 2 | entries of 20 bytes | trailer, where there is a digest
 *
 *     entry:    | address family 2 | route tag 2 | address 4 | subnet mask 4 | next hop 4 | metric 4 |
 *     password: | 0xffff | type 2: 2 | password 16 |                              in place of the first entry
 *     digest:   | 0xffff | type 2: 3 | where the trailer begins 2 | key id 1 | its size 1 | sequence 4 | reserved 8 |
 *     trailer:  | 0xffff | type 2: 1 | authentication data |
 *
 * Left out: what follows commands other than request and response, which no standard says.
 */
#include "model/nest.h"

enum {
    COMMAND,
    VERSION,
    ROUTING_DOMAIN,
    AUTHENTICATION_TYPE,
    PASSWORD,
    PACKET_LENGTH,
    KEY_ID,
    AUTHENTICATION_LENGTH,
    SEQUENCE,
    RESERVED,
    UNKNOWN_AUTHENTICATION,
    ENTRIES,
    ENTRY,
    ADDRESS_FAMILY,
    ROUTE_TAG,
    IP_ADDRESS,
    SUBNET_MASK,
    NEXT_HOP,
    ADDRESS,
    METRIC,
    AUTHENTICATION_DATA,
    FIELDS
};

enum { HEADER_SIZE = 4, ENTRY_SIZE = 20, TRAILER_HEAD = 4, ADDRESS_SIZE = 12, PASSWORD_SIZE = 16 };
enum { REQUEST = 1, RESPONSE = 2, LAST_COMMAND = 5 };
enum { UNSPECIFIED = 0, INTERNET = 2, AUTHENTICATION = 0xffff };
enum { TRAILER = 1, SIMPLE_PASSWORD = 2, MESSAGE_DIGEST = 3 };

/* RFC 1058 section 3.1. */
static const struct udpi_name command_entries[] = {
    UDPI_NAME(REQUEST, "request"), UDPI_NAME(RESPONSE, "response"), UDPI_NAME(3, "traceon"),
    UDPI_NAME(4, "traceoff"),      UDPI_NAME(LAST_COMMAND, "reserved"),
};
static const struct udpi_names command_names = {command_entries, sizeof command_entries / sizeof *command_entries};

/* RFC 1058 section 3.1, RFC 2453 section 4.1. */
static const struct udpi_name family_entries[] = {
    UDPI_NAME(UNSPECIFIED, "unspecified"),
    UDPI_NAME(INTERNET, "IP"),
    UDPI_NAME(AUTHENTICATION, "authentication"),
};
static const struct udpi_names family_names = {family_entries, sizeof family_entries / sizeof *family_entries};

/* RFC 2453 section 4.1, RFC 4822 section 2.1. */
static const struct udpi_name authentication_entries[] = {
    UDPI_NAME(TRAILER, "authentication data"),
    UDPI_NAME(SIMPLE_PASSWORD, "simple password"),
    UDPI_NAME(MESSAGE_DIGEST, "keyed message digest"),
};
static const struct udpi_names authentication_names = {authentication_entries, 3};

static const struct udpi_field fields[FIELDS] = {
    [COMMAND] = {.key = "command", .label = "Command", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(0, 1),
                 .names = &command_names, .initial = RESPONSE, .doc = "Whether routes are asked for or told."},
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(1, 1),
                 .initial = 2, .doc = "1, or 2 for routes with subnet masks."},
    [ROUTING_DOMAIN] = {.key = "routing_domain", .label = "Routing domain", .type = UDPI_UINT, .flags = UDPI_IF_SET,
                        UDPI_AT(2, 2), .doc = "Number of the routing process (RFC 1388); zero since RFC 1723."},
    [AUTHENTICATION_TYPE] = {.key = "authentication_type", .label = "Authentication type", .type = UDPI_UINT, .width = 2,
                             .names = &authentication_names, .doc = "How the sender shows who it is."},
    [PASSWORD] = {.key = "password", .label = "Password", .type = UDPI_TEXT, .flags = UDPI_SENSITIVE,
                  .doc = "In clear, without the zeros that fill it up."},
    [PACKET_LENGTH] = {.key = "packet_length", .label = "Packet length", .type = UDPI_UINT, .width = 2,
                       .doc = "Bytes from the header to the trailer with the digest."},
    [KEY_ID] = {.key = "key_id", .label = "Key id", .type = UDPI_UINT, .width = 1,
                .doc = "Which of the receiver's keys the digest is made with."},
    [AUTHENTICATION_LENGTH] = {.key = "authentication_length", .label = "Authentication data length",
                               .type = UDPI_UINT, .width = 1,
                               .doc = "Bytes of the digest; some count the 4 bytes before it, too."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT, .width = 4,
                  .doc = "Never falls, against replay."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, .width = 8,
                  .doc = "Must be zero."},
    [UNKNOWN_AUTHENTICATION] = {.key = "authentication", .label = "Authentication", .type = UDPI_BYTES,
                                .doc = "Of a type that is not known."},
    [ENTRIES] = {.key = "entries", .label = "Entries", .type = UDPI_LIST, .doc = "Routes."},
    [ENTRY] = {.key = "entry", .label = "Entry", .type = UDPI_GROUP, .within = UDPI_WITHIN(ENTRIES),
               .doc = "One route."},
    [ADDRESS_FAMILY] = {.key = "address_family", .label = "Address family", .type = UDPI_UINT,
                        .within = UDPI_WITHIN(ENTRY), .names = &family_names,
                        .doc = "Kind of address; 0 with metric 16 in a request asks for all routes."},
    [ROUTE_TAG] = {.key = "route_tag", .label = "Route tag", .type = UDPI_UINT, .within = UDPI_WITHIN(ENTRY),
                   .doc = "Tells routes that came from elsewhere, as the number of an autonomous system."},
    [IP_ADDRESS] = {.key = "ip_address", .label = "IP address", .type = UDPI_IPV4, .within = UDPI_WITHIN(ENTRY),
                    .flags = UDPI_SUMMARY, .doc = "Destination; 0.0.0.0 is the default route."},
    [SUBNET_MASK] = {.key = "subnet_mask", .label = "Subnet mask", .type = UDPI_IPV4, .within = UDPI_WITHIN(ENTRY),
                     .flags = UDPI_SUMMARY, .doc = "Which bits of the address are the network's."},
    [NEXT_HOP] = {.key = "next_hop", .label = "Next hop", .type = UDPI_IPV4, .within = UDPI_WITHIN(ENTRY),
                  .doc = "Where to send packets; 0.0.0.0 is the sender of the message."},
    [ADDRESS] = {.key = "address", .label = "Address", .type = UDPI_BYTES, .within = UDPI_WITHIN(ENTRY),
                 .flags = UDPI_SUMMARY, .doc = "Of another address family."},
    [METRIC] = {.key = "metric", .label = "Metric", .type = UDPI_UINT, .within = UDPI_WITHIN(ENTRY),
                .flags = UDPI_SUMMARY, .doc = "Hops to the destination; 16 is out of reach."},
    [AUTHENTICATION_DATA] = {.key = "authentication_data", .label = "Authentication data", .type = UDPI_BYTES,
                             .doc = "Digest of the message and the key."},
};

/* --- routes ------------------------------------------------------------------------------------------------------- */

enum { IN_ENTRY = 2 };

static void put_number(struct udpi_decode *d, unsigned field, const uint8_t *at, size_t size) {
    udpi_put_at_depth(d, IN_ENTRY, field, udpi_offset_of(d, at), size, udpi_load_be(at, size));
}

/* The address of a route, which is the whole table's where the family is not said: RFC 2453 section 3.9.1. */
static void put_route(struct udpi_decode *d, const uint8_t *entry, unsigned version) {
    if (version > 1)
        put_number(d, ROUTE_TAG, entry + 2, 2);
    put_number(d, IP_ADDRESS, entry + 4, 4);
    if (version > 1) {
        put_number(d, SUBNET_MASK, entry + 8, 4);
        put_number(d, NEXT_HOP, entry + 12, 4);
    } else if (udpi_load_be16(entry + 2) != 0 || udpi_load_be64(entry + 8) != 0) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "an entry of version 1 is not zero where it must be", 0, 0);
    }
}

static void put_entry(struct udpi_decode *d, unsigned version) {
    const uint8_t *entry = udpi_cursor_take(&d->cursor, ENTRY_SIZE);
    if (!entry)
        return;
    unsigned family = udpi_load_be16(entry);
    udpi_put_at_depth(d, 1, ENTRY, udpi_offset_of(d, entry), ENTRY_SIZE, 0);
    put_number(d, ADDRESS_FAMILY, entry, 2);
    if (family == UNSPECIFIED || family == INTERNET)
        put_route(d, entry, version);
    else
        udpi_put_at_depth(d, IN_ENTRY, ADDRESS, udpi_offset_of(d, entry + 4), ADDRESS_SIZE, 0);
    put_number(d, METRIC, entry + 16, 4);
}

/* All entries up to the last `behind` bytes. */
static void put_entries(struct udpi_decode *d, unsigned version, size_t behind) {
    if (d->cursor.claim <= behind)
        return;
    uint16_t list = udpi_nest_open(d, 0, ENTRIES);
    while (d->cursor.claim > behind && d->cursor.stop == UDPI_STOP_NONE)
        put_entry(d, version);
    udpi_nest_close(d, list);
}

/* --- authentication ----------------------------------------------------------------------------------------------- */

static void put_password(struct udpi_decode *d, const uint8_t *password) {
    size_t size = PASSWORD_SIZE;
    while (size > 0 && password[size - 1] == 0)
        size--;
    udpi_put_secret(d, 0, PASSWORD, password, size);
}

/* RFC 4822 section 2.1. Gives the bytes of the trailer; 0 where it is not where the message says. */
static size_t put_digest(struct udpi_decode *d, const uint8_t *digest) {
    size_t begins = udpi_load_be16(digest);
    udpi_put(d, PACKET_LENGTH, digest, 2, begins);
    udpi_put(d, KEY_ID, digest + 2, 1, digest[2]);
    udpi_put(d, AUTHENTICATION_LENGTH, digest + 3, 1, digest[3]);
    udpi_put(d, SEQUENCE, digest + 4, 4, udpi_load_be32(digest + 4));
    if (udpi_load_be64(digest + 8) != 0)
        udpi_put(d, RESERVED, digest + 8, 8, udpi_load_be64(digest + 8));
    size_t size = HEADER_SIZE + ENTRY_SIZE + d->cursor.claim; /* of the message */
    if (begins >= HEADER_SIZE + ENTRY_SIZE && begins % ENTRY_SIZE == HEADER_SIZE && begins + TRAILER_HEAD <= size)
        return size - begins;
    udpi_note_add(d, UDPI_NOTE_MALFORMED, "no trailer with a digest can begin {a} bytes into a message of {b}",
                  (uint32_t)begins, (uint32_t)size);
    return 0;
}

/* What stands in place of the first entry. Gives the bytes of the trailer. */
static size_t put_authentication(struct udpi_decode *d) {
    const uint8_t *entry = udpi_cursor_take(&d->cursor, ENTRY_SIZE);
    if (!entry)
        return 0;
    unsigned type = udpi_load_be16(entry + 2);
    udpi_put(d, AUTHENTICATION_TYPE, entry + 2, 2, type);
    if (type == MESSAGE_DIGEST)
        return put_digest(d, entry + 4);
    if (type == SIMPLE_PASSWORD)
        put_password(d, entry + 4);
    else
        udpi_put_bytes(d, UNKNOWN_AUTHENTICATION, entry + 4, PASSWORD_SIZE);
    return 0;
}

/* All that is behind its head, whatever length was announced: some senders count the head, too. */
static void put_trailer(struct udpi_decode *d) {
    const uint8_t *head = udpi_cursor_take(&d->cursor, TRAILER_HEAD);
    if (!head)
        return;
    if (udpi_load_be16(head) != AUTHENTICATION || udpi_load_be16(head + 2) != TRAILER)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the trailer begins with {A}, not with 0xffff0001", udpi_load_be32(head), 0);
    const uint8_t *data = udpi_cursor_take(&d->cursor, d->cursor.claim);
    if (data)
        udpi_put_bytes(d, AUTHENTICATION_DATA, data, (size_t)(d->cursor.at - data));
}

/* --- the message -------------------------------------------------------------------------------------------------- */

static bool is_authenticated(const struct udpi_decode *d) {
    return udpi_cursor_left(&d->cursor) >= 2 && udpi_load_be16(d->cursor.at) == AUTHENTICATION;
}

static bool is_plausible(const uint8_t *header) {
    unsigned command = header[0], version = header[1];
    if (command < REQUEST || command > LAST_COMMAND)
        return false;
    return version == 2 || (version == 1 && udpi_load_be16(header + 2) == 0);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    unsigned command = header[0], version = header[1];
    if (!is_plausible(header))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, COMMAND, VERSION + 1, header);
    udpi_put_if_set(d, fields, ROUTING_DOMAIN, header);
    if (command > RESPONSE)
        return udpi_next_payload();
    size_t trailer = version > 1 && is_authenticated(d) ? put_authentication(d) : 0;
    put_entries(d, version, trailer);
    if (trailer > 0)
        put_trailer(d);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 520}};

const struct udpi_protocol udpi_rip = {
    .key = "rip",
    .title = "Routing Information Protocol",
    .spec = "RFC 2453",
    .doc = "Tells neighbouring routers which networks are how many hops away.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
