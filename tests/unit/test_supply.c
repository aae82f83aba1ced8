/* socket/supply: where the bytes of datagrams come from, and how they are shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "socket/supply.h"

/* The supply gives these bytes, and again the same. */
static void expect(const struct udpi_supply_options *options, int family, const void *expected, size_t size) {
    struct udpi_error error = {0};
    struct udpi_supply *supply = udpi_supply_open(options, family, &error);
    assert_non_null(supply);
    for (int i = 0; i < 2; i++) {
        const uint8_t *bytes = NULL;
        size_t count = 99;
        assert_int_equal(udpi_supply_next(supply, &bytes, &count, &error), UDPI_SUPPLY_READY);
        assert_int_equal(count, size);
        assert_memory_equal(bytes, expected, size);
    }
    udpi_supply_close(supply);
}

static void expect_failure(const struct udpi_supply_options *options, int family, enum udpi_status status,
                           const char *reason) {
    struct udpi_error error = {0};
    assert_null(udpi_supply_open(options, family, &error));
    assert_int_equal(error.status, status);
    assert_non_null(strstr(error.text, reason));
}

static void takes_text_as_it_stands(void **state) {
    (void)state;
    struct udpi_supply_options options = {.kind = UDPI_SUPPLY_TEXT, .text = "a\\n%s\xff"};
    expect(&options, AF_INET, "a\\n%s\xff", 6);
    options.text = "";
    expect(&options, AF_INET, "", 0);
}

static void takes_hexadecimal_digits_in_pairs(void **state) {
    (void)state;
    static const struct {
        const char *text, *bytes;
        size_t size;
    } rows[] = {
        {"68656c6c6f", "hello", 5},
        {"68 65:6C\t6c\n6F ", "hello", 5},
        {"00ff", "\x00\xff", 2},
        {"", "", 0},
        {" : ", "", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect(&(struct udpi_supply_options){.kind = UDPI_SUPPLY_HEX, .text = rows[i].text}, AF_INET, rows[i].bytes,
               rows[i].size);

    static const struct {
        const char *text, *reason;
    } faults[] = {
        {"6", "at character 1 "},  {"686", "at character 3 "},        {"68 6 5", "at character 4 "},
        {"6g", "at character 1 "}, {"68\xc3\xa9", "at character 3 "}, {"0x68", "at character 1 "},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        expect_failure(&(struct udpi_supply_options){.kind = UDPI_SUPPLY_HEX, .text = faults[i].text}, AF_INET,
                       UDPI_USAGE, faults[i].reason);
}

static void makes_a_ruler(void **state) {
    (void)state;
    static const char ruler[] = "0.........10........20........30........40........50........"
                                "60........70........80........90........100......."
                                "110.......";
    static const size_t sizes[] = {0, 1, 9, 10, 11, 12, 101, 102, 103, 120};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        expect(&(struct udpi_supply_options){.kind = UDPI_SUPPLY_SIZE, .least_size = sizes[i], .size = sizes[i]},
               AF_INET, ruler, sizes[i]);
}

static void leaves_room_for_a_header(void **state) {
    (void)state;
    expect(&(struct udpi_supply_options){.kind = UDPI_SUPPLY_TEXT, .text = "hi", .header = 3}, AF_INET, "\0\0\0hi", 5);
    expect(&(struct udpi_supply_options){.kind = UDPI_SUPPLY_HEX, .text = "6869", .header = 1}, AF_INET, "\0hi", 3);
    /* A ruler's size is that of the whole datagram. */
    expect(&(struct udpi_supply_options){.kind = UDPI_SUPPLY_SIZE, .least_size = 12, .size = 12, .header = 4}, AF_INET,
           "0.........10", 12);
}

static void parses_sizes(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t least, most;
    } rows[] = {{"0", 0, 0}, {"18", 18, 18}, {"64..1400", 64, 1400}, {"7..7", 7, 7}};
    struct udpi_supply_options options = {0};
    struct udpi_error error = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(udpi_supply_parse_size(rows[i].text, &options, &error), UDPI_OK);
        assert_int_equal(options.least_size, rows[i].least);
        assert_int_equal(options.size, rows[i].most);
    }
    static const char *const faults[] = {
        "", "x", "-1", "1.", "1..", "..2", "1...2", "1..2x", "1 ", "1e3", "99999999999999999999"};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        assert_int_equal(udpi_supply_parse_size(faults[i], &options, &error), UDPI_USAGE);
        assert_non_null(strstr(error.text, "give bytes, as in 18 or 64..1400"));
    }
    assert_int_equal(udpi_supply_parse_size("9..8", &options, &error), UDPI_USAGE);
    assert_string_equal(error.text, "--size 9..8: the first is larger than the second; give 8..9");
}

