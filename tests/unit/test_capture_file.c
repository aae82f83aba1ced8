/* Capture files of the pcap format, gzip, and what is no capture file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <fcntl.h>
#include <zlib.h>

#include "frames.h"

enum { HEADER = 24, RECORD = 16 };

static const uint32_t micro_magic = 0xa1b2c3d4, nano_magic = 0xa1b23c4d, modified_magic = 0xa1b2cd34;

/* 192.0.2.1:1024 to 192.0.2.2:53 or :54, two bytes of payload, without a link header. */
static const uint8_t to_53[] = {0x45, 0,   0, 30, 0, 0, 0, 0, 64, 17, 0,  0, 192, 0,   2,
                                1,    192, 0, 2,  2, 4, 0, 0, 53, 0,  10, 0, 0,   'h', 'i'};
static const uint8_t to_54[] = {0x45, 0,   0, 30, 0, 0, 0, 0, 64, 17, 0,  0, 192, 0,   2,
                                1,    192, 0, 2,  2, 4, 0, 0, 54, 0,  10, 0, 0,   'h', 'o'};

static void put_header(struct built *built, uint32_t magic, uint32_t link_type) {
    put32(built, magic);
    put16(built, 2);
    put16(built, 4);
    put32(built, 0);
    put32(built, 0);
    put32(built, 65535);
    put32(built, link_type);
}

static void put_record(struct built *built, uint32_t second, uint32_t fraction, const uint8_t *bytes, uint32_t count,
                       uint32_t length) {
    put32(built, second);
    put32(built, fraction);
    put32(built, count);
    put32(built, length);
    put_bytes(built, bytes, count);
}

/* Two packets of link type RAW. */
static struct built two_packets(uint32_t magic, bool is_big) {
    struct built built = {.is_big = is_big};
    put_header(&built, magic, 101);
    put_record(&built, 1700000000, 123456, to_53, sizeof to_53, sizeof to_53);
    put_record(&built, 1700000001, 7, to_54, 24, sizeof to_54);
    return built;
}

static void expect_two_packets(const struct frames *frames, int64_t fraction) {
    assert_int_equal(frames->status, UDPI_OK);
    assert_int_equal(frames->count, 2);
    assert_int_equal(frames->counts.received, 2);
    assert_int_equal(frames->seen[0].number, 1);
    assert_int_equal(frames->seen[0].time, 1700000000 * INT64_C(1000000000) + 123456 * fraction);
    assert_int_equal(frames->seen[0].captured, 30);
    assert_int_equal(frames->seen[0].length, 30);
    assert_memory_equal(frames->seen[0].bytes, to_53, 30);
    assert_string_equal(frames->seen[0].interface, "");
    assert_string_equal(frames->seen[0].link_type_name, "RAW");
    assert_int_equal(frames->seen[0].link_type, 12);
    assert_int_equal(frames->seen[1].number, 2);
    assert_int_equal(frames->seen[1].time, 1700000001 * INT64_C(1000000000) + 7 * fraction);
    assert_int_equal(frames->seen[1].captured, 24);
    assert_int_equal(frames->seen[1].length, 30);
}

static void test_both_units_and_byte_orders(void **state) {
    (void)state;
    struct frames frames = {0};
    for (int is_big = 0; is_big < 2; is_big++) {
        struct built micro = two_packets(micro_magic, is_big), nano = two_packets(nano_magic, is_big);
        read_built(&frames, &micro);
        expect_two_packets(&frames, 1000);
        read_built(&frames, &nano);
        expect_two_packets(&frames, 1);
    }
}

static void test_modified_records(void **state) {
    (void)state;
    struct frames frames = {0};
    for (int is_big = 0; is_big < 2; is_big++) {
        struct built built = {.is_big = is_big};
        put_header(&built, modified_magic, 101);
        for (int i = 0; i < 2; i++) {
            put_record(&built, 1700000000, 123456, to_53, 0, sizeof to_53);
            built.bytes[built.count - (is_big ? 5 : 8)] = sizeof to_53; /* captured */
            put32(&built, 0x11223344); /* interface index, and behind it protocol, packet type, padding */
            put32(&built, 0x55667788);
            put_bytes(&built, to_53, sizeof to_53);
        }
        read_built(&frames, &built);
        assert_int_equal(frames.status, UDPI_OK);
        assert_int_equal(frames.count, 2);
        assert_int_equal(frames.seen[1].time, INT64_C(1700000000123456000));
        assert_memory_equal(frames.seen[1].bytes, to_53, sizeof to_53);
    }
}

