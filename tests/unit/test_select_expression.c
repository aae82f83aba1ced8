/* select/expression: how a filter is read. Each expected tree was worked out from grammar.y of libpcap 1.10. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "select/expression.h"

/* The tree as text: primitives behind I, L or F for where they are judged, `?` for what is not understood. */
static void write_tree(FILE *out, const struct udpi_expression *expression, uint16_t index) {
    const struct udpi_node *node = &expression->nodes[index];
    static const char *const names[] = {[UDPI_NODE_AND] = "and", [UDPI_NODE_OR] = "or", [UDPI_NODE_NOT] = "not"};
    if (node->kind == UDPI_NODE_PRIMITIVE) {
        fprintf(out, "%c:%s", node->peculiarity == UDPI_OPAQUE ? '?' : "ILF"[node->place], node -> text);
        return;
    }
    fprintf(out, "%s[", names[node->kind]);
    for (uint16_t i = node->child; i != UDPI_NO_NODE; i = expression->nodes[i].next) {
        fputs(i == node->child ? "" : "; ", out);
        write_tree(out, expression, i);
    }
    fputs("]", out);
}

static void expect(const char *text, const char *tree, const char *joined) {
    char found[4096];
    struct udpi_expression *expression = udpi_expression_parse(text);
    assert_non_null(expression);
    FILE *out = fmemopen(found, sizeof found, "w");
    write_tree(out, expression, expression->root);
    fclose(out);
    assert_string_equal(found, tree);
    assert_true(udpi_expression_join(expression));
    out = fmemopen(found, sizeof found, "w");
    write_tree(out, expression, expression->root);
    fclose(out);
    assert_string_equal(found, joined ? joined : tree);
    udpi_expression_free(expression);
}

static void reads_primitives(void **state) {
    (void)state;
    expect("port 53", "I:port 53", NULL);
    expect("  udp  ", "I:udp", NULL);
    expect("src or dst port 53", "I:src or dst port 53", NULL);
    expect("dst and src net 10.0.0.0/8", "I:dst and src net 10.0.0.0/8", NULL);
    expect("net 10.0.0.0 mask 255.0.0.0", "I:net 10.0.0.0 mask 255.0.0.0", NULL);
    expect("ip proto \\udp", "I:ip proto \\udp", NULL);
    expect("ether host 02:00:00:00:00:01", "L:ether host 02:00:00:00:00:01", NULL);
    expect("ip6 host 2001:db8::1", "I:ip6 host 2001:db8::1", NULL);
    expect("portrange 7000-8000", "I:portrange 7000-8000", NULL);
    expect("ip multicast", "I:ip multicast", NULL);
    expect("broadcast", "L:broadcast", NULL);
    expect("less 100", "F:less 100", NULL);
    expect("vlan", "L:vlan", NULL);
    expect("vlan 100", "L:vlan 100", NULL);
    expect("arp", "L:arp", NULL);
}

static void reads_relations(void **state) {
    (void)state;
    expect("udp[8:4] = 0x1", "I:udp[8:4] = 0x1", NULL);
    expect("(udp[0:2] + 1) & 0xff != 3", "I:(udp[0:2] + 1) & 0xff != 3", NULL);
    expect("((udp[0:2]))=53", "I:((udp[0:2]))=53", NULL);
    expect("ip[ip[0] & 0xf] > -1", "I:ip[ip[0] & 0xf] > -1", NULL);
    expect("tcp[tcpflags] & (tcp-syn|tcp-ack) != 0", "I:tcp[tcpflags] & (tcp-syn|tcp-ack) != 0", NULL);
    expect("ether[0] & 1 = 0", "L:ether[0] & 1 = 0", NULL);
    expect("len > 60", "F:len > 60", NULL);
    expect("udp[4:2] + 34 < len", "F:udp[4:2] + 34 < len", NULL);
    expect("udp[8:4] = 1 and len > 60", "and[I:udp[8:4] = 1; F:len > 60]", NULL);
}

