/* udpgen craft: lines of the notation, or packet documents, into packets of any layers. */
#include "cli/udpgen_commands.h"

#include <inttypes.h>
#include <stdio.h>

#include <udpinspect/packet.h>

#include "cli/output.h"
#include "cli/signals.h"
#include "cli/udpgen_injection.h"
#include "craft/craft.h"
#include "craft/documents.h"
#include "craft/fragments.h"
#include "craft/lines.h"
#include "craft/time.h"

#define AT(member) .offset = offsetof(struct values, member)

enum { MOST_SECONDS = 1000000 };
static const double nanoseconds = 1e9;

struct values {
    const char *lines, *documents, *file, *link_type, *start, *mix;
    double interval;
    struct udpi_rate rate;
    uint64_t count, seed, snapshot, mtu;
    const char *interface;
    unsigned offload;
    bool is_hex, overwrites, has_help;
};

static const struct udpi_option options[] = {
    {.letter = 'f', .name = "file", .argument = "FILE", .kind = UDPI_OPTION_STRING, AT(lines),
     .group = "What is crafted (default: lines of standard input)", .help = "lines of a file; - is standard input"},
    {.name = "json", .argument = "FILE", .kind = UDPI_OPTION_STRING, AT(documents),
     .help = "packets as udpinspect --json prints them, of a file; - is standard input"},
    {.name = "fragment", .argument = "N", .kind = UDPI_OPTION_NUMBER, .least = UDPI_LEAST_MTU, .most = UDPI_LONGEST_FRAME, AT(mtu),
     .help = "cut larger IP packets into fragments of N bytes, as a router would"},

    {.letter = 'c', .name = "count", .argument = "N", .kind = UDPI_OPTION_NUMBER, .least = 1, AT(count),
     .group = "How many", .help = "packets: fewer than the lines stand for, or all of them again and again"},
    {.name = "mix", .argument = "N,N...", .kind = UDPI_OPTION_STRING, AT(mix),
     .help = "draw the line of each packet, with a weight for each line; goes with -c"},
    {.name = "seed", .argument = "N", .kind = UDPI_OPTION_NUMBER, AT(seed),
     .help = "of what --mix and random:A..B draw: the same seed, the same packets (default 1)"},

    {.letter = 'w', .name = "write", .argument = "FILE", .kind = UDPI_OPTION_STRING, AT(file), .group = "Where they go",
     .help = "capture file to make: pcapng for *.pcapng, else pcap; - and the default are standard output"},
    {.name = "force", .kind = UDPI_OPTION_FLAG, AT(overwrites), .help = "replace a file that exists"},
    {.name = "link-type", .argument = "NAME", .kind = UDPI_OPTION_STRING, AT(link_type),
     .help = "libpcap's name for what a frame begins with, such as EN10MB (default: what fits the first layer)"},
    {.name = "start", .argument = "TIME", .kind = UDPI_OPTION_STRING, AT(start),
     .help = "time of the first packet: seconds since 1970, or 2026-11-22T10:00:00Z (default: what the packet says, or now)"},
    {.name = "interval", .argument = "SECONDS", .kind = UDPI_OPTION_SECONDS, .most = MOST_SECONDS, AT(interval),
     .help = "time from one packet to the next (default 0.000001, with -i 0)"},
    {.name = "snapshot", .argument = "N", .kind = UDPI_OPTION_NUMBER, .most = UDPI_LONGEST_FRAME, AT(snapshot),
     .help = "keep N bytes of each, as a capture with -s would; 0 keeps all"},
    {.letter = 'x', .name = "hex", .kind = UDPI_OPTION_FLAG, AT(is_hex),
     .help = "print hexadecimal digits in place of a file, one packet a line"},

    {.letter = 'i', .name = "interface", .argument = "IFACE", .kind = UDPI_OPTION_STRING, AT(interface),
     .group = "Or through an interface", .help = "send them; a name or number of udpinspect -D"},
    {.name = "rate", .argument = "RATE", .kind = UDPI_OPTION_RATE, AT(rate),
     .help = "packets a second, such as 1000 or 2.5k; or bits of packets, such as 10Mbit (default: without a pause, but "
             "where documents have times)"},
    {.name = "offload", .argument = "WHEN", .words = udpi_offload_words, .kind = UDPI_OPTION_CHOICE, AT(offload),
     .help = UDPI_OFFLOAD_HELP},
    {.letter = 'h', .name = "help", .kind = UDPI_OPTION_FLAG, AT(has_help), .group = "Help", .help = "print this page"},
};

