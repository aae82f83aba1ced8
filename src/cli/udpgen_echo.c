/* udpgen echo: the other end of a first conversation. */
#include "cli/udpgen_commands.h"

#include <stdio.h>

#include "cli/output.h"
#include "cli/signals.h"
#include "socket/echo.h"

#define AT(member) .offset = offsetof(struct values, member)

struct values {
    uint64_t count;
    bool has_help;
};

static const struct udpi_option options[] = {
    {.letter = 'c', .name = "count", .argument = "N", .kind = UDPI_OPTION_NUMBER, .least = 1, AT(count),
     .group = "Options", .help = "end after N datagrams"},
    {.letter = 'h', .name = "help", .kind = UDPI_OPTION_FLAG, AT(has_help), .help = "print this page"},
};

const struct udpi_command udpi_gen_echo = {
    .name = "echo",
    .operands = "[[ADDR:]PORT]",
    .brief = "answer each datagram with itself",
    .summary =
        "Sends each datagram back to where it came from, and prints its number, sender and content; the totals on "
        "Ctrl-C. The port is " UDPI_ECHO_DEFAULT " where none is given; without an address, every address of this "
        "host is listened on.",
    .examples = "  udpgen echo 127.0.0.1:7788\n"
                "  udpgen echo 9000 -c 1\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
};

static enum udpi_status serve(const struct values *values, const char *listen, struct udpi_error *error) {
    struct udpi_sink sink;
    if (udpi_output_open(&sink, error) != UDPI_OK)
        return error->status;
    const struct udpi_echo_options echo = {
        .listen = listen,
        .count = values->count,
        .output = &sink,
        .stop = udpi_signals_stop(),
    };
    struct udpi_echo_counts counts = {0};
    char totals[UDPI_ECHO_TOTALS_SIZE];
    udpi_signals_catch(NULL, NULL);
    enum udpi_status status = udpi_echo_run(&echo, &counts, error);
    udpi_sink_flush(&sink);
    udpi_signals_end_line();
    if (status == UDPI_OK || counts.received > 0)
        fprintf(stderr, "%s\n", udpi_echo_totals(&counts, totals));
    return udpi_output_finish(&sink, error);
}

enum udpi_status udpi_gen_echo_run(int count, char **words, struct udpi_error *error) {
    struct values values = {0};
    struct udpi_operands operands;
    if (udpi_options_parse(&udpi_gen_echo, count, words, &values, &operands, error) != UDPI_OK)
        return error->status;
    if (values.has_help)
        return udpi_gen_print_help(&udpi_gen_echo, error);
    if (operands.count > 1)
        return udpi_error_set(error, UDPI_USAGE, "echo: %s: it listens in one place; give one [ADDR:]PORT",
                              operands.words[1]);
    return serve(&values, operands.count > 0 ? operands.words[0] : NULL, error);
}
