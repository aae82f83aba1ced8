/* craft/sweep: fields that change from packet to packet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "craft/notation.h"

enum { SEED = 1, TEXT_SIZE = 256 };

static struct udpi_recipe recipe;
static struct udpi_sweeps sweeps;
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

static void parse(const char *line) {
    error.text[0] = '\0';
    if (udpi_notation_parse_sweeps(line, &recipe, &sweeps, &error) != UDPI_OK)
        fail_msg("%s\n%s", line, error.text);
}

/* The line of the packet with this index, whose number is one more. */
static const char *write_packet(uint64_t index, char text[TEXT_SIZE]) {
    struct udpi_sink sink;
    assert_true(udpi_sink_open(&sink, NULL, NULL));
    udpi_sweeps_set(&sweeps, &recipe, index, index + 1, SEED);
    udpi_notation_write(&recipe, &sink);
    assert_in_range(sink.used, 0, TEXT_SIZE - 1);
    memcpy(text, sink.bytes, sink.used);
    text[sink.used] = '\0';
    udpi_sink_close(&sink);
    return text;
}

/* --- what is enumerated ------------------------------------------------------------------------------------------- */

static void goes_through_the_values(void **state) {
    (void)state;
    static const struct {
        const char *line;
        const char *packets[7]; /* closed by NULL */
    } rows[] = {
        {"udp 1000..1002 > 7788", {"udp 1000 > 7788", "udp 1001 > 7788", "udp 1002 > 7788"}},
        {"udp 9..5/2 > 1", {"udp 9 > 1", "udp 7 > 1", "udp 5 > 1"}},
        {"ipv4 ttl=5..10/3", {"ipv4 ttl=5", "ipv4 ttl=8"}},
        {"ptp log_message_interval=-2..-1", {"ptp log_message_interval=-2", "ptp log_message_interval=-1"}},
        {"ipv4 ttl=7..7", {"ipv4 ttl=7"}},
        {"ipv4 ttl=7..7/99", {"ipv4 ttl=7"}},
        {"ipv4 id=0x10..0x12", {"ipv4 id=16", "ipv4 id=17", "ipv4 id=18"}},
        {"ipv4 dont_fragment=false..true", {"ipv4 dont_fragment=false", "ipv4 dont_fragment"}},
        {"ipv4 protocol=icmp..igmp", {"ipv4 protocol=1", "ipv4 protocol=2"}},
        {"ipv4 fragment_offset=0..16", {"ipv4 fragment_offset=0", "ipv4 fragment_offset=8", "ipv4 fragment_offset=16"}},
        {"ipv4 10.0.0.254..10.0.1.1 > 10.9.9.9",
         {"ipv4 10.0.0.254 > 10.9.9.9", "ipv4 10.0.0.255 > 10.9.9.9", "ipv4 10.0.1.0 > 10.9.9.9",
          "ipv4 10.0.1.1 > 10.9.9.9"}},
        {"eth 02:00:00:00:00:ff..02:00:00:00:01:01 > ff:ff:ff:ff:ff:ff",
         {"eth 02:00:00:00:00:ff > ff:ff:ff:ff:ff:ff", "eth 02:00:00:00:01:00 > ff:ff:ff:ff:ff:ff",
          "eth 02:00:00:00:01:01 > ff:ff:ff:ff:ff:ff"}},
        {"ipv6 2001:db8::ffff..2001:db8::1:1/2 > ::1", {"ipv6 2001:db8::ffff > ::1", "ipv6 2001:db8::1:1 > ::1"}},
        {"ipv6 ::2..::1 > ::9", {"ipv6 ::2 > ::9", "ipv6 ::1 > ::9"}},
        {"udp | zeros:1..5/2", {"udp | hex:00", "udp | hex:000000", "udp | hex:0000000000"}},
        {"zeros:2..0", {"hex:0000", "hex:00", "hex:"}},
        {"vlan id=1..2 | udp 8..9 > 5 | zeros:1",
         {"vlan id=1 | udp 8 > 5 | hex:00", "vlan id=1 | udp 9 > 5 | hex:00", "vlan id=2 | udp 8 > 5 | hex:00",
          "vlan id=2 | udp 9 > 5 | hex:00"}},
        {"udp 1..2 > 3..5", {"udp 1 > 3", "udp 1 > 4", "udp 1 > 5", "udp 2 > 3", "udp 2 > 4", "udp 2 > 5"}},
        {"udp dst_port=3..4 src_port=1..2", {"udp 1 > 3", "udp 2 > 3", "udp 1 > 4", "udp 2 > 4"}}, /* as written */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[TEXT_SIZE];
        uint64_t count = 0;
        parse(rows[i].line);
        for (; rows[i].packets[count]; count++)
            assert_string_equal(write_packet(count, text), rows[i].packets[count]);
        assert_int_equal(sweeps.packets, count);
        assert_string_equal(write_packet(count, text), rows[i].packets[0]); /* and round again */
        assert_string_equal(write_packet(count - 1, text), rows[i].packets[count - 1]);
    }
}

