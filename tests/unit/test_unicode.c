/* core/unicode: which characters may be shown, and how wide they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/unicode.h"

enum { HIDDEN = -1, LAST_CHARACTER = 0x10ffff };

/* The answer for a copy that ends where the bytes end: the length, or 0; the width in *width. */
static size_t ask(const void *bytes, size_t count, unsigned *width) {
    uint8_t *block = malloc(count);
    assert_non_null(block);
    memcpy(block, bytes, count);
    size_t without = udpi_unicode_printable(block, count, NULL);
    size_t size = udpi_unicode_printable(block, count, width);
    assert_int_equal(size, without);
    free(block);
    return size;
}

/* Writes `character` in `size` bytes of the form that UTF-8 has for them, be it too long or no character at all. */
static void encode(uint32_t character, size_t size, uint8_t *bytes) {
    static const uint8_t leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = size; i > 1; i--, character >>= 6)
        bytes[i - 1] = (uint8_t)(0x80 | (character & 0x3f));
    bytes[0] = (uint8_t)(leads[size] | character);
}

static size_t count_bytes(uint32_t character) {
    return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
}

static void check_character(uint32_t character, int expected) {
    uint8_t bytes[4];
    size_t size = count_bytes(character);
    encode(character, size, bytes);
    unsigned width = 77;
    size_t found = ask(bytes, size, &width);
    if (found != (expected == HIDDEN ? 0 : size) || width != (expected == HIDDEN ? 77 : (unsigned)expected))
        fail_msg("U+%04X: length %zu, width %u", (unsigned)character, found, width);
}

static void knows_ascii(void **state) {
    (void)state;
    for (uint32_t character = 0; character < 0x80; character++)
        check_character(character, character < 0x20 || character == 0x7f ? HIDDEN : 1);
}

/* The classes of RFC 3629 section 3 and Unicode table 3-7, at their borders. */
static void refuses_invalid_utf_8(void **state) {
    (void)state;
    static const char *const rows[] = {
        "\x80",
        "\xbf",
        "\x80\x80",
        "\xa0Z", /* continuation first */
        "\xc0\x80",
        "\xc0\xaf",
        "\xc1\xbf", /* two bytes for ASCII */
        "\xe0\x80\x80",
        "\xe0\x9f\xbf", /* three for up to U+07FF */
        "\xf0\x80\x80\x80",
        "\xf0\x8f\xbf\xbf", /* four for up to U+FFFF */
        "\xed\xa0\x80",
        "\xed\xad\xbf",
        "\xed\xae\x80",
        "\xed\xbf\xbf", /* surrogates */
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xf7\xbf\xbf\xbf", /* above U+10FFFF */
        "\xf8\x88\x80\x80\x80",
        "\xfc\x84\x80\x80\x80\x80",
        "\xfe",
        "\xff", /* five bytes and six, no lead at all */
        "\xc3",
        "\xe6",
        "\xe6\x97",
        "\xf0", /* cut off */
        "\xf0\x9f",
        "\xf0\x9f\x98",
        "\xc3(",
        "\xe6(\xa5",
        "\xe6\x97(",
        "\xf0(\x98\x80", /* another character in between */
        "\xf0\x9f(\x80",
        "\xf0\x9f\x98(",
        "\xc3\xc3",
        "\xe6\x97\xe6",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned width = 77;
        assert_int_equal(ask(rows[i], strlen(rows[i]), &width), 0);
        assert_int_equal(width, 77);
    }
    /* What stands on the other side of those borders, and is assigned. */
    unsigned width;
    assert_int_equal(ask("\xc2\xa1", 2, &width), 2);
    assert_int_equal(ask("\xe0\xa4\x84", 3, &width), 3);
    assert_int_equal(ask("\xed\x9e\xa3", 3, &width), 3);
    assert_int_equal(ask("\xef\xbf\xbd", 3, &width), 3);
    assert_int_equal(ask("\xf0\x90\x80\x80", 4, &width), 4);
}

