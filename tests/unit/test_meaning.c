/* knowledge/meaning: every word that other tables have is explained. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/bytes.h"
#include "knowledge/address.h"
#include "knowledge/ip.h"
#include "knowledge/meaning.h"
#include "model/decode.h"

/* An address of each block of the special-purpose registries, and of none. */
static const char *const addresses[] = {
    "0.0.0.0",         "0.0.0.1",     "8.8.8.8",      "10.0.0.0",         "100.64.0.0",  "127.0.0.1",
    "169.254.0.1",     "192.0.0.0",   "192.0.0.8",    "192.0.0.9",        "192.0.0.10",  "192.0.0.170",
    "192.0.0.11",      "192.0.2.1",   "192.31.196.1", "192.52.193.1",     "192.88.99.1", "192.88.99.2",
    "192.175.48.1",    "198.18.0.1",  "198.51.100.1", "203.0.113.1",      "224.0.0.1",   "240.0.0.1",
    "255.255.255.255", "::",          "::1",          "::ffff:192.0.2.1", "::192.0.2.1", "64:ff9b::1",
    "64:ff9b:1::1",    "100::1",      "100:0:0:1::1", "2001::1",          "2001:1::1",   "2001:1::2",
    "2001:1::3",       "2001:2::1",   "2001:3::1",    "2001:4:112::1",    "2001:10::1",  "2001:20::1",
    "2001:30::1",      "2001:100::1", "2001:db8::1",  "2002::1",          "2600::1",     "2620:4f:8000::1",
    "3fff::1",         "4000::1",     "5f00::1",      "fc00::1",          "fe80::1",     "fec0::1",
    "ff02::1",
};

static void explains_every_scope(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct udpi_ip_notation notation;
        struct udpi_error error = {0};
        assert_int_equal(udpi_ip_parse(addresses[i], &notation, &error), UDPI_OK);
        const uint8_t *bytes = notation.ip.bytes;
        const char *scope = notation.ip.size == 16 ? udpi_ipv6_scope(bytes) : udpi_ipv4_scope(udpi_load_be32(bytes));
        if (!udpi_meaning_of_scope(scope))
            fail_msg("%s: %s has no meaning", addresses[i], scope);
    }
    assert_null(udpi_meaning_of_scope("privat"));
}

static void explains_every_status_of_a_checksum(void **state) {
    (void)state;
    for (size_t i = 0; i < udpi_checksum_status_names.count; i++)
        assert_non_null(udpi_meaning_of_checksum(udpi_checksum_status_names.entries[i].text));
    assert_null(udpi_meaning_of_checksum("unknown"));
}

static void places_fragments(void **state) {
    (void)state;
    static const struct {
        unsigned offset;
        bool has_more;
        const char *name;
    } rows[] = {
        {0, false, "whole"}, {0, true, "first"}, {8, true, "middle"}, {8, false, "last"}, {65528, false, "last"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum udpi_fragment_place place = udpi_fragment_find_place(rows[i].offset, rows[i].has_more);
        assert_string_equal(udpi_fragment_place_name(place), rows[i].name);
        assert_non_null(udpi_fragment_meaning(place));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(explains_every_scope),
        cmocka_unit_test(explains_every_status_of_a_checksum),
        cmocka_unit_test(places_fragments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
