#include "inject/segments.h"

#include <string.h>

#include "core/bytes.h"
#include "core/checksum.h"
#include "model/numbers.h"

/* Places in an Ethernet frame. */
enum {
    ETHERTYPE_AT = 12,
    IP_AT = 14,
    IPV4_LENGTH_AT = IP_AT + 2,
    IPV4_ID_AT = IP_AT + 4,
    IPV4_FLAGS_AT = IP_AT + 6,
    IPV4_PROTOCOL_AT = IP_AT + 9,
    IPV4_CHECKSUM_AT = IP_AT + 10,
    IPV4_ADDRESSES_AT = IP_AT + 12,
    IPV4_SIZE = 20,
    IPV6_LENGTH_AT = IP_AT + 4,
    IPV6_NEXT_AT = IP_AT + 6,
    IPV6_ADDRESSES_AT = IP_AT + 8,
    IPV6_SIZE = 40,
};

enum {
    UDP_LENGTH_AT = 4, /* behind the start of the UDP header */
    UDP_CHECKSUM_AT = 6,
    UDP_SIZE = 8,
    IPV4_VERSION_AND_SIZE = 0x45,
    DONT_FRAGMENT = 0x40, /* the reserved bit, more fragments and the offset are zero */
    RIGHT = 0xffff,       /* what bytes with their checksum sum up to */
    SPLIT_UDP = 5,        /* VIRTIO_NET_HDR_GSO_UDP_L4 in linux/virtio_net.h since Linux 6.2 */
};

static uint32_t udp_at(const struct udpi_segments *segments) {
    return segments->header - UDP_SIZE;
}

static uint32_t addresses_at(const struct udpi_segments *segments) {
    return segments->is_ipv4 ? IPV4_ADDRESSES_AT : IPV6_ADDRESSES_AT;
}

/* --- what a kernel's own frames look like ------------------------------------------------------------------------- */

/* The sum of addresses, protocol and length, and of the datagram's first `count` bytes. The addresses lie right before it. */
static uint16_t sum_up(const struct udpi_segments *segments, const uint8_t *frame, uint32_t datagram, uint32_t count) {
    uint32_t start = addresses_at(segments);
    uint64_t pseudo = (uint64_t)UDPI_IP_UDP + datagram;
    return udpi_checksum_fold(udpi_checksum_add(pseudo, frame + start, udp_at(segments) - start + count));
}

/* A sum of 0xffff is that of two checksums, 0 and 0xffff: a kernel writes 0 in the IPv4 header, 0xffff in the UDP header. */
static bool has_right_ipv4(const uint8_t *frame, uint32_t size) {
    const uint8_t *ip = frame + IP_AT;
    bool is_whole = (frame[IPV4_FLAGS_AT] & ~DONT_FRAGMENT) == 0 && frame[IPV4_FLAGS_AT + 1] == 0;
    return *ip == IPV4_VERSION_AND_SIZE && frame[IPV4_PROTOCOL_AT] == UDPI_IP_UDP && is_whole &&
           udpi_load_be16(frame + IPV4_LENGTH_AT) == size - IP_AT &&
           udpi_load_be16(frame + IPV4_CHECKSUM_AT) != 0xffff &&
           udpi_checksum_fold(udpi_checksum_add(0, ip, IPV4_SIZE)) == RIGHT;
}

static bool has_right_ipv6(const uint8_t *frame, uint32_t size) {
    return frame[IP_AT] >> 4 == 6 && frame[IPV6_NEXT_AT] == UDPI_IP_UDP &&
           udpi_load_be16(frame + IPV6_LENGTH_AT) == size - IP_AT - IPV6_SIZE;
}

static bool has_right_udp(const struct udpi_segments *segments, const uint8_t *frame, uint32_t size) {
    const uint8_t *udp = frame + udp_at(segments);
    uint32_t datagram = size - udp_at(segments);
    return udpi_load_be16(udp + UDP_LENGTH_AT) == datagram && udpi_load_be16(udp + UDP_CHECKSUM_AT) != 0 &&
           sum_up(segments, frame, datagram, datagram) == RIGHT;
}

static bool is_right(const struct udpi_segments *segments, const uint8_t *frame, uint32_t size) {
    if (size <= segments->header)
        return false;
    bool has_right_ip = segments->is_ipv4 ? has_right_ipv4(frame, size) : has_right_ipv6(frame, size);
    return has_right_ip && has_right_udp(segments, frame, size);
}

/* --- putting together --------------------------------------------------------------------------------------------- */

void udpi_segments_begin(struct udpi_segments *segments, uint8_t *bytes, uint32_t size) {
    *segments = (struct udpi_segments){.bytes = bytes, .size = size, .count = 1};
    if (size <= IP_AT)
        return;
    uint16_t ethertype = udpi_load_be16(bytes + ETHERTYPE_AT);
    segments->is_ipv4 = ethertype == UDPI_ETHERTYPE_IPV4;
    if (!segments->is_ipv4 && ethertype != UDPI_ETHERTYPE_IPV6)
        return;
    segments->header = IP_AT + (segments->is_ipv4 ? IPV4_SIZE : IPV6_SIZE) + UDP_SIZE;
    segments->payload = size - segments->header;
    if (!is_right(segments, bytes, size))
        segments->header = 0;
}

