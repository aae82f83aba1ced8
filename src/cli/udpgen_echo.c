/* udpgen echo: the other end of a first conversation. */
#include "cli/udpgen_commands.h"

#include "cli/signals.h"
#include "cli/udpgen_account.h"
#include "cli/udpgen_faults.h"
#include "cli/udpgen_json.h"
#include "cli/udpgen_listen.h"
#include "socket/echo.h"

#define AT(member) .offset = offsetof(struct values, member)

struct values {
    uint64_t count;
    struct udpi_gen_listen_values listen;
    struct udpi_fault_options faults;
    bool is_quiet, has_json, has_help;
};

static const struct udpi_option options[] = {
    {.letter = 'c', .name = "count", .argument = "N", .kind = UDPI_OPTION_NUMBER, .least = 1, AT(count),
     .group = "Options", .help = "end after N datagrams"},
    {.letter = 'q', .name = "quiet", .kind = UDPI_OPTION_FLAG, AT(is_quiet),
     .help = "print no datagrams; answer as fast as possible"},
    {.name = "json", .kind = UDPI_OPTION_FLAG, AT(has_json),
     .help = "the same, and print the totals and the report of probes as JSON, one object a line"},
    {.letter = 'h', .name = "help", .kind = UDPI_OPTION_FLAG, AT(has_help), .help = "print this page"},
    UDPI_GEN_LISTEN_OPTIONS,
    UDPI_GEN_FAULT_OPTIONS,
};

const struct udpi_command udpi_gen_echo = {
    .name = "echo",
    .operands = "[[ADDR:]PORT]",
    .brief = "answer each datagram with itself",
    .summary =
        "Sends each datagram back to where it came from, and prints its number, sender and content; the totals on "
        "Ctrl-C, with a report of the probes of `udpgen send --probe`. The port is " UDPI_LISTEN_DEFAULT " where none "
        "is given; without an address, every address of this host is listened on. Faults strike between a datagram and "
        "its answer.",
    .examples = "  udpgen echo 127.0.0.1:7788\n"
                "  udpgen echo 9000 -c 1\n"
                "  udpgen echo --drop 30 --delay 0.2\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
};

static cJSON *make_totals(const struct values *values, const struct udpi_echo_counts *counts) {
    cJSON *object = udpi_gen_make_totals(&values->faults, &counts->server);
    cJSON_AddNumberToObject(object, "answered", (double)counts->answered);
    return object;
}

static void report(const struct values *values, const struct udpi_echo_counts *counts, struct udpi_gen_account *account,
                   struct udpi_error *error) {
    char totals[UDPI_ECHO_TOTALS_SIZE];
    const struct udpi_gen_report report = {
        .faults = &values->faults,
        .counts = &counts->server,
        .totals = udpi_echo_totals(counts, totals),
        .is_json = values->has_json,
        .json = values->has_json ? make_totals(values, counts) : NULL,
    };
    udpi_gen_account_report(account, &report, error);
}

static void serve(const struct values *values, const char *place, struct udpi_gen_account *account,
                  struct udpi_error *error) {
    const struct udpi_echo_options echo = {
        .server = {.listen = udpi_gen_listen(&values->listen, place),
                   .faults = values->faults,
                   .count = values->count,
                   .say = values->has_json ? udpi_gen_say : NULL,
                   .output = &account->output,
                   .stop = udpi_signals_stop()},
        .probes = account->probes,
        .is_quiet = values->is_quiet || values->has_json,
    };
    struct udpi_echo_counts counts = {0};
    udpi_signals_catch(NULL, NULL);
    if (udpi_echo_run(&echo, &counts, error) == UDPI_OK || counts.server.received > 0)
        report(values, &counts, account, error);
}

enum udpi_status udpi_gen_echo_run(int count, char **words, struct udpi_error *error) {
    struct values values = {.faults.seed = UDPI_GEN_NO_SEED};
    struct udpi_operands operands;
    if (udpi_options_parse(&udpi_gen_echo, count, words, &values, &operands, error) != UDPI_OK)
        return error->status;
    if (values.has_help)
        return udpi_gen_print_help(&udpi_gen_echo, error);
    if (operands.count > 1)
        return udpi_error_set(error, UDPI_USAGE, "echo: %s: it listens in one place; give one [ADDR:]PORT",
                              operands.words[1]);
    udpi_gen_choose_seed(&values.faults);
    struct udpi_gen_account account;
    if (udpi_gen_account_open(&account, UDPI_PROBES_LATE_AFTER, error) != UDPI_OK)
        return error->status;
    serve(&values, operands.count > 0 ? operands.words[0] : NULL, &account, error);
    return udpi_gen_account_close(&account, error);
}
