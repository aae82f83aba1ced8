/*
 * Filters. Where the first byte is even, the rest is any text, and only what is our own code reads it: libpcap would look its names
 * up. Else each byte picks a word of pcap-filter(7), and what libpcap accepts is asked of some frames: the wide filter must let pass
 * what the exact one may want, and of a plain datagram the exact one must say what libpcap says.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "fuzz_output.h"
#include "fuzz_packet.h"
#include "select/select.h"
#include "select/wide.h"

enum { ETHERNET = 1, MOST_WORDS = 40 };

static const char *const words[] = {
    "and",
    "or",
    "not",
    "(",
    ")",
    "&&",
    "||",
    "!",
    "port",
    "host",
    "net",
    "portrange",
    "proto",
    "protochain",
    "src",
    "dst",
    "src or dst",
    "src and dst",
    "ip",
    "ip6",
    "udp",
    "tcp",
    "icmp",
    "icmp6",
    "ether",
    "arp",
    "ah",
    "esp",
    "broadcast",
    "multicast",
    "less",
    "greater",
    "len",
    "53",
    "7788",
    "1000-8000",
    "192.0.2.1",
    "192.0.2.2",
    "192.0.2.0/24",
    "2001:db8::1",
    "2001:db8::/32",
    "02:00:00:00:00:01",
    "100",
    "17",
    "udp[0:2]",
    "udp[8:4]",
    "ip[8]",
    "ip6[6]",
    "ether[12:2]",
    "=",
    "!=",
    "<",
    ">",
    ">=",
    "+",
    "&",
    "0x800",
    "ip proto 17",
    "ip6 proto 17",
    "ether proto 0x86dd",
    "vlan",
    "mpls",
    "geneve",
    "pppoes",
};

enum { WORDS = sizeof words / sizeof *words, SHIFTING = 4 /* the last: what stands behind them moves */ };

/* --- frames ------------------------------------------------------------------------------------------------------- */

#define ETHER 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1
#define IPV4(length, protocol) 0x45, 0, 0, (length), 0, 1, 0, 0, 64, (protocol), 0, 0, 192, 0, 2, 1, 192, 0, 2, 2
#define UDP 4, 0, 0, 53, 0, 12, 0, 0, 'h', 'e', 'y', '!'

static const uint8_t plain4[] = {ETHER, 8, 0, IPV4(32, 17), UDP};
static const uint8_t plain6[] = {ETHER, 0x86, 0xdd, 0x60, 0, 0, 0, 0, 12, 17, 64, 0x20, 1,    0xd, 0xb8,
                                 0,     0,    0,    0,    0, 0, 0, 0, 0,  0,  0,  1,    0x20, 1,   0xd,
                                 0xb8,  0,    0,    0,    0, 0, 0, 0, 0,  0,  0,  0,    2,    UDP};
static const uint8_t tagged[] = {ETHER, 0x81, 0, 0, 100, 8, 0, IPV4(32, 17), UDP};
static const uint8_t tunnelled[] = {ETHER, 8, 0, IPV4(52, 4), IPV4(32, 17), UDP};
/* Only what has a good checksum is put together. */
static const uint8_t fragment[] = {ETHER, 8, 0, 0x45, 0, 0, 28, 0, 2, 0x20, 0,  64, 17, 0xd6, 0xcb, 192,
                                   0,     2, 1, 192,  0, 2, 2,  4, 0, 0,    53, 0,  12, 0,    0};
static const uint8_t rest[] = {ETHER, 8,   0, 0x45, 0, 0,   24, 0, 2, 0,   1,   64,  17, 0xf6,
                               0xce,  192, 0, 2,    1, 192, 0,  2, 2, 'h', 'e', 'y', '!'};

static const struct {
    const uint8_t *bytes;
    uint32_t size;
    bool is_plain;
} frames[] = {
    {plain4, sizeof plain4, true},        {plain6, sizeof plain6, true},      {tagged, sizeof tagged, false},
    {tunnelled, sizeof tunnelled, false}, {fragment, sizeof fragment, false}, {rest, sizeof rest, false},
};

/* --- words -------------------------------------------------------------------------------------------------------- */

struct filters {
    const char *text;
    bool is_shifting;
    struct udpi_decoder *decoder;
    struct udpi_select *select;
    struct udpi_filter *exact, *wide;
};

static void show_held(void *context, const struct udpi_frame *frame, const char *output, size_t count) {
    (void)context, (void)frame, (void)output, (void)count;
}

