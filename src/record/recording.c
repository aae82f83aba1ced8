#include "record/recording.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <udpinspect/limits.h>

#include "record/file.h"
#include "record/place.h"

enum {
    NAME_SIZE = UDPI_LONGEST_RECORD_NAME + 1,
    LATE_PACKETS = 1 /* seconds after a period in which its packets may still come */
};

static const int64_t SECOND = 1000000000;

struct udpi_recording {
    struct udpi_recording_options options;
    struct udpi_place place;
    struct udpi_record_file file;
    char name[NAME_SIZE];       /* of the current file */
    char stem[NAME_SIZE];       /* the same without its number */
    uint64_t number;            /* behind the stem */
    int64_t period, next_start; /* nanoseconds; of the current period's end, INT64_MAX for none */
    uint64_t files, packets;    /* packets of the files before */
    uint64_t cut;               /* packets, for their length */
    bool is_over;
    struct udpi_error error;
};

/* --- failures ----------------------------------------------------------------------------------------------------- */

/* "folder/" and the name of the current file, for messages. */
static const char *show_name(const struct udpi_recording *recording, char *text) {
    const struct udpi_place *place = &recording->place;
    if (place->directory < 0)
        return "standard output";
    int length = place->folder_length < NAME_SIZE / 2 ? place->folder_length : NAME_SIZE / 2;
    snprintf(text, NAME_SIZE, "%.*s%.*s", length, place->path, NAME_SIZE / 2 - 1, recording->name);
    return text;
}

static const char *choose_remedy(int number) {
    switch (number) {
    case ENOSPC:
    case EDQUOT: return "make room or write elsewhere";
    case EFBIG: return "keep files smaller";
    case ENOMEM: return "keep less of each packet with -s";
    default: return "write elsewhere";
    }
}

/* What the failure `number` of a write means. Gives false. */
static bool fail_to_write(struct udpi_recording *recording, int number) {
    char text[NAME_SIZE], kept[64] = "";
    uint64_t packets = recording->file.packets;
    recording->is_over = true;
    if (number == EPIPE || recording->error.status != UDPI_OK)
        return false;
    if (packets > 0)
        snprintf(kept, sizeof kept, "; %" PRIu64 " packet%s before that can be read", packets, packets == 1 ? "" : "s");
    udpi_error_set(&recording->error, UDPI_FAILED, "%s: %s; %s%s", show_name(recording, text), strerror(number),
                   choose_remedy(number), kept);
    return false;
}

/* --- names -------------------------------------------------------------------------------------------------------- */

static bool is_ring(const struct udpi_recording *recording) {
    return recording->options.most_files > 0 && recording->options.period == 0;
}

/* Digits that the last file of a ring needs: none for a single one. */
static int count_digits(uint64_t files) {
    int digits = 0;
    for (uint64_t last = files - 1; last > 0; last /= 10)
        digits++;
    return digits;
}

static void spell_name(struct udpi_recording *recording) {
    int digits = is_ring(recording) ? count_digits(recording->options.most_files) : 0;
    if (digits == 0 && recording->number == 0)
        snprintf(recording->name, NAME_SIZE, "%s", recording->stem);
    else
        snprintf(recording->name, NAME_SIZE, "%.*s%0*" PRIu64, NAME_SIZE - 21, recording->stem, digits,
                 recording->number);
}

/* The name of a file that begins at `time`, without its number. */
static bool spell_stem(const struct udpi_recording *recording, int64_t time, char *stem) {
    const char *pattern = recording->place.file;
    if (recording->options.period == 0)
        return (size_t)snprintf(stem, NAME_SIZE, "%s", pattern) < NAME_SIZE;
    time_t seconds = (time_t)(time / SECOND);
    struct tm fields;
    return localtime_r(&seconds, &fields) && strftime(stem, NAME_SIZE, pattern, &fields) > 0 && !strchr(stem, '/');
}

static bool choose_name(struct udpi_recording *recording, int64_t time) {
    char stem[NAME_SIZE];
    if (!spell_stem(recording, time, stem)) {
        udpi_error_set(&recording->error, UDPI_USAGE, "-w %s: no name of a file comes of it", recording->options.path);
        return false;
    }
    bool is_same = recording->files > 0 && strcmp(stem, recording->stem) == 0;
    if (is_ring(recording))
        recording->number = recording->files % recording->options.most_files;
    else
        recording->number = is_same ? recording->number + 1 : 0;
    memcpy(recording->stem, stem, NAME_SIZE);
    spell_name(recording);
    return true;
}

