#include "core/sink.h"

#include <stdlib.h>
#include <string.h>

bool udpi_sink_open(struct udpi_sink *sink, udpi_sink_drain *drain, void *context) {
    *sink = (struct udpi_sink){.bytes = malloc(UDPI_SINK_SIZE), .drain = drain, .context = context};
    sink->size = sink->bytes ? UDPI_SINK_SIZE : 0;
    return sink->bytes != NULL;
}

void udpi_sink_close(struct udpi_sink *sink) {
    free(sink->bytes);
    *sink = (struct udpi_sink){0};
}

int udpi_sink_flush(struct udpi_sink *sink) {
    if (sink->drain && sink->used > 0 && sink->error == 0)
        sink->error = sink->drain(sink->context, sink->bytes, sink->used);
    if (sink->drain)
        sink->used = 0;
    return sink->error;
}

char *udpi_sink_make_room(struct udpi_sink *sink, size_t count) {
    udpi_sink_flush(sink);
    size_t size = sink->size > 0 ? sink->size : UDPI_SINK_SIZE;
    while (size - sink->used < count) {
        if (size > SIZE_MAX / 2)
            abort();
        size *= 2;
    }
    if (size > sink->size) {
        sink->bytes = realloc(sink->bytes, size);
        if (!sink->bytes)
            abort();
        sink->size = size;
    }
    return sink->bytes + sink->used;
}

void udpi_sink_write(struct udpi_sink *sink, const char *bytes, size_t count) {
    if (count == 0)
        return; /* bytes may be NULL then */
    char *at = udpi_sink_reserve(sink, count);
    memcpy(at, bytes, count);
    udpi_sink_commit(sink, at + count);
}

void udpi_sink_puts(struct udpi_sink *sink, const char *text) {
    udpi_sink_write(sink, text, strlen(text));
}
