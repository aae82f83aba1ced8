/* craft/spec: the line of a packet has what the builder would not fill in, no more, and gives the same bytes again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <udpinspect/decoder.h>

#include "core/bytes.h"
#include "craft/notation.h"
#include "craft/spec.h"

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
#define IPV6_UDP                                                                                                       \
    "6000000000091140" IPV6_ADDRESSES "0001"                                                                           \
    "0002"                                                                                                             \
    "0009"                                                                                                             \
    "2c64"                                                                                                             \
    "78"

enum { ETHERNET = 1, NONE = 147, RAW = 12, SLL = 113, SLL2 = 276, LOOPBACK = 0 };

static struct udpi_decoder *decoder;
static struct udpi_spec *spec;
static struct udpi_recipe recipe;
static struct udpi_sink line;
static uint8_t built[UDPI_MAX_CRAFTED];

static int open_all(void **state) {
    (void)state;
    decoder = udpi_decoder_create();
    spec = udpi_spec_create();
    return decoder && spec && udpi_recipe_open(&recipe) && udpi_sink_open(&line, NULL, NULL) ? 0 : 1;
}

static int close_all(void **state) {
    (void)state;
    udpi_decoder_free(decoder);
    udpi_spec_free(spec);
    udpi_recipe_close(&recipe);
    udpi_sink_close(&line);
    return 0;
}

/* Writes the line and builds the packet from it again. */
static const char *write_spec(const struct udpi_packet *packet) {
    struct udpi_error error;
    uint32_t size = 0;
    line.used = 0;
    udpi_spec_write(spec, packet, &line);
    assert_int_equal(line.bytes[line.used - 1], '\n');
    line.bytes[line.used - 1] = '\0';
    if (udpi_notation_parse(line.bytes, &recipe, &error) != UDPI_OK ||
        udpi_recipe_build(&recipe, built, sizeof built, &size, &error) != UDPI_OK)
        fail_msg("%s\n%s", line.bytes, error.text);
    assert_int_equal(size, packet->frame.captured);
    assert_memory_equal(built, packet->frame.bytes, size);
    return line.bytes;
}

static uint8_t digit_of(char letter) {
    return (uint8_t)(letter <= '9' ? letter - '0' : letter - 'a' + 10);
}

static uint32_t read_hex(const char *hex, uint8_t *bytes) {
    uint32_t size = 0;
    for (; hex[0]; hex += 2)
        bytes[size++] = (uint8_t)(digit_of(hex[0]) << 4 | digit_of(hex[1]));
    return size;
}

static struct udpi_frame make_frame(uint16_t link_type, const uint8_t *bytes, uint32_t size) {
    return (struct udpi_frame){
        .bytes = bytes, .captured = size, .length = size, .time = UDPI_NO_TIME, .number = 1, .link_type = link_type};
}

static void check(uint16_t link_type, const char *hex, const char *expected) {
    uint8_t *bytes = malloc(strlen(hex) / 2 + 1);
    assert_non_null(bytes);
    struct udpi_frame frame = make_frame(link_type, bytes, read_hex(hex, bytes));
    assert_string_equal(write_spec(udpi_decode(decoder, &frame)), expected);
    free(bytes);
}

static void leaves_out_what_the_builder_fills_in(void **state) {
    (void)state;
    check(RAW, IPV4, "ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 | \"x\"");
    check(RAW, IPV6_UDP, "ipv6 2001:db8::1 > 2001:db8::2 | udp 1 > 2 | \"x\"");
    check(ETHERNET, ETH "0800" IPV4,
          "eth 02:00:00:00:00:01 > 02:00:00:00:00:02 | ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 | \"x\"");
    check(SLL2,
          "0800"
          "0000"
          "00000001"
          "0001"
          "00"
          "06"
          "020000000001"
          "0000" IPV4,
          "sll2 | ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 | \"x\"");
    check(LOOPBACK, "02000000" IPV4, "null | ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 | \"x\"");
    check(ETHERNET,
          ETH "0800"
              "4500001f00000000401166cc0a0000010a000002"
              "0001"
              "0002"
              "0009"
              "73d6"
              "78"
              "797a"
              "000000",
          "eth 02:00:00:00:00:01 > 02:00:00:00:00:02 | ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 | \"x\" | surplus \"yz\" | "
          "trailer hex:000000");
    check(ETHERNET,
          ETH "0025"
              "aaaa03"
              "000000"
              "0800" IPV4 "0000",
          "eth 02:00:00:00:00:01 > 02:00:00:00:00:02 | llc | snap | ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 | \"x\" | "
          "trailer hex:0000");
    check(RAW,
          "4500001c00002000401146cf0a0000010a000002"
          "1388"
          "1e6c"
          "0010"
          "0000",
          "ipv4 10.0.0.1 > 10.0.0.2 more_fragments | fragment hex:13881e6c00100000");
}

