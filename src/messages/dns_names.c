/* Names of the numbers in messages of the Domain Name System. */
#include "messages/dns_message.h"

#define NAMES(entries)                                                                                                 \
    { entries, sizeof entries / sizeof *entries }

static const struct udpi_name types[] = {
    UDPI_NAME(1, "A"),        UDPI_NAME(2, "NS"),          UDPI_NAME(5, "CNAME"),   UDPI_NAME(6, "SOA"),
    UDPI_NAME(7, "MB"),       UDPI_NAME(8, "MG"),          UDPI_NAME(9, "MR"),      UDPI_NAME(10, "NULL"),
    UDPI_NAME(11, "WKS"),     UDPI_NAME(12, "PTR"),        UDPI_NAME(13, "HINFO"),  UDPI_NAME(14, "MINFO"),
    UDPI_NAME(15, "MX"),      UDPI_NAME(16, "TXT"),        UDPI_NAME(17, "RP"),     UDPI_NAME(18, "AFSDB"),
    UDPI_NAME(24, "SIG"),     UDPI_NAME(25, "KEY"),        UDPI_NAME(28, "AAAA"),   UDPI_NAME(29, "LOC"),
    UDPI_NAME(33, "SRV"),     UDPI_NAME(35, "NAPTR"),      UDPI_NAME(36, "KX"),     UDPI_NAME(37, "CERT"),
    UDPI_NAME(39, "DNAME"),   UDPI_NAME(41, "OPT"),        UDPI_NAME(42, "APL"),    UDPI_NAME(43, "DS"),
    UDPI_NAME(44, "SSHFP"),   UDPI_NAME(45, "IPSECKEY"),   UDPI_NAME(46, "RRSIG"),  UDPI_NAME(47, "NSEC"),
    UDPI_NAME(48, "DNSKEY"),  UDPI_NAME(49, "DHCID"),      UDPI_NAME(50, "NSEC3"),  UDPI_NAME(51, "NSEC3PARAM"),
    UDPI_NAME(52, "TLSA"),    UDPI_NAME(53, "SMIMEA"),     UDPI_NAME(55, "HIP"),    UDPI_NAME(59, "CDS"),
    UDPI_NAME(60, "CDNSKEY"), UDPI_NAME(61, "OPENPGPKEY"), UDPI_NAME(62, "CSYNC"),  UDPI_NAME(63, "ZONEMD"),
    UDPI_NAME(64, "SVCB"),    UDPI_NAME(65, "HTTPS"),      UDPI_NAME(99, "SPF"),    UDPI_NAME(108, "EUI48"),
    UDPI_NAME(109, "EUI64"),  UDPI_NAME(249, "TKEY"),      UDPI_NAME(250, "TSIG"),  UDPI_NAME(251, "IXFR"),
    UDPI_NAME(252, "AXFR"),   UDPI_NAME(253, "MAILB"),     UDPI_NAME(254, "MAILA"), UDPI_NAME(255, "ANY"),
    UDPI_NAME(256, "URI"),    UDPI_NAME(257, "CAA"),       UDPI_NAME(32768, "TA"),  UDPI_NAME(32769, "DLV"),
};
const struct udpi_names udpi_dns_type_names = NAMES(types);

static const struct udpi_name classes[] = {
    UDPI_NAME(1, "IN"), UDPI_NAME(3, "CH"), UDPI_NAME(4, "HS"), UDPI_NAME(254, "NONE"), UDPI_NAME(255, "ANY"),
};
const struct udpi_names udpi_dns_class_names = NAMES(classes);

/* RFC 1035, RFC 1996, RFC 2136, RFC 8490 */
static const struct udpi_name opcodes[] = {
    UDPI_NAME(0, "query"),  UDPI_NAME(1, "inverse query"), UDPI_NAME(2, "status"),
    UDPI_NAME(4, "notify"), UDPI_NAME(5, "update"),        UDPI_NAME(6, "stateful operations"),
};
const struct udpi_names udpi_dns_opcode_names = NAMES(opcodes);

/* RFC 6895 section 2.3; from 16 on they need the bits of an OPT record. */
static const struct udpi_name rcodes[] = {
    UDPI_NAME(0, "NOERROR"), UDPI_NAME(1, "FORMERR"), UDPI_NAME(2, "SERVFAIL"), UDPI_NAME(3, "NXDOMAIN"),
    UDPI_NAME(4, "NOTIMP"),  UDPI_NAME(5, "REFUSED"), UDPI_NAME(6, "YXDOMAIN"), UDPI_NAME(7, "YXRRSET"),
    UDPI_NAME(8, "NXRRSET"), UDPI_NAME(9, "NOTAUTH"), UDPI_NAME(10, "NOTZONE"), UDPI_NAME(11, "DSOTYPENI"),
};
const struct udpi_names udpi_dns_rcode_names = NAMES(rcodes);

static const struct udpi_name options[] = {
    UDPI_NAME(1, "LLQ"),
    UDPI_NAME(2, "update lease"),
    UDPI_NAME(3, "NSID"),
    UDPI_NAME(5, "DAU"),
    UDPI_NAME(6, "DHU"),
    UDPI_NAME(7, "N3U"),
    UDPI_NAME(8, "client subnet"),
    UDPI_NAME(9, "expire"),
    UDPI_NAME(10, "cookie"),
    UDPI_NAME(11, "TCP keepalive"),
    UDPI_NAME(12, "padding"),
    UDPI_NAME(13, "chain"),
    UDPI_NAME(14, "key tag"),
    UDPI_NAME(15, "extended error"),
    UDPI_NAME(16, "client tag"),
    UDPI_NAME(17, "server tag"),
    UDPI_NAME(18, "report channel"),
    UDPI_NAME(19, "zone version"),
};
const struct udpi_names udpi_dns_option_names = NAMES(options);

/* RFC 9460 section 14.3.2, RFC 9461, RFC 9540 */
static const struct udpi_name parameters[] = {
    UDPI_NAME(0, "mandatory"), UDPI_NAME(1, "alpn"),     UDPI_NAME(2, "no-default-alpn"),
    UDPI_NAME(3, "port"),      UDPI_NAME(4, "ipv4hint"), UDPI_NAME(5, "ech"),
    UDPI_NAME(6, "ipv6hint"),  UDPI_NAME(7, "dohpath"),  UDPI_NAME(8, "ohttp"),
};
const struct udpi_names udpi_dns_parameter_names = NAMES(parameters);

static const struct udpi_name algorithms[] = {
    UDPI_NAME(1, "RSAMD5"),
    UDPI_NAME(2, "DH"),
    UDPI_NAME(3, "DSA"),
    UDPI_NAME(5, "RSASHA1"),
    UDPI_NAME(6, "DSA-NSEC3-SHA1"),
    UDPI_NAME(7, "RSASHA1-NSEC3-SHA1"),
    UDPI_NAME(8, "RSASHA256"),
    UDPI_NAME(10, "RSASHA512"),
    UDPI_NAME(12, "ECC-GOST"),
    UDPI_NAME(13, "ECDSAP256SHA256"),
    UDPI_NAME(14, "ECDSAP384SHA384"),
    UDPI_NAME(15, "ED25519"),
    UDPI_NAME(16, "ED448"),
};
const struct udpi_names udpi_dns_algorithm_names = NAMES(algorithms);

static const struct udpi_name digests[] = {
    UDPI_NAME(1, "SHA-1"),
    UDPI_NAME(2, "SHA-256"),
    UDPI_NAME(3, "GOST R 34.11-94"),
    UDPI_NAME(4, "SHA-384"),
};
const struct udpi_names udpi_dns_digest_names = NAMES(digests);
