#include "craft/craft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <pcap/pcap.h>
#include <udpinspect/packet.h>

#include "craft/builder.h"
#include "craft/fragments.h"
#include "craft/notation.h"
#include "craft/recipe.h"
#include "record/recording.h"

static const int64_t SECOND = 1000000000;

struct craft {
    const struct udpi_craft_options *options;
    struct udpi_error *error;
    struct udpi_recipe recipe;
    struct udpi_recording *file; /* NULL while no packet was written */
    struct udpi_craft_counts counts;
    uint64_t line;     /* number of the current one, from 1 */
    int64_t start;     /* time of the first packet */
    int32_t link_type; /* that of all packets; -1 until the first is built */
    struct udpi_build build;
    uint8_t bytes[UDPI_MAX_CRAFTED];
};

/* Puts the number of the line in front of the error, where there may be others. */
static enum udpi_status fail_in_line(struct craft *craft) {
    struct udpi_error error = *craft->error;
    if (craft->options->line_count == 1)
        return error.status;
    bool has_column = strncmp(error.text, "column ", 7) == 0;
    return udpi_error_set(craft->error, error.status, "line %llu%s %.480s", (unsigned long long)craft->line,
                          has_column ? "," : ":", error.text);
}

/* --- link types --------------------------------------------------------------------------------------------------- */

/* The DLT_ number for libpcap's name, or for a number; -1 for an unknown name. */
static int parse_link_type(const char *name) {
    int link_type = pcap_datalink_name_to_val(name);
    if (link_type >= 0)
        return link_type;
    char *end;
    unsigned long number = strtoul(name, &end, 10);
    bool is_number = *name >= '0' && *name <= '9' && *end == '\0' && number <= UINT16_MAX;
    return is_number ? (int)number : -1;
}

static const char *name_link_type(uint16_t link_type) {
    const char *name = pcap_datalink_val_to_name(link_type);
    return name ? name : "without a name";
}

static enum udpi_status refuse_first_layer(struct craft *craft) {
    return udpi_error_set(
        craft->error, UDPI_USAGE,
        "a captured frame does not begin with %s: begin with eth, ipv4 or ipv6, or say which --link-type it is",
        craft->recipe.layers[0].protocol->key);
}

/* All packets of a file have one link type: that of the first, or the one that was asked for. */
static enum udpi_status check_link_type(struct craft *craft) {
    if (craft->options->link_type)
        return UDPI_OK;
    enum { NONE = UINT16_MAX };
    uint16_t link_type = udpi_recipe_link_type(&craft->recipe, NONE);
    if (link_type == NONE && !craft->recipe.layers[0].protocol->is_data)
        return refuse_first_layer(craft);
    if (link_type == NONE) /* bytes may be any frame */
        link_type = craft->link_type < 0 ? DLT_EN10MB : (uint16_t)craft->link_type;
    if (craft->link_type < 0)
        craft->link_type = link_type;
    if (craft->link_type == link_type)
        return UDPI_OK;
    return udpi_error_set(
        craft->error, UDPI_USAGE,
        "the packet has link type %s, those before it %s; a capture file holds one, which --link-type can set",
        name_link_type(link_type), name_link_type((uint16_t)craft->link_type));
}

static enum udpi_status set_link_type(struct craft *craft) {
    const char *name = craft->options->link_type;
    craft->link_type = name ? parse_link_type(name) : -1;
    if (name && craft->link_type < 0)
        return udpi_error_set(
            craft->error, UDPI_USAGE,
            "link type '%s': libpcap knows none of that name; there are EN10MB, LINUX_SLL, LINUX_SLL2, NULL, "
            "LOOP, RAW and others",
            name);
    return UDPI_OK;
}

/* --- one packet --------------------------------------------------------------------------------------------------- */

static enum udpi_status build(struct craft *craft, const char *line) {
    enum udpi_status status = udpi_notation_parse(line, &craft->recipe, craft->error);
    if (status == UDPI_OK)
        status = check_link_type(craft);
    if (status == UDPI_OK)
        status = udpi_builder_run(&craft->build, &craft->recipe, craft->error);
    return status == UDPI_OK ? UDPI_OK : fail_in_line(craft);
}

static enum udpi_status open_file(struct craft *craft) {
    const struct udpi_recording_options options = {
        .path = craft->options->file ? craft->options->file : "-",
        .snapshot = craft->options->snapshot,
        .has_micros = true,
        .overwrites = craft->options->overwrites,
    };
    craft->file = udpi_recording_open(&options, craft->error);
    return craft->file ? UDPI_OK : craft->error->status;
}

