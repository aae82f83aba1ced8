#include "host/groups.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "host/list.h"

enum { LINE_SIZE = 256, PATH_SIZE = 4096, IPV6_SIZE = 16, DIGITS = 2 * IPV6_SIZE };

static bool add_group(struct udpi_host_groups *list, const struct udpi_host_group *group) {
    struct udpi_host_group *entries = udpi_list_grow(list->entries, list->count, &list->room, sizeof *entries);
    if (!entries)
        return false;
    list->entries = entries;
    entries[list->count++] = *group;
    return true;
}

/*
 * A line of an interface, "4 eth0 : 1 V3", and below it one of each group: "010000E0 1 0:00000000 0". The group is a word
 * in host order.
 */
int udpi_host_groups_read_ipv4(struct udpi_host_groups *list, FILE *table) {
    char line[LINE_SIZE];
    struct udpi_host_group group = {.family = AF_INET};
    while (fgets(line, sizeof line, table)) {
        uint32_t word;
        if (line[0] != '\t') {
            if (sscanf(line, "%*d %15[^: \t\n]", group.interface) != 1)
                group.interface[0] = '\0';
            continue;
        }
        if (!group.interface[0] || sscanf(line, " %8" SCNx32 " %" SCNu32, &word, &group.users) != 2)
            continue;
        memcpy(group.address, &word, sizeof word);
        if (!add_group(list, &group))
            return ENOMEM;
    }
    return ferror(table) ? errno : 0;
}

/* "4 eth0 ff020000000000000000000000000001 1 0000000C 0": the group as its bytes stand, and how often it is joined. */
static bool read_ipv6(const char *line, struct udpi_host_group *group) {
    char digits[DIGITS + 2]; /* one more is too many */
    if (sscanf(line, "%*d %15s %33[0-9A-Fa-f] %" SCNu32, group->interface, digits, &group->users) != 3 ||
        strlen(digits) != DIGITS)
        return false;
    for (size_t i = 0; i < IPV6_SIZE; i++)
        if (sscanf(digits + 2 * i, "%2" SCNx8, &group->address[i]) != 1)
            return false;
    return true;
}

int udpi_host_groups_read_ipv6(struct udpi_host_groups *list, FILE *table) {
    char line[LINE_SIZE];
    while (fgets(line, sizeof line, table)) {
        struct udpi_host_group group = {.family = AF_INET6};
        if (read_ipv6(line, &group) && !add_group(list, &group))
            return ENOMEM;
    }
    return ferror(table) ? errno : 0;
}

enum udpi_status udpi_host_groups_list(struct udpi_host_groups *list, const char *proc, struct udpi_error *error) {
    static const struct {
        const char *file;
        int (*read)(struct udpi_host_groups *list, FILE *table);
    } tables[] = {{"net/igmp", udpi_host_groups_read_ipv4}, {"net/igmp6", udpi_host_groups_read_ipv6}};
    *list = (struct udpi_host_groups){0};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char path[PATH_SIZE];
        snprintf(path, sizeof path, "%s/%s", proc, tables[i].file);
        FILE *table = fopen(path, "re");
        int number = table ? tables[i].read(list, table) : 0;
        if (table)
            fclose(table);
        if (number == ENOMEM)
            return udpi_error_set(error, UDPI_FAILED, "sockets: no memory for the multicast groups");
    }
    return UDPI_OK;
}

void udpi_host_groups_free(struct udpi_host_groups *list) {
    free(list->entries);
    *list = (struct udpi_host_groups){0};
}
