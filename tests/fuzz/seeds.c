/*
 * Writes inputs to begin with for all fuzz targets, and their dictionaries: from the cases of protocols, from samples, from what this
 * host's kernel says, and from some texts.
 *
 *     fuzz_seeds CASES SAMPLES FOLDER
 */
#include <err.h>
#include <fts.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <zlib.h>

#include "craft/spec.h"
#include "golden_case.h"
#include "inputs.h"
#include "render/render.h"

enum { PATH_SIZE = 4096, NAME_SIZE = 512, CAPTURE_SIZE = 1 << 20 };

/* --- files -------------------------------------------------------------------------------------------------------- */

void inputs_write(const char *folder, const char *target, const char *name, const void *head, size_t head_size,
                  const void *bytes, size_t size) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", folder, target);
    mkdir(path, 0777);
    snprintf(path, sizeof path, "%s/%s/%s", folder, target, name);
    FILE *file = fopen(path, "wb");
    if (!file || (head_size > 0 && fwrite(head, head_size, 1, file) != 1) ||
        (size > 0 && fwrite(bytes, size, 1, file) != 1) || fclose(file) != 0)
        err(2, "%s", path);
}

/* --- cases of protocols ------------------------------------------------------------------------------------------- */

struct writer {
    const char *folder;
    struct udpi_decoder *decoder;
    struct udpi_spec *spec;
    void *json;
    struct udpi_sink text;
    unsigned cases;
    char name[NAME_SIZE]; /* of the case: "PROTOCOL-CASE" */
    char protocol[NAME_SIZE];
};

/* "…/PROTOCOL/CASE.hex" */
static void set_name(struct writer *writer, char *path) {
    path[strlen(path) - strlen(".hex")] = '\0';
    const char *name = basename(path);
    snprintf(writer->protocol, sizeof writer->protocol, "%s", basename(dirname(strdupa(path))));
    snprintf(writer->name, sizeof writer->name, "%.200s-%.200s", writer->protocol, name);
}

/* What follows the first UDP header, to the end of what was captured. */
static struct udpi_content find_payload(const struct udpi_packet *packet) {
    for (unsigned i = 0; i < packet->layer_count; i++) {
        const struct udpi_layer *layer = &packet->layers[i];
        const struct udpi_buffer *buffer = &packet->buffers[layer->buffer];
        uint32_t behind = layer->offset + layer->size;
        if (strcmp(layer->protocol->key, "udp") == 0)
            return (struct udpi_content){buffer->bytes + behind, buffer->size - behind};
    }
    return (struct udpi_content){NULL, 0};
}

/* Each case is written in another form of output. */
static void write_frame(const struct writer *writer, const struct udpi_packet *packet) {
    const struct udpi_frame *frame = &packet->frame;
    const uint8_t head[] = {(uint8_t)(frame->link_type >> 8), (uint8_t)frame->link_type, 0, (uint8_t)writer->cases};
    inputs_write(writer->folder, "decode", writer->name, head, sizeof head, frame->bytes, frame->captured);
}

static void write_payload(const struct writer *writer, const struct udpi_packet *packet) {
    char head[NAME_SIZE + 4];
    struct udpi_content payload = find_payload(packet);
    int size = snprintf(head, sizeof head, "%s\n%c%c", writer->protocol, 0, (char)writer->cases);
    if (payload.bytes)
        inputs_write(writer->folder, "protocol", writer->name, head, (size_t)size, payload.bytes, payload.count);
}

static void write_texts(struct writer *writer, const struct udpi_packet *packet) {
    writer->text.used = 0;
    udpi_spec_write(writer->spec, packet, &writer->text);
    inputs_write(writer->folder, "notation", writer->name, NULL, 0, writer->text.bytes, writer->text.used - 1);
    writer->text.used = 0;
    udpi_render_json.packet(writer->json, packet, &writer->text);
    inputs_write(writer->folder, "document", writer->name, " ", 1, writer->text.bytes, writer->text.used);
}

static uint8_t *put32(uint8_t *at, uint32_t number) {
    memcpy(at, &number, sizeof number);
    return at + sizeof number;
}

