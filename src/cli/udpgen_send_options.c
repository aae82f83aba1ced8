#include "cli/udpgen_send_options.h"

#include <sys/random.h>

#include "cli/udpgen_commands.h"
#include "model/probe.h"
#include "socket/endpoint.h"
#include "socket/flood.h"

#define AT(member) .offset = offsetof(struct udpi_gen_send_values, member)
#define NO_SEED UINT64_MAX

enum { MILLISECOND = 1, MOST_SECONDS = 1000000000, MOST_TTL = 255 };

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
     .group = "How often", .help = "datagrams (default 1, or every line; with --rate, --duration or --threads no end)"},
    {.name = "interval", .argument = "SECONDS", .kind = UDPI_OPTION_SECONDS, .most = MOST_SECONDS, AT(interval),
     .help = "from one to the next (default 1, for lines and a flood 0); 0 is as fast as possible"},

    {.name = "bind", .argument = "ADDR:PORT", .kind = UDPI_OPTION_STRING, AT(bind), .group = "How",
     .help = "send from there; otherwise from any free port, which is printed"},
    {.name = "interface", .argument = "IFACE", .kind = UDPI_OPTION_STRING, AT(interface),
     .help = "send through that interface, whatever the routes say; needed for multicast where there are several"},
    {.name = "connect", .kind = UDPI_OPTION_FLAG, AT(is_connected),
     .help = "connect the socket first: then only what the destination itself sends is received"},
    {.name = "wait", .argument = "SECONDS", .kind = UDPI_OPTION_SECONDS, .least = MILLISECOND, .most = MOST_SECONDS,
     AT(wait), .help = "wait for a reply to each datagram, and print it with its sender and round-trip time; where none comes, say what is "
                       "known of why"},
    {.name = "max-loss", .argument = "PERCENT", .kind = UDPI_OPTION_PERCENT, AT(max_loss),
     .help = "with --wait: exit code 1 where more had no reply (default: where none had one; for probes 0)"},
    {.name = "broadcast", .kind = UDPI_OPTION_FLAG, AT(is_broadcast), .help = "allow a broadcast address"},
    {.name = "ttl", .argument = "N", .kind = UDPI_OPTION_NUMBER, .least = 1, .most = MOST_TTL, AT(ttl),
     .help = "routers that a datagram may pass"},
    {.name = "no-loop", .kind = UDPI_OPTION_FLAG, AT(is_unlooped),
     .help = "to a multicast group: not to receivers on this host"},
    {.name = "dont-fragment", .kind = UDPI_OPTION_FLAG, AT(is_unfragmented),
     .help = "in one piece or not at all; says what the way there takes"},

    {.name = "rate", .argument = "RATE", .kind = UDPI_OPTION_RATE, AT(rate),
     .group = "A flood, without a line for each datagram (any of these makes one)",
     .help = "datagrams a second (1000, 2.5k, 1M), or bits of payload (800kbit, 10Mbit, 1Gbit)"},
    {.name = "duration", .argument = "SECONDS", .kind = UDPI_OPTION_SECONDS, .least = MILLISECOND,
     .most = MOST_SECONDS, AT(duration), .help = "end after that time"},
    {.name = "threads", .argument = "N", .kind = UDPI_OPTION_NUMBER, .least = 1, .most = UDPI_FLOOD_THREADS, AT(threads),
     .help = "send through N sockets at once, each with its share of count and rate"},
    {.name = "probe", .kind = UDPI_OPTION_FLAG, AT(is_probing),
     .help = "number the datagrams, so that udpgen sink and echo, and udpinspect, know what became of them: a header of "
             "48 bytes, which --size includes and other content follows; with --wait a report of the way to an echo "
             "server and back, where delay means the round trip"},
    {.letter = 'q', .name = "quiet", .kind = UDPI_OPTION_FLAG, AT(is_quiet), .help = "print the totals only"},
    {.name = "json", .kind = UDPI_OPTION_FLAG, AT(is_json), .help = "print report and totals as JSON, an object a line"},
    {.name = "no-gso", .kind = UDPI_OPTION_FLAG, AT(is_unsegmented),
     .help = "hand each datagram to the kernel by itself; otherwise many of one size as one, which it cuts"},

    {.letter = 'h', .name = "help", .kind = UDPI_OPTION_FLAG, AT(has_help), .group = "Help", .help = "print this page"},
};

const struct udpi_command udpi_gen_send = {
    .name = "send",
    .operands = "DEST:PORT",
    .brief = "send datagrams, print what comes back",
    .summary = "Sends datagrams, and says what comes back. A refusal is counted apart and makes the exit code 1.",
    .examples = "  udpgen send 127.0.0.1:7788 --text hello --wait 1\n"
                "  udpgen send [::1]:7788 --size 1400 -c 10 --interval 0.1\n"
                "  printf 'one\\ntwo\\n' | udpgen send localhost:7788\n"
                "  udpgen send 192.0.2.1:7788 --rate 10Mbit --size 64..1400 --duration 5\n"
                "  udpgen send 192.0.2.1:7788 --probe --rate 1000 -c 10000 --wait 1\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
};

/* --- what can be meant -------------------------------------------------------------------------------------------- */