static void reads_no_further_than_one_character(void **state) {
    (void)state;
    unsigned width;
    assert_int_equal(ask("ab", 2, &width), 1);
    assert_int_equal(ask("\xc3\xa9\xff", 3, &width), 2);
    assert_int_equal(ask("\xe6\x97\xa5\xe6", 4, &width), 3);
    assert_int_equal(ask("\xf0\x9f\x98\x80\xf0\x9f", 6, &width), 4);
}

struct range {
    uint32_t first, last;
    int width;
};

/* Both tables have ranges that no later version of Unicode changes. */
static const struct range hidden[] = {
    {0x0080, 0x009f, HIDDEN},    /* Cc: C1 controls */
    {0x00ad, 0x00ad, HIDDEN},    /* Cf: soft hyphen */
    {0x034f, 0x034f, HIDDEN},    /* combining grapheme joiner */
    {0x0600, 0x0605, HIDDEN},    /* Cf: Arabic number signs */
    {0x061c, 0x061c, HIDDEN},    /* Arabic letter mark */
    {0x06dd, 0x06dd, HIDDEN},    /* Cf: end of ayah */
    {0x070f, 0x070f, HIDDEN},    /* Cf: Syriac abbreviation mark */
    {0x08e2, 0x08e2, HIDDEN},    /* Cf: disputed end of ayah */
    {0x115f, 0x1160, HIDDEN},    /* Hangul fillers */
    {0x17b4, 0x17b5, HIDDEN},    /* Khmer inherent vowels */
    {0x180b, 0x180f, HIDDEN},    /* Mongolian variation selectors, vowel separator */
    {0x200b, 0x200f, HIDDEN},    /* zero-width space, joiners, direction marks */
    {0x2028, 0x202e, HIDDEN},    /* Zl, Zp, bidirectional embeddings and overrides */
    {0x2060, 0x206f, HIDDEN},    /* word joiner, bidirectional isolates; U+2065 is reserved for one more */
    {0x3164, 0x3164, HIDDEN},    /* Hangul filler */
    {0xd800, 0xdfff, HIDDEN},    /* Cs */
    {0xe000, 0xf8ff, HIDDEN},    /* Co */
    {0xfdd0, 0xfdef, HIDDEN},    /* noncharacters */
    {0xfe00, 0xfe0f, HIDDEN},    /* variation selectors */
    {0xfeff, 0xfeff, HIDDEN},    /* byte order mark */
    {0xffa0, 0xffa0, HIDDEN},    /* halfwidth Hangul filler */
    {0xfff0, 0xfffb, HIDDEN},    /* reserved, interlinear annotation */
    {0xfffe, 0xffff, HIDDEN},    /* noncharacters */
    {0x110bd, 0x110bd, HIDDEN},  /* Cf: Kaithi number sign */
    {0x13430, 0x13438, HIDDEN},  /* Cf: hieroglyph joiners */
    {0x1bca0, 0x1bca3, HIDDEN},  /* shorthand format controls */
    {0x1d173, 0x1d17a, HIDDEN},  /* Cf: musical format controls */
    {0xe0000, 0xe0fff, HIDDEN},  /* tags, variation selectors, and room for more of them */
    {0xf0000, 0x10ffff, HIDDEN}, /* Co, and noncharacters at the ends of planes */
};

