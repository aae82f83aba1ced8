#include "engine/registry.h"

#include <string.h>

static void bind_protocol(struct udpi_registry *registry, uint8_t id) {
    const struct udpi_protocol *protocol = udpi_protocols[id];
    for (unsigned i = 0; i < protocol->binding_count; i++) {
        uint8_t *slot = &registry->ids[UDPI_KEY(protocol->bindings[i].space, protocol->bindings[i].key)];
        if (*slot == UDPI_NO_PROTOCOL)
            *slot = id;
    }
}

void udpi_registry_fill(struct udpi_registry *registry) {
    memset(registry->ids, UDPI_NO_PROTOCOL, sizeof registry->ids);
    for (size_t id = 0; id < udpi_protocol_count && id < UDPI_NO_PROTOCOL; id++)
        bind_protocol(registry, (uint8_t)id);
}
