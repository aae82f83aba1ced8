/* What the process gives up between opening and running: -Z and --no-sandbox. */
#ifndef UDPI_CLI_UDPINSPECT_RELINQUISH_H
#define UDPI_CLI_UDPINSPECT_RELINQUISH_H

#include "capture/capture.h"
#include "cli/udpinspect_options.h"
#include "guard/guard.h"
#include "host/surroundings.h"
#include "record/recording.h"

/* Chooses who goes on: udpi_guard_choose. To be called before anything is opened. */
enum udpi_status udpi_inspect_choose_user(struct udpi_guard *guard, const struct udpi_inspect_options *options,
                                          struct udpi_error *error);

/* What a session has opened, and goes on to use. */
struct udpi_inspect_holdings {
    const struct udpi_capture *capture;
    const struct udpi_recording *recording;            /* NULL without -w */
    const struct udpi_host_surroundings *surroundings; /* NULL unless they are asked */
};

/* Gives up all that this session does not need: udpi_guard_close. */
enum udpi_status udpi_inspect_relinquish(const struct udpi_guard *guard, const struct udpi_inspect_options *options,
                                         const char *filter, const struct udpi_inspect_holdings *holdings,
                                         struct udpi_error *error);

#endif
