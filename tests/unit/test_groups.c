/* host/groups: the tables of multicast groups, also where lines of them are broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <arpa/inet.h>
#include <string.h>

#include "host/groups.h"

static struct udpi_host_groups read_table(int (*read)(struct udpi_host_groups *list, FILE *table), const char *text) {
    struct udpi_host_groups list = {0};
    FILE *table = tmpfile();
    assert_non_null(table);
    fputs(text, table);
    rewind(table);
    assert_int_equal(read(&list, table), 0);
    fclose(table);
    return list;
}

static void expect_group(const struct udpi_host_group *group, const char *interface, const char *address,
                         uint32_t users) {
    char text[INET6_ADDRSTRLEN];
    assert_string_equal(group->interface, interface);
    assert_string_equal(inet_ntop(group->family, group->address, text, sizeof text), address);
    assert_int_equal(group->users, users);
}

/* As the kernel writes it: the address is a number in host order. */
#define IPV4_LINE(address, users) "\t\t\t\t%08X %5d 0:00000000\t\t0\n", htonl(address), users

static void reads_groups_of_ipv4(void **state) {
    (void)state;
    char text[1024], *at = text;
    at += sprintf(at, "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n");
    at += sprintf(at, "1\tlo        :     1      V3\n");
    at += sprintf(at, IPV4_LINE(0xe0000001, 1));
    at += sprintf(at, "12\tenp0s31f6u1u2x:     2      V2\n"); /* a long name has the colon at once */
    at += sprintf(at, IPV4_LINE(0xef010203, 3));
    at += sprintf(at, IPV4_LINE(0xe00000fb, 1));
    struct udpi_host_groups list = read_table(udpi_host_groups_read_ipv4, text);
    assert_int_equal(list.count, 3);
    expect_group(&list.entries[0], "lo", "224.0.0.1", 1);
    expect_group(&list.entries[1], "enp0s31f6u1u2x", "239.1.2.3", 3);
    expect_group(&list.entries[2], "enp0s31f6u1u2x", "224.0.0.251", 1);
    udpi_host_groups_free(&list);
    assert_int_equal(list.count, 0);
}

static void reads_groups_of_ipv6(void **state) {
    (void)state;
    struct udpi_host_groups list = read_table(
        udpi_host_groups_read_ipv6, "1    lo              ff020000000000000000000000000001     1 0000000C 0\n"
                                    "4    eth0            ff0200000000000000000001ff000002    17 00000004 0\n");
    assert_int_equal(list.count, 2);
    expect_group(&list.entries[0], "lo", "ff02::1", 1);
    expect_group(&list.entries[1], "eth0", "ff02::1:ff00:2", 17);
    udpi_host_groups_free(&list);
}

static void passes_over_broken_lines(void **state) {
    (void)state;
    struct udpi_host_groups list =
        read_table(udpi_host_groups_read_ipv4, "\t\t\t\t010000E0     1 0:00000000\t\t0\n" /* of no interface */
                                               "x\n"
                                               "\t\t\t\t010000E0     1 0:00000000\t\t0\n"
                                               "4\teth0      :     1      V3\n"
                                               "\t\t\t\tno group\n"
                                               "\t\t\t\t010000E0\n"
                                               "\n");
    assert_int_equal(list.count, 0);
    udpi_host_groups_free(&list);
    list =
        read_table(udpi_host_groups_read_ipv6, "\n4\n4 eth0\n4 eth0 ff02\n4 eth0 ff02000000000000000000000000000g 1\n"
                                               "4 eth0 ff020000000000000000000000000001\n"
                                               "4 eth0 ff0200000000000000000000000000012 1\n"
                                               "x eth0 ff020000000000000000000000000001 1\n");
    assert_int_equal(list.count, 0);
    udpi_host_groups_free(&list);
}

/* More than any list has room for at first. */
static void grows(void **state) {
    (void)state;
    enum { COUNT = 1000 };
    struct udpi_host_groups list = {0};
    FILE *table = tmpfile();
    assert_non_null(table);
    for (unsigned i = 0; i < COUNT; i++)
        fprintf(table, "4 eth0 ff02000000000000000000000000%04x %u 00000004 0\n", i, i);
    rewind(table);
    assert_int_equal(udpi_host_groups_read_ipv6(&list, table), 0);
    fclose(table);
    assert_int_equal(list.count, COUNT);
    for (unsigned i = 0; i < COUNT; i++)
        assert_int_equal(list.entries[i].users, i);
    udpi_host_groups_free(&list);
}

static void a_host_without_tables_has_none(void **state) {
    (void)state;
    struct udpi_host_groups list;
    struct udpi_error error = {0};
    assert_int_equal(udpi_host_groups_list(&list, "/nowhere", &error), UDPI_OK);
    assert_int_equal(list.count, 0);
    udpi_host_groups_free(&list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_groups_of_ipv4),           cmocka_unit_test(reads_groups_of_ipv6),
        cmocka_unit_test(passes_over_broken_lines),       cmocka_unit_test(grows),
        cmocka_unit_test(a_host_without_tables_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
