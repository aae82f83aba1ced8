/* core/sink: a buffer, and the function that empties it. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/sink.h"

/* What a drain has seen; it fails with `error` where that is not 0. */
struct record {
    char bytes[4 * UDPI_SINK_SIZE];
    size_t count;
    unsigned calls;
    int error;
};

static int drain(void *context, const char *bytes, size_t count) {
    struct record *record = context;
    record->calls++;
    if (record->error)
        return record->error;
    assert_true(count <= sizeof record->bytes - record->count);
    memcpy(record->bytes + record->count, bytes, count);
    record->count += count;
    return 0;
}

static int count_bytes(void *context, const char *bytes, size_t count) {
    uint64_t *sum = context;
    (void)bytes;
    *sum += count;
    return 0;
}

static struct record *make_record(struct udpi_sink *sink) {
    struct record *record = calloc(1, sizeof *record);
    assert_non_null(record);
    assert_true(udpi_sink_open(sink, drain, record));
    return record;
}

static void close_both(struct udpi_sink *sink, struct record *record) {
    udpi_sink_close(sink);
    free(record);
}

static void keeps_bytes_until_flushed(void **state) {
    (void)state;
    struct udpi_sink sink;
    struct record *record = make_record(&sink);
    udpi_sink_puts(&sink, "hello");
    udpi_sink_write(&sink, ", world", 7);
    udpi_sink_write(&sink, NULL, 0);
    udpi_sink_puts(&sink, "");
    assert_int_equal(record->calls, 0);
    assert_int_equal(udpi_sink_flush(&sink), 0);
    assert_int_equal(record->calls, 1);
    assert_int_equal(record->count, 12);
    assert_memory_equal(record->bytes, "hello, world", 12);
    assert_int_equal(udpi_sink_flush(&sink), 0);
    assert_int_equal(record->calls, 1); /* nothing to hand over */
    close_both(&sink, record);
}

static void commits_what_was_written(void **state) {
    (void)state;
    struct udpi_sink sink;
    struct record *record = make_record(&sink);
    char *at = udpi_sink_reserve(&sink, 64);
    memset(at, 'a', 64);
    udpi_sink_commit(&sink, at + 3);
    at = udpi_sink_reserve(&sink, 64);
    *at = 'b';
    udpi_sink_commit(&sink, at + 1);
    udpi_sink_flush(&sink);
    assert_int_equal(record->count, 4);
    assert_memory_equal(record->bytes, "aaab", 4);
    close_both(&sink, record);
}

static void drains_a_full_buffer_in_order(void **state) {
    (void)state;
    struct udpi_sink sink;
    struct record *record = make_record(&sink);
    for (unsigned i = 0; i < UDPI_SINK_SIZE; i++) {
        char pair[2] = {(char)('a' + i % 26), (char)('A' + i % 26)};
        udpi_sink_write(&sink, pair, sizeof pair);
        udpi_sink_mark(&sink);
    }
    assert_int_equal(record->calls, 1);
    udpi_sink_flush(&sink);
    assert_int_equal(record->count, 2 * UDPI_SINK_SIZE);
    for (unsigned i = 0; i < UDPI_SINK_SIZE; i++) {
        assert_int_equal(record->bytes[2 * i], 'a' + i % 26);
        assert_int_equal(record->bytes[2 * i + 1], 'A' + i % 26);
    }
    assert_int_equal(sink.size, UDPI_SINK_SIZE);
    close_both(&sink, record);
}

static void fills_the_buffer_to_its_last_byte(void **state) {
    (void)state;
    struct udpi_sink sink;
    struct record *record = make_record(&sink);
    char *at = udpi_sink_reserve(&sink, UDPI_SINK_SIZE);
    memset(at, 'x', UDPI_SINK_SIZE);
    udpi_sink_commit(&sink, at + UDPI_SINK_SIZE);
    udpi_sink_mark(&sink);
    assert_int_equal(record->calls, 0);
    udpi_sink_puts(&sink, "y");
    assert_int_equal(record->calls, 1);
    assert_int_equal(record->count, UDPI_SINK_SIZE);
    assert_int_equal(sink.used, 1);
    close_both(&sink, record);
}

static void grows_for_a_large_record(void **state) {
    (void)state;
    struct udpi_sink sink;
    struct record *record = make_record(&sink);
    udpi_sink_puts(&sink, "before");
    size_t count = 2 * UDPI_SINK_SIZE + 1;
    char *at = udpi_sink_reserve(&sink, count);
    memset(at, 'z', count);
    udpi_sink_commit(&sink, at + count);
    udpi_sink_puts(&sink, "after");
    udpi_sink_flush(&sink);
    assert_int_equal(record->count, 6 + count + 5);
    assert_memory_equal(record->bytes, "beforez", 7);
    assert_memory_equal(record->bytes + 6 + count - 1, "zafter", 6);
    close_both(&sink, record);
}

