/* The lesson's echo server: sends each datagram back to where it came from, and counts. Ctrl-C ends it. */
#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char **argv) {
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    if (descriptor < 0)
        err(1, "socket");

    /* Clients have to know the port, so the server chooses it. INADDR_ANY: at every address of this host. */
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_ANY)};
    own.sin_port = htons((uint16_t)(argc > 1 ? atoi(argv[1]) : 7788));
    if (bind(descriptor, (struct sockaddr *)&own, sizeof own) < 0)
        err(1, "bind to port %u", ntohs(own.sin_port));
    printf("listening on port %u\n", ntohs(own.sin_port));
    fflush(stdout);

    char bytes[65536]; /* no datagram is larger */
    for (unsigned long count = 1;; count++) {
        struct sockaddr_in client = {0}; /* each datagram may be from another one */
        socklen_t length = sizeof client;
        ssize_t size = recvfrom(descriptor, bytes, sizeof bytes, 0, (struct sockaddr *)&client, &length);
        if (size < 0)
            err(1, "recvfrom");
        if (sendto(descriptor, bytes, (size_t)size, 0, (struct sockaddr *)&client, length) < 0)
            warn("sendto"); /* one client that cannot be reached is no reason to leave the others */
        printf("#%lu: %zd bytes from %s:%u\n", count, size, inet_ntoa(client.sin_addr), ntohs(client.sin_port));
        fflush(stdout);
    }
}
