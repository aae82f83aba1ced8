/*
 * memcached over UDP: a frame header, and a request or an answer, which may go over several datagrams.
 *
 *     | request id 2 | sequence 2 | datagram count 2 | reserved 2, zero | text or binary |
 *
 *     text: command key … CR LF
 *     binary: | magic 1 | opcode 1 | key length 2 | extras length 1 | data type 1 | vbucket or status 2 |
 *             | body length 4 | opaque 4 | cas 8 | body: extras, key, value |
 *
 * Left out: what stands behind the first line or the first binary body, and so in all datagrams but the first.
 */
#include "model/nest.h"
#include "model/text_lines.h"

enum {
    REQUEST_ID,
    SEQUENCE_NUMBER,
    DATAGRAM_COUNT,
    /* text */
    COMMAND,
    KEYS,
    KEYS_KEY,
    FLAGS,
    EXPTIME,
    BYTES,
    ARGUMENTS,
    /* binary */
    MAGIC,
    OPCODE,
    KEY_LENGTH,
    EXTRAS_LENGTH,
    DATA_TYPE,
    VBUCKET,
    STATUS,
    BODY_LENGTH,
    OPAQUE,
    CAS,
    EXTRAS,
    KEY,
    VALUE,
    CREDENTIALS,
    FIELDS
};

enum { HEADER_SIZE = 8, BINARY_SIZE = 24, REQUEST = 0x80, ANSWER = 0x81, SASL_AUTH = 0x21, SASL_STEP = 0x22 };

/* memcached, protocol_binary.h: magic, opcodes, and what came of a request. */
static const struct udpi_name magics[] = {UDPI_NAME(REQUEST, "request"), UDPI_NAME(ANSWER, "answer")};
static const struct udpi_names magic_names = {magics, 2};

static const struct udpi_name opcodes[] = {
    UDPI_NAME(0x00, "get"),
    UDPI_NAME(0x01, "set"),
    UDPI_NAME(0x02, "add"),
    UDPI_NAME(0x03, "replace"),
    UDPI_NAME(0x04, "delete"),
    UDPI_NAME(0x05, "increment"),
    UDPI_NAME(0x06, "decrement"),
    UDPI_NAME(0x07, "quit"),
    UDPI_NAME(0x08, "flush"),
    UDPI_NAME(0x09, "getq"),
    UDPI_NAME(0x0a, "noop"),
    UDPI_NAME(0x0b, "version"),
    UDPI_NAME(0x0c, "getk"),
    UDPI_NAME(0x0d, "getkq"),
    UDPI_NAME(0x0e, "append"),
    UDPI_NAME(0x0f, "prepend"),
    UDPI_NAME(0x10, "stat"),
    UDPI_NAME(0x11, "setq"),
    UDPI_NAME(0x12, "addq"),
    UDPI_NAME(0x13, "replaceq"),
    UDPI_NAME(0x14, "deleteq"),
    UDPI_NAME(0x15, "incrementq"),
    UDPI_NAME(0x16, "decrementq"),
    UDPI_NAME(0x17, "quitq"),
    UDPI_NAME(0x18, "flushq"),
    UDPI_NAME(0x19, "appendq"),
    UDPI_NAME(0x1a, "prependq"),
    UDPI_NAME(0x1b, "verbosity"),
    UDPI_NAME(0x1c, "touch"),
    UDPI_NAME(0x1d, "gat"),
    UDPI_NAME(0x1e, "gatq"),
    UDPI_NAME(0x20, "sasl-list-mechs"),
    UDPI_NAME(SASL_AUTH, "sasl-auth"),
    UDPI_NAME(SASL_STEP, "sasl-step"),
    UDPI_NAME(0x23, "gatk"),
    UDPI_NAME(0x24, "gatkq"),
};
static const struct udpi_names opcode_names = {opcodes, sizeof opcodes / sizeof *opcodes};

static const struct udpi_name statuses[] = {
    UDPI_NAME(0x00, "no error"),
    UDPI_NAME(0x01, "key not found"),
    UDPI_NAME(0x02, "key exists"),
    UDPI_NAME(0x03, "value too large"),
    UDPI_NAME(0x04, "invalid arguments"),
    UDPI_NAME(0x05, "not stored"),
    UDPI_NAME(0x06, "not a number"),
    UDPI_NAME(0x07, "vbucket of another server"),
    UDPI_NAME(0x20, "authentication error"),
    UDPI_NAME(0x21, "authentication goes on"),
    UDPI_NAME(0x81, "unknown command"),
    UDPI_NAME(0x82, "out of memory"),
    UDPI_NAME(0x83, "not supported"),
    UDPI_NAME(0x84, "internal error"),
    UDPI_NAME(0x85, "busy"),
    UDPI_NAME(0x86, "temporary failure"),
};
static const struct udpi_names status_names = {statuses, sizeof statuses / sizeof *statuses};

