/* socket/flood_batch: how datagrams share messages, and what is written anew for each batch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "socket/flood_batch.h"

static uint8_t content[65507];

static struct udpi_batch batch;

static void open_batch(size_t least, size_t most, bool is_probing, bool is_segmented, uint64_t seed) {
    struct udpi_supply_extent extent = {.bytes = content, .least = least, .most = most};
    struct udpi_endpoint to = {.ipv4 = {.sin_family = AF_INET}, .size = sizeof to.ipv4};
    assert_true(udpi_batch_open(&batch, &extent, &to, is_probing, is_segmented, seed));
}

/* The messages have these many bytes; 0 closes the row. */
static void expect_messages(unsigned datagrams, const size_t *sizes) {
    struct udpi_probe first = {.sequence = 1};
    unsigned messages = 0;
    while (sizes[messages] > 0)
        messages++;
    assert_int_equal(udpi_batch_prepare(&batch, datagrams, &first), messages);
    unsigned told = 0;
    for (unsigned i = 0; i < messages; i++) {
        assert_int_equal(batch.messages[i].msg_hdr.msg_iov->iov_len, sizes[i]);
        assert_int_equal(batch.messages[i].msg_hdr.msg_iovlen, 1);
        told += udpi_batch_datagrams(&batch, i);
    }
    assert_int_equal(told, datagrams);
}

static void gives_each_datagram_a_message(void **state) {
    (void)state;
    open_batch(18, 18, false, false, 0);
    assert_int_equal(batch.capacity, UDPI_BATCH_MESSAGES);
    expect_messages(3, (size_t[]){18, 18, 18, 0});
    expect_messages(1, (size_t[]){18, 0});
    expect_messages(2, (size_t[]){18, 18, 0});
    assert_memory_equal(batch.messages[1].msg_hdr.msg_iov->iov_base, content, 18);
    udpi_batch_close(&batch);
}

static void puts_64_small_datagrams_into_a_message(void **state) {
    (void)state;
    open_batch(18, 18, false, true, 0);
    assert_int_equal(batch.capacity, 16 * 64);
    expect_messages(100, (size_t[]){64 * 18, 36 * 18, 0});
    /* What was the short last message is whole again. */
    expect_messages(130, (size_t[]){64 * 18, 64 * 18, 2 * 18, 0});
    expect_messages(128, (size_t[]){64 * 18, 64 * 18, 0});
    expect_messages(1, (size_t[]){18, 0});
    expect_messages(64, (size_t[]){64 * 18, 0});
    for (unsigned i = 0; i < 64; i++)
        assert_memory_equal((uint8_t *)batch.pieces[0].iov_base + i * (size_t)18, content, 18);
    udpi_batch_close(&batch);
}

static void puts_no_more_into_a_message_than_a_datagram_holds(void **state) {
    (void)state;
    static const struct {
        size_t size;
        unsigned per_message;
    } rows[] = {
        {0, 1}, {1, 64}, {1023, 64}, {1024, 63}, {1400, 46}, {32753, 2}, {32754, 1}, {65507, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        open_batch(rows[i].size, rows[i].size, false, true, 0);
        assert_int_equal(batch.per_message, rows[i].per_message);
        udpi_batch_close(&batch);
    }
}

static void numbers_probes(void **state) {
    (void)state;
    for (int is_segmented = 0; is_segmented < 2; is_segmented++) {
        open_batch(50, 50, true, is_segmented, 0);
        assert_int_equal(batch.capacity, 64);
        for (uint64_t from = 1; from < 20; from += 9) {
            struct udpi_probe first = {.run = 7, .stream = 2, .clock = 5, .sequence = from, .time = 99, .total = 1000};
            udpi_batch_prepare(&batch, 9, &first);
            for (unsigned i = 0; i < 9; i++) {
                struct udpi_probe probe;
                const uint8_t *at =
                    is_segmented ? (uint8_t *)batch.pieces[0].iov_base + i * (size_t)50 : batch.pieces[i].iov_base;
                assert_int_equal(udpi_probe_load(at, 50, &probe), UDPI_PROBE_INTACT);
                assert_int_equal(probe.sequence, from + i);
                assert_int_equal(probe.run, 7);
                assert_int_equal(probe.stream, 2);
                assert_int_equal(probe.time, 99);
                assert_int_equal(probe.total, 1000);
                assert_memory_equal(at + UDPI_PROBE_SIZE, content + UDPI_PROBE_SIZE, 2);
            }
        }
        udpi_batch_close(&batch);
    }
}

static void draws_sizes_that_the_seed_decides(void **state) {
    (void)state;
    size_t drawn[2][64];
    unsigned seen[5] = {0};
    for (int run = 0; run < 2; run++) {
        open_batch(60, 64, true, true, 42);
        assert_int_equal(batch.per_message, 1);
        struct udpi_probe first = {.sequence = 1}, probe;
        assert_int_equal(udpi_batch_prepare(&batch, 64, &first), 64);
        for (unsigned i = 0; i < 64; i++) {
            drawn[run][i] = batch.pieces[i].iov_len;
            assert_in_range(drawn[run][i], 60, 64);
            seen[drawn[run][i] - 60]++;
            assert_int_equal(udpi_probe_load(batch.pieces[i].iov_base, drawn[run][i], &probe), UDPI_PROBE_INTACT);
        }
        udpi_batch_close(&batch);
    }
    assert_memory_equal(drawn[0], drawn[1], sizeof drawn[0]);
    for (unsigned i = 0; i < 5; i++)
        assert_true(seen[i] > 0);
}

static void names_no_address_on_a_connected_socket(void **state) {
    (void)state;
    struct udpi_supply_extent extent = {.bytes = content, .least = 1, .most = 1};
    assert_true(udpi_batch_open(&batch, &extent, NULL, false, false, 0));
    assert_null(batch.messages[0].msg_hdr.msg_name);
    assert_int_equal(batch.messages[0].msg_hdr.msg_namelen, 0);
    udpi_batch_close(&batch);
}

int main(void) {
    for (size_t i = 0; i < sizeof content; i++)
        content[i] = (uint8_t)(i * 7);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_each_datagram_a_message),
        cmocka_unit_test(puts_64_small_datagrams_into_a_message),
        cmocka_unit_test(puts_no_more_into_a_message_than_a_datagram_holds),
        cmocka_unit_test(numbers_probes),
        cmocka_unit_test(draws_sizes_that_the_seed_decides),
        cmocka_unit_test(names_no_address_on_a_connected_socket),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
