/*
 * System calls as they may come out on any day, for LD_PRELOAD: every second one is interrupted, read(2) and write(2)
 * take a few bytes at a time, sendmmsg(2) and recvmmsg(2) one datagram.
 *
 * Only what the program itself calls passes by here, not what the C library does in stdio.
 */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

enum { MOST_BYTES = 7, SIGNAL_SET_SIZE = 8, MOST_NUMBER = 512 };

/* How often each was called: a preloaded library has no other place for it. One count for all would run in step with a
   loop of two calls, of which one were interrupted each time. */
static _Thread_local unsigned calls[MOST_NUMBER];

static bool is_interrupted(unsigned number) {
    bool is_due = calls[number]++ % 2 == 0;
    if (is_due)
        errno = EINTR;
    return is_due;
}

static size_t choose_count(unsigned number, size_t count) {
    size_t most = 1 + calls[number] % MOST_BYTES;
    return count < most ? count : most;
}

EXPORTED ssize_t read(int descriptor, void *bytes, size_t count) {
    return is_interrupted(SYS_read) ? -1 : syscall(SYS_read, descriptor, bytes, choose_count(SYS_read, count));
}

EXPORTED ssize_t write(int descriptor, const void *bytes, size_t count) {
    return is_interrupted(SYS_write) ? -1 : syscall(SYS_write, descriptor, bytes, choose_count(SYS_write, count));
}

EXPORTED int poll(struct pollfd *descriptors, nfds_t count, int milliseconds) {
    return is_interrupted(SYS_poll) ? -1 : (int)syscall(SYS_poll, descriptors, count, milliseconds);
}

EXPORTED int ppoll(struct pollfd *descriptors, nfds_t count, const struct timespec *span, const sigset_t *signals) {
    struct timespec copy = span ? *span : (struct timespec){0}; /* the kernel writes what is left of it */
    if (is_interrupted(SYS_ppoll))
        return -1;
    return (int)syscall(SYS_ppoll, descriptors, count, span ? &copy : NULL, signals, SIGNAL_SET_SIZE);
}

EXPORTED int epoll_wait(int epoll, struct epoll_event *events, int most, int milliseconds) {
    return is_interrupted(SYS_epoll_pwait) ? -1
                                           : (int)syscall(SYS_epoll_pwait, epoll, events, most, milliseconds, NULL, 0);
}

EXPORTED ssize_t recv(int socket, void *bytes, size_t count, int flags) {
    return is_interrupted(SYS_recvfrom) ? -1 : syscall(SYS_recvfrom, socket, bytes, count, flags, NULL, NULL);
}

/* Under names of their own: glibc declares the address as a union that ISO C does not know. */
EXPORTED ssize_t interrupt_recvfrom(int socket, void *bytes, size_t count, int flags, struct sockaddr *from,
                                    socklen_t *size) __asm__("recvfrom");
EXPORTED ssize_t interrupt_sendto(int socket, const void *bytes, size_t count, int flags, const struct sockaddr *to,
                                  socklen_t size) __asm__("sendto");

ssize_t interrupt_recvfrom(int socket, void *bytes, size_t count, int flags, struct sockaddr *from, socklen_t *size) {
    return is_interrupted(SYS_recvfrom) ? -1 : syscall(SYS_recvfrom, socket, bytes, count, flags, from, size);
}

EXPORTED ssize_t recvmsg(int socket, struct msghdr *message, int flags) {
    return is_interrupted(SYS_recvmsg) ? -1 : syscall(SYS_recvmsg, socket, message, flags);
}

EXPORTED int recvmmsg(int socket, struct mmsghdr *messages, unsigned count, int flags, struct timespec *timeout) {
    return is_interrupted(SYS_recvmmsg) ? -1 : (int)syscall(SYS_recvmmsg, socket, messages, count > 0, flags, timeout);
}

EXPORTED ssize_t send(int socket, const void *bytes, size_t count, int flags) {
    return is_interrupted(SYS_sendto) ? -1 : syscall(SYS_sendto, socket, bytes, count, flags, NULL, 0);
}

ssize_t interrupt_sendto(int socket, const void *bytes, size_t count, int flags, const struct sockaddr *to,
                         socklen_t size) {
    return is_interrupted(SYS_sendto) ? -1 : syscall(SYS_sendto, socket, bytes, count, flags, to, size);
}

EXPORTED int sendmmsg(int socket, struct mmsghdr *messages, unsigned count, int flags) {
    return is_interrupted(SYS_sendmmsg) ? -1 : (int)syscall(SYS_sendmmsg, socket, messages, count > 0, flags);
}