/* --- versions and link types -------------------------------------------------------------------------------------- */

/* Reads a record of 24 bytes out of 30 from a file of the version, in either byte order. */
static void read_version(struct frames *frames, uint16_t major, uint16_t minor, bool has_original_first) {
    struct built built = {.is_big = minor % 2};
    put_header(&built, micro_magic, 101);
    put_record(&built, 1, 0, to_53, 24, sizeof to_53);
    struct built lengths = {.is_big = built.is_big};
    put32(&lengths, has_original_first ? 30 : 24);
    put32(&lengths, has_original_first ? 24 : 30);
    memcpy(built.bytes + HEADER + 8, lengths.bytes, 8);
    struct built version = {.is_big = built.is_big};
    put16(&version, major);
    put16(&version, minor);
    memcpy(built.bytes + 4, version.bytes, 4);
    read_built(frames, &built);
}

static void expect_24_of_30(uint16_t major, uint16_t minor, bool has_original_first) {
    struct frames frames = {0};
    read_version(&frames, major, minor, has_original_first);
    assert_int_equal(frames.status, UDPI_OK);
    assert_int_equal(frames.count, 1);
    assert_int_equal(frames.seen[0].captured, 24);
    assert_int_equal(frames.seen[0].length, 30);
}

/* Before version 2.3, and in that of DG/UX, the original length came first; in 2.3 either order is found. */
static void test_old_and_new_versions(void **state) {
    (void)state;
    for (uint16_t minor = 0; minor < 3; minor++)
        expect_24_of_30(2, minor, true);
    expect_24_of_30(2, 3, true);
    expect_24_of_30(2, 3, false);
    expect_24_of_30(2, 4, false);
    expect_24_of_30(2, 5, false);
    expect_24_of_30(2, 0x0106, false);
    expect_24_of_30(543, 0, true);
}

static void test_unknown_versions(void **state) {
    (void)state;
    struct frames frames = {0};
    read_version(&frames, 1, 4, false);
    expect_failure(&frames, ": archaic pcap savefile format");
    read_version(&frames, 3, 7, false);
    expect_failure(&frames, ": unsupported pcap savefile version 3.7");
    read_version(&frames, 543, 1, false);
    expect_failure(&frames, ": unsupported pcap savefile version 543.1");
}

/* Above the link type's 16 bits: the length of a frame check sequence, and reserved bits. */
static void test_upper_bits_of_the_link_type(void **state) {
    (void)state;
    struct built built = {0};
    put_header(&built, micro_magic, 0x54210000 | 101);
    put_record(&built, 1, 0, to_53, 30, 30);
    struct frames frames = {0};
    read_built(&frames, &built);
    assert_int_equal(frames.seen[0].link_type, 12);
    assert_string_equal(frames.seen[0].link_type_name, "RAW");
}

/* Seconds and fractions are unsigned: 2^31 seconds are in 2038, and what is more than a second carries over. */
static void test_times_are_unsigned(void **state) {
    (void)state;
    struct frames frames = {0};
    for (int is_big = 0; is_big < 2; is_big++) {
        struct built built = {.is_big = is_big};
        put_header(&built, micro_magic, 1);
        put_record(&built, 0x80000000, 0, to_53, 4, 4);
        put_record(&built, 0xffffffff, 999999, to_53, 4, 4);
        put_record(&built, 100, 2500000, to_53, 4, 4);
        put_record(&built, 0, 0xffffffff, to_53, 4, 4);
        read_built(&frames, &built);
        assert_int_equal(frames.count, 4);
        assert_int_equal(frames.seen[0].time, INT64_C(2147483648000000000));
        assert_int_equal(frames.seen[1].time, INT64_C(4294967295999999000));
        assert_int_equal(frames.seen[2].time, INT64_C(102500000000));
        assert_int_equal(frames.seen[3].time, INT64_C(4294967295000));
    }
}

static void test_captured_may_exceed_length(void **state) {
    (void)state;
    struct built built = {0};
    put_header(&built, micro_magic, 1);
    put_record(&built, 1, 0, to_53, 30, 20);
    struct frames frames = {0};
    read_built(&frames, &built);
    assert_int_equal(frames.seen[0].captured, 30);
    assert_int_equal(frames.seen[0].length, 20);
}

