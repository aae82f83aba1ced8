/* Which frames are put together for segmentation offload, and that the same come out again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/bytes.h"
#include "core/checksum.h"
#include "craft/notation.h"
#include "craft/recipe.h"
#include "inject/segments.h"

#define ETH "eth 02:00:00:00:00:01 > 02:00:00:00:00:02 | "
#define IPV4 ETH "ipv4 10.0.0.1 > 10.0.0.2 "
#define IPV6 ETH "ipv6 fd00::1 > fd00::2 "
#define UDP "| udp 5000 > 7788 "

enum { MOST_FRAME = 2048 };

static uint8_t large[UDPI_SEGMENTS_ROOM];

static uint32_t craft(const char *line, uint8_t *frame) {
    struct udpi_recipe recipe;
    struct udpi_error error;
    uint32_t size;
    assert_true(udpi_recipe_open(&recipe));
    assert_int_equal(udpi_notation_parse(line, &recipe, &error), UDPI_OK);
    assert_int_equal(udpi_recipe_build(&recipe, frame, MOST_FRAME, &size, &error), UDPI_OK);
    udpi_recipe_close(&recipe);
    return size;
}

/* Begins with the first line, and tells whether the second fits to it. */
static bool fit(const char *first, const char *second, bool renumbers, struct udpi_segments *segments) {
    uint8_t frame[MOST_FRAME];
    udpi_segments_begin(segments, large, craft(first, large));
    return udpi_segments_add(segments, frame, craft(second, frame), sizeof large, renumbers);
}

/* --- two frames --------------------------------------------------------------------------------------------------- */

