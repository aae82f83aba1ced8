/* What commands say at their end, as JSON. */
#ifndef UDPI_CLI_UDPGEN_JSON_H
#define UDPI_CLI_UDPGEN_JSON_H

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "core/sink.h"
#include "socket/server.h"

/* An object of "type" "totals" with what echo and sink have in common: "received", "bytes", "faults" and so on. */
cJSON *udpi_gen_make_totals(const struct udpi_fault_options *faults, const struct udpi_server_counts *counts);

#endif
