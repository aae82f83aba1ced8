/* Options of DHCP: how they follow each other, and those that have options of their own. */
#include "messages/dhcp_message.h"

#include "model/domain.h"
#include "model/nest.h"

enum { DEPTH = UDPI_DHCP_DEPTH, WITHIN = UDPI_DHCP_WITHIN, WITHIN_GROUP = WITHIN + 1 };

/* --- the client --------------------------------------------------------------------------------------------------- */

void udpi_put_dhcp_client_id(struct udpi_decode *d) {
    enum { ETHERNET = 1, MAC_SIZE = 6, WITH_DUID = 255, IAID_SIZE = 4, LEAST_DUID = 3 };
    unsigned type = (unsigned)udpi_nest_number(d, DEPTH, UDPI_DHCP_ID_TYPE, 1);
    size_t size = d->cursor.claim;
    if (type == ETHERNET && size == MAC_SIZE) {
        udpi_nest_number(d, DEPTH, UDPI_DHCP_ID_MAC, MAC_SIZE);
    } else if (type == WITH_DUID && size >= IAID_SIZE + LEAST_DUID) {
        udpi_nest_number(d, DEPTH, UDPI_DHCP_IAID, IAID_SIZE);
        udpi_nest_bytes(d, DEPTH, UDPI_DHCP_DUID, d->cursor.claim);
    } else {
        udpi_nest_bytes(d, DEPTH, UDPI_DHCP_DATA, size);
    }
}

/* One of DNS, or text where the sender is old; one that is not complete has no zero byte, and mostly is a single label: RFC 4702
   section 2.3. */
static void put_client_name(struct udpi_decode *d, bool is_encoded) {
    size_t size = d->cursor.claim;
    if (!is_encoded || size == 0)
        udpi_nest_bytes(d, DEPTH, UDPI_DHCP_TEXT, size);
    else if (d->cursor.at[size - 1] == 0)
        udpi_take_domain(d, DEPTH, UDPI_DHCP_NAME, d->cursor.at);
    else if (d->cursor.at[0] == size - 1)
        udpi_nest_bytes(d, DEPTH, UDPI_DHCP_TEXT, udpi_cursor_read(&d->cursor, 1));
    else
        udpi_nest_bytes(d, DEPTH, UDPI_DHCP_DATA, size);
}

void udpi_put_dhcp_client_name(struct udpi_decode *d) {
    static const uint8_t bits[][2] = {
        {UDPI_DHCP_NO_UPDATE, 3}, {UDPI_DHCP_ENCODED, 2}, {UDPI_DHCP_OVERRIDE, 1}, {UDPI_DHCP_SERVER_UPDATES, 0}};
    enum { IS_ENCODED = 4 };
    const uint8_t *flags = udpi_cursor_take(&d->cursor, 1);
    if (!flags)
        return;
    for (unsigned i = 0; i < sizeof bits / sizeof *bits; i++)
        udpi_put_at_depth(d, DEPTH, bits[i][0], udpi_offset_of(d, flags), 1, *flags >> bits[i][1] & 1);
    udpi_nest_number(d, DEPTH, UDPI_DHCP_RCODE1, 1);
    udpi_nest_number(d, DEPTH, UDPI_DHCP_RCODE2, 1);
    put_client_name(d, *flags & IS_ENCODED);
}

/* The token of protocol 0 is a password in clear: RFC 3118 section 4. */
void udpi_put_dhcp_authentication(struct udpi_decode *d) {
    enum { CONFIGURATION_TOKEN = 0, REPLAY_SIZE = 8 };
    const uint8_t *protocol = d->cursor.at;
    udpi_nest_number(d, DEPTH, UDPI_DHCP_PROTOCOL, 1);
    udpi_nest_number(d, DEPTH, UDPI_DHCP_ALGORITHM, 1);
    udpi_nest_number(d, DEPTH, UDPI_DHCP_REPLAY_METHOD, 1);
    udpi_nest_number(d, DEPTH, UDPI_DHCP_REPLAY_DETECTION, REPLAY_SIZE);
    if (d->cursor.stop != UDPI_STOP_NONE || *protocol != CONFIGURATION_TOKEN) {
        udpi_nest_bytes(d, DEPTH, UDPI_DHCP_AUTHENTICATION, d->cursor.claim);
        return;
    }
    size_t size = d->cursor.claim;
    udpi_put_secret(d, DEPTH, UDPI_DHCP_TOKEN, udpi_cursor_take(&d->cursor, size), size);
}

/* --- options within options --------------------------------------------------------------------------------------- */

