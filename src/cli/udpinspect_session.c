#include "cli/udpinspect_session.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <udpinspect/decoder.h>

#include "capture/capture.h"
#include "cli/output.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "cli/terminal.h"
#include "cli/udpinspect_probes.h"
#include "cli/udpinspect_decoding.h"
#include "cli/udpinspect_record.h"
#include "cli/udpinspect_relinquish.h"
#include "craft/spec.h"
#include "select/select.h"

enum { MOST_VIEWS = 2 };

/* A renderer at work. */
struct view {
    const struct udpi_renderer *renderer;
    void *state;
};

struct session {
    const struct udpi_inspect_options *options;
    struct udpi_capture *capture;
    struct udpi_recording *recording; /* NULL without -w */
    struct udpi_decoder *decoder;
    struct udpi_inspect_probes *probes;  /* NULL without --probes */
    struct udpi_select *select;          /* NULL where no filter looks inside */
    struct udpi_host_surroundings *host; /* NULL unless it explains what it captures */
    struct udpi_surroundings surroundings;
    struct udpi_sink sink;
    struct udpi_sink aside; /* what is printed of a frame that is to be held */
    struct view views[MOST_VIEWS];
    unsigned view_count;
    bool only_counts; /* what packets hold is asked by the filter alone */
    uint64_t captured, shown;
    bool has_failed;                     /* to write a frame */
    uint8_t named[(UINT16_MAX + 1) / 8]; /* a bit for each unknown link type that was named */
};

/* --- forms -------------------------------------------------------------------------------------------------------- */

static void *open_spec(const struct udpi_render_options *options) {
    (void)options;
    return udpi_spec_create();
}

static void write_spec(void *state, const struct udpi_packet *packet, struct udpi_sink *sink) {
    udpi_spec_write(state, packet, sink);
}

static void close_spec(void *state) {
    udpi_spec_free(state);
}

/* The exact line stands on the packet builder, so it is no part of render. */
static const struct udpi_renderer spec_renderer = {
    .name = "spec", .loss = UDPI_LOSS_REMARK, .open = open_spec, .packet = write_spec, .close = close_spec};

static struct udpi_render_options choose_look(const struct session *session) {
    const struct udpi_inspect_options *options = session->options;
    return (struct udpi_render_options){
        .time = options->time == 0 ? UDPI_TIME_LOCAL : (enum udpi_time_form)(options->time - 1),
        .columns = udpi_terminal_columns(),
        .has_color = udpi_inspect_has_color(options),
        .has_unicode = udpi_terminal_has_unicode(),
        .shows_fields = options->boxes > 1,
        .explains = options->explains,
        .surroundings = session->host ? &session->surroundings : NULL,
        .fields = options->fields,
    };
}

/* The renderers that the options ask for, in the order of their output; gives their number. */
static unsigned choose_renderers(const struct udpi_inspect_options *options, const struct udpi_renderer **chosen) {
    const struct {
        bool is_chosen;
        const struct udpi_renderer *renderer;
    } forms[] = {
        {udpi_inspect_has_boxes(options), &udpi_render_boxes},
        {options->has_hex, &udpi_render_hex},
        {options->json == UDPI_JSON_LINES, options->explains ? &udpi_render_json_explained : &udpi_render_json},
        {options->json == UDPI_JSON_PRETTY, &udpi_render_json_pretty},
        {options->fields != NULL, &udpi_render_fields},
        {options->has_spec, &spec_renderer},
    };
    unsigned count = 0;
    for (size_t i = 0; i < sizeof forms / sizeof *forms && count < MOST_VIEWS; i++)
        if (forms[i].is_chosen)
            chosen[count++] = forms[i].renderer;
    if (count == 0 && !options->is_quiet && !options->written)
        chosen[count++] = &udpi_render_line;
    return count;
}

/* Where the kernel cannot be asked, explanations go without what it knows. */
static void open_surroundings(struct session *session) {
    if (!session->options->explains || session->options->file)
        return;
    session->host = udpi_host_surroundings_open();
    if (session->host)
        session->surroundings = udpi_host_surroundings_view(session->host);
}

