/* What there is to know of an address and its subnet, as a page and as JSON: the figures are those of knowledge/. */
#ifndef UDPI_RENDER_ADDRESS_H
#define UDPI_RENDER_ADDRESS_H

#include <stdbool.h>

#include "core/sink.h"
#include "knowledge/ip.h"

struct udpi_address_report {
    struct udpi_ip_notation subject; /* the zone shows as it stands: printable characters */
    const char *interface;           /* the one whose prefix the subject took; NULL where a mask was given, or none */
    bool has_peer;                   /* then the subject has a prefix, and is of the peer's version */
    struct udpi_ip peer;
};

/* The page fits 80 columns, but for the longest IPv6 addresses. */
void udpi_address_write_text(const struct udpi_address_report *report, bool has_color, struct udpi_sink *sink);

/* An object of "type" "address", and with a peer another of "type" "relation"; each is a line, or indented. Gives false
   where memory is short. */
bool udpi_address_write_json(const struct udpi_address_report *report, bool is_pretty, struct udpi_sink *sink);

#endif
