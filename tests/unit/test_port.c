/* knowledge/port: what the ranges mean, at both ends; services by the registry of IANA. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "knowledge/port.h"

static void says_what_a_range_means(void **state) {
    (void)state;
    static const struct {
        uint16_t first, last;
        const char *meaning;
    } rows[] = {
        {0, 0, "no port: the sender wants no answer"},
        {1, 1023, "to open it, a program needs privilege"},
        {1024, 32767, "any program may open it"},
        {32768, 49151, "any program may open it, and Linux takes some from here for clients"},
        {49152, 65535, "mostly one that the system chose for a client"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(udpi_port_meaning(rows[i].first), rows[i].meaning);
        assert_string_equal(udpi_port_meaning(rows[i].last), rows[i].meaning);
    }
}

static void knows_services(void **state) {
    (void)state;
    static const struct {
        uint16_t port;
        const char *name;
    } rows[] = {{7, "echo"},     {53, "domain"},  {67, "bootps"},         {68, "bootpc"},
                {69, "tftp"},    {123, "ntp"},    {161, "snmp"},          {443, "https"},
                {514, "syslog"}, {520, "router"}, {547, "dhcpv6-server"}, {1194, "openvpn"},
                {1900, "ssdp"},  {3478, "stun"},  {4789, "vxlan"},        {5060, "sip"},
                {5353, "mdns"},  {8472, "otv"},   {47808, "bacnet"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct udpi_service *service = udpi_port_find_service(rows[i].port);
        assert_non_null(service);
        assert_int_equal(service->port, rows[i].port);
        assert_string_equal(service->name, rows[i].name);
    }
}

static void has_no_service_where_there_is_none(void **state) {
    (void)state;
    static const uint16_t ports[] = {0, 6, 8, 52, 54, 7788, 51000, 65535};
    for (size_t i = 0; i < sizeof ports / sizeof *ports; i++)
        assert_null(udpi_port_find_service(ports[i]));
}

/* A search by halves finds every entry only in a table that ascends. */
static void finds_every_service(void **state) {
    (void)state;
    unsigned count = 0;
    for (unsigned port = 0; port <= UINT16_MAX; port++)
        count += udpi_port_find_service((uint16_t)port) != NULL;
    assert_int_equal(count, UDPI_PORT_SERVICES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_a_range_means),
        cmocka_unit_test(knows_services),
        cmocka_unit_test(has_no_service_where_there_is_none),
        cmocka_unit_test(finds_every_service),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
