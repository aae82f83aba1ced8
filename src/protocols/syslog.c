/*
 * Syslog: a line of text about what has happened, in the form of RFC 5424 or as RFC 3164 found it.
 *
 *     <priority>version timestamp host program process message-id structured-data message        RFC 5424
 *     <priority>Mmm dd hh:mm:ss host program[process]: message                                    RFC 3164
 *
 *     structured-data: [id name="value" name="value"][id …]
 *
 * Parts that are not known are a hyphen in the first form, and may be missing in the second, whose timestamp many senders write
 * as in the first. What begins with no timestamp is all message.
 */
#include <string.h>

#include "core/pattern.h"
#include "core/rfc3339.h"
#include "model/nest.h"

enum {
    PRIORITY,
    FACILITY,
    SEVERITY,
    VERSION,
    TIMESTAMP,
    LOCAL_TIMESTAMP,
    HOSTNAME,
    APP_NAME,
    PROC_ID,
    MSG_ID,
    STRUCTURED_DATA,
    ELEMENT,
    ELEMENT_ID,
    PARAMETERS,
    PARAMETER,
    PARAMETER_NAME,
    PARAMETER_VALUE,
    BOM,
    MESSAGE,
    FIELDS
};

enum { MOST_DIGITS = 3, MOST_PRIORITY = 191, SEVERITIES = 8, DECIMAL = 10 };

/* RFC 5427 section 3, SyslogFacility. */
static const struct udpi_name facility_entries[] = {
    UDPI_NAME(0, "kern"),    UDPI_NAME(1, "user"),    UDPI_NAME(2, "mail"),      UDPI_NAME(3, "daemon"),
    UDPI_NAME(4, "auth"),    UDPI_NAME(5, "syslog"),  UDPI_NAME(6, "lpr"),       UDPI_NAME(7, "news"),
    UDPI_NAME(8, "uucp"),    UDPI_NAME(9, "cron"),    UDPI_NAME(10, "authpriv"), UDPI_NAME(11, "ftp"),
    UDPI_NAME(12, "ntp"),    UDPI_NAME(13, "audit"),  UDPI_NAME(14, "console"),  UDPI_NAME(15, "cron2"),
    UDPI_NAME(16, "local0"), UDPI_NAME(17, "local1"), UDPI_NAME(18, "local2"),   UDPI_NAME(19, "local3"),
    UDPI_NAME(20, "local4"), UDPI_NAME(21, "local5"), UDPI_NAME(22, "local6"),   UDPI_NAME(23, "local7"),
};
static const struct udpi_names facility_names = {facility_entries, sizeof facility_entries / sizeof *facility_entries};

/* RFC 5427 section 3, SyslogSeverity. */
static const struct udpi_name severity_entries[SEVERITIES] = {
    UDPI_NAME(0, "emerg"),   UDPI_NAME(1, "alert"),  UDPI_NAME(2, "crit"), UDPI_NAME(3, "err"),
    UDPI_NAME(4, "warning"), UDPI_NAME(5, "notice"), UDPI_NAME(6, "info"), UDPI_NAME(7, "debug"),
};
static const struct udpi_names severity_names = {severity_entries, SEVERITIES};

