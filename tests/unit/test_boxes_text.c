/* Nested boxes: payloads, values, notes, colour, the line above. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pictures.h"
#include "render/palette.h"

/* An IPv4 packet of a protocol without a decoder (253): the payload has all columns but eight. */
static struct picture make_payload(unsigned columns) {
    struct picture picture = make_picture(&udpi_render_boxes, columns);
    picture.frame.link_type = RAW_IPV4;
    add_hex(&picture, "45000000 00000000 40fd 0000 c0a8010a c0a80114"); /* a length of 0 is that of the frame */
    return picture;
}

/* --- payloads ----------------------------------------------------------------------------------------------------- */

static void test_newlines(void **state) {
    (void)state;
    struct picture picture = make_payload(40);
    add_text(&picture, "M-SEARCH *\r\n\tman: \"x\\y\"\r\n\r\n", 1);
    expect_part(&picture, "│ ┌─ Payload ───────────── 27 bytes ─┐ │\n"
                          "│ │ \"M-SEARCH *\\r\\n                  │ │\n"
                          "│ │  \\tman: \\\"x\\\\y\\\"\\r\\n             │ │\n"
                          "│ │  \\r\\n\"                           │ │\n"
                          "│ └──────────────────────────────────┘ │\n");
}

/* 30 columns lie between the quotes; a CJK character takes two of them. */
static void test_wide_characters(void **state) {
    (void)state;
    struct picture picture = make_payload(40);
    add_text(&picture, "漢", 17);
    expect_part(&picture, "│ │ \"漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢  │ │\n"
                          "│ │  漢漢\"                           │ │\n");
    picture = make_payload(40);
    add_text(&picture, "a", 1);
    add_text(&picture, "漢", 16);
    expect_part(&picture, "│ │ \"a漢漢漢漢漢漢漢漢漢漢漢漢漢漢   │ │\n"
                          "│ │  漢漢\"                           │ │\n");
}

/* A combining accent takes no column. */
static void test_combining(void **state) {
    (void)state;
    struct picture picture = make_payload(40);
    add_text(&picture, "cafe\u0301", 1);
    expect_part(&picture, "│ │ \"cafe\u0301\"                           │ │\n");
}

/* 16 rows of 30 are 480 bytes; all of them are 33 rows and 10 bytes. */
static void test_long_text(void **state) {
    (void)state;
    struct picture picture = make_payload(40);
    add_text(&picture, "0123456789", 100);
    draw(&picture);
    assert_int_equal(count_parts(picture.text, "0123456789"), 48);
    assert_non_null(strstr(picture.text, "│ │  … 520 bytes more                │ │\n│ └"));
    draw_done(&picture);
    picture.options.shows_fields = true;
    draw(&picture);
    assert_int_equal(count_parts(picture.text, "0123456789"), 100);
    assert_non_null(strstr(picture.text, "│ │  0123456789\"                     │ │\n"));
    draw_done(&picture);
}

/* What takes one row more is shown rather than counted. */
static void test_last_row(void **state) {
    (void)state;
    struct picture picture = make_payload(40);
    add_text(&picture, "0123456789", 51);
    expect_part(&picture, "│ │  012345678901234567890123456789\" │ │\n");
    add_text(&picture, "0", 1);
    expect_part(&picture, "│ │  … 31 bytes more                 │ │\n");
    picture = make_payload(40);
    add_hex(&picture, "ffff");
    add_text(&picture, "01", 33);
    expect_part(&picture, "│ │ 0040  3031 3031  0101            │ │\n│ └");
    add_text(&picture, "0", 1);
    expect_part(&picture, "│ │ 003c  3031 3031  0101            │ │\n"
                          "│ │ … 5 bytes more                   │ │\n");
}

