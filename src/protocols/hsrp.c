/*
 * Hot Standby Router Protocol: version 1 by RFC 2281, version 2 as Cisco's routers send it, for which there is no RFC.
 *
 *     version 1:      | 0 | opcode 1 | state 1 | hello time 1 | hold time 1 | priority 1 | group 1 | reserved 1 |
 *                     | authentication data 8 | virtual IP address 4 | maybe TLVs: type 1, length 1, value
 *     advertisement:  | 0 | opcode 1: 3 | type 2 | length 2 | state 1 | reserved 1 | active groups 2 | passive groups 2 | …
 *     version 2:      TLVs: type 1, length 1, value
 *     group state:    | version 1 | opcode 1 | state 1 | IP version 1 | group 2 | identifier 6 | priority 4 | hello time 4 |
 *                     | hold time 4 | virtual IP address 16
 */
#include "model/nest.h"

enum {
    VERSION,
    OPCODE,
    STATE,
    HELLO_TIME,
    HOLD_TIME,
    PRIORITY,
    GROUP,
    RESERVED,
    AUTHENTICATION_DATA,
    VIRTUAL_IP,
    ADVERTISEMENT_TYPE,
    ADVERTISEMENT_LENGTH,
    ADVERTISEMENT_STATE,
    ACTIVE_GROUPS,
    PASSIVE_GROUPS,
    TLVS,
    TLV,
    TYPE,
    LENGTH,
    TLV_VERSION,
    TLV_OPCODE,
    TLV_STATE,
    TLV_IP_VERSION,
    TLV_GROUP,
    TLV_IDENTIFIER,
    TLV_PRIORITY,
    TLV_HELLO_TIME,
    TLV_HOLD_TIME,
    TLV_VIRTUAL_IP,
    TLV_VIRTUAL_IPV6,
    TLV_ACTIVE_GROUPS,
    TLV_PASSIVE_GROUPS,
    TLV_PASSWORD,
    TLV_ALGORITHM,
    TLV_FLAGS,
    TLV_IP_ADDRESS,
    TLV_KEY_ID,
    TLV_DIGEST,
    TLV_DATA,
    FIELDS
};

enum { BODY_SIZE = 18, ADVERTISEMENT_SIZE = 14, TLV_HEADER_SIZE = 2 };

enum { ADVERTISE = 3 };

enum { GROUP_STATE = 1, INTERFACE_STATE, TEXT_AUTHENTICATION, MD5_AUTHENTICATION, TLV_TYPES };

/* RFC 2281 section 5.2; the last one is Cisco's */
static const struct udpi_name opcode_entries[] = {
    UDPI_NAME(0, "Hello"),
    UDPI_NAME(1, "Coup"),
    UDPI_NAME(2, "Resign"),
    UDPI_NAME(ADVERTISE, "Advertise"),
};
static const struct udpi_names opcode_names = {opcode_entries, sizeof opcode_entries / sizeof *opcode_entries};

/* RFC 2281 section 5.3 */
static const struct udpi_name state_entries[] = {
    UDPI_NAME(0, "Initial"), UDPI_NAME(1, "Learn"),   UDPI_NAME(2, "Listen"),
    UDPI_NAME(4, "Speak"),   UDPI_NAME(8, "Standby"), UDPI_NAME(16, "Active"),
};
static const struct udpi_names state_names = {state_entries, sizeof state_entries / sizeof *state_entries};

static const struct udpi_name tlv_state_entries[] = {
    UDPI_NAME(0, "Disabled"), UDPI_NAME(1, "Init"),    UDPI_NAME(2, "Learn"),  UDPI_NAME(3, "Listen"),
    UDPI_NAME(4, "Speak"),    UDPI_NAME(5, "Standby"), UDPI_NAME(6, "Active"),
};
static const struct udpi_names tlv_state_names = {tlv_state_entries,
                                                  sizeof tlv_state_entries / sizeof *tlv_state_entries};

