/* udpgen replay: the frames of a capture file through an interface, or into another file. */
#include "cli/udpgen_commands.h"

#include <stdlib.h>
#include <string.h>

#include "capture/capture.h"
#include "cli/signals.h"
#include "cli/udpgen_injection.h"
#include "craft/rewrite.h"
#include "inject/frame_list.h"
#include "record/recording.h"

#define AT(member) .offset = offsetof(struct values, member)

enum { MOST_SECONDS = 1000000000, ONCE = 1 };

struct values {
    const char *interface, *written, *speed;
    struct udpi_rate rate;
    uint64_t passes, count;
    double duration, factor;
    struct udpi_option_list set;
    unsigned offload; /* 1 + enum udpi_offload; 0 where it is not said */
    bool is_fast, overwrites, has_help;
};

static const struct udpi_option options[] = {
    {.letter = 'i', .name = "interface", .argument = "IFACE", .kind = UDPI_OPTION_STRING, AT(interface),
     .group = "Where to", .help = "send through this interface: a name or number of udpinspect -D"},
    {.letter = 'w', .name = "write", .argument = "FILE", .kind = UDPI_OPTION_STRING, AT(written),
     .help = "send nothing, make a capture file: pcapng for *.pcapng, else pcap; - is standard output"},
    {.name = "force", .kind = UDPI_OPTION_FLAG, AT(overwrites), .help = "replace a file that exists"},

    {.name = "speed", .argument = "X", .kind = UDPI_OPTION_STRING, AT(speed),
     .group = "At which pace (default: that of the capture)", .help = "X times as fast: 10, 0.5"},
    {.name = "rate", .argument = "RATE", .kind = UDPI_OPTION_RATE, AT(rate),
     .help = "frames a second, such as 1000 or 2.5k; or bits of frames, such as 10Mbit"},
    {.name = "fast", .kind = UDPI_OPTION_FLAG, AT(is_fast), .help = "one after the other, without a pause"},

    {.name = "loop", .argument = "N", .kind = UDPI_OPTION_NUMBER, AT(passes), .group = "How much (default: all, once)",
     .help = "the whole capture N times, from memory; 0 is until Ctrl-C"},
    {.letter = 'c', .name = "count", .argument = "N", .kind = UDPI_OPTION_NUMBER, .least = 1, AT(count),
     .help = "N frames at most"},
    {.name = "duration", .argument = "SECONDS", .kind = UDPI_OPTION_SECONDS, .least = 1, .most = MOST_SECONDS, AT(duration),
     .help = "for so long at most"},

    {.name = "set", .argument = "LAYER.KEY=VALUE", .kind = UDPI_OPTION_LIST, AT(set),
     .group = "Other values (several with blanks between them, or several times)",
     .help = "set the field in each frame that has it, as in ipv4.dst=10.0.0.9; ipv4:2 is the second ipv4 from outside. "
             "Checksums and lengths that were right are right again; wrong ones stay wrong"},

    {.name = "offload", .argument = "WHEN", .words = udpi_offload_words, .kind = UDPI_OPTION_CHOICE, AT(offload),
     .group = "How the kernel is used", .help = UDPI_OFFLOAD_HELP},
    {.letter = 'h', .name = "help", .kind = UDPI_OPTION_FLAG, AT(has_help), .group = "Help", .help = "print this page"},
};

const struct udpi_command udpi_gen_replay = {
    .name = "replay",
    .operands = "FILE",
    .brief = "send the frames of a capture file again",
    .summary = "Sends the frames of a capture file (pcap, pcapng, also gzip; - is standard input) through an interface, as "
               "they stand and with the pauses between them. Frames that the capture has cut, or that are larger than the "
               "MTU, are left out and counted, and make the exit code 1.",
    .examples = "  udpgen replay a.pcap -i eth0\n"
                "  udpgen replay a.pcap -i eth0 --fast --loop 100\n"
                "  udpgen replay a.pcap -i eth0 --set 'ipv4.dst=10.0.0.9 udp.dst_port=7788'\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
};

/* --- what was asked ----------------------------------------------------------------------------------------------- */