static const struct udpi_field fields[FIELDS] = {
    [REQUEST_ID] = {.key = "request_id", .label = "Request id", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(0, 2),
                    .doc = "Chosen by the client, and the same in the answer."},
    [SEQUENCE_NUMBER] = {.key = "sequence_number", .label = "Sequence number", .type = UDPI_UINT,
                         .flags = UDPI_NOTABLE, UDPI_AT(2, 2), .doc = "Counts the datagrams of a message from 0."},
    [DATAGRAM_COUNT] = {.key = "datagram_count", .label = "Datagram count", .type = UDPI_UINT, UDPI_AT(4, 2),
                        .doc = "Datagrams of the message."},
    [COMMAND] = {.key = "command", .label = "Command", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                 .doc = "First word of the first line: what is to be done, or came of it."},
    [KEYS] = {.key = "keys", .label = "Keys", .type = UDPI_LIST, .doc = "Those of the line."},
    [KEYS_KEY] = {.key = "key", .label = "Key", .type = UDPI_TEXT, .within = UDPI_WITHIN(KEYS), .flags = UDPI_SUMMARY,
                  .doc = "Name of a value."},
    [FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_UINT, .doc = "Kept with the value for the client."},
    [EXPTIME] = {.key = "exptime", .label = "Expiration time", .type = UDPI_INT,
                 .doc = "0 never; else seconds from now, from 30 days on those since 1970; below zero at once."},
    [BYTES] = {.key = "bytes", .label = "Bytes", .type = UDPI_UINT, .doc = "Of the value, which follows the line."},
    [ARGUMENTS] = {.key = "arguments", .label = "Arguments", .type = UDPI_TEXT, .doc = "What else the line says."},
    [MAGIC] = {.key = "magic", .label = "Magic", .type = UDPI_HEX, .width = 1, .names = &magic_names,
               .doc = "Tells the binary protocol from text, and requests from answers."},
    [OPCODE] = {.key = "opcode", .label = "Opcode", .type = UDPI_HEX, .width = 1, .flags = UDPI_SUMMARY,
                .names = &opcode_names, .doc = "What is to be done, or was; with a q at its end, quietly."},
    [KEY_LENGTH] = {.key = "key_length", .label = "Key length", .type = UDPI_UINT, .width = 2,
                    .doc = "Bytes of the key."},
    [EXTRAS_LENGTH] = {.key = "extras_length", .label = "Extras length", .type = UDPI_UINT, .width = 1,
                       .doc = "Bytes of the extras."},
    [DATA_TYPE] = {.key = "data_type", .label = "Data type", .type = UDPI_UINT, .width = 1, .doc = "Always 0."},
    [VBUCKET] = {.key = "vbucket", .label = "Virtual bucket", .type = UDPI_UINT, .width = 2,
                 .doc = "Of a request: part of the keys that this one is in."},
    [STATUS] = {.key = "status", .label = "Status", .type = UDPI_UINT, .width = 2, .flags = UDPI_NOTABLE,
                .names = &status_names, .doc = "Of an answer: what came of the request."},
    [BODY_LENGTH] = {.key = "total_body_length", .label = "Total body length", .type = UDPI_UINT, .width = 4,
                     .doc = "Bytes of extras, key and value."},
    [OPAQUE] = {.key = "opaque", .label = "Opaque", .type = UDPI_HEX, .width = 4,
                .doc = "Chosen by the client, and the same in the answer."},
    [CAS] = {.key = "cas", .label = "CAS", .type = UDPI_HEX, .width = 8,
             .doc = "Version of the value; a request with one is refused if there is another."},
    [EXTRAS] = {.key = "extras", .label = "Extras", .type = UDPI_BYTES, .doc = "Numbers, as the opcode has them."},
    [KEY] = {.key = "key", .label = "Key", .type = UDPI_TEXT, .flags = UDPI_SUMMARY, .doc = "Name of the value."},
    [VALUE] = {.key = "value", .label = "Value", .type = UDPI_BYTES, .doc = "As much of it as is in this datagram."},
    [CREDENTIALS] = {.key = "credentials", .label = "Credentials", .type = UDPI_BYTES, .flags = UDPI_SENSITIVE,
                     .doc = "What a client says to show who it is."},
};

