/* What --sockets shows, and the two forms in which it is written. */
#ifndef UDPI_CLI_UDPINSPECT_SOCKETS_VIEW_H
#define UDPI_CLI_UDPINSPECT_SOCKETS_VIEW_H

#include "core/sink.h"
#include "host/groups.h"
#include "host/socket_holders.h"
#include "host/sockets.h"

struct udpi_sockets_view {
    struct udpi_host_sockets sockets;
    struct udpi_socket_holders holders;
    struct udpi_host_groups groups;
};

/*
 * Writes a table of the sockets, one line for each, and one of the groups. `width` is that of a terminal in columns, 0 where
 * lines may have any: where they would be wider, the processes of each socket stand on a line of their own.
 */
void udpi_sockets_write_text(const struct udpi_sockets_view *view, unsigned width, bool has_color,
                             struct udpi_sink *sink);

/* Writes an object {"type":"socket",…} for each socket and {"type":"group",…} for each group: the schema says what is in them.
   UDPI_FAILED where memory is short. */
enum udpi_status udpi_sockets_write_json(const struct udpi_sockets_view *view, bool is_pretty, struct udpi_sink *sink,
                                         struct udpi_error *error);

#endif
