/*
 * Trivial File Transfer Protocol: RFC 1350, with options by RFC 2347. Texts end with a zero byte.
 *
 *     | opcode 2: 1, 2 | file name | mode | options: name, value, … |
 *     | opcode 2: 3 | block 2 | data |
 *     | opcode 2: 4 | block 2 |
 *     | opcode 2: 5 | error code 2 | message |
 *     | opcode 2: 6 | options: name, value, … |
 *
 * The server answers a request from a port of its own choice: what follows is known by the port of the client.
 */
#include "model/expected.h"
#include "model/nest.h"

enum { OPCODE, FILENAME, MODE, BLOCK, DATA, ERROR_CODE, ERROR_MESSAGE, OPTIONS, OPTION, NAME, VALUE, FIELDS };

enum { HEADER_SIZE = 2, NUMBER_SIZE = 2 };

enum {
    READ_REQUEST = 1,
    WRITE_REQUEST,
    DATA_BLOCK,
    ACKNOWLEDGMENT,
    ERROR,
    OPTION_ACKNOWLEDGMENT,
};

/* RFC 1350 section 5, RFC 2347 */
static const struct udpi_name opcode_entries[] = {
    UDPI_NAME(READ_REQUEST, "RRQ"),   UDPI_NAME(WRITE_REQUEST, "WRQ"), UDPI_NAME(DATA_BLOCK, "DATA"),
    UDPI_NAME(ACKNOWLEDGMENT, "ACK"), UDPI_NAME(ERROR, "ERROR"),       UDPI_NAME(OPTION_ACKNOWLEDGMENT, "OACK"),
};
static const struct udpi_names opcode_names = {opcode_entries, sizeof opcode_entries / sizeof *opcode_entries};

/* RFC 1350, appendix; RFC 2347 */
static const struct udpi_name error_entries[] = {
    UDPI_NAME(0, "not defined"),
    UDPI_NAME(1, "file not found"),
    UDPI_NAME(2, "access violation"),
    UDPI_NAME(3, "disk full or allocation exceeded"),
    UDPI_NAME(4, "illegal operation"),
    UDPI_NAME(5, "unknown transfer id"),
    UDPI_NAME(6, "file already exists"),
    UDPI_NAME(7, "no such user"),
    UDPI_NAME(8, "option negotiation failed"),
};
static const struct udpi_names error_names = {error_entries, sizeof error_entries / sizeof *error_entries};

static const struct udpi_field fields[FIELDS] = {
    [OPCODE] = {.key = "opcode", .label = "Opcode", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(0, 2),
                .names = &opcode_names, .doc = "Kind of the message."},
    [FILENAME] = {.key = "filename", .label = "File name", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                  .doc = "File that is to be read or written."},
    [MODE] = {.key = "mode", .label = "Mode", .type = UDPI_TEXT,
              .doc = "netascii for text, octet for bytes as they are, mail (obsolete) for a user's mailbox."},
    [BLOCK] = {.key = "block", .label = "Block", .type = UDPI_UINT, .flags = UDPI_SUMMARY, .width = 2,
               .doc = "Number of the block, from 1; an acknowledgment of 0 accepts a request to write, or options."},
    [DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES,
              .doc = "A block of the file; one with fewer bytes than agreed upon, by default 512, is the last."},
    [ERROR_CODE] = {.key = "error_code", .label = "Error code", .type = UDPI_UINT, .flags = UDPI_SUMMARY, .width = 2,
                    .names = &error_names, .doc = "Why the transfer has ended."},
    [ERROR_MESSAGE] = {.key = "error_message", .label = "Error message", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                       .doc = "The same for people."},
    [OPTIONS] = {.key = "options", .label = "Options", .type = UDPI_LIST,
                 .doc = "What the client asks for, and the server agrees to."},
    [OPTION] = {.key = "option", .label = "Option", .type = UDPI_GROUP, .within = UDPI_WITHIN(OPTIONS),
                .doc = "One option."},
    [NAME] = {.key = "name", .label = "Name", .type = UDPI_TEXT, .within = UDPI_WITHIN(OPTION),
              .doc = "blksize (RFC 2348), timeout or tsize (RFC 2349), windowsize (RFC 7440), or another."},
    [VALUE] = {.key = "value", .label = "Value", .type = UDPI_TEXT, .within = UDPI_WITHIN(OPTION),
               .doc = "Of these options a decimal number: bytes of a block, seconds, bytes of the file, blocks."},
};

