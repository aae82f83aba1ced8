/* craft/builder, encode and seal of every protocol: the bytes that a line stands for. Checksums were found by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/format.h"
#include "craft/builder.h"
#include "craft/notation.h"

/* Two frames that are used again and again: `eth | …`, and `udp 1 > 2 | "x"` in an IPv4 packet. */
#define ETH                                                                                                            \
    "020000000002"                                                                                                     \
    "020000000001"
#define IPV4                                                                                                           \
    "4500001d00000000401166ce0a0000010a000002"                                                                         \
    "0001"                                                                                                             \
    "0002"                                                                                                             \
    "0009"                                                                                                             \
    "73d6"                                                                                                             \
    "78"
#define IPV6_ADDRESSES                                                                                                 \
    "20010db8000000000000000000000001"                                                                                 \
    "20010db8000000000000000000000002"
#define UDP_OVER_IPV6                                                                                                  \
    "0001"                                                                                                             \
    "0002"                                                                                                             \
    "0009"                                                                                                             \
    "2c64"                                                                                                             \
    "78"

static struct udpi_recipe recipe;
static struct udpi_error error;
static uint8_t bytes[UDPI_MAX_CRAFTED];
static uint32_t size;

static int open_recipe(void **state) {
    (void)state;
    return udpi_recipe_open(&recipe) ? 0 : 1;
}

static int close_recipe(void **state) {
    (void)state;
    udpi_recipe_close(&recipe);
    return 0;
}

static void build(const char *line) {
    if (udpi_notation_parse(line, &recipe, &error) != UDPI_OK ||
        udpi_recipe_build(&recipe, bytes, sizeof bytes, &size, &error) != UDPI_OK)
        fail_msg("%s\n%s", line, error.text);
}

static void check(const char *line, const char *expected) {
    static char built[2 * UDPI_MAX_CRAFTED + 1];
    build(line);
    *udpi_format_hex(built, bytes, size) = '\0';
    if (strcmp(built, expected) != 0)
        fail_msg("%s\n  built:    %s\n  expected: %s", line, built, expected);
}

static unsigned number_at(uint32_t offset) {
    return (unsigned)bytes[offset] << 8 | bytes[offset + 1];
}

static void fills_in_what_is_left_out(void **state) {
    (void)state;
    check("eth | ipv4 192.168.1.10 > 192.168.1.20 id=7238 dont_fragment | udp 51000 > 7788 | \"hello\"",
          ETH "0800"
              "450000211c46400040119b17c0a8010ac0a80114"
              "c738"
              "1e6c"
              "000d"
              "52ee"
              "68656c6c6f");
    check("ipv4 | udp", "4500001c00000000401166cf0a0000010a000002"
                        "c000"
                        "1e6c"
                        "0008"
                        "0d6f");
    check("ipv6 | udp", "6000000000081140" IPV6_ADDRESSES "c000"
                        "1e6c"
                        "0008"
                        "c5fc");
    check("ipv4 | \"abc\"", "450000170000000040fd65e80a0000010a000002"
                            "616263");
    check("udp", "c0001e6c00080000"); /* no addresses, no checksum */
    check("hex:", "");
    check("eth", ETH "88b5");
}

static void takes_what_is_given_as_it_stands(void **state) {
    (void)state;
    check("ipv4 checksum=0xdead | udp 1 > 2 length=9 checksum=0 | \"xy\"", "4500001e000000004011dead0a0000010a000002"
                                                                           "0001"
                                                                           "0002"
                                                                           "0009"
                                                                           "0000"
                                                                           "7879");
    check("ipv4 version=15 header_length=8 dscp=63 ecn=3 total_length=1 id=2 reserved dont_fragment more_fragments "
          "fragment_offset=65528 ttl=0 protocol=6 checksum=3 src=1.2.3.4 dst=5.6.7.8",
          "f2ff00010002ffff0006000301020304"
          "05060708");
    check("eth ethertype=0x1234 | ipv4 checksum=0 protocol=1", ETH "1234"
                                                                   "4500001400000000400100000a0000010a000002");
    check("eth frame_length=3 | \"a\"", ETH "0003"
                                            "61");
}

