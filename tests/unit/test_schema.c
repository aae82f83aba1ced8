/* render/schema: what the schema lets pass, and what not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <udpinspect/decoder.h>

#include "render/render.h"
#include "render/schema.h"
#include "schema_check.h"

/* The example of the packet document, as it stands there. */
static const char example[] =
    "{\"type\":\"packet\",\"frame\":1,\"time\":\"2026-11-22T10:00:00.123456789Z\",\"interface\":\"eth0\","
    "\"link_type\":\"EN10MB\",\"captured\":47,\"length\":47,\"path\":\"eth|ipv4|udp|payload\","
    "\"src\":\"192.168.1.10\",\"src_port\":51000,\"dst\":\"192.168.1.20\",\"dst_port\":7788,\"layers\":["
    "{\"layer\":\"eth\",\"offset\":0,\"size\":14,\"dst\":\"02:00:00:00:00:02\",\"src\":\"02:00:00:00:00:01\","
    "\"ethertype\":2048,\"ethertype_name\":\"IPv4\"},"
    "{\"layer\":\"ipv4\",\"offset\":14,\"size\":20,\"dscp\":0,\"ecn\":0,\"total_length\":33,\"id\":7238,"
    "\"dont_fragment\":true,\"more_fragments\":false,\"fragment_offset\":0,\"ttl\":64,\"protocol\":17,"
    "\"protocol_name\":\"UDP\",\"checksum\":39703,\"checksum_status\":\"good\",\"src\":\"192.168.1.10\","
    "\"dst\":\"192.168.1.20\",\"options\":[{\"type\":148,\"type_name\":\"Router "
    "Alert\",\"length\":4,\"data\":\"0000\"}]},"
    "{\"layer\":\"udp\",\"offset\":34,\"size\":8,\"src_port\":51000,\"dst_port\":7788,\"length\":13,"
    "\"checksum\":21230,\"checksum_status\":\"good\"},"
    "{\"layer\":\"payload\",\"offset\":42,\"size\":5,\"hex\":\"68656c6c6f\",\"text\":\"hello\"}],"
    "\"notes\":[{\"layer\":1,\"code\":\"malformed\",\"severity\":\"error\",\"text\":\"any\"}]}";

static int create_check(void **state) {
    char *text = udpi_schema_print();
    *state = text ? schema_check_create(text) : NULL;
    free(text);
    return *state ? 0 : -1;
}

static int free_check(void **state) {
    schema_check_free(*state);
    return 0;
}

static void expect_valid(struct schema_check *check, const char *line) {
    char breach[512] = "";
    if (!schema_check_line(check, line, strlen(line), breach, sizeof breach))
        fail_msg("%s\n%s", breach, line);
}

/* Replaces `part` of the example, which must be there once, and expects this breach. */
static void expect_breach(struct schema_check *check, const char *part, const char *replacement, const char *expected) {
    char line[2 * sizeof example], breach[512] = "";
    const char *at = strstr(example, part);
    assert_non_null(at);
    char *end = line + (at - example);
    memcpy(line, example, (size_t)(at - example));
    end = stpcpy(end, replacement);
    strcpy(end, at + strlen(part));
    if (schema_check_line(check, line, strlen(line), breach, sizeof breach))
        fail_msg("%s for %s is no breach", replacement, part);
    if (!strstr(breach, expected))
        fail_msg("%s\nwas expected, there is\n%s", expected, breach);
}

static void accepts_the_example(void **state) {
    expect_valid(*state, example);
}

