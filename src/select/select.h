/*
 * Which packets are shown: a pcap-filter(7) expression, applied at every depth. README.md, "What a filter means", says what
 * that is; this is where it is done.
 *
 *     the kernel, or the reader of a file, runs udpi_select_stand_in
 *     udpi_select_judge says yes, no, or that the rest of the datagram must be awaited: then udpi_select_hold
 */
#ifndef UDPI_SELECT_SELECT_H
#define UDPI_SELECT_SELECT_H

#include <udpinspect/packet.h>

#include "capture/filter.h"
#include "core/sink.h"
#include "select/held.h"

enum udpi_verdict { UDPI_NO, UDPI_UNDECIDED, UDPI_YES };

struct udpi_select;

/*
 * For an expression that libpcap accepts: the capture sees to that. `shows_all` is whether packets without UDP may be
 * shown too. The visitor gets what was held and is wanted after all, during udpi_select_judge. NULL where memory is short.
 */
struct udpi_select *udpi_select_create(const char *text, bool shows_all, const struct udpi_held_visitor *visitor);
void udpi_select_free(struct udpi_select *select);

/*
 * What is to run before decoding: see udpi_wide_write. It belongs to `select`. When it is asked for a link type, all that
 * frames of that type need is compiled: no file is opened later for the names in a filter.
 */
struct udpi_filter_stand_in udpi_select_stand_in(struct udpi_select *select);

/*
 * Whether the frame is wanted for its outermost headers, so that what is further in need not be decoded. That says nothing
 * of the other fragments of its datagram: a packet with a fragment must be judged all the same.
 */
bool udpi_select_accepts_outside(struct udpi_select *select, const struct udpi_frame *frame);

/*
 * Judges a packet, in the order of capture, each once. Shows what was held for its datagrams if it decides about them.
 * Where it is UDPI_UNDECIDED, udpi_select_hold is to follow.
 */
enum udpi_verdict udpi_select_judge(struct udpi_select *select, const struct udpi_packet *packet);

/* Keeps the frame of the packet judged last, and what would be printed of it, until its datagram is decided. */
void udpi_select_hold(struct udpi_select *select, const struct udpi_packet *packet, const char *output, size_t count);

/* Whether memory was refused meanwhile, so that packets may be missing. */
bool udpi_select_was_refused(const struct udpi_select *select);

/* Frames that were held and given up with nothing decided. */
uint64_t udpi_select_undecided(const struct udpi_select *select);

/* Whether the expression is too large to be taken apart: then it is asked as a whole, at each header. */
bool udpi_select_is_too_large(const struct udpi_select *select);

/* Writes for people how the expression is read: what is asked where. */
void udpi_select_explain(const struct udpi_select *select, struct udpi_sink *sink);

#endif
