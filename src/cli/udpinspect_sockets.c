#include "cli/udpinspect_sockets.h"

#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/program.h"
#include "cli/terminal.h"
#include "cli/udpinspect_socket_filter.h"
#include "cli/udpinspect_sockets_view.h"
#include "host/netlink.h"

static const char proc[] = "/proc";

/* --- options ------------------------------------------------------------------------------------------------------ */

enum udpi_status udpi_inspect_check_sockets(const struct udpi_inspect_options *o, struct udpi_error *error) {
    const struct {
        bool is_given;
        const char *name;
    } others[] = {
        {o->interfaces.count > 0, "-i"},
        {o->waits, "--wait-for-interface"},
        {o->file != NULL, "-r"},
        {o->follows, "--follow"},
        {o->snapshot > 0, "-s"},
        {o->buffer_kib > 0, "-B"},
        {o->is_not_promiscuous, "-p"},
        {o->shows_all, "--all"},
        {o->is_outer, "--outer"},
        {o->shows_filter, "--show-filter"},
        {o->count > 0, "-c"},
        {o->duration > 0, "--duration"},
        {o->decode_as.count > 0, "--decode-as"},
        {o->has_secrets, "--sensitive"},
        {o->explains, "--explain"},
        {o->boxes > 0, "-v"},
        {o->has_hex, "-x"},
        {o->fields != NULL, "--fields"},
        {o->has_spec, "--spec"},
        {o->is_quiet, "-q"},
        {o->time > 0, "--time"},
        {o->has_statistics, "--stats"},
        {o->has_probes, "--probes"},
        {o->written != NULL, "-w"},
        {o->file_megabytes > 0, "-C"},
        {o->file_seconds > 0, "-G"},
        {o->file_count > 0, "-W"},
        {o->is_unbuffered, "-U"},
        {o->overwrites, "--force"},
        {o->user != NULL, "-Z"},
        {o->has_no_sandbox, "--no-sandbox"},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].is_given)
            return udpi_error_set(error, UDPI_USAGE, "--sockets and %s: no packets are shown; leave out one of them",
                                  others[i].name);
    return UDPI_OK;
}

/* --- what is shown ------------------------------------------------------------------------------------------------ */

static void choose_sockets(struct udpi_host_sockets *list, struct udpi_filter *filter) {
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (udpi_socket_filter_shows(filter, &list->entries[i]))
            list->entries[kept++] = list->entries[i];
    list->count = kept;
}

static void choose_groups(struct udpi_host_groups *list, struct udpi_filter *filter) {
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (udpi_socket_filter_shows_group(filter, &list->entries[i]))
            list->entries[kept++] = list->entries[i];
    list->count = kept;
}

static enum udpi_status find_holders(struct udpi_sockets_view *view, struct udpi_error *error) {
    size_t count = view->sockets.count;
    uint64_t *inodes = calloc(count + 1, sizeof *inodes);
    if (!inodes)
        return udpi_error_set(error, UDPI_FAILED, "sockets: no memory for their inodes");
    for (size_t i = 0; i < count; i++)
        inodes[i] = view->sockets.entries[i].inode;
    udpi_socket_holders_find(&view->holders, proc, inodes, count, error);
    free(inodes);
    return error->status;
}

static enum udpi_status find(struct udpi_sockets_view *view, struct udpi_filter *filter, struct udpi_error *error) {
    int diag = udpi_netlink_open(NETLINK_SOCK_DIAG);
    udpi_host_sockets_list(&view->sockets, diag, proc, error);
    if (diag >= 0)
        close(diag);
    if (error->status != UDPI_OK || udpi_host_groups_list(&view->groups, proc, error) != UDPI_OK)
        return error->status;
    choose_sockets(&view->sockets, filter);
    choose_groups(&view->groups, filter);
    return find_holders(view, error);
}

static void forget(struct udpi_sockets_view *view) {
    udpi_host_sockets_free(&view->sockets);
    udpi_socket_holders_free(&view->holders);
    udpi_host_groups_free(&view->groups);
}

/* --- printing ----------------------------------------------------------------------------------------------------- */

struct request {
    const struct udpi_inspect_options *options;
    const struct udpi_sockets_view *view;
};

static void write_page(const void *context, struct udpi_sink *sink, struct udpi_error *error) {
    const struct request *request = context;
    unsigned json = request->options->json;
    unsigned columns = isatty(STDOUT_FILENO) ? udpi_terminal_columns() : 0;
    if (json != UDPI_JSON_UNSAID)
        udpi_sockets_write_json(request->view, json == UDPI_JSON_PRETTY, sink, error);
    else
        udpi_sockets_write_text(request->view, columns, udpi_inspect_has_color(request->options), sink);
}

/* What the page cannot say of itself. */
static void remark(const struct udpi_sockets_view *view) {
    size_t unknown = 0, without_buffers = 0;
    for (size_t i = 0; i < view->sockets.count; i++) {
        size_t holders;
        udpi_socket_holders_of(&view->holders, view->sockets.entries[i].inode, &holders);
        unknown += holders == 0 && !view->holders.is_complete;
        without_buffers += !view->sockets.entries[i].has_buffers;
    }
    const struct {
        bool is_true;
        const char *text;
    } remarks[] = {
        {view->sockets.count == 0, "no socket to be shown"},
        {unknown > 0, "who has some of the sockets open could not be seen; root may see more"},
        {without_buffers > 0, "sock_diag(7) cannot be had: buffer sizes and interfaces are missing"},
        {view->sockets.was_changing, "sockets came and went meanwhile: some may be missing"},
    };
    for (size_t i = 0; i < sizeof remarks / sizeof *remarks; i++)
        if (remarks[i].is_true)
            fprintf(stderr, "%s: %s\n", udpi_inspect_program.name, remarks[i].text);
}

enum udpi_status udpi_inspect_sockets(const struct udpi_inspect_options *options, const char *text,
                                      struct udpi_error *error) {
    struct udpi_sockets_view view = {0};
    const struct request request = {options, &view};
    struct udpi_filter *filter = udpi_socket_filter_create(text, error);
    if (!filter)
        return error->status;
    if (find(&view, filter, error) == UDPI_OK && udpi_program_print(write_page, &request, error) == UDPI_OK)
        remark(&view);
    forget(&view);
    udpi_filter_free(filter);
    return error->status;
}
