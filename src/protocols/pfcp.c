/* Packet Forwarding Control Protocol: the messages of messages/pfcp_message.h, each a layer where several are in a datagram. */
#include "messages/pfcp_message.h"
#include "model/nest.h"
#include "model/width.h"

#define F(name) UDPI_PFCP_##name

enum { PORT = 8805, HEADER_SIZE = 4, SEID_SIZE = 8, SEQUENCE_SIZE = 4 };
enum { HAS_SEID = 1, HAS_PRIORITY = 2, FOLLOWED_ON = 4 };

static size_t count_rest(const uint8_t *header) {
    return (header[0] & HAS_SEID ? SEID_SIZE : 0) + SEQUENCE_SIZE;
}

/* Messages from 50 on are about a session, and they alone have its id (section 7.2.2); those whose length is that of the datagram are
   read if they have it or not. */
static bool is_plausible(const struct udpi_decode *d, const uint8_t *header) {
    enum { VERSION = 1, FIRST_OF_SESSION = 50 };
    size_t length = udpi_load_be16(header + 2);
    bool has_seid = header[0] & HAS_SEID, is_of_session = header[1] >= FIRST_OF_SESSION;
    if (header[0] >> 5 != VERSION || !udpi_name_find(&udpi_pfcp_message_names, header[1]))
        return false;
    return length >= count_rest(header) && (length == d->cursor.claim || has_seid == is_of_session);
}

static void put_rest(struct udpi_decode *d, unsigned flags) {
    if (flags & HAS_SEID)
        udpi_take_number(d, udpi_pfcp_fields, F(SEID));
    udpi_take_number(d, udpi_pfcp_fields, F(SEQUENCE));
    const uint8_t *priority = udpi_cursor_take(&d->cursor, 1);
    if (priority && flags & HAS_PRIORITY)
        udpi_put(d, F(PRIORITY), priority, 1, *priority >> 4);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(d, header))
        return udpi_next_not_mine();
    size_t length = udpi_load_be16(header + 2), behind = 0;
    udpi_put_header(d, udpi_pfcp_fields, F(VERSION), F(VERSION) + 1, header);
    udpi_put_if_set(d, udpi_pfcp_fields, F(SPARE), header);
    udpi_put_header(d, udpi_pfcp_fields, F(FOLLOW_ON), F(LENGTH) + 1, header);
    if (length > d->cursor.claim)
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_PARENT, NULL, (uint32_t)length, (uint32_t)d->cursor.claim);
    else
        behind = d->cursor.claim - length;
    d->cursor.claim -= behind;
    put_rest(d, header[0]);
    udpi_put_pfcp_elements(d, 0, F(ELEMENTS));
    d->cursor.claim += behind;
    if (!(header[0] & FOLLOWED_ON) || d->cursor.stop != UDPI_STOP_NONE)
        return udpi_next_payload();
    if (behind > 0)
        return udpi_next_key(UDPI_UDP_PORT, PORT);
    udpi_note_add(d, UDPI_NOTE_MALFORMED, "another message is to follow, where the datagram ends", 0, 0);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, PORT}};

const struct udpi_protocol udpi_pfcp = {
    .key = "pfcp",
    .title = "Packet Forwarding Control Protocol",
    .spec = "3GPP TS 29.244",
    .doc = "Tells the user plane of a mobile network how to forward, count and limit what phones send and receive.",
    .fields = udpi_pfcp_fields,
    .field_count = UDPI_PFCP_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
