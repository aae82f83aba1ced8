#include "guard/identity.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NOBODY = 65534, MOST_GROUPS = 65536 /* NGROUPS_MAX */ };

static const char nobody[] = "nobody";

/* Gives false for what is no decimal number of 32 bits. */
static bool read_number(const char *text, unsigned *number) {
    if (!text || !*text || text[strspn(text, "0123456789")] != '\0')
        return false;
    errno = 0;
    unsigned long value = strtoul(text, NULL, 10);
    *number = (unsigned)value;
    return errno == 0 && value < UINT32_MAX;
}

static enum udpi_status fail_for_memory(struct udpi_error *error) {
    return udpi_error_set(error, UDPI_FAILED, "no memory to change the user");
}

static enum udpi_status take_groups(struct udpi_identity *identity, struct udpi_error *error) {
    int count = 0;
    getgrouplist(identity->name, identity->group, NULL, &count);
    if (count > MOST_GROUPS)
        count = MOST_GROUPS;
    identity->groups = calloc((size_t)count + 1, sizeof *identity->groups);
    if (!identity->groups)
        return fail_for_memory(error);
    identity->group_count = getgrouplist(identity->name, identity->group, identity->groups, &count) >= 0 ? count : 0;
    return UDPI_OK;
}

static enum udpi_status set_name(struct udpi_identity *identity, const char *name, struct udpi_error *error) {
    identity->name = strdup(name);
    return identity->name ? UDPI_OK : fail_for_memory(error);
}

static enum udpi_status take_entry(struct udpi_identity *identity, const struct passwd *entry,
                                   struct udpi_error *error) {
    identity->user = entry->pw_uid;
    identity->group = entry->pw_gid;
    if (set_name(identity, entry->pw_name, error) != UDPI_OK)
        return error->status;
    return take_groups(identity, error);
}

/* Users and groups that no list knows: containers have such. */
static enum udpi_status take_numbers(struct udpi_identity *identity, const char *name, uid_t user, gid_t group,
                                     struct udpi_error *error) {
    identity->user = user;
    identity->group = group;
    return set_name(identity, name, error);
}

static enum udpi_status find_default(struct udpi_identity *identity, struct udpi_error *error) {
    const char *name = getenv("SUDO_UID");
    uid_t user;
    gid_t group;
    bool is_sudo = read_number(name, &user) && read_number(getenv("SUDO_GID"), &group) && user != 0;
    const struct passwd *entry = is_sudo ? getpwuid(user) : getpwnam(nobody);
    if (entry && entry->pw_uid != 0)
        return take_entry(identity, entry, error);
    if (is_sudo)
        return take_numbers(identity, name, user, group, error);
    return take_numbers(identity, nobody, NOBODY, NOBODY, error);
}

/* user_namespaces(7): each line maps a range of users, its first one inside, its first one outside, how many. */
static bool is_user_outside(void) {
    enum { LONGEST = 64 };
    char line[LONGEST] = "", more[LONGEST];
    FILE *map = fopen("/proc/self/uid_map", "re");
    bool is_alone = map && fgets(line, sizeof line, map) && !fgets(more, sizeof more, map);
    char *at = line;
    (void)strtoul(at, &at, 10);
    unsigned long outside = strtoul(at, &at, 10), count = strtoul(at, NULL, 10);
    if (map)
        fclose(map);
    return is_alone && count == 1 && outside != 0;
}

enum udpi_status udpi_identity_find(struct udpi_identity *identity, const char *name, struct udpi_error *error) {
    *identity = (struct udpi_identity){0};
    if (getuid() != geteuid())
        return udpi_error_set(error, UDPI_PERMISSION,
                              "the program is set-user-ID and would open files as root; give it capabilities instead: "
                              "sudo setcap cap_net_raw,cap_net_admin=eip PATH");
    if (geteuid() != 0 && name)
        return udpi_error_set(error, UDPI_PERMISSION,
                              "-Z %s: only root can become another user; leave out -Z, or run it with sudo", name);
    if (geteuid() != 0)
        return UDPI_OK;
    if (!name)
        return is_user_outside() ? UDPI_OK : find_default(identity, error);
    const struct passwd *entry = getpwnam(name);
    if (!entry)
        return udpi_error_set(error, UDPI_FAILED, "-Z %s: no such user; getent passwd lists them", name);
    return entry->pw_uid == 0 ? UDPI_OK : take_entry(identity, entry, error);
}

void udpi_identity_forget(struct udpi_identity *identity) {
    free(identity->name);
    free(identity->groups);
    *identity = (struct udpi_identity){0};
}

enum udpi_status udpi_identity_take(const struct udpi_identity *identity, struct udpi_error *error) {
    if (!identity->name)
        return UDPI_OK;
    uid_t user = identity->user;
    gid_t group = identity->group;
    /* The user comes last: whoever is not root any more cannot change groups. */
    if (setgroups((size_t)identity->group_count, identity->groups) == 0 && setresgid(group, group, group) == 0 &&
        setresuid(user, user, user) == 0)
        return UDPI_OK;
    return udpi_error_set(error, UDPI_PERMISSION,
                          "cannot go on as %s: %s; -Z names another user, and -Z root stays root without privileges",
                          identity->name, strerror(errno));
}

enum udpi_status udpi_identity_check(const struct udpi_identity *identity, struct udpi_error *error) {
    if (!identity->name)
        return UDPI_OK;
    uid_t real, effective, saved;
    bool is_other = getresuid(&real, &effective, &saved) == 0 && real != 0 && effective != 0 && saved != 0;
    if (is_other && setresuid(0, 0, 0) != 0 && seteuid(0) != 0)
        return UDPI_OK;
    return udpi_error_set(error, UDPI_FAILED, "%s could become root again", identity->name);
}