/* The headers but for lengths, checksums and the identification. */
static bool has_same_headers(const struct udpi_segments *segments, const uint8_t *frame) {
    static const struct {
        uint8_t at, count;
    } ipv4[] = {{0, IPV4_LENGTH_AT}, {IPV4_FLAGS_AT, 4}, {IPV4_ADDRESSES_AT, 12}},
      ipv6[] = {{0, IPV6_LENGTH_AT}, {IPV6_NEXT_AT, 2}, {IPV6_ADDRESSES_AT, 36}}, *parts;
    size_t count = sizeof ipv4 / sizeof *ipv4;
    _Static_assert(sizeof ipv4 == sizeof ipv6, "as many parts");
    parts = segments->is_ipv4 ? ipv4 : ipv6;
    for (size_t i = 0; i < count; i++)
        if (memcmp(segments->bytes + parts[i].at, frame + parts[i].at, parts[i].count) != 0)
            return false;
    return true;
}

/* How far the identification of the piece with this index will be from that of the first. */
static uint16_t id_step(const struct udpi_segments *segments, uint32_t index) {
    return segments->keeps_id ? 0 : (uint16_t)index;
}

/* Whether the identification is what the frame will get, or may be taken from it. The second frame decides which it is. */
static bool has_fitting_id(struct udpi_segments *segments, const uint8_t *frame, bool renumbers) {
    if (!segments->is_ipv4)
        return true;
    uint16_t step = (uint16_t)(udpi_load_be16(frame + IPV4_ID_AT) - udpi_load_be16(segments->bytes + IPV4_ID_AT));
    if (segments->count == 1)
        segments->keeps_id = renumbers && step == 0 && frame[IPV4_FLAGS_AT] & DONT_FRAGMENT;
    return step == id_step(segments, segments->count);
}

/* The same frame once more is right without a look at its checksums. */
static bool is_repeated(const struct udpi_segments *segments, const uint8_t *frame, uint32_t size) {
    return (!segments->is_ipv4 || segments->keeps_id) && size == segments->header + segments->payload &&
           memcmp(frame, segments->bytes, size) == 0;
}

bool udpi_segments_add(struct udpi_segments *segments, const uint8_t *frame, uint32_t size, uint32_t room,
                       bool renumbers) {
    if (segments->header == 0 || segments->is_over || segments->count == UDPI_SEGMENTS_MOST ||
        size <= segments->header || size > segments->header + segments->payload)
        return false;
    uint32_t payload = size - segments->header;
    if (payload > room - segments->size || segments->size + payload > UDPI_SEGMENTS_ROOM)
        return false;
    if (!is_repeated(segments, frame, size) && !(has_same_headers(segments, frame) && is_right(segments, frame, size) &&
                                                 has_fitting_id(segments, frame, renumbers)))
        return false;
    memcpy(segments->bytes + segments->size, frame + segments->header, payload);
    segments->size += payload;
    segments->count++;
    segments->is_over = payload < segments->payload;
    return true;
}

/* --- one packet of all, and back ---------------------------------------------------------------------------------- */

/* Fills in the lengths, and the checksum of an IPv4 header. */
static void fit_headers(const struct udpi_segments *segments, uint8_t *frame, uint32_t size) {
    uint32_t datagram = size - udp_at(segments);
    udpi_store_be(frame + udp_at(segments) + UDP_LENGTH_AT, 2, datagram);
    if (!segments->is_ipv4) {
        udpi_store_be(frame + IPV6_LENGTH_AT, 2, datagram);
        return;
    }
    udpi_store_be(frame + IPV4_LENGTH_AT, 2, size - IP_AT);
    udpi_store_be(frame + IPV4_CHECKSUM_AT, 2, 0);
    uint16_t sum = udpi_checksum_fold(udpi_checksum_add(0, frame + IP_AT, IPV4_SIZE));
    udpi_store_be(frame + IPV4_CHECKSUM_AT, 2, sum ^ 0xffffU);
}

void udpi_segments_finish(struct udpi_segments *segments, struct virtio_net_hdr *header) {
    if (segments->count < 2)
        return;
    uint32_t udp = udp_at(segments), datagram = segments->size - udp;
    fit_headers(segments, segments->bytes, segments->size);
    /* Whoever splits it begins with the sum of addresses, protocol and length. */
    udpi_store_be(segments->bytes + udp + UDP_CHECKSUM_AT, 2, sum_up(segments, segments->bytes, datagram, 0));
    *header = (struct virtio_net_hdr){
        .flags = VIRTIO_NET_HDR_F_NEEDS_CSUM,
        .gso_type = SPLIT_UDP,
        .hdr_len = segments->header,
        .gso_size = (uint16_t)segments->payload,
        .csum_start = (uint16_t)udp,
        .csum_offset = UDP_CHECKSUM_AT,
    };
}

uint32_t udpi_segments_split(const struct udpi_segments *segments, uint32_t index, uint8_t *frame) {
    uint32_t start = segments->header + index * segments->payload, left = segments->size - start;
    uint32_t size = segments->header + (left < segments->payload ? left : segments->payload);
    uint8_t *udp = frame + udp_at(segments);
    memcpy(frame, segments->bytes, segments->header);
    memcpy(frame + segments->header, segments->bytes + start, size - segments->header);
    if (segments->is_ipv4)
        udpi_store_be(frame + IPV4_ID_AT, 2, udpi_load_be16(frame + IPV4_ID_AT) + id_step(segments, index));
    fit_headers(segments, frame, size);
    udpi_store_be(udp + UDP_CHECKSUM_AT, 2, 0);
    uint32_t datagram = size - udp_at(segments);
    uint16_t checksum = sum_up(segments, frame, datagram, datagram) ^ 0xffff;
    udpi_store_be(udp + UDP_CHECKSUM_AT, 2,
                  checksum ? checksum : 0xffff); /* RFC 768: 0 would mean that there is none */
    return size;
}
