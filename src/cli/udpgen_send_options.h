/* The command line of udpgen send, checked, and turned into what src/socket takes. */
#ifndef UDPI_CLI_UDPGEN_SEND_OPTIONS_H
#define UDPI_CLI_UDPGEN_SEND_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"
#include "core/pace.h"
#include "socket/socket_options.h"
#include "socket/supply.h"

struct udpi_gen_send_values {
    const char *text, *hex, *file, *size, *bind, *interface;
    uint64_t count, ttl, seed, threads;
    double interval, wait, duration, max_loss; /* below 0 where they are not given */
    struct udpi_rate rate;
    bool is_broadcast, is_unlooped, is_unfragmented, is_connected, is_probing, is_unsegmented, is_quiet, is_json,
        has_help;

    const char *destination;
    struct udpi_supply_options content; /* from the first five */
    bool is_flood;                      /* a flood is asked for, not a conversation */
};

/* Sets *values. UDPI_USAGE where the options cannot be meant together. */
enum udpi_status udpi_gen_send_parse(int count, char **words, struct udpi_gen_send_values *values,
                                     struct udpi_error *error);

/* What the socket is told of it. */
struct udpi_socket_options udpi_gen_send_socket(const struct udpi_gen_send_values *values);

#endif
