/* render/json: whole documents, of frames that are decoded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <cjson/cJSON.h>

#include <udpinspect/decoder.h>

#include "core/bytes.h"
#include "render/json_text.h"
#include "render/render.h"

/*
 * The frame of the packet document's example: "hello" from 192.168.1.10:51000 to 192.168.1.20:7788. The header checksum by
 * hand: 4500+0021+1c46+4000+4011+c0a8+010a+c0a8+0114 = 264e6, folded 64e8, inverted 9b17.
 */
static const uint8_t hello[47] = {
    0x02, 0x00, 0x00, 0x00, 0x00, 0x02, 0x02, 0x00, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x45, 0x00,
    0x00, 0x21, 0x1c, 0x46, 0x40, 0x00, 0x40, 0x11, 0x9b, 0x17, 0xc0, 0xa8, 0x01, 0x0a, 0xc0, 0xa8,
    0x01, 0x14, 0xc7, 0x38, 0x1e, 0x6c, 0x00, 0x0d, 0x52, 0xee, 'h',  'e',  'l',  'l',  'o',
};
static const int64_t hello_time = INT64_C(1795341600123456789); /* 2026-11-22T10:00:00.123456789Z */

enum { PAYLOAD_AT = 42, ETHERNET = 1, LOUD = 0xbad };

struct fixture {
    struct udpi_decoder *decoder;
    void *json, *pretty;
    struct udpi_sink sink;
};

static int open_fixture(void **state) {
    static struct fixture fixture;
    struct udpi_render_options options = {.columns = 80};
    fixture.decoder = udpi_decoder_create();
    fixture.json = udpi_render_json.open(&options);
    fixture.pretty = udpi_render_json_pretty.open(&options);
    *state = &fixture;
    return fixture.decoder && fixture.json && fixture.pretty && udpi_sink_open(&fixture.sink, NULL, NULL) ? 0 : -1;
}

static int close_fixture(void **state) {
    struct fixture *fixture = *state;
    udpi_sink_close(&fixture->sink);
    udpi_render_json_pretty.close(fixture->pretty);
    udpi_render_json.close(fixture->json);
    udpi_decoder_free(fixture->decoder);
    return 0;
}

/* The line of a frame, without its newline; valid until the next call. */
static const char *render(struct fixture *fixture, const struct udpi_frame *frame) {
    fixture->sink.used = 0;
    udpi_render_json.packet(fixture->json, udpi_decode(fixture->decoder, frame), &fixture->sink);
    assert_int_equal(fixture->sink.bytes[fixture->sink.used - 1], '\n');
    fixture->sink.bytes[fixture->sink.used - 1] = '\0';
    assert_null(strchr(fixture->sink.bytes, '\n'));
    return fixture->sink.bytes;
}

static struct udpi_frame make_frame(const uint8_t *bytes, uint32_t size) {
    return (struct udpi_frame){.bytes = bytes,
                               .captured = size,
                               .length = size,
                               .time = hello_time,
                               .number = 1,
                               .link_type = ETHERNET,
                               .link_type_name = "EN10MB"};
}

static void expect_part(const char *line, const char *part) {
    if (!strstr(line, part))
        fail_msg("%s\nis not in\n%s", part, line);
}

static void expect_no_part(const char *line, const char *part) {
    if (strstr(line, part))
        fail_msg("%s\nis in\n%s", part, line);
}

/* A "hello" frame with other bytes for a payload; the UDP checksum is left out, the lengths fit. */
static const char *render_payload(struct fixture *fixture, const void *payload, size_t size) {
    static uint8_t bytes[PAYLOAD_AT + 65507];
    memcpy(bytes, hello, PAYLOAD_AT);
    memcpy(bytes + PAYLOAD_AT, payload, size);
    udpi_store_be(bytes + 16, 2, 28 + size);
    udpi_store_be(bytes + 38, 2, 8 + size);
    udpi_store_be(bytes + 40, 2, 0);
    struct udpi_frame frame = make_frame(bytes, (uint32_t)(PAYLOAD_AT + size));
    return render(fixture, &frame);
}

/* --- tests -------------------------------------------------------------------------------------------------------- */

