/* Which fields are explained, and how. */
#include "render/explain.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    ENDS = UDPI_SRC | UDPI_DST,
    BESIDE = 4, /* of a sentence: a blank, a letter, the full stop, NUL */
};

/* The first that fits counts. */
static const struct rule {
    const char *protocol; /* NULL: of any */
    const char *field;    /* NULL: of any name, with this type, that is the sender's or the receiver's */
    uint8_t type;         /* enum udpi_type */
    const struct udpi_explain_kind *kind;
} rules[] = {
    {NULL, NULL, UDPI_MAC, &udpi_explain_mac},
    {NULL, NULL, UDPI_IPV4, &udpi_explain_ipv4},
    {NULL, NULL, UDPI_IPV6, &udpi_explain_ipv6},
    {NULL, NULL, UDPI_PORT, &udpi_explain_port},
    {"arp", "sender_mac", UDPI_MAC, &udpi_explain_mac},
    {"arp", "sender_ip", UDPI_IPV4, &udpi_explain_ipv4},
    {"arp", "target_mac", UDPI_MAC, &udpi_explain_mac},
    {"arp", "target_ip", UDPI_IPV4, &udpi_explain_ipv4},
    {"sll", "address", UDPI_MAC, &udpi_explain_mac},
    {"sll2", "address", UDPI_MAC, &udpi_explain_mac},
    {"ipv4", "ttl", UDPI_UINT, &udpi_explain_hops},
    {"ipv6", "hop_limit", UDPI_UINT, &udpi_explain_hops},
    {NULL, "checksum_status", UDPI_WORD, &udpi_explain_checksum},
    {"ipv4", "fragment_offset", UDPI_UINT, &udpi_explain_fragment},
    {"ipv6frag", "fragment_offset", UDPI_UINT, &udpi_explain_fragment},
    {"fragment", "hex", UDPI_BYTES, &udpi_explain_piece},
};

static bool fits(const struct rule *rule, const struct udpi_protocol *protocol, const struct udpi_field *field) {
    if (rule->type != field->type || (rule->protocol && strcmp(rule->protocol, protocol->key) != 0))
        return false;
    return rule->field ? strcmp(rule->field, field->key) == 0 : (field->flags & ENDS) != 0;
}

const struct udpi_explain_kind *udpi_explain_find(const struct udpi_protocol *protocol,
                                                  const struct udpi_field *field) {
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (fits(&rules[i], protocol, field))
            return rules[i].kind;
    return NULL;
}

bool udpi_explain_value(const struct udpi_explain_subject *subject, struct udpi_explanation *explanation) {
    const struct udpi_protocol *protocol = subject->layer->protocol;
    explanation->field = &protocol->fields[subject->value->field];
    explanation->kind = subject->value->depth == 0 ? udpi_explain_find(protocol, explanation->field) : NULL;
    explanation->count = 0;
    explanation->sentences[0] = '\0';
    if (explanation->kind)
        explanation->kind->explain(subject, explanation);
    return explanation->count > 0 || explanation->sentences[0];
}

void udpi_explain_write_key(char *key, const struct udpi_explain_kind *kind, const struct udpi_field *field,
                            const struct udpi_schema_member *member) {
    if (kind->is_of_end && field->flags & UDPI_SRC)
        key = stpcpy(key, "src_");
    else if (kind->is_of_end && field->flags & UDPI_DST)
        key = stpcpy(key, "dst_");
    else if (kind->is_of_end)
        key = stpcpy(stpcpy(key, field->key), "_");
    stpcpy(key, member->key);
}

/* --- an explanation being made ------------------------------------------------------------------------------------ */

void udpi_explanation_add_number(struct udpi_explanation *explanation, unsigned member, uint64_t number) {
    explanation->facts[explanation->count++] =
        (struct udpi_explained_fact){.member = &explanation->kind->members[member], .number = number};
}

void udpi_explanation_add_text(struct udpi_explanation *explanation, unsigned member, const char *text) {
    explanation->facts[explanation->count++] =
        (struct udpi_explained_fact){.member = &explanation->kind->members[member], .text = text};
}

void udpi_explanation_say(struct udpi_explanation *explanation, const char *format, ...) {
    size_t used = strlen(explanation->sentences), room = sizeof explanation->sentences - used;
    char *start = explanation->sentences + used;
    if (room < BESIDE)
        return;
    if (used > 0)
        *start++ = ' ';
    va_list values;
    va_start(values, format);
    vsnprintf(start, room - BESIDE + 1, format, values);
    va_end(values);
    bool is_behind_label = used == 0 && explanation->kind->is_of_end;
    if (!is_behind_label && *start >= 'a' && *start <= 'z')
        *start = (char)(*start - 'a' + 'A');
    memcpy(start + strlen(start), ".", sizeof ".");
}
