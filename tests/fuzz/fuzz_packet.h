/* What targets do with a packet that they have decoded. */
#ifndef FUZZ_PACKET_H
#define FUZZ_PACKET_H

#include <udpinspect/packet.h>

/* Aborts where something does not hold that must hold of every packet; every renderer writes it, rich with colours on a wide
   screen, else plain on a narrow one. */
void fuzz_packet(const struct udpi_packet *packet, bool is_rich);

#endif
