/* By recursive descent; the grammar is that of libpcap 1.10, grammar.y. */
#include "select/expression.h"

#include <stdlib.h>
#include <string.h>

#include "select/scanner.h"
#include "select/words.h"

struct slice {
    const char *text;
    size_t size;
};

struct parser {
    struct udpi_expression *expression;
    struct udpi_token token; /* the next one */
    const char *end;         /* behind the last one that was taken */
    struct slice qualifiers; /* that an operand without keywords takes over; size 0 for none */
    enum udpi_place place;   /* of these */
    unsigned depth;
    bool is_out_of_memory;
};

/* --- nodes -------------------------------------------------------------------------------------------------------- */

static uint16_t add_node(struct parser *p, enum udpi_node_kind kind, uint16_t child) {
    struct udpi_expression *expression = p->expression;
    if (expression->count == UDPI_MOST_NODES) {
        expression->is_too_large = true;
        return UDPI_NO_NODE;
    }
    expression->nodes[expression->count] =
        (struct udpi_node){.kind = (uint8_t)kind, .child = child, .next = UDPI_NO_NODE};
    return expression->count++;
}

/* A primitive of two pieces of the text, of which the first may be empty. */
static uint16_t add_primitive(struct parser *p, struct slice first, struct slice rest, struct udpi_word nature) {
    uint16_t index = add_node(p, UDPI_NODE_PRIMITIVE, UDPI_NO_NODE);
    if (index == UDPI_NO_NODE)
        return UDPI_NO_NODE;
    struct udpi_node *node = &p->expression->nodes[index];
    char *at = node->text = malloc(first.size + 1 + rest.size + 1);
    if (!at) {
        p->is_out_of_memory = true;
        return UDPI_NO_NODE;
    }
    if (first.size > 0) {
        at = mempcpy(at, first.text, first.size);
        *at++ = ' ';
    }
    at = mempcpy(at, rest.text, rest.size);
    *at = '\0';
    node->place = nature.place;
    node->peculiarity = nature.peculiarity;
    return index;
}

static uint16_t *find_last(struct udpi_expression *expression, uint16_t *link) {
    while (*link != UDPI_NO_NODE)
        link = &expression->nodes[*link].next;
    return link;
}

/* Operands of an operand with the same connective become operands of the new one. */
static uint16_t connect(struct parser *p, enum udpi_node_kind kind, uint16_t left, uint16_t right) {
    struct udpi_node *nodes = p->expression->nodes;
    uint16_t whole = nodes[left].kind == kind ? left : add_node(p, kind, left);
    if (whole == UDPI_NO_NODE)
        return UDPI_NO_NODE;
    uint16_t *end = find_last(p->expression, &nodes[whole].child);
    *end = nodes[right].kind == kind ? nodes[right].child : right;
    return whole;
}

/* --- tokens ------------------------------------------------------------------------------------------------------- */

static struct udpi_token take(struct parser *p) {
    struct udpi_token token = p->token;
    p->end = token.text + token.size;
    p->token = udpi_token_read(p->end);
    return token;
}

/* Where the tokens stand, to come back to. */
struct mark {
    struct udpi_token token;
    const char *end;
};

static struct mark mark(const struct parser *p) {
    return (struct mark){p->token, p->end};
}

static void go_back(struct parser *p, struct mark mark) {
    p->token = mark.token;
    p->end = mark.end;
}

static bool take_if(struct parser *p, enum udpi_token_kind kind) {
    if (p->token.kind != kind)
        return false;
    take(p);
    return true;
}

static const struct udpi_word *look(const struct parser *p) {
    static const struct udpi_word none = {"", UDPI_WORD_OTHER, 0, 0};
    return p->token.kind == UDPI_TOKEN_WORD ? udpi_word_find(p->token.text, p->token.size) : &none;
}

static struct slice slice_from(const struct parser *p, const char *start) {
    return (struct slice){start, (size_t)(p->end - start)};
}

static const struct slice nothing = {"", 0};

/* --- relations: udp[8:4] = 1 -------------------------------------------------------------------------------------- */

static bool skip_brackets(struct parser *p) {
    unsigned depth = 0;
    do {
        depth += p->token.kind == UDPI_TOKEN_BRACKET;
        depth -= p->token.kind == UDPI_TOKEN_UNBRACKET;
        if (p->token.kind == UDPI_TOKEN_END)
            return false;
        take(p);
    } while (depth > 0);
    return true;
}