const struct udpi_command udpi_gen_craft = {
    .name = "craft",
    .operands = "['NOTATION'...]",
    .brief = "make packets of any layers: a capture file, or sent",
    .summary = "Makes packets, each written as a line: the layers from the outside in, joined with '|', as udpinspect "
               "prints them. What a line leaves out is worked out: lengths, checksums, next protocols. A value may be a "
               "range, FIRST..LAST or FIRST..LAST/STEP: then the line stands for a packet of each value, and with "
               "several ranges of each combination; {n} in a text is the number of the packet.",
    .examples = "  udpgen craft 'ipv4 10.0.0.1 > 10.0.0.2 | udp 5000 > 7788 | \"hello\"' -w a.pcap\n"
                "  udpgen craft 'ipv4 | udp 1000..1999 > 7788 | \"n={n}\"' | udpinspect -r -\n"
                "  udpgen craft 'ipv4 | udp | random:1..99' 'ipv4 | udp' --mix 3,1 -c 50 -x\n"
                "  udpgen craft -i eth0 -c 9 --rate 10 'eth | ipv4 | udp 5000 > 7788 | \"n={n}\"'\n"
                "  udpinspect --spec -r a.pcap | udpgen craft -w same.pcap\n"
                "  udpinspect --json -r a.pcap | udpgen craft --json - -w same.pcap\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
};

/* --- what goes together ------------------------------------------------------------------------------------------- */

static bool has_times(const struct values *values) {
    return values->start || values->interval >= 0;
}

/* What goes with an interface, and what does not. */
static enum udpi_status check_interface(const struct values *values, struct udpi_error *error) {
    bool is_of_file = values->file || values->is_hex || values->overwrites || values->snapshot || values->start;
    if (!values->interface && (values->rate.per_second > 0 || values->offload))
        return udpi_error_set(error, UDPI_USAGE, "craft: --rate and --offload go with -i only");
    if (values->interface && is_of_file)
        return udpi_error_set(error, UDPI_USAGE,
                              "craft: -w, -x, --force, --start and --snapshot do not go with -i, which sends the packets");
    if (values->rate.per_second > 0 && values->interval >= 0)
        return udpi_error_set(error, UDPI_USAGE, "craft: of --rate and --interval only one can be meant");
    return UDPI_OK;
}

/* One source, one place, and what concerns it. */
static enum udpi_status check(const struct values *values, const struct udpi_operands *lines, struct udpi_error *error) {
    if ((lines->count > 0) + (values->lines != NULL) + (values->documents != NULL) > 1)
        return udpi_error_set(error, UDPI_USAGE, "craft: of lines, -f and --json only one can be crafted");
    if (values->is_hex && values->file)
        return udpi_error_set(error, UDPI_USAGE, "craft: of -w and -x only one can be made");
    if (values->is_hex && (values->overwrites || values->link_type || values->snapshot || has_times(values)))
        return udpi_error_set(error, UDPI_USAGE,
                              "craft: --force, --link-type, --start, --interval and --snapshot are of capture files; "
                              "leave out -x");
    if (values->mix && values->count == 0)
        return udpi_error_set(error, UDPI_USAGE, "craft: --mix has no end by itself; give -c");
    return check_interface(values, error);
}

/* --- the parts ---------------------------------------------------------------------------------------------------- */

static enum udpi_status complete(const struct values *values, struct udpi_mix *mix, struct udpi_craft_options *craft,
                                 struct udpi_error *error) {
    const char *complaint = values->start ? udpi_time_parse(values->start, &craft->start) : NULL;
    if (complaint)
        return udpi_error_set(error, UDPI_USAGE, "--start %s: %s", values->start, complaint);
    complaint = values->mix ? udpi_mix_parse(values->mix, mix) : NULL;
    if (complaint)
        return udpi_error_set(error, UDPI_USAGE, "--mix %s: %s", values->mix, complaint);
    craft->mix = values->mix ? mix : NULL;
    return UDPI_OK;
}

static enum udpi_status craft_and_count(const struct udpi_craft_options *craft, struct udpi_error *error) {
    struct udpi_craft_counts counts = {0};
    udpi_signals_catch(NULL, NULL);
    udpi_craft_run(craft, &counts, error);
    craft->outlet.end(craft->outlet.context, error);
    udpi_signals_end_line();
    if (error->status == UDPI_OK)
        fprintf(stderr, "%" PRIu64 " packet%s written, %" PRIu64 " bytes\n", counts.packets,
                counts.packets == 1 ? "" : "s", counts.bytes);
    return error->status;
}