/* The header says 10 bytes at most; libpcap by itself would cut. */
static void test_frames_may_be_longer_than_the_header_says(void **state) {
    (void)state;
    struct frames frames = {0};
    for (int is_big = 0; is_big < 2; is_big++) {
        struct built built = two_packets(micro_magic, is_big);
        memset(built.bytes + 16, 0, 4);
        built.bytes[is_big ? 19 : 16] = 10;
        read_built(&frames, &built);
        expect_two_packets(&frames, 1000);
    }
}

/* --- filter, snapshot, limits ------------------------------------------------------------------------------------- */

static void test_filtered_frames_keep_their_number(void **state) {
    (void)state;
    struct built built = two_packets(micro_magic, false);
    struct frames frames = {0};
    read_content(&frames, built.bytes, built.count, (struct udpi_capture_options){.filter = "udp port 54"});
    assert_int_equal(frames.status, UDPI_OK);
    assert_int_equal(frames.count, 1);
    assert_int_equal(frames.seen[0].number, 2);
    assert_int_equal(frames.counts.received, 2);
    read_content(&frames, built.bytes, built.count, (struct udpi_capture_options){.filter = ""});
    assert_int_equal(frames.count, 2);
}

/* The address family of BSD loopback is in the byte order of the file; on macOS IPv6 is 30. */
static void test_filter_on_loopback(void **state) {
    (void)state;
    struct frames frames = {0};
    for (int is_big = 0; is_big < 2; is_big++) {
        struct built built = {.is_big = is_big};
        put_header(&built, micro_magic, 0);
        put_record(&built, 1, 0, (const uint8_t[]){is_big ? 0 : 2, 0, 0, is_big ? 2 : 0, 0x45, 0}, 6, 6);
        put_record(&built, 1, 0, (const uint8_t[]){is_big ? 0 : 30, 0, 0, is_big ? 30 : 0, 0x60, 0}, 6, 6);
        read_content(&frames, built.bytes, built.count, (struct udpi_capture_options){.filter = "ip6"});
        assert_int_equal(frames.count, 1);
        assert_int_equal(frames.seen[0].number, 2);
    }
}

static void expect_refused_filter(const char *filter, const char *text) {
    struct built built = two_packets(micro_magic, false);
    struct frames frames = {0};
    read_content(&frames, built.bytes, built.count, (struct udpi_capture_options){.filter = filter});
    assert_int_equal(frames.status, UDPI_USAGE);
    assert_int_equal(frames.count, 0);
    assert_string_equal(frames.error.text, text);
}

static void test_bad_filters_are_refused(void **state) {
    (void)state;
    expect_refused_filter("udp port", "filter \"udp port\": syntax error; see pcap-filter(7)");
    expect_refused_filter("port 99999", "filter \"port 99999\": illegal port number 99999 > 65535; see pcap-filter(7)");
}

static void test_snapshot_cuts_frames(void **state) {
    (void)state;
    struct built built = two_packets(micro_magic, false);
    struct frames frames = {0};
    read_content(&frames, built.bytes, built.count, (struct udpi_capture_options){.snapshot = 25});
    assert_int_equal(frames.seen[0].captured, 25);
    assert_int_equal(frames.seen[0].length, 30);
    assert_int_equal(frames.seen[1].captured, 24);
}

static void test_visitor_can_stop(void **state) {
    (void)state;
    struct built built = two_packets(micro_magic, false);
    struct frames frames = {.limit = 1};
    read_built(&frames, &built);
    assert_int_equal(frames.status, UDPI_OK);
    assert_int_equal(frames.count, 1);
}

/* --- broken files ------------------------------------------------------------------------------------------------- */

