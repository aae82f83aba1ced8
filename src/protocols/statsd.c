/*
 * StatsD: measurements of programs, one on each line. What stands behind the type, but for the rate, is of DogStatsD.
 *
 *     name:value|type|@rate|#tag,tag|c:container|Tseconds|…
 *     _e{bytes of title,bytes of text}:title|text|d:seconds|h:host|p:priority|t:alert|#tags|…     an event
 *     _sc|name|status|d:seconds|h:host|#tags|m:message|…                                          a check of a service
 *
 * Of several values colons are in between.
 */
#include <ctype.h>
#include <string.h>

#include "model/text_lines.h"

enum {
    METRICS,
    METRIC,
    NAME,
    VALUE,
    TYPE,
    TITLE,
    EVENT_TEXT,
    STATUS,
    SAMPLE_RATE,
    TIMESTAMP,
    TAGS,
    TAG,
    HOSTNAME,
    PRIORITY,
    ALERT_TYPE,
    AGGREGATION_KEY,
    SOURCE_TYPE,
    MESSAGE,
    CONTAINER_ID,
    EXTERNAL_DATA,
    CARDINALITY,
    FIELDS
};

enum type { COUNTER, GAUGE, TIMER, SET, HISTOGRAM, DISTRIBUTION, METER, TYPES };

static const struct udpi_name type_entries[TYPES] = {
    UDPI_NAME(COUNTER, "counter"), UDPI_NAME(GAUGE, "gauge"),         UDPI_NAME(TIMER, "timer"),
    UDPI_NAME(SET, "set"),         UDPI_NAME(HISTOGRAM, "histogram"), UDPI_NAME(DISTRIBUTION, "distribution"),
    UDPI_NAME(METER, "meter"),
};
static const struct udpi_names type_names = {type_entries, TYPES};

static const struct udpi_name statuses[] = {UDPI_NAME(0, "ok"), UDPI_NAME(1, "warning"), UDPI_NAME(2, "critical"),
                                            UDPI_NAME(3, "unknown")};
enum { STATUSES = sizeof statuses / sizeof *statuses };
static const struct udpi_names status_names = {statuses, STATUSES};

#define IN_METRIC .within = UDPI_WITHIN(METRIC)

static const struct udpi_field fields[FIELDS] = {
    [METRICS] = {.key = "metrics", .label = "Metrics", .type = UDPI_LIST,
                 .doc = "What is told: metrics, and events and checks of DogStatsD."},
    [METRIC] = {.key = "metric", .label = "Metric", .type = UDPI_GROUP, .within = UDPI_WITHIN(METRICS),
                .doc = "What one line tells."},
    [NAME] = {.key = "name", .label = "Name", .type = UDPI_TEXT, IN_METRIC, .flags = UDPI_SUMMARY,
              .doc = "What is measured, or the service that was checked."},
    [VALUE] = {.key = "value", .label = "Value", .type = UDPI_TEXT, IN_METRIC, .flags = UDPI_SUMMARY,
               .doc = "How much; with a sign, a gauge changes by that. Several have colons in between."},
    [TYPE] = {.key = "type", .label = "Type", .type = UDPI_WORD, IN_METRIC, .flags = UDPI_SUMMARY, .names = &type_names,
              .doc = "What is to be made of the values."},
    [TITLE] = {.key = "title", .label = "Title", .type = UDPI_TEXT, IN_METRIC, .flags = UDPI_SUMMARY,
               .doc = "What has happened, of an event."},
    [EVENT_TEXT] = {.key = "text", .label = "Text", .type = UDPI_TEXT, IN_METRIC, .doc = "More about it."},
    [STATUS] = {.key = "status", .label = "Status", .type = UDPI_UINT, IN_METRIC, .flags = UDPI_SUMMARY,
                .names = &status_names, .doc = "What the check of a service gave."},
    [SAMPLE_RATE] = {.key = "sample_rate", .label = "Sample rate", .type = UDPI_TEXT, IN_METRIC,
                     .doc = "Part of such events that is told of: 0.1 for a tenth."},
    [TIMESTAMP] = {.key = "timestamp", .label = "Timestamp", .type = UDPI_TIME, IN_METRIC,
                   .doc = "When it was, where it is not now."},
    [TAGS] = {.key = "tags", .label = "Tags", .type = UDPI_LIST, IN_METRIC, .doc = "What it is told apart by."},
    [TAG] = {.key = "tag", .label = "Tag", .type = UDPI_TEXT, .within = UDPI_WITHIN(TAGS),
             .doc = "A word, or a key with its value behind a colon."},
    [HOSTNAME] = {.key = "hostname", .label = "Host name", .type = UDPI_TEXT, IN_METRIC, .doc = "Where it was."},
    [PRIORITY] = {.key = "priority", .label = "Priority", .type = UDPI_TEXT, IN_METRIC,
                  .doc = "Of an event: normal or low."},
    [ALERT_TYPE] = {.key = "alert_type", .label = "Alert type", .type = UDPI_TEXT, IN_METRIC,
                    .doc = "Of an event: error, warning, info or success."},
    [AGGREGATION_KEY] = {.key = "aggregation_key", .label = "Aggregation key", .type = UDPI_TEXT, IN_METRIC,
                         .doc = "Events that have the same belong together."},
    [SOURCE_TYPE] = {.key = "source_type", .label = "Source type", .type = UDPI_TEXT, IN_METRIC,
                     .doc = "What kind of program an event is of."},
    [MESSAGE] = {.key = "message", .label = "Message", .type = UDPI_TEXT, IN_METRIC,
                 .doc = "Why a check gave what it gave."},
    [CONTAINER_ID] = {.key = "container_id", .label = "Container id", .type = UDPI_TEXT, IN_METRIC,
                      .doc = "Container that the program runs in."},
    [EXTERNAL_DATA] = {.key = "external_data", .label = "External data", .type = UDPI_TEXT, IN_METRIC,
                       .doc = "The same, as the container's host has put it there."},
    [CARDINALITY] = {.key = "cardinality", .label = "Cardinality", .type = UDPI_TEXT, IN_METRIC,
                     .doc = "How many tags of its own a collector may add."},
};

