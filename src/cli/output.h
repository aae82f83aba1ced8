/* Standard output: big writes, and one message where they fail. */
#ifndef UDPI_CLI_OUTPUT_H
#define UDPI_CLI_OUTPUT_H

#include "core/error.h"
#include "core/sink.h"

/* Opens a sink that is drained to standard output. Writes are repeated until all is out. */
enum udpi_status udpi_output_open(struct udpi_sink *sink, struct udpi_error *error);

/*
 * Flushes and closes. Sets *error where anything could not be written, unless it tells of something already; a reader
 * that went away (EPIPE) is no failure. Gives error->status.
 */
enum udpi_status udpi_output_finish(struct udpi_sink *sink, struct udpi_error *error);

#endif
