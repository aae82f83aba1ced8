#include "capture/filter.h"

#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PROGRAMS = 16 }; /* a file of more kinds makes some of them be compiled again and again */

struct program {
    struct udpi_filter_kind kind;
    bool is_usable;
    struct bpf_program code;
};

struct udpi_filter {
    char *text;
    size_t count; /* compiled so far; the oldest gives way */
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

static void drop_program(struct program *program) {
    if (program->is_usable)
        pcap_freecode(&program->code);
    program->is_usable = false;
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

static void compile(struct udpi_filter *filter, struct program *program, struct udpi_filter_kind kind,
                    struct udpi_error *error) {
    drop_program(program);
    program->kind = kind;
    pcap_t *pcap = open_empty_file(kind);
    program->is_usable = pcap && pcap_compile(pcap, &program->code, filter->text, 1, PCAP_NETMASK_UNKNOWN) == 0;
    if (!program->is_usable)
        udpi_filter_refuse(filter->text, pcap ? pcap_geterr(pcap) : "no memory to compile it", error);
    if (pcap)
        pcap_close(pcap);
}

/* The program for a kind, compiled if it is new; where it is unusable, *error says why if it is new. */
static struct program *find_program(struct udpi_filter *filter, struct udpi_filter_kind kind,
                                    struct udpi_error *error) {
    size_t known = filter->count < MOST_PROGRAMS ? filter->count : MOST_PROGRAMS;
    for (size_t i = 0; i < known; i++)
        if (filter->programs[i].kind.link_type == kind.link_type &&
            filter->programs[i].kind.is_big_endian == kind.is_big_endian)
            return &filter->programs[i];
    struct program *program = &filter->programs[filter->count++ % MOST_PROGRAMS];
    compile(filter, program, kind, error);
    return program;
}

bool udpi_filter_compile(struct udpi_filter *filter, struct udpi_filter_kind kind, struct udpi_error *error) {
    return find_program(filter, kind, error)->is_usable;
}

bool udpi_filter_accepts(struct udpi_filter *filter, const struct udpi_frame *frame, bool is_big_endian) {
    struct udpi_error ignored;
    struct udpi_filter_kind kind = {.link_type = frame->link_type, .is_big_endian = is_big_endian};
    const struct program *program = find_program(filter, kind, &ignored);
    struct pcap_pkthdr header = {.caplen = frame->captured, .len = frame->length};
    return program->is_usable && pcap_offline_filter(&program->code, &header, frame->bytes) != 0;
}
