#include "cli/print.h"

#include <stdarg.h>
#include <stdio.h>

void udpi_print(struct udpi_sink *sink, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int count = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (count < 0)
        return;
    size_t size = (size_t)count + 1; /* with NUL */
    char *at = udpi_sink_reserve(sink, size);
    va_start(arguments, format);
    vsnprintf(at, size, format, arguments);
    va_end(arguments);
    udpi_sink_commit(sink, at + count);
}
