/*
 * Cuts the frame of every case after each of its bytes, and expects of each piece: what must hold of every packet holds, the
 * truncation is noted, all renderers cope, and every JSON line can be read.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "golden_case.h"
#include "render/render.h"

static const struct udpi_renderer *const renderers[] = {&udpi_render_line, &udpi_render_boxes, &udpi_render_hex,
                                                        &udpi_render_json};
enum { RENDERERS = sizeof renderers / sizeof *renderers };

struct bench {
    struct udpi_decoder *decoder;
    void *states[RENDERERS];
    struct udpi_sink sink;
};

static bool has_note(const struct udpi_packet *packet, unsigned code) {
    for (unsigned i = 0; i < packet->note_count; i++)
        if (packet->notes[i].code == code)
            return true;
    return false;
}

static const char *render_packet(struct bench *bench, const struct udpi_packet *packet) {
    for (size_t i = 0; i < RENDERERS; i++) {
        bench->sink.used = 0;
        renderers[i]->packet(bench->states[i], packet, &bench->sink);
        if (bench->sink.used == 0 || bench->sink.bytes[bench->sink.used - 1] != '\n')
            return "a renderer wrote no line";
    }
    /* JSON is the last of them. */
    cJSON *document = cJSON_ParseWithLength(bench->sink.bytes, bench->sink.used);
    cJSON_Delete(document);
    return document ? NULL : "the JSON cannot be read";
}

static const char *check_piece(struct bench *bench, const struct golden_case *c, uint32_t captured) {
    uint8_t *piece = malloc(captured ? captured : 1);
    if (!piece)
        errx(2, "out of memory");
    memcpy(piece, c->bytes, captured);
    const struct udpi_packet *packet = golden_case_decode(c, bench->decoder, piece, captured);
    const char *breach = udpi_packet_check(packet);
    if (!breach && captured < c->length && !has_note(packet, UDPI_NOTE_TRUNCATED))
        breach = "the truncation is not noted";
    if (!breach)
        breach = render_packet(bench, packet);
    free(piece);
    return breach;
}

static unsigned check_case(struct bench *bench, const char *path, unsigned *pieces) {
    struct golden_case c = golden_case_read(path);
    unsigned failed = 0;
    for (uint32_t captured = 0; captured <= c.captured; captured++, ++*pieces) {
        const char *breach = check_piece(bench, &c, captured);
        if (!breach)
            continue;
        printf("truncation: %s cut after %u bytes: %s\n", path, captured, breach);
        failed++;
    }
    golden_case_free(&c);
    return failed;
}

int main(int argc, char **argv) {
    if (argc != 2)
        errx(2, "usage: truncation FOLDER");
    const struct udpi_render_options options = {
        .columns = 80, .has_color = true, .has_unicode = true, .shows_fields = true};
    struct bench bench = {.decoder = udpi_decoder_create()};
    bool is_ready = bench.decoder && udpi_sink_open(&bench.sink, NULL, NULL);
    for (size_t i = 0; i < RENDERERS && is_ready; i++)
        is_ready = (bench.states[i] = renderers[i]->open(&options)) != NULL;
    if (!is_ready)
        errx(2, "out of memory");
    char **paths = golden_case_list(argv[1]);
    unsigned failed = 0, pieces = 0;
    for (size_t i = 0; paths[i]; i++) {
        failed += check_case(&bench, paths[i], &pieces);
        free(paths[i]);
    }
    free(paths);
    for (size_t i = 0; i < RENDERERS; i++)
        renderers[i]->close(bench.states[i]);
    udpi_sink_close(&bench.sink);
    udpi_decoder_free(bench.decoder);
    printf("truncation: %u pieces, %u failed\n", pieces, failed);
    return failed > 0;
}
