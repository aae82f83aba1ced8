/* craft/craft: how many packets come of several lines and their sweeps, and in which order. */
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

static char path[] = "/tmp/test_craft_order.XXXXXX";
static struct udpi_error error;
static struct udpi_craft_counts counts;
static struct udpi_sink sink; /* the packets as hexadecimal digits */

static int open_sink(void **state) {
    (void)state;
    int descriptor = mkstemp(path);
    return udpi_sink_open(&sink, NULL, NULL) && descriptor >= 0 ? close(descriptor) : 1;
}

static int close_sink(void **state) {
    (void)state;
    udpi_sink_close(&sink);
    return unlink(path);
}

static enum udpi_status run_source(struct udpi_craft_options *options, struct udpi_lines *lines) {
    assert_non_null(lines);
    sink.used = 0;
    options->source = udpi_lines_source(lines);
    options->is_untyped = true;
    options->start = 0;
    options->interval = UDPI_CRAFT_INTERVAL;
    udpi_outlet_open_hex(&options->outlet, &sink);
    udpi_craft_run(options, &counts, &error);
    udpi_lines_close(lines);
    udpi_sink_write(&sink, "", 1);
    return error.status;
}

enum { MOST_LINES = 4 };

/* Lines closed by NULL. */
static enum udpi_status run_given(struct udpi_craft_options *options, const char *const *lines) {
    size_t count = 0;
    while (count < MOST_LINES && lines[count])
        count++;
    return run_source(options, udpi_lines_give(lines, count, &error));
}

/* The same from a file, each line with a newline. */
static enum udpi_status run_file(struct udpi_craft_options *options, const char *const *lines) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    for (size_t i = 0; i < MOST_LINES && lines[i]; i++)
        assert_int_equal(fprintf(file, "%s\n", lines[i]) > 0, 1);
    assert_int_equal(fclose(file), 0);
    return run_source(options, udpi_lines_open(path, &error));
}

