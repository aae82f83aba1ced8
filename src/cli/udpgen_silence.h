/* What udpgen send says where it waited for replies, and none came. */
#ifndef UDPI_CLI_UDPGEN_SILENCE_H
#define UDPI_CLI_UDPGEN_SILENCE_H

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "socket/socket_options.h"
#include "socket/totals.h"

/*
 * Whether that is so, all was sent, and nobody on the way gave anything back. That this host itself found nobody to hand
 * datagrams to is no more than a reason for the silence.
 */
bool udpi_gen_was_silence(const struct udpi_totals *totals);

/* Finds out why, and prints it on stderr; nothing where what was given back does not hold any more. */
void udpi_gen_silence_print(const struct udpi_totals *totals, const struct udpi_socket_options *options);

/*
 * The same as an object:
 *
 *     {"reason":"no_neighbor","route":"unicast","interface":"eth0","next_hop":"192.0.2.1","is_gateway":true,
 *      "neighbor":"FAILED"}
 *     {"reason":"not_read","route":"local","interface":"lo","receive_queue":768,"processes":[{"pid":123,"name":"cat"}],
 *      "processes_complete":true}
 *
 * What is not known is not in it. NULL where there is nothing to say, or memory is short.
 */
cJSON *udpi_gen_silence_make_json(const struct udpi_totals *totals, const struct udpi_socket_options *options);

#endif
