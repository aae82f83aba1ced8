/* The page of an address: its kind, its bits with the mask under them, the figures of its subnet, the way to a peer. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/bytes.h"
#include "core/escape.h"
#include "core/format.h"
#include "knowledge/address.h"
#include "knowledge/delivery.h"
#include "knowledge/ipv6_address.h"
#include "knowledge/mask.h"
#include "knowledge/multicast.h"
#include "render/address.h"
#include "render/palette.h"

enum {
    LABEL_WIDTH = 13,
    LINE_SIZE = 512,
    MOST_NAME = 15,    /* IFNAMSIZ */
    PICTURE_SIZE = 40, /* "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" */
    NETWORK_COLOR = 0, /* of the palette's layers */
    HOST_COLOR = 1,
};

struct page {
    const struct udpi_address_report *report;
    struct udpi_sink *sink;
    bool has_color;
};

__attribute__((format(printf, 3, 4))) static void put(const struct page *page, const char *label, const char *format,
                                                      ...) {
    char line[LINE_SIZE];
    va_list values;
    va_start(values, format);
    vsnprintf(line, sizeof line, format, values);
    va_end(values);
    char *at = udpi_sink_reserve(page->sink, LINE_SIZE + LABEL_WIDTH + 2);
    at += sprintf(at, "%-*s%s\n", LABEL_WIDTH, label, line);
    udpi_sink_commit(page->sink, at);
}

static void put_ip(const struct page *page, const char *label, const struct udpi_ip *ip) {
    char text[UDPI_IP_TEXT_SIZE];
    put(page, label, "%s", udpi_ip_write(ip, text));
}

static const char *write_ipv4(char *text, uint32_t address) {
    *udpi_format_ipv4(text, address) = '\0';
    return text;
}

static void put_ipv4(const struct page *page, const char *label, uint32_t address) {
    char text[UDPI_IP_TEXT_SIZE];
    put(page, label, "%s", write_ipv4(text, address));
}

static const char *write_mac(char *text, uint64_t mac) {
    *udpi_format_mac(text, mac) = '\0';
    return text;
}

/* --- bits --------------------------------------------------------------------------------------------------------- */

/* All the bits of an address: IPv4 in binary, IPv6 in hexadecimal digits. Gives their width. */
static size_t draw(char *picture, const struct udpi_ip *ip) {
    char *at = picture;
    if (ip->size == 4)
        at = udpi_format_ipv4_binary(at, udpi_load_be32(ip->bytes));
    for (unsigned i = 0; ip->size == 16 && i < 16; i++) {
        if (i > 0 && i % 2 == 0)
            *at++ = ':';
        at = udpi_format_hex8(at, ip->bytes[i]);
    }
    return (size_t)(at - picture);
}

/* How many columns of the picture are network: whole digits, and the '.' or ':' behind each group of them but the last. */
static unsigned count_network_columns(const struct udpi_ip *ip, unsigned prefix_length) {
    unsigned digits = ip->size == 4 ? prefix_length : prefix_length / 4;
    unsigned groups = digits / (ip->size == 4 ? 8 : 4), last = ip->size == 4 ? 3 : 7;
    return digits + (groups < last ? groups : last);
}

static void put_part(const struct page *page, const char *part, size_t width, unsigned color) {
    udpi_sink_puts(page->sink, page->has_color && width > 0 ? udpi_palette_layer(color) : "");
    udpi_sink_write(page->sink, part, width);
    udpi_sink_puts(page->sink, page->has_color && width > 0 ? udpi_palette_normal : "");
}

static void put_parts(const struct page *page, const char *label, const char *picture, size_t width, size_t network) {
    char *at = udpi_sink_reserve(page->sink, LABEL_WIDTH + 1);
    udpi_sink_commit(page->sink, at + sprintf(at, "%-*s", LABEL_WIDTH, label));
    put_part(page, picture, network, NETWORK_COLOR);
    udpi_sink_puts(page->sink, "|");
    put_part(page, picture + network, width - network, HOST_COLOR);
    udpi_sink_puts(page->sink, "\n");
}

/* The name in the middle of its part of the rule, where there is room for it between blanks and dashes. */
static void label_part(char *rule, size_t width, const char *name) {
    char label[PICTURE_SIZE];
    size_t length = (size_t)sprintf(label, " %s ", name);
    if (length + 2 <= width)
        memcpy(rule + (width - length) / 2, label, length);
}

/* RFC 950; RFC 4291 section 2.5. */
static const char *name_host_part(const struct udpi_ip *ip) {
    return ip->size == 4 ? "host" : "interface";
}

