#include "select/datagrams.h"

#include <stdlib.h>
#include <string.h>

#include <udpinspect/packet.h>

enum { BUCKETS = 2048 };

static const int64_t LIFETIME = INT64_C(1000000000) * UDPI_FRAGMENT_SECONDS;

struct datagram {
    struct udpi_fragment_key key;
    int64_t time;  /* of the first fragment */
    uint16_t next; /* in its bucket */
    bool is_known, is_wanted, is_complete;
};

struct udpi_datagrams {
    uint16_t buckets[BUCKETS];
    uint16_t turn; /* the next one to be forgotten */
    struct datagram list[UDPI_KNOWN_DATAGRAMS];
};

struct udpi_datagrams *udpi_datagrams_create(void) {
    struct udpi_datagrams *datagrams = calloc(1, sizeof *datagrams);
    if (datagrams)
        memset(datagrams->buckets, 0xff, sizeof datagrams->buckets);
    return datagrams;
}

void udpi_datagrams_free(struct udpi_datagrams *datagrams) {
    free(datagrams);
}

static uint16_t *find_bucket(struct udpi_datagrams *datagrams, const struct udpi_fragment_key *key) {
    uint64_t words[sizeof *key / sizeof(uint64_t)], hash = 0;
    _Static_assert(sizeof *key == sizeof words, "the key consists of whole words");
    memcpy(words, key, sizeof words);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        hash = (hash ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
    return &datagrams->buckets[(hash >> 40) % BUCKETS];
}

static void forget(struct udpi_datagrams *datagrams, uint16_t number) {
    struct datagram *datagram = &datagrams->list[number];
    uint16_t *link = find_bucket(datagrams, &datagram->key);
    while (*link != number)
        link = &datagrams->list[*link].next;
    *link = datagram->next;
    datagram->is_known = false;
}

/* Whether the fragment is none of this datagram, only of one with the same key. */
static bool is_over(const struct datagram *datagram, const struct udpi_fragment_seen *seen) {
    bool has_times = datagram->time != UDPI_NO_TIME && seen->time != UDPI_NO_TIME;
    if (has_times && seen->time > datagram->time &&
        (uint64_t)seen->time - (uint64_t)datagram->time > (uint64_t)LIFETIME)
        return true;
    return datagram->is_complete && seen->is_first;
}

uint16_t udpi_datagrams_find(struct udpi_datagrams *datagrams, const struct udpi_fragment_seen *seen,
                             uint16_t *forgotten) {
    uint16_t *bucket = find_bucket(datagrams, &seen->key), number = *bucket;
    *forgotten = UDPI_NO_DATAGRAM;
    while (number != UDPI_NO_DATAGRAM && memcmp(&datagrams->list[number].key, &seen->key, sizeof seen->key) != 0)
        number = datagrams->list[number].next;
    if (number != UDPI_NO_DATAGRAM && !is_over(&datagrams->list[number], seen))
        return number;
    if (number == UDPI_NO_DATAGRAM) {
        number = datagrams->turn;
        datagrams->turn = (uint16_t)((datagrams->turn + 1) % UDPI_KNOWN_DATAGRAMS);
    }
    if (datagrams->list[number].is_known) {
        forget(datagrams, number);
        *forgotten = number;
    }
    datagrams->list[number] =
        (struct datagram){.key = seen->key, .time = seen->time, .next = *bucket, .is_known = true};
    *bucket = number;
    return number;
}

bool udpi_datagrams_is_wanted(const struct udpi_datagrams *datagrams, uint16_t number) {
    return datagrams->list[number].is_wanted;
}

void udpi_datagrams_want(struct udpi_datagrams *datagrams, uint16_t number) {
    datagrams->list[number].is_wanted = true;
}

void udpi_datagrams_complete(struct udpi_datagrams *datagrams, uint16_t number) {
    datagrams->list[number].is_complete = true;
}
