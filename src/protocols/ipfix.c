/*
 * IP Flow Information Export: what NetFlow version 9 became.
 *
 *     | version 2 | length 2 | export time 4 | sequence number 4 | observation domain id 4 | sets |      messages/flow_sets.h
 */
#include "messages/flow_sets.h"
#include "model/nest.h"

enum { VERSION, LENGTH, EXPORT_TIME, SEQUENCE_NUMBER, OBSERVATION_DOMAIN_ID, SETS, FIELDS = SETS + UDPI_FLOW_FIELDS };

enum { HEADER_SIZE = 4, HEADER_REST = 12, LEAST = 16, OUR_VERSION = 10 };

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_AT(0, 2),
                 .doc = "10: versions below are NetFlow."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, UDPI_AT(2, 2),
                .doc = "Bytes of the message; what comes behind them is no part of it."},
    [EXPORT_TIME] = {.key = "export_time", .label = "Export time", .type = UDPI_TIME,
                     .doc = "When the message was sent, in whole seconds."},
    [SEQUENCE_NUMBER] = {.key = "sequence_number", .label = "Sequence number", .type = UDPI_UINT,
                         .flags = UDPI_SUMMARY, .width = 4,
                         .doc = "Records of data that the domain has sent before these."},
    [OBSERVATION_DOMAIN_ID] = {.key = "observation_domain_id", .label = "Observation domain id", .type = UDPI_UINT,
                               .flags = UDPI_SUMMARY, .width = 4,
                               .doc = "Part of the exporter that numbers and templates are of."},
    UDPI_FLOW_FIELD_LIST(SETS),
};

static const struct udpi_flow_form form = {.first = SETS, .template_set = 2, .options_set = 3, .is_ipfix = true};

/* A message may have no set at all: RFC 7011 section 3. */
static bool is_plausible(const struct udpi_decode *d, const uint8_t *header) {
    struct udpi_cursor cursor = d->cursor;
    unsigned length = udpi_load_be16(header + 2);
    udpi_cursor_take(&cursor, HEADER_REST);
    return udpi_load_be16(header) == OUR_VERSION && cursor.stop != UDPI_STOP_MALFORMED &&
           (length == LEAST || (length > LEAST && udpi_has_flow_set(cursor, &form)));
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(d, header))
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, LENGTH + 1, header);
    size_t size = udpi_load_be16(header + 2) - HEADER_SIZE, surplus = 0;
    if (size > d->cursor.claim)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the message says that it has {a} bytes, where {b} are left",
                      (uint32_t)size + HEADER_SIZE, (uint32_t)d->cursor.claim + HEADER_SIZE);
    else
        surplus = d->cursor.claim - size;
    d->cursor.claim -= surplus;
    udpi_nest_seconds(d, 0, EXPORT_TIME, 0);
    udpi_nest_number(d, 0, SEQUENCE_NUMBER, 4);
    udpi_nest_number(d, 0, OBSERVATION_DOMAIN_ID, 4);
    udpi_put_flow_sets(d, &form);
    d->cursor.claim += surplus;
    return udpi_next_payload();
}

static const struct udpi_binding bindings[] = {{UDPI_INTERNAL, UDPI_AS_IPFIX}};

const struct udpi_protocol udpi_ipfix = {
    .key = "ipfix",
    .title = "IP Flow Information Export",
    .spec = "RFC 7011",
    .doc = "Tells a collector which flows of packets a router has seen, as templates say that are sent now and then.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
