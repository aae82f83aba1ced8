/* --explain: what a layer and its values mean. */
#include "render/boxes.h"

#include "render/explain.h"
#include "render/palette.h"

enum { BOTH_ENDS = UDPI_SRC | UDPI_DST };

static void draw(struct udpi_canvas *canvas, const char *label, const char *sentences) {
    const char *ink = udpi_palette_explanation;
    udpi_canvas_begin_row(canvas);
    udpi_canvas_put_glyph(canvas, ink, &canvas->glyphs->explanation);
    udpi_canvas_put_spaces(canvas, 1);
    canvas->indent = canvas->column;
    if (label) {
        udpi_canvas_flow(canvas, ink, label, strlen(label));
        udpi_canvas_flow(canvas, ink, ":", 1);
        udpi_canvas_put_gap(canvas, 1);
    }
    udpi_canvas_flow(canvas, ink, sentences, strlen(sentences));
    udpi_canvas_end_row(canvas);
}

/* Whether they say the same of the sender and of the receiver. */
static bool is_of_both(const struct udpi_explanation *a, const struct udpi_explanation *b) {
    return a->kind->is_of_end && a->kind == b->kind && ((a->field->flags | b->field->flags) & BOTH_ENDS) == BOTH_ENDS &&
           strcmp(a->sentences, b->sentences) == 0;
}

static void draw_explanation(struct udpi_canvas *canvas, const struct udpi_explanation *explanation, bool is_both) {
    const char *whose = is_both ? "Both ends" : explanation->field->label;
    if (explanation->sentences[0])
        draw(canvas, explanation->kind->is_of_end ? whose : NULL, explanation->sentences);
}

void udpi_boxes_explain_layer(struct udpi_canvas *canvas, const struct udpi_packet *packet,
                              const struct udpi_layer *layer, const struct udpi_surroundings *surroundings) {
    struct udpi_explanation explanations[2]; /* this one, and the one before it, which is yet to be drawn */
    const struct udpi_explanation *before = NULL;
    draw(canvas, NULL, layer->protocol->doc);
    for (unsigned i = 0; i < layer->value_count; i++) {
        const struct udpi_explain_subject subject = {surroundings, packet, layer,
                                                     &packet->values[layer->first_value + i]};
        struct udpi_explanation *explanation = &explanations[before == &explanations[0]];
        if (!udpi_explain_value(&subject, explanation))
            continue;
        bool is_both = before && is_of_both(before, explanation);
        if (before)
            draw_explanation(canvas, before, is_both);
        before = is_both ? NULL : explanation;
    }
    if (before)
        draw_explanation(canvas, before, false);
}

void udpi_boxes_explain_packet(struct udpi_canvas *canvas, const struct udpi_packet *packet) {
    struct udpi_envelope envelope;
    char sentences[UDPI_EXPLAIN_SENTENCE_SIZE];
    if (!udpi_envelope_measure(packet, &envelope))
        return;
    udpi_envelope_write(&envelope, sentences);
    draw(canvas, NULL, sentences);
}
