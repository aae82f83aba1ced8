/*
 * Messages of the Dynamic Host Configuration Protocol for IPv6: RFC 8415 sections 8, 9 and 21.
 *
 *     | type 1 | transaction id 3 | options |
 *     | type 1: 12, 13 | hop count 1 | link address 16 | peer address 16 | options |        one of them is a message
 *     | type 1: 20, 21 | flags 3 | options |                                                RFC 7341
 *
 *     option: | code 2 | length 2 | data |                                                  some of them are options
 */
#ifndef UDPI_MESSAGES_DHCPV6_MESSAGE_H
#define UDPI_MESSAGES_DHCPV6_MESSAGE_H

#include "model/decode.h"

enum {
    UDPI_DHCPV6_MESSAGE_TYPE,
    UDPI_DHCPV6_TRANSACTION_ID,
    UDPI_DHCPV6_FLAGS,
    UDPI_DHCPV6_HOP_COUNT,
    UDPI_DHCPV6_LINK_ADDRESS,
    UDPI_DHCPV6_PEER_ADDRESS,
    UDPI_DHCPV6_OPTIONS,
    UDPI_DHCPV6_OPTION,
    UDPI_DHCPV6_CODE,
    UDPI_DHCPV6_LENGTH,
    UDPI_DHCPV6_RELAYED_MESSAGE_TYPE,
    UDPI_DHCPV6_RELAYED_TRANSACTION_ID,
    UDPI_DHCPV6_RELAYED_FLAGS,
    UDPI_DHCPV6_RELAYED_HOP_COUNT,
    UDPI_DHCPV6_RELAYED_LINK_ADDRESS,
    UDPI_DHCPV6_RELAYED_PEER_ADDRESS,
    UDPI_DHCPV6_DUID_TYPE,
    UDPI_DHCPV6_HARDWARE_TYPE,
    UDPI_DHCPV6_MAC,
    UDPI_DHCPV6_HARDWARE_ADDRESS,
    UDPI_DHCPV6_TIME,
    UDPI_DHCPV6_ENTERPRISE,
    UDPI_DHCPV6_IDENTIFIER,
    UDPI_DHCPV6_UUID,
    UDPI_DHCPV6_IAID,
    UDPI_DHCPV6_T1,
    UDPI_DHCPV6_T2,
    UDPI_DHCPV6_ADDRESS,
    UDPI_DHCPV6_PREFERRED_LIFETIME,
    UDPI_DHCPV6_VALID_LIFETIME,
    UDPI_DHCPV6_PREFIX_LENGTH,
    UDPI_DHCPV6_PREFIX,
    UDPI_DHCPV6_IPV6_ADDRESS,
    UDPI_DHCPV6_NUMBER,
    UDPI_DHCPV6_SECONDS,
    UDPI_DHCPV6_ELAPSED_TIME,
    UDPI_DHCPV6_STATUS,
    UDPI_DHCPV6_RECONFIGURE_TYPE,
    UDPI_DHCPV6_TEXT,
    UDPI_DHCPV6_LABEL,
    UDPI_DHCPV6_NAME,
    UDPI_DHCPV6_CLIENT_NAME,
    UDPI_DHCPV6_CLIENT_LABEL,
    UDPI_DHCPV6_DATA,
    UDPI_DHCPV6_NO_UPDATE,
    UDPI_DHCPV6_OVERRIDE,
    UDPI_DHCPV6_SERVER_UPDATES,
    UDPI_DHCPV6_PROTOCOL,
    UDPI_DHCPV6_ALGORITHM,
    UDPI_DHCPV6_REPLAY_METHOD,
    UDPI_DHCPV6_REPLAY_DETECTION,
    UDPI_DHCPV6_AUTHENTICATION_TYPE,
    UDPI_DHCPV6_AUTHENTICATION,
    UDPI_DHCPV6_KEY,
    UDPI_DHCPV6_INTERFACE_TYPE,
    UDPI_DHCPV6_MAJOR,
    UDPI_DHCPV6_MINOR,
    UDPI_DHCPV6_QUERY_TYPE,
    UDPI_DHCPV6_NESTED,
    UDPI_DHCPV6_ADDRESSES,
    UDPI_DHCPV6_ADDRESSES_ADDRESS,
    UDPI_DHCPV6_NAMES,
    UDPI_DHCPV6_NAMES_NAME,
    UDPI_DHCPV6_TEXTS,
    UDPI_DHCPV6_TEXTS_TEXT,
    UDPI_DHCPV6_CODES,
    UDPI_DHCPV6_REQUESTED,
    UDPI_DHCPV6_REQUESTED_CODE,
    UDPI_DHCPV6_ARCHITECTURES,
    UDPI_DHCPV6_ARCHITECTURE,
    UDPI_DHCPV6_ARCHITECTURE_TYPE,
    UDPI_DHCPV6_SUBOPTIONS,
    UDPI_DHCPV6_SUBOPTION,
    UDPI_DHCPV6_SUBOPTION_CODE,
    UDPI_DHCPV6_SUBOPTION_LENGTH,
    UDPI_DHCPV6_SUBOPTION_ADDRESS,
    UDPI_DHCPV6_SUBOPTION_NAME,
    UDPI_DHCPV6_SUBOPTION_DATA,
    UDPI_DHCPV6_FIELDS
};

extern const struct udpi_field udpi_dhcpv6_fields[UDPI_DHCPV6_FIELDS];

/*
 * Records a message of this type, with the cursor behind the type: the header, whose fields begin at `first` (that of the type), at
 * `depth`, and the options as the list `options`.
 */
void udpi_put_dhcpv6_message(struct udpi_decode *d, unsigned depth, unsigned first, unsigned options, unsigned type);

/* Whether it is one that a relay agent makes of another. */
bool udpi_dhcpv6_is_relayed(unsigned type);

/* Records the options from the cursor to the end of its claim as a list at `depth`. */
void udpi_put_dhcpv6_options(struct udpi_decode *d, unsigned depth, unsigned field);

/* Records the data of an option, which the cursor is narrowed to, at `depth`. */
void udpi_put_dhcpv6_data(struct udpi_decode *d, unsigned depth, unsigned code);

/* IANA, "Dynamic Host Configuration Protocol for IPv6 (DHCPv6)", 2026-11 */
extern const struct udpi_names udpi_dhcpv6_message_names, udpi_dhcpv6_option_names, udpi_dhcpv6_status_names;

#endif