/* --- files -------------------------------------------------------------------------------------------------------- */

static bool refuse_taken(struct udpi_recording *recording) {
    char text[NAME_SIZE];
    udpi_error_set(&recording->error, UDPI_FAILED, "%s: the file exists; --force replaces it",
                   show_name(recording, text));
    return false;
}

/* All names of a ring are known, so none of them need come as a surprise in the night. */
static bool check_ring(struct udpi_recording *recording) {
    if (!is_ring(recording) || recording->options.overwrites || recording->place.directory < 0)
        return true;
    snprintf(recording->stem, NAME_SIZE, "%s", recording->place.file);
    for (recording->number = 0; recording->number < recording->options.most_files; recording->number++) {
        spell_name(recording);
        if (udpi_place_has(&recording->place, recording->name))
            return refuse_taken(recording);
    }
    return true;
}

static bool make_file(struct udpi_recording *recording) {
    bool is_own = is_ring(recording) && recording->files >= recording->options.most_files;
    int descriptor;
    for (;;) {
        switch (udpi_place_make(&recording->place, recording->name, recording->options.overwrites || is_own,
                                &descriptor, &recording->error)) {
        case UDPI_PLACE_MADE: udpi_record_file_start(&recording->file, descriptor); return true;
        case UDPI_PLACE_FAILED: return false;
        case UDPI_PLACE_TAKEN:
            if (is_ring(recording) || recording->files == 0)
                return refuse_taken(recording);
            recording->number++;
            spell_name(recording);
        }
    }
}

static bool end_file(struct udpi_recording *recording) {
    struct udpi_record_file *file = &recording->file;
    if (file->descriptor < 0)
        return true;
    if (file->sink.error == 0)
        udpi_record_file_begin(file, &recording->options.like);
    int number = udpi_record_file_end(file);
    if (number != 0)
        fail_to_write(recording, number);
    recording->packets += file->packets;
    file->packets = 0;
    return number == 0;
}

/* Sets the period that `time` lies in. Gives its begin. */
static int64_t choose_period(struct udpi_recording *recording, int64_t time) {
    if (recording->period == 0)
        return time;
    if (time < 0 || time == UDPI_FAR_TIME)
        time = 0;
    int64_t start = time - time % SECOND;
    if (recording->next_start != INT64_MAX) { /* the grid of the periods before */
        start = recording->next_start - recording->period;
        if (time > start)
            start += (time - start) / recording->period * recording->period;
    }
    if (__builtin_add_overflow(start, recording->period, &recording->next_start))
        recording->next_start = INT64_MAX;
    return start;
}

/* Begins the next file; false where there is to be none. */
static bool begin_file(struct udpi_recording *recording, int64_t time) {
    const struct udpi_recording_options *options = &recording->options;
    if (recording->is_over || !end_file(recording))
        return false;
    recording->is_over = options->period > 0 && options->most_files > 0 && recording->files >= options->most_files;
    if (recording->is_over || !choose_name(recording, choose_period(recording, time)) || !make_file(recording)) {
        recording->is_over = true;
        return false;
    }
    recording->files++;
    return true;
}

/* --- the recording ------------------------------------------------------------------------------------------------ */

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    return time.tv_sec * SECOND + time.tv_nsec;
}

static const struct udpi_record_format *choose_format(const struct udpi_recording_options *options) {
    static const char ending[] = ".pcapng";
    size_t length = strlen(options->path), size = sizeof ending - 1;
    if (length >= size && strcmp(options->path + length - size, ending) == 0)
        return &udpi_pcapng_nano;
    return options->has_micros ? &udpi_pcap_micro : &udpi_pcap_nano;
}

/* Live, a reader wants to see the header at once. */
static bool begin_first(struct udpi_recording *recording) {
    const struct udpi_recording_options *options = &recording->options;
    if (recording->period > 0 && !options->is_live)
        return true;
    if (!begin_file(recording, now()))
        return false;
    if (options->is_live)
        udpi_record_file_begin(&recording->file, &options->like);
    return true;
}

