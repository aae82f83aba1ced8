#include "select/select.h"

#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>

#include "select/datagrams.h"
#include "select/expression.h"
#include "select/scene.h"
#include "select/wide.h"

enum { MOST_WIDE = 16 };

/* The stand-in for a link type. */
struct wide {
    uint16_t link_type;
    char *text; /* NULL for everything */
};

struct udpi_select {
    struct udpi_expression *expression;
    struct udpi_filter **filters; /* of the primitives, by their nodes */
    struct udpi_filter *whole;    /* of the text; NULL where it may not be asked alone */
    struct udpi_datagrams *datagrams;
    struct udpi_held *held;
    char *text;
    bool shows_all;
    bool is_outer;    /* the kernel alone can judge it */
    bool was_refused; /* memory for what is wide */
    uint16_t pending; /* the datagram of the packet judged last */
    unsigned wide_count;
    struct wide wide[MOST_WIDE];
    struct udpi_landmarks landmarks;
    uint8_t scratch[UDPI_LONGEST_WHOLE];
};

/* --- from beginning to end ---------------------------------------------------------------------------------------- */

/* Whether the node asks, elsewhere than in the topmost `and`, what only the kernel knows. */
static bool asks_kernel(const struct udpi_expression *expression, uint16_t index, bool is_top) {
    const struct udpi_node *node = &expression->nodes[index];
    if (node->kind == UDPI_NODE_PRIMITIVE)
        return node->peculiarity == UDPI_SENT && !is_top;
    bool is_negated_sent =
        node->kind == UDPI_NODE_NOT && expression->nodes[node->child].peculiarity == UDPI_SENT && is_top;
    bool is_still_top = is_top && (node->kind == UDPI_NODE_AND || is_negated_sent);
    for (uint16_t i = node->child; i != UDPI_NO_NODE; i = expression->nodes[i].next)
        if (asks_kernel(expression, i, is_still_top))
            return true;
    return false;
}

/* Whether what is accepted at the outermost headers is accepted whatever else there is. */
static bool is_monotonic(const struct udpi_expression *expression) {
    for (uint16_t i = 0; i < expression->count; i++)
        if (expression->nodes[i].kind == UDPI_NODE_NOT || expression->nodes[i].peculiarity == UDPI_OPAQUE)
            return false;
    return true;
}

static bool create_filters(struct udpi_select *select) {
    const struct udpi_expression *expression = select->expression;
    if (is_monotonic(expression) && !(select->whole = udpi_filter_create(select->text)))
        return false;
    select->filters = calloc(expression->count, sizeof(struct udpi_filter *));
    for (uint16_t i = 0; select->filters && i < expression->count; i++)
        if (expression->nodes[i].text && !(select->filters[i] = udpi_filter_create(expression->nodes[i].text)))
            return false;
    return select->filters != NULL;
}

struct udpi_select *udpi_select_create(const char *text, bool shows_all, const struct udpi_held_visitor *visitor) {
    struct udpi_select *select = calloc(1, sizeof *select);
    if (!select)
        return NULL;
    select->shows_all = shows_all;
    select->text = strdup(text);
    select->expression = udpi_expression_parse(text);
    select->datagrams = udpi_datagrams_create();
    select->held = udpi_held_create(visitor);
    bool is_whole = select->text && select->expression && select->datagrams && select->held &&
                    udpi_expression_join(select->expression) && create_filters(select);
    if (!is_whole) {
        udpi_select_free(select);
        return NULL;
    }
    select->is_outer = asks_kernel(select->expression, select->expression->root, true);
    udpi_landmarks_find(&select->landmarks);
    return select;
}

void udpi_select_free(struct udpi_select *select) {
    if (!select)
        return;
    for (uint16_t i = 0; select->filters && i < select->expression->count; i++)
        udpi_filter_free(select->filters[i]);
    for (unsigned i = 0; i < select->wide_count; i++)
        free(select->wide[i].text);
    udpi_filter_free(select->whole);
    free(select->filters);
    udpi_expression_free(select->expression);
    udpi_datagrams_free(select->datagrams);
    udpi_held_free(select->held);
    free(select->text);
    free(select);
}

static void prepare(struct udpi_select *select, uint16_t link_type) {
    const uint16_t link_types[] = {DLT_RAW, DLT_EN10MB, link_type};
    struct udpi_error ignored;
    for (uint16_t i = 0; i < select->expression->count; i++)
        for (size_t k = 0; select->filters[i] && k < sizeof link_types / sizeof *link_types; k++)
            udpi_filter_compile(select->filters[i], (struct udpi_filter_kind){.link_type = link_types[k]}, &ignored);
    if (select->whole)
        udpi_filter_compile(select->whole, (struct udpi_filter_kind){.link_type = link_type}, &ignored);
}

