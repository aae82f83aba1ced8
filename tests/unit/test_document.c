/* craft/document, craft/documents: packet documents into recipes, and what is wrong with them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <udpinspect/packet.h>

#include "craft/documents.h"
#include "craft/notation.h"

#define LAYERS(layers) "{\"type\":\"packet\",\"layers\":[" layers "]}"
#define UDP LAYERS("{\"layer\":\"udp\"}")

static char path[] = "/tmp/test_document.XXXXXX";
static struct udpi_pattern *pattern;
static struct udpi_documents *documents;
static struct udpi_source source;
static struct udpi_error error;

static int open_pattern(void **state) {
    (void)state;
    pattern = udpi_pattern_create();
    int descriptor = mkstemp(path);
    return pattern && descriptor >= 0 ? close(descriptor) : 1;
}

static int close_pattern(void **state) {
    (void)state;
    udpi_pattern_free(pattern);
    return unlink(path);
}

static void open_text(const char *text, size_t size) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    error = (struct udpi_error){.status = UDPI_OK};
    documents = udpi_documents_open(path, &error);
    assert_non_null(documents);
    source = udpi_documents_source(documents);
}

static bool read_next(void) {
    bool is_there = false;
    udpi_pattern_clear(pattern);
    if (source.next(source.context, pattern, &is_there, &error) != UDPI_OK)
        fail_msg("%s", error.text);
    return is_there;
}

static void check_line(const char *expected) {
    struct udpi_sink sink;
    assert_true(udpi_sink_open(&sink, NULL, NULL));
    udpi_notation_write(&pattern->recipe, &sink);
    udpi_sink_write(&sink, "", 1);
    assert_string_equal(sink.bytes, expected);
    udpi_sink_close(&sink);
}

/* The text holds one packet: that of the line. */
static void check_packet(const char *text, const char *line) {
    open_text(text, strlen(text));
    assert_true(read_next());
    check_line(line);
    assert_false(read_next());
    udpi_documents_close(documents);
}

/* --- layers and their keys ---------------------------------------------------------------------------------------- */

static void reads_a_document_as_it_is_printed(void **state) {
    (void)state;
    check_packet(
        "{\"type\":\"packet\",\"frame\":1,\"time\":\"2026-11-22T10:00:00.123456789Z\",\"interface\":\"eth0\","
        "\"link_type\":\"EN10MB\",\"captured\":47,\"length\":47,\"path\":\"eth|ipv4|udp|payload\","
        "\"src\":\"192.168.1.10\",\"src_port\":51000,\"dst\":\"192.168.1.20\",\"dst_port\":7788,\"layers\":["
        "{\"layer\":\"eth\",\"offset\":0,\"size\":14,\"dst\":\"02:00:00:00:00:02\",\"src\":\"02:00:00:00:00:01\","
        "\"ethertype\":2048,\"ethertype_name\":\"IPv4\"},"
        "{\"layer\":\"ipv4\",\"offset\":14,\"size\":20,\"dscp\":0,\"ecn\":0,\"total_length\":33,\"id\":7238,"
        "\"dont_fragment\":true,\"more_fragments\":false,\"fragment_offset\":0,\"ttl\":64,\"protocol\":17,"
        "\"protocol_name\":\"UDP\",\"checksum\":39703,\"checksum_status\":\"good\",\"src\":\"192.168.1.10\","
        "\"dst\":\"192.168.1.20\"},"
        "{\"layer\":\"udp\",\"offset\":34,\"size\":8,\"src_port\":51000,\"dst_port\":7788,\"length\":13,"
        "\"checksum\":21230,\"checksum_status\":\"good\"},"
        "{\"layer\":\"payload\",\"offset\":42,\"size\":5,\"hex\":\"68656c6c6f\",\"text\":\"hello\"}],"
        "\"reassembled\":{\"frames\":[1],\"size\":5},\"notes\":[]}\n",
        "eth 02:00:00:00:00:01 > 02:00:00:00:00:02 ethertype=0x0800 | ipv4 192.168.1.10 > 192.168.1.20 dscp=0 ecn=0 "
        "total_length=33 id=7238 dont_fragment more_fragments=false fragment_offset=0 ttl=64 protocol=17 "
        "checksum=0x9b17 | udp 51000 > 7788 length=13 checksum=0x52ee | \"hello\"");
}

