#include "knowledge/mac.h"

static const uint64_t broadcast = 0xffffffffffff;
static const uint64_t group_bit = UINT64_C(1) << 40, local_bit = UINT64_C(1) << 41;

static const struct kind {
    const char *kind, *meaning;
} none = {"none", "none, as of the loopback interface, which has no wire"},
  all = {"broadcast", "every host on this link"}, group = {"multicast", "a group of hosts on this link"},
  local = {"unicast", "one host; software has chosen the number, not the card's maker"},
  universal = {"unicast", "one host; the number is that of its network card, from the maker"};

static const struct kind *find_kind(uint64_t mac) {
    if (mac == 0)
        return &none;
    if (mac == broadcast)
        return &all;
    if (mac & group_bit)
        return &group;
    return mac & local_bit ? &local : &universal;
}

const char *udpi_mac_kind(uint64_t mac) {
    return find_kind(mac)->kind;
}

const char *udpi_mac_meaning(uint64_t mac) {
    return find_kind(mac)->meaning;
}

bool udpi_mac_is_local(uint64_t mac) {
    return mac != broadcast && mac & local_bit;
}

unsigned udpi_mac_group_version(uint64_t mac) {
    if (mac >> 23 == 0x01005e000000 >> 23)
        return 4;
    return mac >> 32 == 0x3333 ? 6 : 0;
}

uint32_t udpi_mac_first_ipv4_group(uint64_t mac) {
    return 0xe0000000 | (uint32_t)(mac & 0x7fffff);
}
