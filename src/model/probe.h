/*
 * The probe: a small header in the payload of a UDP datagram, by which its receiver knows what became of those before it.
 * Numbers are big-endian.
 *
 *      0  magic 4        75 64 70 b7
 *      4  version 1      1
 *      5  flags 1        1: no probe, but the end of the stream, with `total` set
 *      6  length 2       bytes of the whole payload, this header included
 *      8  check 4        CRC-32c of the whole payload, with zeros in this place; its lowest byte first, as SCTP has it
 *                        (RFC 9260 appendix A)
 *     12  run 4          chosen at random by each run of a sender
 *     16  stream 4       of that run, from 0: each sending socket numbers its own
 *     20  clock 4        whose clock `time` is: the same number, the same clock
 *     24  sequence 8     of the probe in its stream, from 1; 0 in an end
 *     32  time 8         nanoseconds since 1970, when it was handed to the kernel
 *     40  total 8        probes of the stream; 0 while the sender does not know
 *     48                 anything
 */
#ifndef UDPI_MODEL_PROBE_H
#define UDPI_MODEL_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Offsets in the payload. */
enum {
    UDPI_PROBE_MAGIC_AT = 0,
    UDPI_PROBE_VERSION_AT = 4,
    UDPI_PROBE_FLAGS_AT = 5,
    UDPI_PROBE_LENGTH_AT = 6,
    UDPI_PROBE_CHECK_AT = 8,
    UDPI_PROBE_RUN_AT = 12,
    UDPI_PROBE_STREAM_AT = 16,
    UDPI_PROBE_CLOCK_AT = 20,
    UDPI_PROBE_SEQUENCE_AT = 24,
    UDPI_PROBE_TIME_AT = 32,
    UDPI_PROBE_TOTAL_AT = 40,
    UDPI_PROBE_SIZE = 48,
};

enum {
    UDPI_PROBE_MAGIC = 0x756470b7,
    UDPI_PROBE_VERSION = 1,
    UDPI_PROBE_END = 1, /* a flag */
};

struct udpi_probe {
    uint32_t run, stream, clock;
    bool is_end;
    uint64_t sequence;
    int64_t time;
    uint64_t total;
};

/* Writes the header over the first UDPI_PROBE_SIZE of `size` bytes (at most 65,535), and the check over all of them. */
void udpi_probe_store(uint8_t *payload, size_t size, const struct udpi_probe *probe);

/* The check of `size` bytes of payload, UDPI_PROBE_SIZE at least; what stands in its place does not count. */
uint32_t udpi_probe_check(const uint8_t *payload, size_t size);

enum udpi_probe_state {
    UDPI_PROBE_NONE,    /* no probe */
    UDPI_PROBE_DAMAGED, /* one whose bytes have changed on the way, or are not all there: nothing in it can be relied on */
    UDPI_PROBE_INTACT,
};

/* Whether `size` bytes that begin with this whole header are a probe, intact or not. A magic with one wrong bit is taken for
   it, where version or length agree: so a damaged probe is known for one. */
bool udpi_probe_is_one(const uint8_t *header, size_t size);

/* Reads a header; *probe is filled in unless there is none. */
enum udpi_probe_state udpi_probe_load(const uint8_t *payload, size_t size, struct udpi_probe *probe);

#endif
