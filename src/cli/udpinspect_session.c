#include "cli/udpinspect_session.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include <udpinspect/decoder.h>

#include "capture/capture.h"
#include "cli/output.h"
#include "cli/signals.h"
#include "cli/terminal.h"
#include "craft/spec.h"

enum { MOST_VIEWS = 2 };

/* A renderer at work. */
struct view {
    const struct udpi_renderer *renderer;
    void *state;
};

struct session {
    const struct udpi_inspect_options *options;
    struct udpi_capture *capture;
    struct udpi_decoder *decoder;
    struct udpi_sink sink;
    struct view views[MOST_VIEWS];
    unsigned view_count;
    uint64_t captured, shown;
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
    .name = "spec", .open = open_spec, .packet = write_spec, .close = close_spec};

static struct udpi_render_options choose_look(const struct udpi_inspect_options *options) {
    bool is_auto = options->color == UDPI_COLOR_UNSAID || options->color == UDPI_COLOR_AUTO;
    return (struct udpi_render_options){
        .time = options->time == 0 ? UDPI_TIME_LOCAL : (enum udpi_time_form)(options->time - 1),
        .columns = udpi_terminal_columns(),
        .has_color = is_auto ? udpi_terminal_has_color() : options->color == UDPI_COLOR_ALWAYS,
        .has_unicode = udpi_terminal_has_unicode(),
        .shows_fields = options->boxes > 1,
    };
}

/* The renderers that the options ask for, in the order of their output; gives their number. */
static unsigned choose_renderers(const struct udpi_inspect_options *options, const struct udpi_renderer **chosen) {
    const struct {
        bool is_chosen;
        const struct udpi_renderer *renderer;
    } forms[] = {
        {options->boxes > 0, &udpi_render_boxes},
        {options->has_hex, &udpi_render_hex},
        {options->json == UDPI_JSON_LINES, &udpi_render_json},
        {options->json == UDPI_JSON_PRETTY, &udpi_render_json_pretty},
        {options->has_spec, &spec_renderer},
    };
    unsigned count = 0;
    for (size_t i = 0; i < sizeof forms / sizeof *forms && count < MOST_VIEWS; i++)
        if (forms[i].is_chosen)
            chosen[count++] = forms[i].renderer;
    if (count == 0 && !options->is_quiet)
        chosen[count++] = &udpi_render_line;
    return count;
}

static enum udpi_status open_views(struct session *session, struct udpi_error *error) {
    const struct udpi_renderer *chosen[MOST_VIEWS];
    struct udpi_render_options look = choose_look(session->options);
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
    if (!udpi_capture_is_live(session->capture))
        return;
    struct udpi_capture_counts counts;
    udpi_capture_count(session->capture, &counts);
    print_count(counts.dropped_kernel, "dropped by kernel");
    print_count(counts.dropped_interface, "dropped by interface");
}

static void announce(const struct session *session, const char *filter) {
    if (session->options->is_quiet || !udpi_capture_is_live(session->capture))
        return;
    fprintf(stderr, "%s: listening on %s", udpi_inspect_program.name, udpi_capture_name(session->capture));
    if (*filter)
        fprintf(stderr, ", filter \"%s\"", filter);
    fputs("; Ctrl-C ends\n", stderr);
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

/* --- frames ------------------------------------------------------------------------------------------------------- */

static bool show_frame(void *context, const struct udpi_frame *frame) {
    struct session *session = context;
    const struct udpi_packet *packet = udpi_decode(session->decoder, frame);
    session->captured++;
    if (packet->note_count > 0)
        name_unknown(session, packet);
    if (!packet->is_udp && !session->options->shows_all)
        return true;
    for (unsigned i = 0; i < session->view_count; i++)
        session->views[i].renderer->packet(session->views[i].state, packet, &session->sink);
    session->shown++;
    return session->shown != session->options->count && session->sink.error == 0;
}

static bool rest(void *context) {
    struct session *session = context;
    udpi_sink_flush(&session->sink);
    if (udpi_signals_take_request())
        print_statistics(session);
    return session->sink.error == 0;
}

static void stop_capture(void *capture) {
    udpi_capture_stop(capture);
}

static void run_capture(struct session *session, const char *filter, struct udpi_error *error) {
    const struct udpi_capture_visitor visitor = {.frame = show_frame, .idle = rest, .context = session};
    udpi_signals_catch(stop_capture, session->capture);
    announce(session, filter);
    udpi_capture_run(session->capture, &visitor, session->options->duration, error);
    udpi_signals_release();
    udpi_sink_flush(&session->sink);
    if (udpi_capture_is_live(session->capture) || session->options->has_statistics) {
        udpi_signals_end_line();
        print_statistics(session);
    }
}

/* --- from beginning to end ---------------------------------------------------------------------------------------- */

static enum udpi_status open_session(struct session *session, const char *filter, struct udpi_error *error) {
    const struct udpi_inspect_options *options = session->options;
    const struct udpi_capture_options source = {
        .interface = options->interface,
        .file = options->file,
        .filter = filter,
        .snapshot = (int)options->snapshot,
        .buffer_kib = (int)options->buffer_kib,
        .is_not_promiscuous = options->is_not_promiscuous,
    };
    session->decoder = udpi_decoder_create();
    if (!session->decoder)
        return udpi_error_set(error, UDPI_FAILED, "no memory for the decoder");
    if (open_views(session, error) != UDPI_OK)
        return error->status;
    session->capture = udpi_capture_open(&source, error);
    return error->status;
}

static void close_session(struct session *session) {
    udpi_capture_close(session->capture);
    for (unsigned i = 0; i < session->view_count; i++)
        session->views[i].renderer->close(session->views[i].state);
    udpi_decoder_free(session->decoder);
}

enum udpi_status udpi_inspect_run(const struct udpi_inspect_options *options, const char *filter,
                                  struct udpi_error *error) {
    struct session session = {.options = options};
    if (udpi_output_open(&session.sink, error) != UDPI_OK)
        return error->status;
    if (open_session(&session, filter, error) == UDPI_OK)
        run_capture(&session, filter, error);
    close_session(&session);
    return udpi_output_finish(&session.sink, error);
}
