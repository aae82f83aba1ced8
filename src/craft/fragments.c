#include "craft/fragments.h"

#include <string.h>

#include "core/checksum.h"
#include "model/numbers.h"

enum {
    UNIT = 8, /* fragment offsets count in it */
    IPV4_HEADER = 20,
    IPV4_LONGEST_HEADER = 60,
    IPV4_DONT_FRAGMENT = 0x4000,
    IPV4_MORE_FRAGMENTS = 0x2000,
    IPV4_OFFSET_MASK = 0x1fff,
    IPV4_OPTION_COPIED = 0x80,
    IPV6_HEADER = 40,
    IPV6_FRAGMENT_HEADER = 8,
};

struct cut {
    const struct udpi_build *b;
    const struct udpi_build_layer *ip;
    uint32_t mtu;
    uint32_t id;
    enum udpi_status (*take)(void *context, const uint8_t *bytes, uint32_t size);
    void *context;
    struct udpi_error *error;
    uint8_t frame[UINT16_MAX + 4096]; /* a fragment, with the link header in front */
};

static enum udpi_status take_fragment(struct cut *cut, uint32_t header_size, const uint8_t *bytes, uint32_t size) {
    uint32_t at = cut->ip->offset + header_size;
    if (size > sizeof cut->frame - at)
        return udpi_error_set(cut->error, UDPI_FAILED, "a fragment of %u bytes is too large", header_size + size);
    memcpy(cut->frame + at, bytes, size);
    return cut->take(cut->context, cut->frame, at + size);
}

/* --- IPv4 --------------------------------------------------------------------------------------------------------- */

/* Writes the header of the fragments behind the first, which has only the options that are to be copied. Gives its size. */
static uint32_t copy_ipv4_header(uint8_t *to, const uint8_t *header, uint32_t size) {
    uint32_t used = IPV4_HEADER;
    memset(to, 0, IPV4_LONGEST_HEADER);
    memcpy(to, header, IPV4_HEADER);
    for (uint32_t at = IPV4_HEADER; at < size && header[at] != 0;) {
        uint32_t length = header[at] == 1 ? 1 : at + 1 < size ? header[at + 1] : 0;
        if (length == 0 || length > size - at)
            break;
        if (header[at] & IPV4_OPTION_COPIED) {
            memcpy(to + used, header + at, length);
            used += length;
        }
        at += length;
    }
    used = (used + 3) & ~3U;
    to[0] = (uint8_t)(0x40 | used / 4);
    return used;
}

static void seal_ipv4_header(uint8_t *header, uint32_t header_size, uint32_t size, uint32_t offset, bool has_more) {
    uint32_t reserved = udpi_load_be16(header + 6) & 0x8000;
    udpi_store_be(header + 2, 2, header_size + size);
    udpi_store_be(header + 6, 2, reserved | (has_more ? IPV4_MORE_FRAGMENTS : 0) | offset / UNIT);
    udpi_store_be(header + 10, 2, 0);
    udpi_store_be(header + 10, 2, udpi_checksum_fold(udpi_checksum_add(0, header, header_size)) ^ 0xffff);
}

static enum udpi_status cut_ipv4(struct cut *cut) {
    const uint8_t *packet = cut->b->bytes + cut->ip->offset;
    uint32_t header_size = cut->ip->header_size, left = cut->ip->end - cut->ip->offset - header_size;
    uint32_t flags = udpi_load_be16(packet + 6), offset = (flags & IPV4_OFFSET_MASK) * UNIT;
    if (flags & IPV4_DONT_FRAGMENT)
        return udpi_error_set(cut->error, UDPI_USAGE, "the packet is larger than %u bytes and says dont_fragment",
                              cut->mtu);
    const uint8_t *bytes = packet + header_size;
    uint8_t *header = cut->frame + cut->ip->offset;
    memcpy(header, packet, header_size);
    while (left > 0) {
        uint32_t room = (cut->mtu - header_size) / UNIT * UNIT;
        uint32_t size = left <= cut->mtu - header_size ? left : room;
        bool has_more = size < left || flags & IPV4_MORE_FRAGMENTS;
        seal_ipv4_header(header, header_size, size, offset, has_more);
        enum udpi_status status = take_fragment(cut, header_size, bytes, size);
        if (status != UDPI_OK)
            return status;
        bytes += size;
        offset += size;
        left -= size;
        header_size = copy_ipv4_header(header, packet, cut->ip->header_size);
    }
    return UDPI_OK;
}

