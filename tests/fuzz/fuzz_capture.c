/*
 * Any bytes as a capture file, pcap, pcapng or gzip of either. Its frames are decoded one after the other, so that what one says of the
 * next is known; each is checked, and some are written.
 */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "capture/capture.h"
#include "fuzz.h"
#include "fuzz_output.h"
#include "fuzz_packet.h"

enum { PATH_SIZE = 64, MOST_FRAMES = 64, WRITTEN = 8 };

struct reading {
    struct udpi_decoder *decoder;
    unsigned frames;
};

static bool take_frame(void *context, const struct udpi_frame *frame) {
    struct reading *reading = context;
    const struct udpi_packet *packet = udpi_decode(reading->decoder, frame);
    if (udpi_packet_check(packet))
        fuzz_breach(udpi_packet_check(packet), NULL);
    if (reading->frames < WRITTEN)
        fuzz_packet(packet, (uint8_t)(frame->number * 7 + frame->captured));
    return ++reading->frames < MOST_FRAMES;
}

static bool go_on(void *context) {
    (void)context;
    return true;
}

static void read_file(const char *path) {
    struct reading reading = {.decoder = fuzz_decoder()};
    const struct udpi_capture_options options = {.file = path};
    const struct udpi_capture_visitor visitor = {.frame = take_frame, .idle = go_on, .context = &reading};
    struct udpi_error error = {.status = UDPI_OK};
    struct udpi_capture *capture = udpi_capture_open(&options, &error);
    if (!capture || udpi_capture_run(capture, &visitor, 0, &error) != UDPI_OK)
        fuzz_check_error(&error);
    udpi_capture_close(capture);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    char path[PATH_SIZE];
    int file = memfd_create("capture", MFD_CLOEXEC);
    if (file < 0 || write(file, bytes, size) != (ssize_t)size)
        fuzz_breach("no memory", NULL);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    read_file(path);
    close(file);
    return 0;
}
