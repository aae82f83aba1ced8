/*
 * Datagram Transport Layer Security: the records of messages/dtls_record.h, one behind the other.
 *
 * A header of the latest version, or one with a connection id, does not say all of itself: what its receiver has said in its
 * hello is kept for that.
 */
#include "messages/dtls_record.h"
#include "model/expected.h"
#include "model/nest.h"

enum {
    DEPTH = 2,
    BEFORE_ID = 11, /* bytes of a plain header */
    VERSION_1_0 = 0xfeff,
    VERSION_1_2 = 0xfefd,
    EARLY_VERSION = 0x0100,
    LEAST_ENCRYPTED = 17, /* a type and what authenticates it: RFC 9147 section 4, RFC 8446 section 5.2 */
    MOST_GUESSED_ID = 32,
    MESSAGE_HEADER_SIZE = 12,
};

/* The first byte of a record of DTLS 1.3: RFC 9147 section 4. */
enum { UNIFIED_MASK = 0xe0, UNIFIED = 0x20, HAS_ID = 0x10, HAS_TWO_BYTES = 0x08, HAS_LENGTH = 0x04, EPOCH_MASK = 0x03 };

#define F(name) UDPI_DTLS_##name

/* --- the header of a record --------------------------------------------------------------------------------------- */

/* What is known beside the bytes. */
struct context {
    bool has_receiver; /* the receiver has said how long its id is */
    bool is_certain;   /* this is DTLS */
    uint8_t id_length; /* the receiver's */
};

struct record {
    const uint8_t *header;
    size_t id_length;
    bool is_unified;
    uint16_t epoch; /* where it is not unified */
    const uint8_t *fragment;
    size_t length, captured; /* of the fragment */
};

/* Where the receiver has not been heard, the id is as long as it must be for the record to fill the datagram. */
static size_t find_id_length(const struct context *context, const struct udpi_cursor *cursor) {
    size_t most = cursor->claim < MOST_GUESSED_ID ? cursor->claim : MOST_GUESSED_ID;
    if (context->has_receiver)
        return context->id_length;
    for (size_t length = 1; length <= most && length + 2 <= udpi_cursor_left(cursor); length++)
        if (length + 2 + udpi_load_be16(cursor->at + length) == cursor->claim)
            return length;
    return cursor->claim;
}

static bool is_version(unsigned version) {
    return version == VERSION_1_2 || version == VERSION_1_0 || version == EARLY_VERSION;
}

/* Moves the cursor to the fragment. */
static bool read_plain(const struct context *context, struct udpi_cursor *cursor, struct record *record) {
    const uint8_t *header = udpi_cursor_take(cursor, BEFORE_ID);
    if (!header || header[0] < F(CHANGE_CIPHER_SPEC) || header[0] > F(ACK) || !is_version(udpi_load_be16(header + 1)))
        return false;
    record->epoch = udpi_load_be16(header + 3);
    record->id_length = header[0] == F(TLS12_CID) ? find_id_length(context, cursor) : 0;
    udpi_cursor_take(cursor, record->id_length);
    record->length = udpi_cursor_read(cursor, 2);
    return header[0] != F(TLS12_CID) || record->epoch > 0;
}

static bool read_unified(const struct context *context, struct udpi_cursor *cursor, struct record *record) {
    const uint8_t *header = udpi_cursor_take(cursor, 1);
    if (!header || (header[0] & HAS_ID && !context->has_receiver) || !(header[0] & HAS_LENGTH || context->is_certain))
        return false;
    record->id_length = header[0] & HAS_ID ? context->id_length : 0;
    udpi_cursor_take(cursor, record->id_length + (header[0] & HAS_TWO_BYTES ? 2 : 1));
    record->length = header[0] & HAS_LENGTH ? udpi_cursor_read(cursor, 2) : cursor->claim;
    return record->length >= LEAST_ENCRYPTED;
}

/* Moves the cursor behind the record. False where there is none, or not all of it is claimed. */
static bool read_record(const struct context *context, struct udpi_cursor *cursor, struct record *record) {
    record->header = cursor->at;
    record->is_unified = udpi_cursor_left(cursor) > 0 && (cursor->at[0] & UNIFIED_MASK) == UNIFIED;
    bool is_record = record->is_unified ? read_unified(context, cursor, record) : read_plain(context, cursor, record);
    if (!is_record || cursor->stop != UDPI_STOP_NONE || record->length > cursor->claim)
        return false;
    record->fragment = cursor->at;
    udpi_cursor_pass(cursor, record->length);
    record->captured = (size_t)(cursor->at - record->fragment);
    return true;
}

/* --- whether it is one -------------------------------------------------------------------------------------------- */

static bool is_message(const uint8_t *message, size_t left) {
    size_t length = udpi_load_be(message + 1, 3), offset = udpi_load_be(message + 6, 3);
    size_t here = udpi_load_be(message + 9, 3);
    return udpi_name_find(&udpi_dtls_message_names, message[0]) && offset + here <= length && here <= left;
}

