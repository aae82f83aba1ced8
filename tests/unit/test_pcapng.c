/* pcapng: blocks built by hand from draft-ietf-opsawg-pcapng, whole and broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "capture/timescale.h"
#include "frames.h"

enum { ETHERNET = 1, RAW = 101, SLL2 = 276, NO_SECTION_LENGTH = -1 };
enum { NAME = 2, DESCRIPTION = 3, RESOLUTION = 9, OFFSET = 14 };

static const int64_t SECOND = 1000000000;

/* 192.0.2.1:1024 to 192.0.2.2:53, two bytes of payload; without and with an Ethernet header. */
static const uint8_t raw[] = {0x45, 0,   0, 30, 0, 0, 0, 0, 64, 17, 0,  0, 192, 0,   2,
                              1,    192, 0, 2,  2, 4, 0, 0, 53, 0,  10, 0, 0,   'h', 'i'};
static const uint8_t ethernet[] = {2,  0,  0, 0, 0,   2, 2, 0, 0,   0, 0, 1, 8, 0, 0x45, 0,  0, 30, 0, 0, 0,   0,
                                   64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 4, 0, 0,    54, 0, 10, 0, 0, 'h', 'o'};

/* --- blocks ------------------------------------------------------------------------------------------------------- */

/* Begins a block; gives its place for end_block. */
static size_t begin_block(struct built *built, uint32_t type) {
    size_t at = built->count;
    put32(built, type);
    put32(built, 0);
    return at;
}

static void pad(struct built *built) {
    while (built->count % 4 != 0)
        put_bytes(built, "", 1);
}

static void end_block(struct built *built, size_t at) {
    uint32_t length = (uint32_t)(built->count + 4 - at);
    put32(built, length);
    built->count -= 4;
    memcpy(built->bytes + at + 4, built->bytes + built->count, 4);
    built->count += 4;
}

static void put_section(struct built *built, bool is_big) {
    built->is_big = is_big;
    size_t at = begin_block(built, 0x0a0d0d0a);
    put32(built, 0x1a2b3c4d);
    put16(built, 1);
    put16(built, 0);
    put_number(built, UINT64_MAX, 8); /* length not known */
    end_block(built, at);
}

static void put_option(struct built *built, uint16_t code, const void *value, uint16_t length) {
    put16(built, code);
    put16(built, length);
    put_bytes(built, value, length);
    pad(built);
}

static size_t begin_interface(struct built *built, uint16_t link_type, uint32_t snapshot) {
    size_t at = begin_block(built, 1);
    put16(built, link_type);
    put16(built, 0);
    put32(built, snapshot);
    return at;
}

/* An interface with a name and a resolution. */
static void put_interface(struct built *built, uint16_t link_type, const char *name, uint8_t resolution) {
    size_t at = begin_interface(built, link_type, 0);
    put_option(built, NAME, name, (uint16_t)strlen(name));
    put_option(built, RESOLUTION, &resolution, 1);
    put_option(built, 0, NULL, 0);
    end_block(built, at);
}

static void put_ticks(struct built *built, uint64_t ticks) {
    put32(built, (uint32_t)(ticks >> 32));
    put32(built, (uint32_t)ticks);
}

static void put_enhanced(struct built *built, uint32_t interface, uint64_t ticks, const uint8_t *bytes,
                         uint32_t count) {
    size_t at = begin_block(built, 6);
    put32(built, interface);
    put_ticks(built, ticks);
    put32(built, count);
    put32(built, count + 1);
    put_bytes(built, bytes, count);
    pad(built);
    put_option(built, 2, "\0\0\0\0", 4); /* epb_flags */
    put_option(built, 0, NULL, 0);
    end_block(built, at);
}

static void put_simple(struct built *built, const uint8_t *bytes, uint32_t count, uint32_t length) {
    size_t at = begin_block(built, 3);
    put32(built, length);
    put_bytes(built, bytes, count);
    pad(built);
    end_block(built, at);
}