static void counts_up_to_the_last_of_64_bits(void **state) {
    (void)state;
    char text[TEXT_SIZE];
    parse("ipv6 ::..::ffff:ffff:ffff:fffe > ::1");
    assert_true(sweeps.packets == UINT64_MAX);
    assert_string_equal(write_packet(UINT64_MAX - 1, text), "ipv6 ::ffff:ffff:ffff:fffe > ::1");
    /* (2^64 - 1) / 5 + 1 values, five times: 2^64 + 4 are too many; four times they are not */
    parse("ipv6 ::..::ffff:ffff:ffff:ffff/5 > ::1 hop_limit=1..4");
    assert_true(sweeps.packets == UINT64_C(14757395258967641296));
    assert_string_equal(write_packet(sweeps.packets - 1, text), "ipv6 ::ffff:ffff:ffff:ffff > ::1 hop_limit=4");
}

/* --- what is drawn, and the number of the packet ------------------------------------------------------------------ */

static void draws_sizes_evenly(void **state) {
    (void)state;
    enum { PACKETS = 6000, LEAST = 4, MOST = 9 };
    unsigned drawn[MOST + 1] = {0};
    parse("random:4..9");
    assert_int_equal(sweeps.packets, 1);
    for (uint64_t i = 0; i < PACKETS; i++) {
        udpi_sweeps_set(&sweeps, &recipe, i, i, SEED);
        uint32_t count = recipe.layers[0].ingredients[0].bytes_count;
        assert_in_range(count, LEAST, MOST);
        drawn[count]++;
    }
    for (unsigned size = LEAST; size <= MOST; size++)
        assert_in_range(drawn[size], 850, 1150); /* 1000 expected; five standard deviations are 144 */
}

static void draws_the_same_for_the_same_seed(void **state) {
    (void)state;
    enum { PACKETS = 100 };
    uint32_t sizes[PACKETS];
    unsigned same_for_other_seed = 0;
    parse("random:1400..0");
    for (unsigned i = 0; i < PACKETS; i++) {
        udpi_sweeps_set(&sweeps, &recipe, i, 1, SEED);
        sizes[i] = recipe.layers[0].ingredients[0].bytes_count;
    }
    for (unsigned i = PACKETS; i > 0; i--) { /* in any order */
        udpi_sweeps_set(&sweeps, &recipe, i - 1, 1, SEED);
        assert_int_equal(recipe.layers[0].ingredients[0].bytes_count, sizes[i - 1]);
        udpi_sweeps_set(&sweeps, &recipe, i - 1, 1, SEED + 1);
        same_for_other_seed += recipe.layers[0].ingredients[0].bytes_count == sizes[i - 1];
    }
    assert_in_range(same_for_other_seed, 0, 5);
}

