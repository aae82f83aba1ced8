#include "core/append.h"

#include <stdarg.h>
#include <stdio.h>

void udpi_append(struct udpi_append *to, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    size_t room = to->size - to->used;
    int length = vsnprintf(to->bytes + to->used, room, format, arguments);
    va_end(arguments);
    to->used += (size_t)length < room ? (size_t)length : room - 1;
}
