/* The lesson's client, in five steps: sends a text to a server, and prints what comes back. */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int main(int argc, char **argv) {
    if (argc != 4)
        errx(2, "usage: lesson_client ADDRESS PORT TEXT");

    /* 1. The address of the server: which host, and which port there. htons: on the wire the larger byte comes first. */
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[2]))};
    if (inet_pton(AF_INET, argv[1], &server.sin_addr) != 1)
        errx(2, "%s: not an IPv4 address", argv[1]);

    /* 2. A socket for datagrams over IPv4, that is UDP. It waits two seconds at most: a datagram may be lost. */
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    if (descriptor < 0)
        err(1, "socket");
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){.tv_sec = 2}, sizeof(struct timeval));

    /* 3. Send. The socket had no port so far: now the system chooses a free one. */
    if (sendto(descriptor, argv[3], strlen(argv[3]), 0, (struct sockaddr *)&server, sizeof server) < 0)
        err(1, "sendto");
    struct sockaddr_in own = {0};
    getsockname(descriptor, (struct sockaddr *)&own, &(socklen_t){sizeof own});
    printf("sent from port %u\n", ntohs(own.sin_port));

    /* 4. Receive: whatever comes to that port first, and who sent it. */
    char answer[65536]; /* no datagram is larger */
    struct sockaddr_in sender = {0};
    ssize_t size =
        recvfrom(descriptor, answer, sizeof answer, 0, (struct sockaddr *)&sender, &(socklen_t){sizeof sender});
    if (size < 0 && errno == EAGAIN)
        errx(1, "no answer within 2 seconds");
    if (size < 0)
        err(1, "recvfrom");
    printf("answer from %s:%u: %.*s\n", inet_ntoa(sender.sin_addr), ntohs(sender.sin_port), (int)size, answer);

    /* 5. Close: the port is free again. */
    close(descriptor);
}
