/* Names of the numbers in proposals of IKE: algorithms and their attributes, as IANA has them. */
#include "messages/isakmp_message.h"

#define NAMES(entries)                                                                                                 \
    { entries, sizeof entries / sizeof *entries }

/* RFC 7296 section 3.3.2, RFC 9370 */
static const struct udpi_name transform_types[] = {
    UDPI_NAME(1, "ENCR"),
    UDPI_NAME(2, "PRF"),
    UDPI_NAME(3, "INTEG"),
    UDPI_NAME(4, "KE"),
    UDPI_NAME(5, "ESN"),
    UDPI_NAME(6, "ADDKE1"),
    UDPI_NAME(7, "ADDKE2"),
    UDPI_NAME(8, "ADDKE3"),
    UDPI_NAME(9, "ADDKE4"),
    UDPI_NAME(10, "ADDKE5"),
    UDPI_NAME(11, "ADDKE6"),
    UDPI_NAME(12, "ADDKE7"),
};
const struct udpi_names udpi_isakmp_transform_type_names = NAMES(transform_types);

/* Version 2: RFC 7296 section 3.3.2, RFC 4309, RFC 4106, RFC 5529, RFC 7634, RFC 8750 */
static const struct udpi_name encryptions[] = {
    UDPI_NAME(1, "ENCR_DES_IV64"),
    UDPI_NAME(2, "ENCR_DES"),
    UDPI_NAME(3, "ENCR_3DES"),
    UDPI_NAME(4, "ENCR_RC5"),
    UDPI_NAME(5, "ENCR_IDEA"),
    UDPI_NAME(6, "ENCR_CAST"),
    UDPI_NAME(7, "ENCR_BLOWFISH"),
    UDPI_NAME(8, "ENCR_3IDEA"),
    UDPI_NAME(9, "ENCR_DES_IV32"),
    UDPI_NAME(11, "ENCR_NULL"),
    UDPI_NAME(12, "ENCR_AES_CBC"),
    UDPI_NAME(13, "ENCR_AES_CTR"),
    UDPI_NAME(14, "ENCR_AES_CCM_8"),
    UDPI_NAME(15, "ENCR_AES_CCM_12"),
    UDPI_NAME(16, "ENCR_AES_CCM_16"),
    UDPI_NAME(18, "ENCR_AES_GCM_8"),
    UDPI_NAME(19, "ENCR_AES_GCM_12"),
    UDPI_NAME(20, "ENCR_AES_GCM_16"),
    UDPI_NAME(21, "ENCR_NULL_AUTH_AES_GMAC"),
    UDPI_NAME(23, "ENCR_CAMELLIA_CBC"),
    UDPI_NAME(24, "ENCR_CAMELLIA_CTR"),
    UDPI_NAME(25, "ENCR_CAMELLIA_CCM_8"),
    UDPI_NAME(26, "ENCR_CAMELLIA_CCM_12"),
    UDPI_NAME(27, "ENCR_CAMELLIA_CCM_16"),
    UDPI_NAME(28, "ENCR_CHACHA20_POLY1305"),
    UDPI_NAME(29, "ENCR_AES_CCM_8_IIV"),
    UDPI_NAME(30, "ENCR_AES_GCM_16_IIV"),
    UDPI_NAME(31, "ENCR_CHACHA20_POLY1305_IIV"),
};
const struct udpi_names udpi_isakmp_encryption_names = NAMES(encryptions);

/* Version 2: RFC 7296 section 3.3.2, RFC 4434, RFC 4868, RFC 4615 */
static const struct udpi_name prfs[] = {
    UDPI_NAME(1, "PRF_HMAC_MD5"),
    UDPI_NAME(2, "PRF_HMAC_SHA1"),
    UDPI_NAME(3, "PRF_HMAC_TIGER"),
    UDPI_NAME(4, "PRF_AES128_XCBC"),
    UDPI_NAME(5, "PRF_HMAC_SHA2_256"),
    UDPI_NAME(6, "PRF_HMAC_SHA2_384"),
    UDPI_NAME(7, "PRF_HMAC_SHA2_512"),
    UDPI_NAME(8, "PRF_AES128_CMAC"),
};
const struct udpi_names udpi_isakmp_prf_names = NAMES(prfs);

