/* render/json: values of every type and nesting, of a protocol that this test puts in place of all others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <udpinspect/packet.h>

#include "render/render.h"

/* --- the made-up protocols ---------------------------------------------------------------------------------------- */

enum {
    NUMBER,
    WIDE,
    WIDEST_NUMBER,
    LEAST_WIDE,
    UNBOUNDED,
    SIGNED,
    NAMED,
    FLAG,
    WORD,
    MAC,
    IPV4,
    IPV6,
    BYTES,
    TEXT,
    CLEAN,
    DETAIL,
    NAMES,
    NAME,
    RECORDS,
    RECORD,
    RECORD_KIND,
    RECORD_DATA,
    RECORD_PARTS,
    RECORD_PART,
    HIDDEN,
    HIDDEN_PART,
    BOX,
    BOX_NUMBER,
    FIELDS
};

static const struct udpi_name kind_entries[] = {
    UDPI_NAME(1, "one"),
    UDPI_NAME(5, "five \"5\""),
    UDPI_NAME(9, "a name that is too long to be kept from one packet to the next one"),
};
static const struct udpi_names kinds = {kind_entries, 3};

static const struct udpi_field fields[FIELDS] = {
    [NUMBER] = {.key = "number", .type = UDPI_UINT, UDPI_AT(0, 4)},
    [WIDE] = {.key = "wide", .type = UDPI_UINT, UDPI_AT(0, 8)},
    [WIDEST_NUMBER] = {.key = "widest_number", .type = UDPI_HEX, UDPI_BITS(0, 53)},
    [LEAST_WIDE] = {.key = "least_wide", .type = UDPI_HEX, UDPI_BITS(0, 54)},
    [UNBOUNDED] = {.key = "unbounded", .type = UDPI_UINT},
    [SIGNED] = {.key = "signed", .type = UDPI_INT},
    [NAMED] = {.key = "named", .type = UDPI_UINT, .names = &kinds, UDPI_AT(0, 1)},
    [FLAG] = {.key = "flag", .type = UDPI_BOOL, UDPI_BITS(0, 1)},
    [WORD] = {.key = "word", .type = UDPI_WORD, .names = &kinds},
    [MAC] = {.key = "mac", .type = UDPI_MAC, .flags = UDPI_SRC, UDPI_AT(0, 6)},
    [IPV4] = {.key = "ipv4", .type = UDPI_IPV4, .flags = UDPI_DST, UDPI_AT(0, 4)},
    [IPV6] = {.key = "ipv6", .type = UDPI_IPV6},
    [BYTES] = {.key = "bytes", .type = UDPI_BYTES},
    [TEXT] = {.key = "text", .type = UDPI_TEXT},
    [CLEAN] = {.key = "clean", .type = UDPI_TEXT, .flags = UDPI_IF_CLEAN},
    [DETAIL] = {.key = "detail", .type = UDPI_UINT, .flags = UDPI_DETAIL, UDPI_AT(0, 1)},
    [NAMES] = {.key = "names", .type = UDPI_LIST},
    [NAME] = {.key = "name", .type = UDPI_TEXT, .within = UDPI_WITHIN(NAMES)},
    [RECORDS] = {.key = "records", .type = UDPI_LIST},
    [RECORD] = {.key = "record", .type = UDPI_GROUP, .within = UDPI_WITHIN(RECORDS)},
    [RECORD_KIND] = {.key = "kind", .type = UDPI_UINT, .names = &kinds, .within = UDPI_WITHIN(RECORD)},
    [RECORD_DATA] = {.key = "data", .type = UDPI_BYTES, .within = UDPI_WITHIN(RECORD)},
    [RECORD_PARTS] = {.key = "parts", .type = UDPI_LIST, .within = UDPI_WITHIN(RECORD)},
    [RECORD_PART] = {.key = "part", .type = UDPI_UINT, .within = UDPI_WITHIN(RECORD_PARTS)},
    [HIDDEN] = {.key = "hidden", .type = UDPI_LIST, .flags = UDPI_DETAIL},
    [HIDDEN_PART] = {.key = "part", .type = UDPI_UINT, .within = UDPI_WITHIN(HIDDEN)},
    [BOX] = {.key = "box", .type = UDPI_GROUP},
    [BOX_NUMBER] = {.key = "number", .type = UDPI_UINT, .within = UDPI_WITHIN(BOX)},
};

