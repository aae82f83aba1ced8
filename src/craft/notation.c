#include "craft/notation.h"

#include <stdio.h>
#include <string.h>

#include "core/nearest.h"
#include "craft/content.h"
#include "craft/ingredient.h"
#include "craft/lexer.h"

struct parser {
    struct udpi_lexer lexer;
    struct udpi_recipe *recipe;
    struct udpi_recipe_layer *layer; /* the one being parsed */
    struct udpi_sweeps *sweeps;      /* NULL where none may be */
};

/* What the line renderer may put in front: a time of day, RFC 3339, seconds, or "-" for none. No layer begins so. */
static bool is_time(const struct udpi_token *token) {
    static const char letters[] = "0123456789:.-+TZ";
    if (token->kind != UDPI_TOKEN_WORD || (unsigned char)token->text[0] >= 'A')
        return false;
    for (size_t i = 0; i < token->length; i++)
        if (!memchr(letters, token->text[i], sizeof letters - 1))
            return false;
    return true;
}

/* --- names -------------------------------------------------------------------------------------------------------- */

/* The token as a string of its own; what is too long for any name is cut. */
static const char *copy_name(const struct udpi_token *token, char name[UDPI_NEAREST_WORD + 1]) {
    size_t length = token->length < UDPI_NEAREST_WORD ? token->length : UDPI_NEAREST_WORD;
    memcpy(name, token->text, length);
    name[length] = '\0';
    return name;
}

static enum udpi_status refuse_name(const struct udpi_lexer *lexer, const char *what, const char *nearest) {
    char shown[UDPI_TOKEN_TEXT];
    udpi_token_show(&lexer->token, shown);
    if (nearest)
        return udpi_lexer_fail(lexer, lexer->token.start, "%s '%s'; did you mean '%s'?", what, shown, nearest);
    return udpi_lexer_fail(lexer, lexer->token.start, "%s '%s'", what, shown);
}

static enum udpi_status refuse_layer(const struct udpi_lexer *lexer) {
    char name[UDPI_NEAREST_WORD + 1];
    struct udpi_nearest nearest = {.word = copy_name(&lexer->token, name)};
    for (size_t i = 0; i < udpi_protocol_count; i++)
        if (!udpi_protocols[i]->is_invisible)
            udpi_nearest_offer(&nearest, udpi_protocols[i]->key);
    return refuse_name(lexer, "unknown layer", nearest.found);
}

/* Whether a value in one of the protocol's lists has the key. */
static bool has_member(const struct udpi_protocol *protocol, const struct udpi_token *token) {
    for (unsigned i = 0; i < protocol->field_count; i++) {
        const struct udpi_field *field = &protocol->fields[i];
        bool is_value = field->within && field->type != UDPI_LIST && field->type != UDPI_GROUP;
        if (is_value && udpi_token_is(token, field->key))
            return true;
    }
    return false;
}

static enum udpi_status refuse_key(const struct parser *parser) {
    const struct udpi_protocol *protocol = parser->layer->protocol;
    if (has_member(protocol, &parser->lexer.token))
        return udpi_lexer_fail(&parser->lexer, parser->lexer.token.start,
                               "what stands in lists of %s cannot be built from their members; print it with --spec",
                               protocol->key);
    char name[UDPI_NEAREST_WORD + 1], what[UDPI_NEAREST_WORD + 32];
    struct udpi_nearest nearest = {.word = copy_name(&parser->lexer.token, name)};
    for (unsigned i = 0; i < protocol->field_count && i < UDPI_MAX_INGREDIENTS; i++)
        if (udpi_field_is_built(&protocol->fields[i]))
            udpi_nearest_offer(&nearest, protocol->fields[i].key);
    snprintf(what, sizeof what, "%s has no key", protocol->key);
    return refuse_name(&parser->lexer, what, nearest.found);
}

/* --- one field ---------------------------------------------------------------------------------------------------- */