static const struct udpi_field fields[FIELDS] = {
    [PRIORITY] = {.key = "priority", .label = "Priority", .type = UDPI_UINT, .width = 1, .flags = UDPI_DETAIL,
                  .doc = "8 times the facility, and the severity."},
    [FACILITY] = {.key = "facility", .label = "Facility", .type = UDPI_UINT, .width = 1, .flags = UDPI_SUMMARY,
                  .names = &facility_names, .doc = "Part of the system that it has happened in."},
    [SEVERITY] = {.key = "severity", .label = "Severity", .type = UDPI_UINT, .width = 1, .flags = UDPI_SUMMARY,
                  .names = &severity_names, .doc = "How bad it is; 0 is worst."},
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, .width = 2,
                 .doc = "1; there is none in the form of RFC 3164."},
    [TIMESTAMP] = {.key = "timestamp", .label = "Timestamp", .type = UDPI_TIME, .doc = "When it has happened."},
    [LOCAL_TIMESTAMP] = {.key = "local_timestamp", .label = "Local timestamp", .type = UDPI_TEXT,
                         .doc = "When it has happened by the sender's clock, without year and time zone (RFC 3164)."},
    [HOSTNAME] = {.key = "hostname", .label = "Host name", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                  .doc = "Where it has happened: a name or an address."},
    [APP_NAME] = {.key = "app_name", .label = "Program", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                  .doc = "Program or device that tells of it; the tag of RFC 3164."},
    [PROC_ID] = {.key = "proc_id", .label = "Process", .type = UDPI_TEXT,
                 .doc = "Mostly the number of the program's process."},
    [MSG_ID] = {.key = "msg_id", .label = "Message id", .type = UDPI_TEXT, .doc = "Kind of message, as the program calls it."},
    [STRUCTURED_DATA] = {.key = "structured_data", .label = "Structured data", .type = UDPI_LIST,
                         .doc = "What programs can read without understanding the text."},
    [ELEMENT] = {.key = "element", .label = "Element", .type = UDPI_GROUP, .within = UDPI_WITHIN(STRUCTURED_DATA),
                 .doc = "What belongs together."},
    [ELEMENT_ID] = {.key = "id", .label = "Id", .type = UDPI_TEXT, .within = UDPI_WITHIN(ELEMENT),
                    .doc = "Kind of element; behind an @ stands whose."},
    [PARAMETERS] = {.key = "parameters", .label = "Parameters", .type = UDPI_LIST, .within = UDPI_WITHIN(ELEMENT),
                    .doc = "What it says."},
    [PARAMETER] = {.key = "entry", .label = "Parameter", .type = UDPI_GROUP, .within = UDPI_WITHIN(PARAMETERS),
                   .doc = "One name with its value."},
    [PARAMETER_NAME] = {.key = "name", .label = "Name", .type = UDPI_TEXT, .within = UDPI_WITHIN(PARAMETER),
                        .doc = "What is told."},
    [PARAMETER_VALUE] = {.key = "value", .label = "Value", .type = UDPI_TEXT, .within = UDPI_WITHIN(PARAMETER),
                         .doc = "As it was sent: a quote, backslash or bracket has a backslash in front."},
    [BOM] = {.key = "bom", .label = "Byte order mark", .type = UDPI_BOOL, .flags = UDPI_IF_SET,
             .doc = "Stands before the message, and says that it is UTF-8."},
    [MESSAGE] = {.key = "message", .label = "Message", .type = UDPI_TEXT, .flags = UDPI_SUMMARY,
                 .doc = "What has happened, for people."},
};

/* --- words -------------------------------------------------------------------------------------------------------- */

struct word {
    const uint8_t *at;
    size_t size;
};

static bool is_next(const struct udpi_decode *d, uint8_t byte) {
    return udpi_cursor_left(&d->cursor) > 0 && *d->cursor.at == byte;
}

/* Takes this byte, if it is next. */
static bool accept(struct udpi_decode *d, uint8_t byte) {
    bool is_there = is_next(d, byte);
    if (is_there)
        udpi_cursor_skip(&d->cursor, 1);
    return is_there;
}

/* The bytes up to the first of `ends`, or to the last one that there is. */
static struct word find_word(const struct udpi_decode *d, const char *ends) {
    size_t left = udpi_cursor_left(&d->cursor), count = strlen(ends), size = 0;
    while (size < left && !memchr(ends, d->cursor.at[size], count))
        size++;
    return (struct word){d->cursor.at, size};
}

static struct word take_word(struct udpi_decode *d, const char *ends) {
    struct word word = find_word(d, ends);
    udpi_cursor_skip(&d->cursor, word.size);
    return word;
}

static void put_word(struct udpi_decode *d, unsigned depth, unsigned field, struct word word) {
    udpi_put_at_depth(d, depth, field, udpi_offset_of(d, word.at), word.size, 0);
}

/* The number in `count` digits; false where one of them is none. */
static bool read_digits(const uint8_t *at, size_t count, unsigned *number) {
    *number = 0;
    for (size_t i = 0; i < count; i++) {
        if (!udpi_is_digit(at[i]))
            return false;
        *number = DECIMAL * *number + (at[i] - (unsigned)'0');
    }
    return count > 0;
}

static bool fits(struct word word, const char *pattern) {
    return udpi_text_fits(word.at, word.size, pattern);
}

/* All that is left of the message: what is not captured is for the engine to note. */
static void put_message(struct udpi_decode *d) {
    struct word word = take_word(d, "");
    if (word.size > 0)
        put_word(d, 0, MESSAGE, word);
    udpi_cursor_take(&d->cursor, d->cursor.claim);
}

