/*
 * Renderers: how a packet looks in each form of output. Each is a pure function of the packet and the options into a sink; none
 * knows the terminal, the environment or what comes next.
 */
#ifndef UDPI_RENDER_RENDER_H
#define UDPI_RENDER_RENDER_H

#include <stdbool.h>

#include <udpinspect/packet.h>

#include "core/sink.h"
#include "knowledge/whereabouts.h"
#include "render/loss.h"

enum udpi_time_form {
    UDPI_TIME_LOCAL,    /* 12:00:00.123456 in the zone of the program */
    UDPI_TIME_UTC,      /* 2026-11-22T12:00:00.123456Z */
    UDPI_TIME_EPOCH,    /* 1795348800.123456 */
    UDPI_TIME_RELATIVE, /* seconds since the first packet: 0.000000 */
    UDPI_TIME_DELTA,    /* seconds since the packet before */
};

struct udpi_render_options {
    enum udpi_time_form time;
    unsigned columns;                             /* width of the output; 80 where it has none */
    bool has_color;                               /* ANSI colours may be used */
    bool has_unicode;                             /* box-drawing characters may be used */
    bool shows_fields;                            /* boxes: every field with label, value and place */
    bool explains;                                /* boxes, indented JSON: what the values mean */
    const struct udpi_surroundings *surroundings; /* explains: of this host, where it captures; else NULL */
    const char *fields;                           /* fields: their names, which udpi_columns_parse has found good */
};

struct udpi_renderer {
    const char *name;
    enum udpi_loss_form loss;
    /* Prepares what can be prepared once; NULL where memory is short. */
    void *(*open)(const struct udpi_render_options *options);
    void (*packet)(void *state, const struct udpi_packet *packet, struct udpi_sink *sink);
    void (*close)(void *state);
};

extern const struct udpi_renderer udpi_render_line;           /* one line of the notation, for eyes */
extern const struct udpi_renderer udpi_render_boxes;          /* nested boxes */
extern const struct udpi_renderer udpi_render_hex;            /* bytes, each in its layer's colour */
extern const struct udpi_renderer udpi_render_json;           /* one JSON object a line */
extern const struct udpi_renderer udpi_render_json_pretty;    /* the same, indented */
extern const struct udpi_renderer udpi_render_json_explained; /* one JSON object a line, with what `explains` adds */
extern const struct udpi_renderer udpi_render_fields;         /* chosen values with tabs between them */

#endif
