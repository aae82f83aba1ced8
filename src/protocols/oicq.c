/*
 * OICQ: how QQ, the messenger of Tencent, speaks over UDP. Nothing of it is published; this is what others have found out.
 *
 *     | flag 1: 2 | version 2 | command 2 | sequence 2 | QQ number 4 | encrypted data | tail 1: 3 |
 */
#include "model/nest.h"

enum { FLAG, VERSION, COMMAND, SEQUENCE, QQ_NUMBER, DATA, TAIL, FIELDS };

enum { HEADER_SIZE = 11, FIRST = 0x02, LAST = 0x03, LEAST_VERSION = 0x0100 };

/* Found out, too. */
static const struct udpi_name command_entries[] = {
    UDPI_NAME(0x0001, "logout"),
    UDPI_NAME(0x0002, "heartbeat"),
    UDPI_NAME(0x0004, "update user information"),
    UDPI_NAME(0x0005, "search user"),
    UDPI_NAME(0x0006, "get user information"),
    UDPI_NAME(0x0009, "add friend without authorization"),
    UDPI_NAME(0x000a, "delete user"),
    UDPI_NAME(0x000b, "add friend by authorization"),
    UDPI_NAME(0x000d, "set status"),
    UDPI_NAME(0x0012, "confirm message from server"),
    UDPI_NAME(0x0016, "send message"),
    UDPI_NAME(0x0017, "receive message"),
    UDPI_NAME(0x0018, "retrieve information"),
    UDPI_NAME(0x001c, "delete oneself"),
    UDPI_NAME(0x001d, "request key"),
    UDPI_NAME(0x0021, "cell phone"),
    UDPI_NAME(0x0022, "login"),
    UDPI_NAME(0x0026, "get friend list"),
    UDPI_NAME(0x0027, "get friends online"),
    UDPI_NAME(0x0029, "cell phone (2)"),
    UDPI_NAME(0x0030, "group operation"),
    UDPI_NAME(0x0031, "login test"),
    UDPI_NAME(0x003c, "group name operation"),
    UDPI_NAME(0x003d, "upload group friend"),
    UDPI_NAME(0x003e, "memo operation"),
    UDPI_NAME(0x0058, "download group friend"),
    UDPI_NAME(0x005c, "get level"),
    UDPI_NAME(0x0062, "request login"),
    UDPI_NAME(0x0065, "request extra information"),
    UDPI_NAME(0x0067, "signature operation"),
    UDPI_NAME(0x0080, "receive system message"),
    UDPI_NAME(0x0081, "get status of friend"),
    UDPI_NAME(0x00b5, "get status of friend's group"),
    UDPI_NAME(0x03f7, "withdraw message"),
};
static const struct udpi_names command_names = {command_entries, sizeof command_entries / sizeof *command_entries};

static const struct udpi_field fields[FIELDS] = {
    [FLAG] = {.key = "flag", .label = "Flag", .type = UDPI_HEX, UDPI_AT(0, 1), .doc = "Always 2."},
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_HEX, UDPI_AT(1, 2),
                 .doc = "Version of the program that sends it."},
    [COMMAND] = {.key = "command", .label = "Command", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(3, 2),
                 .names = &command_names, .doc = "What is asked for; the answer has the same."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(5, 2),
                  .doc = "Number of the request; its answer has the same."},
    [QQ_NUMBER] = {.key = "qq_number", .label = "QQ number", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(7, 4),
                   .doc = "Account of the user."},
    [DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, .doc = "What the command says, encrypted."},
    [TAIL] = {.key = "tail", .label = "Tail", .type = UDPI_HEX, .width = 1, .doc = "Always 3."},
};

/* Whether the last byte is that of a packet, or not captured. */
static bool has_tail(const struct udpi_cursor *cursor) {
    return cursor->claim > 0 && (cursor->have < cursor->claim || cursor->at[cursor->claim - 1] == LAST);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    bool is_one = header[0] == FIRST && udpi_load_be16(header + 1) >= LEAST_VERSION &&
                  udpi_name_find(&command_names, udpi_load_be16(header + 3)) && has_tail(&d->cursor);
    if (!is_one)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, FLAG, DATA, header);
    udpi_nest_bytes(d, 0, DATA, d->cursor.claim - 1);
    udpi_nest_number(d, 0, TAIL, 1);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 8000}};

const struct udpi_protocol udpi_oicq = {
    .key = "oicq",
    .title = "OICQ",
    .spec = "",
    .doc = "Carries what QQ says to its servers, encrypted all but for the command and the account.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
