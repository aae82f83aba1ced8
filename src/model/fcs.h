/* The frame check sequence: four bytes behind the frame, which some captures of 802.11 keep. */
#ifndef UDPI_MODEL_FCS_H
#define UDPI_MODEL_FCS_H

#include "model/decode.h"

/* Takes the sequence off the end of the claim; it becomes a trailer without a note. Does nothing where there is no room. */
void udpi_take_fcs(struct udpi_decode *d);

#endif
