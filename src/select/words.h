/* The words of pcap-filter(7), and what each begins. */
#ifndef UDPI_SELECT_WORDS_H
#define UDPI_SELECT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "select/expression.h"

enum udpi_word_role {
    UDPI_WORD_OTHER,     /* an operand: a name, a number, an address */
    UDPI_WORD_PROTOCOL,  /* ip, udp, ether, … */
    UDPI_WORD_DIRECTION, /* src, dst, addr1, … */
    UDPI_WORD_TYPE,      /* host, net, port, portrange, gateway, proto, protochain */
    UDPI_WORD_ALONE,     /* a primitive by itself: inbound */
    UDPI_WORD_NUMBER,    /* a primitive with one operand: less 100 */
    UDPI_WORD_PERHAPS,   /* a primitive that may have an operand: vlan, vlan 100 */
    UDPI_WORD_LENGTH,    /* len */
};

struct udpi_word {
    const char *text;
    uint8_t role, place, peculiarity; /* the latter two where it begins a primitive */
};

/* What is known of `size` bytes at `text`; a word of role UDPI_WORD_OTHER where nothing is. */
const struct udpi_word *udpi_word_find(const char *text, size_t size);

#endif
