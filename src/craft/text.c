#include "craft/text.h"

#include <string.h>

#include "core/format.h"

static const char placeholder[] = "{n}";
enum { PLACEHOLDER_SIZE = sizeof placeholder - 1 };

int udpi_digit_value(char letter) {
    if (letter >= '0' && letter <= '9')
        return letter - '0';
    letter = (char)(letter | 0x20);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

bool udpi_text_is_numbered(const char *text, size_t length) {
    return memmem(text, length, placeholder, PLACEHOLDER_SIZE) != NULL;
}

size_t udpi_text_room(size_t length) {
    return length + length / PLACEHOLDER_SIZE * UDPI_UINT_SIZE;
}

/* Writes the byte that the escape at `from`, behind the backslash, stands for; gives the place behind, or NULL for none. */
static const char *write_escape(char *at, const char *from, const char *end) {
    static const char letters[] = "\"\\nrt", meanings[] = "\"\\\n\r\t";
    const char *letter = from < end ? memchr(letters, *from, sizeof letters - 1) : NULL;
    if (letter) {
        *at = meanings[letter - letters];
        return from + 1;
    }
    if (end - from < 3 || *from != 'x' || udpi_digit_value(from[1]) < 0 || udpi_digit_value(from[2]) < 0)
        return NULL;
    *at = (char)(udpi_digit_value(from[1]) << 4 | udpi_digit_value(from[2]));
    return from + 3;
}

static bool is_placeholder(const char *from, const char *end) {
    return end - from >= PLACEHOLDER_SIZE && memcmp(from, placeholder, PLACEHOLDER_SIZE) == 0;
}

const char *udpi_text_append(struct udpi_sink *bytes, const char *text, size_t length, uint64_t number) {
    char *at = udpi_sink_reserve(bytes, udpi_text_room(length));
    const char *end = text + length;
    while (text < end) {
        if (*text == '\\') {
            const char *behind = write_escape(at++, text + 1, end);
            if (!behind)
                return text;
            text = behind;
        } else if (is_placeholder(text, end)) {
            at = udpi_format_uint(at, number);
            text += PLACEHOLDER_SIZE;
        } else {
            *at++ = *text++;
        }
    }
    udpi_sink_commit(bytes, at);
    return NULL;
}
