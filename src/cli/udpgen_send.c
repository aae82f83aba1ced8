/* udpgen send: datagrams through a socket. */
#include "cli/udpgen_commands.h"

#include <stdio.h>
#include <sys/random.h>

#include "cli/output.h"
#include "cli/signals.h"
#include "socket/send.h"

#define AT(member) .offset = offsetof(struct values, member)
#define NO_SEED UINT64_MAX

enum { MILLISECOND = 1, MOST_SECONDS = 1000000000, MOST_TTL = 255 };

struct values {
    const char *text, *hex, *file, *size, *bind, *interface;
    uint64_t count, ttl, seed;
    double interval, wait, max_loss; /* below 0 where they are not given */
    bool is_broadcast, is_unlooped, is_unfragmented, is_connected, has_help;
};

static const struct udpi_option options[] = {
    {.name = "text", .argument = "TEXT", .kind = UDPI_OPTION_STRING, AT(text),
     .group = "What is sent (default: each line of standard input)", .help = "the text as it stands"},
    {.name = "hex", .argument = "DIGITS", .kind = UDPI_OPTION_STRING, AT(hex),
     .help = "bytes in hexadecimal; blanks and colons between them do not count"},
    {.name = "file", .argument = "FILE", .kind = UDPI_OPTION_STRING, AT(file),
     .help = "the whole file as one datagram; - is standard input"},
    {.name = "size", .argument = "N[..M]", .kind = UDPI_OPTION_STRING, AT(size),
     .help = "N bytes of a ruler: each shows where it stands; N..M draws a size for each datagram"},
    {.name = "seed", .argument = "N", .kind = UDPI_OPTION_NUMBER, .most = NO_SEED - 1, AT(seed),
     .help = "draw the same sizes in every run"},

    {.letter = 'c', .name = "count", .argument = "N", .kind = UDPI_OPTION_NUMBER, .least = 1, AT(count),
     .group = "How often", .help = "datagrams (default 1, or every line)"},
    {.name = "interval", .argument = "SECONDS", .kind = UDPI_OPTION_SECONDS, .most = MOST_SECONDS, AT(interval),
     .help = "from one to the next (default 1, for lines 0); 0 is as fast as possible"},

    {.name = "bind", .argument = "ADDR:PORT", .kind = UDPI_OPTION_STRING, AT(bind), .group = "How",
     .help = "send from there; otherwise from any free port, which is printed"},
    {.name = "interface", .argument = "IFACE", .kind = UDPI_OPTION_STRING, AT(interface),
     .help = "send through that interface, whatever the routes say; needed for multicast where there are several"},
    {.name = "connect", .kind = UDPI_OPTION_FLAG, AT(is_connected),
     .help = "connect the socket first: then only what the destination itself sends is received"},
    {.name = "wait", .argument = "SECONDS", .kind = UDPI_OPTION_SECONDS, .least = MILLISECOND, .most = MOST_SECONDS,
     AT(wait), .help = "wait for a reply to each datagram, and print it with its sender and round-trip time"},
    {.name = "max-loss", .argument = "PERCENT", .kind = UDPI_OPTION_PERCENT, AT(max_loss),
     .help = "with --wait: exit code 1 where more had no reply (default: where none had one)"},
    {.name = "broadcast", .kind = UDPI_OPTION_FLAG, AT(is_broadcast), .help = "allow a broadcast address"},
    {.name = "ttl", .argument = "N", .kind = UDPI_OPTION_NUMBER, .least = 1, .most = MOST_TTL, AT(ttl),
     .help = "routers that a datagram may pass"},
    {.name = "no-loop", .kind = UDPI_OPTION_FLAG, AT(is_unlooped),
     .help = "to a multicast group: not to receivers on this host"},
    {.name = "dont-fragment", .kind = UDPI_OPTION_FLAG, AT(is_unfragmented),
     .help = "in one piece or not at all; says what the way there takes"},
    {.letter = 'h', .name = "help", .kind = UDPI_OPTION_FLAG, AT(has_help), .group = "Help", .help = "print this page"},
};

