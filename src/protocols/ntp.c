/* Network Time Protocol, versions 1 to 4: the messages of messages/ntp_message.h. */
#include "messages/ntp_message.h"

#include "model/nest.h"

#define F(name) UDPI_NTP_##name

enum { SIZE = 48, LONGEST_MAC = 24, EXTENSION_HEADER_SIZE = 4, LAST_VERSION = 4, MOST_STRATUM = 16, MODE = 7 };

static unsigned version_of(const uint8_t *header) {
    return header[0] >> 3 & 7;
}

/* In version 1 the mode was not yet there: RFC 1059 appendix B. */
static bool is_plausible(const struct udpi_decode *d, const uint8_t *header) {
    unsigned version = version_of(header), mode = header[0] & MODE;
    if (version == 0 || version > LAST_VERSION)
        return false;
    switch (mode) {
    case UDPI_NTP_CONTROL: return udpi_ntp_is_control(d, header);
    case UDPI_NTP_PRIVATE: return udpi_ntp_is_private(d, header);
    case 0:
        if (version > 1)
            return false;
        break;
    default: break;
    }
    return d->cursor.claim >= SIZE - UDPI_NTP_HEADER_SIZE && header[1] <= MOST_STRATUM;
}

/* --- time --------------------------------------------------------------------------------------------------------- */

/* Nanoseconds since 1970. Era 0 (from 1900) where the first bit is set, else era 1 (from 2036): RFC 4330 section 3. */
static int64_t to_time(uint64_t timestamp) {
    const int64_t from_1900_to_1970 = 2208988800, era = INT64_C(1) << 32, billion = 1000000000;
    int64_t seconds = (int64_t)(timestamp >> 32) - from_1900_to_1970 + (timestamp >> 63 ? 0 : era);
    return seconds * billion + (int64_t)((timestamp & UINT32_MAX) * (uint64_t)billion >> 32);
}

/* Zero says that the time is not known. */
static void take_timestamp(struct udpi_decode *d, unsigned field) {
    const uint8_t *at = d->cursor.at;
    uint64_t timestamp = udpi_nest_number(d, 0, field, 8);
    if (timestamp != 0)
        udpi_put(d, field + 1, at, 8, (uint64_t)to_time(timestamp));
}

/* Seconds with 16 bits before the point and 16 behind it; in version 3 and before a delay may be negative. */
static void take_short(struct udpi_decode *d, unsigned field) {
    const uint8_t *at = d->cursor.at;
    uint64_t span = udpi_nest_number(d, 0, field, 4);
    if (d->cursor.stop == UDPI_STOP_NONE && span <= INT32_MAX)
        udpi_put(d, field + 1, at, 4, span * 1000000 >> 16);
}

/* A code of four letters where the server has no other above it, else an address: RFC 5905 section 7.3. */
static void take_reference(struct udpi_decode *d, unsigned stratum) {
    enum { PRIMARY = 1, SIZE_OF_ID = 4 };
    const uint8_t *at = d->cursor.at;
    uint64_t id = udpi_nest_number(d, 0, F(REFERENCE_ID), SIZE_OF_ID);
    if (id == 0)
        return;
    if (stratum > PRIMARY) {
        udpi_put(d, F(REFERENCE_ADDRESS), at, SIZE_OF_ID, id);
        return;
    }
    size_t size = SIZE_OF_ID;
    while (at[size - 1] == 0)
        size--;
    udpi_put_bytes(d, F(REFERENCE_TEXT), at, size);
}

/* --- behind the header -------------------------------------------------------------------------------------------- */

/* False where the length of a field does not fit: RFC 7822 section 3. */
static bool take_extension(struct udpi_decode *d) {
    uint16_t group = udpi_nest_open(d, 1, F(EXTENSION));
    udpi_nest_number(d, 2, F(EXTENSION_TYPE), 2);
    size_t length = udpi_nest_number(d, 2, F(EXTENSION_LENGTH), 2);
    bool is_good =
        length >= EXTENSION_HEADER_SIZE && length % 4 == 0 && length - EXTENSION_HEADER_SIZE <= d->cursor.claim;
    if (is_good)
        udpi_nest_bytes(d, 2, F(EXTENSION_DATA), length - EXTENSION_HEADER_SIZE);
    else if (d->cursor.stop == UDPI_STOP_NONE)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "an extension field says that it has {a} bytes, where {b} are left",
                      (uint32_t)length, (uint32_t)d->cursor.claim + EXTENSION_HEADER_SIZE);
    udpi_nest_close(d, group);
    return is_good;
}

/* What is longer than any MAC begins with an extension field: RFC 7822 section 3. */
static bool take_extensions(struct udpi_decode *d) {
    bool is_good = true;
    uint16_t list = udpi_nest_open(d, 0, F(EXTENSIONS));
    while (is_good && d->cursor.claim > LONGEST_MAC && d->cursor.stop == UDPI_STOP_NONE)
        is_good = take_extension(d);
    udpi_nest_close(d, list);
    return is_good;
}

static struct udpi_next decode_time(struct udpi_decode *d, const uint8_t *header) {
    udpi_put_header(d, udpi_ntp_fields, F(STRATUM), F(PRECISION) + 1, header);
    take_short(d, F(ROOT_DELAY));
    take_short(d, F(ROOT_DISPERSION));
    take_reference(d, header[1]);
    take_timestamp(d, F(REFERENCE_TIMESTAMP));
    take_timestamp(d, F(ORIGIN_TIMESTAMP));
    take_timestamp(d, F(RECEIVE_TIMESTAMP));
    take_timestamp(d, F(TRANSMIT_TIMESTAMP));
    bool has_extensions = version_of(header) == LAST_VERSION && d->cursor.claim > LONGEST_MAC;
    if (!has_extensions || take_extensions(d))
        udpi_put_ntp_mac(d);
    return udpi_next_payload();
}

static struct udpi_next decode(struct udpi_decode *d, const uint8_t *header) {
    if (!is_plausible(d, header))
        return udpi_next_not_mine();
    switch (header[0] & MODE) {
    case UDPI_NTP_CONTROL:
        udpi_put_header(d, udpi_ntp_fields, F(LEAP), F(MODE) + 1, header);
        udpi_put_ntp_control(d, header);
        return udpi_next_payload();
    case UDPI_NTP_PRIVATE: /* the bits of the leap indicator have another meaning */
        udpi_put_header(d, udpi_ntp_fields, F(VERSION), F(MODE) + 1, header);
        udpi_put_ntp_private(d, header);
        return udpi_next_payload();
    default: udpi_put_header(d, udpi_ntp_fields, F(LEAP), F(MODE) + 1, header); return decode_time(d, header);
    }
}

static const struct udpi_binding bindings[] = {{UDPI_UDP_PORT, 123}};

const struct udpi_protocol udpi_ntp = {
    .key = "ntp",
    .title = "Network Time Protocol",
    .spec = "RFC 5905",
    .doc = "Tells hosts what time it is.",
    .fields = udpi_ntp_fields,
    .field_count = UDPI_NTP_FIELDS,
    .bindings = bindings,
    .binding_count = 1,
    .header_size = UDPI_NTP_HEADER_SIZE,
    .is_end = true,
    .decode = decode,
};
