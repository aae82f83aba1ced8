#include "core/write.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <unistd.h>

/* Who started the program may have set the descriptor to non-blocking. */
static bool wait_for_room(int descriptor) {
    struct pollfd room = {.fd = descriptor, .events = POLLOUT};
    return poll(&room, 1, -1) >= 0 || errno == EINTR;
}

int udpi_write_all(int descriptor, const char *bytes, size_t count, size_t *written) {
    *written = 0;
    while (*written < count) {
        ssize_t more = write(descriptor, bytes + *written, count - *written);
        if (more >= 0)
            *written += (size_t)more;
        else if (errno == EAGAIN ? !wait_for_room(descriptor) : errno != EINTR)
            return errno;
    }
    return 0;
}
