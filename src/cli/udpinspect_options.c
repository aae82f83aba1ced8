#include "cli/udpinspect_options.h"

#include <stdlib.h>
#include <string.h>

#include "capture/capture.h"
#include "cli/completions.h"
#include "cli/terminal.h"
#include "cli/udpinspect_record.h"
#include "cli/udpinspect_sockets.h"
#include "render/columns.h"

enum { MOST_BUFFER = 2097151 }; /* libpcap: INT_MAX bytes */
enum { MILLISECOND = 1, MOST_DURATION = 1000000000 };
enum { MOST_MEGABYTES = 1000000000, MOST_FILES = 1000000 };

static const char *const json_words[] = {"lines", "pretty", NULL};
static const char *const time_words[] = {"local", "utc", "epoch", "relative", "delta", NULL}; /* enum udpi_time_form */
static const char *const color_words[] = {"auto", "always", "never", NULL};

_Static_assert(UDPI_CAPTURE_BUFFER_KIB == 8192, "the help of -B says it");

#define AT(member) .offset = offsetof(struct udpi_inspect_options, member)

static const struct udpi_option options[] = {
    {.letter = 'i', .name = "interface", .argument = "IFACE", .kind = UDPI_OPTION_LIST, AT(interfaces),
     .group = "Where packets come from", .help = "capture there: a name or number of -D, or any; may be given again"},
    {.name = "wait-for-interface", .kind = UDPI_OPTION_FLAG, AT(waits),
     .help = "wait for an IFACE that is not there, or goes away"},
    {.letter = 'r', .name = "read", .argument = "FILE", .kind = UDPI_OPTION_STRING, AT(file),
     .help = "read a pcap or pcapng file, also gzipped; - is stdin"},
    {.name = "follow", .kind = UDPI_OPTION_FLAG, AT(follows), .help = "wait at the end of FILE for what is added to it"},
    {.letter = 'D', .name = "list-interfaces", .kind = UDPI_OPTION_FLAG, AT(lists_interfaces),
     .help = "list the interfaces with what their addresses say"},
    {.letter = 's', .name = "snapshot", .argument = "LEN", .kind = UDPI_OPTION_NUMBER, .most = UDPI_LONGEST_FRAME,
     AT(snapshot), .help = "keep LEN bytes of each packet (default 0: all)"},
    {.letter = 'B', .name = "buffer", .argument = "KIB", .kind = UDPI_OPTION_NUMBER, .least = 1, .most = MOST_BUFFER,
     AT(buffer_kib), .help = "size of the kernel's buffer in KiB (default 8192)"},
    {.letter = 'p', .name = "no-promiscuous", .kind = UDPI_OPTION_FLAG, AT(is_not_promiscuous),
     .help = "capture only what is meant for this host"},

    {.letter = 'F', .name = "filter-file", .argument = "FILE", .kind = UDPI_OPTION_STRING, AT(filter_file),
     .group = "Which packets are shown", .help = "read the filter from FILE; # begins a remark"},
    {.name = "all", .kind = UDPI_OPTION_FLAG, AT(shows_all), .help = "show every packet, not only those with UDP"},
    {.name = "outer", .kind = UDPI_OPTION_FLAG, AT(is_outer),
     .help = "let the filter see the outermost headers only, as in tcpdump"},
    {.name = "show-filter", .kind = UDPI_OPTION_FLAG, AT(shows_filter),
     .help = "print how the filter is read and what the kernel runs"},
    {.letter = 'c', .name = "count", .argument = "N", .kind = UDPI_OPTION_NUMBER, .least = 1, AT(count),
     .help = "end when N packets have been shown"},
    {.name = "duration", .argument = "SECONDS", .kind = UDPI_OPTION_SECONDS, .least = MILLISECOND,
     .most = MOST_DURATION, AT(duration), .help = "end after this time"},

    {.name = "decode-as", .argument = "RULE", .kind = UDPI_OPTION_LIST, AT(decode_as),
     .group = "What is decoded", .help = "udp.port=5004:rtp: that port is that protocol; none is payload"},
    {.name = "sensitive", .kind = UDPI_OPTION_FLAG, AT(has_secrets),
     .help = "also passwords, communities and other secrets"},

    {.letter = 'v', .name = "boxes", .kind = UDPI_OPTION_COUNT, AT(boxes),
     .group = "How they are shown (default: one line)",
     .help = "nested boxes; -vv with every field and its place"},
    {.letter = 'x', .name = "hex", .kind = UDPI_OPTION_FLAG, AT(has_hex),
     .help = "bytes, each in the colour of its layer; also with -v"},
    {.name = "json", .argument = "pretty", .is_optional = true, .words = json_words, .kind = UDPI_OPTION_CHOICE,
     AT(json), .help = "one JSON object a line, or indented"},
    {.name = "explain", .kind = UDPI_OPTION_FLAG, AT(explains),
     .help = "say in plain words what the values mean: in boxes, or in --json"},
    {.name = "fields", .argument = "NAMES", .kind = UDPI_OPTION_STRING, AT(fields),
     .help = "values with tabs between them: time,src,udp.length"},
    {.name = "spec", .kind = UDPI_OPTION_FLAG, AT(has_spec),
     .help = "exact lines: udpgen craft makes the same bytes"},
    {.letter = 'q', .name = "quiet", .kind = UDPI_OPTION_FLAG, AT(is_quiet), .help = "nothing, only count"},
    {.name = "time", .argument = "FORM", .words = time_words, .kind = UDPI_OPTION_CHOICE, AT(time),
     .help = "time stamps"},
    {.name = "color", .argument = "WHEN", .words = color_words, .kind = UDPI_OPTION_CHOICE, AT(color),
     .help = "colours (auto minds NO_COLOR)"},
    {.name = "stats", .kind = UDPI_OPTION_FLAG, AT(has_statistics),
     .help = "statistics at the end of a file too; SIGUSR1: now"},
    {.name = "probes", .kind = UDPI_OPTION_FLAG, AT(has_probes),
     .help = "at the end, what became of the probes of udpgen; SIGUSR1: now"},

    {.letter = 'w', .name = "write", .argument = "FILE", .kind = UDPI_OPTION_STRING, AT(written),
     .group = "Where packets are written (and then shown only in a form that is given)",
     .help = "write what would be shown: pcapng to *.pcapng, else pcap; - is stdout"},
    {.letter = 'C', .name = "file-size", .argument = "MB", .kind = UDPI_OPTION_NUMBER, .least = 1,
     .most = MOST_MEGABYTES, AT(file_megabytes),
     .help = "before a file has more than MB million bytes, go on in FILE1, FILE2 and so on"},
    {.letter = 'G', .name = "file-time", .argument = "SECONDS", .kind = UDPI_OPTION_NUMBER, .least = 1,
     .most = MOST_DURATION, AT(file_seconds),
     .help = "go on in a new file every so often; %H and such in FILE are when it begins: strftime(3)"},
    {.letter = 'W', .name = "file-count", .argument = "N", .kind = UDPI_OPTION_NUMBER, .least = 1, .most = MOST_FILES,
     AT(file_count), .help = "with -C: go round in N files; with -G: end after N"},
    {.letter = 'U', .name = "unbuffered", .kind = UDPI_OPTION_FLAG, AT(is_unbuffered),
     .help = "write each packet at once, not when none is waiting"},
    {.name = "force", .kind = UDPI_OPTION_FLAG, AT(overwrites), .help = "replace files that exist"},

    {.letter = 'Z', .name = "relinquish", .argument = "USER", .kind = UDPI_OPTION_STRING, AT(user),
     .group = "What the program may still do when all is open",
     .help = "root becomes USER (default: who ran sudo, or nobody)"},
    {.name = "no-sandbox", .kind = UDPI_OPTION_FLAG, AT(has_no_sandbox),
     .help = "allow system calls that are not needed any more"},

    {.name = "sockets", .kind = UDPI_OPTION_FLAG, AT(lists_sockets),
     .group = "What this host says of itself (and no packets are shown)",
     .help = "list its UDP sockets, with what waits in them and who has them open, and the groups that it has joined; "
             "FILTER chooses among them"},

    {.name = "list-protocols", .kind = UDPI_OPTION_FLAG, AT(lists_protocols), .group = "Reference",
     .help = "list the protocols that are decoded"},
    {.name = "describe", .argument = "NAME", .kind = UDPI_OPTION_STRING, AT(described),
     .help = "say what a protocol, ipv4.ttl or a note means"},
    {.name = "address", .argument = "A[/MASK]", .kind = UDPI_OPTION_STRING, AT(address),
     .help = "say what an address is, its subnet, and how it reaches B, which may follow; - reads such lines"},
    {.name = "schema", .kind = UDPI_OPTION_FLAG, AT(has_schema), .help = "print the JSON Schema of --json"},
    {.name = "completions", .argument = "SHELL", .words = udpi_shells, .kind = UDPI_OPTION_CHOICE, AT(shell),
     .help = "print a completion script"},
    {.letter = 'h', .name = "help", .kind = UDPI_OPTION_FLAG, AT(has_help), .help = "print this page"},
    {.name = "version", .kind = UDPI_OPTION_FLAG, AT(has_version), .help = "print the version"},
    {.letter = 'n', .kind = UDPI_OPTION_FLAG, AT(is_habit), .group = "For fingers that know tcpdump",
     .help = "accepted and needless: names are never looked up"},
    {.letter = 'l', .kind = UDPI_OPTION_FLAG, AT(is_habit),
     .help = "accepted and needless: output never waits in a pipe"},
};

