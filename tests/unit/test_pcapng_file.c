/* record/pcapng_file: the blocks of draft-ietf-opsawg-pcapng, and that our own reader finds in them what was written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "capture/capture.h"
#include "recorded.h"

static struct udpi_recording *open_file(void) {
    struct udpi_recording_options options = {.path = path_of("a.pcapng"), .like = {.link_type = 1, .interface = "lo"}};
    return open_recording(&options);
}

static uint32_t text_word(const char *text) {
    uint32_t word;
    memcpy(&word, text, 4);
    return word;
}

/* Two numbers of 16 bits, the first of them first in the file. */
static uint32_t halves(uint16_t first, uint16_t second) {
    uint32_t word;
    memcpy(&word, (const uint16_t[]){first, second}, 4);
    return word;
}

/* Sections 4.1 (section header), 4.2 (interface description; if_name 2, if_tsresol 9), 4.3 (enhanced packet). */
static void writes_blocks(void **state) {
    (void)state;
    struct udpi_recording *recording = open_file();
    struct udpi_frame frame = frame_of(5, 0x0123456789abcdef);
    frame.length = 99;
    frame.interface = "wlan0";
    assert_true(udpi_recording_write(recording, &frame));
    check_end(recording, UDPI_OK, "");
    read_back("a.pcapng");
    /* clang-format off */
    const uint32_t words[] = {
        0x0a0d0d0a, 28, 0x1a2b3c4d, halves(1, 0), UINT32_MAX, UINT32_MAX, 28,
        1, 44, halves(1, 0), 262144,
        halves(2, 5), text_word("wlan"), text_word("0\0\0"), halves(9, 1), text_word("\x9\0\0"), 0, 44,
        6, 40, 0, 0x01234567, 0x89abcdef, 5, 99, text_word("abcd"), text_word("e\0\0"), 40,
    };
    /* clang-format on */
    check_words(words, sizeof words / sizeof *words);
}

/* Also where the buffer has been used before: there the alphabet began at byte 28 + 40 + 28; padding is at 28 + 69. */
static void pads_with_zeros(void **state) {
    (void)state;
    struct udpi_recording *recording = open_file();
    struct udpi_frame frame = frame_of(200, 0);
    assert_true(udpi_recording_write(recording, &frame));
    assert_true(udpi_recording_rest(recording));
    frame.captured = 69;
    assert_true(udpi_recording_write(recording, &frame));
    check_end(recording, UDPI_OK, "");
    read_back("a.pcapng");
    assert_int_equal(word_at(written_count - 8), 0);
}

static void has_an_interface_without_packets(void **state) {
    (void)state;
    check_end(open_file(), UDPI_OK, "");
    read_back("a.pcapng");
    /* clang-format off */
    const uint32_t words[] = {
        0x0a0d0d0a, 28, 0x1a2b3c4d, halves(1, 0), UINT32_MAX, UINT32_MAX, 28,
        1, 40, halves(1, 0), 262144,
        halves(2, 2), text_word("lo\0"), halves(9, 1), text_word("\x9\0\0"), 0, 40,
    };
    /* clang-format on */
    check_words(words, sizeof words / sizeof *words);
}

static const struct source {
    const char *interface;
    uint16_t link_type;
} sources[] = {{"eth0", 1}, {"eth1", 1}, {NULL, 12}, {"eth0", 1}, {"eth0", 113}, {NULL, 1}, {"eth1", 1}, {NULL, 12}};

enum { SOURCES = sizeof sources / sizeof *sources };

static void write_sources(uint32_t snapshot) {
    const struct udpi_recording_options options = {.path = path_of("a.pcapng"), .snapshot = snapshot};
    struct udpi_recording *recording = open_recording(&options);
    for (uint32_t i = 0; i < SOURCES; i++) {
        struct udpi_frame frame = frame_of(i + 1, 1000 + i);
        frame.interface = sources[i].interface;
        frame.link_type = sources[i].link_type;
        assert_true(udpi_recording_write(recording, &frame));
    }
    check_end(recording, UDPI_OK, "");
}

