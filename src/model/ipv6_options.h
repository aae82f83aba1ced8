/* What the hop-by-hop and the destination options header of IPv6 have in common: RFC 8200 section 4.2. */
#ifndef UDPI_MODEL_IPV6_OPTIONS_H
#define UDPI_MODEL_IPV6_OPTIONS_H

#include "model/build.h"
#include "model/options.h"

enum { UDPI_IPV6_OPTIONS_FIELDS = 7 };
extern const struct udpi_field udpi_ipv6_options_fields[UDPI_IPV6_OPTIONS_FIELDS];

/* The decode function of both; `visit` sees the options of one of them, or is NULL. */
struct udpi_next udpi_decode_ipv6_options(struct udpi_decode *d, const uint8_t *header,
                                          void (*visit)(struct udpi_decode *d, const struct udpi_option *option));
void udpi_encode_ipv6_options(struct udpi_build *b);
void udpi_seal_ipv6_options(struct udpi_build *b);

#endif
