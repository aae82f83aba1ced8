/*
 * The AVS header: how an 802.11 frame was received, in front of it.
 *
 *     | magic 4 | length 4 | MAC time 8 | host time 8 | PHY type 4 | channel 4 | data rate 4 | antenna 4 | priority 4 |
 *     | signal type 4 | signal 4 | noise 4 | preamble 4 | encoding 4 | fields of later versions | …
 */
#include "model/build.h"
#include "model/decode.h"

enum {
    MAGIC,
    LENGTH,
    MAC_TIME,
    HOST_TIME,
    PHY_TYPE,
    CHANNEL,
    RATE,
    ANTENNA,
    PRIORITY,
    SIGNAL_TYPE,
    SIGNAL,
    NOISE,
    PREAMBLE,
    ENCODING,
    EXTENSION,
    FIELDS
};

enum { HEADER_SIZE = 64, LINK_TYPE_WLAN = 105 };

static const struct udpi_name signal_type_entries[] = {
    UDPI_NAME(0, "none"), UDPI_NAME(1, "normalized RSSI"), UDPI_NAME(2, "dBm"), UDPI_NAME(3, "raw RSSI"),
};
static const struct udpi_names signal_type_names = {signal_type_entries,
                                                    sizeof signal_type_entries / sizeof *signal_type_entries};

static const struct udpi_field fields[FIELDS] = {
    [MAGIC] = {.key = "magic", .label = "Magic", .type = UDPI_HEX, UDPI_AT(0, 4), .initial = 0x80211001,
               .doc = "0x80211, and the version in the lowest 12 bits."},
    [LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT, .flags = UDPI_COMPUTED, UDPI_AT(4, 4),
                .doc = "Size of this header, in bytes."},
    [MAC_TIME] = {.key = "mac_time", .label = "MAC time", .type = UDPI_UINT, UDPI_AT(8, 8),
                  .doc = "Time of the card's clock, in microseconds."},
    [HOST_TIME] = {.key = "host_time", .label = "Host time", .type = UDPI_UINT, UDPI_AT(16, 8),
                   .doc = "Time of the host's clock; its unit is the system's."},
    [PHY_TYPE] = {.key = "phy_type", .label = "PHY type", .type = UDPI_UINT, UDPI_AT(24, 4),
                  .doc = "Kind of the radio: 4 DSSS, 5 CCK, 7 OFDM, and others."},
    [CHANNEL] = {.key = "channel", .label = "Channel", .type = UDPI_UINT, .flags = UDPI_SUMMARY, UDPI_AT(28, 4),
                 .doc = "Number of the channel."},
    [RATE] = {.key = "data_rate", .label = "Data rate", .type = UDPI_UINT, UDPI_AT(32, 4),
              .doc = "In units of 100 kbit/s."},
    [ANTENNA] = {.key = "antenna", .label = "Antenna", .type = UDPI_UINT, UDPI_AT(36, 4),
                 .doc = "Number of the antenna."},
    [PRIORITY] = {.key = "priority", .label = "Priority", .type = UDPI_UINT, UDPI_AT(40, 4),
                  .doc = "Priority of the frame."},
    [SIGNAL_TYPE] = {.key = "signal_type", .label = "Signal type", .type = UDPI_UINT, UDPI_AT(44, 4),
                     .names = &signal_type_names,
                     .doc = "What the numbers of signal and noise mean."},
    [SIGNAL] = {.key = "signal", .label = "Signal", .type = UDPI_HEX, UDPI_AT(48, 4),
                .doc = "Strength of the signal, as a number in two's complement."},
    [NOISE] = {.key = "noise", .label = "Noise", .type = UDPI_HEX, UDPI_AT(52, 4),
               .doc = "Strength of the noise, as a number in two's complement."},
    [PREAMBLE] = {.key = "preamble", .label = "Preamble", .type = UDPI_UINT, UDPI_AT(56, 4),
                  .doc = "1 short, 2 long."},
    [ENCODING] = {.key = "encoding", .label = "Encoding", .type = UDPI_UINT, UDPI_AT(60, 4),
                  .doc = "1 CCK, 2 PBCC, 3 OFDM."},
    [EXTENSION] = {.key = "extension", .label = "Extension", .type = UDPI_BYTES,
                   .doc = "What version 2 added."},
};

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    uint32_t length = udpi_load_be32(header + 4);
    udpi_put_header(d, fields, MAGIC, EXTENSION, header);
    if (length < HEADER_SIZE) {
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "the length is {a}, and must be 64 at least", length, 0);
        return udpi_next_payload();
    }
    const uint8_t *extension = udpi_cursor_take(&d->cursor, length - HEADER_SIZE);
    if (extension && length > HEADER_SIZE)
        udpi_put_bytes(d, EXTENSION, extension, length - HEADER_SIZE);
    return udpi_next_key(UDPI_LINK_TYPE, LINK_TYPE_WLAN);
}

static void seal(struct udpi_build *b) {
    udpi_build_fill(b, LENGTH, udpi_build_layer(b)->header_size);
}

static const struct udpi_binding bindings[] = {{UDPI_LINK_TYPE, 163}};

const struct udpi_protocol udpi_avs = {
    .key = "avs",
    .title = "AVS header",
    .spec = "LINKTYPE_IEEE802_11_AVS",
    .doc = "What the receiver knows of a wireless frame, in the form of the linux-wlan project.",
    .fields = fields,
    .field_count = FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = HEADER_SIZE,
    .decode = decode,
    .seal = seal,
};
