/* engine/decoder: what depends on how it is asked. What it makes of frames is in tests/protocols. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <udpinspect/decoder.h>

/* 192.0.2.1:1024 > 192.0.2.2:53, "hi", in IPv4, which is in IPv4 again; link type RAW. */
static const uint8_t tunnelled[] = {0x45, 0,   0,   50,   0, 0, 0,  0, 64, 4,  0, 0,  198, 51, 100, 1,   198,
                                    51,   100, 2,   0x45, 0, 0, 30, 0, 0,  0,  0, 64, 17,  0,  0,   192, 0,
                                    2,    1,   192, 0,    2, 2, 4,  0, 0,  53, 0, 10, 0,   0,  'h', 'i'};
static const uint8_t icmp[] = {0x45, 0, 0,   28, 0, 0, 0, 0, 64, 1, 0, 0, 192, 0,
                               2,    1, 192, 0,  2, 2, 8, 0, 0,  0, 0, 1, 0,   1};

/* Two fragments of a datagram from 192.0.2.1:1024 to 192.0.2.2:53: the UDP header, and "hi". */
static const uint8_t first[] = {0x45, 0, 0,   28, 0, 1, 0x20, 0, 64, 17, 0xd6, 0xcc, 192, 0,
                                2,    1, 192, 0,  2, 2, 4,    0, 0,  53, 0,    10,   0,   0};
static const uint8_t last[] = {0x45, 0, 0, 22, 0, 1, 0, 1, 64, 17, 0xf6, 0xd1, 192, 0, 2, 1, 192, 0, 2, 2, 'h', 'i'};
/* 192.0.2.1:1024 asks 192.0.2.2:69 for the file "a" (RFC 1350), which acknowledges from its port 2000. */
static const uint8_t request[] = {0x45, 0, 0, 38, 0,  0, 0,  0, 64, 17, 0, 0,   192, 0,   2,   1,   192, 0,   2,
                                  2,    4, 0, 0,  69, 0, 18, 0, 0,  0,  2, 'a', 0,   'o', 'c', 't', 'e', 't', 0};
static const uint8_t reply[] = {0x45, 0, 0, 32, 0, 0,    0, 0, 64, 17, 0, 0, 192, 0, 2, 2,
                                192,  0, 2, 1,  7, 0xd0, 4, 0, 0,  12, 0, 0, 0,   4, 0, 0};

static struct udpi_frame frame_of(const uint8_t *bytes, uint32_t size) {
    return (struct udpi_frame){.bytes = bytes, .captured = size, .length = size, .number = 1, .link_type = 12};
}

static void goes_on_to_the_end(void **state) {
    (void)state;
    struct udpi_decoder *decoder = udpi_decoder_create();
    struct udpi_frame frame = frame_of(tunnelled, sizeof tunnelled);
    const struct udpi_packet *packet = udpi_decode(decoder, &frame);
    assert_int_equal(packet->layer_count, 4);
    assert_string_equal(packet->layers[3].protocol->key, "payload");
    assert_null(udpi_packet_check(packet));
    udpi_decoder_free(decoder);
}

static void stops_at_udp_if_asked(void **state) {
    (void)state;
    struct udpi_decoder *decoder = udpi_decoder_create();
    udpi_decoder_stop_at_udp(decoder, true);
    struct udpi_frame frame = frame_of(tunnelled, sizeof tunnelled);
    const struct udpi_packet *packet = udpi_decode(decoder, &frame);
    assert_true(packet->is_udp);
    assert_int_equal(packet->layer_count, 3);
    assert_string_equal(packet->layers[2].protocol->key, "udp");
    assert_int_equal(packet->value_count, 0);
    assert_null(udpi_packet_check(packet));
    frame = frame_of(icmp, sizeof icmp);
    packet = udpi_decode(decoder, &frame);
    assert_false(packet->is_udp);
    assert_string_equal(packet->layers[1].protocol->key, "icmp");
    udpi_decoder_stop_at_udp(decoder, false);
    frame = frame_of(tunnelled, sizeof tunnelled);
    assert_int_equal(udpi_decode(decoder, &frame)->layer_count, 4);
    udpi_decoder_free(decoder);
}

static const char *innermost(struct udpi_decoder *decoder, const uint8_t *bytes, uint32_t size) {
    struct udpi_frame frame = frame_of(bytes, size);
    const struct udpi_packet *packet = udpi_decode(decoder, &frame);
    return packet->layers[packet->layer_count - 1].protocol->key;
}

static void forgets_fragments(void **state) {
    (void)state;
    struct udpi_decoder *decoder = udpi_decoder_create();
    innermost(decoder, first, sizeof first);
    udpi_decoder_forget(decoder);
    assert_string_equal(innermost(decoder, last, sizeof last), "fragment");
    assert_string_equal(innermost(decoder, first, sizeof first), "payload"); /* of the whole datagram */
    udpi_decoder_forget(decoder);
    assert_string_equal(innermost(decoder, last, sizeof last), "fragment");
    udpi_decoder_free(decoder);
}

static void forgets_what_messages_said(void **state) {
    (void)state;
    struct udpi_decoder *decoder = udpi_decoder_create();
    assert_string_equal(innermost(decoder, request, sizeof request), "tftp");
    assert_string_equal(innermost(decoder, reply, sizeof reply), "tftp");
    udpi_decoder_forget(decoder);
    assert_string_equal(innermost(decoder, reply, sizeof reply), "payload");
    udpi_decoder_free(decoder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goes_on_to_the_end),
        cmocka_unit_test(stops_at_udp_if_asked),
        cmocka_unit_test(forgets_fragments),
        cmocka_unit_test(forgets_what_messages_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
