/* craft/craft: lines in, packets out: how many, in which order, into which file. */
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

#include "craft/craft.h"
#include "craft/lines.h"

static char folder[] = "/tmp/test_craft.XXXXXX";
static char path[64];
static struct udpi_error error;
static struct udpi_craft_counts counts;

static int open_folder(void **state) {
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/a.pcap", folder);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    return rmdir(folder);
}

static int remove_file(void **state) {
    (void)state;
    unlink(path);
    return 0;
}

/* A run of udpgen craft into a capture file. */
struct job {
    const char *const *lines; /* NULL: those of standard input */
    size_t line_count;
    struct udpi_recording_options recording;
    struct udpi_craft_options craft;
};

static struct job make_job(const char *const *lines, size_t count) {
    return (struct job){
        .lines = lines,
        .line_count = count,
        .recording = {.path = path, .has_micros = true},
        .craft = {.start = INT64_C(1795348800123456789), .interval = UDPI_CRAFT_INTERVAL, .seed = UDPI_CRAFT_SEED}};
}

static enum udpi_status run(struct job *job) {
    struct udpi_lines *lines =
        job->lines ? udpi_lines_give(job->lines, job->line_count, &error) : udpi_lines_open("-", &error);
    assert_non_null(lines);
    assert_true(udpi_outlet_open_file(&job->craft.outlet, &job->recording));
    job->craft.source = udpi_lines_source(lines);
    udpi_craft_run(&job->craft, &counts, &error);
    enum udpi_status status = job->craft.outlet.end(job->craft.outlet.context, &error);
    udpi_lines_close(lines);
    return status;
}

static size_t read_file(uint8_t *bytes, size_t room) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t count = fread(bytes, 1, room, file);
    fclose(file);
    return count;
}

static uint32_t word_at(const uint8_t *bytes, size_t offset) {
    uint32_t word;
    memcpy(&word, bytes + offset, sizeof word);
    return word;
}

static void check_refusal(struct job *job, enum udpi_status status, const char *text) {
    error.text[0] = '\0';
    assert_int_equal(run(job), status);
    assert_int_equal(error.status, status);
    if (text)
        assert_string_equal(error.text, text);
}

static void writes_header_and_records(void **state) {
    (void)state;
    static const char *const lines[] = {"eth | \"abc\"", "eth | \"\""};
    struct job job = make_job(lines, 2);
    uint8_t bytes[256];
    assert_int_equal(run(&job), UDPI_OK);
    assert_int_equal(counts.packets, 2);
    assert_int_equal(counts.bytes, 17 + 14);
    assert_int_equal(read_file(bytes, sizeof bytes), 24 + 16 + 17 + 16 + 14);
    assert_int_equal(word_at(bytes, 0), 0xa1b2c3d4); /* microseconds, in the byte order of the host */
    assert_int_equal(word_at(bytes, 16), 262144);
    assert_int_equal(word_at(bytes, 20), 1);
    assert_int_equal(word_at(bytes, 24), 1795348800);
    assert_int_equal(word_at(bytes, 28), 123456);
    assert_int_equal(word_at(bytes, 32), 17);
    assert_int_equal(word_at(bytes, 36), 17);
    assert_memory_equal(bytes + 40 + 14, "abc", 3);
    assert_int_equal(word_at(bytes, 57 + 4), 123457); /* a microsecond later */
    assert_int_equal(word_at(bytes, 57 + 8), 14);
}

static void cuts_to_the_snapshot(void **state) {
    (void)state;
    static const char *const lines[] = {"eth | \"abc\"", "eth"};
    struct job job = make_job(lines, 2);
    uint8_t bytes[256];
    job.recording.snapshot = 15;
    assert_int_equal(run(&job), UDPI_OK);
    assert_int_equal(read_file(bytes, sizeof bytes), 24 + 16 + 15 + 16 + 14);
    assert_int_equal(word_at(bytes, 16), 15);
    assert_int_equal(word_at(bytes, 32), 15);
    assert_int_equal(word_at(bytes, 36), 17);
    assert_int_equal(word_at(bytes, 55 + 8), 14);
    assert_int_equal(word_at(bytes, 55 + 12), 14);
}

static void keeps_an_existing_file(void **state) {
    (void)state;
    static const char *const lines[] = {"eth"};
    struct job job = make_job(lines, 1);
    char text[128];
    snprintf(text, sizeof text, "%s: the file exists; --force replaces it", path);
    assert_int_equal(run(&job), UDPI_OK);
    check_refusal(&job, UDPI_FAILED, text);
    job.recording.overwrites = true;
    assert_int_equal(run(&job), UDPI_OK);
}

static void checks_all_lines_before_the_file_is_made(void **state) {
    (void)state;
    static const char *const lines[] = {"eth", "upd", "eth"};
    struct job job = make_job(lines, 3);
    check_refusal(&job, UDPI_USAGE, "line 2, column 1: unknown layer 'upd'; did you mean 'udp'?");
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(counts.packets, 0);
    job.lines = lines + 1;
    job.line_count = 1;
    check_refusal(&job, UDPI_USAGE, "column 1: unknown layer 'upd'; did you mean 'udp'?");
}

