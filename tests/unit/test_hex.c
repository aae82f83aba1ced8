/* The bytes of a packet, by layer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pictures.h"
#include "render/palette.h"

#define BLUE "\x1b[38;5;33m"
#define ORANGE "\x1b[38;5;172m"
#define NORMAL "\x1b[0m"
#define DIM "\x1b[2m"

static void test_hello(void **state) {
    (void)state;
    struct picture picture = make_picture(&udpi_render_hex, 80);
    add_hex(&picture, HELLO);
    static const char *const rows[] = {
        "#1  2026-11-22T12:00:00.123456Z  47 bytes",
        "eth 0–13 | ipv4 14–33 | udp 34–41 | payload 42–46",
        "0000  02 00 00 00 00 02 02 00  00 00 00 01 08 00|45 00  ..............E.",
        "0010  00 21 1c 46 40 00 40 11  9b 17 c0 a8 01 0a c0 a8  .!.F@.@.........",
        "0020  01 14|c7 38 1e 6c 00 0d  52 ee|68 65 6c 6c 6f     ...8.l..R.hello",
        NULL,
    };
    expect_picture(&picture, rows);
}

static void test_narrow_ascii(void **state) {
    (void)state;
    struct picture picture = make_picture(&udpi_render_hex, 40);
    picture.options.has_unicode = false;
    add_hex(&picture, HELLO);
    static const char *const rows[] = {
        "#1  2026-11-22T12:00:00.123456Z",
        "47 bytes",
        "eth 0-13 | ipv4 14-33 | udp 34-41",
        "payload 42-46",
        "0000  02 00 00 00 00 02 02 00  ........",
        "0008  00 00 00 01 08 00|45 00  ......E.",
        "0010  00 21 1c 46 40 00 40 11  .!.F@.@.",
        "0018  9b 17 c0 a8 01 0a c0 a8  ........",
        "0020  01 14|c7 38 1e 6c 00 0d  ...8.l..",
        "0028  52 ee|68 65 6c 6c 6f     R.hello",
        NULL,
    };
    expect_picture(&picture, rows);
}

/* Leftovers have their ranges too; a single byte has one number. A layer that begins a row has its bar in front of it. */
static void test_leftovers(void **state) {
    (void)state;
    struct picture picture = make_picture(&udpi_render_hex, 80);
    picture.frame.link_type = RAW_IPV4;
    add_hex(&picture, "45000024 1c464000 4011 9b14 c0a8010a c0a80114" HELLO_UDP "aabbcc 00");
    static const char *const rows[] = {
        "#1  2026-11-22T12:00:00.123456Z  37 bytes",
        "ipv4 0–19 | udp 20–27 | payload 28–32 | surplus 33–35 | trailer 36",
        "0000  45 00 00 24 1c 46 40 00  40 11 9b 14 c0 a8 01 0a  E..$.F@.@.......",
        "0010  c0 a8 01 14|c7 38 1e 6c  00 0d 52 ee|68 65 6c 6c  .....8.l..R.hell",
        "0020  6f|aa bb cc|00                                    o....",
        NULL,
    };
    expect_picture(&picture, rows);
}

static void test_row_start(void **state) {
    (void)state;
    struct picture picture = make_picture(&udpi_render_hex, 80);
    picture.frame.link_type = 113; /* SLL: 16 bytes */
    add_hex(&picture, "0000 0001 0006 0200000000010000 88b5 4142");
    static const char *const rows[] = {
        "#1  2026-11-22T12:00:00.123456Z  18 bytes",
        "sll 0–15 | payload 16–17",
        "0000  00 00 00 01 00 06 02 00  00 00 00 01 00 00 88 b5  ................",
        "0010 |41 42                                             AB",
        NULL,
    };
    expect_picture(&picture, rows);
}

/* Each run of bytes in its layer's colour, on both sides; gaps and bars in the normal one. */
static void test_color(void **state) {
    (void)state;
    struct picture picture = make_picture(&udpi_render_hex, 80);
    picture.options.has_color = true;
    assert_string_equal(udpi_palette_layer(0), BLUE);
    assert_string_equal(udpi_palette_layer(1), ORANGE);
    add_hex(&picture, "020000000002 020000000001 88b5 4142");
    static const char *const rows[] = {
        "#1  2026-11-22T12:00:00.123456Z  16 bytes",
        BLUE "eth 0–13" NORMAL " | " ORANGE "payload 14–15" NORMAL,
        DIM "0000" NORMAL "  " BLUE "02 00 00 00 00 02 02 00  00 00 00 01 88 b5" NORMAL "|" ORANGE "41 42" NORMAL
            "  " BLUE ".............." NORMAL ORANGE "AB" NORMAL,
        NULL,
    };
    expect_picture(&picture, rows);
}

/* Bytes of no layer are part of no range, and neutral. */
static void test_gap(void **state) {
    (void)state;
    const struct udpi_protocol *payload = udpi_protocol_find("payload");
    struct udpi_packet packet = {
        .frame = {.captured = 4, .length = 4, .number = 1, .time = UDPI_NO_TIME},
        .layer_count = 2,
        .buffer_count = 2,
        .buffers = {{(const uint8_t *)"abcd", 4}, {(const uint8_t *)"ef", 2}},
        .layers = {{.protocol = payload, .offset = 1, .size = 2}, {.protocol = payload, .size = 2, .buffer = 1}},
    };
    struct picture picture = make_picture(&udpi_render_hex, 80);
    draw_packet(&picture, &packet);
    assert_string_equal(picture.text, "#1  -  4 bytes\n"
                                      "payload 1–2\n"
                                      "0000  61|62 63|64                                       abcd\n"
                                      "reassembled datagram  2 bytes\n"
                                      "payload 0–1\n"
                                      "0000  65 66                                             ef\n"
                                      "\n");
    draw_done(&picture);
}

/* 65,537 bytes need five digits. */
static void test_long(void **state) {
    (void)state;
    const uint32_t size = 65537;
    uint8_t *bytes = calloc(size, 1);
    assert_non_null(bytes);
    struct udpi_packet packet = {
        .frame = {.captured = size, .length = size, .number = 1, .time = UDPI_NO_TIME},
        .layer_count = 1,
        .buffer_count = 1,
        .buffers = {{bytes, size}},
        .layers = {{.protocol = udpi_protocol_find("payload"), .size = size}},
    };
    struct picture picture = make_picture(&udpi_render_hex, 80);
    draw_packet(&picture, &packet);
    assert_non_null(strstr(picture.text, "payload 0–65536\n00000  00 00"));
    assert_non_null(strstr(picture.text, "\n10000  00                                                .\n\n"));
    draw_done(&picture);
    free(bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hello),     cmocka_unit_test(test_narrow_ascii), cmocka_unit_test(test_leftovers),
        cmocka_unit_test(test_row_start), cmocka_unit_test(test_color),        cmocka_unit_test(test_gap),
        cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