static enum udpi_status open_views(struct session *session, struct udpi_error *error) {
    const struct udpi_renderer *chosen[MOST_VIEWS];
    struct udpi_render_options look = choose_look(session);
    unsigned count = choose_renderers(session->options, chosen);
    for (unsigned i = 0; i < count; i++) {
        void *state = chosen[i]->open(&look);
        if (!state)
            return udpi_error_set(error, UDPI_FAILED, "no memory for the output");
        session->views[session->view_count++] = (struct view){chosen[i], state};
    }
    return UDPI_OK;
}

/* --- what is said beside the packets ------------------------------------------------------------------------------ */

static void print_count(uint64_t count, const char *what) {
    fprintf(stderr, "%" PRIu64 " packet%s %s\n", count, count == 1 ? "" : "s", what);
}

static void print_statistics(struct session *session) {
    print_count(session->captured, udpi_capture_is_live(session->capture) ? "captured" : "read");
    print_count(session->shown, "shown");
    udpi_inspect_print_written(session->options, session->recording);
    uint64_t undecided = session->select ? udpi_select_undecided(session->select) : 0;
    if (undecided > 0)
        print_count(undecided, "left out: fragments of datagrams that never were whole");
    uint64_t flows = udpi_decoder_flows_forgotten(session->decoder);
    if (flows > 0)
        fprintf(stderr, "%" PRIu64 " flow%s forgotten while they were watched for RTP\n", flows, flows == 1 ? "" : "s");
    if (!udpi_capture_is_live(session->capture))
        return;
    struct udpi_capture_counts counts;
    udpi_capture_count(session->capture, &counts);
    print_count(counts.dropped_kernel, "dropped by kernel");
    print_count(counts.dropped_interface, "dropped by interface");
}

static void report_probes(struct session *session) {
    unsigned json = session->options->json;
    bool is_written = json == UDPI_JSON_UNSAID
                          ? udpi_inspect_probes_print(session->probes)
                          : udpi_inspect_probes_write(session->probes, json == UDPI_JSON_PRETTY, &session->sink);
    if (!is_written)
        udpi_sink_fail(&session->sink, ENOMEM);
}

static void announce(const struct session *session, const char *filter) {
    if (session->options->is_quiet || !udpi_capture_is_live(session->capture))
        return;
    enum { SHOWN = 200 };
    const char *name = udpi_capture_name(session->capture);
    if (*filter)
        udpi_program_say(&udpi_inspect_program, "listening on %.240s, filter \"%.*s%s\"; Ctrl-C ends", name, SHOWN,
                         filter, strlen(filter) > SHOWN ? "…" : "");
    else
        udpi_program_say(&udpi_inspect_program, "listening on %.240s; Ctrl-C ends", name);
}

static void remark_large_filter(const struct session *session) {
    if (session->select && udpi_select_is_too_large(session->select))
        udpi_program_say(
            &udpi_inspect_program,
            "the filter has more than %d parts, or is more than %d deep: it is asked as a whole, at each header",
            UDPI_MOST_NODES, UDPI_DEEPEST_EXPRESSION);
}

static bool is_unknown(const struct udpi_packet *packet) {
    for (unsigned i = 0; i < packet->note_count; i++)
        if (packet->notes[i].code == UDPI_NOTE_UNKNOWN_LINK_TYPE)
            return true;
    return false;
}

/* Without this, a capture of an unknown kind would end in silence. */
static void name_unknown(struct session *session, const struct udpi_packet *packet) {
    const struct udpi_frame *frame = &packet->frame;
    uint8_t *named = &session->named[frame->link_type / 8];
    unsigned bit = 1U << frame->link_type % 8;
    if ((*named & bit) || !is_unknown(packet))
        return;
    *named = (uint8_t)(*named | bit);
    const char *name = frame->link_type_name;
    fprintf(stderr, "%s: link type %u%s%s: not known; its frames are shown as payload%s\n", udpi_inspect_program.name,
            frame->link_type, name ? ", " : "", name ? name : "", session->options->shows_all ? "" : " with --all");
}

static void look_at_notes(struct session *session, const struct udpi_packet *packet) {
    name_unknown(session, packet);
    if (udpi_decoder_lacked_memory(session->decoder))
        udpi_sink_fail(&session->sink, ENOMEM);
}

/* --- frames ------------------------------------------------------------------------------------------------------- */

static bool goes_on(const struct session *session) {
    uint64_t most = session->options->count;
    return (most == 0 || session->shown < most) && session->sink.error == 0 && !session->has_failed;
}

