/* The page of -D: the interfaces of this host, and what their addresses say. */
#ifndef UDPI_CLI_INTERFACES_H
#define UDPI_CLI_INTERFACES_H

#include "capture/interfaces.h"
#include "core/sink.h"

/* Writes a line for each interface, and below it what is to be known of each of its addresses; fits 80 columns. */
void udpi_interfaces_write(const struct udpi_interface_list *list, struct udpi_sink *sink);

#endif