const struct udpi_command udpi_gen_send = {
    .name = "send",
    .operands = "DEST:PORT",
    .brief = "send datagrams, print what comes back",
    .summary = "Sends datagrams, and says what comes back. A refusal is counted apart and makes the exit code 1.",
    .examples = "  udpgen send 127.0.0.1:7788 --text hello --wait 1\n"
                "  udpgen send [::1]:7788 --size 1400 -c 10 --interval 0.1\n"
                "  printf 'one\\ntwo\\n' | udpgen send localhost:7788\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
};

/* Exactly one destination; one content at most. */
static enum udpi_status check(const struct values *values, const struct udpi_operands *operands,
                              struct udpi_error *error) {
    if (operands->count == 0)
        return udpi_error_set(error, UDPI_USAGE, "send: the destination is missing; give HOST:PORT");
    if (operands->count > 1)
        return udpi_error_set(error, UDPI_USAGE, "send: %s: there is one destination already; --text sends words",
                              operands->words[1]);
    int contents = (values->text != NULL) + (values->hex != NULL) + (values->file != NULL) + (values->size != NULL);
    if (contents > 1)
        return udpi_error_set(error, UDPI_USAGE, "send: of --text, --hex, --file and --size only one can be sent");
    if (values->max_loss >= 0 && values->wait < 0)
        return udpi_error_set(error, UDPI_USAGE, "send: --max-loss is of replies; add --wait");
    return UDPI_OK;
}

static enum udpi_status choose_content(struct values *values, struct udpi_supply_options *content,
                                       struct udpi_error *error) {
    *content = (struct udpi_supply_options){.kind = UDPI_SUPPLY_LINES};
    if (values->text)
        *content = (struct udpi_supply_options){.kind = UDPI_SUPPLY_TEXT, .text = values->text};
    else if (values->hex)
        *content = (struct udpi_supply_options){.kind = UDPI_SUPPLY_HEX, .text = values->hex};
    else if (values->file)
        *content = (struct udpi_supply_options){.kind = UDPI_SUPPLY_FILE, .text = values->file};
    if (!values->size)
        return UDPI_OK;
    if (values->seed == NO_SEED)
        (void)!getrandom(&values->seed, sizeof values->seed, 0);
    *content = (struct udpi_supply_options){.kind = UDPI_SUPPLY_SIZE, .seed = values->seed};
    return udpi_supply_parse_size(values->size, content, error);
}

static void print_totals(const struct udpi_totals *totals) {
    char text[UDPI_TOTALS_SIZE];
    udpi_signals_end_line();
    if (totals->sent > 0)
        fprintf(stderr, "%s\n", udpi_totals_write(totals, text));
}

static enum udpi_status send_datagrams(struct values *values, const char *destination, struct udpi_error *error) {
    struct udpi_supply_options content;
    struct udpi_sink sink;
    if (choose_content(values, &content, error) != UDPI_OK || udpi_output_open(&sink, error) != UDPI_OK)
        return error->status;
    const struct udpi_send_options send = {
        .destination = destination,
        .content = content,
        .count = values->count,
        .interval = values->interval,
        .wait = values->wait,
        .max_loss = values->max_loss,
        .socket =
            {
                .bind = values->bind,
                .interface = values->interface,
                .ttl = (int)values->ttl,
                .is_broadcast = values->is_broadcast,
                .is_unlooped = values->is_unlooped,
                .is_unfragmented = values->is_unfragmented,
                .is_connected = values->is_connected,
            },
        .output = &sink,
        .stop = udpi_signals_stop(),
    };
    struct udpi_totals totals = {0};
    udpi_signals_catch(NULL, NULL);
    udpi_send_run(&send, &totals, error);
    udpi_sink_flush(&sink);
    print_totals(&totals);
    return udpi_output_finish(&sink, error);
}

enum udpi_status udpi_gen_send_run(int count, char **words, struct udpi_error *error) {
    struct values values = {.seed = NO_SEED, .interval = -1, .wait = -1, .max_loss = -1};
    struct udpi_operands operands;
    if (udpi_options_parse(&udpi_gen_send, count, words, &values, &operands, error) != UDPI_OK)
        return error->status;
    if (values.has_help)
        return udpi_gen_print_help(&udpi_gen_send, error);
    if (check(&values, &operands, error) != UDPI_OK)
        return error->status;
    return send_datagrams(&values, operands.words[0], error);
}
