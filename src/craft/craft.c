#include "craft/craft.h"

#include <stdlib.h>
#include <time.h>

#include <pcap/pcap.h>
#include <udpinspect/packet.h>

#include "craft/fragments.h"
#include "craft/link_name.h"

static const int64_t SECOND = 1000000000;

struct craft {
    const struct udpi_craft_options *options;
    struct udpi_error *error;
    struct udpi_pattern *scratch; /* for patterns that need not be kept */
    struct udpi_pattern *kept[UDPI_CRAFT_MOST_KEPT];
    unsigned kept_count;
    bool is_overfull;  /* patterns came that could not be kept */
    bool is_refused;   /* the outlet takes no more */
    uint64_t number;   /* of the packet, from 1; 0 before the first */
    int64_t start;     /* time of the first packet */
    int32_t link_type; /* that of all packets; -1 until the first is built */
    const struct udpi_pattern *current;
    struct udpi_craft_counts counts;
    uint8_t bytes[UDPI_MAX_CRAFTED];
};

static enum udpi_status fail_at(const struct craft *craft, const struct udpi_pattern *pattern) {
    return craft->options->source.locate(craft->options->source.context, pattern, craft->error);
}

static bool is_done(const struct craft *craft) {
    const struct udpi_craft_options *options = craft->options;
    return craft->is_refused || (options->count && craft->number == options->count) ||
           (options->stop && *options->stop);
}

/* --- link types --------------------------------------------------------------------------------------------------- */

/* The link type of the pattern's packets: what it says, else what fits the first layer. Bytes may be any frame. */
static int32_t find_link_type(const struct craft *craft, const struct udpi_pattern *pattern) {
    enum { NONE = UINT16_MAX };
    if (pattern->link_type >= 0)
        return pattern->link_type;
    uint16_t link_type = udpi_recipe_link_type(&pattern->recipe, NONE);
    if (link_type != NONE)
        return link_type;
    bool is_data = pattern->recipe.count == 0 || pattern->recipe.layers[0].protocol->is_data;
    int32_t any = craft->link_type < 0 ? DLT_EN10MB : craft->link_type;
    return is_data ? any : -1;
}

/* All packets of a file have one link type: that of the first, or the one that was asked for. */
static enum udpi_status check_link_type(struct craft *craft, const struct udpi_pattern *pattern) {
    if (craft->options->link_type || craft->options->is_untyped)
        return UDPI_OK;
    int32_t link_type = find_link_type(craft, pattern);
    if (link_type < 0)
        return udpi_error_set(
            craft->error, UDPI_USAGE,
            "a captured frame does not begin with %s: begin with eth, ipv4 or ipv6, or say which --link-type it is",
            pattern->recipe.layers[0].protocol->key);
    if (craft->link_type < 0)
        craft->link_type = link_type;
    if (craft->link_type == link_type)
        return UDPI_OK;
    return udpi_error_set(
        craft->error, UDPI_USAGE,
        "the packet has link type %s, those before it %s; a capture file holds one, which --link-type can set",
        udpi_link_name_show((uint16_t)link_type), udpi_link_name_show((uint16_t)craft->link_type));
}

static enum udpi_status set_link_type(struct craft *craft) {
    const char *name = craft->options->link_type;
    craft->link_type = name ? udpi_link_name_parse(name) : -1;
    if (name && craft->link_type < 0)
        return udpi_error_set(
            craft->error, UDPI_USAGE,
            "link type '%s': libpcap knows none of that name; there are EN10MB, LINUX_SLL, LINUX_SLL2, NULL, "
            "LOOP, RAW and others",
            name);
    return UDPI_OK;
}

/* --- times -------------------------------------------------------------------------------------------------------- */

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec * SECOND + time.tv_nsec;
}

/* The time of the frame with this index. Fails where a file has no room for it. */
static enum udpi_status find_time(const struct craft *craft, uint64_t index, int64_t *time) {
    bool is_beyond = index > INT64_MAX || __builtin_mul_overflow((int64_t)index, craft->options->interval, time) ||
                     __builtin_add_overflow(*time, craft->start, time);
    if (is_beyond || *time < 0 || *time / SECOND > UINT32_MAX)
        return udpi_error_set(craft->error, UDPI_USAGE, "time: a capture file holds the years 1970 to 2106 only");
    return UDPI_OK;
}

