#include "record/file.h"

#include <errno.h>
#include <unistd.h>

#include "core/write.h"

/*
 * Of `count` bytes only `done` are out: takes the last record back from the file if that is cut, and the packets that
 * are lost off the count. Where a file cannot be cut (a pipe), nothing is lost by trying.
 */
static void take_back(struct udpi_record_file *file, const char *bytes, size_t count, size_t done) {
    size_t whole = 0;
    for (size_t at = 0, size; at < count; at += size) {
        bool is_packet = false;
        size = file->format->extent(bytes + at, file->written + at, &is_packet);
        if (at + size <= done)
            whole = at + size;
        else if (is_packet)
            file->packets--;
    }
    off_t end = done > whole ? lseek(file->descriptor, 0, SEEK_CUR) : -1;
    if (end >= 0)
        (void)!ftruncate(file->descriptor, end - (off_t)(done - whole));
}

static int drain(void *context, const char *bytes, size_t count) {
    struct udpi_record_file *file = context;
    size_t done;
    int number = udpi_write_all(file->descriptor, bytes, count, &done);
    if (number == 0)
        file->written += count;
    else
        take_back(file, bytes, count, done);
    return number;
}

bool udpi_record_file_create(struct udpi_record_file *file, const struct udpi_record_format *format,
                             uint32_t snapshot) {
    *file = (struct udpi_record_file){.format = format, .descriptor = -1};
    bool is_cut = snapshot > 0 && snapshot < UDPI_LONGEST_FRAME;
    file->snapshot = is_cut ? snapshot : UDPI_LONGEST_FRAME;
    return udpi_sink_open(&file->sink, drain, file);
}

void udpi_record_file_free(struct udpi_record_file *file) {
    if (file->descriptor >= 0)
        close(file->descriptor);
    if (file->format->forget)
        file->format->forget(file);
    udpi_sink_close(&file->sink);
}

void udpi_record_file_start(struct udpi_record_file *file, int descriptor) {
    if (file->format->forget)
        file->format->forget(file);
    file->descriptor = descriptor;
    file->packets = file->written = 0;
    file->has_begun = false;
    file->link_type = -1;
}

void udpi_record_file_begin(struct udpi_record_file *file, const struct udpi_frame *first) {
    if (!file->has_begun)
        file->format->begin(file, first);
    file->has_begun = true;
}

int udpi_record_file_end(struct udpi_record_file *file) {
    int number = udpi_sink_flush(&file->sink);
    if (close(file->descriptor) != 0 && number == 0)
        number = errno;
    file->descriptor = -1;
    return number;
}