void udpi_recording_free(struct udpi_recording *recording) {
    if (!recording)
        return;
    udpi_record_file_free(&recording->file);
    udpi_place_close(&recording->place);
    free(recording);
}

struct udpi_recording *udpi_recording_open(const struct udpi_recording_options *options, struct udpi_error *error) {
    struct udpi_recording *recording = calloc(1, sizeof *recording);
    if (!recording || !udpi_record_file_create(&recording->file, choose_format(options), options->snapshot)) {
        free(recording);
        udpi_error_set(error, UDPI_FAILED, "no memory for a capture file");
        return NULL;
    }
    recording->options = *options;
    recording->period = options->period * SECOND;
    recording->next_start = INT64_MAX;
    if (udpi_place_open(&recording->place, options->path, options->source, &recording->error) == UDPI_OK &&
        check_ring(recording) && begin_first(recording))
        return recording;
    *error = recording->error;
    udpi_recording_free(recording);
    return NULL;
}

void udpi_recording_hold(const struct udpi_recording *recording, struct udpi_recording_holdings *holdings) {
    const struct udpi_recording_options *options = &recording->options;
    holdings->directory = recording->place.directory;
    holdings->file = recording->file.descriptor;
    holdings->makes_files = options->most_bytes > 0 || options->period > 0;
}

static bool is_full(const struct udpi_recording *recording, const struct udpi_frame *frame) {
    const struct udpi_record_file *file = &recording->file;
    uint64_t most = recording->options.most_bytes;
    return most > 0 && file->packets > 0 && udpi_record_file_size(file) + file->format->measure(file, frame) > most;
}

static bool wants_next(const struct udpi_recording *recording, const struct udpi_frame *frame) {
    bool is_late = frame->time >= recording->next_start && frame->time != UDPI_FAR_TIME;
    return recording->file.descriptor < 0 || is_late || is_full(recording, frame);
}

/* Puts the name of the file before what the format says of a packet. Gives false. */
__attribute__((noinline)) static bool refuse_packet(struct udpi_recording *recording) {
    char text[NAME_SIZE];
    recording->is_over = true;
    udpi_error_set(&recording->error, recording->error.status, "%s: %s", show_name(recording, text),
                   recording->error.text);
    return false;
}

static bool flush(struct udpi_recording *recording) {
    int number = udpi_sink_flush(&recording->file.sink);
    return number == 0 || fail_to_write(recording, number);
}

bool udpi_recording_write(struct udpi_recording *recording, const struct udpi_frame *frame) {
    struct udpi_record_file *file = &recording->file;
    if (wants_next(recording, frame) && !begin_file(recording, frame->time))
        return false;
    if (file->format->put(file, frame, &recording->error) != UDPI_OK)
        return refuse_packet(recording);
    if (file->sink.error != 0)
        return fail_to_write(recording, file->sink.error);
    udpi_sink_mark(&file->sink);
    file->packets++;
    recording->cut += frame->captured > UDPI_LONGEST_FRAME && file->snapshot == UDPI_LONGEST_FRAME;
    return !recording->options.is_unbuffered || flush(recording);
}

bool udpi_recording_rest(struct udpi_recording *recording) {
    const struct udpi_recording_options *options = &recording->options;
    if (recording->is_over || recording->file.descriptor < 0)
        return !recording->is_over;
    if (!flush(recording))
        return false;
    bool is_late = options->is_live && recording->period > 0 && now() - LATE_PACKETS * SECOND >= recording->next_start;
    if (is_late && end_file(recording) && options->most_files > 0)
        recording->is_over = recording->files >= options->most_files;
    return !recording->is_over;
}

void udpi_recording_count(const struct udpi_recording *recording, struct udpi_recording_counts *counts) {
    counts->packets = recording->packets + recording->file.packets;
    counts->files = recording->files;
    counts->cut = recording->cut;
}

enum udpi_status udpi_recording_end(struct udpi_recording *recording, struct udpi_error *error) {
    end_file(recording);
    recording->is_over = true;
    if (error->status == UDPI_OK && recording->error.status != UDPI_OK)
        *error = recording->error;
    return error->status;
}
