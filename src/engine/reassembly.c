#include "engine/reassembly.h"

#include <stdlib.h>
#include <string.h>

#include <udpinspect/packet.h>

enum { BUCKETS = 2048, NOBODY = 0xffff, FIRST_ROOM = 256, FIRST_FRAMES = 8 };

static const uint32_t UNKNOWN = UINT32_MAX;

/* From the first fragment to arrive: RFC 8200 section 4.5, too. */
static const int64_t LIFETIME = INT64_C(1000000000) * UDPI_FRAGMENT_SECONDS;

/* Bytes [start, end) of a datagram that have arrived. */
struct piece {
    uint32_t start, end;
};

struct slot {
    struct udpi_datagram_key key;
    uint16_t next;           /* in its bucket, or of the free ones */
    uint16_t older, younger; /* by the arrival of the first fragment */
    uint16_t bucket;
    uint8_t protocol;
    int64_t time;  /* of the first fragment to arrive */
    uint32_t size; /* of the datagram, UNKNOWN before its last fragment */
    uint32_t piece_count;
    struct piece pieces[UDPI_MOST_PIECES]; /* ascending, with gaps between them */
    uint8_t *bytes;
    uint32_t room;
    uint64_t *frames;
    uint32_t frame_count, frame_room;
};

struct udpi_reassembly {
    uint16_t buckets[BUCKETS];
    uint16_t oldest, youngest, first_free;
    uint16_t finished; /* complete in this frame: linked by `next`, freed at the next */
    size_t held;       /* bytes in all slots */
    struct slot slots[UDPI_MOST_DATAGRAMS];
};

struct udpi_reassembly *udpi_reassembly_create(void) {
    struct udpi_reassembly *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    memset(r->buckets, 0xff, sizeof r->buckets);
    r->oldest = r->youngest = r->finished = NOBODY;
    for (unsigned i = 0; i < UDPI_MOST_DATAGRAMS; i++)
        r->slots[i].next = (uint16_t)(i + 1 < UDPI_MOST_DATAGRAMS ? i + 1 : NOBODY);
    return r;
}

void udpi_reassembly_free(struct udpi_reassembly *r) {
    for (unsigned i = 0; r && i < UDPI_MOST_DATAGRAMS; i++) {
        free(r->slots[i].bytes);
        free(r->slots[i].frames);
    }
    free(r);
}

/* --- slots -------------------------------------------------------------------------------------------------------- */

static uint16_t find_bucket(const struct udpi_datagram_key *key) {
    uint64_t words[sizeof *key / sizeof(uint64_t)];
    _Static_assert(sizeof *key == sizeof words, "the key consists of whole words");
    memcpy(words, key, sizeof words);
    uint64_t hash = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        hash = (hash ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint16_t)(hash >> 40) % BUCKETS;
}

static void unlink_age(struct udpi_reassembly *r, const struct slot *slot) {
    *(slot->older == NOBODY ? &r->oldest : &r->slots[slot->older].younger) = slot->younger;
    *(slot->younger == NOBODY ? &r->youngest : &r->slots[slot->younger].older) = slot->older;
}

static void unlink_bucket(struct udpi_reassembly *r, const struct slot *slot) {
    uint16_t index = (uint16_t)(slot - r->slots);
    uint16_t *link = &r->buckets[slot->bucket];
    while (*link != index)
        link = &r->slots[*link].next;
    *link = slot->next;
}

static void release(struct udpi_reassembly *r, struct slot *slot) {
    r->held -= slot->room + slot->frame_room * sizeof *slot->frames;
    free(slot->bytes);
    free(slot->frames);
    slot->bytes = NULL;
    slot->frames = NULL;
    slot->room = slot->frame_room = 0;
    slot->next = r->first_free;
    r->first_free = (uint16_t)(slot - r->slots);
}

static void give_up(struct udpi_reassembly *r, struct slot *slot) {
    unlink_age(r, slot);
    unlink_bucket(r, slot);
    release(r, slot);
}

void udpi_reassembly_start(struct udpi_reassembly *r) {
    while (r->finished != NOBODY) {
        struct slot *slot = &r->slots[r->finished];
        r->finished = slot->next;
        release(r, slot);
    }
}

void udpi_reassembly_clear(struct udpi_reassembly *r) {
    udpi_reassembly_start(r);
    while (r->oldest != NOBODY)
        give_up(r, &r->slots[r->oldest]);
}

