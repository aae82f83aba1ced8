#include "capture/pcapng.h"

#include <pcap/pcap.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "capture/timescale.h"
#include "core/bytes.h"
#include "core/link_type.h"

enum block_type {
    SECTION = UDPI_PCAPNG_MAGIC,
    INTERFACE = 1,
    OBSOLETE_PACKET = 2,
    SIMPLE_PACKET = 3,
    ENHANCED_PACKET = 6,
};

enum option_code { OPTION_END = 0, OPTION_NAME = 2, OPTION_RESOLUTION = 9, OPTION_OFFSET = 14 };

enum {
    BYTE_ORDER_MAGIC = 0x1a2b3c4d,
    HEAD = 12, /* type, length, and the first four bytes behind: those of the body, or the length again */
    TAIL = 4,  /* the length again */
    OPTION_HEAD = 4,
    FIRST_INTERFACES = 8,
};

struct interface {
    char *name;
    const char *link_type_name;
    uint16_t link_type;
    uint32_t snapshot; /* 0 for no limit */
    struct udpi_timescale scale;
};

struct udpi_pcapng {
    struct udpi_stream *stream;
    bool is_big_endian; /* the section */
    struct interface *interfaces;
    size_t interface_count, interface_room;
    char failure[128];
};

struct body {
    const uint8_t *bytes;
    size_t size;
};

static uint16_t load16(const struct udpi_pcapng *reader, const uint8_t *at) {
    uint16_t number = udpi_load_be16(at);
    return reader->is_big_endian ? number : __builtin_bswap16(number);
}

static uint32_t load32(const struct udpi_pcapng *reader, const uint8_t *at) {
    uint32_t number = udpi_load_be32(at);
    return reader->is_big_endian ? number : __builtin_bswap32(number);
}

static uint64_t load64(const struct udpi_pcapng *reader, const uint8_t *at) {
    uint64_t number = udpi_load_be64(at);
    return reader->is_big_endian ? number : __builtin_bswap64(number);
}

__attribute__((format(printf, 2, 3))) static enum udpi_reading fail(struct udpi_pcapng *reader, const char *format,
                                                                    ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reader->failure, sizeof reader->failure, format, arguments);
    va_end(arguments);
    return UDPI_READING_BROKEN;
}

struct udpi_pcapng *udpi_pcapng_create(struct udpi_stream *stream) {
    struct udpi_pcapng *reader = calloc(1, sizeof *reader);
    if (reader)
        reader->stream = stream;
    return reader;
}

static void drop_interfaces(struct udpi_pcapng *reader) {
    for (size_t i = 0; i < reader->interface_count; i++)
        free(reader->interfaces[i].name);
    reader->interface_count = 0;
}

void udpi_pcapng_free(struct udpi_pcapng *reader) {
    if (!reader)
        return;
    drop_interfaces(reader);
    free(reader->interfaces);
    free(reader);
}

const char *udpi_pcapng_failure(const struct udpi_pcapng *reader) {
    return reader->failure;
}

int udpi_pcapng_link_type(const struct udpi_pcapng *reader) {
    return reader->interface_count > 0 ? reader->interfaces[0].link_type : -1;
}

bool udpi_pcapng_is_big_endian(const struct udpi_pcapng *reader) {
    return reader->is_big_endian;
}

/* --- sections and interfaces -------------------------------------------------------------------------------------- */

static enum udpi_reading read_section(struct udpi_pcapng *reader, struct body body, struct udpi_frame *frame) {
    (void)frame;
    unsigned major = load16(reader, body.bytes + 4), minor = load16(reader, body.bytes + 6);
    if (major != 1 || (minor != 0 && minor != 2))
        return fail(reader, "version %u.%u of pcapng is unknown", major, minor);
    drop_interfaces(reader);
    return UDPI_READING_OTHER;
}

/* An empty name is none. False where memory is short. */
static bool copy_name(const uint8_t *text, size_t length, char **name) {
    static const char ellipsis[] = "…";
    size_t kept = strnlen((const char *)text, length);
    bool is_cut = kept > UDPI_LONGEST_INTERFACE_NAME;
    *name = kept > 0 ? strndup((const char *)text, is_cut ? UDPI_LONGEST_INTERFACE_NAME : kept) : NULL;
    if (*name && is_cut)
        memcpy(*name + UDPI_LONGEST_INTERFACE_NAME + 1 - sizeof ellipsis, ellipsis, sizeof ellipsis);
    return kept == 0 || *name;
}

