/*
 * OpenVPN: data packets, and the control channel that carries TLS.
 *
 *     data:        | opcode 5 bits: 6, key id 3 bits | encrypted packet |
 *                  | opcode 5 bits: 9, key id 3 bits | peer id 3 | encrypted packet |
 *     control:     | opcode 5 bits, key id 3 bits | session id 8 | message |
 *     message:     | count 1 | acknowledged packet ids, 4 each | remote session id 8, where there are such |
 *                  | message packet id 4, but not in an acknowledgment | a part of TLS, which is the payload |
 *     tls-auth:    | opcode, key id 1 | session id 8 | HMAC | packet id 4 | time 4 | message |
 *     tls-crypt:   | opcode, key id 1 | session id 8 | packet id 4 | time 4 | HMAC 32 | encrypted message | wrapped key |
 *
 * Nothing says how a control packet is protected, nor how long the HMAC is: both sides are configured so. It is what the sizes,
 * the counts and the times fit to. A wrapped client key, with its length in the last two bytes, makes it version 2 of tls-crypt.
 */
#include "model/nest.h"
#include "model/width.h"

enum {
    OPCODE,
    KEY_ID,
    PEER_ID,
    SESSION_ID,
    PROTECTION,
    HMAC,
    PACKET_ID,
    TIME,
    ACKNOWLEDGED,
    ACKNOWLEDGED_ID,
    REMOTE_SESSION_ID,
    MESSAGE_PACKET_ID,
    ENCRYPTED,
    WRAPPED_KEY,
    FIELDS
};

enum { HEADER_SIZE = 1, SESSION_ID_SIZE = 8, ID_SIZE = 4, TAG_SIZE = 16, CRYPT_HMAC_SIZE = 32 };

enum {
    HARD_RESET_CLIENT_V1 = 1,
    HARD_RESET_SERVER_V1 = 2,
    ACK_V1 = 5,
    DATA_V1 = 6,
    HARD_RESET_CLIENT_V2 = 7,
    HARD_RESET_SERVER_V2 = 8,
    DATA_V2 = 9,
    HARD_RESET_CLIENT_V3 = 10,
    CONTROL_WKC_V1 = 11,
};

static const struct udpi_name opcode_entries[] = {
    UDPI_NAME(HARD_RESET_CLIENT_V1, "P_CONTROL_HARD_RESET_CLIENT_V1"),
    UDPI_NAME(HARD_RESET_SERVER_V1, "P_CONTROL_HARD_RESET_SERVER_V1"),
    UDPI_NAME(3, "P_CONTROL_SOFT_RESET_V1"),
    UDPI_NAME(4, "P_CONTROL_V1"),
    UDPI_NAME(ACK_V1, "P_ACK_V1"),
    UDPI_NAME(DATA_V1, "P_DATA_V1"),
    UDPI_NAME(HARD_RESET_CLIENT_V2, "P_CONTROL_HARD_RESET_CLIENT_V2"),
    UDPI_NAME(HARD_RESET_SERVER_V2, "P_CONTROL_HARD_RESET_SERVER_V2"),
    UDPI_NAME(DATA_V2, "P_DATA_V2"),
    UDPI_NAME(HARD_RESET_CLIENT_V3, "P_CONTROL_HARD_RESET_CLIENT_V3"),
    UDPI_NAME(CONTROL_WKC_V1, "P_CONTROL_WKC_V1"),
};
static const struct udpi_names opcode_names = {opcode_entries, sizeof opcode_entries / sizeof *opcode_entries};

enum protection { UNKNOWN, UNPROTECTED, TLS_AUTH, TLS_CRYPT, TLS_CRYPT_V2 };

static const struct udpi_name protection_entries[] = {
    UDPI_NAME(UNPROTECTED, "none"),
    UDPI_NAME(TLS_AUTH, "tls-auth"),
    UDPI_NAME(TLS_CRYPT, "tls-crypt"),
    UDPI_NAME(TLS_CRYPT_V2, "tls-crypt-v2"),
};
static const struct udpi_names protection_names = {protection_entries, 4};

