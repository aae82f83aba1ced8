/* Frames from a capture file: pcap through libpcap, pcapng through our own reader. */
#include <inttypes.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>

#include "capture/filter.h"
#include "capture/pcapng.h"
#include "capture/source.h"
#include "capture/stream.h"
#include "core/bytes.h"

enum { MINOR_VERSION_AT = 6, LAST_MINOR_VERSION = 4, SNAPSHOT_AT = 16 }; /* places are in the header of a pcap file */

static const int64_t SECOND = 1000000000;

struct file {
    struct udpi_stream *stream;
    struct udpi_filter *filter; /* NULL for none */
    pcap_t *pcap;               /* one of these two */
    struct udpi_pcapng *pcapng;
    int64_t fraction;   /* what pcap's fractions of a second count: nanoseconds */
    bool is_big_endian; /* a pcap file */
};

static const char packet[] = "packet", block[] = "a block at packet";

/* Fails at the packet behind the last one that was read; `why` is NULL where the file just ends. */
static enum udpi_source_state fail(const struct udpi_capture *capture, const char *what, const char *why,
                                   struct udpi_error *error) {
    const struct udpi_stream *stream = ((struct file *)capture->state)->stream;
    uint64_t number = capture->frame.number + 1;
    const char *rest = number > 1 ? "; what came before it was read" : "";
    if (stream->is_over)
        return UDPI_SOURCE_ENDED;
    if (stream->failure)
        udpi_error_set(error, UDPI_FAILED, "%s: %s, in the middle of %s %" PRIu64 "%s", capture->name, stream->failure,
                       what, number, rest);
    else if (why)
        udpi_error_set(error, UDPI_FAILED, "%s: %s %" PRIu64 " is broken: %s%s", capture->name, what, number, why,
                       rest);
    else
        udpi_error_set(error, UDPI_FAILED, "%s: the file ends in the middle of %s %" PRIu64 "%s", capture->name, what,
                       number, rest);
    return UDPI_SOURCE_FAILED;
}

/* Hands over the current frame if the filter accepts it. Gives false if no further one is wanted. */
static bool deliver(struct udpi_capture *capture, struct udpi_filter *filter, bool is_big_endian) {
    if (filter && !udpi_filter_accepts(filter, &capture->frame, is_big_endian))
        return true;
    return udpi_capture_deliver(capture);
}

static void count_file(struct udpi_capture *capture, struct udpi_capture_counts *counts) {
    *counts = (struct udpi_capture_counts){.received = capture->frame.number};
}

static void close_file(void *state) {
    struct file *file = state;
    if (file->pcap)
        pcap_close(file->pcap); /* and with it the stream's FILE */
    else if (file->stream)
        fclose(file->stream->file);
    udpi_pcapng_free(file->pcapng);
    udpi_stream_close(file->stream);
    udpi_filter_free(file->filter);
    free(file);
}

/* --- pcap --------------------------------------------------------------------------------------------------------- */

static void take_record(u_char *context, const struct pcap_pkthdr *header, const u_char *bytes) {
    struct udpi_capture *capture = (void *)context;
    struct file *file = capture->state;
    struct udpi_frame *frame = &capture->frame;
    frame->bytes = bytes;
    frame->captured = header->caplen;
    frame->length = header->len;
    /* Both are unsigned in the file; libpcap may have extended a sign. */
    frame->time = (uint32_t)header->ts.tv_sec * SECOND + (uint32_t)header->ts.tv_usec * file->fraction;
    frame->number++;
    if (!deliver(capture, file->filter, file->is_big_endian))
        pcap_breakloop(file->pcap);
}

static enum udpi_source_state read_pcap(struct udpi_capture *capture, struct udpi_error *error) {
    struct file *file = capture->state;
    int count = pcap_dispatch(file->pcap, UDPI_CAPTURE_BATCH, take_record, (u_char *)capture);
    if (count == 0)
        return UDPI_SOURCE_ENDED;
    if (count > 0 || count == PCAP_ERROR_BREAK)
        return UDPI_SOURCE_MORE;
    return fail(capture, packet, feof(file->stream->file) ? NULL : pcap_geterr(file->pcap), error);
}

static const struct udpi_source pcap_source = {read_pcap, count_file, close_file};

