#include "core/escape.h"

#include <string.h>

#include "core/bytes.h"
#include "core/format.h"
#include "core/unicode.h"

enum { PLAIN = ' ', IN_HEX = 'x', HEX_WIDTH = 4 };

/* The last byte that may be plain: the last that can be shown, or the last before the braces. */
enum { LAST = '~', LAST_BEFORE_BRACES = 'z' };

/* What becomes of an ASCII byte: PLAIN, IN_HEX, or the letter behind a backslash. 0 for all others. */
static const char forms[256] = "xxxxxxxxxtnxxrxxxxxxxxxxxxxxxxxx"
                               "  \"                             "
                               "                            \\   "
                               "                               x";

/* Eight bytes at once: the high bit of each byte says something of it. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/*
 * Marks each byte outside 0x20 to `last`. Carries and borrows run from a marked byte into the later ones and may mark
 * them too: only the first mark is to be trusted.
 */
static inline uint64_t mark_unprintable(uint64_t word, unsigned last) {
    return (word | (word + EACH(0x7f - last)) | (word - EACH(0x20))) & EACH(0x80);
}

/* The same, with '"' and '\'. */
static inline uint64_t mark_special(uint64_t word, unsigned last) {
    uint64_t quotes = (word ^ EACH('"')) - EACH(1);
    uint64_t backslashes = (word ^ EACH('\\')) - EACH(1);
    return mark_unprintable(word, last) | ((quotes | backslashes) & EACH(0x80));
}

/* 4 to 7 bytes, as if blanks stood behind them. */
static uint64_t load_few(const uint8_t *bytes, size_t count) {
    uint64_t low = udpi_load_le32(bytes), high = udpi_load_le32(bytes + count - 4);
    return low | high << 8 * (count - 4) | EACH(' ') << 8 * count;
}

/* Copies the plain bytes that come first, none of them above `last`, and gives their number. May write up to 7 bytes more,
   all within `count`. */
static inline __attribute__((always_inline)) size_t copy_plain(char *at, const uint8_t *bytes, size_t count,
                                                               unsigned last) {
    size_t done = 0;
    for (; count - done >= 8; done += 8) {
        uint64_t special = mark_special(udpi_load_le64(bytes + done), last);
        memcpy(at + done, bytes + done, 8);
        if (special != 0)
            return done + (unsigned)__builtin_ctzll(special) / 8;
    }
    if (count - done >= 4 && mark_special(load_few(bytes + done, count - done), last) == 0) {
        memcpy(at + done, bytes + done, 4);
        memcpy(at + count - 4, bytes + count - 4, 4);
        return count;
    }
    for (; done < count && forms[bytes[done]] == PLAIN && bytes[done] <= last; done++)
        at[done] = (char)bytes[done];
    return done;
}

/* A character as it was written: bytes on the wire, columns on a terminal. */
struct written {
    size_t size;
    size_t width;
};

/* Writes one character, as it is or escaped. JSON escapes the backslash of \xHH once more. */
static char *write_character(char *at, const uint8_t *bytes, size_t count, bool is_json, struct written *written) {
    char form = forms[bytes[0]];
    if (form > PLAIN && form != IN_HEX) {
        at[0] = '\\';
        at[1] = form;
        *written = (struct written){.size = 1, .width = 2};
        return at + 2;
    }
    unsigned width = 1;
    size_t size = form == 0 ? udpi_unicode_printable(bytes, count, &width) : form == PLAIN;
    if (size > 0) {
        memcpy(at, bytes, size);
        *written = (struct written){.size = size, .width = width};
        return at + size;
    }
    *at++ = '\\';
    if (is_json)
        *at++ = '\\';
    *at++ = 'x';
    *written = (struct written){.size = 1, .width = HEX_WIDTH};
    return udpi_format_hex8(at, bytes[0]);
}

/* Bytes of the clean character at `bytes`; 0 where it is none. */
static size_t measure_clean(const uint8_t *bytes, size_t count) {
    char form = forms[bytes[0]];
    return form == 0 ? udpi_unicode_printable(bytes, count, NULL) : form != IN_HEX;
}

bool udpi_text_is_clean(const uint8_t *bytes, size_t count) {
    for (size_t size; count > 0; bytes += size, count -= size) {
        size = 8;
        if (count < 8 || mark_unprintable(udpi_load_le64(bytes), LAST) != 0)
            size = measure_clean(bytes, count);
        if (size == 0)
            return false;
    }
    return true;
}

char *udpi_escape_json(char *at, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        size_t plain = copy_plain(at, bytes, count, LAST);
        at += plain;
        bytes += plain;
        count -= plain;
        if (count == 0)
            return at;
        struct written written;
        at = write_character(at, bytes, count, true, &written);
        bytes += written.size;
        count -= written.size;
    }
    return at;
}

/* Takes what it writes off *columns. */
static inline char *escape(char *at, const uint8_t *bytes, size_t count, size_t *columns, size_t *taken,
                           bool is_clean) {
    size_t done = 0;
    while (done < count) {
        size_t left = count - done;
        size_t plain = copy_plain(at, bytes + done, left < *columns ? left : *columns, LAST);
        at += plain;
        done += plain;
        *columns -= plain;
        if (done == count)
            break;
        if (is_clean && *columns >= HEX_WIDTH && measure_clean(bytes + done, count - done) == 0)
            return NULL;
        struct written written;
        char *behind = write_character(at, bytes + done, count - done, false, &written);
        if (written.width > *columns)
            break;
        at = behind;
        done += written.size;
        *columns -= written.width;
    }
    *taken = done;
    return at;
}

char *udpi_escape_terminal(char *at, const uint8_t *bytes, size_t count, size_t columns, size_t *taken) {
    size_t done;
    return escape(at, bytes, count, &columns, taken ? taken : &done, false);
}

/* The next "{n}", or `end`. */
static const uint8_t *find_placeholder(const uint8_t *at, const uint8_t *end) {
    while (at < end && (at = memchr(at, '{', (size_t)(end - at))) != NULL) {
        if (end - at >= 3 && at[1] == 'n' && at[2] == '}')
            return at;
        at++;
    }
    return end;
}

/* What udpi_escape_clean does with all that is not plain. */
__attribute__((cold, noinline)) static char *escape_text(char *at, const uint8_t *bytes, const uint8_t *end, size_t columns,
                                               size_t *taken) {
    const uint8_t *from = bytes;
    for (;;) {
        const uint8_t *placeholder = find_placeholder(from, end);
        size_t done;
        at = escape(at, from, (size_t)(placeholder - from), &columns, &done, true);
        if (!at)
            return NULL;
        from += done;
        *taken = (size_t)(from - bytes);
        if (from < placeholder || placeholder == end || columns < HEX_WIDTH)
            return at;
        at = stpcpy(at, "\\x7b");
        from++;
        columns -= HEX_WIDTH;
    }
}

char *udpi_escape_clean(char *at, const uint8_t *bytes, size_t count, size_t columns, size_t *taken) {
    if (count <= columns && copy_plain(at, bytes, count, LAST_BEFORE_BRACES) == count) {
        *taken = count;
        return at + count;
    }
    return escape_text(at, bytes, bytes + count, columns, taken);
}
