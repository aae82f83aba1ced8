/* The objects of udpinspect --sockets --json. */
#include "render/schema_members.h"

#define COUNT(members) (sizeof(members) / sizeof *(members))

static const char *const families[] = {"ipv4", "ipv6", NULL};
static const char *const protocols[] = {"udp", "udplite", NULL};
static const char *const states[] = {"unbound", "bound", "connected", NULL};

static const struct udpi_schema_member process_members[] = {
    {.key = "pid", .kind = UDPI_SCHEMA_COUNT},
    {.key = "name", .kind = UDPI_SCHEMA_TEXT, .description = "As it calls itself."},
};
static const struct udpi_schema_document process = {
    .members = process_members, .count = COUNT(process_members), .required = COUNT(process_members)};

enum { SOCKET_REQUIRED = 12, GROUP_REQUIRED = 4 };

static const struct udpi_schema_member socket_members[] = {
    {.key = "family", .kind = UDPI_SCHEMA_WORD, .words = families},
    {.key = "protocol", .kind = UDPI_SCHEMA_WORD, .words = protocols},
    {.key = "state",
     .kind = UDPI_SCHEMA_WORD,
     .words = states,
     .description = "Connected: takes datagrams from its peer only."},
    {.key = "local", .kind = UDPI_SCHEMA_ADDRESS, .description = "Zeros where it takes datagrams to any address."},
    {.key = "local_port", .kind = UDPI_SCHEMA_PORT},
    {.key = "receive_queue",
     .kind = UDPI_SCHEMA_COUNT,
     .description = "Bytes of memory that received datagrams take until they are read."},
    {.key = "send_queue", .kind = UDPI_SCHEMA_COUNT, .description = "The same of those that have not left yet."},
    {.key = "drops",
     .kind = UDPI_SCHEMA_COUNT,
     .description = "Datagrams that came and were not taken: no room, or a wrong checksum."},
    {.key = "inode", .kind = UDPI_SCHEMA_NUMBER, .description = "Its number in /proc/PID/fd."},
    {.key = "uid", .kind = UDPI_SCHEMA_COUNT, .description = "Of the user who made it."},
    {.key = "processes",
     .kind = UDPI_SCHEMA_LIST,
     .elements = &process,
     .description = "That were found to have it open."},
    {.key = "processes_complete",
     .kind = UDPI_SCHEMA_BOOLEAN,
     .description = "Every process could be looked at; else there may be more."},
    {.key = "peer", .kind = UDPI_SCHEMA_ADDRESS, .description = "Of a connected socket."},
    {.key = "peer_port", .kind = UDPI_SCHEMA_PORT},
    {.key = "receive_buffer",
     .kind = UDPI_SCHEMA_COUNT,
     .description = "The most that receive_queue may be; absent where sock_diag(7) cannot be had."},
    {.key = "send_buffer", .kind = UDPI_SCHEMA_COUNT, .description = "The most that send_queue may be; the same."},
    {.key = "v6_only", .kind = UDPI_SCHEMA_BOOLEAN, .description = "Takes no IPv4; where that is known."},
    {.key = "interface",
     .kind = UDPI_SCHEMA_TEXT,
     .description = "The only one that it takes datagrams from; absent where it is any."},
    {.key = "user", .kind = UDPI_SCHEMA_TEXT, .description = "Name of the user, where it has one."},
};
const struct udpi_schema_document udpi_socket_document = {
    .type = "socket",
    .description = "A socket of this host.",
    .members = socket_members,
    .count = COUNT(socket_members),
    .required = SOCKET_REQUIRED,
};

static const struct udpi_schema_member group_members[] = {
    {.key = "family", .kind = UDPI_SCHEMA_WORD, .words = families},
    {.key = "group", .kind = UDPI_SCHEMA_ADDRESS},
    {.key = "interface", .kind = UDPI_SCHEMA_TEXT, .description = "Where it is joined."},
    {.key = "users", .kind = UDPI_SCHEMA_COUNT, .description = "How often; the kernel does not say by which sockets."},
};
const struct udpi_schema_document udpi_group_document = {
    .type = "group",
    .description = "A multicast group that this host has joined.",
    .members = group_members,
    .count = COUNT(group_members),
    .required = GROUP_REQUIRED,
};
