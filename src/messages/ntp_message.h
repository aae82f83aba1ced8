/*
 * Messages of the Network Time Protocol: RFC 5905 section 7.3, control messages of RFC 9327, private ones of ntpd.
 *
 *     | leap 2 bits, version 3, mode 3 | stratum 1 | poll 1 | precision 1 | root delay 4 | root dispersion 4 |
 *     | reference id 4 | timestamps: reference 8, origin 8, receive 8, transmit 8 | extension fields | MAC |
 *
 *     mode 6: | leap 2 bits, version 3, mode 3 | response 1 bit, error 1, more 1, opcode 5 | sequence 2 | status 2 |
 *             | association 2 | offset 2 | count 2 | data | key id, digest |
 *     mode 7: | response 1 bit, more 1, version 3, mode 3 | authenticated 1 bit, sequence 7 | implementation 1 | request 1 |
 *             | error 4 bits, items 12 | reserved 4 bits, item size 12 | items |
 */
#ifndef UDPI_MESSAGES_NTP_MESSAGE_H
#define UDPI_MESSAGES_NTP_MESSAGE_H

#include "model/decode.h"

enum {
    UDPI_NTP_LEAP,
    UDPI_NTP_VERSION,
    UDPI_NTP_MODE,
    UDPI_NTP_STRATUM,
    UDPI_NTP_POLL,
    UDPI_NTP_PRECISION,
    UDPI_NTP_ROOT_DELAY,
    UDPI_NTP_ROOT_DELAY_MICROSECONDS,
    UDPI_NTP_ROOT_DISPERSION,
    UDPI_NTP_ROOT_DISPERSION_MICROSECONDS,
    UDPI_NTP_REFERENCE_ID,
    UDPI_NTP_REFERENCE_TEXT,
    UDPI_NTP_REFERENCE_ADDRESS,
    /* timestamps: each is followed by its time */
    UDPI_NTP_REFERENCE_TIMESTAMP,
    UDPI_NTP_REFERENCE_TIME,
    UDPI_NTP_ORIGIN_TIMESTAMP,
    UDPI_NTP_ORIGIN_TIME,
    UDPI_NTP_RECEIVE_TIMESTAMP,
    UDPI_NTP_RECEIVE_TIME,
    UDPI_NTP_TRANSMIT_TIMESTAMP,
    UDPI_NTP_TRANSMIT_TIME,
    UDPI_NTP_EXTENSIONS,
    UDPI_NTP_EXTENSION,
    UDPI_NTP_EXTENSION_TYPE,
    UDPI_NTP_EXTENSION_LENGTH,
    UDPI_NTP_EXTENSION_DATA,
    /* modes 6 and 7 */
    UDPI_NTP_RESPONSE,
    UDPI_NTP_ERROR,
    UDPI_NTP_MORE,
    UDPI_NTP_OPCODE,
    UDPI_NTP_AUTHENTICATED,
    UDPI_NTP_SEQUENCE,
    UDPI_NTP_STATUS,
    UDPI_NTP_ERROR_CODE,
    UDPI_NTP_STATUS_LEAP,
    UDPI_NTP_CLOCK_SOURCE,
    UDPI_NTP_CONFIGURED,
    UDPI_NTP_AUTHENTICATION_ENABLED,
    UDPI_NTP_AUTHENTIC,
    UDPI_NTP_REACHABLE,
    UDPI_NTP_BROADCAST,
    UDPI_NTP_SELECTION,
    UDPI_NTP_CLOCK_STATUS,
    UDPI_NTP_EVENT_COUNT,
    UDPI_NTP_SYSTEM_EVENT,
    UDPI_NTP_PEER_EVENT,
    UDPI_NTP_CLOCK_EVENT,
    UDPI_NTP_ASSOCIATION_ID,
    UDPI_NTP_DATA_OFFSET,
    UDPI_NTP_COUNT,
    UDPI_NTP_VARIABLES,
    UDPI_NTP_ASSOCIATIONS,
    UDPI_NTP_ASSOCIATION,
    UDPI_NTP_ASSOCIATIONS_ID,
    UDPI_NTP_ASSOCIATIONS_STATUS,
    UDPI_NTP_IMPLEMENTATION,
    UDPI_NTP_REQUEST,
    UDPI_NTP_PRIVATE_ERROR,
    UDPI_NTP_ITEM_COUNT,
    UDPI_NTP_ITEM_SIZE,
    UDPI_NTP_ITEMS,
    UDPI_NTP_ITEM,
    UDPI_NTP_ITEM_DATA,
    UDPI_NTP_DATA,
    /* message authentication code, of all but mode 7 */
    UDPI_NTP_KEY_ID,
    UDPI_NTP_MAC,
    UDPI_NTP_FIELDS
};

enum { UDPI_NTP_HEADER_SIZE = 4, UDPI_NTP_CONTROL = 6, UDPI_NTP_PRIVATE = 7 };

extern const struct udpi_field udpi_ntp_fields[UDPI_NTP_FIELDS];

/* Whether the four bytes at `header`, with the cursor behind them, can begin a message of mode 6, or of mode 7. */
bool udpi_ntp_is_control(const struct udpi_decode *d, const uint8_t *header);
bool udpi_ntp_is_private(const struct udpi_decode *d, const uint8_t *header);

/* Record all of such a message. */
void udpi_put_ntp_control(struct udpi_decode *d, const uint8_t *header);
void udpi_put_ntp_private(struct udpi_decode *d, const uint8_t *header);

/* Takes the rest of the claim as key id and digest, as far as there is one. */
void udpi_put_ntp_mac(struct udpi_decode *d);

extern const struct udpi_names udpi_ntp_opcode_names; /* RFC 9327 section 2 */

#endif