static enum udpi_status choose_time(const struct craft *craft, int64_t *time) {
    *time = craft->current->time;
    if (*time != UDPI_NO_TIME && !craft->options->has_own_times)
        return UDPI_OK;
    return find_time(craft, craft->counts.packets, time);
}

/* --- one packet --------------------------------------------------------------------------------------------------- */

static enum udpi_status take_frame(void *context, const uint8_t *bytes, uint32_t size) {
    struct craft *craft = context;
    int64_t time = 0;
    if (choose_time(craft, &time) != UDPI_OK)
        return craft->error->status;
    const struct udpi_frame frame = {
        .bytes = bytes,
        .captured = size,
        .length = size + craft->current->missing,
        .time = time,
        .link_type = (uint16_t)craft->link_type,
    };
    const struct udpi_outlet *outlet = &craft->options->outlet;
    craft->is_refused = !outlet->take(outlet->context, &frame);
    if (craft->is_refused)
        return UDPI_FAILED; /* its end says why */
    craft->counts.packets++;
    craft->counts.bytes += size;
    return UDPI_OK;
}

static enum udpi_status cut_and_take(struct craft *craft, const struct udpi_build *b) {
    if (craft->options->mtu == 0)
        return take_frame(craft, b->bytes, b->size);
    return udpi_fragments_make(b, craft->options->mtu, (uint32_t)craft->number, take_frame, craft, craft->error);
}

static enum udpi_status craft_packet(struct craft *craft, struct udpi_pattern *pattern) {
    craft->current = pattern;
    enum udpi_status status =
        udpi_pattern_build(pattern, craft->bytes, ++craft->number, craft->options->seed, craft->error);
    if (status == UDPI_OK)
        status = cut_and_take(craft, &pattern->build);
    return status == UDPI_OK || craft->is_refused ? status : fail_at(craft, pattern);
}

/* All that the pattern stands for. */
static enum udpi_status craft_pattern(struct craft *craft, struct udpi_pattern *pattern) {
    enum udpi_status status = UDPI_OK;
    for (uint64_t i = 0; i < pattern->sweeps.packets && status == UDPI_OK && !is_done(craft); i++)
        status = craft_packet(craft, pattern);
    return status;
}

/* --- patterns ----------------------------------------------------------------------------------------------------- */

/* An empty pattern: a new one where the one before was kept, else the same again. */
static struct udpi_pattern *find_place(struct craft *craft) {
    if (craft->scratch)
        udpi_pattern_clear(craft->scratch);
    else if (!(craft->scratch = udpi_pattern_create()))
        udpi_error_set(craft->error, UDPI_FAILED, "no memory for a packet");
    return craft->scratch;
}

static void keep(struct craft *craft, struct udpi_pattern *pattern) {
    craft->is_overfull |= craft->kept_count == UDPI_CRAFT_MOST_KEPT;
    if (craft->is_overfull)
        return;
    craft->kept[craft->kept_count++] = pattern;
    craft->scratch = NULL;
}

/* Reads the next pattern; NULL at the end and, with the error set, where it is wrong. */
static struct udpi_pattern *read_pattern(struct craft *craft, bool is_kept) {
    const struct udpi_source *source = &craft->options->source;
    struct udpi_pattern *pattern = find_place(craft);
    bool is_there = false;
    if (!pattern || source->next(source->context, pattern, &is_there, craft->error) != UDPI_OK || !is_there)
        return NULL;
    if (check_link_type(craft, pattern) != UDPI_OK) {
        fail_at(craft, pattern);
        return NULL;
    }
    if (is_kept)
        keep(craft, pattern);
    return pattern;
}

static enum udpi_status refuse_overfull(const struct craft *craft) {
    return udpi_error_set(
        craft->error, UDPI_USAGE,
        "%s: more than %d lines cannot be held at once; with -f, without -c and --mix, there is no limit",
        craft->options->source.name, UDPI_CRAFT_MOST_KEPT);
}

