/*
 * Messages of the Internet Key Exchange: those of version 1 in RFC 2408, RFC 2407 and RFC 2409, those of version 2 in RFC 7296.
 *
 *     | initiator SPI 8 | responder SPI 8 | next payload 1 | version 4 bits, 4 bits | exchange type 1 | flags 1 |
 *     | message id 4 | length 4 | payloads |
 *
 *     payload:    | next payload 1 | critical 1 bit, reserved 7 bits | length 2, with these 4 | what its type has |
 *     proposal:   | 2, or 0 in the last 1 | reserved 1 | length 2 | number 1 | protocol 1 | SPI size 1 | transforms 1 | SPI | transforms |
 *     transform:  | 3, or 0 in the last 1 | reserved 1 | length 2 | number 1 | id 1 | reserved 2 | attributes |       version 1
 *                 | 3, or 0 in the last 1 | reserved 1 | length 2 | type 1 | reserved 1 | id 2 | attributes |         version 2
 *     attribute:  | 1 bit: 1, type 15 bits | number 2 |   or   | 1 bit: 0, type 15 bits | length 2 | value |
 *     selector:   | type 1 | protocol 1 | length 2 | first port 2 | last port 2 | first address | last address |
 */
#ifndef UDPI_MESSAGES_ISAKMP_MESSAGE_H
#define UDPI_MESSAGES_ISAKMP_MESSAGE_H

#include "model/decode.h"

enum {
    UDPI_ISAKMP_INITIATOR_SPI,
    UDPI_ISAKMP_RESPONDER_SPI,
    UDPI_ISAKMP_NEXT_PAYLOAD,
    UDPI_ISAKMP_MAJOR_VERSION,
    UDPI_ISAKMP_MINOR_VERSION,
    UDPI_ISAKMP_EXCHANGE_TYPE,
    UDPI_ISAKMP_FLAGS,
    UDPI_ISAKMP_MESSAGE_ID,
    UDPI_ISAKMP_LENGTH,
    /* what the flags say: three of each version */
    UDPI_ISAKMP_ENCRYPTED,
    UDPI_ISAKMP_COMMIT,
    UDPI_ISAKMP_AUTHENTICATION_ONLY,
    UDPI_ISAKMP_FROM_INITIATOR,
    UDPI_ISAKMP_HIGHER_VERSION,
    UDPI_ISAKMP_RESPONSE,
    UDPI_ISAKMP_ENCRYPTED_PAYLOADS,
    UDPI_ISAKMP_PAYLOADS,
    UDPI_ISAKMP_PAYLOAD,
    UDPI_ISAKMP_TYPE,
    UDPI_ISAKMP_FOLLOWED_BY,
    UDPI_ISAKMP_CRITICAL,
    UDPI_ISAKMP_PAYLOAD_LENGTH,
    /* in payloads */
    UDPI_ISAKMP_DOI,
    UDPI_ISAKMP_SITUATION,
    UDPI_ISAKMP_GROUP,
    UDPI_ISAKMP_KEY_EXCHANGE,
    UDPI_ISAKMP_ID_TYPE,
    UDPI_ISAKMP_IP_PROTOCOL,
    UDPI_ISAKMP_PORT,
    UDPI_ISAKMP_IPV4_ADDRESS,
    UDPI_ISAKMP_IPV4_MASK,
    UDPI_ISAKMP_IPV4_END,
    UDPI_ISAKMP_IPV6_ADDRESS,
    UDPI_ISAKMP_IPV6_MASK,
    UDPI_ISAKMP_IPV6_END,
    UDPI_ISAKMP_TEXT,
    UDPI_ISAKMP_ENCODING,
    UDPI_ISAKMP_CERTIFICATE,
    UDPI_ISAKMP_AUTHORITY,
    UDPI_ISAKMP_METHOD,
    UDPI_ISAKMP_AUTHENTICATION,
    UDPI_ISAKMP_HASH,
    UDPI_ISAKMP_SIGNATURE,
    UDPI_ISAKMP_NONCE,
    UDPI_ISAKMP_PROTOCOL,
    UDPI_ISAKMP_SPI_SIZE,
    UDPI_ISAKMP_NOTIFICATION_TYPE,
    UDPI_ISAKMP_NOTIFY_TYPE,
    UDPI_ISAKMP_SPI_COUNT,
    UDPI_ISAKMP_SPI,
    UDPI_ISAKMP_SPIS,
    UDPI_ISAKMP_SPIS_SPI,
    UDPI_ISAKMP_VENDOR_ID,
    UDPI_ISAKMP_VENDOR,
    UDPI_ISAKMP_CODE,
    UDPI_ISAKMP_ID,
    UDPI_ISAKMP_EAP_LENGTH,
    UDPI_ISAKMP_METHOD_TYPE,
    UDPI_ISAKMP_FRAGMENT_NUMBER,
    UDPI_ISAKMP_TOTAL_FRAGMENTS,
    UDPI_ISAKMP_ENCRYPTED_DATA,
    UDPI_ISAKMP_DATA,
    /* traffic selectors */
    UDPI_ISAKMP_SELECTOR_COUNT,
    UDPI_ISAKMP_SELECTORS,
    UDPI_ISAKMP_SELECTOR,
    UDPI_ISAKMP_SELECTOR_TYPE,
    UDPI_ISAKMP_SELECTOR_PROTOCOL,
    UDPI_ISAKMP_SELECTOR_LENGTH,
    UDPI_ISAKMP_START_PORT,
    UDPI_ISAKMP_END_PORT,
    UDPI_ISAKMP_START_IPV4,
    UDPI_ISAKMP_END_IPV4,
    UDPI_ISAKMP_START_IPV6,
    UDPI_ISAKMP_END_IPV6,
    UDPI_ISAKMP_SELECTOR_DATA,
    /* proposals */
    UDPI_ISAKMP_PROPOSALS,
    UDPI_ISAKMP_PROPOSAL,
    UDPI_ISAKMP_PROPOSAL_MORE,
    UDPI_ISAKMP_PROPOSAL_LENGTH,
    UDPI_ISAKMP_PROPOSAL_NUMBER,
    UDPI_ISAKMP_PROPOSAL_PROTOCOL,
    UDPI_ISAKMP_PROPOSAL_SPI_SIZE,
    UDPI_ISAKMP_TRANSFORM_COUNT,
    UDPI_ISAKMP_PROPOSAL_SPI,
    UDPI_ISAKMP_TRANSFORMS,
    UDPI_ISAKMP_TRANSFORM,
    UDPI_ISAKMP_TRANSFORM_MORE,
    UDPI_ISAKMP_TRANSFORM_LENGTH,
    UDPI_ISAKMP_TRANSFORM_NUMBER,
    UDPI_ISAKMP_TRANSFORM_TYPE,
    UDPI_ISAKMP_TRANSFORM_ID,
    UDPI_ISAKMP_IKE,
    UDPI_ISAKMP_AH,
    UDPI_ISAKMP_ESP,
    UDPI_ISAKMP_IPCOMP,
    UDPI_ISAKMP_TRANSFORM_ENCRYPTION,
    UDPI_ISAKMP_TRANSFORM_PRF,
    UDPI_ISAKMP_TRANSFORM_INTEGRITY,
    UDPI_ISAKMP_TRANSFORM_GROUP,
    UDPI_ISAKMP_TRANSFORM_ESN,
    UDPI_ISAKMP_ATTRIBUTES,
    UDPI_ISAKMP_ATTRIBUTE,
    UDPI_ISAKMP_ATTRIBUTE_TYPE,
    UDPI_ISAKMP_ATTRIBUTE_LENGTH,
    UDPI_ISAKMP_ATTRIBUTE_ENCRYPTION,
    UDPI_ISAKMP_ATTRIBUTE_HASH,
    UDPI_ISAKMP_ATTRIBUTE_METHOD,
    UDPI_ISAKMP_ATTRIBUTE_GROUP,
    UDPI_ISAKMP_GROUP_TYPE,
    UDPI_ISAKMP_LIFE_TYPE,
    UDPI_ISAKMP_LIFE_DURATION,
    UDPI_ISAKMP_ENCAPSULATION,
    UDPI_ISAKMP_ATTRIBUTE_INTEGRITY,
    UDPI_ISAKMP_KEY_LENGTH,
    UDPI_ISAKMP_KEY_ROUNDS,
    UDPI_ISAKMP_NUMBER,
    UDPI_ISAKMP_ATTRIBUTE_DATA,
    UDPI_ISAKMP_FIELDS
};