/* Whether a fragment of epoch 0 is what its type says. */
static bool is_plausible(const struct record *record) {
    const uint8_t *fragment = record->fragment;
    switch (record->header[0]) {
    case F(CHANGE_CIPHER_SPEC): return record->length > 0 && (record->captured == 0 || fragment[0] == 1);
    case F(ALERT): return record->length == 2 && (record->captured < 2 || fragment[0] == 1 || fragment[0] == 2);
    case F(HANDSHAKE):
        return record->length >= MESSAGE_HEADER_SIZE &&
               (record->captured < MESSAGE_HEADER_SIZE || is_message(fragment, record->length - MESSAGE_HEADER_SIZE));
    default: return record->header[0] == F(ACK);
    }
}

/* Whether records fill the claim, as far as it is captured. */
static bool are_records(const struct context *context, struct udpi_cursor cursor) {
    struct record record;
    while (cursor.claim > 0)
        if (!read_record(context, &cursor, &record))
            return cursor.stop == UDPI_STOP_TRUNCATED;
    return true;
}

/* Handshakes in clear leave no doubt; for others all of the datagram must be records. */
static bool is_mine(struct context context, struct udpi_cursor cursor) {
    struct record first;
    if (!read_record(&context, &cursor, &first))
        return false;
    bool is_clear = !first.is_unified && first.epoch == 0;
    if (is_clear && !is_plausible(&first))
        return false;
    context.is_certain = true;
    return (is_clear && first.header[0] == F(HANDSHAKE)) || are_records(&context, cursor);
}

/* --- handshakes --------------------------------------------------------------------------------------------------- */

/* What of the message other records have is as what the capture lacks. */
static void put_body(struct udpi_decode *d, unsigned type, size_t length) {
    struct udpi_dtls_hello hello = {0};
    size_t here = d->cursor.claim;
    d->cursor.claim = length;
    udpi_put_dtls_body(d, type, &hello);
    if (d->cursor.stop == UDPI_STOP_MALFORMED)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes of a message of type {b} are too few for what it says",
                      (uint32_t)length, type);
    else if (d->cursor.stop == UDPI_STOP_NONE && d->cursor.claim > 0 && here == length)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} bytes are left at the end of a message of type {b}",
                      (uint32_t)d->cursor.claim, type);
    if (hello.is_notable)
        udpi_expect_end(d, UDPI_SRC, UDPI_AS_DTLS, hello.connection_id_length);
}

static void put_message(struct udpi_decode *d) {
    struct udpi_cursor behind;
    uint16_t group = udpi_nest_open(d, DEPTH + 1, F(MESSAGE));
    unsigned type = (unsigned)udpi_nest_number(d, DEPTH + 2, F(MESSAGE_TYPE), 1);
    size_t length = udpi_nest_number(d, DEPTH + 2, F(MESSAGE_LENGTH), 3);
    udpi_nest_number(d, DEPTH + 2, F(MESSAGE_SEQUENCE), 2);
    size_t offset = udpi_nest_number(d, DEPTH + 2, F(FRAGMENT_OFFSET), 3);
    size_t here = udpi_nest_number(d, DEPTH + 2, F(FRAGMENT_LENGTH), 3);
    if (d->cursor.stop == UDPI_STOP_NONE && udpi_part_enter_captured(d, here, &behind)) {
        if (offset == 0 && here <= length)
            put_body(d, type, length);
        else
            udpi_nest_bytes(d, DEPTH + 2, F(BODY), here);
        d->cursor = behind;
    }
    udpi_nest_close(d, group);
}

static void put_messages(struct udpi_decode *d) {
    uint16_t list = udpi_nest_open(d, DEPTH, F(MESSAGES));
    while (udpi_part_goes_on(d) && udpi_cursor_left(&d->cursor) > 0)
        put_message(d);
    udpi_nest_close(d, list);
}

/* --- records ------------------------------------------------------------------------------------------------------ */

static void put_fragment(struct udpi_decode *d, const struct record *record) {
    struct udpi_cursor behind;
    unsigned type = record->is_unified || record->epoch > 0 ? 0 : record->header[0];
    udpi_part_enter_captured(d, record->length, &behind);
    if (type == F(HANDSHAKE)) {
        put_messages(d);
    } else if (type == F(ALERT)) {
        udpi_nest_number(d, DEPTH, F(ALERT_LEVEL), 1);
        udpi_nest_number(d, DEPTH, F(ALERT_DESCRIPTION), 1);
    } else {
        udpi_nest_bytes(d, DEPTH, F(FRAGMENT), d->cursor.claim);
    }
    if (d->cursor.stop == UDPI_STOP_MALFORMED)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes of a record of type {b} are too few for what it says",
                      (uint32_t)record->length, record->header[0]);
    d->cursor = behind;
}