static void writes_no_zero_for_a_checksum_of_zero(void **state) {
    (void)state;
    check("ipv4 | udp 1 > 2 | hex:ebd4", "4500001e00000000401166cd0a0000010a000002"
                                         "0001"
                                         "0002"
                                         "000a"
                                         "ffff"
                                         "ebd4");
}

static void ends_datagrams_before_leftovers(void **state) {
    (void)state;
    check("eth | ipv4 | udp 1 > 2 | \"x\" | surplus \"yz\" | trailer zeros:3",
          ETH "0800"
              "4500001f00000000401166cc0a0000010a000002"
              "0001"
              "0002"
              "0009"
              "73d6"
              "78"
              "797a"
              "000000");
    check("ipv4 | udp 1 > 2 | \"x\" | trailer hex:aabb", IPV4 "aabb");
    check("ipv4 | udp 1 > 2 | surplus \"x\"", "4500001d00000000401166ce0a0000010a000002"
                                              "0001"
                                              "0002"
                                              "0008"
                                              "ebd8"
                                              "78");
    check("trailer hex:01", "01");
    check("surplus hex:01 | trailer hex:02", "0102");
}

static void gives_leftovers_to_the_innermost_datagram(void **state) {
    (void)state;
    /* the outer packet holds the inner one's trailer; a second trailer is its own */
    check("ipv4 | ipv4 | udp 1 > 2 | \"x\" | trailer hex:aa", "4500003200000000400466c60a0000010a000002" IPV4 "aa");
    check("ipv4 | ipv4 | udp 1 > 2 | \"x\" | trailer hex:aa | trailer hex:bb",
          "4500003200000000400466c60a0000010a000002" IPV4 "aabb");
    build(
        "eth | ipv4 | udp | eth | ipv4 | udp | \"x\" | surplus \"s\" | trailer \"t\" | surplus \"S\" | trailer \"T\"");
    assert_int_equal(size, 14 + 28 + 14 + 28 + 5);
    assert_int_equal(number_at(14 + 2), 28 + 14 + 28 + 1 + 3); /* all but T */
    assert_int_equal(number_at(34 + 4), 8 + 14 + 28 + 1 + 2);  /* all but S and T */
    assert_int_equal(number_at(56 + 2), 28 + 1 + 1);           /* x and s */
    assert_int_equal(number_at(76 + 4), 8 + 1);                /* x */
    build("ipv4 | udp | eth | ipv4 | udp | \"x\" | trailer \"t\"");
    assert_int_equal(number_at(2), 28 + 14 + 28 + 2);
    assert_int_equal(number_at(42 + 2), 28 + 1);
}

static void counts_an_802_3_frame_without_its_trailer(void **state) {
    (void)state;
    check("eth | llc | snap | ipv4 | udp 1 > 2 | \"x\" | trailer zeros:2", ETH "0025"
                                                                               "aaaa03"
                                                                               "000000"
                                                                               "0800" IPV4 "0000");
    check("eth | llc dsap=0x42 ssap=0x42 | \"stp\" | trailer zeros:2", ETH "0006"
                                                                           "424203"
                                                                           "737470"
                                                                           "0000");
    check("eth | vlan | llc | ipv4 | udp 1 > 2 | \"x\"", ETH "8100"
                                                             "0001"
                                                             "0020"
                                                             "060603" IPV4);
    check("llc | \"x\"", "000003"
                         "78");
    check("llc control=1 control_extension=hex:80 | \"x\"", "000001"
                                                            "80"
                                                            "78");
}