/* RFC 3527 and RFC 5107 have an address; the others are opaque, and often text. */
static void put_suboption(struct udpi_decode *d) {
    enum { LINK_SELECTION = 5, SERVER_OVERRIDE = 11 };
    unsigned code = (unsigned)udpi_nest_number(d, WITHIN_GROUP, UDPI_DHCP_SUBOPTION_CODE, 1);
    size_t length = udpi_nest_number(d, WITHIN_GROUP, UDPI_DHCP_SUBOPTION_LENGTH, 1);
    if ((code == LINK_SELECTION || code == SERVER_OVERRIDE) && length == 4) {
        udpi_nest_number(d, WITHIN_GROUP, UDPI_DHCP_SUBOPTION_ADDRESS, 4);
        return;
    }
    const uint8_t *data = udpi_nest_bytes(d, WITHIN_GROUP, UDPI_DHCP_SUBOPTION_DATA, length);
    if (data && length > 0)
        udpi_put_at_depth(d, WITHIN_GROUP, UDPI_DHCP_SUBOPTION_TEXT, udpi_offset_of(d, data), length, 0);
}

void udpi_put_dhcp_relay(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, DEPTH, UDPI_DHCP_SUBOPTIONS);
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, WITHIN, UDPI_DHCP_SUBOPTION);
        put_suboption(d);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

static void put_vendor_options(struct udpi_decode *d) {
    enum { LIST = WITHIN_GROUP, GROUP, MEMBER };
    uint16_t list = udpi_nest_open(d, LIST, UDPI_DHCP_VENDOR_OPTIONS);
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, GROUP, UDPI_DHCP_VENDOR_OPTION);
        udpi_nest_number(d, MEMBER, UDPI_DHCP_VENDOR_CODE, 1);
        size_t length = udpi_nest_number(d, MEMBER, UDPI_DHCP_VENDOR_OPTION_LENGTH, 1);
        udpi_nest_bytes(d, MEMBER, UDPI_DHCP_VENDOR_OPTION_DATA, length);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

static void put_vendor(struct udpi_decode *d, bool has_options) {
    struct udpi_cursor behind;
    udpi_nest_number(d, WITHIN_GROUP, UDPI_DHCP_ENTERPRISE, 4);
    size_t length = udpi_nest_number(d, WITHIN_GROUP, UDPI_DHCP_VENDOR_LENGTH, 1);
    if (!has_options) {
        udpi_nest_bytes(d, WITHIN_GROUP, UDPI_DHCP_VENDOR_DATA, length);
        return;
    }
    if (!udpi_part_enter(d, length, &behind))
        return;
    put_vendor_options(d);
    if (!udpi_part_leave(d, &behind))
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "an option of a vendor goes beyond the {a} bytes of its options",
                      (uint32_t)length, 0);
}

void udpi_put_dhcp_vendors(struct udpi_decode *d, bool has_options) {
    uint16_t list = udpi_nest_open(d, DEPTH, UDPI_DHCP_VENDORS);
    while (udpi_part_goes_on(d)) {
        uint16_t group = udpi_nest_open(d, WITHIN, UDPI_DHCP_VENDOR);
        put_vendor(d, has_options);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

/* --- options ------------------------------------------------------------------------------------------------------ */

/* What is too long for one option goes on in the next of the same code (RFC 3396): the parts are not read for themselves. */
static bool is_split(const struct udpi_decode *d, int code, int previous, size_t length) {
    bool goes_on_in_next = length < udpi_cursor_left(&d->cursor) && d->cursor.at[length] == code;
    return code == previous || goes_on_in_next;
}

static void put_data(struct udpi_decode *d, int code, bool is_part, size_t length) {
    struct udpi_cursor behind;
    if (length == 0 || !udpi_part_enter(d, length, &behind))
        return;
    if (is_part)
        udpi_nest_bytes(d, DEPTH, UDPI_DHCP_DATA, length);
    else
        udpi_put_dhcp_data(d, (unsigned)code);
    size_t rest = d->cursor.claim;
    if (!udpi_part_leave(d, &behind))
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes of data are too few for option {b}", (uint32_t)length,
                      (uint32_t)code);
    else if (rest > 0)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} bytes are left behind the data of option {b}", (uint32_t)rest,
                      (uint32_t)code);
}

static void put_option(struct udpi_decode *d, int code, int previous) {
    uint16_t group = udpi_nest_open(d, 1, UDPI_DHCP_OPTION);
    udpi_nest_number(d, DEPTH, UDPI_DHCP_CODE, 1);
    size_t length = udpi_nest_number(d, DEPTH, UDPI_DHCP_LENGTH, 1);
    put_data(d, code, is_split(d, code, previous, length), length);
    udpi_nest_close(d, group);
}

bool udpi_put_dhcp_options(struct udpi_decode *d, unsigned field) {
    int previous = -1;
    bool is_ended = false;
    uint16_t list = udpi_nest_open(d, 0, field);
    while (udpi_part_goes_on(d) && !is_ended) {
        struct udpi_cursor ahead = d->cursor;
        const uint8_t *code = udpi_cursor_take(&ahead, 1);
        if (code && *code != UDPI_DHCP_PAD && *code != UDPI_DHCP_END) {
            put_option(d, *code, previous);
            previous = *code;
            continue;
        }
        d->cursor = ahead; /* stopped where the capture ends here */
        is_ended = code && *code == UDPI_DHCP_END;
    }
    udpi_nest_close(d, list);
    return is_ended;
}