/* One side of a relation. What it looks at decides where it is judged: the furthest out counts. */
static bool skip_side(struct parser *p, enum udpi_place *place) {
    unsigned depth = 0;
    for (;;) {
        while (p->token.kind == UDPI_TOKEN_OPEN || p->token.kind == UDPI_TOKEN_COMPUTE)
            depth += take(p).kind == UDPI_TOKEN_OPEN;
        if (p->token.kind != UDPI_TOKEN_WORD)
            return false;
        const struct udpi_word *word = look(p);
        take(p);
        if (word->role == UDPI_WORD_LENGTH)
            *place = UDPI_AT_FRAME;
        if (p->token.kind == UDPI_TOKEN_BRACKET) {
            if (word->role != UDPI_WORD_PROTOCOL || !skip_brackets(p))
                return false;
            if (word->place > *place)
                *place = word->place;
        }
        while (depth > 0 && p->token.kind == UDPI_TOKEN_CLOSE) {
            take(p);
            depth--;
        }
        if (p->token.kind != UDPI_TOKEN_COMPUTE)
            return depth == 0;
    }
}

/* Gives UDPI_NO_NODE, and takes nothing, where no relation stands. */
static uint16_t parse_relation(struct parser *p) {
    const char *start = p->token.text;
    struct mark before = mark(p);
    struct udpi_word nature = {.place = UDPI_AT_IP};
    enum udpi_place place = UDPI_AT_IP;
    bool is_one = skip_side(p, &place) && take_if(p, UDPI_TOKEN_COMPARE) && skip_side(p, &place);
    nature.place = (uint8_t)place;
    if (is_one) {
        p->qualifiers = nothing;
        return add_primitive(p, nothing, slice_from(p, start), nature);
    }
    go_back(p, before);
    return UDPI_NO_NODE;
}

/* --- primitives --------------------------------------------------------------------------------------------------- */

static uint16_t parse_term(struct parser *p);

static bool skip_direction(struct parser *p) {
    take(p);
    struct mark before = mark(p);
    bool is_joined = take_if(p, UDPI_TOKEN_AND) || take_if(p, UDPI_TOKEN_OR);
    if (is_joined && look(p)->role == UDPI_WORD_DIRECTION) {
        take(p);
        return true;
    }
    go_back(p, before);
    return true;
}

/* A name, a number, an address, a network. */
static uint16_t parse_operand(struct parser *p) {
    struct udpi_token start = p->token;
    if (!take_if(p, UDPI_TOKEN_WORD))
        return UDPI_NO_NODE;
    bool has_length = p->token.kind == UDPI_TOKEN_COMPUTE && *p->token.text == '/';
    bool has_mask = p->token.kind == UDPI_TOKEN_WORD && p->token.size == 4 && memcmp(p->token.text, "mask", 4) == 0;
    if (has_length || has_mask) {
        take(p);
        if (!take_if(p, UDPI_TOKEN_WORD))
            return UDPI_NO_NODE;
    }
    struct udpi_word nature = {.place = (uint8_t)p->place};
    return add_primitive(p, p->qualifiers, slice_from(p, start.text), nature);
}

/* What begins with a protocol, a direction or a type: `ip src host A`, `udp`, `ether proto 0x88cc`, `ip multicast`. */
static uint16_t parse_qualified(struct parser *p) {
    const char *start = p->token.text;
    const struct udpi_word *first = look(p);
    struct udpi_word nature = {.place = UDPI_AT_IP};
    if (first->role == UDPI_WORD_PROTOCOL) {
        nature.place = first->place;
        take(p);
    }
    bool is_head = false;
    if (look(p)->role == UDPI_WORD_DIRECTION)
        is_head = skip_direction(p);
    if (look(p)->role == UDPI_WORD_TYPE) {
        take(p);
        is_head = true;
    }
    if (is_head) {
        p->qualifiers = slice_from(p, start);
        p->place = nature.place;
        bool is_group = p->token.kind == UDPI_TOKEN_OPEN || p->token.kind == UDPI_TOKEN_NOT;
        return is_group ? parse_term(p) : parse_operand(p);
    }
    p->qualifiers = nothing;
    if (look(p)->role == UDPI_WORD_ALONE || look(p)->role == UDPI_WORD_NUMBER) {
        bool has_operand = look(p)->role == UDPI_WORD_NUMBER;
        take(p);
        if (has_operand && !take_if(p, UDPI_TOKEN_WORD))
            return UDPI_NO_NODE;
    }
    return add_primitive(p, nothing, slice_from(p, start), nature);
}

