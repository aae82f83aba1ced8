#include "socket/supply.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/escape.h"
#include "core/format.h"
#include "core/random.h"

/* What a datagram can hold, and the sum that says so. */
struct limit {
    size_t bytes;
    const char *sum;
};

static const struct limit limit_ipv4 = {
    UDPI_SUPPLY_MAX_IPV4, "over IPv4 a datagram holds at most 65,507: 65,535 - 20 (IPv4 header) - 8 (UDP header)"};
static const struct limit limit_ipv6 = {UDPI_SUPPLY_MAX_IPV6,
                                        "over IPv6 a datagram holds at most 65,527: 65,535 - 8 (UDP header)"};

struct udpi_supply {
    const struct limit *limit;
    uint8_t *bytes;
    size_t start, end; /* what has not been handed out yet, in `bytes` */
    size_t least;      /* bytes of a datagram; it has up to `end` */
    uint64_t random;   /* see udpi_random_below */
    bool is_lines;
    bool has_ended; /* lines: the end of standard input was seen */
    uint64_t line;
};

/* Room for one byte more than the limit: enough to see that it is exceeded, or for a line's newline. */
static size_t supply_room(const struct udpi_supply *supply) {
    return supply->limit->bytes + 1;
}

static bool fail(struct udpi_error *error, const char *what, const char *why) {
    udpi_error_set(error, UDPI_FAILED, "%s: %s", what, why);
    return false;
}

static bool fail_too_large(struct udpi_error *error, const char *what, const struct limit *limit) {
    udpi_error_set(error, UDPI_FAILED, "%s: too much; %s", what, limit->sum);
    return false;
}

/* --- the kinds of supply ------------------------------------------------------------------------------------------ */

static bool fill_text(struct udpi_supply *supply, const struct udpi_supply_options *options, struct udpi_error *error) {
    size_t size = strlen(options->text);
    if (size > supply->limit->bytes - supply->end)
        return fail_too_large(error, "the text", supply->limit);
    memcpy(supply->bytes + supply->end, options->text, size);
    supply->end += size;
    return true;
}

static int hex_digit(char character) {
    const char *digits = "0123456789abcdef0123456789ABCDEF";
    const char *at = character ? strchr(digits, character) : NULL;
    return at ? (int)((at - digits) % 16) : -1;
}

static bool fill_hex(struct udpi_supply *supply, const struct udpi_supply_options *options, struct udpi_error *error) {
    const char *at = options->text;
    for (at += strspn(at, " \t\n:"); *at; at += strspn(at, " \t\n:")) {
        int high = hex_digit(at[0]);
        int low = high < 0 ? -1 : hex_digit(at[1]);
        if (low < 0) {
            udpi_error_set(error, UDPI_USAGE,
                           "hex digits: at character %zu there is no pair of digits, as in 68656c6c6f",
                           (size_t)(at - options->text) + 1);
            return false;
        }
        if (supply->end == supply->limit->bytes)
            return fail_too_large(error, "the hex digits", supply->limit);
        supply->bytes[supply->end++] = (uint8_t)(high << 4 | low);
        at += 2;
    }
    return true;
}

static bool read_all(struct udpi_supply *supply, int descriptor, const char *name, struct udpi_error *error) {
    size_t room = supply_room(supply);
    ssize_t count;
    while ((count = read(descriptor, supply->bytes + supply->end, room - supply->end)) > 0)
        supply->end += (size_t)count;
    if (count < 0)
        return fail(error, name, strerror(errno));
    if (supply->end == room)
        return fail_too_large(error, name, supply->limit);
    return true;
}

static bool fill_file(struct udpi_supply *supply, const struct udpi_supply_options *options, struct udpi_error *error) {
    if (strcmp(options->text, "-") == 0)
        return read_all(supply, STDIN_FILENO, "standard input", error);
    int descriptor = open(options->text, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return fail(error, options->text, strerror(errno));
    bool is_read = read_all(supply, descriptor, options->text, error);
    close(descriptor);
    return is_read;
}

enum { RULER_STEP = 10, MOST_DIGITS = 18 };

static bool fill_size(struct udpi_supply *supply, const struct udpi_supply_options *options, struct udpi_error *error) {
    char what[32];
    snprintf(what, sizeof what, "%zu bytes", options->size);
    if (options->size > supply->limit->bytes)
        return fail_too_large(error, what, supply->limit);
    memset(supply->bytes, '.', options->size);
    for (size_t offset = 0; offset < options->size; offset += RULER_STEP) {
        char mark[UDPI_UINT_SIZE];
        size_t length = (size_t)(udpi_format_uint(mark, offset) - mark);
        size_t left = options->size - offset;
        memcpy(supply->bytes + offset, mark, length < left ? length : left);
    }
    supply->end = options->size;
    supply->random = options->seed;
    return true;
}

static bool fill_lines(struct udpi_supply *supply, const struct udpi_supply_options *options,
                       struct udpi_error *error) {
    (void)options, (void)error;
    supply->is_lines = true;
    return true;
}

/* Reads digits; gives the place behind them, NULL where there are none or too many. */
static const char *parse_size(const char *text, size_t *size) {
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > MOST_DIGITS)
        return NULL;
    *size = strtoul(text, NULL, 10);
    return text + digits;
}