static void knows_what_every_link_header_announces(void **state) {
    (void)state;
    check("eth | vlan id=100 | ipv4 | udp 1 > 2 | \"x\"", ETH "8100"
                                                              "0064"
                                                              "0800" IPV4);
    check("eth ethertype=0x88a8 | vlan id=100 priority=3 | vlan id=200 | ipv4 | udp 1 > 2 | \"x\"", ETH "88a8"
                                                                                                        "6064"
                                                                                                        "8100"
                                                                                                        "00c8"
                                                                                                        "0800" IPV4);
    check("sll | ipv4 | udp 1 > 2 | \"x\"", "0000"
                                            "0001"
                                            "0006"
                                            "020000000001"
                                            "0000"
                                            "0800" IPV4);
    check("sll address_length=0 | llc", "0000"
                                        "0001"
                                        "0000"
                                        "0000000000000000"
                                        "0004"
                                        "000003");
    check("sll address_length=2 address_bytes=hex:abcd | ipv6 | udp 1 > 2 | \"x\"",
          "0000"
          "0001"
          "0002"
          "abcd000000000000"
          "86dd"
          "6000000000091140" IPV6_ADDRESSES UDP_OVER_IPV6);
    check("sll2 interface_index=3 packet_type=4 | ipv4 | udp 1 > 2 | \"x\"", "0800"
                                                                             "0000"
                                                                             "00000003"
                                                                             "0001"
                                                                             "04"
                                                                             "06"
                                                                             "020000000001"
                                                                             "0000" IPV4);
    check("null | ipv4 | udp 1 > 2 | \"x\"", "02000000" IPV4);
    check("null | ipv6 | udp 1 > 2 | \"x\"", "1c000000"
                                             "6000000000091140" IPV6_ADDRESSES UDP_OVER_IPV6);
    check("null family=2 | \"x\"", "02000000"
                                   "78");
}

static void chains_extension_headers(void **state) {
    (void)state;
    check("ipv6 | hopopt options=hex:05020000 | ipv6frag id=7 | dstopts options=hex:0104 | udp 1 > 2 | \"x\"",
          "6000000000210040" IPV6_ADDRESSES "2c00"
          "05020000"
          "0000"
          "3c00"
          "0000"
          "00000007"
          "1100"
          "0104"
          "00000000" UDP_OVER_IPV6);
    check("ipv6 | hopopt", "6000000000080040" IPV6_ADDRESSES "3b00"
                           "000000000000");
    check("hopopt options=zeros:7", "3b01"
                                    "00000000000000"
                                    "00000000000000");
    check("ipv6frag reserved_bits=3 more_fragments fragment_offset=8", "1100"
                                                                       "000f"
                                                                       "00000000");
}

/* Until the route is used up, checksums cover its last address as the destination. */
static void covers_the_end_of_a_route(void **state) {
    (void)state;
    check("ipv6 | routing type=4 segments_left=1 addresses=hex:20010db8000000000000000000000009"
          "20010db8000000000000000000000002 | udp 1 > 2 | \"x\"",
          "6000000000312b40" IPV6_ADDRESSES "11040401"
          "01000000"
          "20010db8000000000000000000000009"
          "20010db8000000000000000000000002"
          "0001"
          "0002"
          "0009"
          "2c5d"
          "78");
    check("ipv6 | routing segments_left=1 addresses=hex:20010db8000000000000000000000009 | udp 1 > 2 | \"x\"",
          "6000000000212b40" IPV6_ADDRESSES "11020001"
          "00000000"
          "20010db8000000000000000000000009"
          "0001"
          "0002"
          "0009"
          "2c5d"
          "78");
    check("ipv6 | routing addresses=hex:20010db8000000000000000000000009 | udp 1 > 2 | \"x\"",
          "6000000000212b40" IPV6_ADDRESSES "11020000"
          "00000000"
          "20010db8000000000000000000000009" UDP_OVER_IPV6);
    check("ipv4 options=hex:018307040a000009 | udp 1 > 2 | \"x\"", "4700002500000000401152360a0000010a000002"
                                                                   "018307040a000009"
                                                                   "0001"
                                                                   "0002"
                                                                   "0009"
                                                                   "73cf"
                                                                   "78");
    check("ipv4 options=hex:018307080a000009 | udp 1 > 2 | \"x\"", "4700002500000000401152320a0000010a000002"
                                                                   "018307080a000009"
                                                                   "0001"
                                                                   "0002"
                                                                   "0009"
                                                                   "73d6"
                                                                   "78");
    check("ipv4 options=hex:83", "460000180000000040fde1e60a0000010a000002"
                                 "83000000");
}

static void takes_a_fragment_for_one_of_udp(void **state) {
    (void)state;
    check("ipv4 more_fragments | fragment \"abcdefgh\"", "4500001c00002000401146cf0a0000010a000002"
                                                         "6162636465666768");
    check("ipv6 | ipv6frag id=1 fragment_offset=8 more_fragments | fragment \"abcdefgh\"",
          "6000000000102c40" IPV6_ADDRESSES "1100"
          "0009"
          "00000001"
          "6162636465666768");
}

