/* IANA's names for the numbers in ICMPv6. */
#ifndef UDPI_MODEL_ICMPV6_NAMES_H
#define UDPI_MODEL_ICMPV6_NAMES_H

#include <udpinspect/protocol.h>

extern const struct udpi_names udpi_icmpv6_type_names;
extern const struct udpi_names udpi_icmpv6_code_names; /* by type << 8 | code */

#endif
