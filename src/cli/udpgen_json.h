/* What commands say at their end, as JSON. */
#ifndef UDPI_CLI_UDPGEN_JSON_H
#define UDPI_CLI_UDPGEN_JSON_H

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "core/sink.h"

/* Writes the object as a line, and frees it. False where memory is short. */
bool udpi_gen_write_json(cJSON *object, struct udpi_sink *sink);

#endif