static void goes_through_the_lines(void **state) {
    (void)state;
    static const struct {
        const char *lines[MOST_LINES];
        uint64_t count;
        const char *packets;
    } rows[] = {
        {{"hex:aa"}, 0, "aa\n"},
        {{"hex:aa"}, 3, "aa\naa\naa\n"},
        {{"hex:aa", "hex:bb"}, 0, "aa\nbb\n"},
        {{"hex:aa", "hex:bb"}, 1, "aa\n"},
        {{"hex:aa", "hex:bb"}, 5, "aa\nbb\naa\nbb\naa\n"},
        {{"zeros:1..3"}, 0, "00\n0000\n000000\n"},
        {{"zeros:1..3"}, 2, "00\n0000\n"},
        {{"zeros:1..3"}, 5, "00\n0000\n000000\n00\n0000\n"},
        {{"hex:aa", "zeros:1..2", "hex:bb"}, 0, "aa\n00\n0000\nbb\n"},
        {{"hex:aa", "zeros:1..2"}, 5, "aa\n00\n0000\naa\n00\n"},
        {{"\"{n}\""}, 3, "31\n32\n33\n"},
        {{"\"{n}\"", "hex:aa", "\"{n}\""}, 5, "31\naa\n33\n34\naa\n"},
        {{"zeros:0"}, 2, "\n\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_craft_options options = {.count = rows[i].count, .seed = UDPI_CRAFT_SEED};
        assert_int_equal(run_given(&options, rows[i].lines), UDPI_OK);
        assert_string_equal(sink.bytes, rows[i].packets);
        assert_int_equal(run_file(&options, rows[i].lines), UDPI_OK);
        assert_string_equal(sink.bytes, rows[i].packets);
    }
}

/* Draws, of which only the shares and the sameness can be known beforehand. */
static void mixes_lines_by_their_weights(void **state) {
    (void)state;
    enum { PACKETS = 12000 };
    static const char *const lines[MOST_LINES] = {"hex:aa", "hex:bb", "zeros:1..2"};
    struct udpi_mix mix;
    struct udpi_craft_options options = {.count = PACKETS, .seed = 5, .mix = &mix};
    assert_null(udpi_mix_parse("7,4,1", &mix));
    assert_int_equal(run_given(&options, lines), UDPI_OK);
    assert_int_equal(counts.packets, PACKETS);
    unsigned first = 0, second = 0, zeros[2] = {0};
    for (const char *line = strtok(sink.bytes, "\n"); line; line = strtok(NULL, "\n")) {
        first += strcmp(line, "aa") == 0;
        second += strcmp(line, "bb") == 0;
        if (line[0] == '0') { /* the sweep of a line goes on with each of its packets */
            assert_int_equal(strlen(line), zeros[0] == zeros[1] ? 2 : 4);
            zeros[strlen(line) == 4]++;
        }
    }
    assert_in_range(first, 6730, 7270);
    assert_in_range(second, 3742, 4258);
    assert_int_equal(first + second + zeros[0] + zeros[1], PACKETS);
}

static void the_same_seed_draws_the_same(void **state) {
    (void)state;
    static const char *const lines[MOST_LINES] = {"hex:aa", "random:1..9"};
    struct udpi_mix mix;
    struct udpi_craft_options options = {.count = 50, .seed = 5, .mix = &mix};
    assert_null(udpi_mix_parse("1,1", &mix));
    assert_int_equal(run_given(&options, lines), UDPI_OK);
    char *first = strdup(sink.bytes);
    assert_non_null(first);
    assert_int_equal(run_file(&options, lines), UDPI_OK);
    assert_string_equal(sink.bytes, first);
    options.seed = 6;
    assert_int_equal(run_given(&options, lines), UDPI_OK);
    assert_string_not_equal(sink.bytes, first);
    free(first);
}

static void check_refusal(struct udpi_craft_options *options, const char *const *lines, const char *message,
                          const char *packets) {
    assert_int_equal(run_given(options, lines), UDPI_USAGE);
    assert_string_equal(error.text, message);
    assert_string_equal(sink.bytes, packets);
}

static void weights_and_lines_must_be_as_many(void **state) {
    (void)state;
    static const char *const two[MOST_LINES] = {"hex:aa", "hex:bb"}, *const one[MOST_LINES] = {"hex:aa"};
    struct udpi_mix mix;
    struct udpi_craft_options options = {.count = 1, .mix = &mix};
    assert_null(udpi_mix_parse("1", &mix));
    check_refusal(&options, two, "--mix: 1 weight for 2 lines; give one for each", "");
    assert_null(udpi_mix_parse("1,2,3", &mix));
    check_refusal(&options, one, "--mix: 3 weights for 1 line; give one for each", "");
}

static void says_which_line_is_wrong(void **state) {
    (void)state;
    static const char *const lines[MOST_LINES] = {"hex:aa", "zeros:262144 | trailer zeros:0", "udp | zeros:262137"};
    struct udpi_craft_options options = {.count = 0};
    check_refusal(&options, (const char *const[MOST_LINES]){"eth", "upd"},
                  "line 2, column 1: unknown layer 'upd'; did you mean 'udp'?", "");
    assert_string_equal(error.excerpt.text, "upd");
    assert_int_equal(run_given(&options, lines), UDPI_FAILED);
    assert_string_equal(error.text, "line 3: the packet is too large: it may have 262144 bytes");
    assert_string_equal(sink.bytes, "");
    assert_int_equal(run_given(&options, (const char *const[MOST_LINES]){"udp | zeros:262136..262137"}), UDPI_FAILED);
    assert_string_equal(error.text, "the packet is too large: it may have 262144 bytes");
    assert_int_equal(counts.packets, 1); /* what came before stays */
}

static void names_the_file_of_a_wrong_line(void **state) {
    (void)state;
    struct udpi_craft_options options = {.count = 0};
    char message[128];
    snprintf(message, sizeof message, "%s: line 3, column 1: unknown layer 'upd'; did you mean 'udp'?", path);
    assert_int_equal(run_file(&options, (const char *const[MOST_LINES]){"hex:aa", "# remark", "upd"}), UDPI_USAGE);
    assert_string_equal(error.text, message);
    assert_string_equal(sink.bytes, "aa\n");
    assert_int_equal(run_file(&options, (const char *const[MOST_LINES]){"  ", "#"}), UDPI_USAGE);
    snprintf(message, sizeof message, "%s: there is no packet in it", path);
    assert_string_equal(error.text, message);
    assert_null(udpi_lines_open("/dev/null/a", &error));
    assert_string_equal(error.text, "/dev/null/a: Not a directory");
    assert_int_equal(run_source(&options, udpi_lines_open("/tmp", &error)), UDPI_FAILED);
    assert_string_equal(error.text, "/tmp: Is a directory");
}

static void holds_4096_lines(void **state) {
    (void)state;
    static const char *lines[UDPI_CRAFT_MOST_KEPT + 1];
    struct udpi_craft_options options = {.count = UDPI_CRAFT_MOST_KEPT + 1};
    for (size_t i = 0; i < UDPI_CRAFT_MOST_KEPT + 1; i++)
        lines[i] = "zeros:0";
    assert_int_equal(run_source(&options, udpi_lines_give(lines, UDPI_CRAFT_MOST_KEPT, &error)), UDPI_OK);
    assert_int_equal(counts.packets, UDPI_CRAFT_MOST_KEPT + 1);
    assert_int_equal(run_source(&options, udpi_lines_give(lines, UDPI_CRAFT_MOST_KEPT + 1, &error)), UDPI_USAGE);
    assert_string_equal(error.text,
                        "command line: more than 4096 lines cannot be held at once; with -f, without -c and "
                        "--mix, there is no limit");
    assert_int_equal(counts.packets, 0);
}

static void write_empty_packets(unsigned count) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    for (unsigned i = 0; i < count; i++)
        fputs("zeros:0\n", file);
    assert_int_equal(fclose(file), 0);
}

