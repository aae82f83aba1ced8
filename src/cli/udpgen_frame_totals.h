/* What udpgen says of frames that it sends through an interface: while it does, and at the end. */
#ifndef UDPI_CLI_UDPGEN_FRAME_TOTALS_H
#define UDPI_CLI_UDPGEN_FRAME_TOTALS_H

#include <stdbool.h>

#include "craft/rewrite.h"
#include "inject/injector.h"

struct udpi_frame_totals {
    const struct udpi_injector_counts *injected; /* NULL where frames were written to a file */
    uint64_t frames, bytes;                      /* that were written */
    uint64_t cut;                                /* by the capture, and left out */
    uint64_t unbuilt;                            /* left out, for they could not be rewritten */
    const struct udpi_rewrite *rewrite;          /* NULL where nothing was to be set */
    uint32_t mtu;
    double seconds;
};

/*
 * Prints "105 frames sent, 6300 bytes, in 1.002 s; 3 above the MTU of 1500" to standard error. Sets *error where frames
 * could not be sent, unless it tells of something already. Prints nothing where a wrong usage came before all frames. Gives
 * error->status.
 */
enum udpi_status udpi_frame_totals_print(const struct udpi_frame_totals *totals, struct udpi_error *error);

/* Whether standard error is a terminal, where a line of progress is welcome. */
bool udpi_frame_progress_is_welcome(void);

/* Shows the line, in place of the one before. */
void udpi_frame_progress_show(const struct udpi_injector_counts *counts, double seconds);

#endif
