/* Layers in the JSON Schema: a definition for each protocol, and the choice among them. */
#ifndef UDPI_RENDER_SCHEMA_LAYER_H
#define UDPI_RENDER_SCHEMA_LAYER_H

#include <cjson/cJSON.h>

#include <udpinspect/protocol.h>

/* Adds the definition of a layer of this protocol, and those of lists that hold lists like themselves. */
void udpi_schema_describe_protocol(cJSON *definitions, const struct udpi_protocol *protocol);

/* Makes a layer of the schema: its name decides which protocol's definition holds. */
void udpi_schema_describe_layer(cJSON *schema);

#endif