/* As many bytes in a row as fit: the box has 72, 70, 52, 36 and 32 columns. */
static void test_binary(void **state) {
    static const char *const rows[][2] = {
        {"│ │ 0000  00 01 7e ff 20 41 42 43  80 81 82 83 0a 0d 09 7f  ..~. ABC........ │ │\n",
         "│ │ 0010  41                                                A                │ │\n"},
        {"│ │ 0000  0001 7eff 2041 4243 8081 8283 0a0d 097f  ..~. ABC........        │ │\n",
         "│ │ 0010  41                                       A                       │ │\n"},
        {"│ │ 0000  00 01 7e ff 20 41 42 43  ..~. ABC              │ │\n",
         "│ │ 0010  41                       A                     │ │\n"},
        {"│ │ 0000  0001 7eff 2041 4243  ..~. ABC  │ │\n", "│ │ 0010  41                   A         │ │\n"},
        {"│ │ 0000  0001 7eff  ..~.            │ │\n", "│ │ 0010  41         A               │ │\n"},
    };
    static const unsigned columns[] = {80, 78, 60, 44, 40};
    (void)state;
    for (unsigned i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct picture picture = make_payload(columns[i]);
        add_hex(&picture, "00017eff 20414243 80818283 0a0d097f 41");
        expect_part(&picture, rows[i][0]);
        expect_part(&picture, rows[i][1]);
    }
}

/* Without Unicode, text that is not ASCII is shown as bytes. */
static void test_ascii_terminal(void **state) {
    (void)state;
    struct picture picture = make_payload(60);
    picture.options.has_unicode = false;
    add_text(&picture, "ü", 1);
    expect_part(&picture, "| | 0000  c3 bc                    ..                    | |\n");
    picture.frame.interface = "wü\x1b[1m";
    expect_part(&picture, "  22 bytes  w\\xc3\\xbc\\x1b[1m\n+- Int");
}

/* --- values ------------------------------------------------------------------------------------------------------- */

static void test_checksums(void **state) {
    static const char *const cases[][2] = {
        {"c738 1e6c 000d 838d 68656c6c6f", "│ Length 13 · Checksum 0x838d left to the network card (offload) "},
        {"c738 1e6c 000d 0000 68656c6c6f", "│ Length 13 · Checksum none "},
        {"c738 1e6c 000d dead 68656c6c6f", "│ Length 13 · Checksum 0xdead BAD "},
        {"c738 1e6c 000d dead 68656c6c6f", "│ ⚠ the checksum is 0xdead, and should be 0x52ee "},
    };
    (void)state;
    for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct picture picture = make_picture(&udpi_render_boxes, 80);
        add_hex(&picture, ETH_IPV4 HELLO_IPV4);
        add_hex(&picture, cases[i][0]);
        expect_part(&picture, cases[i][1]);
    }
    struct picture picture = make_picture(&udpi_render_boxes, 80);
    add_hex(&picture, HELLO);
    picture.frame.captured -= 3;
    expect_part(&picture, "│ Length 13 · Checksum 0x52ee not checkable ");
    expect_part(&picture, "│ ⚠ the capture ended 3 bytes before ");
    expect_part(&picture, "  44 of 47 bytes captured\n");
}

/* An IPv6 packet with a routing header of type 0 over ten addresses, and a hop limit that is not usual. */
static struct picture make_route(void) {
    struct picture picture = make_picture(&udpi_render_boxes, 80);
    picture.frame.link_type = RAW_IPV6;
    add_hex(&picture, "60000000 00a8 2b 00 20010db8000000000000000000000001 20010db8000000000000000000000002"
                      "3b 14 00 00 00000000");
    for (uint8_t i = 1; i <= 10; i++) {
        add_hex(&picture, "00000000000000000000000000000000");
        picture.bytes[picture.frame.captured - 1] = i;
    }
    return picture;
}

static void test_lists(void **state) {
    (void)state;
    struct picture picture = make_route();
    expect_part(&picture, "│ Payload length 168 · Next header 43 IPv6-Route · Hop limit 0 ");
    expect_part(&picture, "│ │ Segments left 0                                                          │ │\n"
                          "│ │ Addresses ::1, ::2, ::3, ::4, ::5, ::6, ::7, ::8 and 2 more              │ │\n");
    picture.options.shows_fields = true;
    expect_part(&picture, "│ │ 48–207   Addresses      10 entries                                       │ │\n"
                          "│ │ 48–63      Address      ::1  loopback                                    │ │\n");
    picture.bytes[42] = 1; /* a type that is not decoded */
    expect_part(&picture, "│ │ 44–207  Data           000000000000000000000000000000000000000100000000  │ │\n"
                          "│ │                        000000000000000000000002000000000000000000000000  │ │\n");
}

