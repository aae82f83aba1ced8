/* What the headers between a link and IP are built to, and which link type the file then has. Worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/format.h"
#include "craft/notation.h"
#include "craft/recipe.h"

/* `eth`, and `ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 | "x"`: 29 bytes. */
#define ETH "020000000002020000000001"
#define IPV4 "4500001d00000000401166ce0a0000010a0000020001 0002 0009 73d6 78"
#define ZEROS16 "00000000000000000000000000000000"

struct expectation {
    const char *line;
    const char *bytes; /* hexadecimal, spaces do not count */
};

static struct udpi_recipe recipe;
static struct udpi_error error;

static int open_recipe(void **state) {
    (void)state;
    return udpi_recipe_open(&recipe) ? 0 : 1;
}

static int close_recipe(void **state) {
    (void)state;
    udpi_recipe_close(&recipe);
    return 0;
}

static void check(const struct expectation *expected) {
    static uint8_t bytes[256];
    char built[2 * sizeof bytes + 1], wanted[2 * sizeof bytes + 1], *end = wanted;
    uint32_t size = 0;
    for (const char *at = expected->bytes; *at; at++)
        if (*at != ' ')
            *end++ = *at;
    *end = '\0';
    if (udpi_notation_parse(expected->line, &recipe, &error) != UDPI_OK ||
        udpi_recipe_build(&recipe, bytes, sizeof bytes, &size, &error) != UDPI_OK)
        fail_msg("%s\n%s", expected->line, error.text);
    *udpi_format_hex(built, bytes, size) = '\0';
    if (strcmp(built, wanted) != 0)
        fail_msg("%s\n  built:    %s\n  expected: %s", expected->line, built, wanted);
}

#define IP "ipv4 10.0.0.1 > 10.0.0.2 | udp 1 > 2 | \"x\""

static void builds_serial_links(void **state) {
    (void)state;
    static const struct expectation cases[] = {
        {"ppp | " IP, "0021" IPV4},
        {"ppp address=0xff | " IP, "ff03 0021" IPV4},
        {"ppp compressed_protocol=0x21 | " IP, "21" IPV4},
        {"ppp | mpls label=17 | " IP, "0281 00011140" IPV4},
        {"chdlc | " IP, "0f00 0800" IPV4},
        {"fr dlci=302 | " IP, "48e1 03cc" IPV4},        /* 010010 in the first byte, 1110 in the second */
        {"fr dlci=819266 | " IP, "18400209 03cc" IPV4}, /* 100 * 2^13 + 1 * 2^6 + 2 */
        {"fr | mpls | " IP, "0401 8847 00010140" IPV4},
        {"fr | snap | " IP, "0401 030080 0000000800" IPV4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(&cases[i]);
}

static void builds_what_lies_between_ethernet_and_ip(void **state) {
    (void)state;
    static const struct expectation cases[] = {
        {"eth | pppoe session_id=5 | ppp | " IP, ETH "8864 1100 0005 001f 0021" IPV4},
        {"eth | pppoe tags=hex:01010000", ETH "8863 1109 0000 0004 01010000"},
        {"eth | pppoe code=0xa7 session_id=5", ETH "8863 11a7 0005 0000"},
        {"eth | mpls label=16 | mpls label=17 | " IP, ETH "8847 00010040 00011140" IPV4},
        {"eth | mpls | pwcw | eth | " IP, ETH "8847 00010140 002f0000" ETH "0800" IPV4}, /* 4 + 14 + 29 = 47 */
        {"eth | macsec sci=0x0200000000010001 | " IP " | trailer zeros:16",              /* 2 + 29 = 31 */
         ETH "88e5 201f 00000001 0200000000010001 0800" IPV4 ZEROS16},
        {"eth | macsec encrypted changed | hex:00112233 | trailer zeros:16", ETH "88e5 0c04 00000001 00112233" ZEROS16},
        {"eth | macsec | " IP, ETH "88e5 001f 00000001 0800" IPV4},
        {"eth | pbb service_id=77 | eth | " IP, ETH "88e7 0000004d" ETH "0800" IPV4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(&cases[i]);
}

static void finds_the_link_type(void **state) {
    (void)state;
    static const struct {
        const char *line;
        uint16_t link_type;
    } cases[] = {{"eth | " IP, 1}, {"ppp | " IP, 9}, {IP, 12}, {"chdlc | " IP, 104}, {"fr | " IP, 107}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(udpi_notation_parse(cases[i].line, &recipe, &error), UDPI_OK);
        assert_int_equal(udpi_recipe_link_type(&recipe, 0), cases[i].link_type);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(builds_serial_links),
        cmocka_unit_test(builds_what_lies_between_ethernet_and_ip),
        cmocka_unit_test(finds_the_link_type),
    };
    return cmocka_run_group_tests(tests, open_recipe, close_recipe);
}
