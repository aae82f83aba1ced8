#include "knowledge/ip.h"

#include <arpa/inet.h>
#include <string.h>

#include "core/bytes.h"
#include "core/format.h"
#include "knowledge/mask.h"

enum { MOST_TEXT = 120 }; /* of a word that a message repeats */

/* --- notation ----------------------------------------------------------------------------------------------------- */

/* Whether an address means something only on one link: link-local unicast, and groups of scope 1 and 2. */
static bool is_bound_to_a_link(const struct udpi_ip *ip) {
    bool is_link_local = ip->bytes[0] == 0xfe && ip->bytes[1] >> 6 == 2;
    unsigned scope = ip->bytes[1] & 15U;
    return ip->size == 16 && (is_link_local || (ip->bytes[0] == 0xff && (scope == 1 || scope == 2)));
}

/* A name as the kernel takes it (dev_valid_name), of characters that every output can show. */
static bool is_zone(const char *text, size_t size) {
    if (size == 0 || size >= UDPI_ZONE_SIZE)
        return false;
    for (size_t i = 0; i < size; i++)
        if (text[i] <= ' ' || text[i] > '~')
            return false;
    return true;
}

static enum udpi_status parse_zone(const char *text, size_t size, struct udpi_ip_notation *notation,
                                   struct udpi_error *error) {
    int shown = size < MOST_TEXT ? (int)size : MOST_TEXT;
    if (!is_zone(text, size))
        return udpi_error_set(error, UDPI_USAGE,
                              "%%%.*s: not a zone; give the name of an interface, as in fe80::1%%eth0", shown, text);
    if (!is_bound_to_a_link(&notation->ip))
        return udpi_error_set(error, UDPI_USAGE, "%%%.*s: only link-local addresses have a zone; leave it out", shown,
                              text);
    memcpy(notation->zone, text, size);
    return UDPI_OK;
}

static bool parse_address(const char *text, size_t size, struct udpi_ip *ip) {
    char copy[INET6_ADDRSTRLEN];
    if (size >= sizeof copy)
        return false;
    memcpy(copy, text, size);
    copy[size] = '\0';
    if (inet_pton(AF_INET, copy, ip->bytes) == 1)
        ip->size = 4;
    else if (inet_pton(AF_INET6, copy, ip->bytes) == 1)
        ip->size = 16;
    return ip->size > 0;
}

enum udpi_status udpi_ip_parse(const char *text, struct udpi_ip_notation *notation, struct udpi_error *error) {
    *notation = (struct udpi_ip_notation){.prefix_length = UDPI_NO_PREFIX};
    size_t address_size = strcspn(text, "%/");
    if (!parse_address(text, address_size, &notation->ip))
        return udpi_error_set(error, UDPI_USAGE,
                              "%.*s: not an address; give one like 192.168.1.10/24 or 2001:db8::1/64", MOST_TEXT, text);
    const char *at = text + address_size;
    if (*at == '%') {
        size_t zone_size = strcspn(++at, "/");
        if (parse_zone(at, zone_size, notation, error) != UDPI_OK)
            return error->status;
        at += zone_size;
    }
    return *at == '/' ? udpi_mask_parse(at + 1, notation->ip.size, &notation->prefix_length, error) : UDPI_OK;
}

const char *udpi_ip_write(const struct udpi_ip *ip, char *text) {
    char *end = ip->size == 4 ? udpi_format_ipv4(text, udpi_load_be32(ip->bytes)) : udpi_format_ipv6(text, ip->bytes);
    *end = '\0';
    return text;
}

/* --- bits --------------------------------------------------------------------------------------------------------- */

/* The bits of byte `index` that are behind the prefix. */
static uint8_t host_bits(unsigned prefix_length, unsigned index) {
    unsigned begin = 8 * index, network = prefix_length > begin ? prefix_length - begin : 0;
    return (uint8_t)(network < 8 ? 0xffU >> network : 0);
}

struct udpi_ip udpi_ip_first(const struct udpi_ip *ip, unsigned prefix_length) {
    struct udpi_ip first = *ip;
    for (unsigned i = 0; i < ip->size; i++)
        first.bytes[i] = (uint8_t)(first.bytes[i] & ~host_bits(prefix_length, i));
    return first;
}

struct udpi_ip udpi_ip_last(const struct udpi_ip *ip, unsigned prefix_length) {
    struct udpi_ip last = *ip;
    for (unsigned i = 0; i < ip->size; i++)
        last.bytes[i] = (uint8_t)(last.bytes[i] | host_bits(prefix_length, i));
    return last;
}

unsigned udpi_ip_common_bits(const struct udpi_ip *a, const struct udpi_ip *b) {
    for (unsigned i = 0; i < a->size; i++) {
        unsigned differences = a->bytes[i] ^ b->bytes[i];
        if (differences)
            return 8 * i + (unsigned)__builtin_clz(differences) - 24;
    }
    return udpi_ip_bits(a);
}

bool udpi_ip_equals(const struct udpi_ip *a, const struct udpi_ip *b) {
    return a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

bool udpi_ip_is_multicast(const struct udpi_ip *ip) {
    return ip->size == 4 ? ip->bytes[0] >> 4 == 14 : ip->bytes[0] == 0xff;
}

enum udpi_ip_role udpi_ip_role(const struct udpi_ip *ip, unsigned prefix_length) {
    struct udpi_ip first = udpi_ip_first(ip, prefix_length), last = udpi_ip_last(ip, prefix_length);
    if (udpi_ip_is_multicast(ip))
        return UDPI_IP_GROUP;
    if (prefix_length + 1 >= udpi_ip_bits(ip))
        return UDPI_IP_HOST;
    if (udpi_ip_equals(ip, &first))
        return ip->size == 4 ? UDPI_IP_NETWORK : UDPI_IP_ANYCAST;
    return ip->size == 4 && udpi_ip_equals(ip, &last) ? UDPI_IP_BROADCAST : UDPI_IP_HOST;
}

const char *udpi_ip_role_name(enum udpi_ip_role role) {
    static const char *const names[] = {
        [UDPI_IP_HOST] = "host",       [UDPI_IP_NETWORK] = "network", [UDPI_IP_BROADCAST] = "broadcast",
        [UDPI_IP_ANYCAST] = "anycast", [UDPI_IP_GROUP] = "group",
    };
    return names[role];
}
