/* record/pcap_file and record/file: the bytes of a pcap file, and what is left of one that could not be written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/resource.h>

#include "recorded.h"

static const int64_t SECOND = 1000000000;

static struct udpi_recording *open_file(void) {
    struct udpi_recording_options options = {.path = path_of("a.pcap")};
    options.like.link_type = 1;
    return open_recording(&options);
}

/* draft-ietf-opsawg-pcap section 4: magic, version 2.4, two reserved words, snapshot length, link type; section 5:
   seconds, nanoseconds, captured, length. */
static void writes_header_and_records(void **state) {
    (void)state;
    struct udpi_recording *recording = open_file();
    struct udpi_frame frame = frame_of(4, 1795341600 * SECOND + 123456789);
    assert_true(udpi_recording_write(recording, &frame));
    frame = frame_of(0, 999999999);
    assert_true(udpi_recording_write(recording, &frame));
    check_end(recording, UDPI_OK, "");
    read_back("a.pcap");
    uint32_t abcd, version;
    memcpy(&abcd, "abcd", 4);
    memcpy(&version, (const uint16_t[]){2, 4}, 4);
    check_words(
        (const uint32_t[]){0xa1b23c4d, version, 0, 0, 262144, 1, 1795341600, 123456789, 4, 4, abcd, 0, 999999999, 0, 0},
        15);
}

static void cuts_to_microseconds(void **state) {
    (void)state;
    const struct udpi_recording_options options = {.path = path_of("a.pcap"), .has_micros = true};
    struct udpi_recording *recording = open_recording(&options);
    struct udpi_frame frame = frame_of(4, 5 * SECOND + 123456999);
    assert_true(udpi_recording_write(recording, &frame));
    check_end(recording, UDPI_OK, "");
    read_back("a.pcap");
    assert_int_equal(word_at(0), 0xa1b2c3d4);
    assert_int_equal(word_at(24), 5);
    assert_int_equal(word_at(28), 123456);
}

/* A frame that the capture has cut keeps its length; -s cuts more. */
static void keeps_both_lengths(void **state) {
    (void)state;
    const struct udpi_recording_options options = {.path = path_of("a.pcap"), .snapshot = 12};
    struct udpi_recording *recording = open_recording(&options);
    struct udpi_frame frame = frame_of(8, 0);
    frame.length = 1500;
    assert_true(udpi_recording_write(recording, &frame));
    frame.captured = 13;
    assert_true(udpi_recording_write(recording, &frame));
    check_end(recording, UDPI_OK, "");
    read_back("a.pcap");
    assert_int_equal(word_at(16), 12);
    assert_int_equal(word_at(24 + 8), 8);
    assert_int_equal(word_at(24 + 12), 1500);
    assert_int_equal(word_at(48 + 8), 12);
    assert_int_equal(word_at(48 + 12), 1500);
    assert_memory_equal(written + 64, "abcdefghijkl", 12);
    assert_int_equal(written_count, 76);
}

static void writes_the_link_type_of_files(void **state) {
    (void)state;
    struct udpi_recording *recording = open_file();
    struct udpi_frame frame = frame_of(4, 0);
    frame.link_type = 12; /* DLT_RAW on Linux; LINKTYPE_RAW is 101 */
    assert_true(udpi_recording_write(recording, &frame));
    check_end(recording, UDPI_OK, "");
    read_back("a.pcap");
    assert_int_equal(word_at(20), 101);
}

static void holds_one_link_type(void **state) {
    (void)state;
    struct udpi_recording *recording = open_file();
    struct udpi_frame frame = frame_of(4, 0);
    char text[200];
    frame.link_type = 0; /* BSD loopback */
    frame.link_type_name = "NULL";
    assert_true(udpi_recording_write(recording, &frame));
    frame.link_type = 4711;
    frame.link_type_name = NULL;
    frame.number = 7;
    assert_false(udpi_recording_write(recording, &frame));
    snprintf(text, sizeof text,
             "%s: packet 7 has link type 4711, those before it NULL; a pcap file holds one, a file named *.pcapng any",
             path);
    check_end(recording, UDPI_FAILED, text);
    assert_int_equal(size_of("a.pcap"), 24 + 16 + 4);
}

static void writes_times_without_a_place_as_zero(void **state) {
    (void)state;
    static const struct {
        int64_t time;
        uint32_t seconds, fraction;
    } cases[] = {
        {UDPI_NO_TIME, 0, 0},
        {UDPI_FAR_TIME, 0, 0},
        {-1, 0, 0},
        {INT64_C(4294967295999999999), 4294967295, 999999999},
        {INT64_C(4294967296000000000), 0, 0},
    };
    enum { CASES = sizeof cases / sizeof *cases };
    struct udpi_recording *recording = open_file();
    for (size_t i = 0; i < CASES; i++) {
        struct udpi_frame frame = frame_of(0, cases[i].time);
        assert_true(udpi_recording_write(recording, &frame));
    }
    check_end(recording, UDPI_OK, "");
    read_back("a.pcap");
    for (size_t i = 0; i < CASES; i++) {
        assert_int_equal(word_at(24 + 16 * i), cases[i].seconds);
        assert_int_equal(word_at(28 + 16 * i), cases[i].fraction);
    }
}

