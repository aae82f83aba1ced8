#include "fuzz_packet.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "craft/document.h"
#include "fuzz.h"
#include "fuzz_output.h"
#include "render/render.h"
#include "render/schema.h"
#include "round.h"
#include "schema_check.h"

enum { IS_RICH = 0x80, BREACH_SIZE = 512 }; /* the highest bit of `choice` */

/* --- checks of a form --------------------------------------------------------------------------------------------- */

typedef void check(const struct udpi_packet *packet, const struct udpi_sink *text, unsigned allowed);

static void check_line(const struct udpi_packet *packet, const struct udpi_sink *text, unsigned allowed) {
    (void)packet;
    fuzz_check_line(text->bytes, text->used, allowed);
}

static void check_page(const struct udpi_packet *packet, const struct udpi_sink *text, unsigned allowed) {
    (void)packet;
    fuzz_check_text(text->bytes, text->used, allowed | FUZZ_LINES);
}

static void check_schema(const cJSON *document, const char *text) {
    static struct schema_check *schema;
    char breach[BREACH_SIZE] = "";
    if (!schema) {
        char *written = udpi_schema_print();
        schema = written ? schema_check_create(written) : NULL;
        free(written);
    }
    if (!schema || !schema_check_document(schema, document, breach, sizeof breach))
        fuzz_breach(breach, text);
}

/* udpgen craft takes the document, unless there is a list in it, or a time before 1970. */
static void check_readable(const struct udpi_packet *packet, const cJSON *document, const char *text) {
    static struct udpi_pattern *pattern;
    struct udpi_error error = {.status = UDPI_OK};
    bool is_packet;
    if (!pattern && !(pattern = udpi_pattern_create()))
        fuzz_breach("no memory", NULL);
    udpi_pattern_clear(pattern);
    bool is_early = packet->frame.time < 0 && packet->frame.time != UDPI_NO_TIME;
    if (udpi_document_read(document, pattern, &is_packet, &error) != UDPI_OK && !is_early &&
        !strstr(error.text, ": a list cannot be"))
        fuzz_breach(error.text, text);
}

/* The schema takes longer than all else: it is asked where there would be colours. */
static void check_document(const struct udpi_packet *packet, const struct udpi_sink *text, unsigned allowed) {
    const char *end;
    cJSON *document = cJSON_ParseWithOpts(text->bytes, &end, false);
    if (!document || strcmp(end, "\n") != 0 || end + 1 != text->bytes + text->used)
        fuzz_breach("no JSON, or more than that", text->bytes);
    if (cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(document, "layers")) != packet->layer_count)
        fuzz_breach("the document has another number of layers than the packet", text->bytes);
    check_readable(packet, document, text->bytes);
    if (allowed & FUZZ_COLORS)
        check_schema(document, text->bytes);
    cJSON_Delete(document);
}

static void check_json(const struct udpi_packet *packet, const struct udpi_sink *text, unsigned allowed) {
    fuzz_check_line(text->bytes, text->used, 0);
    check_document(packet, text, allowed);
}

static void check_pretty(const struct udpi_packet *packet, const struct udpi_sink *text, unsigned allowed) {
    fuzz_check_text(text->bytes, text->used, FUZZ_LINES | FUZZ_TABS);
    check_document(packet, text, allowed);
}

/* --- forms -------------------------------------------------------------------------------------------------------- */

struct form {
    const struct udpi_renderer *renderer;
    check *check;
    bool shows_fields, explains;
};

static const struct form forms[] = {
    {&udpi_render_line, check_line, false, false},         {&udpi_render_boxes, check_page, false, false},
    {&udpi_render_boxes, check_page, true, false},         {&udpi_render_boxes, check_page, true, true},
    {&udpi_render_hex, check_page, false, false},          {&udpi_render_json, check_json, false, false},
    {&udpi_render_json_pretty, check_pretty, false, true}, {&udpi_render_json_explained, check_json, false, true},
};

enum { FORMS = sizeof forms / sizeof *forms, FIELDS = FORMS, ROUND, CHOICES };

