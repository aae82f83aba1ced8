/* A program that has nothing but the installed headers and library: decodes one packet, and says where it goes. */
#include <stdio.h>

#include <udpinspect/decoder.h>

/* "hello" from 192.168.1.10:51000 to 192.168.1.20:7788, without a link header. */
static const uint8_t bytes[] = {0x45, 0x00, 0x00, 0x21, 0x1c, 0x46, 0x40, 0x00, 0x40, 0x11, 0x9b, 0x17, 192,  168,  1,   10,  192,
                                168,  1,    20,   0xc7, 0x38, 0x1e, 0x6c, 0x00, 0x0d, 0x52, 0xee, 'h',  'e',  'l', 'l', 'o'};

int main(void) {
    enum { RAW_IP = 12 };
    struct udpi_decoder *decoder = udpi_decoder_create();
    if (!decoder)
        return 1;
    const struct udpi_frame frame = {
        .bytes = bytes, .captured = sizeof bytes, .length = sizeof bytes, .time = UDPI_NO_TIME, .number = 1, .link_type = RAW_IP};
    const struct udpi_packet *packet = udpi_decode(decoder, &frame);
    const struct udpi_value *port = udpi_packet_find(packet, "udp", "dst_port");
    if (port)
        printf("%u layers, to port %u\n", packet->layer_count, (unsigned)port->number);
    udpi_decoder_free(decoder);
    return port ? 0 : 1;
}
