/*
 * What the process may still do: when all is open, it gives up root, its capabilities, and every system call that the rest
 * does not need. Nothing that a packet does to the program can then do more than the user could.
 */
#ifndef UDPI_GUARD_GUARD_H
#define UDPI_GUARD_GUARD_H

#include <stdbool.h>

#include "guard/identity.h"

struct udpi_guard {
    struct udpi_identity identity;
    bool was_root;
};

/*
 * Looks up who is to go on, as udpi_identity_find does: to be called before anything is opened, so that a refusal leaves
 * nothing behind. `path` is a file beside which further ones are to be made, NULL for none. UDPI_FAILED also where that
 * user may not make them: better now than at the second file, in the night. The guard is to be forgotten in either case.
 */
enum udpi_status udpi_guard_choose(struct udpi_guard *guard, const char *user, const char *path,
                                   struct udpi_error *error);
void udpi_guard_forget(struct udpi_guard *guard);

struct udpi_guard_needs {
    int directory;       /* in which further files are made; -1 for none */
    int file;            /* that is being written, and becomes the user's; -1 for none */
    int socket;          /* that tells what the kernel knows; -1 for none */
    bool is_live;        /* bytes come from anybody */
    bool has_no_sandbox; /* system calls stay as they are */
};

/*
 * Gives up everything else, for good. A user who is not root and reads a file keeps all system calls. On failure the
 * program is to end.
 */
enum udpi_status udpi_guard_close(const struct udpi_guard *guard, const struct udpi_guard_needs *needs,
                                  struct udpi_error *error);

#endif
