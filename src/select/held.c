#include "select/held.h"

#include <stdlib.h>
#include <string.h>

#include "select/datagrams.h"

static const int64_t LIFETIME = INT64_C(1000000000) * UDPI_FRAGMENT_SECONDS;

struct entry {
    struct udpi_frame frame; /* its bytes follow the output, its interface's name the bytes */
    char *output;            /* NULL for an entry that is gone */
    size_t count;
    uint16_t datagram;
};

/* A ring: the oldest at `first`, some of them gone. */
struct udpi_held {
    struct udpi_held_visitor visitor;
    unsigned first, count;
    size_t bytes;
    uint64_t given_up;
    bool was_refused;
    struct entry entries[UDPI_MOST_HELD];
};

struct udpi_held *udpi_held_create(const struct udpi_held_visitor *visitor) {
    struct udpi_held *held = calloc(1, sizeof *held);
    if (held)
        held->visitor = *visitor;
    return held;
}

static struct entry *entry_at(struct udpi_held *held, unsigned place) {
    return &held->entries[(held->first + place) % UDPI_MOST_HELD];
}

static void remove_entry(struct udpi_held *held, struct entry *entry) {
    held->bytes -= entry->count + entry->frame.captured;
    free(entry->output);
    entry->output = NULL;
}

void udpi_held_free(struct udpi_held *held) {
    for (unsigned i = 0; held && i < UDPI_MOST_HELD; i++)
        free(held->entries[i].output);
    free(held);
}

/* Takes the places of those that are gone from the beginning of the ring. */
static void close_up(struct udpi_held *held) {
    while (held->count > 0 && !held->entries[held->first].output) {
        held->first = (held->first + 1) % UDPI_MOST_HELD;
        held->count--;
    }
}

static bool has_expired(const struct udpi_frame *frame, int64_t time) {
    bool has_times = frame->time != UDPI_NO_TIME && time != UDPI_NO_TIME;
    return has_times && time > frame->time && (uint64_t)time - (uint64_t)frame->time > (uint64_t)LIFETIME;
}

static void make_way(struct udpi_held *held, size_t size, int64_t time) {
    close_up(held);
    while (held->count > 0) {
        struct entry *oldest = &held->entries[held->first];
        bool is_full = held->count == UDPI_MOST_HELD || held->bytes + size > UDPI_MOST_HELD_BYTES;
        if (!is_full && !has_expired(&oldest->frame, time))
            return;
        remove_entry(held, oldest);
        held->given_up++;
        close_up(held);
    }
}

void udpi_held_add(struct udpi_held *held, uint16_t datagram, const struct udpi_frame *frame, const char *output,
                   size_t count) {
    size_t size = count + frame->captured, name_size = frame->interface ? strlen(frame->interface) + 1 : 0;
    make_way(held, size, frame->time);
    char *copy = size <= UDPI_MOST_HELD_BYTES ? malloc(size + name_size + 1) : NULL;
    if (!copy) {
        held->was_refused |= size <= UDPI_MOST_HELD_BYTES;
        held->given_up++;
        return;
    }
    if (count > 0)
        memcpy(copy, output, count);
    memcpy(copy + count, frame->bytes, frame->captured);
    if (name_size > 0)
        memcpy(copy + size, frame->interface, name_size);
    struct entry *entry = entry_at(held, held->count++);
    *entry = (struct entry){.frame = *frame, .output = copy, .count = count, .datagram = datagram};
    entry->frame.bytes = (const uint8_t *)copy + count;
    entry->frame.interface = name_size > 0 ? copy + size : NULL;
    held->bytes += size;
}

void udpi_held_show(struct udpi_held *held, uint16_t datagram) {
    for (unsigned i = 0; i < held->count; i++) {
        struct entry *entry = entry_at(held, i);
        if (!entry->output || entry->datagram != datagram)
            continue;
        held->visitor.show(held->visitor.context, &entry->frame, entry->output, entry->count);
        remove_entry(held, entry);
    }
    close_up(held);
}

void udpi_held_drop(struct udpi_held *held, uint16_t datagram, bool is_decided) {
    for (unsigned i = 0; i < held->count; i++) {
        struct entry *entry = entry_at(held, i);
        if (!entry->output || entry->datagram != datagram)
            continue;
        remove_entry(held, entry);
        held->given_up += !is_decided;
    }
    close_up(held);
}

void udpi_held_move(struct udpi_held *held, uint16_t datagram, uint16_t to) {
    for (unsigned i = 0; i < held->count; i++) {
        struct entry *entry = entry_at(held, i);
        if (entry->output && entry->datagram == datagram)
            entry->datagram = to;
    }
}

bool udpi_held_was_refused(const struct udpi_held *held) {
    return held->was_refused;
}

uint64_t udpi_held_undecided(const struct udpi_held *held) {
    uint64_t count = held->given_up;
    for (unsigned i = 0; i < held->count; i++)
        count += held->entries[(held->first + i) % UDPI_MOST_HELD].output != NULL;
    return count;
}
