/* A pcap-filter(7) expression, applied in user space to frames of any link type. */
#ifndef UDPI_CAPTURE_FILTER_H
#define UDPI_CAPTURE_FILTER_H

#include <stdbool.h>

#include <udpinspect/packet.h>

#include "core/error.h"

struct udpi_filter;

/* Sets *error to UDPI_USAGE for a filter that libpcap refused with the words `why`. */
enum udpi_status udpi_filter_refuse(const char *text, const char *why, struct udpi_error *error);

/* A filter for the text; NULL where memory is short. */
struct udpi_filter *udpi_filter_create(const char *text);
void udpi_filter_free(struct udpi_filter *filter);

/* What a file says of its frames: link type (DLT_), and the byte order of the host that wrote it. BSD loopback has that
   order too. */
struct udpi_filter_kind {
    uint16_t link_type;
    bool is_big_endian;
};

/* Compiles for a kind that is new to the filter. Gives false with *error set where the text is wrong or means nothing
   there. */
bool udpi_filter_compile(struct udpi_filter *filter, struct udpi_filter_kind kind, struct udpi_error *error);

/* Whether the filter accepts the frame. It accepts none of a kind for which it does not compile. */
bool udpi_filter_accepts(struct udpi_filter *filter, const struct udpi_frame *frame, bool is_big_endian);

#endif
