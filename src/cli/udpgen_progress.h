/* How far a flood is: a line on the terminal, written over once a second. */
#ifndef UDPI_CLI_UDPGEN_PROGRESS_H
#define UDPI_CLI_UDPGEN_PROGRESS_H

#include "socket/flood.h"

struct udpi_gen_progress {
    struct udpi_flood_progress before;
    bool is_shown;
};

/*
 * Shows the progress on standard error, from the second second on; NULL clears the line. *context is a struct
 * udpi_gen_progress, zeros at first.
 */
void udpi_gen_progress_show(void *context, const struct udpi_flood_progress *progress);

#endif
