/* pcap, as draft-ietf-opsawg-pcap has it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/link_type.h"
#include "record/file.h"

static const int64_t SECOND = 1000000000;

struct header {
    uint32_t magic;
    uint16_t major, minor;
    uint32_t reserved[2];
    uint32_t snapshot, link_type;
};

struct record {
    uint32_t seconds, fraction, captured, length;
};

_Static_assert(sizeof(struct header) == 24 && sizeof(struct record) == 16, "they are copied as they stand");

static void name_link_type(char *text, size_t size, const struct udpi_frame *frame) {
    if (frame->link_type_name)
        snprintf(text, size, "%s", frame->link_type_name);
    else
        snprintf(text, size, "%u", frame->link_type);
}

static void begin(struct udpi_record_file *file, const struct udpi_frame *first) {
    const struct header header = {
        .magic = file->format->magic,
        .major = 2,
        .minor = 4,
        .snapshot = file->snapshot,
        .link_type = udpi_link_type_to_file(first->link_type),
    };
    udpi_sink_write(&file->sink, (const char *)&header, sizeof header);
    file->link_type = first->link_type;
    name_link_type(file->link_type_name, sizeof file->link_type_name, first);
}

static size_t measure(const struct udpi_record_file *file, const struct udpi_frame *frame) {
    return sizeof(struct record) + udpi_record_file_kept(file, frame);
}

/* What to do where the link type is not that of the packets before. */
__attribute__((noinline)) static enum udpi_status
change_link_type(struct udpi_record_file *file, const struct udpi_frame *frame, struct udpi_error *error) {
    udpi_record_file_begin(file, frame);
    if (frame->link_type == file->link_type)
        return UDPI_OK;
    char name[sizeof file->link_type_name];
    name_link_type(name, sizeof name, frame);
    return udpi_error_set(error, UDPI_FAILED,
                          "packet %" PRIu64 " has link type %s, those before it %s; a pcap file holds one, a file "
                          "named *.pcapng any",
                          frame->number, name, file->link_type_name);
}

static enum udpi_status put(struct udpi_record_file *file, const struct udpi_frame *frame, struct udpi_error *error) {
    if (frame->link_type != file->link_type && change_link_type(file, frame, error) != UDPI_OK)
        return error->status;
    uint32_t kept = udpi_record_file_kept(file, frame);
    bool has_time = frame->time >= 0 && frame->time / SECOND <= UINT32_MAX;
    const struct record record = {
        .seconds = has_time ? (uint32_t)(frame->time / SECOND) : 0,
        .fraction = has_time ? (uint32_t)(frame->time % SECOND) / file->format->fraction : 0,
        .captured = kept,
        .length = frame->length,
    };
    char *at = udpi_sink_reserve(&file->sink, sizeof record + kept);
    memcpy(at, &record, sizeof record);
    memcpy(at + sizeof record, frame->bytes, kept);
    udpi_sink_commit(&file->sink, at + sizeof record + kept);
    return UDPI_OK;
}

static size_t extent(const char *at, uint64_t offset, bool *is_packet) {
    if (offset == 0)
        return sizeof(struct header);
    struct record record;
    memcpy(&record, at, sizeof record);
    *is_packet = true;
    return sizeof record + record.captured;
}

const struct udpi_record_format udpi_pcap_micro = {
    .magic = 0xa1b2c3d4, .fraction = 1000, .begin = begin, .measure = measure, .put = put, .extent = extent};
const struct udpi_record_format udpi_pcap_nano = {
    .magic = 0xa1b23c4d, .fraction = 1, .begin = begin, .measure = measure, .put = put, .extent = extent};
