/* Lists whose length nobody knows before: they grow as they are filled. */
#ifndef UDPI_HOST_LIST_H
#define UDPI_HOST_LIST_H

#include <stddef.h>

/*
 * Room for one more than `count` entries of `size` bytes. Gives the entries, which may have moved, with *room set to how many
 * there can be; NULL where memory is short: then entries and *room are what they were.
 */
void *udpi_list_grow(void *entries, size_t count, size_t *room, size_t size);

#endif
