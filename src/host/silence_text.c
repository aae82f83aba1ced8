/* Why nothing answered, in words: a line of what was found, and a line of what that means and what to do. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "core/append.h"
#include "core/bytes.h"
#include "core/escape.h"
#include "core/format.h"
#include "host/silence.h"

enum {
    LINK_SIZE = UDPI_ESCAPE_TERMINAL_ROOM(IFNAMSIZ) + 1,
    HOLDER_SIZE = UDPI_ESCAPE_TERMINAL_ROOM(UDPI_PROCESS_NAME_SIZE) + 64
};

struct page {
    const struct udpi_silence *silence;
    char to[INET6_ADDRSTRLEN], next_hop[INET6_ADDRSTRLEN];
    char link[LINK_SIZE];
    struct udpi_append text;
};

/* What the system calls things may be any bytes. */
static void write_name(char *at, const char *name) {
    *udpi_escape_terminal(at, (const uint8_t *)name, strlen(name), SIZE_MAX, NULL) = '\0';
}

static bool has_gateway(const struct udpi_silence *silence) {
    return silence->way.route.gateway.family != 0;
}

/* --- the way there ------------------------------------------------------------------------------------------------ */

static void say_unknown(struct page *page) {
    udpi_append(
        &page->text,
        "why cannot be seen from here: the datagram or its reply was lost or filtered, or the receiver does not "
        "answer\n");
}

static void say_route(struct page *page) {
    static const char *const texts[] = {
        [UDPI_SILENCE_NO_ROUTE] = "no route leads there any more",
        [UDPI_SILENCE_BLACKHOLE] = "a blackhole route of this host swallows what goes there",
        [UDPI_SILENCE_UNREACHABLE] = "an unreachable route of this host gives back what goes there",
        [UDPI_SILENCE_PROHIBIT] = "a prohibit route of this host forbids what goes there",
    };
    udpi_append(&page->text, "%s: %s; see: ip route\n", page->to, texts[page->silence->reason]);
}

static void say_down(struct page *page) {
    udpi_append(&page->text, "the interface %s is down; to set it up: ip link set %s up\n", page->link, page->link);
}

static void say_no_carrier(struct page *page) {
    udpi_append(&page->text,
                "the interface %s has no carrier: nothing is plugged in, or the other side is down; see: ip link\n",
                page->link);
}

static void say_no_neighbor(struct page *page) {
    const struct udpi_silence *silence = page->silence;
    bool is_open = silence->way.neighbor.state == UDPI_NEIGHBOR_INCOMPLETE; /* the kernel still asks */
    bool is_ipv6 = udpi_silence_next_hop(silence)->family == AF_INET6;
    const char *protocol = is_ipv6 ? "neighbor discovery" : "ARP";
    udpi_append(&page->text, "nobody %s %s for %s%s on %s: %s%s\n", is_open ? "has yet answered" : "answered", protocol,
                has_gateway(silence) ? "the gateway " : "", page->next_hop, page->link,
                has_gateway(silence) ? "the gateway does not answer" : "no host with that address on the link",
                is_open ? ", it seems" : "");
    udpi_append(&page->text,
                "check the address, and whether the %s is on; to see who is asked: udpinspect -i %s --all %s\n",
                has_gateway(silence) ? "gateway" : "host", page->link, is_ipv6 ? "icmp6" : "arp");
}

static void say_handed_over(struct page *page) {
    const struct udpi_silence *silence = page->silence;
    const struct udpi_host_neighbor *neighbor = &silence->way.neighbor;
    bool is_there = neighbor->state == UDPI_NEIGHBOR_REACHABLE && !has_gateway(silence);
    char mac[UDPI_MAC_SIZE + 2];
    *udpi_format_mac(mac, udpi_load_be(neighbor->mac, sizeof neighbor->mac)) = '\0';
    if (neighbor->has_mac)
        udpi_append(&page->text, "sent to MAC %s (%s%s) on %s; from there on nobody said anything\n", mac,
                    has_gateway(silence) ? "the gateway " : "", page->next_hop, page->link);
    else
        udpi_append(&page->text, "sent through %s; from there on nobody said anything\n", page->link);
    udpi_append(
        &page->text,
        "%sa firewall may drop it, or its program takes datagrams without answering; to see what passes: udpinspect "
        "-i %s host %s\n",
        is_there ? "" : "the host may be off, ", page->link, page->to);
}

/* Groups of one link or one host: RFC 5771 section 4, RFC 4291 section 2.7. */
static bool is_of_link(const struct udpi_host_address *group) {
    static const uint8_t local[] = {224, 0, 0};
    if (group->family == AF_INET)
        return memcmp(group->bytes, local, sizeof local) == 0;
    return (group->bytes[1] & 0xf) <= 2;
}

static void say_multicast(struct page *page) {
    udpi_append(&page->text, "sent to a multicast group%s%s: who has joined it cannot be known\n",
                *page->link ? " through " : "", page->link);
    if (is_of_link(&page->silence->to))
        udpi_append(&page->text, "routers do not pass on what is sent to this group: it stays on the link\n");
    else if (page->silence->hops <= 1)
        udpi_append(&page->text,
                    "with a time to live of 1 it stays on the link; receivers behind routers need --ttl\n");
}

