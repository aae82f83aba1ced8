/* udpgen relay: an unreliable network between a program and its server. */
#include "cli/udpgen_commands.h"

#include <inttypes.h>
#include <stdio.h>

#include "cli/output.h"
#include "cli/signals.h"
#include "cli/udpgen_faults.h"
#include "cli/udpgen_listen.h"
#include "render/json_document.h"
#include "socket/relay.h"

#define AT(member) .offset = offsetof(struct values, member)

enum { MILLISECOND = 1, MOST_SECONDS = 1000000000 };

struct values {
    uint64_t count;
    double duration;
    struct udpi_gen_listen_values listen;
    struct udpi_fault_options faults;
    bool is_only_there, is_only_back, has_json, has_help;
};

static const struct udpi_option options[] = {
    {.letter = 'c', .name = "count", .argument = "N", .kind = UDPI_OPTION_NUMBER, .least = 1, AT(count),
     .group = "Options", .help = "end after N datagrams from clients, and half a second for the last answers"},
    {.name = "duration", .argument = "SECONDS", .kind = UDPI_OPTION_SECONDS, .least = MILLISECOND, .most = MOST_SECONDS,
     AT(duration), .help = "end after so long"},
    {.name = "json", .kind = UDPI_OPTION_FLAG, AT(has_json), .help = "print what it did as a JSON object, too"},
    {.letter = 'h', .name = "help", .kind = UDPI_OPTION_FLAG, AT(has_help), .help = "print this page"},

    UDPI_GEN_LISTEN_OPTIONS,

    UDPI_GEN_FAULT_OPTIONS,
    {.name = "there", .kind = UDPI_OPTION_FLAG, AT(is_only_there), .help = "faults only on the way to DEST"},
    {.name = "back", .kind = UDPI_OPTION_FLAG, AT(is_only_back), .help = "faults only on the way back"},
};

const struct udpi_command udpi_gen_relay = {
    .name = "relay",
    .operands = "[ADDR:]PORT DEST:PORT",
    .brief = "pass datagrams both ways, losing some on purpose",
    .summary = "Passes what comes in at PORT on to DEST, and the answers back to whoever they are for, with faults. At "
               "its end, and on SIGUSR1, it prints what it did each way: what a receiver must find.",
    .examples = "  udpgen relay 9000 127.0.0.1:7788 --drop 5 --duplicate 2 --reorder 3 --seed 1\n"
                "  udpgen relay 5300 192.0.2.53:53 --delay 0.2 --jitter 0.05\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
};

/* --- what it says ------------------------------------------------------------------------------------------------- */

static const char *const way_names[UDPI_RELAY_WAYS] = {[UDPI_RELAY_THERE] = "there", [UDPI_RELAY_BACK] = "back"};

static void print_counts(const struct udpi_relay_counts *counts) {
    char text[UDPI_FAULT_COUNTS_SIZE];
    uint64_t overrun = 0;
    for (unsigned i = 0; i < UDPI_RELAY_WAYS; i++) {
        const struct udpi_relay_way_counts *way = &counts->ways[i];
        fprintf(stderr, "%s: %s\n", way_names[i], udpi_fault_counts_write(&way->faults, text));
        if (way->unsent > 0)
            fprintf(stderr, "%s: %" PRIu64 " of them could not be sent\n", way_names[i], way->unsent);
        overrun += way->overrun;
    }
    fprintf(stderr, "%" PRIu64 " client%s, %" PRIu64 " refused\n", counts->clients, counts->clients == 1 ? "" : "s",
            counts->refused);
    if (counts->evicted > 0)
        fprintf(stderr, "%" PRIu64 " clients had to go, because there were too many\n", counts->evicted);
    udpi_gen_print_overrun(overrun);
}

static enum udpi_status write_counts(const struct values *values, const struct udpi_relay_counts *counts,
                                     struct udpi_error *error) {
    struct udpi_sink sink;
    if (udpi_output_open(&sink, error) != UDPI_OK)
        return error->status;
    cJSON *object = udpi_json_create();
    cJSON_AddStringToObject(object, "type", "totals");
    if (!udpi_fault_options_are_none(&values->faults))
        cJSON_AddNumberToObject(object, "seed", (double)values->faults.seed);
    for (unsigned i = 0; i < UDPI_RELAY_WAYS; i++) {
        const struct udpi_relay_way_counts *way = &counts->ways[i];
        cJSON *member = cJSON_AddObjectToObject(object, way_names[i]);
        udpi_gen_add_faults(member, &way->faults);
        cJSON_AddNumberToObject(member, "dropped_by_host", (double)way->overrun);
        cJSON_AddNumberToObject(member, "unsent", (double)way->unsent);
    }
    cJSON_AddNumberToObject(object, "clients", (double)counts->clients);
    cJSON_AddNumberToObject(object, "evicted", (double)counts->evicted);
    cJSON_AddNumberToObject(object, "refused", (double)counts->refused);
    if (!udpi_json_write(object, false, &sink))
        udpi_error_set(error, UDPI_FAILED, "no memory for the report");
    return udpi_output_finish(&sink, error);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static enum udpi_status run(const struct values *values, const struct udpi_operands *operands,
                            struct udpi_error *error) {
    struct udpi_relay_options relay = {
        .listen = udpi_gen_listen(&values->listen, operands->words[0]),
        .destination = operands->words[1],
        .count = values->count,
        .duration = values->duration,
        .say = udpi_gen_say,
        .is_asked = udpi_signals_take_request,
        .report = print_counts,
        .stop = udpi_signals_stop(),
    };
    if (!values->is_only_back)
        relay.faults[UDPI_RELAY_THERE] = values->faults;
    if (!values->is_only_there)
        relay.faults[UDPI_RELAY_BACK] = values->faults;
    struct udpi_relay_counts counts;
    udpi_signals_catch(NULL, NULL);
    udpi_relay_run(&relay, &counts, error);
    if (error->status != UDPI_OK && counts.clients == 0)
        return error->status;
    udpi_signals_end_line();
    print_counts(&counts);
    return values->has_json ? write_counts(values, &counts, error) : error->status;
}

static enum udpi_status check(const struct values *values, const struct udpi_operands *operands,
                              struct udpi_error *error) {
    if (operands->count < 2)
        return udpi_error_set(error, UDPI_USAGE,
                              "relay: give where to listen and where to pass it on: [ADDR:]PORT DEST:PORT");
    if (operands->count > 2)
        return udpi_error_set(error, UDPI_USAGE, "relay: %s: there is one destination already", operands->words[2]);
    if (values->is_only_there && values->is_only_back)
        return udpi_error_set(error, UDPI_USAGE,
                              "relay: of --there and --back give one; without them faults strike both ways");
    return UDPI_OK;
}

enum udpi_status udpi_gen_relay_run(int count, char **words, struct udpi_error *error) {
    struct values values = {.faults.seed = UDPI_GEN_NO_SEED};
    struct udpi_operands operands;
    if (udpi_options_parse(&udpi_gen_relay, count, words, &values, &operands, error) != UDPI_OK)
        return error->status;
    if (values.has_help)
        return udpi_gen_print_help(&udpi_gen_relay, error);
    if (check(&values, &operands, error) != UDPI_OK)
        return error->status;
    udpi_gen_choose_seed(&values.faults);
    return run(&values, &operands, error);
}
