#include "guard/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "guard/capabilities.h"
#include "guard/sandbox.h"

/* Asks in the user's name, in a process that is only made for it. Gives 0 or why the user may not. */
static int ask_directory(const struct udpi_identity *identity, int directory) {
    pid_t child = fork();
    if (child == 0) {
        struct udpi_error ignored;
        bool is_refused =
            udpi_identity_take(identity, &ignored) == UDPI_OK && faccessat(directory, ".", W_OK | X_OK, 0);
        _exit(is_refused ? errno : 0);
    }
    int status = 0;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

/* What is wrong with the folder itself is told when the first file is made. */
static enum udpi_status check_folder(const struct udpi_identity *identity, const char *path, struct udpi_error *error) {
    char *copy = strdup(path);
    if (!copy)
        return udpi_error_set(error, UDPI_FAILED, "%s: no memory to look at its folder", path);
    int directory = open(dirname(copy), O_PATH | O_DIRECTORY | O_CLOEXEC);
    int number = directory < 0 ? 0 : ask_directory(identity, directory);
    if (directory >= 0)
        close(directory);
    free(copy);
    if (number == 0)
        return UDPI_OK;
    return udpi_error_set(error, UDPI_FAILED,
                          "%s: further files are made as %s, who may not: %s; -Z names another user (root stays root)",
                          path, identity->name, strerror(number));
}

enum udpi_status udpi_guard_choose(struct udpi_guard *guard, const char *user, const char *path,
                                   struct udpi_error *error) {
    *guard = (struct udpi_guard){.was_root = geteuid() == 0};
    if (udpi_identity_find(&guard->identity, user, error) != UDPI_OK)
        return error->status;
    return path && guard->identity.name ? check_folder(&guard->identity, path, error) : UDPI_OK;
}

void udpi_guard_forget(struct udpi_guard *guard) {
    udpi_identity_forget(&guard->identity);
}

/* Only what root has just made, or owned before: never a device, nor another user's file. */
static void give_file(const struct udpi_identity *identity, int file) {
    struct stat status;
    if (identity->name && file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == 0)
        (void)!fchown(file, identity->user, identity->group);
}

/* Without TZ the C library looks at this file again and again; with it, once: tzset(3). */
static void keep_time_zone(void) {
    setenv("TZ", ":/etc/localtime", 0);
    tzset();
}

static enum udpi_status drop(const struct udpi_identity *identity, struct udpi_error *error) {
    if (udpi_capabilities_bound(error) != UDPI_OK || udpi_identity_take(identity, error) != UDPI_OK ||
        udpi_capabilities_drop(error) != UDPI_OK)
        return error->status;
#ifdef UDPI_WITHOUT_SANDBOX
    /* The search for leaks traces the process, which the change of the user has forbidden. */
    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
#endif
    return udpi_identity_check(identity, error);
}

enum udpi_status udpi_guard_close(const struct udpi_guard *guard, const struct udpi_guard_needs *needs,
                                  struct udpi_error *error) {
    give_file(&guard->identity, needs->file);
    keep_time_zone();
    if (drop(&guard->identity, error) != UDPI_OK)
        return error->status;
    bool is_wanted = (needs->is_live || guard->was_root) && !needs->has_no_sandbox;
    return is_wanted ? udpi_sandbox_enter(needs->directory, needs->socket, error) : UDPI_OK;
}