static enum udpi_status add_sweep(struct parser *parser, const char *start, struct udpi_sweep *sweep, unsigned field) {
    sweep->layer = (uint8_t)(parser->recipe->count - 1);
    sweep->field = (uint8_t)field;
    const char *complaint =
        parser->sweeps ? udpi_sweeps_add(parser->sweeps, sweep) : "a line of one packet has no sweeps";
    return complaint ? udpi_lexer_fail(&parser->lexer, start, "%s", complaint) : UDPI_OK;
}

/* Parses the value of a field at the current token and gives it to the layer. */
static enum udpi_status parse_field(struct parser *parser, unsigned index) {
    const struct udpi_field *field = &parser->layer->protocol->fields[index];
    const char *start = parser->lexer.token.start;
    struct udpi_ingredient ingredient = {0};
    struct udpi_sweep sweep = {.kind = UDPI_SWEEP_NONE};
    enum udpi_status status = udpi_ingredient_parse(&parser->lexer, field, parser->recipe, &ingredient, &sweep);
    if (status != UDPI_OK || !udpi_field_is_built(field))
        return status;
    ingredient.field = (uint8_t)index;
    *udpi_recipe_give(parser->layer, index) = ingredient;
    return sweep.kind ? add_sweep(parser, start, &sweep, index) : UDPI_OK;
}

/* The field that the token names, checked to be one that can be given; -1 with the error set where it is not. */
static int find_key(struct parser *parser) {
    const struct udpi_protocol *protocol = parser->layer->protocol;
    const struct udpi_token *token = &parser->lexer.token;
    char name[UDPI_NEAREST_WORD + 1];
    int index = udpi_field_find(protocol, copy_name(token, name));
    if (index < 0 || token->length > UDPI_NEAREST_WORD) {
        refuse_key(parser);
        return -1;
    }
    const struct udpi_field *field = &protocol->fields[index];
    bool is_computed = field->bits == 0 && field->flags & UDPI_COMPUTED;
    if (field->flags & UDPI_DERIVED)
        udpi_lexer_fail(&parser->lexer, token->start, "%s is worked out by udpinspect, not sent", field->key);
    else if ((!udpi_field_is_built(field) && !is_computed) || index >= UDPI_MAX_INGREDIENTS)
        udpi_lexer_fail(&parser->lexer, token->start, "%s has no place of its own and cannot be given", field->key);
    else if (udpi_recipe_find(parser->layer, (unsigned)index))
        udpi_lexer_fail(&parser->lexer, token->start, "%s is given twice", field->key);
    else
        return index;
    return -1;
}

static enum udpi_status parse_key(struct parser *parser) {
    struct udpi_lexer *lexer = &parser->lexer;
    if (lexer->token.kind != UDPI_TOKEN_WORD)
        return udpi_lexer_expected(lexer, "a key, '|' or the end");
    int index = find_key(parser);
    if (index < 0)
        return lexer->error->status;
    const struct udpi_field *field = &parser->layer->protocol->fields[index];
    if (udpi_lexer_peek(lexer) != UDPI_TOKEN_EQUALS) {
        const char *behind = lexer->at;
        if (field->type != UDPI_BOOL)
            return udpi_lexer_fail(lexer, behind, "expected '=' and a value behind %s", field->key);
        udpi_recipe_give(parser->layer, (unsigned)index)->number = 1;
        return udpi_lexer_next(lexer);
    }
    enum udpi_status status = udpi_lexer_next(lexer);
    if (status == UDPI_OK)
        status = udpi_lexer_next(lexer);
    return status == UDPI_OK ? parse_field(parser, (unsigned)index) : status;
}

/* --- one layer ---------------------------------------------------------------------------------------------------- */

