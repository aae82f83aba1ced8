/* The decoder: frames in, packets out. */
#ifndef UDPINSPECT_DECODER_H
#define UDPINSPECT_DECODER_H

#include <udpinspect/packet.h>

struct udpi_decoder;

/* A decoder for one thread, to be given to udpi_decoder_free; NULL where memory is short. */
struct udpi_decoder *udpi_decoder_create(void);
void udpi_decoder_free(struct udpi_decoder *decoder);

/* What comes next has nothing to do with what came before, as another capture: forgets fragments that wait for their datagram, and what
   messages have said of others. How the decoder was set up stays. */
void udpi_decoder_forget(struct udpi_decoder *decoder);

/* For those who only ask whether a packet is UDP: decoding ends behind the first UDP header of a frame, and
   records no values. With false all is as before. */
void udpi_decoder_stop_at_udp(struct udpi_decoder *decoder, bool stops);

/* Whether fields that are UDPI_SENSITIVE (passwords and the like) are recorded, which they are not at first. */
void udpi_decoder_show_secrets(struct udpi_decoder *decoder, bool shows);

/*
 * From now on datagrams from or to the UDP port are tried as `protocol` before all else; with NULL, or with one that only stands for
 * bytes (is_data), they are payload.
 */
void udpi_decoder_decode_as(struct udpi_decoder *decoder, uint16_t port, const struct udpi_protocol *protocol);

/* How many flows that might have been RTP had to make room for others: there are UDPI_FLOW_SLOTS. */
uint64_t udpi_decoder_flows_forgotten(const struct udpi_decoder *decoder);

/*
 * Decodes one frame of any content and any length. The packet belongs to the decoder, is valid until its next call, and
 * refers to frame->bytes. Never fails: what is wrong with the frame is in the packet's notes.
 */
const struct udpi_packet *udpi_decode(struct udpi_decoder *decoder, const struct udpi_frame *frame);

/* Whether memory was refused for a fragment, so that its datagram is not put together; the packet has a note then. */
bool udpi_decoder_lacked_memory(const struct udpi_decoder *decoder);

#endif