static void writes_the_example_of_the_contract(void **state) {
    struct udpi_frame frame = make_frame(hello, sizeof hello);
    frame.interface = "eth0";
    const char *expected =
        "{\"type\":\"packet\",\"frame\":1,\"time\":\"2026-11-22T10:00:00.123456789Z\",\"interface\":\"eth0\","
        "\"link_type\":\"EN10MB\",\"captured\":47,\"length\":47,\"path\":\"eth|ipv4|udp|payload\","
        "\"src\":\"192.168.1.10\",\"src_port\":51000,\"dst\":\"192.168.1.20\",\"dst_port\":7788,\"layers\":["
        "{\"layer\":\"eth\",\"offset\":0,\"size\":14,\"dst\":\"02:00:00:00:00:02\",\"src\":\"02:00:00:00:00:01\","
        "\"ethertype\":2048,\"ethertype_name\":\"IPv4\"},"
        "{\"layer\":\"ipv4\",\"offset\":14,\"size\":20,\"dscp\":0,\"ecn\":0,\"total_length\":33,\"id\":7238,"
        "\"dont_fragment\":true,\"more_fragments\":false,\"fragment_offset\":0,\"ttl\":64,\"protocol\":17,"
        "\"protocol_name\":\"UDP\",\"checksum\":39703,\"checksum_status\":\"good\",\"src\":\"192.168.1.10\","
        "\"dst\":\"192.168.1.20\"},"
        "{\"layer\":\"udp\",\"offset\":34,\"size\":8,\"src_port\":51000,\"dst_port\":7788,\"length\":13,"
        "\"checksum\":21230,\"checksum_status\":\"good\"},"
        "{\"layer\":\"payload\",\"offset\":42,\"size\":5,\"hex\":\"68656c6c6f\",\"text\":\"hello\"}],\"notes\":[]}";
    for (unsigned i = 0; i < 3; i++) /* the second time much of it is recalled */
        assert_string_equal(render(*state, &frame), expected);
}

static void escapes_what_comes_from_the_wire(void **state) {
    expect_part(render_payload(*state, "a\"b\\c\td\r\n", 9), "\"text\":\"a\\\"b\\\\c\\td\\r\\n\"}");
    expect_part(render_payload(*state, "\xe4\xbd\xa0\xe5\xa5\xbd", 6),
                "\"hex\":\"e4bda0e5a5bd\",\"text\":\"\xe4\xbd\xa0\xe5\xa5\xbd\"}");
    /* cut off, control, bidirectional override, zero width: no text at all */
    expect_part(render_payload(*state, "ok\xe4\xbd", 4), "\"size\":4,\"hex\":\"6f6be4bd\"}");
    expect_part(render_payload(*state, "ok\x1b[", 4), "\"size\":4,\"hex\":\"6f6b1b5b\"}");
    expect_part(render_payload(*state, "\xe2\x80\xae", 3), "\"hex\":\"e280ae\"}");
    expect_part(render_payload(*state, "\xe2\x80\x8b", 3), "\"hex\":\"e2808b\"}");
    expect_part(render_payload(*state, "", 1), "\"size\":1,\"hex\":\"00\"}");
}

static void writes_long_payloads_whole(void **state) {
    static uint8_t payload[65507];
    static char hex[2 * sizeof payload + 1], text[2 * sizeof payload + 1];
    for (size_t i = 0; i < sizeof payload; i++) {
        payload[i] = '"';
        memcpy(hex + 2 * i, "22", 3);
        memcpy(text + 2 * i, "\\\"", 3);
    }
    const char *line = render_payload(*state, payload, sizeof payload);
    expect_part(line, hex);
    expect_part(line, text);
    memset(payload, 1, sizeof payload);
    line = render_payload(*state, payload, sizeof payload);
    expect_part(line, "010101\"}],\"notes\"");
    assert_true(strlen(line) > 2 * sizeof payload);
}