static void writes_what_differs(void **state) {
    (void)state;
    check(RAW,
          "450000211c46400040119b17c0a8010ac0a80114"
          "c738"
          "1e6c"
          "000d"
          "52ee"
          "68656c6c6f",
          "ipv4 192.168.1.10 > 192.168.1.20 id=7238 dont_fragment | udp 51000 > 7788 | \"hello\"");
    check(RAW,
          "6dc12345"
          "0009"
          "11ff" IPV6_ADDRESSES "0001"
          "0002"
          "0009"
          "2c64"
          "78",
          "ipv6 2001:db8::1 > 2001:db8::2 dscp=55 flow_label=0x12345 hop_limit=255 | udp 1 > 2 | \"x\"");
    check(ETHERNET,
          ETH "88a8"
              "6064"
              "8100"
              "10c8"
              "0800" IPV4,
          "eth 02:00:00:00:00:01 > 02:00:00:00:00:02 ethertype=0x88a8 | vlan priority=3 id=100 | vlan drop_eligible "
          "id=200 | "
          "ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 | \"x\"");
    check(RAW,
          "4700002500000000401152360a0000010a000002"
          "018307040a000009"
          "0001"
          "0002"
          "0009"
          "73cf"
          "78",
          "ipv4 10.0.0.1 > 10.0.0.2 options=hex:018307040a000009 | udp 1 > 2 | \"x\"");
    check(RAW,
          "6000000000210040" IPV6_ADDRESSES "2c00"
          "050200000000"
          "3c00"
          "0000"
          "00000007"
          "1100"
          "010400000000"
          "0001"
          "0002"
          "0009"
          "2c64"
          "78",
          "ipv6 2001:db8::1 > 2001:db8::2 | hopopt options=hex:050200000000 | ipv6frag id=0x00000007 | "
          "dstopts options=hex:010400000000 | udp 1 > 2 | \"x\"");
    check(LOOPBACK, "1e000000" IPV6_UDP, "null family=30 | ipv6 2001:db8::1 > 2001:db8::2 | udp 1 > 2 | \"x\"");
    check(LOOPBACK, "0000001e" IPV6_UDP, "null family=503316480 | ipv6 2001:db8::1 > 2001:db8::2 | udp 1 > 2 | \"x\"");
}

/* A wrong length changes the checksum too. It is written where it is not the one for the wrong length. */
static void writes_no_checksum_that_follows_from_a_length(void **state) {
    (void)state;
    check(RAW,
          "4500002d00000000401166be0a0000010a000002"
          "0001"
          "0002"
          "0009"
          "73d6"
          "78",
          "ipv4 10.0.0.1 > 10.0.0.2 total_length=45 | udp 1 > 2 | \"x\"");
    check(RAW,
          "4500002d00000000401166ce0a0000010a000002"
          "0001"
          "0002"
          "0009"
          "73d6"
          "78",
          "ipv4 10.0.0.1 > 10.0.0.2 total_length=45 checksum=0x66ce | udp 1 > 2 | \"x\"");
    check(RAW,
          "4500001d00000000401166ce0a0000010a000002"
          "0001"
          "0002"
          "000f"
          "73d0"
          "78",
          "ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 length=15 | \"x\"");
    check(RAW,
          "4500001d00000000401166ce0a0000010a000002"
          "0001"
          "0002"
          "0009"
          "0000"
          "78",
          "ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 checksum=0x0000 | \"x\"");
}

