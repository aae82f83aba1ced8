/*
 * What a time to live, or hop limit, says of the way that a packet has come. RFC 791 section 3.2, RFC 8200 section 3.
 */
#ifndef UDPI_KNOWLEDGE_HOPS_H
#define UDPI_KNOWLEDGE_HOPS_H

#include <stdbool.h>
#include <stdint.h>

struct udpi_hops {
    uint8_t start; /* with which the sender likely sent it */
    uint8_t hops;  /* routers that have passed it on since */
};

/* Fills in a guess; false where there is none to make: 0 and 1, which senders choose for what is to stay on the link. */
bool udpi_hops_guess(uint8_t time_to_live, struct udpi_hops *guess);

#endif
