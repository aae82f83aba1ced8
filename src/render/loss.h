/* Packets that are missing: what stands in their place in the output. */
#ifndef UDPI_RENDER_LOSS_H
#define UDPI_RENDER_LOSS_H

#include <stdint.h>

#include "core/sink.h"

struct udpi_loss {
    uint64_t packets;
    const char *cause; /* in a few words: "kernel buffer full" */
};

enum udpi_loss_form {
    UDPI_LOSS_NOWHERE, /* the form has no place for it */
    UDPI_LOSS_LINE,    /* -- 1,204 packets lost here (kernel buffer full) -- */
    UDPI_LOSS_REMARK,  /* # 1,204 packets lost here (kernel buffer full) */
    UDPI_LOSS_JSON,    /* {"type":"loss","packets":1204,"cause":"kernel buffer full"} */
    UDPI_LOSS_PRETTY,  /* the same, indented */
};

/* Writes one line, or the lines of one object. */
void udpi_loss_write(struct udpi_sink *sink, enum udpi_loss_form form, const struct udpi_loss *loss);

#endif