static void put_obsolete(struct built *built, uint16_t interface, uint64_t ticks, const uint8_t *bytes,
                         uint32_t count) {
    size_t at = begin_block(built, 2);
    put16(built, interface);
    put16(built, 7); /* drops */
    put_ticks(built, ticks);
    put32(built, count);
    put32(built, count);
    put_bytes(built, bytes, count);
    pad(built);
    end_block(built, at);
}

static void put_unknown(struct built *built) {
    size_t at = begin_block(built, 0x80001234);
    put_bytes(built, "whatever", 8);
    end_block(built, at);
}

/* --- whole files -------------------------------------------------------------------------------------------------- */

static void expect_seen(const struct seen *seen, uint64_t number, const char *interface, const char *link_type,
                        int64_t time) {
    assert_int_equal(seen->number, number);
    assert_string_equal(seen->interface, interface);
    assert_string_equal(seen->link_type_name, link_type);
    assert_int_equal(seen->time, time);
}

/* Two interfaces that differ in link type and resolution, packet blocks of all three kinds, an unknown one. */
static void put_mixed_section(struct built *built, bool is_big) {
    put_section(built, is_big);
    put_interface(built, ETHERNET, "eth0", 9);
    put_unknown(built);
    put_interface(built, RAW, "tun\xc3\xa4", 0x80 | 10);
    put_enhanced(built, 0, UINT64_C(1700000000123456789), ethernet, sizeof ethernet);
    put_enhanced(built, 1, 5 * 1024 + 512, raw, sizeof raw);
    put_simple(built, ethernet, sizeof ethernet, 1000);
    put_obsolete(built, 1, 1024, raw, sizeof raw);
}

static void test_a_mixed_section_in_both_byte_orders(void **state) {
    (void)state;
    struct frames frames = {0};
    for (int is_big = 0; is_big < 2; is_big++) {
        struct built built = {0};
        put_mixed_section(&built, is_big);
        read_built(&frames, &built);
        assert_int_equal(frames.status, UDPI_OK);
        assert_int_equal(frames.count, 4);
        expect_seen(&frames.seen[0], 1, "eth0", "EN10MB", INT64_C(1700000000123456789));
        assert_int_equal(frames.seen[0].captured, sizeof ethernet);
        assert_int_equal(frames.seen[0].length, sizeof ethernet + 1);
        assert_memory_equal(frames.seen[0].bytes, ethernet, sizeof ethernet);
        expect_seen(&frames.seen[1], 2, "tun\xc3\xa4", "RAW", 5 * SECOND + SECOND / 2);
        assert_int_equal(frames.seen[1].link_type, 12);
        assert_memory_equal(frames.seen[1].bytes, raw, sizeof raw);
        expect_seen(&frames.seen[2], 3, "eth0", "EN10MB", UDPI_NO_TIME);
        assert_int_equal(frames.seen[2].captured, sizeof ethernet);
        assert_int_equal(frames.seen[2].length, 1000);
        expect_seen(&frames.seen[3], 4, "tun\xc3\xa4", "RAW", SECOND);
    }
}

static void test_a_section_forgets_the_one_before(void **state) {
    (void)state;
    struct built built = {0};
    put_mixed_section(&built, false);
    put_section(&built, true);
    put_interface(&built, SLL2, "wlan0", 6);
    put_enhanced(&built, 0, 1000001, raw, 3);
    put_enhanced(&built, 1, 0, raw, 3);
    struct frames frames = {0};
    read_built(&frames, &built);
    assert_int_equal(frames.count, 5);
    expect_seen(&frames.seen[4], 5, "wlan0", "LINUX_SLL2", SECOND + 1000);
    expect_failure(&frames, ": a block at packet 6 is broken: it is of interface 1, which the file does not describe; "
                            "what came before it was read");
}

static void test_an_interface_without_options(void **state) {
    (void)state;
    struct built built = {0};
    put_section(&built, false);
    built.bytes[14] = 2; /* version 1.2 */
    end_block(&built, begin_interface(&built, 65535, 0));
    put_enhanced(&built, 0, UINT64_C(1700000000000001), raw, 1);
    struct frames frames = {0};
    read_built(&frames, &built);
    expect_seen(&frames.seen[0], 1, "", "", 1700000000 * SECOND + 1000);
    assert_int_equal(frames.seen[0].link_type, 65535);
}

