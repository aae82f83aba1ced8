/* Session descriptions, as SIP carries them: RFC 8866. */
#ifndef UDPI_MESSAGES_SDP_H
#define UDPI_MESSAGES_SDP_H

#include "model/decode.h"

/* The fields that a description is recorded in: a list, its groups, and what they hold. */
struct udpi_sdp_form {
    uint8_t list, line, type, value;
};

/*
 * Takes and records the lines "letter=value" in the claim. The endpoints that they name for RTP and RTCP are expected from now on:
 * by the address of "c=" and the port of "m="; RTCP is one port above it, unless "a=rtcp" (RFC 3605) names another, and on the same,
 * too, where "a=rtcp-mux" (RFC 5761) stands. Encrypted RTCP (SAVP and SAVPF, RFC 3711) is not expected: it cannot be read.
 */
void udpi_take_sdp(struct udpi_decode *d, const struct udpi_sdp_form *form);

#endif
