/* render/explain: the table of what is explained, and how much of a frame is envelope. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <udpinspect/decoder.h>

#include "pictures.h"
#include "render/explain.h"

/* Longer texts than any frame makes would be cut. */
static void has_room_for_all_keys(void **state) {
    (void)state;
    unsigned explained = 0;
    for (size_t i = 0; i < udpi_protocol_count; i++)
        for (unsigned j = 0; j < udpi_protocols[i]->field_count; j++) {
            const struct udpi_field *field = &udpi_protocols[i]->fields[j];
            const struct udpi_explain_kind *kind = udpi_explain_find(udpi_protocols[i], field);
            for (size_t k = 0; kind && k < kind->count; k++)
                assert_true(strlen(field->key) + strlen(kind->members[k].key) + 1 < UDPI_EXPLAIN_KEY_SIZE);
            if (kind)
                assert_true(kind->count <= UDPI_EXPLAIN_FACTS);
            explained += kind != NULL;
        }
    assert_true(explained > 20);
}

static void finds_the_fields_of_its_table(void **state) {
    (void)state;
    static const struct {
        const char *protocol, *field;
        const struct udpi_explain_kind *kind;
    } rows[] = {
        {"eth", "src", &udpi_explain_mac},
        {"ipv4", "dst", &udpi_explain_ipv4},
        {"ipv6", "src", &udpi_explain_ipv6},
        {"udp", "dst_port", &udpi_explain_port},
        {"udplite", "src_port", &udpi_explain_port},
        {"fragment", "src_port", &udpi_explain_port},
        {"arp", "target_ip", &udpi_explain_ipv4},
        {"sll", "address", &udpi_explain_mac},
        {"ipv4", "ttl", &udpi_explain_hops},
        {"ipv6", "hop_limit", &udpi_explain_hops},
        {"mpls", "ttl", NULL},
        {"udp", "checksum_status", &udpi_explain_checksum},
        {"gre", "checksum_status", &udpi_explain_checksum},
        {"ipv4", "fragment_offset", &udpi_explain_fragment},
        {"fragment", "hex", &udpi_explain_piece},
        {"payload", "hex", NULL},
        {"udp", "length", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct udpi_protocol *protocol = udpi_protocol_find(rows[i].protocol);
        assert_non_null(protocol);
        int field = udpi_field_find(protocol, rows[i].field);
        assert_true(field >= 0);
        if (udpi_explain_find(protocol, &protocol->fields[field]) != rows[i].kind)
            fail_msg("%s.%s", rows[i].protocol, rows[i].field);
    }
}

static void says_whose_a_fact_is(void **state) {
    (void)state;
    static const struct {
        const char *protocol, *field, *key;
    } rows[] = {
        {"eth", "src", "src_kind"},
        {"ipv4", "dst", "dst_location"},
        {"udp", "src_port", "src_port_kind"},
        {"arp", "sender_ip", "sender_ip_location"},
        {"ipv4", "ttl", "hops"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct udpi_protocol *protocol = udpi_protocol_find(rows[i].protocol);
        const struct udpi_field *field = &protocol->fields[udpi_field_find(protocol, rows[i].field)];
        const struct udpi_explain_kind *kind = udpi_explain_find(protocol, field);
        char key[UDPI_EXPLAIN_KEY_SIZE];
        udpi_explain_write_key(key, kind, field, &kind->members[0]);
        assert_string_equal(key, rows[i].key);
    }
}

/* Measures the frame of the README: 14 of Ethernet, 20 of IPv4, 8 of UDP, 5 of "hello". */
static bool measure(uint32_t mtu, uint32_t length, struct udpi_envelope *envelope) {
    struct picture picture = make_picture(&udpi_render_boxes, 80);
    add_hex(&picture, HELLO);
    picture.frame.bytes = picture.bytes;
    picture.frame.mtu = mtu;
    picture.frame.length = length;
    struct udpi_decoder *decoder = udpi_decoder_create();
    assert_non_null(decoder);
    bool is_known = udpi_envelope_measure(udpi_decode(decoder, &picture.frame), envelope);
    udpi_decoder_free(decoder);
    return is_known;
}

static void measures_the_envelope(void **state) {
    (void)state;
    struct udpi_envelope envelope;
    assert_true(measure(0, 47, &envelope));
    assert_string_equal(envelope.content, "payload");
    assert_int_equal(envelope.content_size, 5);
    assert_int_equal(envelope.percent, 89); /* 42 of 47: 89.4 */
    assert_int_equal(envelope.mtu, 1500);
    assert_true(envelope.is_mtu_assumed);
    assert_true(envelope.has_room);
    assert_int_equal(envelope.room, 1472);
}

/* An IPv4 packet has at most 65535 bytes, even where the loopback interface would take one more. */
static void takes_the_mtu_of_the_interface(void **state) {
    (void)state;
    static const struct {
        uint32_t mtu, room;
        bool has_room;
    } rows[] = {{28, 0, true},      {27, 0, false},       {576, 548, true},
                {9000, 8972, true}, {65535, 65507, true}, {65536, 65507, true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_envelope envelope;
        assert_true(measure(rows[i].mtu, 47, &envelope));
        assert_false(envelope.is_mtu_assumed);
        assert_int_equal(envelope.has_room, rows[i].has_room);
        assert_int_equal(envelope.room, rows[i].room);
    }
    struct udpi_envelope envelope;
    char sentences[UDPI_EXPLAIN_SENTENCE_SIZE];
    assert_true(measure(9000, 47, &envelope));
    udpi_envelope_write(&envelope, sentences);
    assert_string_equal(sentences,
                        "5 bytes of payload in 47 bytes of frame: 42 of envelope, 89 % of it. In these headers, "
                        "the interface's MTU of 9000 has room for 8972 bytes.");
}

static void says_nothing_of_a_frame_that_was_cut(void **state) {
    (void)state;
    struct udpi_envelope envelope;
    assert_false(measure(0, 48, &envelope));
    assert_false(measure(0, 46, &envelope)); /* or of one whose lengths disagree */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_room_for_all_keys),          cmocka_unit_test(finds_the_fields_of_its_table),
        cmocka_unit_test(says_whose_a_fact_is),           cmocka_unit_test(measures_the_envelope),
        cmocka_unit_test(takes_the_mtu_of_the_interface), cmocka_unit_test(says_nothing_of_a_frame_that_was_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