static void test_names(void **state) {
    (void)state;
    char longest[300];
    memset(longest, 'x', sizeof longest);
    struct built built = {0};
    put_section(&built, false);
    size_t at = begin_interface(&built, ETHERNET, 0);
    put_option(&built, DESCRIPTION, "of no use", 9);
    end_block(&built, at);
    put_interface(&built, ETHERNET, "", 6);
    at = begin_interface(&built, ETHERNET, 0);
    put_option(&built, NAME, "eth0\0!", 6);
    put_option(&built, NAME, "eth1", 4);
    end_block(&built, at);
    at = begin_interface(&built, ETHERNET, 0);
    put_option(&built, NAME, longest, sizeof longest);
    end_block(&built, at);
    for (uint32_t i = 0; i < 4; i++)
        put_enhanced(&built, i, 0, raw, 1);
    struct frames frames = {0};
    read_built(&frames, &built);
    assert_int_equal(frames.count, 4);
    assert_string_equal(frames.seen[0].interface, "");
    assert_string_equal(frames.seen[1].interface, "");
    assert_string_equal(frames.seen[2].interface, "eth0");
    assert_int_equal(strlen(frames.seen[3].interface), 255);
}

static void test_time_offset(void **state) {
    (void)state;
    struct built built = {.is_big = true};
    put_section(&built, true);
    size_t at = begin_interface(&built, ETHERNET, 0);
    put_option(&built, OFFSET, "\xff\xff\xff\xff\xff\xff\xff\xfb", 8); /* -5 */
    end_block(&built, at);
    put_enhanced(&built, 0, 7000000, raw, 1);
    put_enhanced(&built, 0, 1000000, raw, 1);
    struct frames frames = {0};
    read_built(&frames, &built);
    assert_int_equal(frames.seen[0].time, 2 * SECOND);
    assert_int_equal(frames.seen[1].time, -4 * SECOND);
}

/* A simple packet is cut by the snapshot length of the first interface, any packet by its block. */
static void test_what_limits_captured(void **state) {
    (void)state;
    struct built built = {0};
    put_section(&built, false);
    end_block(&built, begin_interface(&built, ETHERNET, 20));
    put_simple(&built, ethernet, sizeof ethernet, sizeof ethernet);
    put_enhanced(&built, 0, 0, ethernet, sizeof ethernet);
    size_t at = begin_block(&built, 6);
    put_bytes(&built, "\0\0\0\0\0\0\0\0\0\0\0\0", 12);
    put32(&built, UINT32_MAX);
    put32(&built, UINT32_MAX);
    put_bytes(&built, ethernet, 8);
    end_block(&built, at);
    struct frames frames = {0};
    read_built(&frames, &built);
    assert_int_equal(frames.status, UDPI_OK);
    assert_int_equal(frames.seen[0].captured, 20);
    assert_int_equal(frames.seen[0].length, sizeof ethernet);
    assert_int_equal(frames.seen[1].captured, sizeof ethernet);
    assert_int_equal(frames.seen[2].captured, 8);
    assert_int_equal(frames.seen[2].length, UINT32_MAX);
}

/* --- filters ------------------------------------------------------------------------------------------------------ */

static void expect_filtered(const struct built *built, const char *filter, uint64_t number) {
    struct frames frames = {0};
    read_content(&frames, built->bytes, built->count, (struct udpi_capture_options){.filter = filter});
    assert_int_equal(frames.status, UDPI_OK);
    assert_int_equal(frames.count, 1);
    assert_int_equal(frames.seen[0].number, number);
    assert_int_equal(frames.counts.received, 2);
}

/* The filter is compiled for each link type; where it has no meaning, it accepts nothing. */
static void test_filter_on_two_link_types(void **state) {
    (void)state;
    struct built built = {0};
    put_section(&built, false);
    put_interface(&built, RAW, "tun0", 6);
    put_interface(&built, ETHERNET, "eth0", 6);
    put_enhanced(&built, 0, 0, raw, sizeof raw);
    put_enhanced(&built, 1, 0, ethernet, sizeof ethernet);
    expect_filtered(&built, "udp port 53", 1);
    expect_filtered(&built, "udp port 54", 2);
    expect_filtered(&built, "ether src 02:00:00:00:00:01", 2);
    struct frames frames = {0};
    read_content(&frames, built.bytes, built.count, (struct udpi_capture_options){.filter = "udp prt 53"});
    assert_int_equal(frames.status, UDPI_USAGE);
    assert_string_equal(frames.error.text, "filter \"udp prt 53\": syntax error; see pcap-filter(7)");
}

