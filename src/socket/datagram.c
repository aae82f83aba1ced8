#include "socket/datagram.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "socket/supply.h"

int64_t udpi_datagram_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void udpi_datagram_show(struct udpi_sink *sink, const struct udpi_datagram *datagram, size_t columns) {
    char start[48], name[UDPI_ENDPOINT_SIZE], middle[UDPI_ENDPOINT_SIZE + 8];
    struct udpi_endpoint peer = datagram->peer;
    udpi_endpoint_unmap(&peer);
    snprintf(start, sizeof start, "received #%" PRIu64 ": ", datagram->number);
    udpi_sink_puts(sink, start);
    snprintf(middle, sizeof middle, "from %s", udpi_endpoint_write(&peer, name));
    udpi_supply_show(sink, datagram->bytes, datagram->size, middle, columns);
}
