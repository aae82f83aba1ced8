/* The link type of the Prism header, under which some drivers put the AVS header: that begins with a magic number. */
#include "model/decode.h"

enum { LINK_TYPE_AVS = 163 };

#define AVS_MAGIC UINT32_C(0x80211000)
#define AVS_MAGIC_MASK UINT32_C(0xfffff000)

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    (void)header;
    bool is_avs = udpi_cursor_left(&d->cursor) >= 4 && (udpi_load_be32(d->cursor.at) & AVS_MAGIC_MASK) == AVS_MAGIC;
    return is_avs ? udpi_next_key(UDPI_LINK_TYPE, LINK_TYPE_AVS) : udpi_next_key(UDPI_INTERNAL, UDPI_AS_PRISM);
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 119}};

const struct udpi_protocol udpi_prism_or_avs = {
    .key = "prism_or_avs",
    .title = "Prism or AVS",
    .spec = "LINKTYPE_IEEE802_11_PRISM",
    .doc = "Tells the two headers of one link type apart, and makes no layer.",
    .bindings = bindings,
    .binding_count = 1,
    .is_invisible = true,
    .decode = decode,
};
