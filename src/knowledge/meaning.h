/*
 * What the words of other tables mean: sentences without their end, for those who meet the words for the first time.
 */
#ifndef UDPI_KNOWLEDGE_MEANING_H
#define UDPI_KNOWLEDGE_MEANING_H

#include <stdbool.h>

/* Of the scope of an address, as struct udpi_scope has it: "private", "link-local", … NULL of a word that is none. */
const char *udpi_meaning_of_scope(const char *scope);

/* Of what checking a checksum gave: "good", "bad", "absent", "partial", "unverified". NULL of a word that is none. */
const char *udpi_meaning_of_checksum(const char *status);

enum udpi_fragment_place { UDPI_FRAGMENT_WHOLE, UDPI_FRAGMENT_FIRST, UDPI_FRAGMENT_MIDDLE, UDPI_FRAGMENT_LAST };

/* Where a packet stands in its datagram: by the offset of its bytes, and whether more fragments follow. RFC 791. */
enum udpi_fragment_place udpi_fragment_find_place(unsigned offset, bool has_more);

/* "whole", "first", "middle", "last". */
const char *udpi_fragment_place_name(enum udpi_fragment_place place);

/* What that means. */
const char *udpi_fragment_meaning(enum udpi_fragment_place place);

#endif
