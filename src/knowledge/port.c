#include "knowledge/port.h"

#include <stddef.h>
#include <stdlib.h>

/* The last port of each range: RFC 6335 section 6; RFC 768 of 0; ip(7), ip_local_port_range, of 32768 to 60999. */
static const struct range {
    uint16_t last;
    const char *meaning;
} ranges[] = {
    {0, "no port: the sender wants no answer"},
    {1023, "to open it, a program needs privilege"},
    {32767, "any program may open it"},
    {49151, "any program may open it, and Linux takes some from here for clients"},
    {65535, "mostly one that the system chose for a client"},
};

const char *udpi_port_meaning(uint16_t port) {
    const struct range *range = ranges;
    while (port > range->last)
        range++;
    return range->meaning;
}

/* The common services over UDP of the IANA Service Name and Transport Protocol Port Number Registry as of 2025, by port. */
static const struct udpi_service services[UDPI_PORT_SERVICES] = {
    {7, "echo", "sends back what it gets"},
    {9, "discard", "throws away what it gets"},
    {13, "daytime", "tells the time as text"},
    {19, "chargen", "sends characters"},
    {37, "time", "tells the time as a number"},
    {49, "tacacs", "who may log in"},
    {53, "domain", "DNS, addresses of names"},
    {67, "bootps", "DHCP, its servers"},
    {68, "bootpc", "DHCP, its clients"},
    {69, "tftp", "simple file transfer"},
    {88, "kerberos", "proofs of who one is"},
    {111, "sunrpc", "ports of remote procedures"},
    {123, "ntp", "time of the day"},
    {137, "netbios-ns", "names of Windows hosts"},
    {138, "netbios-dgm", "datagrams of Windows hosts"},
    {161, "snmp", "state of network devices"},
    {162, "snmptrap", "alarms of network devices"},
    {177, "xdmcp", "graphical log-in"},
    {319, "ptp-event", "exact time, what is measured"},
    {320, "ptp-general", "exact time, what is told"},
    {389, "ldap", "directories"},
    {427, "svrloc", "services on this network"},
    {443, "https", "the web over QUIC"},
    {464, "kpasswd", "passwords of Kerberos"},
    {500, "isakmp", "keys for IPsec"},
    {514, "syslog", "log messages"},
    {520, "router", "RIP, routes"},
    {521, "ripng", "RIPng, routes of IPv6"},
    {546, "dhcpv6-client", "DHCPv6, its clients"},
    {547, "dhcpv6-server", "DHCPv6, its servers"},
    {554, "rtsp", "control of media"},
    {623, "asf-rmcp", "control of servers that are off"},
    {646, "ldp", "labels of MPLS"},
    {853, "domain-s", "DNS, encrypted"},
    {1194, "openvpn", "private networks"},
    {1701, "l2tp", "a tunnel for PPP"},
    {1812, "radius", "who may use a network"},
    {1813, "radius-acct", "what was used of a network"},
    {1900, "ssdp", "devices of UPnP"},
    {1985, "hsrp", "a spare router"},
    {2049, "nfs", "files of other hosts"},
    {2123, "gtp-control", "mobile networks, control"},
    {2152, "gtp-user", "mobile networks, data of users"},
    {2427, "mgcp-gateway", "control of telephone gateways"},
    {3389, "ms-wbt-server", "remote desktops"},
    {3478, "stun", "addresses outside a NAT"},
    {3544, "teredo", "IPv6 through a NAT"},
    {3702, "ws-discovery", "devices with web services"},
    {3784, "bfd-control", "whether a path is alive"},
    {3785, "bfd-echo", "whether a path is alive"},
    {3799, "radius-dynauth", "changes of who may use a network"},
    {4341, "lisp-data", "a tunnel between sites"},
    {4342, "lisp-control", "where a site is reached"},
    {4500, "ipsec-nat-t", "IPsec through a NAT"},
    {4739, "ipfix", "accounts of flows"},
    {4789, "vxlan", "a tunnel for frames"},
    {5004, "avt-profile-1", "RTP, sound and pictures"},
    {5005, "avt-profile-2", "RTCP, how RTP arrives"},
    {5060, "sip", "telephone calls"},
    {5061, "sips", "telephone calls, encrypted"},
    {5246, "capwap-control", "control of access points"},
    {5247, "capwap-data", "data of access points"},
    {5349, "stuns", "STUN, encrypted"},
    {5353, "mdns", "names on this link"},
    {5355, "llmnr", "names on this link"},
    {5683, "coap", "small devices"},
    {5684, "coaps", "small devices, encrypted"},
    {6081, "geneve", "a tunnel for frames"},
    {6343, "sflow", "samples of traffic"},
    {6514, "syslog-tls", "log messages, encrypted"},
    {6635, "mpls-udp", "MPLS over UDP"},
    {6696, "babel", "routes"},
    {8472, "otv", "a tunnel for frames; Linux has VXLAN there"},
    {8805, "pfcp", "mobile networks, control of data"},
    {9899, "sctp-tunneling", "SCTP over UDP"},
    {11211, "memcache", "a cache"},
    {47808, "bacnet", "buildings"},
};

static int compare(const void *key, const void *service) {
    return *(const uint16_t *)key - ((const struct udpi_service *)service)->port;
}

const struct udpi_service *udpi_port_find_service(uint16_t port) {
    return bsearch(&port, services, UDPI_PORT_SERVICES, sizeof *services, compare);
}