/*
 * Changes the file header so that libpcap reads more: it cuts frames that are longer than the header says, but not with 0 there;
 * and it refuses minor versions behind 2.4, which read the same as that one.
 */
static void loosen_header(uint8_t *head, bool is_big_endian) {
    memset(head + SNAPSHOT_AT, 0, 4);
    uint8_t *minor = head + MINOR_VERSION_AT + is_big_endian;
    if (*minor > LAST_MINOR_VERSION)
        *minor = LAST_MINOR_VERSION;
}

static enum udpi_status open_pcap(struct udpi_capture *capture, struct udpi_error *error) {
    struct file *file = capture->state;
    char why[PCAP_ERRBUF_SIZE] = "";
    if (file->stream->head_count == UDPI_STREAM_HEAD)
        loosen_header(file->stream->head, file->is_big_endian);
    /* Without a change of unit, fractions come as they stand in the file. */
    unsigned precision = file->fraction == 1 ? PCAP_TSTAMP_PRECISION_NANO : PCAP_TSTAMP_PRECISION_MICRO;
    file->pcap = pcap_fopen_offline_with_tstamp_precision(file->stream->file, precision, why);
    if (!file->pcap)
        return udpi_error_set(error, UDPI_FAILED, "%s: %s", capture->name,
                              file->stream->failure      ? file->stream->failure
                              : feof(file->stream->file) ? "the file ends in the middle of its header"
                                                         : why);
    /* Bits above the 16 of the link type are reserved, and to be ignored: draft-ietf-opsawg-pcap section 4. */
    capture->frame.link_type = (uint16_t)pcap_datalink(file->pcap);
    capture->frame.link_type_name = pcap_datalink_val_to_name(capture->frame.link_type);
    struct udpi_filter_kind kind = {capture->frame.link_type, file->is_big_endian};
    return !file->filter || udpi_filter_compile(file->filter, kind, error) ? UDPI_OK : error->status;
}

/* --- pcapng ------------------------------------------------------------------------------------------------------- */

static enum udpi_source_state read_block(struct udpi_capture *capture, struct udpi_error *error) {
    struct file *file = capture->state;
    switch (udpi_pcapng_read(file->pcapng, &capture->frame)) {
    case UDPI_PCAPNG_FRAME:
        capture->frame.number++;
        deliver(capture, file->filter, udpi_pcapng_is_big_endian(file->pcapng));
        return UDPI_SOURCE_MORE;
    case UDPI_PCAPNG_OTHER: return UDPI_SOURCE_MORE;
    case UDPI_PCAPNG_END: return UDPI_SOURCE_ENDED;
    case UDPI_PCAPNG_CUT: return fail(capture, block, NULL, error);
    case UDPI_PCAPNG_BROKEN: return fail(capture, block, udpi_pcapng_failure(file->pcapng), error);
    }
    return UDPI_SOURCE_ENDED;
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
    file->pcapng = udpi_pcapng_create(file->stream->file);
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

static const struct format {
    uint32_t magic; /* in the byte order of the file */
    const struct udpi_source *source;
    enum udpi_status (*open)(struct udpi_capture *capture, struct udpi_error *error);
    int64_t fraction;
} formats[] = {
    {0xa1b2c3d4, &pcap_source, open_pcap, 1000},
    {0xa1b23c4d, &pcap_source, open_pcap, 1},
    {0xa1b2cd34, &pcap_source, open_pcap, 1000}, /* with more in each record: Kuznetzov's Linux 2.2 */
    {UDPI_PCAPNG_MAGIC, &pcapng_source, open_pcapng, 0},
};

static const struct format *find_format(const struct udpi_stream *stream) {
    uint32_t magic = stream->head_count >= sizeof magic ? udpi_load_be32(stream->head) : 0;
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
    const struct format *format = find_format(file->stream);
    if (!format)
        return udpi_error_set(error, UDPI_FAILED, "%s: %s", capture->name,
                              file->stream->head_count > 0 ? "not a capture file (pcap or pcapng)"
                                                           : "the file is empty");
    if (options->filter && options->filter[0] && !(file->filter = udpi_filter_create(options->filter)))
        return udpi_error_set(error, UDPI_FAILED, "no memory for the filter");
    capture->source = format->source;
    file->fraction = format->fraction;
    file->is_big_endian = udpi_load_be32(file->stream->head) == format->magic;
    return format->open(capture, error);
}