static void passes_over_explanations(void **state) {
    (void)state;
    check_packet(
        "{\"layers\":[{\"layer\":\"udp\",\"src_port\":1,\"dst_port\":2,\"explain\":{\"src_service\":\"tcpmux\"}}],"
        "\"explain\":{\"mtu\":1500}}",
        "udp 1 > 2");
}

static void keeps_time_and_link_type(void **state) {
    (void)state;
    static const char text[] = "{\"time\":\"2026-11-22T10:00:00.123456789Z\",\"link_type\":\"LINUX_SLL\",\"layers\":[]}"
                               "{\"link_type\":\"147\",\"layers\":[]}";
    open_text(text, strlen(text));
    assert_true(read_next());
    assert_true(pattern->time == INT64_C(1795341600123456789));
    assert_int_equal(pattern->link_type, 113);
    assert_int_equal(pattern->place, 1);
    assert_true(read_next());
    assert_true(pattern->time == UDPI_NO_TIME);
    assert_int_equal(pattern->link_type, 147);
    assert_int_equal(pattern->place, 2);
    udpi_documents_close(documents);
}

static void keeps_what_a_capture_left_out(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint32_t missing;
    } rows[] = {
        {"{\"captured\":60,\"length\":1500,\"layers\":[]}", 1440}, {"{\"captured\":60,\"length\":60,\"layers\":[]}", 0},
        {"{\"captured\":60,\"length\":9,\"layers\":[]}", 0},       {"{\"length\":9,\"layers\":[]}", 0},
        {"{\"captured\":0,\"length\":1e15,\"layers\":[]}", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        open_text(rows[i].text, strlen(rows[i].text));
        assert_true(read_next());
        assert_int_equal(pattern->missing, rows[i].missing);
        udpi_documents_close(documents);
    }
}

