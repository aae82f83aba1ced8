/* messages/sdp: what a session description leads to: which later datagrams are RTP, and which RTCP. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <udpinspect/decoder.h>

#include "core/bytes.h"

enum { RAW_IPV4 = 228, RAW_IPV6 = 229, IPV4_SIZE = 20, IPV6_SIZE = 40, UDP_SIZE = 8, UDP = 17, MOST_BYTES = 2048 };

static int create_decoder(void **state) {
    *state = udpi_decoder_create();
    return *state ? 0 : -1;
}

static int free_decoder(void **state) {
    udpi_decoder_free(*state);
    return 0;
}

/* Between 10.0.0.1 and 10.0.0.2, or 2001:db8::1 and ::2. */
static size_t write_ip(uint8_t *packet, bool is_ipv6, size_t size) {
    static const uint8_t prefix[4] = {0x20, 0x01, 0x0d, 0xb8};
    memset(packet, 0, IPV6_SIZE);
    if (!is_ipv6) {
        packet[0] = 0x45;
        udpi_store_be(packet + 2, 2, IPV4_SIZE + UDP_SIZE + size);
        packet[9] = UDP;
        udpi_store_be(packet + 12, 4, 0x0a000001);
        udpi_store_be(packet + 16, 4, 0x0a000002);
        return IPV4_SIZE;
    }
    packet[0] = 0x60;
    udpi_store_be(packet + 4, 2, UDP_SIZE + size);
    packet[6] = UDP;
    memcpy(packet + 8, prefix, sizeof prefix);
    memcpy(packet + 24, prefix, sizeof prefix);
    packet[23] = 1;
    packet[39] = 2;
    return IPV6_SIZE;
}

/* The name of the layer that such a datagram has behind UDP. */
static const char *decode(struct udpi_decoder *decoder, bool is_ipv6, uint16_t src_port, uint16_t dst_port,
                          const void *payload, size_t size) {
    uint8_t packet[MOST_BYTES];
    size_t at = write_ip(packet, is_ipv6, size);
    udpi_store_be(packet + at, 2, src_port);
    udpi_store_be(packet + at + 2, 2, dst_port);
    udpi_store_be(packet + at + 4, 2, UDP_SIZE + size);
    udpi_store_be(packet + at + 6, 2, 0);
    memcpy(packet + at + UDP_SIZE, payload, size);
    uint32_t length = (uint32_t)(at + UDP_SIZE + size);
    struct udpi_frame frame = {
        .bytes = packet, .captured = length, .length = length, .link_type = is_ipv6 ? RAW_IPV6 : RAW_IPV4};
    const struct udpi_packet *decoded = udpi_decode(decoder, &frame);
    assert_true(decoded->layer_count >= 3);
    return decoded->layers[2].protocol->key;
}

static void describe(struct udpi_decoder *decoder, const char *lines) {
    char text[1024] = "SIP/2.0 200 OK\r\nContent-Type: application/sdp\r\n\r\n";
    strcat(text, lines);
    assert_string_equal(decode(decoder, false, 5060, 5060, text, strlen(text)), "sip");
}

static const uint8_t rtp[12] = {0x80, 0, 0, 1};
static const uint8_t rtcp[8] = {0x80, 201, 0, 1};

static const char *follow_rtp(struct udpi_decoder *decoder, uint16_t port) {
    return decode(decoder, false, 40000, port, rtp, sizeof rtp);
}

static const char *follow_rtcp(struct udpi_decoder *decoder, uint16_t port) {
    return decode(decoder, false, 40000, port, rtcp, sizeof rtcp);
}

static void test_port_and_the_next(void **state) {
    assert_string_equal(follow_rtp(*state, 49170), "payload");
    describe(*state, "v=0\r\nc=IN IP4 10.0.0.2\r\nm=audio 49170 RTP/AVP 0\r\nm=video 51372/2 RTP/AVPF 31\r\n");
    assert_string_equal(follow_rtp(*state, 49170), "rtp");
    assert_string_equal(follow_rtcp(*state, 49171), "rtcp");
    assert_string_equal(follow_rtp(*state, 51372), "rtp");
    assert_string_equal(follow_rtcp(*state, 51373), "rtcp");
    assert_string_equal(follow_rtcp(*state, 49170), "payload");
    assert_string_equal(follow_rtp(*state, 49172), "payload");
}