static struct slot *find_slot(struct udpi_reassembly *r, const struct udpi_datagram_key *key) {
    uint16_t index = r->buckets[find_bucket(key)];
    while (index != NOBODY && memcmp(&r->slots[index].key, key, sizeof *key) != 0)
        index = r->slots[index].next;
    return index == NOBODY ? NULL : &r->slots[index];
}

/* A slot for a new datagram. There always is one: a frame finishes fewer datagrams than there are slots. */
static struct slot *open_slot(struct udpi_reassembly *r, const struct udpi_datagram_key *key,
                              const struct udpi_part *part, unsigned *remarks) {
    if (r->first_free == NOBODY) {
        give_up(r, &r->slots[r->oldest]);
        *remarks |= UDPI_PART_DISPLACED;
    }
    uint16_t index = r->first_free;
    struct slot *slot = &r->slots[index];
    r->first_free = slot->next;
    slot->key = *key;
    slot->protocol = part->protocol;
    slot->time = part->time;
    slot->size = UNKNOWN;
    slot->piece_count = slot->frame_count = 0;
    slot->bucket = find_bucket(key);
    slot->next = r->buckets[slot->bucket];
    r->buckets[slot->bucket] = index;
    slot->older = r->youngest;
    slot->younger = NOBODY;
    *(r->youngest == NOBODY ? &r->oldest : &r->slots[r->youngest].younger) = index;
    r->youngest = index;
    return slot;
}

/* Grows *bytes, of *room units of `unit` bytes, to hold `count` units. */
static bool grow(struct udpi_reassembly *r, void **bytes, uint32_t *room, uint32_t count, size_t unit) {
    if (count <= *room)
        return true;
    uint32_t larger = *room;
    while (larger < count)
        larger *= 2;
    void *grown = realloc(*bytes, larger * unit);
    if (!grown)
        return false;
    r->held += (larger - *room) * unit;
    *bytes = grown;
    *room = larger;
    return true;
}

static bool make_room(struct udpi_reassembly *r, struct slot *slot, uint32_t end) {
    void *bytes = slot->bytes, *frames = slot->frames;
    if (!bytes) {
        bytes = malloc(FIRST_ROOM);
        frames = malloc(FIRST_FRAMES * sizeof *slot->frames);
        slot->room = bytes ? FIRST_ROOM : 0;
        slot->frame_room = frames ? FIRST_FRAMES : 0;
        r->held += slot->room + slot->frame_room * sizeof *slot->frames;
    }
    uint32_t listed = slot->frame_count < UDPI_MOST_FRAGMENT_FRAMES ? slot->frame_count + 1 : slot->frame_count;
    bool is_grown = bytes && frames && grow(r, &bytes, &slot->room, end, 1) &&
                    grow(r, &frames, &slot->frame_room, listed, sizeof *slot->frames);
    slot->bytes = bytes;
    slot->frames = frames;
    return is_grown;
}

/* --- pieces ------------------------------------------------------------------------------------------------------- */

/* Copies the bytes of [start, end) that have not arrived; compares the others. */
static unsigned take_bytes(struct slot *slot, const struct udpi_part *part, uint32_t start, uint32_t end) {
    uint32_t at = start, fresh = 0;
    unsigned remarks = 0;
    for (uint32_t i = 0; i < slot->piece_count && at < end; i++) {
        struct piece piece = slot->pieces[i];
        if (piece.end <= at)
            continue;
        uint32_t gap_end = piece.start < at ? at : piece.start < end ? piece.start : end;
        memcpy(slot->bytes + at, part->bytes + (at - start), gap_end - at);
        fresh += gap_end - at;
        uint32_t known_end = piece.end < end ? piece.end : end;
        if (known_end > gap_end &&
            memcmp(slot->bytes + gap_end, part->bytes + (gap_end - start), known_end - gap_end) != 0)
            remarks |= UDPI_PART_OVERLAPS;
        at = known_end > gap_end ? known_end : gap_end;
    }
    if (at < end)
        memcpy(slot->bytes + at, part->bytes + (at - start), end - at);
    fresh += end - at;
    return fresh == 0 && remarks == 0 ? UDPI_PART_REPEATED : remarks;
}

