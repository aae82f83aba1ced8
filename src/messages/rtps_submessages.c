/* Submessages of RTPS: OMG DDSI-RTPS 2.5 section 9.4.5. */
#include "messages/rtps_message.h"
#include "model/nest.h"

#define F(name) UDPI_RTPS_##name

enum { DEPTH = UDPI_RTPS_DEPTH };

/* Flags: the first is of all, two are of DATA, the last is of INFO_TS. */
enum { LITTLE = 1, INLINE_QOS = 2, DATA_OR_KEY = 4 | 8, NO_TIME = 2 };

/* What submessages are made of. */
enum part {
    END,
    DATA_HEAD, /* flags, and where the parameters begin */
    ENTITIES,  /* reader and writer */
    SEQUENCE,  /* a number of a sample */
    FRAGMENTS, /* of a sample, and its size */
    SAMPLE,    /* parameters and data */
    RANGE,     /* of sequence numbers */
    SEQUENCE_SET,
    FRAGMENT_SET,
    LAST_FRAGMENT,
    COUNT,
    TIME,
    PREFIX,
    SOURCE,
};

enum { IDS = 0x17, MOST_PARTS = 6 };

static const uint8_t parts[IDS][MOST_PARTS] = {
    [0x06] = {ENTITIES, SEQUENCE_SET, COUNT},                    /* ACKNACK */
    [0x07] = {ENTITIES, RANGE, COUNT},                           /* HEARTBEAT */
    [0x08] = {ENTITIES, SEQUENCE, SEQUENCE_SET},                 /* GAP */
    [0x09] = {TIME},                                             /* INFO_TS */
    [0x0c] = {SOURCE},                                           /* INFO_SRC */
    [0x0e] = {PREFIX},                                           /* INFO_DST */
    [0x12] = {ENTITIES, SEQUENCE, FRAGMENT_SET, COUNT},          /* NACK_FRAG */
    [0x13] = {ENTITIES, SEQUENCE, LAST_FRAGMENT, COUNT},         /* HEARTBEAT_FRAG */
    [0x15] = {DATA_HEAD, ENTITIES, SEQUENCE, SAMPLE},            /* DATA */
    [0x16] = {DATA_HEAD, ENTITIES, SEQUENCE, FRAGMENTS, SAMPLE}, /* DATA_FRAG */
};

/* What is known of the submessage that is being read. */
struct state {
    bool is_little;
    unsigned flags;
    bool has_content;       /* data that begin with how they are written */
    bool is_built_in;       /* its writer is one that every participant has */
    const uint8_t *counted; /* where octets to the parameters are counted from */
    size_t octets;
};

static uint64_t put_number(struct udpi_decode *d, const struct state *state, unsigned field) {
    return udpi_nest_number_ordered(d, DEPTH, field, udpi_rtps_fields[field].width, state->is_little);
}

/* --- parts -------------------------------------------------------------------------------------------------------- */

static void put_data_head(struct udpi_decode *d, struct state *state) {
    put_number(d, state, F(EXTRA_FLAGS));
    state->octets = put_number(d, state, F(OCTETS_TO_INLINE_QOS));
    state->counted = d->cursor.at;
}

/* Ids are bytes in their order; the last one is the kind of entity. */
static void put_entities(struct udpi_decode *d, struct state *state) {
    enum { BUILT_IN = 0xc0 };
    udpi_nest_number(d, DEPTH, F(READER_ID), 4);
    state->is_built_in = (udpi_nest_number(d, DEPTH, F(WRITER_ID), 4) & BUILT_IN) == BUILT_IN;
}

/* The upper half comes first, whatever the order of bytes in each. */
static void put_sequence(struct udpi_decode *d, const struct state *state, unsigned field) {
    enum { HALF = 4, HALF_BITS = 32 };
    const uint8_t *at = udpi_cursor_take(&d->cursor, 2 * (size_t)HALF);
    if (!at)
        return;
    uint64_t number = udpi_load_be64(at);
    if (state->is_little)
        number = udpi_load_le(at, HALF) << HALF_BITS | udpi_load_le(at + HALF, HALF);
    udpi_put_at_depth(d, DEPTH, field, udpi_offset_of(d, at), 2 * (size_t)HALF, number);
}

/* Words of 32 bits, one for each number from the base on. */
static void put_bitmap(struct udpi_decode *d, const struct state *state) {
    enum { WORD_BITS = 32, WORD = 4 };
    uint64_t bits = put_number(d, state, F(BITMAP_BITS));
    udpi_nest_bytes(d, DEPTH, F(BITMAP), (bits + WORD_BITS - 1) / WORD_BITS * WORD);
}

