/* pcapng, as draft-ietf-opsawg-pcapng has it: a section, an interface where a new one turns up, packets. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/link_type.h"
#include "record/file.h"

enum { SECTION = 0x0a0d0d0a, INTERFACE = 1, PACKET = 6, BYTE_ORDER_MAGIC = 0x1a2b3c4d };
enum { OPTION_NAME = 2, OPTION_RESOLUTION = 9, NANOSECONDS = 9 };

struct section {
    uint32_t type, size, byte_order;
    uint16_t major, minor;
    uint32_t length[2]; /* not said: all ones */
    uint32_t size_again;
};

struct interface {
    uint32_t type, size;
    uint16_t link_type, reserved;
    uint32_t snapshot;
};

/* What stands behind the name of an interface. */
struct interface_end {
    uint16_t code, length;
    uint8_t resolution, padding[3];
    uint16_t end_code, end_length;
    uint32_t size_again;
};

struct packet {
    uint32_t type, size, interface, time_high, time_low, captured, length;
};

_Static_assert(sizeof(struct section) == 28 && sizeof(struct interface) == 16 && sizeof(struct interface_end) == 16 &&
                   sizeof(struct packet) == 28,
               "they are copied as they stand");

static uint32_t padded(uint32_t count) {
    return (count + 3) & ~UINT32_C(3);
}

/* --- interfaces --------------------------------------------------------------------------------------------------- */

static uint32_t measure_name(const char *name) {
    return name ? (uint32_t)strnlen(name, UDPI_LONGEST_INTERFACE_NAME) : 0;
}

static uint32_t measure_interface(const char *name) {
    uint32_t length = measure_name(name), option = length > 0 ? 4 + padded(length) : 0;
    return (uint32_t)(sizeof(struct interface) + option + sizeof(struct interface_end));
}

static void put_interface(struct udpi_record_file *file, const struct udpi_frame *frame) {
    uint32_t size = measure_interface(frame->interface), length = measure_name(frame->interface);
    const struct interface head = {.type = INTERFACE,
                                   .size = size,
                                   .snapshot = file->snapshot,
                                   .link_type = udpi_link_type_to_file(frame->link_type)};
    const uint16_t option[] = {OPTION_NAME, (uint16_t)length};
    const struct interface_end end = {
        .code = OPTION_RESOLUTION, .length = 1, .resolution = NANOSECONDS, .size_again = size};
    struct udpi_sink *sink = &file->sink;
    udpi_sink_reserve(sink, size); /* the block stays in one piece */
    udpi_sink_write(sink, (const char *)&head, sizeof head);
    if (length > 0) {
        udpi_sink_write(sink, (const char *)option, sizeof option);
        udpi_sink_write(sink, frame->interface, length);
        udpi_sink_write(sink, "\0\0\0", padded(length) - length);
    }
    udpi_sink_write(sink, (const char *)&end, sizeof end);
}

static bool is_of(const struct udpi_record_interface *interface, const struct udpi_frame *frame) {
    if (interface->link_type != frame->link_type || !interface->name || !frame->interface)
        return interface->link_type == frame->link_type && interface->name == frame->interface;
    return strcmp(interface->name, frame->interface) == 0;
}

/* The number of the frame's interface; interface_count where it is new. */
static uint32_t find_interface(const struct udpi_record_file *file, const struct udpi_frame *frame) {
    if (file->interface_last < file->interface_count && is_of(&file->interfaces[file->interface_last], frame))
        return file->interface_last;
    uint32_t i = 0;
    while (i < file->interface_count && !is_of(&file->interfaces[i], frame))
        i++;
    return i;
}

static bool make_room(struct udpi_record_file *file) {
    if (file->interface_count < file->interface_room)
        return true;
    uint32_t room = file->interface_room ? 2 * file->interface_room : 8;
    void *grown = realloc(file->interfaces, room * sizeof *file->interfaces);
    if (!grown)
        return false;
    file->interfaces = grown;
    file->interface_room = room;
    return true;
}

/* Where memory is short, the sink fails. */
static void add_interface(struct udpi_record_file *file, const struct udpi_frame *frame) {
    struct udpi_record_interface added = {.link_type = frame->link_type};
    if (!make_room(file) || (frame->interface && !(added.name = strdup(frame->interface)))) {
        udpi_sink_fail(&file->sink, ENOMEM);
        return;
    }
    file->interfaces[file->interface_count++] = added;
    put_interface(file, frame);
}

static void forget(struct udpi_record_file *file) {
    for (uint32_t i = 0; i < file->interface_count; i++)
        free(file->interfaces[i].name);
    free(file->interfaces);
    file->interfaces = NULL;
    file->interface_count = file->interface_room = file->interface_last = 0;
}

/* --- the format --------------------------------------------------------------------------------------------------- */

static void begin(struct udpi_record_file *file, const struct udpi_frame *first) {
    const struct section section = {
        .type = SECTION,
        .size = sizeof section,
        .byte_order = BYTE_ORDER_MAGIC,
        .major = 1,
        .length = {UINT32_MAX, UINT32_MAX},
        .size_again = sizeof section,
    };
    udpi_sink_write(&file->sink, (const char *)&section, sizeof section);
    add_interface(file, first);
}

static uint32_t measure_packet(uint32_t kept) {
    return (uint32_t)sizeof(struct packet) + padded(kept) + 4;
}

static size_t measure(const struct udpi_record_file *file, const struct udpi_frame *frame) {
    bool is_new = find_interface(file, frame) == file->interface_count;
    return measure_packet(udpi_record_file_kept(file, frame)) + (is_new ? measure_interface(frame->interface) : 0);
}

static enum udpi_status put(struct udpi_record_file *file, const struct udpi_frame *frame, struct udpi_error *error) {
    udpi_record_file_begin(file, frame);
    uint32_t number = find_interface(file, frame);
    if (number == UDPI_PCAPNG_MOST_INTERFACES)
        return udpi_error_set(error, UDPI_FAILED, "packet %" PRIu64 " comes from one interface too many, of %u",
                              frame->number, number);
    if (number == file->interface_count)
        add_interface(file, frame);
    file->interface_last = number;
    uint32_t kept = udpi_record_file_kept(file, frame), size = measure_packet(kept);
    uint64_t time = frame->time < 0 || frame->time == UDPI_FAR_TIME ? 0 : (uint64_t)frame->time;
    const struct packet packet = {
        .type = PACKET,
        .size = size,
        .interface = number,
        .time_high = (uint32_t)(time >> 32),
        .time_low = (uint32_t)time,
        .captured = kept,
        .length = frame->length,
    };
    char *at = udpi_sink_reserve(&file->sink, size);
    memcpy(at, &packet, sizeof packet);
    memcpy(at + sizeof packet, frame->bytes, kept);
    memset(at + sizeof packet + kept, 0, padded(kept) - kept);
    memcpy(at + size - 4, &size, 4);
    udpi_sink_commit(&file->sink, at + size);
    return UDPI_OK;
}

static size_t extent(const char *at, uint64_t offset, bool *is_packet) {
    (void)offset;
    uint32_t head[2];
    memcpy(head, at, sizeof head);
    *is_packet = head[0] == PACKET;
    return head[1];
}

const struct udpi_record_format udpi_pcapng_nano = {
    .begin = begin, .measure = measure, .put = put, .extent = extent, .forget = forget};