static void takes_over_qualifiers(void **state) {
    (void)state;
    expect("port 53 or 5353", "or[I:port 53; I:port 5353]", "I:(port 53 or port 5353)");
    expect("udp dst port (53 or 5353)", "or[I:udp dst port 53; I:udp dst port 5353]",
           "I:(udp dst port 53 or udp dst port 5353)");
    expect("not host a and b", "and[not[I:host a]; I:host b]", NULL);
    expect("host a and not b", "and[I:host a; not[I:host b]]", NULL);
    expect("port 53 or (80 and 90)", "or[I:port 53; and[I:port 80; I:port 90]]",
           "I:(port 53 or (port 80 and port 90))");
    expect("(src host a) or b", "or[I:src host a; I:src host b]", "I:(src host a or src host b)");
}

static void knows_ranks(void **state) {
    (void)state;
    /* `and` and `or` have the same rank: from left to right. */
    expect("udp or tcp and ip", "and[or[I:udp; I:tcp]; I:ip]", "I:((udp or tcp) and ip)");
    expect("udp and tcp or ip", "or[and[I:udp; I:tcp]; I:ip]", "I:((udp and tcp) or ip)");
    expect("udp && !tcp || ip", "or[and[I:udp; not[I:tcp]]; I:ip]", NULL);
    expect("not not udp", "not[not[I:udp]]", NULL);
    expect("udp and (tcp and ip)", "and[I:udp; I:tcp; I:ip]", "I:(udp and tcp and ip)");
}

static void joins_what_is_asked_of_one_header(void **state) {
    (void)state;
    expect("host a and vlan 5 and port 53", "and[I:host a; L:vlan 5; I:port 53]",
           "and[I:(host a and port 53); L:vlan 5]");
    expect("host a and not port 53 and udp", "and[I:host a; not[I:port 53]; I:udp]",
           "and[I:(host a and udp); not[I:port 53]]");
    expect("not (port 53 or 5353)", "not[or[I:port 53; I:port 5353]]", "not[I:(port 53 or port 5353)]");
    /* What stands behind `geneve` in a text means the inside. */
    expect("geneve and port 53", "and[I:geneve; I:port 53]", NULL);
    expect("(udp or arp) and ip", "and[or[I:udp; L:arp]; I:ip]", NULL);
}

static void leaves_the_rest_to_libpcap(void **state) {
    (void)state;
    expect("type mgt subtype beacon and udp", "?:type mgt subtype beacon and udp", NULL);
    expect("udp and", "?:udp and", NULL);
    expect("(udp", "?:(udp", NULL);
    expect("udp)", "?:udp)", NULL);
    expect("53", "?:53", NULL);
    expect("udp and 53", "?:udp and 53", NULL);
    expect("less", "?:less", NULL);
    expect("ip[", "?:ip[", NULL);
    expect("", "?:", NULL);
}

static void bounds_depth_and_number(void **state) {
    (void)state;
    static char text[40000];
    memset(text, '(', 20000);
    strcpy(text + 20000, "udp");
    struct udpi_expression *expression = udpi_expression_parse(text);
    assert_int_equal(expression->nodes[expression->root].peculiarity, UDPI_OPAQUE);
    udpi_expression_free(expression);
    strcpy(text, "port 1");
    for (char *at = text + 6; at < text + 20000;)
        at = stpcpy(at, " or 1");
    expression = udpi_expression_parse(text);
    assert_int_equal(expression->nodes[expression->root].peculiarity, UDPI_OPAQUE);
    udpi_expression_free(expression);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_primitives),
        cmocka_unit_test(reads_relations),
        cmocka_unit_test(takes_over_qualifiers),
        cmocka_unit_test(knows_ranks),
        cmocka_unit_test(joins_what_is_asked_of_one_header),
        cmocka_unit_test(leaves_the_rest_to_libpcap),
        cmocka_unit_test(bounds_depth_and_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
