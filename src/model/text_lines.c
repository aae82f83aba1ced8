#include "model/text_lines.h"

#include <ctype.h>
#include <strings.h>

#include "model/nest.h"

enum { MOST_DIGITS = 9, MOST_LONG_DIGITS = 18, CODE_DIGITS = 3 };

/* --- lines -------------------------------------------------------------------------------------------------------- */

static bool is_blank(uint8_t byte) {
    return byte == ' ' || byte == '\t';
}

/* The bytes up to the end of the line and including it, of `left`; 0 where its end is not among them. */
static size_t measure_line(const uint8_t *at, size_t left) {
    const uint8_t *end = memchr(at, '\n', left);
    return end ? (size_t)(end - at) + 1 : 0;
}

/* A header goes on in the next line where that begins with a blank: RFC 3261 section 7.3.1. */
static size_t measure_header(const uint8_t *at, size_t left) {
    size_t size = measure_line(at, left);
    bool is_empty = at[0] == '\n' || at[0] == '\r';
    while (size > 0 && !is_empty && size < left && is_blank(at[size])) {
        size_t more = measure_line(at + size, left - size);
        size = more ? size + more : 0;
    }
    return size;
}

typedef size_t measure_text(const uint8_t *at, size_t left);

static bool take(struct udpi_decode *d, measure_text *measure, struct udpi_text *line) {
    struct udpi_cursor *cursor = &d->cursor;
    size_t left = udpi_cursor_left(cursor);
    if (cursor->stop != UDPI_STOP_NONE || cursor->claim == 0)
        return false;
    size_t size = left > 0 ? measure(cursor->at, left) : 0;
    const uint8_t *at = udpi_cursor_take(cursor, size > 0 ? size : cursor->claim);
    if (!at)
        return false;
    size_t text = size > 0 ? size - 1 : left;
    if (size > 0 && text > 0 && at[text - 1] == '\r')
        text--;
    *line = (struct udpi_text){at, text};
    return true;
}

bool udpi_take_line(struct udpi_decode *d, struct udpi_text *line) {
    return take(d, measure_line, line);
}

/* --- pieces of text ----------------------------------------------------------------------------------------------- */

struct udpi_text udpi_text_cut(struct udpi_text *rest, char separator) {
    if (rest->size == 0)
        return *rest;
    const uint8_t *end = memchr(rest->at, separator, rest->size);
    struct udpi_text text = {rest->at, end ? (size_t)(end - rest->at) : rest->size};
    size_t used = end ? text.size + 1 : text.size;
    *rest = (struct udpi_text){rest->at + used, rest->size - used};
    return text;
}

struct udpi_text udpi_text_trim(struct udpi_text text) {
    while (text.size > 0 && is_blank(text.at[0])) {
        text.at++;
        text.size--;
    }
    while (text.size > 0 && is_blank(text.at[text.size - 1]))
        text.size--;
    return text;
}

bool udpi_text_begins(struct udpi_text text, const char *word) {
    size_t length = strlen(word);
    return text.size >= length && strncasecmp((const char *)text.at, word, length) == 0;
}

bool udpi_text_is(struct udpi_text text, const char *word) {
    return text.size == strlen(word) && udpi_text_begins(text, word);
}

bool udpi_text_integer(struct udpi_text text, int64_t *number) {
    bool is_negative = text.size > 0 && text.at[0] == '-';
    int64_t sum = 0;
    size_t i = is_negative ? 1 : 0;
    if (text.size == i || text.size - i > MOST_LONG_DIGITS)
        return false;
    for (; i < text.size; i++) {
        if (!isdigit(text.at[i]))
            return false;
        sum = 10 * sum + (text.at[i] - '0');
    }
    *number = is_negative ? -sum : sum;
    return true;
}

bool udpi_text_number(struct udpi_text text, uint32_t *number) {
    int64_t integer;
    if (text.size > MOST_DIGITS || !udpi_text_integer(text, &integer) || text.at[0] == '-')
        return false;
    *number = (uint32_t)integer;
    return true;
}

void udpi_put_text(struct udpi_decode *d, unsigned depth, unsigned field, struct udpi_text text) {
    if (text.size > 0)
        udpi_put_at_depth(d, depth, field, udpi_offset_of(d, text.at), text.size, 0);
}