/* --- whether it is one -------------------------------------------------------------------------------------------- */

/* Not what has no place in a text: RFC 1350 section 1 takes texts as RFC 764 does. */
static bool is_text(uint8_t byte) {
    return (byte >= ' ' && byte != 0x7f) || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Bytes of text from `skip` bytes behind the cursor on. */
static size_t count_text(const struct udpi_cursor *cursor, size_t skip) {
    size_t left = udpi_cursor_left(cursor), end = skip;
    while (end < left && is_text(cursor->at[end]))
        end++;
    return end - skip;
}

/* Whether a zero byte stands there, or no byte at all. */
static bool is_ended(const struct udpi_cursor *cursor, size_t skip) {
    return skip >= udpi_cursor_left(cursor) || cursor->at[skip] == 0;
}

static bool is_request(const struct udpi_cursor *cursor) {
    size_t name = count_text(cursor, 0), mode = count_text(cursor, name + 1);
    return name + mode > 0 && is_ended(cursor, name) && is_ended(cursor, name + 1 + mode);
}

static bool is_option_acknowledgment(const struct udpi_cursor *cursor) {
    size_t name = count_text(cursor, 0);
    return name > 0 && is_ended(cursor, name);
}

static bool is_error(const struct udpi_cursor *cursor) {
    return cursor->claim >= NUMBER_SIZE && is_ended(cursor, NUMBER_SIZE + count_text(cursor, NUMBER_SIZE));
}

static bool is_plausible(unsigned opcode, const struct udpi_cursor *cursor) {
    switch (opcode) {
    case READ_REQUEST:
    case WRITE_REQUEST: return is_request(cursor);
    case DATA_BLOCK: return cursor->claim >= NUMBER_SIZE;
    case ACKNOWLEDGMENT: return cursor->claim == NUMBER_SIZE;
    case ERROR: return is_error(cursor);
    case OPTION_ACKNOWLEDGMENT: return is_option_acknowledgment(cursor);
    default: return false;
    }
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* Takes a text with the zero byte behind it. False where that is missing. */
static bool take_text(struct udpi_decode *d, unsigned depth, unsigned field) {
    struct udpi_cursor *cursor = &d->cursor;
    const uint8_t *end = memchr(cursor->at, 0, udpi_cursor_left(cursor));
    if (end) {
        udpi_nest_bytes(d, depth, field, (size_t)(end - cursor->at));
        udpi_cursor_skip(cursor, 1);
        return true;
    }
    if (udpi_nest_bytes(d, depth, field, cursor->claim))
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the message ends where a text should, with a zero byte", 0, 0);
    return false;
}

static void take_options(struct udpi_decode *d) {
    if (d->cursor.claim == 0)
        return;
    bool is_whole = true;
    uint16_t list = udpi_nest_open(d, 0, OPTIONS);
    while (is_whole && d->cursor.claim > 0) {
        uint16_t group = udpi_nest_open(d, 1, OPTION);
        is_whole = take_text(d, 2, NAME) && take_text(d, 2, VALUE);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
}

/* From here on the client's address and port stand for the transfer: RFC 1350 section 4. */
static void take_request(struct udpi_decode *d) {
    udpi_expect_end(d, UDPI_SRC, UDPI_AS_TFTP, 0);
    if (take_text(d, 0, FILENAME) && take_text(d, 0, MODE))
        take_options(d);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    unsigned opcode = udpi_load_be16(header);
    if (!is_plausible(opcode, &d->cursor))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, OPCODE, OPCODE + 1, header);
    switch (opcode) {
    case DATA_BLOCK:
        udpi_nest_number(d, 0, BLOCK, NUMBER_SIZE);
        udpi_nest_bytes(d, 0, DATA, d->cursor.claim);
        break;
    case ACKNOWLEDGMENT: udpi_nest_number(d, 0, BLOCK, NUMBER_SIZE); break;
    case ERROR:
        udpi_nest_number(d, 0, ERROR_CODE, NUMBER_SIZE);
        take_text(d, 0, ERROR_MESSAGE);
        break;
    case OPTION_ACKNOWLEDGMENT: take_options(d); break;
    default: take_request(d); break;
    }
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 69}, {UDPI_INTERNAL, UDPI_AS_TFTP}};

const struct udpi_protocol udpi_tftp = {
    .key = "tftp",
    .title = "Trivial File Transfer Protocol",
    .spec = "RFC 1350",
    .doc = "Reads and writes files, block by block.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 2,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
