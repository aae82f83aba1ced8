/* Each limit on what is remembered of earlier packets: what fits is remembered, what does not is said; memory does not grow. */
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "made.h"

static const int64_t SECOND = 1000000000;

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

/* --- memory ------------------------------------------------------------------------------------------------------- */

/* Of the sanitizers' allocator, which mallinfo2 says nothing of. */
size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

static size_t measure_memory(void) {
    if (__sanitizer_get_current_allocated_bytes)
        return __sanitizer_get_current_allocated_bytes();
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/* --- fragments ---------------------------------------------------------------------------------------------------- */

/* `size` bytes of datagram `id` from `at` on, a multiple of 8. */
static const struct udpi_packet *add_fragment(uint16_t id, size_t at, size_t size, bool is_last, int64_t time) {
    made.count = 0;
    put_ipv4(&made, UDP, id, (unsigned)(at / 8) | (is_last ? 0 : MORE), size);
    put_times(&made, (uint8_t)(at / 8), size);
    return decode(decoder, &made, RAW, time);
}

static void most_datagrams(void **state) {
    (void)state;
    for (unsigned id = 0; id < UDPI_MOST_DATAGRAMS; id++)
        assert_int_equal(count_notes(add_fragment((uint16_t)id, 0, 8, false, 0), UDPI_NOTE_FRAGMENTS_DROPPED), 0);
    const struct udpi_packet *packet = add_fragment(UDPI_MOST_DATAGRAMS, 0, 8, false, 0);
    assert_int_equal(count_notes(packet, UDPI_NOTE_FRAGMENTS_DROPPED), 1);
    assert_int_equal(add_fragment(1, 8, 8, true, 0)->buffer_count, 2); /* the second is still there */
    assert_int_equal(add_fragment(0, 8, 8, true, 0)->buffer_count, 1); /* the first is not */
}

/* Each datagram takes 32 KiB, and less than 1 KiB for the list of its frames: so many fit, and all together do not. */
static void most_fragment_bytes(void **state) {
    (void)state;
    enum { SIZE = 32768, FITTING = UDPI_MOST_FRAGMENT_BYTES / (SIZE + 1024) };
    for (unsigned id = 0; id < FITTING; id++)
        assert_int_equal(count_notes(add_fragment((uint16_t)id, 0, SIZE, false, 0), UDPI_NOTE_FRAGMENTS_DROPPED), 0);
    unsigned dropped = 0;
    for (unsigned id = FITTING; id < UDPI_MOST_FRAGMENT_BYTES / SIZE + 1; id++)
        dropped += count_notes(add_fragment((uint16_t)id, 0, SIZE, false, 0), UDPI_NOTE_FRAGMENTS_DROPPED);
    assert_true(dropped > 0);
}

/* Fragments of 8 bytes, none of which touches another. */
static void most_pieces(void **state) {
    (void)state;
    for (unsigned i = 0; i < UDPI_MOST_PIECES; i++)
        assert_int_equal(count_notes(add_fragment(1, 16 * i, 8, false, 0), UDPI_NOTE_FRAGMENT_REFUSED), 0);
    const struct udpi_packet *packet = add_fragment(1, 16 * UDPI_MOST_PIECES, 8, false, 0);
    assert_int_equal(count_notes(packet, UDPI_NOTE_FRAGMENT_REFUSED), 1);
    for (unsigned i = 0; i < UDPI_MOST_PIECES; i++) /* those that close the gaps are taken */
        assert_int_equal(count_notes(add_fragment(1, 16 * i + 8, 8, false, 0), UDPI_NOTE_FRAGMENT_REFUSED), 0);
    assert_int_equal(add_fragment(1, 16 * UDPI_MOST_PIECES, 8, true, 0)->buffer_count, 2);
}

/* The same fragment again and again takes no more memory, and the datagram is whole in the end. */
static void most_fragment_frames(void **state) {
    (void)state;
    for (unsigned i = 0; i < UDPI_MOST_FRAGMENT_FRAMES; i++)
        assert_int_equal(count_notes(add_fragment(1, 0, 8, false, 0), UDPI_NOTE_FRAGMENT_UNLISTED), 0);
    size_t before = measure_memory();
    for (unsigned i = 0; i < 2 * UDPI_MOST_FRAGMENT_FRAMES; i++)
        assert_int_equal(count_notes(add_fragment(1, 0, 8, false, 0), UDPI_NOTE_FRAGMENT_UNLISTED), 1);
    assert_true(measure_memory() <= before);
    const struct udpi_packet *packet = add_fragment(1, 8, 8, true, 0);
    assert_int_equal(packet->buffer_count, 2);
    assert_int_equal(packet->buffers[1].size, 16);
    assert_int_equal(packet->part_count, UDPI_MOST_FRAGMENT_FRAMES);
}

/* The last fragment of the largest datagram, and one that would end a byte behind it. */
static void longest_datagram(void **state) {
    (void)state;
    enum { LAST = UDPI_LONGEST_DATAGRAM / 8 * 8, SIZE = UDPI_LONGEST_DATAGRAM - LAST };
    assert_int_equal(count_notes(add_fragment(1, LAST, SIZE, true, 0), UDPI_NOTE_FRAGMENT_TOO_LONG), 0);
    assert_int_equal(count_notes(add_fragment(2, LAST, SIZE + 1, true, 0), UDPI_NOTE_FRAGMENT_TOO_LONG), 1);
}

static void fragment_seconds(void **state) {
    (void)state;
    add_fragment(1, 0, 8, false, 0);
    add_fragment(2, 0, 8, false, 0);
    assert_int_equal(add_fragment(1, 8, 8, true, UDPI_FRAGMENT_SECONDS * SECOND)->buffer_count, 2);
    const struct udpi_packet *packet = add_fragment(2, 8, 8, true, UDPI_FRAGMENT_SECONDS * SECOND + 1);
    assert_int_equal(packet->buffer_count, 1);
    assert_int_equal(count_notes(packet, UDPI_NOTE_FRAGMENT_EXPIRED), 1);
    assert_int_equal(packet->notes[0].a, UDPI_FRAGMENT_SECONDS);
}

/* Ten times as many datagrams as may be incomplete, of all sizes: no more memory than after the first tenth. */
static void memory_of_fragments(void **state) {
    (void)state;
    size_t most = measure_memory() + UDPI_MOST_FRAGMENT_BYTES + 65536 + UDPI_MOST_DATAGRAMS * 64;
    for (unsigned i = 0; i < 10 * UDPI_MOST_DATAGRAMS; i++) {
        add_fragment((uint16_t)i, 0, 8 + 8 * (i * 37 % 1000), false, 0);
        assert_true(measure_memory() <= most);
    }
}

/* --- what messages announce --------------------------------------------------------------------------------------- */

/* TFTP (RFC 1350 section 4): the answer goes to the port that the request came from, and its own port is any. */
static const struct udpi_packet *request_file(uint16_t port) {
    payload.count = 0;
    put_bytes(&payload, "\0\1f\0octet", sizeof "\0\1f\0octet");
    make_datagram(&made, port, 69, &payload);
    return decode(decoder, &made, RAW, 0);
}

static bool is_expected(uint16_t port) {
    payload.count = 0;
    put(&payload, 0x00030001, 4);
    put_times(&payload, 'x', 512);
    make_datagram(&made, 20000, port, &payload);
    for (size_t i = 0; i < 4; i++) { /* the other way */
        uint8_t byte = made.bytes[12 + i];
        made.bytes[12 + i] = made.bytes[16 + i];
        made.bytes[16 + i] = byte;
    }
    const struct udpi_packet *packet = decode(decoder, &made, RAW, 0);
    for (unsigned i = 0; i < packet->layer_count; i++)
        if (strcmp(packet->layers[i].protocol->key, "tftp") == 0)
            return true;
    return false;
}

/* Each endpoint that is announced is known, unless a note says that it was forgotten: there is none for a single one, and one for
   each that is missing of more than there are places. */
static void expected_slots(void **state) {
    (void)state;
    enum { FIRST = 30000, COUNT = 2 * UDPI_EXPECTED_SLOTS };
    unsigned forgotten = 0, known = 0;
    assert_int_equal(request_file(FIRST)->note_count, 0);
    for (unsigned i = 1; i < COUNT; i++)
        forgotten += count_notes(request_file((uint16_t)(FIRST + i)), UDPI_NOTE_ENDPOINT_FORGOTTEN);
    assert_int_equal(request_file(FIRST + COUNT - 1)->note_count, 0); /* again what is known */
    for (unsigned i = 0; i < COUNT; i++)
        known += is_expected((uint16_t)(FIRST + i));
    assert_true(known > 0 && known <= UDPI_EXPECTED_SLOTS);
    assert_int_equal(known + forgotten, COUNT);
}

/* --- flows -------------------------------------------------------------------------------------------------------- */

static void add_rtp(uint16_t port) {
    payload.count = 0;
    put(&payload, 0x80600001, 4);
    put_times(&payload, 1, 28);
    make_datagram(&made, port, 40000, &payload);
    decode(decoder, &made, RAW, 0);
}

static void flow_slots(void **state) {
    (void)state;
    add_rtp(10000);
    add_rtp(10000);
    assert_int_equal(udpi_decoder_flows_forgotten(decoder), 0);
    size_t before = measure_memory();
    for (unsigned i = 1; i <= UDPI_FLOW_SLOTS; i++)
        add_rtp((uint16_t)(10000 + i));
    assert_true(udpi_decoder_flows_forgotten(decoder) > 0);
    for (unsigned i = 0; i < 10 * UDPI_FLOW_SLOTS; i++)
        add_rtp((uint16_t)(20000 + i));
    assert_true(measure_memory() <= before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(most_datagrams, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(most_fragment_bytes, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(most_pieces, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(most_fragment_frames, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(longest_datagram, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(fragment_seconds, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(memory_of_fragments, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(expected_slots, open_decoder, close_decoder),
        cmocka_unit_test_setup_teardown(flow_slots, open_decoder, close_decoder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