/* What the endpoint sends is read the same way; what another host receives on the port is not. */
static void test_both_directions(void **state) {
    describe(*state, "c=IN IP4 10.0.0.1\r\nm=audio 49170 RTP/AVP 0\r\n");
    assert_string_equal(decode(*state, false, 49170, 40000, rtp, sizeof rtp), "rtp");
    assert_string_equal(follow_rtp(*state, 49170), "payload");
}

static void test_address_of_the_medium(void **state) {
    describe(*state,
             "c=IN IP4 192.0.2.1\r\nm=audio 49170 RTP/AVP 0\r\nm=audio 49180 RTP/AVP 0\r\nc=IN IP4 10.0.0.2/127\r\n");
    assert_string_equal(follow_rtp(*state, 49170), "payload");
    assert_string_equal(follow_rtp(*state, 49180), "rtp");
}

static void test_ipv6(void **state) {
    describe(*state, "c=IN IP6 2001:db8::2\r\nm=audio 49170 RTP/AVP 0\r\n");
    assert_string_equal(decode(*state, true, 40000, 49170, rtp, sizeof rtp), "rtp");
    assert_string_equal(follow_rtp(*state, 49170), "payload");
}

static void test_rtcp_elsewhere(void **state) {
    describe(*state, "c=IN IP4 10.0.0.2\r\nm=audio 49170 RTP/AVP 0\r\na=rtcp:53020\r\n"
                     "m=audio 49180 RTP/AVP 0\r\na=rtcp:53030 IN IP4 192.0.2.1\r\n");
    assert_string_equal(follow_rtcp(*state, 53020), "rtcp");
    assert_string_equal(follow_rtcp(*state, 49171), "payload");
    assert_string_equal(follow_rtcp(*state, 53030), "payload");
}

static void test_both_on_one_port(void **state) {
    describe(*state, "c=IN IP4 10.0.0.2\r\nm=audio 49170 RTP/AVP 0\r\na=rtcp-mux\r\n");
    assert_string_equal(follow_rtp(*state, 49170), "rtp");
    assert_string_equal(follow_rtcp(*state, 49170), "rtcp");
    assert_string_equal(follow_rtcp(*state, 49171), "rtcp");
}

/* The header of encrypted RTP can be read, RTCP cannot. */
static void test_encrypted(void **state) {
    describe(*state, "c=IN IP4 10.0.0.2\r\nm=audio 49170 UDP/TLS/RTP/SAVPF 111\r\nm=audio 49180 RTP/SAVP 0\r\n");
    assert_string_equal(follow_rtp(*state, 49170), "rtp");
    assert_string_equal(follow_rtcp(*state, 49171), "payload");
    assert_string_equal(follow_rtp(*state, 49180), "rtp");
    assert_string_equal(follow_rtcp(*state, 49181), "payload");
}

static void test_nothing_to_expect(void **state) {
    describe(*state, "m=audio 49170 RTP/AVP 0\r\n");
    describe(*state, "c=IN IP4 10.0.0.2\r\nm=audio 0 RTP/AVP 0\r\nm=image 49170 udptl t38\r\n");
    describe(*state, "c=IN IP4 host.example.org\r\nm=audio 49170 RTP/AVP 0\r\n");
    describe(*state, "c=IN IP4 10.0.0.2\r\nm=audio 114706 RTP/AVP 0\r\nm=audio 49170\r\nm=\r\n");
    assert_string_equal(follow_rtp(*state, 49170), "payload");
    assert_string_equal(follow_rtcp(*state, 49171), "payload");
    assert_string_equal(follow_rtcp(*state, 1), "payload");
}

/* A fax call: what was RTP is T.38 from now on. */
static void test_fax(void **state) {
    describe(*state, "c=IN IP4 10.0.0.2\r\nm=audio 49170 RTP/AVP 0\r\n");
    assert_string_equal(follow_rtp(*state, 49170), "rtp");
    describe(*state, "c=IN IP4 10.0.0.2\r\nm=image 49170 udptl t38\r\n");
    assert_string_equal(follow_rtp(*state, 49170), "payload");
}

/* The last port has none above it. */
static void test_last_port(void **state) {
    describe(*state, "c=IN IP4 10.0.0.2\r\nm=audio 65535 RTP/AVP 0\r\n");
    assert_string_equal(follow_rtp(*state, 65535), "rtp");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, create_decoder, free_decoder)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_port_and_the_next),
        TEST(test_both_directions),
        TEST(test_address_of_the_medium),
        TEST(test_ipv6),
        TEST(test_rtcp_elsewhere),
        TEST(test_both_on_one_port),
        TEST(test_encrypted),
        TEST(test_nothing_to_expect),
        TEST(test_last_port),
        TEST(test_fax),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
