/* Names of the numbers in IKE messages: payloads and what they hold. */
#include "messages/isakmp_message.h"

#define NAMES(entries)                                                                                                 \
    { entries, sizeof entries / sizeof *entries }

/* As their RFCs abbreviate them: RFC 2408 section 3.1 (to 13), RFC 3947 (20, 21), RFC 7296 section 3.2 (33 to 48), RFC 6467,
   RFC 9838, RFC 7383, RFC 8019. 15, 16, 130 and 131 are those of drafts of RFC 3947; RFC 6407 has the first two on another port. */
static const struct udpi_name payloads[] = {
    UDPI_NAME(0, "none"),
    UDPI_NAME(1, "SA"),
    UDPI_NAME(2, "P"),
    UDPI_NAME(3, "T"),
    UDPI_NAME(4, "KE"),
    UDPI_NAME(5, "ID"),
    UDPI_NAME(6, "CERT"),
    UDPI_NAME(7, "CR"),
    UDPI_NAME(8, "HASH"),
    UDPI_NAME(9, "SIG"),
    UDPI_NAME(10, "NONCE"),
    UDPI_NAME(11, "N"),
    UDPI_NAME(12, "D"),
    UDPI_NAME(13, "VID"),
    UDPI_NAME(15, "NAT-D"),
    UDPI_NAME(16, "NAT-OA"),
    UDPI_NAME(20, "NAT-D"),
    UDPI_NAME(21, "NAT-OA"),
    UDPI_NAME(33, "SA"),
    UDPI_NAME(34, "KE"),
    UDPI_NAME(35, "IDi"),
    UDPI_NAME(36, "IDr"),
    UDPI_NAME(37, "CERT"),
    UDPI_NAME(38, "CERTREQ"),
    UDPI_NAME(39, "AUTH"),
    UDPI_NAME(40, "Nonce"),
    UDPI_NAME(41, "N"),
    UDPI_NAME(42, "D"),
    UDPI_NAME(43, "V"),
    UDPI_NAME(44, "TSi"),
    UDPI_NAME(45, "TSr"),
    UDPI_NAME(46, "SK"),
    UDPI_NAME(47, "CP"),
    UDPI_NAME(48, "EAP"),
    UDPI_NAME(49, "GSPM"),
    UDPI_NAME(50, "IDg"),
    UDPI_NAME(51, "GSA"),
    UDPI_NAME(52, "KD"),
    UDPI_NAME(53, "SKF"),
    UDPI_NAME(54, "PS"),
    UDPI_NAME(130, "NAT-D"),
    UDPI_NAME(131, "NAT-OA"),
};
const struct udpi_names udpi_isakmp_payload_names = NAMES(payloads);

/* RFC 2408 section 3.1, RFC 2409 appendix A, RFC 7296 section 3.1, RFC 5723, RFC 9242, RFC 9370 */
static const struct udpi_name exchanges[] = {
    UDPI_NAME(0, "none"),
    UDPI_NAME(1, "base"),
    UDPI_NAME(2, "identity-protection"),
    UDPI_NAME(3, "authentication-only"),
    UDPI_NAME(4, "aggressive"),
    UDPI_NAME(5, "informational"),
    UDPI_NAME(6, "transaction"),
    UDPI_NAME(32, "quick-mode"),
    UDPI_NAME(33, "new-group-mode"),
    UDPI_NAME(34, "IKE_SA_INIT"),
    UDPI_NAME(35, "IKE_AUTH"),
    UDPI_NAME(36, "CREATE_CHILD_SA"),
    UDPI_NAME(37, "INFORMATIONAL"),
    UDPI_NAME(38, "IKE_SESSION_RESUME"),
    UDPI_NAME(43, "IKE_INTERMEDIATE"),
    UDPI_NAME(44, "IKE_FOLLOWUP_KE"),
};
const struct udpi_names udpi_isakmp_exchange_names = NAMES(exchanges);

