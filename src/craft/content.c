#include "craft/content.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/bytes.h"
#include "core/escape.h"
#include "core/format.h"
#include "core/random.h"
#include "craft/recipe.h"

static int digit_value(char letter) {
    if (letter >= '0' && letter <= '9')
        return letter - '0';
    letter = (char)(letter | 0x20);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

bool udpi_number_parse(const char **at, const char *end, uint64_t *number) {
    bool is_hex = end - *at > 2 && (*at)[0] == '0' && ((*at)[1] | 0x20) == 'x';
    const char *digits = is_hex ? *at + 2 : *at;
    const char *from = digits;
    int base = is_hex ? 16 : 10;
    *number = 0;
    for (; from < end; from++) {
        int digit = digit_value(*from);
        if (digit < 0 || digit >= base)
            break;
        if (__builtin_mul_overflow(*number, base, number) || __builtin_add_overflow(*number, digit, number))
            return false;
    }
    *at = from;
    return from > digits;
}

/* --- marks of a cut ----------------------------------------------------------------------------------------------- */

/* The place of "…+" or "...+" between `at` and `end`, or NULL; what follows it in *behind. */
static const char *find_cut(const char *at, const char *end, const char **behind) {
    static const char *const marks[] = {"…+", "...+"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *mark = memmem(at, (size_t)(end - at), marks[i], strlen(marks[i]));
        if (!mark)
            continue;
        *behind = mark + strlen(marks[i]);
        return mark;
    }
    return NULL;
}

static enum udpi_status refuse_cut(const struct udpi_lexer *lexer) {
    const struct udpi_token *token = &lexer->token;
    const char *end = token->text + token->length, *behind = end;
    const char *mark = token->kind == UDPI_TOKEN_WORD ? find_cut(token->text, end, &behind) : NULL;
    uint64_t missing;
    if (!mark || !udpi_number_parse(&behind, end, &missing))
        return UDPI_OK;
    return udpi_lexer_fail(lexer, mark, "the payload was cut for the screen by %llu bytes; print it with --spec",
                           (unsigned long long)missing);
}

/* --- the kinds of content ----------------------------------------------------------------------------------------- */

static void append_byte(struct udpi_sink *bytes, int byte) {
    char *at = udpi_sink_reserve(bytes, 1);
    *at = (char)byte;
    udpi_sink_commit(bytes, at + 1);
}

/* Appends what the escape at `at`, behind the backslash, stands for; gives the place behind, or NULL for none. */
static const char *append_escape(struct udpi_sink *bytes, const char *at, const char *end) {
    static const char letters[] = "\"\\nrt", meanings[] = "\"\\\n\r\t";
    const char *letter = at < end ? memchr(letters, *at, sizeof letters - 1) : NULL;
    if (letter) {
        append_byte(bytes, meanings[letter - letters]);
        return at + 1;
    }
    if (end - at < 3 || *at != 'x' || digit_value(at[1]) < 0 || digit_value(at[2]) < 0)
        return NULL;
    append_byte(bytes, digit_value(at[1]) << 4 | digit_value(at[2]));
    return at + 3;
}

static enum udpi_status parse_text(struct udpi_lexer *lexer, struct udpi_sink *bytes) {
    const char *at = lexer->token.text, *end = at + lexer->token.length;
    while (at < end) {
        const char *escape = memchr(at, '\\', (size_t)(end - at));
        const char *stop = escape ? escape : end;
        udpi_sink_write(bytes, at, (size_t)(stop - at));
        at = escape ? append_escape(bytes, escape + 1, end) : end;
        if (!at)
            return udpi_lexer_fail(lexer, escape,
                                   "unknown escape in a text; there are \\\" \\\\ \\n \\r \\t and \\xHH");
    }
    return UDPI_OK;
}

static enum udpi_status parse_hex(struct udpi_lexer *lexer, const char *at, const char *end, struct udpi_sink *bytes) {
    for (; end - at >= 2; at += 2) {
        int high = digit_value(at[0]), low = digit_value(at[1]);
        if (high < 0 || low < 0)
            return udpi_lexer_fail(lexer, high < 0 ? at : at + 1, "expected a hexadecimal digit");
        append_byte(bytes, high << 4 | low);
    }
    return at == end ? UDPI_OK : udpi_lexer_fail(lexer, at, "the last byte has one hexadecimal digit instead of two");
}

/* Reads a count of bytes that a packet can hold. */
static enum udpi_status parse_count(const struct udpi_lexer *lexer, const char **at, const char *end, uint64_t *count) {
    const char *start = *at;
    if (!udpi_number_parse(at, end, count) || *count > UDPI_MAX_CRAFTED)
        return udpi_lexer_fail(lexer, start, "expected a number of bytes, up to %d", UDPI_MAX_CRAFTED);
    return UDPI_OK;
}

static enum udpi_status parse_zeros(struct udpi_lexer *lexer, const char *at, const char *end,
                                    struct udpi_sink *bytes) {
    uint64_t count;
    enum udpi_status status = parse_count(lexer, &at, end, &count);
    if (status != UDPI_OK)
        return status;
    if (at != end)
        return udpi_lexer_fail(lexer, at, "expected nothing behind the number of zeros");
    char *to = udpi_sink_reserve(bytes, count);
    memset(to, 0, count);
    udpi_sink_commit(bytes, to + count);
    return UDPI_OK;
}

static enum udpi_status parse_random(struct udpi_lexer *lexer, const char *at, const char *end,
                                     struct udpi_sink *bytes) {
    uint64_t count, seed = 1;
    enum udpi_status status = parse_count(lexer, &at, end, &count);
    if (status != UDPI_OK)
        return status;
    bool has_seed = at < end && *at == ':';
    if (has_seed)
        at++;
    if ((has_seed && !udpi_number_parse(&at, end, &seed)) || at != end)
        return udpi_lexer_fail(lexer, at, "expected random:N or random:N:SEED");
    while (count > 0) {
        uint8_t eight[8];
        size_t taken = count < sizeof eight ? count : sizeof eight;
        udpi_store_be(eight, sizeof eight, udpi_random_next(&seed));
        udpi_sink_write(bytes, (const char *)eight, taken);
        count -= taken;
    }
    return UDPI_OK;
}

/* Reads the file to its end, but one byte more than a packet can hold at most. Gives 0, or an errno value. */
static int read_file(const char *path, struct udpi_sink *bytes, size_t *count) {
    FILE *file = fopen(path, "rbe");
    if (!file)
        return errno;
    char *at = udpi_sink_reserve(bytes, UDPI_MAX_CRAFTED + 1);
    errno = 0;
    *count = fread(at, 1, UDPI_MAX_CRAFTED + 1, file);
    udpi_sink_commit(bytes, at + *count);
    int failure = ferror(file) ? errno : 0;
    fclose(file);
    return failure;
}

static enum udpi_status parse_file(struct udpi_lexer *lexer, const char *at, const char *end, struct udpi_sink *bytes) {
    const char *start = lexer->token.start;
    if (at == end && udpi_lexer_peek(lexer) == UDPI_TOKEN_STRING) {
        enum udpi_status status = udpi_lexer_next(lexer);
        if (status != UDPI_OK)
            return status;
        at = lexer->token.text;
        end = at + lexer->token.length;
    }
    if (at == end)
        return udpi_lexer_fail(lexer, start, "expected the name of a file behind '@'");
    char *path = strndup(at, (size_t)(end - at));
    if (!path)
        return udpi_error_set(lexer->error, UDPI_FAILED, "out of memory");
    size_t count = 0;
    int failure = read_file(path, bytes, &count);
    free(path);
    char shown[UDPI_TOKEN_TEXT];
    udpi_token_show(&lexer->token, shown);
    if (failure)
        return udpi_lexer_fail(lexer, start, "%s: %s", shown, strerror(failure));
    if (count > UDPI_MAX_CRAFTED)
        return udpi_lexer_fail(lexer, start, "%s: the file has more than %d bytes", shown, UDPI_MAX_CRAFTED);
    return UDPI_OK;
}

static const struct {
    const char *beginning;
    enum udpi_status (*parse)(struct udpi_lexer *lexer, const char *at, const char *end, struct udpi_sink *bytes);
} kinds[] = {{"hex:", parse_hex}, {"zeros:", parse_zeros}, {"random:", parse_random}, {"@", parse_file}};

enum { KINDS = sizeof kinds / sizeof *kinds };

static size_t find_kind(const struct udpi_token *token) {
    size_t kind = 0;
    while (kind < KINDS && !udpi_token_begins(token, kinds[kind].beginning))
        kind++;
    return kind;
}

bool udpi_content_begins(const struct udpi_token *token) {
    return token->kind == UDPI_TOKEN_STRING || find_kind(token) < KINDS;
}

static enum udpi_status parse_word(struct udpi_lexer *lexer, struct udpi_sink *bytes) {
    size_t kind = find_kind(&lexer->token);
    if (kind == KINDS)
        return udpi_lexer_expected(lexer, "\"text\", hex:…, zeros:N, random:N or @file");
    enum udpi_status status = refuse_cut(lexer);
    if (status != UDPI_OK)
        return status;
    const char *text = lexer->token.text;
    return kinds[kind].parse(lexer, text + strlen(kinds[kind].beginning), text + lexer->token.length, bytes);
}

enum udpi_status udpi_content_parse(struct udpi_lexer *lexer, struct udpi_sink *bytes) {
    bool is_text = lexer->token.kind == UDPI_TOKEN_STRING;
    enum udpi_status status = is_text ? parse_text(lexer, bytes) : parse_word(lexer, bytes);
    if (status == UDPI_OK)
        status = udpi_lexer_next(lexer);
    return status == UDPI_OK ? refuse_cut(lexer) : status;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static void write_hex(const uint8_t *bytes, size_t count, struct udpi_sink *sink) {
    enum { PIECE = 4096 };
    udpi_sink_puts(sink, "hex:");
    for (size_t done = 0; done < count; done += PIECE) {
        size_t piece = count - done < PIECE ? count - done : PIECE;
        udpi_sink_commit(sink, udpi_format_hex(udpi_sink_reserve(sink, 2 * piece), bytes + done, piece));
    }
}

void udpi_content_write(const uint8_t *bytes, size_t count, bool is_text, struct udpi_sink *sink) {
    if (!is_text || count == 0 || !udpi_text_is_clean(bytes, count)) {
        write_hex(bytes, count, sink);
        return;
    }
    char *at = udpi_sink_reserve(sink, UDPI_ESCAPE_TERMINAL_ROOM(count) + 2);
    *at++ = '"';
    at = udpi_escape_terminal(at, bytes, count, SIZE_MAX, NULL);
    *at++ = '"';
    udpi_sink_commit(sink, at);
}
