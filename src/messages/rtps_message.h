/*
 * Messages of RTPS, the wire protocol of the Data Distribution Service: OMG DDSI-RTPS 2.5 section 9.4.
 *
 *     | "RTPS" | version 2 | vendor 2 | GUID prefix 12 | submessages |
 *     submessage: | id 1 | flags 1 | length 2 | content |, whose numbers are little-endian where the last flag says so
 *     parameter:  | id 2 | length 2 | value |; the last one has the id 1
 */
#ifndef UDPI_MESSAGES_RTPS_MESSAGE_H
#define UDPI_MESSAGES_RTPS_MESSAGE_H

#include "model/decode.h"

enum {
    UDPI_RTPS_MAJOR_VERSION,
    UDPI_RTPS_MINOR_VERSION,
    UDPI_RTPS_VENDOR,
    UDPI_RTPS_GUID_PREFIX,
    UDPI_RTPS_SUBMESSAGES,
    UDPI_RTPS_SUBMESSAGE,
    UDPI_RTPS_ID,
    UDPI_RTPS_FLAGS,
    UDPI_RTPS_LITTLE_ENDIAN,
    UDPI_RTPS_LENGTH,
    UDPI_RTPS_EXTRA_FLAGS,
    UDPI_RTPS_OCTETS_TO_INLINE_QOS,
    UDPI_RTPS_READER_ID,
    UDPI_RTPS_WRITER_ID,
    UDPI_RTPS_SEQUENCE_NUMBER,
    UDPI_RTPS_FRAGMENT_NUMBER,
    UDPI_RTPS_FRAGMENT_COUNT,
    UDPI_RTPS_FRAGMENT_SIZE,
    UDPI_RTPS_SAMPLE_SIZE,
    UDPI_RTPS_FIRST_SEQUENCE,
    UDPI_RTPS_LAST_SEQUENCE,
    UDPI_RTPS_LAST_FRAGMENT,
    UDPI_RTPS_BITMAP_BASE,
    UDPI_RTPS_FRAGMENT_BASE,
    UDPI_RTPS_BITMAP_BITS,
    UDPI_RTPS_BITMAP,
    UDPI_RTPS_COUNT,
    UDPI_RTPS_TIMESTAMP,
    UDPI_RTPS_SOURCE_MAJOR_VERSION,
    UDPI_RTPS_SOURCE_MINOR_VERSION,
    UDPI_RTPS_SOURCE_VENDOR,
    UDPI_RTPS_OTHER_GUID_PREFIX,
    UDPI_RTPS_PARAMETERS,
    UDPI_RTPS_PARAMETER,
    UDPI_RTPS_PARAMETER_ID,
    UDPI_RTPS_PARAMETER_LENGTH,
    UDPI_RTPS_TOPIC_NAME,
    UDPI_RTPS_TYPE_NAME,
    UDPI_RTPS_ENTITY_NAME,
    UDPI_RTPS_VALUE,
    UDPI_RTPS_INLINE_QOS,
    UDPI_RTPS_ENCAPSULATION,
    UDPI_RTPS_ENCAPSULATION_OPTIONS,
    UDPI_RTPS_DATA,
    UDPI_RTPS_FIELDS
};

extern const struct udpi_field udpi_rtps_fields[UDPI_RTPS_FIELDS];

extern const struct udpi_names udpi_rtps_vendor_names, udpi_rtps_submessage_names, udpi_rtps_entity_names,
    udpi_rtps_parameter_names, udpi_rtps_encapsulation_names;

enum {
    UDPI_RTPS_PREFIX_SIZE = 12, /* bytes of a GUID prefix; 8 in version 1 */
    UDPI_RTPS_DEPTH = 2,        /* of what a submessage has */
};

/* Takes and records what a submessage of this id has, which the cursor is narrowed to. */
void udpi_take_rtps_submessage(struct udpi_decode *d, unsigned id, unsigned flags);

/* Takes and records the parameters up to the last one, as the list `field`. */
void udpi_take_rtps_parameters(struct udpi_decode *d, unsigned field, bool is_little);

#endif
