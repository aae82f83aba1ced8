#include "guard/sandbox.h"

#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef SOL_PACKET
#define SOL_PACKET 263 /* packet(7) */
#endif

/* Of 32-bit kernels some calls have other names; a name that a machine does not have is left out. */
static const int always[] = {
    /* frames, output, capture files */
    SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(lseek), SCMP_SYS(_llseek),
    SCMP_SYS(ftruncate), SCMP_SYS(ftruncate64), SCMP_SYS(fstat), SCMP_SYS(fstat64), SCMP_SYS(close),
    /* waiting, time */
    SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(ppoll_time64), SCMP_SYS(restart_syscall), SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_gettime64), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep),
    SCMP_SYS(clock_nanosleep_time64),
    /* memory; sysinfo: qsort(3) asks how much there is */
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(sysinfo),
    /* signals, and the end; abort(3) asks who it is */
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigreturn), SCMP_SYS(getpid),
    SCMP_SYS(gettid), SCMP_SYS(futex), SCMP_SYS(futex_time64), SCMP_SYS(exit), SCMP_SYS(exit_group),
    /* of the packet socket: what is lost, what became of the interface, and to take it up again if it comes back */
    SCMP_SYS(getsockopt), SCMP_SYS(getsockname), SCMP_SYS(bind),
};

struct condition {
    int call;
    unsigned count;
    struct scmp_arg_cmp arguments[2];
};

static const struct condition conditions[] = {
    /* no memory becomes code */
    {SCMP_SYS(mmap), 1, {{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}}},
    {SCMP_SYS(mmap2), 1, {{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}}},
    {SCMP_SYS(mprotect), 1, {{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}}},
    /* a terminal's size, but never input put into it; an interface that is down or has gone away */
    {SCMP_SYS(ioctl), 1, {{1, SCMP_CMP_EQ, TIOCGWINSZ, 0}}},
    {SCMP_SYS(ioctl), 1, {{1, SCMP_CMP_EQ, TCGETS, 0}}},
#ifdef TCGETS2 /* isatty(3) of later C libraries */
    {SCMP_SYS(ioctl), 1, {{1, SCMP_CMP_EQ, TCGETS2, 0}}},
#endif
    {SCMP_SYS(ioctl), 1, {{1, SCMP_CMP_EQ, SIOCGIFFLAGS, 0}}},
    {SCMP_SYS(ioctl), 1, {{1, SCMP_CMP_EQ, SIOCGIFINDEX, 0}}},
    {SCMP_SYS(setsockopt), 2, {{1, SCMP_CMP_EQ, SOL_PACKET, 0}, {2, SCMP_CMP_EQ, PACKET_ADD_MEMBERSHIP, 0}}},
    /* libpcap gives its ring back when it closes */
    {SCMP_SYS(setsockopt), 2, {{1, SCMP_CMP_EQ, SOL_PACKET, 0}, {2, SCMP_CMP_EQ, PACKET_RX_RING, 0}}},
    /* fstat(3) of an open file */
    {SCMP_SYS(newfstatat), 1, {{3, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH}}},
    {SCMP_SYS(statx), 1, {{2, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH}}},
};

/* Gives 0 or a negative errno value, as the library does. */
static int allow_list(scmp_filter_ctx filter) {
    int result = 0;
    for (size_t i = 0; i < sizeof always / sizeof *always && result == 0; i++)
        result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, always[i], 0);
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions && result == 0; i++)
        result = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, conditions[i].call, conditions[i].count,
                                        conditions[i].arguments);
    return result;
}

/* abort(3) sends a signal: to the process itself, and to no other. */
static int allow_raise(scmp_filter_ctx filter) {
    const struct scmp_arg_cmp self = {0, SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0};
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &self);
}

/*
 * Files that are made, taken over or looked for. A filter cannot see names, and a path from the root ignores the
 * directory: so nothing may be opened for reading, and what is written is the user's.
 */
static int allow_directory(scmp_filter_ctx filter, int directory) {
    const struct scmp_arg_cmp arguments[] = {{0, SCMP_CMP_EQ, (scmp_datum_t)directory, 0},
                                             {2, SCMP_CMP_MASKED_EQ, O_ACCMODE | O_PATH, O_WRONLY}};
    static const int looks[] = {SCMP_SYS(newfstatat), SCMP_SYS(fstatat64), SCMP_SYS(statx)};
    int result = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 2, arguments);
    for (size_t i = 0; i < sizeof looks / sizeof *looks && result == 0; i++)
        result = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, looks[i], 1, arguments);
    return result;
}

/* What a socket that was opened before has to say. */
static int allow_receiving(scmp_filter_ctx filter, int socket) {
    const struct scmp_arg_cmp itself = {0, SCMP_CMP_EQ, (scmp_datum_t)socket, 0};
    int result = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(recvfrom), 1, &itself);
    return result == 0 ? seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(recv), 1, &itself) : result;
}

static int load(scmp_filter_ctx filter, int directory, int socket) {
    int result = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (result == 0)
        result = allow_list(filter);
    if (result == 0)
        result = allow_raise(filter);
    if (result == 0 && directory >= 0)
        result = allow_directory(filter, directory);
    if (result == 0 && socket >= 0)
        result = allow_receiving(filter, socket);
    return result == 0 ? seccomp_load(filter) : result;
}

enum udpi_status udpi_sandbox_enter(int directory, int socket, struct udpi_error *error) {
#ifdef UDPI_WITHOUT_SANDBOX
    (void)load, (void)directory, (void)socket, (void)error;
    return UDPI_OK;
#else
    errno = 0;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    int result = filter ? load(filter, directory, socket) : errno == ENOMEM ? -ENOMEM : -ENOSYS;
    seccomp_release(filter);
    if (result == 0)
        return UDPI_OK;
    return udpi_error_set(error, UDPI_FAILED,
                          "the kernel refuses a filter of system calls: %s; --no-sandbox does without",
                          strerror(-result));
#endif
}
