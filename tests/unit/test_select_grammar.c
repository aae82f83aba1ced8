/*
 * select/expression reads what libpcap reads: whatever libpcap accepts of random words is taken apart, written down again with
 * all its parentheses and qualifiers, and compiled; both programs must accept the same frames.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <pcap/pcap.h>

#include "core/bytes.h"
#include "select/expression.h"

enum { ATTEMPTS = 60000, MOST_WORDS = 9, TEXT_SIZE = 8192, FRAME_SIZE = 80, FRAMES = 96 };

static const char *const words[] = {
    "and",
    "or",
    "and",
    "or",
    "&&",
    "||",
    "not",
    "!",
    "(",
    ")",
    "(",
    ")",
    "port",
    "src or dst port",
    "net",
    "port 5555",
    "host 10.0.0.1",
    "src host 10.0.0.2",
    "dst port 7788",
    "udp",
    "ip",
    "ip6",
    "tcp",
    "arp",
    "5555",
    "7788",
    "10.0.0.2",
    "10.0.0.0/31",
    "udp[2:2] = 7788",
    "len > 70",
    "(udp[0:2] & 0xff) = 0x6c",
    "less 70",
    "ether host 02:00:00:00:00:01",
    "ip proto \\udp",
    "portrange 5000-6000",
    "(ip[8]) = 64",
};

/* Frames that differ in what the words ask: ethertype, protocol, addresses, ports, length. */
static uint32_t make_frame(uint8_t *frame, unsigned kind) {
    static const uint16_t ethertypes[] = {0x0800, 0x0800, 0x86dd, 0x0806};
    static const uint16_t ports[] = {5555, 7788, 9};
    memset(frame, 0, FRAME_SIZE);
    frame[5] = kind & 1 ? 1 : 2;
    frame[11] = 3;
    udpi_store_be(frame + 12, 2, ethertypes[kind / 2 % 4]);
    bool is_ipv4 = kind / 2 % 4 < 2;
    frame[14] = is_ipv4 ? 0x45 : 0x60;
    frame[20] = is_ipv4 ? 0 : 17;
    frame[22] = is_ipv4 ? 64 : 0;
    frame[23] = is_ipv4 ? (kind / 2 % 4 == 0 ? 17 : 6) : 0;
    udpi_store_be(frame + 26, 4, 0x0a000001 + (kind & 1));
    udpi_store_be(frame + 30, 4, 0x0a000002 + (kind & 1));
    unsigned at = is_ipv4 ? 34 : 54;
    udpi_store_be(frame + at, 2, ports[kind / 8 % 3]);
    udpi_store_be(frame + at + 2, 2, ports[kind / 24 % 3]);
    return kind & 1 ? FRAME_SIZE : 64;
}

static void write_node(FILE *out, const struct udpi_expression *expression, uint16_t index) {
    const struct udpi_node *node = &expression->nodes[index];
    fputs(node->kind == UDPI_NODE_NOT ? "(not " : "(", out);
    if (node->kind == UDPI_NODE_PRIMITIVE)
        fputs(node->text, out);
    for (uint16_t i = node->child; i != UDPI_NO_NODE; i = expression->nodes[i].next) {
        if (i != node->child)
            fputs(node->kind == UDPI_NODE_AND ? " and " : " or ", out);
        write_node(out, expression, i);
    }
    fputs(")", out);
}

static void compare(pcap_t *pcap, const char *text, struct bpf_program *theirs,
                    const struct udpi_expression *expression) {
    static char again[TEXT_SIZE];
    struct bpf_program ours;
    FILE *out = fmemopen(again, sizeof again, "w");
    write_node(out, expression, expression->root);
    fclose(out);
    if (pcap_compile(pcap, &ours, again, 1, PCAP_NETMASK_UNKNOWN) != 0)
        fail_msg("%s: as %s: %s", text, again, pcap_geterr(pcap));
    for (unsigned kind = 0; kind < FRAMES; kind++) {
        uint8_t frame[FRAME_SIZE];
        uint32_t size = make_frame(frame, kind);
        if (!bpf_filter(theirs->bf_insns, frame, size, size) != !bpf_filter(ours.bf_insns, frame, size, size))
            fail_msg("%s: as %s: differs for frame %u", text, again, kind);
    }
    pcap_freecode(&ours);
}

/* Numerical Recipes' generator: the same words on every host. */
static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 16;
}

static void reads_as_libpcap_does(void **state) {
    (void)state;
    pcap_t *pcap = pcap_open_dead(DLT_EN10MB, 65535);
    uint32_t seed = 1;
    unsigned compared = 0;
    for (unsigned attempt = 0; attempt < ATTEMPTS; attempt++) {
        char text[TEXT_SIZE] = "", *at = text;
        for (unsigned count = 1 + next_random(&seed) % MOST_WORDS; count > 0; count--)
            at = stpcpy(stpcpy(at, words[next_random(&seed) % (sizeof words / sizeof *words)]), " ");
        struct bpf_program theirs;
        if (pcap_compile(pcap, &theirs, text, 1, PCAP_NETMASK_UNKNOWN) != 0)
            continue;
        struct udpi_expression *expression = udpi_expression_parse(text);
        if (expression->nodes[expression->root].peculiarity == UDPI_OPAQUE)
            fail_msg("%s: not understood", text);
        compare(pcap, text, &theirs, expression);
        assert_true(udpi_expression_join(expression));
        compare(pcap, text, &theirs, expression);
        udpi_expression_free(expression);
        pcap_freecode(&theirs);
        compared++;
    }
    pcap_close(pcap);
    assert_in_range(compared, ATTEMPTS / 50, ATTEMPTS);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_as_libpcap_does)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