static void reads_every_type(void **state) {
    (void)state;
    static const struct {
        const char *text, *line;
    } rows[] = {
        {LAYERS(""), ""},
        {"{\"layers\":[{\"layer\":\"udp\",\"dst_port\":1}]}", "udp dst_port=1"},
        {LAYERS("{\"dst_port\":1,\"layer\":\"udp\"}"), "udp dst_port=1"},
        {LAYERS("{\"layer\":\"ipv6\",\"src\":\"::1\",\"dst\":\"2001:db8::1\",\"flow_label\":1048575}"),
         "ipv6 ::1 > 2001:db8::1 flow_label=0xfffff"},
        {LAYERS("{\"layer\":\"ipv4\",\"version\":5,\"header_length\":24}"), "ipv4 version=5 header_length=24"},
        {LAYERS("{\"layer\":\"ipv4\",\"options\":\"94040000\"}"), "ipv4 options=hex:94040000"},
        {LAYERS("{\"layer\":\"sll\",\"address_bytes\":\"0102\"}"), "sll address_bytes=hex:0102"},
        {LAYERS("{\"layer\":\"ptp\",\"log_message_interval\":-3}"), "ptp log_message_interval=-3"},
        {LAYERS("{\"layer\":\"knxnet\",\"source\":\"1.1.10\",\"destination_group\":\"2/1/0\"}"),
         "knxnet source=4362 destination_group=4352"},
        {LAYERS("{\"layer\":\"payload\"}"), "hex:"},
        {LAYERS("{\"layer\":\"payload\",\"text\":\"a\\u00e9\\n{n} \\\\x41\"}"), "\"a\xc3\xa9\\n\\x7bn} \\\\x41\""},
        {LAYERS("{\"layer\":\"payload\",\"text\":\"ab\",\"hex\":\"6162\"}"), "\"ab\""},
        {LAYERS("{\"layer\":\"payload\",\"hex\":\"\"}"), "hex:"},
        {LAYERS("{\"layer\":\"udp\"},{\"layer\":\"surplus\",\"hex\":\"00\"},{\"layer\":\"trailer\",\"text\":\"x\"}"),
         "udp | surplus hex:00 | trailer \"x\""},
        {LAYERS("{\"layer\":\"fragment\",\"src_port\":1,\"dst_port\":2,\"hex\":\"00010002\"}"),
         "fragment hex:00010002"},
        {LAYERS("{\"layer\":\"udp\",\"buffer\":\"reassembled\",\"nonsense\":1},{\"layer\":\"eth\",\"quoted\":true}"),
         "eth"},
        {"{\"type\":\"stats\",\"packets\":7}\n" UDP "\n{\"type\":\"loss\",\"packets\":1}\n{\"type\":\"new\"}", "udp"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_packet(rows[i].text, rows[i].line);
}

/* A number of more than 53 bits is "0x…", in a field that has so many. */
static void reads_wide_numbers(void **state) {
    (void)state;
    check_packet(LAYERS("{\"layer\":\"macsec\",\"sci\":\"0x0123456789abcdef\"}"), "macsec sci=0x0123456789abcdef");
    check_packet(LAYERS("{\"layer\":\"macsec\",\"sci\":7}"), "macsec sci=0x0000000000000007");
}

/* Bytes of a text that could not be shown are \xHH in it. */
static void reads_bytes_within_text(void **state) {
    (void)state;
    static const char text[] = LAYERS("{\"layer\":\"pktap\",\"interface\":\"a\\\\xff\\\\x41\\\\x0\\\\\"}");
    open_text(text, strlen(text));
    assert_true(read_next());
    const struct udpi_ingredient *given = &pattern->recipe.layers[0].ingredients[0];
    assert_int_equal(given->bytes_count, 10);
    assert_memory_equal(udpi_recipe_bytes(&pattern->recipe, given), "a\xff\\x41\\x0\\", 10);
    udpi_documents_close(documents);
}

/* --- one document after the other --------------------------------------------------------------------------------- */

static void takes_documents_apart(void **state) {
    (void)state;
    static const struct {
        const char *text;
        unsigned count;
    } rows[] = {
        {"", 0},
        {" \n\t\r\n", 0},
        {"[]", 0},
        {UDP UDP, 2},
        {"\n" UDP "\n\n" UDP "\n", 2},
        {"[" UDP "]", 1},
        {"[\n" UDP " ,\n" UDP "," UDP "]\n", 3},
        {"[" UDP "][" UDP "]" UDP, 3},
        {"{\n  \"layers\": [\n    {\n      \"layer\": \"udp\"\n    }\n  ]\n}\n", 1},
        {LAYERS("{\"layer\":\"payload\",\"text\":\"}]\\\"}{[\\\\\"}") UDP, 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned count = 0;
        open_text(rows[i].text, strlen(rows[i].text));
        while (read_next())
            assert_int_equal(pattern->place, ++count);
        assert_int_equal(count, rows[i].count);
        udpi_documents_close(documents);
    }
}

/* --- what is refused ---------------------------------------------------------------------------------------------- */

static void check_refusal(const char *text, size_t size, const char *message) {
    bool is_there = true;
    open_text(text, size);
    enum udpi_status status = UDPI_OK;
    while (status == UDPI_OK && is_there) {
        udpi_pattern_clear(pattern);
        status = source.next(source.context, pattern, &is_there, &error);
    }
    if (status != UDPI_USAGE || strcmp(error.text, message) != 0)
        fail_msg("%s\n  status %d: %s\n  expected: %s", text, status, error.text, message);
    udpi_documents_close(documents);
}

static void names_document_layer_and_key(void **state) {
    (void)state;
    static const struct {
        const char *text, *message;
    } rows[] = {
        {LAYERS("{\"layer\":\"eth\"},{\"layer\":\"ipv4\",\"tll\":3}"),
         "document 1: layers[1] (ipv4): unknown key 'tll'; did you mean 'ttl'?"},
        {UDP UDP LAYERS("{\"layer\":\"udp\",\"zzzz\":3}"), "document 3: layers[0] (udp): unknown key 'zzzz'"},
        {LAYERS("{\"layer\":\"udp\",\"length_name\":\"x\"}"), "document 1: layers[0] (udp): unknown key 'length_name'"},
        {LAYERS("{\"layer\":\"upd\"}"), "document 1: layers[0]: unknown layer 'upd'; did you mean 'udp'?"},
        {LAYERS("{\"layer\":\"raw\"}"), "document 1: layers[0]: unknown layer 'raw'"},
        {LAYERS("{\"layer\":7}"), "document 1: layers[0]: expected an object with \"layer\", the layer's name"},
        {LAYERS("7"), "document 1: layers[0]: expected an object with \"layer\", the layer's name"},
        {LAYERS("{\"layer\":\"udp\",\"buffer\":\"b\"}"),
         "document 1: layers[0]: buffer: expected \"reassembled\", found \"b\""},
        {LAYERS("{\"layer\":\"udp\",\"length\":8,\"length\":9}"), "document 1: layers[0] (udp): length is given twice"},
        {LAYERS("{\"layer\":\"payload\",\"text\":\"\",\"text\":\"\"}"),
         "document 1: layers[0] (payload): text is given twice"},
        {LAYERS("{\"layer\":\"payload\",\"hex\":\"61\",\"text\":\"b\"}"),
         "document 1: layers[0] (payload): hex and text are different bytes; leave one of them out"},
        {LAYERS("{\"layer\":\"payload\",\"text\":1}"),
         "document 1: layers[0] (payload): text: expected a string, found a number"},
        {LAYERS("{\"layer\":\"ipv4\",\"ttl\":256}"), "document 1: layers[0] (ipv4): ttl is at most 255, not 256"},
        {LAYERS("{\"layer\":\"ptp\",\"log_message_interval\":-129}"),
         "document 1: layers[0] (ptp): log_message_interval: expected a number from -128 to 127, found a number"},
        {LAYERS("{\"layer\":\"ptp\",\"log_message_interval\":-1.5}"),
         "document 1: layers[0] (ptp): log_message_interval: expected a number from -128 to 127, found a number"},
        {LAYERS("{\"layer\":\"ipv4\",\"fragment_offset\":9}"),
         "document 1: layers[0] (ipv4): fragment_offset must be a multiple of 8, not 9"},
        {LAYERS("{\"layer\":\"ipv4\",\"ttl\":-1}"),
         "document 1: layers[0] (ipv4): ttl: expected a whole number from 0 on, found a number"},
        {LAYERS("{\"layer\":\"ipv4\",\"ttl\":1.5}"),
         "document 1: layers[0] (ipv4): ttl: expected a whole number from 0 on, found a number"},
        {LAYERS("{\"layer\":\"ipv4\",\"ttl\":1e300}"),
         "document 1: layers[0] (ipv4): ttl: expected a whole number from 0 on, found a number"},
        {LAYERS("{\"layer\":\"ipv4\",\"ttl\":\"3\"}"),
         "document 1: layers[0] (ipv4): ttl: expected a whole number from 0 on, found \"3\""},
        {LAYERS("{\"layer\":\"ipv4\",\"ttl\":null}"),
         "document 1: layers[0] (ipv4): ttl: expected a whole number from 0 on, found null"},
        {LAYERS("{\"layer\":\"ipv4\",\"ttl\":{}}"),
         "document 1: layers[0] (ipv4): ttl: expected a whole number from 0 on, found an object"},
        {LAYERS("{\"layer\":\"macsec\",\"sci\":\"7\"}"),
         "document 1: layers[0] (macsec): sci: expected a string such as \"0x0123456789abcdef\", found \"7\""},
        {LAYERS("{\"layer\":\"ipv4\",\"dont_fragment\":1}"),
         "document 1: layers[0] (ipv4): dont_fragment: expected true or false, found a number"},
        {LAYERS("{\"layer\":\"ipv4\",\"src\":\"10.0.0.256\"}"),
         "document 1: layers[0] (ipv4): src: expected an IPv4 address such as 192.0.2.1, found \"10.0.0.256\""},
        {LAYERS("{\"layer\":\"ipv4\",\"src\":1}"),
         "document 1: layers[0] (ipv4): src: expected an address, found a number"},
        {LAYERS("{\"layer\":\"ipv6\",\"src\":\"10.0.0.1\"}"),
         "document 1: layers[0] (ipv6): src: expected an IPv6 address such as 2001:db8::1, found \"10.0.0.1\""},
        {LAYERS("{\"layer\":\"ipv6\",\"src\":false}"),
         "document 1: layers[0] (ipv6): src: expected an address, found a flag"},
        {LAYERS("{\"layer\":\"eth\",\"dst\":\"02:00:00:00:00\"}"),
         "document 1: layers[0] (eth): dst: expected a MAC address such as 02:00:00:00:00:01, found "
         "\"02:00:00:00:00\""},
        {LAYERS("{\"layer\":\"payload\",\"hex\":\"6\"}"),
         "document 1: layers[0] (payload): hex: expected two hexadecimal digits for each byte, found \"6\""},
        {LAYERS("{\"layer\":\"payload\",\"hex\":\"6x\"}"),
         "document 1: layers[0] (payload): hex: expected two hexadecimal digits for each byte, found \"6x\""},
        {LAYERS("{\"layer\":\"payload\",\"hex\":7}"),
         "document 1: layers[0] (payload): hex: expected a string of hexadecimal digits, found a number"},
        {LAYERS("{\"layer\":\"sll\",\"address_bytes\":\"010203040506070809\"}"),
         "document 1: layers[0] (sll): address_bytes has room for 8 bytes, not 9"},
        {LAYERS("{\"layer\":\"pktap\",\"interface\":1}"),
         "document 1: layers[0] (pktap): interface: expected a string, found a number"},
        {LAYERS("{\"layer\":\"tcp\",\"options\":[{\"type\":2}]}"),
         "document 1: layers[0] (tcp): options: a list cannot be built from its members; give its bytes as a string of "
         "hexadecimal digits, or print the packet with --spec"},
        {"{\"layers\":[],\"lenght\":1}", "document 1: unknown key 'lenght'; did you mean 'length'?"},
        {"{\"layers\":[],\"tiem\":1}", "document 1: unknown key 'tiem'; did you mean 'time'?"},
        {"{\"layers\":[],\"xyzzy\":1}", "document 1: unknown key 'xyzzy'"},
        {"{}", "document 1: expected \"layers\", an array of objects"},
        {"{\"layers\":{}}", "document 1: expected \"layers\", an array of objects"},
        {"{\"type\":1}", "document 1: type: expected a string, found a number"},
        {"{\"time\":1,\"layers\":[]}", "document 1: time: not a string"},
        {"{\"time\":\"noon\",\"layers\":[]}",
         "document 1: time: not a time; give seconds since 1970 or 2026-11-22T10:00:00Z"},
        {"{\"time\":\"1969-12-31T23:59:59Z\",\"layers\":[]}",
         "document 1: time: out of range; give a time from 1970 to 2262"},
        {"{\"link_type\":\"ETHERNET?\",\"layers\":[]}",
         "document 1: link_type: expected libpcap's name of one, such as EN10MB, found \"ETHERNET?\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_refusal(rows[i].text, strlen(rows[i].text), rows[i].message);
}

static void names_what_is_no_json(void **state) {
    (void)state;
    static const struct {
        const char *text, *message, *excerpt;
        unsigned caret;
    } rows[] = {
        {"udp 1 > 2", "line 1: expected a document that begins with '{', found 'u'", "", 0},
        {UDP "\n\n]", "line 3: expected a document that begins with '{', found ']'", "", 0},
        {UDP ",", "line 1: expected a document that begins with '{', found ','", "", 0},
        {"[[" UDP, "line 1: expected a document that begins with '{', found '['", "", 0},
        {UDP "\n{\"layers\":[,]}", "document 2: line 2: this is no JSON", "{\"layers\":[,]}", 11},
        {"{\n  \"layers\" [\n  ]\n}", "document 1: line 2: this is no JSON", "  \"layers\" [", 11},
        {"{\"layers\":[}}", "document 1: line 1: this is no JSON", "{\"layers\":[}}", 11},
        {"{\"layers\":[{\"layer\":\"payload\",\"text\":\"a\\\\\\u0000\"}]}",
         "document 1: line 1: \\u0000 is no text; give these bytes as hex",
         "{\"layers\":[{\"layer\":\"payload\",\"text\":\"a\\\\\\u0000\"}]}", 41},
        {"{\"layers\":[", "document 1: the document has no end", "", 0},
        {"{\"layers\":\"}\\\"", "document 1: the document has no end", "", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_refusal(rows[i].text, strlen(rows[i].text), rows[i].message);
        assert_string_equal(error.excerpt.text, rows[i].excerpt);
        if (rows[i].excerpt[0])
            assert_int_equal(error.excerpt.caret, rows[i].caret);
    }
    char message[128];
    snprintf(message, sizeof message, "%s: the array of documents has no end", path);
    check_refusal("[" UDP, strlen("[" UDP), message);
}

static void bounds_documents_and_packets(void **state) {
    (void)state;
    size_t size = UDPI_DOCUMENT_MOST + 1;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, ' ', size);
    text[0] = '{';
    check_refusal(text, size, "document 1: the document is larger than 16777216 bytes");
    static const char head[] = "{\"layers\":[{\"layer\":\"payload\",\"hex\":\"", tail[] = "\"}]}";
    size_t digits = 2 * (UDPI_MAX_CRAFTED + 1);
    memcpy(text, head, sizeof head);
    memset(text + strlen(head), '0', digits);
    memcpy(text + strlen(head) + digits, tail, sizeof tail);
    check_refusal(text, strlen(text), "document 1: the packet is too large: it may have 262144 bytes");
    free(text);
    char layers[64 * (UDPI_MAX_LAYERS + 1)] = "{\"layers\":[{\"layer\":\"udp\"}";
    for (unsigned i = 0; i < UDPI_MAX_LAYERS; i++)
        strcat(layers, ",{\"layer\":\"udp\"}");
    strcat(layers, "]}");
    check_refusal(layers, strlen(layers), "document 1: layers[40]: a packet has at most 40 layers");
}

static void says_why_a_file_cannot_be_read(void **state) {
    (void)state;
    assert_null(udpi_documents_open("/dev/null/a", &error));
    assert_int_equal(error.status, UDPI_FAILED);
    assert_string_equal(error.text, "/dev/null/a: Not a directory");
    documents = udpi_documents_open("/tmp", &error);
    assert_non_null(documents);
    source = udpi_documents_source(documents);
    bool is_there;
    error = (struct udpi_error){.status = UDPI_OK};
    assert_int_equal(source.next(source.context, pattern, &is_there, &error), UDPI_FAILED);
    assert_string_equal(error.text, "/tmp: Is a directory");
    udpi_documents_close(documents);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_document_as_it_is_printed),
        cmocka_unit_test(passes_over_explanations),
        cmocka_unit_test(keeps_time_and_link_type),
        cmocka_unit_test(keeps_what_a_capture_left_out),
        cmocka_unit_test(reads_every_type),
        cmocka_unit_test(reads_wide_numbers),
        cmocka_unit_test(reads_bytes_within_text),
        cmocka_unit_test(takes_documents_apart),
        cmocka_unit_test(names_document_layer_and_key),
        cmocka_unit_test(names_what_is_no_json),
        cmocka_unit_test(bounds_documents_and_packets),
        cmocka_unit_test(says_why_a_file_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, open_pattern, close_pattern);
}