/* Version 2: RFC 7296 section 3.3.2, RFC 4595, RFC 4494, RFC 4543, RFC 4868 */
static const struct udpi_name integrities[] = {
    UDPI_NAME(0, "NONE"),
    UDPI_NAME(1, "AUTH_HMAC_MD5_96"),
    UDPI_NAME(2, "AUTH_HMAC_SHA1_96"),
    UDPI_NAME(3, "AUTH_DES_MAC"),
    UDPI_NAME(4, "AUTH_KPDK_MD5"),
    UDPI_NAME(5, "AUTH_AES_XCBC_96"),
    UDPI_NAME(6, "AUTH_HMAC_MD5_128"),
    UDPI_NAME(7, "AUTH_HMAC_SHA1_160"),
    UDPI_NAME(8, "AUTH_AES_CMAC_96"),
    UDPI_NAME(9, "AUTH_AES_128_GMAC"),
    UDPI_NAME(10, "AUTH_AES_192_GMAC"),
    UDPI_NAME(11, "AUTH_AES_256_GMAC"),
    UDPI_NAME(12, "AUTH_HMAC_SHA2_256_128"),
    UDPI_NAME(13, "AUTH_HMAC_SHA2_384_192"),
    UDPI_NAME(14, "AUTH_HMAC_SHA2_512_256"),
};
const struct udpi_names udpi_isakmp_integrity_names = NAMES(integrities);

/* Both versions: RFC 2409 section 6, RFC 3526, RFC 5903, RFC 5114, RFC 6954, RFC 8031 */
static const struct udpi_name groups[] = {
    UDPI_NAME(0, "NONE"),
    UDPI_NAME(1, "768-bit MODP"),
    UDPI_NAME(2, "1024-bit MODP"),
    UDPI_NAME(3, "EC2N over GF(2^155)"),
    UDPI_NAME(4, "EC2N over GF(2^185)"),
    UDPI_NAME(5, "1536-bit MODP"),
    UDPI_NAME(14, "2048-bit MODP"),
    UDPI_NAME(15, "3072-bit MODP"),
    UDPI_NAME(16, "4096-bit MODP"),
    UDPI_NAME(17, "6144-bit MODP"),
    UDPI_NAME(18, "8192-bit MODP"),
    UDPI_NAME(19, "256-bit random ECP"),
    UDPI_NAME(20, "384-bit random ECP"),
    UDPI_NAME(21, "521-bit random ECP"),
    UDPI_NAME(22, "1024-bit MODP with 160-bit subgroup"),
    UDPI_NAME(23, "2048-bit MODP with 224-bit subgroup"),
    UDPI_NAME(24, "2048-bit MODP with 256-bit subgroup"),
    UDPI_NAME(25, "192-bit random ECP"),
    UDPI_NAME(26, "224-bit random ECP"),
    UDPI_NAME(27, "brainpoolP224r1"),
    UDPI_NAME(28, "brainpoolP256r1"),
    UDPI_NAME(29, "brainpoolP384r1"),
    UDPI_NAME(30, "brainpoolP512r1"),
    UDPI_NAME(31, "Curve25519"),
    UDPI_NAME(32, "Curve448"),
    UDPI_NAME(35, "ML-KEM-512"),
    UDPI_NAME(36, "ML-KEM-768"),
    UDPI_NAME(37, "ML-KEM-1024"),
};
const struct udpi_names udpi_isakmp_group_names = NAMES(groups);

/* RFC 7296 section 3.3.2 */
static const struct udpi_name esns[] = {
    UDPI_NAME(0, "no"),
    UDPI_NAME(1, "yes"),
};
const struct udpi_names udpi_isakmp_esn_names = NAMES(esns);

/* RFC 2407 section 4.4.2 */
static const struct udpi_name ike_transforms[] = {
    UDPI_NAME(1, "KEY_IKE"),
};
const struct udpi_names udpi_isakmp_ike_names = NAMES(ike_transforms);

