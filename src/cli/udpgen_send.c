/* udpgen send: datagrams through a socket, as a conversation or as a flood. */
#include "cli/udpgen_commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "cli/output.h"
#include "cli/signals.h"
#include "cli/udpgen_progress.h"
#include "cli/udpgen_send_options.h"
#include "cli/udpgen_silence.h"
#include "cli/udpgen_totals.h"
#include "render/probes.h"
#include "socket/flood.h"
#include "socket/send.h"
#include "track/probes.h"

/* --- a conversation ----------------------------------------------------------------------------------------------- */

static void print_totals(const struct udpi_totals *totals) {
    char text[UDPI_TOTALS_SIZE];
    udpi_signals_end_line();
    if (totals->sent > 0)
        fprintf(stderr, "%s\n", udpi_totals_write(totals, text));
}

static void converse(const struct udpi_gen_send_values *values, struct udpi_sink *sink, struct udpi_error *error) {
    const struct udpi_send_options send = {
        .destination = values->destination,
        .content = values->content,
        .count = values->count,
        .interval = values->interval,
        .wait = values->wait,
        .max_loss = values->max_loss,
        .socket = udpi_gen_send_socket(values),
        .output = sink,
        .stop = udpi_signals_stop(),
    };
    struct udpi_totals totals = {0};
    udpi_send_run(&send, &totals, error);
    udpi_sink_flush(sink);
    print_totals(&totals);
    if (udpi_gen_was_silence(&totals))
        udpi_gen_silence_print(&totals, &send.socket);
}

/* --- a flood ------------------------------------------------------------------------------------------------------ */

/* Where neither a number nor a rate nor a time is given, one is sent. */
static uint64_t choose_count(const struct udpi_gen_send_values *values) {
    bool is_open = values->rate.per_second > 0 || values->duration > 0 || values->threads > 0;
    return values->count > 0 || is_open ? values->count : 1;
}

static struct udpi_rate choose_rate(const struct udpi_gen_send_values *values) {
    if (values->interval > 0)
        return (struct udpi_rate){.per_second = 1 / values->interval};
    return values->rate;
}

static void report(const struct udpi_gen_send_values *values, struct udpi_probes *probes,
                   const struct udpi_totals *totals, struct udpi_sink *sink, struct udpi_error *error) {
    const struct udpi_socket_options socket = udpi_gen_send_socket(values);
    bool is_written = true, is_accounted = !probes || !udpi_probes_lacked_memory(probes);
    bool is_silent = is_accounted && udpi_gen_was_silence(totals);
    if (values->is_json)
        is_written =
            (!probes || udpi_probes_write_json(probes, sink)) &&
            udpi_gen_totals_write_json(totals, is_silent ? udpi_gen_silence_make_json(totals, &socket) : NULL, sink);
    else if (probes && !values->is_quiet)
        udpi_probes_write_text(probes, sink);
    if (!is_written && error->status == UDPI_OK)
        udpi_error_set(error, UDPI_FAILED, "report: no memory for it");
    udpi_sink_flush(sink);
    if (values->is_json)
        udpi_signals_end_line();
    else
        print_totals(totals);
    if (is_silent && !values->is_json)
        udpi_gen_silence_print(totals, &socket);
}

static void flood(const struct udpi_gen_send_values *values, struct udpi_probes *probes, struct udpi_sink *sink,
                  struct udpi_error *error) {
    struct udpi_gen_progress progress = {0};
    struct udpi_flood_options options = {
        .destination = values->destination,
        .content = values->content,
        .socket = udpi_gen_send_socket(values),
        .count = choose_count(values),
        .duration = values->duration > 0 ? values->duration : 0,
        .rate = choose_rate(values),
        .threads = values->threads > 0 ? (unsigned)values->threads : 1,
        .is_segmented = !values->is_unsegmented,
        .is_probing = values->is_probing,
        .wait = values->wait,
        .max_loss = values->max_loss >= 0 ? values->max_loss : 0,
        .probes = probes,
        .output = values->is_quiet || values->is_json ? NULL : sink,
        .show_progress = isatty(STDERR_FILENO) ? udpi_gen_progress_show : NULL,
        .context = &progress,
        .stop = udpi_signals_stop(),
    };
    struct udpi_totals totals;
    (void)!getrandom(&options.run, sizeof options.run, 0);
    udpi_flood_run(&options, &totals, error);
    if (probes && udpi_probes_lacked_memory(probes))
        udpi_error_set(error, UDPI_FAILED, "probes: no memory for them");
    report(values, probes, &totals, sink, error);
}

static void start_flood(const struct udpi_gen_send_values *values, struct udpi_sink *sink, struct udpi_error *error) {
    struct udpi_probes *probes = NULL;
    if (values->wait >= 0) {
        probes = udpi_probes_create(UDPI_PROBES_LATE_AFTER, udpi_clock_identify());
        if (!probes) {
            udpi_error_set(error, UDPI_FAILED, "probes: no memory for them");
            return;
        }
    }
    flood(values, probes, sink, error);
    udpi_probes_free(probes);
}

/* --- the command -------------------------------------------------------------------------------------------------- */

enum udpi_status udpi_gen_send_run(int count, char **words, struct udpi_error *error) {
    struct udpi_gen_send_values values;
    struct udpi_sink sink;
    if (udpi_gen_send_parse(count, words, &values, error) != UDPI_OK)
        return error->status;
    if (values.has_help)
        return udpi_gen_print_help(&udpi_gen_send, error);
    if (udpi_output_open(&sink, error) != UDPI_OK)
        return error->status;
    udpi_signals_catch(NULL, NULL);
    if (values.is_flood)
        start_flood(&values, &sink, error);
    else
        converse(&values, &sink, error);
    return udpi_output_finish(&sink, error);
}
