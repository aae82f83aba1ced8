/* What targets do with a packet that they have decoded. */
#ifndef FUZZ_PACKET_H
#define FUZZ_PACKET_H

#include <udpinspect/decoder.h>

/* The decoder of this process, which knows of no frame: to make one takes longer than all that is done with it. */
struct udpi_decoder *fuzz_decoder(void);

/*
 * Checks what must hold of every packet, writes it in one form of output and checks that. `choice` picks the form; its highest bit
 * a wide screen with colours. Where something does not hold: fuzz_breach.
 */
void fuzz_packet(const struct udpi_packet *packet, uint8_t choice);

#endif