static void has_a_header_without_packets(void **state) {
    (void)state;
    check_end(open_file(), UDPI_OK, "");
    assert_int_equal(size_of("a.pcap"), 24);
}

/* Larger than the buffer, and larger than a capture file may hold. */
static void writes_large_packets(void **state) {
    (void)state;
    struct udpi_recording *recording = open_file();
    struct udpi_frame frame = frame_of(200000, 0);
    assert_true(udpi_recording_write(recording, &frame));
    frame = frame_of(300000, 0);
    assert_true(udpi_recording_write(recording, &frame));
    check_end(recording, UDPI_OK, "");
    read_back("a.pcap");
    assert_int_equal(written_count, 24 + 16 + 200000 + 16 + 262144);
    assert_int_equal(word_at(24 + 16 + 200000 + 8), 262144);
    assert_int_equal(word_at(24 + 16 + 200000 + 12), 300000);
    assert_memory_equal(written + 24 + 16 + 200000 + 16, pattern_bytes, 262144);
}

/* What a program that is killed leaves: after each packet, the file ends where one ends. */
static void is_whole_at_any_time(void **state) {
    (void)state;
    enum { PACKETS = 3000 };
    struct udpi_recording *recording = open_file();
    off_t ends[PACKETS + 2] = {0, 24}, place = 24;
    size_t distinct = 0;
    off_t last = -1;
    for (uint32_t i = 0; i < PACKETS; i++) {
        struct udpi_frame frame = frame_of(i * 37 % 1500, 0);
        ends[i + 2] = place += 16 + i * 37 % 1500;
        assert_true(udpi_recording_write(recording, &frame));
        off_t size = size_of("a.pcap");
        size_t at = 0;
        while (at < i + 3 && ends[at] != size)
            at++;
        assert_true(at < i + 3);
        distinct += size != last;
        last = size;
    }
    assert_true(distinct > 20 && distinct < 60); /* 2.3 MB in pieces of 64 KiB */
    check_end(recording, UDPI_OK, "");
    assert_int_equal(size_of("a.pcap"), place);
}

static void hands_over_when_told(void **state) {
    (void)state;
    struct udpi_recording *recording = open_file();
    struct udpi_frame frame = frame_of(4, 0);
    assert_true(udpi_recording_write(recording, &frame));
    assert_int_equal(size_of("a.pcap"), 0);
    assert_true(udpi_recording_rest(recording));
    assert_int_equal(size_of("a.pcap"), 24 + 20);
    check_end(recording, UDPI_OK, "");
    const struct udpi_recording_options options = {.path = path_of("b.pcap"), .is_unbuffered = true};
    recording = open_recording(&options);
    assert_true(udpi_recording_write(recording, &frame));
    assert_int_equal(size_of("b.pcap"), 24 + 20);
    check_end(recording, UDPI_OK, "");
}

static void limit_files(rlim_t size) {
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = size;
    setrlimit(RLIMIT_FSIZE, &limit);
}

/* The write that is too much is a part of the buffer, and ends within the third packet. */
static void cuts_back_to_the_last_whole_packet(void **state) {
    (void)state;
    struct udpi_recording *recording = open_file();
    struct udpi_recording_counts counts;
    struct udpi_frame frame = frame_of(10, 0);
    char text[200];
    for (int i = 0; i < 5; i++)
        assert_true(udpi_recording_write(recording, &frame));
    limit_files(24 + 2 * 26 + 25);
    assert_false(udpi_recording_rest(recording));
    limit_files(RLIM_INFINITY);
    assert_false(udpi_recording_rest(recording));
    udpi_recording_count(recording, &counts);
    assert_int_equal(counts.packets, 2);
    snprintf(text, sizeof text, "%s: File too large; keep files smaller; 2 packets before that can be read",
             path_of("a.pcap"));
    check_end(recording, UDPI_FAILED, text);
    assert_int_equal(size_of("a.pcap"), 24 + 2 * 26);
}

/* The same, found by the packet that fills the buffer: it counts neither. */
static void stops_at_a_full_disk(void **state) {
    (void)state;
    struct udpi_recording *recording = open_file();
    struct udpi_recording_counts counts;
    struct udpi_frame frame = frame_of(1000, 0);
    limit_files(24 + 100 * 1016);
    unsigned accepted = 0;
    while (accepted < 1000 && udpi_recording_write(recording, &frame))
        accepted++;
    limit_files(RLIM_INFINITY);
    assert_int_equal(accepted, 128); /* two buffers of 65536 bytes hold 64 packets each */
    udpi_recording_count(recording, &counts);
    assert_int_equal(counts.packets, 100);
    assert_int_equal(udpi_recording_end(recording, &error), UDPI_FAILED);
    udpi_recording_free(recording);
    assert_int_equal(size_of("a.pcap"), 24 + 100 * 1016);
}

int main(void) {
#define CASE(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        CASE(writes_header_and_records),
        CASE(cuts_to_microseconds),
        CASE(keeps_both_lengths),
        CASE(writes_the_link_type_of_files),
        CASE(holds_one_link_type),
        CASE(writes_times_without_a_place_as_zero),
        CASE(has_a_header_without_packets),
        CASE(writes_large_packets),
        CASE(is_whole_at_any_time),
        CASE(hands_over_when_told),
        CASE(cuts_back_to_the_last_whole_packet),
        CASE(stops_at_a_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
