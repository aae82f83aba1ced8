/*
 * MACsec: the security tag of IEEE 802.1AE, in front of an ethertype.
 *
 *     | flags 6 bits, association 2 | reserved 2 bits, short length 6 | packet number 4 | [sci 8] | [ethertype 2] | …
 *
 * Behind what it protects stands the integrity check value, 16 bytes, as a trailer. Where the data are only protected,
 * and neither encrypted nor changed, the frame goes on with its own ethertype.
 *
 * Left out: checking and decrypting, for which the keys would be needed.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/numbers.h"

enum {
    VERSION,
    END_STATION,
    HAS_SCI,
    SINGLE_COPY_BROADCAST,
    ENCRYPTED,
    CHANGED,
    ASSOCIATION_NUMBER,
    RESERVED,
    SHORT_LENGTH,
    PACKET_NUMBER,
    SCI,
    ETHERTYPE,
    FIELDS
};

enum { HEADER_SIZE = 6, SCI_FLAG = 0x20, ENCRYPTED_OR_CHANGED = 0x0c, ICV_SIZE = 16, FIRST_LONG = 48 };

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_BITS(0, 1),
                 .doc = "Always 0."},
    [END_STATION] = {.key = "end_station", .label = "End station", .type = UDPI_BOOL, UDPI_BITS(1, 1),
                     .doc = "The sender's MAC address stands for the channel."},
    [HAS_SCI] = {.key = "has_sci", .label = "Has SCI", .type = UDPI_BOOL, .flags = UDPI_COMPUTED, UDPI_BITS(2, 1),
                 .doc = "The channel identifier is there."},
    [SINGLE_COPY_BROADCAST] = {.key = "single_copy_broadcast", .label = "Single copy broadcast", .type = UDPI_BOOL,
                               UDPI_BITS(3, 1),
                               .doc = "On passive optical networks: the frame goes to all."},
    [ENCRYPTED] = {.key = "encrypted", .label = "Encrypted", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(4, 1),
                   .doc = "The data are encrypted."},
    [CHANGED] = {.key = "changed", .label = "Changed text", .type = UDPI_BOOL, .flags = UDPI_NOTABLE, UDPI_BITS(5, 1),
                 .doc = "The data are not as they were; set with encryption too."},
    [ASSOCIATION_NUMBER] = {.key = "association_number", .label = "Association number", .type = UDPI_UINT,
                            UDPI_BITS(6, 2),
                            .doc = "Which of the channel's four keys is in use."},
    [RESERVED] = {.key = "reserved", .label = "Reserved", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_BITS(8, 2),
                  .doc = "Must be zero."},
    [SHORT_LENGTH] = {.key = "short_length", .label = "Short length", .type = UDPI_UINT, .flags = UDPI_COMPUTED,
                      UDPI_BITS(10, 6),
                      .doc = "Bytes between tag and check value where they are less than 48, else 0."},
    [PACKET_NUMBER] = {.key = "packet_number", .label = "Packet number", .type = UDPI_UINT, .flags = UDPI_SUMMARY,
                       UDPI_AT(2, 4), .initial = 1,
                       .doc = "Counts the frames under one key, so that none can be sent again."},
    [SCI] = {.key = "sci", .label = "Secure channel", .type = UDPI_HEX, .width = 8,
             .doc = "Names the sender: its MAC address and the number of its port."},
    [ETHERTYPE] = {.key = "ethertype", .label = "Ethertype", .type = UDPI_HEX, .width = 2,
                   .flags = UDPI_COMPUTED | UDPI_NEXT, .names = &udpi_ethertype_names,
                   .doc = "Says which protocol follows; only where the data can be read."},
};

/* Ends the claim before the check value. A short length says where the data end in a frame that was padded. */
static void apply_length(struct udpi_decode *d, size_t short_length) {
    size_t claim = d->cursor.claim;
    if (short_length + ICV_SIZE > claim)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} bytes are left where data and check value need {b}", (uint32_t)claim,
                      (uint32_t)short_length + ICV_SIZE);
    else if (short_length > 0)
        udpi_narrow(d, short_length + ICV_SIZE, UDPI_AS_TRAILER);
    size_t left = d->cursor.claim;
    if (short_length > 0)
        udpi_narrow(d, short_length < left ? short_length : left, UDPI_AS_TRAILER);
    else if (left >= ICV_SIZE)
        udpi_narrow(d, left - ICV_SIZE, UDPI_AS_TRAILER);
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, fields, VERSION, RESERVED, header);
    udpi_put_if_set(d, fields, RESERVED, header);
    udpi_put_header(d, fields, SHORT_LENGTH, PACKET_NUMBER + 1, header);
    const uint8_t *sci = header[0] & SCI_FLAG ? udpi_cursor_take(&d->cursor, 8) : NULL;
    if (sci)
        udpi_put(d, SCI, sci, 8, udpi_load_be64(sci));
    if (d->cursor.stop == UDPI_STOP_NONE)
        apply_length(d, header[1] & 0x3f);
    if (header[0] & ENCRYPTED_OR_CHANGED)
        return udpi_next_payload();
    const uint8_t *ethertype = udpi_cursor_take(&d->cursor, 2);
    if (!ethertype)
        return udpi_next_payload();
    udpi_put(d, ETHERTYPE, ethertype, 2, udpi_load_be16(ethertype));
    return udpi_next_key(UDPI_ETHERTYPE, udpi_load_be16(ethertype));
}

static void encode(struct udpi_build *b) {
    udpi_build_fill(b, HAS_SCI, udpi_build_given(b, SCI));
    bool is_readable = !udpi_build_number(b, ENCRYPTED) && !udpi_build_number(b, CHANGED);
    if (is_readable && udpi_build_next_key(b, UDPI_ETHERTYPE, 0))
        udpi_build_add(b, ETHERTYPE);
}

static void seal(struct udpi_build *b) {
    uint32_t data = udpi_build_size(b) - HEADER_SIZE - (udpi_build_has(b, SCI) ? 8U : 0U);
    udpi_build_fill(b, SHORT_LENGTH, data < FIRST_LONG ? data : 0);
    if (udpi_build_has(b, ETHERTYPE))
        udpi_build_fill(b, ETHERTYPE, udpi_build_next_key(b, UDPI_ETHERTYPE, UDPI_ETHERTYPE_EXPERIMENTAL));
}

static const struct udpi_binding bindings[] = {{UDPI_ETHERTYPE, 0x88e5}};

const struct udpi_protocol udpi_macsec = {
    .key = "macsec",
    .title = "MACsec",
    .spec = "IEEE 802.1AE",
    .doc = "Protects the frames between two neighbours on a wire, with or without hiding what is in them.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .encode = encode,
    .seal = seal,
};
