/* guard: what is left to a process that gave up what it did not need. All of it happens in child processes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guard/guard.h"

enum { DAEMON = 1, NOBODY = 65534, UNKNOWN = 1999999999, FAILED = 99 };

static char folder[] = "/tmp/test_guard.XXXXXX";
static int directory = -1;

static void need_root(void) {
    if (getuid() != 0)
        skip();
}

static void need_sandbox(void) {
#ifdef UDPI_WITHOUT_SANDBOX
    skip();
#endif
}

/* --- who goes on -------------------------------------------------------------------------------------------------- */

static void expect_user(const char *user, uid_t number, gid_t group) {
    struct udpi_identity identity;
    struct udpi_error error = {0};
    assert_int_equal(udpi_identity_find(&identity, user, &error), UDPI_OK);
    assert_non_null(identity.name);
    assert_int_equal(identity.user, number);
    assert_int_equal(identity.group, group);
    udpi_identity_forget(&identity);
}

static void set_sudo(const char *user, const char *group) {
    setenv("SUDO_UID", user, 1);
    setenv("SUDO_GID", group, 1);
}

static void finds_who_ran_sudo(void **state) {
    (void)state;
    need_root();
    set_sudo("1", "1"); /* daemon of Debian */
    expect_user(NULL, DAEMON, DAEMON);
    set_sudo("1999999999", "1999999998");
    expect_user(NULL, UNKNOWN, UNKNOWN - 1);
}

static void goes_on_as_nobody_otherwise(void **state) {
    (void)state;
    need_root();
    static const char *const useless[][2] = {{"0", "0"}, {"", "1"}, {"-1", "1"}, {"1", "x"}, {"4294967295", "1"}};
    for (size_t i = 0; i < sizeof useless / sizeof *useless; i++) {
        set_sudo(useless[i][0], useless[i][1]);
        expect_user(NULL, NOBODY, NOBODY);
    }
    unsetenv("SUDO_UID");
    expect_user(NULL, NOBODY, NOBODY);
}

static void takes_the_user_that_is_named(void **state) {
    (void)state;
    need_root();
    set_sudo("2", "2");
    expect_user("daemon", DAEMON, DAEMON);
    struct udpi_identity identity;
    struct udpi_error error = {0};
    assert_int_equal(udpi_identity_find(&identity, "no-such-user", &error), UDPI_FAILED);
    assert_string_equal(error.text, "-Z no-such-user: no such user; getent passwd lists them");
    udpi_identity_forget(&identity);
    assert_int_equal(udpi_identity_find(&identity, "root", &error), UDPI_OK);
    assert_null(identity.name);
}

/* --- processes ---------------------------------------------------------------------------------------------------- */

struct setting {
    const char *user;
    struct udpi_guard_needs needs;
};

static const struct setting live = {NULL, {.directory = -1, .file = -1, .socket = -1, .is_live = true}};
static const struct setting plain_file = {NULL, {.directory = -1, .file = -1, .socket = -1}};

static void close_guard(const struct setting *setting) {
    struct udpi_guard guard;
    struct udpi_error error = {0};
    if (udpi_guard_choose(&guard, setting->user, NULL, &error) != UDPI_OK ||
        udpi_guard_close(&guard, &setting->needs, &error) != UDPI_OK) {
        dprintf(STDERR_FILENO, "%s\n", error.text);
        _exit(FAILED);
    }
    udpi_guard_forget(&guard);
}

/* Does `act` in a guarded process. Gives its wait status; what it exits with is errno where `act` gives -1. */
static int run(const struct setting *setting, long (*act)(void)) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close_guard(setting);
        errno = 0;
        _exit(act() == -1 ? errno : 0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void expect_allowed(const struct setting *setting, long (*act)(void)) {
    int status = run(setting, act);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void expect_killed(const struct setting *setting, long (*act)(void)) {
    int status = run(setting, act);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGSYS);
}

static int status_file;
static const char *expected_lines;

/* Whether each of the expected lines stands in /proc/self/status, opened before. */
static long compare_status(void) {
    char text[8192] = "";
    if (pread(status_file, text, sizeof text - 1, 0) <= 0)
        return -1;
    for (const char *line = expected_lines; *line; line += strlen(line) + 1)
        if (!strstr(text, line)) {
            dprintf(STDERR_FILENO, "no %s in:\n%s", line, text);
            _exit(FAILED);
        }
    return 0;
}

/* `lines`: each closed by NUL, and all of them by another. */
static void expect_status(const struct setting *setting, const char *lines) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        status_file = open("/proc/self/status", O_RDONLY);
        expected_lines = lines;
        close_guard(setting);
        _exit(compare_status() == -1 ? errno : 0);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
}

/* --- what is left ------------------------------------------------------------------------------------------------- */