static void puts_no_leftovers_into_the_path(void **state) {
    /* 13 bytes more than the IP packet has, and the UDP length 2 shorter than the IP packet would let it be */
    uint8_t bytes[60] = {0};
    memcpy(bytes, hello, sizeof hello);
    udpi_store_be(bytes + 38, 2, 11);
    udpi_store_be(bytes + 40, 2, 0);
    struct udpi_frame frame = make_frame(bytes, sizeof bytes);
    const char *line = render(*state, &frame);
    expect_part(line, "\"path\":\"eth|ipv4|udp|payload\"");
    expect_part(line, "{\"layer\":\"payload\",\"offset\":42,\"size\":3,\"hex\":\"68656c\",\"text\":\"hel\"},"
                      "{\"layer\":\"surplus\",\"offset\":45,\"size\":2,\"hex\":\"6c6f\",\"text\":\"lo\"},"
                      "{\"layer\":\"trailer\",\"offset\":47,\"size\":13,\"hex\":\"00000000000000000000000000\"}]");
    expect_part(line, "\"notes\":[{\"layer\":4,\"code\":\"surplus-bytes\",\"severity\":\"info\",\"text\":\"");
}

static void tells_what_is_wrong(void **state) {
    uint8_t bytes[sizeof hello];
    memcpy(bytes, hello, sizeof hello);
    bytes[41] ^= 1; /* 52ef for 52ee */
    struct udpi_frame frame = make_frame(bytes, sizeof bytes);
    const char *line = render(*state, &frame);
    expect_part(line, "\"checksum\":21231,\"checksum_status\":\"bad\"}");
    expect_part(line, "\"notes\":[{\"layer\":2,\"code\":\"udp-checksum-bad\",\"severity\":\"warning\",\"text\":"
                      "\"the checksum is 0x52ef, and should be 0x52ee\"}]}");
    frame = make_frame(hello, 45);
    frame.length = sizeof hello;
    line = render(*state, &frame);
    expect_part(line, "\"captured\":45,\"length\":47,");
    expect_part(line, "\"checksum_status\":\"unverified\"},{\"layer\":\"payload\",\"offset\":42,\"size\":3,");
    expect_part(line, "\"code\":\"truncated\",\"severity\":\"warning\"");
}

static void writes_frames_that_nobody_knows(void **state) {
    struct udpi_frame frame = make_frame((const uint8_t *)"?", 1);
    frame.link_type = LOUD;
    frame.link_type_name = NULL;
    frame.number = 4294967296;
    expect_part(
        render(*state, &frame),
        "\"frame\":4294967296,\"time\":\"2026-11-22T10:00:00.123456789Z\",\"link_type\":\"2989\",\"captured\":1,"
        "\"length\":1,\"path\":\"payload\",\"layers\":[{\"layer\":\"payload\",\"offset\":0,\"size\":1,\"hex\":\"3f\","
        "\"text\":\"?\"}],\"notes\":[{\"code\":\"unknown-link-type\",\"severity\":\"info\",\"text\":\"");
    frame.captured = frame.length = 0;
    expect_part(render(*state, &frame), "\"captured\":0,\"length\":0,\"path\":\"\",\"layers\":[],\"notes\":[{");
}

static void writes_the_time(void **state) {
    struct udpi_frame frame = make_frame(hello, sizeof hello);
    frame.time = UDPI_NO_TIME;
    const char *line = render(*state, &frame);
    expect_no_part(line, "\"time\"");
    expect_part(line, "\"frame\":1,\"link_type\"");
    expect_part(line, "\"notes\":[]");
    frame.time = UDPI_FAR_TIME;
    line = render(*state, &frame);
    expect_no_part(line, "\"time\"");
    expect_part(line, "\"notes\":[{\"code\":\"time-out-of-range\",\"severity\":\"info\",\"text\":\"");
    frame.time = -1;
    expect_part(render(*state, &frame), "\"time\":\"1969-12-31T23:59:59.999999999Z\"");
    frame.time = INT64_C(951782400000000000); /* a leap day */
    expect_part(render(*state, &frame), "\"time\":\"2000-02-29T00:00:00.000000000Z\"");
}

static void tells_the_far_time_behind_other_notes(void **state) {
    struct udpi_frame frame = make_frame(hello, 45);
    frame.length = sizeof hello;
    frame.time = UDPI_FAR_TIME;
    const char *line = render(*state, &frame);
    expect_part(line, "},{\"code\":\"time-out-of-range\"");
    cJSON *document = cJSON_Parse(line);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(document, "notes")), 2);
    cJSON_Delete(document);
}

