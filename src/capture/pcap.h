/*
 * Reads pcap (draft-ietf-opsawg-pcap) record by record, in place. libpcap reads it too, with a copy of each frame, and
 * cuts frames that are longer than the header says.
 */
#ifndef UDPI_CAPTURE_PCAP_H
#define UDPI_CAPTURE_PCAP_H

#include <udpinspect/packet.h>

#include "capture/reading.h"
#include "capture/stream.h"

/* The first four bytes of a file, in its byte order. */
#define UDPI_PCAP_MAGIC UINT32_C(0xa1b2c3d4)
#define UDPI_PCAP_NANO_MAGIC UINT32_C(0xa1b23c4d)     /* fractions of a second are nanoseconds */
#define UDPI_PCAP_MODIFIED_MAGIC UINT32_C(0xa1b2cd34) /* more in the head of each record: Kuznetzov's Linux 2.2 */

struct udpi_pcap {
    struct udpi_stream *stream;
    bool is_big_endian;
    bool is_native;         /* the heads of records are in this host's order of bytes, and of lengths */
    uint8_t lengths;        /* enum lengths in pcap.c */
    uint16_t link_type;     /* DLT_ */
    uint32_t head_size;     /* bytes in front of each frame */
    uint32_t longest_frame; /* bytes; what is longer is taken for garbage */
    int64_t fraction;       /* nanoseconds */
    char failure[80];       /* after UDPI_READING_BROKEN */
};

/* Reads the header of a stream that begins with one of the magic numbers and outlives the reader. Gives
   UDPI_READING_OTHER, _CUT or _BROKEN. */
enum udpi_reading udpi_pcap_open(struct udpi_pcap *reader, struct udpi_stream *stream);

/* Reads one record: sets bytes, captured, length and time of *frame. The bytes are valid until the next call. */
enum udpi_reading udpi_pcap_read(struct udpi_pcap *reader, struct udpi_frame *frame);

#endif
