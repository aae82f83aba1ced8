#include "cli/udpinspect_record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/program.h"

enum { MEGABYTE = 1000000 };

static bool is_stdout(const char *path) {
    return strcmp(path, "-") == 0;
}

enum udpi_status udpi_inspect_check_record(const struct udpi_inspect_options *o, const char *form,
                                           struct udpi_error *error) {
    bool has_files = o->written && !is_stdout(o->written);
    const struct {
        bool is_given;
        const char *name;
    } needy[] = {
        {o->file_megabytes > 0, "-C"},
        {o->file_seconds > 0, "-G"},
        {o->file_count > 0, "-W"},
        {o->overwrites, "--force"},
    };
    for (size_t i = 0; i < sizeof needy / sizeof *needy; i++)
        if (needy[i].is_given && !has_files)
            return udpi_error_set(error, UDPI_USAGE, "%s: there is no file to write; add -w FILE", needy[i].name);
    if (o->written && !has_files && form && !o->is_quiet)
        return udpi_error_set(error, UDPI_USAGE,
                              "-w - and %s: standard output takes one of them; leave out the other, or give -w FILE",
                              form);
    if (o->file_count > 0 && o->file_megabytes == 0 && o->file_seconds == 0)
        return udpi_error_set(error, UDPI_USAGE, "-W: with one file there is nothing to count; add -C or -G");
    if (o->file_count > 0 && o->file_megabytes > 0 && o->file_seconds > 0)
        return udpi_error_set(error, UDPI_USAGE, "-W: goes round with -C and ends with -G; leave out one of the three");
    return UDPI_OK;
}

/* What is known of frames before the first one. A pcapng file says only with a packet where that comes from. */
static struct udpi_frame foresee_frame(const struct udpi_capture *capture) {
    enum { ETHERNET = 1 };
    struct udpi_frame like = *udpi_capture_frame(capture);
    if (!udpi_capture_is_live(capture))
        like.interface = NULL;
    if (like.link_type == 0 && !like.link_type_name)
        like.link_type = ETHERNET;
    return like;
}

struct udpi_recording *udpi_inspect_record(const struct udpi_inspect_options *options,
                                           const struct udpi_capture *capture, struct udpi_error *error) {
    if (!options->written)
        return NULL;
    const struct udpi_recording_options recording = {
        .path = options->written,
        .source = options->file,
        .most_bytes = options->file_megabytes * MEGABYTE,
        .most_files = options->file_count,
        .period = (uint32_t)options->file_seconds,
        .snapshot = (uint32_t)options->snapshot,
        .like = foresee_frame(capture),
        .is_live = udpi_capture_is_live(capture),
        .overwrites = options->overwrites,
        .is_unbuffered = options->is_unbuffered,
    };
    return udpi_recording_open(&recording, error);
}

void udpi_inspect_remark_cut(const struct udpi_inspect_options *options, const struct udpi_recording *recording) {
    struct udpi_recording_counts counts;
    udpi_recording_count(recording, &counts);
    if (counts.cut > 0)
        udpi_program_say(&udpi_inspect_program,
                         "%.200s: %" PRIu64 " packet%s cut to %d bytes: libpcap reads no longer ones", options->written,
                         counts.cut, counts.cut == 1 ? "" : "s", UDPI_LONGEST_FRAME);
}

void udpi_inspect_print_written(const struct udpi_inspect_options *options, const struct udpi_recording *recording) {
    if (!recording)
        return;
    struct udpi_recording_counts counts;
    udpi_recording_count(recording, &counts);
    fprintf(stderr, "%" PRIu64 " packet%s written", counts.packets, counts.packets == 1 ? "" : "s");
    if (options->file_megabytes > 0 || options->file_seconds > 0)
        fprintf(stderr, " to %" PRIu64 " file%s", counts.files, counts.files == 1 ? "" : "s");
    if (options->file_megabytes > 0 && options->file_count > 0 && counts.files > options->file_count)
        fprintf(stderr, ", of which the last %" PRIu64 " are left", options->file_count);
    fputc('\n', stderr);
}