static void writes_any_interface(void **state) {
    static char name[3001];
    struct udpi_frame frame = make_frame(hello, sizeof hello);
    frame.interface = "a\"\x01";
    expect_part(render(*state, &frame), "\"interface\":\"a\\\"\\\\x01\",\"link_type\"");
    expect_part(render(*state, &frame), "\"interface\":\"a\\\"\\\\x01\",\"link_type\"");
    frame.interface = "";
    expect_no_part(render(*state, &frame), "interface");
    memset(name, 1, sizeof name - 1);
    frame.interface = name;
    const char *line = render(*state, &frame);
    assert_true(strlen(line) > 5 * strlen(name)); /* \\x01 each */
    cJSON *document = cJSON_Parse(line);
    assert_int_equal(strlen(cJSON_GetObjectItem(document, "interface")->valuestring), 4 * strlen(name));
    cJSON_Delete(document);
    frame.interface = "eth1";
    expect_part(render(*state, &frame), "\"interface\":\"eth1\",\"link_type\"");
}

static void gives_a_first_fragment_its_ports(void **state) {
    uint8_t bytes[sizeof hello];
    memcpy(bytes, hello, sizeof hello);
    bytes[20] = 0x20; /* more fragments; the header checksum was made with 4000 */
    udpi_store_be(bytes + 24, 2, 0x9b17 + 0x2000);
    struct udpi_frame frame = make_frame(bytes, sizeof bytes);
    const char *line = render(*state, &frame);
    expect_part(line,
                "\"path\":\"eth|ipv4|fragment\",\"src\":\"192.168.1.10\",\"src_port\":51000,\"dst\":\"192.168.1.20\","
                "\"dst_port\":7788,");
    expect_part(line, "{\"layer\":\"fragment\",\"offset\":34,\"size\":13,\"src_port\":51000,\"dst_port\":7788,"
                      "\"hex\":\"c7381e6c000d52ee68656c6c6f\"}],\"notes\":[]}");
    bytes[21] = 1; /* at byte 8 */
    udpi_store_be(bytes + 24, 2, 0x9b17 + 0x1fff);
    line = render(*state, &frame);
    expect_part(line, "\"path\":\"eth|ipv4|fragment\",\"layers\"");
    expect_part(line, "\"fragment_offset\":8,");
    expect_part(line, "{\"layer\":\"fragment\",\"offset\":34,\"size\":13,\"hex\":\"c738");
}

/* Bytes that are wrong in any place still give one JSON object in UTF-8. The generator is xorshift, from a fixed seed. */
static void writes_json_of_any_bytes(void **state) {
    struct fixture *fixture = *state;
    uint8_t bytes[sizeof hello];
    uint32_t random = 2463534242;
    for (unsigned round = 0; round < 20000; round++) {
        memcpy(bytes, hello, sizeof hello);
        for (unsigned change = 0; change <= round % 4; change++) {
            random ^= random << 13;
            random ^= random >> 17;
            random ^= random << 5;
            bytes[random % sizeof bytes] = (uint8_t)(random >> 8);
        }
        struct udpi_frame frame = make_frame(bytes, round % (sizeof bytes + 1));
        frame.length = sizeof bytes;
        const char *line = render(fixture, &frame);
        const char *end = NULL;
        cJSON *document = cJSON_ParseWithOpts(line, &end, true);
        assert_true(cJSON_IsObject(document));
        assert_ptr_equal(end, line + strlen(line));
        cJSON_Delete(document);
    }
}

static int count_bytes(void *context, const char *bytes, size_t count) {
    struct udpi_sink *all = context;
    udpi_sink_write(all, bytes, count);
    return 0;
}

