/*
 * The options of neighbour discovery: RFC 4861 section 4.6.
 *
 *     | type 1 | length 1, in units of 8 bytes | … |
 *
 * Link-layer addresses, prefixes, the MTU and name servers (RFC 8106) are read, others shown as data.
 */
#ifndef UDPI_MODEL_NEIGHBOR_OPTIONS_H
#define UDPI_MODEL_NEIGHBOR_OPTIONS_H

#include "model/decode.h"

/* The fields within a protocol's: they begin at `first`, see UDPI_NEIGHBOR_OPTION_FIELD_LIST. */
enum {
    UDPI_NEIGHBOR_OPTIONS,
    UDPI_NEIGHBOR_OPTION,
    UDPI_NEIGHBOR_TYPE,
    UDPI_NEIGHBOR_LENGTH,
    UDPI_NEIGHBOR_LINK_ADDRESS,
    UDPI_NEIGHBOR_PREFIX_LENGTH,
    UDPI_NEIGHBOR_ON_LINK,
    UDPI_NEIGHBOR_AUTONOMOUS,
    UDPI_NEIGHBOR_LIFETIME,
    UDPI_NEIGHBOR_PREFERRED_LIFETIME,
    UDPI_NEIGHBOR_PREFIX,
    UDPI_NEIGHBOR_MTU,
    UDPI_NEIGHBOR_SERVERS,
    UDPI_NEIGHBOR_SERVER,
    UDPI_NEIGHBOR_DATA,
    UDPI_NEIGHBOR_FIELDS
};

extern const struct udpi_names udpi_neighbor_option_names;

#define UDPI_NEIGHBOR_MEMBER(first) .within = UDPI_WITHIN((first) + UDPI_NEIGHBOR_OPTION)

/* Designated initializers of these fields. */
#define UDPI_NEIGHBOR_OPTION_FIELD_LIST(first)                                                                         \
    [(first) + UDPI_NEIGHBOR_OPTIONS] = {.key = "options", .label = "Options", .type = UDPI_LIST,                      \
                                         .doc = "Options, in the order of the message."},                              \
    [(first) + UDPI_NEIGHBOR_OPTION] = {.key = "option", .label = "Option", .type = UDPI_GROUP,                        \
                                        .within = UDPI_WITHIN((first) + UDPI_NEIGHBOR_OPTIONS), .doc = "One option."}, \
    [(first) + UDPI_NEIGHBOR_TYPE] = {.key = "type", .label = "Type", .type = UDPI_UINT, UDPI_NEIGHBOR_MEMBER(first),  \
                                      .names = &udpi_neighbor_option_names, .doc = "Kind of option."},                 \
    [(first) + UDPI_NEIGHBOR_LENGTH] = {.key = "length", .label = "Length", .type = UDPI_UINT,                         \
                                        UDPI_NEIGHBOR_MEMBER(first),                                                   \
                                        .doc = "Size of the option in units of 8 bytes."},                             \
    [(first) + UDPI_NEIGHBOR_LINK_ADDRESS] = {.key = "link_address", .label = "Link address", .type = UDPI_MAC,        \
                                              UDPI_NEIGHBOR_MEMBER(first),                                             \
                                              .doc = "Link-layer address of the sender or the target."},               \
    [(first) + UDPI_NEIGHBOR_PREFIX_LENGTH] = {.key = "prefix_length", .label = "Prefix length", .type = UDPI_UINT,    \
                                               UDPI_NEIGHBOR_MEMBER(first),                                            \
                                               .doc = "Bits of the prefix that count."},                               \
    [(first) + UDPI_NEIGHBOR_ON_LINK] = {.key = "on_link", .label = "On-link", .type = UDPI_BOOL,                      \
                                         UDPI_NEIGHBOR_MEMBER(first),                                                  \
                                         .doc = "Addresses with this prefix are neighbours."},                         \
    [(first) + UDPI_NEIGHBOR_AUTONOMOUS] = {.key = "autonomous", .label = "Autonomous", .type = UDPI_BOOL,             \
                                            UDPI_NEIGHBOR_MEMBER(first),                                               \
                                            .doc = "Hosts may make themselves addresses with this prefix."},           \
    [(first) + UDPI_NEIGHBOR_LIFETIME] = {.key = "lifetime", .label = "Lifetime", .type = UDPI_UINT,                   \
                                          UDPI_NEIGHBOR_MEMBER(first),                                                 \
                                          .doc = "Seconds that what the option says is valid; 4294967295 is for ever."}, \
    [(first) + UDPI_NEIGHBOR_PREFERRED_LIFETIME] = {.key = "preferred_lifetime", .label = "Preferred lifetime",        \
                                                    .type = UDPI_UINT, UDPI_NEIGHBOR_MEMBER(first),                    \
                                                    .doc = "Seconds that addresses with this prefix are preferred."},  \
    [(first) + UDPI_NEIGHBOR_PREFIX] = {.key = "prefix", .label = "Prefix", .type = UDPI_IPV6,                         \
                                        UDPI_NEIGHBOR_MEMBER(first), .doc = "The prefix, as an address."},             \
    [(first) + UDPI_NEIGHBOR_MTU] = {.key = "mtu", .label = "MTU", .type = UDPI_UINT, UDPI_NEIGHBOR_MEMBER(first),     \
                                     .doc = "The largest packet on the link, in bytes."},                              \
    [(first) + UDPI_NEIGHBOR_SERVERS] = {.key = "servers", .label = "Servers", .type = UDPI_LIST,                      \
                                         UDPI_NEIGHBOR_MEMBER(first), .doc = "Name servers."},                         \
    [(first) + UDPI_NEIGHBOR_SERVER] = {.key = "server", .label = "Server", .type = UDPI_IPV6,                         \
                                        .within = UDPI_WITHIN((first) + UDPI_NEIGHBOR_SERVERS),                        \
                                        .doc = "Address of one name server."},                                         \
    [(first) + UDPI_NEIGHBOR_DATA] = {.key = "data", .label = "Data", .type = UDPI_BYTES, UDPI_NEIGHBOR_MEMBER(first), \
                                      .doc = "What an option carries that is not read, or the rest of it."}

/*
 * Records the options from the cursor to the end of the claim and takes them. A redirected packet (option 4) is not one of
 * them: the cursor then stands at its option's header, and true comes back.
 */
bool udpi_put_neighbor_options(struct udpi_decode *d, unsigned first);

#endif
