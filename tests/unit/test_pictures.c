/* What must hold of every picture of any packet: rows of exactly the right width, printable UTF-8, nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/unicode.h"
#include "pictures.h"

enum { ROUNDS = 200, MOST_RANDOM = 400 };

/* A xorshift generator: the same packets in every run. */
static uint32_t next_random(uint32_t *random) {
    *random ^= *random << 13;
    *random ^= *random >> 17;
    *random ^= *random << 5;
    return *random;
}

/* Bytes of an escape sequence for colours at `at`, or 0. */
static size_t measure_color(const char *at) {
    if (at[0] != '\x1b' || at[1] != '[')
        return 0;
    size_t digits = strspn(at + 2, "0123456789;");
    return at[2 + digits] == 'm' ? digits + 3 : 0;
}

/* Columns of the row at `at`, which must be printable; its bytes in *size. */
static unsigned measure_row(const char *at, bool has_color, bool is_ascii, size_t *size) {
    unsigned columns = 0;
    const char *start = at;
    while (*at != '\n') {
        size_t color = has_color ? measure_color(at) : 0;
        unsigned width = 0;
        size_t taken = color ? color : udpi_unicode_printable((const uint8_t *)at, strlen(at), &width);
        assert_true(taken > 0);
        assert_true(!is_ascii || (uint8_t)*at < 0x80);
        columns += color ? 0 : width;
        at += taken;
    }
    *size = (size_t)(at - start) + 1;
    return columns;
}

static void check_picture(const struct picture *picture) {
    const struct udpi_render_options *options = &picture->options;
    unsigned width = options->columns < 40 ? 40 : options->columns > 120 ? 120 : options->columns;
    bool has_boxes = picture->renderer == &udpi_render_boxes;
    size_t size;
    for (const char *at = picture->text; *at; at += size) {
        unsigned columns = measure_row(at, options->has_color, !options->has_unicode, &size);
        const char *first = at + (options->has_color ? measure_color(at) : 0);
        bool is_boxed = has_boxes && (strchr("|+", *first) || memcmp(first, "│", 2) == 0) && *first != '\n';
        if (is_boxed ? columns != width : columns > width)
            fail_msg("%u columns, not %u: %.*s", columns, width, (int)size, at);
    }
}

static void check_packet(struct picture *picture, uint32_t *random) {
    static const unsigned widths[] = {1, 40, 41, 53, 80, 99, 120, 1000};
    picture->options.columns = widths[next_random(random) % 8];
    picture->options.has_unicode = next_random(random) % 4;
    picture->options.has_color = next_random(random) % 2;
    picture->options.shows_fields = next_random(random) % 2;
    picture->renderer = next_random(random) % 4 ? &udpi_render_boxes : &udpi_render_hex;
    draw(picture);
    check_picture(picture);
    draw_done(picture);
}

static void test_random_bytes(void **state) {
    (void)state;
    static const uint16_t link_types[] = {ETHERNET, RAW_IPV4, RAW_IPV6, 276, 113, 9999};
    uint32_t random = 1;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct picture picture = make_picture(&udpi_render_boxes, 80);
        picture.frame.link_type = link_types[next_random(&random) % 6];
        picture.frame.captured = next_random(&random) % MOST_RANDOM;
        for (unsigned i = 0; i < picture.frame.captured; i++)
            picture.bytes[i] = (uint8_t)(next_random(&random) >> 8);
        picture.bytes[0] = (uint8_t)(picture.frame.link_type == RAW_IPV6 ? 0x60 : 0x45);
        picture.frame.length = picture.frame.captured + next_random(&random) % 3;
        check_packet(&picture, &random);
    }
}

/* A nest of every depth, with up to three bytes changed. */
static void test_changed_packets(void **state) {
    (void)state;
    static const char text[] = "ü漢e\u0301 text\r\n\"\\\t";
    uint32_t random = 2;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct picture picture = make_picture(&udpi_render_boxes, 80);
        add_hex(&picture, "020000000002 020000000001 8100 0001 8100 0002 0800");
        for (unsigned depth = next_random(&random) % 30; depth > 0; depth--)
            add_hex(&picture, "46000000 1c464000 4004 0000 c0a8010a c0a80114 94040000");
        add_hex(&picture, "45000000 1c464000 4011 0000 c0a8010a c0a80114 c738 1e6c 0000 0000");
        add_text(&picture, text, next_random(&random) % 60);
        picture.bytes[picture.frame.captured - 2] ^= (uint8_t)(next_random(&random) % 2);
        for (unsigned changes = next_random(&random) % 4; changes > 0; changes--)
            picture.bytes[next_random(&random) % picture.frame.captured] = (uint8_t)next_random(&random);
        picture.frame.interface =
            next_random(&random) % 2 ? "\x1b[2J漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢" : "e";
        check_packet(&picture, &random);
    }
}

