/* The lesson's client in five steps: an address, a socket, sendto, recvfrom, close. */
#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

int main(int argc, char **argv) {
    if (argc != 4)
        errx(2, "usage: client ADDRESS PORT TEXT");
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[2]))};
    if (inet_pton(AF_INET, argv[1], &server.sin_addr) != 1)
        errx(2, "%s: not an IPv4 address", argv[1]);

    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    if (descriptor < 0)
        err(1, "socket");
    /* A datagram or its answer may be lost: who waits for ever waits in vain. */
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){.tv_sec = 2}, sizeof(struct timeval));

    if (sendto(descriptor, argv[3], strlen(argv[3]), 0, (struct sockaddr *)&server, sizeof server) < 0)
        err(1, "sendto");
    struct sockaddr_in own = {0}; /* the system has chosen a port at the first sendto */
    getsockname(descriptor, (struct sockaddr *)&own, &(socklen_t){sizeof own});
    printf("sent from port %u\n", ntohs(own.sin_port));

    char answer[65536];
    ssize_t size = recvfrom(descriptor, answer, sizeof answer, 0, NULL, NULL);
    if (size < 0)
        err(1, "recvfrom");
    printf("answer: %.*s\n", (int)size, answer);
    close(descriptor);
}
