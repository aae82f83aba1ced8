#include "model/decode.h"

#include "core/checksum.h"
#include "model/numbers.h"

static const struct udpi_name checksum_status_entries[] = {
    UDPI_NAME(UDPI_CHECKSUM_UNVERIFIED, "unverified"),
    UDPI_NAME(UDPI_CHECKSUM_ABSENT, "absent"),
    UDPI_NAME(UDPI_CHECKSUM_GOOD, "good"),
    UDPI_NAME(UDPI_CHECKSUM_PARTIAL, "partial"),
    UDPI_NAME(UDPI_CHECKSUM_BAD, "bad"),
};
const struct udpi_names udpi_checksum_status_names = {checksum_status_entries, 5};

struct udpi_next udpi_next_linux(uint16_t hardware_type, uint16_t protocol) {
    if (hardware_type == UDPI_ARP_HARDWARE_NETLINK)
        return udpi_next_payload();
    if (protocol == UDPI_LINUX_802_2)
        return udpi_next_key(UDPI_INTERNAL, UDPI_AS_LLC);
    return udpi_next_key(UDPI_ETHERTYPE, protocol);
}

struct udpi_next udpi_next_fragment(struct udpi_decode *d, struct udpi_fragment fragment) {
    d->fragment = fragment;
    d->is_incomplete = true;
    d->packet->has_fragment = true;
    if (d->is_quoted && fragment.offset == 0)
        return udpi_next_key(UDPI_IP_PROTOCOL, fragment.protocol);
    return udpi_next_key(UDPI_INTERNAL, UDPI_AS_FRAGMENT);
}

struct udpi_next udpi_next_quoted(struct udpi_decode *d, enum udpi_space space, uint16_t key) {
    d->is_quoted = true;
    if (d->cursor.have > d->cursor.claim)
        d->cursor.have = d->cursor.claim;
    d->cursor.claim = UINT32_MAX;
    return udpi_next_key(space, key);
}

void udpi_note_add_at(struct udpi_packet *packet, uint8_t layer, enum udpi_note_code code, const char *text, uint32_t a,
                      uint32_t b) {
    if (packet->note_count >= UDPI_MAX_NOTES - 1) {
        packet->notes[UDPI_MAX_NOTES - 1] =
            (struct udpi_note){.code = UDPI_NOTE_TOO_MANY_NOTES, .layer = UDPI_NO_LAYER, .a = UDPI_MAX_NOTES - 1};
        packet->note_count = UDPI_MAX_NOTES;
        return;
    }
    packet->notes[packet->note_count++] =
        (struct udpi_note){.text = text, .a = a, .b = b, .code = (uint8_t)code, .layer = layer};
}

static bool has_note(const struct udpi_packet *packet, enum udpi_note_code code) {
    for (unsigned i = 0; i < packet->note_count; i++)
        if (packet->notes[i].code == code)
            return true;
    return false;
}

void udpi_note_add(struct udpi_decode *d, enum udpi_note_code code, const char *text, uint32_t a, uint32_t b) {
    bool is_repeated = code == UDPI_NOTE_TOO_MANY_VALUES && has_note(d->packet, code);
    if (!is_repeated)
        udpi_note_add_at(d->packet, udpi_layer_index(d), code, text, a, b);
}

void udpi_set_found(struct udpi_decode *d, unsigned field, uint64_t number) {
    struct udpi_packet *packet = d->packet;
    for (unsigned index = d->layer->first_value; index < packet->value_count; index++)
        if (packet->values[index].field == field) {
            packet->values[index].number = number;
            return;
        }
}

void udpi_leave(struct udpi_decode *d, size_t length, enum udpi_internal leftover) {
    const struct udpi_cursor *cursor = &d->cursor;
    if (d->leftover_count == UDPI_MAX_LAYERS)
        return;
    d->leftovers[d->leftover_count++] = (struct udpi_leftover){
        .offset = udpi_offset_of(d, cursor->at + length),
        .size = (uint32_t)(udpi_cursor_left(cursor) - length),
        .kind = (uint16_t)leftover,
        .buffer = d->layer->buffer,
        .layer = udpi_layer_index(d),
        .is_expected = d->is_quoted, /* RFC 4884 section 5.1 has the quote padded */
    };
}

uint64_t udpi_pseudo_sum_ipv6(const struct udpi_addresses *addresses) {
    return udpi_checksum_add(udpi_checksum_add(0, addresses->src, 16), addresses->dst, 16);
}