/* Seconds since 1970 and their 2^32ths; all ones where it is not known. */
static void put_time(struct udpi_decode *d, const struct state *state) {
    enum { HALF = 4, HALF_BITS = 32 };
    const uint64_t billion = 1000000000;
    const uint8_t *at = state->flags & NO_TIME ? NULL : udpi_cursor_take(&d->cursor, 2 * (size_t)HALF);
    if (!at || udpi_load_be64(at) == UINT64_MAX)
        return;
    uint64_t seconds = state->is_little ? udpi_load_le(at, HALF) : udpi_load_be32(at);
    uint64_t fraction = state->is_little ? udpi_load_le(at + HALF, HALF) : udpi_load_be32(at + HALF);
    uint64_t time = seconds * billion + (fraction * billion >> HALF_BITS);
    udpi_put_at_depth(d, DEPTH, F(TIMESTAMP), udpi_offset_of(d, at), 2 * (size_t)HALF, time);
}

static void put_source(struct udpi_decode *d) {
    enum { UNUSED = 4 };
    udpi_cursor_take(&d->cursor, UNUSED);
    udpi_nest_number(d, DEPTH, F(SOURCE_MAJOR_VERSION), 1);
    udpi_nest_number(d, DEPTH, F(SOURCE_MINOR_VERSION), 1);
    udpi_nest_number(d, DEPTH, F(SOURCE_VENDOR), 2);
    udpi_nest_bytes(d, DEPTH, F(OTHER_GUID_PREFIX), UDPI_RTPS_PREFIX_SIZE);
}

/* --- samples ------------------------------------------------------------------------------------------------------ */

/* Built-in writers have parameters for data (section 9.6.2); what users write has a form that only they know. */
static void put_content(struct udpi_decode *d, const struct state *state) {
    enum { PL_CDR_BE = 2, PL_CDR_LE = 3 };
    if (!udpi_part_goes_on(d))
        return;
    uint64_t encapsulation = udpi_nest_number(d, DEPTH, F(ENCAPSULATION), 2);
    udpi_nest_number(d, DEPTH, F(ENCAPSULATION_OPTIONS), 2);
    if (state->is_built_in && (encapsulation == PL_CDR_BE || encapsulation == PL_CDR_LE))
        udpi_take_rtps_parameters(d, F(PARAMETERS), encapsulation == PL_CDR_LE);
}

/* Later versions may have more before the parameters: section 8.3.8.2. */
static void put_sample(struct udpi_decode *d, const struct state *state) {
    size_t passed = (size_t)(d->cursor.at - state->counted);
    if (d->cursor.stop == UDPI_STOP_NONE && state->octets > passed)
        udpi_cursor_take(&d->cursor, state->octets - passed);
    if (state->flags & INLINE_QOS)
        udpi_take_rtps_parameters(d, F(INLINE_QOS), state->is_little);
    if (state->has_content)
        put_content(d, state);
}

/* Only the first fragment begins with how the sample is written. */
static void put_fragments(struct udpi_decode *d, struct state *state) {
    state->has_content = put_number(d, state, F(FRAGMENT_NUMBER)) == 1;
    put_number(d, state, F(FRAGMENT_COUNT));
    put_number(d, state, F(FRAGMENT_SIZE));
    put_number(d, state, F(SAMPLE_SIZE));
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

static void put_part(struct udpi_decode *d, struct state *state, enum part part) {
    switch (part) {
    case DATA_HEAD: put_data_head(d, state); break;
    case ENTITIES: put_entities(d, state); break;
    case SEQUENCE: put_sequence(d, state, F(SEQUENCE_NUMBER)); break;
    case FRAGMENTS: put_fragments(d, state); break;
    case SAMPLE: put_sample(d, state); break;
    case RANGE:
        put_sequence(d, state, F(FIRST_SEQUENCE));
        put_sequence(d, state, F(LAST_SEQUENCE));
        break;
    case SEQUENCE_SET:
        put_sequence(d, state, F(BITMAP_BASE));
        put_bitmap(d, state);
        break;
    case FRAGMENT_SET:
        put_number(d, state, F(FRAGMENT_BASE));
        put_bitmap(d, state);
        break;
    case LAST_FRAGMENT: put_number(d, state, F(LAST_FRAGMENT)); break;
    case COUNT: put_number(d, state, F(COUNT)); break;
    case TIME: put_time(d, state); break;
    case PREFIX: udpi_nest_bytes(d, DEPTH, F(OTHER_GUID_PREFIX), UDPI_RTPS_PREFIX_SIZE); break;
    case SOURCE: put_source(d); break;
    case END: break;
    }
}

void udpi_take_rtps_submessage(struct udpi_decode *d, unsigned id, unsigned flags) {
    struct state state = {
        .is_little = flags & LITTLE, .flags = flags, .has_content = flags & DATA_OR_KEY, .counted = d->cursor.at};
    for (unsigned i = 0; i < MOST_PARTS && id < IDS && parts[id][i] != END; i++)
        put_part(d, &state, parts[id][i]);
    udpi_nest_bytes(d, DEPTH, F(DATA), d->cursor.claim);
}
