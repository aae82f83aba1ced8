/* The list of interfaces, and which one is the default. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <net/if.h>

#include "capture/default_route.h"
#include "capture/interfaces.h"

/* --- tables of routes --------------------------------------------------------------------------------------------- */

#define IPV4_HEAD "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
#define ZEROS "00000000000000000000000000000000"
#define GATEWAY "fe800000000000000000000000000001"

/* `name` is NULL where there is no default route. */
static void expect_route(bool (*read)(FILE *table, char *name), const char *text, const char *name) {
    FILE *table = tmpfile();
    assert_non_null(table);
    fputs(text, table);
    rewind(table);
    char found[UDPI_INTERFACE_NAME_SIZE] = "";
    assert_int_equal(read(table, found), name != NULL);
    if (name)
        assert_string_equal(found, name);
    fclose(table);
}

static void test_ipv4_routes(void **state) {
    (void)state;
    expect_route(udpi_default_route_ipv4, "", NULL);
    expect_route(udpi_default_route_ipv4, IPV4_HEAD, NULL);
    expect_route(udpi_default_route_ipv4, IPV4_HEAD "eth1\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n",
                 NULL);
    expect_route(udpi_default_route_ipv4,
                 IPV4_HEAD "eth1\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
                           "wlan0\t00000000\t010200C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
                           "eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
                           "eth2\t00000000\t010200C0\t0003\t0\t0\t200\t00000000\t0\t0\t0\n",
                 "eth0");
}

/* 0.0.0.0/1 is half of a default route, as some tunnels set it; a route that is down or refuses leads nowhere. */
static void test_ipv4_routes_that_are_no_default(void **state) {
    (void)state;
    expect_route(udpi_default_route_ipv4, IPV4_HEAD "tun0\t00000000\t010200C0\t0003\t0\t0\t0\t00000080\t0\t0\t0\n",
                 NULL);
    expect_route(udpi_default_route_ipv4, IPV4_HEAD "eth0\t00000000\t010200C0\t0002\t0\t0\t0\t00000000\t0\t0\t0\n",
                 NULL);
    expect_route(udpi_default_route_ipv4, IPV4_HEAD "*\t00000000\t00000000\t0201\t0\t0\t0\t00000000\t0\t0\t0\n", NULL);
    expect_route(udpi_default_route_ipv4, IPV4_HEAD "eth0\t00000000\n\nx\n", NULL);
}

static void test_ipv6_routes(void **state) {
    (void)state;
    expect_route(udpi_default_route_ipv6,
                 ZEROS " 00 " ZEROS " 00 " ZEROS " ffffffff 00000001 00000000 00200200       lo\n", NULL);
    expect_route(udpi_default_route_ipv6,
                 ZEROS " 40 " ZEROS " 00 " GATEWAY " 00000100 00000001 00000000 00000003     eth1\n" ZEROS " 00 " ZEROS
                       " 00 " GATEWAY " 00000400 00000001 00000000 00000003     eth2\n" ZEROS " 00 " ZEROS
                       " 00 " GATEWAY " 000000ff 00000001 00000000 00000003     eth3\n" ZEROS " 00 " ZEROS " 00 " ZEROS
                       " ffffffff 00000001 00000000 00200201       lo\n",
                 "eth3");
}

/* --- this host ---------------------------------------------------------------------------------------------------- */

static struct udpi_interface_list list_interfaces(void) {
    struct udpi_interface_list list;
    struct udpi_error error;
    assert_int_equal(udpi_interfaces_list(&list, &error), UDPI_OK);
    return list;
}

/* Every interface that the kernel knows is there, "any" too, and one of them is the default. */
static void test_list_is_complete(void **state) {
    (void)state;
    struct udpi_interface_list list = list_interfaces();
    struct if_nameindex *known = if_nameindex();
    size_t known_count = 0, defaults = 0;
    assert_non_null(known);
    while (known[known_count].if_index != 0)
        known_count++;
    assert_int_equal(list.count, known_count + 1);
    for (size_t i = 0; i < list.count; i++) {
        assert_true(udpi_interface_exists(list.entries[i].name));
        defaults += list.entries[i].is_default;
    }
    assert_int_equal(defaults, 1);
    if_freenameindex(known);
    udpi_interfaces_free(&list);
    assert_int_equal(list.count, 0);
}

static void expect_loopback_address(const struct udpi_interface *loopback) {
    static const uint8_t localhost[] = {127, 0, 0, 1};
    for (size_t i = 0; i < loopback->address_count; i++) {
        const struct udpi_interface_address *address = &loopback->addresses[i];
        assert_int_not_equal(address->size, 6);
        if (address->size == 4 && memcmp(address->bytes, localhost, 4) == 0)
            assert_int_equal(address->prefix_length, 8);
    }
}

static void test_loopback(void **state) {
    (void)state;
    struct udpi_interface_list list = list_interfaces();
    size_t loopbacks = 0;
    for (size_t i = 0; i < list.count; i++) {
        if (!list.entries[i].is_loopback)
            continue;
        loopbacks++;
        expect_loopback_address(&list.entries[i]);
    }
    assert_true(loopbacks >= 1);
    udpi_interfaces_free(&list);
}

static void test_names_and_numbers(void **state) {
    (void)state;
    struct udpi_interface_list list = list_interfaces();
    struct udpi_error error;
    char number[32];
    for (size_t i = 0; i < list.count; i++) {
        snprintf(number, sizeof number, "%zu", i + 1);
        char *name = udpi_interface_resolve(number, &error);
        assert_string_equal(name, list.entries[i].name);
        free(name);
        char *standard = udpi_interface_resolve(NULL, &error);
        assert_int_equal(strcmp(standard, list.entries[i].name) == 0, list.entries[i].is_default);
        free(standard);
    }
    snprintf(number, sizeof number, "%zu", list.count + 1);
    assert_null(udpi_interface_resolve(number, &error));
    assert_null(udpi_interface_resolve("0", &error));
    assert_string_equal(error.text, "0: no such interface; udpinspect -D lists them");
    assert_null(udpi_interface_resolve("99999999999999999999", &error));
    udpi_interfaces_free(&list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ipv4_routes), cmocka_unit_test(test_ipv4_routes_that_are_no_default),
        cmocka_unit_test(test_ipv6_routes), cmocka_unit_test(test_list_is_complete),
        cmocka_unit_test(test_loopback),    cmocka_unit_test(test_names_and_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