/* RFC 2408 section 2.1, RFC 2407 section 4.2, RFC 6407 */
static const struct udpi_name dois[] = {
    UDPI_NAME(0, "ISAKMP"),
    UDPI_NAME(1, "IPSEC"),
    UDPI_NAME(2, "GDOI"),
};
const struct udpi_names udpi_isakmp_doi_names = NAMES(dois);

/* RFC 7296 section 3.5; those with an end or a mask: RFC 2407 section 4.6.2.1 */
static const struct udpi_name ids[] = {
    UDPI_NAME(1, "ID_IPV4_ADDR"),
    UDPI_NAME(2, "ID_FQDN"),
    UDPI_NAME(3, "ID_RFC822_ADDR"),
    UDPI_NAME(4, "ID_IPV4_ADDR_SUBNET"),
    UDPI_NAME(5, "ID_IPV6_ADDR"),
    UDPI_NAME(6, "ID_IPV6_ADDR_SUBNET"),
    UDPI_NAME(7, "ID_IPV4_ADDR_RANGE"),
    UDPI_NAME(8, "ID_IPV6_ADDR_RANGE"),
    UDPI_NAME(9, "ID_DER_ASN1_DN"),
    UDPI_NAME(10, "ID_DER_ASN1_GN"),
    UDPI_NAME(11, "ID_KEY_ID"),
    UDPI_NAME(12, "ID_FC_NAME"),
    UDPI_NAME(13, "ID_NULL"),
};
const struct udpi_names udpi_isakmp_id_names = NAMES(ids);

/* RFC 7296 section 3.6, RFC 4806, RFC 7670; 0 and 5 are those of RFC 2408 section 3.9 */
static const struct udpi_name encodings[] = {
    UDPI_NAME(0, "none"),
    UDPI_NAME(1, "PKCS #7 wrapped X.509 certificate"),
    UDPI_NAME(2, "PGP certificate"),
    UDPI_NAME(3, "DNS signed key"),
    UDPI_NAME(4, "X.509 certificate, signature"),
    UDPI_NAME(5, "X.509 certificate, key exchange"),
    UDPI_NAME(6, "Kerberos token"),
    UDPI_NAME(7, "certificate revocation list"),
    UDPI_NAME(8, "authority revocation list"),
    UDPI_NAME(9, "SPKI certificate"),
    UDPI_NAME(10, "X.509 certificate, attribute"),
    UDPI_NAME(11, "raw RSA key"),
    UDPI_NAME(12, "hash and URL of X.509 certificate"),
    UDPI_NAME(13, "hash and URL of X.509 bundle"),
    UDPI_NAME(14, "OCSP content"),
    UDPI_NAME(15, "raw public key"),
};
const struct udpi_names udpi_isakmp_encoding_names = NAMES(encodings);

/* RFC 7296 section 3.8, RFC 4754, RFC 6467, RFC 7619, RFC 7427 */
static const struct udpi_name auth_methods[] = {
    UDPI_NAME(1, "RSA digital signature"),
    UDPI_NAME(2, "shared key message integrity code"),
    UDPI_NAME(3, "DSS digital signature"),
    UDPI_NAME(9, "ECDSA with SHA-256 on the P-256 curve"),
    UDPI_NAME(10, "ECDSA with SHA-384 on the P-384 curve"),
    UDPI_NAME(11, "ECDSA with SHA-512 on the P-521 curve"),
    UDPI_NAME(12, "generic secure password"),
    UDPI_NAME(13, "none"),
    UDPI_NAME(14, "digital signature"),
};
const struct udpi_names udpi_isakmp_auth_method_names = NAMES(auth_methods);

/* RFC 2407 section 4.4.1, RFC 7296 section 3.3.1 */
static const struct udpi_name protocols[] = {
    UDPI_NAME(1, "IKE"),
    UDPI_NAME(2, "AH"),
    UDPI_NAME(3, "ESP"),
    UDPI_NAME(4, "IPCOMP"),
};
const struct udpi_names udpi_isakmp_protocol_names = NAMES(protocols);

