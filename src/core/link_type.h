/* Link types: capture files number some of them (LINKTYPE_) otherwise than libpcap does on Linux (DLT_). */
#ifndef UDPI_CORE_LINK_TYPE_H
#define UDPI_CORE_LINK_TYPE_H

#include <stdint.h>

/* The DLT_ for a LINKTYPE_, and back; the same number where they agree. www.tcpdump.org/linktypes.html. */
uint16_t udpi_link_type_from_file(uint16_t link_type);
uint16_t udpi_link_type_to_file(uint16_t dlt);

#endif
