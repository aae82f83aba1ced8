#include "socket/flood_batch.h"

#include <stdlib.h>
#include <string.h>

#include "core/random.h"

enum {
    MOST_SEGMENTS = 64,          /* UDP_MAX_SEGMENTS; newer kernels take 128 */
    MOST_MESSAGE = 65507,        /* of segments, too: they are one packet of IPv4 up to where they are cut */
    SEGMENTED_MESSAGES = 16,     /* so that a batch is a thousand datagrams, about a millisecond */
    MOST_PROBES = MOST_SEGMENTS, /* the same time is written into all probes of a batch: few, so that it is true */
};

/* --- making ------------------------------------------------------------------------------------------------------- */

static void choose_layout(struct udpi_batch *batch, bool is_segmented) {
    bool is_even = batch->least == batch->most && batch->most > 0;
    size_t fitting = is_even && is_segmented ? MOST_MESSAGE / batch->most : 1;
    batch->per_message = fitting > MOST_SEGMENTS ? MOST_SEGMENTS : fitting > 1 ? (unsigned)fitting : 1;
    unsigned messages = batch->per_message > 1 ? SEGMENTED_MESSAGES : UDPI_BATCH_MESSAGES;
    batch->capacity = messages * batch->per_message;
    if (batch->is_probing && batch->capacity > MOST_PROBES)
        batch->capacity = MOST_PROBES / batch->per_message * batch->per_message;
}

/* Probes have a slot each; else one message's slots serve for all. */
static bool fill_slots(struct udpi_batch *batch, const uint8_t *bytes) {
    size_t slots = batch->is_probing ? batch->capacity : batch->per_message;
    batch->bytes = malloc(slots * batch->most + 1);
    for (size_t i = 0; batch->bytes && i < slots; i++)
        memcpy(batch->bytes + i * batch->most, bytes, batch->most);
    return batch->bytes != NULL;
}

static void point_messages(struct udpi_batch *batch) {
    for (unsigned i = 0; i < batch->capacity / batch->per_message; i++) {
        size_t slot = batch->is_probing ? (size_t)i * batch->per_message : 0;
        batch->pieces[i] =
            (struct iovec){.iov_base = batch->bytes + slot * batch->most, .iov_len = batch->per_message * batch->most};
        batch->messages[i] = (struct mmsghdr){.msg_hdr = {
                                                  .msg_name = batch->to.size ? &batch->to.any : NULL,
                                                  .msg_namelen = batch->to.size,
                                                  .msg_iov = &batch->pieces[i],
                                                  .msg_iovlen = 1,
                                              }};
    }
}

bool udpi_batch_open(struct udpi_batch *batch, const struct udpi_supply_extent *extent, const struct udpi_endpoint *to,
                     bool is_probing, bool is_segmented, uint64_t seed) {
    *batch =
        (struct udpi_batch){.least = extent->least, .most = extent->most, .is_probing = is_probing, .random = seed};
    if (to)
        batch->to = *to;
    choose_layout(batch, is_segmented);
    if (!fill_slots(batch, extent->bytes))
        return false;
    point_messages(batch);
    return true;
}

void udpi_batch_close(struct udpi_batch *batch) {
    free(batch->bytes);
    batch->bytes = NULL;
}

/* --- batch by batch ----------------------------------------------------------------------------------------------- */

static void draw_sizes(struct udpi_batch *batch, unsigned datagrams) {
    for (unsigned i = 0; i < datagrams; i++)
        batch->pieces[i].iov_len =
            batch->least + (size_t)udpi_random_below(&batch->random, batch->most - batch->least + 1);
}

/* Only the last message may be shorter than the others. */
static void cut_last(struct udpi_batch *batch, unsigned datagrams) {
    unsigned before = (batch->prepared + batch->per_message - 1) / batch->per_message;
    if (before > 0)
        batch->pieces[before - 1].iov_len = batch->per_message * batch->most;
    unsigned last = (datagrams - 1) / batch->per_message;
    batch->pieces[last].iov_len = (datagrams - last * batch->per_message) * batch->most;
}

static void store_probes(struct udpi_batch *batch, unsigned datagrams, const struct udpi_probe *first) {
    struct udpi_probe probe = *first;
    for (unsigned i = 0; i < datagrams; i++, probe.sequence++) {
        size_t size = batch->per_message > 1 ? batch->most : batch->pieces[i].iov_len;
        udpi_probe_store(batch->bytes + i * batch->most, size, &probe);
    }
}

unsigned udpi_batch_prepare(struct udpi_batch *batch, unsigned datagrams, const struct udpi_probe *first) {
    if (batch->least != batch->most)
        draw_sizes(batch, datagrams);
    else if (datagrams != batch->prepared)
        cut_last(batch, datagrams);
    if (batch->is_probing)
        store_probes(batch, datagrams, first);
    batch->prepared = datagrams;
    return (datagrams + batch->per_message - 1) / batch->per_message;
}

unsigned udpi_batch_datagrams(const struct udpi_batch *batch, unsigned index) {
    return batch->per_message > 1 ? (unsigned)(batch->pieces[index].iov_len / batch->most) : 1;
}