static enum udpi_status parse_speed(struct values *values, struct udpi_error *error) {
    values->factor = values->is_fast ? 0 : 1;
    if (!values->speed)
        return UDPI_OK;
    char *end;
    size_t digits = strspn(values->speed, "0123456789.");
    values->factor = strtod(values->speed, &end);
    if (digits == 0 || *end != '\0' || end != values->speed + digits || values->factor <= 0)
        return udpi_error_set(error, UDPI_USAGE, "--speed %s: not a factor; give a number such as 10 or 0.5",
                              values->speed);
    return UDPI_OK;
}

static enum udpi_status check_operands(const struct udpi_operands *operands, struct udpi_error *error) {
    if (operands->count == 0)
        return udpi_error_set(error, UDPI_USAGE, "replay: the file is missing; give a capture file, or - for standard input");
    if (operands->count > 1)
        return udpi_error_set(error, UDPI_USAGE, "replay: %s: there is one file already", operands->words[1]);
    return UDPI_OK;
}

static enum udpi_status check(const struct values *values, struct udpi_error *error) {
    int paces = (values->speed != NULL) + (values->rate.per_second > 0) + values->is_fast;
    if (!values->interface && !values->written)
        return udpi_error_set(error, UDPI_USAGE,
                              "replay: nothing is sent unless it is said where; give -i IFACE (udpinspect -D lists them)");
    if (values->interface && values->written)
        return udpi_error_set(error, UDPI_USAGE, "replay: of -i and -w only one can be meant");
    if (paces > 1)
        return udpi_error_set(error, UDPI_USAGE, "replay: of --speed, --rate and --fast only one can be meant");
    if (values->written && (paces > 0 || values->passes != ONCE || values->duration > 0 || values->offload > 0))
        return udpi_error_set(error, UDPI_USAGE,
                              "replay: -w writes each frame once, with the time that it has; how it is sent goes with -i only");
    return UDPI_OK;
}

/* --- frames ------------------------------------------------------------------------------------------------------- */

struct replay {
    const struct values *values;
    struct udpi_capture *capture;
    struct udpi_injection injection;    /* not with -w */
    struct udpi_recording *recording;   /* NULL without -w */
    struct udpi_rewrite *rewrite;       /* NULL without --set */
    struct udpi_frame_list kept;        /* of the first pass, where there are further ones */
    struct udpi_frame_totals totals;
    struct udpi_error *error;
};

static bool write_frame(struct replay *replay, const struct udpi_frame *frame) {
    if (!udpi_recording_write(replay->recording, frame))
        return false;
    replay->totals.frames++;
    replay->totals.bytes += frame->captured;
    return replay->totals.frames != replay->values->count;
}

static bool keep_frame(struct replay *replay, const struct udpi_frame *frame) {
    int64_t gap = udpi_injection_gap(&replay->injection, frame);
    if (udpi_frame_list_add(&replay->kept, frame->bytes, frame->captured, gap))
        return true;
    if (replay->kept.frames.error != 0)
        udpi_error_set(replay->error, UDPI_FAILED, "no memory to repeat the frames; leave out --loop");
    else
        udpi_error_set(replay->error, UDPI_FAILED,
                       "%s: more than 1 GiB of frames, too much to be repeated from memory; leave out --loop",
                       udpi_capture_name(replay->capture));
    return false;
}

static bool send_frame(struct replay *replay, const struct udpi_frame *frame) {
    if (replay->values->passes != ONCE && !keep_frame(replay, frame))
        return false;
    return udpi_injection_take(&replay->injection, frame, replay->error);
}

static bool take_frame(void *context, const struct udpi_frame *frame) {
    struct replay *replay = context;
    struct udpi_frame rewritten = *frame;
    if (frame->captured < frame->length) {
        replay->totals.cut++;
        return true;
    }
    if (replay->rewrite && !udpi_rewrite_run(replay->rewrite, &rewritten)) {
        replay->totals.unbuilt++;
        return true;
    }
    return replay->recording ? write_frame(replay, &rewritten) : send_frame(replay, &rewritten);
}

/* Further passes begin right behind the last frame of the one before. */
static void repeat(struct replay *replay) {
    struct udpi_schedule *schedule = &replay->injection.schedule;
    for (uint64_t pass = ONCE; pass != replay->values->passes; pass++) {
        const struct udpi_kept_frame *frame = udpi_frame_list_next(&replay->kept, NULL);
        if (!frame)
            return;
        for (; frame; frame = udpi_frame_list_next(&replay->kept, frame))
            if (!udpi_schedule_send(schedule, frame->bytes, (uint32_t)frame->size, frame->gap, replay->error))
                return;
    }
}