static void writes_layers_that_are_broken(void **state) {
    (void)state;
    /* a header length of 16, with the checksum that is right over 20 bytes */
    check(RAW,
          "4400001d00000000401167ce0a0000010a000002"
          "0001"
          "0002"
          "0009"
          "73d6"
          "78",
          "ipv4 10.0.0.1 > 10.0.0.2 header_length=16 protocol=17 | hex:000100020009"
          "73d678");
    /* a UDP length of 7 */
    check(RAW,
          "4500001d00000000401166ce0a0000010a000002"
          "0001"
          "0002"
          "0007"
          "73d8"
          "78",
          "ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 length=7 | \"x\"");
    /* cut by the capture within the UDP header */
    check(RAW,
          "4500001d00000000401166ce0a0000010a000002"
          "000100",
          "ipv4 10.0.0.1 > 10.0.0.2 total_length=29 protocol=17 | hex:000100");
    /* cut within the options: the builder would pad the header */
    check(RAW,
          "6000000000090040" IPV6_ADDRESSES "1101"
          "0502",
          "ipv6 2001:db8::1 > 2001:db8::2 payload_length=9 next_header=0 | hex:11010502");
}

static void covers_bits_that_no_value_shows(void **state) {
    (void)state;
    /* a link address of no length, and one of two bytes with something behind it */
    check(SLL,
          "0000"
          "0001"
          "0000"
          "0102030405060708"
          "0800" IPV4,
          "sll address_length=0 address_bytes=hex:0102030405060708 | ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 | \"x\"");
    check(SLL,
          "0000"
          "0001"
          "0002"
          "0102030405060708"
          "0800" IPV4,
          "sll address_length=2 address_bytes=hex:0102030405060708 | ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 | \"x\"");
    /* a routing header of a type that is not decoded: its data begin within the fixed header */
    check(RAW,
          "6000000000192b40" IPV6_ADDRESSES "1101"
          "0300"
          "aa000000"
          "0102030405060708"
          "0001"
          "0002"
          "0009"
          "2c64"
          "78",
          "ipv6 2001:db8::1 > 2001:db8::2 | routing type=3 reserved=0xaa000000 data=hex:0102030405060708 | udp 1 > 2 | "
          "\"x\"");
}

static void writes_numbers_without_a_fixed_place(void **state) {
    (void)state;
    check(RAW,
          "4500002100000000402f66ac0a0000010a000002"
          "300088b5"
          "00000005"
          "00000007"
          "78",
          "ipv4 10.0.0.1 > 10.0.0.2 | gre key=5 sequence=7 | \"x\"");
    /* the flag without the number */
    check(RAW,
          "4500001800000000402f66b50a0000010a000002"
          "20000800",
          "ipv4 10.0.0.1 > 10.0.0.2 protocol=47 | hex:20000800");
    /* the numbers without their flags; only the one in the middle is announced */
    check(RAW,
          "4500002800000000401166c30a0000010a000002"
          "0868086800140000"
          "31ff000400000001"
          "12340700",
          "ipv4 10.0.0.1 > 10.0.0.2 | udp 2152 > 2152 checksum=0x0000 | gtpu sequence_present=false teid=1 "
          "sequence=4660 npdu=7");
}

static void writes_bytes_where_there_is_no_layer(void **state) {
    (void)state;
    check(ETHERNET, "", "hex:");
    check(NONE, "", "hex:");
    check(RAW, "", "hex:");
    check(NONE, "68690a", "\"hi\\n\"");
    check(NONE, "686900", "hex:686900");
    check(ETHERNET, "0200000000", "hex:0200000000");
    check(NONE, "e4bda0e5a5bd22", "\"你好\\\"\"");
    check(NONE, "e280ae", "hex:e280ae"); /* U+202E turns the writing direction */
}

static void writes_what_the_limits_leave_out(void **state) {
    (void)state;
    static uint8_t bytes[65536];
    /* more IPv4 headers in each other than there are layers; the last has a payload of one byte */
    enum { HEADERS = 60, HEADER = 20 };
    for (unsigned i = 0; i < HEADERS; i++) {
        uint8_t *header = bytes + i * HEADER;
        memcpy(header, (uint8_t[HEADER]){0x45, [8] = 64, [9] = 4}, HEADER);
        udpi_store_be(header + 2, 2, (HEADERS - i) * HEADER + 1);
    }
    struct udpi_frame frame = make_frame(RAW, bytes, HEADERS * HEADER + 1);
    write_spec(udpi_decode(decoder, &frame));
    assert_int_equal(recipe.count, UDPI_MAX_DEPTH + 1);
    /* more options than there are values: the rest of the layers has none recorded */
    memset(bytes, 0, sizeof bytes);
    memcpy(bytes, (uint8_t[]){0x60, 0, 0, 0, 0x40, 0, 60, 64}, 8);
    for (unsigned i = 0; i < 4; i++)
        memcpy(bytes + 40 + i * 2048, (uint8_t[]){i == 3 ? 17 : 60, 255}, 2);
    memcpy(bytes + 40 + 8192, (uint8_t[]){0, 1, 0, 2, 0x20, 0}, 6);
    frame = make_frame(RAW, bytes, 40 + 0x4000);
    write_spec(udpi_decode(decoder, &frame));
}

