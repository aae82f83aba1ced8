/*
 * NetBIOS names: 15 bytes, filled up with blanks, and a suffix that says what the name is for. In datagrams each half of a byte is
 * a letter from A to P, and these 32 letters are the first label of a domain name whose others are the scope: RFC 1001 section 14.1.
 */
#ifndef UDPI_MODEL_NETBIOS_H
#define UDPI_MODEL_NETBIOS_H

#include "model/decode.h"

enum {
    UDPI_NETBIOS_SIZE = 16,    /* bytes of a name with its suffix */
    UDPI_NETBIOS_LETTERS = 32, /* of such a name */
};

/* Microsoft, knowledge base article 163409: NetBIOS suffixes. */
extern const struct udpi_names udpi_netbios_suffix_names;

/* The bytes at `name` without the blanks or zeros that fill up the UDPI_NETBIOS_SIZE - 1 bytes. */
size_t udpi_netbios_trim(const uint8_t *name);

/*
 * Writes the name in the `count` letters to `text`, of UDPI_NETBIOS_SIZE bytes, without what fills it up and without its suffix. Gives
 * the length of the text, or 0 where these are not UDPI_NETBIOS_LETTERS letters from A to P.
 */
size_t udpi_netbios_write(const uint8_t *letters, size_t count, uint8_t *text);

/*
 * Takes a name from the cursor and records at `depth` its fields `first` (UDPI_NETBIOS), `first` + 1 (the suffix) and, where it has a
 * scope, `first` + 2 (UDPI_DOMAIN); `message` is the first byte that a pointer can mean. A domain name that is no NetBIOS name is noted.
 * False as in udpi_pass_domain.
 */
bool udpi_take_netbios(struct udpi_decode *d, unsigned depth, unsigned first, const uint8_t *message);

#endif
