/*
 * Messages of SOME/IP (AUTOSAR PRS_SOMEIPProtocol), and of its service discovery (AUTOSAR PRS_SOMEIPServiceDiscoveryProtocol).
 *
 *     | service id 2 | method id 2 | length 4 | client id 2 | session id 2 | protocol version 1 | interface version 1 |
 *     | message type 1 | return code 1 | of a segment: offset 28 bits, reserved 3, more segments 1 | payload |
 *
 *     service discovery:  | flags 1 | reserved 3 | length of the entries 4 | entries | length of the options 4 | options |
 *     entry:   | type 1 | index of first options 1 | of second options 1 | their counts 4 bits, 4 | service id 2 |
 *              | instance id 2 | major version 1 | TTL 3 | minor version 4; or reserved 1, initial data 1 bit, reserved 3,
 *              | counter 4, eventgroup id 2 |
 *     option:  | length 2 | type 1 | discardable 1 bit, reserved 7 | by type |
 */
#ifndef UDPI_MESSAGES_SOMEIP_MESSAGE_H
#define UDPI_MESSAGES_SOMEIP_MESSAGE_H

#include "model/decode.h"

enum {
    UDPI_SOMEIP_MESSAGES,
    UDPI_SOMEIP_MESSAGE,
    UDPI_SOMEIP_SERVICE_ID,
    UDPI_SOMEIP_METHOD_ID,
    UDPI_SOMEIP_EVENT,
    UDPI_SOMEIP_LENGTH,
    UDPI_SOMEIP_CLIENT_ID,
    UDPI_SOMEIP_SESSION_ID,
    UDPI_SOMEIP_PROTOCOL_VERSION,
    UDPI_SOMEIP_INTERFACE_VERSION,
    UDPI_SOMEIP_MESSAGE_TYPE,
    UDPI_SOMEIP_RETURN_CODE,
    UDPI_SOMEIP_TP_OFFSET,
    UDPI_SOMEIP_TP_MORE_SEGMENTS,
    UDPI_SOMEIP_PAYLOAD,
    /* service discovery */
    UDPI_SOMEIP_REBOOT,
    UDPI_SOMEIP_UNICAST,
    UDPI_SOMEIP_EXPLICIT_INITIAL_DATA_CONTROL,
    UDPI_SOMEIP_ENTRIES_LENGTH,
    UDPI_SOMEIP_ENTRIES,
    UDPI_SOMEIP_ENTRY,
    UDPI_SOMEIP_ENTRY_TYPE,
    UDPI_SOMEIP_ENTRY_FIRST_INDEX,
    UDPI_SOMEIP_ENTRY_SECOND_INDEX,
    UDPI_SOMEIP_ENTRY_FIRST_COUNT,
    UDPI_SOMEIP_ENTRY_SECOND_COUNT,
    UDPI_SOMEIP_ENTRY_SERVICE_ID,
    UDPI_SOMEIP_ENTRY_INSTANCE_ID,
    UDPI_SOMEIP_ENTRY_MAJOR_VERSION,
    UDPI_SOMEIP_ENTRY_TTL,
    UDPI_SOMEIP_ENTRY_STOP,
    UDPI_SOMEIP_ENTRY_MINOR_VERSION,
    UDPI_SOMEIP_ENTRY_INITIAL_DATA,
    UDPI_SOMEIP_ENTRY_COUNTER,
    UDPI_SOMEIP_ENTRY_EVENTGROUP_ID,
    UDPI_SOMEIP_OPTIONS_LENGTH,
    UDPI_SOMEIP_OPTIONS,
    UDPI_SOMEIP_OPTION,
    UDPI_SOMEIP_OPTION_LENGTH,
    UDPI_SOMEIP_OPTION_TYPE,
    UDPI_SOMEIP_OPTION_DISCARDABLE,
    UDPI_SOMEIP_OPTION_IPV4_ADDRESS,
    UDPI_SOMEIP_OPTION_IPV6_ADDRESS,
    UDPI_SOMEIP_OPTION_L4_PROTOCOL,
    UDPI_SOMEIP_OPTION_PORT,
    UDPI_SOMEIP_OPTION_CONFIGURATION,
    UDPI_SOMEIP_OPTION_CONFIGURATION_STRING,
    UDPI_SOMEIP_OPTION_PRIORITY,
    UDPI_SOMEIP_OPTION_WEIGHT,
    UDPI_SOMEIP_OPTION_DATA,
    UDPI_SOMEIP_FIELDS
};

/* A number at a place in what has been taken. */
struct udpi_someip_place {
    uint8_t field, at, size; /* size 0 behind the last */
};

extern const struct udpi_field udpi_someip_fields[UDPI_SOMEIP_FIELDS];

extern const struct udpi_names udpi_someip_message_type_names; /* PRS_SOMEIPProtocol, message types */

/* Records numbers of `at`, at `depth`. */
void udpi_put_someip_places(struct udpi_decode *d, unsigned depth, const struct udpi_someip_place *places,
                            const uint8_t *at);

/*
 * Ends the claim behind the next `size` bytes; where they are more than are left, that is noted, and it stays. Gives what is to
 * be added to it afterwards.
 */
size_t udpi_narrow_someip(struct udpi_decode *d, size_t size);

/*
 * Takes the payload of a message of service discovery, to the end of the claim, as members of the message. Endpoints of UDP
 * that it tells of are expected to speak SOME/IP.
 */
void udpi_put_someip_discovery(struct udpi_decode *d);

#endif