/* RFC 2407 section 4.4.3, RFC 2857, RFC 4868, RFC 3566, RFC 4359, RFC 4543 */
static const struct udpi_name ah_transforms[] = {
    UDPI_NAME(2, "AH_MD5"),
    UDPI_NAME(3, "AH_SHA"),
    UDPI_NAME(4, "AH_DES"),
    UDPI_NAME(5, "AH_SHA2-256"),
    UDPI_NAME(6, "AH_SHA2-384"),
    UDPI_NAME(7, "AH_SHA2-512"),
    UDPI_NAME(8, "AH_RIPEMD"),
    UDPI_NAME(9, "AH_AES-XCBC-MAC"),
    UDPI_NAME(10, "AH_RSA"),
    UDPI_NAME(11, "AH_AES-128-GMAC"),
    UDPI_NAME(12, "AH_AES-192-GMAC"),
    UDPI_NAME(13, "AH_AES-256-GMAC"),
};
const struct udpi_names udpi_isakmp_ah_names = NAMES(ah_transforms);

/* RFC 2407 section 4.4.4, RFC 3602, RFC 3686, RFC 4309, RFC 4106, RFC 4196, RFC 4312, RFC 4543 */
static const struct udpi_name esp_transforms[] = {
    UDPI_NAME(1, "ESP_DES_IV64"),
    UDPI_NAME(2, "ESP_DES"),
    UDPI_NAME(3, "ESP_3DES"),
    UDPI_NAME(4, "ESP_RC5"),
    UDPI_NAME(5, "ESP_IDEA"),
    UDPI_NAME(6, "ESP_CAST"),
    UDPI_NAME(7, "ESP_BLOWFISH"),
    UDPI_NAME(8, "ESP_3IDEA"),
    UDPI_NAME(9, "ESP_DES_IV32"),
    UDPI_NAME(10, "ESP_RC4"),
    UDPI_NAME(11, "ESP_NULL"),
    UDPI_NAME(12, "ESP_AES-CBC"),
    UDPI_NAME(13, "ESP_AES-CTR"),
    UDPI_NAME(14, "ESP_AES-CCM_8"),
    UDPI_NAME(15, "ESP_AES-CCM_12"),
    UDPI_NAME(16, "ESP_AES-CCM_16"),
    UDPI_NAME(18, "ESP_AES-GCM_8"),
    UDPI_NAME(19, "ESP_AES-GCM_12"),
    UDPI_NAME(20, "ESP_AES-GCM_16"),
    UDPI_NAME(21, "ESP_SEED_CBC"),
    UDPI_NAME(22, "ESP_CAMELLIA"),
    UDPI_NAME(23, "ESP_NULL_AUTH_AES-GMAC"),
};
const struct udpi_names udpi_isakmp_esp_names = NAMES(esp_transforms);

/* RFC 2407 section 4.4.5, RFC 3051 */
static const struct udpi_name ipcomp_transforms[] = {
    UDPI_NAME(1, "IPCOMP_OUI"),
    UDPI_NAME(2, "IPCOMP_DEFLATE"),
    UDPI_NAME(3, "IPCOMP_LZS"),
    UDPI_NAME(4, "IPCOMP_LZJH"),
};
const struct udpi_names udpi_isakmp_ipcomp_names = NAMES(ipcomp_transforms);

/* Version 1: RFC 2409 appendix A, RFC 3602, RFC 4312 */
static const struct udpi_name old_encryptions[] = {
    UDPI_NAME(1, "DES-CBC"),
    UDPI_NAME(2, "IDEA-CBC"),
    UDPI_NAME(3, "Blowfish-CBC"),
    UDPI_NAME(4, "RC5-R16-B64-CBC"),
    UDPI_NAME(5, "3DES-CBC"),
    UDPI_NAME(6, "CAST-CBC"),
    UDPI_NAME(7, "AES-CBC"),
    UDPI_NAME(8, "CAMELLIA-CBC"),
};
const struct udpi_names udpi_isakmp_old_encryption_names = NAMES(old_encryptions);

