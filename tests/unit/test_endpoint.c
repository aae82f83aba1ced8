/* socket/endpoint: hosts and ports as people write them, and as sockets take them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netdb.h>

#include "socket/route.h"

/* A copy in a block of exactly its size, so that a sanitizer sees one byte too many. */
static char *copy(const char *text) {
    char *block = strdup(text);
    assert_non_null(block);
    return block;
}

static enum udpi_status parse(const char *text, struct udpi_host_port *place, struct udpi_error *error) {
    char *block = copy(text);
    enum udpi_status status = udpi_host_port_parse(block, place, error);
    free(block);
    return status;
}

static struct udpi_endpoint make_ipv4(const char *address, uint16_t port) {
    struct udpi_endpoint endpoint = {.ipv4 = {.sin_family = AF_INET, .sin_port = htons(port)},
                                     .size = sizeof endpoint.ipv4};
    assert_int_equal(inet_pton(AF_INET, address, &endpoint.ipv4.sin_addr), 1);
    return endpoint;
}

static struct udpi_endpoint make_ipv6(const char *address, uint16_t port, uint32_t interface) {
    struct udpi_endpoint endpoint = {
        .ipv6 = {.sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_scope_id = interface},
        .size = sizeof endpoint.ipv6};
    assert_int_equal(inet_pton(AF_INET6, address, &endpoint.ipv6.sin6_addr), 1);
    return endpoint;
}

static void takes_host_and_port_apart(void **state) {
    (void)state;
    static const struct {
        const char *text, *host;
        uint16_t port;
    } rows[] = {
        {"127.0.0.1:7788", "127.0.0.1", 7788},
        {"[2001:db8::1]:53", "2001:db8::1", 53},
        {"[fe80::1%eth0]:1", "fe80::1%eth0", 1},
        {"example.net:65535", "example.net", 65535},
        {":7788", "", 7788},
        {"7788", "", 7788},
        {"0", "", 0},
        {"00007", "", 7},
        {"7788:1", "7788", 1}, /* digits in front of a colon are a host */
    };
    struct udpi_error error;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_host_port place;
        assert_int_equal(parse(rows[i].text, &place, &error), UDPI_OK);
        assert_string_equal(place.host, rows[i].host);
        assert_int_equal(place.port, rows[i].port);
    }
}

