/* Formatted text that is put together piece by piece, in room that is bounded. */
#ifndef UDPI_CORE_APPEND_H
#define UDPI_CORE_APPEND_H

#include <stddef.h>

struct udpi_append {
    char *bytes;       /* NUL-terminated behind each piece */
    size_t size, used; /* of the room, at least 1, and of the text in it */
};

/* Puts the text behind what is there, as printf(3) does; what there is no room for is left out. */
__attribute__((format(printf, 2, 3))) void udpi_append(struct udpi_append *to, const char *format, ...);

#endif
