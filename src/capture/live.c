/* Frames from interfaces. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "capture/packet_socket.h"
#include "capture/source.h"

static const int64_t SECOND = 1000000000, LOOK_AGAIN = 250000000, CHECK_AGAIN = 500000000;

/* The kernel counts in 32 bits, which overflow within hours: its counts are added up every so many frames. */
static const uint64_t COUNT_EVERY = 1 << 24;

struct live {
    struct udpi_packet_socket sockets[UDPI_CAPTURE_MOST_INTERFACES];
    unsigned count;
    int waiting;         /* epoll(7) of all sockets; -1 for a single one */
    uint64_t next_count; /* number of the frame before which to add up again */
    bool waits, is_promiscuous;
    int64_t next_look;  /* for interfaces that are gone */
    int64_t next_check; /* whether one has gone */
};

static void take_frame(u_char *context, const struct pcap_pkthdr *header, const u_char *bytes) {
    const struct udpi_packet_socket *socket = (const void *)context;
    struct udpi_capture *capture = socket->capture;
    struct udpi_frame *frame = &capture->frame;
    frame->bytes = bytes;
    frame->captured = header->caplen;
    frame->length = header->len;
    frame->time = header->ts.tv_sec * SECOND + header->ts.tv_usec;
    frame->interface = socket->name;
    frame->mtu = socket->mtu;
    frame->link_type = socket->link_type;
    frame->link_type_name = socket->link_type_name;
    frame->number++;
    if (!udpi_capture_deliver(capture))
        pcap_breakloop(socket->pcap);
}

static void count_live(struct udpi_capture *capture, struct udpi_capture_counts *counts) {
    struct live *live = capture->state;
    *counts = (struct udpi_capture_counts){0};
    for (unsigned i = 0; i < live->count; i++) {
        struct udpi_drops *drops = &live->sockets[i].drops;
        udpi_drops_add_up(drops);
        counts->received += drops->counts.received;
        counts->dropped_kernel += drops->counts.dropped_kernel;
        counts->dropped_interface += drops->counts.dropped_interface;
    }
}

/* --- interfaces that go and come ---------------------------------------------------------------------------------- */

static void tell(const struct udpi_capture *capture, const struct udpi_packet_socket *socket, const char *what) {
    char text[96];
    snprintf(text, sizeof text, "%.32s: %s", socket->name, what);
    capture->visitor->notice(capture->visitor->context, text);
}

static enum udpi_source_state lose(struct live *live, struct udpi_packet_socket *socket, struct udpi_error *error) {
    bool is_gone = udpi_packet_socket_is_orphaned(socket);
    if (is_gone && live->waits) {
        socket->is_gone = true;
        tell(socket->capture, socket, "the interface has gone away; waiting for it");
        return UDPI_SOURCE_MORE;
    }
    udpi_error_set(error, UDPI_FAILED, "%s: %s; what came before it was read", socket->name,
                   is_gone ? "the interface has gone away" : pcap_geterr(socket->pcap));
    return UDPI_SOURCE_FAILED;
}

static void look_again(struct live *live) {
    int64_t time = udpi_capture_now();
    if (time < live->next_look)
        return;
    live->next_look = time + LOOK_AGAIN;
    for (unsigned i = 0; i < live->count; i++) {
        struct udpi_packet_socket *socket = &live->sockets[i];
        if (!socket->is_gone || !udpi_packet_socket_rebind(socket, live->is_promiscuous))
            continue;
        socket->is_gone = false;
        tell(socket->capture, socket, "the interface is there again");
    }
}

/* --- the source --------------------------------------------------------------------------------------------------- */

/* Where nothing comes. An interface that goes down and away is announced once, while it is still there. */
static bool is_lost(struct live *live, const struct udpi_packet_socket *socket) {
    int64_t time = udpi_capture_now();
    if (time < live->next_check)
        return false;
    if (socket == &live->sockets[live->count - 1])
        live->next_check = time + CHECK_AGAIN;
    return udpi_packet_socket_is_unbound(socket);
}

static enum udpi_source_state read_socket(struct live *live, struct udpi_packet_socket *socket,
                                          struct udpi_error *error) {
    int count = pcap_dispatch(socket->pcap, UDPI_CAPTURE_BATCH, take_frame, (u_char *)socket);
    if (count == 0 && !is_lost(live, socket))
        return UDPI_SOURCE_WAITING;
    if (count > 0 || count == PCAP_ERROR_BREAK)
        return UDPI_SOURCE_MORE;
    return lose(live, socket, error);
}