static const struct udpi_field fields[FIELDS] = {
    [OPCODE] = {.key = "opcode", .label = "Opcode", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_BITS(0, 5),
                .names = &opcode_names, .doc = "Kind of the packet."},
    [KEY_ID] = {.key = "key_id", .label = "Key id", .type = UDPI_UINT, .flags = UDPI_NOTABLE, UDPI_BITS(5, 3),
                .doc = "Which of the session's keys the packet belongs to; 0 for the first alone."},
    [PEER_ID] = {.key = "peer_id", .label = "Peer id", .type = UDPI_UINT, .flags = UDPI_SUMMARY, .width = 3,
                 .doc = "Number that the server gave the client, which may change its address; 0xffffff for none."},
    [SESSION_ID] = {.key = "session_id", .label = "Session id", .type = UDPI_HEX, .flags = UDPI_SUMMARY,
                    .width = SESSION_ID_SIZE, .doc = "Random number of the session at the sender."},
    [PROTECTION] = {.key = "protection", .label = "Protection", .type = UDPI_WORD, .flags = UDPI_DERIVED,
                    .names = &protection_names,
                    .doc = "How the control channel is protected besides by TLS, as its sizes and times tell."},
    [HMAC] = {.key = "hmac", .label = "HMAC", .type = UDPI_BYTES,
              .doc = "Shows that the sender knows the key that all share."},
    [PACKET_ID] = {.key = "packet_id", .label = "Packet id", .type = UDPI_UINT, .width = ID_SIZE,
                   .doc = "Counts the packets, against replay."},
    [TIME] = {.key = "time", .label = "Time", .type = UDPI_TIME,
              .doc = "When the sender began to count, in seconds."},
    [ACKNOWLEDGED] = {.key = "acknowledged", .label = "Acknowledged", .type = UDPI_LIST,
                      .doc = "Message packet ids that have arrived at the sender."},
    [ACKNOWLEDGED_ID] = {.key = "acknowledged_id", .label = "Acknowledged id", .type = UDPI_UINT,
                         .flags = UDPI_SUMMARY, .within = UDPI_WITHIN(ACKNOWLEDGED), .doc = "One of them."},
    [REMOTE_SESSION_ID] = {.key = "remote_session_id", .label = "Remote session id", .type = UDPI_HEX,
                           .width = SESSION_ID_SIZE, .doc = "Number of the session at the receiver."},
    [MESSAGE_PACKET_ID] = {.key = "message_packet_id", .label = "Message packet id", .type = UDPI_UINT,
                           .flags = UDPI_SUMMARY, .width = ID_SIZE,
                           .doc = "Place of the message in the control channel, from 0."},
    [ENCRYPTED] = {.key = "encrypted", .label = "Encrypted", .type = UDPI_BYTES,
                   .doc = "The message, encrypted with the key that all share."},
    [WRAPPED_KEY] = {.key = "wrapped_key", .label = "Wrapped key", .type = UDPI_BYTES,
                     .doc = "The client's key, encrypted for the server, with two bytes of length at its end."},
};

/* --- how a control packet is protected ---------------------------------------------------------------------------- */

/* Counts begin at 0 or 1; with version 2 of tls-crypt at 0x0f000000. A session does not live to see 16 million of such packets. */
static bool is_count(uint64_t number) {
    const uint64_t most = 0xffffff, early = 0x0f;
    return number <= most || number >> 24 == early;
}

/* Of control packets those that begin a session. */
static bool is_reset(unsigned opcode) {
    return opcode <= HARD_RESET_SERVER_V1 || opcode >= HARD_RESET_CLIENT_V2;
}

/* Whether a message that is not encrypted can begin here. */
static bool has_message(struct udpi_cursor cursor, unsigned opcode) {
    enum { MOST_ACKNOWLEDGED = 8 };
    bool are_counts = true;
    unsigned count = (unsigned)udpi_cursor_read(&cursor, 1);
    if (count > MOST_ACKNOWLEDGED)
        return false;
    for (unsigned i = 0; i < count; i++)
        are_counts = is_count(udpi_cursor_read(&cursor, ID_SIZE)) && are_counts;
    if (count > 0)
        udpi_cursor_take(&cursor, SESSION_ID_SIZE);
    if (opcode == ACK_V1)
        return are_counts && cursor.stop == UDPI_STOP_NONE && count > 0 && cursor.claim == 0;
    uint64_t id = udpi_cursor_read(&cursor, ID_SIZE);
    return are_counts && cursor.stop == UDPI_STOP_NONE && (is_reset(opcode) ? id == 0 : is_count(id));
}

/* Takes a packet id and a time that is one: from 2001 to 2065. */
static bool has_packet_id(struct udpi_cursor *cursor) {
    const uint64_t earliest = 1000000000, latest = 3000000000;
    uint64_t id = udpi_cursor_read(cursor, ID_SIZE), time = udpi_cursor_read(cursor, ID_SIZE);
    return cursor->stop == UDPI_STOP_NONE && id > 0 && is_count(id) && time >= earliest && time <= latest;
}

static bool is_encrypted(struct udpi_cursor cursor) {
    return has_packet_id(&cursor) && cursor.claim > CRYPT_HMAC_SIZE + ID_SIZE;
}

/*
 * What the bytes behind the session id fit to; *hmac_size is that of tls-auth. What asks for most comes first: a count, ids and a time
 * behind an HMAC are no accident, while the packet id of tls-crypt may look like a message that acknowledges nothing.
 */