static void random_bytes_are_those_of_a_fixed_size(void **state) {
    (void)state;
    char text[TEXT_SIZE], longest[TEXT_SIZE];
    parse("random:16:7");
    write_packet(0, longest);
    parse("random:3..16:7");
    for (uint64_t i = 0; i < 20; i++) {
        write_packet(i, text);
        assert_memory_equal(text, longest, strlen(text));
    }
}

static void numbers_the_packets(void **state) {
    (void)state;
    static const struct {
        const char *line, *second, *tenth;
    } rows[] = {
        {"\"n={n}\"", "\"n=2\"", "\"n=10\""},
        {"\"{n}{n}, {n}\"", "\"22, 2\"", "\"1010, 10\""},
        {"\"\\\\{n}\\n\\x7bn}{n\"", "\"\\\\2\\n\\x7bn}{n\"", "\"\\\\10\\n\\x7bn}{n\""},
        {"udp 1..4 > 5 | \"{n}\" | trailer \"{n}!\"", "udp 2 > 5 | \"2\" | trailer \"2!\"",
         "udp 2 > 5 | \"10\" | trailer \"10!\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[TEXT_SIZE];
        parse(rows[i].line);
        assert_string_equal(write_packet(1, text), rows[i].second);
        assert_string_equal(write_packet(9, text), rows[i].tenth);
    }
    parse("\"{n}\"");
    assert_int_equal(sweeps.packets, 1);
    udpi_sweeps_set(&sweeps, &recipe, 0, UINT64_MAX, SEED);
    assert_int_equal(recipe.layers[0].ingredients[0].bytes_count, 20);
    assert_memory_equal(udpi_recipe_bytes(&recipe, &recipe.layers[0].ingredients[0]), "18446744073709551615", 20);
}

static void leaves_other_braces_alone(void **state) {
    (void)state;
    static const char *const texts[] = {"\"{\"", "\"{}\"", "\"{{n\"", "\"{ n }\"", "\"{N}\"", "\"{\\\"n\\\":{}}\""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char text[TEXT_SIZE];
        parse(texts[i]);
        assert_int_equal(sweeps.count, 0);
        assert_string_equal(write_packet(4, text), texts[i]);
    }
}

static void keeps_its_memory(void **state) {
    (void)state;
    parse("udp | \"{n}{n}{n}\"");
    size_t size = recipe.bytes.size;
    for (uint64_t i = 0; i < 100000; i++)
        udpi_sweeps_set(&sweeps, &recipe, i, i, SEED);
    assert_int_equal(recipe.bytes.size, size);
}

/* --- what is refused ---------------------------------------------------------------------------------------------- */

static void names_the_place_and_what_was_expected(void **state) {
    (void)state;
    static const struct {
        const char *line, *message;
    } rows[] = {
        {"ipv4 ttl=1..256", "column 13: ttl is at most 255, not 256"},
        {"ptp log_message_interval=-1..1", "column 26: a range of log_message_interval cannot go across 0"},
        {"ipv4 ttl=..5", "column 10: ttl wants a number from 0 to 255, not ''"},
        {"ipv4 ttl=5..", "column 13: ttl wants a number from 0 to 255, not ''"},
        {"ipv4 ttl=1..2..3", "column 13: ttl wants a number from 0 to 255, not '2..3'"},
        {"ipv4 ttl=1..x/2", "column 13: ttl wants a number from 0 to 255, not 'x'"},
        {"ipv4 ttl=1..2/", "column 15: expected a step behind '/': a number from 1 on"},
        {"ipv4 ttl=1..2/0", "column 15: expected a step behind '/': a number from 1 on"},
        {"ipv4 ttl=1..2/-1", "column 15: expected a step behind '/': a number from 1 on"},
        {"ipv4 ttl=1/2", "column 10: ttl wants a number from 0 to 255, not '1/2'"},
        {"ipv4 fragment_offset=0..64/4", "column 28: expected a step behind '/': a multiple of 8"},
        {"ipv4 fragment_offset=0..9", "column 25: fragment_offset must be a multiple of 8, not 9"},
        {"ipv4 10.0.0.1..10.0.0.256 > 10.0.0.2",
         "column 16: expected an IPv4 address such as 192.0.2.1, found '10.0.0.256'"},
        {"eth 02:00:00:00:00:01..02 > 02:00:00:00:00:02",
         "column 24: expected a MAC address such as 02:00:00:00:00:01, found '02'"},
        {"ipv6 ::1..:: > ::1..x", "column 21: expected an IPv6 address such as 2001:db8::1, found 'x'"},
        {"ipv6 x..::1 > ::1", "column 6: expected an IPv6 address such as 2001:db8::1, found 'x'"},
        {"ipv6 2001:db8::1..2001:db9::1 > ::1", "column 19: expected an address with the same first 64 bits"},
        {"ipv6 ::..::ffff:ffff:ffff:ffff > ::1", "column 6: the sweep has more values than can be counted"},
        {"ipv6 ::1..::ffff:ffff:ffff:ffff > ::1 hop_limit=1..2",
         "column 49: the sweeps up to here have more than 2^64 combinations"},
        {"zeros:1..", "column 10: expected a number of bytes, up to 262144"},
        {"zeros:1..262145", "column 10: expected a number of bytes, up to 262144"},
        {"zeros:1..5/0", "column 12: expected a step behind '/': a number from 1 on"},
        {"zeros:1..5:2", "column 11: expected zeros:N or zeros:FIRST..LAST/STEP"},
        {"random:1..5/2", "column 12: expected random:N, random:FIRST..LAST, or one of them with :SEED"},
        {"sll address_bytes=\"{n}\"", "column 19: address_bytes has a size of its own, which {n} would change"},
        {"sll address_bytes=zeros:1..9", "column 19: address_bytes has room for 8 bytes, not 9"},
        {"\"{n}\\q\"", "column 5: unknown escape in a text; there are \\\" \\\\ \\n \\r \\t and \\xHH"},
        {"udp 1..2 > 1..2 length=8..9 checksum=1..2 | ipv4 dscp=1..2 ecn=1..2 total_length=1..2 id=1..2 ttl=1..2 "
         "protocol=1..2 checksum=1..2 | ipv4 dscp=1..2 ecn=1..2 total_length=1..2 id=1..2 ttl=1..2 protocol=1..2",
         "column 202: a line has at most 16 sweeps"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum udpi_status status = udpi_notation_parse_sweeps(rows[i].line, &recipe, &sweeps, &error);
        if (status != UDPI_USAGE || strcmp(error.text, rows[i].message) != 0)
            fail_msg("%s\n  status %d: %s\n  expected: %s", rows[i].line, status, error.text, rows[i].message);
    }
}

static void a_line_of_one_packet_has_none(void **state) {
    (void)state;
    static const char *const lines[] = {"ipv4 ttl=1..2", "ipv4 ttl=zeros:1..2", "random:1..2", "\"{n}\""};
    assert_int_equal(udpi_notation_parse(lines[0], &recipe, &error), UDPI_USAGE);
    assert_string_equal(error.text, "column 10: a line of one packet has no sweeps");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_int_equal(udpi_notation_parse(lines[i], &recipe, &error), UDPI_USAGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goes_through_the_values),
        cmocka_unit_test(counts_up_to_the_last_of_64_bits),
        cmocka_unit_test(draws_sizes_evenly),
        cmocka_unit_test(draws_the_same_for_the_same_seed),
        cmocka_unit_test(random_bytes_are_those_of_a_fixed_size),
        cmocka_unit_test(numbers_the_packets),
        cmocka_unit_test(leaves_other_braces_alone),
        cmocka_unit_test(keeps_its_memory),
        cmocka_unit_test(names_the_place_and_what_was_expected),
        cmocka_unit_test(a_line_of_one_packet_has_none),
    };
    return cmocka_run_group_tests(tests, open_recipe, close_recipe);
}
