/*
 * Any bytes as a frame: the first two name the link type, the third is made of flags, the fourth picks what is done with the packet.
 */
#include <udpinspect/decoder.h>

#include "core/bytes.h"
#include "fuzz.h"
#include "fuzz_packet.h"

enum { HEAD = 4, IS_CUT = 1, HAS_NO_TIME = 2 };

/* Gives the link type if a protocol is bound to it, or to none in 256; else one of those to which some are. */
static uint16_t pick_link_type(uint16_t number) {
    uint16_t known[256];
    unsigned count = 0;
    for (size_t i = 0; i < udpi_protocol_count; i++)
        for (unsigned k = 0; k < udpi_protocols[i]->binding_count; k++) {
            struct udpi_binding binding = udpi_protocols[i]->bindings[k];
            if (binding.space != UDPI_LINK_TYPE)
                continue;
            if (binding.key == number)
                return number;
            known[count++ % 256] = binding.key;
        }
    return number >> 8 == 0xff ? number : known[number % count];
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    if (size < HEAD)
        return 0;
    uint32_t captured = (uint32_t)(size - HEAD);
    const struct udpi_frame frame = {
        .bytes = bytes + HEAD,
        .captured = captured,
        .length = captured + (bytes[2] & IS_CUT ? bytes[2] : 0),
        .time = bytes[2] & HAS_NO_TIME ? UDPI_NO_TIME : (int64_t)bytes[2] << 50,
        .number = 1,
        .link_type = pick_link_type(udpi_load_be16(bytes)),
    };
    fuzz_packet(udpi_decode(fuzz_decoder(), &frame), bytes[3]);
    return 0;
}
