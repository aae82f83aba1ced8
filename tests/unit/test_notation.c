/* craft/notation: what a line of text says, what is wrong with it, and how a recipe is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "craft/notation.h"

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

static void parse(const char *line) {
    error.text[0] = '\0';
    if (udpi_notation_parse(line, &recipe, &error) != UDPI_OK)
        fail_msg("%s\n%s", line, error.text);
}

/* What was given for a key of a layer of the recipe; NULL where it was not. */
static const struct udpi_ingredient *find(unsigned layer, const char *key) {
    assert_in_range(layer, 0, recipe.count - 1);
    int field = udpi_field_find(recipe.layers[layer].protocol, key);
    assert_in_range(field, 0, UDPI_MAX_INGREDIENTS - 1);
    return udpi_recipe_find(&recipe.layers[layer], (unsigned)field);
}

static void check_number(unsigned layer, const char *key, uint64_t expected) {
    const struct udpi_ingredient *given = find(layer, key);
    assert_non_null(given);
    assert_int_equal(given->number, expected);
}

static void check_bytes(unsigned layer, const char *key, const void *expected, size_t count) {
    const struct udpi_ingredient *given = find(layer, key);
    assert_non_null(given);
    assert_int_equal(given->bytes_count, count);
    assert_memory_equal(udpi_recipe_bytes(&recipe, given), expected, count);
}

static void check_layer(unsigned layer, const char *name, unsigned count) {
    assert_in_range(layer, 0, recipe.count - 1);
    assert_string_equal(recipe.layers[layer].protocol->key, name);
    assert_int_equal(recipe.layers[layer].count, count);
}

static void reads_every_layer(void **state) {
    (void)state;
    parse("eth 02:00:00:00:00:aB > 02:00:00:00:00:02 | ipv4 192.168.1.10 > 192.168.1.20 ttl=3 | udp 51000 > 7788 | "
          "\"hello\"");
    assert_int_equal(recipe.count, 4);
    check_layer(0, "eth", 2);
    check_number(0, "src", 0x0200000000ab);
    check_number(0, "dst", 0x020000000002);
    check_layer(1, "ipv4", 3);
    check_number(1, "src", 0xc0a8010a);
    check_number(1, "dst", 0xc0a80114);
    check_number(1, "ttl", 3);
    check_layer(2, "udp", 2);
    check_number(2, "src_port", 51000);
    check_number(2, "dst_port", 7788);
    check_layer(3, "payload", 1);
    check_bytes(3, "hex", "hello", 5);
}

static void needs_no_spaces(void **state) {
    (void)state;
    parse("ipv6 ::1>2001:db8::2 hop_limit=1|udp 1>2|\"a|b>c=d#e\"");
    static const uint8_t loopback[16] = {[15] = 1};
    check_bytes(0, "src", loopback, 16);
    check_number(1, "dst_port", 2);
    check_bytes(2, "hex", "a|b>c=d#e", 9);
    parse("\tipv4\r\n");
    assert_int_equal(recipe.count, 1);
    check_layer(0, "ipv4", 0);
}

static void keeps_fields_in_their_order(void **state) {
    (void)state;
    parse("ipv4 ttl=1 dscp=2 src=10.0.0.9 id=3");
    static const uint64_t expected[] = {2, 3, 1, 0x0a000009}; /* as the header has them: dscp, id, ttl, src */
    check_layer(0, "ipv4", 4);
    for (unsigned i = 0; i < 4; i++)
        assert_int_equal(recipe.layers[0].ingredients[i].number, expected[i]);
}

