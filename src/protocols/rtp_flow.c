/*
 * RTP and RTCP on ports that nobody has named. Two bits of a version are not much to know a protocol by, but a stream keeps its
 * SSRC, and counts its packets: the third of a flow in a row that agrees with those before it is taken, and those behind it.
 */
#include "messages/rtcp_packet.h"
#include "model/expected.h"

enum {
    RTP_SIZE = 12,
    RTP_SSRC_AT = 8,
    RTCP_SIZE = 8,
    RTCP_SSRC_AT = 4,
    CONSISTENT = 3,
    MOST_LOST = 2, /* between two packets */
};

/* Counts the packet, if it agrees; one that is seen twice counts once. */
static void count_packet(struct udpi_flow *flow, uint32_t ssrc, unsigned distance) {
    bool agrees = flow->count > 0 && flow->identity == ssrc && distance <= 1 + MOST_LOST;
    flow->identity = ssrc;
    if (!agrees)
        flow->count = 1;
    else if (distance > 0 && flow->count < CONSISTENT)
        flow->count++;
}

static void watch(struct udpi_flow *flow, const uint8_t *header, bool is_rtcp) {
    if (is_rtcp) {
        count_packet(flow, udpi_load_be32(header + RTCP_SSRC_AT), 1);
        return;
    }
    uint16_t sequence = udpi_load_be16(header + 2);
    count_packet(flow, udpi_load_be32(header + RTP_SSRC_AT), (uint16_t)(sequence - flow->sequence));
    flow->sequence = sequence;
}

/* RFC 3550 section 11: RTCP has the next port, if not the same. */
static void expect_more(struct udpi_decode *d) {
    struct udpi_expected_endpoint sender = udpi_expected_end(d, UDPI_SRC);
    udpi_expect(d, sender.address, sender.size, sender.port, UDPI_AS_RTP_MUX);
    udpi_expect(d, sender.address, sender.size, (uint16_t)(sender.port + 1), UDPI_AS_RTCP);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    const uint8_t *at = d->cursor.at;
    size_t left = udpi_cursor_left(&d->cursor);
    bool is_rtcp = left >= RTCP_SIZE && udpi_is_rtcp_type(at[1]);
    struct udpi_flow *flow = is_rtcp || left >= RTP_SIZE ? udpi_flow_watch(d) : NULL;
    if (!flow)
        return udpi_next_not_mine();
    watch(flow, at, is_rtcp);
    if (flow->count < CONSISTENT)
        return udpi_next_not_mine();
    expect_more(d);
    return udpi_next_key(UDPI_INTERNAL, UDPI_AS_RTP_MUX);
}

/* Version 2. */
static const struct udpi_binding bindings[] = {
    UDPI_OPENINGS(0x80), UDPI_OPENINGS(0x88), UDPI_OPENINGS(0x90), UDPI_OPENINGS(0x98),
    UDPI_OPENINGS(0xa0), UDPI_OPENINGS(0xa8), UDPI_OPENINGS(0xb0), UDPI_OPENINGS(0xb8),
};

const struct udpi_protocol udpi_rtp_flow = {
    .key = "rtp_flow",
    .title = "RTP by its flow",
    .spec = "RFC 3550",
    .doc = "Finds RTP and RTCP on ports that are not theirs, and makes no layer.",
    .bindings = bindings,
    .binding_count = sizeof bindings / sizeof *bindings,
    .is_invisible = true,
    .is_end = true,
    .decode = decode,
};