/* The address family of BSD loopback is in the byte order of the file; on macOS IPv6 is 30. */
static void test_filter_on_loopback(void **state) {
    (void)state;
    struct built built = {0};
    for (int is_big = 0; is_big < 2; is_big++) {
        put_section(&built, is_big);
        put_interface(&built, 0, "lo0", 6);
        put_enhanced(&built, 0, 0, (const uint8_t[]){is_big ? 0 : 30, 0, 0, is_big ? 30 : 0, 0x60, 0}, 6);
        put_enhanced(&built, 0, 0, (const uint8_t[]){is_big ? 0 : 2, 0, 0, is_big ? 2 : 0, 0x45, 0}, 6);
    }
    struct frames frames = {0};
    read_content(&frames, built.bytes, built.count, (struct udpi_capture_options){.filter = "ip6"});
    assert_int_equal(frames.count, 2);
    assert_int_equal(frames.seen[0].number, 1);
    assert_int_equal(frames.seen[1].number, 3);
}

/* --- broken files ------------------------------------------------------------------------------------------------- */

/* Whether a block ends at `at`. */
static bool is_boundary(const struct built *built, size_t at) {
    size_t place = 0;
    while (place < at) {
        uint32_t length;
        memcpy(&length, built->bytes + place + 4, sizeof length);
        place += length;
    }
    return place == at;
}

static void test_every_length_of_a_file(void **state) {
    (void)state;
    struct built whole = {0};
    put_mixed_section(&whole, false);
    struct frames all = {0}, some = {0};
    read_built(&all, &whole);
    struct built cut = whole;
    for (cut.count = 4; cut.count < whole.count; cut.count++) {
        read_built(&some, &cut);
        assert_int_equal(some.status, is_boundary(&whole, cut.count) ? UDPI_OK : UDPI_FAILED);
        assert_true(some.count <= all.count);
        assert_memory_equal(some.seen, all.seen, some.count * sizeof *some.seen);
        if (some.status == UDPI_FAILED)
            assert_non_null(strstr(some.error.text, ": the file ends in the middle of a block at packet "));
    }
}

/* Nothing to compare with: the sanitizers are the judges. */
static void test_every_byte_wrong(void **state) {
    (void)state;
    static const uint8_t values[] = {0x00, 0x01, 0x7f, 0x80, 0xff};
    struct built whole = {0};
    put_mixed_section(&whole, false);
    struct frames frames = {0};
    for (size_t i = 4; i < whole.count; i++)
        for (size_t j = 0; j < sizeof values; j++) {
            struct built wrong = whole;
            wrong.bytes[i] = values[j];
            read_built(&frames, &wrong);
            assert_true(frames.count <= 4);
        }
}

static void expect_broken(const struct built *built, const char *why) {
    struct frames frames = {0};
    read_built(&frames, built);
    assert_int_equal(frames.count, 0);
    expect_failure(&frames, why);
}

static void test_broken_blocks(void **state) {
    (void)state;
    struct built start = {0};
    put_section(&start, false);
    struct built built = start;
    put_simple(&built, raw, 4, 4);
    expect_broken(&built, ": a block at packet 1 is broken: it is of interface 0, which the file does not describe");

    put_interface(&start, ETHERNET, "eth0", 6);
    built = start;
    put_unknown(&built);
    built.bytes[built.count - 4] = 24;
    expect_broken(&built, ": a block at packet 1 is broken: its two lengths differ, 20 and 24 bytes");

    built = start;
    put32(&built, 6);
    put32(&built, 8);
    put32(&built, 8);
    expect_broken(&built, ": a block at packet 1 is broken: its length is 8 bytes");

    built = start;
    put32(&built, 6);
    put32(&built, 0x01000004);
    put32(&built, 0);
    expect_broken(&built, ": a block at packet 1 is broken: its length is 16777220 bytes");

    built = start;
    end_block(&built, begin_block(&built, 6));
    expect_broken(&built, ": a block at packet 1 is broken: its length is 12 bytes");
}