static const struct {
    const char *first, *second;
} together[] =
    {
        {IPV4 "id=7" UDP "| \"one\"", IPV4 "id=8" UDP "| \"two\""},
        {IPV4 "id=65535" UDP "| \"one\"", IPV4 "id=0" UDP "| \"two\""},
        {IPV4 "id=7 dont_fragment ttl=3 dscp=46" UDP "| \"one\"",
         IPV4 "id=8 dont_fragment ttl=3 dscp=46" UDP "| \"two\""},
        {IPV4 "id=7" UDP "| \"three\"", IPV4 "id=8" UDP "| \"4\""},
        {IPV6 UDP "| \"one\"", IPV6 UDP "| \"two\""},
        {IPV6 UDP "| \"one\"", IPV6 UDP "| \"one\""},
        {IPV6 "hop_limit=1 flow_label=77" UDP "| zeros:1000", IPV6 "hop_limit=1 flow_label=77" UDP "| random:999"},
},
  apart[] = {
      /* identifications */
      {IPV4 "id=7" UDP "| \"one\"", IPV4 "id=7" UDP "| \"one\""},
      {IPV4 "id=7" UDP "| \"one\"", IPV4 "id=9" UDP "| \"two\""},
      {IPV4 "id=7 dont_fragment" UDP "| \"one\"", IPV4 "id=7 dont_fragment" UDP "| \"two\""},
      /* headers that differ */
      {IPV4 "id=7" UDP "| \"one\"", IPV4 "id=8 ttl=3" UDP "| \"two\""},
      {IPV4 "id=7" UDP "| \"one\"", IPV4 "id=8 dscp=46" UDP "| \"two\""},
      {IPV4 "id=7" UDP "| \"one\"", IPV4 "id=8 dont_fragment" UDP "| \"two\""},
      {IPV4 "id=7" UDP "| \"one\"", IPV4 "id=8 | udp 5000 > 7789 | \"two\""},
      {IPV4 "id=7" UDP "| \"one\"", ETH "ipv4 10.0.0.1 > 10.0.0.3 id=8" UDP "| \"two\""},
      {IPV4 "id=7" UDP "| \"one\"",
       "eth 02:00:00:00:00:01 > 02:00:00:00:00:03 | ipv4 10.0.0.1 > 10.0.0.2 id=8" UDP "| \"two\""},
      {IPV6 UDP "| \"one\"", IPV6 "hop_limit=1" UDP "| \"one\""},
      {IPV6 UDP "| \"one\"", IPV6 "flow_label=1" UDP "| \"one\""},
      {IPV6 UDP "| \"one\"", ETH "ipv6 fd00::1 > fd00::3" UDP "| \"one\""},
      {IPV4 "id=7" UDP "| \"one\"", IPV6 UDP "| \"two\""},
      /* a longer one behind, and no payload */
      {IPV4 "id=7" UDP "| \"one\"", IPV4 "id=8" UDP "| \"four\""},
      {IPV4 "id=7" UDP "| \"one\"", IPV4 "id=8" UDP},
      {IPV6 UDP, IPV6 UDP},
      /* checksums that the kernel would not write */
      {IPV4 "id=7 checksum=1" UDP "| \"one\"", IPV4 "id=8" UDP "| \"two\""},
      {IPV4 "id=7" UDP "checksum=1 | \"one\"", IPV4 "id=8" UDP "| \"two\""},
      {IPV4 "id=7" UDP "| \"one\"", IPV4 "id=8" UDP "checksum=1 | \"two\""},
      {IPV4 "id=7" UDP "| \"one\"", IPV4 "id=8 checksum=1" UDP "| \"two\""},
      {IPV4 "id=7" UDP "checksum=0 | \"one\"", IPV4 "id=8" UDP "checksum=0 | \"two\""},
      {IPV6 UDP "checksum=0 | \"one\"", IPV6 UDP "checksum=0 | \"one\""},
      /* lengths that are not what the frame says, and bytes behind */
      {IPV4 "id=7" UDP "length=10 | \"one\"", IPV4 "id=8" UDP "length=10 | \"two\""},
      {IPV4 "id=7 total_length=30" UDP "| \"one\"", IPV4 "id=8 total_length=30" UDP "| \"two\""},
      {IPV4 "id=7" UDP "| \"one\" | trailer zeros:9", IPV4 "id=8" UDP "| \"two\" | trailer zeros:9"},
      {IPV6 UDP "| \"one\" | trailer zeros:9", IPV6 UDP "| \"one\" | trailer zeros:9"},
      /* fragments, options, extension headers, VLAN tags, tunnels, other protocols */
      {IPV4 "id=7 more_fragments" UDP "| \"one\"", IPV4 "id=8 more_fragments" UDP "| \"two\""},
      {IPV4 "id=7 fragment_offset=8" UDP "| \"one\"", IPV4 "id=8 fragment_offset=8" UDP "| \"two\""},
      {IPV4 "id=7 reserved=1" UDP "| \"one\"", IPV4 "id=8 reserved=1" UDP "| \"two\""},
      {IPV4 "id=7 options=hex:01010101" UDP "| \"one\"", IPV4 "id=8 options=hex:01010101" UDP "| \"two\""},
      {IPV6 "| dstopts" UDP "| \"one\"", IPV6 "| dstopts" UDP "| \"one\""},
      {ETH "vlan id=5 | ipv6 fd00::1 > fd00::2" UDP "| \"one\"",
       ETH "vlan id=5 | ipv6 fd00::1 > fd00::2" UDP "| \"one\""},
      {IPV4 "id=7 | icmp | \"one\"", IPV4 "id=8 | icmp | \"two\""},
      {"ipv6 fd00::1 > fd00::2" UDP "| \"one\"", "ipv6 fd00::1 > fd00::2" UDP "| \"one\""},
      {"eth | zeros:3", "eth | zeros:3"},
};

static void test_together(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof together / sizeof *together; i++) {
        struct udpi_segments segments;
        if (!fit(together[i].first, together[i].second, false, &segments))
            fail_msg("%s\n%s", together[i].first, together[i].second);
        assert_int_equal(segments.count, 2);
    }
}

