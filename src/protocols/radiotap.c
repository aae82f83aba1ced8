/*
 * Radiotap: how a frame of a wireless network was received, in front of the 802.11 header.
 *
 *     | version 1 | pad 1 | length 2 | present 4 | further words of `present` | fields, each at its alignment | …
 *
 * All numbers are little-endian. Left out: the fields from number 14 on, those of the further words, and the time;
 * their bytes are in `fields`.
 */
#include "model/build.h"
#include "model/decode.h"
#include "model/fcs.h"

enum { VERSION, PAD, LENGTH, PRESENT, DATA, FLAGS, RATE, FREQUENCY, CHANNEL_FLAGS, SIGNAL, NOISE, ANTENNA, FIELDS };

enum { HEADER_SIZE = 8, FLAG_FCS = 0x10, FLAG_PADDED = 0x20, LINK_TYPE_WLAN = 105 };

#define PRESENT_MORE UINT32_C(0x80000000)

static const struct udpi_field fields[FIELDS] = {
    [VERSION] = {.key = "version", .label = "Version", .type = UDPI_UINT, UDPI_AT(0, 1),
                 .doc = "Always 0."},
    [PAD] = {.key = "pad", .label = "Padding", .type = UDPI_HEX, .flags = UDPI_IF_SET, UDPI_AT(1, 1),
             .doc = "Has no meaning."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED | UDPI_LITTLE,
                UDPI_AT(2, 2),
                .doc = "Size of this header with all its fields, in bytes."},
    [PRESENT] = {.key = "present", .label = "Present", .type = UDPI_HEX, .flags = UDPI_LITTLE, UDPI_AT(4, 4),
                 .doc = "A bit for each field that is there; the highest says that a further word follows."},
    [DATA] = {.key = "fields", .label = "Fields", .type = UDPI_BYTES,
              .doc = "Further words of present bits, and the fields."},
    [FLAGS] = {.key = "flags", .label = "Flags", .type = UDPI_HEX,
               .doc = "1 contention-free period, 2 short preamble, 4 WEP, 8 fragmented, 0x10 a frame check sequence is "
                      "at the end, 0x20 the 802.11 header is padded to 4 bytes, 0x40 the check sequence is wrong."},
    [RATE] = {.key = "rate_kbps", .label = "Rate", .type = UDPI_UINT,
              .doc = "Data rate in kbit/s."},
    [FREQUENCY] = {.key = "frequency_mhz", .label = "Frequency", .type = UDPI_UINT,
                   .doc = "Frequency of the channel, in MHz."},
    [CHANNEL_FLAGS] = {.key = "channel_flags", .label = "Channel flags", .type = UDPI_HEX,
                       .doc = "0x20 CCK, 0x40 OFDM, 0x80 2 GHz band, 0x100 5 GHz band, and others."},
    [SIGNAL] = {.key = "signal_minus_dbm", .label = "Signal below 1 mW", .type = UDPI_UINT,
                .doc = "Strength of the signal at the antenna, in decibels below 1 milliwatt: 60 stands for -60 dBm."},
    [NOISE] = {.key = "noise_minus_dbm", .label = "Noise below 1 mW", .type = UDPI_UINT,
               .doc = "Strength of the noise at the antenna, in decibels below 1 milliwatt."},
    [ANTENNA] = {.key = "antenna", .label = "Antenna", .type = UDPI_UINT,
                 .doc = "Number of the antenna, from 0."},
};

/* The fields by their bit in `present`: radiotap.org, "Defined Fields". */
static const struct {
    uint8_t size, alignment;
} parts[] = {{8, 8}, {1, 1}, {1, 1}, {4, 2}, {2, 2}, {1, 1}, {1, 1},
             {2, 2}, {2, 2}, {2, 2}, {1, 1}, {1, 1}, {1, 1}, {1, 1}};

