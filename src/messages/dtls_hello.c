/* The hellos of DTLS: RFC 6347 section 4.2.1, RFC 5246 section 7.4.1, RFC 9147 section 5. */
#include "messages/dtls_record.h"
#include "model/nest.h"

enum {
    DEPTH = 4,
    ENTRY = DEPTH + 1,
    WITHIN = DEPTH + 2,
    ELEMENT = DEPTH + 3,
    RANDOM_SIZE = 32,
    NUMBER_SIZE = 2,
    HOST_NAME = 0,
    DTLS_1_3 = 0xfefc,
};

/* Extensions that are taken apart. */
enum { SERVER_NAME = 0, APPLICATION_PROTOCOLS = 16, SUPPORTED_VERSIONS = 43, COOKIE = 44, CONNECTION_ID = 54 };

#define F(name) UDPI_DTLS_##name

/* --- vectors ------------------------------------------------------------------------------------------------------ */

/* Takes a length of `width` bytes, and enters as many bytes behind it. */
static bool enter_vector(struct udpi_decode *d, size_t width, struct udpi_cursor *behind) {
    size_t length = udpi_cursor_read(&d->cursor, width);
    return d->cursor.stop == UDPI_STOP_NONE && udpi_part_enter_captured(d, length, behind);
}

/* Goes on behind the vector; what could not be read in it cannot be read at all. */
static void leave_vector(struct udpi_decode *d, const struct udpi_cursor *behind) {
    uint8_t stop = d->cursor.stop;
    d->cursor = *behind;
    d->cursor.stop = stop;
}

static void put_vector(struct udpi_decode *d, unsigned depth, unsigned field, size_t width) {
    udpi_nest_bytes(d, depth, field, udpi_cursor_read(&d->cursor, width));
}

/* Whether an element of a vector begins at the cursor, and something of it is captured. */
static bool has_element(const struct udpi_decode *d) {
    return udpi_part_goes_on(d) && udpi_cursor_left(&d->cursor) > 0;
}

/* A vector of numbers, each in a group, whose fields are next to the list's. Gives whether `wanted` is among them. */
static bool put_numbers(struct udpi_decode *d, unsigned depth, unsigned list_field, size_t width, uint64_t wanted) {
    struct udpi_cursor behind;
    bool is_among = false;
    if (!enter_vector(d, width, &behind))
        return false;
    uint16_t list = udpi_nest_open(d, depth, list_field);
    for (size_t left = udpi_cursor_left(&d->cursor) / NUMBER_SIZE; left > 0; left--) {
        uint16_t group = udpi_nest_open(d, depth + 1, list_field + 1);
        is_among |= udpi_nest_number(d, depth + 2, list_field + 2, NUMBER_SIZE) == wanted;
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
    if (d->cursor.claim > 0) /* half a number */
        udpi_cursor_take(&d->cursor, NUMBER_SIZE);
    leave_vector(d, &behind);
    return is_among;
}

/* --- extensions --------------------------------------------------------------------------------------------------- */

/* RFC 6066 section 3: names of hosts are the only kind there is. */
static void put_server_names(struct udpi_decode *d) {
    struct udpi_cursor behind;
    if (!enter_vector(d, 2, &behind))
        return;
    uint16_t list = udpi_nest_open(d, WITHIN, F(SERVER_NAMES));
    while (has_element(d)) {
        bool is_host = udpi_cursor_read(&d->cursor, 1) == HOST_NAME;
        size_t length = udpi_cursor_read(&d->cursor, 2);
        if (is_host)
            udpi_nest_bytes(d, ELEMENT, F(SERVER_NAME), length);
        else
            udpi_cursor_take(&d->cursor, length);
    }
    udpi_nest_close(d, list);
    leave_vector(d, &behind);
}

/* RFC 7301 section 3.1 */
static void put_protocols(struct udpi_decode *d) {
    struct udpi_cursor behind;
    if (!enter_vector(d, 2, &behind))
        return;
    uint16_t list = udpi_nest_open(d, WITHIN, F(PROTOCOLS));
    while (has_element(d))
        put_vector(d, ELEMENT, F(PROTOCOL), 1);
    udpi_nest_close(d, list);
    leave_vector(d, &behind);
}

/* RFC 8446 section 4.2.1: a list of the client, one of them of the server. */
static void put_versions(struct udpi_decode *d, bool is_client, struct udpi_dtls_hello *hello) {
    bool is_latest = is_client ? put_numbers(d, WITHIN, F(SUPPORTED_VERSIONS), 1, DTLS_1_3)
                               : udpi_nest_number(d, WITHIN, F(SELECTED_VERSION), 2) == DTLS_1_3;
    hello->is_notable |= is_latest;
}

static void put_connection_id(struct udpi_decode *d, struct udpi_dtls_hello *hello) {
    size_t length = udpi_cursor_read(&d->cursor, 1);
    if (!udpi_nest_bytes(d, WITHIN, F(RECEIVED_ID), length))
        return;
    hello->is_notable = true;
    hello->connection_id_length = (uint8_t)length;
}

static void put_data(struct udpi_decode *d, unsigned type, bool is_client, struct udpi_dtls_hello *hello) {
    switch (type) {
    case SERVER_NAME: put_server_names(d); break;
    case APPLICATION_PROTOCOLS: put_protocols(d); break;
    case SUPPORTED_VERSIONS: put_versions(d, is_client, hello); break;
    case COOKIE: put_vector(d, WITHIN, F(EXTENSION_COOKIE), 2); break;
    case CONNECTION_ID: put_connection_id(d, hello); break;
    default: udpi_nest_bytes(d, WITHIN, F(EXTENSION_DATA), d->cursor.claim); break;
    }
}

static void put_extension(struct udpi_decode *d, bool is_client, struct udpi_dtls_hello *hello) {
    struct udpi_cursor behind;
    uint16_t group = udpi_nest_open(d, ENTRY, F(EXTENSION));
    unsigned type = (unsigned)udpi_nest_number(d, WITHIN, F(EXTENSION_TYPE), 2);
    size_t length = udpi_nest_number(d, WITHIN, F(EXTENSION_LENGTH), 2);
    if (length > 0 && udpi_part_enter_captured(d, length, &behind)) {
        put_data(d, type, is_client, hello);
        if (d->cursor.stop == UDPI_STOP_MALFORMED)
            udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes of an extension of type {b} are too few for its data",
                          (uint32_t)length, type);
        d->cursor = behind;
    }
    udpi_nest_close(d, group);
}

