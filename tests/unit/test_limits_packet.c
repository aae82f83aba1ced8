/* Each limit of a packet: what goes up to it is read whole and without a word; what goes beyond it is noted, and nothing else lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "made.h"

static struct made made, payload;
static struct udpi_decoder *decoder;

static int open_decoder(void **state) {
    (void)state;
    made.count = payload.count = 0;
    decoder = udpi_decoder_create();
    return decoder == NULL;
}

static int close_decoder(void **state) {
    (void)state;
    udpi_decoder_free(decoder);
    return 0;
}

/* --- bytes and headers -------------------------------------------------------------------------------------------- */

static const struct udpi_packet *make_frame(size_t size) {
    made.count = 0;
    put_times(&made, 0, size); /* link type 1: Ethernet with an ethertype that says a length of 0 */
    return decode(decoder, &made, 1, 0);
}

static void max_frame(void **state) {
    (void)state;
    assert_int_equal(count_notes(make_frame(UDPI_MAX_FRAME), UDPI_NOTE_FRAME_TOO_LONG), 0);
    const struct udpi_packet *packet = make_frame(UDPI_MAX_FRAME + 1);
    assert_int_equal(count_notes(packet, UDPI_NOTE_FRAME_TOO_LONG), 1);
    assert_int_equal(packet->notes[0].a, UDPI_MAX_FRAME);
    assert_int_equal(packet->buffers[0].size, UDPI_MAX_FRAME);
}

/* `headers` of IPv4 in each other, each with `behind` bytes behind it, and 4 bytes in the innermost. */
static const struct udpi_packet *make_tunnels(unsigned headers, unsigned trailers) {
    enum { INNERMOST = 4 };
    made.count = 0;
    for (unsigned i = 0; i < headers; i++) {
        unsigned further = headers - 1 - i, wider = trailers > i + 1 ? trailers - i - 1 : 0;
        put_ipv4(&made, further ? IPIP : 0xfd, 1, 0, IPV4_SIZE * further + INNERMOST + wider);
    }
    put_times(&made, 'x', INNERMOST + trailers);
    return decode(decoder, &made, RAW, 0);
}

static void max_depth(void **state) {
    (void)state;
    const struct udpi_packet *packet = make_tunnels(UDPI_MAX_DEPTH, 0);
    assert_int_equal(packet->note_count, 0);
    assert_int_equal(packet->layer_count, UDPI_MAX_DEPTH + 1);
    assert_int_equal(last_layer(packet)->size, 4);
    packet = make_tunnels(UDPI_MAX_DEPTH + 1, 0);
    assert_int_equal(packet->note_count, 1);
    assert_int_equal(packet->notes[0].code, UDPI_NOTE_TOO_MANY_LAYERS);
    assert_int_equal(packet->layer_count, UDPI_MAX_DEPTH + 1);
    assert_string_equal(last_layer(packet)->protocol->key, "payload"); /* the 33rd header is in it */
    assert_int_equal(last_layer(packet)->size, IPV4_SIZE + 4);
}

static void max_layers(void **state) {
    (void)state;
    enum { FITTING = UDPI_MAX_LAYERS - UDPI_MAX_DEPTH - 1 };
    const struct udpi_packet *packet = make_tunnels(UDPI_MAX_DEPTH, FITTING);
    assert_int_equal(packet->layer_count, UDPI_MAX_LAYERS);
    assert_int_equal(count_notes(packet, UDPI_NOTE_TOO_MANY_LAYERS), 0);
    packet = make_tunnels(UDPI_MAX_DEPTH, FITTING + 1);
    assert_int_equal(packet->layer_count, UDPI_MAX_LAYERS);
    assert_int_equal(count_notes(packet, UDPI_NOTE_TOO_MANY_LAYERS), 1);
}

/* --- datagrams in fragments in each other ------------------------------------------------------------------------- */

/*
 * What the last fragment of datagram `id` carries, without its first 8 bytes, which came before: the last fragment of the next
 * datagram, and so on, `left` times; in the last one is UDP.
 */
static void put_last_fragments(unsigned id, unsigned left) {
    enum { CUT = 8, CUT_UNITS = 1 };
    struct made *content = calloc(1, sizeof *content), *outer = calloc(1, sizeof *outer);
    put_udp(content, 1, 2, 4);
    put_text(content, "ends");
    for (unsigned i = left; i > 0; i--) {
        uint8_t protocol = i == left ? UDP : IPIP;
        made.count = 0;
        put_ipv4(&made, protocol, (uint16_t)(id + i), MORE, CUT);
        put_bytes(&made, content->bytes, CUT);
        decode(decoder, &made, RAW, 0);
        outer->count = 0;
        put_ipv4(outer, protocol, (uint16_t)(id + i), CUT_UNITS, content->count - CUT);
        put_bytes(outer, content->bytes + CUT, content->count - CUT);
        *content = *outer;
    }
    made.count = 0;
    put_bytes(&made, content->bytes, content->count);
    free(content);
    free(outer);
}