/* The colour in which the border or corner `glyph` stands at `at`; NULL where something else stands there. */
static const char *find_ink(const char *at, const char *glyph) {
    size_t color = measure_color(at);
    return color && strncmp(at + color, glyph, strlen(glyph)) == 0 ? at : NULL;
}

static void expect_same_ink(const char *ink, const char *other) {
    assert_memory_equal(ink, other, measure_color(other));
}

/* Each box must have one colour, from its upper edge down to its lower one. */
static void check_inks(const char *text) {
    const char *inks[UDPI_MAX_LAYERS];
    unsigned depth = 0;
    for (const char *at = text; *at; at = strchr(at, '\n') + 1) {
        unsigned borders = 0;
        for (const char *ink; (ink = find_ink(at, "│")) != NULL && borders < depth; borders++) {
            expect_same_ink(ink, inks[borders]);
            at = strchr(at, ' ') + 1;
        }
        const char *corner = find_ink(at, "┌");
        if (corner)
            inks[depth++] = corner;
        else if ((corner = find_ink(at, "└")) != NULL)
            expect_same_ink(corner, inks[--depth]);
        assert_int_equal(borders, corner && depth > borders ? depth - 1 : depth);
    }
    assert_int_equal(depth, 0);
}

/* A renderer keeps edges of earlier packets. They must fit: leftovers and second buffers change the colours at a depth. */
static void test_kept_edges(void **state) {
    (void)state;
    static const uint8_t bytes[4];
    const struct udpi_protocol *eth = udpi_protocol_find("eth"), *payload = udpi_protocol_find("payload"),
                               *trailer = udpi_protocol_find("trailer");
    const struct udpi_packet packets[] = {
        {.layer_count = 3,
         .buffer_count = 1,
         .buffers = {{bytes, 4}},
         .layers = {{.protocol = eth}, {.protocol = payload}, {.protocol = trailer, .size = 4, .behind = 1}}},
        {.layer_count = 3,
         .buffer_count = 2,
         .buffers = {{bytes, 4}, {bytes, 4}},
         .layers = {{.protocol = payload},
                    {.protocol = eth, .buffer = 1},
                    {.protocol = trailer, .size = 4, .buffer = 1, .behind = UDPI_NO_LAYER}}},
        {.layer_count = 2,
         .buffer_count = 1,
         .buffers = {{bytes, 4}},
         .layers = {{.protocol = eth}, {.protocol = eth}}},
    };
    const struct udpi_render_options options = {.columns = 80, .has_unicode = true, .has_color = true};
    struct udpi_sink sink;
    void *renderer = udpi_render_boxes.open(&options);
    assert_true(renderer && udpi_sink_open(&sink, NULL, NULL));
    uint32_t random = 3;
    for (unsigned round = 0; round < ROUNDS; round++) {
        unsigned which = next_random(&random) % 3;
        sink.used = 0;
        udpi_render_boxes.packet(renderer, &packets[which], &sink);
        udpi_sink_write(&sink, "", 1);
        check_inks(sink.bytes);
        assert_int_equal(count_parts(sink.bytes, "Trailer"), which < 2);
        assert_int_equal(count_parts(sink.bytes, "Ethernet"), which < 2 ? 1 : 2);
    }
    udpi_render_boxes.close(renderer);
    udpi_sink_close(&sink);
}

/* Descriptors are written as they are, also where only ASCII may be. */
static void expect_ascii(const char *text) {
    for (; *text; text++)
        assert_in_range(*text, 0x20, 0x7e);
}

static void test_descriptors(void **state) {
    (void)state;
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const struct udpi_protocol *protocol = udpi_protocols[i];
        expect_ascii(protocol->title);
        expect_ascii(protocol->spec);
        for (unsigned f = 0; f < protocol->field_count; f++) {
            const struct udpi_names *names = protocol->fields[f].names;
            expect_ascii(protocol->fields[f].label);
            for (size_t n = 0; names && n < names->count; n++)
                expect_ascii(names->entries[n].text);
        }
    }
    for (unsigned i = 0; i < UDPI_NOTE_CODES; i++)
        expect_ascii(udpi_note_kinds[i].text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_bytes),
        cmocka_unit_test(test_changed_packets),
        cmocka_unit_test(test_kept_edges),
        cmocka_unit_test(test_descriptors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