struct interface_options {
    const uint8_t *name;
    size_t name_length;
    uint8_t resolution;
    int64_t offset;
};

static void take_option(const struct udpi_pcapng *reader, struct interface_options *options, const uint8_t *head) {
    unsigned code = load16(reader, head), length = load16(reader, head + 2);
    const uint8_t *value = head + OPTION_HEAD;
    if (code == OPTION_NAME && !options->name) {
        options->name = value;
        options->name_length = length;
    } else if (code == OPTION_RESOLUTION && length == 1) {
        options->resolution = value[0];
    } else if (code == OPTION_OFFSET && length == 8) {
        options->offset = (int64_t)load64(reader, value);
    }
}

/* Gives false where an option is longer than the block. */
static bool read_options(const struct udpi_pcapng *reader, const uint8_t *at, size_t left,
                         struct interface_options *options) {
    while (left >= OPTION_HEAD && load16(reader, at) != OPTION_END) {
        size_t size = OPTION_HEAD + ((load16(reader, at + 2) + 3U) & ~3U);
        if (size > left)
            return false;
        take_option(reader, options, at);
        at += size;
        left -= size;
    }
    return true;
}

static bool make_room_for_interface(struct udpi_pcapng *reader) {
    if (reader->interface_count < reader->interface_room)
        return true;
    size_t room = reader->interface_room ? 2 * reader->interface_room : FIRST_INTERFACES;
    struct interface *interfaces = reallocarray(reader->interfaces, room, sizeof *interfaces);
    if (!interfaces)
        return false;
    reader->interfaces = interfaces;
    reader->interface_room = room;
    return true;
}

static enum udpi_reading read_interface(struct udpi_pcapng *reader, struct body body, struct udpi_frame *frame) {
    (void)frame;
    struct interface_options options = {.resolution = UDPI_TIMESCALE_MICROSECONDS};
    if (!read_options(reader, body.bytes + 8, body.size - 8, &options))
        return fail(reader, "an option of an interface is longer than the block");
    if (reader->interface_count == UDPI_PCAPNG_MOST_INTERFACES)
        return fail(reader, "the section has more than %d interfaces", UDPI_PCAPNG_MOST_INTERFACES);
    if (!make_room_for_interface(reader))
        return fail(reader, "no memory for another interface");
    char *name = NULL;
    if (options.name && !copy_name(options.name, options.name_length, &name))
        return fail(reader, "no memory for the name of an interface");
    uint16_t link_type = udpi_link_type_from_file(load16(reader, body.bytes));
    reader->interfaces[reader->interface_count++] = (struct interface){
        .name = name,
        .link_type_name = pcap_datalink_val_to_name(link_type),
        .link_type = link_type,
        .snapshot = load32(reader, body.bytes + 4),
        .scale = udpi_timescale_make(options.resolution, options.offset),
    };
    return UDPI_READING_OTHER;
}

/* --- packets ------------------------------------------------------------------------------------------------------ */

/* Sets what the interface says; NULL where there is no such interface. */
static const struct interface *take_interface(struct udpi_pcapng *reader, uint32_t id, struct udpi_frame *frame) {
    if (id >= reader->interface_count) {
        fail(reader, "it is of interface %u, which the file does not describe", id);
        return NULL;
    }
    const struct interface *interface = &reader->interfaces[id];
    frame->interface = interface->name;
    frame->link_type = interface->link_type;
    frame->link_type_name = interface->link_type_name;
    return interface;
}

static void take_bytes(struct udpi_frame *frame, struct body body, size_t head, uint32_t captured) {
    size_t room = body.size - head;
    frame->bytes = body.bytes + head;
    frame->captured = captured < room ? captured : (uint32_t)room;
}

/* Enhanced and obsolete packet blocks differ in the first four bytes only. */
static enum udpi_reading read_packet(struct udpi_pcapng *reader, struct body body, uint32_t id,
                                     struct udpi_frame *frame) {
    const struct interface *interface = take_interface(reader, id, frame);
    if (!interface)
        return UDPI_READING_BROKEN;
    uint64_t ticks = (uint64_t)load32(reader, body.bytes + 4) << 32 | load32(reader, body.bytes + 8);
    frame->time = udpi_timescale_time(&interface->scale, ticks);
    frame->length = load32(reader, body.bytes + 16);
    take_bytes(frame, body, 20, load32(reader, body.bytes + 12));
    return UDPI_READING_FRAME;
}

