#include "cli/output.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "core/write.h"

static int drain(void *context, const char *bytes, size_t count) {
    (void)context;
    size_t written;
    return udpi_write_all(STDOUT_FILENO, bytes, count, &written);
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
    if (number == ENOMEM)
        return udpi_error_set(error, UDPI_FAILED, "standard output: no memory for what is to be printed");
    const char *remedy = number == ENOSPC ? "make room or write elsewhere" : "write elsewhere";
    return udpi_error_set(error, UDPI_FAILED, "standard output: %s; %s", strerror(number), remedy);
}
