#include "host/socket_table.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

enum { LINE_SIZE = 512, MOST_DIGITS = 32, WORD_DIGITS = 8, VALUES = 10 };

/* Addresses are written as words of 32 bits in host order, each as eight digits. */
static bool read_address(uint8_t *address, size_t words, const char *digits) {
    if (strlen(digits) != words * WORD_DIGITS)
        return false;
    for (size_t i = 0; i < words; i++) {
        uint32_t word;
        if (sscanf(digits + i * WORD_DIGITS, "%8" SCNx32, &word) != 1)
            return false;
        memcpy(address + i * sizeof word, &word, sizeof word);
    }
    return true;
}

/* slot: local:port peer:port state send:receive timer:when retransmits user timeout inode references pointer drops */
static bool read_line(const char *line, struct udpi_host_socket *socket) {
    char local[MOST_DIGITS + 1], peer[MOST_DIGITS + 1];
    unsigned state;
    int taken = sscanf(line,
                       "%*d: %32[0-9A-Fa-f]:%4" SCNx16 " %32[0-9A-Fa-f]:%4" SCNx16 " %2x %8" SCNx32 ":%8" SCNx32
                       " %*x:%*x %*x %" SCNu32 " %*d %" SCNu64 " %*d %*s %" SCNu32,
                       local, &socket->local.port, peer, &socket->peer.port, &state, &socket->send_queue,
                       &socket->receive_queue, &socket->user, &socket->inode, &socket->drops);
    size_t words = socket->family == AF_INET ? 1 : 4;
    if (taken != VALUES || !read_address(socket->local.address, words, local) ||
        !read_address(socket->peer.address, words, peer))
        return false;
    socket->state = udpi_host_state_of(state, socket->local.port);
    return true;
}

int udpi_socket_table_read(struct udpi_host_sockets *list, uint8_t family, uint8_t protocol, FILE *table) {
    char line[LINE_SIZE];
    while (fgets(line, sizeof line, table)) {
        struct udpi_host_socket socket = {.family = family, .protocol = protocol};
        if (read_line(line, &socket) && !udpi_host_sockets_add(list, &socket))
            return ENOMEM;
    }
    return ferror(table) ? errno : 0;
}
