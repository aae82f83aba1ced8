/* The single powers of root, of which capturing needs some: capabilities(7). */
#ifndef UDPI_GUARD_CAPABILITIES_H
#define UDPI_GUARD_CAPABILITIES_H

#include "core/error.h"

/* Empties the bounding set, where the process may: to be called as root. An execve(2) gives nothing any more. */
enum udpi_status udpi_capabilities_bound(struct udpi_error *error);

/* Gives up all others: effective, permitted, inheritable, ambient; and with them no_new_privs, prctl(2). */
enum udpi_status udpi_capabilities_drop(struct udpi_error *error);

#endif
