/*
 * sFlow, version 5: the datagrams of messages/sflow_datagram.h.
 *
 * Left out: versions 2 and 4, and the insides of records but for those in `layouts`.
 */
#include "messages/sflow_datagram.h"

#include "model/nest.h"

#define F(name) UDPI_SFLOW_##name

enum { HEADER_SIZE = 8, OUR_VERSION = 5, IPV4 = 1, IPV6 = 2, WORD = 4, STRUCTURE_HEAD = 8, FORMAT_BITS = 12 };

/* --- what formats look like --------------------------------------------------------------------------------------- */

/* A number: bits of the word of 4 bytes with this index, or 64 from there on. */
struct number {
    uint8_t field, word, shift, bits;
};

/* What stands at the beginning of structures of a format in a list. */
struct layout {
    uint8_t list;
    uint16_t format;
    uint8_t words;
    uint8_t follows; /* a list of as many structures, or as many bytes, as the last word says; 0 for nothing */
    uint8_t number_count;
    const struct number *numbers;
};

static const struct number flow_sample[] = {
    {F(SAMPLE_SEQUENCE), 0, 0, 32}, {F(SOURCE_TYPE), 1, 24, 8},  {F(SOURCE_INDEX), 1, 0, 24},
    {F(SAMPLING_RATE), 2, 0, 32},   {F(SAMPLE_POOL), 3, 0, 32},  {F(DROPS), 4, 0, 32},
    {F(INPUT_FORMAT), 5, 30, 2},    {F(INPUT), 5, 0, 30},        {F(OUTPUT_FORMAT), 6, 30, 2},
    {F(OUTPUT), 6, 0, 30},          {F(RECORD_COUNT), 7, 0, 32},
};
static const struct number expanded_flow_sample[] = {
    {F(SAMPLE_SEQUENCE), 0, 0, 32}, {F(SOURCE_TYPE), 1, 0, 32},   {F(SOURCE_INDEX), 2, 0, 32},
    {F(SAMPLING_RATE), 3, 0, 32},   {F(SAMPLE_POOL), 4, 0, 32},   {F(DROPS), 5, 0, 32},
    {F(INPUT_FORMAT), 6, 0, 32},    {F(INPUT), 7, 0, 32},         {F(OUTPUT_FORMAT), 8, 0, 32},
    {F(OUTPUT), 9, 0, 32},          {F(RECORD_COUNT), 10, 0, 32},
};
static const struct number counters_sample[] = {
    {F(SAMPLE_SEQUENCE), 0, 0, 32},
    {F(SOURCE_TYPE), 1, 24, 8},
    {F(SOURCE_INDEX), 1, 0, 24},
    {F(RECORD_COUNT), 2, 0, 32},
};
static const struct number expanded_counters_sample[] = {
    {F(SAMPLE_SEQUENCE), 0, 0, 32},
    {F(SOURCE_TYPE), 1, 0, 32},
    {F(SOURCE_INDEX), 2, 0, 32},
    {F(RECORD_COUNT), 3, 0, 32},
};
static const struct number raw_header[] = {
    {F(HEADER_PROTOCOL), 0, 0, 32},
    {F(FRAME_LENGTH), 1, 0, 32},
    {F(STRIPPED), 2, 0, 32},
    {F(HEADER_LENGTH), 3, 0, 32},
};
static const struct number extended_switch[] = {
    {F(SRC_VLAN), 0, 0, 32},
    {F(SRC_PRIORITY), 1, 0, 32},
    {F(DST_VLAN), 2, 0, 32},
    {F(DST_PRIORITY), 3, 0, 32},
};
static const struct number generic_interface[] = {
    {F(IF_INDEX), 0, 0, 32},       {F(IF_TYPE), 1, 0, 32},       {F(IF_SPEED), 2, 0, 64},
    {F(IF_DIRECTION), 4, 0, 32},   {F(IF_STATUS), 5, 0, 32},     {F(IN_OCTETS), 6, 0, 64},
    {F(IN_UNICAST), 8, 0, 32},     {F(IN_MULTICAST), 9, 0, 32},  {F(IN_BROADCAST), 10, 0, 32},
    {F(IN_DISCARDS), 11, 0, 32},   {F(IN_ERRORS), 12, 0, 32},    {F(IN_UNKNOWN), 13, 0, 32},
    {F(OUT_OCTETS), 14, 0, 64},    {F(OUT_UNICAST), 16, 0, 32},  {F(OUT_MULTICAST), 17, 0, 32},
    {F(OUT_BROADCAST), 18, 0, 32}, {F(OUT_DISCARDS), 19, 0, 32}, {F(OUT_ERRORS), 20, 0, 32},
    {F(PROMISCUOUS), 21, 0, 32},
};

