/*
 * Packets of RTCP, several of which stand in a datagram: RFC 3550 section 6, RFC 4585 section 6.1, RFC 3611 section 2.
 *
 *     | version 2 bits | padding 1 | count or kind 5 | type 1 | length 2, in words without the first | by the type |
 */
#ifndef UDPI_MESSAGES_RTCP_PACKET_H
#define UDPI_MESSAGES_RTCP_PACKET_H

#include "model/decode.h"

enum {
    UDPI_RTCP_PACKETS,
    UDPI_RTCP_PACKET,
    UDPI_RTCP_VERSION,
    UDPI_RTCP_PADDING,
    UDPI_RTCP_TYPE,
    /* the five bits, by the type */
    UDPI_RTCP_REPORT_COUNT,
    UDPI_RTCP_SOURCE_COUNT,
    UDPI_RTCP_SUBTYPE,
    UDPI_RTCP_TRANSPORT_FEEDBACK,
    UDPI_RTCP_PAYLOAD_FEEDBACK,
    UDPI_RTCP_RESERVED,
    UDPI_RTCP_LENGTH,
    UDPI_RTCP_SSRC,
    /* sender report */
    UDPI_RTCP_NTP_TIME,
    UDPI_RTCP_RTP_TIMESTAMP,
    UDPI_RTCP_PACKET_COUNT,
    UDPI_RTCP_OCTET_COUNT,
    /* reports about received streams */
    UDPI_RTCP_REPORTS,
    UDPI_RTCP_REPORT,
    UDPI_RTCP_REPORT_SSRC,
    UDPI_RTCP_FRACTION_LOST,
    UDPI_RTCP_TOTAL_LOST,
    UDPI_RTCP_HIGHEST_SEQUENCE,
    UDPI_RTCP_JITTER,
    UDPI_RTCP_LAST_SR,
    UDPI_RTCP_DELAY,
    UDPI_RTCP_EXTENSION,
    /* source description */
    UDPI_RTCP_CHUNKS,
    UDPI_RTCP_CHUNK,
    UDPI_RTCP_CHUNK_SSRC,
    UDPI_RTCP_ITEMS,
    UDPI_RTCP_ITEM,
    UDPI_RTCP_ITEM_TYPE,
    UDPI_RTCP_ITEM_LENGTH,
    UDPI_RTCP_PREFIX,
    UDPI_RTCP_TEXT,
    /* goodbye */
    UDPI_RTCP_SOURCES,
    UDPI_RTCP_SOURCE,
    UDPI_RTCP_REASON,
    UDPI_RTCP_NAME, /* application-defined */
    /* feedback */
    UDPI_RTCP_MEDIA_SSRC,
    UDPI_RTCP_NACKS,
    UDPI_RTCP_NACK,
    UDPI_RTCP_LOST_PACKET,
    UDPI_RTCP_LOST_FOLLOWING,
    UDPI_RTCP_FIRS,
    UDPI_RTCP_FIR,
    UDPI_RTCP_FIR_SSRC,
    UDPI_RTCP_FIR_SEQUENCE,
    /* extended report */
    UDPI_RTCP_BLOCKS,
    UDPI_RTCP_BLOCK,
    UDPI_RTCP_BLOCK_TYPE,
    UDPI_RTCP_BLOCK_SPECIFIC,
    UDPI_RTCP_BLOCK_LENGTH,
    UDPI_RTCP_BLOCK_DATA,
    UDPI_RTCP_DATA,
    UDPI_RTCP_PADDING_COUNT,
    /* SRTCP */
    UDPI_RTCP_ENCRYPTED,
    UDPI_RTCP_SRTCP_INDEX,
    UDPI_RTCP_TAG,
    UDPI_RTCP_FIELDS
};

extern const struct udpi_field udpi_rtcp_fields[UDPI_RTCP_FIELDS];

/* Types of packets. */
enum {
    UDPI_RTCP_SR = 200,
    UDPI_RTCP_RR,
    UDPI_RTCP_SDES,
    UDPI_RTCP_BYE,
    UDPI_RTCP_APP,
    UDPI_RTCP_RTPFB,
    UDPI_RTCP_PSFB,
    UDPI_RTCP_XR,
};

extern const struct udpi_names udpi_rtcp_type_names;

/* Whether the second byte of a packet is the type of one of RTCP, and not marker and payload type of RTP: RFC 5761 section 4. */
static inline bool udpi_is_rtcp_type(uint8_t byte) {
    return byte >= 192 && byte <= 223;
}

/* Records what stands behind the first four bytes of a packet of this type; the cursor is narrowed to it. */
void udpi_put_rtcp_content(struct udpi_decode *d, unsigned type, unsigned count);

#endif
