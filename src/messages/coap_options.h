/*
 * Options of CoAP: RFC 7252 section 3.1.
 *
 *     | delta 4 bits | length 4 | each with 1 or 2 bytes more where it is 13 or 14 | value |
 */
#ifndef UDPI_MESSAGES_COAP_OPTIONS_H
#define UDPI_MESSAGES_COAP_OPTIONS_H

#include "model/decode.h"

enum {
    UDPI_COAP_VERSION,
    UDPI_COAP_TYPE,
    UDPI_COAP_TOKEN_LENGTH,
    UDPI_COAP_CODE,
    UDPI_COAP_MESSAGE_ID,
    UDPI_COAP_TOKEN,
    UDPI_COAP_OPTIONS,
    UDPI_COAP_OPTION,
    UDPI_COAP_OPTION_NUMBER,
    UDPI_COAP_OPTION_LENGTH,
    /* values of options */
    UDPI_COAP_HOST,
    UDPI_COAP_PORT,
    UDPI_COAP_PATH,
    UDPI_COAP_QUERY,
    UDPI_COAP_URI,
    UDPI_COAP_SCHEME,
    UDPI_COAP_CONTENT_FORMAT,
    UDPI_COAP_OBSERVE,
    UDPI_COAP_MAX_AGE,
    UDPI_COAP_HOP_LIMIT,
    UDPI_COAP_SIZE,
    UDPI_COAP_NO_RESPONSE,
    UDPI_COAP_BLOCK_NUMBER,
    UDPI_COAP_BLOCK_MORE,
    UDPI_COAP_BLOCK_SIZE,
    UDPI_COAP_VALUE,
    UDPI_COAP_FIELDS
};

extern const struct udpi_field udpi_coap_fields[UDPI_COAP_FIELDS];

extern const struct udpi_names udpi_coap_code_names, udpi_coap_option_names;

enum { UDPI_COAP_MARKER = 0xff }; /* stands between options and payload */

/* An option without its value. */
struct udpi_coap_option {
    uint32_t delta, length;
};

/* Takes what stands before an option's value. False where it is none: the marker, reserved bits, or not all there. */
bool udpi_take_coap_option(struct udpi_cursor *cursor, struct udpi_coap_option *option);

/* Whether the option is known, and its value may have this length: RFC 7252 section 5.10. */
bool udpi_is_coap_option(uint32_t number, uint32_t length);

/* Takes and records the options up to the marker or the end; one that is broken is noted, and nothing behind it read. */
void udpi_take_coap_options(struct udpi_decode *d);

#endif