/* src > dst, where the token behind the next one is '>'. */
static enum udpi_status parse_ends(struct parser *parser) {
    struct udpi_lexer *lexer = &parser->lexer;
    if (lexer->token.kind != UDPI_TOKEN_WORD || udpi_lexer_peek(lexer) != UDPI_TOKEN_GREATER)
        return UDPI_OK;
    const struct udpi_protocol *protocol = parser->layer->protocol;
    int src = udpi_field_flagged(protocol, UDPI_SRC), dst = udpi_field_flagged(protocol, UDPI_DST);
    if (src < 0 || dst < 0)
        return udpi_lexer_fail(lexer, lexer->token.start, "%s has no sender and receiver", protocol->key);
    enum udpi_status status = parse_field(parser, (unsigned)src);
    if (status == UDPI_OK)
        status = udpi_lexer_next(lexer);
    return status == UDPI_OK ? parse_field(parser, (unsigned)dst) : status;
}

static bool ends_layer(const struct udpi_token *token) {
    return token->kind == UDPI_TOKEN_PIPE || token->kind == UDPI_TOKEN_END;
}

/* What stands behind the name and the ends of a layer that is nothing but bytes. */
static enum udpi_status parse_data(struct parser *parser) {
    struct udpi_lexer *lexer = &parser->lexer;
    unsigned content = udpi_field_content(parser->layer->protocol);
    bool has_content = udpi_content_begins(&lexer->token);
    enum udpi_status status = has_content ? parse_field(parser, content) : UDPI_OK;
    if (status != UDPI_OK || ends_layer(&lexer->token))
        return status;
    return udpi_lexer_expected(lexer, has_content ? "'|' or the end" : "\"text\", hex:…, zeros:N, random:N or @file");
}

static const struct udpi_protocol *find_layer(const struct udpi_token *token) {
    char name[UDPI_NEAREST_WORD + 1];
    const struct udpi_protocol *protocol = udpi_protocol_find(copy_name(token, name));
    bool is_found = protocol && !protocol->is_invisible && token->length <= UDPI_NEAREST_WORD;
    return is_found ? protocol : NULL;
}

/* Adds the layer that the current token names, or the payload that it begins. */
static enum udpi_status open_layer(struct parser *parser) {
    struct udpi_lexer *lexer = &parser->lexer;
    struct udpi_recipe *recipe = parser->recipe;
    bool is_bare = udpi_content_begins(&lexer->token);
    if (!is_bare && lexer->token.kind != UDPI_TOKEN_WORD)
        return udpi_lexer_expected(lexer, "a layer's name or a payload");
    const struct udpi_protocol *protocol = is_bare ? udpi_protocol_find("payload") : find_layer(&lexer->token);
    if (!protocol)
        return refuse_layer(lexer);
    const struct udpi_protocol *before = recipe->count ? recipe->layers[recipe->count - 1].protocol : NULL;
    if (before && before->is_data && !protocol->is_leftover)
        return udpi_lexer_fail(lexer, lexer->token.start, "only surplus and trailer can stand behind %s", before->key);
    parser->layer = udpi_recipe_add_layer(recipe, protocol);
    if (!parser->layer)
        return udpi_lexer_fail(lexer, lexer->token.start, "a packet has at most %d layers", UDPI_MAX_LAYERS);
    return is_bare ? UDPI_OK : udpi_lexer_next(lexer);
}

static enum udpi_status parse_layer(struct parser *parser) {
    enum udpi_status status = open_layer(parser);
    if (status == UDPI_OK)
        status = parse_ends(parser);
    if (status == UDPI_OK && parser->layer->protocol->is_data)
        return parse_data(parser);
    while (status == UDPI_OK && !ends_layer(&parser->lexer.token))
        status = parse_key(parser);
    return status;
}

static enum udpi_status parse_line(struct parser *parser) {
    struct udpi_lexer *lexer = &parser->lexer;
    enum udpi_status status = UDPI_OK;
    if (is_time(&lexer->token))
        status = udpi_lexer_next(lexer);
    if (status == UDPI_OK)
        status = parse_layer(parser);
    while (status == UDPI_OK && lexer->token.kind == UDPI_TOKEN_PIPE) {
        status = udpi_lexer_next(lexer);
        if (status == UDPI_OK)
            status = parse_layer(parser);
    }
    return status;
}

