/* The table of protocols, from list.def. */
#include <udpinspect/protocol.h>

#define UDPI_PROTOCOL(name) extern const struct udpi_protocol udpi_##name;
#include "protocols/list.def"
#undef UDPI_PROTOCOL

const struct udpi_protocol *const udpi_protocols[] = {
#define UDPI_PROTOCOL(name) &udpi_##name,
#include "protocols/list.def"
#undef UDPI_PROTOCOL
};

const size_t udpi_protocol_count = sizeof udpi_protocols / sizeof udpi_protocols[0];