static const struct range shown[] = {
    {0x00a0, 0x00ac, 1},   /* Zs: no-break space, and Latin-1 */
    {0x00ae, 0x02ff, 1},   /* Latin, IPA, modifiers */
    {0x0300, 0x034e, 0},   /* Mn: combining marks */
    {0x0350, 0x036f, 0},   /* more of them */
    {0x0391, 0x03a1, 1},   /* Greek */
    {0x0400, 0x0482, 1},   /* Cyrillic */
    {0x0483, 0x0489, 0},   /* Mn, Me */
    {0x0531, 0x0556, 1},   /* Armenian */
    {0x0591, 0x05bd, 0},   /* Hebrew points */
    {0x05d0, 0x05ea, 1},   /* Hebrew */
    {0x0620, 0x064a, 1},   /* Arabic */
    {0x064b, 0x065f, 0},   /* Arabic points */
    {0x0903, 0x0903, 1},   /* Mc: visarga, a spacing mark */
    {0x0904, 0x0939, 1},   /* Devanagari */
    {0x093e, 0x0940, 1},   /* Mc: vowel signs */
    {0x0941, 0x0948, 0},   /* Mn: vowel signs */
    {0x0e01, 0x0e30, 1},   /* Thai */
    {0x0e31, 0x0e31, 0},   /* Thai vowel above */
    {0x0e34, 0x0e3a, 0},   /* Thai vowels above and below */
    {0x1100, 0x115e, 2},   /* Hangul initial consonants */
    {0x1e00, 0x1eff, 1},   /* Latin, with accents */
    {0x2000, 0x200a, 1},   /* Zs */
    {0x2010, 0x2027, 1},   /* dashes, quotes, bullets */
    {0x202f, 0x205f, 1},   /* spaces, double punctuation */
    {0x20a0, 0x20bf, 1},   /* currencies */
    {0x20d0, 0x20f0, 0},   /* combining marks for symbols */
    {0x2190, 0x2319, 1},   /* arrows, mathematics */
    {0x231a, 0x231b, 2},   /* watch, hourglass */
    {0x2500, 0x257f, 1},   /* box drawing */
    {0x2588, 0x2588, 1},   /* full block */
    {0x2615, 0x2615, 2},   /* hot beverage */
    {0x2800, 0x28ff, 1},   /* Braille */
    {0x2e80, 0x2e99, 2},   /* CJK radicals */
    {0x3000, 0x3029, 2},   /* ideographic space and punctuation */
    {0x302a, 0x302d, 0},   /* tone marks */
    {0x303f, 0x303f, 1},   /* half fill space */
    {0x3041, 0x3096, 2},   /* Hiragana */
    {0x3099, 0x309a, 0},   /* voiced sound marks, combining */
    {0x309b, 0x30ff, 2},   /* Katakana */
    {0x3131, 0x3163, 2},   /* Hangul letters */
    {0x3165, 0x318e, 2},   /* more of them */
    {0x3400, 0x4db5, 2},   /* CJK ideographs, extension A */
    {0x4e00, 0x9fef, 2},   /* CJK ideographs */
    {0xa000, 0xa48c, 2},   /* Yi */
    {0xac00, 0xd7a3, 2},   /* Hangul syllables */
    {0xf900, 0xfa6d, 2},   /* CJK compatibility ideographs */
    {0xfb00, 0xfb06, 1},   /* Latin ligatures */
    {0xfe20, 0xfe2f, 0},   /* combining half marks */
    {0xfe30, 0xfe52, 2},   /* CJK compatibility forms */
    {0xff01, 0xff60, 2},   /* fullwidth forms */
    {0xff61, 0xff9f, 1},   /* halfwidth Katakana */
    {0xffe0, 0xffe6, 2},   /* fullwidth signs */
    {0xfffc, 0xfffd, 1},   /* object replacement, replacement character */
    {0x10330, 0x1034a, 1}, /* Gothic */
    {0x13000, 0x1342e, 1}, /* Egyptian hieroglyphs */
    {0x17000, 0x187ec, 2}, /* Tangut */
    {0x1d100, 0x1d126, 1}, /* musical symbols */
    {0x1d167, 0x1d169, 0}, /* Mn: tremolos */
    {0x1d400, 0x1d454, 1}, /* mathematical letters */
    {0x1f004, 0x1f004, 2}, /* mahjong tile */
    {0x1f1e6, 0x1f1ff, 1}, /* regional indicators, half a flag each */
    {0x1f300, 0x1f320, 2}, /* pictographs */
    {0x1f600, 0x1f64f, 2}, /* faces */
    {0x1f680, 0x1f6c5, 2}, /* vehicles */
    {0x20000, 0x2a6d6, 2}, /* CJK ideographs, extension B */
};