/* Gives false where the frame is not to be shown, or could not be written. */
static bool write_frame(struct session *session, const struct udpi_frame *frame) {
    if (!goes_on(session))
        return false;
    session->has_failed = session->recording && !udpi_recording_write(session->recording, frame);
    return !session->has_failed;
}

static void render(const struct session *session, const struct udpi_packet *packet, struct udpi_sink *sink) {
    for (unsigned i = 0; i < session->view_count; i++)
        session->views[i].renderer->packet(session->views[i].state, packet, sink);
    udpi_sink_mark(sink);
}

static void show_packet(struct session *session, const struct udpi_packet *packet) {
    if (!write_frame(session, &packet->frame))
        return;
    render(session, packet, &session->sink);
    if (session->probes)
        udpi_inspect_probes_take(session->probes, packet);
    session->shown++;
}

static void hold_packet(struct session *session, const struct udpi_packet *packet) {
    render(session, packet, &session->aside);
    if (session->aside.error != 0)
        udpi_sink_fail(&session->sink, session->aside.error);
    udpi_select_hold(session->select, packet, session->aside.bytes, session->aside.used);
    session->aside.used = 0;
    if (udpi_select_was_refused(session->select))
        udpi_sink_fail(&session->sink, ENOMEM);
}

static void show_held(void *context, const struct udpi_frame *frame, const char *output, size_t count) {
    struct session *session = context;
    if (!write_frame(session, frame))
        return;
    udpi_sink_write(&session->sink, output, count);
    udpi_sink_mark(&session->sink);
    session->shown++;
}

static bool show_frame(void *context, const struct udpi_frame *frame) {
    struct session *session = context;
    bool is_accepted = !session->select || udpi_select_accepts_outside(session->select, frame);
    udpi_decoder_stop_at_udp(session->decoder, is_accepted && session->only_counts);
    const struct udpi_packet *packet = udpi_decode(session->decoder, frame);
    session->captured++;
    if (packet->note_count > 0)
        look_at_notes(session, packet);
    enum udpi_verdict verdict = packet->is_udp || session->options->shows_all ? UDPI_YES : UDPI_NO;
    bool is_judged = is_accepted && !packet->has_fragment;
    if (session->select && !is_judged)
        verdict = udpi_select_judge(session->select, packet);
    if (verdict == UDPI_YES)
        show_packet(session, packet);
    else if (verdict == UDPI_UNDECIDED)
        hold_packet(session, packet);
    return goes_on(session);
}

static void show_lost(struct session *session, uint64_t packets, const char *cause) {
    const struct udpi_loss loss = {packets, cause};
    enum udpi_loss_form form = session->view_count > 0 ? session->views[0].renderer->loss : UDPI_LOSS_NOWHERE;
    if (packets > 0 && form == UDPI_LOSS_NOWHERE)
        fprintf(stderr, "%s: %" PRIu64 " packets lost (%s)\n", udpi_inspect_program.name, packets, cause);
    else if (packets > 0)
        udpi_loss_write(&session->sink, form, &loss);
    udpi_sink_mark(&session->sink);
}

static void show_loss(void *context, const struct udpi_capture_loss *loss) {
    show_lost(context, loss->kernel, "kernel buffer full");
    show_lost(context, loss->interface, "dropped by the interface");
}

static void print_notice(void *context, const char *text) {
    (void)context;
    udpi_program_say(&udpi_inspect_program, "%s", text);
}

static bool rest(void *context) {
    struct session *session = context;
    if (udpi_signals_take_request()) {
        print_statistics(session);
        if (session->probes)
            report_probes(session);
    }
    udpi_sink_flush(&session->sink);
    return session->sink.error == 0 && (!session->recording || udpi_recording_rest(session->recording));
}

static void stop_capture(void *capture) {
    udpi_capture_stop(capture);
}

static void run_capture(struct session *session, const char *filter, struct udpi_error *error) {
    const struct udpi_capture_visitor visitor = {
        .frame = show_frame, .idle = rest, .loss = show_loss, .notice = print_notice, .context = session};
    udpi_signals_catch(stop_capture, session->capture);
    announce(session, filter);
    remark_large_filter(session);
    udpi_capture_run(session->capture, &visitor, session->options->duration, error);
    udpi_signals_release();
    udpi_sink_flush(&session->sink);
    if (session->recording) {
        udpi_recording_end(session->recording, error);
        udpi_inspect_remark_cut(session->options, session->recording);
    }
    if (udpi_capture_is_live(session->capture) || session->options->has_statistics) {
        udpi_signals_end_line();
        print_statistics(session);
    }
    if (session->probes)
        report_probes(session);
}

