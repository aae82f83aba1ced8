/* What became of probes: a report of each stream, for people and as JSON. */
#ifndef UDPI_RENDER_PROBES_H
#define UDPI_RENDER_PROBES_H

#include <stdbool.h>

#include "core/sink.h"
#include "track/probes.h"

/*
 * Some lines for each stream; nothing where there are none:
 *
 *     10.0.0.1:51000 > 10.0.0.2:7788, run 1a2b3c4d
 *       100000 sent, 96900 received, 5100 lost (5.10 %), 2000 duplicated, 0 corrupted
 *       3000 reordered, by up to 5, 12 of them late
 *       delay 0.010 to 1.203 ms, mean 0.014, median 0.013, 90 % up to 0.020, 99 % up to 0.031; jitter 0.012
 */
void udpi_probes_write_text(struct udpi_probes *probes, struct udpi_sink *sink);

/* One object {"type":"probes", …} for each stream, each a line or indented. False where memory is short. */
bool udpi_probes_write_json(struct udpi_probes *probes, struct udpi_sink *sink);
bool udpi_probes_write_json_pretty(struct udpi_probes *probes, struct udpi_sink *sink);

#endif