static void test_every_length_of_a_file(void **state) {
    (void)state;
    struct built whole = two_packets(micro_magic, false), cut = whole;
    const size_t first = HEADER, second = first + RECORD + sizeof to_53;
    struct frames frames = {0};
    for (cut.count = 0; cut.count < whole.count; cut.count++) {
        read_built(&frames, &cut);
        assert_int_equal(frames.count, cut.count >= second);
        if (cut.count == first || cut.count == second)
            assert_int_equal(frames.status, UDPI_OK);
        else if (cut.count == 0)
            expect_failure(&frames, ": the file is empty");
        else if (cut.count < 4)
            expect_failure(&frames, ": not a capture file (pcap or pcapng)");
        else if (cut.count < first)
            expect_failure(&frames, ": the file ends in the middle of its header");
        else if (cut.count < second)
            expect_failure(&frames, ": the file ends in the middle of packet 1");
        else
            expect_failure(&frames, ": the file ends in the middle of packet 2; what came before it was read");
    }
}

/* Nothing to compare with: the sanitizers are the judges. */
static void test_every_byte_wrong(void **state) {
    (void)state;
    static const uint8_t values[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
    const struct built whole = two_packets(micro_magic, false);
    struct frames frames = {0};
    for (size_t i = 4; i < whole.count; i++)
        for (size_t j = 0; j < sizeof values; j++) {
            struct built wrong = whole;
            wrong.bytes[i] = values[j];
            read_built(&frames, &wrong);
            assert_true(frames.count <= 4);
        }
}

/* One record that claims `captured` bytes and has two. */
static void read_claim(struct frames *frames, uint32_t link_type, uint32_t captured) {
    struct built built = {0};
    put_header(&built, micro_magic, link_type);
    put32(&built, 1);
    put32(&built, 0);
    put32(&built, captured);
    put32(&built, captured);
    put_bytes(&built, "hi", 2);
    read_built(frames, &built);
    assert_int_equal(frames->count, 0);
}

/* 256 KiB, but more for some link types that carry no packets of networks. */
static void test_impossible_lengths(void **state) {
    (void)state;
    static const struct {
        uint32_t link_type, most;
    } limits[] = {{1, 262144}, {101, 262144}, {231, 134217728}, {249, 1048576}, {279, 8388608}};
    struct frames frames = {0};
    char why[128];
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        read_claim(&frames, limits[i].link_type, limits[i].most);
        expect_failure(&frames, ": the file ends in the middle of packet 1");
        read_claim(&frames, limits[i].link_type, limits[i].most + 1);
        snprintf(why, sizeof why, ": packet 1 is broken: invalid packet capture length %u, bigger than snaplen of %u",
                 limits[i].most + 1, limits[i].most);
        expect_failure(&frames, why);
    }
    read_claim(&frames, 1, UINT32_MAX);
    assert_non_null(strstr(frames.error.text, ": packet 1 is broken: invalid packet capture length 4294967295, "));
}

static void test_frames_without_bytes(void **state) {
    (void)state;
    struct built built = {0};
    put_header(&built, micro_magic, 1);
    put_record(&built, 1, 0, NULL, 0, 60);
    put_record(&built, 2, 0, NULL, 0, 0);
    struct frames frames = {0};
    read_built(&frames, &built);
    assert_int_equal(frames.status, UDPI_OK);
    assert_int_equal(frames.count, 2);
    assert_int_equal(frames.seen[0].captured, 0);
    assert_int_equal(frames.seen[0].length, 60);
}

static void test_what_is_no_capture_file(void **state) {
    (void)state;
    struct frames frames = {0};
    read_content(&frames, "hello, world", 12, (struct udpi_capture_options){0});
    expect_failure(&frames, ": not a capture file (pcap or pcapng)");
    read_frames(&frames, &(struct udpi_capture_options){.file = "/proc/self/no-such-file"});
    assert_string_equal(frames.error.text, "/proc/self/no-such-file: No such file or directory");
    read_frames(&frames, &(struct udpi_capture_options){.file = "/proc/self"});
    assert_string_equal(frames.error.text, "/proc/self: Is a directory");
}

/* --- standard input and gzip -------------------------------------------------------------------------------------- */

/* A record that does not come to its end is no error if the capture ends before. */
static void test_duration_ends_a_silent_pipe(void **state) {
    (void)state;
    struct built built = two_packets(micro_magic, false);
    int ends[2];
    char path[32];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], built.bytes, built.count - 3), built.count - 3);
    snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
    struct frames frames = {.duration = 0.02};
    read_frames(&frames, &(struct udpi_capture_options){.file = path});
    assert_int_equal(frames.status, UDPI_OK);
    assert_int_equal(frames.count, 1);
    close(ends[0]);
    close(ends[1]);
}

