/* udpinspect --address: what there is to know of an address, or of each in standard input. */
#ifndef UDPI_CLI_UDPINSPECT_ADDRESS_H
#define UDPI_CLI_UDPINSPECT_ADDRESS_H

#include "cli/udpinspect_options.h"
#include "core/sink.h"

/*
 * The page of --address A[/MASK] [B]; with A "-" one for each line of standard input, of the same form. Without a mask an
 * address of this host has the prefix of its interface, and any other none. UDPI_USAGE at the first that is not
 * understood, with the number of its line; those before it are written. The context is the options.
 */
void udpi_inspect_address_page(const void *context, struct udpi_sink *sink, struct udpi_error *error);

#endif