static void check_range(const struct range *range) {
    for (uint32_t character = range->first; character <= range->last; character++)
        check_character(character, range->width);
}

static void follows_the_rules_in_known_ranges(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        check_range(&hidden[i]);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        check_range(&shown[i]);
    for (uint32_t plane = 0; plane <= 16; plane++) {
        check_character(plane << 16 | 0xfffe, HIDDEN);
        check_character(plane << 16 | 0xffff, HIDDEN);
    }
}

/* What must hold of any character: no part of it is one, no longer form is one, and it has a width if it is shown. */
static bool check_any(uint32_t character) {
    uint8_t bytes[4];
    size_t size = count_bytes(character);
    for (size_t longer = size + 1; longer <= 4; longer++) {
        encode(character, longer, bytes);
        assert_int_equal(ask(bytes, longer, NULL), 0);
    }
    encode(character, size, bytes);
    for (size_t part = 1; part < size; part++) {
        assert_int_equal(ask(bytes, part, NULL), 0);
        assert_int_equal(udpi_unicode_printable(bytes, part, NULL), 0); /* the rest is there, and does not count */
        assert_int_equal(ask(bytes + part, size - part, NULL), 0);
    }
    unsigned width = 77;
    size_t found = ask(bytes, size, &width);
    assert_true(found == 0 || found == size);
    assert_true(found == 0 ? width == 77 : width <= 2);
    return found > 0;
}

/*
 * Unicode 15.0 has 149,186 characters: 170 of them are of category Cf, one each Zl and Zp, and 267 more are ignorable:
 * 4 + 16 + 240 variation selectors, 7 joiners, fillers and inherent vowels. Later versions have more.
 */
static void holds_for_every_character(void **state) {
    (void)state;
    unsigned printable = 0;
    for (uint32_t character = 0; character <= LAST_CHARACTER; character++)
        printable += check_any(character);
    assert_true(printable >= 149186 - 170 - 2 - 267);
}

static void refuses_every_byte_that_begins_nothing(void **state) {
    (void)state;
    for (unsigned byte = 0x80; byte < 0x100; byte++)
        for (unsigned next = 0; next < 0x100; next++) {
            uint8_t bytes[4] = {(uint8_t)byte, (uint8_t)next, 0x80, 0x80};
            bool is_lead = byte >= 0xc2 && byte <= 0xf4;
            bool goes_on = next >= 0x80 && next <= 0xbf;
            if (!is_lead || !goes_on)
                assert_int_equal(ask(bytes, sizeof bytes, NULL), 0);
        }
}

static void counts_columns(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t columns;
    } rows[] = {
        {"", 0},
        {"hello", 5},
        {"caf\xc3\xa9", 4},                                                              /* é in one character */
        {"cafe\xcc\x81", 4},                                                             /* and in two */
        {"\xe6\x97\xa5\xe6\x9c\xac", 4},                                                 /* 日本 */
        {"\xe2\x94\x8c\xe2\x94\x80\xe2\x94\x90", 3},                                     /* ┌─┐ */
        {"\xf0\x9f\x98\x80!", 3},                                                        /* 😀! */
        {"\xe0\xa4\xa8\xe0\xa4\xae\xe0\xa4\xb8\xe0\xa5\x8d\xe0\xa4\xa4\xe0\xa5\x87", 4}, /* नमस्ते */
        {"a\xffz", 2}, /* what is no character takes no column */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t size = strlen(rows[i].text) + 1;
        char *text = malloc(size);
        assert_non_null(text);
        memcpy(text, rows[i].text, size);
        assert_int_equal(udpi_unicode_columns(text), rows[i].columns);
        free(text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_ascii),
        cmocka_unit_test(refuses_invalid_utf_8),
        cmocka_unit_test(reads_no_further_than_one_character),
        cmocka_unit_test(follows_the_rules_in_known_ranges),
        cmocka_unit_test(holds_for_every_character),
        cmocka_unit_test(refuses_every_byte_that_begins_nothing),
        cmocka_unit_test(counts_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
