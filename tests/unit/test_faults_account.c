/* Faults and the account of probes: what the one says it did is what the other finds, exactly. Nothing here needs a socket. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/wait.h"
#include "socket/faults.h"
#include "track/probes.h"

enum { MANY = 100000, ENDS = 3, SECOND = 1000000000, STEP = 20000 };

static void take(struct udpi_probes *probes, const struct udpi_datagram *datagram, unsigned copies) {
    const struct udpi_probe_ends ends = {.address_size = 4};
    struct udpi_probe probe;
    enum udpi_probe_state found = udpi_probe_load(datagram->bytes, datagram->size, &probe);
    assert_int_not_equal(found, UDPI_PROBE_NONE);
    for (unsigned i = 0; i < copies; i++)
        udpi_probes_take(probes, &ends, &probe, found, datagram->size, datagram->time);
}

/* A path that probes go along. */
struct path {
    struct udpi_room *room;
    struct udpi_faults *faults;
    struct udpi_probes *probes;
};

static void take_waited(struct path *path, int64_t now) {
    const struct udpi_datagram *datagram;
    unsigned copies;
    while ((datagram = udpi_faults_next(path->faults, now, &copies)))
        take(path->probes, datagram, copies);
    udpi_room_clear(path->room);
}

static void send_probe(struct path *path, const struct udpi_probe *probe, int64_t now) {
    uint8_t bytes[UDPI_PROBE_SIZE + 16] = {0};
    udpi_probe_store(bytes, sizeof bytes, probe);
    struct udpi_datagram datagram = {.bytes = bytes, .size = sizeof bytes, .time = now};
    unsigned happened, copies = udpi_faults_take(path->faults, &datagram, now, &happened);
    take(path->probes, &datagram, copies);
    take_waited(path, now);
}

/* Sends MANY probes, and says ENDS times that there are no more. */
static void send_probes(struct path *path) {
    int64_t now = SECOND, due;
    for (unsigned i = 1; i <= MANY; i++, now += STEP)
        send_probe(path, &(struct udpi_probe){.run = 9, .sequence = i, .time = now}, now);
    for (unsigned i = 0; i < ENDS; i++)
        send_probe(path, &(struct udpi_probe){.run = 9, .is_end = true, .total = MANY}, now);
    while ((due = udpi_faults_due(path->faults)) != UDPI_NEVER)
        take_waited(path, due);
}

static void check_account(const struct udpi_fault_options *options, struct udpi_fault_counts *counts) {
    struct path path = {.room = udpi_room_create(), .probes = udpi_probes_create(SECOND, 0)};
    path.faults = udpi_faults_create(options, path.room, 0);
    send_probes(&path);
    *counts = *udpi_faults_count(path.faults);
    assert_int_equal(udpi_probes_count(path.probes), 1);
    const struct udpi_probe_report *report = udpi_probes_report(path.probes, 0);
    assert_int_equal(counts->in, MANY);
    assert_int_equal(counts->spared, ENDS);
    assert_int_equal(counts->early, 0);
    assert_int_equal(counts->out, counts->in - counts->dropped + counts->duplicated);
    assert_int_equal(report->expected, MANY);
    assert_int_equal(report->received, counts->out - counts->corrupted - counts->corrupted_twice);
    assert_int_equal(report->lost, counts->dropped + counts->corrupted);
    assert_int_equal(report->duplicated, counts->duplicated - counts->corrupted_twice);
    assert_int_equal(report->corrupted, counts->corrupted + counts->corrupted_twice);
    assert_int_equal(report->reordered, counts->reordered);
    assert_int_equal(report->too_old, 0);
    assert_true(report->has_ended);
    udpi_faults_free(path.faults);
    udpi_room_free(path.room);
    udpi_probes_free(path.probes);
}

static void a_receiver_finds_exactly_what_is_counted(void **state) {
    (void)state;
    struct udpi_fault_counts counts;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        check_account(&(struct udpi_fault_options){.drop = 5, .duplicate = 2, .reorder = 3, .seed = seed}, &counts);
        /* Five times the standard deviation of what was asked for; of what is held back at the very end nobody knows. */
        assert_in_range(counts.dropped, 5000 - 345, 5000 + 345);
        assert_in_range(counts.duplicated, 1900 - 216, 1900 + 216);
        assert_in_range(counts.reordered, 2850 - 263 - 60, 2850 + 263);
        assert_int_equal(counts.corrupted, 0);
    }
    check_account(&(struct udpi_fault_options){.seed = 4}, &counts);
    assert_int_equal(counts.out, MANY);
    check_account(&(struct udpi_fault_options){.drop = 5, .duplicate = 20, .reorder = 30, .corrupt = 20, .seed = 5},
                  &counts);
    assert_in_range(counts.corrupted, 19000 - 617, 19000 + 617);
    assert_in_range(counts.corrupted_twice, 3800 - 302, 3800 + 302);
    check_account(&(struct udpi_fault_options){.drop = 1, .duplicate = 5, .delay = 0.01, .jitter = 0.002, .seed = 6},
                  &counts);
    assert_true(counts.reordered > MANY / 2);
    check_account(
        &(struct udpi_fault_options){
            .drop = 1, .duplicate = 5, .reorder = 10, .corrupt = 1, .delay = 0.01, .jitter = 0.0001, .seed = 7},
        &counts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_receiver_finds_exactly_what_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