static void reads_numbers(void **state) {
    (void)state;
    static const struct {
        const char *line, *key;
        uint64_t number;
    } rows[] = {
        {"ipv4 ttl=0", "ttl", 0},
        {"ipv4 ttl=255", "ttl", 255},
        {"ipv4 ttl=007", "ttl", 7},
        {"ipv4 id=0xFfff", "id", 65535},
        {"ipv4 protocol=17", "protocol", 17},
        {"ipv4 protocol=UDP", "protocol", 17},
        {"ipv4 protocol=udp", "protocol", 17},
        {"ipv4 fragment_offset=1480", "fragment_offset", 1480},
        {"ipv4 fragment_offset=65528", "fragment_offset", 65528},
        {"ipv4 header_length=60", "header_length", 60},
        {"ipv4 dont_fragment", "dont_fragment", 1},
        {"ipv4 dont_fragment=true", "dont_fragment", 1},
        {"ipv4 dont_fragment = 1", "dont_fragment", 1},
        {"ipv4 dont_fragment=False", "dont_fragment", 0},
        {"ipv4 more_fragments ttl=9", "more_fragments", 1},
        {"eth ethertype=IPv4", "ethertype", 0x0800},
        {"eth ethertype=0x88b5", "ethertype", 0x88b5},
        {"ipv6 flow_label=0xfffff", "flow_label", 0xfffff},
        {"sll address=ff:ff:ff:ff:ff:ff", "address", 0xffffffffffff},
        {"routing type=\"Segment Routing\"", "type", 4},
        {"udp length=65535", "length", 65535},
        {"ptp log_message_interval=127", "log_message_interval", 127},
        {"ptp log_message_interval=-128", "log_message_interval", (uint64_t)-128},
        {"ptp log_message_interval=-0x3", "log_message_interval", (uint64_t)-3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        parse(rows[i].line);
        check_number(0, rows[i].key, rows[i].number);
    }
}

static void reads_bytes(void **state) {
    (void)state;
    static const struct {
        const char *line, *bytes;
        size_t count;
    } rows[] = {
        {"\"\"", "", 0},
        {"hex:", "", 0},
        {"zeros:0", "", 0},
        {"random:0", "", 0},
        {"payload", NULL, 0},
        {"\"\\\"\\\\\\n\\r\\t\\x00\\xfF\"", "\"\\\n\r\t\0\xff", 7},
        {"payload \"x\"", "x", 1},
        {"hex:00fFA5", "\0\xff\xa5", 3},
        {"zeros:3", "\0\0\0", 3},
        {"zeros:0x3", "\0\0\0", 3},
        {"\"你好\"", "\xe4\xbd\xa0\xe5\xa5\xbd", 6},
        /* published outputs of SplitMix64 for the seed 1234567: 6457827717110365317, 3203168211198807973 */
        {"random:8:1234567", "\x59\x9e\xd0\x17\xfb\x08\xfc\x85", 8},
        {"random:11:1234567", "\x59\x9e\xd0\x17\xfb\x08\xfc\x85\x2c\x73\xf0", 11},
        {"\"end\" # \"remark\"", "end", 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        parse(rows[i].line);
        assert_int_equal(recipe.count, 1);
        if (rows[i].bytes)
            check_bytes(0, "hex", rows[i].bytes, rows[i].count);
        else
            assert_null(find(0, "hex"));
    }
}

static void draws_the_same_random_bytes(void **state) {
    (void)state;
    parse("random:64");
    uint8_t first[64];
    memcpy(first, udpi_recipe_bytes(&recipe, find(0, "hex")), sizeof first);
    parse("random:64:1");
    check_bytes(0, "hex", first, sizeof first);
    parse("random:64:2");
    assert_memory_not_equal(udpi_recipe_bytes(&recipe, find(0, "hex")), first, sizeof first);
}

static void reads_bytes_of_fields(void **state) {
    (void)state;
    parse("ipv4 options=hex:94040000 | udp");
    check_bytes(0, "options", "\x94\x04\0\0", 4);
    parse("sll address_bytes=\"abc\" address_length=3");
    check_bytes(0, "address_bytes", "abc", 3);
    parse("ipv6 src=::ffff:192.0.2.1");
    check_bytes(0, "src", "\0\0\0\0\0\0\0\0\0\0\xff\xff\xc0\0\2\1", 16);
}

static void reads_layers_of_bytes(void **state) {
    (void)state;
    parse("udp | \"x\" | surplus hex:01 | trailer zeros:2");
    check_bytes(1, "hex", "x", 1);
    check_layer(2, "surplus", 1);
    check_bytes(2, "hex", "\1", 1);
    check_layer(3, "trailer", 1);
    check_bytes(3, "hex", "\0\0", 2);
    parse("ipv4 more_fragments | fragment 5000 > 7788 hex:1388"); /* the ports are in the bytes */
    check_layer(1, "fragment", 1);
    check_bytes(1, "hex", "\x13\x88", 2);
    parse("fragment hex:00");
    check_layer(0, "fragment", 1);
}

static void passes_over_time_and_remarks(void **state) {
    (void)state;
    static const char *const times[] = {"12:00:00.123456",
                                        "2026-11-22T12:00:00.123456Z",
                                        "1795348800.123456",
                                        "0.000000",
                                        "-0.000012",
                                        "-",
                                        "2026-11-22T12:00:00.123456+02:00"};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        char line[128];
        snprintf(line, sizeof line, "%s udp 1 > 2 | \"x\"  # udp-checksum-bad, truncated", times[i]);
        parse(line);
        assert_int_equal(recipe.count, 2);
        check_number(0, "src_port", 1);
        check_bytes(1, "hex", "x", 1);
    }
}

/* Whatever 64 bits hold is taken as it is printed. */
static void takes_times_before_1970(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t time;
    } rows[] = {
        {"probe time=1969-12-31T23:59:59.999999999Z", -1},
        {"probe time=1969-12-31T23:59:59Z", -1000000000},
        {"probe time=1970-01-01T00:00:00.5Z", 500000000},
        {"probe time=1677-09-21T00:12:43.145224192Z", INT64_MIN},
        {"probe time=2262-04-11T23:47:16.854775807Z", INT64_MAX},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        parse(rows[i].text);
        check_number(0, "time", (uint64_t)rows[i].time);
    }
}

