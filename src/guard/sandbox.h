/*
 * A seccomp filter: which system calls are left to a program that has opened all it needs. Any other one ends the process
 * (SIGSYS): it would be a bug, or somebody's code instead of ours.
 */
#ifndef UDPI_GUARD_SANDBOX_H
#define UDPI_GUARD_SANDBOX_H

#include "core/error.h"

/*
 * Installs the filter. `directory` is a descriptor in which files may still be made and written, but none read; -1 for
 * none. `socket` is one that may still be received from; -1 for none. UDPI_FAILED where the kernel has no such filters.
 *
 * A build with sanitizers installs none: they read /proc when they report, and look for leaks from another process.
 */
enum udpi_status udpi_sandbox_enter(int directory, int socket, struct udpi_error *error);

#endif
