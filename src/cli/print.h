/* printf(3) into a sink: for pages, where speed does not matter. */
#ifndef UDPI_CLI_PRINT_H
#define UDPI_CLI_PRINT_H

#include "core/sink.h"

void udpi_print(struct udpi_sink *sink, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
