/* select/wide: what the kernel is told. That nothing is missed is tested over captures: tests/corpus/filters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <pcap/pcap.h>

#include "select/wide.h"

static char *write_for(const char *text, uint16_t link_type, bool shows_all) {
    struct udpi_expression *expression = udpi_expression_parse(text);
    assert_non_null(expression);
    assert_true(udpi_expression_join(expression));
    char *wide;
    assert_true(udpi_wide_write(expression, link_type, shows_all, &wide));
    udpi_expression_free(expression);
    return wide;
}

static void expect_begin(const char *text, bool shows_all, const char *begin) {
    char *wide = write_for(text, DLT_EN10MB, shows_all);
    assert_non_null(wide);
    if (strncmp(wide, begin, strlen(begin)) != 0)
        fail_msg("%s: %.80s", text, wide);
    free(wide);
}

static const char carriers[] = "ip[6:2] & 0x3fff != 0 or udp port (";
static const char shims[] = "ip[6:2] & 0x3fff != 0 or ip[9] = ";

static void widens_the_expression(void **state) {
    (void)state;
    expect_begin("port 53", false, "(udp and port 53) or ip[6:2]");
    expect_begin("port 53", true, "(port 53) or ip[6:2]");
    expect_begin("not port 53", false, "(udp) or ip[6:2]");
    expect_begin("host a and not port 53", false, "(udp and (host a)) or ip[6:2]");
    expect_begin("vlan 5 and port 53 and less 100", true, "((port 53)) or ip[6:2]");
    expect_begin("port 53 or less 100", false, "(udp) or ip[6:2]");
    expect_begin("ether host 02:00:00:00:00:01 and not inbound", true,
                 "((ether host 02:00:00:00:00:01 and not (inbound))) or ip[6:2]");
    /* Only carriers have them. */
    expect_begin("mpls 16 and port 53", false, carriers);
    expect_begin("geneve", true, carriers);
    /* What looks at bytes comes last. */
    expect_begin("udp[8:4] = 1", false, shims);
}

static void lets_everything_pass(void **state) {
    (void)state;
    assert_null(write_for("not port 53", DLT_EN10MB, true));
    assert_null(write_for("vlan", DLT_EN10MB, true));
    assert_null(write_for("type mgt", DLT_EN10MB, true));
    /* The family's byte order and number vary; of radio headers nothing is known. */
    assert_null(write_for("port 53", DLT_NULL, false));
    assert_null(write_for("port 53", DLT_IEEE802_11_RADIO, false));
}

/* Whether the text has the number as a word. */
static bool names(const char *text, const char *number) {
    size_t size = strlen(number);
    for (const char *at = text; (at = strstr(at, number)); at += size)
        if (strchr(" (", at[-1]) && (at[size] == ' ' || at[size] == ')'))
            return true;
    return false;
}

static void knows_carriers_by_their_bindings(void **state) {
    (void)state;
    char *wide = write_for("port 9", DLT_EN10MB, false);
    /* VXLAN, GENEVE, GTP-U, Teredo; GRE, IPv6 in IPv4, AH; 802.1Q, MPLS, PPPoE, MACsec. */
    static const char *const carried[] = {"4789", "8472", "6081",  "2152",  "3544",  "47",
                                          "41",   "51",   "33024", "34887", "34916", "35045"};
    for (size_t i = 0; i < sizeof carried / sizeof *carried; i++)
        if (!names(wide, carried[i]))
            fail_msg("%s is no carrier", carried[i]);
    /* IKE, ESP in UDP, GTP-C, WireGuard; TCP, ESP, SCTP; IPv4 and ARP as ethertypes. */
    static const char *const ends[] = {"500", "4500", "2123", "51820", "6", "50", "132", "2048", "2054"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (names(wide, ends[i]))
            fail_msg("%s is a carrier", ends[i]);
    free(wide);
}

static void compiles_for_every_kind(void **state) {
    (void)state;
    static const int link_types[] = {DLT_EN10MB, DLT_LINUX_SLL, DLT_LINUX_SLL2, DLT_RAW, DLT_IPV4, DLT_IPV6};
    static const char *const texts[] = {"port 53", "not port 53", "host 10.0.0.1 or ip6",
                                        "udp[8:4] = 1 and portrange 1-9"};
    for (size_t i = 0; i < sizeof link_types / sizeof *link_types; i++)
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
            char *wide = write_for(texts[k], (uint16_t)link_types[i], false);
            pcap_t *pcap = pcap_open_dead(link_types[i], 65535);
            struct bpf_program program;
            if (pcap_compile(pcap, &program, wide, 1, PCAP_NETMASK_UNKNOWN) != 0)
                fail_msg("%s: %s", pcap_datalink_val_to_name(link_types[i]), pcap_geterr(pcap));
            assert_in_range(program.bf_len, 20, 4096 / 8); /* the kernel takes 4,096 instructions */
            pcap_freecode(&program);
            pcap_close(pcap);
            free(wide);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widens_the_expression),
        cmocka_unit_test(lets_everything_pass),
        cmocka_unit_test(knows_carriers_by_their_bindings),
        cmocka_unit_test(compiles_for_every_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