static void say_broadcast(struct page *page) {
    udpi_append(&page->text, "sent by broadcast to all hosts on %s: nobody there answers on port %u\n", page->link,
                page->silence->port);
}

/* --- this host ---------------------------------------------------------------------------------------------------- */

/* "python3 (process 123)", "python3 (process 123) and 2 others". */
static const char *write_holder(const struct udpi_silence *silence, char *text) {
    size_t count;
    const struct udpi_socket_holder *first = udpi_socket_holders_of(&silence->holders, silence->socket.inode, &count);
    if (count == 0)
        return silence->holders.is_complete ? "no process any more" : "a program that could not be seen";
    char name[UDPI_ESCAPE_TERMINAL_ROOM(UDPI_PROCESS_NAME_SIZE) + 1], others[48] = "";
    write_name(name, first->name);
    if (count > 1)
        snprintf(others, sizeof others, " and %zu other%s", count - 1, count > 2 ? "s" : "");
    snprintf(text, HOLDER_SIZE, "%s (process %" PRIu32 ")%s", name, first->process, others);
    return text;
}

static void say_local(struct page *page) {
    udpi_append(&page->text, "%s is this host; who has port %u open could not be seen\n", page->to,
                page->silence->port);
}

static void say_no_socket(struct page *page) {
    udpi_append(&page->text, "%s is this host, and no UDP socket takes what comes there to port %u\n", page->to,
                page->silence->port);
    udpi_append(
        &page->text,
        "not even a refusal came: a firewall rule of this host drops the datagrams or the ICMP messages; see: nft "
        "list ruleset\n");
}

static void say_other_peer(struct page *page) {
    const struct udpi_silence *silence = page->silence;
    const struct udpi_host_socket *socket = &silence->socket;
    char peer[INET6_ADDRSTRLEN], holder[HOLDER_SIZE];
    inet_ntop(socket->family, socket->peer.address, peer, sizeof peer);
    udpi_append(&page->text,
                "%s is this host: port %u is open by %s, but connected to %s port %u, and hears nobody else\n",
                page->to, silence->port, write_holder(silence, holder), peer, socket->peer.port);
}

/* "one of 3 sockets" where several share the port. */
static void say_socket(struct page *page, const char *what) {
    const struct udpi_silence *silence = page->silence;
    char holder[HOLDER_SIZE];
    udpi_append(&page->text, "%s is this host: port %u is open by %s%s", page->to, silence->port,
                write_holder(silence, holder), what);
    if (silence->socket_count > 1)
        udpi_append(&page->text, ", one of %zu sockets that share the port", silence->socket_count);
    udpi_append(&page->text, "\n");
}

static void say_not_read(struct page *page) {
    char what[64];
    snprintf(what, sizeof what, ", and %" PRIu32 " bytes wait unread in its queue",
             page->silence->socket.receive_queue);
    say_socket(page, what);
    udpi_append(&page->text, "it does not read what comes: busy, stopped or stuck; see: udpinspect --sockets port %u\n",
                page->silence->port);
}

static void say_not_answered(struct page *page) {
    say_socket(page, ", and nothing waits in its queue");
    udpi_append(&page->text,
                "it takes datagrams without answering, or its answer was dropped; to see what passes: udpinspect -i lo "
                "port %u\n",
                page->silence->port);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static void (*const says[])(struct page *page) = {
    [UDPI_SILENCE_UNKNOWN] = say_unknown,         [UDPI_SILENCE_NO_ROUTE] = say_route,
    [UDPI_SILENCE_BLACKHOLE] = say_route,         [UDPI_SILENCE_UNREACHABLE] = say_route,
    [UDPI_SILENCE_PROHIBIT] = say_route,          [UDPI_SILENCE_INTERFACE_DOWN] = say_down,
    [UDPI_SILENCE_NO_CARRIER] = say_no_carrier,   [UDPI_SILENCE_NO_NEIGHBOR] = say_no_neighbor,
    [UDPI_SILENCE_HANDED_OVER] = say_handed_over, [UDPI_SILENCE_LOCAL] = say_local,
    [UDPI_SILENCE_NO_SOCKET] = say_no_socket,     [UDPI_SILENCE_OTHER_PEER] = say_other_peer,
    [UDPI_SILENCE_NOT_READ] = say_not_read,       [UDPI_SILENCE_NOT_ANSWERED] = say_not_answered,
    [UDPI_SILENCE_MULTICAST] = say_multicast,     [UDPI_SILENCE_BROADCAST] = say_broadcast,
};

const char *udpi_silence_write(const struct udpi_silence *silence, char *text) {
    const struct udpi_host_address *next_hop = udpi_silence_next_hop(silence);
    struct page page = {.silence = silence, .text = {.bytes = text, .size = UDPI_SILENCE_SIZE}};
    inet_ntop(silence->to.family, silence->to.bytes, page.to, sizeof page.to);
    inet_ntop(next_hop->family, next_hop->bytes, page.next_hop, sizeof page.next_hop);
    write_name(page.link, silence->way.link.name);
    *text = '\0';
    says[silence->reason](&page);
    return text;
}
