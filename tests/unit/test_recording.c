/* record/recording and record/place: which packet goes to which file, what the files are called, what is never lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <time.h>

#include "recorded.h"

static const int64_t SECOND = 1000000000;
static const int64_t NOON = INT64_C(1795348800) * 1000000000; /* 2026-11-22 12:00:00 UTC */

enum { HEADER = 24, RECORD = 16 + 10 }; /* what `add` adds */

static struct udpi_frame like = {.link_type = 1};

static bool add(struct udpi_recording *recording, int64_t time) {
    struct udpi_frame frame = frame_of(10, time);
    return udpi_recording_write(recording, &frame);
}

static void add_many(struct udpi_recording *recording, unsigned count) {
    for (unsigned i = 0; i < count; i++)
        assert_true(add(recording, NOON + i));
}

/* Checks how many packets are in a file; -1 for a file that is not there. */
static void check_packets(const char *name, int packets) {
    off_t size = size_of(name), expected = packets < 0 ? -1 : HEADER + packets * RECORD;
    if (size != expected)
        fail_msg("%s has %lld bytes, not %lld", name, (long long)size, (long long)expected);
}

static void check_counts(const struct udpi_recording *recording, uint64_t packets, uint64_t files) {
    struct udpi_recording_counts counts;
    udpi_recording_count(recording, &counts);
    assert_int_equal(counts.packets, packets);
    assert_int_equal(counts.files, files);
}

static void make(const char *name, const char *content) {
    FILE *file = fopen(path_of(name), "w");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0 && fclose(file) == 0);
}

static void check_content(const char *name, const char *content) {
    read_back(name);
    assert_int_equal(written_count, strlen(content));
    assert_memory_equal(written, content, written_count);
}

/* --- by size ------------------------------------------------------------------------------------------------------ */

static void fills_a_file_to_the_last_byte(void **state) {
    (void)state;
    struct udpi_recording_options options = {.path = path_of("a"), .like = like, .most_bytes = HEADER + 2 * RECORD};
    struct udpi_recording *recording = open_recording(&options);
    add_many(recording, 5);
    check_counts(recording, 5, 3);
    check_end(recording, UDPI_OK, "");
    check_packets("a", 2);
    check_packets("a1", 2);
    check_packets("a2", 1);
    check_packets("a3", -1);
    options.path = path_of("b");
    options.most_bytes--;
    recording = open_recording(&options);
    add_many(recording, 2);
    check_end(recording, UDPI_OK, "");
    check_packets("b", 1);
    check_packets("b1", 1);
}

/* A packet is never left out, however small the files are to be. */
static void holds_one_packet_at_least(void **state) {
    (void)state;
    const struct udpi_recording_options options = {.path = path_of("a"), .like = like, .most_bytes = 1};
    struct udpi_recording *recording = open_recording(&options);
    add_many(recording, 12);
    check_end(recording, UDPI_OK, "");
    check_packets("a", 1);
    check_packets("a1", 1);
    check_packets("a11", 1);
}

static void goes_round_in_a_ring(void **state) {
    (void)state;
    struct udpi_recording_options options = {
        .path = path_of("a"), .like = like, .most_bytes = HEADER + 2 * RECORD, .most_files = 3};
    struct udpi_recording *recording = open_recording(&options);
    add_many(recording, 9);
    check_counts(recording, 9, 5);
    check_end(recording, UDPI_OK, "");
    check_packets("a", -1);
    check_packets("a0", 2); /* the fourth file */
    check_packets("a1", 1); /* the fifth */
    check_packets("a2", 2);
    check_packets("a3", -1);
}

