/*
 * The options of the Dynamic Host Configuration Protocol, and the fields of its messages: RFC 2131, RFC 2132.
 *
 *     option: | code 1 | length 1 | data |          code 0 is a byte of padding, code 255 the end, both without a length
 */
#ifndef UDPI_MESSAGES_DHCP_MESSAGE_H
#define UDPI_MESSAGES_DHCP_MESSAGE_H

#include "model/decode.h"

enum {
    UDPI_DHCP_OP,
    UDPI_DHCP_HTYPE,
    UDPI_DHCP_HLEN,
    UDPI_DHCP_HOPS,
    UDPI_DHCP_XID,
    UDPI_DHCP_SECS,
    UDPI_DHCP_BROADCAST,
    UDPI_DHCP_RESERVED,
    UDPI_DHCP_CIADDR,
    UDPI_DHCP_YIADDR,
    UDPI_DHCP_SIADDR,
    UDPI_DHCP_GIADDR,
    UDPI_DHCP_CHADDR,
    UDPI_DHCP_CHADDR_DATA, /* in place of UDPI_DHCP_CHADDR, where it is no MAC address */
    UDPI_DHCP_SNAME,
    UDPI_DHCP_FILE,
    UDPI_DHCP_MAGIC_COOKIE,
    UDPI_DHCP_VEND,
    UDPI_DHCP_OPTIONS,
    UDPI_DHCP_OPTION,
    UDPI_DHCP_CODE,
    UDPI_DHCP_LENGTH,
    UDPI_DHCP_MESSAGE_TYPE,
    UDPI_DHCP_HOST_NAME,
    UDPI_DHCP_ADDRESS,
    UDPI_DHCP_IPV6_ADDRESS,
    UDPI_DHCP_FLAG,
    UDPI_DHCP_NUMBER,
    UDPI_DHCP_SECONDS,
    UDPI_DHCP_TIME,
    UDPI_DHCP_TIME_OFFSET,
    UDPI_DHCP_TEXT,
    UDPI_DHCP_NAME,
    UDPI_DHCP_DATA,
    UDPI_DHCP_NODE_TYPE,
    UDPI_DHCP_OVERLOAD,
    UDPI_DHCP_STATE,
    UDPI_DHCP_STATUS,
    /* lists: each is followed by its element */
    UDPI_DHCP_ADDRESSES,
    UDPI_DHCP_ADDRESSES_ADDRESS,
    UDPI_DHCP_NUMBERS,
    UDPI_DHCP_NUMBERS_NUMBER,
    UDPI_DHCP_TEXTS,
    UDPI_DHCP_TEXTS_TEXT,
    UDPI_DHCP_NAMES,
    UDPI_DHCP_NAMES_NAME,
    /* lists of groups, with a number in each */
    UDPI_DHCP_CODES,
    UDPI_DHCP_REQUESTED,
    UDPI_DHCP_REQUESTED_CODE,
    UDPI_DHCP_ARCHITECTURES,
    UDPI_DHCP_ARCHITECTURE,
    UDPI_DHCP_ARCHITECTURE_TYPE,
    UDPI_DHCP_ROUTES,
    UDPI_DHCP_ROUTE,
    UDPI_DHCP_ROUTE_PREFIX_LENGTH,
    UDPI_DHCP_ROUTE_DESTINATION,
    UDPI_DHCP_ROUTE_MASK,
    UDPI_DHCP_ROUTE_ROUTER,
    /* client identifier: RFC 2132 section 9.14, RFC 4361 section 6.1 */
    UDPI_DHCP_ID_TYPE,
    UDPI_DHCP_ID_MAC,
    UDPI_DHCP_IAID,
    UDPI_DHCP_DUID,
    UDPI_DHCP_UUID_TYPE,
    UDPI_DHCP_UUID,
    /* name of the client: RFC 4702 section 2 */
    UDPI_DHCP_NO_UPDATE,
    UDPI_DHCP_ENCODED,
    UDPI_DHCP_OVERRIDE,
    UDPI_DHCP_SERVER_UPDATES,
    UDPI_DHCP_RCODE1,
    UDPI_DHCP_RCODE2,
    /* authentication: RFC 3118 section 2 */
    UDPI_DHCP_PROTOCOL,
    UDPI_DHCP_ALGORITHM,
    UDPI_DHCP_REPLAY_METHOD,
    UDPI_DHCP_REPLAY_DETECTION,
    UDPI_DHCP_TOKEN,
    UDPI_DHCP_AUTHENTICATION,
    /* network interface: RFC 4578 section 2.2 */
    UDPI_DHCP_INTERFACE_TYPE,
    UDPI_DHCP_MAJOR,
    UDPI_DHCP_MINOR,
    UDPI_DHCP_MANDATORY,
    UDPI_DHCP_PREFERENCE,
    /* 6rd: RFC 5969 section 7.1.1 */
    UDPI_DHCP_IPV4_MASK_LENGTH,
    UDPI_DHCP_PREFIX_LENGTH,
    UDPI_DHCP_PREFIX,
    /* shared addresses: RFC 7618 */
    UDPI_DHCP_PSID_OFFSET,
    UDPI_DHCP_PSID_LENGTH,
    UDPI_DHCP_PSID,
    /* what a relay agent adds: RFC 3046 */
    UDPI_DHCP_SUBOPTIONS,
    UDPI_DHCP_SUBOPTION,
    UDPI_DHCP_SUBOPTION_CODE,
    UDPI_DHCP_SUBOPTION_LENGTH,
    UDPI_DHCP_SUBOPTION_ADDRESS,
    UDPI_DHCP_SUBOPTION_DATA,
    UDPI_DHCP_SUBOPTION_TEXT,
    /* what vendors add: RFC 3925 */
    UDPI_DHCP_VENDORS,
    UDPI_DHCP_VENDOR,
    UDPI_DHCP_ENTERPRISE,
    UDPI_DHCP_VENDOR_LENGTH,
    UDPI_DHCP_VENDOR_DATA,
    UDPI_DHCP_VENDOR_OPTIONS,
    UDPI_DHCP_VENDOR_OPTION,
    UDPI_DHCP_VENDOR_CODE,
    UDPI_DHCP_VENDOR_OPTION_LENGTH,
    UDPI_DHCP_VENDOR_OPTION_DATA,
    UDPI_DHCP_FILE_OPTIONS,
    UDPI_DHCP_SNAME_OPTIONS,
    UDPI_DHCP_PADDING,
    UDPI_DHCP_FIELDS
};