static void put_plain(struct udpi_decode *d, const struct record *record) {
    udpi_nest_number(d, DEPTH, F(CONTENT_TYPE), 1);
    udpi_nest_number(d, DEPTH, F(VERSION), 2);
    udpi_nest_number(d, DEPTH, F(EPOCH), 2);
    udpi_nest_number(d, DEPTH, F(SEQUENCE_NUMBER), 6);
    udpi_nest_bytes(d, DEPTH, F(CONNECTION_ID), record->id_length);
    udpi_nest_number(d, DEPTH, F(LENGTH), 2);
}

static void put_unified(struct udpi_decode *d, const struct record *record) {
    uint8_t first = (uint8_t)udpi_nest_number(d, DEPTH, F(UNIFIED_HEADER), 1);
    udpi_put_at_depth(d, DEPTH, F(EPOCH_BITS), udpi_offset_of(d, record->header), 1, first & EPOCH_MASK);
    udpi_nest_bytes(d, DEPTH, F(CONNECTION_ID), record->id_length);
    udpi_nest_bytes(d, DEPTH, F(ENCRYPTED_SEQUENCE_NUMBER), first & HAS_TWO_BYTES ? 2 : 1);
    if (first & HAS_LENGTH)
        udpi_nest_number(d, DEPTH, F(LENGTH), 2);
}

static void put_record(struct udpi_decode *d, const struct record *record) {
    uint16_t group = udpi_nest_open(d, 1, F(RECORD));
    if (record->is_unified)
        put_unified(d, record);
    else
        put_plain(d, record);
    put_fragment(d, record);
    udpi_nest_close(d, group);
}

static void put_records(struct udpi_decode *d, struct context *context) {
    struct record record;
    uint16_t list = udpi_nest_open(d, 0, F(RECORDS));
    for (struct udpi_cursor next = d->cursor; read_record(context, &next, &record); next = d->cursor) {
        put_record(d, &record);
        context->is_certain = true;
    }
    udpi_nest_close(d, list);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    uint32_t detail = 0;
    bool is_known = udpi_expected_detail(d, UDPI_AS_DTLS, &detail);
    struct context context = {
        .has_receiver = is_known, .is_certain = is_known || udpi_expected_is_chosen(d), .id_length = (uint8_t)detail};
    if (!is_mine(context, d->cursor))
        return udpi_next_not_mine();
    put_records(d, &context);
    if (d->cursor.have < d->cursor.claim) /* the capture may have ended in the header of another */
        udpi_cursor_take(&d->cursor, d->cursor.claim);
    else if (d->cursor.claim > 0)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the {a} bytes that are left are no record", (uint32_t)d->cursor.claim,
                      0);
    return udpi_next_payload();
}

/* 853, that of DNS (RFC 8094), is QUIC's; DTLS is found there by its first byte, as on any port. */
static const struct udpi_binding bindings[] = {
    {UDPI_UDP_PORT, 4433},  /* where libraries try it */
    {UDPI_UDP_PORT, 5684},  /* CoAP: RFC 7252 section 6.2 */
    {UDPI_UDP_PORT, 2083},  /* RADIUS: RFC 7360 */
    {UDPI_UDP_PORT, 5061},  /* SIP */
    {UDPI_UDP_PORT, 10161}, /* SNMP, and its traps: RFC 6353 */
    {UDPI_UDP_PORT, 10162},
    {UDPI_UDP_PORT, 6514}, /* syslog: RFC 6012 */
    {UDPI_UDP_PORT, 4740}, /* IPFIX: RFC 7011 */
    {UDPI_UDP_PORT, 5349}, /* TURN: RFC 8656 */
    {UDPI_INTERNAL, UDPI_AS_DTLS},
    {UDPI_UDP_OPENING, UDPI_DTLS_CHANGE_CIPHER_SPEC},
    {UDPI_UDP_OPENING, UDPI_DTLS_ALERT},
    {UDPI_UDP_OPENING, UDPI_DTLS_HANDSHAKE},
    {UDPI_UDP_OPENING, UDPI_DTLS_APPLICATION_DATA},
    {UDPI_UDP_OPENING, UDPI_DTLS_HEARTBEAT},
    {UDPI_UDP_OPENING, UDPI_DTLS_TLS12_CID},
};

const struct udpi_protocol udpi_dtls = {
    .key = "dtls",
    .title = "Datagram Transport Layer Security",
    .spec = "RFC 6347, RFC 9147",
    .doc = "Encrypts what programs say to each other in datagrams; what they agree upon at first is in clear.",
    .fields = udpi_dtls_fields,
    .field_count = UDPI_DTLS_FIELDS,
    .bindings = bindings,
    .binding_count = sizeof bindings / sizeof *bindings,
    .is_end = true,
    .decode = decode,
};
