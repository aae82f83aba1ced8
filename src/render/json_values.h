/* The values of a layer as members of its JSON object. */
#ifndef UDPI_RENDER_JSON_VALUES_H
#define UDPI_RENDER_JSON_VALUES_H

#include <udpinspect/packet.h>

#include "core/sink.h"
#include "render/json_text.h"

struct udpi_json_writer {
    struct udpi_json_protocol *protocols;
    const struct udpi_packet *packet;
    struct udpi_sink *sink;
    size_t room;      /* what the rest of the packet takes at most, values longer than UDPI_JSON_SHORT not counted */
    uint8_t *content; /* UDPI_CONTENT_SIZE bytes for what the value being written stands for */
};

/* Hands over what is written and gives a new place with room for `count` bytes and for writer->room. */
char *udpi_json_extend(struct udpi_json_writer *writer, char *at, size_t count);

/* Writes `,"key":value` for each of the layer's values. */
char *udpi_json_write_values(struct udpi_json_writer *writer, const struct udpi_layer *layer, char *at);

/* The same for one of its values, which is neither list nor group, and for which udpi_json_write_quick has given NULL. */
char *udpi_json_write_single(struct udpi_json_writer *writer, const struct udpi_layer *layer,
                             const struct udpi_value *value, char *at);

/* The same for a list or group with all that is in it, at any depth. */
char *udpi_json_write_nest(struct udpi_json_writer *writer, const struct udpi_layer *layer,
                           const struct udpi_value *value, char *at);

#endif