/* RFC 2408 section 3.14.1, RFC 2407 section 4.6.3, RFC 3706 section 5.3 */
static const struct udpi_name notifications[] = {
    UDPI_NAME(1, "INVALID-PAYLOAD-TYPE"),
    UDPI_NAME(2, "DOI-NOT-SUPPORTED"),
    UDPI_NAME(3, "SITUATION-NOT-SUPPORTED"),
    UDPI_NAME(4, "INVALID-COOKIE"),
    UDPI_NAME(5, "INVALID-MAJOR-VERSION"),
    UDPI_NAME(6, "INVALID-MINOR-VERSION"),
    UDPI_NAME(7, "INVALID-EXCHANGE-TYPE"),
    UDPI_NAME(8, "INVALID-FLAGS"),
    UDPI_NAME(9, "INVALID-MESSAGE-ID"),
    UDPI_NAME(10, "INVALID-PROTOCOL-ID"),
    UDPI_NAME(11, "INVALID-SPI"),
    UDPI_NAME(12, "INVALID-TRANSFORM-ID"),
    UDPI_NAME(13, "ATTRIBUTES-NOT-SUPPORTED"),
    UDPI_NAME(14, "NO-PROPOSAL-CHOSEN"),
    UDPI_NAME(15, "BAD-PROPOSAL-SYNTAX"),
    UDPI_NAME(16, "PAYLOAD-MALFORMED"),
    UDPI_NAME(17, "INVALID-KEY-INFORMATION"),
    UDPI_NAME(18, "INVALID-ID-INFORMATION"),
    UDPI_NAME(19, "INVALID-CERT-ENCODING"),
    UDPI_NAME(20, "INVALID-CERTIFICATE"),
    UDPI_NAME(21, "CERT-TYPE-UNSUPPORTED"),
    UDPI_NAME(22, "INVALID-CERT-AUTHORITY"),
    UDPI_NAME(23, "INVALID-HASH-INFORMATION"),
    UDPI_NAME(24, "AUTHENTICATION-FAILED"),
    UDPI_NAME(25, "INVALID-SIGNATURE"),
    UDPI_NAME(26, "ADDRESS-NOTIFICATION"),
    UDPI_NAME(27, "NOTIFY-SA-LIFETIME"),
    UDPI_NAME(28, "CERTIFICATE-UNAVAILABLE"),
    UDPI_NAME(29, "UNSUPPORTED-EXCHANGE-TYPE"),
    UDPI_NAME(30, "UNEQUAL-PAYLOAD-LENGTHS"),
    UDPI_NAME(16384, "CONNECTED"),
    UDPI_NAME(24576, "RESPONDER-LIFETIME"),
    UDPI_NAME(24577, "REPLAY-STATUS"),
    UDPI_NAME(24578, "INITIAL-CONTACT"),
    UDPI_NAME(36136, "R-U-THERE"),
    UDPI_NAME(36137, "R-U-THERE-ACK"),
};
const struct udpi_names udpi_isakmp_notification_names = NAMES(notifications);

