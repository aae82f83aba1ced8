/* --help and --version, from the table of options. */
#ifndef UDPI_CLI_HELP_H
#define UDPI_CLI_HELP_H

#include "cli/options.h"
#include "core/sink.h"

/* Writes usage, options in groups and examples, 80 columns wide; the page of the program lists its commands too. */
void udpi_help_write(const struct udpi_program *program, const struct udpi_command *command, struct udpi_sink *sink);

void udpi_version_write(const struct udpi_program *program, struct udpi_sink *sink);

#endif