#define NUMBERS(numbers) sizeof(numbers) / sizeof *(numbers), (numbers)

static const struct layout layouts[] = {
    {F(SAMPLES), 1, 8, F(RECORDS), NUMBERS(flow_sample)},
    {F(SAMPLES), 2, 3, F(COUNTERS), NUMBERS(counters_sample)},
    {F(SAMPLES), 3, 11, F(RECORDS), NUMBERS(expanded_flow_sample)},
    {F(SAMPLES), 4, 4, F(COUNTERS), NUMBERS(expanded_counters_sample)},
    {F(RECORDS), 1, 4, F(HEADER), NUMBERS(raw_header)},
    {F(RECORDS), 1001, 4, 0, NUMBERS(extended_switch)},
    {F(COUNTERS), 1, 22, 0, NUMBERS(generic_interface)},
};

static const struct layout *find_layout(unsigned list, uint32_t format) {
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (layouts[i].list == list && layouts[i].format == format)
            return &layouts[i];
    return NULL;
}

/* Takes the numbers; gives the last word. */
static uint32_t put_numbers(struct udpi_decode *d, unsigned depth, const struct layout *layout) {
    const uint8_t *words = udpi_cursor_take(&d->cursor, (size_t)layout->words * WORD);
    if (!words)
        return 0;
    for (const struct number *number = layout->numbers; number < layout->numbers + layout->number_count; number++) {
        const uint8_t *at = words + (size_t)number->word * WORD;
        size_t size = number->bits == 64 ? 8 : WORD;
        uint64_t value = udpi_load_be(at, size) >> number->shift;
        if (number->bits < 32)
            value &= (1U << number->bits) - 1;
        udpi_put_at_depth(d, depth, number->field, udpi_offset_of(d, at), size, value);
    }
    return udpi_load_be32(words + (size_t)(layout->words - 1) * WORD);
}

/* --- structures --------------------------------------------------------------------------------------------------- */

/* What all structures of a list have, by its place behind the list: see messages/sflow_datagram.h. */
enum { GROUP = 1, ENTERPRISE, VENDOR_FORMAT, FORMAT, LENGTH, DATA };

/* A sample or a record that is being read. */
struct structure {
    uint32_t format; /* with the enterprise */
    size_t size;     /* of what stands behind the length */
    uint16_t group;
    struct udpi_cursor behind;
};

static void put_format(struct udpi_decode *d, unsigned depth, unsigned list, const uint8_t *at) {
    uint32_t format = udpi_load_be32(at), enterprise = format >> FORMAT_BITS, offset = udpi_offset_of(d, at);
    if (enterprise != 0)
        udpi_put_at_depth(d, depth, list + ENTERPRISE, offset, WORD, enterprise);
    udpi_put_at_depth(d, depth, list + (enterprise != 0 ? VENDOR_FORMAT : FORMAT), offset, WORD,
                      format & ((1U << FORMAT_BITS) - 1));
}

/* Takes what stands before the data, and narrows the cursor to them. False, with a note, where they go beyond the claim, and
   where they are not captured. */
static bool open_structure(struct udpi_decode *d, unsigned depth, unsigned list, struct structure *structure) {
    structure->group = udpi_nest_open(d, depth, list + GROUP);
    const uint8_t *head = udpi_cursor_take(&d->cursor, STRUCTURE_HEAD);
    if (!head)
        return false;
    structure->format = udpi_load_be32(head);
    structure->size = udpi_load_be32(head + WORD);
    put_format(d, depth + 1, list, head);
    udpi_put_at_depth(d, depth + 1, list + LENGTH, udpi_offset_of(d, head) + WORD, WORD, structure->size);
    udpi_nest_close(d, structure->group);
    if (structure->size <= d->cursor.claim)
        return udpi_part_enter(d, structure->size, &structure->behind);
    udpi_note_add(d, UDPI_NOTE_MALFORMED, "a structure says that it has {a} bytes, where {b} are left",
                  (uint32_t)structure->size, (uint32_t)d->cursor.claim);
    return false;
}

/* Opaque data are padded to words: RFC 4506 section 4.10. Some senders leave out the padding at the end. */
static void skip_padding(struct udpi_decode *d, size_t size) {
    size_t padding = -size % WORD;
    udpi_cursor_take(&d->cursor, padding < d->cursor.claim ? padding : d->cursor.claim);
}

