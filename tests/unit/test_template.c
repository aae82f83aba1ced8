/* The template compiles, and does what its comment says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "model/decode.h"

extern const struct udpi_protocol udpi_template;

static struct udpi_next decode(struct udpi_packet *packet, const uint8_t *bytes, size_t size) {
    memset(packet, 0, sizeof *packet);
    packet->layers[0].protocol = &udpi_template;
    struct udpi_decode d = {.packet = packet, .layer = &packet->layers[0], .base = bytes};
    size_t rest = size - udpi_template.header_size;
    d.cursor = (struct udpi_cursor){.at = bytes + udpi_template.header_size, .have = rest, .claim = rest};
    return udpi_template.decode(&d, bytes);
}

static void test_header_and_extension(void **state) {
    (void)state;
    const uint8_t bytes[] = {0x11, 0, 0x08, 0x00, 0, 0, 0x01, 0x02, 'w', 'o', 'r', 'd'};
    struct udpi_packet packet;
    struct udpi_next next = decode(&packet, bytes, sizeof bytes);
    assert_int_equal(next.key, UDPI_KEY(UDPI_ETHERTYPE, 0x0800));
    assert_int_equal(packet.value_count, 5);
    assert_int_equal(packet.values[3].number, 0x102);
    assert_int_equal(packet.values[4].offset, 8);
    assert_int_equal(packet.values[4].length, 4);
}

static void test_other_bytes_on_the_port(void **state) {
    (void)state;
    const uint8_t bytes[] = {'h', 'e', 'l', 'l', 'o', '!', '!', '!'};
    struct udpi_packet packet;
    assert_int_equal(decode(&packet, bytes, sizeof bytes).key, UDPI_NEXT_NOT_MINE);
    assert_int_equal(packet.value_count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_header_and_extension),
        cmocka_unit_test(test_other_bytes_on_the_port),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
