/* What an interface is to somebody who sends frames through it: netdevice(7). */
#ifndef UDPI_INJECT_LINK_H
#define UDPI_INJECT_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include <net/if.h>

#include "core/error.h"

struct udpi_link {
    char name[IFNAMSIZ];
    int index;
    uint32_t mtu;         /* bytes of the largest IP packet */
    uint16_t link_type;   /* what a frame begins with: DLT_EN10MB, or DLT_RAW where there is no link header */
    uint8_t header;       /* bytes of the link header */
    bool hands_on_pieces; /* what segmentation offload puts together is split before anybody else sees it */
};

/* Fails with UDPI_FAILED where there is no such interface, where it is down, or is none that takes frames as they stand. */
enum udpi_status udpi_link_find(struct udpi_link *link, const char *name, struct udpi_error *error);

#endif