enum { DEPTH = 2 };

/* --- words -------------------------------------------------------------------------------------------------------- */

/* Without the first `size` bytes, which it has. */
static struct udpi_text skip(struct udpi_text text, size_t size) {
    return (struct udpi_text){text.at + size, text.size - size};
}

static size_t count_digits(struct udpi_text text) {
    size_t count = 0;
    while (count < text.size && isdigit(text.at[count]))
        count++;
    return count;
}

/* Takes a sign, if there is one. */
static struct udpi_text skip_sign(struct udpi_text text) {
    return text.size > 0 && (*text.at == '+' || *text.at == '-') ? skip(text, 1) : text;
}

/* A decimal number: it may have a sign, a fraction and an exponent. */
static bool is_number(struct udpi_text text) {
    text = skip_sign(text);
    size_t digits = count_digits(text);
    text = skip(text, digits);
    if (text.size > 0 && *text.at == '.') {
        text = skip(text, 1);
        digits += count_digits(text);
        text = skip(text, count_digits(text));
    }
    if (digits > 0 && udpi_text_begins(text, "e")) {
        text = skip_sign(skip(text, 1));
        digits = count_digits(text);
        text = skip(text, digits);
    }
    return digits > 0 && text.size == 0;
}

static bool are_numbers(struct udpi_text values) {
    do {
        if (!is_number(udpi_text_cut(&values, ':')))
            return false;
    } while (values.size > 0);
    return true;
}

static bool has_control(struct udpi_text line) {
    for (size_t i = 0; i < line.size; i++)
        if (iscntrl(line.at[i]))
            return true;
    return false;
}

/* --- sections ----------------------------------------------------------------------------------------------------- */

/* What stands behind the first parts of a line, told by its beginning. */
static const struct section {
    char prefix[6];
    uint8_t field;
} sections[] = {
    {"@", SAMPLE_RATE}, {"#", TAGS},        {"c:", CONTAINER_ID}, {"e:", EXTERNAL_DATA},   {"card:", CARDINALITY},
    {"d:", TIMESTAMP},  {"h:", HOSTNAME},   {"p:", PRIORITY},     {"k:", AGGREGATION_KEY}, {"s:", SOURCE_TYPE},
    {"m:", MESSAGE},    {"t:", ALERT_TYPE}, {"T", TIMESTAMP},
};

static void put_tags(struct udpi_decode *d, struct udpi_text tags) {
    udpi_put_text(d, DEPTH, TAGS, tags);
    while (tags.size > 0)
        udpi_put_text(d, DEPTH + 1, TAG, udpi_text_cut(&tags, ','));
}

static bool put_time(struct udpi_decode *d, struct udpi_text text) {
    const int64_t billion = 1000000000, latest = INT64_C(1) << 32;
    int64_t seconds;
    if (!udpi_text_integer(text, &seconds) || seconds < 0 || seconds > latest)
        return false;
    udpi_put_at_depth(d, DEPTH, TIMESTAMP, udpi_offset_of(d, text.at), text.size, (uint64_t)(seconds * billion));
    return true;
}

static bool put_section(struct udpi_decode *d, const struct section *section, struct udpi_text text) {
    if (section->field == TIMESTAMP)
        return put_time(d, text);
    if (section->field == TAGS)
        put_tags(d, text);
    else
        udpi_put_text(d, DEPTH, section->field, text);
    return section->field != SAMPLE_RATE || is_number(text);
}