static const struct udpi_protocol made_up = {.key = "made_up", .fields = fields, .field_count = FIELDS};
static const struct udpi_protocol rest = {.key = "rest", .is_leftover = true};
const struct udpi_protocol *const udpi_protocols[] = {&made_up, &rest};
const size_t udpi_protocol_count = 2;

/* --- packets ------------------------------------------------------------------------------------------------------ */

static const uint8_t bytes[] = "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01host\xff\x01 a\"b";
enum { HOST = 16, NOISE = 20, QUOTED = 22, COUNT = sizeof bytes - 1 };

static struct udpi_packet packet;
static struct udpi_sink sink;
static void *json;

static void add_layer(uint8_t id) {
    packet.layers[packet.layer_count++] = (struct udpi_layer){
        .protocol = udpi_protocols[id], .protocol_id = id, .size = COUNT, .first_value = packet.value_count};
}

static int start_packet(void **state) {
    (void)state;
    packet = (struct udpi_packet){
        .frame = {.bytes = bytes, .captured = COUNT, .length = COUNT, .time = UDPI_NO_TIME, .number = 1},
        .address_layer = UDPI_NO_LAYER,
        .port_layer = UDPI_NO_LAYER,
        .buffer_count = 1,
        .buffers = {{bytes, COUNT}},
    };
    add_layer(0);
    return 0;
}

static void put(unsigned depth, unsigned field, uint64_t number) {
    packet.values[packet.value_count++] =
        (struct udpi_value){.number = number, .depth = depth & 15, .field = field & 255};
    packet.layers[packet.layer_count - 1].value_count++;
}

static void put_bytes(unsigned depth, unsigned field, uint32_t offset, uint32_t length) {
    put(depth, field, 0);
    packet.values[packet.value_count - 1].offset = offset;
    packet.values[packet.value_count - 1].length = length & 0xfffff;
}

static const char *render(void) {
    sink.used = 0;
    udpi_render_json.packet(json, &packet, &sink);
    sink.bytes[sink.used - 1] = '\0';
    return sink.bytes;
}

/* Compares what stands behind `"size":26` in the only layer; twice, since the second time text is recalled. */
static void expect(const char *members) {
    for (unsigned i = 0; i < 2; i++) {
        const char *line = render();
        const char *start = strstr(line, "\"size\":26");
        const char *end = strstr(line, "}],\"notes\":[");
        assert_non_null(start);
        assert_non_null(end);
        start += strlen("\"size\":26");
        if (strlen(members) != (size_t)(end - start) || memcmp(start, members, strlen(members)) != 0)
            fail_msg("%s\nwas expected, there is\n%s", members, start);
    }
}

static int open_json(void **state) {
    (void)state;
    json = udpi_render_json.open(&(struct udpi_render_options){0});
    return json && udpi_sink_open(&sink, NULL, NULL) ? 0 : -1;
}

static int close_json(void **state) {
    (void)state;
    udpi_render_json.close(json);
    udpi_sink_close(&sink);
    return 0;
}

/* --- tests -------------------------------------------------------------------------------------------------------- */

static void writes_numbers(void **state) {
    (void)state;
    put(0, NUMBER, 4294967295);
    put(0, WIDE, 255);
    put(0, WIDEST_NUMBER, 9007199254740991);
    put(0, LEAST_WIDE, 9007199254740992);
    put(0, UNBOUNDED, 9007199254740991);
    expect(",\"number\":4294967295,\"wide\":\"0x00000000000000ff\",\"widest_number\":9007199254740991,"
           "\"least_wide\":\"0x20000000000000\",\"unbounded\":9007199254740991");
}

static void writes_signs(void **state) {
    (void)state;
    put(0, SIGNED, (uint64_t)-1);
    expect(",\"signed\":-1");
    packet.values[0].number = INT32_MAX;
    expect(",\"signed\":2147483647");
}