static void discards_everything_after_a_failure(void **state) {
    (void)state;
    struct udpi_sink sink;
    struct record *record = make_record(&sink);
    record->error = EPIPE;
    udpi_sink_puts(&sink, "lost");
    assert_int_equal(udpi_sink_flush(&sink), EPIPE);
    assert_int_equal(sink.error, EPIPE);
    assert_int_equal(sink.used, 0);
    record->error = 0;
    for (unsigned i = 0; i < UDPI_SINK_SIZE; i++)
        udpi_sink_puts(&sink, "lost too");
    assert_int_equal(udpi_sink_flush(&sink), EPIPE);
    assert_int_equal(record->calls, 1);
    assert_int_equal(record->count, 0);
    assert_int_equal(sink.size, UDPI_SINK_SIZE);
    close_both(&sink, record);
}

/* The output ends with a whole record, whatever becomes of the next one. */
static void hands_over_whole_records_only(void **state) {
    (void)state;
    struct udpi_sink sink;
    struct record *record = make_record(&sink);
    udpi_sink_puts(&sink, "one\ntwo\n");
    udpi_sink_mark(&sink);
    for (unsigned i = 0; i < UDPI_SINK_SIZE; i++)
        udpi_sink_puts(&sink, "x");
    assert_int_equal(record->count, 8);
    assert_memory_equal(record->bytes, "one\ntwo\n", 8);
    udpi_sink_fail(&sink, ENOMEM);
    udpi_sink_puts(&sink, "\n");
    udpi_sink_mark(&sink);
    assert_int_equal(udpi_sink_flush(&sink), ENOMEM);
    assert_int_equal(record->count, 8);
    close_both(&sink, record);
}

static void a_failure_hands_over_what_is_whole(void **state) {
    (void)state;
    struct udpi_sink sink;
    struct record *record = make_record(&sink);
    udpi_sink_puts(&sink, "one\n");
    udpi_sink_mark(&sink);
    udpi_sink_puts(&sink, "tw");
    udpi_sink_fail(&sink, ENOMEM);
    assert_int_equal(sink.error, ENOMEM);
    assert_int_equal(record->count, 4);
    close_both(&sink, record);
}

/* What is never marked, or has no end, does not need memory without an end. */
static void a_record_of_more_than_a_mebibyte_leaves_in_pieces(void **state) {
    (void)state;
    struct udpi_sink sink;
    uint64_t count = 0;
    assert_true(udpi_sink_open(&sink, count_bytes, &count));
    for (unsigned i = 0; i < 4 << 20; i++)
        udpi_sink_puts(&sink, "12345678");
    assert_true(sink.size <= 4 << 20);
    assert_int_equal(udpi_sink_flush(&sink), 0);
    assert_int_equal(count, 32 << 20);
    udpi_sink_close(&sink);
}

static void keeps_everything_without_a_drain(void **state) {
    (void)state;
    struct udpi_sink sink;
    assert_true(udpi_sink_open(&sink, NULL, NULL));
    for (unsigned i = 0; i < 3 * UDPI_SINK_SIZE; i++)
        udpi_sink_puts(&sink, i % 2 ? "b" : "a");
    assert_int_equal(udpi_sink_flush(&sink), 0);
    assert_int_equal(sink.used, 3 * UDPI_SINK_SIZE);
    for (unsigned i = 0; i < 3 * UDPI_SINK_SIZE; i++)
        assert_int_equal(sink.bytes[i], i % 2 ? 'b' : 'a');
    udpi_sink_close(&sink);
    assert_null(sink.bytes);
}

/* After udpi_sink_close, or where udpi_sink_open has failed, a writer that does not look still gets its room. */
static void an_empty_sink_makes_room(void **state) {
    (void)state;
    struct udpi_sink sink = {0};
    udpi_sink_puts(&sink, "late");
    assert_int_equal(sink.used, 4);
    assert_memory_equal(sink.bytes, "late", 4);
    udpi_sink_close(&sink);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_bytes_until_flushed),
        cmocka_unit_test(commits_what_was_written),
        cmocka_unit_test(hands_over_whole_records_only),
        cmocka_unit_test(a_failure_hands_over_what_is_whole),
        cmocka_unit_test(a_record_of_more_than_a_mebibyte_leaves_in_pieces),
        cmocka_unit_test(drains_a_full_buffer_in_order),
        cmocka_unit_test(fills_the_buffer_to_its_last_byte),
        cmocka_unit_test(grows_for_a_large_record),
        cmocka_unit_test(discards_everything_after_a_failure),
        cmocka_unit_test(keeps_everything_without_a_drain),
        cmocka_unit_test(an_empty_sink_makes_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
