/* write(2) until all is out. */
#ifndef UDPI_CORE_WRITE_H
#define UDPI_CORE_WRITE_H

#include <stddef.h>

/*
 * Writes `count` bytes to the descriptor; where that is non-blocking, waits until there is room. Gives 0, or the errno
 * value of the write that failed. *written is how many bytes are out in either case.
 */
int udpi_write_all(int descriptor, const char *bytes, size_t count, size_t *written);

#endif
