#include "host/socket_holders.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/list.h"

enum { PATH_SIZE = 64, LINK_SIZE = 64 };

struct search {
    struct udpi_socket_holders *holders;
    const uint64_t *inodes;
    size_t count;
    int proc;
    bool has_first; /* process 1, which is always there, unless processes of others are hidden: hidepid in proc(5) */
    bool has_refusal;
    bool has_no_memory;
};

/* --- one process -------------------------------------------------------------------------------------------------- */

static int compare_inodes(const void *left, const void *right) {
    const uint64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static void read_name(const struct search *search, uint32_t process, char *name) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%" PRIu32 "/comm", process);
    int file = openat(search->proc, path, O_RDONLY | O_CLOEXEC);
    ssize_t count = file >= 0 ? read(file, name, UDPI_PROCESS_NAME_SIZE - 1) : 0;
    if (file >= 0)
        close(file);
    name[count > 0 ? count : 0] = '\0';
    name[strcspn(name, "\n")] = '\0';
}

static void add_holder(struct search *search, uint32_t process, uint64_t inode) {
    struct udpi_socket_holders *holders = search->holders;
    struct udpi_socket_holder *entries =
        udpi_list_grow(holders->entries, holders->count, &holders->room, sizeof *entries);
    if (!entries) {
        search->has_no_memory = true;
        return;
    }
    holders->entries = entries;
    struct udpi_socket_holder *holder = &entries[holders->count++];
    holder->process = process;
    holder->inode = inode;
    read_name(search, process, holder->name);
}

static void note_refusal(struct search *search) {
    if (errno == EACCES || errno == EPERM)
        search->has_refusal = true;
}

/* A descriptor of a socket is a symbolic link to "socket:[INODE]". */
static void read_descriptor(struct search *search, uint32_t process, int folder, const char *name) {
    char link[LINK_SIZE];
    uint64_t inode;
    int end = 0;
    ssize_t length = readlinkat(folder, name, link, sizeof link - 1);
    if (length < 0) {
        note_refusal(search);
        return;
    }
    link[length] = '\0';
    if (sscanf(link, "socket:[%" SCNu64 "]%n", &inode, &end) != 1 || end != length)
        return;
    if (bsearch(&inode, search->inodes, search->count, sizeof inode, compare_inodes))
        add_holder(search, process, inode);
}

static DIR *open_descriptors(struct search *search, uint32_t process) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%" PRIu32 "/fd", process);
    int folder = openat(search->proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        note_refusal(search);
        return NULL;
    }
    DIR *descriptors = fdopendir(folder);
    if (!descriptors)
        close(folder);
    search->has_no_memory |= !descriptors;
    return descriptors;
}

static void read_process(struct search *search, uint32_t process) {
    DIR *descriptors = open_descriptors(search, process);
    if (!descriptors)
        return;
    for (const struct dirent *entry; !search->has_no_memory && (entry = readdir(descriptors)) != NULL;)
        if (entry->d_name[0] != '.')
            read_descriptor(search, process, dirfd(descriptors), entry->d_name);
    closedir(descriptors);
}

/* --- all of them -------------------------------------------------------------------------------------------------- */

static void read_processes(struct search *search, DIR *proc) {
    for (const struct dirent *entry; !search->has_no_memory && (entry = readdir(proc)) != NULL;) {
        char *end;
        unsigned long process = strtoul(entry->d_name, &end, 10);
        if (*end || process == 0 || process > UINT32_MAX)
            continue;
        search->has_first |= process == 1;
        read_process(search, (uint32_t)process);
    }
}

static int compare_holders(const void *left, const void *right) {
    const struct udpi_socket_holder *a = left, *b = right;
    int order = compare_inodes(&a->inode, &b->inode);
    return order != 0 ? order : (a->process > b->process) - (a->process < b->process);
}

/* A process may have several descriptors of a socket: dup(2). */
static void sort_and_join(struct udpi_socket_holders *holders) {
    size_t kept = 0;
    if (holders->count > 0)
        qsort(holders->entries, holders->count, sizeof *holders->entries, compare_holders);
    for (size_t i = 0; i < holders->count; i++)
        if (kept == 0 || compare_holders(&holders->entries[kept - 1], &holders->entries[i]) != 0)
            holders->entries[kept++] = holders->entries[i];
    holders->count = kept;
}

static enum udpi_status fail_for_memory(struct udpi_error *error) {
    return udpi_error_set(error, UDPI_FAILED, "sockets: no memory for the processes that have them open");
}

enum udpi_status udpi_socket_holders_find(struct udpi_socket_holders *holders, const char *proc, uint64_t *inodes,
                                          size_t count, struct udpi_error *error) {
    struct search search = {.holders = holders, .inodes = inodes, .count = count};
    *holders = (struct udpi_socket_holders){0};
    DIR *folder = opendir(proc);
    if (!folder) /* else not complete: nobody was looked at */
        return errno == ENOMEM ? fail_for_memory(error) : UDPI_OK;
    search.proc = dirfd(folder);
    qsort(inodes, count, sizeof *inodes, compare_inodes);
    read_processes(&search, folder);
    closedir(folder);
    if (search.has_no_memory)
        return fail_for_memory(error);
    sort_and_join(holders);
    holders->is_complete = search.has_first && !search.has_refusal;
    return UDPI_OK;
}

void udpi_socket_holders_free(struct udpi_socket_holders *holders) {
    free(holders->entries);
    *holders = (struct udpi_socket_holders){0};
}

const struct udpi_socket_holder *udpi_socket_holders_of(const struct udpi_socket_holders *holders, uint64_t inode,
                                                        size_t *count) {
    size_t low = 0, high = holders->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (holders->entries[middle].inode < inode)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < holders->count && holders->entries[low + *count].inode == inode)
        ++*count;
    return *count > 0 ? holders->entries + low : NULL;
}