static enum udpi_status parse(struct parser *parser, const char *line, struct udpi_error *error) {
    udpi_recipe_clear(parser->recipe);
    enum udpi_status status = udpi_lexer_open(&parser->lexer, line, error);
    return status == UDPI_OK ? parse_line(parser) : status;
}

enum udpi_status udpi_notation_parse(const char *line, struct udpi_recipe *recipe, struct udpi_error *error) {
    struct parser parser = {.recipe = recipe};
    return parse(&parser, line, error);
}

enum udpi_status udpi_notation_parse_sweeps(const char *line, struct udpi_recipe *recipe, struct udpi_sweeps *sweeps,
                                            struct udpi_error *error) {
    struct parser parser = {.recipe = recipe, .sweeps = sweeps};
    udpi_sweeps_clear(sweeps);
    enum udpi_status status = parse(&parser, line, error);
    udpi_sweeps_close(sweeps, recipe);
    return status;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static void write_data(const struct udpi_recipe *recipe, const struct udpi_recipe_layer *layer,
                       struct udpi_sink *sink) {
    const struct udpi_ingredient *content = udpi_recipe_find(layer, udpi_field_content(layer->protocol));
    bool is_bare = layer->protocol->bindings[0].key == UDPI_AS_PAYLOAD;
    if (!is_bare) {
        udpi_sink_puts(sink, layer->protocol->key);
        udpi_sink_puts(sink, " ");
    }
    udpi_content_write(content ? udpi_recipe_bytes(recipe, content) : NULL, content ? content->bytes_count : 0, true,
                       sink);
}

static void write_key(const struct udpi_recipe *recipe, const struct udpi_field *field,
                      const struct udpi_ingredient *ingredient, struct udpi_sink *sink) {
    udpi_sink_puts(sink, " ");
    udpi_sink_puts(sink, field->key);
    if (field->type == UDPI_BOOL) {
        udpi_sink_puts(sink, ingredient->number ? "" : "=false");
        return;
    }
    udpi_sink_puts(sink, "=");
    udpi_ingredient_write(recipe, field, ingredient, sink);
}

static void write_layer(const struct udpi_recipe *recipe, const struct udpi_recipe_layer *layer,
                        struct udpi_sink *sink) {
    const struct udpi_field *fields = layer->protocol->fields;
    int src_field = udpi_field_flagged(layer->protocol, UDPI_SRC),
        dst_field = udpi_field_flagged(layer->protocol, UDPI_DST);
    const struct udpi_ingredient *src = src_field < 0 ? NULL : udpi_recipe_find(layer, (unsigned)src_field);
    const struct udpi_ingredient *dst = dst_field < 0 ? NULL : udpi_recipe_find(layer, (unsigned)dst_field);
    bool has_ends = src && dst;
    udpi_sink_puts(sink, layer->protocol->key);
    if (has_ends) {
        udpi_sink_puts(sink, " ");
        udpi_ingredient_write(recipe, &fields[src->field], src, sink);
        udpi_sink_puts(sink, " > ");
        udpi_ingredient_write(recipe, &fields[dst->field], dst, sink);
    }
    for (unsigned i = 0; i < layer->count; i++) {
        const struct udpi_ingredient *ingredient = &layer->ingredients[i];
        if (!has_ends || (ingredient != src && ingredient != dst))
            write_key(recipe, &fields[ingredient->field], ingredient, sink);
    }
}

void udpi_notation_write(const struct udpi_recipe *recipe, struct udpi_sink *sink) {
    for (unsigned i = 0; i < recipe->count; i++) {
        const struct udpi_recipe_layer *layer = &recipe->layers[i];
        if (i > 0)
            udpi_sink_puts(sink, " | ");
        if (layer->protocol->is_data)
            write_data(recipe, layer, sink);
        else
            write_layer(recipe, layer, sink);
    }
}
