/*
 * RADIUS packets: RFC 2865 section 3.
 *
 *     | code 1 | identifier 1 | length 2 | authenticator 16 | attributes |
 *
 *     attribute: | type 1 | length 1, with both | value |
 *     of a vendor: | type 26 | length 1 | vendor id 4 | attributes of the vendor, of the same form |
 */
#ifndef UDPI_MESSAGES_RADIUS_PACKET_H
#define UDPI_MESSAGES_RADIUS_PACKET_H

#include "model/decode.h"

enum {
    UDPI_RADIUS_CODE,
    UDPI_RADIUS_ID,
    UDPI_RADIUS_LENGTH,
    UDPI_RADIUS_AUTHENTICATOR,
    UDPI_RADIUS_ATTRIBUTES,
    UDPI_RADIUS_ATTRIBUTE,
    UDPI_RADIUS_TYPE,
    UDPI_RADIUS_ATTRIBUTE_LENGTH,
    UDPI_RADIUS_USER_NAME,
    UDPI_RADIUS_TAG,
    UDPI_RADIUS_TEXT,
    UDPI_RADIUS_ADDRESS,
    UDPI_RADIUS_IPV6_ADDRESS,
    UDPI_RADIUS_PREFIX_LENGTH,
    UDPI_RADIUS_PREFIX,
    UDPI_RADIUS_NUMBER,
    UDPI_RADIUS_WIDE,
    UDPI_RADIUS_TIME,
    UDPI_RADIUS_DATA,
    UDPI_RADIUS_SECRET,
    UDPI_RADIUS_SERVICE_TYPE,
    UDPI_RADIUS_FRAMED_PROTOCOL,
    UDPI_RADIUS_FRAMED_ROUTING,
    UDPI_RADIUS_FRAMED_COMPRESSION,
    UDPI_RADIUS_LOGIN_SERVICE,
    UDPI_RADIUS_TERMINATION_ACTION,
    UDPI_RADIUS_ACCT_STATUS_TYPE,
    UDPI_RADIUS_ACCT_AUTHENTIC,
    UDPI_RADIUS_ACCT_TERMINATE_CAUSE,
    UDPI_RADIUS_NAS_PORT_TYPE,
    UDPI_RADIUS_TUNNEL_TYPE,
    UDPI_RADIUS_TUNNEL_MEDIUM_TYPE,
    UDPI_RADIUS_PROMPT,
    UDPI_RADIUS_ERROR_CAUSE,
    UDPI_RADIUS_VENDOR_ID,
    UDPI_RADIUS_EXTENDED_TYPE,
    UDPI_RADIUS_MORE,
    UDPI_RADIUS_VENDOR_ATTRIBUTES,
    UDPI_RADIUS_VENDOR_ATTRIBUTE,
    UDPI_RADIUS_VENDOR_TYPE,
    UDPI_RADIUS_VENDOR_LENGTH,
    UDPI_RADIUS_VENDOR_DATA,
    UDPI_RADIUS_VENDOR_TEXT,
    UDPI_RADIUS_VENDOR_SECRET,
    UDPI_RADIUS_FIELDS
};

extern const struct udpi_field udpi_radius_fields[UDPI_RADIUS_FIELDS];

/* Records the value of an attribute of this type, which the cursor is narrowed to. */
void udpi_put_radius_value(struct udpi_decode *d, unsigned type);

extern const struct udpi_names udpi_radius_code_names, udpi_radius_attribute_names;

#endif