static void ask(struct filters *filters, size_t index) {
    const struct udpi_filter_kind kind = {.link_type = ETHERNET};
    const struct udpi_frame frame = {.bytes = frames[index].bytes,
                                     .captured = frames[index].size,
                                     .length = frames[index].size,
                                     .number = index + 1,
                                     .link_type = ETHERNET};
    const struct udpi_packet *packet = udpi_decode(filters->decoder, &frame);
    enum udpi_verdict verdict = udpi_select_judge(filters->select, packet);
    if (verdict == UDPI_UNDECIDED)
        udpi_select_hold(filters->select, packet, "", 0);
    if (verdict != UDPI_NO && !udpi_filter_accepts(filters->wide, &frame, false))
        fuzz_breach("the wide filter keeps out what the exact one may want", filters->text);
    bool is_accepted = udpi_filter_matches(filters->exact, kind, frame.bytes, frame.captured, frame.length);
    if (frames[index].is_plain && !filters->is_shifting && (verdict == UDPI_YES) != is_accepted)
        fuzz_breach("of a plain datagram libpcap says something else", filters->text);
}

static void explain(const struct udpi_select *select) {
    struct udpi_sink text;
    if (!udpi_sink_open(&text, NULL, NULL))
        fuzz_breach("no memory", NULL);
    udpi_select_explain(select, &text);
    udpi_sink_write(&text, "", 1);
    fuzz_check_text(text.bytes, text.used - 1, FUZZ_LINES);
    udpi_sink_close(&text);
}

static void open_filters(struct filters *filters) {
    static const struct udpi_held_visitor visitor = {.show = show_held};
    filters->exact = udpi_filter_create(filters->text);
    filters->wide = udpi_filter_create(filters->text);
    filters->select = udpi_select_create(filters->text, true, &visitor);
    if (!filters->exact || !filters->wide || !filters->select)
        fuzz_breach("no memory", NULL);
}

static void close_filters(struct filters *filters) {
    udpi_filter_free(filters->exact);
    udpi_filter_free(filters->wide);
    udpi_select_free(filters->select);
}

static void run_filter(struct filters *filters) {
    const struct udpi_filter_kind kind = {.link_type = ETHERNET};
    struct udpi_error error = {.status = UDPI_OK};
    open_filters(filters);
    if (!udpi_filter_compile(filters->exact, kind, &error)) {
        fuzz_check_error(&error);
    } else {
        struct udpi_filter_stand_in stand_in = udpi_select_stand_in(filters->select);
        udpi_filter_replace(filters->wide, &stand_in);
        if (!udpi_filter_compile(filters->wide, kind, &error))
            fuzz_breach("the wide filter does not compile", filters->text);
        for (size_t i = 0; i < sizeof frames / sizeof *frames; i++)
            ask(filters, i);
        explain(filters->select);
    }
    close_filters(filters);
}

static void run_words(const uint8_t *bytes, size_t size) {
    struct filters filters = {.decoder = fuzz_decoder()};
    struct udpi_sink text;
    if (!udpi_sink_open(&text, NULL, NULL))
        fuzz_breach("no memory", NULL);
    for (size_t i = 0; i < size && i < MOST_WORDS; i++) {
        udpi_sink_puts(&text, words[bytes[i] % WORDS]);
        udpi_sink_puts(&text, " ");
        filters.is_shifting = filters.is_shifting || bytes[i] % WORDS >= WORDS - SHIFTING;
    }
    udpi_sink_write(&text, "", 1);
    filters.text = text.bytes;
    run_filter(&filters);
    udpi_sink_close(&text);
}

/* --- text --------------------------------------------------------------------------------------------------------- */

static void run_text(const uint8_t *bytes, size_t size) {
    static const uint16_t link_types[] = {1, 12, 113, 276, 0, 127};
    char *text = malloc(size + 1);
    if (!text)
        fuzz_breach("no memory", NULL);
    memcpy(text, bytes, size);
    text[size] = '\0';
    struct udpi_expression *expression = udpi_expression_parse(text);
    if (!expression || !udpi_expression_join(expression))
        fuzz_breach("no memory", NULL);
    for (size_t i = 0; i < 2 * sizeof link_types / sizeof *link_types; i++) {
        char *wide = NULL;
        if (!udpi_wide_write(expression, link_types[i / 2], i % 2, &wide))
            fuzz_breach("no memory", NULL);
        free(wide);
    }
    udpi_expression_free(expression);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    if (size == 0)
        return 0;
    if (bytes[0] % 2)
        run_words(bytes + 1, size - 1);
    else
        run_text(bytes + 1, size - 1);
    return 0;
}
