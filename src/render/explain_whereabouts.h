/* What is said of where an IP address is: in the subnet, behind a gateway; and of the MAC address that shows it. */
#ifndef UDPI_RENDER_EXPLAIN_WHEREABOUTS_H
#define UDPI_RENDER_EXPLAIN_WHEREABOUTS_H

#include "render/explain.h"

/* The first members of each kind that is an IP address. */
enum udpi_whereabouts_member {
    UDPI_WHEREABOUTS_LOCATION,
    UDPI_WHEREABOUTS_SUBNET,
    UDPI_WHEREABOUTS_NEXT_GATEWAY,
    UDPI_WHEREABOUTS_NEXT_MAC,
    UDPI_WHEREABOUTS_MAC_SHOWN,
    UDPI_WHEREABOUTS_DIRECTED,
    UDPI_WHEREABOUTS_MEMBERS,
};

extern const char *const udpi_whereabouts_locations[], *const udpi_whereabouts_certainties[];

#define UDPI_WHEREABOUTS_MEMBER_ROWS                                                                                   \
    [UDPI_WHEREABOUTS_LOCATION] = {.key = "location",                                                                  \
                                   .kind = UDPI_SCHEMA_WORD,                                                           \
                                   .words = udpi_whereabouts_locations,                                                \
                                   .description = "Live: where it is, by this host's routes."},                        \
    [UDPI_WHEREABOUTS_SUBNET] = {.key = "subnet", .kind = UDPI_SCHEMA_TEXT, .description = "Live: \"10.0.0.0/24\"."},  \
    [UDPI_WHEREABOUTS_NEXT_GATEWAY] = {.key = "gateway",                                                               \
                                       .kind = UDPI_SCHEMA_ADDRESS,                                                    \
                                       .description = "Live: the router that this host hands to what is for it."},     \
    [UDPI_WHEREABOUTS_NEXT_MAC] = {.key = "next_hop_mac",                                                              \
                                   .kind = UDPI_SCHEMA_MAC,                                                            \
                                   .description = "Live: the gateway's, or its own, by this host's neighbors."},       \
    [UDPI_WHEREABOUTS_MAC_SHOWN] = {.key = "next_hop_mac_shown",                                                       \
                                    .kind = UDPI_SCHEMA_BOOLEAN,                                                       \
                                    .description = "Live: the frame has that MAC address."},                           \
    [UDPI_WHEREABOUTS_DIRECTED] = {.key = "directed_broadcast",                                                        \
                                   .kind = UDPI_SCHEMA_WORD,                                                           \
                                   .words = udpi_whereabouts_certainties,                                              \
                                   .description = "It is for all hosts of a subnet; likely, as the frame is for all."}

/* Adds what is known of `ip`, the value of the subject. Of what is in a tunnel, or quoted, nothing is. */
void udpi_explain_whereabouts(const struct udpi_explain_subject *subject, const struct udpi_ip *ip,
                              struct udpi_explanation *explanation);

#endif