/* IANA, "IKEv2 Notify Message Error Types" and "… Status Types" */
static const struct udpi_name notifies[] = {
    UDPI_NAME(1, "UNSUPPORTED_CRITICAL_PAYLOAD"),
    UDPI_NAME(4, "INVALID_IKE_SPI"),
    UDPI_NAME(5, "INVALID_MAJOR_VERSION"),
    UDPI_NAME(7, "INVALID_SYNTAX"),
    UDPI_NAME(9, "INVALID_MESSAGE_ID"),
    UDPI_NAME(11, "INVALID_SPI"),
    UDPI_NAME(14, "NO_PROPOSAL_CHOSEN"),
    UDPI_NAME(17, "INVALID_KE_PAYLOAD"),
    UDPI_NAME(24, "AUTHENTICATION_FAILED"),
    UDPI_NAME(34, "SINGLE_PAIR_REQUIRED"),
    UDPI_NAME(35, "NO_ADDITIONAL_SAS"),
    UDPI_NAME(36, "INTERNAL_ADDRESS_FAILURE"),
    UDPI_NAME(37, "FAILED_CP_REQUIRED"),
    UDPI_NAME(38, "TS_UNACCEPTABLE"),
    UDPI_NAME(39, "INVALID_SELECTORS"),
    UDPI_NAME(40, "UNACCEPTABLE_ADDRESSES"),
    UDPI_NAME(41, "UNEXPECTED_NAT_DETECTED"),
    UDPI_NAME(42, "USE_ASSIGNED_HoA"),
    UDPI_NAME(43, "TEMPORARY_FAILURE"),
    UDPI_NAME(44, "CHILD_SA_NOT_FOUND"),
    UDPI_NAME(45, "INVALID_GROUP_ID"),
    UDPI_NAME(46, "AUTHORIZATION_FAILED"),
    UDPI_NAME(47, "STATE_NOT_FOUND"),
    UDPI_NAME(16384, "INITIAL_CONTACT"),
    UDPI_NAME(16385, "SET_WINDOW_SIZE"),
    UDPI_NAME(16386, "ADDITIONAL_TS_POSSIBLE"),
    UDPI_NAME(16387, "IPCOMP_SUPPORTED"),
    UDPI_NAME(16388, "NAT_DETECTION_SOURCE_IP"),
    UDPI_NAME(16389, "NAT_DETECTION_DESTINATION_IP"),
    UDPI_NAME(16390, "COOKIE"),
    UDPI_NAME(16391, "USE_TRANSPORT_MODE"),
    UDPI_NAME(16392, "HTTP_CERT_LOOKUP_SUPPORTED"),
    UDPI_NAME(16393, "REKEY_SA"),
    UDPI_NAME(16394, "ESP_TFC_PADDING_NOT_SUPPORTED"),
    UDPI_NAME(16395, "NON_FIRST_FRAGMENTS_ALSO"),
    UDPI_NAME(16396, "MOBIKE_SUPPORTED"),
    UDPI_NAME(16397, "ADDITIONAL_IP4_ADDRESS"),
    UDPI_NAME(16398, "ADDITIONAL_IP6_ADDRESS"),
    UDPI_NAME(16399, "NO_ADDITIONAL_ADDRESSES"),
    UDPI_NAME(16400, "UPDATE_SA_ADDRESSES"),
    UDPI_NAME(16401, "COOKIE2"),
    UDPI_NAME(16402, "NO_NATS_ALLOWED"),
    UDPI_NAME(16403, "AUTH_LIFETIME"),
    UDPI_NAME(16404, "MULTIPLE_AUTH_SUPPORTED"),
    UDPI_NAME(16405, "ANOTHER_AUTH_FOLLOWS"),
    UDPI_NAME(16406, "REDIRECT_SUPPORTED"),
    UDPI_NAME(16407, "REDIRECT"),
    UDPI_NAME(16408, "REDIRECTED_FROM"),
    UDPI_NAME(16409, "TICKET_LT_OPAQUE"),
    UDPI_NAME(16410, "TICKET_REQUEST"),
    UDPI_NAME(16411, "TICKET_ACK"),
    UDPI_NAME(16412, "TICKET_NACK"),
    UDPI_NAME(16413, "TICKET_OPAQUE"),
    UDPI_NAME(16414, "LINK_ID"),
    UDPI_NAME(16415, "USE_WESP_MODE"),
    UDPI_NAME(16416, "ROHC_SUPPORTED"),
    UDPI_NAME(16417, "EAP_ONLY_AUTHENTICATION"),
    UDPI_NAME(16418, "CHILDLESS_IKEV2_SUPPORTED"),
    UDPI_NAME(16419, "QUICK_CRASH_DETECTION"),
    UDPI_NAME(16420, "IKEV2_MESSAGE_ID_SYNC_SUPPORTED"),
    UDPI_NAME(16421, "IPSEC_REPLAY_COUNTER_SYNC_SUPPORTED"),
    UDPI_NAME(16422, "IKEV2_MESSAGE_ID_SYNC"),
    UDPI_NAME(16423, "IPSEC_REPLAY_COUNTER_SYNC"),
    UDPI_NAME(16424, "SECURE_PASSWORD_METHODS"),
    UDPI_NAME(16425, "PSK_PERSIST"),
    UDPI_NAME(16426, "PSK_CONFIRM"),
    UDPI_NAME(16427, "ERX_SUPPORTED"),
    UDPI_NAME(16428, "IFOM_CAPABILITY"),
    UDPI_NAME(16430, "IKEV2_FRAGMENTATION_SUPPORTED"),
    UDPI_NAME(16431, "SIGNATURE_HASH_ALGORITHMS"),
    UDPI_NAME(16432, "CLONE_IKE_SA_SUPPORTED"),
    UDPI_NAME(16433, "CLONE_IKE_SA"),
    UDPI_NAME(16434, "PUZZLE"),
    UDPI_NAME(16435, "USE_PPK"),
    UDPI_NAME(16436, "PPK_IDENTITY"),
    UDPI_NAME(16437, "NO_PPK_AUTH"),
    UDPI_NAME(16438, "INTERMEDIATE_EXCHANGE_SUPPORTED"),
    UDPI_NAME(16439, "IP4_ALLOWED"),
    UDPI_NAME(16440, "IP6_ALLOWED"),
    UDPI_NAME(16441, "ADDITIONAL_KEY_EXCHANGE"),
    UDPI_NAME(16442, "USE_AGGFRAG"),
};
const struct udpi_names udpi_isakmp_notify_names = NAMES(notifies);

