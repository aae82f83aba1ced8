#include "capture/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/gzip.h"

enum { BUFFER_SIZE = 1 << 18 };

static ssize_t read_raw(void *context, uint8_t *bytes, size_t size) {
    struct udpi_stream *stream = context;
    ssize_t count = 0;
    do {
        stream->is_over = !udpi_capture_wait(stream->capture, stream->fd);
        if (stream->is_over)
            return 0;
        count = read(stream->fd, bytes, size);
    } while (count < 0 && (errno == EINTR || errno == EAGAIN));
    return count;
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

/* For fopencookie(3). */
static ssize_t read_cookie(void *cookie, char *bytes, size_t size) {
    struct udpi_stream *stream = cookie;
    size_t left = stream->head_count - stream->head_given;
    if (left == 0)
        return read_plain(stream, (uint8_t *)bytes, size);
    size_t count = left < size ? left : size;
    memcpy(bytes, stream->head + stream->head_given, count);
    stream->head_given += count;
    return (ssize_t)count;
}

static bool read_head(struct udpi_stream *stream) {
    stream->head_count = 0;
    while (stream->head_count < UDPI_STREAM_HEAD) {
        ssize_t count = read_plain(stream, stream->head + stream->head_count, UDPI_STREAM_HEAD - stream->head_count);
        if (count <= 0)
            return count == 0;
        stream->head_count += (size_t)count;
    }
    return true;
}

static bool start(struct udpi_stream *stream) {
    if (!read_head(stream))
        return false;
    if (udpi_gzip_is(stream->head, stream->head_count)) {
        stream->gzip = udpi_gzip_open(stream->head, stream->head_count, read_raw, stream);
        if (!stream->gzip || !read_head(stream))
            return false;
    }
    stream->buffer = malloc(BUFFER_SIZE);
    stream->file = fopencookie(stream, "r", (cookie_io_functions_t){.read = read_cookie});
    return stream->buffer && stream->file && setvbuf(stream->file, stream->buffer, _IOFBF, BUFFER_SIZE) == 0;
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
    if (stream && stream->file)
        fclose(stream->file);
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
