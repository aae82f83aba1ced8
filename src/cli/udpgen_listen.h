/* Commands that listen: the options that they share, and what they say of their socket. */
#ifndef UDPI_CLI_UDPGEN_LISTEN_H
#define UDPI_CLI_UDPGEN_LISTEN_H

#include "cli/options.h"
#include "socket/listen.h"

struct udpi_gen_listen_values {
    struct udpi_option_list groups;
    uint64_t buffer;
};

/* Rows for the table of options. The command's struct of values has a member `listen`, and AT names members. */
#define UDPI_GEN_LISTEN_OPTIONS                                                                                        \
    {.name = "join", .argument = "GROUP[%IFACE]", .kind = UDPI_OPTION_LIST, AT(listen.groups),                         \
     .group = "Where it listens", .help = "receive what is sent to a multicast group; may be given again"},            \
    {.name = "buffer", .argument = "KIB", .kind = UDPI_OPTION_NUMBER, .least = 1, .most = UDPI_LISTEN_MOST_BUFFER,     \
     AT(listen.buffer), .help = "how much may wait to be read; more lets a burst pass"}

/* `place` may be NULL. The result points into *values. */
struct udpi_listen_options udpi_gen_listen(const struct udpi_gen_listen_values *values, const char *place);

/* To standard error: a line for what happens; one for what was lost at the socket, unless that is nothing. */
void udpi_gen_say(const char *line);
void udpi_gen_print_overrun(uint64_t datagrams);

#endif
