/*
 * What is known of a datagram beside its ports: which ports the user has spoken for (--decode-as), and endpoints of which a message
 * has said what they will send and receive, such as the port that a TFTP client has asked from, or the one that SDP names for RTP.
 * An endpoint is known until another takes its place; so are flows of which nobody has said anything, while they are watched.
 * Nothing is allocated.
 */
#ifndef UDPI_MODEL_EXPECTED_H
#define UDPI_MODEL_EXPECTED_H

#include <udpinspect/limits.h>

#include "model/decode.h"

struct udpi_expected_endpoint {
    uint8_t address[16]; /* network order, zeros behind `size` bytes */
    uint8_t size;        /* 4 or 16; 0 in an empty slot */
    uint16_t port;
    uint16_t key;    /* of UDPI_INTERNAL */
    uint32_t detail; /* what else the message has said, for udpi_expected_detail */
};

/* Datagrams from one endpoint to another. What the numbers mean, and when they agree, is known to the protocol that watches. */
struct udpi_flow {
    uint32_t hash;     /* of both endpoints; 0 in an empty slot */
    uint32_t identity; /* what the datagrams have in common */
    uint16_t sequence; /* of the last one */
    uint16_t count;    /* of those in a row that agree */
};

/* All zeros at first. */
struct udpi_expected {
    bool is_used;                         /* anything of the following is */
    uint8_t chosen[(UINT16_MAX + 1) / 8]; /* a bit for each port that the user has spoken for */
    struct udpi_expected_endpoint slots[UDPI_EXPECTED_SLOTS];
    struct udpi_flow flows[UDPI_FLOW_SLOTS];
    uint64_t flows_forgotten; /* because others took their places */
};

/*
 * From now on datagrams from and to the endpoint are tried as the protocol bound to UDPI_INTERNAL `key` before their ports are
 * looked at. `address` has `size` bytes, 4 or 16, in network order; other sizes and port 0 are passed over.
 */
void udpi_expect(struct udpi_decode *d, const uint8_t *address, uint8_t size, uint16_t port, uint16_t key);

/*
 * The same of one end of the datagram being decoded: of its sender (UDPI_SRC) or receiver (UDPI_DST). `detail` is what those who
 * read datagrams to it have to know besides, as the size of its connection ids. What another protocol has is left to it.
 */
void udpi_expect_end(struct udpi_decode *d, enum udpi_field_flag end, uint16_t key, uint32_t detail);

/* What udpi_expect_end was told, with the same key, of the one who receives this datagram. False where it was not. */
bool udpi_expected_detail(const struct udpi_decode *d, uint16_t key, uint32_t *detail);

/* That end of the datagram, of which nothing is expected yet. Its size is 0 where there is none. */
struct udpi_expected_endpoint udpi_expected_end(const struct udpi_decode *d, enum udpi_field_flag end);

/*
 * The flow that this datagram belongs to, to be written to; all zeros but its hash where none is remembered. NULL where there are no
 * endpoints, and where the datagram is quoted by an error.
 */
struct udpi_flow *udpi_flow_watch(struct udpi_decode *d);

/* Whether the user has spoken for one of the datagram's ports: then what cannot be told from other bytes is what he says. */
bool udpi_expected_is_chosen(const struct udpi_decode *d);

/* Says that the user has spoken for the port: it comes before the other one, and before what messages have said. */
void udpi_expected_choose(struct udpi_expected *expected, uint16_t port);

/* Forgets what messages have said, and the flows. What the user has spoken for stays. */
void udpi_expected_forget(struct udpi_expected *expected);

/* What follows a UDP header with these ports, where d->expected->is_used. */
__attribute__((cold)) struct udpi_next udpi_expected_next(const struct udpi_decode *d, uint16_t src_port,
                                                          uint16_t dst_port);

/* The same by the ports alone: the lower one first, so that both directions of a conversation are read the same way. */
static inline struct udpi_next udpi_next_ports(uint16_t src_port, uint16_t dst_port) {
    return src_port < dst_port ? udpi_next_keys(UDPI_UDP_PORT, src_port, dst_port)
                               : udpi_next_keys(UDPI_UDP_PORT, dst_port, src_port);
}

#endif