/* The second half comes after a while, so that the reader has to wait within a record. */
static void test_standard_input(void **state) {
    (void)state;
    struct built built = two_packets(micro_magic, false);
    const size_t half = HEADER + 7;
    int ends[2], kept = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        bool is_written = write(ends[1], built.bytes, half) == (ssize_t)half && usleep(20000) == 0 &&
                          write(ends[1], built.bytes + half, built.count - half) == (ssize_t)(built.count - half);
        _exit(!is_written);
    }
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    struct frames frames = {0};
    read_frames(&frames, &(struct udpi_capture_options){.file = "-"});
    expect_two_packets(&frames, 1000);
    dup2(kept, STDIN_FILENO);
    close(kept);
}

/* Packs with zlib, as one member. */
static size_t pack(uint8_t *packed, size_t room, const uint8_t *bytes, size_t count) {
    z_stream zlib = {
        .next_in = (Bytef *)(uintptr_t)bytes, .avail_in = (uInt)count, .next_out = packed, .avail_out = (uInt)room};
    assert_int_equal(deflateInit2(&zlib, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    size_t size = zlib.total_out;
    deflateEnd(&zlib);
    return size;
}

static void test_gzip(void **state) {
    (void)state;
    struct built built = two_packets(nano_magic, true);
    uint8_t packed[FILE_SIZE];
    size_t size = pack(packed, sizeof packed, built.bytes, built.count);
    struct frames frames = {0};
    read_content(&frames, packed, size, (struct udpi_capture_options){0});
    expect_two_packets(&frames, 1);
}

static void test_gzip_of_two_members(void **state) {
    (void)state;
    struct built built = two_packets(micro_magic, false);
    uint8_t packed[FILE_SIZE];
    size_t size = pack(packed, sizeof packed, built.bytes, 33);
    size += pack(packed + size, sizeof packed - size, built.bytes + 33, built.count - 33);
    memset(packed + size, 0, 100); /* as tapes are padded */
    struct frames frames = {0};
    read_content(&frames, packed, size + 100, (struct udpi_capture_options){0});
    expect_two_packets(&frames, 1000);
}

static void test_gzip_that_ends_early(void **state) {
    (void)state;
    struct built built = two_packets(micro_magic, false);
    uint8_t packed[FILE_SIZE];
    size_t size = pack(packed, sizeof packed, built.bytes, built.count);
    struct frames frames = {0};
    for (size_t count = 2; count < size; count++) {
        read_content(&frames, packed, count, (struct udpi_capture_options){0});
        assert_int_equal(frames.status, UDPI_FAILED);
        assert_non_null(strstr(frames.error.text, ": the compressed data end early"));
    }
    /* Without the last byte of the trailer all data are there. */
    assert_int_equal(frames.count, 2);
    packed[size - 1] ^= 1;
    read_content(&frames, packed, size, (struct udpi_capture_options){0});
    assert_int_equal(frames.count, 2);
    assert_non_null(strstr(frames.error.text, ": the compressed data are broken"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_units_and_byte_orders),
        cmocka_unit_test(test_modified_records),
        cmocka_unit_test(test_old_and_new_versions),
        cmocka_unit_test(test_unknown_versions),
        cmocka_unit_test(test_upper_bits_of_the_link_type),
        cmocka_unit_test(test_times_are_unsigned),
        cmocka_unit_test(test_captured_may_exceed_length),
        cmocka_unit_test(test_frames_may_be_longer_than_the_header_says),
        cmocka_unit_test(test_filtered_frames_keep_their_number),
        cmocka_unit_test(test_filter_on_loopback),
        cmocka_unit_test(test_bad_filters_are_refused),
        cmocka_unit_test(test_snapshot_cuts_frames),
        cmocka_unit_test(test_visitor_can_stop),
        cmocka_unit_test(test_every_length_of_a_file),
        cmocka_unit_test(test_every_byte_wrong),
        cmocka_unit_test(test_impossible_lengths),
        cmocka_unit_test(test_frames_without_bytes),
        cmocka_unit_test(test_what_is_no_capture_file),
        cmocka_unit_test(test_duration_ends_a_silent_pipe),
        cmocka_unit_test(test_standard_input),
        cmocka_unit_test(test_gzip),
        cmocka_unit_test(test_gzip_of_two_members),
        cmocka_unit_test(test_gzip_that_ends_early),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