/* Lines that come one by one need not be held while there are enough. */
static void goes_round_only_with_what_it_holds(void **state) {
    (void)state;
    enum { LINES = UDPI_CRAFT_MOST_KEPT + 2 };
    char message[256];
    struct udpi_craft_options options = {.count = LINES};
    write_empty_packets(UDPI_CRAFT_MOST_KEPT);
    assert_int_equal(run_source(&options, udpi_lines_open(path, &error)), UDPI_OK);
    assert_int_equal(counts.packets, LINES);
    write_empty_packets(LINES);
    assert_int_equal(run_source(&options, udpi_lines_open(path, &error)), UDPI_OK);
    assert_int_equal(counts.packets, LINES);
    options.count++;
    assert_int_equal(run_source(&options, udpi_lines_open(path, &error)), UDPI_USAGE);
    snprintf(message, sizeof message,
             "%s: more than 4096 lines cannot be held at once; with -f, without -c and --mix, there is no limit", path);
    assert_string_equal(error.text, message);
    assert_int_equal(counts.packets, LINES); /* what came before stays */
}

static void ends_when_it_is_told_to(void **state) {
    (void)state;
    static const char *const lines[MOST_LINES] = {"hex:aa"};
    const volatile sig_atomic_t stop = 1;
    struct udpi_craft_options options = {.count = UINT64_MAX, .stop = &stop};
    assert_int_equal(run_given(&options, lines), UDPI_OK);
    assert_int_equal(counts.packets, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goes_through_the_lines),
        cmocka_unit_test(mixes_lines_by_their_weights),
        cmocka_unit_test(the_same_seed_draws_the_same),
        cmocka_unit_test(weights_and_lines_must_be_as_many),
        cmocka_unit_test(says_which_line_is_wrong),
        cmocka_unit_test(names_the_file_of_a_wrong_line),
        cmocka_unit_test(holds_4096_lines),
        cmocka_unit_test(goes_round_only_with_what_it_holds),
        cmocka_unit_test(ends_when_it_is_told_to),
    };
    return cmocka_run_group_tests(tests, open_sink, close_sink);
}
