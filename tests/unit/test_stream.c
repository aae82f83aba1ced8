/* The stream under the capture files: what lies across the buffer's end or is longer than it, and how little it keeps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <zlib.h>

#include "capture/stream.h"

enum { SIZE = 3 * UDPI_STREAM_ROOM + 5 };

/* What stands at a place of a file: nothing that repeats itself at distances of the buffer. */
static uint8_t byte_at(size_t place) {
    return (uint8_t)(place * 2654435761U >> 13 ^ place);
}

static void expect_bytes(const uint8_t *bytes, size_t place, size_t count) {
    assert_non_null(bytes);
    for (size_t i = 0; i < count; i++)
        if (bytes[i] != byte_at(place + i))
            fail_msg("byte %zu is %02x", place + i, bytes[i]);
}

static struct udpi_capture capture = {.name = (char *)"test", .deadline = INT64_MAX};

static struct udpi_stream *open_descriptor(int fd) {
    char path[32];
    struct udpi_error error;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct udpi_stream *stream = udpi_stream_open(path, &capture, &error);
    assert_non_null(stream);
    return stream;
}

/* A stream of `size` bytes in memory, packed with gzip or as they are. */
static struct udpi_stream *open_bytes(size_t size, bool is_packed) {
    int fd = memfd_create("stream", MFD_CLOEXEC);
    uint8_t *bytes = malloc(size);
    for (size_t i = 0; i < size; i++)
        bytes[i] = byte_at(i);
    if (is_packed) {
        gzFile file = gzdopen(dup(fd), "wb1");
        assert_int_equal(gzwrite(file, bytes, (unsigned)size), size);
        assert_int_equal(gzclose(file), Z_OK);
    } else {
        assert_int_equal(write(fd, bytes, size), size);
    }
    free(bytes);
    struct udpi_stream *stream = open_descriptor(fd);
    close(fd);
    return stream;
}

/* Takes pieces of one size to the end. */
static void take_all(size_t size, size_t piece, bool is_packed) {
    struct udpi_stream *stream = open_bytes(size, is_packed);
    size_t place = 0;
    for (; size - place >= piece; place += piece)
        expect_bytes(udpi_stream_take(stream, piece), place, piece);
    assert_null(udpi_stream_take(stream, piece));
    assert_int_equal(udpi_stream_left(stream), size - place);
    assert_int_equal(udpi_stream_has_ended(stream), size == place);
    assert_null(stream->failure);
    assert_int_equal(stream->room, piece > UDPI_STREAM_ROOM ? piece : UDPI_STREAM_ROOM);
    udpi_stream_close(stream);
}

static void test_pieces_of_all_sizes(void **state) {
    (void)state;
    static const size_t pieces[] = {
        1, 61, 4096, UDPI_STREAM_ROOM - 1, UDPI_STREAM_ROOM, UDPI_STREAM_ROOM + 1, 2 * UDPI_STREAM_ROOM + 7, SIZE};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        for (int is_packed = 0; is_packed < 2; is_packed++)
            take_all(SIZE, pieces[i], is_packed);
}

static void test_little_files(void **state) {
    (void)state;
    for (size_t size = 1; size < 30; size++)
        for (int is_packed = 0; is_packed < 2; is_packed++)
            take_all(size, 3, is_packed);
}

/* What a file of 1 KiB claims is not believed. */
static void test_a_claim_costs_nothing(void **state) {
    (void)state;
    struct udpi_stream *stream = open_bytes(1024, false);
    assert_false(udpi_stream_has(stream, 128 << 20));
    assert_int_equal(stream->room, UDPI_STREAM_ROOM);
    assert_int_equal(udpi_stream_left(stream), 1024);
    assert_false(udpi_stream_has_ended(stream));
    udpi_stream_close(stream);
    stream = open_bytes(UDPI_STREAM_ROOM + 1, false);
    assert_false(udpi_stream_has(stream, 128 << 20));
    assert_int_equal(stream->room, 2 * UDPI_STREAM_ROOM);
    udpi_stream_close(stream);
}

/* --- slow ones ---------------------------------------------------------------------------------------------------- */

/* A child that sends `size` bytes one by one, each a message, so that each needs a read of its own. */
static pid_t start_sender(int fd, size_t size, useconds_t pause) {
    pid_t child = fork();
    if (child != 0)
        return child;
    for (size_t i = 0; i < size; i++) {
        uint8_t byte = byte_at(i);
        if (pause)
            usleep(pause);
        if (write(fd, &byte, 1) != 1)
            _exit(1);
    }
    _exit(0);
}

/* Reads pieces of 33 bytes from standard input, to which a child writes. */
static void take_slowly(size_t size, useconds_t pause) {
    int ends[2], kept = dup(STDIN_FILENO);
    struct udpi_error error;
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    assert_true(start_sender(ends[1], size, pause) > 0);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    struct udpi_stream *stream = udpi_stream_open("-", &capture, &error);
    assert_non_null(stream);
    size_t place = 0;
    for (; size - place >= 33; place += 33)
        expect_bytes(udpi_stream_take(stream, 33), place, 33);
    assert_null(udpi_stream_take(stream, 33));
    expect_bytes(udpi_stream_take(stream, size - place), place, size - place);
    assert_true(udpi_stream_has_ended(stream));
    udpi_stream_close(stream);
    dup2(kept, STDIN_FILENO);
    close(kept);
}

static void test_byte_after_byte(void **state) {
    (void)state;
    take_slowly(2000, 0);
}

static volatile sig_atomic_t interruptions;

static void interrupt(int number) {
    (void)number;
    interruptions = interruptions + 1;
}

/* A signal every 200 us, while the reader waits for bytes that come every 500 us. */
static void test_signals_interrupt_nothing(void **state) {
    (void)state;
    const struct sigaction action = {.sa_handler = interrupt}, ignored = {.sa_handler = SIG_IGN};
    const struct itimerval often = {{0, 200}, {0, 200}}, never = {{0, 0}, {0, 0}};
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    take_slowly(100, 500);
    setitimer(ITIMER_REAL, &never, NULL);
    sigaction(SIGALRM, &ignored, NULL);
    assert_true(interruptions > 0);
}

/* The capture is over while a piece is waited for. */
static void test_end_of_the_capture(void **state) {
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "0123456789012345678901234567", 28), 28);
    struct udpi_stream *stream = open_descriptor(ends[0]);
    assert_memory_equal(udpi_stream_take(stream, 10), "0123456789", 10);
    capture.deadline = 0;
    assert_memory_equal(udpi_stream_take(stream, 14), "01234567890123", 14); /* had been read */
    assert_null(udpi_stream_take(stream, 10));
    assert_true(stream->is_over);
    assert_null(stream->failure);
    capture.deadline = INT64_MAX;
    udpi_stream_close(stream);
    close(ends[0]);
    close(ends[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces_of_all_sizes),       cmocka_unit_test(test_little_files),
        cmocka_unit_test(test_a_claim_costs_nothing),     cmocka_unit_test(test_byte_after_byte),
        cmocka_unit_test(test_signals_interrupt_nothing), cmocka_unit_test(test_end_of_the_capture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
