/* --sockets: a table of the sockets, and one of the groups. */
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "cli/print.h"
#include "cli/udpinspect_sockets_view.h"
#include "core/bytes.h"
#include "core/escape.h"
#include "core/format.h"
#include "host/names.h"
#include "render/palette.h"

enum {
    GAP = 2,
    INDENT = 4,                                                     /* of processes on a line of their own */
    NAME_SIZE = UDPI_ESCAPE_TERMINAL_ROOM(UDPI_USER_NAME_SIZE) + 1, /* others are shorter */
    ADDRESS_SIZE = UDPI_IPV6_SIZE + 4,
    CELL_SIZE = NAME_SIZE,
};

/* What the system calls things, made safe for a terminal. */
static const char *write_safe(char *text, const char *name) {
    *udpi_escape_terminal(text, (const uint8_t *)name, strlen(name), NAME_SIZE, NULL) = '\0';
    return text;
}

static const char *write_address(char *text, uint8_t family, const uint8_t *address) {
    char *end = family == AF_INET ? udpi_format_ipv4(text, udpi_load_be32(address)) : udpi_format_ipv6(text, address);
    *end = '\0';
    return text;
}

/* --- cells -------------------------------------------------------------------------------------------------------- */

static void write_protocol(char *cell, const struct udpi_host_socket *socket) {
    stpcpy(cell, socket->protocol == IPPROTO_UDP ? "udp" : "udplite");
}

static void write_versions(char *cell, const struct udpi_host_socket *socket) {
    if (udpi_host_socket_has_ipv4(socket) && udpi_host_socket_has_ipv6(socket))
        stpcpy(cell, socket->has_v6_only ? "4+6" : "?");
    else
        stpcpy(cell, udpi_host_socket_has_ipv4(socket) ? "4" : "6");
}

static void write_state(char *cell, const struct udpi_host_socket *socket) {
    stpcpy(cell, udpi_host_state_names[socket->state]);
}

/* 192.0.2.1:53, [2001:db8::1%eth0]:53 */
static void write_end(char *cell, uint8_t family, const struct udpi_host_end *end, uint32_t interface) {
    char address[ADDRESS_SIZE], name[UDPI_INTERFACE_WORD_SIZE], safe[NAME_SIZE] = "";
    if (interface != 0)
        write_safe(safe, udpi_interface_word(interface, name));
    snprintf(cell, CELL_SIZE, family == AF_INET ? "%s%s%s:%u" : "[%s%s%s]:%u",
             write_address(address, family, end->address), *safe ? "%" : "", safe, end->port);
}

static void write_local(char *cell, const struct udpi_host_socket *socket) {
    write_end(cell, socket->family, &socket->local, socket->interface);
}

static void write_peer(char *cell, const struct udpi_host_socket *socket) {
    if (socket->state == UDPI_HOST_CONNECTED)
        write_end(cell, socket->family, &socket->peer, 0);
    else
        stpcpy(cell, "any");
}

static void write_queue(char *cell, bool has_buffer, uint32_t queue, uint32_t buffer) {
    char *at = udpi_format_uint(cell, queue);
    if (has_buffer) {
        *at++ = '/';
        at = udpi_format_uint(at, buffer);
    }
    *at = '\0';
}

static void write_receive_queue(char *cell, const struct udpi_host_socket *socket) {
    write_queue(cell, socket->has_buffers, socket->receive_queue, socket->receive_buffer);
}

static void write_send_queue(char *cell, const struct udpi_host_socket *socket) {
    write_queue(cell, socket->has_buffers, socket->send_queue, socket->send_buffer);
}

static void write_drops(char *cell, const struct udpi_host_socket *socket) {
    *udpi_format_uint(cell, socket->drops) = '\0';
}

static void write_user(char *cell, const struct udpi_host_socket *socket) {
    char name[UDPI_USER_NAME_SIZE];
    if (*udpi_user_name(socket->user, name))
        write_safe(cell, name);
    else
        *udpi_format_uint(cell, socket->user) = '\0';
}

