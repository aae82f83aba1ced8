/* Frames kept in memory, to be sent more than once. */
#ifndef UDPI_INJECT_FRAME_LIST_H
#define UDPI_INJECT_FRAME_LIST_H

#include <udpinspect/limits.h>

#include "core/sink.h"

struct udpi_kept_frame {
    int64_t gap; /* nanoseconds since the frame before */
    uint64_t size;
    uint8_t bytes[];
};

struct udpi_frame_list {
    struct udpi_sink frames;
};

/* Makes an empty list; false where memory is short. To be closed in either case. */
bool udpi_frame_list_open(struct udpi_frame_list *list);
void udpi_frame_list_close(struct udpi_frame_list *list);

/* Copies a frame to the end; false where the list would become larger than UDPI_FRAME_LIST_MOST, or where memory
   is short: then frames.error is set. */
bool udpi_frame_list_add(struct udpi_frame_list *list, const uint8_t *bytes, uint32_t size, int64_t gap);

/* The frame behind this one, or the first where that is NULL; NULL behind the last. Valid until one is added. */
const struct udpi_kept_frame *udpi_frame_list_next(const struct udpi_frame_list *list,
                                                   const struct udpi_kept_frame *frame);

#endif
