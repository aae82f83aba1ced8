/*
 * The whole way round: a packet is written as its exact line, the line is parsed, and built. What comes out must be the bytes that
 * were captured, and the recipe that was parsed must give the same line again.
 */
#ifndef TESTS_ROUND_H
#define TESTS_ROUND_H

#include <udpinspect/packet.h>

struct round;

/* NULL where memory is short. */
struct round *round_create(void);
void round_free(struct round *round); /* NULL is fine */

/* Gives NULL where the packet came back as it was; else what went wrong, valid until the next call. */
const char *round_go(struct round *round, const struct udpi_packet *packet);

/* The line of the packet that went last. */
const char *round_line(const struct round *round);

#endif