static void test_options(void **state) {
    (void)state;
    struct picture picture = make_picture(&udpi_render_boxes, 80);
    picture.frame.link_type = RAW_IPV6;
    add_hex(&picture, "60000000 0008 00 40 20010db8000000000000000000000001 20010db8000000000000000000000002"
                      "3b 00 05020000 0100");
    expect_part(&picture, "│ │ Next header 59 IPv6-NoNxt · Length 0 · Options Router Alert, PadN        │ │\n");
}

/* --- the rest ----------------------------------------------------------------------------------------------------- */

static void test_head(void **state) {
    (void)state;
    struct picture picture = make_picture(&udpi_render_boxes, 80);
    picture.frame.time = UDPI_NO_TIME;
    picture.frame.number = 12345;
    picture.frame.link_type = 9999;
    add_hex(&picture, "41");
    static const char *const rows[] = {
        "#12345  -  1 byte",
        "• link type 9999 is not decoded",
        "┌─ Payload ─────────────────────────────────────────────────────────── 1 byte ─┐",
        "│ \"A\"                                                                          │",
        "└──────────────────────────────────────────────────────────────────────────────┘",
        NULL,
    };
    expect_picture(&picture, rows);
}

/* Layers of a reassembled datagram stand behind the frame's boxes; layers of a quoted packet are marked. */
static void test_buffers(void **state) {
    (void)state;
    const struct udpi_protocol *payload = udpi_protocol_find("payload");
    struct udpi_packet packet = {
        .frame = {.captured = 3, .length = 3, .number = 1, .time = UDPI_NO_TIME},
        .layer_count = 2,
        .buffer_count = 2,
        .buffers = {{(const uint8_t *)"abc", 3}, {(const uint8_t *)"defg", 4}},
        .layers = {{.protocol = payload, .size = 3}, {.protocol = payload, .size = 4, .buffer = 1, .is_quoted = true}},
    };
    struct picture picture = make_picture(&udpi_render_boxes, 40);
    draw_packet(&picture, &packet);
    assert_string_equal(picture.text, "#1  -  3 bytes\n"
                                      "┌─ Payload ────────────────── 3 bytes ─┐\n"
                                      "│ \"abc\"                                │\n"
                                      "└──────────────────────────────────────┘\n"
                                      "reassembled datagram  4 bytes\n"
                                      "┌─ Payload ────────── quoted, 4 bytes ─┐\n"
                                      "│ \"defg\"                               │\n"
                                      "└──────────────────────────────────────┘\n"
                                      "\n");
    draw_done(&picture);
}

/* Removes "ESC [ … m" in place. */
static void strip_colors(char *text) {
    char *to = text;
    for (const char *from = text; *from; from++) {
        if (*from == '\x1b')
            from = strchr(from, 'm');
        else
            *to++ = *from;
    }
    *to = '\0';
}

static void test_color(void **state) {
    (void)state;
    struct picture plain = make_picture(&udpi_render_boxes, 80);
    add_hex(&plain, ETH_IPV4 HELLO_IPV4 "c738 1e6c 000d dead 68656c6c6f");
    struct picture colored = plain;
    colored.options.has_color = true;
    draw(&plain);
    draw(&colored);
    char title[64], border[128];
    stpcpy(stpcpy(title, udpi_palette_layer(1)), "┌─ Internet");
    assert_non_null(strstr(colored.text, title));
    char *at = stpcpy(stpcpy(border, udpi_palette_layer(0)), "│\x1b[0m ");
    stpcpy(stpcpy(at, udpi_palette_layer(1)), "│\x1b[0m ");
    assert_non_null(strstr(colored.text, border));
    assert_non_null(strstr(colored.text, "0xdead BAD\x1b[0m"));
    strip_colors(colored.text);
    assert_string_equal(colored.text, plain.text);
    draw_done(&plain);
    draw_done(&colored);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_newlines),  cmocka_unit_test(test_wide_characters),
        cmocka_unit_test(test_combining), cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_last_row),  cmocka_unit_test(test_binary),
        cmocka_unit_test(test_checksums), cmocka_unit_test(test_ascii_terminal),
        cmocka_unit_test(test_lists),     cmocka_unit_test(test_options),
        cmocka_unit_test(test_head),      cmocka_unit_test(test_buffers),
        cmocka_unit_test(test_color),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