enum udpi_status udpi_supply_parse_size(const char *text, struct udpi_supply_options *options,
                                        struct udpi_error *error) {
    const char *at = parse_size(text, &options->least_size);
    options->size = options->least_size;
    if (at && strncmp(at, "..", 2) == 0)
        at = parse_size(at + 2, &options->size);
    if (!at || *at)
        return udpi_error_set(error, UDPI_USAGE, "--size %s: not a size; give bytes, as in 18 or 64..1400", text);
    if (options->least_size > options->size)
        return udpi_error_set(error, UDPI_USAGE, "--size %s: the first is larger than the second; give %zu..%zu", text,
                              options->size, options->least_size);
    return UDPI_OK;
}

typedef bool fill_function(struct udpi_supply *, const struct udpi_supply_options *, struct udpi_error *);

static fill_function *const fillers[] = {
    [UDPI_SUPPLY_LINES] = fill_lines, [UDPI_SUPPLY_TEXT] = fill_text, [UDPI_SUPPLY_HEX] = fill_hex,
    [UDPI_SUPPLY_FILE] = fill_file,   [UDPI_SUPPLY_SIZE] = fill_size,
};

struct udpi_supply *udpi_supply_open(const struct udpi_supply_options *options, int family, struct udpi_error *error) {
    struct udpi_supply *supply = calloc(1, sizeof *supply);
    if (!supply) {
        fail(error, "datagram", strerror(errno));
        return NULL;
    }
    supply->limit = family == AF_INET6 ? &limit_ipv6 : &limit_ipv4;
    supply->bytes = malloc(supply_room(supply));
    if (supply->bytes)
        memset(supply->bytes, 0, options->header);
    supply->end = options->header;
    bool is_filled =
        supply->bytes ? fillers[options->kind](supply, options, error) : fail(error, "datagram", strerror(errno));
    supply->least = options->kind == UDPI_SUPPLY_SIZE ? options->least_size : supply->end;
    if (is_filled)
        return supply;
    udpi_supply_close(supply);
    return NULL;
}

void udpi_supply_close(struct udpi_supply *supply) {
    if (supply)
        free(supply->bytes);
    free(supply);
}

/* --- datagram by datagram ----------------------------------------------------------------------------------------- */

/* Reads what standard input has right now. */
static enum udpi_supply_state read_more(struct udpi_supply *supply, struct udpi_error *error) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&input, 1, 0) <= 0)
        return UDPI_SUPPLY_LATER;
    memmove(supply->bytes, supply->bytes + supply->start, supply->end - supply->start);
    supply->end -= supply->start;
    supply->start = 0;
    ssize_t count = read(STDIN_FILENO, supply->bytes + supply->end, supply_room(supply) - supply->end);
    if (count < 0 && errno == EINTR)
        return UDPI_SUPPLY_LATER;
    if (count < 0) {
        fail(error, "standard input", strerror(errno));
        return UDPI_SUPPLY_FAILED;
    }
    supply->end += (size_t)count;
    supply->has_ended = count == 0;
    return UDPI_SUPPLY_READY;
}

static enum udpi_supply_state fail_line(const struct udpi_supply *supply, struct udpi_error *error) {
    char what[48];
    snprintf(what, sizeof what, "standard input, line %llu", (unsigned long long)supply->line + 1);
    fail_too_large(error, what, supply->limit);
    return UDPI_SUPPLY_FAILED;
}

static enum udpi_supply_state next_line(struct udpi_supply *supply, const uint8_t **line, size_t *size,
                                        struct udpi_error *error) {
    const uint8_t *newline;
    while (!(newline = memchr(supply->bytes + supply->start, '\n', supply->end - supply->start))) {
        if (supply->end - supply->start > supply->limit->bytes)
            return fail_line(supply, error);
        if (supply->has_ended)
            break;
        enum udpi_supply_state state = read_more(supply, error);
        if (state != UDPI_SUPPLY_READY)
            return state;
    }
    if (!newline && supply->start == supply->end)
        return UDPI_SUPPLY_END;
    *line = supply->bytes + supply->start;
    *size = newline ? (size_t)(newline - *line) : supply->end - supply->start;
    supply->start += *size + (newline != NULL);
    supply->line++;
    return UDPI_SUPPLY_READY;
}

enum udpi_supply_state udpi_supply_next(struct udpi_supply *supply, const uint8_t **bytes, size_t *count,
                                        struct udpi_error *error) {
    if (supply->is_lines)
        return next_line(supply, bytes, count, error);
    *bytes = supply->bytes;
    *count = supply->least + (size_t)udpi_random_below(&supply->random, supply->end - supply->least + 1);
    return UDPI_SUPPLY_READY;
}

struct udpi_supply_extent udpi_supply_measure(const struct udpi_supply *supply) {
    return (struct udpi_supply_extent){.bytes = supply->bytes, .least = supply->least, .most = supply->end};
}

void udpi_supply_show(struct udpi_sink *sink, const uint8_t *bytes, size_t count, const char *middle, size_t columns) {
    char *at = udpi_sink_reserve(sink, UDPI_UINT_SIZE + strlen(" bytes ") + strlen(middle) + strlen(": \"\"...\n") +
                                           UDPI_ESCAPE_TERMINAL_ROOM(count));
    at = udpi_format_uint(at, count);
    at = stpcpy(at, count == 1 ? " byte " : " bytes ");
    at = stpcpy(at, middle);
    if (count > 0) {
        size_t shown;
        at = stpcpy(at, ": \"");
        at = udpi_escape_terminal(at, bytes, count, columns ? columns : UDPI_SUPPLY_COLUMNS, &shown);
        at = stpcpy(at, shown < count ? "\"..." : "\"");
    }
    *at++ = '\n';
    udpi_sink_commit(sink, at);
    udpi_sink_mark(sink);
}