/* --- files -------------------------------------------------------------------------------------------------------- */

static char folder[] = "/tmp/test_notation.XXXXXX";

static void write_file(const char *name, const char *bytes, size_t count) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    assert_int_equal(fclose(file), 0);
}

static void remove_file(const char *name) {
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(unlink(path), 0);
}

static void check_refusal(const char *line, const char *expected) {
    error.text[0] = '\0';
    enum udpi_status status = udpi_notation_parse(line, &recipe, &error);
    if (status != UDPI_USAGE || strcmp(error.text, expected) != 0)
        fail_msg("%s\n  status %d: %s\n  expected: %s", line, status, error.text, expected);
}

static void reads_files(void **state) {
    (void)state;
    static char large[UDPI_MAX_CRAFTED + 1];
    char line[256], message[256];
    assert_non_null(mkdtemp(folder));
    write_file("a#b", "hello\n\0", 7);
    write_file("two words", "", 0);
    write_file("large", large, sizeof large);
    snprintf(line, sizeof line, "udp | @%s/a#b # remark", folder);
    parse(line);
    check_bytes(1, "hex", "hello\n\0", 7);
    snprintf(line, sizeof line, "@\"%s/two words\"", folder);
    parse(line);
    check_bytes(0, "hex", "", 0);
    snprintf(line, sizeof line, "udp | @%s/absent", folder);
    snprintf(message, sizeof message, "column 7: @%s/absent: No such file or directory", folder);
    check_refusal(line, message);
    snprintf(line, sizeof line, "@%s", folder);
    snprintf(message, sizeof message, "column 1: @%s: Is a directory", folder);
    check_refusal(line, message);
    snprintf(line, sizeof line, "@%s/large", folder);
    snprintf(message, sizeof message, "column 1: @%s/large: the file has more than 262144 bytes", folder);
    check_refusal(line, message);
    check_refusal("@", "column 1: expected the name of a file behind '@'");
    remove_file("a#b");
    remove_file("two words");
    remove_file("large");
    assert_int_equal(rmdir(folder), 0);
}

/* --- what is refused ---------------------------------------------------------------------------------------------- */