static const struct udpi_name advertisement_type_entries[] = {
    UDPI_NAME(1, "interface state"),
    UDPI_NAME(2, "IP redundancy"),
};
static const struct udpi_names advertisement_type_names = {
    advertisement_type_entries, sizeof advertisement_type_entries / sizeof *advertisement_type_entries};

static const struct udpi_name advertisement_state_entries[] = {
    UDPI_NAME(1, "Dormant"),
    UDPI_NAME(2, "Passive"),
    UDPI_NAME(3, "Active"),
};
static const struct udpi_names advertisement_state_names = {
    advertisement_state_entries, sizeof advertisement_state_entries / sizeof *advertisement_state_entries};

static const struct udpi_name type_entries[] = {
    UDPI_NAME(GROUP_STATE, "group state"),
    UDPI_NAME(INTERFACE_STATE, "interface state"),
    UDPI_NAME(TEXT_AUTHENTICATION, "text authentication"),
    UDPI_NAME(MD5_AUTHENTICATION, "MD5 authentication"),
};
static const struct udpi_names type_names = {type_entries, sizeof type_entries / sizeof *type_entries};

static const struct udpi_name algorithm_entries[] = {UDPI_NAME(1, "MD5")};
static const struct udpi_names algorithm_names = {algorithm_entries, 1};

