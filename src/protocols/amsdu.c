/*
 * The head of a subframe in an aggregated 802.11 frame (A-MSDU).
 *
 *     | destination 6 | source 6 | length 2 | …
 *
 * Left out: the subframes behind the first one, which are other datagrams; they are a trailer, and noted.
 */
#include "model/build.h"
#include "model/decode.h"

enum { DST, SRC, LENGTH, FIELDS };

enum { HEADER_SIZE = 14, MOST_PADDING = 3 };

static const struct udpi_field fields[FIELDS] = {
    [DST] = {.key = "dst", .label = "Destination", .type = UDPI_MAC, .flags = UDPI_DST, UDPI_AT(0, 6),
             .initial = 0x020000000002,
             .doc = "MAC address of the station that the subframe is for."},
    [SRC] = {.key = "src", .label = "Source", .type = UDPI_MAC, .flags = UDPI_SRC, UDPI_AT(6, 6),
             .initial = 0x020000000001,
             .doc = "MAC address of the station that it comes from."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_AT(12, 2),
                .doc = "Bytes that follow, up to the next subframe and its padding."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, DST, FIELDS, header);
    size_t length = udpi_load_be16(header + 12), claim = d->cursor.claim;
    if (length > claim) {
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_PARENT, NULL, (uint32_t)length, (uint32_t)claim);
        return udpi_next_key(UDPI_INTERNAL, UDPI_AS_LLC);
    }
    uint8_t before = d->leftover_count;
    if (claim - length > MOST_PADDING)
        udpi_note_add(d, UDPI_NOTE_FURTHER_SUBFRAMES, NULL, (uint32_t)(claim - length), 0);
    udpi_narrow(d, length, UDPI_AS_TRAILER);
    if (d->leftover_count > before)
        d->leftovers[before].is_expected = true;
    return udpi_next_key(UDPI_INTERNAL, UDPI_AS_LLC);
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, LENGTH, udpi_build_size(b) - HEADER_SIZE);
}

static const struct udpi_binding bindings[] = {{UDPI_INTERNAL, UDPI_AS_AMSDU}};

const struct udpi_protocol udpi_amsdu = {
    .key = "amsdu",
    .title = "A-MSDU subframe",
    .spec = "IEEE 802.11",
    .doc = "One of several packets that share a wireless frame.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .seal = seal,
};
