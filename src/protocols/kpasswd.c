/*
 * Changing passwords with Kerberos: what stands before the messages that do it, which are layers of their own.
 *
 *     | message length 2 | version 2 | AP length 2 | AP-REQ or AP-REP | KRB-PRIV |
 *     | message length 2 | version 2 | 0 2 | KRB-ERROR |
 */
#include "model/decode.h"

enum { MESSAGE_LENGTH, VERSION, AP_LENGTH, FIELDS };

enum { HEADER_SIZE = 6, KERBEROS_PORT = 88, CHANGE = 1, SET = 0xff80 };

static const struct udpi_name version_entries[] = {
    UDPI_NAME(CHANGE, "change"),
    UDPI_NAME(SET, "set"),
};
static const struct udpi_names version_names = {version_entries, 2};

static const struct udpi_field fields[FIELDS] = {
    [MESSAGE_LENGTH] = {.key = "message_length", .label = "Message length", .type = UDPI_UINT, UDPI_AT(0, 2),
                        .doc = "Bytes of the datagram, with these."},
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_HEX, .flags = UDPI_SUMMARY, UDPI_AT(2, 2),
                 .names = &version_names,
                 .doc = "1 to change one's own password, and in all answers; 0xff80 to set that of another."},
    [AP_LENGTH] = {.key = "ap_length", .label = "AP length", .type = UDPI_UINT, UDPI_AT(4, 2),
                   .doc = "Bytes of the AP-REQ or AP-REP that follows; 0 where an error does."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    size_t length = udpi_load_be16(header), ap_length = udpi_load_be16(header + 4);
    unsigned version = udpi_load_be16(header + 2);
    if (length != d->cursor.claim + HEADER_SIZE || (version != CHANGE && version != SET) || ap_length > d->cursor.claim)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, MESSAGE_LENGTH, FIELDS, header);
    return udpi_next_key(UDPI_UDP_PORT, KERBEROS_PORT);
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 464}};

const struct udpi_protocol udpi_kpasswd = {
    .key = "kpasswd",
    .title = "Kerberos change password",
    .spec = "RFC 3244",
    .doc = "Changes the password of a user of Kerberos, or sets that of another.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
