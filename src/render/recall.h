/* Texts of addresses that come again and again, kept for the next time: a copy costs a tenth of writing them. */
#ifndef UDPI_RENDER_RECALL_H
#define UDPI_RENDER_RECALL_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { UDPI_RECALL_SLOTS = 16, UDPI_RECALL_SIZE = 48 };

/* What the text stands for: a number in `low`, or the two halves of an IPv6 address. */
struct udpi_recall_key {
    uint64_t high, low;
};

struct udpi_recall {
    struct udpi_recall_key key;
    uint8_t length;
    char text[UDPI_RECALL_SIZE];
};

/* `count` sets of UDPI_RECALL_SLOTS, to be given to free(3); NULL where memory is short. */
struct udpi_recall *udpi_recall_create(size_t count);

/* The one slot of a set in which the key may be. */
static inline struct udpi_recall *udpi_recall_find(struct udpi_recall *set, struct udpi_recall_key key) {
    return &set[key.low % UDPI_RECALL_SLOTS];
}

static inline int udpi_recall_knows(const struct udpi_recall *recall, struct udpi_recall_key key) {
    return recall->key.low == key.low && recall->key.high == key.high;
}

/* Writes the text, and what happens to lie behind it: UDPI_RECALL_SIZE bytes. Gives the place behind the text. */
static inline char *udpi_recall_write(const struct udpi_recall *recall, char *at) {
    memcpy(at, recall->text, UDPI_RECALL_SIZE);
    return at + recall->length;
}

/* Keeps the text from `at` to `end`, at most UDPI_RECALL_SIZE bytes, as that of the key; reads that many. Gives `end`. */
static inline char *udpi_recall_keep(struct udpi_recall *recall, struct udpi_recall_key key, const char *at,
                                     char *end) {
    memcpy(recall->text, at, UDPI_RECALL_SIZE);
    recall->key = key;
    recall->length = (uint8_t)(end - at);
    return end;
}

#endif