static const struct section *find_section(struct udpi_text text) {
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (udpi_text_begins(text, sections[i].prefix))
            return &sections[i];
    return NULL;
}

/* False where one of them is not known, wrong, or there twice. */
static bool put_sections(struct udpi_decode *d, struct udpi_text rest) {
    uint32_t seen = 0; /* fields, a bit each */
    while (rest.size > 0) {
        struct udpi_text text = udpi_text_cut(&rest, '|');
        const struct section *section = find_section(text);
        if (!section || seen >> section->field & 1 || !put_section(d, section, skip(text, strlen(section->prefix))))
            return false;
        seen |= 1U << section->field;
    }
    return true;
}

/* --- lines -------------------------------------------------------------------------------------------------------- */

static bool find_type(struct udpi_text text, enum type *type) {
    static const char letters[TYPES][3] = {
        [COUNTER] = "c",   [GAUGE] = "g",        [TIMER] = "ms", [SET] = "s",
        [HISTOGRAM] = "h", [DISTRIBUTION] = "d", [METER] = "m",
    };
    for (*type = 0; *type < TYPES; (*type)++)
        if (udpi_text_is(text, letters[*type]))
            return true;
    return false;
}

static bool put_metric(struct udpi_decode *d, struct udpi_text line) {
    enum type type;
    struct udpi_text name = udpi_text_cut(&line, ':');
    struct udpi_text value = udpi_text_cut(&line, '|'), letters = udpi_text_cut(&line, '|');
    if (name.size == 0 || memchr(name.at, '|', name.size) || !find_type(letters, &type))
        return false;
    if (type == SET ? value.size == 0 : !are_numbers(value))
        return false;
    udpi_put_text(d, DEPTH, NAME, name);
    udpi_put_text(d, DEPTH, VALUE, value);
    udpi_put_at_depth(d, DEPTH, TYPE, udpi_offset_of(d, letters.at), letters.size, type);
    return put_sections(d, line);
}

static bool put_event(struct udpi_decode *d, struct udpi_text line) {
    uint32_t title = 0, text = 0;
    bool has_sizes =
        udpi_text_number(udpi_text_cut(&line, ','), &title) && udpi_text_number(udpi_text_cut(&line, '}'), &text);
    size_t size = 1 + (size_t)title + 1 + text; /* with what stands before each */
    if (!has_sizes || size > line.size || line.at[0] != ':' || line.at[1 + title] != '|')
        return false;
    udpi_put_text(d, DEPTH, TITLE, (struct udpi_text){line.at + 1, title});
    udpi_put_text(d, DEPTH, EVENT_TEXT, (struct udpi_text){line.at + 1 + title + 1, text});
    line = skip(line, size);
    return line.size == 0 || (*line.at == '|' && put_sections(d, skip(line, 1)));
}

static bool put_check(struct udpi_decode *d, struct udpi_text line) {
    uint32_t number;
    struct udpi_text name = udpi_text_cut(&line, '|'), status = udpi_text_cut(&line, '|');
    if (name.size == 0 || !udpi_text_number(status, &number) || number >= STATUSES)
        return false;
    udpi_put_text(d, DEPTH, NAME, name);
    udpi_put_at_depth(d, DEPTH, STATUS, udpi_offset_of(d, status.at), status.size, number);
    return put_sections(d, line);
}

static bool put_line(struct udpi_decode *d, struct udpi_text line) {
    static const char event[] = "_e{", check[] = "_sc|";
    if (has_control(line))
        return false;
    udpi_put_at_depth(d, 1, METRIC, udpi_offset_of(d, line.at), line.size, 0);
    if (udpi_text_begins(line, event))
        return put_event(d, skip(line, sizeof event - 1));
    return udpi_text_begins(line, check) ? put_check(d, skip(line, sizeof check - 1)) : put_metric(d, line);
}

/* All lines have to be such; of what is cut off none is asked. */
static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    struct udpi_text line;
    bool has_line = false;
    udpi_put_bytes(d, METRICS, header, udpi_cursor_left(&d->cursor));
    while (udpi_take_line(d, &line)) {
        if (line.size > 0 && !put_line(d, line))
            return udpi_next_not_mine();
        has_line = has_line || line.size > 0;
    }
    return has_line ? udpi_next_payload() : udpi_next_not_mine();
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 8125}};

const struct udpi_protocol udpi_statsd = {
    .key = "statsd",
    .title = "StatsD",
    .spec = "StatsD, docs/metric_types.md; DogStatsD 1.3",
    .doc = "Tells a collector what programs have counted and measured.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .is_end = true,
    .decode = decode,
};