/* Version 1: RFC 2409 appendix A, RFC 4868 */
static const struct udpi_name old_hashes[] = {
    UDPI_NAME(1, "MD5"),
    UDPI_NAME(2, "SHA"),
    UDPI_NAME(3, "Tiger"),
    UDPI_NAME(4, "SHA2-256"),
    UDPI_NAME(5, "SHA2-384"),
    UDPI_NAME(6, "SHA2-512"),
};
const struct udpi_names udpi_isakmp_old_hash_names = NAMES(old_hashes);

/* Version 1: RFC 2409 appendix A, RFC 4754; beyond 64000 those of drafts of extended and hybrid authentication */
static const struct udpi_name old_methods[] = {
    UDPI_NAME(1, "pre-shared key"),
    UDPI_NAME(2, "DSS signatures"),
    UDPI_NAME(3, "RSA signatures"),
    UDPI_NAME(4, "encryption with RSA"),
    UDPI_NAME(5, "revised encryption with RSA"),
    UDPI_NAME(9, "ECDSA with SHA-256"),
    UDPI_NAME(10, "ECDSA with SHA-384"),
    UDPI_NAME(11, "ECDSA with SHA-512"),
    UDPI_NAME(64221, "HybridInitRSA"),
    UDPI_NAME(64222, "HybridRespRSA"),
    UDPI_NAME(64223, "HybridInitDSS"),
    UDPI_NAME(64224, "HybridRespDSS"),
    UDPI_NAME(65001, "XAUTHInitPreShared"),
    UDPI_NAME(65002, "XAUTHRespPreShared"),
    UDPI_NAME(65003, "XAUTHInitDSS"),
    UDPI_NAME(65004, "XAUTHRespDSS"),
    UDPI_NAME(65005, "XAUTHInitRSA"),
    UDPI_NAME(65006, "XAUTHRespRSA"),
};
const struct udpi_names udpi_isakmp_old_method_names = NAMES(old_methods);

/* RFC 2409 appendix A */
static const struct udpi_name group_types[] = {
    UDPI_NAME(1, "MODP"),
    UDPI_NAME(2, "ECP"),
    UDPI_NAME(3, "EC2N"),
};
const struct udpi_names udpi_isakmp_group_type_names = NAMES(group_types);

/* RFC 2409 appendix A, RFC 2407 section 4.5 */
static const struct udpi_name life_types[] = {
    UDPI_NAME(1, "seconds"),
    UDPI_NAME(2, "kilobytes"),
};
const struct udpi_names udpi_isakmp_life_type_names = NAMES(life_types);

/* RFC 2407 section 4.5, RFC 3947 section 5.1 */
static const struct udpi_name encapsulations[] = {
    UDPI_NAME(1, "tunnel"),
    UDPI_NAME(2, "transport"),
    UDPI_NAME(3, "UDP-encapsulated tunnel"),
    UDPI_NAME(4, "UDP-encapsulated transport"),
    UDPI_NAME(61443, "UDP-encapsulated tunnel (draft)"),
    UDPI_NAME(61444, "UDP-encapsulated transport (draft)"),
};
const struct udpi_names udpi_isakmp_encapsulation_names = NAMES(encapsulations);

/* Version 1: RFC 2407 section 4.5, RFC 2857, RFC 4868, RFC 3566, RFC 4359, RFC 4543 */
static const struct udpi_name old_integrities[] = {
    UDPI_NAME(1, "HMAC-MD5"),
    UDPI_NAME(2, "HMAC-SHA"),
    UDPI_NAME(3, "DES-MAC"),
    UDPI_NAME(4, "KPDK"),
    UDPI_NAME(5, "HMAC-SHA2-256"),
    UDPI_NAME(6, "HMAC-SHA2-384"),
    UDPI_NAME(7, "HMAC-SHA2-512"),
    UDPI_NAME(8, "HMAC-RIPEMD"),
    UDPI_NAME(9, "AES-XCBC-MAC"),
    UDPI_NAME(10, "SIG-RSA"),
    UDPI_NAME(11, "AES-128-GMAC"),
    UDPI_NAME(12, "AES-192-GMAC"),
    UDPI_NAME(13, "AES-256-GMAC"),
};
const struct udpi_names udpi_isakmp_old_integrity_names = NAMES(old_integrities);