enum { UDPI_DHCP_PAD = 0, UDPI_DHCP_OPTION_OVERLOAD = 52, UDPI_DHCP_END = 255 };

extern const struct udpi_field udpi_dhcp_fields[UDPI_DHCP_FIELDS];

/*
 * Records the options from the cursor to the end of its claim as the list `field`. True where the option that ends them is there;
 * the cursor is behind it.
 */
bool udpi_put_dhcp_options(struct udpi_decode *d, unsigned field);

/* Records the data of an option with this code, which the cursor is narrowed to. */
void udpi_put_dhcp_data(struct udpi_decode *d, unsigned code);

/* The same of those that hold options in turn, or what depends on their first bytes. */
void udpi_put_dhcp_client_id(struct udpi_decode *d);
void udpi_put_dhcp_client_name(struct udpi_decode *d);
void udpi_put_dhcp_authentication(struct udpi_decode *d);
void udpi_put_dhcp_relay(struct udpi_decode *d);
void udpi_put_dhcp_vendors(struct udpi_decode *d, bool has_options);

/* Depth of what an option says, and of the elements of its lists. */
enum { UDPI_DHCP_DEPTH = 2, UDPI_DHCP_WITHIN = 3 };

/* RFC 2132, and the registries of IANA's "Dynamic Host Configuration Protocol (DHCP) and Bootstrap Protocol (BOOTP) Parameters",
   2026-11. */
extern const struct udpi_names udpi_dhcp_option_names, udpi_dhcp_suboption_names, udpi_dhcp_message_names,
    udpi_dhcp_architecture_names, udpi_dhcp_state_names, udpi_dhcp_status_names;

#endif