/* Where places are short, everything passes: the exact step decides. */
static const char *find_wide(void *context, uint16_t link_type) {
    struct udpi_select *select = context;
    prepare(select, link_type);
    if (select->is_outer)
        return select->text;
    for (unsigned i = 0; i < select->wide_count; i++)
        if (select->wide[i].link_type == link_type)
            return select->wide[i].text;
    if (select->wide_count == MOST_WIDE)
        return NULL;
    char *text;
    if (!udpi_wide_write(select->expression, link_type, select->shows_all, &text))
        select->was_refused = true;
    select->wide[select->wide_count++] = (struct wide){link_type, text};
    return text;
}

struct udpi_filter_stand_in udpi_select_stand_in(struct udpi_select *select) {
    return (struct udpi_filter_stand_in){find_wide, select};
}

bool udpi_select_accepts_outside(struct udpi_select *select, const struct udpi_frame *frame) {
    return select->whole && udpi_filter_accepts(select->whole, frame, false);
}

/* --- judging ------------------------------------------------------------------------------------------------------ */

static bool is_unusable(struct udpi_filter *filter, const struct udpi_scene *scene) {
    struct udpi_error ignored;
    return !udpi_filter_compile(filter, (struct udpi_filter_kind){.link_type = scene->packet->frame.link_type},
                                &ignored);
}

static enum udpi_verdict judge_primitive(const struct udpi_select *select, uint16_t index, struct udpi_scene *scene) {
    const struct udpi_node *node = &select->expression->nodes[index];
    struct udpi_filter *filter = select->filters[index];
    bool is_true =
        (node->place == UDPI_AT_IP || node->peculiarity == UDPI_OPAQUE) && udpi_scene_accepts_ip(scene, filter);
    is_true = is_true || udpi_scene_accepts_frame(scene, filter);
    is_true = is_true || (node->place != UDPI_AT_FRAME && udpi_scene_accepts_inner_frame(scene, filter));
    if (is_true)
        return UDPI_YES;
    return scene->is_pending && node->place != UDPI_AT_FRAME ? UDPI_UNDECIDED : UDPI_NO;
}

static enum udpi_verdict judge_node(const struct udpi_select *select, uint16_t index, struct udpi_scene *scene);

/* What only the kernel knows, it has judged already: be it `inbound` or `not inbound`. */
static bool is_judged(const struct udpi_select *select, uint16_t index, const struct udpi_scene *scene) {
    const struct udpi_node *node = &select->expression->nodes[index];
    uint16_t primitive = node->kind == UDPI_NODE_NOT ? node->child : index;
    return select->expression->nodes[primitive].peculiarity == UDPI_SENT &&
           is_unusable(select->filters[primitive], scene);
}

/* The verdicts are in order: `and` is the least of them, `or` the greatest. */
static enum udpi_verdict judge_connected(const struct udpi_select *select, const struct udpi_node *node,
                                         struct udpi_scene *scene) {
    bool is_and = node->kind == UDPI_NODE_AND;
    enum udpi_verdict whole = is_and ? UDPI_YES : UDPI_NO, decisive = is_and ? UDPI_NO : UDPI_YES;
    for (uint16_t i = node->child; i != UDPI_NO_NODE && whole != decisive; i = select->expression->nodes[i].next) {
        enum udpi_verdict verdict = judge_node(select, i, scene);
        if (is_and ? verdict < whole : verdict > whole)
            whole = verdict;
    }
    return whole;
}

static enum udpi_verdict judge_node(const struct udpi_select *select, uint16_t index, struct udpi_scene *scene) {
    const struct udpi_node *node = &select->expression->nodes[index];
    if (node->kind == UDPI_NODE_AND || node->kind == UDPI_NODE_OR)
        return judge_connected(select, node, scene);
    if (is_judged(select, index, scene))
        return UDPI_YES;
    if (node->kind == UDPI_NODE_NOT)
        return (enum udpi_verdict)(UDPI_YES - judge_node(select, node->child, scene));
    return judge_primitive(select, index, scene);
}

/* Whether the packet carries UDP, or may turn out to. */
static enum udpi_verdict judge_udp(const struct udpi_select *select, const struct udpi_scene *scene) {
    if (select->shows_all || scene->packet->is_udp)
        return UDPI_YES;
    if (!scene->is_pending)
        return UDPI_NO;
    uint8_t protocol = udpi_scene_fragment_protocol(scene, scene->fragment_count - 1U);
    return select->landmarks.carries[protocol] ? UDPI_UNDECIDED : UDPI_NO;
}

/* --- datagrams in fragments --------------------------------------------------------------------------------------- */

