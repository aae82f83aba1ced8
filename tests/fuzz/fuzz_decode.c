/*
 * Any bytes as a frame: the first two pick the link type, the third how much of the frame was captured. What must hold of every
 * packet is checked, and every renderer writes it.
 */
#include <stdint.h>
#include <stdlib.h>

#include <udpinspect/decoder.h>

#include "craft/spec.h"
#include "fuzz.h"
#include "render/render.h"

static const uint16_t link_types[] = {1, 113, 276, 0, 108, 12, 228, 229, 0xfff0};
static const struct udpi_renderer *const renderers[] = {&udpi_render_line, &udpi_render_boxes, &udpi_render_hex,
                                                        &udpi_render_json};
enum { HEAD = 3, RENDERERS = sizeof renderers / sizeof *renderers };

static int discard(void *context, const char *bytes, size_t count) {
    (void)context, (void)bytes, (void)count;
    return 0;
}

static void render(const struct udpi_packet *packet, bool is_rich) {
    const struct udpi_render_options options = {
        .columns = is_rich ? 200 : 40, .has_color = is_rich, .has_unicode = is_rich, .shows_fields = is_rich};
    struct udpi_sink sink;
    struct udpi_spec *spec = udpi_spec_create();
    if (!spec || !udpi_sink_open(&sink, discard, NULL))
        abort();
    for (size_t i = 0; i < RENDERERS; i++) {
        void *state = renderers[i]->open(&options);
        renderers[i]->packet(state, packet, &sink);
        renderers[i]->close(state);
    }
    udpi_spec_write(spec, packet, &sink);
    udpi_spec_free(spec);
    udpi_sink_close(&sink);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    if (size < HEAD)
        return 0;
    struct udpi_decoder *decoder = udpi_decoder_create();
    if (!decoder)
        abort();
    const struct udpi_frame frame = {
        .bytes = bytes + HEAD,
        .captured = (uint32_t)(size - HEAD),
        .length = (uint32_t)(size - HEAD) + (bytes[2] & 1 ? bytes[2] : 0),
        .time = (int64_t)bytes[1] << 50,
        .number = 1,
        .link_type = link_types[bytes[0] % (sizeof link_types / sizeof *link_types)],
    };
    const struct udpi_packet *packet = udpi_decode(decoder, &frame);
    if (udpi_packet_check(packet))
        abort();
    render(packet, bytes[2] & 2);
    udpi_decoder_free(decoder);
    return 0;
}