static void put_bits(const struct page *page, unsigned prefix_length) {
    static const char *const within[] = {NULL, "bit is", "2 bits are", "3 bits are"};
    const struct udpi_ip *ip = &page->report->subject.ip;
    struct udpi_ip ones = {.size = ip->size};
    memset(ones.bytes, 0xff, ip->size);
    struct udpi_ip mask = udpi_ip_first(&ones, prefix_length);
    char picture[PICTURE_SIZE], rule[PICTURE_SIZE];
    size_t width = draw(picture, ip), network = count_network_columns(ip, prefix_length);
    put_parts(page, "address", picture, width, network);
    draw(picture, &mask);
    put_parts(page, "mask", picture, width, network);
    memset(rule, '-', width);
    label_part(rule, network, "network");
    label_part(rule + network, width - network, name_host_part(ip));
    put_parts(page, "", rule, width, network);
    if (ip->size == 16 && prefix_length % 4 > 0)
        put(page, "", "of the digit behind the bar, the first %s network", within[prefix_length % 4]);
}

/* --- IPv4 --------------------------------------------------------------------------------------------------------- */

static void put_class(const struct page *page, uint32_t address) {
    const struct udpi_ipv4_class *class = udpi_ipv4_find_class(address);
    char mask[UDPI_IP_TEXT_SIZE];
    put(page, "class", "%c, as it begins with %s: %s to %s", class->letter, class->bits, class->first, class->last);
    if (class->prefix_length > 0)
        put(page, "", "history: its mask was %s; since RFC 4632 any length",
            write_ipv4(mask, udpi_ipv4_subnet(0, class->prefix_length).mask));
}

static void put_ipv4_subnet(const struct page *page, uint32_t address, unsigned prefix_length) {
    struct udpi_subnet subnet = udpi_ipv4_subnet(address, prefix_length);
    char mask[UDPI_IP_TEXT_SIZE], wildcard[UDPI_IP_TEXT_SIZE];
    put(page, "mask", "%s, as wildcard %s", write_ipv4(mask, subnet.mask), write_ipv4(wildcard, ~subnet.mask));
    put_ipv4(page, "network", subnet.network);
    put_ipv4(page, "first host", subnet.first_host);
    put_ipv4(page, "last host", subnet.last_host);
    if (prefix_length == 32) {
        put(page, "hosts", "1");
    } else if (prefix_length == 31) {
        put(page, "hosts", "2: a link between two, where nothing is broadcast (RFC 3021)");
    } else {
        put_ipv4(page, "broadcast", subnet.broadcast);
        put(page, "hosts", "%" PRIu64 " = 2^%u - 2, without network and broadcast address", subnet.hosts,
            32 - prefix_length);
    }
}

/* --- IPv6 --------------------------------------------------------------------------------------------------------- */

static void put_ipv6_subnet(const struct page *page, unsigned prefix_length) {
    const struct udpi_ip *ip = &page->report->subject.ip;
    struct udpi_ip first = udpi_ip_first(ip, prefix_length), last = udpi_ip_last(ip, prefix_length);
    char count[UDPI_POWER_SIZE + 1];
    *udpi_format_power_of_two(count, 128 - prefix_length) = '\0';
    put_ip(page, "network", &first);
    put_ip(page, "last address", &last);
    put(page, "addresses", "2^%u = %s", 128 - prefix_length, count);
}

static void put_solicited_node(const struct page *page, const uint8_t *address) {
    struct udpi_ip group = udpi_ipv6_solicited_node(address);
    char text[UDPI_IP_TEXT_SIZE], mac[UDPI_IP_TEXT_SIZE];
    put(page, "asked for at", "%s, MAC %s", udpi_ip_write(&group, text), write_mac(mac, udpi_group_mac(&group)));
    put(page, "", "the solicited-node group, in which its owner listens (RFC 4291)");
}

static void put_interface_id(const struct page *page, const uint8_t *address) {
    char text[UDPI_IP_TEXT_SIZE];
    uint64_t mac;
    if (!udpi_ipv6_has_interface_id(address))
        return;
    put(page, "interface id", "%04x:%04x:%04x:%04x, the last 64 bits (RFC 4291 section 2.5.1)",
        udpi_load_be16(address + 8), udpi_load_be16(address + 10), udpi_load_be16(address + 12),
        udpi_load_be16(address + 14));
    if (udpi_ipv6_find_mac(address, &mac))
        put(page, "", "ff:fe in it: made of the MAC address %s (EUI-64)", write_mac(text, mac));
    put_solicited_node(page, address);
}

static void put_embedded(const struct page *page, const uint8_t *address) {
    struct udpi_embedded_ipv4 embedded;
    char text[UDPI_IP_TEXT_SIZE];
    if (!udpi_ipv6_find_ipv4(address, &embedded))
        return;
    put(page, "IPv4 inside", "%s (%s, %s)", write_ipv4(text, embedded.address), embedded.kind, embedded.specification);
    if (embedded.server)
        put(page, "", "behind a NAT, at its port %u; Teredo server %s", embedded.port,
            write_ipv4(text, embedded.server));
}