/* tcpdump's digits: as many as the last number needs. */
static void pads_the_numbers_of_a_ring(void **state) {
    (void)state;
    static const struct {
        uint64_t files;
        const char *first, *second;
    } cases[] = {{1, "r", NULL}, {2, "r0", "r1"}, {10, "r0", "r1"}, {11, "r00", "r01"}, {101, "r000", "r001"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct udpi_recording_options options = {
            .path = path_of("r"), .like = like, .most_bytes = 1, .most_files = cases[i].files};
        struct udpi_recording *recording = open_recording(&options);
        add_many(recording, 2);
        check_end(recording, UDPI_OK, "");
        check_packets(cases[i].first, 1);
        assert_int_equal(unlink(path_of(cases[i].first)), 0);
        if (cases[i].second) {
            check_packets(cases[i].second, 1);
            assert_int_equal(unlink(path_of(cases[i].second)), 0);
        }
    }
}

/* --- by time ------------------------------------------------------------------------------------------------------ */

/* Three periods of 10 seconds from 12:00:03 on, the second without a packet. */
static void begins_a_file_for_each_period(void **state) {
    (void)state;
    const struct udpi_recording_options options = {.path = path_of("a-%H%M%S.pcap"), .like = like, .period = 10};
    struct udpi_recording *recording = open_recording(&options);
    assert_true(add(recording, NOON + 3 * SECOND + 700000000));
    assert_true(add(recording, NOON + 13 * SECOND - 1));
    assert_true(add(recording, NOON + 24 * SECOND));
    assert_true(add(recording, NOON + 4 * SECOND)); /* out of order: no file is opened again */
    assert_true(add(recording, UDPI_NO_TIME));
    assert_true(add(recording, UDPI_FAR_TIME));
    assert_true(add(recording, NOON + 33 * SECOND - 1));
    check_counts(recording, 7, 2);
    check_end(recording, UDPI_OK, "");
    check_packets("a-120003.pcap", 2);
    check_packets("a-120013.pcap", -1);
    check_packets("a-120023.pcap", 5);
}

static void numbers_files_of_one_name(void **state) {
    (void)state;
    const struct udpi_recording_options options = {
        .path = path_of("a-%H"), .like = like, .period = 600, .most_bytes = HEADER + RECORD};
    struct udpi_recording *recording = open_recording(&options);
    assert_true(add(recording, NOON));
    assert_true(add(recording, NOON + 1)); /* by size */
    assert_true(add(recording, NOON + 600 * SECOND));
    assert_true(add(recording, NOON + 3600 * SECOND));
    assert_true(add(recording, NOON + 3601 * SECOND));
    check_end(recording, UDPI_OK, "");
    check_packets("a-12", 1);
    check_packets("a-121", 1);
    check_packets("a-122", 1);
    check_packets("a-13", 1);
    check_packets("a-131", 1);
}

static void ends_after_the_last_file(void **state) {
    (void)state;
    const struct udpi_recording_options options = {
        .path = path_of("a-%M"), .like = like, .period = 60, .most_files = 2};
    struct udpi_recording *recording = open_recording(&options);
    assert_true(add(recording, NOON));
    assert_true(add(recording, NOON + 60 * SECOND));
    assert_true(add(recording, NOON + 120 * SECOND - 1));
    assert_false(add(recording, NOON + 120 * SECOND));
    assert_false(add(recording, NOON + 119 * SECOND));
    assert_false(udpi_recording_rest(recording));
    check_counts(recording, 3, 2);
    check_end(recording, UDPI_OK, "");
    check_packets("a-00", 1);
    check_packets("a-01", 2);
    check_packets("a-02", -1);
}

static void makes_no_file_without_packets(void **state) {
    (void)state;
    const struct udpi_recording_options options = {.path = path_of("a-%M"), .like = like, .period = 60};
    struct udpi_recording *recording = open_recording(&options);
    assert_true(udpi_recording_rest(recording));
    check_counts(recording, 0, 0);
    check_end(recording, UDPI_OK, "");
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(mkdir(folder, 0700), 0);
}

static unsigned count_descriptors(void) {
    unsigned count = 0;
    for (int i = 0; i < 256; i++)
        count += fcntl(i, F_GETFD) >= 0;
    return count;
}

/* Live, the first file is there at once, and is closed though no packet comes. */
static void minds_the_clock_when_live(void **state) {
    (void)state;
    const struct udpi_recording_options options = {
        .path = path_of("a-%%"), .like = like, .period = 1, .most_files = 2, .is_live = true};
    struct udpi_recording *recording = open_recording(&options);
    assert_true(exists("a-%"));
    assert_true(udpi_recording_rest(recording));
    check_packets("a-%", 0);
    unsigned descriptors = count_descriptors();
    nanosleep(&(struct timespec){.tv_sec = 2, .tv_nsec = 50000000}, NULL);
    assert_true(udpi_recording_rest(recording));
    assert_int_equal(count_descriptors(), descriptors - 1);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    assert_true(add(recording, now.tv_sec * SECOND + now.tv_nsec));
    check_counts(recording, 1, 2);
    nanosleep(&(struct timespec){.tv_sec = 2, .tv_nsec = 50000000}, NULL);
    assert_false(udpi_recording_rest(recording)); /* the second was the last */
    check_end(recording, UDPI_OK, "");
    check_packets("a-%", 0);
    check_packets("a-%1", 1);
}

static void wants_a_name(void **state) {
    (void)state;
    struct udpi_recording_options options = {.like = like, .period = 60, .is_live = true};
    char text[200];
    options.path = path_of("%D"); /* 11/22/26 */
    snprintf(text, sizeof text, "-w %s: no name of a file comes of it", path);
    check_refusal(&options, text);
    options.path = "/tmp/";
    check_refusal(&options, "-w /tmp/: the name of a file is missing");
    options.path = "/nowhere/%H/a";
    check_refusal(&options, "/nowhere/%H/a: No such file or directory");
}

/* --- what exists -------------------------------------------------------------------------------------------------- */

static void replaces_nothing(void **state) {
    (void)state;
    struct udpi_recording_options options = {.path = path_of("a"), .like = like};
    char text[200];
    make("a", "precious");
    snprintf(text, sizeof text, "%s: the file exists; --force replaces it", path_of("a"));
    check_refusal(&options, text);
    check_content("a", "precious");
    options.path = path_of("a");
    options.overwrites = true;
    struct udpi_recording *recording = open_recording(&options);
    add_many(recording, 1);
    check_end(recording, UDPI_OK, "");
    check_packets("a", 1);
}

static void leaves_out_numbers_that_are_taken(void **state) {
    (void)state;
    struct udpi_recording_options options = {.path = path_of("a"), .like = like, .most_bytes = 1};
    make("a1", "precious");
    make("a2", "precious");
    options.path = path_of("a");
    struct udpi_recording *recording = open_recording(&options);
    add_many(recording, 3);
    check_end(recording, UDPI_OK, "");
    check_packets("a", 1);
    check_content("a1", "precious");
    check_content("a2", "precious");
    check_packets("a3", 1);
    check_packets("a4", 1);
}

/* All of a ring's names are looked at before anything is written; what turns up later is left alone too. */
static void rings_replace_their_own_only(void **state) {
    (void)state;
    struct udpi_recording_options options = {.like = like, .most_bytes = 1, .most_files = 3};
    char text[200];
    make("a2", "precious");
    snprintf(text, sizeof text, "%s: the file exists; --force replaces it", path_of("a2"));
    options.path = path_of("a");
    check_refusal(&options, text);
    assert_false(exists("a0"));
    assert_int_equal(unlink(path_of("a2")), 0);
    options.path = path_of("a");
    struct udpi_recording *recording = open_recording(&options);
    add_many(recording, 1);
    make("a2", "precious");
    add_many(recording, 1);
    assert_false(add(recording, NOON));
    check_end(recording, UDPI_FAILED, text);
    check_content("a2", "precious");
    check_packets("a1", 1);
}

static void never_empties_what_is_being_read(void **state) {
    (void)state;
    char source[64], text[200];
    make("source", "precious");
    strcpy(source, path_of("source"));
    assert_int_equal(symlink(source, path_of("link")), 0);
    const struct udpi_recording_options options = {
        .path = path_of("link"), .source = source, .like = like, .overwrites = true};
    snprintf(text, sizeof text, "%s: the file is being read; write to another one", path);
    check_refusal(&options, text);
    check_content("source", "precious");
}

/* The folder was opened at the beginning: neither its name nor the working directory matter any more. */
static void stays_in_its_folder(void **state) {
    (void)state;
    char moved[40], here[200];
    assert_non_null(getcwd(here, sizeof here));
    snprintf(moved, sizeof moved, "%s.moved", folder);
    assert_int_equal(chdir(folder), 0);
    const struct udpi_recording_options options = {.path = "a", .like = like, .most_bytes = 1};
    struct udpi_recording *recording = open_recording(&options);
    add_many(recording, 1);
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(rename(folder, moved), 0);
    add_many(recording, 1);
    check_end(recording, UDPI_OK, "");
    assert_int_equal(rename(moved, folder), 0);
    assert_int_equal(chdir(here), 0);
    check_packets("a", 1);
    check_packets("a1", 1);
}

/* --- what is no file ---------------------------------------------------------------------------------------------- */

static void a_reader_that_leaves_is_no_failure(void **state) {
    (void)state;
    int ends[2];
    char name[32];
    assert_int_equal(pipe(ends), 0);
    signal(SIGPIPE, SIG_IGN);
    snprintf(name, sizeof name, "/dev/fd/%d", ends[1]);
    const struct udpi_recording_options options = {.path = name, .like = like};
    struct udpi_recording *recording = open_recording(&options);
    add_many(recording, 1);
    assert_true(udpi_recording_rest(recording));
    close(ends[0]);
    add_many(recording, 1);
    assert_false(udpi_recording_rest(recording));
    check_end(recording, UDPI_OK, "");
    close(ends[1]);
}

static void says_why_it_cannot_write(void **state) {
    (void)state;
    struct udpi_recording_options options = {.path = "/dev/full", .like = like};
    struct udpi_recording *recording = open_recording(&options);
    add_many(recording, 1);
    assert_false(udpi_recording_rest(recording));
    check_counts(recording, 0, 1);
    check_end(recording, UDPI_FAILED, "/dev/full: No space left on device; make room or write elsewhere");
    options.path = "/dev/null/a";
    check_refusal(&options, "/dev/null/a: Not a directory");
    options.path = "/tmp/.";
    check_refusal(&options, "/tmp/.: Is a directory");
}

/* An earlier error is not covered by a later one. */
static void keeps_the_first_error(void **state) {
    (void)state;
    const struct udpi_recording_options options = {.path = "/dev/full", .like = like};
    struct udpi_recording *recording = open_recording(&options);
    struct udpi_error first = {.status = UDPI_USAGE, .text = "first"};
    add_many(recording, 1);
    assert_int_equal(udpi_recording_end(recording, &first), UDPI_USAGE);
    assert_string_equal(first.text, "first");
    udpi_recording_free(recording);
}

int main(void) {
#define CASE(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        CASE(fills_a_file_to_the_last_byte),
        CASE(holds_one_packet_at_least),
        CASE(goes_round_in_a_ring),
        CASE(pads_the_numbers_of_a_ring),
        CASE(begins_a_file_for_each_period),
        CASE(numbers_files_of_one_name),
        CASE(ends_after_the_last_file),
        CASE(makes_no_file_without_packets),
        CASE(minds_the_clock_when_live),
        CASE(wants_a_name),
        CASE(replaces_nothing),
        CASE(leaves_out_numbers_that_are_taken),
        CASE(rings_replace_their_own_only),
        CASE(never_empties_what_is_being_read),
        CASE(stays_in_its_folder),
        CASE(a_reader_that_leaves_is_no_failure),
        CASE(says_why_it_cannot_write),
        CASE(keeps_the_first_error),
    };
    setenv("TZ", "UTC", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
