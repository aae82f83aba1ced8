/* render/reference: the pages that are made from the descriptors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <udpinspect/packet.h>

#include "core/unicode.h"
#include "render/reference.h"
#include "render/reference_diagram.h"
#include "render/reference_text.h"

static struct udpi_sink sink;

static int open_sink(void **state) {
    (void)state;
    return udpi_sink_open(&sink, NULL, NULL) ? 0 : -1;
}

static int close_sink(void **state) {
    (void)state;
    udpi_sink_close(&sink);
    return 0;
}

/* What has been written since the last call. */
static const char *take_page(void) {
    *udpi_sink_reserve(&sink, 1) = '\0';
    sink.used = 0;
    return sink.bytes;
}

static const char *describe(const char *name, unsigned columns) {
    assert_true(udpi_reference_describe(&sink, name, columns));
    return take_page();
}

static void expect_part(const char *page, const char *part) {
    if (!strstr(page, part))
        fail_msg("%s\nis not in\n%s", part, page);
}

static size_t measure_widest(const char *page) {
    size_t widest = 0;
    while (*page) {
        size_t length = strcspn(page, "\n");
        char line[512];
        assert_true(length < sizeof line && page[length] == '\n');
        assert_true(length == 0 || page[length - 1] != ' ');
        memcpy(line, page, length);
        line[length] = '\0';
        if (udpi_unicode_columns(line) > widest)
            widest = udpi_unicode_columns(line);
        page += length + 1;
    }
    return widest;
}

/* --- words in columns --------------------------------------------------------------------------------------------- */

static void breaks_cells_between_words(void **state) {
    (void)state;
    const struct udpi_reference_table table = {.indent = 1, .count = 3, .widths = {3, 5, 6}};
    const char *const cells[] = {"ab", "one two three", "longword \xe4\xbd\xa0\xe5\xa5\xbd\xe4\xbd\xa0\xe5\xa5\xbd"};
    udpi_reference_row(&sink, &table, cells);
    assert_string_equal(take_page(), " ab   one    longwo\n"
                                     "      two    rd\n"
                                     "      three  \xe4\xbd\xa0\xe5\xa5\xbd\xe4\xbd\xa0\n" /* two columns each */
                                     "             \xe5\xa5\xbd\n");
}

static void writes_empty_cells_as_gaps(void **state) {
    (void)state;
    const struct udpi_reference_table table = {.count = 3, .widths = {3, 5, 6}};
    udpi_reference_row(&sink, &table, (const char *const[]){"", "", "end"});
    udpi_reference_row(&sink, &table, (const char *const[]){"", "", ""});
    udpi_reference_row(&sink, &table, (const char *const[]){"abc", "", ""});
    assert_string_equal(take_page(), "            end\n\nabc\n");
}

/* --- diagrams ----------------------------------------------------------------------------------------------------- */

#define RULER                                                                                                          \
    "   0                   1                   2                   3\n"                                               \
    "   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1\n"
#define BORDER "  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+\n"

static void draws_headers_as_rfcs_do(void **state) {
    (void)state;
    static const struct {
        const char *protocol, *drawing;
    } cases[] = {
        {"udp", RULER BORDER "  |          Source port          |       Destination port        |\n" /* RFC 768 */
         BORDER "  |            Length             |           Checksum            |\n" BORDER},
        {"vlan", RULER BORDER "  |  P  |D|         VLAN          |           Ethertype           |\n" BORDER},
        {"ipv4", RULER BORDER "  |Version|  HL   |   dscp    |ecn|         Total length          |\n" /* RFC 791 */
         BORDER "  |        Identification         |R|D|M|     Fragment offset     |\n"               /* */
         BORDER "  | Time to live  |   Protocol    |        Header checksum        |\n"               /* */
         BORDER "  |                            Source                             |\n"               /* */
         BORDER "  |                          Destination                          |\n" BORDER},
        {"eth", RULER BORDER "  |                          Destination                          |\n"
                             "  +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+\n"
                             "  |                               |                               |\n"
                             "  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +\n"
                             "  |                            Source                             |\n" BORDER
                             "  |           Ethertype           |\n"
                             "  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        udpi_reference_draw(&sink, udpi_protocol_find(cases[i].protocol));
        assert_string_equal(take_page(), cases[i].drawing);
    }
}

static void draws_addresses_over_four_rows(void **state) {
    (void)state;
    udpi_reference_draw(&sink, udpi_protocol_find("ipv6"));
    const char *page = take_page();
    expect_part(page, BORDER "  |                                                               |\n"
                             "  +                                                               +\n"
                             "  |                          Destination                          |\n"
                             "  +                                                               +\n"
                             "  |                                                               |\n"
                             "  +                                                               +\n"
                             "  |                                                               |\n" BORDER);
}

static void draws_nothing_without_a_header(void **state) {
    (void)state;
    udpi_reference_draw(&sink, udpi_protocol_find("payload"));
    assert_string_equal(take_page(), "");
}

/* --- pages -------------------------------------------------------------------------------------------------------- */

static void lists_all_protocols(void **state) {
    (void)state;
    udpi_reference_list(&sink, 80);
    const char *page = take_page();
    assert_true(measure_widest(page) <= 80);
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        char start[64];
        stpcpy(stpcpy(stpcpy(start, "\n"), udpi_protocols[i]->key), " ");
        expect_part(page, start);
    }
    expect_part(page, " User Datagram Protocol  RFC 768 ");
    expect_part(page, "  IP protocol 17\n");
}