static const struct udpi_command command = {
    .operands = "[FILTER]",
    .summary =
        "Shows UDP datagrams in their envelopes. FILTER is a pcap-filter(7) expression and comes last; without -i or "
        "-r, packets are captured where the default route leads.",
    .examples = "  udpinspect port 7788                 live: all to or from port 7788\n"
                "  udpinspect -v -c 1 -r a.pcap         the first datagram of a file, as boxes\n"
                "  udpinspect --json -i any | jq .dst   JSON for other programs\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .has_filter = true,
};

static const struct udpi_command *const commands[] = {&command};

const struct udpi_program udpi_inspect_program = {.name = "udpinspect", .commands = commands, .command_count = 1};

/* Options of which only one can be meant. -v and -x go together. */
static enum udpi_status check_exclusions(const struct udpi_inspect_options *o, struct udpi_error *error) {
    if (o->lists_sockets)
        return udpi_inspect_check_sockets(o, error);
    if (o->interfaces.count > 0 && o->file)
        return udpi_error_set(error, UDPI_USAGE, "-i and -r: packets come from one of them; leave out the other");
    if (o->waits && o->interfaces.count == 0)
        return udpi_error_set(error, UDPI_USAGE, "--wait-for-interface: which one? add -i IFACE");
    if (o->follows && !o->file)
        return udpi_error_set(error, UDPI_USAGE, "--follow: there is no file to follow; add -r FILE");
    const struct {
        bool is_given;
        const char *name;
    } forms[] = {
        {udpi_inspect_has_boxes(o) || o->has_hex, o->boxes > 0 ? "-v" : o->has_hex ? "-x" : "--explain"},
        {o->json != UDPI_JSON_UNSAID, "--json"},
        {o->fields != NULL, "--fields"},
        {o->has_spec, "--spec"},
        {o->is_quiet, "-q"},
    };
    const char *first = NULL;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (forms[i].is_given && first)
            return udpi_error_set(error, UDPI_USAGE, "%s and %s: packets are shown in one form; leave out the other",
                                  first, forms[i].name);
        if (forms[i].is_given)
            first = forms[i].name;
    }
    return udpi_inspect_check_record(o, first, error);
}

