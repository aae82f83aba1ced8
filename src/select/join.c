/* Brothers that are judged at IP headers become one primitive. */
#include <stdlib.h>
#include <string.h>

#include "select/expression.h"

static bool is_joinable(const struct udpi_node *node) {
    return node->kind == UDPI_NODE_PRIMITIVE && node->place == UDPI_AT_IP && node->peculiarity == UDPI_PLAIN;
}

/* Makes "(A and B)" of A. */
static bool append(struct udpi_node *to, struct udpi_node *from, const char *connective) {
    size_t size = to->text ? strlen(to->text) - 1 : 0;
    char *text = realloc(to->text, size + strlen(connective) + strlen(from->text) + 4);
    if (!text)
        return false;
    to->text = text;
    stpcpy(stpcpy(stpcpy(text + size, size > 0 ? connective : "("), from->text), ")");
    return true;
}

/* Joins the joinable children, all into the first of them; gives their number, or -1 where memory is short. */
static int join_children(struct udpi_expression *expression, struct udpi_node *parent) {
    const char *connective = parent->kind == UDPI_NODE_AND ? " and " : " or ";
    struct udpi_node *first = NULL;
    int count = 0;
    for (uint16_t *link = &parent->child; *link != UDPI_NO_NODE;) {
        struct udpi_node *node = &expression->nodes[*link];
        if (!is_joinable(node)) {
            link = &node->next;
            continue;
        }
        if (++count == 1) {
            first = node;
            link = &node->next;
            continue;
        }
        struct udpi_node whole = {0};
        if (count == 2) {
            if (!append(&whole, first, connective))
                return -1;
            free(first->text);
            first->text = whole.text;
        }
        if (!append(first, node, connective))
            return -1;
        free(node->text);
        node->text = NULL;
        *link = node->next;
    }
    return count;
}

static bool join(struct udpi_expression *expression, uint16_t index) {
    struct udpi_node *node = &expression->nodes[index];
    for (uint16_t child = node->child; child != UDPI_NO_NODE; child = expression->nodes[child].next)
        if (!join(expression, child))
            return false;
    if (node->kind != UDPI_NODE_AND && node->kind != UDPI_NODE_OR)
        return true;
    if (join_children(expression, node) < 0)
        return false;
    struct udpi_node *only = &expression->nodes[node->child];
    if (only->next == UDPI_NO_NODE) { /* nothing is left to connect */
        uint16_t next = node->next;
        *node = *only;
        node->next = next;
        only->text = NULL;
    }
    return true;
}

bool udpi_expression_join(struct udpi_expression *expression) {
    return join(expression, expression->root);
}
