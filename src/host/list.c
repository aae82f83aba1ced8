#include "host/list.h"

#include <stdlib.h>

enum { FIRST_ROOM = 64 };

void *udpi_list_grow(void *entries, size_t count, size_t *room, size_t size) {
    if (count < *room)
        return entries;
    size_t wanted = *room > 0 ? 2 * *room : FIRST_ROOM;
    void *grown = reallocarray(entries, wanted, size);
    if (grown)
        *room = wanted;
    return grown;
}