static void test_apart(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
        struct udpi_segments segments;
        if (fit(apart[i].first, apart[i].second, false, &segments))
            fail_msg("%s\n%s", apart[i].first, apart[i].second);
        assert_int_equal(segments.count, 1);
    }
}

/* Only where don't-fragment says that nobody looks at the identification. */
static void test_renumbered(void **state) {
    (void)state;
    static const struct {
        const char *first, *second;
        bool fits;
    } pairs[] = {
        {IPV4 "id=7 dont_fragment" UDP "| \"one\"", IPV4 "id=7 dont_fragment" UDP "| \"one\"", true},
        {IPV4 "id=7 dont_fragment" UDP "| \"one\"", IPV4 "id=8 dont_fragment" UDP "| \"one\"", true},
        {IPV4 "id=7 dont_fragment" UDP "| \"one\"", IPV4 "id=9 dont_fragment" UDP "| \"one\"", false},
        {IPV4 "id=7" UDP "| \"one\"", IPV4 "id=7" UDP "| \"one\"", false},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct udpi_segments segments;
        assert_int_equal(fit(pairs[i].first, pairs[i].second, true, &segments), pairs[i].fits);
    }
}

/* The second frame says which it is. */
static void test_one_kind_of_ids(void **state) {
    (void)state;
    uint8_t frame[MOST_FRAME];
    struct udpi_segments segments;
    const char *seven = IPV4 "id=7 dont_fragment" UDP "| \"one\"", *eight = IPV4 "id=8 dont_fragment" UDP "| \"one\"";
    assert_true(fit(seven, seven, true, &segments));
    assert_false(udpi_segments_add(&segments, frame, craft(eight, frame), sizeof large, true));
    assert_true(udpi_segments_add(&segments, frame, craft(seven, frame), sizeof large, true));
    assert_true(fit(seven, eight, true, &segments));
    assert_false(udpi_segments_add(&segments, frame, craft(eight, frame), sizeof large, true));
}

/* --- limits ------------------------------------------------------------------------------------------------------- */

static void test_shorter_is_last(void **state) {
    (void)state;
    uint8_t frame[MOST_FRAME];
    struct udpi_segments segments;
    assert_true(fit(IPV6 UDP "| \"one\"", IPV6 UDP "| \"2\"", false, &segments));
    assert_false(udpi_segments_add(&segments, frame, craft(IPV6 UDP "| \"3\"", frame), sizeof large, false));
}

static void test_most(void **state) {
    (void)state;
    uint8_t frame[MOST_FRAME];
    struct udpi_segments segments;
    uint32_t size = craft(IPV6 UDP "| \"one\"", frame);
    memcpy(large, frame, size);
    udpi_segments_begin(&segments, large, size);
    for (int i = 1; i < UDPI_SEGMENTS_MOST; i++)
        assert_true(udpi_segments_add(&segments, frame, size, sizeof large, false));
    assert_false(udpi_segments_add(&segments, frame, size, sizeof large, false));
    assert_int_equal(segments.size, 14 + 40 + 8 + 64 * 3);
}

static void test_room(void **state) {
    (void)state;
    uint8_t frame[MOST_FRAME];
    struct udpi_segments segments;
    uint32_t size = craft(IPV6 UDP "| zeros:1400", frame), count = 1;
    memcpy(large, frame, size);
    udpi_segments_begin(&segments, large, size);
    assert_false(udpi_segments_add(&segments, frame, size, size + 1399, false));
    assert_true(udpi_segments_add(&segments, frame, size, size + 1400, false));
    for (count = 2; udpi_segments_add(&segments, frame, size, UINT32_MAX, false); count++)
        assert_true(segments.size <= sizeof large);
    assert_int_equal(count, (65535 - 40 - 8) / 1400);
}

/* --- what is sent ------------------------------------------------------------------------------------------------- */

