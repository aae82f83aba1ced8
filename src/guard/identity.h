/* Which user the process goes on as, when it need not be root any more: credentials(7). */
#ifndef UDPI_GUARD_IDENTITY_H
#define UDPI_GUARD_IDENTITY_H

#include <sys/types.h>

#include "core/error.h"

struct udpi_identity {
    char *name; /* for messages; NULL: the process stays who it is */
    uid_t user;
    gid_t group;
    gid_t *groups; /* supplementary ones */
    int group_count;
};

/*
 * Looks up who is to go on. `name` is a user, or NULL for the default: the user who ran sudo(8), else "nobody". A process
 * that is not root, or is told "root", stays who it is; so does, by default, the root of a user namespace (`unshare -r`) that
 * knows no other user and is an ordinary one outside.
 *
 * UDPI_PERMISSION where `name` is given without being root, or the program is set-user-ID: it would open files as root for
 * anybody. UDPI_FAILED where there is no such user. The identity is to be forgotten in either case.
 */
enum udpi_status udpi_identity_find(struct udpi_identity *identity, const char *name, struct udpi_error *error);
void udpi_identity_forget(struct udpi_identity *identity);

/* Becomes the user, in all three IDs, with no other groups than that user's. */
enum udpi_status udpi_identity_take(const struct udpi_identity *identity, struct udpi_error *error);

/* Fails where there is a way back to root. To be called when capabilities are gone. */
enum udpi_status udpi_identity_check(const struct udpi_identity *identity, struct udpi_error *error);

#endif