/* The last column, of the processes, may be of any length. */
static const struct column {
    const char *head;
    void (*write)(char *cell, const struct udpi_host_socket *socket);
    bool is_number;
} columns[] = {
    {"Protocol", write_protocol, false}, {"IP", write_versions, false}, {"State", write_state, false},
    {"Local", write_local, false},       {"Peer", write_peer, false},   {"To read", write_receive_queue, true},
    {"To send", write_send_queue, true}, {"Drops", write_drops, true},  {"User", write_user, false},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static const char last_head[] = "Processes";

/* "udpgen 1234, bash 1200" */
static void put_holders(const struct udpi_socket_holders *holders, uint64_t inode, struct udpi_sink *sink) {
    size_t count;
    const struct udpi_socket_holder *first = udpi_socket_holders_of(holders, inode, &count);
    if (count == 0)
        udpi_sink_puts(sink, holders->is_complete ? "none found" : "not permitted");
    for (size_t i = 0; i < count; i++) {
        char name[NAME_SIZE];
        udpi_print(sink, "%s%s %" PRIu32, i > 0 ? ", " : "", write_safe(name, first[i].name), first[i].process);
    }
}

/* --- the table ---------------------------------------------------------------------------------------------------- */

struct table {
    const struct udpi_sockets_view *view;
    size_t widths[COLUMNS];
    bool is_folded; /* processes stand on a line of their own */
    bool has_color;
    struct udpi_sink *sink;
};

static void put_cell(const struct table *table, size_t index, const char *cell, const char *ink) {
    const struct column *column = &columns[index];
    int padding = (int)(table->widths[index] - strlen(cell));
    int before = column->is_number ? padding : 0;
    bool is_last = table->is_folded && index == COLUMNS - 1;
    udpi_print(table->sink, "%*s%s%s%s%*s", before, "", ink ? ink : "", cell, ink ? udpi_palette_normal : "",
               is_last ? 0 : padding - before + GAP, "");
}

static void put_head(const struct table *table) {
    for (size_t i = 0; i < COLUMNS; i++)
        put_cell(table, i, columns[i].head, NULL);
    if (table->is_folded)
        udpi_print(table->sink, "\n%*s", INDENT, "");
    udpi_print(table->sink, "%s\n", last_head);
}

static void put_socket(const struct table *table, const struct udpi_host_socket *socket) {
    for (size_t i = 0; i < COLUMNS; i++) {
        char cell[CELL_SIZE];
        bool is_alarming = table->has_color && columns[i].write == write_drops && socket->drops > 0;
        columns[i].write(cell, socket);
        put_cell(table, i, cell, is_alarming ? udpi_palette_warning : NULL);
    }
    if (table->is_folded)
        udpi_print(table->sink, "\n%*s", INDENT, "");
    put_holders(&table->view->holders, socket->inode, table->sink);
    udpi_sink_puts(table->sink, "\n");
}

static size_t larger(size_t a, size_t b) {
    return a > b ? a : b;
}

/* A column is as wide as its widest entry. Gives the width of all of them. */
static size_t measure_columns(struct table *table) {
    size_t width = 0;
    for (size_t i = 0; i < COLUMNS; i++) {
        table->widths[i] = strlen(columns[i].head);
        for (size_t j = 0; j < table->view->sockets.count; j++) {
            char cell[CELL_SIZE];
            columns[i].write(cell, &table->view->sockets.entries[j]);
            table->widths[i] = larger(table->widths[i], strlen(cell));
        }
        width += table->widths[i] + GAP;
    }
    return width;
}

/* The width of the last column; that of its head where memory is short. */
static size_t measure_holders(const struct udpi_sockets_view *view) {
    size_t width = sizeof last_head - 1;
    struct udpi_sink line;
    if (!udpi_sink_open(&line, NULL, NULL))
        return width;
    for (size_t i = 0; i < view->sockets.count; i++) {
        line.used = 0;
        put_holders(&view->holders, view->sockets.entries[i].inode, &line);
        width = larger(width, line.used);
    }
    udpi_sink_close(&line);
    return width;
}

static void put_groups(const struct udpi_host_groups *groups, struct udpi_sink *sink) {
    udpi_print(sink, "%-15s  Joined  Multicast group\n", "Interface");
    for (size_t i = 0; i < groups->count; i++) {
        const struct udpi_host_group *group = &groups->entries[i];
        char name[NAME_SIZE], address[ADDRESS_SIZE];
        udpi_print(sink, "%-15s  %6" PRIu32 "  %s\n", write_safe(name, group->interface), group->users,
                   write_address(address, group->family, group->address));
    }
}

void udpi_sockets_write_text(const struct udpi_sockets_view *view, unsigned width, bool has_color,
                             struct udpi_sink *sink) {
    struct table table = {.view = view, .has_color = has_color, .sink = sink};
    size_t needed = measure_columns(&table) + measure_holders(view);
    table.is_folded = width > 0 && needed > width;
    if (view->sockets.count > 0)
        put_head(&table);
    for (size_t i = 0; i < view->sockets.count; i++)
        put_socket(&table, &view->sockets.entries[i]);
    if (view->sockets.count > 0 && view->groups.count > 0)
        udpi_sink_puts(sink, "\n");
    if (view->groups.count > 0)
        put_groups(&view->groups, sink);
}
