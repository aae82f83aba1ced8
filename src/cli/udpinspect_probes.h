/* What became of the probes among the packets that are shown: --probes. */
#ifndef UDPI_CLI_UDPINSPECT_PROBES_H
#define UDPI_CLI_UDPINSPECT_PROBES_H

#include <udpinspect/packet.h>

#include "core/sink.h"

struct udpi_inspect_probes;

/*
 * `is_live`: frames have the time of this host's clock. Of a file nobody knows whose clock it was, so delays are told from
 * the least one only. To be made while files may still be opened. NULL where memory is short.
 */
struct udpi_inspect_probes *udpi_inspect_probes_create(bool is_live);
void udpi_inspect_probes_free(struct udpi_inspect_probes *probes); /* NULL is fine */

/*
 * Takes the probes of a packet, if it has any that are not quoted by an ICMP error. One that the capture has cut counts as
 * intact. Of datagrams that the kernel hands over as one (GSO, GRO) each counts that is there as a whole.
 */
void udpi_inspect_probes_take(struct udpi_inspect_probes *probes, const struct udpi_packet *packet);

/* The report so far: for people to standard error; or as JSON to the sink. False where memory is short. */
bool udpi_inspect_probes_print(struct udpi_inspect_probes *probes);
bool udpi_inspect_probes_write(struct udpi_inspect_probes *probes, bool is_pretty, struct udpi_sink *sink);

#endif
