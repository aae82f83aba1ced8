#include "capture/pcap.h"

#include <pcap/dlt.h>
#include <stdio.h>
#include <string.h>

#include "core/bytes.h"
#include "core/link_type.h"

enum { HEADER = 24, MAJOR_AT = 4, MINOR_AT = 6, LINK_TYPE_AT = 20 };
enum { RECORD_HEAD = 16, MODIFIED_HEAD = 24 };
enum { MAJOR = 2, MAJOR_OF_DG_UX = 543, MIXED_MINOR = 3 };
enum { MICROSECOND = 1000 };

static const int64_t SECOND = 1000000000;

/* Which of a record's two lengths comes first. Some files of version 2.3 have one order, some the other. */
enum lengths { CAPTURED_FIRST, SMALLER_FIRST, ORIGINAL_FIRST };

/* Link types with frames of more than UDPI_LONGEST_FRAME. */
static const struct {
    uint16_t link_type;
    uint32_t longest_frame;
} long_frames[] = {{DLT_DBUS, UDPI_LONGEST_DBUS_FRAME},
                   {DLT_USBPCAP, UDPI_LONGEST_USBPCAP_FRAME},
                   {DLT_EBHSCR, UDPI_LONGEST_EBHSCR_FRAME}};

static uint32_t find_longest_frame(uint16_t link_type) {
    for (size_t i = 0; i < sizeof long_frames / sizeof *long_frames; i++)
        if (long_frames[i].link_type == link_type)
            return long_frames[i].longest_frame;
    return UDPI_LONGEST_FRAME;
}

static uint16_t load16(const struct udpi_pcap *reader, const uint8_t *at) {
    uint16_t number = udpi_load_be16(at);
    return reader->is_big_endian ? number : __builtin_bswap16(number);
}

static uint32_t load32(const struct udpi_pcap *reader, const uint8_t *at) {
    uint32_t number = udpi_load_be32(at);
    return reader->is_big_endian ? number : __builtin_bswap32(number);
}

/* Minor versions behind 2.4 read the same as that one. */
static enum udpi_reading check_version(struct udpi_pcap *reader, unsigned major, unsigned minor) {
    if (major == MAJOR || (major == MAJOR_OF_DG_UX && minor == 0))
        return UDPI_READING_OTHER;
    if (major < MAJOR)
        snprintf(reader->failure, sizeof reader->failure, "archaic pcap savefile format");
    else
        snprintf(reader->failure, sizeof reader->failure, "unsupported pcap savefile version %u.%u", major, minor);
    return UDPI_READING_BROKEN;
}

static enum lengths find_lengths(unsigned major, unsigned minor) {
    if (major == MAJOR_OF_DG_UX || minor < MIXED_MINOR)
        return ORIGINAL_FIRST;
    return minor == MIXED_MINOR ? SMALLER_FIRST : CAPTURED_FIRST;
}

enum udpi_reading udpi_pcap_open(struct udpi_pcap *reader, struct udpi_stream *stream) {
    const uint8_t *header = udpi_stream_take(stream, HEADER);
    if (!header)
        return UDPI_READING_CUT;
    uint32_t magic = udpi_load_be32(header);
    *reader = (struct udpi_pcap){.stream = stream};
    reader->is_big_endian =
        magic == UDPI_PCAP_MAGIC || magic == UDPI_PCAP_NANO_MAGIC || magic == UDPI_PCAP_MODIFIED_MAGIC;
    magic = load32(reader, header);
    unsigned major = load16(reader, header + MAJOR_AT), minor = load16(reader, header + MINOR_AT);
    /* Bits above the 16 of the link type are reserved, and to be ignored: draft-ietf-opsawg-pcap section 4. */
    reader->link_type = udpi_link_type_from_file((uint16_t)load32(reader, header + LINK_TYPE_AT));
    reader->lengths = (uint8_t)find_lengths(major, minor);
    reader->is_native = reader->is_big_endian != UDPI_IS_LITTLE_ENDIAN && reader->lengths == CAPTURED_FIRST;
    reader->head_size = magic == UDPI_PCAP_MODIFIED_MAGIC ? MODIFIED_HEAD : RECORD_HEAD;
    reader->longest_frame = find_longest_frame(reader->link_type);
    reader->fraction = magic == UDPI_PCAP_NANO_MAGIC ? 1 : MICROSECOND;
    return check_version(reader, major, minor);
}

struct head {
    uint32_t second, fraction, captured, length;
};

static void translate(const struct udpi_pcap *reader, struct head *head) {
    if (reader->is_big_endian == UDPI_IS_LITTLE_ENDIAN)
        *head = (struct head){__builtin_bswap32(head->second), __builtin_bswap32(head->fraction),
                              __builtin_bswap32(head->captured), __builtin_bswap32(head->length)};
    if (reader->lengths == ORIGINAL_FIRST || (reader->lengths == SMALLER_FIRST && head->captured > head->length))
        *head = (struct head){head->second, head->fraction, head->length, head->captured};
}

static enum udpi_reading refuse(struct udpi_pcap *reader, uint32_t captured) {
    snprintf(reader->failure, sizeof reader->failure, "invalid packet capture length %u, bigger than snaplen of %u",
             captured, reader->longest_frame);
    return UDPI_READING_BROKEN;
}

enum udpi_reading udpi_pcap_read(struct udpi_pcap *reader, struct udpi_frame *frame) {
    struct udpi_stream *stream = reader->stream;
    size_t head_size = reader->head_size;
    if (!udpi_stream_has(stream, head_size))
        return udpi_stream_has_ended(stream) ? UDPI_READING_END : UDPI_READING_CUT;
    struct head head;
    memcpy(&head, stream->at, sizeof head);
    if (!reader->is_native)
        translate(reader, &head);
    if (head.captured > reader->longest_frame)
        return refuse(reader, head.captured);
    if (!udpi_stream_has(stream, head_size + head.captured))
        return UDPI_READING_CUT;
    frame->bytes = stream->at + head_size;
    frame->captured = head.captured;
    frame->length = head.length;
    frame->time = head.second * SECOND + head.fraction * reader->fraction;
    stream->at = frame->bytes + head.captured;
    return UDPI_READING_FRAME;
}
