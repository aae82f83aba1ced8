#include "cli/output.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* Who started the program may have set the descriptor to non-blocking. */
static bool wait_for_room(void) {
    struct pollfd room = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&room, 1, -1) >= 0 || errno == EINTR;
}

static int drain(void *context, const char *bytes, size_t count) {
    (void)context;
    while (count > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, count);
        if (written >= 0) {
            bytes += written;
            count -= (size_t)written;
        } else if (errno == EAGAIN ? !wait_for_room() : errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

enum udpi_status udpi_output_open(struct udpi_sink *sink, struct udpi_error *error) {
    if (!udpi_sink_open(sink, drain, NULL))
        return udpi_error_set(error, UDPI_FAILED, "standard output: no memory for its buffer");
    return UDPI_OK;
}

enum udpi_status udpi_output_finish(struct udpi_sink *sink, struct udpi_error *error) {
    int number = udpi_sink_flush(sink);
    udpi_sink_close(sink);
    if (number == 0 || number == EPIPE || error->status != UDPI_OK)
        return error->status;
    const char *remedy = number == ENOSPC ? "make room or write elsewhere" : "write elsewhere";
    return udpi_error_set(error, UDPI_FAILED, "standard output: %s; %s", strerror(number), remedy);
}
