/* For tests of the capture: files built in memory, and the frames that come out of them. Include after <cmocka.h>. */
#ifndef UDPI_TESTS_FRAMES_H
#define UDPI_TESTS_FRAMES_H

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "capture/capture.h"

enum { MOST_FRAMES = 24, MOST_BYTES = 128, FILE_SIZE = 4096 };

/* A file being built; numbers are put in `is_big` byte order. */
struct built {
    uint8_t bytes[FILE_SIZE];
    size_t count;
    bool is_big;
};

static inline void put_bytes(struct built *built, const void *bytes, size_t count) {
    assert_true(built->count + count <= FILE_SIZE);
    if (count > 0)
        memcpy(built->bytes + built->count, bytes, count);
    built->count += count;
}

static inline void put_number(struct built *built, uint64_t number, size_t size) {
    for (size_t i = 0; i < size; i++) {
        uint8_t byte = (uint8_t)(number >> 8 * (built->is_big ? size - 1 - i : i));
        put_bytes(built, &byte, 1);
    }
}

static inline void put16(struct built *built, uint16_t number) {
    put_number(built, number, 2);
}

static inline void put32(struct built *built, uint32_t number) {
    put_number(built, number, 4);
}

/* What was seen of a frame: all of it, since it is gone after the call. */
struct seen {
    uint8_t bytes[MOST_BYTES];
    char interface[300]; /* "" for none */
    char link_type_name[32];
    uint32_t captured, length;
    int64_t time;
    uint64_t number;
    uint16_t link_type;
};

struct frames {
    struct seen seen[MOST_FRAMES];
    size_t count;
    size_t limit;    /* frames after which to stop; 0 for none */
    double duration; /* seconds after which to stop; 0 for no limit */
    enum udpi_status status;
    struct udpi_error error;
    struct udpi_capture_counts counts;
};

static inline bool take_frame(void *context, const struct udpi_frame *frame) {
    struct frames *frames = context;
    assert_true(frames->count < MOST_FRAMES);
    struct seen *seen = &frames->seen[frames->count++];
    memcpy(seen->bytes, frame->bytes, frame->captured < MOST_BYTES ? frame->captured : MOST_BYTES);
    snprintf(seen->interface, sizeof seen->interface, "%s", frame->interface ? frame->interface : "");
    snprintf(seen->link_type_name, sizeof seen->link_type_name, "%s",
             frame->link_type_name ? frame->link_type_name : "");
    seen->captured = frame->captured;
    seen->length = frame->length;
    seen->time = frame->time;
    seen->number = frame->number;
    seen->link_type = frame->link_type;
    return frames->count != frames->limit;
}

static inline bool take_idle(void *context) {
    (void)context;
    return true;
}

/* Opens and reads what the options say. */
static inline void read_frames(struct frames *frames, const struct udpi_capture_options *options) {
    struct udpi_capture_visitor visitor = {.frame = take_frame, .idle = take_idle, .context = frames};
    frames->count = 0;
    frames->error = (struct udpi_error){.status = UDPI_OK};
    struct udpi_capture *capture = udpi_capture_open(options, &frames->error);
    frames->status = frames->error.status;
    if (!capture) {
        assert_int_not_equal(frames->status, UDPI_OK);
        return;
    }
    frames->status = udpi_capture_run(capture, &visitor, frames->duration, &frames->error);
    udpi_capture_count(capture, &frames->counts);
    udpi_capture_close(capture);
}

/* Reads a file with this content; its name in errors is `/proc/self/fd/N`. */
static inline void read_content(struct frames *frames, const void *bytes, size_t count,
                                struct udpi_capture_options options) {
    int fd = memfd_create("capture", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, count), count);
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    options.file = path;
    read_frames(frames, &options);
    close(fd);
}

static inline void read_built(struct frames *frames, const struct built *built) {
    read_content(frames, built->bytes, built->count, (struct udpi_capture_options){0});
}

/* Whether the error is about the file and ends so. */
static inline void expect_failure(const struct frames *frames, const char *end) {
    assert_int_equal(frames->status, UDPI_FAILED);
    size_t length = strlen(frames->error.text);
    assert_true(length > strlen(end));
    assert_string_equal(frames->error.text + length - strlen(end), end);
}

#endif