static enum udpi_status craft_file(const struct values *values, struct udpi_craft_options *craft, struct udpi_error *error) {
    const struct udpi_recording_options recording = {
        .path = values->file ? values->file : "-",
        .snapshot = (uint32_t)values->snapshot,
        .has_micros = true,
        .overwrites = values->overwrites,
    };
    if (!udpi_outlet_open_file(&craft->outlet, &recording))
        return udpi_error_set(error, UDPI_FAILED, "no memory for a capture file");
    return craft_and_count(craft, error);
}

static enum udpi_status craft_hex(struct udpi_craft_options *craft, struct udpi_error *error) {
    struct udpi_sink sink;
    if (udpi_output_open(&sink, error) != UDPI_OK)
        return error->status;
    udpi_outlet_open_hex(&craft->outlet, &sink);
    craft_and_count(craft, error);
    return udpi_output_finish(&sink, error);
}

/* An interface as an outlet. */
struct wire {
    struct udpi_injection injection;
    struct udpi_frame_totals totals;
    struct udpi_error error; /* why it takes no more */
    uint64_t number;         /* of the packet */
};

static bool take_packet(void *context, const struct udpi_frame *frame) {
    struct wire *wire = context;
    struct udpi_frame numbered = *frame;
    numbered.number = ++wire->number;
    return udpi_injection_take(&wire->injection, &numbered, &wire->error);
}

static enum udpi_status craft_to_interface(const struct values *values, struct udpi_craft_options *craft,
                                           struct udpi_error *error) {
    const struct udpi_injection_options injection = {
        .interface = values->interface,
        .offload = values->offload,
        .rate = values->rate,
        .speed = 1,
        .add_header = "begin its line with 'eth |'",
        .drop_header = "begin its line with what follows the Ethernet header",
    };
    struct wire wire = {.number = 0};
    struct udpi_craft_counts counts;
    craft->outlet = (struct udpi_outlet){.context = &wire, .take = take_packet};
    craft->interval = values->interval < 0 ? 0 : craft->interval;
    if (udpi_injection_open(&wire.injection, &injection, error) == UDPI_OK) {
        udpi_signals_catch(NULL, NULL);
        udpi_craft_run(craft, &counts, error);
        if (wire.error.status != UDPI_OK)
            *error = wire.error;
        udpi_injection_finish(&wire.injection, &wire.totals, error);
    }
    udpi_injection_close(&wire.injection);
    return error->status;
}

static enum udpi_status craft_to(const struct values *values, struct udpi_source source, struct udpi_error *error) {
    struct udpi_mix mix;
    struct udpi_craft_options craft = {
        .source = source,
        .count = values->count,
        .seed = values->seed,
        .link_type = values->link_type,
        .is_untyped = values->is_hex,
        .start = UDPI_NO_TIME,
        .interval = values->interval < 0 ? UDPI_CRAFT_INTERVAL : (int64_t)(values->interval * nanoseconds + 0.5),
        .has_own_times = has_times(values),
        .mtu = (uint32_t)values->mtu,
        .stop = udpi_signals_stop(),
    };
    if (complete(values, &mix, &craft, error) != UDPI_OK)
        return error->status;
    if (values->interface)
        return craft_to_interface(values, &craft, error);
    return values->is_hex ? craft_hex(&craft, error) : craft_file(values, &craft, error);
}

static enum udpi_status craft_documents(const struct values *values, struct udpi_error *error) {
    struct udpi_documents *documents = udpi_documents_open(values->documents, error);
    if (!documents)
        return error->status;
    craft_to(values, udpi_documents_source(documents), error);
    udpi_documents_close(documents);
    return error->status;
}

static enum udpi_status craft_lines(const struct values *values, const struct udpi_operands *operands,
                                    struct udpi_error *error) {
    struct udpi_lines *lines =
        operands->count > 0
            ? udpi_lines_give((const char *const *)operands->words, (size_t)operands->count, error)
            : udpi_lines_open(values->lines ? values->lines : "-", error);
    if (!lines)
        return error->status;
    craft_to(values, udpi_lines_source(lines), error);
    udpi_lines_close(lines);
    return error->status;
}

enum udpi_status udpi_gen_craft_run(int count, char **words, struct udpi_error *error) {
    struct values values = {.interval = -1, .seed = UDPI_CRAFT_SEED};
    struct udpi_operands lines;
    if (udpi_options_parse(&udpi_gen_craft, count, words, &values, &lines, error) != UDPI_OK)
        return error->status;
    if (values.has_help)
        return udpi_gen_print_help(&udpi_gen_craft, error);
    if (check(&values, &lines, error) != UDPI_OK)
        return error->status;
    return values.documents ? craft_documents(&values, error) : craft_lines(&values, &lines, error);
}
