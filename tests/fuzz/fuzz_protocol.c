/*
 * Any bytes as what follows a UDP header. They begin with the name of the protocol that they are tried as, by a port that the user
 * has spoken for, and a newline; then come flags, and what is done with the packet. Secrets are in it only where a flag asks for them.
 */
#include <stdlib.h>
#include <string.h>

#include <udpinspect/decoder.h>

#include "core/bytes.h"
#include "core/checksum.h"
#include "fuzz.h"
#include "fuzz_packet.h"

enum {
    HEAD = 2,
    LONGEST_NAME = 31,
    IPV4_SIZE = 20,
    UDP_SIZE = 8,
    HEADERS = IPV4_SIZE + UDP_SIZE,
    SRC_PORT = 40000,
    DST_PORT = 40001
};

enum { LINK_RAW = 12, MISSING = 100, MOST = UINT16_MAX - HEADERS - MISSING };

enum { IS_CUT = 1, SHOWS_SECRETS = 2 }; /* the flags */

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

/* The protocol of that name; one of them all where there is none. */
static const struct udpi_protocol *pick_protocol(const uint8_t *name, size_t size) {
    char key[LONGEST_NAME + 1] = "";
    memcpy(key, name, size);
    const struct udpi_protocol *protocol = udpi_protocol_find(key);
    uint8_t sum = 0;
    for (size_t i = 0; i < size; i++)
        sum = (uint8_t)(sum + name[i]);
    return protocol ? protocol : udpi_protocols[sum % udpi_protocol_count];
}

static void check_secrets(const struct udpi_packet *packet) {
    for (unsigned i = 0; i < packet->layer_count; i++) {
        const struct udpi_layer *layer = &packet->layers[i];
        for (unsigned k = 0; k < layer->value_count; k++) {
            const struct udpi_field *field = &layer->protocol->fields[packet->values[layer->first_value + k].field];
            if (field->flags & UDPI_SENSITIVE)
                fuzz_breach("a secret is shown", field->key);
        }
    }
}

static void decode(const struct udpi_frame *frame, const struct udpi_protocol *protocol, const uint8_t head[HEAD]) {
    struct udpi_decoder *decoder = fuzz_decoder();
    udpi_decoder_show_secrets(decoder, head[0] & SHOWS_SECRETS);
    udpi_decoder_decode_as(decoder, DST_PORT, protocol);
    const struct udpi_packet *packet = udpi_decode(decoder, frame);
    fuzz_packet(packet, head[1]);
    if (!(head[0] & SHOWS_SECRETS))
        check_secrets(packet);
}

static void decode_payload(const struct udpi_protocol *protocol, const uint8_t *bytes, size_t size) {
    size_t captured = HEADERS + size - HEAD;
    size_t length = captured + (bytes[0] & IS_CUT ? MISSING : 0);
    uint8_t *packet = malloc(captured); /* not more, so that a sanitizer sees one byte too many */
    if (!packet)
        fuzz_breach("no memory", NULL);
    write_headers(packet, length);
    memcpy(packet + HEADERS, bytes + HEAD, size - HEAD);
    const struct udpi_frame frame = {.bytes = packet,
                                     .captured = (uint32_t)captured,
                                     .length = (uint32_t)length,
                                     .number = 1,
                                     .link_type = LINK_RAW};
    decode(&frame, protocol, bytes);
    free(packet);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    const uint8_t *end = size > 0 ? memchr(bytes, '\n', size <= LONGEST_NAME ? size : LONGEST_NAME + 1) : NULL;
    size_t name_size = end ? (size_t)(end - bytes) : 0;
    size_t head = end ? name_size + 1 : 0;
    if (size < head + HEAD || size - head - HEAD > MOST)
        return 0;
    decode_payload(pick_protocol(bytes, name_size), bytes + head, size - head);
    return 0;
}
