#include "capture/filter.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PROGRAMS = 16 }; /* a file of more kinds makes some of them be compiled again and again */

struct program {
    struct udpi_filter_kind kind;
    bool is_usable;
    bool takes_all; /* there is no code */
    struct bpf_program code;
};

struct udpi_filter {
    char *text;
    struct udpi_filter_stand_in stand_in; /* without `text` where there is none */
    size_t count;                         /* compiled so far; the oldest gives way */
    bool was_refused;                     /* memory to compile */
    const struct program *last;           /* that was run */
    struct program programs[MOST_PROGRAMS];
};

enum udpi_status udpi_filter_refuse(const char *text, const char *why, struct udpi_error *error) {
    static const char preface[] = "can't parse filter expression: ";
    if (strncmp(why, preface, sizeof preface - 1) == 0)
        why += sizeof preface - 1;
    return udpi_error_set(error, UDPI_USAGE, "filter \"%.200s\": %.200s; see pcap-filter(7)", text, why);
}

struct udpi_filter *udpi_filter_create(const char *text) {
    struct udpi_filter *filter = calloc(1, sizeof *filter);
    char *copy = strdup(text);
    if (!filter || !copy) {
        free(filter);
        free(copy);
        return NULL;
    }
    filter->text = copy;
    return filter;
}

void udpi_filter_replace(struct udpi_filter *filter, const struct udpi_filter_stand_in *stand_in) {
    filter->stand_in = *stand_in;
}

static void drop_program(struct program *program) {
    if (program->is_usable && !program->takes_all)
        pcap_freecode(&program->code);
    program->is_usable = program->takes_all = false;
}

void udpi_filter_free(struct udpi_filter *filter) {
    if (!filter)
        return;
    for (size_t i = 0; i < MOST_PROGRAMS; i++)
        drop_program(&filter->programs[i]);
    free(filter->text);
    free(filter);
}

static void put(uint8_t *at, size_t count, uint32_t number, bool is_big_endian) {
    for (size_t i = 0; i < count; i++)
        at[is_big_endian ? count - 1 - i : i] = (uint8_t)(number >> 8 * i);
}

/*
 * What libpcap compiles for: an empty file of the kind. For pcap_open_dead it would take the address families of this
 * host, where a file may be of any.
 */
static pcap_t *open_empty_file(struct udpi_filter_kind kind) {
    uint8_t header[24] = {0};
    char why[PCAP_ERRBUF_SIZE];
    put(header, 4, 0xa1b2c3d4, kind.is_big_endian);
    put(header + 4, 2, 2, kind.is_big_endian);
    put(header + 6, 2, 4, kind.is_big_endian);
    put(header + 20, 4, kind.link_type, kind.is_big_endian);
    FILE *file = fmemopen(header, sizeof header, "r");
    pcap_t *pcap = file ? pcap_fopen_offline(file, why) : NULL;
    if (file && !pcap)
        fclose(file);
    return pcap;
}

static bool fail_for_memory(struct udpi_filter *filter, struct udpi_error *error) {
    filter->was_refused = true;
    udpi_error_set(error, UDPI_FAILED, "filter \"%.200s\": no memory to compile it", filter->text);
    return false;
}

/* libpcap names the reason in words only; malloc(3) leaves it in errno. */
static bool compile_text(struct udpi_filter *filter, pcap_t *pcap, struct bpf_program *code, const char *text,
                         struct udpi_error *error) {
    errno = 0;
    if (pcap_compile(pcap, code, text, 1, PCAP_NETMASK_UNKNOWN) == 0)
        return true;
    if (errno == ENOMEM)
        return fail_for_memory(filter, error);
    udpi_filter_refuse(text, pcap_geterr(pcap), error);
    return false;
}

static void put_in_place(struct udpi_filter *filter, pcap_t *pcap, struct program *program, struct udpi_error *error) {
    const char *text = filter->stand_in.text(filter->stand_in.context, program->kind.link_type);
    pcap_freecode(&program->code);
    program->takes_all = !text;
    program->is_usable = !text || compile_text(filter, pcap, &program->code, text, error);
}

static void compile(struct udpi_filter *filter, struct program *program, struct udpi_filter_kind kind,
                    struct udpi_error *error) {
    drop_program(program);
    program->kind = kind;
    pcap_t *pcap = open_empty_file(kind);
    if (!pcap) {
        fail_for_memory(filter, error);
        return;
    }
    program->is_usable = compile_text(filter, pcap, &program->code, filter->text, error);
    if (program->is_usable && filter->stand_in.text)
        put_in_place(filter, pcap, program, error);
    pcap_close(pcap);
}

static bool is_same(struct udpi_filter_kind a, struct udpi_filter_kind b) {
    return a.link_type == b.link_type && a.is_big_endian == b.is_big_endian;
}

/* The program for a kind, compiled if it is new; where it is unusable, *error says why if it is new. */
static struct program *find_program(struct udpi_filter *filter, struct udpi_filter_kind kind,
                                    struct udpi_error *error) {
    size_t known = filter->count < MOST_PROGRAMS ? filter->count : MOST_PROGRAMS;
    for (size_t i = 0; i < known; i++)
        if (is_same(filter->programs[i].kind, kind))
            return &filter->programs[i];
    struct program *program = &filter->programs[filter->count++ % MOST_PROGRAMS];
    compile(filter, program, kind, error);
    return program;
}

bool udpi_filter_was_refused(const struct udpi_filter *filter) {
    return filter->was_refused;
}

bool udpi_filter_compile(struct udpi_filter *filter, struct udpi_filter_kind kind, struct udpi_error *error) {
    return find_program(filter, kind, error)->is_usable;
}

void udpi_filter_print(struct udpi_filter *filter, struct udpi_filter_kind kind, struct udpi_sink *sink) {
    struct udpi_error ignored;
    const struct program *program = find_program(filter, kind, &ignored);
    unsigned count = program->is_usable && !program->takes_all ? program->code.bf_len : 0;
    char line[64];
    snprintf(line, sizeof line, "%u instruction%s%s\n", count, count == 1 ? "" : "s",
             count == 0 ? ": every frame passes" : "");
    udpi_sink_puts(sink, line);
    for (unsigned i = 0; i < count; i++) {
        udpi_sink_puts(sink, bpf_image(&program->code.bf_insns[i], (int)i));
        udpi_sink_puts(sink, "\n");
    }
}

bool udpi_filter_matches(struct udpi_filter *filter, struct udpi_filter_kind kind, const uint8_t *bytes,
                         uint32_t captured, uint32_t length) {
    const struct program *program = filter->last;
    if (!program || !is_same(program->kind, kind)) {
        struct udpi_error ignored;
        program = filter->last = find_program(filter, kind, &ignored);
    }
    if (!program->is_usable || program->takes_all)
        return program->is_usable;
    return bpf_filter(program->code.bf_insns, bytes, length, captured) != 0;
}

bool udpi_filter_accepts(struct udpi_filter *filter, const struct udpi_frame *frame, bool is_big_endian) {
    struct udpi_filter_kind kind = {.link_type = frame->link_type, .is_big_endian = is_big_endian};
    return udpi_filter_matches(filter, kind, frame->bytes, frame->captured, frame->length);
}