/* --- the form of RFC 5424 ----------------------------------------------------------------------------------------- */

/* Whether the capture ends here, and the message does not. */
static bool is_cut(const struct udpi_decode *d) {
    return udpi_cursor_left(&d->cursor) == 0 && d->cursor.claim > 0;
}

static bool is_nil(struct word word) {
    return word.size == 1 && *word.at == '-';
}

static void put_time(struct udpi_decode *d, struct word word) {
    int64_t time;
    if (is_nil(word))
        return;
    if (udpi_rfc3339_read(word.at, word.size, &time))
        udpi_put(d, TIMESTAMP, word.at, word.size, (uint64_t)time);
    else if (!is_cut(d))
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the timestamp of {a} bytes is none", (uint32_t)word.size, 0);
}

/* The value ends at a quote that has no backslash in front. */
static bool put_parameter(struct udpi_decode *d) {
    enum { DEPTH = 4 };
    put_word(d, DEPTH, PARAMETER_NAME, take_word(d, "=] \""));
    if (!accept(d, '=') || !accept(d, '"'))
        return false;
    struct word value = take_word(d, "\\\"");
    while (accept(d, '\\')) {
        if (udpi_cursor_left(&d->cursor) > 0)
            udpi_cursor_skip(&d->cursor, 1);
        take_word(d, "\\\"");
    }
    value.size = (size_t)(d->cursor.at - value.at);
    put_word(d, DEPTH, PARAMETER_VALUE, value);
    return accept(d, '"');
}

static bool put_parameters(struct udpi_decode *d) {
    if (!is_next(d, ' '))
        return true;
    bool was_read = true;
    uint16_t list = udpi_nest_open(d, 2, PARAMETERS);
    while (was_read && accept(d, ' ')) {
        uint16_t group = udpi_nest_open(d, 3, PARAMETER);
        was_read = put_parameter(d);
        udpi_nest_close(d, group);
    }
    udpi_nest_close(d, list);
    return was_read;
}

static bool put_element(struct udpi_decode *d) {
    uint16_t group = udpi_nest_open(d, 1, ELEMENT);
    put_word(d, 2, ELEMENT_ID, take_word(d, " ]\"="));
    bool was_read = put_parameters(d) && accept(d, ']');
    udpi_nest_close(d, group);
    return was_read;
}

static bool put_structured_data(struct udpi_decode *d) {
    if (accept(d, '-'))
        return true;
    bool was_read = is_next(d, '[');
    uint16_t list = udpi_nest_open(d, 0, STRUCTURED_DATA);
    while (was_read && accept(d, '['))
        was_read = put_element(d);
    udpi_nest_close(d, list);
    return was_read;
}

/* RFC 5424 section 6.4. */
static void put_marked_message(struct udpi_decode *d) {
    enum { MARK_SIZE = 3 };
    bool has_mark = udpi_cursor_left(&d->cursor) >= MARK_SIZE && memcmp(d->cursor.at, "\xef\xbb\xbf", MARK_SIZE) == 0;
    if (has_mark)
        udpi_put(d, BOM, udpi_cursor_take(&d->cursor, MARK_SIZE), MARK_SIZE, 1);
    put_message(d);
}

/* Whether the cursor is at a version with a timestamp behind it. */
static bool has_version(const struct udpi_decode *d) {
    struct word version = find_word(d, " ");
    size_t left = udpi_cursor_left(&d->cursor);
    unsigned number;
    if (version.size > MOST_DIGITS || !read_digits(version.at, version.size, &number) || number == 0)
        return false;
    struct word rest = {version.at + version.size, left - version.size};
    return fits(rest, " - ") || fits(rest, " 0000-00-00T");
}

static void put_standard(struct udpi_decode *d) {
    static const uint8_t words[] = {HOSTNAME, APP_NAME, PROC_ID, MSG_ID};
    struct word version = take_word(d, " ");
    unsigned number;
    read_digits(version.at, version.size, &number);
    udpi_put(d, VERSION, version.at, version.size, number);
    accept(d, ' ');
    put_time(d, take_word(d, " "));
    for (size_t i = 0; i < sizeof words && accept(d, ' '); i++) {
        struct word word = take_word(d, " ");
        if (!is_nil(word))
            put_word(d, 0, words[i], word);
    }
    bool was_read = accept(d, ' ') && put_structured_data(d);
    if (was_read && accept(d, ' '))
        put_marked_message(d);
    else if (is_cut(d))
        udpi_cursor_take(&d->cursor, d->cursor.claim);
    else if (!was_read || d->cursor.claim > 0)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the structured data is missing, does not end, or has no blank behind it",
                      0, 0);
}

