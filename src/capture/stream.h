/* The bytes of a file, a pipe or standard input, unpacked if they are gzip, to be used where they were read. */
#ifndef UDPI_CAPTURE_STREAM_H
#define UDPI_CAPTURE_STREAM_H

#include <stdint.h>

#include "capture/source.h"

enum {
    UDPI_STREAM_ROOM = 1 << 18, /* bytes of the buffer, which grows only while a longer piece is asked for and comes */
    UDPI_STREAM_HEAD = 24,      /* bytes that are there from the beginning, if the file has them */
};

struct udpi_stream {
    const uint8_t *at;   /* the next byte */
    uint8_t *end;        /* behind the last one that has been read */
    const char *failure; /* why reading failed, NULL while it has not */
    bool is_over;        /* the capture ended before the file */

    struct udpi_capture *capture;
    struct udpi_gzip *gzip; /* NULL for bytes that are not packed */
    uint8_t *buffer;
    size_t room;
    int fd;
};

/*
 * Opens `path`, "-" for standard input. While a read has to wait, capture's visitor idles; when the capture is over,
 * the stream ends. NULL with *error set where it cannot be opened or its first bytes cannot be read.
 */
struct udpi_stream *udpi_stream_open(const char *path, struct udpi_capture *capture, struct udpi_error *error);
void udpi_stream_close(struct udpi_stream *stream);

/* Bytes that are at `at` already. */
static inline size_t udpi_stream_left(const struct udpi_stream *stream) {
    return (size_t)(stream->end - stream->at);
}

/* Reads until `count` bytes are left, and moves them. Gives false where the stream ends or fails before. */
bool udpi_stream_fill(struct udpi_stream *stream, size_t count);

/* Whether `count` bytes are at `at`, read if need be. They stay there until more are asked for. */
static inline bool udpi_stream_has(struct udpi_stream *stream, size_t count) {
    return udpi_stream_left(stream) >= count || udpi_stream_fill(stream, count);
}

/* Goes on behind the next `count` bytes, and gives these; NULL where there are fewer. */
static inline const uint8_t *udpi_stream_take(struct udpi_stream *stream, size_t count) {
    if (!udpi_stream_has(stream, count))
        return NULL;
    stream->at += count;
    return stream->at - count;
}

/* Where there are fewer: whether there are none, so that the end is a clean one. */
static inline bool udpi_stream_has_ended(const struct udpi_stream *stream) {
    return !stream->failure && udpi_stream_left(stream) == 0;
}

#endif