static void max_buffers(void **state) {
    (void)state;
    put_last_fragments(100, UDPI_MAX_BUFFERS - 1);
    const struct udpi_packet *packet = decode(decoder, &made, RAW, 0);
    assert_int_equal(packet->buffer_count, UDPI_MAX_BUFFERS);
    assert_int_equal(packet->note_count, 0);
    assert_true(packet->is_udp);
    put_last_fragments(200, UDPI_MAX_BUFFERS);
    packet = decode(decoder, &made, RAW, 0);
    assert_int_equal(packet->buffer_count, UDPI_MAX_BUFFERS);
    assert_int_equal(count_notes(packet, UDPI_NOTE_TOO_MANY_LAYERS), 1);
}

/* --- values and notes --------------------------------------------------------------------------------------------- */

/* TZSP of a sender that has many tags to say: each has a type, a length and data. */
static const struct udpi_packet *make_tags(unsigned tags) {
    payload.count = 0;
    put(&payload, 0x01000001, 4);
    for (unsigned i = 0; i < tags; i++)
        put(&payload, 0x0a01ff, 3);
    put(&payload, 1, 1);
    make_datagram(&made, 40000, 37008, &payload);
    return decode(decoder, &made, RAW, 0);
}

static void max_values(void **state) {
    (void)state;
    unsigned one = make_tags(1)->value_count, each = make_tags(2)->value_count - one, none = one - each;
    assert_true(each > 1);
    unsigned fitting = (UDPI_MAX_VALUES - none) / each;
    const struct udpi_packet *packet = make_tags(fitting);
    assert_int_equal(count_notes(packet, UDPI_NOTE_TOO_MANY_VALUES), 0);
    assert_int_equal(packet->value_count, none + fitting * each);
    packet = make_tags(fitting + 1);
    assert_int_equal(count_notes(packet, UDPI_NOTE_TOO_MANY_VALUES), 1);
    assert_int_equal(packet->value_count, UDPI_MAX_VALUES);
}

/* DHCPv6 with so many lifetimes of 3 bytes: each is said to be too short. */
static const struct udpi_packet *make_complaints(unsigned complaints) {
    enum { REQUEST = 3, REFRESH_TIME = 32 };
    payload.count = 0;
    put(&payload, REQUEST << 24 | 0xabcdef, 4);
    for (unsigned i = 0; i < complaints; i++) {
        put(&payload, REFRESH_TIME << 16 | 3, 4);
        put(&payload, 0, 3);
    }
    make_datagram(&made, 546, 547, &payload);
    return decode(decoder, &made, RAW, 0);
}

static void max_notes(void **state) {
    (void)state;
    const struct udpi_packet *packet = make_complaints(UDPI_MAX_NOTES - 1);
    assert_int_equal(packet->note_count, UDPI_MAX_NOTES - 1);
    assert_int_equal(count_notes(packet, UDPI_NOTE_MALFORMED), UDPI_MAX_NOTES - 1);
    packet = make_complaints(UDPI_MAX_NOTES);
    assert_int_equal(packet->note_count, UDPI_MAX_NOTES);
    assert_int_equal(count_notes(packet, UDPI_NOTE_MALFORMED), UDPI_MAX_NOTES - 1);
    assert_int_equal(count_notes(packet, UDPI_NOTE_TOO_MANY_NOTES), 1);
    assert_int_equal(make_complaints(10 * UDPI_MAX_NOTES)->note_count, UDPI_MAX_NOTES);
}

/* --- things in each other ----------------------------------------------------------------------------------------- */

/* DHCPv6 with `depth` lists of options in each other: associations of non-temporary addresses, RFC 8415 section 21.4. */
static const struct udpi_packet *make_options(unsigned depth) {
    enum { REQUEST = 3, ASSOCIATION = 3, FIXED = 12, HEAD = 4 };
    payload.count = 0;
    put(&payload, REQUEST << 24 | 0xabcdef, 4);
    for (unsigned i = depth; i > 0; i--) {
        put(&payload, ASSOCIATION, 2);
        put(&payload, FIXED + (i - 1) * (FIXED + HEAD), 2);
        put_times(&payload, 0, FIXED);
    }
    make_datagram(&made, 546, 547, &payload);
    return decode(decoder, &made, RAW, 0);
}