/* --- the start line ----------------------------------------------------------------------------------------------- */

/* RFC 9110 section 5.6.2, RFC 3261 section 25.1: a token. */
static bool is_token(struct udpi_text text) {
    for (size_t i = 0; i < text.size; i++)
        if (!isalnum(text.at[i]) && (text.at[i] == '\0' || !strchr("!#$%&'*+-.^_`|~", text.at[i])))
            return false;
    return text.size > 0;
}

static bool put_status_line(struct udpi_decode *d, struct udpi_text line) {
    struct udpi_text version = udpi_text_cut(&line, ' '), code = udpi_text_cut(&line, ' ');
    uint32_t number;
    if (code.size != CODE_DIGITS || !udpi_text_number(code, &number))
        return false;
    udpi_put_text(d, 0, UDPI_TEXT_VERSION, version);
    udpi_put(d, UDPI_TEXT_STATUS_CODE, code.at, code.size, number);
    udpi_put_text(d, 0, UDPI_TEXT_REASON_PHRASE, line);
    return true;
}

static bool put_request_line(struct udpi_decode *d, const struct udpi_text_form *form, struct udpi_text line) {
    struct udpi_text method = udpi_text_cut(&line, ' '), uri = udpi_text_cut(&line, ' ');
    if (!is_token(method) || uri.size == 0 || !udpi_text_begins(line, form->version))
        return false;
    udpi_put_text(d, 0, UDPI_TEXT_METHOD, method);
    udpi_put_text(d, 0, UDPI_TEXT_URI, uri);
    udpi_put_text(d, 0, UDPI_TEXT_VERSION, line);
    return true;
}

bool udpi_take_start_line(struct udpi_decode *d, const struct udpi_text_form *form) {
    struct udpi_text line;
    if (!udpi_take_line(d, &line))
        return false;
    return udpi_text_begins(line, form->version) ? put_status_line(d, line) : put_request_line(d, form, line);
}

/* --- headers ------------------------------------------------------------------------------------------------------ */

static const struct udpi_name *find_full_name(const struct udpi_text_form *form, struct udpi_text name) {
    return name.size == 1 ? udpi_name_find(form->compact, (uint64_t)(name.at[0] | 0x20)) : NULL;
}

static void note_wanted(const struct udpi_text_form *form, struct udpi_text name, const struct udpi_name *full_name,
                        struct udpi_text value, struct udpi_text *found) {
    for (unsigned i = 0; i < form->wanted_count; i++) {
        const char *wanted = form->wanted[i];
        bool is_it = full_name ? strcmp(full_name->text, wanted) == 0 : udpi_text_is(name, wanted);
        if (is_it && !found[i].at)
            found[i] = value;
    }
}

static void put_header(struct udpi_decode *d, const struct udpi_text_form *form, struct udpi_text line,
                       struct udpi_text *found) {
    struct udpi_text value = line, name = udpi_text_cut(&value, ':');
    if (name.size == line.size)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "a header of {a} bytes has no colon", (uint32_t)line.size, 0);
    name = udpi_text_trim(name);
    value = udpi_text_trim(value);
    uint32_t offset = udpi_offset_of(d, line.at);
    udpi_put_at_depth(d, 1, UDPI_TEXT_HEADER, offset, line.size, 0);
    udpi_put_text(d, 2, UDPI_TEXT_NAME, name);
    const struct udpi_name *full_name = find_full_name(form, name);
    if (full_name)
        udpi_put_at_depth(d, 2, form->full_name, offset, 1, full_name->number);
    udpi_put_text(d, 2, UDPI_TEXT_VALUE, value);
    note_wanted(form, name, full_name, value, found);
}

void udpi_take_headers(struct udpi_decode *d, const struct udpi_text_form *form, struct udpi_text *found) {
    struct udpi_text line = {0};
    bool is_complete = false;
    uint16_t list = d->cursor.claim > 0 ? udpi_nest_open(d, 0, UDPI_TEXT_HEADERS) : UDPI_NEST_NONE;
    while (!is_complete && take(d, measure_header, &line)) {
        is_complete = line.size == 0;
        if (!is_complete)
            put_header(d, form, line, found);
    }
    udpi_nest_close(d, list);
    if (!is_complete && d->cursor.stop == UDPI_STOP_NONE)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "no empty line ends the headers", 0, 0);
}
