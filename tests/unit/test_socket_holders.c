/* host/socket_holders: who has a socket open, in a folder that is made up to look like /proc. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/socket_holders.h"

/* --- a folder like /proc ------------------------------------------------------------------------------------------ */

static char root[] = "/tmp/udpi-holders-XXXXXX";

static int make_root(void **state) {
    (void)state;
    strcpy(root + sizeof root - 7, "XXXXXX");
    return mkdtemp(root) ? 0 : -1;
}

static int remove_root(void **state) {
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", root);
    return system(command);
}

static const char *make_path(char *path, const char *format, const char *a, const char *b) {
    char name[128];
    snprintf(name, sizeof name, format, a, b);
    snprintf(path, 256, "%s/%s", root, name);
    return path;
}

/* `name` NULL: the process has no name any more. */
static void make_process(const char *process, const char *name) {
    char path[256];
    assert_int_equal(mkdir(make_path(path, "%s%s", process, ""), 0755), 0);
    assert_int_equal(mkdir(make_path(path, "%s/fd%s", process, ""), 0755), 0);
    if (!name)
        return;
    FILE *file = fopen(make_path(path, "%s/comm%s", process, ""), "w");
    assert_non_null(file);
    fputs(name, file);
    fclose(file);
}

static void make_descriptor(const char *process, const char *number, const char *target) {
    char path[256];
    assert_int_equal(symlink(target, make_path(path, "%s/fd/%s", process, number)), 0);
}

/* --- looking ------------------------------------------------------------------------------------------------------ */

static struct udpi_socket_holders find(uint64_t *inodes, size_t count) {
    struct udpi_socket_holders holders;
    struct udpi_error error = {0};
    assert_int_equal(udpi_socket_holders_find(&holders, root, inodes, count, &error), UDPI_OK);
    return holders;
}

static void expect_holder(const struct udpi_socket_holder *holder, uint64_t inode, uint32_t process, const char *name) {
    assert_int_equal(holder->inode, inode);
    assert_int_equal(holder->process, process);
    assert_string_equal(holder->name, name);
}

static void finds_one_several_and_none(void **state) {
    (void)state;
    uint64_t inodes[] = {4000000000, 70, 71, 72}; /* in any order */
    make_process("1", "init\n");
    make_process("20", "parent\n");
    make_process("3", "child\n");
    make_process("44", NULL);
    make_descriptor("20", "0", "/dev/null");
    make_descriptor("20", "3", "socket:[70]");
    make_descriptor("20", "4", "socket:[70]"); /* dup */
    make_descriptor("20", "5", "socket:[71]");
    make_descriptor("3", "3", "socket:[71]");
    make_descriptor("3", "4", "socket:[73]"); /* not asked for */
    make_descriptor("44", "1", "socket:[4000000000]");
    struct udpi_socket_holders holders = find(inodes, 4);
    size_t count;
    assert_true(holders.is_complete);
    assert_int_equal(holders.count, 4);
    const struct udpi_socket_holder *first = udpi_socket_holders_of(&holders, 70, &count);
    assert_int_equal(count, 1);
    expect_holder(first, 70, 20, "parent");
    first = udpi_socket_holders_of(&holders, 71, &count);
    assert_int_equal(count, 2);
    expect_holder(&first[0], 71, 3, "child");
    expect_holder(&first[1], 71, 20, "parent");
    first = udpi_socket_holders_of(&holders, 4000000000, &count);
    assert_int_equal(count, 1);
    expect_holder(first, 4000000000, 44, "");
    static const uint64_t unknown[] = {0, 72, 73, 5000000000};
    for (size_t i = 0; i < 4; i++) {
        assert_null(udpi_socket_holders_of(&holders, unknown[i], &count));
        assert_int_equal(count, 0);
    }
    udpi_socket_holders_free(&holders);
    assert_int_equal(holders.count, 0);
}

static void passes_over_what_is_no_process_and_no_socket(void **state) {
    (void)state;
    static const char *const targets[] = {
        "socket:[70",   "socket:[]",   "socket:[70]x",          "socket:70",           "pipe:[70]",
        "socket:[x70]", "socket:[70)", "socket:[70] (deleted)", "anon_inode:[eventfd]"};
    uint64_t inodes[] = {70};
    make_process("1", "init\n");
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        char number[] = {(char)('0' + i), '\0'};
        make_descriptor("1", number, targets[i]);
    }
    static const char *const names[] = {"self", "1x", "x1", "0", "99999999999999"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        make_process(names[i], "no process\n");
        make_descriptor(names[i], "3", "socket:[70]");
    }
    struct udpi_socket_holders holders = find(inodes, 1);
    assert_int_equal(holders.count, 0);
    assert_true(holders.is_complete);
    udpi_socket_holders_free(&holders);
}

/* A process that has ended between two looks is none; one whose descriptors are not to be seen may have any socket. */
static void knows_what_it_does_not_know(void **state) {
    (void)state;
    char path[256];
    uint64_t inodes[] = {70};
    make_process("1", "init\n");
    assert_int_equal(mkdir(make_path(path, "%s%s", "5", ""), 0755), 0);
    struct udpi_socket_holders holders = find(inodes, 1);
    assert_true(holders.is_complete);
    udpi_socket_holders_free(&holders);
    make_process("6", "hidden\n");
    chmod(root, 0755);
    chmod(make_path(path, "%s/fd%s", "6", ""), 0);
    uid_t user = geteuid();
    if (user == 0)
        assert_int_equal(seteuid(65534), 0); /* root would see everything */
    holders = find(inodes, 1);
    assert_false(holders.is_complete);
    udpi_socket_holders_free(&holders);
    assert_int_equal(seteuid(user), 0);
    chmod(path, 0755);
}

/* With hidepid of proc(5), process 1 is not there either. */
static void processes_may_be_hidden(void **state) {
    (void)state;
    uint64_t inodes[] = {70};
    make_process("20", "own\n");
    make_descriptor("20", "3", "socket:[70]");
    struct udpi_socket_holders holders = find(inodes, 1);
    assert_int_equal(holders.count, 1);
    assert_false(holders.is_complete);
    udpi_socket_holders_free(&holders);
}

static void a_host_without_proc_is_not_complete(void **state) {
    (void)state;
    uint64_t inodes[] = {70};
    struct udpi_error error = {0};
    struct udpi_socket_holders holders;
    assert_int_equal(udpi_socket_holders_find(&holders, "/nowhere", inodes, 1, &error), UDPI_OK);
    assert_int_equal(holders.count, 0);
    assert_false(holders.is_complete);
    udpi_socket_holders_free(&holders);
}

#define IN_ROOT(test) cmocka_unit_test_setup_teardown(test, make_root, remove_root)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_ROOT(finds_one_several_and_none),
        IN_ROOT(passes_over_what_is_no_process_and_no_socket),
        IN_ROOT(knows_what_it_does_not_know),
        IN_ROOT(processes_may_be_hidden),
        cmocka_unit_test(a_host_without_proc_is_not_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