#define IN(container) .within = UDPI_WITHIN(container)

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, .width = 1,
                 .doc = "As it is written: 0 in version 1."},
    [OPCODE] = {.key = "opcode", .label = "Opcode", .type = UDPI_UINT, .width = 1, .flags = UDPI_SUMMARY,
                .names = &opcode_names, .doc = "Kind of the message."},
    [STATE] = {.key = "state", .label = "State", .type = UDPI_UINT, .width = 1, .flags = UDPI_SUMMARY,
               .names = &state_names, .doc = "Of the sender in the group."},
    [HELLO_TIME] = {.key = "hello_time", .label = "Hello time", .type = UDPI_UINT, .width = 1,
                    .doc = "Seconds between hello messages; 0 where another router says it."},
    [HOLD_TIME] = {.key = "hold_time", .label = "Hold time", .type = UDPI_UINT, .width = 1,
                   .doc = "Seconds for which this message is to be believed."},
    [PRIORITY] = {.key = "priority", .label = "Priority", .type = UDPI_UINT, .width = 1, .flags = UDPI_SUMMARY,
                  .doc = "The router with the highest one becomes the active router."},
    [GROUP] = {.key = "group", .label = "Group", .type = UDPI_UINT, .width = 1, .flags = UDPI_SUMMARY,
               .doc = "Number of the standby group."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .width = 1, .flags = UDPI_IF_SET,
                  .doc = "Should be zero."},
    [AUTHENTICATION_DATA] = {.key = "authentication_data", .label = "Authentication data", .type = UDPI_TEXT,
                             .flags = UDPI_SENSITIVE, .doc = "A password in clear, without the zeros behind it."},
    [VIRTUAL_IP] = {.key = "virtual_ip", .label = "Virtual IP address", .type = UDPI_IPV4, .width = 4,
                    .flags = UDPI_SUMMARY, .doc = "Address of the router that the group stands for."},
    [ADVERTISEMENT_TYPE] = {.key = "advertisement_type", .label = "Advertisement type", .type = UDPI_UINT, .width = 2,
                            .names = &advertisement_type_names, .doc = "What is advertised."},
    [ADVERTISEMENT_LENGTH] = {.key = "advertisement_length", .label = "Advertisement length", .type = UDPI_UINT,
                              .width = 2, .doc = "Bytes of the advertisement with its type and this."},
    [ADVERTISEMENT_STATE] = {.key = "advertisement_state", .label = "Advertised state", .type = UDPI_UINT,
                             .width = 1, .flags = UDPI_SUMMARY, .names = &advertisement_state_names,
                             .doc = "Whether the sender has active groups, passive ones, or none."},
    [ACTIVE_GROUPS] = {.key = "active_groups", .label = "Active groups", .type = UDPI_UINT, .width = 2,
                       .doc = "Groups in which the sender is the active router."},
    [PASSIVE_GROUPS] = {.key = "passive_groups", .label = "Passive groups", .type = UDPI_UINT, .width = 2,
                        .doc = "Groups in which it is not."},
    [TLVS] = {.key = "tlvs", .label = "TLVs", .type = UDPI_LIST,
              .doc = "All of version 2; authentication with MD5 in version 1."},
    [TLV] = {.key = "tlv", .label = "TLV", .type = UDPI_GROUP, IN(TLVS), .doc = "One of them."},
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, IN(TLV), .names = &type_names, .doc = "Kind of TLV."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, IN(TLV), .doc = "Bytes behind type and length."},
    [TLV_VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, IN(TLV), .doc = "Always 2."},
    [TLV_OPCODE] = {.key = "opcode", .label = "Opcode", .type = UDPI_UINT, IN(TLV), .flags = UDPI_SUMMARY,
                    .names = &opcode_names, .doc = "Kind of the message."},
    [TLV_STATE] = {.key = "state", .label = "State", .type = UDPI_UINT, IN(TLV), .flags = UDPI_SUMMARY,
                   .names = &tlv_state_names, .doc = "Of the sender in the group."},
    [TLV_IP_VERSION] = {.key = "ip_version", .label = "IP version", .type = UDPI_UINT, IN(TLV), .doc = "4 or 6."},
    [TLV_GROUP] = {.key = "group", .label = "Group", .type = UDPI_UINT, IN(TLV), .flags = UDPI_SUMMARY,
                   .doc = "Number of the standby group."},
    [TLV_IDENTIFIER] = {.key = "identifier", .label = "Identifier", .type = UDPI_MAC, IN(TLV),
                        .doc = "A MAC address of the sender."},
    [TLV_PRIORITY] = {.key = "priority", .label = "Priority", .type = UDPI_UINT, IN(TLV), .flags = UDPI_SUMMARY,
                      .doc = "The router with the highest one becomes the active router."},
    [TLV_HELLO_TIME] = {.key = "hello_time_milliseconds", .label = "Hello time", .type = UDPI_UINT, IN(TLV),
                        .doc = "Milliseconds between hello messages."},
    [TLV_HOLD_TIME] = {.key = "hold_time_milliseconds", .label = "Hold time", .type = UDPI_UINT, IN(TLV),
                       .doc = "Milliseconds for which this message is to be believed."},
    [TLV_VIRTUAL_IP] = {.key = "virtual_ip", .label = "Virtual IP address", .type = UDPI_IPV4, IN(TLV),
                        .flags = UDPI_SUMMARY, .doc = "Address of the router that the group stands for."},
    [TLV_VIRTUAL_IPV6] = {.key = "virtual_ipv6", .label = "Virtual IPv6 address", .type = UDPI_IPV6, IN(TLV),
                          .flags = UDPI_SUMMARY, .doc = "The same for IPv6."},
    [TLV_ACTIVE_GROUPS] = {.key = "active_groups", .label = "Active groups", .type = UDPI_UINT, IN(TLV),
                           .flags = UDPI_SUMMARY, .doc = "Groups in which the sender is the active router."},
    [TLV_PASSIVE_GROUPS] = {.key = "passive_groups", .label = "Passive groups", .type = UDPI_UINT, IN(TLV),
                            .flags = UDPI_SUMMARY, .doc = "Groups in which it is not."},
    [TLV_PASSWORD] = {.key = "authentication_data", .label = "Authentication data", .type = UDPI_TEXT, IN(TLV),
                      .flags = UDPI_SENSITIVE, .doc = "A password in clear, without the zeros behind it."},
    [TLV_ALGORITHM] = {.key = "algorithm", .label = "Algorithm", .type = UDPI_UINT, IN(TLV), .names = &algorithm_names,
                       .doc = "What the digest is made with."},
    [TLV_FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX, IN(TLV), .width = 2, .doc = "Flags."},
    [TLV_IP_ADDRESS] = {.key = "ip_address", .label = "IP address", .type = UDPI_IPV4, IN(TLV),
                        .doc = "Of the interface that the message was sent from."},
    [TLV_KEY_ID] = {.key = "key_id", .label = "Key id", .type = UDPI_HEX, IN(TLV), .width = 4,
                    .doc = "Which of the keys is used."},
    [TLV_DIGEST] = {.key = "digest", .label = "Digest", .type = UDPI_BYTES, IN(TLV),
                    .doc = "Over the message and the key."},
    [TLV_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, IN(TLV), .doc = "As the type has it."},
};