/* The frames of a case, the earlier ones first, as records of a pcap file. */
static uint8_t *put_records(uint8_t *at, const uint8_t *end, const struct golden_case *c) {
    if (c->before)
        at = put_records(at, end, c->before);
    if ((size_t)(end - at) < 16 + c->captured)
        return at;
    at = put32(put32(put32(put32(at, 1795341600), 0), c->captured), c->length);
    memcpy(at, c->bytes, c->captured);
    return at + c->captured;
}

static void write_capture(const struct writer *writer, const struct golden_case *c) {
    static uint8_t bytes[CAPTURE_SIZE];
    uint8_t *at = put32(put32(put32(bytes, 0xa1b2c3d4), 0x00040002), 0);
    at = put32(put32(put32(at, 0), 262144), c->link_type);
    at = put_records(at, bytes + sizeof bytes, c);
    inputs_write(writer->folder, "capture", writer->name, NULL, 0, bytes, (size_t)(at - bytes));
}

static void write_case(struct writer *writer, char *path) {
    struct golden_case c = golden_case_read(path);
    set_name(writer, path);
    udpi_decoder_forget(writer->decoder);
    const struct udpi_packet *packet = golden_case_decode(&c, writer->decoder, c.bytes, c.captured);
    write_frame(writer, packet);
    write_payload(writer, packet);
    write_texts(writer, packet);
    if (c.before)
        write_capture(writer, &c);
    golden_case_free(&c);
    writer->cases++;
}

static void write_cases(struct writer *writer, const char *folder) {
    const struct udpi_render_options options = {.time = UDPI_TIME_UTC};
    writer->decoder = udpi_decoder_create();
    writer->spec = udpi_spec_create();
    writer->json = udpi_render_json.open(&options);
    if (!writer->decoder || !writer->spec || !writer->json || !udpi_sink_open(&writer->text, NULL, NULL))
        errx(2, "out of memory");
    char **paths = golden_case_list(folder);
    for (size_t i = 0; paths[i]; i++) {
        write_case(writer, paths[i]);
        free(paths[i]);
    }
    free(paths);
    udpi_sink_close(&writer->text);
    udpi_render_json.close(writer->json);
    udpi_spec_free(writer->spec);
    udpi_decoder_free(writer->decoder);
}

/* --- samples ------------------------------------------------------------------------------------------------------ */

static void write_packed(const char *folder, const char *name, const uint8_t *bytes, size_t size) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/capture/%s.gz", folder, name);
    gzFile file = gzopen(path, "wb");
    if (!file || gzwrite(file, bytes, (unsigned)size) != (int)size || gzclose(file) != Z_OK)
        errx(2, "%s cannot be written", path);
}

static void write_sample(const char *folder, const char *path, const char *name) {
    static uint8_t bytes[CAPTURE_SIZE];
    FILE *file = fopen(path, "rb");
    if (!file)
        err(2, "%s", path);
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    inputs_write(folder, "capture", name, NULL, 0, bytes, size);
    write_packed(folder, name, bytes, size);
}

static void write_samples(const char *folder, char *samples) {
    char *const roots[] = {samples, NULL};
    FTS *tree = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, NULL);
    if (!tree)
        err(2, "%s", samples);
    for (FTSENT *entry; (entry = fts_read(tree)) != NULL;) {
        const char *ending = strrchr(entry->fts_name, '.');
        if (entry->fts_info == FTS_F && ending && strncmp(ending, ".pcap", 5) == 0)
            write_sample(folder, entry->fts_path, entry->fts_name);
    }
    fts_close(tree);
}

/* --- texts -------------------------------------------------------------------------------------------------------- */

