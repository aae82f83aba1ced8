/* Sends "hello" over UDP at a steady rate; as fast as it can if the rate is 0.
 *
 *     flood ADDRESS RATE SECONDS      to ports 7788 to 7791 in turn; says how many were sent
 *     flood ADDRESS slowly COUNT      10 a second, each to a port of its own from 20000 on; says of each its port and
 *                                     when it was sent, in nanoseconds of CLOCK_MONOTONIC
 *     flood ADDRESS bare SECONDS      18 bytes to port 7788 through a connected socket, with nothing around the system call
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { PORT = 7788, PORTS = 4, BATCH = 32, SLOW_PORT = 20000, BARE_SIZE = 18, BARE_BATCH = 64 };
static const long long second = 1000000000;

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * second + time.tv_nsec;
}

static void send_slowly(int socket, struct sockaddr_in to, long count) {
    for (long i = 0; i < count; i++) {
        /* Out of step with any timeout that divides a second. */
        struct timespec pause = {.tv_nsec = 90000000 + i * 7 % 20 * 1000000};
        nanosleep(&pause, NULL);
        to.sin_port = htons((uint16_t)(SLOW_PORT + i));
        long long sent = now();
        if (sendto(socket, "hello", 5, 0, (struct sockaddr *)&to, sizeof to) == 5)
            printf("%ld %lld\n", SLOW_PORT + i, sent);
    }
}

static long send_fast(int socket, const struct sockaddr_in *to, long long rate, long long seconds) {
    struct iovec text = {.iov_base = (char[]){"hello"}, .iov_len = 5};
    struct sockaddr_in targets[PORTS];
    struct mmsghdr messages[BATCH];
    memset(messages, 0, sizeof messages);
    for (unsigned i = 0; i < BATCH; i++) {
        targets[i % PORTS] = *to;
        targets[i % PORTS].sin_port = htons((uint16_t)(PORT + i % PORTS));
        messages[i].msg_hdr = (struct msghdr){
            .msg_name = &targets[i % PORTS], .msg_namelen = sizeof *targets, .msg_iov = &text, .msg_iovlen = 1};
    }
    long sent = 0;
    long long start = now();
    for (long long passed; (passed = now() - start) < seconds * second;) {
        if (rate && sent >= rate * (passed / 1000) / (second / 1000))
            continue;
        int count = sendmmsg(socket, messages, BATCH, 0);
        sent += count > 0 ? count : 0;
    }
    return sent;
}

static void send_bare(int socket, const struct sockaddr_in *to, long long seconds) {
    struct iovec bytes = {.iov_base = (char[BARE_SIZE]){0}, .iov_len = BARE_SIZE};
    struct mmsghdr messages[BARE_BATCH];
    memset(messages, 0, sizeof messages);
    for (unsigned i = 0; i < BARE_BATCH; i++)
        messages[i].msg_hdr = (struct msghdr){.msg_iov = &bytes, .msg_iovlen = 1};
    connect(socket, (const struct sockaddr *)to, sizeof *to);
    for (long long end = now() + seconds * second; now() < end;)
        sendmmsg(socket, messages, BARE_BATCH, 0);
}

int main(int count, char **words) {
    struct sockaddr_in to = {.sin_family = AF_INET};
    if (count != 4 || inet_pton(AF_INET, words[1], &to.sin_addr) != 1) {
        fprintf(stderr, "usage: flood ADDRESS RATE|slowly|bare SECONDS|COUNT\n");
        return 2;
    }
    to.sin_port = htons(PORT);
    int sender = socket(AF_INET, SOCK_DGRAM, 0);
    long amount = strtol(words[3], NULL, 10);
    if (strcmp(words[2], "slowly") == 0)
        send_slowly(sender, to, amount);
    else if (strcmp(words[2], "bare") == 0)
        send_bare(sender, &to, amount);
    else
        printf("%ld\n", send_fast(sender, &to, strtoll(words[2], NULL, 10), amount));
    return 0;
}
