/* knowledge/mac: kinds by their bits; the groups that share an address, at both ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "knowledge/mac.h"
#include "knowledge/multicast.h"

static void tells_kinds_apart(void **state) {
    (void)state;
    static const struct {
        uint64_t mac;
        const char *kind;
        bool is_local;
    } rows[] = {
        {0x000000000000, "none", false},      {0x000000000001, "unicast", false},  {0x001b213c9d8f, "unicast", false},
        {0x020000000001, "unicast", true},    {0xfeffffffffff, "unicast", true},   {0x010000000000, "multicast", false},
        {0x01005e0000fb, "multicast", false}, {0x3333000000fb, "multicast", true}, {0xfffffffffffe, "multicast", true},
        {0xffffffffffff, "broadcast", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(udpi_mac_kind(rows[i].mac), rows[i].kind);
        assert_int_equal(udpi_mac_is_local(rows[i].mac), rows[i].is_local);
    }
    assert_string_equal(udpi_mac_meaning(0xffffffffffff), "every host on this link");
    assert_string_equal(udpi_mac_meaning(0x01005e0000fb), "a group of hosts on this link");
}

static void knows_which_addresses_are_of_groups(void **state) {
    (void)state;
    static const struct {
        uint64_t mac;
        unsigned version;
    } rows[] = {
        {0x01005dffffff, 0}, {0x01005e000000, 4}, {0x01005e7fffff, 4}, {0x01005e800000, 0}, {0x3332ffffffff, 0},
        {0x333300000000, 6}, {0x3333ffffffff, 6}, {0x333400000000, 0}, {0xffffffffffff, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(udpi_mac_group_version(rows[i].mac), rows[i].version);
}

/* All 32 have the address that is theirs by RFC 1112; 239.255.255.250 is the last of those of 224.127.255.250. */
static void finds_the_groups_that_share_an_address(void **state) {
    (void)state;
    uint32_t first = udpi_mac_first_ipv4_group(0x01005e7ffffa);
    assert_int_equal(first, 0xe07ffffa);
    for (unsigned i = 0; i < UDPI_MAC_IPV4_GROUPS; i++) {
        uint32_t group = first + i * 0x800000;
        const struct udpi_ip ip = {
            {(uint8_t)(group >> 24), (uint8_t)(group >> 16), (uint8_t)(group >> 8), (uint8_t)group}, 4};
        assert_true(udpi_ip_is_multicast(&ip));
        assert_true(udpi_group_mac(&ip) == 0x01005e7ffffa);
    }
    assert_int_equal(first + 31 * 0x800000U, 0xeffffffa);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_kinds_apart),
        cmocka_unit_test(knows_which_addresses_are_of_groups),
        cmocka_unit_test(finds_the_groups_that_share_an_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
