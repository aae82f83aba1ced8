#include "fuzz_packet.h"

#include <stdlib.h>

#include "craft/spec.h"
#include "render/render.h"

static const struct udpi_renderer *const renderers[] = {&udpi_render_line, &udpi_render_boxes, &udpi_render_hex,
                                                        &udpi_render_json};
enum { RENDERERS = sizeof renderers / sizeof *renderers };

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

void fuzz_packet(const struct udpi_packet *packet, bool is_rich) {
    if (udpi_packet_check(packet))
        abort();
    render(packet, is_rich);
}
