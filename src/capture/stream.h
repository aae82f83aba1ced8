/* The bytes of a file, a pipe or standard input, unpacked if they are gzip, as a FILE. */
#ifndef UDPI_CAPTURE_STREAM_H
#define UDPI_CAPTURE_STREAM_H

#include <stdint.h>
#include <stdio.h>

#include "capture/source.h"

enum { UDPI_STREAM_HEAD = 24 }; /* the header of a pcap file */

struct udpi_stream {
    FILE *file; /* to be closed before the stream is */
    uint8_t head[UDPI_STREAM_HEAD];
    size_t head_count; /* first bytes of the file, fewer where it is shorter; the file gives them as they stand here */
    const char *failure; /* why reading failed, NULL while it has not */
    bool is_over;        /* the capture ended before the file */

    struct udpi_capture *capture;
    struct udpi_gzip *gzip; /* NULL for bytes that are not packed */
    char *buffer;           /* of `file` */
    size_t head_given;
    int fd;
};

/*
 * Opens `path`, "-" for standard input. While a read has to wait, capture's visitor idles; when the capture is over,
 * the file ends. NULL with *error set where it cannot be opened or its first bytes cannot be read.
 */
struct udpi_stream *udpi_stream_open(const char *path, struct udpi_capture *capture, struct udpi_error *error);
void udpi_stream_close(struct udpi_stream *stream);

#endif