static enum udpi_status check_operands(const struct udpi_operands *operands, struct udpi_error *error) {
    if (operands->count == 0)
        return udpi_error_set(error, UDPI_USAGE, "send: the destination is missing; give HOST:PORT");
    if (operands->count > 1)
        return udpi_error_set(error, UDPI_USAGE, "send: %s: there is one destination already; --text sends words",
                              operands->words[1]);
    return UDPI_OK;
}

static int count_contents(const struct udpi_gen_send_values *values) {
    return (values->text != NULL) + (values->hex != NULL) + (values->file != NULL) + (values->size != NULL);
}

/* Several threads cannot have the same port. */
static bool shares_port(const struct udpi_gen_send_values *values) {
    struct udpi_host_port place;
    struct udpi_error ignored;
    return values->bind && values->threads > 1 &&
           udpi_host_port_parse(values->bind, &place, &ignored) == UDPI_OK && place.port != 0;
}

static enum udpi_status check(const struct udpi_gen_send_values *values, struct udpi_error *error) {
    bool has_content = count_contents(values) > 0 || values->is_probing;
    const struct {
        bool is_wrong;
        const char *text;
    } rules[] = {
        {count_contents(values) > 1, "of --text, --hex, --file and --size only one can be sent"},
        {values->is_flood && !has_content,
         "a flood is of one content: add --text, --hex, --file, --size or --probe; lines are sent without --rate, "
         "--duration, --threads, --quiet and --json"},
        {values->is_flood && values->wait >= 0 && !values->is_probing,
         "in a flood only probes know which replies are theirs: add --probe to --wait, or leave out --rate, --duration, "
         "--threads, --quiet and --json"},
        {values->rate.per_second > 0 && values->interval >= 0, "--rate and --interval say the same; leave out one"},
        {values->max_loss >= 0 && values->wait < 0, "--max-loss is of replies; add --wait"},
        {shares_port(values), "each of --threads needs a port of its own; --bind ADDR:0 takes free ones"},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].is_wrong)
            return udpi_error_set(error, UDPI_USAGE, "send: %s", rules[i].text);
    return UDPI_OK;
}

/* --- what it comes to --------------------------------------------------------------------------------------------- */

static bool is_flood(const struct udpi_gen_send_values *values) {
    return values->rate.per_second > 0 || values->duration > 0 || values->threads > 0 || values->is_probing ||
           values->is_quiet || values->is_json || values->is_unsegmented;
}

static enum udpi_status choose_size(struct udpi_gen_send_values *values, struct udpi_error *error) {
    struct udpi_supply_options *content = &values->content;
    content->kind = UDPI_SUPPLY_SIZE;
    if (udpi_supply_parse_size(values->size, content, error) != UDPI_OK)
        return error->status;
    if (values->is_probing && content->least_size < UDPI_PROBE_SIZE)
        return udpi_error_set(error, UDPI_USAGE, "--size %s: the header of a probe takes %d bytes; give %d or more",
                              values->size, UDPI_PROBE_SIZE, UDPI_PROBE_SIZE);
    return UDPI_OK;
}

static void set_content(struct udpi_supply_options *content, enum udpi_supply_kind kind, const char *text) {
    content->kind = kind;
    content->text = text;
}

static enum udpi_status choose_content(struct udpi_gen_send_values *values, struct udpi_error *error) {
    struct udpi_supply_options *content = &values->content;
    content->seed = values->seed;
    if (values->size)
        return choose_size(values, error);
    content->header = values->is_probing ? UDPI_PROBE_SIZE : 0;
    if (values->hex)
        set_content(content, UDPI_SUPPLY_HEX, values->hex);
    else if (values->file)
        set_content(content, UDPI_SUPPLY_FILE, values->file);
    else if (values->text || values->is_probing)
        set_content(content, UDPI_SUPPLY_TEXT, values->text ? values->text : "");
    return UDPI_OK;
}

enum udpi_status udpi_gen_send_parse(int count, char **words, struct udpi_gen_send_values *values,
                                     struct udpi_error *error) {
    struct udpi_operands operands;
    *values = (struct udpi_gen_send_values){
        .interval = -1, .wait = -1, .duration = -1, .max_loss = -1, .seed = NO_SEED, .content.kind = UDPI_SUPPLY_LINES};
    if (udpi_options_parse(&udpi_gen_send, count, words, values, &operands, error) != UDPI_OK || values->has_help)
        return error->status;
    values->is_flood = is_flood(values);
    if (check_operands(&operands, error) != UDPI_OK || check(values, error) != UDPI_OK)
        return error->status;
    values->destination = operands.words[0];
    if (values->seed == NO_SEED)
        (void)!getrandom(&values->seed, sizeof values->seed, 0);
    return choose_content(values, error);
}

struct udpi_socket_options udpi_gen_send_socket(const struct udpi_gen_send_values *values) {
    return (struct udpi_socket_options){
        .bind = values->bind,
        .interface = values->interface,
        .ttl = (int)values->ttl,
        .is_broadcast = values->is_broadcast,
        .is_unlooped = values->is_unlooped,
        .is_unfragmented = values->is_unfragmented,
        .is_connected = values->is_connected,
    };
}