static void leaves_lengths_that_do_not_fit_at_zero(void **state) {
    (void)state;
    build("ipv4 | udp | zeros:70000");
    assert_int_equal(size, 70028);
    assert_int_equal(number_at(2), 0);
    assert_int_equal(number_at(24), 0);
    build("ipv6 | udp | zeros:70000");
    assert_int_equal(number_at(4), 0);
    build("ipv4 options=zeros:44"); /* 64 bytes of header, of which the length can say 60 */
    assert_int_equal(bytes[0], 0x4f);
    assert_int_equal(number_at(2), 64);
}

/* Numbers that not every packet has stand behind the fixed header, in the order of the descriptors. */
static void appends_numbers_without_a_fixed_place(void **state) {
    (void)state;
    check("gre", "00000000");
    check("gre sequence=7 key=5", "30000000"
                                  "00000005"
                                  "00000007");
    check("gre key_present=false key=5", "00000000"
                                         "00000005");
    check("gre checksum=0xdead", "80000000"
                                 "dead0000");
    check("teredo nonce=1 client_id=\"me\"", "00010200"
                                             "6d65"
                                             "0000000000000001"
                                             "00");
    check("erspan3 platform=hex:0c", "2000"
                                     "0000"
                                     "00000000"
                                     "0000"
                                     "0001"
                                     "0c00000000000000");
}

/* What a flag asks for is added before what stands behind it, and filled in like a field with a place. */
static void adds_numbers_that_are_asked_for(void **state) {
    (void)state;
    check("gre checksum_present key=1", "a0000000"
                                        "5ffe0000"
                                        "00000001");
    check("gre sequence_present key_present checksum_present", "b0000000"
                                                               "4fff0000"
                                                               "00000000"
                                                               "00000000");
    check("gre call_id=6 | \"ab\"", "2001880b"
                                    "00020006"
                                    "6162");
    check("gre version=1 acknowledgment_present payload_length=9", "2081880b"
                                                                   "00090000"
                                                                   "00000000");
    check("gtpu npdu=7", "31ff0004"
                         "00000000"
                         "00000700");
}

static void holds_numbers_to_their_width(void **state) {
    (void)state;
    assert_int_equal(udpi_notation_parse("gre key=4294967296", &recipe, &error), UDPI_USAGE);
    assert_non_null(strstr(error.text, "key is at most 4294967295, not 4294967296"));
    assert_int_equal(udpi_notation_parse("gre call_id=65535", &recipe, &error), UDPI_OK);
    assert_int_equal(udpi_notation_parse("gre call_id=65536", &recipe, &error), UDPI_USAGE);
    assert_int_equal(udpi_notation_parse("erspan3 platform=zeros:9", &recipe, &error), UDPI_USAGE);
    assert_non_null(strstr(error.text, "platform has room for 8 bytes, not 9"));
    /* no number is added behind the capacity */
    assert_int_equal(udpi_notation_parse("gre key_present sequence=1", &recipe, &error), UDPI_OK);
    for (uint32_t capacity = 0; capacity < 12; capacity++) {
        uint8_t *exact = malloc(capacity ? capacity : 1);
        assert_non_null(exact);
        assert_int_equal(udpi_recipe_build(&recipe, exact, capacity, &size, &error), UDPI_FAILED);
        free(exact);
    }
    assert_int_equal(udpi_recipe_build(&recipe, bytes, 12, &size, &error), UDPI_OK);
}

static void refuses_packets_that_are_too_large(void **state) {
    (void)state;
    build("zeros:262144");
    assert_int_equal(size, 262144);
    static const char *const lines[] = {"eth | zeros:262131", "eth | zeros:262144",
                                        "udp | zeros:262130 | trailer zeros:4 | trailer zeros:3"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        assert_int_equal(udpi_notation_parse(lines[i], &recipe, &error), UDPI_OK);
        assert_int_equal(udpi_recipe_build(&recipe, bytes, sizeof bytes, &size, &error), UDPI_FAILED);
        assert_string_equal(error.text, "the packet is too large: it may have 262144 bytes");
        assert_int_equal(size, 0);
    }
    /* whichever byte is one too many, none is written behind the capacity */
    assert_int_equal(udpi_notation_parse("ipv6 | hopopt options=hex:0102030405 | udp | \"x\"", &recipe, &error),
                     UDPI_OK);
    for (uint32_t capacity = 0; capacity < 57; capacity++) {
        uint8_t *exact = malloc(capacity ? capacity : 1);
        assert_non_null(exact);
        assert_int_equal(udpi_recipe_build(&recipe, exact, capacity, &size, &error), UDPI_FAILED);
        free(exact);
    }
    assert_int_equal(udpi_recipe_build(&recipe, bytes, 57, &size, &error), UDPI_OK);
}