/* --- groups ------------------------------------------------------------------------------------------------------- */

static void put_group_flags(const struct page *page, unsigned flags) {
    static const struct {
        unsigned flag, value;
        const char *text;
    } rows[] = {
        {UDPI_GROUP_TRANSIENT, 0, "T is 0: assigned by IANA"},
        {UDPI_GROUP_TRANSIENT, UDPI_GROUP_TRANSIENT, "T is 1: not assigned by IANA"},
        {UDPI_GROUP_PREFIX, UDPI_GROUP_PREFIX, "P is 1: made from the prefix of a network (RFC 3306)"},
        {UDPI_GROUP_RENDEZVOUS, UDPI_GROUP_RENDEZVOUS, "R is 1: holds the address of its rendezvous point (RFC 3956)"},
    };
    const char *label = "flags";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if ((flags & rows[i].flag) != rows[i].value)
            continue;
        put(page, label, "%s", rows[i].text);
        label = "";
    }
}

static void put_group(const struct page *page, const struct udpi_ip *ip) {
    const struct udpi_group *group = udpi_group_find(ip);
    char mac[UDPI_IP_TEXT_SIZE];
    if (group)
        put(page, "group", "%s (%s)", group->name, group->specification);
    if (ip->size == 4) {
        const struct udpi_group *block = udpi_group_find_ipv4_block(udpi_load_be32(ip->bytes));
        put(page, "block", "%s (%s)", block->name, block->specification);
        put(page, "MAC", "%s (RFC 1112 section 6.4)", write_mac(mac, udpi_group_mac(ip)));
        put(page, "", "it holds the last 23 bits of the group's 28: 32 groups share it");
    } else {
        put(page, "group scope", "%x, %s (RFC 7346)", ip->bytes[1] & 15U, udpi_group_scope(ip->bytes[1] & 15U));
        put_group_flags(page, ip->bytes[1] >> 4);
        put(page, "MAC", "%s, with the last 32 bits (RFC 2464 section 7)", write_mac(mac, udpi_group_mac(ip)));
    }
}

/* --- the peer ----------------------------------------------------------------------------------------------------- */

/* What is said of a peer that no mask decides about. */
static const char *const destinations[] = {
    [UDPI_DELIVERY_LINK] = "directly: a link-local address is always on the link, whatever the prefix",
    [UDPI_DELIVERY_SELF] = "nowhere: it is the same address, and stays in this host",
    [UDPI_DELIVERY_LOOPBACK] = "nowhere: the loopback address is this host itself",
    [UDPI_DELIVERY_NOWHERE] = "not at all: it is the unspecified address, which nobody has",
    [UDPI_DELIVERY_BROADCAST] = "to all hosts of the subnet: the MAC address is ff:ff:ff:ff:ff:ff",
    [UDPI_DELIVERY_GROUP] = "to the hosts that joined the group: its number makes the MAC address",
};

static void put_direct(const struct page *page, const char *lookup, const char *peer, unsigned flip) {
    put(page, "delivery", "directly: %s asks for the MAC address of %s", lookup, peer);
    put(page, "too long", "with /%u or more, this peer would be sent to through the gateway: a", flip);
    put(page, "", "detour, and without a gateway \"Network is unreachable\"");
    if (page->report->subject.prefix_length > 0) {
        put(page, "too short", "nothing changes for this peer; but %s would ask for", lookup);
        put(page, "", "hosts of other networks on this link, and get no answer");
    }
}

static void put_gateway(const struct page *page, const char *lookup, const char *peer, unsigned flip) {
    put(page, "delivery", "to the gateway, whose MAC address %s asks for;", lookup);
    put(page, "", "%s stays the destination in the IP header", peer);
    put(page, "too short", "with /%u or less, %s would ask for this peer", flip, lookup);
    put(page, "", "on the link itself, and get no answer");
    if (page->report->subject.prefix_length < udpi_ip_bits(&page->report->peer)) {
        put(page, "too long", "nothing changes for this peer; but hosts of this network would be");
        put(page, "", "sent to through the gateway");
    }
}

static void put_relation(const struct page *page) {
    const struct udpi_ip *a = &page->report->subject.ip, *b = &page->report->peer;
    unsigned prefix_length = page->report->subject.prefix_length;
    struct udpi_relation relation = udpi_delivery_find(a, prefix_length, b);
    struct udpi_ip here = udpi_ip_first(a, prefix_length), there = udpi_ip_first(b, prefix_length);
    const char *lookup = a->size == 4 ? "ARP" : "neighbour discovery";
    char text[UDPI_IP_TEXT_SIZE], peer[UDPI_IP_TEXT_SIZE];
    udpi_sink_puts(page->sink, "\n");
    put(page, "peer", "%s", udpi_ip_write(b, peer));
    put(page, "networks", "%s/%u", udpi_ip_write(&here, text), prefix_length);
    put(page, "", "%s/%u: %s network; the first %u bits agree", udpi_ip_write(&there, text), prefix_length,
        relation.is_same_subnet ? "the same" : "another", relation.common_bits);
    if (relation.delivery == UDPI_DELIVERY_DIRECT)
        put_direct(page, lookup, peer, relation.flip);
    else if (relation.delivery == UDPI_DELIVERY_GATEWAY)
        put_gateway(page, lookup, peer, relation.flip);
    else
        put(page, "delivery", "%s", destinations[relation.delivery]);
}