/* `less 100`, `vlan`, `vlan 100`, `inbound`. */
static uint16_t parse_keyword(struct parser *p) {
    const struct udpi_word *word = look(p);
    const char *start = take(p).text;
    p->qualifiers = nothing;
    bool is_there = word->role != UDPI_WORD_ALONE && take_if(p, UDPI_TOKEN_WORD);
    if (word->role == UDPI_WORD_NUMBER && !is_there)
        return UDPI_NO_NODE;
    return add_primitive(p, nothing, slice_from(p, start), *word);
}

static uint16_t parse_primitive(struct parser *p) {
    uint16_t relation = parse_relation(p);
    if (relation != UDPI_NO_NODE)
        return relation;
    switch (look(p)->role) {
    case UDPI_WORD_PROTOCOL:
    case UDPI_WORD_DIRECTION:
    case UDPI_WORD_TYPE: return parse_qualified(p);
    case UDPI_WORD_ALONE:
    case UDPI_WORD_NUMBER:
    case UDPI_WORD_PERHAPS: return parse_keyword(p);
    default: return p->qualifiers.size > 0 ? parse_operand(p) : UDPI_NO_NODE;
    }
}

/* --- connectives -------------------------------------------------------------------------------------------------- */

static uint16_t parse_all(struct parser *p) {
    uint16_t left = parse_term(p);
    while (left != UDPI_NO_NODE && (p->token.kind == UDPI_TOKEN_AND || p->token.kind == UDPI_TOKEN_OR)) {
        enum udpi_node_kind kind = take(p).kind == UDPI_TOKEN_AND ? UDPI_NODE_AND : UDPI_NODE_OR;
        uint16_t right = parse_term(p);
        left = right == UDPI_NO_NODE ? UDPI_NO_NODE : connect(p, kind, left, right);
    }
    return left;
}

static uint16_t parse_inside(struct parser *p) {
    if (p->token.kind == UDPI_TOKEN_NOT) {
        take(p);
        uint16_t negated = parse_term(p);
        return negated == UDPI_NO_NODE ? UDPI_NO_NODE : add_node(p, UDPI_NODE_NOT, negated);
    }
    if (p->token.kind != UDPI_TOKEN_OPEN)
        return parse_primitive(p);
    uint16_t relation = parse_relation(p); /* (udp[0:2] + 1) & 0xff = 3 */
    if (relation != UDPI_NO_NODE)
        return relation;
    take(p);
    uint16_t whole = parse_all(p);
    return take_if(p, UDPI_TOKEN_CLOSE) ? whole : UDPI_NO_NODE;
}

static uint16_t parse_term(struct parser *p) {
    if (p->depth == UDPI_DEEPEST_EXPRESSION) {
        p->expression->is_too_large = true;
        return UDPI_NO_NODE;
    }
    p->depth++;
    uint16_t node = parse_inside(p);
    p->depth--;
    return node;
}

static void clear(struct udpi_expression *expression) {
    while (expression->count > 0)
        free(expression->nodes[--expression->count].text);
}

struct udpi_expression *udpi_expression_parse(const char *text) {
    struct udpi_expression *expression = malloc(sizeof *expression);
    if (!expression)
        return NULL;
    expression->count = 0;
    expression->is_too_large = false;
    struct parser p = {.expression = expression, .token = udpi_token_read(text), .end = text, .qualifiers = nothing};
    expression->root = parse_all(&p);
    if (expression->root == UDPI_NO_NODE || p.token.kind != UDPI_TOKEN_END) {
        clear(expression);
        struct udpi_word opaque = {.place = UDPI_AT_LINK, .peculiarity = UDPI_OPAQUE};
        expression->root = add_primitive(&p, nothing, (struct slice){text, strlen(text)}, opaque);
    } else {
        expression->is_too_large = false;
    }
    if (!p.is_out_of_memory)
        return expression;
    udpi_expression_free(expression);
    return NULL;
}

void udpi_expression_free(struct udpi_expression *expression) {
    if (!expression)
        return;
    clear(expression);
    free(expression);
}