/* --- whether it is one -------------------------------------------------------------------------------------------- */

/* Bytes of a TLV's value; 0 for what is none. */
static size_t find_size(unsigned type) {
    static const uint8_t sizes[TLV_TYPES] = {
        [GROUP_STATE] = 40, [INTERFACE_STATE] = 4, [TEXT_AUTHENTICATION] = 8, [MD5_AUTHENTICATION] = 28};
    return type < TLV_TYPES ? sizes[type] : 0;
}

/* Whether there is a whole TLV, or one that the capture ends in. */
static bool is_tlv(const struct udpi_cursor *cursor) {
    return udpi_cursor_left(cursor) >= TLV_HEADER_SIZE && find_size(cursor->at[0]) > 0 &&
           cursor->at[1] == find_size(cursor->at[0]);
}

static bool is_version_1(struct udpi_cursor cursor) {
    const uint8_t *start = udpi_cursor_take(&cursor, 2);
    if (!start || start[0] != 0 || start[1] > ADVERTISE)
        return false;
    if (start[1] != ADVERTISE)
        return cursor.claim >= BODY_SIZE && (cursor.have == 0 || udpi_name_find(&state_names, cursor.at[0]));
    return cursor.claim >= ADVERTISEMENT_SIZE &&
           (cursor.have < 2 || udpi_name_find(&advertisement_type_names, udpi_load_be16(cursor.at)));
}

/* --- TLVs --------------------------------------------------------------------------------------------------------- */

/* Takes a password of 8 bytes, of which zeros at the end are none. */
static void put_password(struct udpi_decode *d, unsigned depth, unsigned field) {
    size_t size = 8;
    const uint8_t *password = udpi_cursor_take(&d->cursor, size);
    while (password && size > 0 && password[size - 1] == 0)
        size--;
    if (password && size > 0)
        udpi_put_secret(d, depth, field, password, size);
}

static void put_group_state(struct udpi_decode *d) {
    enum { IPV4 = 4, IPV6_SIZE = 16 };
    udpi_nest_number(d, 2, TLV_VERSION, 1);
    udpi_nest_number(d, 2, TLV_OPCODE, 1);
    udpi_nest_number(d, 2, TLV_STATE, 1);
    unsigned ip_version = (unsigned)udpi_nest_number(d, 2, TLV_IP_VERSION, 1);
    udpi_nest_number(d, 2, TLV_GROUP, 2);
    udpi_nest_number(d, 2, TLV_IDENTIFIER, 6);
    udpi_nest_number(d, 2, TLV_PRIORITY, 4);
    udpi_nest_number(d, 2, TLV_HELLO_TIME, 4);
    udpi_nest_number(d, 2, TLV_HOLD_TIME, 4);
    if (ip_version != IPV4) {
        udpi_nest_bytes(d, 2, TLV_VIRTUAL_IPV6, IPV6_SIZE);
        return;
    }
    udpi_nest_number(d, 2, TLV_VIRTUAL_IP, 4);
    udpi_cursor_take(&d->cursor, IPV6_SIZE - 4);
}

