/* Frames from a capture file: pcap or pcapng. */
#include <inttypes.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>

#include "capture/filter.h"
#include "capture/pcap.h"
#include "capture/pcapng.h"
#include "capture/source.h"
#include "capture/stream.h"
#include "core/bytes.h"

struct file {
    struct udpi_stream *stream;
    struct udpi_filter *filter; /* NULL for none */
    const struct format *format;
    struct udpi_pcap pcap;
    struct udpi_pcapng *pcapng; /* NULL where the file is pcap */
};

struct format {
    uint32_t magic;    /* in the byte order of the file */
    const char *piece; /* what it consists of, for errors */
    const struct udpi_source *source;
    enum udpi_status (*open)(struct udpi_capture *capture, struct udpi_error *error);
};

/* Fails at the packet behind the last one that was read; `why` is NULL where the file just ends. */
static enum udpi_source_state fail(const struct udpi_capture *capture, const char *why, struct udpi_error *error) {
    const struct file *file = capture->state;
    const char *what = file->format->piece, *name = capture->name;
    uint64_t number = capture->frame.number + 1;
    const char *rest = number > 1 ? "; what came before it was read" : "";
    if (file->stream->is_over)
        return UDPI_SOURCE_ENDED;
    if (file->stream->failure)
        udpi_error_set(error, UDPI_FAILED, "%s: %s, in the middle of %s %" PRIu64 "%s", name, file->stream->failure,
                       what, number, rest);
    else if (why)
        udpi_error_set(error, UDPI_FAILED, "%s: %s %" PRIu64 " is broken: %s%s", name, what, number, why, rest);
    else
        udpi_error_set(error, UDPI_FAILED, "%s: the file ends in the middle of %s %" PRIu64 "%s", name, what, number,
                       rest);
    return UDPI_SOURCE_FAILED;
}

/* What a reading other than a frame means for the loop. */
static enum udpi_source_state conclude(const struct udpi_capture *capture, enum udpi_reading reading,
                                       struct udpi_error *error) {
    const struct file *file = capture->state;
    switch (reading) {
    case UDPI_READING_END: return UDPI_SOURCE_ENDED;
    case UDPI_READING_CUT: return fail(capture, NULL, error);
    case UDPI_READING_BROKEN:
        return fail(capture, file->pcapng ? udpi_pcapng_failure(file->pcapng) : file->pcap.failure, error);
    default: return UDPI_SOURCE_MORE;
    }
}

/* Hands over the current frame if the filter accepts it. Gives false if no further one is wanted. */
static bool deliver(struct udpi_capture *capture, struct udpi_filter *filter, bool is_big_endian) {
    capture->frame.number++;
    if (filter && !udpi_filter_accepts(filter, &capture->frame, is_big_endian))
        return true;
    return udpi_capture_deliver(capture);
}

static void count_file(struct udpi_capture *capture, struct udpi_capture_counts *counts) {
    *counts = (struct udpi_capture_counts){.received = capture->frame.number};
}

static void close_file(void *state) {
    struct file *file = state;
    udpi_pcapng_free(file->pcapng);
    udpi_stream_close(file->stream);
    udpi_filter_free(file->filter);
    free(file);
}

/* --- pcap --------------------------------------------------------------------------------------------------------- */

static enum udpi_source_state read_pcap(struct udpi_capture *capture, struct udpi_error *error) {
    struct file *file = capture->state;
    for (int i = 0; i < UDPI_CAPTURE_BATCH; i++) {
        enum udpi_reading reading = udpi_pcap_read(&file->pcap, &capture->frame);
        if (reading != UDPI_READING_FRAME)
            return conclude(capture, reading, error);
        if (!deliver(capture, file->filter, file->pcap.is_big_endian))
            break;
    }
    return UDPI_SOURCE_MORE;
}

static const struct udpi_source pcap_source = {read_pcap, count_file, close_file};

static enum udpi_status open_pcap(struct udpi_capture *capture, struct udpi_error *error) {
    struct file *file = capture->state;
    enum udpi_reading result = udpi_pcap_open(&file->pcap, file->stream);
    if (result == UDPI_READING_CUT)
        return udpi_error_set(error, UDPI_FAILED, "%s: the file ends in the middle of its header", capture->name);
    if (result == UDPI_READING_BROKEN)
        return udpi_error_set(error, UDPI_FAILED, "%s: %s", capture->name, file->pcap.failure);
    capture->frame.link_type = file->pcap.link_type;
    capture->frame.link_type_name = pcap_datalink_val_to_name(file->pcap.link_type);
    struct udpi_filter_kind kind = {file->pcap.link_type, file->pcap.is_big_endian};
    return !file->filter || udpi_filter_compile(file->filter, kind, error) ? UDPI_OK : error->status;
}