/* The time of the packet with this index. Fails where the file has no room for it. */
static enum udpi_status find_time(const struct craft *craft, uint64_t index, int64_t *time) {
    bool is_beyond = index > INT64_MAX || __builtin_mul_overflow((int64_t)index, craft->options->interval, time) ||
                     __builtin_add_overflow(*time, craft->start, time);
    if (is_beyond || *time < 0 || *time / SECOND > UINT32_MAX)
        return udpi_error_set(craft->error, UDPI_USAGE, "time: a capture file holds the years 1970 to 2106 only");
    return UDPI_OK;
}

static enum udpi_status write_packet(void *context, const uint8_t *bytes, uint32_t size) {
    struct craft *craft = context;
    int64_t time = 0;
    enum udpi_status status = find_time(craft, craft->counts.packets, &time);
    if (status != UDPI_OK)
        return status;
    const struct udpi_frame frame = {
        .bytes = bytes,
        .captured = size,
        .length = size,
        .time = time,
        .link_type = (uint16_t)craft->link_type,
    };
    if (!udpi_recording_write(craft->file, &frame))
        return UDPI_FAILED; /* closing the file says why */
    craft->counts.packets++;
    craft->counts.bytes += size;
    return UDPI_OK;
}

static enum udpi_status build_and_write(struct craft *craft, const char *line) {
    enum udpi_status status = build(craft, line);
    if (status == UDPI_OK && !craft->file)
        status = open_file(craft);
    if (status != UDPI_OK)
        return status;
    uint32_t mtu = craft->options->mtu ? craft->options->mtu : UINT32_MAX;
    status = udpi_fragments_make(&craft->build, mtu, (uint32_t)craft->line, write_packet, craft, craft->error);
    return status == UDPI_USAGE ? fail_in_line(craft) : status;
}

/* --- all packets -------------------------------------------------------------------------------------------------- */

static enum udpi_status each_line(struct craft *craft, enum udpi_status (*take)(struct craft *, const char *)) {
    enum udpi_status status = UDPI_OK;
    const struct udpi_craft_options *options = craft->options;
    for (craft->line = 1; craft->line <= options->line_count && status == UDPI_OK; craft->line++)
        status = take(craft, options->lines[craft->line - 1]);
    return status;
}

static bool is_empty(const char *line) {
    line += strspn(line, " \t\r\n");
    return *line == '\0' || *line == '#';
}

static enum udpi_status each_input_line(struct craft *craft) {
    enum udpi_status status = UDPI_OK;
    char *line = NULL;
    size_t size = 0;
    for (craft->line = 1; status == UDPI_OK && getline(&line, &size, stdin) >= 0; craft->line++)
        if (!is_empty(line))
            status = build_and_write(craft, line);
    free(line);
    if (status == UDPI_OK && ferror(stdin))
        return udpi_error_set(craft->error, UDPI_FAILED, "standard input: it cannot be read");
    return status;
}

static enum udpi_status craft_all(struct craft *craft) {
    int64_t time;
    uint64_t last = craft->options->line_count ? craft->options->line_count - 1 : 0;
    enum udpi_status status = set_link_type(craft);
    if (status == UDPI_OK)
        status = find_time(craft, 0, &time);
    if (status == UDPI_OK)
        status = find_time(craft, last, &time);
    if (status != UDPI_OK)
        return status;
    if (craft->options->line_count == 0)
        status = each_input_line(craft);
    else if ((status = each_line(craft, build)) == UDPI_OK)
        status = each_line(craft, build_and_write);
    if (status == UDPI_OK && !craft->file)
        return udpi_error_set(craft->error, UDPI_USAGE, "standard input: there is no packet in it");
    return status;
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec * SECOND + time.tv_nsec;
}

enum udpi_status udpi_craft_write(const struct udpi_craft_options *options, struct udpi_error *error) {
    struct craft *craft = calloc(1, sizeof *craft);
    if (!craft || !udpi_recipe_open(&craft->recipe)) {
        free(craft);
        return udpi_error_set(error, UDPI_FAILED, "out of memory");
    }
    *error = (struct udpi_error){0};
    craft->options = options;
    craft->error = error;
    craft->build.bytes = craft->bytes;
    craft->build.capacity = sizeof craft->bytes;
    craft->start = options->start == UDPI_NO_TIME ? now() : options->start;
    enum udpi_status status = craft_all(craft);
    if (craft->file)
        status = udpi_recording_end(craft->file, error);
    if (options->counts)
        *options->counts = craft->counts;
    udpi_recording_free(craft->file);
    udpi_recipe_close(&craft->recipe);
    free(craft);
    return status;
}