/* --- the form of RFC 3164 ----------------------------------------------------------------------------------------- */

/* "Jan  2 10:09:52 ": RFC 3164 section 4.1.2; some write the day with a zero. */
static bool has_local_time(struct word line) {
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    enum { NAME_SIZE = 3, DAY_SIZE = 2 };
    if (line.size < NAME_SIZE + DAY_SIZE)
        return false;
    struct word behind = {line.at + NAME_SIZE + DAY_SIZE, line.size - NAME_SIZE - DAY_SIZE};
    bool has_day =
        line.at[NAME_SIZE] == ' ' && (line.at[NAME_SIZE + 1] == ' ' || udpi_is_digit(line.at[NAME_SIZE + 1]));
    for (size_t i = 0; has_day && fits(behind, "0 00:00:00 ") && months[i]; i += NAME_SIZE)
        if (memcmp(line.at, months + i, NAME_SIZE) == 0)
            return true;
    return false;
}

/* "program: " or "program[process]: ", where there is such; the first blank behind it belongs to it. */
static void put_tag(struct udpi_decode *d) {
    const struct udpi_cursor before = d->cursor;
    struct word program = take_word(d, ":[ "), process = {0};
    bool has_process = accept(d, '[');
    if (has_process) {
        process = take_word(d, "] ");
        has_process = accept(d, ']');
    }
    bool has_colon = accept(d, ':');
    if (program.size == 0 || !(has_process || has_colon)) {
        d->cursor = before;
        return;
    }
    put_word(d, 0, APP_NAME, program);
    if (has_process)
        put_word(d, 0, PROC_ID, process);
    accept(d, ' ');
}

/* A first word that ends with a colon is the program's: some senders leave out the host. */
static void put_host_and_tag(struct udpi_decode *d) {
    struct word host = find_word(d, " ");
    if (host.size > 0 && host.at[host.size - 1] != ':') {
        put_word(d, 0, HOSTNAME, take_word(d, " "));
        accept(d, ' ');
    }
    put_tag(d);
}

static void put_traditional(struct udpi_decode *d) {
    enum { LOCAL_TIME_SIZE = 15 };
    struct word line = find_word(d, ""), first = find_word(d, " ");
    int64_t time;
    if (has_local_time(line)) {
        put_word(d, 0, LOCAL_TIMESTAMP, (struct word){line.at, LOCAL_TIME_SIZE});
        udpi_cursor_skip(&d->cursor, LOCAL_TIME_SIZE + 1);
        put_host_and_tag(d);
    } else if (udpi_rfc3339_read(first.at, first.size, &time)) {
        udpi_put(d, TIMESTAMP, first.at, first.size, (uint64_t)time);
        udpi_cursor_skip(&d->cursor, first.size);
        accept(d, ' ');
        put_host_and_tag(d);
    }
    put_message(d);
}

/* --- the message -------------------------------------------------------------------------------------------------- */

/* RFC 5424 section 6.2.1. */
static bool take_priority(struct udpi_decode *d, struct word *digits, unsigned *priority) {
    if (!accept(d, '<'))
        return false;
    *digits = take_word(d, ">");
    return digits->size <= MOST_DIGITS && read_digits(digits->at, digits->size, priority) &&
           *priority <= MOST_PRIORITY && accept(d, '>');
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    struct word digits;
    unsigned priority;
    (void)header;
    if (!take_priority(d, &digits, &priority))
        return udpi_next_not_mine();
    udpi_put(d, PRIORITY, digits.at, digits.size, priority);
    udpi_put(d, FACILITY, digits.at, digits.size, priority / SEVERITIES);
    udpi_put(d, SEVERITY, digits.at, digits.size, priority % SEVERITIES);
    if (has_version(d))
        put_standard(d);
    else
        put_traditional(d);
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 514}};

const struct udpi_protocol udpi_syslog = {
    .key = "syslog",
    .title = "Syslog",
    .spec = "RFC 5424",
    .doc = "Tells a collector what has happened, in words.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .is_end = true,
    .decode = decode,
};