static void draw(uint64_t seed, size_t *sizes, size_t count) {
    struct udpi_error error = {0};
    struct udpi_supply_options options = {.kind = UDPI_SUPPLY_SIZE, .least_size = 10, .size = 12, .seed = seed};
    struct udpi_supply *supply = udpi_supply_open(&options, AF_INET, &error);
    assert_non_null(supply);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *bytes;
        assert_int_equal(udpi_supply_next(supply, &bytes, &sizes[i], &error), UDPI_SUPPLY_READY);
        assert_in_range(sizes[i], 10, 12);
        assert_memory_equal(bytes, "0.........10", sizes[i]);
    }
    udpi_supply_close(supply);
}

static void draws_sizes_evenly_and_by_seed(void **state) {
    (void)state;
    enum { DRAWS = 3000 };
    static size_t first[DRAWS], again[DRAWS], other[DRAWS];
    draw(1, first, DRAWS);
    draw(1, again, DRAWS);
    draw(2, other, DRAWS);
    assert_memory_equal(first, again, sizeof first);
    assert_memory_not_equal(first, other, sizeof first);
    unsigned seen[3] = {0};
    for (size_t i = 0; i < DRAWS; i++)
        seen[first[i] - 10]++;
    for (size_t i = 0; i < 3; i++)
        assert_in_range(seen[i], 850, 1150); /* 1,000 expected; six standard deviations */
}

static void keeps_to_what_a_datagram_holds(void **state) {
    (void)state;
    static const struct {
        int family;
        size_t most;
        const char *reason;
    } rows[] = {
        {AF_INET, 65507, "65,507: 65,535 - 20 (IPv4 header) - 8 (UDP header)"},
        {AF_INET6, 65527, "65,527: 65,535 - 8 (UDP header)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t most = rows[i].most;
        char *text = malloc(2 * most + 3);
        assert_non_null(text);
        memset(text, '0', 2 * most + 2);
        text[2 * most + 2] = '\0';
        struct udpi_supply_options hex = {.kind = UDPI_SUPPLY_HEX, .text = text};
        expect_failure(&hex, rows[i].family, UDPI_FAILED, rows[i].reason);
        text[2 * most] = '\0';
        struct udpi_error error = {0};
        struct udpi_supply *supply = udpi_supply_open(&hex, rows[i].family, &error);
        assert_non_null(supply);
        udpi_supply_close(supply);

        text[most + 1] = '\0';
        struct udpi_supply_options plain = {.kind = UDPI_SUPPLY_TEXT, .text = text};
        expect_failure(&plain, rows[i].family, UDPI_FAILED, rows[i].reason);
        text[most] = '\0';
        expect(&plain, rows[i].family, text, most);
        free(text);

        struct udpi_supply_options size = {.kind = UDPI_SUPPLY_SIZE, .size = most + 1};
        expect_failure(&size, rows[i].family, UDPI_FAILED, rows[i].reason);
        size.size = SIZE_MAX;
        expect_failure(&size, rows[i].family, UDPI_FAILED, rows[i].reason);
    }
}

static void reads_files(void **state) {
    (void)state;
    char path[] = "/tmp/udpi-supply-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    struct udpi_supply_options options = {.kind = UDPI_SUPPLY_FILE, .text = path};
    expect(&options, AF_INET, "", 0);
    assert_int_equal(write(descriptor, "a\0b\n", 4), 4);
    expect(&options, AF_INET, "a\0b\n", 4);
    assert_int_equal(ftruncate(descriptor, 65508), 0);
    expect_failure(&options, AF_INET, UDPI_FAILED, "65,507");
    close(descriptor);
    unlink(path);
    expect_failure(&options, AF_INET, UDPI_FAILED, "No such file");
    options.text = "/";
    expect_failure(&options, AF_INET, UDPI_FAILED, "/: Is a directory");
    options.text = "/dev/zero";
    expect_failure(&options, AF_INET, UDPI_FAILED, "/dev/zero: ");
}

/* --- lines: standard input becomes a pipe ------------------------------------------------------------------------- */

static int pipe_input(void) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    return ends[1];
}