static enum protection find_protection(struct udpi_cursor cursor, unsigned opcode, size_t *hmac_size) {
    static const uint8_t sizes[] = {20, 32, 64, 16, 48, 28}; /* of SHA-1, SHA-256, SHA-512, MD5, SHA-384, SHA-224 */
    bool is_wrapped = opcode >= HARD_RESET_CLIENT_V3;
    for (unsigned i = 0; !is_wrapped && i < sizeof sizes; i++) {
        struct udpi_cursor behind = cursor;
        *hmac_size = sizes[i];
        if (udpi_cursor_take(&behind, *hmac_size) && has_packet_id(&behind) && has_message(behind, opcode))
            return TLS_AUTH;
    }
    if (is_encrypted(cursor))
        return is_wrapped ? TLS_CRYPT_V2 : TLS_CRYPT;
    return !is_wrapped && has_message(cursor, opcode) ? UNPROTECTED : UNKNOWN;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static void take_packet_id(struct udpi_decode *d) {
    udpi_take_number(d, fields, PACKET_ID);
    udpi_nest_seconds(d, 0, TIME, 0);
}

static void put_message(struct udpi_decode *d, unsigned opcode) {
    unsigned count = (unsigned)udpi_cursor_read(&d->cursor, 1);
    if (count > 0) {
        uint16_t list = udpi_nest_open(d, 0, ACKNOWLEDGED);
        for (unsigned i = 0; i < count; i++)
            udpi_nest_number(d, 1, ACKNOWLEDGED_ID, ID_SIZE);
        udpi_nest_close(d, list);
        udpi_take_number(d, fields, REMOTE_SESSION_ID);
    }
    if (opcode != ACK_V1)
        udpi_take_number(d, fields, MESSAGE_PACKET_ID);
}

/* The length of a wrapped key counts its own two bytes. */
static void put_encrypted(struct udpi_decode *d, bool has_key) {
    enum { LENGTH_SIZE = 2 };
    size_t size = d->cursor.claim, key_size = 0;
    if (has_key && d->cursor.have >= size && size > LENGTH_SIZE)
        key_size = udpi_load_be16(d->cursor.at + size - LENGTH_SIZE);
    if (key_size <= LENGTH_SIZE || key_size >= size)
        key_size = 0;
    udpi_take_bytes(d, ENCRYPTED, size - key_size);
    udpi_take_bytes(d, WRAPPED_KEY, key_size);
    if (has_key && key_size == 0)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "no wrapped key ends the packet", 0, 0);
}

static void put_control(struct udpi_decode *d, unsigned opcode, enum protection protection, size_t hmac_size) {
    const uint8_t *at = d->cursor.at;
    udpi_take_number(d, fields, SESSION_ID);
    if (protection == UNKNOWN)
        return;
    udpi_put(d, PROTECTION, at, 0, protection);
    switch (protection) {
    case TLS_AUTH:
        udpi_take_bytes(d, HMAC, hmac_size);
        take_packet_id(d);
        put_message(d, opcode);
        break;
    case TLS_CRYPT:
    case TLS_CRYPT_V2:
        take_packet_id(d);
        udpi_take_bytes(d, HMAC, CRYPT_HMAC_SIZE);
        put_encrypted(d, protection == TLS_CRYPT_V2);
        break;
    default: put_message(d, opcode); break;
    }
}

/* What encrypts authenticates, too: a tag of 16 bytes at least, and a packet id, or the other way round. */
static bool is_data(const struct udpi_decode *d, unsigned opcode) {
    size_t peer_id_size = opcode == DATA_V2 ? fields[PEER_ID].width : 0;
    return (opcode == DATA_V1 || opcode == DATA_V2) && d->cursor.claim >= peer_id_size + ID_SIZE + TAG_SIZE;
}

/* Sessions begin with the key 0. A packet that is cut may be protected in any way. */
static bool is_control(const struct udpi_decode *d, const uint8_t *header, enum protection *protection,
                       size_t *hmac_size) {
    unsigned opcode = header[0] >> 3, key_id = header[0] & 7;
    if (!udpi_name_find(&opcode_names, opcode) || (is_reset(opcode) && key_id != 0) || d->cursor.claim <= SESSION_ID_SIZE)
        return false;
    struct udpi_cursor cursor = d->cursor;
    udpi_cursor_take(&cursor, SESSION_ID_SIZE);
    *protection = find_protection(cursor, opcode, hmac_size);
    return *protection != UNKNOWN || d->cursor.have < d->cursor.claim;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    unsigned opcode = header[0] >> 3;
    enum protection protection = UNKNOWN;
    size_t hmac_size = 0;
    bool is_of_data = opcode == DATA_V1 || opcode == DATA_V2;
    if (is_of_data ? !is_data(d, opcode) : !is_control(d, header, &protection, &hmac_size))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, OPCODE, KEY_ID + 1, header);
    if (opcode == DATA_V2)
        udpi_take_number(d, fields, PEER_ID);
    if (!is_of_data)
        put_control(d, opcode, protection, hmac_size);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 1194}};

const struct udpi_protocol udpi_openvpn = {
    .key = "openvpn",
    .title = "OpenVPN",
    .spec = "draft-openvpn-wire-protocol",
    .doc = "An encrypted tunnel that agrees on its keys with TLS, within packets of its own.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
