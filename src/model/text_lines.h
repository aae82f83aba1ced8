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

/* Records it, unless it is empty. */
void udpi_put_text(struct udpi_decode *d, unsigned depth, unsigned field, struct udpi_text text);

/* How a protocol writes such messages: its fields, and what is looked for. */
struct udpi_text_form {
    const char *version; /* what the version begins with: "HTTP/1." */
    uint8_t method, uri, version_field, code, reason;
    uint8_t headers, header, name, full_name, value; /* a list, its groups, and what they hold */
    const struct udpi_names *compact; /* names for which a letter may stand (by its ASCII code), or NULL */
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
