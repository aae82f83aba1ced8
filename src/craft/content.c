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
#include "craft/text.h"
#include "craft/value.h"

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

/* A content word being parsed, behind its beginning: "1..9" of "zeros:1..9". */
struct word {
    struct udpi_lexer *lexer;
    const char *at, *end;
    struct udpi_sink *bytes;
    struct udpi_sweep *sweep;
};

static enum udpi_status parse_text(struct udpi_lexer *lexer, struct udpi_sink *bytes, struct udpi_sweep *sweep) {
    const struct udpi_token *token = &lexer->token;
    if (udpi_text_is_numbered(token->text, token->length)) {
        sweep->kind = UDPI_SWEEP_TEXT;
        sweep->text_at = (uint32_t)bytes->used;
        sweep->text_length = (uint32_t)token->length;
        udpi_sink_write(bytes, token->text, token->length);
    }
    const char *wrong = udpi_text_append(bytes, token->text, token->length, 1);
    if (!wrong)
        return UDPI_OK;
    return udpi_lexer_fail(lexer, wrong, "unknown escape in a text; there are \\\" \\\\ \\n \\r \\t and \\xHH");
}

const char *udpi_hex_append(struct udpi_sink *bytes, const char *digits, const char *end) {
    char *at = udpi_sink_reserve(bytes, (size_t)(end - digits) / 2);
    for (; end - digits >= 2; digits += 2) {
        int high = udpi_digit_value(digits[0]), low = udpi_digit_value(digits[1]);
        if (high < 0 || low < 0)
            return high < 0 ? digits : digits + 1;
        *at++ = (char)(high << 4 | low);
    }
    udpi_sink_commit(bytes, at);
    return digits == end ? NULL : end;
}

static enum udpi_status parse_hex(struct word *word) {
    const char *wrong = udpi_hex_append(word->bytes, word->at, word->end);
    if (!wrong)
        return UDPI_OK;
    if (wrong < word->end)
        return udpi_lexer_fail(word->lexer, wrong, "expected a hexadecimal digit");
    return udpi_lexer_fail(word->lexer, wrong - 1, "the last byte has one hexadecimal digit instead of two");
}

/* --- counts of bytes ---------------------------------------------------------------------------------------------- */

/* Reads a count of bytes that a packet can hold; word->at is then behind it. */
static enum udpi_status parse_count(struct word *word, uint64_t *count) {
    const char *start = word->at;
    if (!udpi_number_parse(&word->at, word->end, count) || *count > UDPI_MAX_CRAFTED)
        return udpi_lexer_fail(word->lexer, start, "expected a number of bytes, up to %d", UDPI_MAX_CRAFTED);
    return UDPI_OK;
}

static bool skip(struct word *word, const char *text) {
    size_t length = strlen(text);
    bool is_there = (size_t)(word->end - word->at) >= length && memcmp(word->at, text, length) == 0;
    word->at += is_there ? length : 0;
    return is_there;
}

/* Reads N or FIRST..LAST into *first and *last, which are the same without a range. */
static enum udpi_status parse_counts(struct word *word, uint64_t *first, uint64_t *last) {
    enum udpi_status status = parse_count(word, first);
    *last = *first;
    if (status != UDPI_OK || !skip(word, ".."))
        return status;
    word->sweep->kind = UDPI_SWEEP_SIZE;
    return parse_count(word, last);
}

static uint64_t larger(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

static enum udpi_status parse_zeros(struct word *word) {
    const struct udpi_token whole = {
        .text = word->at, .length = (size_t)(word->end - word->at), .kind = UDPI_TOKEN_WORD};
    struct udpi_range range;
    uint64_t first, last;
    enum udpi_status status = parse_counts(word, &first, &last);
    if (status == UDPI_OK && word->sweep->kind && udpi_range_split(&whole, &range)) {
        status = udpi_range_measure(word->lexer, &range, first, last, 1, word->sweep);
        word->at = range.has_step ? word->end : word->at;
    }
    if (status != UDPI_OK)
        return status;
    if (word->at != word->end)
        return udpi_lexer_fail(word->lexer, word->at, "expected zeros:N or zeros:FIRST..LAST/STEP");
    size_t count = larger(first, last);
    char *to = udpi_sink_reserve(word->bytes, count);
    memset(to, 0, count);
    udpi_sink_commit(word->bytes, to + count);
    return UDPI_OK;
}

static void append_random(struct udpi_sink *bytes, uint64_t count, uint64_t seed) {
    while (count > 0) {
        uint8_t eight[8];
        size_t taken = count < sizeof eight ? count : sizeof eight;
        udpi_store_be(eight, sizeof eight, udpi_random_next(&seed));
        udpi_sink_write(bytes, (const char *)eight, taken);
        count -= taken;
    }
}

static enum udpi_status parse_random(struct word *word) {
    uint64_t first, last, seed = 1;
    enum udpi_status status = parse_counts(word, &first, &last);
    if (status != UDPI_OK)
        return status;
    bool has_seed = skip(word, ":");
    if ((has_seed && !udpi_number_parse(&word->at, word->end, &seed)) || word->at != word->end)
        return udpi_lexer_fail(word->lexer, word->at,
                               "expected random:N, random:FIRST..LAST, or one of them with :SEED");
    uint64_t most = larger(first, last), least = first + last - most;
    if (word->sweep->kind)
        *word->sweep = (struct udpi_sweep){.kind = UDPI_SWEEP_DRAWN, .first = least, .count = most - least + 1};
    append_random(word->bytes, most, seed);
    return UDPI_OK;
}

/* --- files -------------------------------------------------------------------------------------------------------- */

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

static enum udpi_status parse_file(struct word *word) {
    struct udpi_lexer *lexer = word->lexer;
    const char *at = word->at, *end = word->end;
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
        return udpi_error_set(lexer->error, UDPI_FAILED, "no memory for the name of a file");
    size_t count = 0;
    int failure = read_file(path, word->bytes, &count);
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
    enum udpi_status (*parse)(struct word *word);
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

static enum udpi_status parse_word(struct udpi_lexer *lexer, struct udpi_sink *bytes, struct udpi_sweep *sweep) {
    size_t kind = find_kind(&lexer->token);
    if (kind == KINDS)
        return udpi_lexer_expected(lexer, "\"text\", hex:…, zeros:N, random:N or @file");
    enum udpi_status status = refuse_cut(lexer);
    if (status != UDPI_OK)
        return status;
    const char *text = lexer->token.text;
    struct word word = {lexer, text + strlen(kinds[kind].beginning), text + lexer->token.length, bytes, sweep};
    return kinds[kind].parse(&word);
}

enum udpi_status udpi_content_parse(struct udpi_lexer *lexer, struct udpi_sink *bytes, struct udpi_sweep *sweep) {
    bool is_text = lexer->token.kind == UDPI_TOKEN_STRING;
    enum udpi_status status = is_text ? parse_text(lexer, bytes, sweep) : parse_word(lexer, bytes, sweep);
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
    size_t taken;
    *at++ = '"';
    at = udpi_escape_clean(at, bytes, count, SIZE_MAX, &taken);
    *at++ = '"';
    udpi_sink_commit(sink, at);
}