static void put_md5_authentication(struct udpi_decode *d) {
    udpi_nest_number(d, 2, TLV_ALGORITHM, 1);
    udpi_cursor_take(&d->cursor, 1);
    udpi_nest_number(d, 2, TLV_FLAGS, 2);
    udpi_nest_number(d, 2, TLV_IP_ADDRESS, 4);
    udpi_nest_number(d, 2, TLV_KEY_ID, 4);
    udpi_nest_bytes(d, 2, TLV_DIGEST, 16);
}

/* The cursor is narrowed to the value. */
static void put_value(struct udpi_decode *d, unsigned type) {
    switch (type) {
    case GROUP_STATE: put_group_state(d); break;
    case INTERFACE_STATE:
        udpi_nest_number(d, 2, TLV_ACTIVE_GROUPS, 2);
        udpi_nest_number(d, 2, TLV_PASSIVE_GROUPS, 2);
        break;
    case TEXT_AUTHENTICATION: put_password(d, 2, TLV_PASSWORD); break;
    case MD5_AUTHENTICATION: put_md5_authentication(d); break;
    default: udpi_nest_bytes(d, 2, TLV_DATA, d->cursor.claim); break;
    }
}

static bool put_tlv(struct udpi_decode *d) {
    uint16_t group = udpi_nest_open(d, 1, TLV);
    unsigned type = (unsigned)udpi_nest_number(d, 2, TYPE, 1);
    size_t length = udpi_nest_number(d, 2, LENGTH, 1);
    bool is_there = udpi_part_read(d, length, type, put_value);
    udpi_nest_close(d, group);
    return is_there;
}

/* --- version 1 ---------------------------------------------------------------------------------------------------- */

static void put_advertisement(struct udpi_decode *d) {
    udpi_nest_number(d, 0, ADVERTISEMENT_TYPE, 2);
    udpi_nest_number(d, 0, ADVERTISEMENT_LENGTH, 2);
    udpi_nest_number(d, 0, ADVERTISEMENT_STATE, 1);
    udpi_cursor_take(&d->cursor, 1);
    udpi_nest_number(d, 0, ACTIVE_GROUPS, 2);
    udpi_nest_number(d, 0, PASSIVE_GROUPS, 2);
    udpi_cursor_take(&d->cursor, 4);
}

static void put_message(struct udpi_decode *d) {
    udpi_nest_number(d, 0, STATE, 1);
    udpi_nest_number(d, 0, HELLO_TIME, 1);
    udpi_nest_number(d, 0, HOLD_TIME, 1);
    udpi_nest_number(d, 0, PRIORITY, 1);
    udpi_nest_number(d, 0, GROUP, 1);
    const uint8_t *reserved = udpi_cursor_take(&d->cursor, 1);
    if (reserved && *reserved != 0)
        udpi_put(d, RESERVED, reserved, 1, *reserved);
    put_password(d, 0, AUTHENTICATION_DATA);
    udpi_nest_number(d, 0, VIRTUAL_IP, 4);
    if (is_tlv(&d->cursor)) /* others have nothing there, or anything */
        udpi_nest_list(d, 0, TLVS, put_tlv);
}

static void put_version_1(struct udpi_decode *d) {
    udpi_nest_number(d, 0, VERSION, 1);
    if (udpi_nest_number(d, 0, OPCODE, 1) == ADVERTISE)
        put_advertisement(d);
    else
        put_message(d);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    if (is_tlv(&d->cursor))
        udpi_nest_list(d, 0, TLVS, put_tlv);
    else if (is_version_1(d->cursor))
        put_version_1(d);
    else
        return udpi_next_not_mine();
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 1985}, {UDPI_UDP_PORT, 2029}};

const struct udpi_protocol udpi_hsrp = {
    .key = "hsrp",
    .title = "Hot Standby Router Protocol",
    .spec = "RFC 2281",
    .doc = "Lets routers stand in for each other under one address.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 2,
    .is_end = true,
    .decode = decode,
};
