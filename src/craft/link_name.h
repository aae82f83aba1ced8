/* Link types by libpcap's names. */
#ifndef UDPI_CRAFT_LINK_NAME_H
#define UDPI_CRAFT_LINK_NAME_H

#include <stdint.h>

/* The DLT_ number for a name without DLT_, or for a number as text; -1 for an unknown name. */
int32_t udpi_link_name_parse(const char *name);

/* The name, or "without a name". Constant. */
const char *udpi_link_name_show(uint16_t link_type);

#endif