static void write_all(int descriptor, const char *text) {
    assert_int_equal(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
}

static struct udpi_supply *open_lines(int family) {
    struct udpi_error error = {0};
    struct udpi_supply *supply =
        udpi_supply_open(&(struct udpi_supply_options){.kind = UDPI_SUPPLY_LINES}, family, &error);
    assert_non_null(supply);
    return supply;
}

static void expect_line(struct udpi_supply *supply, const char *expected) {
    const uint8_t *bytes = NULL;
    size_t count = 0;
    struct udpi_error error = {0};
    assert_int_equal(udpi_supply_next(supply, &bytes, &count, &error), UDPI_SUPPLY_READY);
    assert_int_equal(count, strlen(expected));
    assert_memory_equal(bytes, expected, count);
}

static void expect_state(struct udpi_supply *supply, enum udpi_supply_state expected, const char *reason) {
    const uint8_t *bytes;
    size_t count;
    struct udpi_error error = {0};
    assert_int_equal(udpi_supply_next(supply, &bytes, &count, &error), expected);
    assert_non_null(strstr(error.text, reason));
}

static void hands_out_lines_as_they_come(void **state) {
    (void)state;
    int input = pipe_input();
    struct udpi_supply *supply = open_lines(AF_INET);
    expect_state(supply, UDPI_SUPPLY_LATER, "");
    write_all(input, "one\n\nth");
    expect_line(supply, "one");
    expect_line(supply, "");
    expect_state(supply, UDPI_SUPPLY_LATER, "");
    write_all(input, "ree\r\nlast");
    expect_line(supply, "three\r");
    expect_state(supply, UDPI_SUPPLY_LATER, "");
    close(input);
    expect_line(supply, "last");
    expect_state(supply, UDPI_SUPPLY_END, "");
    expect_state(supply, UDPI_SUPPLY_END, "");
    udpi_supply_close(supply);
}

static void ends_at_once_without_input(void **state) {
    (void)state;
    close(pipe_input());
    struct udpi_supply *supply = open_lines(AF_INET6);
    expect_state(supply, UDPI_SUPPLY_END, "");
    udpi_supply_close(supply);
}

static void write_line_of(int descriptor, size_t size) {
    FILE *file = fdopen(dup(descriptor), "w");
    assert_non_null(file);
    for (size_t i = 0; i < size; i++)
        putc('a', file);
    putc('\n', file);
    assert_int_equal(fclose(file), 0);
}

static void refuses_a_line_that_is_too_long(void **state) {
    (void)state;
    char path[] = "/tmp/udpi-supply-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    unlink(path);
    write_line_of(descriptor, 65507);
    write_line_of(descriptor, 1);
    write_line_of(descriptor, 65508);
    assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
    assert_int_equal(dup2(descriptor, STDIN_FILENO), STDIN_FILENO);
    close(descriptor);

    struct udpi_supply *supply = open_lines(AF_INET);
    const uint8_t *bytes;
    size_t count;
    struct udpi_error error = {0};
    assert_int_equal(udpi_supply_next(supply, &bytes, &count, &error), UDPI_SUPPLY_READY);
    assert_int_equal(count, 65507);
    expect_line(supply, "a");
    expect_state(supply, UDPI_SUPPLY_FAILED, "standard input, line 3: ");
    udpi_supply_close(supply);
}

/* --- shown -------------------------------------------------------------------------------------------------------- */

static void expect_shown(const char *bytes, size_t count, size_t columns, const char *expected) {
    struct udpi_sink sink;
    assert_true(udpi_sink_open(&sink, NULL, NULL));
    uint8_t *block = malloc(count + 1);
    assert_non_null(block);
    memcpy(block, bytes, count);
    udpi_supply_show(&sink, block, count, "from there", columns);
    assert_int_equal(sink.used, strlen(expected));
    assert_memory_equal(sink.bytes, expected, sink.used);
    free(block);
    udpi_sink_close(&sink);
}

static void shows_bytes_in_quotes(void **state) {
    (void)state;
    expect_shown("hello", 5, 0, "5 bytes from there: \"hello\"\n");
    expect_shown("", 0, 0, "0 bytes from there\n");
    expect_shown("x", 1, 0, "1 byte from there: \"x\"\n");
    expect_shown("\x1b[31m", 5, 0, "5 bytes from there: \"\\x1b[31m\"\n");
    expect_shown("say \"hi\"\n", 9, 0, "9 bytes from there: \"say \\\"hi\\\"\\n\"\n");
    expect_shown("abcdef", 6, 5, "6 bytes from there: \"abcde\"...\n");
    expect_shown("abcdef", 6, 6, "6 bytes from there: \"abcdef\"\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_text_as_it_stands),
        cmocka_unit_test(takes_hexadecimal_digits_in_pairs),
        cmocka_unit_test(makes_a_ruler),
        cmocka_unit_test(leaves_room_for_a_header),
        cmocka_unit_test(parses_sizes),
        cmocka_unit_test(draws_sizes_evenly_and_by_seed),
        cmocka_unit_test(keeps_to_what_a_datagram_holds),
        cmocka_unit_test(reads_files),
        cmocka_unit_test(hands_out_lines_as_they_come),
        cmocka_unit_test(ends_at_once_without_input),
        cmocka_unit_test(refuses_a_line_that_is_too_long),
        cmocka_unit_test(shows_bytes_in_quotes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