static struct udpi_render_options choose_options(const struct form *form, bool is_rich) {
    return (struct udpi_render_options){.time = UDPI_TIME_UTC,
                                        .columns = is_rich ? 200 : 40,
                                        .has_color = is_rich,
                                        .has_unicode = is_rich,
                                        .shows_fields = form->shows_fields,
                                        .explains = form->explains};
}

/* The empty text that everything is written to, with a NUL behind it when it is closed. */
static struct udpi_sink *open_text(void) {
    static struct udpi_sink text;
    if (!text.bytes && !udpi_sink_open(&text, NULL, NULL))
        fuzz_breach("no memory", NULL);
    text.used = 0;
    return &text;
}

static void close_text(struct udpi_sink *text) {
    udpi_sink_write(text, "", 1);
    text->used--;
}

static void write_form(const struct udpi_packet *packet, unsigned index, bool is_rich) {
    static void *states[FORMS][2];
    const struct form *form = &forms[index];
    const struct udpi_render_options options = choose_options(form, is_rich);
    void **state = &states[index][is_rich];
    struct udpi_sink *text = open_text();
    if (!*state && !(*state = form->renderer->open(&options)))
        fuzz_breach("no memory", NULL);
    form->renderer->packet(*state, packet, text);
    close_text(text);
    form->check(packet, text, is_rich ? FUZZ_COLORS : 0);
}

/* --- fields ------------------------------------------------------------------------------------------------------- */

/* Names what there is of the packet, and all that its last layer may have of its own. */
static void name_fields(const struct udpi_packet *packet, struct udpi_sink *names) {
    udpi_sink_puts(names, "frame,time,interface,link_type,path,src,src_port,dst,dst_port,notes");
    if (packet->layer_count == 0)
        return;
    const struct udpi_protocol *protocol = packet->layers[packet->layer_count - 1].protocol;
    for (unsigned i = 0; i < protocol->field_count; i++) {
        const struct udpi_field *field = &protocol->fields[i];
        if (field->within || field->flags & UDPI_DETAIL)
            continue;
        udpi_sink_puts(names, ",");
        udpi_sink_puts(names, protocol->key);
        udpi_sink_puts(names, ".");
        udpi_sink_puts(names, field->key);
    }
}

static void write_fields(const struct udpi_packet *packet) {
    struct udpi_sink *text = open_text();
    name_fields(packet, text);
    close_text(text);
    char *names = strdup(text->bytes);
    const struct udpi_render_options options = {.fields = names};
    void *state = names ? udpi_render_fields.open(&options) : NULL;
    if (!state)
        fuzz_breach("these fields cannot be shown", names);
    text->used = 0;
    udpi_render_fields.packet(state, packet, text);
    close_text(text);
    fuzz_check_line(text->bytes, text->used, FUZZ_TABS);
    udpi_render_fields.close(state);
    free(names);
}

/* --- the exact line ----------------------------------------------------------------------------------------------- */

static void go_round(const struct udpi_packet *packet) {
    static struct round *round;
    if (!round && !(round = round_create()))
        fuzz_breach("no memory", NULL);
    const char *problem = round_go(round, packet);
    if (problem)
        fuzz_breach(problem, round_line(round));
    fuzz_check_line(round_line(round), strlen(round_line(round)), 0);
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

struct udpi_decoder *fuzz_decoder(void) {
    static struct udpi_decoder *decoder;
    if (!decoder && !(decoder = udpi_decoder_create()))
        fuzz_breach("no memory", NULL);
    udpi_decoder_forget(decoder);
    return decoder;
}

void fuzz_packet(const struct udpi_packet *packet, uint8_t choice) {
    unsigned index = choice % IS_RICH % CHOICES;
    const char *breach = udpi_packet_check(packet);
    if (breach)
        fuzz_breach(breach, NULL);
    if (index == FIELDS)
        write_fields(packet);
    else if (index == ROUND)
        go_round(packet);
    else
        write_form(packet, index, choice & IS_RICH);
}
