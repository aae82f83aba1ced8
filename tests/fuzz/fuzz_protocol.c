/*
 * Any bytes as what follows a UDP header: the first picks the protocol that they are tried as, by a port that the user has spoken
 * for; the second is made of flags. What must hold of every packet is checked, and every renderer writes it.
 */
#include <stdlib.h>
#include <string.h>

#include <udpinspect/decoder.h>

#include "core/bytes.h"
#include "core/checksum.h"
#include "fuzz.h"
#include "fuzz_packet.h"

enum { HEAD = 2, IPV4_SIZE = 20, UDP_SIZE = 8, HEADERS = IPV4_SIZE + UDP_SIZE, SRC_PORT = 40000, DST_PORT = 40001 };

enum { LINK_RAW = 12, MISSING = 100, MOST = UINT16_MAX - HEADERS - MISSING };

enum { IS_RICH = 1, IS_CUT = 2, SHOWS_SECRETS = 4 }; /* the flags */

/* Writes both headers of a packet of `size` bytes, without a checksum of UDP. */
static void write_headers(uint8_t *packet, size_t size) {
    static const uint8_t ipv4[IPV4_SIZE] = {0x45, 0, 0, 0, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2};
    uint8_t *udp = packet + IPV4_SIZE;
    memcpy(packet, ipv4, IPV4_SIZE);
    udpi_store_be16(packet + 2, (uint16_t)size);
    udpi_store_be16(packet + 10, (uint16_t)~udpi_checksum_fold(udpi_checksum_add(0, packet, IPV4_SIZE)));
    udpi_store_be16(udp, SRC_PORT);
    udpi_store_be16(udp + 2, DST_PORT);
    udpi_store_be16(udp + 4, (uint16_t)(size - IPV4_SIZE));
    udpi_store_be16(udp + 6, 0);
}

static void decode(const struct udpi_frame *frame, const struct udpi_protocol *protocol, unsigned flags) {
    struct udpi_decoder *decoder = udpi_decoder_create();
    if (!decoder)
        abort();
    udpi_decoder_show_secrets(decoder, flags & SHOWS_SECRETS);
    udpi_decoder_decode_as(decoder, DST_PORT, protocol);
    fuzz_packet(udpi_decode(decoder, frame), flags & IS_RICH);
    udpi_decoder_free(decoder);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    if (size < HEAD || size - HEAD > MOST)
        return 0;
    size_t captured = HEADERS + size - HEAD;
    size_t length = captured + (bytes[1] & IS_CUT ? MISSING : 0);
    uint8_t *packet = malloc(captured); /* not more, so that a sanitizer sees one byte too many */
    if (!packet)
        abort();
    write_headers(packet, length);
    memcpy(packet + HEADERS, bytes + HEAD, size - HEAD);
    const struct udpi_frame frame = {.bytes = packet,
                                     .captured = (uint32_t)captured,
                                     .length = (uint32_t)length,
                                     .number = 1,
                                     .link_type = LINK_RAW};
    decode(&frame, udpi_protocols[bytes[0] % udpi_protocol_count], bytes[1]);
    free(packet);
    return 0;
}
