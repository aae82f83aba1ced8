/* The totals of a sender as JSON. */
#ifndef UDPI_CLI_UDPGEN_TOTALS_H
#define UDPI_CLI_UDPGEN_TOTALS_H

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "core/sink.h"
#include "socket/totals.h"

/*
 * One line:
 *
 *     {"type":"totals","sent":3,"bytes":15,"seconds":2,"per_second":1,"answered":0,"lost":3,"loss_percent":100,
 *      "duplicates":0,"refusals":[{"kind":"refused","by":"127.0.0.1:7788","reason":"…","count":3}]}
 *
 * What is of replies is in it only where they were waited for; where none came, `silence` says why, which is taken over and
 * may be NULL. False where memory is short.
 */
bool udpi_gen_totals_write_json(const struct udpi_totals *totals, cJSON *silence, struct udpi_sink *sink);

#endif
