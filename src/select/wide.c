#include "select/wide.h"

#include <pcap/dlt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <udpinspect/protocol.h>

#include "model/numbers.h"

/*
 * What can be said of a link type.
 *
 * A frame with a VLAN tag is a carrier. That keeps out what it should all the same: on an interface the kernel has taken the
 * first tag out before the filter runs, and puts it back behind it. libpcap's `vlan` is no help: behind a relation it looks
 * at the wrong place of a live frame (1.10.3: both use the same scratch memory).
 */
struct link_kind {
    uint16_t link_type;
    const char *llc; /* 802.2 follows in place of an ethertype; NULL where there are no ethertypes */
};

static const struct link_kind kinds[] = {
    {DLT_EN10MB, "ether[12:2] < 1536"}, /* `llc` leaves out lengths above 1500 */
    {DLT_LINUX_SLL, "link[14:2] = 4"},
    {DLT_LINUX_SLL2, "link[0:2] = 4"},
    {DLT_RAW, NULL},
    {DLT_IPV4, NULL},
    {DLT_IPV6, NULL},
};

static const struct link_kind *find_kind(uint16_t link_type) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].link_type == link_type)
            return &kinds[i];
    return NULL;
}

/* --- the expression ----------------------------------------------------------------------------------------------- */

enum truth { FALSE, TRUE, DEPENDS };

static enum truth find_truth(const struct udpi_expression *expression, uint16_t index);

static enum truth find_primitive(const struct udpi_node *node) {
    switch (node->peculiarity) {
    case UDPI_CARRIED: return FALSE; /* what has it passes as a carrier */
    case UDPI_SENT: return DEPENDS;
    case UDPI_VLAN:
    case UDPI_OPAQUE: return TRUE;
    default: break;
    }
    /* The kernel sees a frame without the tag that it took out; and where a frame is too short for ether[100], a program ends. */
    bool is_unlike = node->place == UDPI_AT_FRAME || (node->place == UDPI_AT_LINK && strchr(node->text, '['));
    return is_unlike ? TRUE : DEPENDS;
}

static enum truth find_connected(const struct udpi_expression *expression, const struct udpi_node *node) {
    enum truth decisive = node->kind == UDPI_NODE_AND ? FALSE : TRUE,
               whole = node->kind == UDPI_NODE_AND ? TRUE : FALSE;
    for (uint16_t i = node->child; i != UDPI_NO_NODE; i = expression->nodes[i].next) {
        enum truth truth = find_truth(expression, i);
        if (truth == decisive)
            return decisive;
        if (truth == DEPENDS)
            whole = DEPENDS;
    }
    return whole;
}

static enum truth find_truth(const struct udpi_expression *expression, uint16_t index) {
    const struct udpi_node *node = &expression->nodes[index];
    if (node->kind == UDPI_NODE_PRIMITIVE)
        return find_primitive(node);
    if (node->kind == UDPI_NODE_NOT)
        return expression->nodes[node->child].peculiarity == UDPI_SENT ? DEPENDS : TRUE;
    return find_connected(expression, node);
}

/* Writes a node whose truth depends. */
static void write_node(FILE *out, const struct udpi_expression *expression, uint16_t index) {
    const struct udpi_node *node = &expression->nodes[index];
    if (node->kind == UDPI_NODE_PRIMITIVE) {
        fputs(node->text, out);
        return;
    }
    if (node->kind == UDPI_NODE_NOT)
        fputs("not ", out);
    const char *connective = "";
    fputc('(', out);
    for (uint16_t i = node->child; i != UDPI_NO_NODE; i = expression->nodes[i].next) {
        if (find_truth(expression, i) != DEPENDS)
            continue;
        fputs(connective, out);
        write_node(out, expression, i);
        connective = node->kind == UDPI_NODE_AND ? " and " : " or ";
    }
    fputc(')', out);
}

/* --- carriers ----------------------------------------------------------------------------------------------------- */

static bool is_ip(unsigned ethertype) {
    return ethertype == UDPI_ETHERTYPE_IPV4 || ethertype == UDPI_ETHERTYPE_IPV6;
}