/* --- text --------------------------------------------------------------------------------------------------------- */

/* What follows a command in its line; then come other arguments. */
enum shape {
    NO_KEY,
    ONE_KEY,
    ALL_KEYS,
    TIME_AND_KEYS,
    STORED_VALUE, /* key, flags, time, bytes */
    FOUND_VALUE,  /* key, flags, bytes */
};

/* memcached, doc/protocol.txt: requests, then answers. */
static const struct command {
    char word[16];
    uint8_t shape;
} commands[] = {
    {"get", ALL_KEYS},
    {"gets", ALL_KEYS},
    {"gat", TIME_AND_KEYS},
    {"gats", TIME_AND_KEYS},
    {"set", STORED_VALUE},
    {"add", STORED_VALUE},
    {"replace", STORED_VALUE},
    {"append", STORED_VALUE},
    {"prepend", STORED_VALUE},
    {"cas", STORED_VALUE},
    {"delete", ONE_KEY},
    {"incr", ONE_KEY},
    {"decr", ONE_KEY},
    {"touch", ONE_KEY},
    {"mg", ONE_KEY},
    {"ms", ONE_KEY},
    {"md", ONE_KEY},
    {"ma", ONE_KEY},
    {"me", ONE_KEY},
    {"mn", NO_KEY},
    {"stats", NO_KEY},
    {"flush_all", NO_KEY},
    {"version", NO_KEY},
    {"verbosity", NO_KEY},
    {"slabs", NO_KEY},
    {"lru", NO_KEY},
    {"lru_crawler", NO_KEY},
    {"cache_memlimit", NO_KEY},
    {"watch", NO_KEY},
    {"shutdown", NO_KEY},
    {"quit", NO_KEY},
    {"VALUE", FOUND_VALUE},
    {"END", NO_KEY},
    {"STORED", NO_KEY},
    {"NOT_STORED", NO_KEY},
    {"EXISTS", NO_KEY},
    {"NOT_FOUND", NO_KEY},
    {"DELETED", NO_KEY},
    {"TOUCHED", NO_KEY},
    {"OK", NO_KEY},
    {"RESET", NO_KEY},
    {"BUSY", NO_KEY},
    {"BADCLASS", NO_KEY},
    {"STAT", NO_KEY},
    {"VERSION", NO_KEY},
    {"ERROR", NO_KEY},
    {"CLIENT_ERROR", NO_KEY},
    {"SERVER_ERROR", NO_KEY},
    {"HD", NO_KEY},
    {"VA", NO_KEY},
    {"EN", NO_KEY},
    {"NF", NO_KEY},
    {"NS", NO_KEY},
    {"EX", NO_KEY},
    {"MN", NO_KEY},
    {"ME", ONE_KEY},
};

static const struct command *find_command(struct udpi_text word) {
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (word.size == strlen(commands[i].word) && memcmp(word.at, commands[i].word, word.size) == 0)
            return &commands[i];
    return NULL;
}

static void put_keys(struct udpi_decode *d, struct udpi_text *line, bool takes_all) {
    struct udpi_text keys = *line;
    struct udpi_text key = udpi_text_cut(line, ' ');
    if (key.size == 0)
        return;
    udpi_put_text(d, 0, KEYS, takes_all ? keys : key);
    udpi_put_text(d, 1, KEYS_KEY, key);
    while (takes_all && line->size > 0)
        udpi_put_text(d, 1, KEYS_KEY, udpi_text_cut(line, ' '));
}

/* Takes the next word if it is a number. */
static void put_number(struct udpi_decode *d, unsigned field, struct udpi_text *line) {
    struct udpi_text rest = *line, word = udpi_text_cut(&rest, ' ');
    int64_t number;
    if (!udpi_text_integer(word, &number) || (number < 0 && fields[field].type != UDPI_INT))
        return;
    udpi_put(d, field, word.at, word.size, (uint64_t)number);
    *line = rest;
}

static void put_line(struct udpi_decode *d, enum shape shape, struct udpi_text line) {
    if (shape == TIME_AND_KEYS)
        put_number(d, EXPTIME, &line);
    if (shape != NO_KEY)
        put_keys(d, &line, shape == ALL_KEYS || shape == TIME_AND_KEYS);
    if (shape == STORED_VALUE || shape == FOUND_VALUE)
        put_number(d, FLAGS, &line);
    if (shape == STORED_VALUE)
        put_number(d, EXPTIME, &line);
    if (shape == STORED_VALUE || shape == FOUND_VALUE)
        put_number(d, BYTES, &line);
    udpi_put_text(d, 0, ARGUMENTS, line);
}

