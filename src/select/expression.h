/*
 * A pcap-filter(7) expression as a tree of its `and`, `or` and `not`, with primitives as leaves.
 *
 * Only the structure is read here. What a primitive means is libpcap's business: each one's text is whole, with the
 * qualifiers that it takes over from the one before it (`port 53 or 5353`), and compiles by itself.
 */
#ifndef UDPI_SELECT_EXPRESSION_H
#define UDPI_SELECT_EXPRESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <udpinspect/limits.h>

enum { UDPI_NO_NODE = 0xffff };

enum udpi_node_kind { UDPI_NODE_PRIMITIVE, UDPI_NODE_AND, UDPI_NODE_OR, UDPI_NODE_NOT };

/* Where a primitive is judged. */
enum udpi_place {
    UDPI_AT_IP,    /* at every IP header */
    UDPI_AT_LINK,  /* at the frame, and at every Ethernet header and tag within */
    UDPI_AT_FRAME, /* at the frame only: its length, its direction */
};

/* What is peculiar to a primitive. */
enum udpi_peculiarity {
    UDPI_PLAIN,
    UDPI_VLAN,    /* a VLAN tag: libpcap moves what stands behind it in the text by the size of a tag */
    UDPI_CARRIED, /* MPLS, PPPoE, GENEVE: the same, and only carriers have them */
    UDPI_SENT,    /* says how the frame passed the interface: only the kernel knows */
    UDPI_OPAQUE,  /* not understood: may be anything, even a negation */
};

struct udpi_node {
    char *text;           /* of a primitive, NUL-terminated; else NULL */
    uint16_t child, next; /* first operand of `and`, `or`, `not`; next operand of the parent; UDPI_NO_NODE for none */
    uint8_t kind;         /* enum udpi_node_kind */
    uint8_t place;        /* enum udpi_place */
    uint8_t peculiarity;  /* enum udpi_peculiarity */
};

struct udpi_expression {
    uint16_t count, root;
    bool
        is_too_large; /* more than UDPI_MOST_NODES parts, or UDPI_DEEPEST_EXPRESSION deep: it is one UDPI_OPAQUE primitive */
    struct udpi_node nodes[UDPI_MOST_NODES];
};

/*
 * Reads the text, which libpcap accepts. What is not understood becomes one UDPI_OPAQUE primitive: this never fails but
 * for memory, which gives NULL. `and` and `or` have the same rank and go from left to right; operands of the same
 * connective are brothers.
 */
struct udpi_expression *udpi_expression_parse(const char *text);
void udpi_expression_free(struct udpi_expression *expression);

/*
 * Joins brothers that are judged at IP headers to one primitive, so that `host A and port 53` is asked of one header. False
 * where memory is short.
 */
bool udpi_expression_join(struct udpi_expression *expression);

#endif
