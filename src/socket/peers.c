#include "socket/peers.h"

#include <stdlib.h>
#include <string.h>

enum { CHAINS = 2048, CHAIN_BITS = 11 };

struct entry {
    struct udpi_endpoint peer;
    uint16_t next; /* of its chain */
    bool is_used;
};

struct udpi_peers {
    unsigned count;
    uint16_t chains[CHAINS];
    struct entry entries[UDPI_PEERS_MOST];
};

struct udpi_peers *udpi_peers_create(void) {
    struct udpi_peers *peers = calloc(1, sizeof *peers);
    if (peers)
        memset(peers->chains, 0xff, sizeof peers->chains);
    return peers;
}

void udpi_peers_free(struct udpi_peers *peers) {
    free(peers);
}

static unsigned choose_chain(const struct udpi_endpoint *peer) {
    uint64_t words[2] = {0};
    if (peer->any.sa_family == AF_INET6)
        memcpy(words, &peer->ipv6.sin6_addr, sizeof words);
    else
        memcpy(words, &peer->ipv4.sin_addr, sizeof peer->ipv4.sin_addr);
    uint64_t sum = words[0] * 0x9e3779b97f4a7c15 + words[1] + udpi_endpoint_port(peer);
    return (unsigned)(sum * 0xd1342543de82ef95 >> (64 - CHAIN_BITS));
}

static bool is_same(const struct udpi_endpoint *a, const struct udpi_endpoint *b) {
    bool has_same_link = a->any.sa_family != AF_INET6 || a->ipv6.sin6_scope_id == b->ipv6.sin6_scope_id;
    return udpi_endpoint_port(a) == udpi_endpoint_port(b) && udpi_endpoint_same_host(a, b) && has_same_link;
}

unsigned udpi_peers_find(const struct udpi_peers *peers, const struct udpi_endpoint *peer) {
    unsigned number = peers->chains[choose_chain(peer)];
    while (number != UDPI_PEERS_NONE && !is_same(&peers->entries[number].peer, peer))
        number = peers->entries[number].next;
    return number;
}

unsigned udpi_peers_add(struct udpi_peers *peers, const struct udpi_endpoint *peer) {
    unsigned number = 0;
    while (number < UDPI_PEERS_MOST && peers->entries[number].is_used)
        number++;
    if (number == UDPI_PEERS_MOST)
        return UDPI_PEERS_NONE;
    uint16_t *chain = &peers->chains[choose_chain(peer)];
    peers->entries[number] = (struct entry){.peer = *peer, .next = *chain, .is_used = true};
    *chain = (uint16_t)number;
    peers->count++;
    return number;
}

void udpi_peers_remove(struct udpi_peers *peers, unsigned number) {
    uint16_t *link = &peers->chains[choose_chain(&peers->entries[number].peer)];
    while (*link != number)
        link = &peers->entries[*link].next;
    *link = peers->entries[number].next;
    peers->entries[number].is_used = false;
    peers->count--;
}

unsigned udpi_peers_count(const struct udpi_peers *peers) {
    return peers->count;
}