/* The answer to incr and decr is a number. False where the line begins with no word that is known. */
static bool put_text(struct udpi_decode *d) {
    struct udpi_text line;
    int64_t number;
    if (!udpi_take_line(d, &line))
        return d->cursor.stop == UDPI_STOP_TRUNCATED;
    struct udpi_text rest = line, word = udpi_text_cut(&rest, ' ');
    const struct command *command = find_command(word);
    if (command) {
        udpi_put_text(d, 0, COMMAND, word);
        put_line(d, command->shape, rest);
    } else {
        udpi_put_text(d, 0, ARGUMENTS, line);
    }
    return command || udpi_text_integer(udpi_text_trim(line), &number);
}

/* --- binary ------------------------------------------------------------------------------------------------------- */

static bool is_binary(const struct udpi_decode *d) {
    return udpi_cursor_left(&d->cursor) > 0 && (*d->cursor.at == REQUEST || *d->cursor.at == ANSWER);
}

static bool is_plausible_binary(struct udpi_cursor cursor) {
    const uint8_t *head = udpi_cursor_take(&cursor, BINARY_SIZE);
    if (!head)
        return cursor.stop == UDPI_STOP_TRUNCATED;
    return udpi_name_find(&opcode_names, head[1]) && head[5] == 0 &&
           udpi_load_be16(head + 2) + head[4] <= udpi_load_be32(head + 8);
}

/* The rest of it may be in other datagrams. */
static void put_value(struct udpi_decode *d, unsigned opcode, size_t size, bool is_only) {
    if (size > d->cursor.claim && is_only)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "a value of {a} bytes, where {b} are left", (uint32_t)size,
                      (uint32_t)d->cursor.claim);
    size = size < d->cursor.claim ? size : d->cursor.claim;
    if (opcode != SASL_AUTH && opcode != SASL_STEP) {
        udpi_nest_bytes(d, 0, VALUE, size);
        return;
    }
    const uint8_t *at = udpi_cursor_take(&d->cursor, size);
    if (at && size > 0)
        udpi_put_secret(d, 0, CREDENTIALS, at, size);
}

static void put_binary(struct udpi_decode *d, bool is_only) {
    bool is_request = udpi_nest_number(d, 0, MAGIC, 1) == REQUEST;
    unsigned opcode = (unsigned)udpi_nest_number(d, 0, OPCODE, 1);
    size_t key_length = udpi_nest_number(d, 0, KEY_LENGTH, 2);
    size_t extras_length = udpi_nest_number(d, 0, EXTRAS_LENGTH, 1);
    udpi_nest_number(d, 0, DATA_TYPE, 1);
    udpi_nest_number(d, 0, is_request ? VBUCKET : STATUS, 2);
    size_t body_length = udpi_nest_number(d, 0, BODY_LENGTH, 4);
    udpi_nest_number(d, 0, OPAQUE, 4);
    udpi_nest_number(d, 0, CAS, 8);
    udpi_nest_bytes(d, 0, EXTRAS, extras_length);
    udpi_nest_bytes(d, 0, KEY, key_length);
    if (d->cursor.stop == UDPI_STOP_NONE)
        put_value(d, opcode, body_length - extras_length - key_length, is_only);
}

/* --- the datagram ------------------------------------------------------------------------------------------------- */

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    unsigned sequence = udpi_load_be16(header + 2), count = udpi_load_be16(header + 4);
    if (sequence >= count || udpi_load_be16(header + 6) != 0 || d->cursor.claim == 0)
        return udpi_next_not_mine();
    if (is_binary(d) && sequence == 0 && !is_plausible_binary(d->cursor))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, REQUEST_ID, DATAGRAM_COUNT + 1, header);
    if (sequence > 0)
        return udpi_next_payload();
    if (is_binary(d))
        put_binary(d, count == 1);
    else if (!put_text(d))
        return udpi_next_not_mine();
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 11211}};

const struct udpi_protocol udpi_memcached = {
    .key = "memcached",
    .title = "memcached",
    .spec = "memcached, doc/protocol.txt",
    .doc = "Keeps values under keys in the memory of a server, and gives them back.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