/* Adds [start, end) to the pieces, joining those that it touches; false where there would be too many. */
static bool join_pieces(struct slot *slot, uint32_t start, uint32_t end) {
    uint32_t first = 0;
    while (first < slot->piece_count && slot->pieces[first].end < start)
        first++;
    uint32_t behind = first;
    while (behind < slot->piece_count && slot->pieces[behind].start <= end)
        behind++;
    if (behind == first && slot->piece_count == UDPI_MOST_PIECES)
        return false;
    if (behind > first) {
        start = slot->pieces[first].start < start ? slot->pieces[first].start : start;
        end = slot->pieces[behind - 1].end > end ? slot->pieces[behind - 1].end : end;
    }
    memmove(slot->pieces + first + 1, slot->pieces + behind, (slot->piece_count - behind) * sizeof *slot->pieces);
    slot->piece_count = slot->piece_count + 1 - (behind - first);
    slot->pieces[first] = (struct piece){start, end};
    return true;
}

/* Where the fragment ends, within the datagram and the largest one. The first end that is heard of counts. */
static uint32_t find_end(struct slot *slot, const struct udpi_part *part, unsigned *remarks) {
    uint32_t end = part->offset + part->size;
    uint32_t most = slot->size == UNKNOWN ? UDPI_LONGEST_DATAGRAM : slot->size;
    bool is_other_end = !part->has_more && slot->size != UNKNOWN && end != slot->size;
    if (end > most || is_other_end)
        *remarks |= UDPI_PART_TOO_LONG;
    if (end > most)
        return most > part->offset ? most : part->offset;
    return end;
}

static bool is_complete(const struct slot *slot) {
    return slot->size != UNKNOWN && slot->piece_count == 1 && slot->pieces[0].start == 0 &&
           slot->pieces[0].end >= slot->size;
}

static void finish(struct udpi_reassembly *r, struct slot *slot, struct udpi_datagram *datagram) {
    *datagram = (struct udpi_datagram){
        .bytes = slot->bytes,
        .size = slot->size,
        .protocol = slot->protocol,
        .frames = slot->frames,
        .frame_count = slot->frame_count,
    };
    unlink_age(r, slot);
    unlink_bucket(r, slot);
    slot->next = r->finished;
    r->finished = (uint16_t)(slot - r->slots);
}

static bool has_expired(const struct slot *slot, const struct udpi_part *part) {
    bool has_times = slot->time != UDPI_NO_TIME && part->time != UDPI_NO_TIME;
    return has_times && part->time > slot->time && (uint64_t)part->time - (uint64_t)slot->time > (uint64_t)LIFETIME;
}

/* Gives up the oldest others until the bytes held are few enough. */
static void make_way(struct udpi_reassembly *r, const struct slot *slot, unsigned *remarks) {
    while (r->held > UDPI_MOST_FRAGMENT_BYTES) {
        uint16_t oldest = &r->slots[r->oldest] == slot ? slot->younger : r->oldest;
        if (oldest == NOBODY)
            return;
        give_up(r, &r->slots[oldest]);
        *remarks |= UDPI_PART_DISPLACED;
    }
}

static unsigned take_part(struct udpi_reassembly *r, struct slot *slot, const struct udpi_part *part) {
    unsigned remarks = 0;
    uint32_t end = find_end(slot, part, &remarks);
    if (end == part->offset && (part->size > 0 || part->has_more))
        return remarks;
    if (!make_room(r, slot, end))
        return remarks | UDPI_PART_NO_MEMORY;
    remarks |= take_bytes(slot, part, part->offset, end);
    if (!join_pieces(slot, part->offset, end))
        return remarks | UDPI_PART_REFUSED;
    if (slot->frame_count < UDPI_MOST_FRAGMENT_FRAMES)
        slot->frames[slot->frame_count++] = part->frame;
    else
        remarks |= UDPI_PART_UNLISTED;
    if (!part->has_more && slot->size == UNKNOWN)
        slot->size = end;
    if (part->offset == 0)
        slot->protocol = part->protocol;
    return remarks;
}

bool udpi_reassembly_add(struct udpi_reassembly *r, const struct udpi_datagram_key *key, const struct udpi_part *part,
                         struct udpi_datagram *datagram, unsigned *remarks) {
    *remarks = 0;
    struct slot *slot = find_slot(r, key);
    if (slot && has_expired(slot, part)) {
        give_up(r, slot);
        slot = NULL;
        *remarks |= UDPI_PART_EXPIRED;
    }
    if (!slot)
        slot = open_slot(r, key, part, remarks);
    *remarks |= take_part(r, slot, part);
    make_way(r, slot, remarks);
    if (!is_complete(slot))
        return false;
    finish(r, slot, datagram);
    return true;
}
