/*
 * IPv6 hop-by-hop options, which every router on the way may look at.
 *
 *     | next header 1 | length 1 | options | …
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/ipv6_options.h"
#include "model/numbers.h"

enum { JUMBO_PAYLOAD = 0xc2 };

/* RFC 2675 section 2: the length of what follows the IPv6 header, this header included, where 16 bits are too few. */
static void visit_option(struct udpi_decode *d, const struct udpi_option *option) {
    if (option->type != JUMBO_PAYLOAD || option->size != 4 || d->has_jumbo)
        return;
    const uint8_t *payload = d->base + d->layer->offset;
    size_t taken = (size_t)(d->cursor.at - payload);
    uint32_t length = udpi_load_be32(option->data);
    if (length < taken || length - taken > d->cursor.claim) {
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_FRAME, NULL, length, (uint32_t)(d->cursor.claim + taken));
        return;
    }
    d->has_jumbo = true;
    udpi_narrow(d, length - taken, UDPI_AS_TRAILER);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    return udpi_decode_ipv6_options(d, header, visit_option);
}

static const struct udpi_binding bindings[] = {{UDPI_IP_PROTOCOL, UDPI_IP_HOPOPT}};

const struct udpi_protocol udpi_hopopt = {
    .key = "hopopt",
    .title = "IPv6 hop-by-hop options",
    .spec = "RFC 8200, section 4.3",
    .doc = "Options that every router on the way may look at.",
    .fields = udpi_ipv6_options_fields,
    .field_count = UDPI_IPV6_OPTIONS_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = 2,
    .decode = decode,
    .encode = udpi_encode_ipv6_options,
    .seal = udpi_seal_ipv6_options,
};