/* Every field of every protocol with a place: the number of all its bits comes back, and no other field's bits change. */
static void stores_every_field_in_its_place(void **state) {
    (void)state;
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const struct udpi_protocol *protocol = udpi_protocols[i];
        for (unsigned j = 0; j < protocol->field_count; j++) {
            const struct udpi_field *field = &protocol->fields[j];
            if (field->bits == 0 || udpi_field_holds_bytes(field))
                continue;
            uint8_t ones[256] = {0}, back[256];
            uint64_t mask = field->bits < 64 ? (UINT64_C(1) << field->bits) - 1 : UINT64_MAX;
            uint64_t number = field->type == UDPI_INT ? UINT64_MAX : field->unit ? mask * field->unit : mask;
            udpi_field_store(field, ones, number);
            assert_int_equal(udpi_field_load(field, ones), number);
            unsigned bits = 0;
            for (size_t k = 0; k < sizeof ones; k++)
                bits += (unsigned)__builtin_popcount(ones[k]);
            assert_int_equal(bits, field->bits);
            memset(back, 0xff, sizeof back);
            udpi_field_store(field, back, 0);
            for (size_t k = 0; k < sizeof ones; k++)
                assert_int_equal(back[k], ones[k] ^ 0xff);
            assert_true(field->byte + field->bytes <= protocol->header_size);
        }
    }
}

/* A layer that is nothing but bytes has a field for them, or the parser would have no place to put them. */
static void has_a_field_for_bytes(void **state) {
    (void)state;
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const struct udpi_protocol *protocol = udpi_protocols[i];
        unsigned field = 0;
        while (field < protocol->field_count && protocol->fields[field].type != UDPI_BYTES)
            field++;
        if (protocol->is_data) {
            assert_true(field < protocol->field_count && protocol->header_size == 0);
            assert_int_equal(udpi_field_content(protocol), field);
        }
    }
}

static void finds_the_link_type(void **state) {
    (void)state;
    static const struct {
        const char *line;
        uint16_t link_type;
    } rows[] = {{"eth", 1},   {"sll | ipv4", 113}, {"sll2", 276}, {"null", 0},     {"ipv4 | udp", 12},
                {"ipv6", 12}, {"udp", 999},        {"gre", 999},  {"hex:00", 999}, {"vlan", 999}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(udpi_notation_parse(rows[i].line, &recipe, &error), UDPI_OK);
        assert_int_equal(udpi_recipe_link_type(&recipe, 999), rows[i].link_type);
    }
    udpi_recipe_clear(&recipe);
    assert_int_equal(udpi_recipe_link_type(&recipe, 999), 999);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_in_what_is_left_out),
        cmocka_unit_test(takes_what_is_given_as_it_stands),
        cmocka_unit_test(writes_no_zero_for_a_checksum_of_zero),
        cmocka_unit_test(ends_datagrams_before_leftovers),
        cmocka_unit_test(gives_leftovers_to_the_innermost_datagram),
        cmocka_unit_test(counts_an_802_3_frame_without_its_trailer),
        cmocka_unit_test(knows_what_every_link_header_announces),
        cmocka_unit_test(chains_extension_headers),
        cmocka_unit_test(covers_the_end_of_a_route),
        cmocka_unit_test(takes_a_fragment_for_one_of_udp),
        cmocka_unit_test(leaves_lengths_that_do_not_fit_at_zero),
        cmocka_unit_test(appends_numbers_without_a_fixed_place),
        cmocka_unit_test(adds_numbers_that_are_asked_for),
        cmocka_unit_test(holds_numbers_to_their_width),
        cmocka_unit_test(refuses_packets_that_are_too_large),
        cmocka_unit_test(stores_every_field_in_its_place),
        cmocka_unit_test(has_a_field_for_bytes),
        cmocka_unit_test(finds_the_link_type),
    };
    return cmocka_run_group_tests(tests, open_recipe, close_recipe);
}
