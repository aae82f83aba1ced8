/* A pcap-filter(7) expression, applied in user space to frames of any link type. */
#ifndef UDPI_CAPTURE_FILTER_H
#define UDPI_CAPTURE_FILTER_H

#include <stdbool.h>

#include <udpinspect/packet.h>

#include "core/error.h"
#include "core/sink.h"

struct udpi_filter;

/* Sets *error to UDPI_USAGE for a filter that libpcap refused with the words `why`. */
enum udpi_status udpi_filter_refuse(const char *text, const char *why, struct udpi_error *error);

/* A filter for the text; NULL where memory is short. */
struct udpi_filter *udpi_filter_create(const char *text);
void udpi_filter_free(struct udpi_filter *filter);

/*
 * A stand-in runs in place of the text, which then only has to compile: what `text` gives for a link type (DLT_), or
 * everything where it gives NULL. The text that it gives must stay.
 */
struct udpi_filter_stand_in {
    const char *(*text)(void *context, uint16_t link_type);
    void *context;
};
void udpi_filter_replace(struct udpi_filter *filter, const struct udpi_filter_stand_in *stand_in);

/* What a file says of its frames: link type (DLT_), and the byte order of the host that wrote it. BSD loopback has that
   order too. */
struct udpi_filter_kind {
    uint16_t link_type;
    bool is_big_endian;
};

/* Compiles for a kind that is new to the filter. Gives false with *error set where the text is wrong or means nothing
   there, or where memory is short. */
bool udpi_filter_compile(struct udpi_filter *filter, struct udpi_filter_kind kind, struct udpi_error *error);

/* Whether memory was refused to compile for a kind: then it accepts too little. */
bool udpi_filter_was_refused(const struct udpi_filter *filter);

/* Writes the program for a kind as `tcpdump -d` does, with the number of its instructions before it. */
void udpi_filter_print(struct udpi_filter *filter, struct udpi_filter_kind kind, struct udpi_sink *sink);

/* Whether the filter accepts `captured` bytes of a frame of `length` bytes, and of this kind. */
bool udpi_filter_matches(struct udpi_filter *filter, struct udpi_filter_kind kind, const uint8_t *bytes,
                         uint32_t captured, uint32_t length);

/* Whether the filter accepts the frame. It accepts none of a kind for which it does not compile. */
bool udpi_filter_accepts(struct udpi_filter *filter, const struct udpi_frame *frame, bool is_big_endian);

#endif
