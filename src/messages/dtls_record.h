/*
 * Records of DTLS, several of which may stand in a datagram, and the handshake messages in them: RFC 6347 section 4, RFC 9147
 * sections 4 and 5, RFC 9146 section 4.
 *
 *     | content type 1 | version 2 | epoch 2 | sequence number 6 | connection id, of type 25 | length 2 | fragment |
 *     | 001 3 bits | id 1 bit | number 1 bit | length 1 bit | epoch 2 bits | connection id | number 1 or 2 | length 2 | fragment |
 *
 * Fragments of epoch 0 are in clear:
 *
 *     | message type 1 | length 3 | message sequence 2 | fragment offset 3 | fragment length 3 | body |
 */
#ifndef UDPINSPECT_MESSAGES_DTLS_RECORD_H
#define UDPINSPECT_MESSAGES_DTLS_RECORD_H

#include "model/decode.h"

enum {
    UDPI_DTLS_RECORDS,
    UDPI_DTLS_RECORD,
    UDPI_DTLS_CONTENT_TYPE,
    UDPI_DTLS_VERSION,
    UDPI_DTLS_EPOCH,
    UDPI_DTLS_SEQUENCE_NUMBER,
    UDPI_DTLS_UNIFIED_HEADER,
    UDPI_DTLS_EPOCH_BITS,
    UDPI_DTLS_CONNECTION_ID,
    UDPI_DTLS_ENCRYPTED_SEQUENCE_NUMBER,
    UDPI_DTLS_LENGTH,
    UDPI_DTLS_ALERT_LEVEL,
    UDPI_DTLS_ALERT_DESCRIPTION,
    UDPI_DTLS_FRAGMENT,
    /* handshake messages */
    UDPI_DTLS_MESSAGES,
    UDPI_DTLS_MESSAGE,
    UDPI_DTLS_MESSAGE_TYPE,
    UDPI_DTLS_MESSAGE_LENGTH,
    UDPI_DTLS_MESSAGE_SEQUENCE,
    UDPI_DTLS_FRAGMENT_OFFSET,
    UDPI_DTLS_FRAGMENT_LENGTH,
    UDPI_DTLS_BODY,
    /* hellos */
    UDPI_DTLS_HELLO_VERSION,
    UDPI_DTLS_RANDOM,
    UDPI_DTLS_SESSION_ID,
    UDPI_DTLS_COOKIE,
    UDPI_DTLS_CIPHER_SUITES,
    UDPI_DTLS_OFFERED_SUITE,
    UDPI_DTLS_OFFERED_SUITE_NUMBER,
    UDPI_DTLS_CIPHER_SUITE,
    UDPI_DTLS_COMPRESSION_METHODS,
    UDPI_DTLS_OFFERED_METHOD,
    UDPI_DTLS_COMPRESSION_METHOD,
    /* extensions of hellos */
    UDPI_DTLS_EXTENSIONS,
    UDPI_DTLS_EXTENSION,
    UDPI_DTLS_EXTENSION_TYPE,
    UDPI_DTLS_EXTENSION_LENGTH,
    UDPI_DTLS_SERVER_NAMES,
    UDPI_DTLS_SERVER_NAME,
    UDPI_DTLS_PROTOCOLS,
    UDPI_DTLS_PROTOCOL,
    UDPI_DTLS_SUPPORTED_VERSIONS,
    UDPI_DTLS_SUPPORTED,
    UDPI_DTLS_SUPPORTED_VERSION,
    UDPI_DTLS_SELECTED_VERSION,
    UDPI_DTLS_RECEIVED_ID,
    UDPI_DTLS_EXTENSION_COOKIE,
    UDPI_DTLS_EXTENSION_DATA,
    UDPI_DTLS_FIELDS
};

extern const struct udpi_field udpi_dtls_fields[UDPI_DTLS_FIELDS];

/* IANA's "TLS ContentType". */
enum {
    UDPI_DTLS_CHANGE_CIPHER_SPEC = 20,
    UDPI_DTLS_ALERT,
    UDPI_DTLS_HANDSHAKE,
    UDPI_DTLS_APPLICATION_DATA,
    UDPI_DTLS_HEARTBEAT,
    UDPI_DTLS_TLS12_CID,
    UDPI_DTLS_ACK,
};

/* IANA's "TLS HandshakeType": those whose body is read. */
enum {
    UDPI_DTLS_CLIENT_HELLO = 1,
    UDPI_DTLS_SERVER_HELLO = 2,
    UDPI_DTLS_HELLO_VERIFY_REQUEST = 3,
};

extern const struct udpi_names udpi_dtls_message_names, udpi_dtls_alert_names, udpi_dtls_suite_names,
    udpi_dtls_extension_names;

/* What a hello says of how its sender is to be written to. */
struct udpi_dtls_hello {
    bool is_notable; /* it can read records whose header does not say all of it: any of the following */
    uint8_t connection_id_length;
};

/*
 * Records the body of a handshake message of this type, which the cursor is narrowed to; what it is not all of may end anywhere.
 */
void udpi_put_dtls_body(struct udpi_decode *d, unsigned type, struct udpi_dtls_hello *hello);

#endif
