/* --sockets --json: an object for each socket, and one for each group. */
#include <netinet/in.h>

#include "cli/udpinspect_sockets_view.h"
#include "core/bytes.h"
#include "core/format.h"
#include "host/names.h"
#include "render/json_document.h"
#include "render/json_name.h"

enum { ADDRESS_SIZE = UDPI_IPV6_SIZE + 4 };

static void add_family(cJSON *object, uint8_t family) {
    cJSON_AddStringToObject(object, "family", family == AF_INET ? "ipv4" : "ipv6");
}

static void add_address(cJSON *object, const char *key, uint8_t family, const uint8_t *address) {
    char text[ADDRESS_SIZE];
    char *end = family == AF_INET ? udpi_format_ipv4(text, udpi_load_be32(address)) : udpi_format_ipv6(text, address);
    *end = '\0';
    cJSON_AddStringToObject(object, key, text);
}

static void add_ends(cJSON *object, const struct udpi_host_socket *socket) {
    add_address(object, "local", socket->family, socket->local.address);
    cJSON_AddNumberToObject(object, "local_port", socket->local.port);
    if (socket->state != UDPI_HOST_CONNECTED)
        return;
    add_address(object, "peer", socket->family, socket->peer.address);
    cJSON_AddNumberToObject(object, "peer_port", socket->peer.port);
}

static void add_memory(cJSON *object, const struct udpi_host_socket *socket) {
    cJSON_AddNumberToObject(object, "receive_queue", socket->receive_queue);
    cJSON_AddNumberToObject(object, "send_queue", socket->send_queue);
    if (socket->has_buffers) {
        cJSON_AddNumberToObject(object, "receive_buffer", socket->receive_buffer);
        cJSON_AddNumberToObject(object, "send_buffer", socket->send_buffer);
    }
    cJSON_AddNumberToObject(object, "drops", socket->drops);
}

static void add_binding(cJSON *object, const struct udpi_host_socket *socket) {
    char name[UDPI_INTERFACE_WORD_SIZE];
    if (socket->has_v6_only)
        cJSON_AddBoolToObject(object, "v6_only", socket->is_v6_only);
    if (socket->interface != 0)
        udpi_json_add_name(object, "interface", udpi_interface_word(socket->interface, name));
}

static void add_holders(cJSON *object, const struct udpi_socket_holders *holders, uint64_t inode) {
    size_t count;
    const struct udpi_socket_holder *first = udpi_socket_holders_of(holders, inode, &count);
    cJSON *list = cJSON_AddArrayToObject(object, "processes");
    for (size_t i = 0; i < count; i++) {
        cJSON *process = cJSON_CreateObject();
        cJSON_AddItemToArray(list, process);
        cJSON_AddNumberToObject(process, "pid", first[i].process);
        udpi_json_add_name(process, "name", first[i].name);
    }
    cJSON_AddBoolToObject(object, "processes_complete", holders->is_complete);
}

static void add_user(cJSON *object, uint32_t id) {
    char name[UDPI_USER_NAME_SIZE];
    cJSON_AddNumberToObject(object, "uid", id);
    if (*udpi_user_name(id, name))
        udpi_json_add_name(object, "user", name);
}

static cJSON *make_socket(const struct udpi_sockets_view *view, const struct udpi_host_socket *socket) {
    cJSON *object = udpi_json_create();
    cJSON_AddStringToObject(object, "type", "socket");
    add_family(object, socket->family);
    cJSON_AddStringToObject(object, "protocol", socket->protocol == IPPROTO_UDP ? "udp" : "udplite");
    cJSON_AddStringToObject(object, "state", udpi_host_state_names[socket->state]);
    add_ends(object, socket);
    add_memory(object, socket);
    add_binding(object, socket);
    cJSON_AddNumberToObject(object, "inode", (double)socket->inode);
    add_user(object, socket->user);
    add_holders(object, &view->holders, socket->inode);
    return object;
}

static cJSON *make_group(const struct udpi_host_group *group) {
    cJSON *object = udpi_json_create();
    cJSON_AddStringToObject(object, "type", "group");
    add_family(object, group->family);
    add_address(object, "group", group->family, group->address);
    udpi_json_add_name(object, "interface", group->interface);
    cJSON_AddNumberToObject(object, "users", group->users);
    return object;
}

/* Takes the object over. */
static enum udpi_status write_object(cJSON *object, bool is_pretty, struct udpi_sink *sink, struct udpi_error *error) {
    if (udpi_json_write(object, is_pretty, sink))
        return UDPI_OK;
    return udpi_error_set(error, UDPI_FAILED, "sockets: no memory for their JSON");
}

enum udpi_status udpi_sockets_write_json(const struct udpi_sockets_view *view, bool is_pretty, struct udpi_sink *sink,
                                         struct udpi_error *error) {
    enum udpi_status status = UDPI_OK;
    for (size_t i = 0; i < view->sockets.count && status == UDPI_OK; i++)
        status = write_object(make_socket(view, &view->sockets.entries[i]), is_pretty, sink, error);
    for (size_t i = 0; i < view->groups.count && status == UDPI_OK; i++)
        status = write_object(make_group(&view->groups.entries[i]), is_pretty, sink, error);
    return status;
}
