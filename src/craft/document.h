/* A packet document, as udpinspect --json writes it, read back into the recipe of its packet. */
#ifndef UDPI_CRAFT_DOCUMENT_H
#define UDPI_CRAFT_DOCUMENT_H

#include <cjson/cJSON.h>

#include "craft/pattern.h"

/*
 * Reads the document into a cleared pattern. A layer's keys are those of its fields; those that udpinspect works out, and
 * layers in a reassembled buffer, are passed over. A list is taken as a string of hexadecimal digits, not as an array. A
 * document of another type than "packet" is passed over: *is_packet is false then. Fails with UDPI_USAGE; the error names
 * layer and key.
 */
enum udpi_status udpi_document_read(const cJSON *root, struct udpi_pattern *pattern, bool *is_packet,
                                    struct udpi_error *error);

#endif
