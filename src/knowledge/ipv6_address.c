#include "knowledge/ipv6_address.h"

#include <stddef.h>
#include <string.h>

#include "core/bytes.h"

static const uint64_t universal_bit = UINT64_C(0x020000000000); /* is upside down in an interface identifier */

bool udpi_ipv6_has_interface_id(const uint8_t *address) {
    return address[0] >> 5 != 0 && address[0] != 0xff;
}

bool udpi_ipv6_find_mac(const uint8_t *address, uint64_t *mac) {
    const uint8_t *id = address + 8;
    if (!udpi_ipv6_has_interface_id(address) || id[3] != 0xff || id[4] != 0xfe)
        return false;
    *mac = (udpi_load_be(id, 3) << 24 | udpi_load_be(id + 5, 3)) ^ universal_bit;
    return true;
}

struct udpi_ip udpi_ipv6_solicited_node(const uint8_t *address) {
    struct udpi_ip group = {{0xff, 0x02, [11] = 1, 0xff}, 16};
    memcpy(group.bytes + 13, address + 13, 3);
    return group;
}

/* --- IPv4 within -------------------------------------------------------------------------------------------------- */

static const struct carrier {
    uint8_t prefix[12];
    uint8_t prefix_size, offset; /* bytes that are compared; where the IPv4 address begins */
    const char *kind, *specification;
} carriers[] = {
    {{[10] = 0xff, 0xff}, 12, 12, "IPv4-mapped", "RFC 4291 section 2.5.5.2"},
    {{0x00, 0x64, 0xff, 0x9b}, 12, 12, "NAT64", "RFC 6052 section 2"},
    {{0x20, 0x02}, 2, 2, "6to4", "RFC 3056 section 2"},
    {{0x20, 0x01, 0x00, 0x00}, 4, 12, "Teredo", "RFC 4380 section 4"},
};

bool udpi_ipv6_find_ipv4(const uint8_t *address, struct udpi_embedded_ipv4 *embedded) {
    for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++) {
        const struct carrier *carrier = &carriers[i];
        if (memcmp(address, carrier->prefix, carrier->prefix_size) != 0)
            continue;
        *embedded = (struct udpi_embedded_ipv4){
            .kind = carrier->kind,
            .specification = carrier->specification,
            .address = udpi_load_be32(address + carrier->offset),
        };
        if (carrier->prefix_size == 4) { /* Teredo turns all bits of address and port, so that no NAT rewrites them */
            embedded->address = ~embedded->address;
            embedded->server = udpi_load_be32(address + 4);
            embedded->port = (uint16_t)~udpi_load_be16(address + 10);
        }
        return true;
    }
    return false;
}
