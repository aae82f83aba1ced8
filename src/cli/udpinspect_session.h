/* The work of udpinspect: frames from the source, packets to standard output, statistics to standard error. */
#ifndef UDPI_CLI_UDPINSPECT_SESSION_H
#define UDPI_CLI_UDPINSPECT_SESSION_H

#include "cli/udpinspect_options.h"

/* Runs until the source or the user ends it. A reader of standard output that goes away is no failure. */
enum udpi_status udpi_inspect_run(const struct udpi_inspect_options *options, const char *filter,
                                  struct udpi_error *error);

#endif
