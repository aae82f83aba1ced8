/* Cuts a packet as a router would whose next link is too narrow for it. */
#ifndef UDPI_CRAFT_FRAGMENTS_H
#define UDPI_CRAFT_FRAGMENTS_H

#include "core/error.h"
#include "model/build.h"

enum { UDPI_LEAST_MTU = 68 }; /* RFC 791 section 3.2: every link carries that much */

/*
 * Cuts the outermost IP packet of a frame just built into fragments of at most `mtu` bytes (UDPI_LEAST_MTU at least), each with the
 * link header in front, and calls `take` for each: RFC 791 section 3.2, RFC 8200 section 4.5. A frame without an IP packet, or
 * with one that fits, is taken as it is. `id` names the datagram where the packet itself does not (IPv6). What lies behind the
 * IP packet is left out of fragments. Fails where the packet says that it must not be cut, and where `take` does.
 */
enum udpi_status udpi_fragments_make(const struct udpi_build *b, uint32_t mtu, uint32_t id,
                                     enum udpi_status (*take)(void *context, const uint8_t *bytes, uint32_t size),
                                     void *context, struct udpi_error *error);

#endif
