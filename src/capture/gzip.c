#include "capture/gzip.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    INPUT_SIZE = 65536,
    GZIP_ONLY = 16, /* to be added to the window bits: zlib then expects the header of gzip */
};

struct udpi_gzip {
    z_stream zlib;
    udpi_gzip_source *source;
    void *context;
    bool is_in_member;
    bool is_ended;
    uint8_t input[INPUT_SIZE];
};

bool udpi_gzip_is(const uint8_t *head, size_t count) {
    return count >= 2 && head[0] == 0x1f && head[1] == 0x8b;
}

struct udpi_gzip *udpi_gzip_open(const uint8_t *head, size_t count, udpi_gzip_source *source, void *context) {
    struct udpi_gzip *gzip = malloc(sizeof *gzip);
    if (!gzip)
        return NULL;
    gzip->zlib = (z_stream){.next_in = gzip->input, .avail_in = (uInt)count};
    gzip->source = source;
    gzip->context = context;
    gzip->is_in_member = true;
    gzip->is_ended = false;
    memcpy(gzip->input, head, count);
    if (inflateInit2(&gzip->zlib, GZIP_ONLY + MAX_WBITS) == Z_OK)
        return gzip;
    free(gzip);
    return NULL;
}

void udpi_gzip_close(struct udpi_gzip *gzip) {
    if (gzip)
        inflateEnd(&gzip->zlib);
    free(gzip);
}

/* Like read(2). */
static ssize_t refill(struct udpi_gzip *gzip) {
    ssize_t count = gzip->source(gzip->context, gzip->input, sizeof gzip->input);
    gzip->zlib.next_in = gzip->input;
    gzip->zlib.avail_in = count > 0 ? (uInt)count : 0;
    return count;
}

static int fail(const char **why, const char *text) {
    *why = text;
    errno = EIO;
    return -1;
}

/* One step of zlib. Gives -1 where it fails. */
static int advance(struct udpi_gzip *gzip, const char **why) {
    z_stream *zlib = &gzip->zlib;
    if (zlib->avail_in == 0) {
        ssize_t count = refill(gzip);
        if (count < 0)
            return -1;
        gzip->is_ended = count == 0;
    }
    if (gzip->is_ended)
        return gzip->is_in_member ? fail(why, "the compressed data end early") : 0;
    if (!gzip->is_in_member && (zlib->next_in[0] != 0x1f || inflateReset(zlib) != Z_OK)) {
        gzip->is_ended = true;
        return 0;
    }
    int result = inflate(zlib, Z_NO_FLUSH);
    gzip->is_in_member = result != Z_STREAM_END;
    if (result == Z_OK || result == Z_STREAM_END)
        return 0;
    return fail(why, result == Z_MEM_ERROR ? "no memory to decompress it" : "the compressed data are broken");
}

ssize_t udpi_gzip_read(struct udpi_gzip *gzip, uint8_t *bytes, size_t size, const char **why) {
    size = size < INT_MAX ? size : INT_MAX;
    gzip->zlib.next_out = bytes;
    gzip->zlib.avail_out = (uInt)size;
    while (gzip->zlib.avail_out == size && !gzip->is_ended)
        if (advance(gzip, why) != 0 && gzip->zlib.avail_out == size)
            return -1;
    return (ssize_t)(size - gzip->zlib.avail_out);
}
