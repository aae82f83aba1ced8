/*
 * Dynamic Host Configuration Protocol, and BOOTP, whose header it has: RFC 2131, RFC 951.
 *
 *     | op 1 | htype 1 | hlen 1 | hops 1 | xid 4 | secs 2 | flags 2 | ciaddr 4 | yiaddr 4 | siaddr 4 | giaddr 4 |
 *     | chaddr 16 | sname 64 | file 128 | magic cookie 4 | options |
 *
 * Left out: an option that goes on in a second one (RFC 3396) is shown as the bytes of each.
 */
#include "messages/dhcp_message.h"
#include "model/nest.h"

#define FIELD(name) UDPI_DHCP_##name

enum {
    HEADER_SIZE = 28,
    CHADDR_SIZE = 16,
    SNAME_SIZE = 64,
    FILE_SIZE = 128,
    MAC_SIZE = 6,
    COOKIE_SIZE = 4,
    IN_FILE = 1, /* option overload: RFC 2132 section 9.3 */
    IN_SNAME = 2,
};

static const uint32_t magic_cookie = 0x63825363;

static bool is_plausible(const struct udpi_decode *d, const uint8_t *header) {
    enum { REQUEST = 1, REPLY = 2 };
    return (header[0] == REQUEST || header[0] == REPLY) && header[2] <= CHADDR_SIZE &&
           d->cursor.claim >= CHADDR_SIZE + SNAME_SIZE + FILE_SIZE;
}

/* Which fields of the header hold options; `options` begins with the magic cookie, or with something else. */
static unsigned find_overload(struct udpi_cursor options) {
    if (udpi_cursor_read(&options, COOKIE_SIZE) != magic_cookie)
        return 0;
    for (;;) {
        const uint8_t *code = udpi_cursor_take(&options, 1);
        if (!code || *code == UDPI_DHCP_END)
            return 0;
        if (*code == UDPI_DHCP_PAD)
            continue;
        size_t length = udpi_cursor_read(&options, 1);
        const uint8_t *data = udpi_cursor_take(&options, length);
        if (data && length == 1 && *code == UDPI_DHCP_OPTION_OVERLOAD)
            return *data;
    }
}

static void put_hardware_address(struct udpi_decode *d, const uint8_t *header, const uint8_t *chaddr) {
    size_t size = header[2];
    if (size == MAC_SIZE)
        udpi_put(d, FIELD(CHADDR), chaddr, MAC_SIZE, udpi_load_be(chaddr, MAC_SIZE));
    else if (size > 0)
        udpi_put_bytes(d, FIELD(CHADDR_DATA), chaddr, size);
}

static void put_text(struct udpi_decode *d, unsigned field, const uint8_t *text, size_t size) {
    const uint8_t *end = memchr(text, 0, size);
    size_t length = end ? (size_t)(end - text) : size;
    if (length > 0)
        udpi_put_bytes(d, field, text, length);
}

/* Options in a field of the header. */
static void put_overloaded(struct udpi_decode *d, unsigned field, const uint8_t *bytes, size_t size) {
    struct udpi_cursor kept = d->cursor;
    d->cursor = (struct udpi_cursor){.at = bytes, .have = size, .claim = size};
    udpi_put_dhcp_options(d, field);
    if (d->cursor.stop != UDPI_STOP_NONE)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "an option goes beyond the {a} bytes of its field", (uint32_t)size, 0);
    d->cursor = kept;
}

static void put_padding(struct udpi_decode *d) {
    size_t size = d->cursor.claim;
    const uint8_t *padding = udpi_cursor_take(&d->cursor, size);
    for (size_t i = 0; padding && i < size; i++) {
        if (padding[i] == 0)
            continue;
        udpi_put_bytes(d, FIELD(PADDING), padding, size);
        return;
    }
}

static void put_options(struct udpi_decode *d) {
    udpi_nest_number(d, 0, FIELD(MAGIC_COOKIE), COOKIE_SIZE);
    if (udpi_put_dhcp_options(d, FIELD(OPTIONS)))
        put_padding(d);
    else if (d->cursor.stop == UDPI_STOP_NONE)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the options end without the option that ends them", 0, 0);
}

static void put_header(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, udpi_dhcp_fields, FIELD(OP), FIELD(BROADCAST) + 1, header);
    udpi_put_if_set(d, udpi_dhcp_fields, FIELD(RESERVED), header);
    udpi_put_header(d, udpi_dhcp_fields, FIELD(CIADDR), FIELD(GIADDR) + 1, header);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(d, header))
        return udpi_next_not_mine();
    put_header(d, header);
    const uint8_t *chaddr = udpi_cursor_take(&d->cursor, CHADDR_SIZE);
    if (chaddr)
        put_hardware_address(d, header, chaddr);
    const uint8_t *sname = udpi_cursor_take(&d->cursor, SNAME_SIZE);
    const uint8_t *file = udpi_cursor_take(&d->cursor, FILE_SIZE);
    if (!file)
        return udpi_next_payload();
    unsigned overload = find_overload(d->cursor);
    if (!(overload & IN_SNAME))
        put_text(d, FIELD(SNAME), sname, SNAME_SIZE);
    if (!(overload & IN_FILE))
        put_text(d, FIELD(FILE), file, FILE_SIZE);
    struct udpi_cursor ahead = d->cursor;
    if (udpi_cursor_read(&ahead, COOKIE_SIZE) == magic_cookie)
        put_options(d);
    else
        udpi_nest_bytes(d, 0, FIELD(VEND), d->cursor.claim);
    if (overload & IN_FILE)
        put_overloaded(d, FIELD(FILE_OPTIONS), file, FILE_SIZE);
    if (overload & IN_SNAME)
        put_overloaded(d, FIELD(SNAME_OPTIONS), sname, SNAME_SIZE);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 67}, {UDPI_UDP_PORT, 68}, {UDPI_UDP_PORT, 4011}};

const struct udpi_protocol udpi_dhcp = {
    .key = "dhcp",
    .title = "Dynamic Host Configuration Protocol",
    .spec = "RFC 2131",
    .doc = "Gives hosts their addresses, and says what else they need to know of the network.",
    .fields = udpi_dhcp_fields,
    .field_count = UDPI_DHCP_FIELDS,
    .bindings = bindings,
    .binding_count = 3,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
