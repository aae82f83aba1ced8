#include "model/message.h"

#include "core/checksum.h"

struct udpi_message udpi_message_of(const struct udpi_decode *d, const uint8_t *header, uint8_t checksum_at,
                                    uint8_t protocol) {
    size_t size = (size_t)(d->cursor.at - header) + d->cursor.claim;
    uint32_t length = size < UINT32_MAX ? (uint32_t)size : UINT32_MAX; /* within a quote the claim may have no end */
    return (struct udpi_message){
        .header = header, .length = length, .coverage = length, .checksum_at = checksum_at, .protocol = protocol};
}

static bool is_verifiable(const struct udpi_decode *d, const struct udpi_message *message) {
    size_t present = (size_t)(d->cursor.at - message->header) + d->cursor.have;
    return !d->is_incomplete && message->coverage <= present && (message->protocol == 0 || d->addresses.size > 0);
}

enum udpi_checksum_status udpi_message_check(struct udpi_decode *d, const struct udpi_message *message) {
    if (!is_verifiable(d, message))
        return UDPI_CHECKSUM_UNVERIFIED;
    uint16_t stored = udpi_load_be16(message->header + message->checksum_at);
    uint64_t pseudo = message->protocol ? udpi_pseudo_sum(&d->addresses, message->protocol, message->length) : 0;
    uint16_t sum = udpi_checksum_fold(udpi_checksum_add(pseudo, message->header, message->coverage));
    if (sum == 0xffff)
        return UDPI_CHECKSUM_GOOD;
    if (message->protocol && stored == udpi_checksum_fold(pseudo))
        return UDPI_CHECKSUM_PARTIAL;
    uint16_t rest = udpi_checksum_fold((uint64_t)sum + (stored ^ 0xffff));
    udpi_note_add(d, UDPI_NOTE_CHECKSUM_BAD, NULL, stored, rest ^ 0xffff);
    return UDPI_CHECKSUM_BAD;
}

void udpi_message_seal(struct udpi_build *b, unsigned field, uint32_t coverage, uint8_t protocol) {
    const struct udpi_addresses *addresses = &udpi_build_layer(b)->addresses;
    udpi_build_fill(b, field, 0);
    if (udpi_build_given(b, field) || (protocol && addresses->size == 0))
        return;
    uint64_t sum = protocol ? udpi_pseudo_sum(addresses, protocol, udpi_build_size(b)) : 0;
    udpi_build_fill(b, field, udpi_checksum_fold(udpi_checksum_add(sum, udpi_build_header(b), coverage)) ^ 0xffff);
}