static void close_structure(struct udpi_decode *d, const struct structure *structure) {
    udpi_part_leave_data(d, &structure->behind, structure->size, structure->format);
    udpi_nest_close(d, structure->group);
    skip_padding(d, structure->size);
}

static void note_missing(struct udpi_decode *d, uint32_t count, uint32_t found) {
    if (found < count && d->cursor.stop == UDPI_STOP_NONE)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} structures are announced, and there are {b}", count, found);
}

static bool put_record(struct udpi_decode *d, unsigned list) {
    enum { DEPTH = 3, WITHIN };
    struct structure record;
    if (!open_structure(d, DEPTH, list, &record))
        return false;
    const struct layout *layout = find_layout(list, record.format);
    if (layout) {
        uint32_t last = put_numbers(d, WITHIN, layout);
        if (layout->follows != 0 && udpi_nest_bytes(d, WITHIN, layout->follows, last))
            skip_padding(d, last);
    } else {
        udpi_nest_bytes(d, WITHIN, list + DATA, record.size);
    }
    close_structure(d, &record);
    return true;
}

/* Behind one that is broken nothing of the sample can be read. */
static void put_records(struct udpi_decode *d, unsigned list, uint32_t count) {
    bool is_good = true;
    uint32_t found = 0;
    if (count == 0 || d->cursor.stop != UDPI_STOP_NONE)
        return;
    uint16_t place = udpi_nest_open(d, 2, list);
    for (; found < count && udpi_part_goes_on(d) && is_good; found++)
        is_good = put_record(d, list);
    udpi_nest_close(d, place);
    if (is_good)
        note_missing(d, count, found);
    else
        udpi_cursor_take(&d->cursor, d->cursor.claim);
}

static bool put_sample(struct udpi_decode *d) {
    enum { DEPTH = 1, WITHIN };
    struct structure sample;
    if (!open_structure(d, DEPTH, F(SAMPLES), &sample))
        return false;
    const struct layout *layout = find_layout(F(SAMPLES), sample.format);
    if (layout)
        put_records(d, layout->follows, put_numbers(d, WITHIN, layout));
    else
        udpi_nest_bytes(d, WITHIN, F(SAMPLE_DATA), sample.size);
    close_structure(d, &sample);
    return true;
}

static void put_samples(struct udpi_decode *d, uint32_t count) {
    bool is_good = true;
    uint32_t found = 0;
    if (count == 0 || d->cursor.stop != UDPI_STOP_NONE)
        return;
    uint16_t list = udpi_nest_open(d, 0, F(SAMPLES));
    for (; found < count && udpi_part_goes_on(d) && is_good; found++)
        is_good = put_sample(d);
    udpi_nest_close(d, list);
    if (is_good)
        note_missing(d, count, found);
}

/* --- the datagram ------------------------------------------------------------------------------------------------- */

static bool is_plausible(const struct udpi_decode *d, const uint8_t *header) {
    enum { COUNTS_SIZE = 16 };
    uint32_t type = udpi_load_be32(header + WORD);
    size_t address_size = type == IPV6 ? 16 : 4;
    return udpi_load_be32(header) == OUR_VERSION && (type == IPV4 || type == IPV6) &&
           d->cursor.claim >= address_size + COUNTS_SIZE;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(d, header))
        return udpi_next_not_mine();
    udpi_put_header(d, udpi_sflow_fields, F(VERSION), F(ADDRESS_TYPE) + 1, header);
    if (udpi_load_be32(header + WORD) == IPV6)
        udpi_nest_bytes(d, 0, F(AGENT_IPV6_ADDRESS), 16);
    else
        udpi_nest_number(d, 0, F(AGENT_ADDRESS), WORD);
    udpi_nest_number(d, 0, F(SUB_AGENT_ID), WORD);
    udpi_nest_number(d, 0, F(SEQUENCE_NUMBER), WORD);
    udpi_nest_number(d, 0, F(UPTIME), WORD);
    put_samples(d, (uint32_t)udpi_nest_number(d, 0, F(SAMPLE_COUNT), WORD));
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_INTERNAL, UDPI_AS_SFLOW}};

const struct udpi_protocol udpi_sflow = {
    .key = "sflow",
    .title = "sFlow",
    .spec = "sFlow Version 5, sflow.org",
    .doc = "Tells a collector of packets that a device has chosen at random, and of its counters.",
    .fields = udpi_sflow_fields,
    .field_count = UDPI_SFLOW_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
