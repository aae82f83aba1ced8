/*
 * What a port is: how it comes to be used, and the service that is at home there.
 */
#ifndef UDPI_KNOWLEDGE_PORT_H
#define UDPI_KNOWLEDGE_PORT_H

#include <stdint.h>

/* Why a program has a port of this range: a sentence without its end. RFC 6335 section 6. */
const char *udpi_port_meaning(uint16_t port);

struct udpi_service {
    uint16_t port;
    const char *name;        /* "domain", as the registry has it */
    const char *description; /* "names of hosts: DNS" */
};

enum { UDPI_PORT_SERVICES = 77 }; /* that are known here */

/* The service that IANA has assigned the UDP port to, where it is one of the common ones; else NULL. */
const struct udpi_service *udpi_port_find_service(uint16_t port);

#endif
