/* udpinspect --sockets: the UDP sockets of this host, who has them open, and the groups that the host has joined. */
#ifndef UDPI_CLI_UDPINSPECT_SOCKETS_H
#define UDPI_CLI_UDPINSPECT_SOCKETS_H

#include "cli/udpinspect_options.h"

/* Refuses options that say something of packets, which --sockets does not show. */
enum udpi_status udpi_inspect_check_sockets(const struct udpi_inspect_options *options, struct udpi_error *error);

/* Prints those to which the filter applies, and says on standard error what could not be found out. */
enum udpi_status udpi_inspect_sockets(const struct udpi_inspect_options *options, const char *text,
                                      struct udpi_error *error);

#endif
