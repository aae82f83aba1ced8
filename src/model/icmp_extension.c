#include "model/icmp_extension.h"

#include "core/checksum.h"

enum { HEAD = 4, OBJECT_HEAD = 4, LABEL_ENTRY = 4, OLD_QUOTE = 128, VERSION = 2, CLASS_LABELS = 1 };

/* IANA, ICMP extension object classes. */
static const struct udpi_name class_entries[] = {
    UDPI_NAME(1, "MPLS Label Stack"),
    UDPI_NAME(2, "Interface Information"),
    UDPI_NAME(3, "Interface Identification"),
};
const struct udpi_names udpi_icmp_extension_class_names = {class_entries, sizeof class_entries / sizeof *class_entries};

static void put_label(struct udpi_decode *d, unsigned first, const uint8_t *entry) {
    uint32_t offset = udpi_offset_of(d, entry);
    uint32_t word = udpi_load_be32(entry);
    udpi_put_at_depth(d, 3, first + UDPI_ICMP_EXTENSION_ENTRY, offset, LABEL_ENTRY, 0);
    udpi_put_at_depth(d, 4, first + UDPI_ICMP_EXTENSION_LABEL, offset, 3, word >> 12);
    udpi_put_at_depth(d, 4, first + UDPI_ICMP_EXTENSION_TRAFFIC_CLASS, offset + 2, 1, word >> 9 & 7);
    udpi_put_at_depth(d, 4, first + UDPI_ICMP_EXTENSION_BOTTOM, offset + 2, 1, word >> 8 & 1);
    udpi_put_at_depth(d, 4, first + UDPI_ICMP_EXTENSION_TTL, offset + 3, 1, word & 0xff);
}

static void put_object(struct udpi_decode *d, unsigned first, const uint8_t *object, size_t length) {
    uint32_t offset = udpi_offset_of(d, object);
    udpi_put_at_depth(d, 1, first + UDPI_ICMP_EXTENSION_OBJECT, offset, length, 0);
    udpi_put_at_depth(d, 2, first + UDPI_ICMP_EXTENSION_LENGTH, offset, 2, length);
    udpi_put_at_depth(d, 2, first + UDPI_ICMP_EXTENSION_CLASS, offset + 2, 1, object[2]);
    udpi_put_at_depth(d, 2, first + UDPI_ICMP_EXTENSION_TYPE, offset + 3, 1, object[3]);
    size_t size = length - OBJECT_HEAD;
    if (size == 0)
        return;
    if (object[2] != CLASS_LABELS || size % LABEL_ENTRY != 0) {
        udpi_put_at_depth(d, 2, first + UDPI_ICMP_EXTENSION_DATA, offset + OBJECT_HEAD, size, 0);
        return;
    }
    udpi_put_at_depth(d, 2, first + UDPI_ICMP_EXTENSION_LABELS, offset + OBJECT_HEAD, size, 0);
    for (size_t i = 0; i < size; i += LABEL_ENTRY)
        put_label(d, first, object + OBJECT_HEAD + i);
}

static void put_objects(struct udpi_decode *d, unsigned first, const uint8_t *objects, size_t size, bool is_cut) {
    udpi_put_bytes(d, first + UDPI_ICMP_EXTENSION_OBJECTS, objects, size);
    while (size >= OBJECT_HEAD) {
        size_t length = udpi_load_be16(objects);
        if (length < OBJECT_HEAD || length > size)
            break;
        put_object(d, first, objects, length);
        objects += length;
        size -= length;
    }
    if (size > 0 && !is_cut)
        udpi_note_add(d, UDPI_NOTE_MALFORMED, "{a} bytes are left where an extension object was expected",
                      (uint32_t)size, 0);
}

static enum udpi_checksum_status check_extension(struct udpi_decode *d, const uint8_t *extension, size_t size,
                                                 bool is_cut) {
    uint16_t stored = udpi_load_be16(extension + 2);
    if (stored == 0)
        return UDPI_CHECKSUM_ABSENT;
    if (is_cut || d->is_incomplete)
        return UDPI_CHECKSUM_UNVERIFIED;
    uint16_t sum = udpi_checksum_fold(udpi_checksum_add(0, extension, size));
    return sum == 0xffff ? UDPI_CHECKSUM_GOOD : UDPI_CHECKSUM_BAD;
}

static void put_extension(struct udpi_decode *d, unsigned first, const uint8_t *extension, size_t size, bool is_cut) {
    udpi_put(d, first + UDPI_ICMP_EXTENSION_VERSION, extension, 1, extension[0] >> 4);
    udpi_put(d, first + UDPI_ICMP_EXTENSION_CHECKSUM, extension + 2, 2, udpi_load_be16(extension + 2));
    udpi_put(d, first + UDPI_ICMP_EXTENSION_CHECKSUM_STATUS, extension, 0, check_extension(d, extension, size, is_cut));
    if (extension[0] >> 4 == VERSION && size > HEAD)
        put_objects(d, first, extension + HEAD, size - HEAD, is_cut);
}

/* Whether there is an extension behind a quote that does not say how long it is: only a good checksum tells. */
static bool has_old_extension(struct udpi_decode *d) {
    size_t left = udpi_cursor_left(&d->cursor);
    if (left < OLD_QUOTE + HEAD + OBJECT_HEAD || d->cursor.have < d->cursor.claim || d->is_incomplete)
        return false;
    const uint8_t *extension = d->cursor.at + OLD_QUOTE;
    return extension[0] == VERSION << 4 && extension[1] == 0 && udpi_load_be16(extension + 2) != 0 &&
           udpi_checksum_fold(udpi_checksum_add(0, extension, left - OLD_QUOTE)) == 0xffff;
}

void udpi_put_icmp_extension(struct udpi_decode *d, unsigned first, size_t length) {
    if (length == 0 && has_old_extension(d))
        length = OLD_QUOTE;
    if (length == 0)
        return;
    if (length > d->cursor.claim) {
        udpi_note_add(d, UDPI_NOTE_LENGTH_BEYOND_PARENT, NULL, (uint32_t)length, (uint32_t)d->cursor.claim);
        return;
    }
    size_t left = udpi_cursor_left(&d->cursor);
    if (left >= length + HEAD)
        put_extension(d, first, d->cursor.at + length, left - length, d->cursor.have < d->cursor.claim);
    udpi_narrow_expected(d, length, UDPI_AS_SURPLUS);
}