static void describes_each_interface_once(void **state) {
    (void)state;
    static const uint32_t numbers[SOURCES] = {0, 1, 2, 0, 3, 4, 1, 2};
    static const uint32_t link_types[] = {1, 1, 101, 113, 1}; /* LINKTYPE_RAW is 101 */
    uint32_t interfaces = 0, packets = 0;
    write_sources(0);
    read_back("a.pcapng");
    for (size_t at = 0; at < written_count; at += word_at(at + 4)) {
        if (word_at(at) == 1)
            assert_int_equal(word_at(at + 8), halves((uint16_t)link_types[interfaces++], 0));
        if (word_at(at) == 6)
            assert_int_equal(word_at(at + 8), numbers[packets++]);
        assert_int_equal(word_at(at + word_at(at + 4) - 4), word_at(at + 4));
    }
    assert_int_equal(interfaces, 5);
    assert_int_equal(packets, SOURCES);
}

static bool compare(void *context, const struct udpi_frame *frame) {
    unsigned *count = context, i = (*count)++;
    assert_true(i < SOURCES);
    assert_int_equal(frame->link_type, sources[i].link_type);
    assert_int_equal(frame->interface == NULL, sources[i].interface == NULL);
    if (frame->interface)
        assert_string_equal(frame->interface, sources[i].interface);
    assert_int_equal(frame->time, 1000 + i);
    assert_int_equal(frame->captured, i < 5 ? i + 1 : 5);
    assert_int_equal(frame->length, i + 1);
    assert_memory_equal(frame->bytes, "abcdefgh", frame->captured);
    return true;
}

static bool go_on(void *context) {
    (void)context;
    return true;
}

static void is_read_back(void **state) {
    (void)state;
    unsigned count = 0;
    const struct udpi_capture_visitor visitor = {.frame = compare, .idle = go_on, .context = &count};
    write_sources(5);
    const struct udpi_capture_options options = {.file = path_of("a.pcapng")};
    struct udpi_capture *capture = udpi_capture_open(&options, &error);
    assert_non_null(capture);
    assert_int_equal(udpi_capture_run(capture, &visitor, 0, &error), UDPI_OK);
    udpi_capture_close(capture);
    assert_int_equal(count, SOURCES);
}

static void cuts_long_names(void **state) {
    (void)state;
    char name[400];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    struct udpi_recording *recording = open_file();
    struct udpi_frame frame = frame_of(0, 0);
    frame.interface = name;
    assert_true(udpi_recording_write(recording, &frame));
    check_end(recording, UDPI_OK, "");
    read_back("a.pcapng");
    assert_int_equal(word_at(28 + 4), 16 + 4 + 256 + 16);
    assert_int_equal(word_at(28 + 16), halves(2, 255));
}

static void limits_the_interfaces(void **state) {
    (void)state;
    enum { MOST = 16384 };
    struct udpi_recording *recording = open_file();
    char name[16], text[200];
    struct udpi_frame frame = frame_of(0, 0);
    frame.interface = name;
    for (unsigned i = 0; i < MOST; i++) {
        snprintf(name, sizeof name, "%u", i);
        assert_true(udpi_recording_write(recording, &frame));
    }
    assert_true(udpi_recording_write(recording, &frame));
    snprintf(name, sizeof name, "more");
    assert_false(udpi_recording_write(recording, &frame));
    snprintf(text, sizeof text, "%s: packet 1 comes from one interface too many, of 16384", path);
    check_end(recording, UDPI_FAILED, text);
}

int main(void) {
#define CASE(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)
    const struct CMUnitTest tests[] = {
        CASE(writes_blocks),
        CASE(pads_with_zeros),
        CASE(has_an_interface_without_packets),
        CASE(describes_each_interface_once),
        CASE(is_read_back),
        CASE(cuts_long_names),
        CASE(limits_the_interfaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