/* Whatever the state of the buffer, what comes out is the same. */
static void hands_over_whole_lines_in_order(void **state) {
    struct fixture *fixture = *state;
    struct udpi_sink all, drained;
    assert_true(udpi_sink_open(&all, NULL, NULL));
    assert_true(udpi_sink_open(&drained, count_bytes, &all));
    fixture->sink.used = 0;
    for (uint32_t i = 0; i < 3000; i++) {
        uint8_t bytes[PAYLOAD_AT + 3000];
        memcpy(bytes, hello, PAYLOAD_AT);
        memset(bytes + PAYLOAD_AT, 'a' + (int)(i % 26), sizeof bytes - PAYLOAD_AT);
        struct udpi_frame frame = make_frame(bytes, PAYLOAD_AT + i);
        const struct udpi_packet *packet = udpi_decode(fixture->decoder, &frame);
        udpi_render_json.packet(fixture->json, packet, &fixture->sink);
        udpi_render_json.packet(fixture->json, packet, &drained);
    }
    assert_int_equal(udpi_sink_flush(&drained), 0);
    assert_int_equal(all.used, fixture->sink.used);
    assert_memory_equal(all.bytes, fixture->sink.bytes, all.used);
    udpi_sink_close(&drained);
    udpi_sink_close(&all);
}

static void writes_the_same_document_indented(void **state) {
    struct fixture *fixture = *state;
    struct udpi_frame frame = make_frame(hello, sizeof hello);
    static const uint64_t numbers[] = {1, 4294967295, 1000000000000000, 9007199254740991};
    static const char *const texts[] = {"\"frame\":\t1,", "\"frame\":\t4294967295,", "\"frame\":\t1000000000000000,",
                                        "\"frame\":\t9007199254740991,"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        frame.number = numbers[i];
        cJSON *compact = cJSON_Parse(render(fixture, &frame));
        fixture->sink.used = 0;
        udpi_render_json_pretty.packet(fixture->pretty, udpi_decode(fixture->decoder, &frame), &fixture->sink);
        udpi_sink_write(&fixture->sink, "", 1);
        expect_part(fixture->sink.bytes, texts[i]);
        assert_string_equal(fixture->sink.bytes + fixture->sink.used - 3, "}\n");
        cJSON *pretty = cJSON_Parse(fixture->sink.bytes);
        assert_true(cJSON_Compare(compact, pretty, true));
        cJSON_Delete(compact);
        cJSON_Delete(pretty);
    }
}

/* The prebuilt texts have a fixed size: UDPI_JSON_KEY_SIZE, UDPI_JSON_HEAD_SIZE, each with a NUL. */
static void has_room_for_all_keys(void **state) {
    (void)state;
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const struct udpi_protocol *protocol = udpi_protocols[i];
        assert_true(strlen("{\"layer\":\"\",\"offset\":") + strlen(protocol->key) < UDPI_JSON_HEAD_SIZE);
        for (unsigned field = 0; field < protocol->field_count; field++)
            assert_true(strlen(",\"\":") + strlen(protocol->fields[field].key) < UDPI_JSON_KEY_SIZE);
    }
}

/* The keys at the top are those of the layers. */
static void calls_endpoints_by_the_keys_of_the_contract(void **state) {
    (void)state;
    static const char *const keys[] = {"src", "dst", "src_port", "dst_port"};
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const struct udpi_protocol *protocol = udpi_protocols[i];
        for (unsigned j = 0; j < protocol->field_count; j++) {
            const struct udpi_field *field = &protocol->fields[j];
            if (field->flags & (UDPI_SRC | UDPI_DST))
                assert_string_equal(field->key,
                                    keys[(field->flags & UDPI_DST ? 1 : 0) + (field->type == UDPI_PORT ? 2 : 0)]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_the_example_of_the_contract),
        cmocka_unit_test(escapes_what_comes_from_the_wire),
        cmocka_unit_test(writes_long_payloads_whole),
        cmocka_unit_test(puts_no_leftovers_into_the_path),
        cmocka_unit_test(tells_what_is_wrong),
        cmocka_unit_test(writes_frames_that_nobody_knows),
        cmocka_unit_test(writes_the_time),
        cmocka_unit_test(tells_the_far_time_behind_other_notes),
        cmocka_unit_test(writes_any_interface),
        cmocka_unit_test(gives_a_first_fragment_its_ports),
        cmocka_unit_test(writes_json_of_any_bytes),
        cmocka_unit_test(hands_over_whole_lines_in_order),
        cmocka_unit_test(writes_the_same_document_indented),
        cmocka_unit_test(has_room_for_all_keys),
        cmocka_unit_test(calls_endpoints_by_the_keys_of_the_contract),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
