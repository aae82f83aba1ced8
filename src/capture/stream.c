#include "capture/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/gzip.h"

static ssize_t read_raw(void *context, uint8_t *bytes, size_t size) {
    struct udpi_stream *stream = context;
    for (;;) {
        stream->is_over = !udpi_capture_wait(stream->capture, stream->fd);
        ssize_t count = stream->is_over ? 0 : read(stream->fd, bytes, size);
        if (count == 0 && !stream->is_over && stream->capture->follows)
            stream->is_over = !udpi_capture_pause(stream->capture);
        else if (count >= 0 || (errno != EINTR && errno != EAGAIN))
            return count;
    }
}

static ssize_t read_plain(struct udpi_stream *stream, uint8_t *bytes, size_t size) {
    if (stream->failure)
        return -1;
    ssize_t count =
        stream->gzip ? udpi_gzip_read(stream->gzip, bytes, size, &stream->failure) : read_raw(stream, bytes, size);
    if (count < 0 && !stream->failure)
        stream->failure = strerror(errno);
    return count;
}

/* Reads once, up to `most` bytes being there. Gives false where no more come. */
static bool read_more(struct udpi_stream *stream, size_t most) {
    ssize_t count = read_plain(stream, stream->end, most - udpi_stream_left(stream));
    if (count > 0)
        stream->end += count;
    return count > 0;
}

static void move_to_front(struct udpi_stream *stream) {
    size_t left = udpi_stream_left(stream);
    if (stream->at != stream->buffer)
        memmove(stream->buffer, stream->at, left);
    stream->at = stream->buffer;
    stream->end = stream->buffer + left;
}

/* Makes the full buffer twice as large, but not larger than `enough`: what a file claims costs nothing before it comes. */
static bool grow(struct udpi_stream *stream, size_t enough) {
    size_t room = 2 * stream->room < enough ? 2 * stream->room : enough;
    uint8_t *buffer = realloc(stream->buffer, room);
    if (!buffer) {
        stream->failure = strerror(ENOMEM);
        return false;
    }
    stream->at = buffer;
    stream->end = buffer + stream->room;
    stream->buffer = buffer;
    stream->room = room;
    return true;
}

bool udpi_stream_fill(struct udpi_stream *stream, size_t count) {
    move_to_front(stream);
    while (udpi_stream_left(stream) < count) {
        if (udpi_stream_left(stream) == stream->room && !grow(stream, count))
            return false;
        if (!read_more(stream, stream->room))
            return false;
    }
    return true;
}

static bool read_head(struct udpi_stream *stream) {
    stream->at = stream->end = stream->buffer;
    while (udpi_stream_left(stream) < UDPI_STREAM_HEAD && read_more(stream, UDPI_STREAM_HEAD))
        ;
    return !stream->failure;
}

static bool start(struct udpi_stream *stream) {
    stream->room = UDPI_STREAM_ROOM;
    stream->buffer = malloc(stream->room);
    if (!stream->buffer || !read_head(stream))
        return false;
    if (!udpi_gzip_is(stream->at, udpi_stream_left(stream)))
        return true;
    stream->gzip = udpi_gzip_open(stream->at, udpi_stream_left(stream), read_raw, stream);
    return stream->gzip && read_head(stream);
}

struct udpi_stream *udpi_stream_open(const char *path, struct udpi_capture *capture, struct udpi_error *error) {
    bool is_standard = strcmp(path, "-") == 0;
    struct udpi_stream *stream = calloc(1, sizeof *stream);
    if (stream) {
        stream->capture = capture;
        stream->fd = is_standard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open(path, O_RDONLY | O_CLOEXEC);
        if (stream->fd < 0)
            stream->failure = strerror(errno);
        else if (start(stream))
            return stream;
    }
    udpi_error_set(error, UDPI_FAILED, "%s: %s", capture->name,
                   stream && stream->failure ? stream->failure : strerror(ENOMEM));
    udpi_stream_close(stream);
    return NULL;
}

void udpi_stream_close(struct udpi_stream *stream) {
    if (!stream)
        return;
    udpi_gzip_close(stream->gzip);
    if (stream->fd >= 0)
        close(stream->fd);
    free(stream->buffer);
    free(stream);
}