static enum udpi_status check_fields(const char *names, struct udpi_error *error) {
    size_t count;
    free(udpi_columns_parse(names, &count, error));
    return error->status;
}

/* The word behind --address A is B, no filter. */
static enum udpi_status take_peer(struct udpi_inspect_options *values, struct udpi_operands *words,
                                  struct udpi_error *error) {
    int most = strcmp(values->address, "-") == 0 ? 0 : 1;
    if (words->count > most)
        return udpi_error_set(error, UDPI_USAGE, "--address %s %s: %s", values->address, words->words[most],
                              most ? "one peer is told of at a time; leave out the other"
                                   : "the lines of standard input have the peers; leave it out");
    values->peer = words->count > 0 ? words->words[0] : NULL;
    return UDPI_OK;
}

bool udpi_inspect_has_color(const struct udpi_inspect_options *values) {
    bool is_auto = values->color == UDPI_COLOR_UNSAID || values->color == UDPI_COLOR_AUTO;
    return is_auto ? udpi_terminal_has_color() : values->color == UDPI_COLOR_ALWAYS;
}

enum udpi_status udpi_inspect_options_parse(int count, char **words, struct udpi_inspect_options *values,
                                            struct udpi_operands *filter, struct udpi_error *error) {
    *values = (struct udpi_inspect_options){0};
    if (udpi_options_parse(&command, count, words, values, filter, error) != UDPI_OK)
        return error->status;
    if (values->address)
        return take_peer(values, filter, error);
    if (values->filter_file && filter->count > 0)
        return udpi_error_set(error, UDPI_USAGE, "-F and %s: the filter is in the file or in the words; leave out one",
                              filter->words[0]);
    if (check_exclusions(values, error) != UDPI_OK)
        return error->status;
    return values->fields ? check_fields(values->fields, error) : UDPI_OK;
}
