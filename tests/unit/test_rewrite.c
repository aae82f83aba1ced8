/* craft/rewrite: the fields that are set, and nothing else. A checksum that is right does not stand in the exact line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <udpinspect/decoder.h>

#include "core/bytes.h"
#include "core/checksum.h"
#include "craft/notation.h"
#include "craft/rewrite.h"
#include "craft/spec.h"

#define ETH "eth 02:00:00:00:00:01 > 02:00:00:00:00:02 | "
#define TUNNEL ETH "ipv4 10.0.0.1 > 10.0.0.2 | udp 49152 > 4789 | vxlan vni=42 | " ETH

enum { ETHERNET = 1, MOST_FRAME = 2048 };

static struct udpi_decoder *decoder;
static struct udpi_spec *spec;
static struct udpi_recipe recipe;
static struct udpi_sink line;
static uint8_t bytes[MOST_FRAME];

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

static struct udpi_frame craft(const char *text) {
    struct udpi_error error;
    uint32_t size = 0;
    if (udpi_notation_parse(text, &recipe, &error) != UDPI_OK ||
        udpi_recipe_build(&recipe, bytes, sizeof bytes, &size, &error) != UDPI_OK)
        fail_msg("%s\n%s", text, error.text);
    return (struct udpi_frame){.bytes = bytes, .captured = size, .length = size, .link_type = ETHERNET, .number = 1};
}

/* The exact line of the frame. */
static const char *show(const struct udpi_frame *frame) {
    line.used = 0;
    udpi_spec_write(spec, udpi_decode(decoder, frame), &line);
    line.bytes[line.used - 1] = '\0';
    return line.bytes;
}

static struct udpi_rewrite *create(const char *text) {
    struct udpi_error error;
    struct udpi_rewrite *rewrite = udpi_rewrite_create(&text, 1, &error);
    if (!rewrite)
        fail_msg("%s\n%s", text, error.text);
    return rewrite;
}

/* --- what comes out ----------------------------------------------------------------------------------------------- */