#define NO_CAPABILITIES                                                                                                \
    "CapInh:\t0000000000000000\n\0CapPrm:\t0000000000000000\n\0CapEff:\t0000000000000000\n\0"                          \
    "CapBnd:\t0000000000000000\n\0CapAmb:\t0000000000000000\n\0NoNewPrivs:\t1\n\0"

#ifdef UDPI_WITHOUT_SANDBOX
#define FILTER "Seccomp:\t0\n\0"
#else
#define FILTER "Seccomp:\t2\n\0"
#endif

static void leaves_no_root_and_no_capability(void **state) {
    (void)state;
    need_root();
    unsetenv("SUDO_UID");
    expect_status(&live, "Uid:\t65534\t65534\t65534\t65534\n\0Gid:\t65534\t65534\t65534\t65534\n\0"
                         "Groups:\t65534 \n\0" NO_CAPABILITIES FILTER);
    struct setting named = live;
    named.user = "daemon";
    expect_status(&named, "Uid:\t1\t1\t1\t1\n\0Gid:\t1\t1\t1\t1\n\0Groups:\t1 \n\0" NO_CAPABILITIES FILTER);
}

static void guards_a_file_that_root_reads(void **state) {
    (void)state;
    need_root();
    expect_status(&plain_file, "Uid:\t65534\t65534\t65534\t65534\n\0" NO_CAPABILITIES FILTER);
}

static void keeps_root_without_its_powers(void **state) {
    (void)state;
    need_root();
    struct setting root = live;
    root.user = "root";
    expect_status(&root, "Uid:\t0\t0\t0\t0\n\0" NO_CAPABILITIES FILTER);
}

static void leaves_system_calls_where_told(void **state) {
    (void)state;
    need_root();
    struct setting open_door = live;
    open_door.needs.has_no_sandbox = true;
    expect_status(&open_door, "Uid:\t65534\t65534\t65534\t65534\n\0" NO_CAPABILITIES "Seccomp:\t0\n\0");
}

static void let_root_go(void) {
    if (getuid() == 0 &&
        (setgroups(0, NULL) != 0 || setresgid(NOBODY, NOBODY, NOBODY) != 0 || setresuid(NOBODY, NOBODY, NOBODY) != 0))
        _exit(FAILED);
}

/* The bounding set stays: emptying it takes a privilege, and no_new_privs makes it useless. */
static void guards_a_live_capture_of_anybody(void **state) {
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        let_root_go();
        status_file = open("/proc/self/status", O_RDONLY);
        expected_lines = "CapEff:\t0000000000000000\n\0CapPrm:\t0000000000000000\n\0NoNewPrivs:\t1\n\0" FILTER;
        close_guard(&live);
        _exit(compare_status() == -1 ? errno : 0);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
}

static void leaves_a_file_of_anybody_alone(void **state) {
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        let_root_go();
        close_guard(&plain_file);
        _exit(open("/dev/null", O_RDONLY) >= 0 ? 0 : FAILED);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
}

static void refuses_users_to_anybody(void **state) {
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        let_root_go();
        struct udpi_identity identity;
        struct udpi_error error = {0};
        bool is_refused = udpi_identity_find(&identity, "daemon", &error) == UDPI_PERMISSION;
        _exit(is_refused && strstr(error.text, "only root can become another user") ? 0 : FAILED);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
}

/* --- system calls ------------------------------------------------------------------------------------------------- */

static long call_open(void) {
    return open("/dev/null", O_RDONLY);
}

static long call_old_open(void) {
#ifdef SYS_open
    return syscall(SYS_open, "/dev/null", O_RDONLY);
#else
    return call_open();
#endif
}

static long call_execve(void) {
    return execl("/bin/true", "true", (char *)NULL);
}

static long call_socket(void) {
    return socket(AF_INET, SOCK_DGRAM, 0);
}

static long call_fork(void) {
    return fork();
}

static long call_kill(void) {
    return kill(getppid(), 0);
}

static long call_unlink(void) {
    return unlink("/tmp/there-is-no-such-file");
}

static long call_map_code(void) {
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}

static long call_type_into_terminal(void) {
    return ioctl(STDIN_FILENO, TIOCSTI, "x");
}

static long call_stat(void) {
    struct stat status;
    return stat("/etc/passwd", &status);
}

static long call_read_in_directory(void) {
    return openat(directory, "first", O_RDONLY);
}

static long call_make_elsewhere(void) {
    return openat(AT_FDCWD, "/tmp/udpi-never", O_WRONLY | O_CREAT, 0600);
}

