/*
 * Where output goes: a buffer, and a function that takes it away when it is full or when the owner says so.
 *
 * Writers on the hot path reserve the worst case once, write through a local pointer without checks, and commit:
 *
 *     char *at = udpi_sink_reserve(sink, 64);
 *     at = udpi_format_uint(at, number);
 *     udpi_sink_commit(sink, at);
 */
#ifndef UDPI_CORE_SINK_H
#define UDPI_CORE_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Takes `count` bytes away. Gives 0, or an errno value; after that the sink discards everything. */
typedef int udpi_sink_drain(void *context, const char *bytes, size_t count);

struct udpi_sink {
    char *bytes;
    size_t used;
    size_t whole; /* up to there, records are whole */
    size_t size;
    udpi_sink_drain *drain;
    void *context;
    int error; /* errno value of the first failed drain, ENOMEM where there was no room; 0 while all is well */
};

enum { UDPI_SINK_SIZE = 65536 };

/* Makes a sink with an empty buffer of UDPI_SINK_SIZE; `drain` NULL makes one that grows and keeps everything. */
bool udpi_sink_open(struct udpi_sink *sink, udpi_sink_drain *drain, void *context);
void udpi_sink_close(struct udpi_sink *sink); /* frees the buffer, does not flush */

/* Hands over what is in the buffer. Gives sink->error. */
int udpi_sink_flush(struct udpi_sink *sink);

/*
 * What is in the sink so far is whole. A full buffer hands over no more than that, unless it is of the size of a large
 * page: so output ends with a whole record where something fails in the next one.
 */
static inline void udpi_sink_mark(struct udpi_sink *sink) {
    sink->whole = sink->used;
}

/* Hands over what is whole, and discards the rest and all that comes: what is to be written cannot be had. `error` is an
   errno value. */
void udpi_sink_fail(struct udpi_sink *sink, int error);

/* The slow path of udpi_sink_reserve. Where memory is refused the sink fails, and the room is for nothing; only where a
   single piece would need several MiB, the program ends through abort. */
char *udpi_sink_make_room(struct udpi_sink *sink, size_t count);

/* Room for `count` bytes, to be followed by a commit. */
static inline char *udpi_sink_reserve(struct udpi_sink *sink, size_t count) {
    if (__builtin_expect(sink->size - sink->used < count, 0))
        return udpi_sink_make_room(sink, count);
    return sink->bytes + sink->used;
}

/* Takes over what was written from the reserved place up to `end`. */
static inline void udpi_sink_commit(struct udpi_sink *sink, const char *end) {
    sink->used = (size_t)(end - sink->bytes);
}

/* Appends bytes as they are. */
void udpi_sink_write(struct udpi_sink *sink, const char *bytes, size_t count);

/* Appends a NUL-terminated string as it is. */
void udpi_sink_puts(struct udpi_sink *sink, const char *text);

#endif