/* In the order of the ids in isakmp_payloads.c */
static const struct udpi_name vendors[] = {
    UDPI_NAME(0, "RFC 3947, NAT traversal"),
    UDPI_NAME(1, "NAT traversal, draft 00"),
    UDPI_NAME(2, "NAT traversal, draft 02"),
    UDPI_NAME(3, "NAT traversal, draft 02 (with a line feed)"),
    UDPI_NAME(4, "NAT traversal, draft 03"),
    UDPI_NAME(5, "RFC 3706, dead peer detection"),
    UDPI_NAME(6, "extended authentication"),
    UDPI_NAME(7, "Cisco Unity"),
    UDPI_NAME(8, "fragmentation"),
    UDPI_NAME(9, "Microsoft"),
    UDPI_NAME(10, "strongSwan"),
};
const struct udpi_names udpi_isakmp_vendor_names = NAMES(vendors);

/* RFC 3748 section 4 */
static const struct udpi_name eap_codes[] = {
    UDPI_NAME(1, "Request"),
    UDPI_NAME(2, "Response"),
    UDPI_NAME(3, "Success"),
    UDPI_NAME(4, "Failure"),
};
const struct udpi_names udpi_isakmp_eap_code_names = NAMES(eap_codes);

/* RFC 3748 section 5, and IANA */
static const struct udpi_name eap_types[] = {
    UDPI_NAME(1, "Identity"),
    UDPI_NAME(2, "Notification"),
    UDPI_NAME(3, "Nak"),
    UDPI_NAME(4, "MD5-Challenge"),
    UDPI_NAME(6, "GTC"),
    UDPI_NAME(13, "TLS"),
    UDPI_NAME(18, "SIM"),
    UDPI_NAME(21, "TTLS"),
    UDPI_NAME(23, "AKA"),
    UDPI_NAME(25, "PEAP"),
    UDPI_NAME(26, "MSCHAPv2"),
    UDPI_NAME(50, "AKA'"),
};
const struct udpi_names udpi_isakmp_eap_type_names = NAMES(eap_types);

/* RFC 7296 section 3.13.1, RFC 4595 */
static const struct udpi_name selectors[] = {
    UDPI_NAME(7, "TS_IPV4_ADDR_RANGE"),
    UDPI_NAME(8, "TS_IPV6_ADDR_RANGE"),
    UDPI_NAME(9, "TS_FC_ADDR_RANGE"),
};
const struct udpi_names udpi_isakmp_selector_names = NAMES(selectors);
