/*
 * Messages of Kerberos, in the elements of model/ber.h: RFC 4120 section 5. Each is of an application tag that is its type.
 *
 *     requests:    { [1] version, [2] type, [3] pre-authentication data, [4] body }                         AS-REQ, TGS-REQ
 *     body:        { [0] options, [1] client, [2] realm, [3] service, [4] from, [5] till, [6] renew till, [7] nonce,
 *                    [8] encryption types, [9] addresses, [10] authorization data, [11] tickets }
 *     replies:     { [0] version, [1] type, [2] pre-authentication data, [3] realm, [4] client, [5] ticket, [6] encrypted }
 *     AP-REQ:      { [0] version, [1] type, [2] options, [3] ticket, [4] authenticator, which is encrypted }
 *     AP-REP:      { [0] version, [1] type, [2] encrypted }
 *     KRB-PRIV:    { [0] version, [1] type, [3] encrypted }
 *     KRB-CRED:    { [0] version, [1] type, [2] tickets, [3] encrypted }
 *     KRB-ERROR:   { [0] version, [1] type, [2] client's time, [3] its microseconds, [4] server's time, [5] its microseconds, [6] code,
 *                    [7] client's realm, [8] client, [9] realm, [10] service, [11] text, [12] data }
 *
 *     name:        { [0] type, [1] { components } }
 *     ticket:      { [0] version, [1] realm, [2] service, [3] encrypted }, of application tag 1
 *     encrypted:   { [0] encryption type, [1] key version, [2] cipher text }
 */
#ifndef UDPI_MESSAGES_KERBEROS_MESSAGE_H
#define UDPI_MESSAGES_KERBEROS_MESSAGE_H

#include "messages/kerberos_fields.h"
#include "model/decode.h"

enum { UDPI_KERBEROS_APPLICATION = 0x60 }; /* the tag of a message is this and its type */

/* Records the message of this type that the cursor is at. False where it cannot be read to its end. */
bool udpi_put_kerberos_message(struct udpi_decode *d, unsigned type);

#endif
