/* Which protocol a number means: one look-up table per key space. */
#ifndef UDPI_ENGINE_REGISTRY_H
#define UDPI_ENGINE_REGISTRY_H

#include <udpinspect/protocol.h>

enum { UDPI_NO_PROTOCOL = 0xff };

struct udpi_registry {
    uint8_t ids[UDPI_KEY(UDPI_SPACES, 0)]; /* index into udpi_protocols, or UDPI_NO_PROTOCOL */
};

/* Fills the tables from the bindings of all protocols; where two bind the same key, the first in the list has it. */
void udpi_registry_fill(struct udpi_registry *registry);

/* The protocol for a UDPI_KEY. */
static inline uint8_t udpi_registry_find(const struct udpi_registry *registry, uint32_t key) {
    return registry->ids[key];
}

#endif
