/*
 * Messages that are lines of text, as HTTP has them: a start line, headers, an empty line, and a body. A line ends with CR LF, or
 * with LF alone; the last one may lack it.
 *
 *     METHOD uri VERSION   or   VERSION code reason
 *     Name: value          a line that begins with a blank goes on with the value before it
 */
#ifndef UDPI_MODEL_TEXT_LINES_H
#define UDPI_MODEL_TEXT_LINES_H

#include "model/decode.h"

/* A piece of the layer's buffer. */
struct udpi_text {
    const uint8_t *at; /* NULL where there is none */
    size_t size;
};

/* Takes a line, without its end. False at the end of the claim; and where the capture ends in it (cursor.stop is set). */
bool udpi_take_line(struct udpi_decode *d, struct udpi_text *line);

/* Cuts off what stands before the first `separator`, or all of it; *rest goes on behind that. */
struct udpi_text udpi_text_cut(struct udpi_text *rest, char separator);

/* Without the blanks at both ends. */
struct udpi_text udpi_text_trim(struct udpi_text text);

/* Whether it is this word, or begins with it, in lower or upper case. */
bool udpi_text_is(struct udpi_text text, const char *word);
bool udpi_text_begins(struct udpi_text text, const char *word);

/* Reads a decimal number of one to nine digits that is all of the text. */
bool udpi_text_number(struct udpi_text text, uint32_t *number);

/* The same of one to 18 digits, with a minus in front where it is below zero. */
bool udpi_text_integer(struct udpi_text text, int64_t *number);

/* Records it, unless it is empty. */
void udpi_put_text(struct udpi_decode *d, unsigned depth, unsigned field, struct udpi_text text);

/* The first fields of a protocol with such messages. What is beside UDPI_TEXT_FIELD_LIST is its own to describe. */
enum {
    UDPI_TEXT_METHOD,
    UDPI_TEXT_URI,
    UDPI_TEXT_VERSION,
    UDPI_TEXT_STATUS_CODE,
    UDPI_TEXT_REASON_PHRASE,
    UDPI_TEXT_HEADERS,
    UDPI_TEXT_HEADER,
    UDPI_TEXT_NAME,
    UDPI_TEXT_VALUE,
    UDPI_TEXT_FIELDS
};

/* Designated initializers of the status line behind its version, and of the headers. */
#define UDPI_TEXT_FIELD_LIST                                                                                           \
    [UDPI_TEXT_STATUS_CODE] = {.key = "status_code", .label = "Status code", .type = UDPI_UINT, .flags = UDPI_SUMMARY, \
                               .doc = "What came of a request: 1xx not yet known, 2xx success, from 300 on not so."},  \
    [UDPI_TEXT_REASON_PHRASE] = {.key = "reason_phrase", .label = "Reason phrase", .type = UDPI_TEXT,                  \
                                 .flags = UDPI_SUMMARY, .doc = "The same for people."},                                \
    [UDPI_TEXT_HEADERS] = {.key = "headers", .label = "Headers", .type = UDPI_LIST, .doc = "What the message says."},  \
    [UDPI_TEXT_HEADER] = {.key = "header", .label = "Header", .type = UDPI_GROUP,                                      \
                          .within = UDPI_WITHIN(UDPI_TEXT_HEADERS),                                                    \
                          .doc = "One line, with those that go on with it."},                                          \
    [UDPI_TEXT_NAME] = {.key = "name", .label = "Name", .type = UDPI_TEXT, .within = UDPI_WITHIN(UDPI_TEXT_HEADER),    \
                        .doc = "Name of the header, as it stands there."},                                             \
    [UDPI_TEXT_VALUE] = {.key = "value", .label = "Value", .type = UDPI_TEXT, .within = UDPI_WITHIN(UDPI_TEXT_HEADER), \
                         .doc = "What it says."}

/* How a protocol writes such messages, and what is looked for in them. */
struct udpi_text_form {
    const char *version;              /* what the version begins with: "HTTP/1." */
    const struct udpi_names *compact; /* names for which a letter may stand (by its ASCII code), or NULL */
    uint8_t full_name;                /* the field for them */
    const char *const *wanted;        /* names of headers whose values are looked for */
    uint8_t wanted_count;
};

/*
 * Takes and records the start line. False, with nothing recorded, where it is none: it needs a method of letters that HTTP and SIP
 * have for that, a URI, and the version; or the version and three digits.
 */
bool udpi_take_start_line(struct udpi_decode *d, const struct udpi_text_form *form);

/*
 * Takes and records the headers and the empty line behind them; that one is missing is noted. found[i] becomes the value of the
 * first header called wanted[i], or is left as it is where there is none.
 */
void udpi_take_headers(struct udpi_decode *d, const struct udpi_text_form *form, struct udpi_text *found);

#endif
