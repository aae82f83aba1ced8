/*
 * Any bytes as a frame: the first two pick the link type, the third how much of the frame was captured. What must hold of every
 * packet is checked, and every renderer writes it.
 */
#include <stdint.h>
#include <stdlib.h>

#include <udpinspect/decoder.h>

#include "fuzz.h"
#include "fuzz_packet.h"

static const uint16_t link_types[] = {1, 113, 276, 0, 108, 12, 228, 229, 0xfff0};
enum { HEAD = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    if (size < HEAD)
        return 0;
    struct udpi_decoder *decoder = udpi_decoder_create();
    if (!decoder)
        abort();
    const struct udpi_frame frame = {
        .bytes = bytes + HEAD,
        .captured = (uint32_t)(size - HEAD),
        .length = (uint32_t)(size - HEAD) + (bytes[2] & 1 ? bytes[2] : 0),
        .time = (int64_t)bytes[1] << 50,
        .number = 1,
        .link_type = link_types[bytes[0] % (sizeof link_types / sizeof *link_types)],
    };
    fuzz_packet(udpi_decode(decoder, &frame), bytes[2] & 2);
    udpi_decoder_free(decoder);
    return 0;
}
