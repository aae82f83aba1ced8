/*
 * Frames that wait for the rest of their datagram: each with what would be printed of it, since a frame cannot be decoded
 * twice. They are few and short-lived: beyond the limits the oldest goes.
 */
#ifndef UDPI_SELECT_HELD_H
#define UDPI_SELECT_HELD_H

#include <udpinspect/packet.h>

/* Gets a frame that is wanted after all, valid during the call, and what was held with it. */
struct udpi_held_visitor {
    void (*show)(void *context, const struct udpi_frame *frame, const char *output, size_t count);
    void *context;
};

struct udpi_held;

/* NULL where memory is short. */
struct udpi_held *udpi_held_create(const struct udpi_held_visitor *visitor);
void udpi_held_free(struct udpi_held *held);

/* Copies frame and output; they wait for this datagram. Frames that have waited UDPI_FRAGMENT_SECONDS go. */
void udpi_held_add(struct udpi_held *held, uint16_t datagram, const struct udpi_frame *frame, const char *output,
                   size_t count);

/* What waits for the datagram: is shown, in the order of arrival; is dropped, be it because that was decided or because it
   is forgotten; waits for another one. */
void udpi_held_show(struct udpi_held *held, uint16_t datagram);
void udpi_held_drop(struct udpi_held *held, uint16_t datagram, bool is_decided);
void udpi_held_move(struct udpi_held *held, uint16_t datagram, uint16_t to);

/* Whether memory was refused for a frame: then it is one of those that were given up. */
bool udpi_held_was_refused(const struct udpi_held *held);

/* Frames that were given up because nothing was ever decided of their datagram, those that still wait included. */
uint64_t udpi_held_undecided(const struct udpi_held *held);

#endif