static bool rest(void *context) {
    struct replay *replay = context;
    return replay->recording ? udpi_recording_rest(replay->recording)
                             : udpi_schedule_rest(&replay->injection.schedule, replay->error);
}

/* Neither is there with a file. */
static void ignore_loss(void *context, const struct udpi_capture_loss *loss) {
    (void)context, (void)loss;
}

static void ignore_notice(void *context, const char *text) {
    (void)context, (void)text;
}

/* --- from beginning to end ---------------------------------------------------------------------------------------- */

static enum udpi_status open_input(struct replay *replay, const char *path) {
    const struct udpi_capture_options source = {.file = path};
    const struct udpi_option_list *set = &replay->values->set;
    if (!udpi_frame_list_open(&replay->kept))
        return udpi_error_set(replay->error, UDPI_FAILED, "no memory to replay");
    if (set->count > 0)
        replay->totals.rewrite = replay->rewrite = udpi_rewrite_create(set->words, set->count, replay->error);
    if (replay->error->status == UDPI_OK)
        replay->capture = udpi_capture_open(&source, replay->error);
    return replay->error->status;
}

static enum udpi_status open_recording(struct replay *replay, const char *path) {
    const struct udpi_recording_options recording = {
        .path = replay->values->written,
        .source = path,
        .like = *udpi_capture_frame(replay->capture),
        .overwrites = replay->values->overwrites,
    };
    replay->recording = udpi_recording_open(&recording, replay->error);
    return replay->error->status;
}

static void stop_capture(void *capture) {
    udpi_capture_stop(capture);
}

static void run(struct replay *replay) {
    const struct udpi_capture_visitor visitor = {
        .frame = take_frame, .idle = rest, .loss = ignore_loss, .notice = ignore_notice, .context = replay};
    udpi_signals_catch(stop_capture, replay->capture);
    udpi_capture_run(replay->capture, &visitor, 0, replay->error);
    udpi_signals_release();
}

static void replay_to_file(struct replay *replay, const char *path) {
    if (open_recording(replay, path) != UDPI_OK)
        return;
    run(replay);
    udpi_recording_end(replay->recording, replay->error);
    udpi_frame_totals_print(&replay->totals, replay->error);
}

static void replay_to_interface(struct replay *replay) {
    const struct values *values = replay->values;
    const struct udpi_injection_options injection = {
        .interface = values->interface,
        .offload = values->offload,
        .rate = values->rate,
        .speed = values->factor,
        .count = values->count,
        .duration = values->duration,
        .add_header = "put one in front: udpinspect --all --spec -r FILE | sed 's/^/eth | /' | udpgen craft -w NEW",
        .drop_header = "take it off: udpinspect --all --spec -r FILE | sed 's/^eth[^|]*| //' | udpgen craft -w NEW",
    };
    if (udpi_injection_open(&replay->injection, &injection, replay->error) != UDPI_OK)
        return;
    run(replay);
    if (!replay->injection.schedule.is_over && replay->error->status == UDPI_OK)
        repeat(replay);
    udpi_injection_finish(&replay->injection, &replay->totals, replay->error);
}

static enum udpi_status replay_file(const struct values *values, const char *path, struct udpi_error *error) {
    struct replay replay = {.values = values, .error = error};
    if (open_input(&replay, path) == UDPI_OK) {
        if (values->written)
            replay_to_file(&replay, path);
        else
            replay_to_interface(&replay);
    }
    udpi_injection_close(&replay.injection);
    udpi_recording_free(replay.recording);
    udpi_rewrite_free(replay.rewrite);
    udpi_capture_close(replay.capture);
    udpi_frame_list_close(&replay.kept);
    return error->status;
}

enum udpi_status udpi_gen_replay_run(int count, char **words, struct udpi_error *error) {
    struct values values = {.passes = ONCE};
    struct udpi_operands operands;
    if (udpi_options_parse(&udpi_gen_replay, count, words, &values, &operands, error) != UDPI_OK)
        return error->status;
    if (values.has_help)
        return udpi_gen_print_help(&udpi_gen_replay, error);
    if (check_operands(&operands, error) != UDPI_OK || check(&values, error) != UDPI_OK ||
        parse_speed(&values, error) != UDPI_OK)
        return error->status;
    return replay_file(&values, operands.words[0], error);
}