static const struct {
    const char *before, *set, *after;
} cases[] = {
    {ETH "ipv4 10.0.0.1 > 10.0.0.2 id=7 ttl=3 | udp 5 > 7788 | \"hello\"", "ipv4.dst=10.0.0.9 udp.dst_port=7",
     ETH "ipv4 10.0.0.1 > 10.0.0.9 id=7 ttl=3 | udp 5 > 7 | \"hello\""},
    {ETH "ipv6 fd00::1 > fd00::2 | udp 5 > 7788 | \"hello\"", "ipv6.src=fd00::9",
     ETH "ipv6 fd00::9 > fd00::2 | udp 5 > 7788 | \"hello\""},
    {ETH "vlan id=5 | ipv4 10.0.0.1 > 10.0.0.2 | udp 5 > 7788 | \"hello\"", "  vlan.id=6   eth.dst=02:00:00:00:00:09 ",
     "eth 02:00:00:00:00:01 > 02:00:00:00:00:09 | vlan id=6 | ipv4 10.0.0.1 > 10.0.0.2 | udp 5 > 7788 | \"hello\""},
    {ETH "ipv4 10.0.0.1 > 10.0.0.2 dont_fragment | udp 5 > 7788 | \"hello\"", "ipv4.dont_fragment=false",
     ETH "ipv4 10.0.0.1 > 10.0.0.2 | udp 5 > 7788 | \"hello\""},
    /* another size: lengths follow */
    {ETH "ipv4 10.0.0.1 > 10.0.0.2 | udp 5 > 7788 | \"hello\"", "payload=\"a \\\"longer\\\" text\"",
     ETH "ipv4 10.0.0.1 > 10.0.0.2 | udp 5 > 7788 | \"a \\\"longer\\\" text\""},
    /* which of several layers */
    {TUNNEL "ipv4 10.1.0.1 > 10.1.0.2 | udp 5 > 7788 | \"hello\"", "ipv4.dst=10.0.0.9",
     ETH "ipv4 10.0.0.1 > 10.0.0.9 | udp 49152 > 4789 | vxlan vni=42 | " ETH
         "ipv4 10.1.0.1 > 10.1.0.2 | udp 5 > 7788 | \"hello\""},
    {TUNNEL "ipv4 10.1.0.1 > 10.1.0.2 | udp 5 > 7788 | \"hello\"", "ipv4:2.dst=10.0.0.9 udp:2.src_port=6 vxlan.vni=43",
     ETH "ipv4 10.0.0.1 > 10.0.0.2 | udp 49152 > 4789 | vxlan vni=43 | " ETH
         "ipv4 10.1.0.1 > 10.0.0.9 | udp 6 > 7788 | \"hello\""},
    /* what is wrong stays wrong; what was not there is not made */
    {ETH "ipv4 10.0.0.1 > 10.0.0.2 checksum=0x0001 | udp 5 > 7788 checksum=0x0002 | \"hello\"", "ipv4.dst=10.0.0.9",
     ETH "ipv4 10.0.0.1 > 10.0.0.9 checksum=0x0001 | udp 5 > 7788 checksum=0x0002 | \"hello\""},
    {ETH "ipv4 10.0.0.1 > 10.0.0.2 | udp 5 > 7788 checksum=0x0000 | \"hello\"", "ipv4.dst=10.0.0.9",
     ETH "ipv4 10.0.0.1 > 10.0.0.9 | udp 5 > 7788 checksum=0x0000 | \"hello\""},
    /* what is set stays as it is set */
    {ETH "ipv4 10.0.0.1 > 10.0.0.2 | udp 5 > 7788 | \"hello\"", "udp.checksum=0x0001 ipv4.total_length=99",
     ETH "ipv4 10.0.0.1 > 10.0.0.2 total_length=99 | udp 5 > 7788 checksum=0x0001 | \"hello\""},
    /* the sum of the pseudo-header 10.0.0.1, 10.0.0.2, 17, 13: left to the network card, and now filled in */
    {ETH "ipv4 10.0.0.1 > 10.0.0.2 | udp 5 > 7788 checksum=0x1421 | \"hello\"", "ipv4.dst=10.0.0.9",
     ETH "ipv4 10.0.0.1 > 10.0.0.9 | udp 5 > 7788 | \"hello\""},
    /* quoted in an error */
    {ETH "ipv4 10.0.0.1 > 10.0.0.2 | icmp type=3 code=3 | ipv4 10.0.0.2 > 10.0.0.1 | udp 5 > 7788 | \"hello\"",
     "udp.dst_port=7", ETH "ipv4 10.0.0.1 > 10.0.0.2 | icmp | ipv4 10.0.0.2 > 10.0.0.1 | udp 5 > 7 | \"hello\""},
};

static void test_cases(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct udpi_rewrite *rewrite = create(cases[i].set);
        struct udpi_frame frame = craft(cases[i].before);
        if (!udpi_rewrite_run(rewrite, &frame))
            fail_msg("%s: not built", cases[i].before);
        for (unsigned j = 0; udpi_rewrite_count(rewrite, j); j++)
            assert_int_equal(udpi_rewrite_count(rewrite, j)->missing, 0);
        assert_string_equal(show(&frame), cases[i].after);
        udpi_rewrite_free(rewrite);
    }
}

/* A checksum without a fixed place: GRE's covers the whole packet inside. */
static void test_gre(void **state) {
    (void)state;
    enum { GRE_AT = 34 };
    struct udpi_rewrite *rewrite = create("ipv4:2.dst=10.0.0.9 payload=\"hello, world\"");
    struct udpi_frame frame = craft(
        ETH "ipv4 10.0.0.1 > 10.0.0.2 | gre checksum_present | ipv4 10.1.0.1 > 10.1.0.2 | udp 5 > 7788 | \"hello\"");
    assert_true(udpi_rewrite_run(rewrite, &frame));
    assert_int_equal(frame.captured, GRE_AT + 8 + 20 + 8 + 12);
    uint64_t sum = udpi_checksum_add(0, frame.bytes + GRE_AT, frame.captured - GRE_AT);
    assert_int_equal(udpi_checksum_fold(sum), 0xffff);
    udpi_rewrite_free(rewrite);
}

