/* Chosen fields as tab-separated values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/sink.h"
#include "pictures.h"
#include "render/columns.h"

/* The frame as a line of these fields; the newline is not in `expected`. */
static void expect(struct picture *picture, const char *names, const char *expected) {
    picture->options.fields = names;
    draw(picture);
    size_t length = strlen(picture->text);
    assert_true(length > 0 && picture->text[length - 1] == '\n');
    picture->text[length - 1] = '\0';
    assert_string_equal(picture->text, expected);
    draw_done(picture);
}

static struct picture make_frame(const char *hex) {
    struct picture picture = make_picture(&udpi_render_fields, 80);
    add_hex(&picture, hex);
    return picture;
}

static void test_packet(void **state) {
    (void)state;
    struct picture picture = make_frame(HELLO);
    picture.frame.number = 7;
    picture.frame.length = 60;
    picture.frame.interface = "eth0";
    picture.frame.link_type_name = "EN10MB";
    expect(&picture, "frame,time,interface,link_type,captured,length",
           "7\t2026-11-22T12:00:00.123456789Z\teth0\tEN10MB\t47\t60");
    expect(&picture, "notes", "truncated");
    picture.frame.length = picture.frame.captured;
    expect(&picture, "path,src,src_port,dst,dst_port,notes",
           "eth|ipv4|udp|payload\t192.168.1.10\t51000\t192.168.1.20\t7788\t");
    expect(&picture, "notes", "");
}

/* Missing time, name and addresses leave their columns empty; the number of a link type stands for its name. */
static void test_absent(void **state) {
    (void)state;
    struct picture picture = make_frame("ffffffffffff 020000000001 88b5 00");
    picture.frame.time = UDPI_NO_TIME;
    expect(&picture, "time,interface,link_type,src,dst_port,udp.length,frame", "\t\t1\t\t\t\t1");
    picture.frame.time = UDPI_FAR_TIME;
    expect(&picture, "time,notes", "\ttime-out-of-range");
}

static void test_layer(void **state) {
    (void)state;
    struct picture picture = make_frame(HELLO);
    expect(&picture, "eth.src,eth.ethertype,eth.ethertype_name", "02:00:00:00:00:01\t2048\tIPv4");
    expect(&picture, "ipv4.ttl,ipv4.dont_fragment,ipv4.more_fragments,ipv4.checksum,ipv4.checksum_status",
           "64\ttrue\tfalse\t39703\tgood");
    expect(&picture, "udp.offset,udp.size,udp.buffer,udp.quoted,payload.hex,payload.text",
           "34\t8\t\t\t68656c6c6f\thello");
}

/* A VXLAN tunnel: udp and ipv4 are there twice. */
#define OUTER                                                                                                          \
    "45000051 00000000 40110000 c0000201 c0000202"                                                                     \
    "c000 12b5 003d 0000"                                                                                              \
    "0800000000002a00"
#define INNER                                                                                                          \
    ETH_IPV4 "4500001f 00000000 03110000 0a000001 0a000002"                                                            \
             "1388 1e6c 000b 0000"                                                                                     \
             "616263"

static void test_tunnel(void **state) {
    (void)state;
    struct picture picture = make_frame(ETH_IPV4 OUTER INNER);
    expect(&picture, "udp.dst_port,ipv4.src,vxlan.vni,dst_port", "4789,7788\t192.0.2.1,10.0.0.1\t42\t7788");
    expect(&picture, "udp[0].dst_port,udp[1].dst_port,udp[2].dst_port", "4789\t7788\t");
    expect(&picture, "udp[-1].dst_port,udp[-2].dst_port,udp[-3].dst_port,udp[-40].size", "7788\t4789\t\t");
    expect(&picture, "ipv4.ttl,ipv4[-1].ttl,ipv4[0].offset", "64,3\t3\t14");
}

/* Record Route with one address, No Operation and a number without a name; the header has 32 bytes. */
#define OPTIONS "48000028 00000000 40110000 c0000201 c0000202 0707047f000001 01 c802 0000"
#define OPTIONS_UDP "c000 1e6c 0008 0000"

static void test_lists(void **state) {
    (void)state;
    struct picture picture = make_frame(ETH_IPV4 OPTIONS OPTIONS_UDP);
    expect(&picture, "ipv4.options.type,ipv4.options.type_name",
           "7,1,200,0\tRecord Route,No Operation,,End of Options List");
    expect(&picture, "ipv4.options.data,udp.length", "047f000001\t8");
    expect(&picture, "ipv4.options,frame",
           "[{\"type\":7,\"type_name\":\"Record Route\",\"length\":7,\"data\":\"047f000001\"},"
           "{\"type\":1,\"type_name\":\"No Operation\"},{\"type\":200,\"length\":2},"
           "{\"type\":0,\"type_name\":\"End of Options List\"}]\t1");
}

