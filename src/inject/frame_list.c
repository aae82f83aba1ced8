#include "inject/frame_list.h"

#include <string.h>

enum { ALIGNMENT = _Alignof(struct udpi_kept_frame) };

bool udpi_frame_list_open(struct udpi_frame_list *list) {
    return udpi_sink_open(&list->frames, NULL, NULL);
}

void udpi_frame_list_close(struct udpi_frame_list *list) {
    udpi_sink_close(&list->frames);
}

/* Bytes of a frame in the list. */
static size_t measure(uint64_t size) {
    return (sizeof(struct udpi_kept_frame) + size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

bool udpi_frame_list_add(struct udpi_frame_list *list, const uint8_t *bytes, uint32_t size, int64_t gap) {
    size_t needed = measure(size);
    if (needed > UDPI_FRAME_LIST_MOST - list->frames.used)
        return false;
    char *at = udpi_sink_reserve(&list->frames, needed);
    if (list->frames.error != 0)
        return false;
    struct udpi_kept_frame *frame = (void *)at;
    frame->gap = gap;
    frame->size = size;
    memcpy(frame->bytes, bytes, size);
    udpi_sink_commit(&list->frames, at + needed);
    return true;
}

const struct udpi_kept_frame *udpi_frame_list_next(const struct udpi_frame_list *list,
                                                   const struct udpi_kept_frame *frame) {
    const char *start = list->frames.bytes;
    const char *next = frame ? (const char *)frame + measure(frame->size) : start;
    return next < start + list->frames.used ? (const void *)next : NULL;
}
