/* Where crafted packets go: to a capture file, or to a text of hexadecimal digits. Whoever has another place fills in one more. */
#ifndef UDPI_CRAFT_OUTLET_H
#define UDPI_CRAFT_OUTLET_H

#include <stdbool.h>

#include <udpinspect/packet.h>

#include "core/sink.h"
#include "record/recording.h"

struct udpi_outlet {
    void *context;
    /* Takes a packet. False where it could not, or will take no more: then `end` says why. */
    bool (*take)(void *context, const struct udpi_frame *frame);
    /* To be called once, and takes the context away. Sets *error where something failed, unless it tells of something already;
       a reader that went away is no failure. Gives error->status. */
    enum udpi_status (*end)(void *context, struct udpi_error *error);
};

/* A capture file, which is opened with the first packet. What `options` points to must live on. False where memory is short. */
bool udpi_outlet_open_file(struct udpi_outlet *outlet, const struct udpi_recording_options *options);

/* A packet a line, two digits for each byte. The sink remains the caller's, who flushes it. */
void udpi_outlet_open_hex(struct udpi_outlet *outlet, struct udpi_sink *sink);

#endif