static void writes_no_number_that_readers_would_round(void **state) {
    (void)state;
    put(0, UNBOUNDED, 9007199254740992);
    expect(",\"unbounded\":\"0x0020000000000000\"");
}

static void writes_names_beside_numbers(void **state) {
    (void)state;
    static const struct {
        uint64_t number;
        const char *members;
    } cases[] = {
        {1, ",\"named\":1,\"named_name\":\"one\""},
        {5, ",\"named\":5,\"named_name\":\"five \\\"5\\\"\""}, /* shares the place of 1 among what is recalled */
        {1, ",\"named\":1,\"named_name\":\"one\""},
        {2, ",\"named\":2"},
        {9, ",\"named\":9,\"named_name\":\"a name that is too long to be kept from one packet to the next one\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        start_packet(NULL);
        put(0, NAMED, cases[i].number);
        expect(cases[i].members);
    }
}

static void writes_flags_and_words(void **state) {
    (void)state;
    put(0, FLAG, 0);
    put(0, WORD, 1);
    expect(",\"flag\":false,\"word\":\"one\"");
    packet.values[0].number = 1;
    packet.values[1].number = 2; /* has no word: the type of the key stays what it is */
    expect(",\"flag\":true,\"word\":\"2\"");
}

static void writes_addresses(void **state) {
    (void)state;
    put(0, MAC, 0x02000000fe01);
    put(0, IPV4, 0xc0000201);
    put_bytes(0, IPV6, 0, 16);
    expect(",\"mac\":\"02:00:00:00:fe:01\",\"ipv4\":\"192.0.2.1\",\"ipv6\":\"2001:db8::1\"");
}

static void writes_bytes_and_text(void **state) {
    (void)state;
    put_bytes(0, BYTES, NOISE, 3);
    put_bytes(0, TEXT, HOST, 6);
    put_bytes(0, CLEAN, QUOTED, 4);
    expect(",\"bytes\":\"ff0120\",\"text\":\"host\\\\xff\\\\x01\",\"clean\":\" a\\\"b\"");
}

static void leaves_out_what_is_not_there(void **state) {
    (void)state;
    put(0, DETAIL, 1);
    put_bytes(0, BYTES, 0, 0);
    put_bytes(0, TEXT, 0, 0);
    put_bytes(0, CLEAN, HOST, 5); /* has a byte that is no text */
    put(0, HIDDEN, 0);
    put(1, HIDDEN_PART, 7);
    put(0, NUMBER, 3);
    expect(",\"number\":3");
}

static void writes_lists(void **state) {
    (void)state;
    put(0, NAMES, 0);
    put_bytes(1, NAME, HOST, 4);
    put_bytes(1, NAME, 0, 0); /* an empty name is an element all the same */
    put_bytes(1, NAME, HOST, 2);
    put(0, RECORDS, 0);
    put(0, NUMBER, 3);
    expect(",\"names\":[\"host\",\"\",\"ho\"],\"records\":[],\"number\":3");
}

static void writes_lists_in_groups_in_lists(void **state) {
    (void)state;
    put(0, RECORDS, 0);
    put(1, RECORD, 0);
    put(2, RECORD_KIND, 1);
    put_bytes(2, RECORD_DATA, HOST, 2);
    put(2, RECORD_PARTS, 0);
    put(3, RECORD_PART, 10);
    put(3, RECORD_PART, 20);
    put(1, RECORD, 0);
    put(1, RECORD, 0);
    put(2, RECORD_PARTS, 0);
    put(2, RECORD_KIND, 2);
    put(0, BOX, 0);
    put(1, BOX_NUMBER, 4);
    put(0, BOX, 0);
    expect(",\"records\":[{\"kind\":1,\"kind_name\":\"one\",\"data\":\"686f\",\"parts\":[10,20]},{},{\"parts\":[],"
           "\"kind\":2}],"
           "\"box\":{\"number\":4},\"box\":{}");
}

static void closes_lists_that_end_the_layer(void **state) {
    (void)state;
    put(0, RECORDS, 0);
    put(1, RECORD, 0);
    put(2, RECORD_PARTS, 0);
    expect(",\"records\":[{\"parts\":[]}]");
}

/* Nesting that no list opens is a decoder's fault; the line is JSON all the same. */
static void survives_wrong_depths(void **state) {
    (void)state;
    put(3, NUMBER, 3);
    put(0, RECORDS, 0);
    put(9, RECORD_PART, 4);
    put(15, RECORD, 0);
    put(15, RECORD_KIND, 3);
    expect(",\"number\":3,\"records\":[4,{\"kind\":3}]");
}

static void writes_many_long_values(void **state) {
    (void)state;
    static uint8_t noise[1000];
    memset(noise, 0x01, sizeof noise);
    packet.buffers[0] = (struct udpi_buffer){noise, sizeof noise};
    put(0, NAMES, 0);
    while (packet.value_count < UDPI_MAX_VALUES)
        put_bytes(1, NAME, 0, sizeof noise);
    const char *line = render();
    assert_true(strlen(line) > (UDPI_MAX_VALUES - 1) * sizeof noise * 5);
    unsigned count = 0;
    for (const char *at = line; (at = strstr(at, "\\\\x01\",\"")); at++)
        count++;
    assert_int_equal(count, UDPI_MAX_VALUES - 2);
}

static void tells_where_layers_lie(void **state) {
    (void)state;
    static const uint64_t parts[] = {11, 12, 4294967296};
    add_layer(0);
    packet.layers[1].buffer = 1;
    packet.layers[1].is_quoted = true;
    add_layer(1);
    packet.buffer_count = 2;
    packet.buffers[1] = (struct udpi_buffer){bytes, 20};
    packet.parts = parts;
    packet.part_count = 3;
    const char *line = render();
    assert_non_null(
        strstr(line, "\"path\":\"made_up|made_up\",\"layers\":[{\"layer\":\"made_up\",\"offset\":0,\"size\":26},"
                     "{\"layer\":\"made_up\",\"offset\":0,\"size\":26,\"buffer\":\"reassembled\",\"quoted\":true},"
                     "{\"layer\":\"rest\",\"offset\":0,\"size\":26}],"
                     "\"reassembled\":{\"frames\":[11,12,4294967296],\"size\":20},\"notes\":[]}"));
}

/* The first field with the flag is not always there, or not where its index says. */
static void finds_endpoints(void **state) {
    (void)state;
    put(0, NUMBER, 1);
    put(0, MAC, 1);
    put(0, IPV4, 2);
    packet.address_layer = 0;
    assert_non_null(
        strstr(render(), "\"path\":\"made_up\",\"mac\":\"00:00:00:00:00:01\",\"ipv4\":\"0.0.0.2\",\"layers\""));
    packet.layers[0].value_count = 1;
    assert_non_null(strstr(render(), "\"path\":\"made_up\",\"layers\""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(writes_numbers, start_packet),
        cmocka_unit_test_setup(writes_signs, start_packet),
        cmocka_unit_test_setup(writes_no_number_that_readers_would_round, start_packet),
        cmocka_unit_test_setup(writes_names_beside_numbers, start_packet),
        cmocka_unit_test_setup(writes_flags_and_words, start_packet),
        cmocka_unit_test_setup(writes_addresses, start_packet),
        cmocka_unit_test_setup(writes_bytes_and_text, start_packet),
        cmocka_unit_test_setup(leaves_out_what_is_not_there, start_packet),
        cmocka_unit_test_setup(writes_lists, start_packet),
        cmocka_unit_test_setup(writes_lists_in_groups_in_lists, start_packet),
        cmocka_unit_test_setup(closes_lists_that_end_the_layer, start_packet),
        cmocka_unit_test_setup(survives_wrong_depths, start_packet),
        cmocka_unit_test_setup(writes_many_long_values, start_packet),
        cmocka_unit_test_setup(tells_where_layers_lie, start_packet),
        cmocka_unit_test_setup(finds_endpoints, start_packet),
    };
    return cmocka_run_group_tests(tests, open_json, close_json);
}