static void ends_with_a_forbidden_call(void **state) {
    (void)state;
    need_sandbox();
    static long (*const calls[])(void) = {
        call_open,
        call_old_open,
        call_execve,
        call_socket,
        call_fork,
        call_kill,
        call_unlink,
        call_map_code,
        call_stat,
        call_type_into_terminal,
        call_read_in_directory,
        call_make_elsewhere,
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        expect_killed(&live, calls[i]);
}

static long grow(void) {
    char *bytes = NULL;
    for (size_t size = 1; size <= 64 << 20; size *= 2) {
        char *more = realloc(bytes, size);
        if (!more)
            return -1;
        more[size - 1] = 1;
        bytes = more;
    }
    free(bytes);
    return 0;
}

static long call_abort(void) {
    abort();
}

static void lets_memory_grow_and_a_failure_be_told(void **state) {
    (void)state;
    expect_allowed(&live, grow);
    int status = run(&live, call_abort);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

/* --- files -------------------------------------------------------------------------------------------------------- */

static long make_file(void) {
    int file = openat(directory, "second", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    struct stat status;
    if (file < 0 || fstatat(directory, "second", &status, 0) != 0)
        return -1;
    return write(file, "x", 1) == 1 && ftruncate(file, 0) == 0 && lseek(file, 0, SEEK_CUR) == 1 ? close(file) : -1;
}

static uid_t owner_of(const char *name) {
    struct stat status;
    assert_int_equal(fstatat(directory, name, &status, 0), 0);
    return status.st_uid;
}

static void makes_files_in_its_directory(void **state) {
    (void)state;
    need_root();
    unsetenv("SUDO_UID");
    assert_int_equal(chmod(folder, 0777), 0);
    int file = openat(directory, "first", O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert_true(file >= 0);
    const struct setting setting = {NULL, {.directory = directory, .file = file, .is_live = true}};
    expect_allowed(&setting, make_file);
    assert_int_equal(owner_of("first"), NOBODY);
    assert_int_equal(owner_of("second"), NOBODY);
    close(file);
}

static void opens_no_other_file(void **state) {
    (void)state;
    need_sandbox();
    const struct setting setting = {NULL, {.directory = directory, .file = -1, .socket = -1, .is_live = true}};
    expect_killed(&setting, call_open);
    expect_killed(&setting, call_read_in_directory);
    expect_killed(&setting, call_make_elsewhere);
}

/* A device that root writes to is still root's. */
static void gives_no_device_away(void **state) {
    (void)state;
    need_root();
    int device = open("/dev/null", O_WRONLY);
    const struct setting setting = {NULL, {.directory = -1, .file = device, .is_live = true}};
    struct stat before, after;
    assert_int_equal(fstat(device, &before), 0);
    expect_allowed(&setting, grow);
    assert_int_equal(fstat(device, &after), 0);
    assert_int_equal(after.st_uid, before.st_uid);
    close(device);
}

static void refuses_a_directory_that_is_not_the_users(void **state) {
    (void)state;
    need_root();
    unsetenv("SUDO_UID");
    char path[64];
    snprintf(path, sizeof path, "%s/a.pcap", folder);
    struct udpi_guard guard;
    struct udpi_error error = {0};
    assert_int_equal(chmod(folder, 0755), 0);
    assert_int_equal(udpi_guard_choose(&guard, NULL, path, &error), UDPI_FAILED);
    assert_non_null(strstr(error.text, "/a.pcap: further files are made as nobody, who may not: Permission denied"));
    udpi_guard_forget(&guard);
    assert_int_equal(udpi_guard_choose(&guard, "root", path, &error), UDPI_OK);
    udpi_guard_forget(&guard);
    assert_int_equal(chmod(folder, 0777), 0);
    assert_int_equal(udpi_guard_choose(&guard, NULL, path, &error), UDPI_OK);
    udpi_guard_forget(&guard);
}

static int make_folder(void **state) {
    (void)state;
    directory = mkdtemp(folder) ? open(folder, O_PATH | O_DIRECTORY) : -1;
    return directory >= 0 ? 0 : 1;
}

static int remove_folder(void **state) {
    (void)state;
    unlinkat(directory, "first", 0);
    unlinkat(directory, "second", 0);
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_who_ran_sudo),
        cmocka_unit_test(goes_on_as_nobody_otherwise),
        cmocka_unit_test(takes_the_user_that_is_named),
        cmocka_unit_test(leaves_no_root_and_no_capability),
        cmocka_unit_test(guards_a_file_that_root_reads),
        cmocka_unit_test(keeps_root_without_its_powers),
        cmocka_unit_test(leaves_system_calls_where_told),
        cmocka_unit_test(guards_a_live_capture_of_anybody),
        cmocka_unit_test(leaves_a_file_of_anybody_alone),
        cmocka_unit_test(refuses_users_to_anybody),
        cmocka_unit_test(ends_with_a_forbidden_call),
        cmocka_unit_test(lets_memory_grow_and_a_failure_be_told),
        cmocka_unit_test(makes_files_in_its_directory),
        cmocka_unit_test(opens_no_other_file),
        cmocka_unit_test(gives_no_device_away),
        cmocka_unit_test(refuses_a_directory_that_is_not_the_users),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