/* --- from beginning to end ---------------------------------------------------------------------------------------- */

/* Opens what looks inside packets, unless there is nothing to look for or only the outside counts. */
static enum udpi_status open_select(struct session *session, const char *filter, struct udpi_error *error) {
    const struct udpi_held_visitor visitor = {show_held, session};
    if (!*filter || session->options->is_outer)
        return UDPI_OK;
    session->select = udpi_select_create(filter, session->options->shows_all, &visitor);
    if (!session->select || !udpi_sink_open(&session->aside, NULL, NULL))
        return udpi_error_set(error, UDPI_FAILED, "no memory for the filter");
    return UDPI_OK;
}

static enum udpi_status open_capture(struct session *session, const char *filter, struct udpi_error *error) {
    const struct udpi_inspect_options *options = session->options;
    struct udpi_filter_stand_in stand_in;
    struct udpi_capture_options source = {
        .interfaces = options->interfaces.words,
        .interface_count = options->interfaces.count,
        .file = options->file,
        .filter = filter,
        .snapshot = (int)options->snapshot,
        .buffer_kib = (int)options->buffer_kib,
        .is_not_promiscuous = options->is_not_promiscuous,
        .waits = options->waits,
        .follows = options->follows,
    };
    if (session->select) {
        stand_in = udpi_select_stand_in(session->select);
        source.stand_in = &stand_in;
    }
    session->capture = udpi_capture_open(&source, error);
    if (session->capture && session->select && udpi_select_was_refused(session->select))
        udpi_error_set(error, UDPI_FAILED, "no memory for the filter");
    return error->status;
}

static void open_probes(struct session *session, struct udpi_error *error) {
    session->probes = udpi_inspect_probes_create(udpi_capture_is_live(session->capture));
    if (!session->probes)
        udpi_error_set(error, UDPI_FAILED, "no memory for the account of probes");
}

static enum udpi_status open_session(struct session *session, const char *filter, struct udpi_error *error) {
    session->decoder = udpi_decoder_create();
    if (!session->decoder)
        return udpi_error_set(error, UDPI_FAILED, "no memory for the decoder");
    if (udpi_inspect_set_decoding(session->options, session->decoder, error) != UDPI_OK)
        return error->status;
    open_surroundings(session);
    if (open_views(session, error) != UDPI_OK || open_select(session, filter, error) != UDPI_OK)
        return error->status;
    if (open_capture(session, filter, error) == UDPI_OK)
        session->recording = udpi_inspect_record(session->options, session->capture, error);
    if (error->status == UDPI_OK && session->options->has_probes)
        open_probes(session, error);
    session->only_counts = session->view_count == 0 && !session->probes;
    return error->status;
}

static void close_session(struct session *session) {
    udpi_recording_free(session->recording);
    udpi_capture_close(session->capture);
    for (unsigned i = 0; i < session->view_count; i++)
        session->views[i].renderer->close(session->views[i].state);
    udpi_decoder_free(session->decoder);
    udpi_select_free(session->select);
    udpi_inspect_probes_free(session->probes);
    udpi_host_surroundings_close(session->host);
    udpi_sink_close(&session->aside);
}

static enum udpi_status relinquish(const struct session *session, const struct udpi_guard *guard, const char *filter,
                                   struct udpi_error *error) {
    const struct udpi_inspect_holdings holdings = {session->capture, session->recording, session->host};
    return udpi_inspect_relinquish(guard, session->options, filter, &holdings, error);
}

enum udpi_status udpi_inspect_run(const struct udpi_inspect_options *options, const char *filter,
                                  struct udpi_error *error) {
    struct session session = {.options = options};
    struct udpi_guard guard;
    if (udpi_output_open(&session.sink, error) != UDPI_OK)
        return error->status;
    if (udpi_inspect_choose_user(&guard, options, error) == UDPI_OK &&
        open_session(&session, filter, error) == UDPI_OK && relinquish(&session, &guard, filter, error) == UDPI_OK)
        run_capture(&session, filter, error);
    close_session(&session);
    udpi_guard_forget(&guard);
    return udpi_output_finish(&session.sink, error);
}