/* --- fragments ---------------------------------------------------------------------------------------------------- */

/* The datagram of 5 > 7788 with 32 bytes, whole and in two pieces, each as it is with this destination. */
static void check_fragments(const char *ip, const char *set, const char *wanted_ip) {
    static const char payload[] = "\"0123456789abcdef0123456789abcdef\"";
    char text[512];
    uint8_t whole[MOST_FRAME], joined[40];
    struct udpi_rewrite *rewrite = create(set);
    snprintf(text, sizeof text, ETH "%s | udp 5 > 7 | %s", wanted_ip, payload);
    struct udpi_frame frame = craft(text);
    memcpy(whole, frame.bytes, frame.captured);
    const uint8_t *wanted = whole + frame.captured - sizeof joined;
    snprintf(text, sizeof text, ETH "%s | udp 5 > 7788 | %s", ip, payload);
    frame = craft(text);
    uint8_t udp[40];
    memcpy(udp, frame.bytes + frame.captured - sizeof udp, sizeof udp);
    for (unsigned piece = 0; piece < 2; piece++) {
        char hex[2 * sizeof udp + 1] = "";
        for (unsigned i = 0; i < 16 + 8 * piece; i++)
            snprintf(hex + 2 * i, 3, "%02x", udp[16 * piece + i]);
        bool is_ipv4 = ip[3] == '4';
        snprintf(text, sizeof text,
                 is_ipv4 ? ETH "%s protocol=17 %s | fragment hex:%s"
                         : ETH "%s | ipv6frag next_header=17 %s | fragment hex:%s",
                 ip, piece == 0 ? "more_fragments" : "fragment_offset=16", hex);
        frame = craft(text);
        assert_true(udpi_rewrite_run(rewrite, &frame));
        memcpy(joined + 16 * piece, frame.bytes + frame.captured - (16 + 8 * piece), 16 + 8 * piece);
    }
    assert_memory_equal(joined, wanted, sizeof joined);
    udpi_rewrite_free(rewrite);
}

static void test_fragments(void **state) {
    (void)state;
    check_fragments("ipv4 10.0.0.1 > 10.0.0.2 id=7", "ipv4.dst=10.0.0.9 udp.dst_port=7",
                    "ipv4 10.0.0.1 > 10.0.0.9 id=7");
    check_fragments("ipv6 fd00::1 > fd00::2", "ipv6.dst=fd00::9 udp.dst_port=7", "ipv6 fd00::1 > fd00::9");
}

/* No checksum stays none; ports are only in the first piece. */
static void test_fragment_without_checksum(void **state) {
    (void)state;
    struct udpi_rewrite *rewrite = create("ipv4.dst=10.0.0.9 udp.src_port=6");
    struct udpi_frame frame = craft(
        ETH "ipv4 10.0.0.1 > 10.0.0.2 protocol=17 more_fragments | fragment hex:00051e6c002800003031323334353637");
    assert_true(udpi_rewrite_run(rewrite, &frame));
    assert_string_equal(show(&frame),
                        ETH "ipv4 10.0.0.1 > 10.0.0.9 more_fragments | fragment hex:00061e6c002800003031323334353637");
    frame = craft(ETH "ipv4 10.0.0.1 > 10.0.0.2 protocol=17 fragment_offset=16 | fragment \"01234567\"");
    assert_true(udpi_rewrite_run(rewrite, &frame));
    assert_int_equal(udpi_rewrite_count(rewrite, 0)->missing, 0);
    assert_int_equal(udpi_rewrite_count(rewrite, 1)->missing, 1);
    udpi_rewrite_free(rewrite);
}

/* A first piece that ends before the checksum of TCP: nobody can bring it up to date. */
static void test_checksum_elsewhere(void **state) {
    (void)state;
    struct udpi_rewrite *rewrite = create("ipv4.dst=10.0.0.9");
    struct udpi_frame frame =
        craft(ETH "ipv4 10.0.0.1 > 10.0.0.2 protocol=6 more_fragments | fragment hex:00051e6c00000000");
    assert_false(udpi_rewrite_run(rewrite, &frame));
    udpi_rewrite_free(rewrite);
}