static enum udpi_reading read_enhanced(struct udpi_pcapng *reader, struct body body, struct udpi_frame *frame) {
    return read_packet(reader, body, load32(reader, body.bytes), frame);
}

static enum udpi_reading read_obsolete(struct udpi_pcapng *reader, struct body body, struct udpi_frame *frame) {
    return read_packet(reader, body, load16(reader, body.bytes), frame);
}

/* A simple packet has no captured length: the snapshot length and the block limit it. */
static enum udpi_reading read_simple(struct udpi_pcapng *reader, struct body body, struct udpi_frame *frame) {
    const struct interface *interface = take_interface(reader, 0, frame);
    if (!interface)
        return UDPI_READING_BROKEN;
    frame->time = UDPI_NO_TIME;
    frame->length = load32(reader, body.bytes);
    bool is_cut = interface->snapshot != 0 && interface->snapshot < frame->length;
    take_bytes(frame, body, 4, is_cut ? interface->snapshot : frame->length);
    return UDPI_READING_FRAME;
}

/* --- blocks ------------------------------------------------------------------------------------------------------- */

static const struct block_kind {
    uint32_t type;
    uint32_t least; /* bytes of body */
    enum udpi_reading (*read)(struct udpi_pcapng *reader, struct body body, struct udpi_frame *frame);
} block_kinds[] = {
    {ENHANCED_PACKET, 20, read_enhanced}, {SIMPLE_PACKET, 4, read_simple}, {OBSOLETE_PACKET, 20, read_obsolete},
    {INTERFACE, 8, read_interface},       {SECTION, 16, read_section},
};

static const struct block_kind *find_kind(uint32_t type) {
    for (size_t i = 0; i < sizeof block_kinds / sizeof *block_kinds; i++)
        if (block_kinds[i].type == type)
            return &block_kinds[i];
    return NULL;
}

/* Gives false where a section says no byte order. */
static bool take_byte_order(struct udpi_pcapng *reader, const uint8_t *magic) {
    reader->is_big_endian = udpi_load_be32(magic) == BYTE_ORDER_MAGIC;
    return load32(reader, magic) == BYTE_ORDER_MAGIC;
}

/* Some writers give a length without the padding that they write. */
static uint32_t padded(uint32_t length) {
    return (length + 3) & ~UINT32_C(3);
}

/* Reads a block whose head has been looked at, up to its body. */
static enum udpi_reading read_body(struct udpi_pcapng *reader, uint32_t length, struct body *body) {
    if (length < HEAD || length > UDPI_PCAPNG_LONGEST_BLOCK)
        return fail(reader, "its length is %u bytes", length);
    length = padded(length);
    const uint8_t *block = udpi_stream_take(reader->stream, length);
    if (!block)
        return UDPI_READING_CUT;
    *body = (struct body){.bytes = block + HEAD - TAIL, .size = length - HEAD};
    uint32_t again = load32(reader, block + length - TAIL);
    if (again > UDPI_PCAPNG_LONGEST_BLOCK || padded(again) != length)
        return fail(reader, "its two lengths differ, %u and %u bytes", length, again);
    return UDPI_READING_OTHER;
}

enum udpi_reading udpi_pcapng_read(struct udpi_pcapng *reader, struct udpi_frame *frame) {
    if (!udpi_stream_has(reader->stream, HEAD))
        return udpi_stream_has_ended(reader->stream) ? UDPI_READING_END : UDPI_READING_CUT;
    const uint8_t *head = reader->stream->at;
    uint32_t type = load32(reader, head);
    if (type == SECTION && !take_byte_order(reader, head + 8))
        return fail(reader, "it begins a section of unknown byte order");
    struct body body = {0};
    enum udpi_reading result = read_body(reader, load32(reader, head + 4), &body);
    const struct block_kind *kind = find_kind(type);
    if (result != UDPI_READING_OTHER || !kind)
        return result;
    if (body.size < kind->least)
        return fail(reader, "its length is %zu bytes", body.size + HEAD);
    return kind->read(reader, body, frame);
}
