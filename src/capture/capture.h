/* Where frames come from: an interface, a capture file, standard input. Only this folder reads through libpcap. */
#ifndef UDPI_CAPTURE_CAPTURE_H
#define UDPI_CAPTURE_CAPTURE_H

#include <stdbool.h>

#include <udpinspect/packet.h>

#include "core/error.h"

struct udpi_capture;
struct udpi_filter_stand_in;

enum { UDPI_CAPTURE_MOST_INTERFACES = UDPI_OPTION_LIST_MOST };

struct udpi_capture_options {
    const char *const *interfaces; /* names or numbers: see udpi_interface_resolve */
    unsigned interface_count;      /* at most UDPI_CAPTURE_MOST_INTERFACES; 0 for the default interface */
    const char *file;        /* "-" for standard input; NULL to capture live */
    const char *filter;      /* pcap-filter(7), NULL or "" for none */
    const struct udpi_filter_stand_in *stand_in; /* for the filter, NULL for none: see capture/filter.h */
    int snapshot;            /* bytes kept of a frame; 0 for all */
    int buffer_kib;          /* kernel buffer; 0 for UDPI_CAPTURE_BUFFER_KIB */
    bool is_not_promiscuous; /* -p */
    bool waits;              /* for an interface that is not there, or goes away */
    bool follows;            /* a file may grow: its end is waited at */
};

/* All of the kernel's buffer counts as resident memory of the program, touched or not. */
enum { UDPI_CAPTURE_BUFFER_KIB = 8192 };

struct udpi_capture_counts {
    uint64_t received;          /* frames read; live, what passed the filter in the kernel: on loopback each twice */
    uint64_t dropped_kernel;    /* of these, for lack of room in the buffer */
    uint64_t dropped_interface; /* by the interface or its driver */
};

/*
 * Opens the source. On failure gives NULL and says why, with what to do, in *error: UDPI_USAGE for a filter that does
 * not compile, UDPI_PERMISSION without the privilege to capture, UDPI_FAILED for all else.
 */
struct udpi_capture *udpi_capture_open(const struct udpi_capture_options *options, struct udpi_error *error);
void udpi_capture_close(struct udpi_capture *capture);

/* The name for people: the interface, the file, "standard input". */
const char *udpi_capture_name(const struct udpi_capture *capture);
bool udpi_capture_is_live(const struct udpi_capture *capture);

/* The last frame; before the first one, what all have in common: of an interface its name, and the link type. */
const struct udpi_frame *udpi_capture_frame(const struct udpi_capture *capture);

/* Packets that are missing before the next one. */
struct udpi_capture_loss {
    uint64_t kernel;    /* for lack of room in the buffer */
    uint64_t interface; /* dropped by the interface or its driver */
};

/*
 * What the loop calls. `frame` gets a frame that is valid, with all that it points to, during the call. `idle` is
 * called when no frame is waiting, before the loop sleeps, and at the latest every 100 ms. Both give false to stop.
 * `notice` gets a sentence for people. `loss` is called within a second of a loss, or when a visitor that has held up the loop comes back.
 */
struct udpi_capture_visitor {
    bool (*frame)(void *context, const struct udpi_frame *frame);
    bool (*idle)(void *context);
    void (*loss)(void *context, const struct udpi_capture_loss *loss);
    void (*notice)(void *context, const char *text);
    void *context;
};

/*
 * Hands every frame that the filter accepts to the visitor until the source ends, the visitor says stop,
 * udpi_capture_stop is called, or `duration` seconds are over (0: no limit). Frames of a file keep their number in it,
 * whatever the filter leaves out. A broken file fails after the frames that could be read, and so does an interface
 * that goes away; one that is only down is waited for.
 */
enum udpi_status udpi_capture_run(struct udpi_capture *capture, const struct udpi_capture_visitor *visitor,
                                  double duration, struct udpi_error *error);

/* Ends udpi_capture_run soon; may be called from a signal handler. */
void udpi_capture_stop(struct udpi_capture *capture);

void udpi_capture_count(struct udpi_capture *capture, struct udpi_capture_counts *counts);

#endif