/* --- what is not there -------------------------------------------------------------------------------------------- */

static void test_missing(void **state) {
    (void)state;
    static const char *const texts[] = {"ipv4.dst=10.0.0.9 udp.dst_port=7", "ipv4:2.ttl=1", "gre.key=5"};
    static const uint64_t missing[] = {0, 1, 1, 1};
    struct udpi_error error;
    struct udpi_rewrite *rewrite = udpi_rewrite_create(texts, 3, &error);
    struct udpi_frame frame = craft(ETH "ipv4 10.0.0.1 > 10.0.0.2 | gre | zeros:4");
    assert_true(udpi_rewrite_run(rewrite, &frame));
    assert_string_equal(udpi_rewrite_count(rewrite, 2)->name, "ipv4:2.ttl");
    for (unsigned i = 0; i < 4; i++)
        assert_int_equal(udpi_rewrite_count(rewrite, i)->missing, missing[i]);
    assert_null(udpi_rewrite_count(rewrite, 4));
    frame = craft("eth | arp");
    const uint8_t *before = frame.bytes;
    assert_true(udpi_rewrite_run(rewrite, &frame));
    assert_ptr_equal(frame.bytes, before);
    assert_int_equal(udpi_rewrite_count(rewrite, 0)->missing, 1);
    udpi_rewrite_free(rewrite);
}

/* --- what is refused ---------------------------------------------------------------------------------------------- */

static void test_refused(void **state) {
    (void)state;
    static const struct {
        const char *text, *error;
    } wrong[] = {
        {"", "--set: give LAYER.KEY=VALUE, such as ipv4.dst=10.0.0.9"},
        {"ipv4.dst", "--set ipv4.dst: give LAYER.KEY=VALUE, such as ipv4.dst=10.0.0.9"},
        {"=5", "--set =5: give LAYER.KEY=VALUE, such as ipv4.dst=10.0.0.9"},
        {"ipv4:0.dst=10.0.0.9",
         "--set ipv4:0.dst=10.0.0.9: which layer of the name is a number from 1 on, as in ipv4:2.dst"},
        {"ipv4:x.dst=10.0.0.9",
         "--set ipv4:x.dst=10.0.0.9: which layer of the name is a number from 1 on, as in ipv4:2.dst"},
        {"fragment.src_port=5", NULL},
        {"ipv4.dts=10.0.0.9", NULL},
        {"ipv4.dst=10.0.0.300", NULL},
        {"udp.dst_port=70000", NULL},
        {"upd.dst_port=7", NULL},
        {"ipv4.checksum_status=good", NULL},
        {"payload=\"hello", NULL},
        {"ipv4.dst=10.0.0.9|udp.dst_port=7", NULL},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct udpi_error error = {0};
        assert_null(udpi_rewrite_create(&wrong[i].text, 1, &error));
        assert_int_equal(error.status, UDPI_USAGE);
        assert_true(strncmp(error.text, "--set", 5) == 0);
        if (wrong[i].error)
            assert_string_equal(error.text, wrong[i].error);
    }
}

static void test_too_many(void **state) {
    (void)state;
    struct udpi_error error;
    char text[UDPI_REWRITE_MOST * 16 + 64] = "", long_one[512] = "payload=\"";
    for (int i = 0; i <= UDPI_REWRITE_MOST; i++)
        strcat(text, "ipv4.ttl=1 ");
    const char *texts[] = {text};
    assert_null(udpi_rewrite_create(texts, 1, &error));
    assert_string_equal(error.text, "--set: at most 32 values can be set");
    memset(long_one + 9, 'x', 400);
    texts[0] = long_one;
    assert_null(udpi_rewrite_create(texts, 1, &error));
    assert_non_null(strstr(error.text, "it is too long; a value may have 255 bytes"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),     cmocka_unit_test(test_gre),
        cmocka_unit_test(test_fragments), cmocka_unit_test(test_fragment_without_checksum),
        cmocka_unit_test(test_missing),   cmocka_unit_test(test_checksum_elsewhere),
        cmocka_unit_test(test_refused),   cmocka_unit_test(test_too_many),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
