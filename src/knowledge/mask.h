/*
 * Masks: how many bits of an address are its network (RFC 950, RFC 4632 section 3.1), in each way to write them.
 */
#ifndef UDPI_KNOWLEDGE_MASK_H
#define UDPI_KNOWLEDGE_MASK_H

#include <stdint.h>

#include "core/error.h"

/*
 * Reads "24" (0 to 32, or to 128 with `size` 16) or "255.255.255.0" (with `size` 4) as a prefix length. UDPI_USAGE, and
 * the reason in binary, where ones stand behind zeros: a wildcard mask, or none at all.
 */
enum udpi_status udpi_mask_parse(const char *text, unsigned size, uint8_t *prefix_length, struct udpi_error *error);

enum { UDPI_IPV4_BINARY_SIZE = 35 };

/* 11000000.10101000.00000001.00001010, from host order; UDPI_IPV4_BINARY_SIZE. Gives the place behind. */
char *udpi_format_ipv4_binary(char *at, uint32_t address);

#endif