/* An IGMPv3 query about two senders. */
static void test_elements(void **state) {
    (void)state;
    struct picture picture = make_frame(ETH_IPV4 "45000028 00000000 01020000 c0000201 e0000001"
                                                 "11640000 e8010203 027d 0002 0a000001 0a000002");
    expect(&picture, "igmp.sources,igmp.sources.source,igmp.group", "10.0.0.1,10.0.0.2\t10.0.0.1,10.0.0.2\t232.1.2.3");
}

/* One line and a fixed number of tabs, whatever was sent. */
static void test_escaped(void **state) {
    (void)state;
    struct picture picture = make_frame(ETH_IPV4 "45000023 00000000 40110000 c0000201 c0000202"
                                                 "c000 1e6c 000f 0000"
                                                 "09 0a 5c 61 22 c3a4");
    picture.frame.interface = "a\tb\xff";
    expect(&picture, "payload.text,interface", "\\t\\n\\\\a\\\"ä\ta\\tb\\xff");
    picture.bytes[picture.frame.captured - 1] = 0xff;
    expect(&picture, "payload.text,payload.hex", "\t090a5c6122c3ff");
}

static void expect_refused(const char *names, const char *text) {
    struct udpi_error error = {0};
    size_t count;
    assert_null(udpi_columns_parse(names, &count, &error));
    assert_int_equal(error.status, UDPI_USAGE);
    assert_string_equal(error.text, text);
}

static void test_refused(void **state) {
    (void)state;
    expect_refused("frame,udp.lenght", "--fields udp.lenght: no such field; did you mean udp.length?");
    expect_refused("udp[1].lenght", "--fields udp[1].lenght: no such field; did you mean udp[1].length?");
    expect_refused("ipv4.optoins.type", "--fields ipv4.optoins.type: no such field; did you mean ipv4.options.type?");
    expect_refused("upd.length", "--fields upd.length: no such field; did you mean udp.length?");
    expect_refused("tiem", "--fields tiem: no such field; did you mean time?");
    expect_refused("udp.xyzzy", "--fields udp.xyzzy: no such field; --describe udp lists those of the layer");
    expect_refused("xyzzy", "--fields xyzzy: no such field; --list-protocols lists the layers");
    expect_refused("udp.checksum_status_name",
                   "--fields udp.checksum_status_name: no such field; --describe udp lists those of the layer");
    expect_refused("udp", "--fields udp: a layer; --describe udp lists its fields");
    expect_refused("frame,", "--fields: a name is missing; give names with commas between them");
    static const char *const occurrences[] = {"udp[40].size", "udp[-41].size", "udp[].size", "udp[ 1].size",
                                              "udp[1.size"};
    for (size_t i = 0; i < sizeof occurrences / sizeof *occurrences; i++) {
        char text[128];
        snprintf(text, sizeof text,
                 "--fields %s: no such occurrence; give [0] for the outermost, [-1] for the innermost", occurrences[i]);
        expect_refused(occurrences[i], text);
    }
}

/* Every field can be asked for by the name that the reference has for it. What a line has room for holds for all of them. */
static void test_known(void **state) {
    (void)state;
    for (size_t id = 0; id < udpi_protocol_count; id++) {
        const struct udpi_protocol *protocol = udpi_protocols[id];
        assert_true(strlen(protocol->key) < 32);
        for (unsigned i = 0; i < protocol->field_count && !protocol->is_invisible; i++) {
            if (protocol->fields[i].within)
                continue;
            char name[128];
            struct udpi_error error = {0};
            size_t count;
            snprintf(name, sizeof name, "%s.%s", protocol->key, protocol->fields[i].key);
            struct udpi_column *column = udpi_columns_parse(name, &count, &error);
            assert_non_null(column);
            assert_int_equal(count, 1);
            assert_int_equal(column->protocol_id, id);
            assert_int_equal(column->field, i);
            free(column);
        }
    }
    for (unsigned i = 0; i < UDPI_NOTE_CODES; i++)
        assert_true(strlen(udpi_note_kinds[i].code) < 64);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_packet),  cmocka_unit_test(test_absent),  cmocka_unit_test(test_layer),
        cmocka_unit_test(test_tunnel),  cmocka_unit_test(test_lists),   cmocka_unit_test(test_elements),
        cmocka_unit_test(test_escaped), cmocka_unit_test(test_refused), cmocka_unit_test(test_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
