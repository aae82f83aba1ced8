/*
 * A protocol to start from: copy this file, rename `template`, and fill in. The tests build it as it stands. It is made up:
 * a tunnel that numbers its packets, on UDP port 7789.
 *
 *     | version 4 bits, words 4 | reserved 1 | ethertype 2 | sequence 4 | extension of `words` times 4 bytes | …
 *
 * Left out: say here what the decoder does not do.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

/* The fields: those of the fixed header first and in its order, then those without a fixed place. */
enum { VERSION, WORDS, ETHERTYPE, SEQUENCE, EXTENSION, FIELDS };

enum { HEADER_SIZE = 8, WORD = 4 };

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_BITS(0, 4), .initial = 1,
                 .doc = "Always 1."},
    [WORDS] = {.key = "words", .label = "Extension words", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_BITS(4, 4),
               .doc = "Size of the extension in units of 4 bytes."},
    [ETHERTYPE] = {.key = "ethertype", .label = "Ethertype", .type = UDPI_HEX, .flags = UDPI_COMPUTED, UDPI_AT(2, 2),
                   .names = &udpi_ethertype_names,
                   .doc = "Says which protocol follows."},
    [SEQUENCE] = {.key = "sequence", .label = "Sequence number", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(4, 4),
                  .doc = "Counts packets from 0."},
    [EXTENSION] = {.key = "extension", .label = "Extension", .type = UDPI_BYTES,
                   .doc = "What later versions may need."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    /* The port may be somebody else's: the bytes must agree before this protocol claims them. */
    if (header[0] >> 4 != 1)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, SEQUENCE + 1, header);
    size_t size = (header[0] & 15U) * WORD;
    const uint8_t *extension = udpi_cursor_take(&d->cursor, size);
    if (extension && size > 0) /* where it is missing, the engine notes why */
        udpi_put_bytes(d, EXTENSION, extension, size);
    return udpi_next_key(UDPI_ETHERTYPE, udpi_load_be16(header + 2));
}

/* Called when the header stands, before what follows it is written. */
static void encode(struct udpi_build *b) {
    udpi_build_pad(b, WORD);
}

/* Called when all bytes behind the header stand: lengths, checksums and what follows are filled in here. */
static void seal(struct udpi_build *b) {
    udpi_build_fill(b, WORDS, (udpi_build_layer(b)->header_size - HEADER_SIZE) / WORD);
    udpi_build_fill(b, ETHERTYPE, udpi_build_next_key(b, UDPI_ETHERTYPE, UDPI_ETHERTYPE_EXPERIMENTAL));
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 7789}};

const struct udpi_protocol udpi_template = {
    .key = "template",
    .title = "Template",
    .spec = "made up",
    .doc = "Shows how a protocol is written.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