/* --- IPv6 --------------------------------------------------------------------------------------------------------- */

static bool is_layer(const struct udpi_build_layer *layer, const char *key) {
    return strcmp(layer->protocol->key, key) == 0;
}

/*
 * The last header that every fragment repeats: RFC 8200 section 4.5. Destination options belong there only where a routing
 * header follows.
 */
static const struct udpi_build_layer *find_last_repeated(const struct cut *cut) {
    const struct udpi_build_layer *end = cut->b->layers + cut->b->count;
    const struct udpi_build_layer *last = cut->ip;
    for (const struct udpi_build_layer *layer = last + 1; layer < end; layer++) {
        if (!is_layer(layer, "hopopt") && !is_layer(layer, "routing") && !is_layer(layer, "dstopts"))
            break;
        if (!is_layer(layer, "dstopts"))
            last = layer;
    }
    return last;
}

static enum udpi_status cut_ipv6(struct cut *cut) {
    const struct udpi_build_layer *last = find_last_repeated(cut);
    uint32_t repeated = last->offset + last->header_size - cut->ip->offset;
    uint32_t left = cut->ip->end - cut->ip->offset - repeated;
    uint32_t header_size = repeated + IPV6_FRAGMENT_HEADER;
    if (header_size + UNIT > cut->mtu)
        return udpi_error_set(cut->error, UDPI_USAGE, "headers of %u bytes leave no room in fragments of %u",
                              header_size, cut->mtu);
    uint8_t *packet = cut->frame + cut->ip->offset;
    memcpy(packet, cut->b->bytes + cut->ip->offset, repeated);
    uint8_t *next_header = last == cut->ip ? packet + 6 : packet + (last->offset - cut->ip->offset);
    uint8_t *fragment = packet + repeated;
    memset(fragment, 0, IPV6_FRAGMENT_HEADER);
    fragment[0] = *next_header;
    *next_header = UDPI_IP_FRAGMENT;
    udpi_store_be(fragment + 4, 4, cut->id);
    const uint8_t *bytes = cut->b->bytes + cut->ip->offset + repeated;
    for (uint32_t offset = 0; left > 0;) {
        uint32_t room = (cut->mtu - header_size) / UNIT * UNIT;
        uint32_t size = left <= cut->mtu - header_size ? left : room;
        udpi_store_be(packet + 4, 2, header_size - IPV6_HEADER + size);
        udpi_store_be(fragment + 2, 2, offset | (size < left));
        enum udpi_status status = take_fragment(cut, header_size, bytes, size);
        if (status != UDPI_OK)
            return status;
        bytes += size;
        offset += size;
        left -= size;
    }
    return UDPI_OK;
}

static const struct udpi_build_layer *find_ip(const struct udpi_build *b) {
    for (unsigned i = 0; i < b->count; i++)
        if (is_layer(&b->layers[i], "ipv4") || is_layer(&b->layers[i], "ipv6"))
            return &b->layers[i];
    return NULL;
}

enum udpi_status udpi_fragments_make(const struct udpi_build *b, uint32_t mtu, uint32_t id,
                                     enum udpi_status (*take)(void *context, const uint8_t *bytes, uint32_t size),
                                     void *context, struct udpi_error *error) {
    const struct udpi_build_layer *ip = find_ip(b);
    if (!ip || ip->end - ip->offset <= mtu || ip->offset > 2048)
        return take(context, b->bytes, b->size);
    struct cut cut;
    cut.b = b;
    cut.ip = ip;
    cut.mtu = mtu;
    cut.id = id;
    cut.take = take;
    cut.context = context;
    cut.error = error;
    memcpy(cut.frame, b->bytes, ip->offset);
    return is_layer(ip, "ipv4") ? cut_ipv4(&cut) : cut_ipv6(&cut);
}