/* Reads all patterns before the first packet is put out, and tries the first packet of each. */
static enum udpi_status load(struct craft *craft) {
    for (struct udpi_pattern *pattern; (pattern = read_pattern(craft, true)) != NULL;) {
        if (craft->is_overfull)
            return refuse_overfull(craft);
        if (udpi_pattern_build(pattern, craft->bytes, 1, craft->options->seed, craft->error) != UDPI_OK)
            return fail_at(craft, pattern);
        pattern->next = 0;
    }
    return craft->error->status;
}

/* --- in which order ----------------------------------------------------------------------------------------------- */

/* What is kept, once, or until all packets are out. */
static enum udpi_status go_round(struct craft *craft) {
    enum udpi_status status = UDPI_OK;
    for (bool is_first = true; status == UDPI_OK && (is_first || craft->options->count) && !is_done(craft);
         is_first = false)
        for (unsigned i = 0; i < craft->kept_count && status == UDPI_OK; i++)
            status = craft_pattern(craft, craft->kept[i]);
    return status;
}

/* Pattern by pattern, as they come. */
static enum udpi_status craft_stream(struct craft *craft) {
    bool is_kept = craft->options->count > 0;
    enum udpi_status status = UDPI_OK;
    struct udpi_pattern *pattern = NULL;
    while (status == UDPI_OK && !is_done(craft) && (pattern = read_pattern(craft, is_kept)) != NULL)
        status = craft_pattern(craft, pattern);
    if (status != UDPI_OK || craft->error->status != UDPI_OK || !is_kept || is_done(craft) || craft->number == 0)
        return craft->error->status;
    return craft->is_overfull ? refuse_overfull(craft) : go_round(craft);
}

static enum udpi_status craft_mix(struct craft *craft) {
    const struct udpi_mix *mix = craft->options->mix;
    if (load(craft) != UDPI_OK)
        return craft->error->status;
    if (craft->kept_count != mix->count)
        return udpi_error_set(craft->error, UDPI_USAGE, "--mix: %u weight%s for %u line%s; give one for each",
                              mix->count, mix->count == 1 ? "" : "s", craft->kept_count,
                              craft->kept_count == 1 ? "" : "s");
    uint64_t random = craft->options->seed;
    enum udpi_status status = UDPI_OK;
    while (status == UDPI_OK && !is_done(craft))
        status = craft_packet(craft, craft->kept[udpi_mix_draw(mix, &random)]);
    return status;
}

/* Lines that were given. */
static enum udpi_status craft_given(struct craft *craft) {
    if (load(craft) != UDPI_OK)
        return craft->error->status;
    uint64_t packets = 0;
    for (unsigned i = 0; i < craft->kept_count; i++)
        if (__builtin_add_overflow(packets, craft->kept[i]->sweeps.packets, &packets))
            packets = UINT64_MAX;
    int64_t last;
    uint64_t count = craft->options->count ? craft->options->count : packets;
    if (!craft->options->is_untyped && count > 0 && find_time(craft, count - 1, &last) != UDPI_OK)
        return craft->error->status;
    return go_round(craft);
}

static enum udpi_status craft_all(struct craft *craft) {
    int64_t time;
    if (set_link_type(craft) != UDPI_OK || find_time(craft, 0, &time) != UDPI_OK)
        return craft->error->status;
    enum udpi_status status = craft->options->mix               ? craft_mix(craft)
                              : craft->options->source.is_given ? craft_given(craft)
                                                                : craft_stream(craft);
    if (status == UDPI_OK && craft->number == 0 && !is_done(craft))
        return udpi_error_set(craft->error, UDPI_USAGE, "%s: there is no packet in it", craft->options->source.name);
    return status;
}

enum udpi_status udpi_craft_run(const struct udpi_craft_options *options, struct udpi_craft_counts *counts,
                                struct udpi_error *error) {
    struct craft *craft = calloc(1, sizeof *craft);
    if (!craft)
        return udpi_error_set(error, UDPI_FAILED, "no memory to craft");
    *error = (struct udpi_error){.status = UDPI_OK};
    craft->options = options;
    craft->error = error;
    craft->start = options->start == UDPI_NO_TIME ? now() : options->start;
    craft_all(craft);
    *counts = craft->counts;
    udpi_pattern_free(craft->scratch);
    for (unsigned i = 0; i < craft->kept_count; i++)
        udpi_pattern_free(craft->kept[i]);
    free(craft);
    return error->status;
}