static uint16_t find_datagram(struct udpi_select *select, const struct udpi_scene *scene, unsigned index) {
    struct udpi_fragment_seen seen = udpi_scene_fragment(scene, index);
    uint16_t forgotten, datagram = udpi_datagrams_find(select->datagrams, &seen, &forgotten);
    if (forgotten != UDPI_NO_DATAGRAM)
        udpi_held_drop(select->held, forgotten, false);
    return datagram;
}

/* A datagram is as its first decided frame says; frames that waited for a datagram in the one that waits go on waiting. */
static enum udpi_verdict settle(struct udpi_select *select, const struct udpi_scene *scene, enum udpi_verdict verdict) {
    uint16_t datagrams[UDPI_MAX_BUFFERS];
    for (unsigned i = 0; i < scene->fragment_count; i++) {
        datagrams[i] = find_datagram(select, scene, i);
        if (udpi_datagrams_is_wanted(select->datagrams, datagrams[i]))
            verdict = UDPI_YES;
    }
    select->pending = datagrams[scene->fragment_count - 1];
    for (unsigned i = 0; i < scene->fragment_count; i++) {
        bool is_complete = i + scene->is_pending < scene->fragment_count;
        if (is_complete)
            udpi_datagrams_complete(select->datagrams, datagrams[i]);
        if (verdict == UDPI_YES) {
            udpi_datagrams_want(select->datagrams, datagrams[i]);
            udpi_held_show(select->held, datagrams[i]);
        } else if (is_complete && verdict == UDPI_UNDECIDED) {
            udpi_held_move(select->held, datagrams[i], select->pending);
        } else if (is_complete) {
            udpi_held_drop(select->held, datagrams[i], true);
        }
    }
    return verdict;
}

enum udpi_verdict udpi_select_judge(struct udpi_select *select, const struct udpi_packet *packet) {
    struct udpi_scene scene;
    udpi_scene_set(&scene, &select->landmarks, packet, select->scratch);
    enum udpi_verdict verdict = judge_udp(select, &scene);
    if (verdict != UDPI_NO && !select->is_outer) {
        enum udpi_verdict asked = judge_node(select, select->expression->root, &scene);
        verdict = asked < verdict ? asked : verdict;
    }
    return scene.fragment_count == 0 ? verdict : settle(select, &scene, verdict);
}

void udpi_select_hold(struct udpi_select *select, const struct udpi_packet *packet, const char *output, size_t count) {
    udpi_held_add(select->held, select->pending, &packet->frame, output, count);
}

bool udpi_select_was_refused(const struct udpi_select *select) {
    bool was_refused = select->was_refused || udpi_held_was_refused(select->held) ||
                       (select->whole && udpi_filter_was_refused(select->whole));
    for (uint16_t i = 0; i < select->expression->count; i++)
        was_refused |= select->filters[i] && udpi_filter_was_refused(select->filters[i]);
    return was_refused;
}

uint64_t udpi_select_undecided(const struct udpi_select *select) {
    return udpi_held_undecided(select->held);
}

bool udpi_select_is_too_large(const struct udpi_select *select) {
    return select->expression->is_too_large;
}

/* --- in words ----------------------------------------------------------------------------------------------------- */

static void explain_node(const struct udpi_select *select, uint16_t index, unsigned depth, struct udpi_sink *sink) {
    static const char *const places[] = {
        [UDPI_AT_IP] = "at one IP header",
        [UDPI_AT_LINK] = "at one link header or tag",
        [UDPI_AT_FRAME] = "of the frame",
    };
    static const char *const connectives[] = {
        [UDPI_NODE_AND] = "all of", [UDPI_NODE_OR] = "any of", [UDPI_NODE_NOT] = "nowhere"};
    const struct udpi_node *node = &select->expression->nodes[index];
    for (unsigned i = 0; i <= depth; i++)
        udpi_sink_puts(sink, "  ");
    bool is_primitive = node->kind == UDPI_NODE_PRIMITIVE;
    udpi_sink_puts(sink, is_primitive ? places[node->place] : connectives[node->kind]);
    if (is_primitive) {
        udpi_sink_puts(sink, ": ");
        udpi_sink_puts(sink, node->text);
    }
    udpi_sink_puts(sink, "\n");
    for (uint16_t i = node->child; i != UDPI_NO_NODE; i = select->expression->nodes[i].next)
        explain_node(select, i, depth + 1, sink);
}

void udpi_select_explain(const struct udpi_select *select, struct udpi_sink *sink) {
    udpi_sink_puts(sink, select->shows_all ? "exact, at every depth:\n" : "exact, at every depth, with UDP only:\n");
    if (select->is_outer)
        udpi_sink_puts(
            sink, "  by the kernel alone, at the outermost headers (inbound, outbound or ifindex within or, not)\n");
    else
        explain_node(select, select->expression->root, 0, sink);
}