static void deepest_list(void **state) {
    (void)state;
    enum { STEP = 2, LISTS = UDPI_DEEPEST_LIST / STEP + 1 }; /* a list and its options: the first at depth 0 */
    assert_int_equal(make_options(LISTS)->note_count, 0);
    const struct udpi_packet *packet = make_options(LISTS + 1);
    assert_int_equal(packet->note_count, 1);
    assert_int_equal(packet->notes[0].code, UDPI_NOTE_TOO_MANY_LAYERS);
}

/* A message of the hash table with an argument in which `depth` lists lie in each other. */
static const struct udpi_packet *make_lists(unsigned depth) {
    payload.count = 0;
    put_text(&payload, "d1:ad2:id20:abcdefghij01234567891:x");
    put_times(&payload, 'l', depth);
    put_times(&payload, 'e', depth);
    put_text(&payload, "e1:q4:ping1:t2:aa1:y1:qe");
    make_datagram(&made, 6881, 6882, &payload);
    return decode(decoder, &made, RAW, 0);
}

static void bencode_deepest(void **state) {
    (void)state;
    enum { DICTIONARIES = 2 };
    const struct udpi_packet *packet = make_lists(UDPI_BENCODE_DEEPEST - DICTIONARIES);
    assert_string_equal(last_layer(packet)->protocol->key, "bt_dht");
    assert_int_equal(packet->note_count, 0);
    packet = make_lists(UDPI_BENCODE_DEEPEST - DICTIONARIES + 1);
    assert_int_equal(packet->note_count, 1);
    assert_int_equal(packet->notes[0].code, UDPI_NOTE_TOO_MANY_LAYERS);
    assert_string_equal(last_layer(packet)->protocol->key, "payload");
    assert_int_equal(last_layer(packet)->size, payload.count);
}

/* --- names -------------------------------------------------------------------------------------------------------- */

/* A question of DNS whose name takes `size` bytes. */
static const struct udpi_packet *make_name(size_t size) {
    enum { LONGEST_LABEL = 63 };
    payload.count = 0;
    put(&payload, 0x123401000001, 6);
    put(&payload, 0, 6);
    for (size_t left = size - 1; left > 0;) {
        size_t label = left - 1 < LONGEST_LABEL ? left - 1 : LONGEST_LABEL;
        put(&payload, label, 1);
        put_times(&payload, 'a', label);
        left -= label + 1;
    }
    put(&payload, 0x0000010001, 5);
    make_datagram(&made, 40000, 53, &payload);
    return decode(decoder, &made, RAW, 0);
}

static void longest_domain(void **state) {
    (void)state;
    assert_int_equal(make_name(UDPI_LONGEST_DOMAIN)->note_count, 0);
    assert_int_equal(count_notes(make_name(UDPI_LONGEST_DOMAIN + 1), UDPI_NOTE_MALFORMED), 1);
}

/* The head of an element of BER with `size` bytes, which has two bytes for the length. */
static void put_element(uint8_t tag, size_t size) {
    put(&payload, tag, 1);
    put(&payload, 0x82, 1);
    put(&payload, size, 2);
}

/* A request of SNMP for an object whose identifier takes `size` bytes. */
static const struct udpi_packet *make_identifier(size_t size) {
    enum { SEQUENCE = 0x30, OID = 0x06, GET = 0xa0, HEAD = 4, NUMBERS = 9, NULL_SIZE = 2, COMMUNITY = 8, VERSION = 3 };
    size_t binding = HEAD + size + NULL_SIZE, bindings = HEAD + binding, request = NUMBERS + HEAD + bindings;
    payload.count = 0;
    put_element(SEQUENCE, VERSION + COMMUNITY + HEAD + request);
    put(&payload, 0x020101, VERSION);
    put_text(&payload, "\x04\x06public");
    put_element(GET, request);
    put(&payload, 0x02010102, 4);
    put(&payload, 0x0100020100, 5);
    put_element(SEQUENCE, bindings);
    put_element(SEQUENCE, binding);
    put_element(OID, size);
    put(&payload, 0x2b, 1);
    put_times(&payload, 1, size - 1);
    put(&payload, 0x0500, NULL_SIZE);
    make_datagram(&made, 40000, 161, &payload);
    return decode(decoder, &made, RAW, 0);
}

static void oid_longest(void **state) {
    (void)state;
    const struct udpi_packet *packet = make_identifier(UDPI_OID_LONGEST);
    assert_string_equal(last_layer(packet)->protocol->key, "snmp");
    assert_int_equal(packet->note_count, 0);
    packet = make_identifier(UDPI_OID_LONGEST + 1);
    assert_string_equal(last_layer(packet)->protocol->key, "snmp");
    assert_int_equal(count_notes(packet, UDPI_NOTE_MALFORMED), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(max_frame, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(max_depth, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(max_layers, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(max_buffers, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(max_values, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(max_notes, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(deepest_list, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(bencode_deepest, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(longest_domain, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(oid_longest, open_decoder, close_decoder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
