/* udpgen craft: lines of the notation into a capture file. */
#include "cli/udpgen_commands.h"

#include <inttypes.h>
#include <stdio.h>

#include <udpinspect/packet.h>

#include "craft/craft.h"
#include "craft/fragments.h"

#define AT(member) .offset = offsetof(struct values, member)

enum { MOST_SECONDS = 1000000, MOST_SNAPSHOT = 262144 };
static const double nanoseconds = 1e9;

struct values {
    const char *file, *link_type, *start;
    double interval;
    uint64_t snapshot, mtu;
    bool overwrites, has_help;
};

static const struct udpi_option options[] = {
    {.letter = 'w', .name = "write", .argument = "FILE", .kind = UDPI_OPTION_STRING, AT(file), .group = "The file",
     .help = "capture file to make: pcapng for *.pcapng, else pcap; - and the default are standard output"},
    {.name = "force", .kind = UDPI_OPTION_FLAG, AT(overwrites), .help = "replace a file that exists"},
    {.name = "link-type", .argument = "NAME", .kind = UDPI_OPTION_STRING, AT(link_type),
     .help = "libpcap's name for what a frame begins with, such as EN10MB (default: what fits the first layer)"},

    {.name = "start", .argument = "TIME", .kind = UDPI_OPTION_STRING, AT(start), .group = "The packets",
     .help = "time of the first packet: seconds since 1970, or 2026-11-22T10:00:00Z (default: now)"},
    {.name = "interval", .argument = "SECONDS", .kind = UDPI_OPTION_SECONDS, .most = MOST_SECONDS, AT(interval),
     .help = "time from one packet to the next (default 0.000001)"},
    {.name = "snapshot", .argument = "N", .kind = UDPI_OPTION_NUMBER, .most = MOST_SNAPSHOT, AT(snapshot),
     .help = "keep N bytes of each, as a capture with -s would; 0 keeps all"},
    {.name = "fragment", .argument = "N", .kind = UDPI_OPTION_NUMBER, .least = UDPI_LEAST_MTU, .most = MOST_SNAPSHOT, AT(mtu),
     .help = "cut larger IP packets into fragments of N bytes, as a router would"},
    {.letter = 'h', .name = "help", .kind = UDPI_OPTION_FLAG, AT(has_help), .group = "Help", .help = "print this page"},
};

const struct udpi_command udpi_gen_craft = {
    .name = "craft",
    .operands = "['NOTATION'...]",
    .brief = "write packets of any layers to a capture file",
    .summary = "Makes a capture file of packets, each written as a line: the layers from the outside in, joined with "
               "'|'. What a line leaves out is worked out: lengths, checksums, next protocols. Without lines, they are "
               "read from standard input.",
    .examples = "  udpgen craft 'ipv4 10.0.0.1 > 10.0.0.2 | udp 5000 > 7788 | \"hello\"' -w a.pcap\n"
                "  udpgen craft 'ipv6 ::1 > ::1 | udp checksum=1 | zeros:9' | udpinspect -r -\n"
                "  udpinspect --spec -r a.pcap | udpgen craft -w same.pcap\n",
    .options = options,
    .option_count = sizeof options / sizeof *options,
};

static enum udpi_status craft(const struct values *values, const struct udpi_operands *lines,
                              struct udpi_error *error) {
    struct udpi_craft_counts counts = {0};
    struct udpi_craft_options craft = {
        .lines = (const char *const *)lines->words,
        .line_count = (size_t)lines->count,
        .file = values->file,
        .link_type = values->link_type,
        .start = UDPI_NO_TIME,
        .interval = (int64_t)(values->interval * nanoseconds + 0.5),
        .snapshot = (uint32_t)values->snapshot,
        .mtu = (uint32_t)values->mtu,
        .overwrites = values->overwrites,
        .counts = &counts,
    };
    if (values->start && udpi_gen_parse_time(values->start, &craft.start, error) != UDPI_OK)
        return error->status;
    enum udpi_status status = udpi_craft_write(&craft, error);
    if (status == UDPI_OK)
        fprintf(stderr, "%" PRIu64 " packet%s written, %" PRIu64 " bytes\n", counts.packets,
                counts.packets == 1 ? "" : "s", counts.bytes);
    return status;
}

enum udpi_status udpi_gen_craft_run(int count, char **words, struct udpi_error *error) {
    struct values values = {.interval = UDPI_CRAFT_INTERVAL / nanoseconds};
    struct udpi_operands lines;
    if (udpi_options_parse(&udpi_gen_craft, count, words, &values, &lines, error) != UDPI_OK)
        return error->status;
    if (values.has_help)
        return udpi_gen_print_help(&udpi_gen_craft, error);
    return craft(&values, &lines, error);
}
