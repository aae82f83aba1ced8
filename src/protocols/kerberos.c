/*
 * Kerberos: the messages of messages/kerberos_message.h.
 *
 * Left out: what is encrypted, and what pre-authentication data hold; KRB-SAFE, which key distribution centres do not send.
 */
#include "messages/kerberos_message.h"
#include "model/ber.h"

#define F(name) UDPI_KERBEROS_##name

enum { PORT = 88, TYPE_BITS = 0x1f, CONTEXT = 0xa0 };

/* Takes a tag and its length. */
static bool take_head(struct udpi_cursor *cursor, unsigned tag) {
    enum { LONG_LENGTH = 0x80, MOST_LENGTH = 4 };
    const uint8_t *head = udpi_cursor_take(cursor, 2);
    if (!head || head[0] != tag || head[1] > LONG_LENGTH + MOST_LENGTH)
        return false;
    return udpi_cursor_take(cursor, head[1] > LONG_LENGTH ? head[1] - (unsigned)LONG_LENGTH : 0);
}

static bool take_number(struct udpi_cursor *cursor, unsigned tag, unsigned number) {
    const uint8_t *bytes = take_head(cursor, tag) ? udpi_cursor_take(cursor, 3) : NULL;
    return bytes && bytes[0] == UDPI_BER_INTEGER && bytes[1] == 1 && bytes[2] == number;
}

/* An application tag, and in the sequence that it holds version 5 and the type that the tag says. */
static bool is_plausible(struct udpi_cursor cursor, unsigned type) {
    enum { VERSION = 5, AS_REQ = 10, TGS_REQ = 12 };
    unsigned first = CONTEXT + (type == AS_REQ || type == TGS_REQ ? 1U : 0U);
    return udpi_name_find(&udpi_kerberos_message_names, type) && take_head(&cursor, UDPI_KERBEROS_APPLICATION + type) &&
           take_head(&cursor, UDPI_BER_SEQUENCE) && take_number(&cursor, first, VERSION) &&
           take_number(&cursor, first + 1, type);
}

/* A change of password has two messages in a datagram: RFC 3244 section 2. */
static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    unsigned type = udpi_ber_peek(d) & TYPE_BITS;
    if (!is_plausible(d->cursor, type))
        return udpi_next_not_mine();
    bool was_read = udpi_put_kerberos_message(d, type);
    return was_read && d->cursor.claim > 0 ? udpi_next_key(UDPI_UDP_PORT, PORT) : udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, PORT}};

const struct udpi_protocol udpi_kerberos = {
    .key = "kerberos",
    .title = "Kerberos",
    .spec = "RFC 4120",
    .doc = "Gives users and services tickets with which they show each other who they are.",
    .fields = udpi_kerberos_fields,
    .field_count = UDPI_KERBEROS_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .is_end = true,
    .decode = decode,
};
