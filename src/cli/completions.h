/* Completion scripts for shells, from the table of options. */
#ifndef UDPI_CLI_COMPLETIONS_H
#define UDPI_CLI_COMPLETIONS_H

#include "cli/options.h"
#include "core/sink.h"

/* The words of the option --completions, closed by NULL; its value chooses among them. */
extern const char *const udpi_shells[];

/* Writes the script for the shell udpi_shells[shell]. */
void udpi_completions_write(const struct udpi_program *program, unsigned shell, struct udpi_sink *sink);

#endif