/* With their first bytes: see fuzz_text.c, fuzz_filter.c and fuzz_options.c. */
static const struct {
    const char *target;
    uint8_t head;
    const char *text;
} texts[] = {
    {"text", 0, "192.168.1.10/24"},
    {"text", 0, "192.168.1.10/255.255.255.0"},
    {"text", 0, "fe80::1%eth0/64"},
    {"text", 0, "::ffff:192.0.2.1"},
    {"text", 1, "255.255.240.0"},
    {"text", 2, "[2001:db8::1]:7788"},
    {"text", 2, "name.example:53"},
    {"text", 3, "2.5k"},
    {"text", 3, "800kbit"},
    {"text", 4, "64..1400"},
    {"text", 5, "1795348800.25"},
    {"text", 5, "2026-11-22T10:00:00.123456789Z"},
    {"text", 6, "7,4,1"},
    {"text", 7, "EN10MB"},
    {"text", 8, "frame,time,udp[-1].length,ipv4.protocol_name,ipv4.options.type,dns.questions"},
    {"text", 9, "ipv4.dst=10.0.0.9 udp.dst_port=7788 ipv4:2.ttl=3 payload=\"hello\""},
    {"text", 10, "\xd7\xa9\xd7\x9c \x1b[1m \xe2\x80\xae"},
    {"options", 0, "-r\na.pcap\n-c\n10\n--json=pretty\nport 7788"},
    {"options", 0, "--address\n192.168.1.10/24\n192.168.2.1"},
    {"options", 0, "--address=2001:db8::1/64\n--json"},
    {"options", 0, "--decode-as=udp.port=5004:rtp\n-w\nb.pcapng\n-C\n10\n-G\n60\n-vv\n--color=always"},
    {"options", 0, "--fields=time,udp[-1].length\n-i\nany\n--count=3"},
    {"options", 1, "--text\nhello\n--size=64..1400\n--rate=2.5k\n--interval\n0.1\n--count=5\n192.0.2.1:7788"},
    {"filter", 0, "host 192.0.2.1 and not port 53 or (udp[8:4] = 1 && ip6)"},
    {"filter", 0, "vlan 100 and mpls 17 or ether host 02:00:00:00:00:01"},
    {"filter", 0, "port 53 or 5353 and less 100 or inbound"},
    {"filter", 1, "\x08\x21"},     /* port 53 */
    {"filter", 1, "\x02\x08\x22"}, /* not port 7788 */
    {"filter", 1, "\x09\x24\x01\x08\x21"},
};

static void write_texts_by_hand(const char *folder) {
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char name[NAME_SIZE];
        snprintf(name, sizeof name, "text-%zu", i);
        inputs_write(folder, texts[i].target, name, &texts[i].head, 1, texts[i].text, strlen(texts[i].text));
    }
}

/* Two fragments out of order, repeated, of many datagrams, and too late: see fuzz_fragments.c. */
static void write_fragments(const char *folder) {
    static const uint8_t records[][8] = {
        {0, 1, 0, 2, 0, 9, 0, 0},       {10, 1, 0, 0, 0, 16, 0, 5}, {10, 1, 0, 0, 0, 16, 0, 1},
        {0xe2, 2, 31, 0, 0, 8, 0, 255}, {0, 2, 0, 9, 0, 16, 61, 0}, {3, 3, 0, 0, 0, 64, 1, 0},
        {11, 3, 0, 1, 0, 16, 100, 0},   {1, 3, 0, 8, 0, 3, 0, 2},
    };
    for (size_t count = 1; count <= sizeof records / sizeof *records; count++) {
        char name[NAME_SIZE];
        snprintf(name, sizeof name, "records-%zu", count);
        inputs_write(folder, "fragments", name, NULL, 0, records, count * sizeof *records);
    }
}

int main(int argc, char **argv) {
    if (argc != 4)
        errx(2, "usage: fuzz_seeds CASES SAMPLES FOLDER");
    struct writer writer = {.folder = argv[3]};
    mkdir(writer.folder, 0777);
    write_cases(&writer, argv[1]);
    write_samples(writer.folder, argv[2]);
    write_texts_by_hand(writer.folder);
    write_fragments(writer.folder);
    unsigned host = inputs_write_host(writer.folder);
    inputs_write_dictionaries(writer.folder);
    printf("fuzz_seeds: %u cases, %u messages of the kernel\n", writer.cases, host);
    return writer.cases == 0;
}