/* What is said behind "carried by" begins with a word each time: also what no number on the wire selects. */
static void names_all_carriers(void **state) {
    (void)state;
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const char *carriers = strstr(describe(udpi_protocols[i]->key, 200), "carried by  ");
        assert_non_null(carriers);
        carriers += strlen("carried by  ");
        while (carriers) {
            assert_true(strcspn(carriers, "0123456789") > 0);
            size_t length = strcspn(carriers, ";\n");
            carriers = carriers[length] == ';' ? carriers + length + 2 : NULL;
        }
    }
}

static void describes_a_protocol(void **state) {
    (void)state;
    const char *page = describe("udp", 80);
    static const char start[] = "udp: User Datagram Protocol\n"
                                "Carries a datagram from one program to another: ports tell the programs of a\n"
                                "host apart.\n"
                                "\n"
                                "  defined in  RFC 768\n"
                                "  carried by  IP protocol 17\n"
                                "\n" RULER;
    assert_memory_equal(page, start, strlen(start));
    expect_part(page, "\n"
                      "  field            type    bits  meaning\n"
                      "  src_port         port    16    Source port. Which program of the sending host;\n"
                      "                                 0 where no answer is wanted.\n");
    expect_part(page, "unverified, absent, good,");
    expect_part(describe("vlan", 200), "  carried by  ethertype 0x8100, 0x88a8");
    expect_part(describe("quic_long", 200), "  carried by  UDP payload that begins with 0xc0 to 0xff\n");
    expect_part(describe("radius", 200), "  carried by  UDP port 1812, 1813, 1645, 1646, 3799, 1700\n");
    expect_part(describe("eth", 200), "  carried by  link type EN10MB");
    page = describe("ipv4", 80);
    expect_part(page, "\n  options.type     number        Type. ");
    expect_part(page, "Names: see ipv4.protocol.");
}

static void describes_a_field(void **state) {
    (void)state;
    assert_string_equal(describe("ipv4.ttl", 80), "ipv4.ttl: Time to live\n"
                                                  "Routers that may still forward the packet; each takes one off.\n"
                                                  "\n"
                                                  "  type        number\n"
                                                  "  place       bits 64 to 71 of the header\n"
                                                  "  default     64\n");
    expect_part(describe("ipv4.fragment_offset", 80), "  place       bits 51 to 63 of the header, in units of 8\n");
    expect_part(describe("ipv4.dont_fragment", 80), "  place       bit 49 of the header\n  default     false\n");
    expect_part(describe("ipv4.src", 80), "  default     10.0.0.1\n");
    expect_part(describe("ipv4.version", 80), "  shown       in no JSON, since the rest of the layer implies it\n");
    expect_part(describe("ipv4.options.type", 80), "\n  148         Router Alert\n");
    expect_part(describe("udp.checksum_status", 80), "\n  partial\n");
    expect_part(describe("eth.ethertype", 80), "\n  0x0800      IPv4\n");
}

static void describes_a_note(void **state) {
    (void)state;
    assert_string_equal(describe("udp-checksum-bad", 80), "udp-checksum-bad: warning\n"
                                                          "A note on a packet.\n"
                                                          "\n"
                                                          "  says        the checksum is 0x…, and should be 0x…\n");
    expect_part(describe("truncated", 80), "  says        the capture ended N bytes before");
}

static void knows_no_other_names(void **state) {
    (void)state;
    static const char *const names[] = {"",
                                        "UDP",
                                        "udp.",
                                        "udp.nothing",
                                        "udp.src_port.",
                                        ".src_port",
                                        "options.type",
                                        "ipv4.option",
                                        "ipv4.type",
                                        "nothing",
                                        "ipv4.options.option.type"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_false(udpi_reference_describe(&sink, names[i], 80));
    assert_int_equal(sink.used, 0);
}

static void describes_everything_at_any_width(void **state) {
    (void)state;
    enum { DIAGRAM = 67 };
    for (size_t i = 0; i < udpi_protocol_count; i++)
        for (unsigned columns = 1; columns < 200; columns += 33)
            assert_true(measure_widest(describe(udpi_protocols[i]->key, columns)) <=
                        (columns > DIAGRAM ? columns : DIAGRAM));
    for (unsigned i = 0; i < UDPI_NOTE_CODES; i++)
        assert_true(measure_widest(describe(udpi_note_kinds[i].code, 40)) <= 40);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(breaks_cells_between_words),
        cmocka_unit_test(writes_empty_cells_as_gaps),
        cmocka_unit_test(draws_headers_as_rfcs_do),
        cmocka_unit_test(draws_addresses_over_four_rows),
        cmocka_unit_test(draws_nothing_without_a_header),
        cmocka_unit_test(lists_all_protocols),
        cmocka_unit_test(names_all_carriers),
        cmocka_unit_test(describes_a_protocol),
        cmocka_unit_test(describes_a_field),
        cmocka_unit_test(describes_a_note),
        cmocka_unit_test(knows_no_other_names),
        cmocka_unit_test(describes_everything_at_any_width),
    };
    return cmocka_run_group_tests(tests, open_sink, close_sink);
}
