/* Messages whose header has the Internet checksum of the whole: ICMP, IGMP, TCP, UDP-Lite, mobility. */
#ifndef UDPI_MODEL_MESSAGE_H
#define UDPI_MODEL_MESSAGE_H

#include "model/build.h"
#include "model/decode.h"

struct udpi_message {
    const uint8_t *header;
    uint32_t length;     /* of the message, in bytes */
    uint32_t coverage;   /* bytes from the header on that are summed up; `length` but for UDP-Lite */
    uint8_t checksum_at; /* place of the checksum in the header */
    uint8_t protocol;    /* IP protocol in the pseudo-header; 0 where the checksum covers none */
};

/* The message from `header` to the end of the claim, summed up as a whole. */
struct udpi_message udpi_message_of(const struct udpi_decode *d, const uint8_t *header, uint8_t checksum_at,
                                    uint8_t protocol);

/* What checking the checksum gives, never UDPI_CHECKSUM_ABSENT; a bad one is noted. RFC 1071. */
enum udpi_checksum_status udpi_message_check(struct udpi_decode *d, const struct udpi_message *message);

/* Fills in the checksum `field` of the layer being sealed over its first `coverage` bytes; `protocol` as above. */
void udpi_message_seal(struct udpi_build *b, unsigned field, uint32_t coverage, uint8_t protocol);

#endif
