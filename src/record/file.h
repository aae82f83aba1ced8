/*
 * A capture file that is written: records in a buffer, which goes to a descriptor in one piece. So a write(2) ends
 * where a record ends, and a program that is killed leaves whole packets.
 */
#ifndef UDPI_RECORD_FILE_H
#define UDPI_RECORD_FILE_H

#include <stdbool.h>

#include <udpinspect/packet.h>

#include "core/error.h"
#include "core/sink.h"

struct udpi_record_file;

/* What a file looks like inside. All numbers have the byte order of the host. */
struct udpi_record_format {
    uint32_t magic;    /* of a pcap file */
    uint32_t fraction; /* nanoseconds that its time counts in */
    /* Puts what stands before the first packet. */
    void (*begin)(struct udpi_record_file *file, const struct udpi_frame *first);
    /* Bytes that put would add. */
    size_t (*measure)(const struct udpi_record_file *file, const struct udpi_frame *frame);
    /* Puts a packet, and before the first one begins. Fails with *error where the packet has no place in the format.
       Failures to write show in file->sink.error only. */
    enum udpi_status (*put)(struct udpi_record_file *file, const struct udpi_frame *frame, struct udpi_error *error);
    /* The size of what stands at `at`, which is `offset` bytes into the file; and whether it is a packet. */
    size_t (*extent)(const char *at, uint64_t offset, bool *is_packet);
    void (*forget)(struct udpi_record_file *file); /* NULL for nothing to forget */
};

/* draft-ietf-opsawg-pcap, with microseconds and with nanoseconds; draft-ietf-opsawg-pcapng. */
extern const struct udpi_record_format udpi_pcap_micro, udpi_pcap_nano, udpi_pcapng_nano;

struct udpi_record_interface {
    char *name; /* NULL for none */
    uint16_t link_type;
};

struct udpi_record_file {
    const struct udpi_record_format *format;
    struct udpi_sink sink;
    int descriptor;    /* -1 while none is open */
    uint32_t snapshot; /* bytes that are kept of a packet */
    uint64_t packets;  /* that were put; the caller counts them */
    uint64_t written;  /* bytes that are out, in whole records */
    bool has_begun;    /* what stands before the first packet was put */
    int32_t link_type; /* of a pcap file; -1 before it has begun */
    char link_type_name[32];
    struct udpi_record_interface *interfaces; /* of a pcapng file */
    uint32_t interface_count, interface_room, interface_last;
};

/* Makes the buffer; false where memory is short. `snapshot` 0 keeps all, up to UDPI_LONGEST_FRAME. */
bool udpi_record_file_create(struct udpi_record_file *file, const struct udpi_record_format *format, uint32_t snapshot);
void udpi_record_file_free(struct udpi_record_file *file);

/* Takes an open descriptor over for a file that begins now. */
void udpi_record_file_start(struct udpi_record_file *file, int descriptor);

/* Puts what stands before the first packet, which is like `first`; nothing where it is there already. */
void udpi_record_file_begin(struct udpi_record_file *file, const struct udpi_frame *first);

static inline uint64_t udpi_record_file_size(const struct udpi_record_file *file) {
    return file->written + file->sink.used;
}

/* Bytes of the frame that are kept. */
static inline uint32_t udpi_record_file_kept(const struct udpi_record_file *file, const struct udpi_frame *frame) {
    return frame->captured < file->snapshot ? frame->captured : file->snapshot;
}

/* Flushes, and closes the descriptor. Gives 0 or the errno value of what failed first. */
int udpi_record_file_end(struct udpi_record_file *file);

#endif