/* --- the page ----------------------------------------------------------------------------------------------------- */

static void put_scope(const struct page *page, const struct udpi_address_block *block) {
    static const char *const reaches[] = {
        [UDPI_REACH_UNSAID] = "",
        [UDPI_REACH_LOCAL] = "; not globally reachable",
        [UDPI_REACH_GLOBAL] = "; globally reachable",
    };
    put(page, "scope", "%s%s", block->scope.text, reaches[block->reach]);
    put(page, "", "%s (%s)", block->name, block->specification);
}

static void put_prefix(const struct page *page, unsigned prefix_length) {
    const char *interface = page->report->interface;
    char name[UDPI_ESCAPE_TERMINAL_ROOM(MOST_NAME) + 1];
    put(page, "prefix", "/%u: %u bits of network, %u of %s", prefix_length, prefix_length,
        udpi_ip_bits(&page->report->subject.ip) - prefix_length, name_host_part(&page->report->subject.ip));
    if (!interface)
        return;
    *udpi_escape_terminal(name, (const uint8_t *)interface, strnlen(interface, MOST_NAME), SIZE_MAX, NULL) = '\0';
    put(page, "", "as on %s of this host, where the address is", name);
}

static void put_role(const struct page *page, unsigned prefix_length) {
    static const char *const roles[] = {
        [UDPI_IP_HOST] = "a host of this network",
        [UDPI_IP_NETWORK] = "the address of the network itself, which no host has",
        [UDPI_IP_BROADCAST] = "the broadcast address: all hosts of the network",
        [UDPI_IP_ANYCAST] = "the Subnet-Router anycast address: any router there (RFC 4291)",
        [UDPI_IP_GROUP] = "a multicast group, which is in no subnet",
    };
    put(page, "this one is", "%s", roles[udpi_ip_role(&page->report->subject.ip, prefix_length)]);
}

static void put_subnet(const struct page *page, unsigned prefix_length) {
    const struct udpi_ip *ip = &page->report->subject.ip;
    udpi_sink_puts(page->sink, "\n");
    put_bits(page, prefix_length);
    udpi_sink_puts(page->sink, "\n");
    put_prefix(page, prefix_length);
    if (ip->size == 4)
        put_ipv4_subnet(page, udpi_load_be32(ip->bytes), prefix_length);
    else
        put_ipv6_subnet(page, prefix_length);
    put_role(page, prefix_length);
}

static void put_no_subnet(const struct page *page) {
    const struct udpi_ip *ip = &page->report->subject.ip;
    char picture[PICTURE_SIZE];
    put(page, ip->size == 4 ? "binary" : "digits", "%.*s", (int)draw(picture, ip), picture);
    if (!udpi_ip_is_multicast(ip))
        put(page, "mask", "not given; add one, such as /%u, to see the subnet", ip->size == 4 ? 24 : 64);
}

static void put_head(const struct page *page) {
    const struct udpi_ip_notation *subject = &page->report->subject;
    char text[UDPI_IP_TEXT_SIZE];
    put(page, "address", "%s%s%s", udpi_ip_write(&subject->ip, text), subject->zone[0] ? ", on the link of " : "",
        subject->zone);
}

void udpi_address_write_text(const struct udpi_address_report *report, bool has_color, struct udpi_sink *sink) {
    const struct page page = {report, sink, has_color};
    const struct udpi_ip *ip = &report->subject.ip;
    bool is_group = udpi_ip_is_multicast(ip);
    put_head(&page);
    if (ip->size == 4)
        put_class(&page, udpi_load_be32(ip->bytes));
    put_scope(&page, ip->size == 4 ? udpi_ipv4_find_block(udpi_load_be32(ip->bytes)) : udpi_ipv6_find_block(ip->bytes));
    if (is_group) {
        put_group(&page, ip);
    } else if (ip->size == 16) {
        put_interface_id(&page, ip->bytes);
        put_embedded(&page, ip->bytes);
    }
    if (report->subject.prefix_length == UDPI_NO_PREFIX)
        put_no_subnet(&page);
    else
        put_subnet(&page, report->subject.prefix_length);
    if (report->has_peer)
        put_relation(&page);
}