static void wants_one_link_type(void **state) {
    (void)state;
    static const char *const lines[] = {"eth", "hex:00", "ipv4"};
    struct job job = make_job(lines, 3);
    check_refusal(&job, UDPI_USAGE,
                  "line 3: the packet has link type RAW, those before it EN10MB; a capture file holds one, which "
                  "--link-type can set");
    job.craft.link_type = "LINUX_SLL";
    uint8_t bytes[24];
    assert_int_equal(run(&job), UDPI_OK);
    read_file(bytes, sizeof bytes);
    assert_int_equal(word_at(bytes, 20), 113);
    job.recording.overwrites = true;
    job.craft.link_type = "147";
    assert_int_equal(run(&job), UDPI_OK);
    read_file(bytes, sizeof bytes);
    assert_int_equal(word_at(bytes, 20), 147);
    job.craft.link_type = "ETHERNET?";
    check_refusal(&job, UDPI_USAGE, NULL);
}

static void begins_with_what_can_be_captured(void **state) {
    (void)state;
    static const char *const lines[] = {"udp | \"x\""};
    struct job job = make_job(lines, 1);
    check_refusal(
        &job, UDPI_USAGE,
        "a captured frame does not begin with udp: begin with eth, ipv4 or ipv6, or say which --link-type it is");
}

static void says_why_a_file_cannot_be_written(void **state) {
    (void)state;
    static const char *const lines[] = {"eth"};
    struct job job = make_job(lines, 1);
    job.recording.path = "/dev/full"; /* exists, but is no regular file */
    check_refusal(&job, UDPI_FAILED, "/dev/full: No space left on device; make room or write elsewhere");
    job.recording.path = "/dev/null/a";
    check_refusal(&job, UDPI_FAILED, "/dev/null/a: Not a directory");
}

static void refuses_times_that_do_not_fit(void **state) {
    (void)state;
    static const char *const lines[] = {"eth", "eth"};
    static const int64_t starts[] = {-1, INT64_C(4294967296000000000), INT64_MAX};
    struct job job = make_job(lines, 2);
    job.recording.overwrites = true;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        job.craft.start = starts[i];
        check_refusal(&job, UDPI_USAGE, "time: a capture file holds the years 1970 to 2106 only");
    }
    job.craft.start = INT64_C(4294967295999999999);
    job.craft.interval = INT64_MAX;
    check_refusal(&job, UDPI_USAGE, "time: a capture file holds the years 1970 to 2106 only");
    job.craft.interval = 1;
    check_refusal(&job, UDPI_USAGE, "time: a capture file holds the years 1970 to 2106 only");
    assert_int_equal(access(path, F_OK), -1);
    job.craft.interval = 0;
    assert_int_equal(run(&job), UDPI_OK);
    uint8_t bytes[64];
    read_file(bytes, sizeof bytes);
    assert_int_equal(word_at(bytes, 24), 4294967295);
    assert_int_equal(word_at(bytes, 28), 999999);
}

/* Lines from standard input: empty ones and remarks do not count, and the number in an error is that of the line. */
static void reads_standard_input(void **state) {
    (void)state;
    struct job job = make_job(NULL, 0);
    static const char input[] = "# two packets\n\neth | \"abc\"\r\n   # and\neth\nupd\neth\n";
    uint8_t bytes[256];
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fputs(input, file) >= 0 && fclose(file) == 0, 1);
    assert_non_null(freopen(path, "rb", stdin));
    assert_int_equal(unlink(path), 0);
    check_refusal(&job, UDPI_USAGE, "line 6, column 1: unknown layer 'upd'; did you mean 'udp'?");
    assert_int_equal(counts.packets, 2);
    assert_int_equal(read_file(bytes, sizeof bytes), 24 + 16 + 17 + 16 + 14);
    job.recording.overwrites = true;
    assert_int_equal(run(&job), UDPI_OK); /* the last line is still to be read */
    check_refusal(&job, UDPI_USAGE, "standard input: there is no packet in it");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(writes_header_and_records, remove_file),
        cmocka_unit_test_teardown(cuts_to_the_snapshot, remove_file),
        cmocka_unit_test_teardown(keeps_an_existing_file, remove_file),
        cmocka_unit_test_teardown(checks_all_lines_before_the_file_is_made, remove_file),
        cmocka_unit_test_teardown(wants_one_link_type, remove_file),
        cmocka_unit_test_teardown(begins_with_what_can_be_captured, remove_file),
        cmocka_unit_test_teardown(says_why_a_file_cannot_be_written, remove_file),
        cmocka_unit_test_teardown(refuses_times_that_do_not_fit, remove_file),
        cmocka_unit_test_teardown(reads_standard_input, remove_file),
    };
    return cmocka_run_group_tests(tests, open_folder, remove_folder);
}
