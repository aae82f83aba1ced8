/*
 * The wide filter: what the kernel runs, so that user space gets all that the exact step may want, and little else.
 *
 * A frame passes if the expression is true of its outermost headers, with each negation taken for true, or if it can carry
 * another IP packet: a fragment, an extension header, a tunnel, an ICMP error, a tag or a shim below IP. What carries is
 * read from the protocols' bindings.
 */
#ifndef UDPI_SELECT_WIDE_H
#define UDPI_SELECT_WIDE_H

#include "select/expression.h"

/*
 * The filter for a link type (DLT_) in *text, to be freed. NULL where every frame must pass: because the expression says so,
 * or too little is known of the link type. Without `shows_all` only what is UDP, or can carry it, passes. Gives false where
 * memory is short.
 */
bool udpi_wide_write(const struct udpi_expression *expression, uint16_t link_type, bool shows_all, char **text);

#endif
