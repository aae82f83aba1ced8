/* udpgen sink: takes datagrams, and says what became of probes on their way. */
#include "cli/udpgen_commands.h"

#include "cli/signals.h"
#include "cli/udpgen_account.h"
#include "cli/udpgen_faults.h"
#include "cli/udpgen_json.h"
#include "cli/udpgen_listen.h"
#include "socket/receive.h"

#define AT(member) .offset = offsetof(struct values, member)

enum { MILLISECOND = 1, MOST_SECONDS = 1000000000, NANOSECONDS = 1000000000 };

static const double default_late = (double)UDPI_PROBES_LATE_AFTER / NANOSECONDS;
static const double any_loss = -1;

struct values {
    uint64_t count;
    double duration, idle, late, max_loss;
    struct udpi_gen_listen_values listen;
    struct udpi_fault_options faults;
    bool ends_with_streams, is_verbose, has_json, has_help;
};

static const struct udpi_option options[] = {
    {.letter = 'c', .name = "count", .argument = "N", .kind = UDPI_OPTION_NUMBER, .least = 1, AT(count),
     .group = "When it ends (default: on Ctrl-C)", .help = "after N datagrams"},
    {.name = "duration", .argument = "SECONDS", .kind = UDPI_OPTION_SECONDS, .least = MILLISECOND, .most = MOST_SECONDS,
     AT(duration), .help = "after so long"},
    {.name = "idle", .argument = "SECONDS", .kind = UDPI_OPTION_SECONDS, .least = MILLISECOND, .most = MOST_SECONDS,
     AT(idle), .help = "when nothing has come for so long since the last datagram"},
    {.name = "until-end", .kind = UDPI_OPTION_FLAG, AT(ends_with_streams),
     .help = "when the last probe of each sender has come, or word that it was sent; half a second later"},

    {.letter = 'v', .name = "verbose", .kind = UDPI_OPTION_FLAG, AT(is_verbose), .group = "What it says",
     .help = "print each datagram, as echo does"},
    {.name = "json", .kind = UDPI_OPTION_FLAG, AT(has_json),
     .help = "print the totals and the report of each stream of probes as JSON, one object a line"},
    {.name = "late", .argument = "SECONDS", .kind = UDPI_OPTION_SECONDS, .most = MOST_SECONDS, AT(late),
     .help = "call a probe late that comes so long behind one that overtook it (default 0.02)"},
    {.name = "max-loss", .argument = "PERCENT", .kind = UDPI_OPTION_PERCENT, AT(max_loss),
     .help = "exit code 1 where more of the probes were lost, or none came"},
    {.letter = 'h', .name = "help", .kind = UDPI_OPTION_FLAG, AT(has_help), .help = "print this page"},

    UDPI_GEN_LISTEN_OPTIONS,
    UDPI_GEN_FAULT_OPTIONS,
};

const struct udpi_command udpi_gen_sink = {
    .name = "sink",
    .operands = "[[ADDR:]PORT]",
    .brief = "take datagrams, say what was lost on the way",
    .summary =
        "Takes datagrams and answers none. At its end it prints how many came, how fast, from how many senders, and "
        "what this host itself dropped; and of each stream of probes (`udpgen send --probe`) what was lost, reordered, "
        "duplicated, corrupted and delayed on the way. The port is " UDPI_LISTEN_DEFAULT " where none is given.",
    .examples = "  udpgen sink 9000 --until-end --max-loss 0.1\n"
                "  udpgen sink --join 239.1.2.3%eth0 -v\n"
                "  udpgen sink --json --duration 10 | jq .\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
};

/* --- what it says at the end -------------------------------------------------------------------------------------- */

static cJSON *make_totals(const struct values *values, const struct udpi_receive_counts *counts) {
    cJSON *object = udpi_gen_make_totals(&values->faults, &counts->server);
    cJSON_AddNumberToObject(object, "seconds", udpi_receive_time(counts));
    cJSON_AddNumberToObject(object, "per_second", udpi_receive_rate(counts));
    cJSON_AddNumberToObject(object, "senders", counts->senders);
    cJSON_AddBoolToObject(object, "more_senders", counts->has_more_senders);
    cJSON_AddNumberToObject(object, "probes", (double)counts->probes);
    return object;
}

static void report(const struct values *values, const struct udpi_receive_counts *counts,
                   struct udpi_gen_account *account, struct udpi_error *error) {
    char totals[UDPI_RECEIVE_TOTALS_SIZE];
    const struct udpi_gen_report report = {
        .faults = &values->faults,
        .counts = &counts->server,
        .totals = udpi_receive_totals(counts, totals),
        .is_json = values->has_json,
        .json = values->has_json ? make_totals(values, counts) : NULL,
    };
    udpi_gen_account_report(account, &report, error);
}

static void judge(double max_loss, struct udpi_probes *probes, struct udpi_error *error) {
    double expected = 0, lost = 0;
    for (size_t i = 0; i < udpi_probes_count(probes); i++) {
        const struct udpi_probe_report *stream = udpi_probes_report(probes, i);
        expected += (double)stream->expected;
        lost += (double)stream->lost;
    }
    if (max_loss == any_loss || error->status != UDPI_OK)
        return;
    if (expected == 0)
        udpi_error_set(error, UDPI_FAILED,
                       "--max-loss: no probe came, so nobody knows what was lost; send some: udpgen send --probe");
    else if (100 * lost > max_loss * expected)
        udpi_error_set(error, UDPI_FAILED, "--max-loss %g: %.0f of %.0f probes were lost, %.4g %%", max_loss, lost,
                       expected, 100 * lost / expected);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static void receive(const struct values *values, const char *place, struct udpi_gen_account *account,
                    struct udpi_error *error) {
    const struct udpi_receive_options receive = {
        .server = {.listen = udpi_gen_listen(&values->listen, place),
                   .faults = values->faults,
                   .count = values->count,
                   .duration = values->duration,
                   .say = udpi_gen_say,
                   .output = &account->output,
                   .stop = udpi_signals_stop()},
        .probes = account->probes,
        .idle = values->idle,
        .ends_with_streams = values->ends_with_streams,
        .is_shown = values->is_verbose,
    };
    struct udpi_receive_counts counts = {0};
    udpi_signals_catch(NULL, NULL);
    if (udpi_receive_run(&receive, &counts, error) == UDPI_OK || counts.server.received > 0)
        report(values, &counts, account, error);
    judge(values->max_loss, account->probes, error);
}

enum udpi_status udpi_gen_sink_run(int count, char **words, struct udpi_error *error) {
    struct values values = {.late = default_late, .max_loss = any_loss, .faults.seed = UDPI_GEN_NO_SEED};
    struct udpi_operands operands;
    if (udpi_options_parse(&udpi_gen_sink, count, words, &values, &operands, error) != UDPI_OK)
        return error->status;
    if (values.has_help)
        return udpi_gen_print_help(&udpi_gen_sink, error);
    if (operands.count > 1)
        return udpi_error_set(error, UDPI_USAGE, "sink: %s: it listens in one place; give one [ADDR:]PORT",
                              operands.words[1]);
    if (values.is_verbose && values.has_json)
        return udpi_error_set(error, UDPI_USAGE, "sink: of -v and --json give one");
    udpi_gen_choose_seed(&values.faults);
    struct udpi_gen_account account;
    if (udpi_gen_account_open(&account, (int64_t)(values.late * NANOSECONDS), error) != UDPI_OK)
        return error->status;
    receive(&values, operands.count > 0 ? operands.words[0] : NULL, &account, error);
    return udpi_gen_account_close(&account, error);
}