/* --- pcapng ------------------------------------------------------------------------------------------------------- */

static enum udpi_source_state read_block(struct udpi_capture *capture, struct udpi_error *error) {
    struct file *file = capture->state;
    enum udpi_reading reading = udpi_pcapng_read(file->pcapng, &capture->frame);
    if (reading != UDPI_READING_FRAME)
        return conclude(capture, reading, error);
    deliver(capture, file->filter, udpi_pcapng_is_big_endian(file->pcapng));
    if (!file->filter || !udpi_filter_was_refused(file->filter))
        return UDPI_SOURCE_MORE;
    udpi_error_set(error, UDPI_FAILED, "%s: no memory for the filter", capture->name);
    return UDPI_SOURCE_FAILED;
}

static enum udpi_source_state read_pcapng(struct udpi_capture *capture, struct udpi_error *error) {
    enum udpi_source_state state = UDPI_SOURCE_MORE;
    for (int i = 0; i < UDPI_CAPTURE_BATCH && state == UDPI_SOURCE_MORE && !udpi_capture_has_enough(capture); i++)
        state = read_block(capture, error);
    return state;
}

static const struct udpi_source pcapng_source = {read_pcapng, count_file, close_file};

/* On Ethernet a filter means most; what is wrong there and on the first interface is wrong. */
static bool check_filter(const struct file *file, struct udpi_error *error) {
    struct udpi_error ignored;
    struct udpi_filter_kind ethernet = {DLT_EN10MB, udpi_pcapng_is_big_endian(file->pcapng)}, first = ethernet;
    if (udpi_pcapng_link_type(file->pcapng) >= 0)
        first.link_type = (uint16_t)udpi_pcapng_link_type(file->pcapng);
    return udpi_filter_compile(file->filter, first, error) ||
           (first.link_type != DLT_EN10MB && udpi_filter_compile(file->filter, ethernet, &ignored));
}

/* Reads up to the first interface. */
static enum udpi_status open_pcapng(struct udpi_capture *capture, struct udpi_error *error) {
    struct file *file = capture->state;
    file->pcapng = udpi_pcapng_create(file->stream);
    if (!file->pcapng)
        return udpi_error_set(error, UDPI_FAILED, "%s: no memory to read it", capture->name);
    enum udpi_source_state state = UDPI_SOURCE_MORE;
    while (state == UDPI_SOURCE_MORE && udpi_pcapng_link_type(file->pcapng) < 0)
        state = read_block(capture, error);
    if (state == UDPI_SOURCE_FAILED)
        return error->status;
    return !file->filter || check_filter(file, error) ? UDPI_OK : error->status;
}

/* --- both --------------------------------------------------------------------------------------------------------- */

static const struct format formats[] = {
    {UDPI_PCAP_MAGIC, "packet", &pcap_source, open_pcap},
    {UDPI_PCAP_NANO_MAGIC, "packet", &pcap_source, open_pcap},
    {UDPI_PCAP_MODIFIED_MAGIC, "packet", &pcap_source, open_pcap},
    {UDPI_PCAPNG_MAGIC, "a block at packet", &pcapng_source, open_pcapng},
};

static const struct format *find_format(const struct udpi_stream *stream) {
    uint32_t magic = udpi_stream_left(stream) >= sizeof magic ? udpi_load_be32(stream->at) : 0;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (magic == formats[i].magic || __builtin_bswap32(magic) == formats[i].magic)
            return &formats[i];
    return NULL;
}

enum udpi_status udpi_file_open(struct udpi_capture *capture, const struct udpi_capture_options *options,
                                struct udpi_error *error) {
    struct file *file = capture->state = calloc(1, sizeof *file);
    capture->source = &pcap_source;
    capture->name = strdup(strcmp(options->file, "-") == 0 ? "standard input" : options->file);
    if (!file || !capture->name)
        return udpi_error_set(error, UDPI_FAILED, "no memory to read a file");
    file->stream = udpi_stream_open(options->file, capture, error);
    if (!file->stream)
        return error->status;
    file->format = find_format(file->stream);
    if (!file->format)
        return udpi_error_set(error, UDPI_FAILED, "%s: %s", capture->name,
                              udpi_stream_left(file->stream) > 0 ? "not a capture file (pcap or pcapng)"
                                                                 : "the file is empty");
    if (options->filter && options->filter[0] && !(file->filter = udpi_filter_create(options->filter)))
        return udpi_error_set(error, UDPI_FAILED, "no memory for the filter");
    if (file->filter && options->stand_in)
        udpi_filter_replace(file->filter, options->stand_in);
    capture->source = file->format->source;
    return file->format->open(capture, error);
}
