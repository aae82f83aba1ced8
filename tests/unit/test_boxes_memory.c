/* Boxes keep what they have drawn: it must never show in the picture of another packet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pictures.h"

/* Two of each kind that differ in one thing only: an address, a port, a checksum, what is around them. */
static const char *const frames[] = {
    HELLO,
    ETH_IPV4 HELLO_IPV4 "c739 1e6c 000d 52ed 68656c6c6f",
    "020000000003 020000000001 0800" HELLO_IPV4 HELLO_UDP,
    ETH_IPV4 "45000021 1c474000 4011 9b16 c0a8010a c0a80114" HELLO_UDP,
    ETH_IPV4 "45000021 1c464000 3f11 9b17 c0a8010a c0a80115" HELLO_UDP,
    ETH_IPV4 "45000035 00000000 4004 0000 c0a8010a c0a80114" HELLO_IPV4 HELLO_UDP,
    "020000000002 020000000001 8100 0064 0800" HELLO_IPV4 HELLO_UDP,
    "020000000002 020000000001 86dd 60000000 000d 11 40 20010db8000000000000000000000001"
    "20010db8000000000000000000000002" HELLO_UDP,
    "020000000002 020000000001 86dd 60000000 000d 11 40 20010db8000000000000000000000001"
    "20010db8000000000000000000000003" HELLO_UDP,
    /* an ICMP error that quotes the first one */
    ETH_IPV4 "4500003d 00000000 40010000 c0a80114 c0a8010a 0303 0000 00000000" HELLO_IPV4 HELLO_UDP,
};

enum { FRAMES = sizeof frames / sizeof *frames };

/* What one renderer draws of the frame, after all that it has drawn before, is what a new one draws. */
static void expect_same(void *state, const struct udpi_render_options *options, const char *frame) {
    struct picture picture = make_picture(&udpi_render_boxes, 80);
    picture.options = *options;
    add_hex(&picture, frame);
    draw(&picture);
    struct udpi_decoder *decoder = udpi_decoder_create();
    struct udpi_sink sink;
    assert_non_null(decoder);
    assert_true(udpi_sink_open(&sink, NULL, NULL));
    picture.frame.bytes = picture.bytes;
    udpi_render_boxes.packet(state, udpi_decode(decoder, &picture.frame), &sink);
    udpi_sink_write(&sink, "", 1);
    assert_string_equal(sink.bytes, picture.text);
    udpi_sink_close(&sink);
    udpi_decoder_free(decoder);
    draw_done(&picture);
}

static void expect_pure(const struct udpi_render_options *options) {
    void *state = udpi_render_boxes.open(options);
    assert_non_null(state);
    for (unsigned before = 0; before < FRAMES; before++)
        for (unsigned i = 0; i < FRAMES; i++) {
            expect_same(state, options, frames[before]);
            expect_same(state, options, frames[i]);
        }
    udpi_render_boxes.close(state);
}

static void test_columns(void **state) {
    (void)state;
    static const unsigned columns[] = {40, 60, 80, 120};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        expect_pure(&(struct udpi_render_options){.time = UDPI_TIME_UTC, .columns = columns[i], .has_unicode = i % 2});
}

static void test_color(void **state) {
    (void)state;
    expect_pure(&(struct udpi_render_options){.time = UDPI_TIME_UTC, .columns = 80, .has_color = true});
    expect_pure(
        &(struct udpi_render_options){.time = UDPI_TIME_UTC, .columns = 120, .has_color = true, .shows_fields = true});
}

/* More numbers of a field than there is room to keep: those of every IP protocol, twice. */
static void test_many(void **state) {
    (void)state;
    const struct udpi_render_options options = {.time = UDPI_TIME_UTC, .columns = 80};
    void *boxes = udpi_render_boxes.open(&options);
    assert_non_null(boxes);
    for (unsigned i = 0; i < 512; i++) {
        char frame[256];
        snprintf(frame, sizeof frame, ETH_IPV4 "45000021 1c464000 40%02x 0000 c0a8010a c0a80114" HELLO_UDP, i % 256);
        expect_same(boxes, &options, frame);
    }
    udpi_render_boxes.close(boxes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_color),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