extern const struct udpi_field udpi_isakmp_fields[UDPI_ISAKMP_FIELDS];

/* Records, at depth 2, what a payload of this type has behind its own header; the cursor is narrowed to that. */
void udpi_put_isakmp_payload(struct udpi_decode *d, unsigned type);

/* Records the proposals from the cursor to the end of its claim as a list at depth 2. */
void udpi_put_isakmp_proposals(struct udpi_decode *d, bool is_version_2);

/* Vendors by the place of their ids in a table of isakmp_payloads.c, UDPI_ISAKMP_VENDORS of them. */
enum { UDPI_ISAKMP_VENDORS = 11 };

/* Those of the associations are IANA's, "Internet Key Exchange (IKE) Attributes" and "… Version 2 (IKEv2) Parameters". */
extern const struct udpi_names udpi_isakmp_payload_names, udpi_isakmp_exchange_names, udpi_isakmp_doi_names,
    udpi_isakmp_id_names, udpi_isakmp_encoding_names, udpi_isakmp_auth_method_names, udpi_isakmp_protocol_names,
    udpi_isakmp_notification_names, udpi_isakmp_notify_names, udpi_isakmp_vendor_names, udpi_isakmp_eap_code_names,
    udpi_isakmp_eap_type_names, udpi_isakmp_selector_names, udpi_isakmp_transform_type_names,
    udpi_isakmp_encryption_names, udpi_isakmp_prf_names, udpi_isakmp_integrity_names, udpi_isakmp_group_names,
    udpi_isakmp_esn_names, udpi_isakmp_ike_names, udpi_isakmp_ah_names, udpi_isakmp_esp_names,
    udpi_isakmp_ipcomp_names, udpi_isakmp_old_encryption_names, udpi_isakmp_old_hash_names,
    udpi_isakmp_old_method_names, udpi_isakmp_group_type_names, udpi_isakmp_life_type_names,
    udpi_isakmp_encapsulation_names, udpi_isakmp_old_integrity_names;

#endif