static enum udpi_source_state read_live(struct udpi_capture *capture, struct udpi_error *error) {
    struct live *live = capture->state;
    if (capture->frame.number >= live->next_count) {
        struct udpi_capture_counts ignored;
        count_live(capture, &ignored);
        live->next_count = capture->frame.number + COUNT_EVERY;
    }
    enum udpi_source_state all = UDPI_SOURCE_WAITING;
    bool is_short = false;
    for (unsigned i = 0; i < live->count && !udpi_capture_has_enough(capture); i++) {
        struct udpi_packet_socket *socket = &live->sockets[i];
        enum udpi_source_state state = socket->is_gone ? UDPI_SOURCE_WAITING : read_socket(live, socket, error);
        if (state == UDPI_SOURCE_FAILED)
            return state;
        is_short = is_short || socket->is_gone;
        all = state == UDPI_SOURCE_MORE ? state : all;
    }
    if (!is_short)
        return all;
    look_again(live);
    /* The descriptor of a socket without an interface is always ready: it is no use to wait for it. */
    if (all == UDPI_SOURCE_WAITING)
        udpi_capture_pause(capture);
    return UDPI_SOURCE_MORE;
}

static void close_live(void *state) {
    struct live *live = state;
    for (unsigned i = 0; i < live->count; i++)
        udpi_packet_socket_close(&live->sockets[i]);
    if (live->waiting >= 0)
        close(live->waiting);
    free(live);
}

static const struct udpi_source live_source = {read_live, count_live, close_live};

static bool has_twice(const struct live *live) {
    for (unsigned i = 0; i + 1 < live->count; i++)
        if (strcmp(live->sockets[i].name, live->sockets[live->count - 1].name) == 0)
            return true;
    return false;
}

static enum udpi_status open_sockets(struct udpi_capture *capture, const struct udpi_capture_options *options,
                                     struct udpi_error *error) {
    struct live *live = capture->state;
    unsigned count = options->interface_count > 0 ? options->interface_count : 1;
    for (unsigned i = 0; i < count; i++) {
        struct udpi_packet_socket *socket = &live->sockets[live->count++];
        const char *given = options->interface_count > 0 ? options->interfaces[i] : NULL;
        socket->capture = capture;
        if (udpi_packet_socket_open(socket, given, options, error) != UDPI_OK)
            return error->status;
        if (has_twice(live))
            return udpi_error_set(error, UDPI_USAGE, "-i %s: the interface is given twice", socket->name);
    }
    return UDPI_OK;
}

/* One descriptor that is ready where one of the sockets is. */
static bool join_descriptors(struct udpi_capture *capture) {
    struct live *live = capture->state;
    capture->fd = pcap_get_selectable_fd(live->sockets[0].pcap);
    if (live->count == 1)
        return true;
    capture->fd = live->waiting = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN};
    for (unsigned i = 0; i < live->count && live->waiting >= 0; i++)
        if (epoll_ctl(live->waiting, EPOLL_CTL_ADD, pcap_get_selectable_fd(live->sockets[i].pcap), &event) != 0)
            return false;
    return live->waiting >= 0;
}

/* "eth0, lo" */
static char *join_names(const struct live *live) {
    size_t size = 1;
    for (unsigned i = 0; i < live->count; i++)
        size += strlen(live->sockets[i].name) + 2;
    char *names = calloc(1, size), *at = names;
    for (unsigned i = 0; names && i < live->count; i++)
        at = stpcpy(stpcpy(at, i > 0 ? ", " : ""), live->sockets[i].name);
    return names;
}

enum udpi_status udpi_live_open(struct udpi_capture *capture, const struct udpi_capture_options *options,
                                struct udpi_error *error) {
    capture->is_live = true;
    capture->source = &live_source;
    struct live *live = capture->state = calloc(1, sizeof *live);
    if (!live)
        return udpi_error_set(error, UDPI_FAILED, "no memory to capture");
    live->waiting = -1;
    live->waits = options->waits;
    live->is_promiscuous = !options->is_not_promiscuous;
    if (open_sockets(capture, options, error) != UDPI_OK)
        return error->status;
    capture->name = join_names(live);
    if (!capture->name || !join_descriptors(capture))
        return udpi_error_set(error, UDPI_FAILED, "no memory to capture");
    const struct udpi_packet_socket *first = &live->sockets[0];
    capture->frame.interface = first->name;
    capture->frame.mtu = first->mtu;
    capture->frame.link_type = first->link_type;
    capture->frame.link_type_name = first->link_type_name;
    return UDPI_OK;
}