static void writes_no_reassembled_layers(void **state) {
    (void)state;
    static uint8_t bytes[64], whole[9];
    uint32_t size = read_hex("4500001c00002000401146cf0a0000010a000002"
                             "0001000200090000",
                             bytes);
    struct udpi_frame frame = make_frame(RAW, bytes, size);
    struct udpi_packet packet = *udpi_decode(decoder, &frame);
    assert_int_equal(packet.layer_count, 2);
    packet.buffers[packet.buffer_count] = (struct udpi_buffer){.bytes = whole, .size = sizeof whole};
    packet.layers[packet.layer_count++] = (struct udpi_layer){.protocol = udpi_protocol_find("udp"),
                                                              .size = 8,
                                                              .first_value = packet.value_count,
                                                              .buffer = packet.buffer_count++};
    assert_string_equal(write_spec(&packet), "ipv4 10.0.0.1 > 10.0.0.2 more_fragments | fragment hex:0001000200090000");
}

static void writes_a_layer_that_does_not_come_out_the_same_as_bytes(void **state) {
    (void)state;
    static uint8_t bytes[64];
    struct udpi_frame frame = make_frame(RAW, bytes, read_hex(IPV4, bytes));
    /* a header that seems larger than its fields */
    struct udpi_packet packet = *udpi_decode(decoder, &frame);
    packet.layers[1].size = 9;
    packet.layers[2].offset++;
    packet.layers[2].size--;
    assert_string_equal(write_spec(&packet), "ipv4 10.0.0.1 > 10.0.0.2 protocol=17 | hex:000100020009"
                                             "73d678");
    /* bytes between two layers */
    packet = *udpi_decode(decoder, &frame);
    packet.layer_count = 2;
    packet.layers[1].offset += 1;
    packet.layers[1].size = 8;
    assert_string_equal(write_spec(&packet), "ipv4 10.0.0.1 > 10.0.0.2 protocol=17 | hex:000100020009"
                                             "73d678");
    /* bytes behind the last layer */
    packet = *udpi_decode(decoder, &frame);
    packet.layer_count = 2;
    assert_string_equal(write_spec(&packet), "ipv4 10.0.0.1 > 10.0.0.2 protocol=17 | hex:000100020009"
                                             "73d678");
    packet.layer_count = 1;
    packet.layers[0].size = 20;
    assert_string_equal(write_spec(&packet), "hex:4500001d00000000401166ce0a0000010a00000200010002000973d678");
}

static void writes_frames_that_cannot_be_built(void **state) {
    (void)state;
    enum { SIZE = UDPI_MAX_CRAFTED + 1 };
    uint8_t *bytes = calloc(1, SIZE);
    assert_non_null(bytes);
    struct udpi_frame frame = make_frame(RAW, bytes, SIZE);
    line.used = 0;
    udpi_spec_write(spec, udpi_decode(decoder, &frame), &line);
    assert_int_equal(line.used, 4 + 2 * SIZE + 1);
    assert_memory_equal(line.bytes, "hex:0000", 8);
    frame.captured = frame.length = SIZE - 1;
    assert_memory_equal(write_spec(udpi_decode(decoder, &frame)), "hex:0000", 8);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_out_what_the_builder_fills_in),
        cmocka_unit_test(writes_what_differs),
        cmocka_unit_test(writes_no_checksum_that_follows_from_a_length),
        cmocka_unit_test(writes_layers_that_are_broken),
        cmocka_unit_test(covers_bits_that_no_value_shows),
        cmocka_unit_test(writes_numbers_without_a_fixed_place),
        cmocka_unit_test(writes_bytes_where_there_is_no_layer),
        cmocka_unit_test(writes_what_the_limits_leave_out),
        cmocka_unit_test(writes_no_reassembled_layers),
        cmocka_unit_test(writes_a_layer_that_does_not_come_out_the_same_as_bytes),
        cmocka_unit_test(writes_frames_that_cannot_be_built),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
