#include "core/sink.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_HELD = 1 << 20, /* of a record that is not whole yet */
    MOST_DISCARDED = 8 << 20,
};

/* Where writers go on that got no memory. Nobody reads it. */
static char discarded[MOST_DISCARDED];

bool udpi_sink_open(struct udpi_sink *sink, udpi_sink_drain *drain, void *context) {
    *sink = (struct udpi_sink){.bytes = malloc(UDPI_SINK_SIZE), .drain = drain, .context = context};
    sink->size = sink->bytes ? UDPI_SINK_SIZE : 0;
    return sink->bytes != NULL;
}

static void free_bytes(struct udpi_sink *sink) {
    if (sink->bytes != discarded)
        free(sink->bytes);
}

void udpi_sink_close(struct udpi_sink *sink) {
    free_bytes(sink);
    *sink = (struct udpi_sink){0};
}

/* Hands over the first `count` bytes, and keeps the others. */
static void hand_over(struct udpi_sink *sink, size_t count) {
    if (count > 0 && sink->error == 0)
        sink->error = sink->drain(sink->context, sink->bytes, count);
    sink->used = sink->error == 0 ? sink->used - count : 0;
    if (count > 0 && sink->used > 0)
        memmove(sink->bytes, sink->bytes + count, sink->used);
    sink->whole = 0;
}

int udpi_sink_flush(struct udpi_sink *sink) {
    if (sink->drain)
        hand_over(sink, sink->used);
    return sink->error;
}

void udpi_sink_fail(struct udpi_sink *sink, int error) {
    if (sink->drain)
        hand_over(sink, sink->whole);
    if (sink->error == 0)
        sink->error = error;
    sink->used = 0;
}

/* Doubles the buffer until there is room for `count` more bytes. False where memory was refused. */
static bool grow(struct udpi_sink *sink, size_t count) {
    size_t size = sink->size > 0 ? sink->size : UDPI_SINK_SIZE;
    while (size - sink->used < count)
        size *= 2;
    char *bytes = realloc(sink->bytes, size);
    if (!bytes)
        return false;
    sink->bytes = bytes;
    sink->size = size;
    return true;
}

/* Gives false where the sink has failed, and has no room either. */
static bool make_room(struct udpi_sink *sink, size_t count) {
    if (sink->drain)
        hand_over(sink, sink->whole == 0 && sink->used > MOST_HELD ? sink->used : sink->whole);
    if (sink->size - sink->used >= count || (sink->error == 0 && grow(sink, count)))
        return true;
    udpi_sink_fail(sink, ENOMEM);
    return sink->size >= count;
}

char *udpi_sink_make_room(struct udpi_sink *sink, size_t count) {
    if (!make_room(sink, count)) {
        if (count > MOST_DISCARDED)
            abort();
        free_bytes(sink);
        sink->bytes = discarded;
        sink->size = MOST_DISCARDED;
    }
    return sink->bytes + sink->used;
}

void udpi_sink_write(struct udpi_sink *sink, const char *bytes, size_t count) {
    if (count == 0 || (sink->size - sink->used < count && !make_room(sink, count)))
        return; /* where there is none, bytes may be NULL */
    memcpy(sink->bytes + sink->used, bytes, count);
    sink->used += count;
}

void udpi_sink_puts(struct udpi_sink *sink, const char *text) {
    udpi_sink_write(sink, text, strlen(text));
}
