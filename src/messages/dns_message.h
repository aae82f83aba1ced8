/*
 * Messages of the Domain Name System, as DNS, multicast DNS and LLMNR send them: RFC 1035 section 4.
 *
 *     | id 2 | flags 2 | questions 2 | answers 2 | authorities 2 | additionals 2 | the records of each in turn
 *
 *     question: | name | type 2 | class 2 |
 *     record:   | name | type 2 | class 2 | time to live 4 | length 2 | data |
 */
#ifndef UDPI_MESSAGES_DNS_MESSAGE_H
#define UDPI_MESSAGES_DNS_MESSAGE_H

#include "model/decode.h"

enum { UDPI_DNS_HEADER_SIZE = 12 };

/* Fields of all three protocols. */
enum {
    UDPI_DNS_ID,
    UDPI_DNS_RESPONSE,
    UDPI_DNS_OPCODE,
    UDPI_DNS_AUTHORITATIVE,
    UDPI_DNS_TRUNCATED,
    UDPI_DNS_RECURSION_DESIRED,
    UDPI_DNS_RECURSION_AVAILABLE,
    UDPI_DNS_RESERVED,
    UDPI_DNS_AUTHENTIC_DATA,
    UDPI_DNS_CHECKING_DISABLED,
    UDPI_DNS_RCODE,
    UDPI_DNS_QUESTION_COUNT,
    UDPI_DNS_ANSWER_COUNT,
    UDPI_DNS_AUTHORITY_COUNT,
    UDPI_DNS_ADDITIONAL_COUNT,
    UDPI_DNS_CONFLICT,  /* LLMNR, in place of UDPI_DNS_AUTHORITATIVE */
    UDPI_DNS_TENTATIVE, /* LLMNR, in place of UDPI_DNS_RECURSION_DESIRED */
    UDPI_DNS_QUESTIONS,
    UDPI_DNS_QUESTION,
    UDPI_DNS_QUESTION_NAME,
    UDPI_DNS_QUESTION_TYPE,
    UDPI_DNS_QUESTION_UNICAST, /* multicast DNS */
    UDPI_DNS_QUESTION_CLASS,
    UDPI_DNS_ANSWERS,
    UDPI_DNS_RECORD,
    UDPI_DNS_NAME,
    UDPI_DNS_TYPE,
    UDPI_DNS_CACHE_FLUSH, /* multicast DNS */
    UDPI_DNS_CLASS,
    UDPI_DNS_TTL,
    UDPI_DNS_LENGTH,
    /* EDNS: RFC 6891 section 6.1 */
    UDPI_DNS_UDP_SIZE,
    UDPI_DNS_EXTENDED_RCODE,
    UDPI_DNS_VERSION,
    UDPI_DNS_DNSSEC_OK,
    UDPI_DNS_OPTIONS,
    UDPI_DNS_OPTION,
    UDPI_DNS_OPTION_CODE,
    UDPI_DNS_OPTION_DATA,
    /* the data of the record types */
    UDPI_DNS_IPV4,
    UDPI_DNS_IPV6,
    UDPI_DNS_PREFERENCE,
    UDPI_DNS_PRIORITY,
    UDPI_DNS_WEIGHT,
    UDPI_DNS_PORT,
    UDPI_DNS_TARGET,
    UDPI_DNS_MNAME,
    UDPI_DNS_RNAME,
    UDPI_DNS_SERIAL,
    UDPI_DNS_REFRESH,
    UDPI_DNS_RETRY,
    UDPI_DNS_EXPIRE,
    UDPI_DNS_MINIMUM,
    UDPI_DNS_TEXTS,
    UDPI_DNS_TEXT,
    UDPI_DNS_CPU,
    UDPI_DNS_OS,
    UDPI_DNS_ORDER,
    UDPI_DNS_FLAG_TEXT,
    UDPI_DNS_SERVICES,
    UDPI_DNS_REGEXP,
    UDPI_DNS_REPLACEMENT,
    UDPI_DNS_FLAGS,
    UDPI_DNS_TAG,
    UDPI_DNS_VALUE,
    UDPI_DNS_KEY_TAG,
    UDPI_DNS_TYPE_COVERED,
    UDPI_DNS_PROTOCOL,
    UDPI_DNS_ALGORITHM,
    UDPI_DNS_LABELS,
    UDPI_DNS_ORIGINAL_TTL,
    UDPI_DNS_EXPIRATION,
    UDPI_DNS_INCEPTION,
    UDPI_DNS_SIGNER,
    UDPI_DNS_SIGNATURE,
    UDPI_DNS_PUBLIC_KEY,
    UDPI_DNS_DIGEST_TYPE,
    UDPI_DNS_DIGEST,
    UDPI_DNS_NEXT_NAME,
    UDPI_DNS_HASH_ALGORITHM,
    UDPI_DNS_ITERATIONS,
    UDPI_DNS_SALT,
    UDPI_DNS_NEXT_HASH,
    UDPI_DNS_TYPES,
    UDPI_DNS_TYPE_IN_MAP,
    UDPI_DNS_USAGE,
    UDPI_DNS_SELECTOR,
    UDPI_DNS_MATCHING,
    UDPI_DNS_CERTIFICATE,
    UDPI_DNS_FINGERPRINT_TYPE,
    UDPI_DNS_FINGERPRINT,
    UDPI_DNS_PARAMETERS,
    UDPI_DNS_PARAMETER,
    UDPI_DNS_PARAMETER_KEY,
    UDPI_DNS_PARAMETER_VALUE,
    UDPI_DNS_DATA,
    UDPI_DNS_AUTHORITIES,
    UDPI_DNS_ADDITIONALS,
    UDPI_DNS_FIELDS
};

extern const struct udpi_field udpi_dns_fields[UDPI_DNS_FIELDS];

/* In what multicast DNS (RFC 6762) and LLMNR (RFC 4795) differ from DNS. */
enum udpi_dns_kind { UDPI_DNS_UNICAST, UDPI_DNS_MULTICAST, UDPI_DNS_LINK_LOCAL };

/* Reads a message whose header is at `header`, with the cursor behind it. Not mine where it cannot be one: an unknown opcode, or
   more records than there are bytes for. */
struct udpi_next udpi_decode_dns(struct udpi_decode *d, const uint8_t *header, enum udpi_dns_kind kind);

/* The data of a record of this type, which the cursor is narrowed to; `message` is the first byte of the message. */
void udpi_put_dns_data(struct udpi_decode *d, unsigned type, const uint8_t *message);

/* RFC 1035, and the registries of IANA's "Domain Name System (DNS) Parameters", 2026-11. */
extern const struct udpi_names udpi_dns_type_names, udpi_dns_class_names, udpi_dns_opcode_names, udpi_dns_rcode_names,
    udpi_dns_option_names, udpi_dns_parameter_names, udpi_dns_algorithm_names, udpi_dns_digest_names;

enum { UDPI_DNS_TYPE_OPT = 41 };

#endif