static void says_what_is_wrong(void **state) {
    (void)state;
    static const struct {
        const char *text, *reason;
    } rows[] = {
        {"", "not a number"},
        {":", "not a number"},
        {"127.0.0.1", "port is missing"},
        {"example.net", "port is missing"},
        {"[::1]", "port is missing"},
        {"[::1]7788", "port is missing"},
        {"[::1", "']' is missing"},
        {"[", "']' is missing"},
        {"[]:7788", "no address between"},
        {"::1", "in brackets"},
        {"2001:db8::1:7788", "in brackets"},
        {"host:", "not a number"},
        {"host:+5", "not a number"},
        {"host: 5", "not a number"},
        {"host:5 ", "not a number"},
        {"host:0x50", "not a number"},
        {"host:65536", "not a number"},
        {"host:99999", "not a number"},
        {"host:000080", "not a number"},
        {"host:18446744073709551617", "not a number"},
        {"host:domain", "not a number"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_host_port place;
        struct udpi_error error = {0};
        assert_int_equal(parse(rows[i].text, &place, &error), UDPI_USAGE);
        assert_non_null(strstr(error.text, rows[i].reason));
    }
}

static void takes_no_host_that_is_too_long(void **state) {
    (void)state;
    char text[UDPI_HOST_SIZE + 8];
    struct udpi_host_port place;
    struct udpi_error error = {0};

    memset(text, 'a', UDPI_HOST_SIZE - 1);
    strcpy(text + UDPI_HOST_SIZE - 1, ":1");
    assert_int_equal(parse(text, &place, &error), UDPI_OK);
    assert_int_equal(strlen(place.host), UDPI_HOST_SIZE - 1);

    memset(text, 'a', UDPI_HOST_SIZE);
    strcpy(text + UDPI_HOST_SIZE, ":1");
    assert_int_equal(parse(text, &place, &error), UDPI_USAGE);
    assert_non_null(strstr(error.text, "the host is longer than a name"));
}

static void writes_what_it_parses(void **state) {
    (void)state;
    char text[UDPI_ENDPOINT_SIZE];
    struct udpi_endpoint ipv4 = make_ipv4("192.0.2.1", 7788);
    assert_string_equal(udpi_endpoint_write(&ipv4, text), "192.0.2.1:7788");
    struct udpi_endpoint ipv6 = make_ipv6("2001:db8::1", 7788, 0);
    assert_string_equal(udpi_endpoint_write(&ipv6, text), "[2001:db8::1]:7788");

    udpi_endpoint_set_port(&ipv4, 0);
    assert_string_equal(udpi_endpoint_write(&ipv4, text), "192.0.2.1");
    udpi_endpoint_set_port(&ipv6, 0);
    assert_string_equal(udpi_endpoint_write(&ipv6, text), "2001:db8::1");
}

static void writes_the_interface_of_a_link_local_address(void **state) {
    (void)state;
    char text[UDPI_ENDPOINT_SIZE];
    struct udpi_endpoint loopback = make_ipv6("fe80::1", 7788, 1); /* Linux numbers lo 1 in every namespace */
    assert_string_equal(udpi_endpoint_write(&loopback, text), "[fe80::1%lo]:7788");
    struct udpi_endpoint gone = make_ipv6("fe80::1", 7788, 4294967295U);
    assert_string_equal(udpi_endpoint_write(&gone, text), "[fe80::1%4294967295]:7788");
}

static void unmaps_only_what_is_mapped(void **state) {
    (void)state;
    char text[UDPI_ENDPOINT_SIZE];
    struct udpi_endpoint mapped = make_ipv6("::ffff:192.0.2.1", 7788, 0);
    udpi_endpoint_unmap(&mapped);
    assert_int_equal(mapped.any.sa_family, AF_INET);
    assert_int_equal(mapped.size, sizeof(struct sockaddr_in));
    assert_string_equal(udpi_endpoint_write(&mapped, text), "192.0.2.1:7788");

    struct udpi_endpoint plain = make_ipv6("2001:db8::1", 7788, 0);
    udpi_endpoint_unmap(&plain);
    assert_int_equal(plain.any.sa_family, AF_INET6);
    struct udpi_endpoint ipv4 = make_ipv4("192.0.2.1", 7788);
    udpi_endpoint_unmap(&ipv4);
    assert_int_equal(ipv4.any.sa_family, AF_INET);
}

static void knows_groups_and_equals(void **state) {
    (void)state;
    static const struct {
        const char *address;
        bool is_multicast, is_group;
    } rows[] = {
        {"223.255.255.255", false, false}, {"224.0.0.1", true, true},        {"239.255.255.255", true, true},
        {"240.0.0.1", false, false},       {"255.255.255.255", false, true}, {"127.0.0.1", false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct udpi_endpoint endpoint = make_ipv4(rows[i].address, 1);
        assert_int_equal(udpi_endpoint_is_multicast(&endpoint), rows[i].is_multicast);
        assert_int_equal(udpi_endpoint_is_group(&endpoint), rows[i].is_group);
    }
    struct udpi_endpoint group = make_ipv6("ff02::1", 1, 0), other = make_ipv6("ff02::1", 2, 0);
    struct udpi_endpoint ipv4 = make_ipv4("127.0.0.1", 1), ipv4_other = make_ipv4("127.0.0.2", 1);
    assert_true(udpi_endpoint_is_group(&group));
    assert_true(udpi_endpoint_same_host(&group, &other));
    assert_false(udpi_endpoint_same_host(&group, &ipv4));
    assert_false(udpi_endpoint_same_host(&ipv4, &ipv4_other));
}

static void resolves_numbers(void **state) {
    (void)state;
    struct udpi_host_port place = {.host = "127.0.0.1", .port = 7788};
    struct udpi_endpoint_list list;
    struct udpi_error error = {0};
    char text[UDPI_ENDPOINT_SIZE];
    assert_int_equal(udpi_endpoint_resolve(&place, &list, &error), UDPI_OK);
    assert_int_equal(list.count, 1);
    assert_string_equal(udpi_endpoint_write(&list.entries[0], text), "127.0.0.1:7788");

    place = (struct udpi_host_port){.host = "::1", .port = 7788};
    assert_int_equal(udpi_endpoint_resolve(&place, &list, &error), UDPI_OK);
    assert_int_equal(list.count, 1);
    assert_string_equal(udpi_endpoint_write(&list.entries[0], text), "[::1]:7788");
    assert_null(udpi_endpoint_find(&list, AF_INET));
    assert_ptr_equal(udpi_endpoint_find(&list, AF_INET6), &list.entries[0]);

    place = (struct udpi_host_port){.host = "::ffff:127.0.0.1", .port = 7788};
    assert_int_equal(udpi_endpoint_resolve(&place, &list, &error), UDPI_OK);
    assert_string_equal(udpi_endpoint_write(&list.entries[0], text), "127.0.0.1:7788");

    place = (struct udpi_host_port){.host = "not a name", .port = 7788};
    assert_int_equal(udpi_endpoint_resolve(&place, &list, &error), UDPI_FAILED);
    assert_memory_equal(error.text, "not a name: ", 12);
}

static void resolves_no_host_to_every_address(void **state) {
    (void)state;
    const struct udpi_host_port place = {.host = "", .port = 7788};
    struct udpi_endpoint_list list;
    struct udpi_error error = {0};
    char text[UDPI_ENDPOINT_SIZE];
    assert_int_equal(udpi_endpoint_resolve(&place, &list, &error), UDPI_OK);
    const struct udpi_endpoint *ipv4 = udpi_endpoint_find(&list, AF_INET);
    assert_non_null(ipv4);
    assert_string_equal(udpi_endpoint_write(ipv4, text), "0.0.0.0:7788");
}

static void finds_destinations(void **state) {
    (void)state;
    struct udpi_endpoint_list list;
    struct udpi_error error = {0};
    char text[UDPI_ENDPOINT_SIZE];
    assert_int_equal(udpi_route_resolve("127.0.0.1:7788", &list, &error), UDPI_OK);
    assert_string_equal(udpi_endpoint_write(&list.entries[0], text), "127.0.0.1:7788");
    assert_int_equal(udpi_route_resolve("7788", &list, &error), UDPI_USAGE);
    assert_non_null(strstr(error.text, "to which host?"));
    assert_int_equal(udpi_route_resolve("127.0.0.1:0", &list, &error), UDPI_USAGE);
    assert_non_null(strstr(error.text, "nobody can listen on port 0"));
    assert_int_equal(udpi_route_resolve("127.0.0.1", &list, &error), UDPI_USAGE);
}

static void knows_what_stands_for_every_address(void **state) {
    (void)state;
    struct udpi_endpoint any_ipv4 = make_ipv4("0.0.0.0", 1), any_ipv6 = make_ipv6("::", 1, 0);
    struct udpi_endpoint one_ipv4 = make_ipv4("0.0.0.1", 1), one_ipv6 = make_ipv6("::1", 1, 0);
    assert_true(udpi_endpoint_is_any(&any_ipv4));
    assert_true(udpi_endpoint_is_any(&any_ipv6));
    assert_false(udpi_endpoint_is_any(&one_ipv4));
    assert_false(udpi_endpoint_is_any(&one_ipv6));
}

static void binds_or_says_why_not(void **state) {
    (void)state;
    struct udpi_error error = {0};
    int first = socket(AF_INET, SOCK_DGRAM, 0), second = socket(AF_INET, SOCK_DGRAM, 0);
    struct udpi_endpoint endpoint = make_ipv4("127.0.0.1", 0);
    assert_int_equal(udpi_endpoint_bind(first, &endpoint, &error), UDPI_OK);
    assert_int_equal(getsockname(first, &endpoint.any, &endpoint.size), 0);
    assert_int_not_equal(udpi_endpoint_port(&endpoint), 0);

    assert_int_equal(udpi_endpoint_bind(second, &endpoint, &error), UDPI_FAILED);
    assert_non_null(strstr(error.text, "the port is in use"));
    struct udpi_endpoint foreign = make_ipv4("192.0.2.77", 0); /* RFC 5737: nobody's */
    assert_int_equal(udpi_endpoint_bind(second, &foreign, &error), UDPI_FAILED);
    assert_non_null(strstr(error.text, "not an address of this host"));
    close(first);
    close(second);
}

/* --- a host of many addresses, which this stand-in for getaddrinfo(3) gives --------------------------------------- */

static unsigned given; /* addresses of the host "many"; 0: the library is asked */

int __real_getaddrinfo(const char *host, const char *port, const struct addrinfo *wanted, struct addrinfo **found);
int __wrap_getaddrinfo(const char *host, const char *port, const struct addrinfo *wanted, struct addrinfo **found);

int __wrap_getaddrinfo(const char *host, const char *port, const struct addrinfo *wanted, struct addrinfo **found) {
    if (given == 0)
        return __real_getaddrinfo(host, port, wanted, found);
    assert_int_equal(__real_getaddrinfo("127.0.0.1", port, wanted, found), 0);
    struct addrinfo *last = *found;
    for (unsigned i = 1; i < given; i++, last = last->ai_next)
        assert_int_equal(__real_getaddrinfo("127.0.0.1", port, wanted, &last->ai_next), 0);
    return 0;
}

static void says_where_addresses_are_left(void **state) {
    (void)state;
    struct udpi_host_port place = {.host = "many", .port = 7788};
    struct udpi_endpoint_list list;
    struct udpi_error error = {0};
    given = UDPI_MAX_ADDRESSES;
    assert_int_equal(udpi_endpoint_resolve(&place, &list, &error), UDPI_OK);
    assert_int_equal(list.count, UDPI_MAX_ADDRESSES);
    udpi_error_set(&error, UDPI_FAILED, "no route");
    assert_int_equal(udpi_endpoint_list_fail(&list, &error), UDPI_FAILED);
    assert_string_equal(error.text, "no route");

    given = UDPI_MAX_ADDRESSES + 1;
    assert_int_equal(udpi_endpoint_resolve(&place, &list, &error), UDPI_OK);
    assert_int_equal(list.count, UDPI_MAX_ADDRESSES);
    udpi_error_set(&error, UDPI_FAILED, "no route");
    assert_int_equal(udpi_endpoint_list_fail(&list, &error), UDPI_FAILED);
    assert_string_equal(error.text, "16 addresses were tried, the host has more; the last: no route");
    given = 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_host_and_port_apart),
        cmocka_unit_test(says_what_is_wrong),
        cmocka_unit_test(takes_no_host_that_is_too_long),
        cmocka_unit_test(writes_what_it_parses),
        cmocka_unit_test(writes_the_interface_of_a_link_local_address),
        cmocka_unit_test(unmaps_only_what_is_mapped),
        cmocka_unit_test(knows_groups_and_equals),
        cmocka_unit_test(resolves_numbers),
        cmocka_unit_test(resolves_no_host_to_every_address),
        cmocka_unit_test(says_where_addresses_are_left),
        cmocka_unit_test(finds_destinations),
        cmocka_unit_test(knows_what_stands_for_every_address),
        cmocka_unit_test(binds_or_says_why_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
