/* For tests that make packets of any size: bytes put one behind the other, and headers around them. Include after <cmocka.h>. */
#ifndef UDPI_TESTS_MADE_H
#define UDPI_TESTS_MADE_H

#include <string.h>

#include <udpinspect/decoder.h>

enum { MADE_ROOM = 1 << 21, RAW = 12, IPIP = 4, UDP = 17, IPV4_SIZE = 20, UDP_SIZE = 8, MORE = 0x2000 };

struct made {
    uint8_t bytes[MADE_ROOM];
    size_t count;
};

static inline void put_bytes(struct made *made, const void *bytes, size_t count) {
    assert_true(made->count + count <= MADE_ROOM);
    if (count > 0)
        memcpy(made->bytes + made->count, bytes, count);
    made->count += count;
}

/* `size` bytes, 1 to 8, most significant first. */
static inline void put(struct made *made, uint64_t number, size_t size) {
    for (size_t i = size; i > 0; i--) {
        uint8_t byte = (uint8_t)(number >> 8 * (i - 1));
        put_bytes(made, &byte, 1);
    }
}

static inline void put_times(struct made *made, uint8_t byte, size_t count) {
    while (count-- > 0)
        put(made, byte, 1);
}

static inline void put_text(struct made *made, const char *text) {
    put_bytes(made, text, strlen(text));
}

/* 10.0.0.1 > 10.0.0.2, for `size` bytes behind it. The checksum is right, or fragments would be no part of anything. */
static inline void put_ipv4(struct made *made, uint8_t protocol, uint16_t id, unsigned fragment, size_t size) {
    size_t at = made->count;
    put(made, 0x4500, 2);
    put(made, IPV4_SIZE + size, 2);
    put(made, id, 2);
    put(made, fragment, 2);
    put(made, 0x4000U | protocol, 2);
    put(made, 0, 2);
    put(made, 0x0a0000010a000002, 8);
    uint32_t sum = 0;
    for (size_t i = at; i < made->count; i += 2)
        sum += (uint32_t)made->bytes[i] << 8 | made->bytes[i + 1];
    sum = (sum & 0xffff) + (sum >> 16);
    sum = ~((sum & 0xffff) + (sum >> 16));
    made->bytes[at + 10] = (uint8_t)(sum >> 8);
    made->bytes[at + 11] = (uint8_t)sum;
}

/* Without a checksum. */
static inline void put_udp(struct made *made, uint16_t src_port, uint16_t dst_port, size_t size) {
    put(made, src_port, 2);
    put(made, dst_port, 2);
    put(made, UDP_SIZE + size, 2);
    put(made, 0, 2);
}

/* A datagram in a packet that begins with IPv4; makes `made` anew. */
static inline void make_datagram(struct made *made, uint16_t src_port, uint16_t dst_port, const struct made *payload) {
    made->count = 0;
    put_ipv4(made, UDP, 1, 0, UDP_SIZE + payload->count);
    put_udp(made, src_port, dst_port, payload->count);
    put_bytes(made, payload->bytes, payload->count);
}

/* The packet must keep to its invariants, whatever it is. */
static inline const struct udpi_packet *decode(struct udpi_decoder *decoder, const struct made *made,
                                               uint16_t link_type, int64_t time) {
    static uint64_t number;
    const struct udpi_frame frame = {.bytes = made->bytes,
                                     .captured = (uint32_t)made->count,
                                     .length = (uint32_t)made->count,
                                     .time = time,
                                     .number = ++number,
                                     .link_type = link_type};
    const struct udpi_packet *packet = udpi_decode(decoder, &frame);
    assert_null(udpi_packet_check(packet));
    return packet;
}

static inline unsigned count_notes(const struct udpi_packet *packet, enum udpi_note_code code) {
    unsigned count = 0;
    for (unsigned i = 0; i < packet->note_count; i++)
        count += packet->notes[i].code == code;
    return count;
}

static inline const struct udpi_layer *last_layer(const struct udpi_packet *packet) {
    return &packet->layers[packet->layer_count - 1];
}

#endif
