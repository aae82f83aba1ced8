/*
 * Messages of STUN and their attributes: RFC 8489 section 5. TURN (RFC 8656) and ICE (RFC 8445) add methods and attributes.
 *
 *     | 00 | type 14 bits | length 2 | cookie 4 | transaction id 12 | attributes
 *
 *     attribute: | type 2 | length 2 | value, padded to a multiple of 4 bytes |
 */
#ifndef UDPI_MESSAGES_STUN_MESSAGE_H
#define UDPI_MESSAGES_STUN_MESSAGE_H

#include "model/decode.h"

enum {
    UDPI_STUN_CHANNEL, /* ChannelData, in place of UDPI_STUN_TYPE */
    UDPI_STUN_TYPE,
    UDPI_STUN_METHOD,
    UDPI_STUN_CLASS,
    UDPI_STUN_LENGTH,
    UDPI_STUN_COOKIE,
    UDPI_STUN_TRANSACTION,
    UDPI_STUN_ATTRIBUTES,
    UDPI_STUN_ATTRIBUTE,
    UDPI_STUN_ATTRIBUTE_TYPE,
    UDPI_STUN_ATTRIBUTE_LENGTH,
    /* values of attributes */
    UDPI_STUN_FAMILY,
    UDPI_STUN_PORT,
    UDPI_STUN_IPV4,
    UDPI_STUN_IPV6,
    UDPI_STUN_XOR_ADDRESS,
    UDPI_STUN_USERNAME,
    UDPI_STUN_PASSWORD,
    UDPI_STUN_REALM,
    UDPI_STUN_NONCE,
    UDPI_STUN_SOFTWARE,
    UDPI_STUN_DOMAIN,
    UDPI_STUN_CODE,
    UDPI_STUN_REASON,
    UDPI_STUN_UNKNOWN_TYPES,
    UDPI_STUN_UNKNOWN_TYPE,
    UDPI_STUN_CHANGE_ADDRESS,
    UDPI_STUN_CHANGE_PORT,
    UDPI_STUN_CHANNEL_NUMBER,
    UDPI_STUN_LIFETIME,
    UDPI_STUN_RESERVE_NEXT,
    UDPI_STUN_TRANSPORT,
    UDPI_STUN_ALGORITHMS,
    UDPI_STUN_ALGORITHM_GROUP,
    UDPI_STUN_ALGORITHM,
    UDPI_STUN_PARAMETERS,
    UDPI_STUN_PRIORITY,
    UDPI_STUN_TIE_BREAKER,
    UDPI_STUN_CONNECTION_ID,
    UDPI_STUN_ICMP_TYPE,
    UDPI_STUN_ICMP_CODE,
    UDPI_STUN_ICMP_DATA,
    UDPI_STUN_REQUEST_COUNT,
    UDPI_STUN_RESPONSE_COUNT,
    UDPI_STUN_CACHE_TIMEOUT,
    UDPI_STUN_FINGERPRINT,
    UDPI_STUN_VALUE,
    UDPI_STUN_FIELDS
};

extern const struct udpi_field udpi_stun_fields[UDPI_STUN_FIELDS];

extern const struct udpi_names udpi_stun_method_names, udpi_stun_class_names, udpi_stun_attribute_names,
    udpi_stun_code_names;

enum { UDPI_STUN_MAGIC = 0x2112a442 };

/*
 * Records the value of an attribute of this type, which the cursor is narrowed to. XORed addresses become what they were; in a
 * message without a cookie nothing says what they are XORed with, so they are bytes.
 */
void udpi_put_stun_value(struct udpi_decode *d, unsigned type, bool has_cookie);

#endif