/* The hellos of RFC 4347 may end in front of them. */
static void put_extensions(struct udpi_decode *d, bool is_client, struct udpi_dtls_hello *hello) {
    struct udpi_cursor behind;
    if (d->cursor.claim == 0 || !enter_vector(d, 2, &behind))
        return;
    uint16_t list = udpi_nest_open(d, DEPTH, F(EXTENSIONS));
    while (has_element(d))
        put_extension(d, is_client, hello);
    udpi_nest_close(d, list);
    leave_vector(d, &behind);
}

/* --- messages ----------------------------------------------------------------------------------------------------- */

static void put_methods(struct udpi_decode *d) {
    struct udpi_cursor behind;
    if (!enter_vector(d, 1, &behind))
        return;
    uint16_t list = udpi_nest_open(d, DEPTH, F(COMPRESSION_METHODS));
    while (has_element(d))
        udpi_nest_number(d, ENTRY, F(OFFERED_METHOD), 1);
    udpi_nest_close(d, list);
    leave_vector(d, &behind);
}

static void put_start(struct udpi_decode *d) {
    udpi_nest_number(d, DEPTH, F(HELLO_VERSION), 2);
    udpi_nest_bytes(d, DEPTH, F(RANDOM), RANDOM_SIZE);
    put_vector(d, DEPTH, F(SESSION_ID), 1);
}

void udpi_put_dtls_body(struct udpi_decode *d, unsigned type, struct udpi_dtls_hello *hello) {
    switch (type) {
    case UDPI_DTLS_CLIENT_HELLO:
        put_start(d);
        put_vector(d, DEPTH, F(COOKIE), 1);
        put_numbers(d, DEPTH, F(CIPHER_SUITES), 2, 0);
        put_methods(d);
        put_extensions(d, true, hello);
        break;
    case UDPI_DTLS_SERVER_HELLO:
        put_start(d);
        udpi_nest_number(d, DEPTH, F(CIPHER_SUITE), 2);
        udpi_nest_number(d, DEPTH, F(COMPRESSION_METHOD), 1);
        put_extensions(d, false, hello);
        break;
    case UDPI_DTLS_HELLO_VERIFY_REQUEST:
        udpi_nest_number(d, DEPTH, F(HELLO_VERSION), 2);
        put_vector(d, DEPTH, F(COOKIE), 1);
        break;
    default: udpi_nest_bytes(d, DEPTH, F(BODY), d->cursor.claim); break;
    }
}