enum { PART_FLAGS = 1, PART_RATE = 2, PART_CHANNEL = 3, PART_SIGNAL = 5, PART_NOISE = 6, PART_ANTENNA = 11 };
enum { PARTS = sizeof parts / sizeof *parts, RATE_UNIT = 500 };

/* Decibels, of which only those that are not above 1 mW can be told. */
static void put_power(struct udpi_decode *d, unsigned field, const uint8_t *at) {
    if (*at == 0 || *at > INT8_MAX)
        udpi_put(d, field, at, 1, (256U - *at) & 255);
}

static void put_part(struct udpi_decode *d, unsigned part, const uint8_t *at) {
    switch (part) {
    case PART_FLAGS: udpi_put(d, FLAGS, at, 1, *at); return;
    case PART_RATE: udpi_put(d, RATE, at, 1, (uint64_t)*at * RATE_UNIT); return;
    case PART_CHANNEL:
        udpi_put(d, FREQUENCY, at, 2, udpi_load_le(at, 2));
        udpi_put(d, CHANNEL_FLAGS, at + 2, 2, udpi_load_le(at + 2, 2));
        return;
    case PART_SIGNAL: put_power(d, SIGNAL, at); return;
    case PART_NOISE: put_power(d, NOISE, at); return;
    case PART_ANTENNA: udpi_put(d, ANTENNA, at, 1, *at); return;
    default: return;
    }
}

/* Where the fields begin, behind all words of `present`; beyond `length` where these do not end. */
static size_t find_parts(const uint8_t *header, size_t length) {
    size_t at = HEADER_SIZE;
    while (at <= length && (udpi_load_le(header + at - 4, 4) & PRESENT_MORE))
        at += 4;
    return at;
}

/* Records the fields; gives the flags, 0 where there are none. */
static uint8_t put_parts(struct udpi_decode *d, const uint8_t *header, size_t length) {
    uint64_t present = udpi_load_le(header + 4, 4);
    size_t at = find_parts(header, length);
    uint8_t flags = 0;
    for (unsigned i = 0; i < PARTS; i++) {
        if (!(present >> i & 1))
            continue;
        at = (at + parts[i].alignment - 1) / parts[i].alignment * parts[i].alignment;
        if (at + parts[i].size > length) {
            udpi_note_add(d, UDPI_NOTE_MALFORMED, "field {a} does not fit into the {b} bytes of the header", i,
                          (uint32_t)length);
            return flags;
        }
        put_part(d, i, header + at);
        if (i == PART_FLAGS)
            flags = header[at];
        at += parts[i].size;
    }
    return flags;
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    size_t length = udpi_load_le(header + 2, 2);
    if (header[0] != 0)
        return udpi_next_not_mine();
    udpi_put_header(d, fields, VERSION, VERSION + 1, header);
    udpi_put_if_set(d, fields, PAD, header);
    udpi_put_header(d, fields, LENGTH, PRESENT + 1, header);
    if (length < HEADER_SIZE) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the length is {a}, and must be 8 at least", (uint32_t)length, 0);
        return udpi_next_payload();
    }
    const uint8_t *data = udpi_cursor_take(&d->cursor, length - HEADER_SIZE);
    if (!data)
        return udpi_next_payload();
    if (length > HEADER_SIZE)
        udpi_put_bytes(d, DATA, data, length - HEADER_SIZE);
    uint8_t flags = put_parts(d, header, length);
    d->has_wlan_padding = flags & FLAG_PADDED;
    if (flags & FLAG_FCS)
        udpi_take_fcs(d);
    return udpi_next_key(UDPI_LINK_TYPE, LINK_TYPE_WLAN);
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, LENGTH, udpi_build_layer(b)->header_size);
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 127}};

const struct udpi_protocol udpi_radiotap = {
    .key = "radiotap",
    .title = "Radiotap",
    .spec = "radiotap.org",
    .doc = "What the receiver knows of a wireless frame: rate, channel, strength of the signal.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .seal = seal,
};
