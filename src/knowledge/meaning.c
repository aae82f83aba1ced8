#include "knowledge/meaning.h"

#include <stddef.h>
#include <string.h>

struct entry {
    const char *word, *meaning;
};

static const char *find(const struct entry *entries, size_t count, const char *word) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(entries[i].word, word) == 0)
            return entries[i].meaning;
    return NULL;
}

/* The scopes of knowledge/address.c. What is said is from the documents that their blocks name. */
static const struct entry scopes[] = {
    {"global", "any host of the Internet may have it"},
    {"private", "for networks of one's own; routers of the Internet drop it"},
    {"loopback", "this host itself; no packet with it is seen on a wire"},
    {"link-local", "means something on this link only; no router passes it on"},
    {"multicast", "a group: all hosts that have joined it"},
    {"broadcast", "every host on this link; no router passes it on"},
    {"unspecified", "no address: the sender has none yet"},
    {"this network", "some host on this network; no router passes it on"},
    {"documentation", "for examples only; no real host has it"},
    {"shared", "between a provider and its customers, behind a NAT of the provider"},
    {"benchmarking", "for tests of devices; not on the Internet"},
    {"reserved", "kept for later; hosts refuse it"},
    {"service continuity", "the inner end of a tunnel through an IPv6 network"},
    {"dummy", "stands in where some address has to be"},
    {"PCP anycast", "the next server for port mappings"},
    {"TURN anycast", "the next relay around a NAT"},
    {"SRP anycast", "the next server that services register with"},
    {"NAT64 discovery", "tells a host whether it is behind a NAT64"},
    {"protocol assignment", "kept for protocols of the IETF"},
    {"AS112", "servers that take stray questions about private addresses"},
    {"AMT relay", "the next relay for multicast through tunnels"},
    {"6a44 relay", "the next relay for IPv6 behind a NAT"},
    {"6to4 relay", "was the next relay for 6to4; given up"},
    {"IPv4-mapped", "an IPv4 address inside a program; not on a wire"},
    {"IPv4-compatible", "was an IPv4 address in an IPv6 one; given up"},
    {"IPv4 translation", "a host that has IPv4 only, reached through a translator"},
    {"local IPv4 translation", "a host that has IPv4 only, reached through a translator of this network"},
    {"discard-only", "routers throw away what is sent to it"},
    {"Teredo", "a host behind an IPv4 NAT, reached through a tunnel"},
    {"6to4", "a network reached through a tunnel to the IPv4 address inside"},
    {"ORCHID", "a name made of a key; no router knows it"},
    {"drone remote ID", "names a drone; no router knows it"},
    {"segment routing", "an instruction to a router, in the form of an address"},
    {"unique-local", "for networks of one's own, as private IPv4 addresses; not on the Internet"},
    {"site-local", "was for networks of one's own; given up"},
};

const char *udpi_meaning_of_scope(const char *scope) {
    return find(scopes, sizeof scopes / sizeof *scopes, scope);
}

/* RFC 1071, RFC 768, RFC 6936; partial: what Linux leaves to a network card. */
static const struct entry checksums[] = {
    {"good", "the bytes that it covers arrived as the sender summed them up"},
    {"bad", "bytes have changed since the sender summed them up; the receiver drops the packet in silence"},
    {"absent", "the sender has left it out; nobody would notice bytes that changed on the way"},
    {"partial", "so far of addresses and length alone; the network card adds the rest when it sends, so no error"},
    {"unverified", "bytes that it covers are missing here, so nobody can tell"},
};

const char *udpi_meaning_of_checksum(const char *status) {
    return find(checksums, sizeof checksums / sizeof *checksums, status);
}

static const struct entry places[] = {
    [UDPI_FRAGMENT_WHOLE] = {"whole", "the datagram is whole, in one packet"},
    [UDPI_FRAGMENT_FIRST] = {"first", "the beginning of a datagram that was too large for a link; the ports are in it"},
    [UDPI_FRAGMENT_MIDDLE] = {"middle", "a piece of a datagram; the ports are in the first fragment only"},
    [UDPI_FRAGMENT_LAST] = {"last", "the end of a datagram; the ports are in the first fragment only"},
};

enum udpi_fragment_place udpi_fragment_find_place(unsigned offset, bool has_more) {
    if (offset == 0)
        return has_more ? UDPI_FRAGMENT_FIRST : UDPI_FRAGMENT_WHOLE;
    return has_more ? UDPI_FRAGMENT_MIDDLE : UDPI_FRAGMENT_LAST;
}

const char *udpi_fragment_place_name(enum udpi_fragment_place place) {
    return places[place].word;
}

const char *udpi_fragment_meaning(enum udpi_fragment_place place) {
    return places[place].meaning;
}