static void test_broken_sections_and_interfaces(void **state) {
    (void)state;
    struct built built = {0};
    put_section(&built, false);
    built.bytes[8] = 0;
    expect_broken(&built, ": a block at packet 1 is broken: it begins a section of unknown byte order");

    built.count = 0;
    put_section(&built, false);
    built.bytes[12] = 2;
    expect_broken(&built, ": a block at packet 1 is broken: version 2.0 of pcapng is unknown");

    built.count = 0;
    put_section(&built, false);
    size_t at = begin_interface(&built, ETHERNET, 0);
    put16(&built, NAME);
    put16(&built, 5);
    put_bytes(&built, "eth0", 4);
    end_block(&built, at);
    expect_broken(&built, ": a block at packet 1 is broken: an option of an interface is longer than the block");
}

/* --- times -------------------------------------------------------------------------------------------------------- */

static int64_t time_of(uint8_t resolution, int64_t offset, uint64_t ticks) {
    struct udpi_timescale scale = udpi_timescale_make(resolution, offset);
    return udpi_timescale_time(&scale, ticks);
}

static void test_resolutions(void **state) {
    (void)state;
    assert_int_equal(time_of(0, 0, 3), 3 * SECOND);
    assert_int_equal(time_of(3, 0, 1234), INT64_C(1234000000));
    assert_int_equal(time_of(6, 0, 1), 1000);
    assert_int_equal(time_of(9, 0, 1), 1);
    assert_int_equal(time_of(12, 0, 1999), 1);
    assert_int_equal(time_of(19, 0, UINT64_MAX), INT64_C(1844674407));
    assert_int_equal(time_of(28, 0, UINT64_MAX), 1);
    assert_int_equal(time_of(29, 0, UINT64_MAX), 0);
    assert_int_equal(time_of(127, 0, UINT64_MAX), 0);
    assert_int_equal(time_of(0x80, 0, 3), 3 * SECOND);
    assert_int_equal(time_of(0x80 | 30, 0, UINT64_C(3) << 29), SECOND + SECOND / 2);
    assert_int_equal(time_of(0x80 | 63, 0, UINT64_MAX), INT64_C(1999999999));
    assert_int_equal(time_of(0x80 | 70, 0, UINT64_C(1) << 63), INT64_C(7812500)); /* 2^-7 s */
    assert_int_equal(time_of(0x80 | 127, 0, UINT64_MAX), 0);
}

static void test_times_that_do_not_fit(void **state) {
    (void)state;
    assert_int_equal(time_of(9, 0, INT64_MAX), INT64_MAX);
    assert_int_equal(time_of(9, 0, (uint64_t)INT64_MAX + 1), UDPI_FAR_TIME);
    assert_int_equal(time_of(0, 0, 10000000000), UDPI_FAR_TIME);
    assert_int_equal(time_of(0, -10000000000, 10000000001), SECOND);
    assert_int_equal(time_of(6, INT64_MIN, UINT64_MAX), UDPI_FAR_TIME);
    assert_int_equal(time_of(6, INT64_MAX, UINT64_MAX), UDPI_FAR_TIME);
    assert_int_equal(time_of(0x80, 0, UINT64_MAX), UDPI_FAR_TIME);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_mixed_section_in_both_byte_orders),
        cmocka_unit_test(test_a_section_forgets_the_one_before),
        cmocka_unit_test(test_an_interface_without_options),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_time_offset),
        cmocka_unit_test(test_what_limits_captured),
        cmocka_unit_test(test_filter_on_two_link_types),
        cmocka_unit_test(test_filter_on_loopback),
        cmocka_unit_test(test_every_length_of_a_file),
        cmocka_unit_test(test_every_byte_wrong),
        cmocka_unit_test(test_broken_blocks),
        cmocka_unit_test(test_broken_sections_and_interfaces),
        cmocka_unit_test(test_resolutions),
        cmocka_unit_test(test_times_that_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