static void refuses_what_breaks_the_contract(void **state) {
    static const struct {
        const char *part, *replacement, *breach;
    } cases[] = {
        {"\"type\":\"packet\"", "\"type\":\"pocket\"", "$.type: is none of the words"},
        {"\"frame\":1,", "", "$: lacks frame"},
        {"\"frame\":1,", "\"frame\":0,", "$.frame: is below the minimum"},
        {"\"frame\":1,", "\"frame\":1.5,", "$.frame: is no integer"},
        {"\"frame\":1,", "\"frame\":\"1\",", "$.frame: is no integer"},
        {"\"frame\":1,", "\"frame\":9007199254740993,", "$.frame: is"},
        {"\"frame\":1,", "\"frame\":1,\"frame\":1,", "$: has this key twice: frame"},
        {"\"frame\":1,", "\"frame\":1,\"color\":1,", "$: has the undeclared key color"},
        {"10:00:00.123456789Z", "10:00:00.123456Z", "$.time: does not match"},
        {"\"interface\":\"eth0\"", "\"interface\":null", "$.interface: is no string"},
        {"\"192.168.1.10\",\"src_port\"", "\"192.168.1.256\",\"src_port\"", "$.src: does not match"},
        {"\"dst_port\":7788,\"layers\"", "\"dst_port\":65536,\"layers\"", "$.dst_port: is above the maximum"},
        {"\"layer\":\"udp\"", "\"layer\":\"pdu\"", "$.layers[2].layer: is none of the words"},
        {"\"offset\":34,", "", "$.layers[2]: lacks offset"},
        {"\"dst\":\"02:00", "\"dst\":\"2:00", "$.layers[0].dst: does not match"},
        {"\"dscp\":0", "\"dscp\":64", "$.layers[1].dscp: is above the maximum"},
        {"\"fragment_offset\":0", "\"fragment_offset\":4", "$.layers[1].fragment_offset: is no multiple"},
        {"\"fragment_offset\":0", "\"fragment_offset\":65536", "$.layers[1].fragment_offset: is above the maximum"},
        {"\"dont_fragment\":true", "\"dont_fragment\":1", "$.layers[1].dont_fragment: is no boolean"},
        {"\"ttl\":64", "\"hop_limit\":64", "$.layers[1]: has the undeclared key hop_limit"},
        {"\"ttl\":64", "\"version\":4", "$.layers[1]: has the undeclared key version"},
        {"\"ttl\":64", "\"ttl_name\":\"some\"", "$.layers[1]: has the undeclared key ttl_name"},
        {"21230,\"checksum_status\":\"good\"", "1,\"checksum_status\":\"fine\"",
         "$.layers[2].checksum_status: is none of"},
        {"\"length\":4,\"data\"", "\"size\":4,\"data\"", "$.layers[1].options[0]: has the undeclared key size"},
        {"\"data\":\"0000\"", "\"data\":\"000\"", "$.layers[1].options[0].data: does not match"},
        {"\"hex\":\"68656c6c6f\"", "\"hex\":\"68656C6C6F\"", "$.layers[3].hex: does not match"},
        {"\"code\":\"malformed\"", "\"code\":\"deformed\"", "$.notes[0].code: is none of the words"},
        {"\"severity\":\"error\",", "", "$.notes[0]: lacks severity"},
        {"\"any\"}]}", "\"any\"}]} ", "$: is not one JSON object"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_breach(*state, cases[i].part, cases[i].replacement, cases[i].breach);
}

/* Options within options are held to the same schema, however deep they are. */
static void follows_lists_that_hold_their_like(void **state) {
    static const char last[] =
        "{\"layer\":\"payload\",\"offset\":42,\"size\":5,\"hex\":\"68656c6c6f\",\"text\":\"hello\"}";
    expect_breach(
        *state, last,
        "{\"layer\":\"dhcpv6\",\"offset\":42,\"size\":5,\"message_type\":7,\"options\":[{\"code\":9,\"options\":["
        "{\"code\":3,\"options\":[{\"code\":65536}]}]}]}",
        "$.layers[3].options[0].options[0].options[0].code: is above the maximum");
}

/* Frames with lists, of IPv4 and IPv6, with all their prefixes. */
static void accepts_what_is_decoded(void **state) {
    static const uint8_t ipv4[] = {
        2,    0, 0,    0,    0, 2,  2, 0, 0,   0,   0,   1,   0x81, 0x00, 0x20, 0x64, 0x08, 0x00, /* Ethernet, VLAN 100 */
        0x47, 0, 0,    41,   0, 1,  0, 0, 64,  17,  0,   0,   10,   0,    0,    1,    10,   0,    0,
        2,                                                         /* 28 bytes of header */
        0x94, 4, 0,    0,    1, 7,  3, 0,                          /* options; the last is cut */
        0xc0, 0, 0x1e, 0x6c, 0, 13, 0, 0, 'h', 'e', 'l', 'l', 'o', /* UDP */
    };
    static const uint8_t ipv6[] = {
        2,    0, 0,    0,    0, 2,  2, 0,  0,    0,   0,   1,    0x86, 0xdd, /* Ethernet */
        0x60, 0, 0,    0,    0, 61, 0, 64, 0x20, 1,   0xd, 0xb8, 0,    0,    0, 0,
        0,    0, 0,    0,    0, 0,  0, 1,                                          /* 61 bytes behind it */
        0x20, 1, 0xd,  0xb8, 0, 0,  0, 0,  0,    0,   0,   0,    0,    0,    0, 2, /* hop-by-hop follows */
        43,   0, 5,    2,    0, 0,  1, 0,                                          /* Router Alert, PadN */
        44,   2, 0,    1,    0, 0,  0, 0,  0x20, 1,   0xd, 0xb8, 0,    0,    0, 0,
        0,    0, 0,    0,    0, 0,  0, 3,                             /* routing, one address */
        60,   0, 0,    0,    0, 0,  0, 7,                             /* an atomic fragment */
        17,   0, 1,    4,    0, 0,  0, 0,                             /* destination options */
        0xc0, 0, 0x1e, 0x6c, 0, 13, 0, 0,  'h',  'e', 'l', 'l',  'o', /* UDP without checksum */
    };
    const struct {
        const uint8_t *bytes;
        uint32_t size;
        const char *path;
    } frames[] = {{ipv4, sizeof ipv4, "\"path\":\"eth|vlan|ipv4|udp|payload\""},
                  {ipv6, sizeof ipv6, "\"path\":\"eth|ipv6|hopopt|routing|ipv6frag|dstopts|udp|payload\""}};
    struct udpi_decoder *decoder = udpi_decoder_create();
    void *json = udpi_render_json.open(&(struct udpi_render_options){0});
    struct udpi_sink sink;
    assert_true(decoder && json && udpi_sink_open(&sink, NULL, NULL));
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        for (uint32_t captured = 0; captured <= frames[i].size; captured++) {
            struct udpi_frame frame = {
                .bytes = frames[i].bytes, .captured = captured, .length = frames[i].size, .number = 1, .link_type = 1};
            sink.used = 0;
            udpi_render_json.packet(json, udpi_decode(decoder, &frame), &sink);
            sink.bytes[sink.used - 1] = '\0';
            expect_valid(*state, sink.bytes);
        }
        assert_non_null(strstr(sink.bytes, frames[i].path));
    }
    udpi_sink_close(&sink);
    udpi_render_json.close(json);
    udpi_decoder_free(decoder);
}

/* A key with _name belongs to the number beside it, and to nothing else. */
static void keeps_the_keys_of_names_free(void **state) {
    (void)state;
    char key[128];
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const struct udpi_protocol *protocol = udpi_protocols[i];
        for (unsigned j = 0; j < protocol->field_count; j++) {
            stpcpy(stpcpy(key, protocol->fields[j].key), "_name");
            for (unsigned k = 0; k < protocol->field_count && protocol->fields[j].names; k++)
                if (protocol->fields[k].within == protocol->fields[j].within)
                    assert_string_not_equal(protocol->fields[k].key, key);
        }
    }
}

/* What a field lies within is a list or group in front of it, and a list has elements. */
static void nests_fields_in_containers(void **state) {
    (void)state;
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const struct udpi_protocol *protocol = udpi_protocols[i];
        for (unsigned j = 0; j < protocol->field_count; j++) {
            unsigned within = protocol->fields[j].within;
            assert_true(within <= j);
            if (within > 0)
                assert_true(protocol->fields[within - 1].type == UDPI_LIST ||
                            protocol->fields[within - 1].type == UDPI_GROUP);
            bool has_member = protocol->fields[j].type != UDPI_LIST && protocol->fields[j].type != UDPI_GROUP;
            for (unsigned k = 0; k < protocol->field_count; k++)
                has_member = has_member || protocol->fields[k].within == udpi_field_elements(protocol->fields, j);
            assert_true(has_member);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_the_example),        cmocka_unit_test(refuses_what_breaks_the_contract),
        cmocka_unit_test(accepts_what_is_decoded),    cmocka_unit_test(keeps_the_keys_of_names_free),
        cmocka_unit_test(nests_fields_in_containers), cmocka_unit_test(follows_lists_that_hold_their_like),
    };
    return cmocka_run_group_tests(tests, create_check, free_check);
}
