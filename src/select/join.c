/* Brothers that are judged at IP headers become one primitive. */
#include "select/expression.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_joinable(const struct udpi_node *node) {
    return node->kind == UDPI_NODE_PRIMITIVE && node->place == UDPI_AT_IP && node->peculiarity == UDPI_PLAIN;
}

/* Makes "(A and B)" of A and B, or "(A and B and C)" of "(A and B)" and C. */
static bool append(struct udpi_node *to, const char *connective, const char *text, bool is_group) {
    int size = (int)strlen(to->text) - is_group;
    char *joined = NULL;
    if (asprintf(&joined, "%s%.*s%s%s)", is_group ? "" : "(", size, to->text, connective, text) < 0)
        return false;
    free(to->text);
    to->text = joined;
    return true;
}

/* Joins the joinable children, all into the first of them. */
static bool join_children(struct udpi_expression *expression, struct udpi_node *parent) {
    const char *connective = parent->kind == UDPI_NODE_AND ? " and " : " or ";
    struct udpi_node *first = NULL;
    bool is_group = false;
    for (uint16_t *link = &parent->child; *link != UDPI_NO_NODE;) {
        struct udpi_node *node = &expression->nodes[*link];
        if (!first || !is_joinable(node)) {
            first = is_joinable(node) ? node : first;
            link = &node->next;
            continue;
        }
        if (!append(first, connective, node->text, is_group))
            return false;
        is_group = true;
        free(node->text);
        node->text = NULL;
        *link = node->next;
    }
    return true;
}

static bool join(struct udpi_expression *expression, uint16_t index) {
    struct udpi_node *node = &expression->nodes[index];
    for (uint16_t child = node->child; child != UDPI_NO_NODE; child = expression->nodes[child].next)
        if (!join(expression, child))
            return false;
    if (node->kind != UDPI_NODE_AND && node->kind != UDPI_NODE_OR)
        return true;
    if (!join_children(expression, node))
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