static void names_the_place_and_what_was_expected(void **state) {
    (void)state;
    static const struct {
        const char *line, *message;
    } rows[] = {
        {"", "column 1: expected a layer's name or a payload, and the line ends"},
        {"  # only a remark", "column 3: expected a layer's name or a payload, and the line ends"},
        {"12:00:00.000000", "column 16: expected a layer's name or a payload, and the line ends"},
        {"udp |", "column 6: expected a layer's name or a payload, and the line ends"},
        {"udp || udp", "column 6: expected a layer's name or a payload, found '|'"},
        {"upd 1 > 2", "column 1: unknown layer 'upd'; did you mean 'udp'?"},
        {"eth | ip4 10.0.0.1 > 10.0.0.2", "column 7: unknown layer 'ip4'; did you mean 'ipv4'?"},
        {"zzz", "column 1: unknown layer 'zzz'"},
        {"raw | ipv4", "column 1: unknown layer 'raw'"},
        {"\"é\" | x", "column 7: unknown layer 'x'"},
        {"ipv4 tll=3", "column 6: ipv4 has no key 'tll'; did you mean 'ttl'?"},
        {"ipv4 10.0.0.1", "column 6: ipv4 has no key '10.0.0.1'"},
        {"ipv4 option=hex:01", "column 6: ipv4 has no key 'option'; did you mean 'options'?"},
        {"ipv4 =3", "column 6: expected a key, '|' or the end, found '='"},
        {"ipv4 ttl", "column 9: expected '=' and a value behind ttl"},
        {"ipv4 ttl=", "column 10: expected a value, and the line ends"},
        {"ipv4 ttl= | udp", "column 11: expected a value, found '|'"},
        {"ipv4 ttl=256", "column 10: ttl is at most 255, not 256"},
        {"ipv4 ttl=-1", "column 10: ttl wants a number from 0 to 255, not '-1'"},
        {"ipv4 ttl=0x", "column 10: ttl wants a number from 0 to 255, not '0x'"},
        {"ipv4 ttl=3x", "column 10: ttl wants a number from 0 to 255, not '3x'"},
        {"ipv4 ttl=\"3\"", "column 10: ttl wants a number from 0 to 255, not '3'"},
        {"ipv4 ttl=18446744073709551616", "column 10: ttl wants a number from 0 to 255, not '18446744073709551616'"},
        {"ipv4 protocol=nonsense", "column 15: protocol wants a number from 0 to 255 or its name, not 'nonsense'"},
        {"ptp log_message_interval=128", "column 26: log_message_interval wants a number from -128 to 127, not '128'"},
        {"ptp log_message_interval=-129",
         "column 26: log_message_interval wants a number from -128 to 127, not '-129'"},
        {"ptp log_message_interval=-", "column 26: log_message_interval wants a number from -128 to 127, not '-'"},
        {"ipv4 ttl=3 ttl=4", "column 12: ttl is given twice"},
        {"ipv4 10.0.0.1 > 10.0.0.2 dst=10.0.0.3", "column 26: dst is given twice"},
        {"ipv4 dont_fragment dont_fragment", "column 20: dont_fragment is given twice"},
        {"ipv4 fragment_offset=9", "column 22: fragment_offset must be a multiple of 8, not 9"},
        {"probe time=2262-04-11T23:47:16.854775808Z",
         "column 12: expected a time such as 2026-11-22T10:00:00Z, or nanoseconds since 1970, found "
         "'2262-04-11T23:47:16.854775808Z'"},
        {"probe time=1677-09-21T00:12:43.145224191Z",
         "column 12: expected a time such as 2026-11-22T10:00:00Z, or nanoseconds since 1970, found "
         "'1677-09-21T00:12:43.145224191Z'"},
        {"probe time=noon",
         "column 12: expected a time such as 2026-11-22T10:00:00Z, or nanoseconds since 1970, found 'noon'"},
        {"dns response name=\"a\"",
         "column 14: what stands in lists of dns cannot be built from their members; print it with --spec"},
        {"ipv4 fragment_offset=65536", "column 22: fragment_offset is at most 65528, not 65536"},
        {"ipv4 dont_fragment=2", "column 20: expected true or false, found '2'"},
        {"ipv4 checksum_status=good", "column 6: checksum_status is worked out by udpinspect, not sent"},
        {"ipv4 10.0.0.1 > 10.0.0.256", "column 17: expected an IPv4 address such as 192.0.2.1, found '10.0.0.256'"},
        {"knxnet source=1.16.0", "column 15: expected a KNX address such as 1.1.5, or its number, found '1.16.0'"},
        {"knxnet source=1.1", "column 15: expected a KNX address such as 1.1.5, or its number, found '1.1'"},
        {"knxnet source=65536", "column 15: expected a KNX address such as 1.1.5, or its number, found '65536'"},
        {"knxnet destination_group=2/8/0",
         "column 26: expected a KNX group such as 2/1/0, or its number, found '2/8/0'"},
        {"ipv4 10.0.0.1 >", "column 16: expected a value, and the line ends"},
        {"ipv6 ::1 > 10.0.0.1", "column 12: expected an IPv6 address such as 2001:db8::1, found '10.0.0.1'"},
        {"eth 02:00:00:00:00:0g > 02:00:00:00:00:02",
         "column 5: expected a MAC address such as 02:00:00:00:00:01, found '02:00:00:00:00:0g'"},
        {"eth 0200.0000.0001 > 02:00:00:00:00:02",
         "column 5: expected a MAC address such as 02:00:00:00:00:01, found '0200.0000.0001'"},
        {"vlan 1 > 2", "column 6: vlan has no sender and receiver"},
        {"udp 1 > 65536", "column 9: dst_port is at most 65535, not 65536"},
        {"sll address_bytes=zeros:9", "column 19: address_bytes has room for 8 bytes, not 9"},
        {"ipv4 options=94040000", "column 14: expected \"text\", hex:…, zeros:N, random:N or @file, found '94040000'"},
        {"\"abc", "column 1: the text has no closing quote"},
        {"udp | \"abc\\\"", "column 7: the text has no closing quote"},
        {"\"a\\q\"", "column 3: unknown escape in a text; there are \\\" \\\\ \\n \\r \\t and \\xHH"},
        {"\"\\x4\"", "column 2: unknown escape in a text; there are \\\" \\\\ \\n \\r \\t and \\xHH"},
        {"hex:6", "column 5: the last byte has one hexadecimal digit instead of two"},
        {"hex:686", "column 7: the last byte has one hexadecimal digit instead of two"},
        {"hex:6x", "column 6: expected a hexadecimal digit"},
        {"zeros:", "column 7: expected a number of bytes, up to 262144"},
        {"zeros:262145", "column 7: expected a number of bytes, up to 262144"},
        {"zeros:3:1", "column 8: expected zeros:N or zeros:FIRST..LAST/STEP"},
        {"random:3:", "column 10: expected random:N, random:FIRST..LAST, or one of them with :SEED"},
        {"random:3,4", "column 9: expected random:N, random:FIRST..LAST, or one of them with :SEED"},
        {"\"a\" \"b\"", "column 5: expected '|' or the end, found 'b'"},
        {"\"a\" | udp", "column 7: only surplus and trailer can stand behind payload"},
        {"udp | trailer \"a\" | \"b\"", "column 21: only surplus and trailer can stand behind trailer"},
        {"zeros:262144 | trailer zeros:1", "column 24: the packet becomes too large: it may have 262144 bytes"},
        {"payload ttl=3", "column 9: expected \"text\", hex:…, zeros:N, random:N or @file, found 'ttl'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_refusal(rows[i].line, rows[i].message);
}

static void refuses_what_was_cut_for_the_screen(void **state) {
    (void)state;
    check_refusal("udp 1 > 2 | \"hello wor\"…+1200",
                  "column 24: the payload was cut for the screen by 1200 bytes; print it with --spec");
    check_refusal("udp | \"hello\"...+7 # remark",
                  "column 14: the payload was cut for the screen by 7 bytes; print it with --spec");
    check_refusal("udp | hex:68656c…+1200",
                  "column 17: the payload was cut for the screen by 1200 bytes; print it with --spec");
    check_refusal("udp | fragment 1 > 2 hex:68...+9",
                  "column 28: the payload was cut for the screen by 9 bytes; print it with --spec");
    check_refusal("\"a\"…", "column 4: expected '|' or the end, found '…'");
}

static void points_at_the_place(void **state) {
    (void)state;
    static const struct {
        const char *line, *excerpt;
        unsigned caret;
    } rows[] = {
        {"ipv4 tll=3 | udp", "ipv4 tll=3 | udp", 5},
        {"\"\xe4\xbd\xa0\" | x\r\n", "\"\xe4\xbd\xa0\" | x", 7},
        {"udp |", "udp |", 5},
        {"udp | \n", "udp | ", 6},
        {"udp |\n x", "udp |\\n x", 8},
        {"ipv4 ttl=1..300", "ipv4 ttl=1..300", 12},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(udpi_notation_parse(rows[i].line, &recipe, &error), UDPI_USAGE);
        assert_int_equal(error.excerpt.caret, rows[i].caret);
        assert_string_equal(error.excerpt.text, rows[i].excerpt);
    }
}

static void shows_no_control_bytes_of_the_line(void **state) {
    (void)state;
    check_refusal("\x1b[31mudp\xff", "column 1: unknown layer '\\x1b[31mudp\\xff'");
}

static void bounds_the_number_of_layers(void **state) {
    (void)state;
    char line[6 * (UDPI_MAX_LAYERS + 1) + 1] = "";
    for (unsigned i = 0; i < UDPI_MAX_LAYERS; i++)
        strcat(line, i == 0 ? "ipv4" : "|ipv4");
    parse(line);
    assert_int_equal(recipe.count, UDPI_MAX_LAYERS);
    strcat(line, "|ipv4");
    check_refusal(line, "column 201: a packet has at most 40 layers");
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static void check_written(const char *line, const char *expected) {
    struct udpi_sink sink;
    assert_true(udpi_sink_open(&sink, NULL, NULL));
    parse(line);
    udpi_notation_write(&recipe, &sink);
    udpi_sink_write(&sink, "", 1);
    assert_string_equal(sink.bytes, expected);
    udpi_sink_close(&sink);
}

static void writes_what_it_reads(void **state) {
    (void)state;
    static const struct {
        const char *line, *written;
    } rows[] = {
        {"eth dst=ff:ff:ff:ff:ff:ff src=02:00:00:00:00:0A", "eth 02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff"},
        {"eth src=02:00:00:00:00:0A", "eth src=02:00:00:00:00:0a"},
        {"ipv4 10.0.0.1>10.0.0.2 ttl=0x10 dont_fragment=true", "ipv4 10.0.0.1 > 10.0.0.2 dont_fragment ttl=16"},
        {"ipv4 dont_fragment=false checksum=1 protocol=udp", "ipv4 dont_fragment=false protocol=17 checksum=0x0001"},
        {"ipv6 2001:DB8:0:0::1 > ::ffff:1.2.3.4 flow_label=10", "ipv6 2001:db8::1 > ::ffff:1.2.3.4 flow_label=0x0000a"},
        {"hopopt options=zeros:2", "hopopt options=hex:0000"},
        {"udp 1 > 2 | \"\\x68i\\x0a \\\"你\\\\\"", "udp 1 > 2 | \"hi\\n \\\"你\\\\\""},
        {"\"a\\x7bn}{n{}{m}\"", "\"a\\x7bn}{n{}{m}\""},
        {"\"\\x80\"", "hex:80"},
        {"\"\\x00\"", "hex:00"},
        {"\"\"", "hex:"},
        {"udp | \"a\" | surplus \"b\" | trailer \"\"", "udp | \"a\" | surplus \"b\" | trailer hex:"},
        {"fragment 1 > 2 \"a\"", "fragment \"a\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_written(rows[i].line, rows[i].written);
        check_written(rows[i].written, rows[i].written);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_layer),
        cmocka_unit_test(needs_no_spaces),
        cmocka_unit_test(keeps_fields_in_their_order),
        cmocka_unit_test(reads_numbers),
        cmocka_unit_test(reads_bytes),
        cmocka_unit_test(draws_the_same_random_bytes),
        cmocka_unit_test(reads_bytes_of_fields),
        cmocka_unit_test(reads_layers_of_bytes),
        cmocka_unit_test(passes_over_time_and_remarks),
        cmocka_unit_test(takes_times_before_1970),
        cmocka_unit_test(reads_files),
        cmocka_unit_test(names_the_place_and_what_was_expected),
        cmocka_unit_test(refuses_what_was_cut_for_the_screen),
        cmocka_unit_test(points_at_the_place),
        cmocka_unit_test(shows_no_control_bytes_of_the_line),
        cmocka_unit_test(bounds_the_number_of_layers),
        cmocka_unit_test(writes_what_it_reads),
    };
    return cmocka_run_group_tests(tests, open_recipe, close_recipe);
}