/* Checks made by the rules of the RFCs, apart from what the code does. */
static void check_headers(const struct udpi_segments *segments, const struct virtio_net_hdr *header) {
    bool is_ipv4 = large[12] == 8;
    uint32_t udp = is_ipv4 ? 34 : 54, datagram = segments->size - udp;
    assert_int_equal(header->flags, VIRTIO_NET_HDR_F_NEEDS_CSUM);
    assert_int_equal(header->gso_type, 5);
    assert_int_equal(header->hdr_len, udp + 8);
    assert_int_equal(header->csum_start, udp);
    assert_int_equal(header->csum_offset, 6);
    assert_int_equal(udpi_load_be16(large + udp + 4), datagram);
    uint64_t pseudo = udpi_checksum_add(17 + datagram, large + (is_ipv4 ? 26 : 22), is_ipv4 ? 8 : 32);
    assert_int_equal(udpi_load_be16(large + udp + 6), udpi_checksum_fold(pseudo));
    if (is_ipv4) {
        assert_int_equal(udpi_load_be16(large + 16), segments->size - 14);
        assert_int_equal(udpi_checksum_fold(udpi_checksum_add(0, large + 14, 20)), 0xffff);
    } else {
        assert_int_equal(udpi_load_be16(large + 18), datagram);
    }
}

static void test_split(void **state) {
    (void)state;
    static const char *const runs[][3] = {
        {IPV4 "id=65534 ttl=9" UDP "| \"one\"", IPV4 "id=65535 ttl=9" UDP "| \"two\"", IPV4 "id=0 ttl=9" UDP "| \"3\""},
        {IPV4 "id=7 dont_fragment" UDP "| \"one\"", IPV4 "id=7 dont_fragment" UDP "| \"two\"",
         IPV4 "id=7 dont_fragment" UDP "| \"ten\""},
        {IPV6 UDP "| random:1000:1", IPV6 UDP "| random:1000:2", IPV6 UDP "| random:999:3"},
        {IPV6 UDP "| random:9:1", IPV6 UDP "| random:9:1", IPV6 UDP "| random:9:1"},
    };
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        uint8_t frames[3][MOST_FRAME], frame[MOST_FRAME];
        uint32_t sizes[3];
        struct udpi_segments segments;
        struct virtio_net_hdr header = {0};
        for (unsigned j = 0; j < 3; j++)
            sizes[j] = craft(runs[i][j], frames[j]);
        memcpy(large, frames[0], sizes[0]);
        udpi_segments_begin(&segments, large, sizes[0]);
        assert_true(udpi_segments_add(&segments, frames[1], sizes[1], sizeof large, true));
        assert_true(udpi_segments_add(&segments, frames[2], sizes[2], sizeof large, true));
        udpi_segments_finish(&segments, &header);
        check_headers(&segments, &header);
        assert_int_equal(header.gso_size, sizes[0] - header.hdr_len);
        for (uint32_t j = 0; j < 3; j++) {
            assert_int_equal(udpi_segments_split(&segments, j, frame), sizes[j]);
            assert_memory_equal(frame, frames[j], sizes[j]);
        }
    }
}

/* Linux drops what is to be split and has only one piece. */
static void test_single(void **state) {
    (void)state;
    uint8_t frame[MOST_FRAME];
    struct udpi_segments segments;
    struct virtio_net_hdr header = {0}, none = {0};
    uint32_t size = craft(IPV4 UDP "| \"one\"", frame);
    memcpy(large, frame, size);
    udpi_segments_begin(&segments, large, size);
    udpi_segments_finish(&segments, &header);
    assert_memory_equal(&header, &none, sizeof header);
    assert_memory_equal(large, frame, size);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_together),
        cmocka_unit_test(test_apart),
        cmocka_unit_test(test_renumbered),
        cmocka_unit_test(test_one_kind_of_ids),
        cmocka_unit_test(test_shorter_is_last),
        cmocka_unit_test(test_most),
        cmocka_unit_test(test_room),
        cmocka_unit_test(test_split),
        cmocka_unit_test(test_single),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
