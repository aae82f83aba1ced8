/* --show-filter: how a filter is read, and what the kernel runs of it. */
#ifndef UDPI_CLI_UDPINSPECT_SHOW_FILTER_H
#define UDPI_CLI_UDPINSPECT_SHOW_FILTER_H

#include "cli/udpinspect_options.h"

/* Prints it for the link type of the file; without one for Ethernet, and for `any` for what that gives. */
enum udpi_status udpi_inspect_show_filter(const struct udpi_inspect_options *options, const char *filter,
                                          struct udpi_error *error);

#endif
