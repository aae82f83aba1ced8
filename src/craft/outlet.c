#include "craft/outlet.h"

#include <stdlib.h>

#include "core/format.h"

/* --- capture files ------------------------------------------------------------------------------------------------ */

struct file {
    const struct udpi_recording_options *options;
    struct udpi_recording *recording; /* NULL before the first packet */
    struct udpi_error error;          /* of opening it */
};

static bool take_to_file(void *context, const struct udpi_frame *frame) {
    struct file *file = context;
    if (!file->recording)
        file->recording = udpi_recording_open(file->options, &file->error);
    return file->recording && udpi_recording_write(file->recording, frame);
}

static enum udpi_status end_file(void *context, struct udpi_error *error) {
    struct file *file = context;
    if (file->recording)
        udpi_recording_end(file->recording, error);
    else if (error->status == UDPI_OK)
        *error = file->error;
    udpi_recording_free(file->recording);
    free(file);
    return error->status;
}

bool udpi_outlet_open_file(struct udpi_outlet *outlet, const struct udpi_recording_options *options) {
    struct file *file = calloc(1, sizeof *file);
    if (file)
        file->options = options;
    *outlet = (struct udpi_outlet){.context = file, .take = take_to_file, .end = end_file};
    return file != NULL;
}

/* --- hexadecimal digits ------------------------------------------------------------------------------------------- */

static bool take_to_text(void *context, const struct udpi_frame *frame) {
    struct udpi_sink *sink = context;
    char *at = udpi_sink_reserve(sink, 2 * (size_t)frame->captured + 1);
    at = udpi_format_hex(at, frame->bytes, frame->captured);
    *at++ = '\n';
    udpi_sink_commit(sink, at);
    udpi_sink_mark(sink);
    return sink->error == 0;
}

static enum udpi_status end_text(void *context, struct udpi_error *error) {
    (void)context;
    return error->status;
}

void udpi_outlet_open_hex(struct udpi_outlet *outlet, struct udpi_sink *sink) {
    *outlet = (struct udpi_outlet){.context = sink, .take = take_to_text, .end = end_text};
}
