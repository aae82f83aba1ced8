/* For tests of what people see: frames from hexadecimal, pictures in memory. Include after <cmocka.h>. */
#ifndef UDPI_TESTS_PICTURES_H
#define UDPI_TESTS_PICTURES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <udpinspect/decoder.h>

#include "render/render.h"

enum { MOST_BYTES = 2048, ETHERNET = 1, RAW_IPV4 = 228, RAW_IPV6 = 229 };

#define NOON INT64_C(1795348800123456789) /* 2026-11-22T12:00:00.123456789Z */

/* Ethernet, IPv4 192.168.1.10 > 192.168.1.20, UDP 51000 > 7788, "hello": the frame of the README. */
#define ETH_IPV4 "020000000002 020000000001 0800"
#define HELLO_IPV4 "45000021 1c464000 4011 9b17 c0a8010a c0a80114"
#define HELLO_UDP "c738 1e6c 000d 52ee 68656c6c6f"
#define HELLO ETH_IPV4 HELLO_IPV4 HELLO_UDP

struct picture {
    struct udpi_render_options options;
    const struct udpi_renderer *renderer;
    struct udpi_frame frame;
    uint8_t bytes[MOST_BYTES];
    char *text; /* what was drawn last */
};

static inline struct picture make_picture(const struct udpi_renderer *renderer, unsigned columns) {
    return (struct picture){
        .renderer = renderer,
        .options = {.time = UDPI_TIME_UTC, .columns = columns, .has_unicode = true},
        .frame = {.time = NOON, .number = 1, .link_type = ETHERNET},
    };
}

static inline unsigned hex_digit(char digit) {
    return digit <= '9' ? (unsigned)(digit - '0') : (unsigned)(digit - 'a' + 10);
}

/* Appends bytes given as hexadecimal digits and spaces. */
static inline void add_hex(struct picture *picture, const char *hex) {
    for (; *hex; hex++) {
        if (*hex == ' ')
            continue;
        assert_true(picture->frame.captured < MOST_BYTES);
        picture->bytes[picture->frame.captured++] = (uint8_t)(hex_digit(hex[0]) << 4 | hex_digit(hex[1]));
        hex++;
    }
    picture->frame.length = picture->frame.captured;
}

/* Appends `count` times the bytes of a text. */
static inline void add_text(struct picture *picture, const char *text, unsigned count) {
    for (; count > 0; count--) {
        assert_true(picture->frame.captured + strlen(text) <= MOST_BYTES);
        memcpy(picture->bytes + picture->frame.captured, text, strlen(text));
        picture->frame.captured += (uint32_t)strlen(text);
    }
    picture->frame.length = picture->frame.captured;
}

/* Draws a packet; the text is to be freed by draw_done. */
static inline void draw_packet(struct picture *picture, const struct udpi_packet *packet) {
    struct udpi_sink sink;
    assert_true(udpi_sink_open(&sink, NULL, NULL));
    void *state = picture->renderer->open(&picture->options);
    assert_non_null(state);
    picture->renderer->packet(state, packet, &sink);
    picture->renderer->close(state);
    udpi_sink_write(&sink, "", 1);
    picture->text = sink.bytes;
}

static inline void draw_done(struct picture *picture) {
    free(picture->text);
    picture->text = NULL;
}

/* Decodes a copy of exactly the captured bytes, so that a sanitizer sees one byte too many, and draws it. */
static inline void draw(struct picture *picture) {
    struct udpi_decoder *decoder = udpi_decoder_create();
    uint8_t *exact = malloc(picture->frame.captured + 1);
    assert_non_null(decoder);
    assert_non_null(exact);
    memcpy(exact + 1, picture->bytes, picture->frame.captured);
    picture->frame.bytes = exact + 1;
    draw_packet(picture, udpi_decode(decoder, &picture->frame));
    free(exact);
    udpi_decoder_free(decoder);
}

/* Draws, and holds what was drawn against rows that end with NULL; an empty one follows. */
static inline void expect_picture(struct picture *picture, const char *const *rows) {
    draw(picture);
    const char *at = picture->text;
    for (; *rows; rows++) {
        size_t size = strcspn(at, "\n");
        if (size != strlen(*rows) || memcmp(at, *rows, size) != 0)
            fail_msg("expected:\n%s\ngot:\n%.*s", *rows, (int)size, at);
        at += size + 1;
    }
    assert_string_equal(at, "\n");
    draw_done(picture);
}

/* Draws, and looks for the text in it. */
static inline void expect_part(struct picture *picture, const char *text) {
    draw(picture);
    if (!strstr(picture->text, text)) {
        fprintf(stderr, "not there:\n%s\nin:\n%s", text, picture->text); /* cmocka cuts long messages */
        fail();
    }
    draw_done(picture);
}

static inline unsigned count_parts(const char *text, const char *part) {
    unsigned count = 0;
    while ((text = strstr(text, part)) != NULL) {
        text += strlen(part);
        count++;
    }
    return count;
}

#endif