/* These are looked into: only errors carry, only some ports do. */
static bool is_looked_into(unsigned protocol) {
    return protocol == UDPI_IP_UDP || protocol == UDPI_IP_ICMP || protocol == UDPI_IP_ICMPV6;
}

/* Which numbers of a space are carriers, as "A or B". */
static void write_numbers(FILE *out, enum udpi_space space, const char *before, bool (*is_excluded)(unsigned number)) {
    const char *connective = "";
    for (size_t i = 0; i < udpi_protocol_count; i++) {
        const struct udpi_protocol *protocol = udpi_protocols[i];
        for (unsigned k = 0; k < protocol->binding_count && !protocol->is_end; k++) {
            struct udpi_binding binding = protocol->bindings[k];
            if (binding.space != space || (is_excluded && is_excluded(binding.key)))
                continue;
            fprintf(out, "%s%s%u", connective, before, binding.key);
            connective = " or ";
        }
    }
}

static const char fragments[] = "ip[6:2] & 0x3fff != 0";

static void write_ports(FILE *out) {
    fputs("udp port (", out);
    write_numbers(out, UDPI_UDP_PORT, "", NULL);
    fputc(')', out);
}

static void write_shims(FILE *out, const struct link_kind *kind) {
    write_numbers(out, UDPI_IP_PROTOCOL, "ip[9] = ", is_looked_into);
    fputs(" or ", out);
    write_numbers(out, UDPI_IP_PROTOCOL, "ip6[6] = ", is_looked_into);
    fputs(" or ip[9] = 58 or ip6[6] = 1", out);
    if (kind->llc) {
        fputs(" or ether proto (", out);
        write_numbers(out, UDPI_ETHERTYPE, "", is_ip);
        fprintf(out, ") or %s", kind->llc);
    }
    /* All but echoes and, of ICMPv6, the finding of neighbours. */
    fputs(" or (icmp and icmp[0] != 0 and icmp[0] != 8) or (ip6[6] = 58 and (ip6[40] < 128 or ip6[40] > 136))", out);
}

/* --- both --------------------------------------------------------------------------------------------------------- */

static bool has_relation(const struct udpi_expression *expression) {
    for (uint16_t i = 0; i < expression->count; i++)
        if (expression->nodes[i].text && strchr(expression->nodes[i].text, '['))
            return true;
    return false;
}

static void write_expression(FILE *out, const struct udpi_expression *expression, bool shows_all) {
    bool depends = find_truth(expression, expression->root) == DEPENDS;
    fputs(shows_all ? "(" : depends ? "(udp and " : "(udp", out);
    if (depends)
        write_node(out, expression, expression->root);
    fputc(')', out);
}

/* A program ends where it looks at bytes that a packet does not have: so an expression that does goes last. Else it comes
   first, and then the ports, which decide soonest about most frames. */
static void write_wide(FILE *out, const struct udpi_expression *expression, const struct link_kind *kind,
                       bool shows_all) {
    bool has_expression = find_truth(expression, expression->root) != FALSE;
    bool is_last = has_relation(expression);
    if (has_expression && !is_last) {
        write_expression(out, expression, shows_all);
        fputs(" or ", out);
    }
    fprintf(out, "%s or ", fragments);
    if (!is_last) {
        write_ports(out);
        fputs(" or ", out);
    }
    write_shims(out, kind);
    if (is_last) {
        fputs(" or ", out);
        write_ports(out);
    }
    if (has_expression && is_last) {
        fputs(" or ", out);
        write_expression(out, expression, shows_all);
    }
}

bool udpi_wide_write(const struct udpi_expression *expression, uint16_t link_type, bool shows_all, char **text) {
    const struct link_kind *kind = find_kind(link_type);
    *text = NULL;
    if (!kind || (shows_all && find_truth(expression, expression->root) == TRUE))
        return true;
    size_t size;
    FILE *out = open_memstream(text, &size);
    if (!out)
        return false;
    write_wide(out, expression, kind, shows_all);
    bool is_whole = !ferror(out);
    if (fclose(out) == 0 && is_whole && *text)
        return true;
    free(*text);
    *text = NULL;
    return false;
}
