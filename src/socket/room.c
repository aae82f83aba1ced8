#include "socket/room.h"

#include <stdlib.h>
#include <string.h>

enum {
    USUAL_SIZE = 2048
}; /* what links carry at once: memory for it is kept. Larger ones are rare and cost more anyway */

struct udpi_room {
    unsigned count; /* that wait, and their bytes */
    size_t bytes;
    struct udpi_guest *out;   /* let out, not yet cleared */
    struct udpi_guest *spare; /* of USUAL_SIZE */
};

struct udpi_room *udpi_room_create(void) {
    return calloc(1, sizeof(struct udpi_room));
}

static void free_list(struct udpi_guest *guest) {
    while (guest) {
        struct udpi_guest *next = guest->next;
        free(guest);
        guest = next;
    }
}

void udpi_room_free(struct udpi_room *room) {
    if (!room)
        return;
    free_list(room->out);
    free_list(room->spare);
    free(room);
}

bool udpi_room_is_empty(const struct udpi_room *room) {
    return room->count == 0;
}

bool udpi_room_is_full(const struct udpi_room *room) {
    return room->count >= UDPI_ROOM_DATAGRAMS || room->bytes >= UDPI_ROOM_BYTES;
}

static struct udpi_guest *find_memory(struct udpi_room *room, size_t size) {
    struct udpi_guest *guest = room->spare;
    if (size > USUAL_SIZE || !guest)
        return malloc(sizeof *guest + (size > USUAL_SIZE ? size : USUAL_SIZE));
    room->spare = guest->next;
    return guest;
}

struct udpi_guest *udpi_room_admit(struct udpi_room *room, const struct udpi_datagram *datagram) {
    struct udpi_guest *guest = find_memory(room, datagram->size);
    if (!guest)
        return NULL;
    guest->datagram = *datagram;
    guest->datagram.bytes = guest->bytes;
    memcpy(guest->bytes, datagram->bytes, datagram->size);
    room->count++;
    room->bytes += datagram->size;
    return guest;
}

void udpi_room_let_out(struct udpi_room *room, struct udpi_guest *guest) {
    room->count--;
    room->bytes -= guest->datagram.size;
    guest->next = room->out;
    room->out = guest;
}

void udpi_room_clear(struct udpi_room *room) {
    while (room->out) {
        struct udpi_guest *guest = room->out;
        room->out = guest->next;
        if (guest->datagram.size > USUAL_SIZE) {
            free(guest);
            continue;
        }
        guest->next = room->spare;
        room->spare = guest;
    }
}
